#ifndef QA_STATS_MULTINOMIAL_H
#define QA_STATS_MULTINOMIAL_H

/*
 * Draws from one multinomial distribution again and again, as a bootstrap does: n items with
 * replacement from n, of which each unit has its multiplicity.
 *
 * Counts of independent Poisson draws with means in the proportion of the multiplicities are, given
 * their total M, multinomial with M draws. So the means are set a little low, the few items that
 * are missing to n are drawn one by one, and a rare M above n is thrown away; the result is exact
 * whatever M was. Each Poisson draw is a look-up in the table of its mean, made once.
 */

#include <stddef.h>
#include <stdint.h>

#include "qa/base/arena.h"
#include "qa/base/random.h"

struct qa_multinomial;

/* O(n_units + distinct multiplicities x their square roots). Multiplicities are above 0. */
struct qa_multinomial *qa_multinomial_new(const uint64_t *multiplicity, size_t n_units,
                                          struct qa_arena *arena);

/* drawn[u]: how often unit u was drawn; their sum is the sum of the multiplicities.
 * O(n_units + sqrt(items)). */
void qa_multinomial_draw(const struct qa_multinomial *multinomial, struct qa_random *random,
                         uint32_t *drawn);

#endif
