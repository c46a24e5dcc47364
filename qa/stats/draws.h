#ifndef QA_STATS_DRAWS_H
#define QA_STATS_DRAWS_H

/*
 * Random draws of quantities that were estimated: rates, quantiles, weights. Each takes what it
 * needs from the stream that it is given, so a result depends on the stream alone.
 */

#include <stdbool.h>
#include <stddef.h>

#include "qa/base/random.h"

/* Gamma distribution of scale 1, shape above 0 (Marsaglia and Tsang 2000; for a shape below 1 by
 * the power of a uniform, their section 6). */
double qa_draw_gamma(struct qa_random *random, double shape);

/* Beta distribution, a and b above 0, as a ratio of two gammas. */
double qa_draw_beta(struct qa_random *random, double a, double b);

/* An error rate after `errors` of n trials, which may be effective numbers: the posterior under the
 * prior of Jeffreys. 0 <= errors <= n. */
double qa_draw_rate(struct qa_random *random, double errors, double n);

/* Shares that add up to 1 with means in the proportion of share[0 .. n - 1], as the Dirichlet
 * distribution with parameters concentration x share / sum. Shares are not negative, one is above
 * 0; a share of 0 stays 0. */
void qa_draw_shares(struct qa_random *random, const double *share, size_t n, double concentration,
                    double *out);

/*
 * One replicate of the bootstrap of a quantile of type 7 (Hyndman and Fan 1996): what it is in a
 * resample of n from the n > 0 ascending values. The resample's order statistics are values at
 * positions floor(n U), where U is an order statistic of n uniforms, so two beta draws stand for n
 * draws (David and Nagaraja 2003, section 2.5). O(1).
 */
double qa_draw_quantile(struct qa_random *random, const double *sorted, size_t n, double p);

/*
 * The same of times of which some have not ended (Efron 1981): the quantile of the product-limit
 * estimate, as qa_survival_quantile has it, in a resample of whole observations. n > 0 ascending
 * times, ends ahead of openings at the same time. HUGE_VAL where too many of the resample are open.
 * O(n).
 */
double qa_draw_survival_quantile(struct qa_random *random, const double *sorted, const bool *ended,
                                 size_t n, double p);

#endif
