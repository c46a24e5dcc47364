/* What plans do to lots of each error rate. */
#include <math.h>

#include "qa/audit/plan_parts.h"
#include "qa/audit/table_forms.h"

static const struct qa_column curve_columns[] = {
    {"class", NULL, QA_TEXT, .is_key = true,
     .about = "The class of errors; absent where there is one."},
    {"rate", "error rate of the lot", QA_RATE, .is_key = true, .about = "Error rate of the lot."},
    {"p_accept", "chance of acceptance", QA_RATE, .about = "Chance that such a lot is accepted."},
    {"average_sample", "average sample", QA_REAL, .about = "Units checked on average."},
    {"outgoing", "average outgoing rate", QA_RATE,
     .about = "Error rate left on average when rejected lots are put right."},
    {"total_inspection", "average total inspection", QA_REAL,
     .about = "Units checked on average, rejected lots checked whole."},
};
const struct qa_table_form qa_form_plan_curve =
    QA_TABLE_FORM("curve", "What the plan does to lots of each error rate", curve_columns);

struct qa_table *qa_plan_new_curve(struct qa_arena *arena)
{
    struct qa_table *table = qa_table_new(arena, &qa_form_plan_curve);
    qa_table_note(table, "Average outgoing rate and total inspection: when rejected lots are "
                         "checked whole and what is found wrong is put right. No sample is cut "
                         "short.");
    return table;
}

/* Steps of the curve: round numbers, or whole errors of the lot. */
static double step_of(const struct qa_plan_model *model, double high, int n_steps)
{
    if (model->model == QA_HYPERGEOMETRIC) {
        double lot = (double)model->lot;
        return fmax(1, ceil(high * lot / n_steps - 1e-9)) / lot;
    }
    double unit = pow(10, floor(log10(high / n_steps)));
    return unit * ceil(high / n_steps / unit);
}

static double most_of(const struct qa_plan_model *model)
{
    return model->model == QA_POISSON ? HUGE_VAL : 1;
}

void qa_plan_put_curve(struct qa_table *curve, const struct qa_plan *plan,
                       const struct qa_plan_model *model, const char *class_name)
{
    enum { N_STEPS = 40 };
    double units = 0;
    for (size_t s = 0; s < plan->n_stages; s++) {
        units += (double)plan->stages[s].n;
    }
    double last = (double)plan->stages[plan->n_stages - 1].reject;
    double high = fmin(most_of(model), (2.5 * last + 4) / units);
    double step = step_of(model, high, N_STEPS);
    for (int i = 0; i <= N_STEPS && i * step <= most_of(model) * (1 + 1e-12); i++) {
        struct qa_plan_point point = qa_plan_evaluate(plan, model, fmin(i * step, most_of(model)));
        qa_table_row(curve);
        qa_put_text(curve, class_name);
        qa_put_real(curve, point.rate);
        qa_put_real(curve, point.p_accept);
        qa_put_real(curve, point.sample_number);
        qa_put_rate_or_none(curve, model->lot > 0 ? point.outgoing : (double)NAN);
        qa_put_rate_or_none(curve, model->lot > 0 ? point.total_inspection : (double)NAN);
    }
}

/* The number at which a stage rejects; 0 where there are fewer units than errors it would take. */
static uint64_t rejects_at(const struct qa_plan *plan, size_t stage)
{
    bool by_unit = plan->stages[stage].n == 1 && plan->n_stages > 1;
    uint64_t reject = plan->stages[stage].reject;
    return by_unit && reject > stage + 1 ? 0 : reject;
}

/* Of a plan that goes on by single units, stages between the first and the last whose numbers are
 * those of the stage before. */
static bool is_like_before(const struct qa_plan *plan, size_t stage)
{
    const struct qa_plan_stage *at = &plan->stages[stage];
    return stage > 0 && stage + 1 < plan->n_stages && at->n == 1 && at[-1].n == 1 &&
           at->accept == at[-1].accept && rejects_at(plan, stage) == rejects_at(plan, stage - 1);
}

static const struct qa_column plan_columns[] = {
    {"stage", NULL, QA_COUNT, .is_key = true, .about = "The stage, from 1."},
    {"n", NULL, QA_COUNT, .about = "Units to check in the stage."},
    {"accept", "accept at", QA_COUNT, .about = "Accept with at most so many errors so far."},
    {"reject", "reject at", QA_COUNT, .about = "Reject with so many errors so far or more."},
};
const struct qa_table_form qa_form_judge_plan =
    QA_TABLE_FORM("plan", "The plan that decides", plan_columns);

void qa_plan_given(const struct qa_plan *plan, const struct qa_plan_model *model,
                   struct qa_report *report)
{
    struct qa_table *table = qa_table_new(report->arena, &qa_form_judge_plan);
    struct qa_table *curve = qa_plan_new_curve(report->arena);
    bool is_shortened = false;
    for (size_t s = 0; s < plan->n_stages; s++) {
        if (is_like_before(plan, s)) {
            is_shortened = true;
            continue;
        }
        qa_table_row(table);
        qa_put_count(table, s + 1);
        qa_put_count(table, plan->stages[s].n);
        if (plan->stages[s].accept >= 0) {
            qa_put_count(table, (uint64_t)plan->stages[s].accept);
        } else {
            qa_put_absent(table);
        }
        qa_put_count_or_none(table, rejects_at(plan, s));
    }
    if (is_shortened) {
        qa_table_note(table, "Stages of one unit: the numbers hold until the next row.");
    }
    qa_report_add_table(report, table);
    curve->rows_shown = 12;
    qa_plan_put_curve(curve, plan, model, NULL);
    qa_report_add_table(report, curve);
}
