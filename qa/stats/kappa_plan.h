#ifndef QA_STATS_KAPPA_PLAN_H
#define QA_STATS_KAPPA_PLAN_H

/*
 * How many items two annotators should both label for the matched score interval of Cohen's kappa
 * (agreement_score.h) to be as narrow as wanted, by its own operating characteristic: tables of n
 * items are drawn from the population that is expected, each with its interval.
 */

#include <stdbool.h>
#include <stdint.h>

#include "qa/base/arena.h"

/* What is expected: both annotators have these shares of k categories, and the table is that of
 * qa_kappa_sample_size (kappa.h). */
struct qa_kappa_expected {
    double kappa;
    const double *shares;
    uint32_t n_categories;
    const double *weights; /* NULL: identity */
    double half_width;
    double confidence;
};

/* Over the tables drawn with n items. */
struct qa_kappa_operation {
    uint64_t n;
    uint64_t drawn;    /* tables; 0: none, n is the large-sample one */
    double half_width; /* mean over those with limits */
    double narrow;     /* share of all tables whose interval is no wider than +- the half width */
    double covered;    /* share of the intervals that hold the population's kappa */
    double without;    /* share of tables without limits */
};

/* The smallest n whose mean half width is the one wanted or less, to about one in fifty, from 400
 * tables with the same draws for each n; from 20,000 items on the large-sample size as it is. n 0:
 * no such table. O(400 (n + intervals) log n). */
struct qa_kappa_operation qa_kappa_items(const struct qa_kappa_expected *plan,
                                         struct qa_arena *scratch);

/* At n items. */
struct qa_kappa_operation qa_kappa_operation(const struct qa_kappa_expected *plan, uint64_t n,
                                             struct qa_arena *scratch);

#endif
