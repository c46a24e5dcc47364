#ifndef QA_PROCUREMENT_GATES_H
#define QA_PROCUREMENT_GATES_H

/*
 * What a vendor must pass before any score counts. A gate is asked when its limit is set; the limit
 * of the error rate always is. Each has a word:
 *
 *   PASS          the whole interval of the value keeps the limit
 *   FAIL          the whole interval breaks it
 *   INCONCLUSIVE  the interval holds the limit, or the value is not known
 *
 * Work done in-house that nobody has delivered anything of is a REFERENCE: its costs stand beside
 * those of the vendors, no gate is asked, and it is neither eligible nor ranked.
 *
 * A value without an interval is its own interval. The vendor's word is FAIL when one gate says so,
 * else INCONCLUSIVE when one does, else PASS.
 *
 *   error       the error rate, by its Wilson interval
 *   agreement   the coefficient, by its interval
 *   turnaround  the 90th percentile of deliveries, open ones as censored (qa_open_quantile), by its
 *               limits: a lower one alone can break it; without an upper one (few deliveries, or
 *               many open) nothing keeps it
 *   budget      the total cost at the volume, at both ends of the error rate's interval, since
 *               rework follows it
 *   capacity    items a week: promised ones against volume / weeks; without a promise those
 * measured, which show what was delivered and not what could be: too few are INCONCLUSIVE
 */

#include "qa/base/arena.h"
#include "qa/base/estimate.h"
#include "qa/procurement/gate.h"

enum qa_gate_kind {
    QA_GATE_ON_ERROR,
    QA_GATE_ON_AGREEMENT,
    QA_GATE_ON_TURNAROUND,
    QA_GATE_ON_COMPLIANCE,
    QA_GATE_ON_BUDGET,
    QA_GATE_ON_CAPACITY,
    QA_N_GATES
};
const char *qa_gate_kind_name(enum qa_gate_kind kind); /* "error", "agreement", ... */

struct qa_gate_check {
    bool asked;
    enum qa_gate verdict;
    struct qa_estimate value; /* rate, coefficient, hours, money, items a week */
    double limit;
    const char *reason; /* in words */
};

struct qa_vendor_promises;
struct qa_vendor_score;
struct qa_vendor_turnaround;
struct qa_score_settings;

/* What each gate looks at and its limit, of a score whose facts and costs are set; the words are
 * the rules'. */
void qa_gates_measure(struct qa_vendor_score *score, const struct qa_score_settings *settings);

/* Promised items a week, on average over so many weeks when the capacity grows in a straight line
 * from 0 over the ramp-up; weeks 0: the capacity itself. 0: no promise. */
double qa_promised_per_week(const struct qa_vendor_promises *promises, double weeks);

/* items_per_hour is defined. */
double qa_delivered_per_week(const struct qa_vendor_turnaround *turnaround);

#endif
