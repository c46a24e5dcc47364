#ifndef QA_STATS_CONGER_H
#define QA_STATS_CONGER_H

/*
 * Conger's kappa (1980): Cohen's for any number of annotators, who keep their own category shares.
 * Chance agreement is that of two different annotators drawn at random, so with two annotators and
 * no missing rating it is Cohen's kappa; with missing ratings it is not, since shares are over all
 * items that an annotator rated. With p_gk the share of category k among annotator g's ratings and
 * r annotators,
 *
 *   pe = sum over g != h and k, l of w_kl p_gk p_hl / (r (r - 1))     (Gwet 2014, section 2.5)
 *
 * pa is the mean over items as in agreement.h. Variance linearised over items with all annotators'
 * shares as estimated (Gwet 2014); t with n - 1 degrees of freedom, n all items with a rating.
 */

#include "qa/base/arena.h"
#include "qa/base/ratings.h"
#include "qa/stats/linearised.h"

/* How often each annotator chose each category: n_raters x n_categories, row by row. */
double *qa_rater_counts(const struct qa_ratings *ratings, struct qa_arena *arena);

/*
 * weights: weights.h; NULL: identity. influence, when not NULL, gets one number an item.
 * Undefined: fewer than two annotators, no item with two ratings, one category only. O(ratings x
 * their number on an item with weights + n_raters x n_categories^2); the same to the last bit
 * whatever the order of the items.
 */
struct qa_estimate qa_conger_kappa(const struct qa_ratings *ratings, const double *weights,
                                   const struct qa_inference *inference, double *influence,
                                   struct qa_arena *scratch);

/* Chance agreement from counts, with annotator `without` left out (UINT32_MAX: none); annotators
 * without a rating do not count. *n_raters: those that did. */
double qa_conger_chance(const double *counts, const struct qa_ratings *ratings,
                        const double *weights, uint32_t without, uint32_t *n_raters,
                        struct qa_arena *scratch);

/* Share of agreeing pairs of the item's ratings; it has two or more. */
double qa_item_agreement(const struct qa_ratings *ratings, const double *weights, size_t item);

#endif
