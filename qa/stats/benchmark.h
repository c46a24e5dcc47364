#ifndef QA_STATS_BENCHMARK_H
#define QA_STATS_BENCHMARK_H

/*
 * Words for a coefficient: the scales of Landis and Koch (1977), Fleiss (1981), Altman (1991) and
 * Krippendorff (2004). A level by the point alone says nothing of its uncertainty, so each comes
 * with the level that the estimate reaches with a probability of 95 % or more: the membership
 * probabilities of the levels under a normal distribution about the estimate, cut to [-1, 1], are
 * added up from the top (Gwet 2014, chapter 6). An estimate with the matched score interval reaches
 * the level of its lower limit, with the probability that leaves, at least.
 */

#include <stddef.h>

#include "qa/base/estimate.h"

struct qa_benchmark_level {
    const char *name;
    double from; /* of the coefficient; it ends where the next level begins */
};

struct qa_benchmark_scale {
    const char *name; /* "landis_koch" */
    const struct qa_benchmark_level *levels;
    size_t n_levels; /* from the lowest */
};

extern const struct qa_benchmark_scale qa_benchmark_scales[];
extern const size_t qa_n_benchmark_scales;

struct qa_benchmark {
    const char *by_point;
    const char *by_interval; /* NULL without an interval */
    double probability;      /* that the level by_interval or a higher one is the right one */
};

/* The estimate is defined. */
struct qa_benchmark qa_benchmark(const struct qa_benchmark_scale *scale,
                                 const struct qa_estimate *estimate);

#endif
