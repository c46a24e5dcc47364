#ifndef QA_STATS_MARGINAL_HOMOGENEITY_H
#define QA_STATS_MARGINAL_HOMOGENEITY_H

/*
 * Do two annotators give each category equally often, on the items that both labeled? Agreement
 * does not ask that: two may agree little without leaning, or lean while they agree much. In a
 * table n_ij of the first's category i and the second's j, with d_i = n_i. - n_.i,
 *
 *   Stuart and Maxwell  d'S^-1 d, S_ii = n_i. + n_.i - 2 n_ii, S_ij = -(n_ij + n_ji)
 *                       (Stuart 1955; Maxwell 1970)
 *   Bhapkar             the same with a variance that does not suppose the answer: X / (1 - X / N)
 *                       (Bhapkar 1966; the relation: Ireland, Ku and Kullback 1969)
 *   Bowker              sum over i < j of (n_ij - n_ji)^2 / (n_ij + n_ji): symmetry, which asks
 * more than equal margins (Bowker 1948) McNemar             of one category against all others: of
 * the items that one of the two put in it, did each as many? Exact, by the binomial distribution
 * (McNemar 1947)
 *
 * Categories between which nobody disagreed cost no degree of freedom.
 */

#include <stdint.h>

#include "qa/base/arena.h"

/* p from the chi-square distribution, exact for McNemar. */
struct qa_marginal_test {
    double statistic;
    double freedom;
    double p_value;
    const char *undefined; /* reason, a string constant; NULL when there is a value */
};

enum qa_marginal_kind { QA_STUART_MAXWELL, QA_BHAPKAR, QA_BOWKER, QA_N_MARGINAL };
const char *qa_marginal_name(enum qa_marginal_kind kind); /* "stuart_maxwell" */

struct qa_marginals {
    uint64_t n; /* items */
    struct qa_marginal_test test[QA_N_MARGINAL];
};

/* table: n_categories x n_categories, row by row. Undefined: no item, no disagreement; Bhapkar's
 * where every item was moved the same way. O(n_categories^3). */
struct qa_marginals qa_marginal_homogeneity(const uint32_t *table, uint32_t n_categories,
                                            struct qa_arena *scratch);

/* One category against all others. */
struct qa_mcnemar {
    uint64_t both;
    uint64_t first_only;
    uint64_t second_only;
    struct qa_marginal_test test; /* statistic (b - c)^2 / (b + c); p exact, two-sided */
};
struct qa_mcnemar qa_mcnemar(const uint32_t *table, uint32_t n_categories, uint32_t category);

#endif
