#ifndef QA_STATS_ITEMS_H
#define QA_STATS_ITEMS_H

/* The items that divide annotators most. */

#include "qa/base/arena.h"
#include "qa/base/ratings.h"

#define QA_NO_MAJORITY UINT32_MAX

struct qa_divided_item {
    size_t item; /* index in the ratings */
    uint32_t n_ratings;
    double agreement;  /* share of agreeing pairs of ratings */
    double entropy;    /* of the item's category shares, in bits (Shannon 1948) */
    uint32_t majority; /* category, or QA_NO_MAJORITY on a tie */
};

/*
 * The at most n items with the least agreement among those with two ratings or more, least first;
 * ties by greater entropy, then by rank[item] (NULL: by item). In the arena; *n_found of them.
 * O(ratings + items log n).
 */
struct qa_divided_item *qa_most_divided(const struct qa_ratings *ratings, const uint32_t *rank,
                                        size_t n, struct qa_arena *arena, size_t *n_found);

#endif
