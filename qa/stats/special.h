#ifndef QA_STATS_SPECIAL_H
#define QA_STATS_SPECIAL_H

/*
 * Distributions. The one place that knows GSL; what GSL lacks or does not do to the last digits
 * (quantiles in far tails, hypergeometric sums of large lots) is done here.
 *
 * Arguments outside a function's domain are bugs of the caller.
 */

#include <stdint.h>

/* Turns GSL's error handler off, which would end the program. Call once, first. */
void qa_special_init(void);

double qa_normal_cdf(double x);
double qa_normal_quantile(double p); /* 0 < p < 1 */

/* P(|Z| >= |z|) for a standard normal Z. */
double qa_normal_two_sided(double z);

double qa_t_quantile(double p, double degrees_of_freedom);  /* 0 < p < 1 */
double qa_t_two_sided(double t, double degrees_of_freedom); /* P(|T| >= |t|) */

/* Upper tails: P(X > x). x >= 0, degrees of freedom above 0, not necessarily whole. */
double qa_f_upper(double x, double numerator, double denominator);
double qa_chi_square_upper(double x, double degrees_of_freedom);

/* x with P(X <= x) = p of an F distribution, through the beta quantile; 0 < p < 1. */
double qa_f_quantile(double p, double numerator, double denominator);

/* x with P(X <= x) = p (or P(X > x) = p) for a beta distribution; a, b > 0, 0 < p < 1. By
 * bisection on the distribution function to the last bit: about 60 evaluations. */
double qa_beta_quantile(double p, double a, double b);
double qa_beta_quantile_upper(double p, double a, double b);

/* P(X <= k) of a binomial distribution with n trials. */
double qa_binomial_cdf(uint64_t k, uint64_t n, double p);

/* P(X = k): saddle-point form of Loader (2000), accurate for any n. */
double qa_binomial_pmf(uint64_t k, uint64_t n, double p);

/* P(X <= x) and P(X > x) for a beta distribution; a, b > 0, 0 <= x <= 1. Any a and b: where GSL's
 * continued fraction gives up (both beyond some millions) it is run on here, at most
 * sqrt(max(a, b)) terms. */
double qa_beta_cdf(double x, double a, double b);
double qa_beta_upper(double x, double a, double b);

/* P(X <= x) and P(X > x) for a gamma distribution of scale 1, the regularised incomplete gamma
 * functions P(shape, x) and Q(shape, x); x >= 0, shape > 0, not necessarily whole. Shapes from 10^5
 * by Temme's uniform expansion, to 1e-10. */
double qa_gamma_cdf(double x, double shape);
double qa_gamma_upper(double x, double shape);

/* P(X <= k) and P(X = k) of a Poisson distribution; mean >= 0. */
double qa_poisson_cdf(uint64_t k, double mean);
double qa_poisson_pmf(uint64_t k, double mean);

/* P(X = k) when n are drawn from a lot of `lot` that holds `errors`. */
double qa_hypergeometric_pmf(uint64_t k, uint64_t n, uint64_t errors, uint64_t lot);

/* P(X <= k) and P(X >= k) when n are drawn from a lot of `lot` that holds `errors`. */
double qa_hypergeometric_cdf(uint64_t k, uint64_t n, uint64_t errors, uint64_t lot);
double qa_hypergeometric_upper(uint64_t k, uint64_t n, uint64_t errors, uint64_t lot);

#endif
