#ifndef QA_AUDIT_JUDGE_CHOICE_H
#define QA_AUDIT_JUDGE_CHOICE_H

/* What a person asks of filled work sheets, by which rule they are judged, and the answer. */

#include "qa/audit/judge.h"
#include "qa/audit/plan_read.h"
#include "qa/base/lists.h"

struct qa_judge_choice {
    /* As given: limit (below 0: none), confidence, lot_size, by. The sheets are named by number
     * alone; interval, plan, classes and prior are chosen from what follows. */
    struct qa_judge_request request;
    int interval;                  /* enum qa_judge_interval */
    const char *limits;            /* of classes of errors, "critical=0.1%,major=1%"; NULL */
    const char *weights;           /* likewise, "critical=10,major=5"; NULL */
    struct qa_reals prior;         /* errors and correct answers seen before; or none */
    double lower_limit;            /* of scores; NAN: the plan's own */
    bool has_delivery;             /* to compare with */
    const struct qa_records *plan; /* NULL: the limit decides */
};

struct qa_judging {
    struct qa_judge_request request; /* sheets and delivery are to be added */
    struct qa_plan_file plan;
    bool is_of_scores; /* the plan's scores decide, and the sheets are lists of item and score */
};

/* E005 without a sheet, E002 for numbers out of their range and what the rule does not look at,
 * failures of qa_plan_read and qa_judge_take_plan. */
QA_NODISCARD enum qa_status qa_judge_choose(const struct qa_judge_choice *choice,
                                            struct qa_arena *arena, struct qa_judging *out,
                                            struct qa_error *err);

/* The plan of all errors into request->plan, those of classes of errors beside the classes that the
 * request has. E304 for a plan that does not count errors. */
QA_NODISCARD enum qa_status qa_judge_take_plan(const struct qa_plan_file *plan, const char *file,
                                               struct qa_arena *arena,
                                               struct qa_judge_request *request,
                                               struct qa_error *err);

/* The verdict as tables: those of qa_judge or qa_judge_scores, and of the plan that decided what it
 * does to lots like the one judged (of any size when there are several). The report's verdict and
 * confidence are set. */
QA_NODISCARD enum qa_status qa_judge_answer(const struct qa_judging *judging,
                                            struct qa_report *report, enum qa_verdict *verdict,
                                            struct qa_error *err);

#endif
