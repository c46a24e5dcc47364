#ifndef QA_STATS_SCORE_INTERVAL_H
#define QA_STATS_SCORE_INTERVAL_H

/*
 * The matched score interval: limits of a ratio of two means over items, both estimated from the
 * same items, that hold with ten items and near the end of the scale. Every coefficient of
 * agreement is 1 - lambda, lambda = Do / De, observed over expected disagreement; a lambda stays in
 * the interval while a test of it is not significant (score inversion: Wilson 1927; Miettinen and
 * Nurminen 1985).
 *
 * The test compares T = Do - lambda De' with what the items would give if lambda were true: items
 * and one pseudo-item in parts (Chen, Variyath and Abraham 2008) reweighted by empirical likelihood
 * (Owen 1988) so that they have this lambda. Under these weights the items' contributions
 * g = own - lambda chance have a variance and a skewness; T is referred to the Poisson distribution
 * that has the same (moment matching: Fay and Feuer 1997; skewness: Gart and Nam 1988), reflected
 * where the skewness is negative, with 0.7 of the probability of what was observed counting to the
 * tail (mid-P has one half: Lancaster 1961). Each tail leaves the normal tail beyond Student's t.
 * Where not even zero disagreement would be significant, the upper limit's tail gets twice that
 * (Blaker 2000).
 *
 * The combination, the 0.7 and the degrees of freedom are empirical: chosen by simulation, not
 * derived; tests/calibrate/calibrate.c measures the coverage. 90 % limits cover less than they say
 * in some populations (81 % in the worst seen), 95 and 99 % limits hold.
 */

#include <stdbool.h>
#include <stddef.h>

/* Arrays in, limits out: what the items contribute, linearised at the estimate. */
struct qa_score_problem {
    size_t n_entries;     /* distinct items, then the parts of the pseudo-item */
    const double *times;  /* how many items are like this; parts of an item for the pseudo-item */
    const double *own;    /* to the observed disagreement */
    const double *chance; /* to the expected one: g = own - lambda chance */
    double n_items;       /* without the pseudo-item */
    double observed;      /* Do, at least 0 */
    double expected;      /* De' > 0: De with the bias that finding it from the items gives it */
    double freedom;       /* of Student's t, > 0 */
    double finite;        /* 1 - items / population, > 0; 1 where there is no population */
};

/* The steps of the test of one lambda, named as in the formulas. */
struct qa_score_test {
    double tau; /* weights are times / (1 + tau g) */
    double sigma;
    double gamma;   /* skewness of a mean of n_items */
    double z;       /* T sqrt(n) / sigma */
    double above;   /* probability of as much disagreement as was seen, or more */
    double below;   /* as little, or less */
    bool is_likely; /* false: no weights give this lambda; then nothing else is filled */
};
struct qa_score_test qa_score_test(const struct qa_score_problem *problem, double lambda);

/* The least and the greatest lambda that are not rejected, between 0 and 2; low <= Do / De' <=
 * high. 0 < confidence < 1. Some 25 passes over the entries for each limit. */
struct qa_score_limits {
    double low;
    double high;
};
struct qa_score_limits qa_score_limits(const struct qa_score_problem *problem, double confidence);

/* Two-sided p of lambda by the same test, below 1 - confidence where the interval of that
 * confidence leaves lambda out. 0 < lambda. */
double qa_score_p_value(const struct qa_score_problem *problem, double lambda, double confidence);

/* How sure it is that lambda lies below this one, as one minus the tail of the same test. */
double qa_score_sure_below(const struct qa_score_problem *problem, double lambda);

#endif
