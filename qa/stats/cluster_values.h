#ifndef QA_STATS_CLUSTER_VALUES_H
#define QA_STATS_CLUSTER_VALUES_H

/*
 * Quantiles and standard deviation of values that come in clusters (similarities of pairs in
 * items), with intervals over the clusters.
 *
 * Quantile p: the value is of type 7 (Hyndman and Fan 1996), as in qa/stats/describe.h. Its limits
 * are Woodruff's (1952, JASA 47:635-646): the share of values below the true quantile is p, so
 * those values are in for which the share seen below them is one that p makes likely. Which shares
 * those are says qa_cluster_ratio_seen, of the ratio "values below the quantile" to "values" over
 * clusters. Values that tie with the quantile count by the part that makes the whole share p.
 * Where every share up to 1 (down to 0) is likely, no value seen is a limit, and it is the end of
 * the values' range: so it is with p05 of few clusters.
 *
 * Standard deviation: with n - 1. Its square is the ratio of "squared distances from the mean" to
 * "values" over clusters, whose interval is qa_cluster_ratio's, bounded by the largest distance
 * that the range leaves room for; J clusters know the mean but so well, and the upper limit of the
 * square is J / (J - 1) of that. The delta method on the logarithm with Student's t, tried instead,
 * covers 79 to 93 % of what it should at 5 to 20 clusters.
 *
 * tests/calibrate/ratios.c measures the coverage of both.
 */

#include "qa/base/estimate.h"
#include "qa/stats/cluster_ratio.h"

/* p05, p25, p50, p75, p95. */
enum { QA_N_QUANTILES = 5 };
extern const double qa_quantile_share[QA_N_QUANTILES];

/* The sums over the clusters, filled value by value; all of them are read through the functions. */
struct qa_cluster_values {
    const double *sorted; /* all values, ascending; borrowed */
    size_t n;
    double cut[QA_N_QUANTILES];  /* the value at which the share is reached */
    double tied[QA_N_QUANTILES]; /* which part of the values equal to it counts as below */
    double mean;
    double sd;
    /* The cluster that is being added. */
    uint64_t cluster;
    double n_here;
    double below_here[QA_N_QUANTILES];
    double squares_here;
    /* Those that are whole. */
    struct qa_cluster_sums below[QA_N_QUANTILES];
    struct qa_cluster_sums squares;
};

/* sorted: the n values that will be added, ascending. O(n) for mean and sd. */
void qa_cluster_values_init(struct qa_cluster_values *values, const double *sorted, size_t n);

/* Values of a cluster one after the other; clusters in any order, which must be the same for the
 * same result to the last bit. O(1). */
void qa_cluster_values_add(struct qa_cluster_values *values, uint64_t cluster, double value);

/* Once, after the last value. */
void qa_cluster_values_end(struct qa_cluster_values *values);

/* Range that values cannot leave. */
struct qa_value_range {
    double least;
    double most;
};

/*
 * qa_quantile_share[which]; n: clusters. Undefined without values. No limits below QA_CLUSTERS_MIN
 * clusters. No standard error: what is near a quantile need not be smooth. All values equal: limits
 * at that value, unless they are the range's.
 */
struct qa_estimate qa_cluster_quantile(const struct qa_cluster_values *values, size_t which,
                                       const struct qa_value_range *range, double confidence);

/* n: clusters. Undefined below two values. No limits below QA_CLUSTERS_MIN clusters, no standard
 * error below 2; neither where all values are equal: nothing is known of a spread not seen. */
struct qa_estimate qa_cluster_sd(const struct qa_cluster_values *values,
                                 const struct qa_value_range *range, double confidence);

#endif
