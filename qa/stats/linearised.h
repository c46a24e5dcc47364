#ifndef QA_STATS_LINEARISED_H
#define QA_STATS_LINEARISED_H

/*
 * From the influence of each item to an estimate. A smooth statistic of a sample of items is, up to
 * terms that vanish, its value plus the mean of the items' influences; their spread gives its
 * variance: sum of influence^2 / (n (n - 1)), times 1 - n / population when the items are a sample
 * without replacement from a finite population (Cochran 1977, eq. 2.20).
 */

#include <stdbool.h>
#include <stdint.h>

#include "qa/base/estimate.h"

/* How an estimate is asked for. */
struct qa_inference {
    double confidence;   /* of the interval */
    uint64_t population; /* items there are; 0: so many that the sample is a drop; else >= n */
    double null_value;   /* what p-values test against */
};

#define QA_INFERENCE(level) ((struct qa_inference){.confidence = (level)})

/*
 * Interval and two-sided p-value by Student's t with n - 1 degrees of freedom; the interval ends
 * within [lowest, 1]. No interval for n < 2. No p-value when the standard error is 0.
 */
struct qa_linearised {
    double value;
    double squares; /* sum over the items of the squared influence */
    uint64_t n;
    double lowest;
};
struct qa_estimate qa_linearised(const struct qa_linearised *parts,
                                 const struct qa_inference *inference);

/* The same from a standard error that is known otherwise; freedom 0: normal. */
struct qa_estimate qa_with_standard_error(double value, double se, double freedom, uint64_t n,
                                          double lowest, const struct qa_inference *inference);

/* 1 - n / population, at least 0; 1 without a population. */
double qa_finite_factor(uint64_t n, const struct qa_inference *inference);

/*
 * A sum that does not depend on the order of its terms: fixed point with 64 bits behind the point.
 * |term| times the number of terms must stay below 2^63. Sums of parts
 * may be added in any order too, so it serves several threads.
 */
__extension__ typedef __int128 qa_wide;
struct qa_exact_sum {
    qa_wide total;
};
static inline void qa_exact_add(struct qa_exact_sum *sum, double term)
{
    sum->total += (qa_wide)(term * 18446744073709551616.0);
}
static inline double qa_exact_value(const struct qa_exact_sum *sum)
{
    return (double)sum->total / 18446744073709551616.0;
}

#endif
