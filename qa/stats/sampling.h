#ifndef QA_STATS_SAMPLING_H
#define QA_STATS_SAMPLING_H

/*
 * Ways to draw n of N units without replacement: by numbers that belong to the units (simple random
 * samples, in one pass), at even steps, and with unequal probabilities.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qa/base/arena.h"
#include "qa/base/random.h"

/* ---- simple random samples ---- */

/*
 * Every unit has a random number of its own (permanent random numbers, Ohlsson 1995); the n
 * smallest are a simple random sample. It does not depend on the order of the units, a larger n
 * only adds to it, and one pass with room for n units draws it from a stream of any length.
 */
struct qa_bottom_entry {
    uint64_t number;
    uint64_t unit;
};

struct qa_bottom {
    struct qa_bottom_entry *heap; /* largest number at the root; ties: the larger unit */
    uint64_t room;
    uint64_t n;
};

/* Room for n units, n > 0. */
struct qa_bottom qa_bottom_new(uint64_t n, struct qa_arena *arena);

/* True when the unit is now among the n smallest; *out is then the unit that left, or UINT64_MAX
 * while there was room. O(1) for most, O(log n) when taken. */
bool qa_bottom_offer(struct qa_bottom *bottom, uint64_t number, uint64_t unit, uint64_t *out);

/* True when a number so large cannot be taken any more. */
static inline bool qa_bottom_is_hopeless(const struct qa_bottom *bottom, uint64_t number)
{
    return bottom->n == bottom->room && number > bottom->heap[0].number;
}

/* Sorts the entries by number, smallest first; nothing may be offered after. */
void qa_bottom_finish(struct qa_bottom *bottom);

/* order[0 .. n - 1] = a random permutation of 0 .. n - 1 (Fisher and Yates). */
void qa_shuffle(struct qa_random *random, uint64_t *order, size_t n);

/* ---- systematic samples ---- */

/* The units floor((u + i) size / n) for i = 0 .. n - 1, ascending, with one start u in [0, 1):
 * fractional intervals, so that each unit has probability n / size exactly, whatever the two are.
 * n <= size. O(n). */
void qa_sample_systematic(double u, uint64_t size, uint64_t n, uint64_t *out);

/* ---- probability proportional to size ---- */

/*
 * probability[i] = n size_i / sum of sizes, and 1 for units that would have more; n is shared anew
 * among the others until none has more than 1 (Saerndal, Swensson and Wretman 1992, 3.6.2). Sizes
 * are finite and not negative; units of size 0 have probability 0. The sum is the smaller of n and
 * the number of units with a size. O(n_units) a round, one round a unit at worst.
 */
void qa_pps_probabilities(const double *size, size_t n_units, uint64_t n, double *probability);

/*
 * Draws with exactly these probabilities and a fixed number of units: the pivotal method (Deville
 * and Tille 1998) in the order given, which should be random. taken[i]: drawn or not. The sum of
 * the probabilities is whole up to rounding. O(n_units).
 */
void qa_pps_draw(const double *probability, size_t n_units, struct qa_random *random, bool *taken);

#endif
