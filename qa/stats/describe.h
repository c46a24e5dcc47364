#ifndef QA_STATS_DESCRIBE_H
#define QA_STATS_DESCRIBE_H

/* A sample of real values in a few figures. Values are finite. */

#include <stddef.h>
#include <stdint.h>

struct qa_description {
    size_t n;
    double mean;                    /* n > 0 */
    double sd;                      /* with n - 1; n > 1 */
    double p05, p25, p50, p75, p95; /* n > 0; type 7 */
};

void qa_sort_reals(double *values, size_t n);

/* Quantile of type 7 (Hyndman and Fan 1996) of n > 0 ascending values; 0 <= p <= 1. */
double qa_quantile_sorted(const double *sorted, size_t n, double p);

/* Of ascending values: sums run over them in order, so the result does not depend on the order in
 * which they were collected; the mean of equal values is just theirs. Two passes. O(n). */
struct qa_description qa_describe_sorted(const double *sorted, size_t n);

/* Counts in n_bins equal bins over [from, to], each closed below, the last closed above as well;
 * values outside are not counted. Adds to counts. */
void qa_histogram(const double *values, size_t n, double from, double to, uint64_t *counts,
                  size_t n_bins);

#endif
