#ifndef QA_STATS_RESAMPLE_H
#define QA_STATS_RESAMPLE_H

/*
 * Jackknife and bootstrap over items, for any statistic that is a function of sums of what each
 * item contributes. Items that contribute the same are one unit with a multiplicity, so the cost
 * depends on the number of distinct items: a replicate of the bootstrap draws how often each unit
 * comes, a multinomial draw of as many items as there are.
 *
 * Results are the same on any number of threads: replicate b draws from the stream b of the seed,
 * and units stand in an order of their own.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qa/base/arena.h"
#include "qa/stats/linearised.h"

/* Several statistics of the same sums. */
struct qa_item_statistics {
    const void *context;
    size_t n_units;
    const uint64_t *multiplicity; /* of each unit */
    size_t n_sums;
    size_t n_values;
    const double *lowest; /* that a value can take, n_values of them */
    /* Add `times` items of a unit to the sums (n_sums long). */
    void (*add)(const void *context, size_t unit, double times, double *sums);
    /* defined[v] and, where defined, value[v]. scratch may be used and is reset by the caller. */
    void (*values)(const void *context, const double *sums, double *value, bool *defined,
                   struct qa_arena *scratch);
};

enum qa_interval_method {
    QA_INTERVAL_AUTO, /* matched score (agreement_score.h), where it holds; else analytic */
    QA_INTERVAL_ANALYTIC,
    QA_INTERVAL_JACKKNIFE,
    QA_INTERVAL_BOOTSTRAP, /* percentile */
    QA_INTERVAL_BCA
};

struct qa_resampling {
    enum qa_interval_method method; /* one that resamples */
    uint64_t n_resamples;           /* bootstrap and BCa; > 0 */
    uint64_t seed;
};

static inline bool qa_resamples(const struct qa_resampling *resampling)
{
    return resampling->method > QA_INTERVAL_ANALYTIC;
}

/*
 * Replaces interval, standard error, p-value and method of estimates[v], which hold the values
 * and n of the statistics (undefined ones stay as they are):
 *
 *   jackknife  se^2 = (n - 1) / n sum of (theta_-i - mean)^2; t with n - 1 degrees of freedom
 *              (Efron and Tibshirani 1993, chapter 11)
 *   bootstrap  se of the replicates; ends are their quantiles of type 7 (chapter 13)
 *   bca        ends at the quantiles corrected for bias and acceleration (Efron 1987); the
 *              acceleration from the jackknife
 *
 * The p-value of the jackknife is that of t. Those of the bootstraps: the smallest level at which
 * the interval leaves out the null value, at least 2 / (replicates + 1); for BCa by the same
 * correction. Replicates without a value are left out; when they are more than 5 in 100 there is no
 * interval (the estimate keeps its value). population scales the standard error of the jackknife;
 * the bootstrap draws as from a large population and shrinks its interval about the value by the
 * square root of the factor. O(n_units x (sums + n_resamples)).
 */
void qa_resample(const struct qa_item_statistics *statistics,
                 const struct qa_resampling *resampling, const struct qa_inference *inference,
                 struct qa_estimate *estimates);

#endif
