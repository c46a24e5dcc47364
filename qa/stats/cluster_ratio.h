#ifndef QA_STATS_CLUSTER_RATIO_H
#define QA_STATS_CLUSTER_RATIO_H

/*
 * The interval of a ratio R = sum a / sum b over clusters (items, recordings, sequences) that holds
 * with few clusters and few errors: error rates on several answers an item, precision, recall, F1,
 * word error rate, diarization error rate, mean IoU. Everything is a function of six sums, so that
 * groups, differences and partial results of several machines come from the same numbers.
 *
 * It is Korn and Graubard's (1998) interval, Clopper and Pearson's at the effective sample size,
 * with three changes. Two pseudo-clusters join the variance, half a failed one and half a good one;
 * how badly the failed one fails is learnt from how concentrated the errors are. Of the probability
 * of what was observed a part of 0.7 counts to the tail (mid-P has one half: Lancaster 1961). And
 * ratios without a bound (word error rate) refer to a Poisson instead of a binomial distribution.
 * The difference of two ratios is found by square-and-add (Zou and Donner 2008).
 *
 * The combination and its constants (3, 1/2, 0.7, 2 (n - 1) degrees of freedom, 1 / (1 + k)) are
 * empirical: chosen by simulation, not derived. tests/calibrate/ratios.c measures the coverage.
 * The interval is not monotone: one more error can lower the upper limit, since errors that spread
 * tell that they do not come in lumps. A limit that somebody has to pass must not rest on it alone.
 */

#include <stdbool.h>
#include <stdint.h>

#include "qa/base/estimate.h"

/* Clusters below which no limits are given. */
enum { QA_CLUSTERS_MIN = 5 };

/* Sums over the clusters with b > 0. 0 <= a_j; where the ratio is bounded, a_j <= most b_j. A
 * cluster with b = 0 and a > 0 (words where none were said) may be in a and aa. */
struct qa_cluster_sums {
    uint64_t n; /* clusters with b > 0 */
    double a;   /* errors */
    double b;   /* trials */
    double aa;  /* of a^2 */
    double ab;
    double bb;
    double aa_per_b; /* of a^2 / b */
};

/* What sort of ratio it is. */
struct qa_ratio_kind {
    double most;     /* K: a_j <= K b_j where bounded; else the rate of a cluster that failed, 1 */
    bool is_bounded; /* error rates, precision, recall, F1, mean IoU; not word error rates */
    double unit;     /* of one error where they come whole; 0: they do not (seconds, 1 - IoU) */
};

/* The steps of the method, named as in the formulas; n >= 2 and b > 0. */
struct qa_pseudo_clusters {
    double size;        /* b*: sum b^2 / sum b */
    double carriers;    /* k: effective number of clusters that carry the errors; where none was
                         * seen 1 if they come whole, as if there were one, else 0 */
    double failed_rate; /* F: of the failed pseudo-cluster */
    double good_rate;   /* G: of the good one; 0 where not bounded */
    double rate;        /* Rp: with the pseudo-clusters */
    double variance;    /* V, of R */
    double shrink;      /* f = (z / t)^2 */
    double scale;       /* bounded: N, effective trials; else u, the rate of one effective error */
    double observed;    /* x: effective errors */
};
struct qa_pseudo_clusters qa_pseudo_clusters(const struct qa_cluster_sums *sums,
                                             const struct qa_ratio_kind *kind, double confidence);

/*
 * R with its interval. se is sqrt(V), the pseudo-clusters in it, so that it is not 0 where no error
 * was seen. n: clusters. Undefined without a trial. No limits below QA_CLUSTERS_MIN clusters, no
 * standard error below 2. Bounded with most <= 0: there is no room for errors, the value is known.
 * Invariant to the scale of a and b together (unit scaled alike); bounded ratios mirror under
 * a -> most b - a. Some 40 incomplete beta or gamma functions.
 */
struct qa_estimate qa_cluster_ratio(const struct qa_cluster_sums *sums,
                                    const struct qa_ratio_kind *kind, double confidence);

/*
 * Which ratios could be seen, were the true one that of the sums: those that the test behind the
 * interval does not reject, the effective sample that of the sums. low = 0 where also the least
 * would not surprise, high = most where the greatest would not. What the interval of a quantile
 * rests on: a share is known, and the place where it is seen is asked for. For bounded ratios;
 * n >= 2, 0 < a < most b. Some 40 incomplete beta functions.
 */
struct qa_ratio_range {
    double low;
    double high;
};
struct qa_ratio_range qa_cluster_ratio_seen(const struct qa_cluster_sums *sums,
                                            const struct qa_ratio_kind *kind, double confidence);

/* Sums of products of two ratios' parts over the clusters where both have b > 0. */
struct qa_cluster_products {
    double a1a2;
    double a1b2;
    double b1a2;
    double b1b2;
};

/*
 * R1 - R2 from two estimates of qa_cluster_ratio at one confidence and the sums they came from.
 * products NULL: on different clusters, no correlation. n: the smaller of the two. Undefined when
 * one of them is, without limits when one has none. For 1 - R1 and 1 - R2 (recall) mirror the
 * result: value and limits change sign, the limits places.
 */
struct qa_estimate qa_cluster_ratio_difference(const struct qa_estimate estimate[2],
                                               const struct qa_cluster_sums sums[2],
                                               const struct qa_cluster_products *products);

#endif
