#ifndef QA_STATS_INTERVAL_H
#define QA_STATS_INTERVAL_H

/*
 * Proportions with intervals. errors <= n <= lot everywhere. n == 0 is undefined. value is
 * errors / n, se the binomial standard error unless said otherwise; all in [0, 1].
 */

#include <stddef.h>
#include <stdint.h>

#include "qa/base/estimate.h"

/* Score interval of Wilson (1927), as in Brown, Cai and DasGupta (2001) eq. 4. O(1). */
struct qa_estimate qa_wilson(uint64_t errors, uint64_t n, double confidence);

/* The same at an effective number of trials, which need not be whole: for errors that cluster.
 * The estimate's n is n rounded. rate in [0, 1], n > 0 or undefined. */
struct qa_estimate qa_wilson_effective(double rate, double n, double confidence);

/* Exact interval of Clopper and Pearson (1934), by quantiles of the beta distribution. */
struct qa_estimate qa_clopper_pearson(uint64_t errors, uint64_t n, double confidence);

/* The same at an effective number of trials, which need not be whole (Korn and Graubard 1998, eq.
 * 1). The estimate's n is n rounded. rate in [0, 1], n > 0 or undefined. */
struct qa_estimate qa_clopper_pearson_effective(double rate, double n, double confidence);

/* Equal-tailed posterior interval under the prior of Jeffreys; the ends are 0 and 1 at no errors
 * and at only errors (Brown, Cai and DasGupta 2001). */
struct qa_estimate qa_jeffreys(uint64_t errors, uint64_t n, double confidence);

/*
 * The error rate of a lot of `lot` units of which n were checked, drawn without replacement: the
 * interval inverts the two one-sided hypergeometric tests at (1 - confidence) / 2 each (Buonaccorsi
 * 1987). low and high are the smallest and largest number of errors in the lot that are not
 * rejected, divided by lot. A lot that was checked whole has its rate as the interval. O(n log
 * lot).
 */
struct qa_estimate qa_proportion_hypergeometric(uint64_t errors, uint64_t n, uint64_t lot,
                                                double confidence);

struct qa_stratum {
    uint64_t lot;
    uint64_t n;
    uint64_t errors;
};

/*
 * The rate of a lot drawn by strata: sum of W_h p_h with W_h = lot_h / lot (Cochran 1977, eq. 5.1
 * and 5.52), se by eq. 5.53 with finite population correction. The interval is Wilson's at an
 * effective number of trials: the smaller of rate (1 - rate) / se^2 and 1 / sum of W_h^2 (1 - f_h)
 * / n_h, so that strata without an error do not pass for certain (Korn and Graubard 1998 argue so).
 * One stratum: the hypergeometric interval. Undefined when a stratum that has units was not
 * sampled.
 */
struct qa_estimate qa_proportion_stratified(const struct qa_stratum *strata, size_t n_strata,
                                            double confidence);

/* Exact two-sided p of `errors` in n trials against the rate p: twice the smaller tail, at most 1.
 */
double qa_binomial_two_sided(uint64_t errors, uint64_t n, double p);

#endif
