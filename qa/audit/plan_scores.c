/* Plans for scores. */
#include <math.h>

#include "qa/audit/plan_parts.h"
#include "qa/audit/table_forms.h"
#include "qa/stats/variables.h"

/* Rates below the limit from 0 to where hardly a lot is accepted. */
static struct qa_table *curve_of(const struct qa_planning *planning,
                                 const struct qa_variables_plan *plan, double rejectable)
{
    enum { N_STEPS = 40 };
    struct qa_table *curve = qa_plan_new_curve(planning->arena);
    double high = fmin(0.95, 2.5 * rejectable);
    double unit = pow(10, floor(log10(high / N_STEPS)));
    double step = unit * ceil(high / N_STEPS / unit);
    for (int i = 0; i <= N_STEPS && i * step < 1; i++) {
        qa_table_row(curve);
        qa_put_absent(curve);
        qa_put_real(curve, i * step);
        qa_put_real(curve, i > 0 ? qa_variables_accept(plan->n, plan->k, i * step) : 1);
        qa_put_real(curve, (double)plan->n);
        qa_put_absent(curve);
        qa_put_absent(curve);
    }
    return curve;
}

static const struct qa_column columns[] = {
    {"plan", NULL, QA_TEXT, .is_key = true, .about = "The kind of plan."},
    {"n", NULL, QA_COUNT, .about = "Scores to measure."},
    {"k", NULL, QA_REAL,
     .about = "Standard deviations that the mean must lie above the lower limit."},
    {"lower_limit", "lower limit", QA_REAL,
     .about = "The score below which an item counts as bad."},
    {"producer_risk", "producer risk", QA_RATE,
     .about = "Chance that a lot at the acceptable rate is rejected."},
    {"consumer_risk", "consumer risk", QA_RATE,
     .about = "Chance that a lot at the rejectable rate is accepted."},
    {"acceptable", "AQL", QA_RATE,
     .about = "Share below the limit in lots that should be accepted (AQL)."},
    {"rejectable", "RQL", QA_RATE,
     .about = "Share below the limit in lots that should be rejected (RQL)."},
};
const struct qa_table_form qa_form_plan_scores =
    QA_TABLE_FORM("plans", "Sampling plan for a score", columns);

enum qa_status qa_plan_scores(struct qa_planning *planning)
{
    const struct qa_plan_request *request = planning->request;
    const struct qa_plan_class *class = &request->classes[0];
    struct qa_variables_plan plan = qa_variables_single(class->acceptable, request->producer_risk,
                                                        class->rejectable, request->consumer_risk);
    if (plan.undefined != NULL) {
        return qa_plan_refuse(planning, plan.undefined);
    }
    struct qa_table *table = qa_table_new(planning->arena, &qa_form_plan_scores);
    qa_table_row(table);
    qa_put_text(table, qa_plan_kind_names[request->kind]);
    qa_put_count(table, plan.n);
    qa_put_real(table, plan.k);
    qa_put_rate_or_none(table, request->lower_limit);
    qa_put_real(table, plan.producer_risk);
    qa_put_real(table, plan.consumer_risk);
    qa_put_real(table, class->acceptable);
    qa_put_real(table, class->rejectable);
    qa_table_note(table, "Accept when (mean - lower limit) / s is at least k, s the standard "
                         "deviation of the n scores (divisor n - 1). Rates are shares of scores "
                         "below the limit; the scores are taken as normal, so look at their "
                         "histogram first. Risks by the noncentral t distribution.");
    table->shown = "n,k,lower_limit,acceptable,producer_risk,rejectable,consumer_risk";
    qa_report_line(planning->report,
                   "Measure the score of %llu answers: accept when their mean lies at least %.4g "
                   "standard deviations above the lower limit, else reject.",
                   (unsigned long long)plan.n, plan.k);
    qa_report_add_table(planning->report, table);
    if (request->curve) {
        qa_report_add_table(planning->report, curve_of(planning, &plan, class->rejectable));
    }
    return QA_OK;
}
