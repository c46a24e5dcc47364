#ifndef QA_STATS_CONGER_PARTS_H
#define QA_STATS_CONGER_PARTS_H

/* What Conger's kappa and its score interval share. Private to those two. */

#include "qa/stats/conger.h"

/* The annotators' shares, their sum, and each looked at through the weights. */
struct qa_conger_shares {
    uint32_t n_raters; /* with a rating */
    double *of_rater;  /* n_raters x k of the ratings; 0 for those without */
    double *weighted;  /* w p_g, likewise */
    double *sum;
    double *weighted_sum;
};
struct qa_conger_shares qa_conger_shares(const double *counts, const struct qa_ratings *ratings,
                                         const double *weights, uint32_t without,
                                         struct qa_arena *arena);

/* Chance agreement: all pairs less those of an annotator with himself. */
double qa_conger_expected(const struct qa_conger_shares *shares, const struct qa_ratings *ratings);

/* What one rating of annotator g in category c adds to the influence on pe: 2 n / (n_g r (r - 1))
 * times its mean weight against the others' shares, centred on g's ratings. */
double *qa_conger_per_rating(const struct qa_conger_shares *shares, const double *counts,
                             const struct qa_ratings *ratings, double n_items,
                             struct qa_arena *arena);

#endif
