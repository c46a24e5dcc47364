#ifndef QA_AUDIT_PLAN_KAPPA_H
#define QA_AUDIT_PLAN_KAPPA_H

/* How many items two annotators should both label, for an interval of Cohen's kappa. */

#include "qa/base/error.h"
#include "qa/base/lists.h"
#include "qa/table/report.h"

/* A kappa that is not asked for. */
#define QA_NO_KAPPA 2

struct qa_kappa_wanted {
    double kappa; /* expected, between -1 and 1; QA_NO_KAPPA */
    double half_width;
    uint64_t n_categories; /* equally frequent, where there are no shares */
    struct qa_reals shares;
    const char *weights; /* NULL: unweighted */
};

/* Adds the table plans. E002: numbers out of their range, unknown weights, shares that do not add
 * up to 1, and a kappa that no table of two annotators with such shares has. */
QA_NODISCARD enum qa_status qa_plan_kappa(const struct qa_kappa_wanted *wanted, double confidence,
                                          struct qa_report *report, struct qa_error *err);

#endif
