#ifndef QA_STATS_KAPPA_H
#define QA_STATS_KAPPA_H

/*
 * Cohen's kappa of two annotators, plain (Cohen 1960) and weighted (Cohen 1968):
 *
 *   kappa = (po - pe) / (1 - pe),  po = sum of w_ij p_ij,  pe = sum of w_ij p_i. p_.j
 *
 * Standard errors of Fleiss, Cohen and Everitt (1969): the non-null one (eq. 13) makes the
 * interval, the null one (eq. 9) the test against kappa = 0; the two differ, and so may their
 * verdicts.
 */

#include <stddef.h>
#include <stdint.h>

#include "qa/base/arena.h"
#include "qa/base/estimate.h"
#include "qa/stats/linearised.h"

/*
 * table: n_categories x n_categories counts, row by row; [i][j] are the items that the first
 * annotator put in i and the second in j. weights: as many, or NULL for identity. n of the result
 * is the number of items; se is the non-null one; the interval is normal, within [-1, 1].
 * No interval when the standard error is 0 short of
 * perfect agreement, as in a table of two items. The p-value uses the null standard error against
 * 0 and the non-null one against any other value. Undefined: no items; both used one and the same
 * category only. O(n_categories^2).
 */
struct qa_estimate qa_cohen_kappa(const uint64_t *table, uint32_t n_categories,
                                  const double *weights, const struct qa_inference *inference,
                                  struct qa_arena *scratch);

/*
 * influence[i][j]: that of an item in cell (i, j) on kappa; sum over cells of table x influence is
 * 0. Returns false when kappa is undefined. *kappa: its value.
 */
bool qa_cohen_influence(const uint64_t *table, uint32_t n_categories, const double *weights,
                        double *kappa, double *influence, struct qa_arena *scratch);

/*
 * What bears on kappa in a table of two annotators (Byrt, Bishop and Carlin 1993; Cohen 1960).
 * The indices of prevalence and bias are those of a table of two categories.
 */
struct qa_kappa_indices {
    double maximum;    /* kappa if the margins stayed and all agreed that can */
    double pabak;      /* prevalence-adjusted bias-adjusted kappa, (q po - 1) / (q - 1) */
    double prevalence; /* (p_00 - p_11), in [-1, 1] */
    double bias;       /* (p_01 - p_10), in [-1, 1] */
    bool has_maximum;  /* chance agreement below 1 */
    bool has_pabak;    /* two categories or more */
    bool is_two_by_two;
};
struct qa_kappa_indices qa_kappa_indices(const uint64_t *table, uint32_t n_categories);

/*
 * Items needed so that the interval of kappa is no wider than +- half_width: two annotators, both
 * with these category shares (n of them, summing to 1), the table p_ij = pi_i pi_j (1 - kappa) off
 * the diagonal and pi_i^2 + kappa pi_i (1 - pi_i) on it (Donner and Eliasziw 1992), and the
 * large-sample variance of Fleiss, Cohen and Everitt (1969). weights: NULL: identity; kappa is then
 * the plain one and the variance that of the weighted. 0 < half_width, kappa in (-1, 1) and such
 * that no p_ij is below 0; else 0.
 */
uint64_t qa_kappa_sample_size(double kappa, const double *shares, uint32_t n_categories,
                              const double *weights, double half_width, double confidence,
                              struct qa_arena *scratch);

#endif
