#ifndef QA_STATS_PAIR_TABLES_H
#define QA_STATS_PAIR_TABLES_H

/* The tables of all pairs of annotators at once, where they fit. For the pair files and the tests
 * of pairs. */

#include "qa/base/ratings.h"

#include "qa/base/arena.h"

/* Cells of a pair (a < b): counts[(pair x k + category of a) x k + category of b]. */
struct qa_pair_tables {
    uint32_t n_raters;
    uint32_t k;
    size_t n_pairs;
    uint32_t *counts; /* NULL: they do not fit */
};

static inline size_t qa_pair_index(uint32_t n_raters, uint32_t a, uint32_t b)
{
    return (size_t)a * (2 * (size_t)n_raters - a - 1) / 2 + (b - a - 1);
}

struct qa_pair_tables qa_pair_tables(const struct qa_ratings *ratings, struct qa_arena *arena);

#endif
