#ifndef QA_STATS_AGREEMENT_SCORE_H
#define QA_STATS_AGREEMENT_SCORE_H

/*
 * Matched score intervals (score_interval.h) of the agreement coefficients. Each function replaces
 * interval, p-value and method of an estimate that was made analytically; value, standard error and
 * n stay. With u and v an item's weights in the observed and in the expected disagreement, d its
 * share of disagreeing pairs (of weights: 1 - the mean weight of its pairs), s its shares of the
 * categories, means over the n items with a rating, W the weights (identity without):
 *
 *   u = 1 (pooled: m (m - 1); alpha: m), 0 for items with one rating; v = 1 (alpha, Scott: u's m)
 *   Do = mean u d / mean u, pi = mean v s / mean v
 *   De = 1 - pi'W pi       Fleiss, Scott, alpha; bias: mean of (v / V)^2 (s - pi)'W (s - pi) / (n -
 * 1) = 1 - T / (q (q - 1)) (1 - pi'pi)                             AC1 and AC2, no bias = 1 - (P'W
 * P - sum p_g'W p_g) / (r (r - 1))                   Conger and Cohen = 1                 percent,
 * pooled, Bennett (whose ends are then stretched)
 *
 * The pseudo-item weighs 1: agreed (1/2), split in two halves (1/4), and one against all others
 * (1/4, with more than two ratings an item), each over the categories by their shares.
 *
 * Weighted forms: far better than their analytic intervals in simulation, but with quadratic
 * weights whose ends are rare classes 88 to 93 % of the 95 % limits hold at 10 and 20 items.
 *
 * Student's t has 2 (n - 1) degrees of freedom (Conger and Cohen: n - 1), n as in the estimate but
 * items with two ratings for Bennett. No limits, and the reason in the estimate's no_interval:
 * fewer than QA_SCORE_LEAST_ITEMS items with two ratings; pooled agreement of fewer than
 * QA_SCORE_LEAST_POOLED items with unequal numbers of ratings, since what is rated more often is
 * often what is disputed; a finite population of which more than QA_SCORE_MOST_DRAWN was drawn but
 * not all; no expected disagreement left after its bias is taken off.
 */

#include "qa/stats/agreement.h"
#include "qa/stats/score_interval.h"

enum { QA_SCORE_LEAST_ITEMS = 5, QA_SCORE_LEAST_POOLED = 200 };
#define QA_SCORE_MOST_DRAWN 0.6

/* The method of an estimate whose interval this is. */
extern const char qa_matched_score[];
bool qa_is_matched_score(const struct qa_estimate *estimate);

/* The problem whose lambda is the coefficient's, in the arena: what tests and benchmarks need.
 * False where the coefficient has no value or no expected disagreement. 1 - scale lambda is the
 * coefficient. */
struct qa_agreement_problem {
    struct qa_score_problem score;
    double scale;
    const char *no_interval; /* why limits would not hold; NULL */
};
bool qa_agreement_problem(const struct qa_agreement_basis *basis, enum qa_coefficient coefficient,
                          const struct qa_inference *inference, struct qa_agreement_problem *out,
                          struct qa_arena *arena);
bool qa_conger_problem(const struct qa_ratings *ratings, const double *weights,
                       const struct qa_inference *inference, struct qa_agreement_problem *out,
                       struct qa_arena *arena);

void qa_agreement_score(const struct qa_agreement_basis *basis, enum qa_coefficient coefficient,
                        const struct qa_inference *inference, struct qa_estimate *estimate,
                        struct qa_arena *scratch);

/* With more than QA_SCORE_MOST_DISTINCT distinct items, or more items than can be told apart in a
 * moment, the estimate stays as it is. */
enum { QA_SCORE_MOST_DISTINCT = 100000, QA_SCORE_MOST_TOLD_APART = 300000 };
void qa_conger_score(const struct qa_ratings *ratings, const double *weights,
                     const struct qa_inference *inference, struct qa_estimate *estimate,
                     struct qa_arena *scratch);

/* Cohen's kappa from the table of two annotators; arguments as in kappa.h. */
void qa_cohen_score(const uint64_t *table, uint32_t n_categories, const double *weights,
                    const struct qa_inference *inference, struct qa_estimate *estimate,
                    struct qa_arena *scratch);

/* Agreement of two annotators on n items, of which `agreeing`: percent agreement's interval. */
struct qa_estimate qa_pair_agreement_score(uint64_t agreeing, uint64_t n,
                                           const struct qa_inference *inference,
                                           struct qa_arena *scratch);

/* Fleiss' kappa of a category against all others, with this interval. */
struct qa_estimate qa_category_kappa_score(const struct qa_patterns *patterns, uint32_t category,
                                           const struct qa_inference *inference,
                                           struct qa_arena *scratch);

#endif
