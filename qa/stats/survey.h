#ifndef QA_STATS_SURVEY_H
#define QA_STATS_SURVEY_H

/*
 * Error rates from samples that are not simple: whole clusters, and unequal probabilities. Both are
 * ratio estimates with linearised variances. Intervals are Clopper and Pearson's at the number of
 * trials that has the same variance, made smaller by (z / t)^2 for few degrees of freedom (Korn and
 * Graubard 1998, eq. 1 and 2), so that they stay inside 0 and 1 and mean something at no errors;
 * Wilson's there, which is shorter and covers 1 to 2 points less; or Student's t around the
 * estimate, cut at 0 and 1, which fails at low rates and is none where no variance was seen.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qa/base/estimate.h"

enum qa_design_interval { QA_DESIGN_EXACT, QA_DESIGN_WILSON, QA_DESIGN_T };

/*
 * m of M clusters drawn as simple random sample, all units of each checked: R = sum y / sum x with
 * y errors among x units of each cluster (estimated ones of a cluster that was checked in part,
 * which need not be whole), variance (1 - m / M) / (m mean(x)^2) sum (y - R x)^2 / (m
 * - 1) (Cochran 1977, eq. 6.13 and 6.16 on cluster totals), m - 1 degrees of freedom. All clusters
 * drawn: the rate is known. One of several: undefined. When no cluster differs from another in its
 * rate, each counts as one trial in the interval. n_clusters 0: without end, which is also the safe
 * choice when clusters were checked in part. n of the estimate: units, rounded.
 */
struct qa_estimate qa_survey_clusters(const double *errors, const double *units, size_t m,
                                      uint64_t n_clusters, double confidence,
                                      enum qa_design_interval interval);

/*
 * Units drawn without replacement with unequal probabilities and a fixed size: R = sum (y / pi) /
 * sum (1 / pi) (Hajek 1971). Variance by Deville's (1999) approximation, which needs no joint
 * probabilities and suits designs of high entropy such as the pivotal method in random order:
 * n / (n - 1) sum (1 - pi) (z - zbar)^2 / (sum 1 / pi)^2 with z = (y - R) / pi and zbar its mean
 * weighted by 1 - pi. n - 1 degrees of freedom. All pi 1: the rate is known. n < 2 otherwise:
 * undefined. pi in (0, 1].
 */
struct qa_estimate qa_survey_unequal(const bool *is_error, const double *probability, size_t n,
                                     double confidence, enum qa_design_interval interval);

/*
 * The rate of errors that remains when the checkers themselves err: two checks of the same units
 * disagree with rate d = 2 e (1 - e) when each errs with probability e in either direction,
 * independently; so e = (1 - sqrt(1 - 2 d)) / 2 and the rate is (p - e) / (1 - 2 e) (Rogan and
 * Gladen 1978 with sensitivity = specificity = 1 - e). The standard error has both p's and e's
 * (delta method); the interval is normal, cut at 0 and 1. Undefined: no unit checked twice, or
 * checkers who disagree on half of the units or more.
 */
struct qa_checker_error {
    struct qa_estimate error;     /* e */
    struct qa_estimate corrected; /* rate */
};
struct qa_checker_error qa_survey_correct(const struct qa_estimate *rate, uint64_t n_twice,
                                          uint64_t n_disagree, double confidence);

#endif
