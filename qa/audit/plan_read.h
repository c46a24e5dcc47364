#ifndef QA_AUDIT_PLAN_READ_H
#define QA_AUDIT_PLAN_READ_H

/*
 * A plan from its file: the table `plans` as CSV or workbook, a row a stage, with the columns n,
 * accept (empty: too few are checked to accept) and reject, and optional class, lot and plan. The
 * rows of one class are the stages of its plan, in their order.
 */

#include "qa/base/records.h"
#include "qa/stats/acceptance.h"

/* The plan of one class of errors. */
struct qa_plan_part {
    const char *name; /* of the class; "": errors of all classes */
    struct qa_plan plan;
};

struct qa_plan_file {
    const struct qa_plan_part *parts; /* at least one; names distinct */
    size_t n_parts;
    uint64_t lot; /* the size that the plan was made for; 0: none is stated */
    uint64_t n;   /* to draw first: the most that a part's first stage wants */
};

/* E304 with file:line:column: no row, a number that is none, lots that differ, or a plan of another
 * kind: by variables, or a sample size alone. */
QA_NODISCARD enum qa_status qa_plan_read(const struct qa_records *records, struct qa_arena *arena,
                                         struct qa_plan_file *out, struct qa_error *err);

#endif
