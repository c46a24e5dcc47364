#ifndef QA_STATS_AGREEMENT_PARTS_H
#define QA_STATS_AGREEMENT_PARTS_H

/* What the files on agreement share. Private to qa/stats/agreement*.c. */

#include "qa/stats/agreement.h"

/* A vector of sums: these, then n_categories sums of the items' own shares, then n_categories
 * counts of ratings of items with two or more. */
enum {
    QA_SUM_ITEMS, /* with a rating */
    /* QA_SUM_PAIRABLE: with two or more */
    QA_SUM_AGREEMENT = QA_SUM_PAIRABLE + 1, /* share of agreeing pairs */
    QA_SUM_AGREEING,                        /* ordered agreeing pairs */
    QA_SUM_PAIRS,                           /* ordered pairs */
    QA_SUM_PER_RATING,                      /* agreeing pairs / (ratings - 1) */
    QA_SUM_RATINGS,                         /* of items with two or more */
    QA_SUM_N_SCALARS
};

/* out[c]: the mean weight of category c against the shares list / total. */
void qa_agreement_weigh(const struct qa_agreement_basis *basis, const double *list, double total,
                        double *out);

/* Where a coefficient takes its shares from, and what they have to be divided by. */
struct qa_agreement_shares {
    const double *list;
    double total;
};
struct qa_agreement_shares qa_agreement_shares(const struct qa_agreement_basis *basis,
                                               enum qa_coefficient coefficient, const double *sums);

/* The patterns with two categories: the one, and all others together; they know no items. */
struct qa_patterns qa_patterns_against_rest(const struct qa_patterns *patterns, uint32_t category,
                                            struct qa_arena *scratch);

#endif
