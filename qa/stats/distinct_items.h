#ifndef QA_STATS_DISTINCT_ITEMS_H
#define QA_STATS_DISTINCT_ITEMS_H

/*
 * Items that the same annotators rated alike are one, with a multiplicity: for what knows who rated
 * (patterns.h: for what does not).
 */

#include "qa/base/arena.h"
#include "qa/base/ratings.h"

struct qa_distinct_items {
    size_t *example; /* an item of each, index in the ratings */
    uint64_t *multiplicity;
    size_t n;
};

/* In an order of their own, whatever that of the items; items without a rating are none.
 * O(n log n) comparisons. */
struct qa_distinct_items qa_distinct_items(const struct qa_ratings *ratings,
                                           struct qa_arena *arena);

#endif
