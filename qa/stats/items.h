#ifndef QA_STATS_ITEMS_H
#define QA_STATS_ITEMS_H

/* The items that divide annotators most. */

#include "qa/base/arena.h"
#include "qa/base/ratings.h"

#define QA_NO_MAJORITY UINT32_MAX

struct qa_disputed_item {
    size_t item; /* index in the ratings */
    uint32_t n_ratings;
    double agreement;  /* share of agreeing pairs of ratings */
    double entropy;    /* of the item's category shares, in bits (Shannon 1948) */
    uint32_t majority; /* category, or QA_NO_MAJORITY on a tie */
};

/* How items that divide equally are ordered: below 0 when a comes first. Asked for ties only, so
 * that two million names need not be sorted to list twenty. */
struct qa_item_order {
    int (*compare)(const void *context, size_t a, size_t b);
    const void *context;
};

/*
 * The at most n items with the least agreement among those with two ratings or more on which not
 * all agree, least first; ties by greater entropy, then by order (NULL: by index). In the arena;
 * *n_found of them. O(ratings + items log n).
 */
struct qa_disputed_item *qa_most_disputed(const struct qa_ratings *ratings,
                                          const struct qa_item_order *order, size_t n,
                                          struct qa_arena *arena, size_t *n_found);

#endif
