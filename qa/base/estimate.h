#ifndef QA_BASE_ESTIMATE_H
#define QA_BASE_ESTIMATE_H

/*
 * The one form in which a statistic travels: its value with standard error, interval, p-value
 * and the number of units it rests on; or, when it has no value, the reason.
 *
 * Here rather than in qa/stats because tables carry estimates too and may not see statistics.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * value, low, high share the statistic's unit. When undefined is not NULL, the other
 * numbers have no meaning and must not be read; n is still right.
 * A part that the method does not give is absent: see the has_ members.
 */
struct qa_estimate {
    double value;
    double low; /* interval at `confidence`; low <= value <= high */
    double high;
    double se;      /* standard error, in the unit of value */
    double p_value; /* two-sided, against the null value that the method names */
    double confidence;
    uint64_t n;              /* units: items, trials, pairs; the function says which */
    const char *method;      /* of the interval: "wilson"; a string constant */
    const char *undefined;   /* reason in words, a string constant; NULL when there is a value */
    const char *no_interval; /* why there is a value but no interval, a string constant, or NULL */
    bool has_interval;
    bool has_se;
    bool has_p_value;
};

/* An estimate without a value. reason is a string constant: "one category only". */
static inline struct qa_estimate qa_undefined(const char *reason, uint64_t n)
{
    struct qa_estimate estimate = {.n = n, .undefined = reason};
    return estimate;
}

static inline bool qa_is_defined(const struct qa_estimate *estimate)
{
    return estimate->undefined == NULL;
}

#endif
