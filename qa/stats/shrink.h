#ifndef QA_STATS_SHRINK_H
#define QA_STATS_SHRINK_H

/*
 * Error rates of many annotators side by side: the limits of a funnel, and rates drawn toward the
 * mean of all.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Exact limits of a funnel (Spiegelhalter 2005): the rates errors / n that an annotator with n
 * trials stays within when his true rate is `rate`, leaving (1 - confidence) / 2 on each side:
 * the largest and smallest number of errors that are not in a tail of the binomial, over n.
 * n > 0. O(n) at most, about log n quantile steps.
 */
struct qa_funnel {
    double low;
    double high;
};
struct qa_funnel qa_funnel_limits(double rate, uint64_t n, double confidence);

/*
 * Empirical Bayes (Robbins 1956; beta-binomial: Griffiths 1973). The rates are taken to come from a
 * beta distribution with mean `mean` and strength a + b = `strength`, found by maximum likelihood
 * of the counts. Each rate is drawn to (errors + a) / (n + a + b).
 */
struct qa_beta_prior {
    double mean;
    double strength; /* HUGE_VAL: the rates do not differ more than chance makes them */
    bool defined;    /* false: fewer than three groups, or no error or nothing but errors */
};
struct qa_beta_prior qa_beta_prior_fit(const uint64_t *errors, const uint64_t *trials, size_t n);

/* The drawn rate. The prior is defined. */
double qa_shrunken_rate(const struct qa_beta_prior *prior, uint64_t errors, uint64_t trials);

#endif
