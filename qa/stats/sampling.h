#ifndef QA_STATS_SAMPLING_H
#define QA_STATS_SAMPLING_H

/* Simple random samples and their allocation to strata. */

#include <stddef.h>
#include <stdint.h>

#include "qa/base/arena.h"
#include "qa/base/random.h"

/* n of the numbers 0 .. size - 1, each set equally likely, ascending in out[0 .. n - 1]; n <= size.
 * Selection sampling (Fan, Muller and Rezucha 1962; Knuth, algorithm 3.4.2 S). O(size). */
void qa_sample_without_replacement(struct qa_random *random, uint64_t size, uint64_t n,
                                   uint64_t *out);

/* order[0 .. n - 1] = a random permutation of 0 .. n - 1 (Fisher and Yates). */
void qa_shuffle(struct qa_random *random, uint64_t *order, size_t n);

/*
 * n units over strata in proportion to their sizes, adding up exactly: each gets the whole part of
 * its share, and the rest goes one by one to the largest remainders, ties to the first stratum
 * (method of Hamilton). No stratum gets more than it has; n above the total takes everything.
 * allocation is n_strata long. O(n_strata log n_strata).
 */
void qa_allocate_proportional(const uint64_t *sizes, size_t n_strata, uint64_t n,
                              uint64_t *allocation, struct qa_arena *scratch);

#endif
