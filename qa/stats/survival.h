#ifndef QA_STATS_SURVIVAL_H
#define QA_STATS_SURVIVAL_H

/*
 * Times until something ends, of which some have not ended yet: an open one is censored at the time
 * it has been open for. Leaving it out makes long times look rare.
 *
 * Times are finite and at least 0, in any one unit. Ends at a time come before openings that are
 * censored at the same time. Results do not depend on the order of the observations.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qa/base/arena.h"
#include "qa/base/estimate.h"

/* The survival function from one time with an end to the next. */
struct qa_survival_step {
    double time;
    uint64_t at_risk; /* just before the time */
    uint64_t ends;    /* at the time; at least 1 */
    double survival;  /* share still open after the time */
    double se;        /* of survival, Greenwood (1926); 0 once survival is 0 */
    double low, high; /* on the log scale: survival * exp(-+ z se / survival), at most 1; both 0
                         and without meaning for `high` once survival is 0 */
};

struct qa_survival {
    struct qa_survival_step *steps; /* by time */
    size_t n_steps;
    uint64_t n;
    uint64_t ends;
    double last_time; /* largest, ended or not; n > 0 */
    double confidence;
};

/*
 * Product-limit estimate of Kaplan and Meier (1958), eq. 2b; variance of Greenwood (1926) as in
 * Kalbfleisch and Prentice (2002), eq. 1.11, and limits from that of log S. n 0 gives no steps.
 * ended[i]: observation i has ended, at times[i]. O(n log n).
 */
struct qa_survival qa_kaplan_meier(const double *times, const bool *ended, size_t n,
                                   double confidence, struct qa_arena *arena);

/*
 * A quantile of times. Limits stand one by one, because the upper one, or the quantile itself, can
 * lie beyond all that was observed.
 */
struct qa_time_quantile {
    double value; /* when undefined is NULL */
    double low, high;
    bool has_low, has_high;
    uint64_t n;
    const char *undefined; /* reason, a string constant */
};

/*
 * The smallest time with S at or below 1 - p. Its limits are where the curves of the pointwise
 * limits come to 1 - p (Brookmeyer and Crowley 1982, with limits of the log scale). 0 < p < 1.
 * Undefined where too many are open for S to fall that far; the lower limit may exist even then.
 */
struct qa_time_quantile qa_survival_quantile(const struct qa_survival *survival, double p);

/*
 * The same of n ascending times that have all ended, by type 7 (Hyndman and Fan 1996). Limits are
 * the order statistics x_(l) and x_(u) with P(B < l) and P(B >= u) at most (1 - confidence) / 2
 * each for B binomial with n trials of p (Conover 1999, section 3.2): exact for any distribution.
 * A limit is absent when n is too small for the confidence. O(log n) binomial sums.
 */
struct qa_time_quantile qa_complete_quantile(const double *sorted, size_t n, double p,
                                             double confidence);

/* Ascending times: all n, those that are open at what they have been open for, and those ended. */
struct qa_open_times {
    const double *all;
    const double *ended;
    size_t n;
    size_t n_ended;
};

/*
 * The same when some may be open, fit for decisions on few observations. The value is that of the
 * survival function, and that of type 7 when nothing is open. Limits are the order statistics of
 * qa_complete_quantile with open times as early as they can be for the lower one, ended now, and as
 * late for the upper one, never: at least as sure as stated whatever the distribution and whichever
 * are open. Where that has no upper limit, the survival function's is taken, if any. A lower limit
 * may exist where the value does not.
 */
struct qa_time_quantile qa_open_quantile(const struct qa_survival *survival,
                                         const struct qa_open_times *times, double p);

/*
 * The same of an observation taken at random from the first survival function in `share` of cases,
 * else from the second: the smallest time with share S + (1 - share) S' at or below 1 - p. HUGE_VAL
 * where too many are open. O(n).
 */
double qa_mixture_quantile(const struct qa_survival *first, const struct qa_survival *second,
                           double share, double p);

/*
 * Mean time up to a horizon: the area under S from 0 to it, and its variance (Klein and
 * Moeschberger 2003, eq. 4.5.1 and 4.5.2); normal limits, at least 0. n is that of the
 * observations. Undefined without any, and when the horizon lies beyond the last time and S is not
 * 0 there.
 */
struct qa_estimate qa_restricted_mean(const struct qa_survival *survival, double horizon);

/* Observations of several groups; group[i] < n_groups. stratum NULL: all in one. */
struct qa_grouped_times {
    const double *times;
    const bool *ended;
    const uint32_t *group;
    const uint32_t *stratum;
    size_t n;
    uint32_t n_groups;
};

struct qa_log_rank {
    double chi_square;
    unsigned freedom; /* groups that were ever at risk together with another, less one */
    double p_value;
    double *observed; /* ends of each group, and how many one survival function would give */
    double *expected;
    const char *undefined; /* reason; NULL: the test has a value */
};

/*
 * Log-rank test that all groups share one survival function (Mantel 1966; Peto and Peto 1972), with
 * the hypergeometric covariance; strata are summed (Kalbfleisch and Prentice 2002, section 1.4).
 * Undefined when no end was seen while two groups were at risk. O(n log n + times * groups^2).
 */
struct qa_log_rank qa_log_rank_test(const struct qa_grouped_times *data, struct qa_arena *arena);

#endif
