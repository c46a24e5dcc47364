#ifndef QA_STATS_CONTROL_H
#define QA_STATS_CONTROL_H

/*
 * Shares over time: is a period's error rate out of what chance does about the rate of all, do the
 * rates rise or fall, and have they changed between two dates.
 *
 * errors[i] <= trials[i]. Errors that cluster make rates jump more than the binomial distribution
 * says; a design effect of at least 1 divides the trials wherever their spread is concerned.
 */

#include <stddef.h>
#include <stdint.h>

#include "qa/base/arena.h"
#include "qa/base/estimate.h"

enum qa_control_signal { QA_CONTROL_WITHIN, QA_CONTROL_ABOVE, QA_CONTROL_BELOW, QA_CONTROL_NONE };

struct qa_control_point {
    uint64_t errors;
    uint64_t trials;
    double rate;                  /* trials > 0 */
    double low_sigma, high_sigma; /* centre -+ 3 standard errors, within [0, 1] */
    /* The least and largest rate that the binomial distribution at the centre gives with more than
     * 0.135 % in its tail: what three standard errors mean, exactly. */
    double low, high;
    enum qa_control_signal signal; /* by low and high; QA_CONTROL_NONE without trials */
    unsigned run; /* points in a row up to this one on its side of the centre; 0: on the centre */
};

struct qa_control_chart {
    struct qa_control_point *points; /* as given */
    size_t n_points;
    double centre;
    double design_effect;
    uint64_t errors;
    uint64_t trials;
    size_t outside; /* points above or below */
    size_t longest_run;
    /* Spread between periods over the binomial one (Laney 2002, sigma_z: mean moving range of the
     * standardised rates / 1.128): near 1 where chance explains the rates. 0: fewer than two points
     * with trials, or no spread to compare with. */
    double between;
    const char *undefined; /* reason; NULL: the chart has a centre and limits */
};

/* A run of this many points on one side of the centre is a signal of its own (Nelson 1984 has nine,
 * Western Electric 1956 eight). */
enum { QA_CONTROL_RUN = 8 };

/*
 * p-chart (Shewhart 1931; Montgomery 2013, section 7.3) with limits that follow each point's number
 * of trials. The centre is the rate of all points together. Undefined without any trial; with no
 * error, or only errors, no point can be outside. O(n log trials).
 */
struct qa_control_chart qa_p_chart(const uint64_t *errors, const uint64_t *trials, size_t n,
                                   double design_effect, struct qa_arena *arena);

/*
 * Trend of rates over scores (times, or 0, 1, 2 ...): the change of the rate per unit of score, by
 * least squares weighted with the trials, and the test of Cochran (1954) and Armitage (1955) that
 * it is 0: z is slope / se with the variance that one common rate gives, which the interval uses
 * too. n is the number of trials. Undefined with fewer than two scores that have trials, or when
 * nothing or everything is an error.
 */
struct qa_estimate qa_trend_of_rates(const uint64_t *errors, const uint64_t *trials,
                                     const double *scores, size_t n, double design_effect,
                                     double confidence);

enum qa_change { QA_CHANGE_NONE, QA_CHANGE_BETTER, QA_CHANGE_WORSE, QA_CHANGE_UNKNOWN };

/* What a difference of error rates, now less then, says at its confidence: better or worse when the
 * adjusted p-value is below 1 - confidence, and unknown when it is undefined. */
enum qa_change qa_change_of(const struct qa_estimate *difference, double adjusted_p);

#endif
