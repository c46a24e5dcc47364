#ifndef QA_AUDIT_PLAN_PARTS_H
#define QA_AUDIT_PLAN_PARTS_H

/* Private to the plan files. */

#include "qa/audit/plan.h"

struct qa_planning {
    const struct qa_plan_request *request;
    struct qa_report *report;
    struct qa_arena *arena;
    struct qa_table *plans;
    struct qa_table *curve;      /* NULL: not asked for */
    struct qa_table *boundaries; /* of sequential plans; NULL: none yet */
    struct qa_error *err;
};

extern const char *const qa_plan_kind_names[];

/* 0 and what is not finite are absent. */
void qa_put_count_or_none(struct qa_table *table, uint64_t count);
void qa_put_rate_or_none(struct qa_table *table, double rate);

/* E321 */
enum qa_status qa_plan_refuse(const struct qa_planning *planning, const char *reason);

struct qa_table *qa_plan_new_curve(struct qa_arena *arena);
/* Rates from 0 to where hardly a lot is accepted, in even steps that are round numbers; in a finite
 * lot, in steps of whole errors. */
void qa_plan_put_curve(struct qa_table *curve, const struct qa_plan *plan,
                       const struct qa_plan_model *model, const char *class_name);

QA_NODISCARD enum qa_status qa_plan_scores(struct qa_planning *planning);
void qa_plan_margin(struct qa_planning *planning);
void qa_plan_apart(struct qa_planning *planning);
void qa_plan_posterior(struct qa_planning *planning);

#endif
