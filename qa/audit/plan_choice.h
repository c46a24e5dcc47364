#ifndef QA_AUDIT_PLAN_CHOICE_H
#define QA_AUDIT_PLAN_CHOICE_H

/* What a person asks of a plan, and which plan that is. */

#include "qa/audit/plan.h"
#include "qa/audit/plan_kappa.h"
#include "qa/base/records.h"

struct qa_plan_choice {
    /* Its numbers as given; kind, model, classes, rates, prior, level and inspection are chosen
     * from what follows. Margin and limit below 0: not asked for. No lot or groups: 0. */
    struct qa_plan_request request;
    const char *acceptable; /* a rate; with `standard` an AQL in per cent; NULL */
    const char *rejectable;
    const char *classes; /* "critical=0.1%/1%,minor=4%/10%", with `standard` "critical=0.10" */
    int model;           /* 0: by the kind and the lot; else 1 + enum qa_lot_model */
    bool zero, sequential, variables, standard;
    int level;           /* enum qa_inspection_level */
    int inspection;      /* enum qa_inspection; `history` goes before */
    const char *history; /* NULL; see qa_plan_past */
    bool no_reduced;
    int edition;                   /* enum qa_switching_edition */
    struct qa_reals apart;         /* two rates to tell apart */
    struct qa_reals prior;         /* errors and correct answers; none: 0.5, 0.5 */
    const struct qa_records *past; /* lots for the prior; NULL: none */
    struct qa_kappa_wanted kappa;
};

/* The request that a choice comes to. E002 for two kinds of plan at once, numbers out of their
 * range and what a kind lacks; failures of qa_prior_of_past. O(classes^2). */
QA_NODISCARD enum qa_status qa_plan_choose(const struct qa_plan_choice *choice,
                                           struct qa_arena *arena, struct qa_plan_request *out,
                                           struct qa_error *err);

/* The plan chosen, as tables and sentences: qa_plan_tables, the table of switching rules with a
 * history, which may end in no inspection at all, or qa_plan_kappa. */
QA_NODISCARD enum qa_status qa_plan_answer(const struct qa_plan_choice *choice,
                                           struct qa_report *report, struct qa_error *err);

#endif
