#ifndef QA_STATS_CONCORDANCE_H
#define QA_STATS_CONCORDANCE_H

/*
 * Kendall's coefficient of concordance W: how far annotators rank the items alike, 0 to 1, with the
 * correction for ties (Kendall and Babington Smith 1939; Kendall 1948, chapter 6):
 *
 *   W = 12 S / (m^2 (n^3 - n) - m sum of T),  S = sum of (R_i - mean)^2,  T = sum of t^3 - t
 *
 * over the n items that all m annotators rated; R_i is the sum of item i's mid-ranks, t the size of
 * an annotator's ties. p: chi-square m (n - 1) W with n - 1 degrees of freedom (large samples). The
 * interval is that of the jackknife over items, up to QA_MOST_CONCORDANCE_ITEMS; above, none.
 */

#include "qa/base/arena.h"
#include "qa/base/ratings.h"
#include "qa/stats/linearised.h"

enum { QA_MOST_CONCORDANCE_ITEMS = 2000 };

/* Undefined: fewer than two annotators or complete items; an order in which everything is tied.
 * O(ratings), with the interval O(items^2 x annotators). */
struct qa_estimate qa_kendall_w(const struct qa_ratings *ratings,
                                const struct qa_inference *inference, double *chi_square,
                                struct qa_arena *scratch);

#endif
