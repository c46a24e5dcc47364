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

/*
 * table: n_categories x n_categories counts, row by row; [i][j] are the items that the first
 * annotator put in i and the second in j. weights: as many, or NULL for identity. n of the result
 * is the number of items; se is the non-null one; the interval is normal, within [-1, 1].
 * No interval when the standard error is 0 short of
 * perfect agreement, as in a table of two items. Undefined: no items; both used one and the same
 * category only. O(n_categories^2).
 */
struct qa_estimate qa_cohen_kappa(const uint64_t *table, uint32_t n_categories,
                                  const double *weights, double confidence,
                                  struct qa_arena *scratch);

#endif
