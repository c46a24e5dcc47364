#ifndef QA_PROCUREMENT_CRITERIA_H
#define QA_PROCUREMENT_CRITERIA_H

/*
 * The criteria of the choice and what a measurement is worth on each of them: 0 at the worst
 * acceptable end, 1 at the best useful end, linear between, no more and no less beyond (the
 * additive value model of Keeney and Raiffa 1976 with linear single-criterion functions).
 *
 * Ends that are stated do not depend on who takes part, so a vendor that joins or leaves cannot
 * turn the order of two others round; a score relative to the best offer can (Belton and Gear 1983
 * show it of another such rule). A weight says what the whole way from worst to best is worth.
 */

#include <stdbool.h>

enum qa_criterion {
    QA_CRITERION_QUALITY,    /* error rate */
    QA_CRITERION_SPEED,      /* 90th percentile of the turnaround, hours */
    QA_CRITERION_COST,       /* cost per correct label, money */
    QA_CRITERION_AGREEMENT,  /* of annotators: a coefficient */
    QA_CRITERION_COMPLIANCE, /* share of the questionnaire's points, 0 to 1 */
    QA_N_CRITERIA
};

/* "quality", "speed", ... */
const char *qa_criterion_name(enum qa_criterion criterion);

/* Error rate, hours and cost are better when smaller. */
bool qa_criterion_wants_less(enum qa_criterion criterion);

/* In the criterion's own unit; an end that is not stated is derived, see scorecard.h. */
struct qa_value_ends {
    double worst;
    double best;
    bool has_worst;
    bool has_best;
};

/* Both ends set. In [0, 1]. Equal ends are a step: 1 at the end or better. */
double qa_value(enum qa_criterion criterion, const struct qa_value_ends *ends, double measured);

/* The measurement that is worth `value`, 0 <= value <= 1, between the ends. */
double qa_value_inverse(const struct qa_value_ends *ends, double value);

#endif
