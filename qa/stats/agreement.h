#ifndef QA_STATS_AGREEMENT_H
#define QA_STATS_AGREEMENT_H

/*
 * Agreement of any number of annotators, ratings may be missing. Every coefficient has the form
 *
 *   (pa - pe) / (1 - pe)
 *
 * of an observed agreement pa and one expected by chance pe; they differ in what they mean by
 * chance. Standard errors are the linearised ones of Gwet (2014, chapters 5 and 6): each item
 * contributes the derivative of the coefficient, and the spread of the contributions gives the
 * variance, for annotators as they are. Intervals and two-sided p-values against 0 use Student's t
 * with n - 1 degrees of freedom; intervals end at 1.
 *
 * weights: n_categories x n_categories (weights.h), or NULL for identity. n of a result is the
 * number of items that count. Undefined, with its reason: no item with two ratings; one category
 * only.
 *
 * Cost: O(entries of the patterns), times n_categories with weights.
 */

#include "qa/base/arena.h"
#include "qa/base/estimate.h"
#include "qa/stats/patterns.h"

/* Mean over the items with two or more ratings of the share of agreeing pairs of ratings. n is
 * those items; t with n - 1 degrees of freedom on the items' shares; within [0, 1]. */
struct qa_estimate qa_percent_agreement(const struct qa_patterns *patterns, const double *weights,
                                        double confidence);

/* All agreeing pairs of ratings over all pairs, so that items with many ratings weigh more. The
 * same as the mean when all items have as many ratings. Ratio estimate, linearised. */
struct qa_estimate qa_percent_agreement_pooled(const struct qa_patterns *patterns,
                                               const double *weights, double confidence);

/* Fleiss (1971), for varying numbers of ratings as Gwet (2014): the shares of categories are means
 * over all items with a rating. n is all of those. */
struct qa_estimate qa_fleiss_kappa(const struct qa_patterns *patterns, const double *weights,
                                   double confidence, struct qa_arena *scratch);

/* Krippendorff (2011): items with one rating take no part; corrected for small samples. n is the
 * items with two or more. The variance has `pa` where the second edition's text has pa', as the
 * jackknife agrees with. */
struct qa_estimate qa_krippendorff_alpha(const struct qa_patterns *patterns, const double *weights,
                                         double confidence, struct qa_arena *scratch);

/* Fleiss' kappa of one category against all others together (Fleiss 1971, eq. 22 and after, here
 * with linearised variance). */
struct qa_estimate qa_category_kappa(const struct qa_patterns *patterns, uint32_t category,
                                     double confidence, struct qa_arena *scratch);

/* share[c] = ratings of category c over all ratings, n_categories long. */
void qa_category_prevalence(const struct qa_patterns *patterns, double *share);

#endif
