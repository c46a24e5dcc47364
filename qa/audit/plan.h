#ifndef QA_AUDIT_PLAN_H
#define QA_AUDIT_PLAN_H

/*
 * The QA lead's question before an audit: how much to check, and how many errors are too many. Each
 * kind of plan becomes a row (a row a stage) of the table `plans`, with its true risks.
 */

#include "qa/base/error.h"
#include "qa/stats/acceptance.h"
#include "qa/stats/sample_size.h"
#include "qa/stats/standard.h"
#include "qa/table/report.h"

enum qa_plan_kind {
    QA_PLAN_SINGLE,
    QA_PLAN_ZERO,
    QA_PLAN_DOUBLE,
    QA_PLAN_MULTIPLE,
    QA_PLAN_SEQUENTIAL,
    QA_PLAN_VARIABLES,
    QA_PLAN_STANDARD,
    QA_PLAN_MARGIN,
    QA_PLAN_APART,
    QA_PLAN_POSTERIOR
};

/* Rates of one class of errors. */
struct qa_plan_class {
    const char *name; /* NULL: errors of all classes */
    double acceptable, rejectable;
};

struct qa_plan_request {
    enum qa_plan_kind kind;
    struct qa_plan_model model;
    const struct qa_plan_class *classes; /* one row each; at least one for plans by two risks */
    size_t n_classes;
    double producer_risk, consumer_risk;
    uint64_t n_stages;  /* of multiple plans */
    double lower_limit; /* of the score, for variables plans; NAN: none is named */
    /* of the standard */
    enum qa_inspection_level level;
    const int *aqls; /* places, one for each class */
    enum qa_inspection inspection;
    bool is_double;
    /* of estimation, comparison and posterior */
    double margin, expected, confidence;
    uint64_t n_groups; /* strata or annotators that each want the margin; 0: only the whole */
    double rates[2];
    double power;
    double design_effect; /* of a margin and of two rates; 0: 1 */
    struct qa_beta prior;
    double limit;
    uint64_t most_errors;
    bool curve; /* add the operating characteristic */
};

/* Adds the tables plans and, where it applies, curve, boundaries (sequential: the numbers by n),
 * and a sentence that says what to do. Fails (E321) when no plan keeps the promise, with the
 * reason. */
QA_NODISCARD enum qa_status qa_plan_tables(const struct qa_plan_request *request,
                                           struct qa_report *report, struct qa_error *err);

/* A plan that is given: the tables plan (its stages) and curve. */
void qa_plan_given(const struct qa_plan *plan, const struct qa_plan_model *model,
                   struct qa_report *report);

/*
 * The standard's switching rules on a history of lots, oldest first: the table `switching` with the
 * inspection under which each lot was inspected, and what the next one gets, also in *next. E002
 * for a letter that is no result of a lot.
 */
struct qa_plan_past {
    const char *lots; /* "aaraar": a accepted, b accepted between the numbers, r rejected */
    enum qa_switching_edition edition;
    bool allow_reduced;
};
QA_NODISCARD enum qa_status qa_plan_history(const struct qa_plan_past *past,
                                            struct qa_report *report, enum qa_inspection *next,
                                            struct qa_error *err);

#endif
