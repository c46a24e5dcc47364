#ifndef QA_STATS_ICC_H
#define QA_STATS_ICC_H

/*
 * Intraclass correlations of Shrout and Fleiss (1979), for ratings on an interval scale:
 *
 *   icc_1_1  each item rated by other annotators:        (MSB - MSW) / (MSB + (k - 1) MSW)
 *   icc_2_1  the same annotators, a sample of many:      (MSB - MSE) / (MSB + (k - 1) MSE +
 *            absolute agreement                           k (MSJ - MSE) / n)
 *   icc_3_1  the same annotators, these alone:           (MSB - MSE) / (MSB + (k - 1) MSE)
 *            consistency
 *   icc_*_k  of the mean of k annotators' ratings
 *
 * with n items and k annotators. The two-way forms use the items that all annotators rated; the
 * one-way form all items with two ratings or more, whoever gave them, with
 * k0 = (N - sum of k_i^2 / N) / (n - 1) for k where the numbers differ (N ratings; Donner 1986),
 * which makes its interval approximate. Intervals and F tests: McGraw and Wong (1996, tables 7 and
 * 8); for icc_2 with Satterthwaite's degrees of freedom; the interval for k by Spearman and Brown.
 */

#include "qa/base/arena.h"
#include "qa/base/ratings.h"
#include "qa/stats/linearised.h"

enum qa_icc_form {
    QA_ICC_1_1,
    QA_ICC_2_1,
    QA_ICC_3_1,
    QA_ICC_1_K,
    QA_ICC_2_K,
    QA_ICC_3_K,
    QA_N_ICC
};

struct qa_icc {
    struct qa_estimate estimate[QA_N_ICC]; /* n: items used; p: F test against the null value */
    double f[2];                           /* MSB / MSW, MSB / MSE */
    double freedom[2][2];                  /* of each: numerator, denominator */
    bool has_f[2];
};

/*
 * place: of each category, ascending; NULL: 1, 2, 3 ... Undefined: fewer than two items or
 * annotators; all ratings equal. Against a null value other than 0 the F test of icc_2 is not
 * given. O(ratings); the same whatever the order of the items.
 */
struct qa_icc qa_icc(const struct qa_ratings *ratings, const double *place,
                     const struct qa_inference *inference);

#endif
