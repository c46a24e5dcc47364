#ifndef QA_STATS_ALLOCATION_H
#define QA_STATS_ALLOCATION_H

/*
 * How many units of a sample fall on each stratum. The counts always add up to n, or to all there
 * is when n is more, and no stratum gets more than it has.
 */

#include <stddef.h>
#include <stdint.h>

#include "qa/base/arena.h"

enum qa_allocation {
    QA_PROPORTIONAL, /* to the stratum's size */
    QA_NEYMAN, /* to size x sqrt(rate (1 - rate)): least variance of the whole (Neyman 1934) */
    QA_EQUAL,  /* the same to each, for comparing strata */
    QA_POWER   /* to size^power, between equal (0) and proportional (1) (Bankier 1988) */
};

struct qa_allocation_request {
    enum qa_allocation rule;
    double power;       /* of QA_POWER, 0 to 1 */
    const double *rate; /* n_strata, of QA_NEYMAN: the error rate expected of each */
    /* Each stratum gets at least this many, or all it has: counts[h], or `minimum` for all when
     * counts is NULL. They come first; when they are more than n, they are what is drawn. */
    uint64_t minimum;
    const uint64_t *minimum_of;
};

/*
 * Each stratum's share is a common factor times the rule's measure, but at least its minimum and at
 * most what it has, with the factor at which the shares add up to n. Each gets the whole part of
 * its share, and what remains goes one by one to the largest fractions, ties to the first stratum
 * (method of Hamilton). Proportional shares without a minimum are worked in whole numbers. Neyman
 * takes no rate as less than 0.1 % or more than 99.9 %: a stratum that is believed free of errors
 * is looked at too. O(n_strata log n_strata).
 */
void qa_allocate(const uint64_t *sizes, size_t n_strata, uint64_t n,
                 const struct qa_allocation_request *request, uint64_t *allocation,
                 struct qa_arena *scratch);

#endif
