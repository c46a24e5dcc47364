#ifndef QA_STATS_PATTERNS_H
#define QA_STATS_PATTERNS_H

/*
 * Equal rating patterns. Coefficients of many annotators see an item only through how many times
 * each category was chosen, so items with equal counts are one pattern with a multiplicity. Two
 * million items with five ratings have a few thousand patterns, and whatever runs over patterns
 * costs as much as if there were that few items.
 *
 * Patterns stand in a canonical order, so sums over them are the same to the last bit whatever the
 * order of items and annotators.
 */

#include <stddef.h>
#include <stdint.h>

#include "qa/base/arena.h"
#include "qa/base/ratings.h"

struct qa_patterns {
    size_t n_patterns;
    uint32_t n_categories;
    uint32_t n_raters;
    uint64_t n_items;    /* with at least one rating */
    uint64_t n_pairable; /* with at least two */
    uint64_t n_ratings;
    const uint64_t *multiplicity; /* items of each pattern */
    const uint32_t *ratings;      /* ratings of an item of each pattern */
    /* Pattern p's counts above zero are entries first[p] .. first[p + 1] - 1, by category. */
    const uint64_t *first;
    const uint32_t *category;
    const uint32_t *count;
    /* The pattern of item i of the ratings; QA_NO_PATTERN for an item without a rating. */
    const uint32_t *of_item;
};

#define QA_NO_PATTERN UINT32_MAX

/* O(ratings + patterns log patterns). Items without a rating have no pattern. */
struct qa_patterns qa_patterns_find(const struct qa_ratings *ratings, struct qa_arena *arena);

#endif
