#include "qa/audit/plan.h"

#include <math.h>

#include "qa/stats/variables.h"

static const char *const kind_names[] = {
    [QA_PLAN_SINGLE] = "single",         [QA_PLAN_ZERO] = "zero acceptance",
    [QA_PLAN_DOUBLE] = "double",         [QA_PLAN_MULTIPLE] = "multiple",
    [QA_PLAN_SEQUENTIAL] = "sequential", [QA_PLAN_VARIABLES] = "variables",
    [QA_PLAN_STANDARD] = "standard",     [QA_PLAN_MARGIN] = "estimation",
    [QA_PLAN_APART] = "comparison",      [QA_PLAN_BELIEF] = "belief"};

/* ---- plans by attributes ---- */

static const struct qa_column attribute_columns[] = {
    {"plan", NULL, QA_TEXT},
    {"class", NULL, QA_TEXT},
    {"stage", NULL, QA_COUNT},
    {"n", NULL, QA_COUNT},
    {"accept", "accept at", QA_COUNT},
    {"reject", "reject at", QA_COUNT},
    {"producer_risk", "producer's risk", QA_RATE},
    {"consumer_risk", "consumer's risk", QA_RATE},
    {"lot", NULL, QA_COUNT},
    {"letter", NULL, QA_TEXT},
    {"acceptable", "acceptable rate", QA_RATE},
    {"rejectable", "rejectable rate", QA_RATE},
    {"average_sample", "average sample", QA_REAL},
    {"outgoing_limit", "outgoing limit", QA_RATE},
    {"model", NULL, QA_TEXT},
};

struct planning {
    const struct qa_plan_request *request;
    struct qa_report *report;
    struct qa_arena *arena;
    struct qa_table *plans;
    struct qa_table *curve;
    struct qa_error *err;
};

static void put_count_or_none(struct qa_table *table, uint64_t count)
{
    if (count > 0) {
        qa_put_count(table, count);
    } else {
        qa_put_absent(table);
    }
}

static void put_rate_or_none(struct qa_table *table, double rate)
{
    if (isfinite(rate)) {
        qa_put_real(table, rate);
    } else {
        qa_put_absent(table);
    }
}

/* What a row says beyond the plan itself. NAN and "" where nothing is known. */
struct about {
    const char *class_name;
    const char *letter;
    double acceptable, rejectable;
    double producer_risk, consumer_risk;
};

static void put_stages(struct planning *planning, const struct qa_plan *plan,
                       const struct about *about)
{
    const struct qa_plan_request *request = planning->request;
    struct qa_table *table = planning->plans;
    struct qa_plan_point at = qa_plan_evaluate(plan, &request->model, about->acceptable);
    bool has_lot = request->model.lot > 0;
    double outgoing =
        has_lot ? qa_plan_outgoing_limit(plan, &request->model).outgoing : (double)NAN;
    for (size_t s = 0; s < plan->n_stages; s++) {
        const struct qa_plan_stage *stage = &plan->stages[s];
        qa_table_row(table);
        qa_put_text(table, kind_names[request->kind]);
        qa_put_text(table, about->class_name);
        qa_put_count(table, s + 1);
        qa_put_count(table, stage->n);
        if (stage->accept >= 0) {
            qa_put_count(table, (uint64_t)stage->accept);
        } else {
            qa_put_absent(table);
        }
        qa_put_count(table, stage->reject);
        put_rate_or_none(table, about->producer_risk);
        put_rate_or_none(table, about->consumer_risk);
        put_count_or_none(table, request->model.lot);
        qa_put_text(table, about->letter);
        qa_put_real(table, about->acceptable);
        put_rate_or_none(table, about->rejectable);
        qa_put_real(table, at.sample_number);
        put_rate_or_none(table, outgoing);
        qa_put_text(table, qa_lot_model_names[request->model.model]);
    }
}

/* ---- curves ---- */

static struct qa_table *new_curve(struct qa_arena *arena)
{
    static const struct qa_column columns[] = {
        {"class", NULL, QA_TEXT},
        {"rate", "error rate of the lot", QA_RATE},
        {"p_accept", "chance of acceptance", QA_RATE},
        {"average_sample", "average sample", QA_REAL},
        {"outgoing", "average outgoing rate", QA_RATE},
        {"total_inspection", "average total inspection", QA_REAL},
    };
    struct qa_table *table =
        qa_table_new(arena, "curve", "What the plan does to lots of each error rate", columns,
                     sizeof columns / sizeof *columns);
    qa_table_note(table, "Average outgoing rate and total inspection: when rejected lots are "
                         "checked whole and what is found wrong is put right. No sample is cut "
                         "short.");
    return table;
}

/* Rates from 0 to where hardly a lot is accepted, in even steps that are round numbers. */
static void put_curve(struct planning *planning, const struct qa_plan *plan, const char *class_name)
{
    enum { N_STEPS = 40 };
    const struct qa_plan_request *request = planning->request;
    double units = 0;
    for (size_t s = 0; s < plan->n_stages; s++) {
        units += (double)plan->stages[s].n;
    }
    double last = (double)plan->stages[plan->n_stages - 1].reject;
    double high = fmin(1, (2.5 * last + 4) / units);
    double unit = pow(10, floor(log10(high / N_STEPS)));
    double step = unit * ceil(high / N_STEPS / unit);
    for (int i = 0; i <= N_STEPS && i * step <= 1; i++) {
        struct qa_plan_point point = qa_plan_evaluate(plan, &request->model, i * step);
        qa_table_row(planning->curve);
        qa_put_text(planning->curve, class_name);
        qa_put_real(planning->curve, point.rate);
        qa_put_real(planning->curve, point.p_accept);
        qa_put_real(planning->curve, point.sample_number);
        put_rate_or_none(planning->curve, request->model.lot > 0 ? point.outgoing : (double)NAN);
        if (request->model.lot > 0) {
            qa_put_real(planning->curve, point.total_inspection);
        } else {
            qa_put_absent(planning->curve);
        }
    }
}

/* ---- two risks ---- */

/* A sequential plan has a stage a unit: its numbers where they change, and the last. */
static void put_boundaries(const struct planning *planning, const struct qa_sequential *sequential)
{
    static const struct qa_column columns[] = {{"n", "units checked", QA_COUNT},
                                               {"accept", "accept at", QA_COUNT},
                                               {"reject", "reject at", QA_COUNT}};
    const struct qa_plan *plan = &sequential->result.plan;
    struct qa_table *table = qa_table_new(planning->arena, "boundaries", "Errors that decide",
                                          columns, sizeof columns / sizeof *columns);
    for (size_t s = 0; s < plan->n_stages; s++) {
        const struct qa_plan_stage *stage = &plan->stages[s];
        if (s > 0 && s + 1 < plan->n_stages && stage->accept == stage[-1].accept &&
            stage->reject == stage[-1].reject) {
            continue;
        }
        qa_table_row(table);
        qa_put_count(table, s + 1);
        if (stage->accept >= 0) {
            qa_put_count(table, (uint64_t)stage->accept);
        } else {
            qa_put_absent(table);
        }
        /* More errors than units are none to wait for. */
        put_count_or_none(table, stage->reject <= s + 1 ? stage->reject : 0);
    }
    qa_table_note(
        table,
        "From each n on, until the next row: accept at or below, reject at or above, else "
        "check another. Lines: accept at %.4g n - %.4g, reject at %.4g n + %.4g; cut off "
        "at n = %llu.",
        sequential->slope, sequential->h1, sequential->slope, sequential->h2,
        (unsigned long long)sequential->cut_off);
    qa_report_add_table(planning->report, table);
}

/* A row for all the units of a sequential plan. */
static void put_sequential(struct planning *planning, const struct qa_sequential *sequential,
                           const struct about *about)
{
    const struct qa_plan_request *request = planning->request;
    const struct qa_plan *plan = &sequential->result.plan;
    struct qa_table *table = planning->plans;
    struct qa_plan_point at = qa_plan_evaluate(plan, &request->model, about->acceptable);
    qa_table_row(table);
    qa_put_text(table, kind_names[request->kind]);
    qa_put_text(table, about->class_name);
    qa_put_absent(table);
    qa_put_count(table, sequential->cut_off);
    qa_put_count(table, (uint64_t)plan->stages[plan->n_stages - 1].accept);
    qa_put_count(table, plan->stages[plan->n_stages - 1].reject);
    qa_put_real(table, about->producer_risk);
    qa_put_real(table, about->consumer_risk);
    put_count_or_none(table, request->model.lot);
    qa_put_absent(table);
    qa_put_real(table, about->acceptable);
    qa_put_real(table, about->rejectable);
    qa_put_real(table, at.sample_number);
    qa_put_absent(table);
    qa_put_text(table, qa_lot_model_names[request->model.model]);
    put_boundaries(planning, sequential);
}

static enum qa_status refuse(const struct planning *planning, const char *reason)
{
    return qa_fail(planning->err, QA_USAGE, "E321", "there is no such plan: %s", reason);
}

static struct qa_plan_result make_plan(const struct planning *planning,
                                       const struct qa_two_points *points,
                                       struct qa_sequential *sequential)
{
    switch (planning->request->kind) {
    case QA_PLAN_ZERO:
        return qa_plan_zero(points, planning->arena);
    case QA_PLAN_DOUBLE:
        return qa_plan_double(points, planning->arena);
    case QA_PLAN_MULTIPLE:
        return qa_plan_multiple(points, planning->request->n_stages, planning->arena);
    case QA_PLAN_SEQUENTIAL:
        *sequential = qa_plan_sequential(points, planning->arena);
        return sequential->result;
    default:
        return qa_plan_single(points, planning->arena);
    }
}

static enum qa_status plan_by_risks(struct planning *planning, const struct qa_plan_class *class)
{
    const struct qa_plan_request *request = planning->request;
    const struct qa_two_points points = {.model = request->model,
                                         .acceptable = class->acceptable,
                                         .producer_risk = request->producer_risk,
                                         .rejectable = class->rejectable,
                                         .consumer_risk = request->consumer_risk};
    struct qa_sequential sequential = {0};
    struct qa_plan_result result = make_plan(planning, &points, &sequential);
    if (result.undefined != NULL) {
        return refuse(planning, result.undefined);
    }
    const struct about about = {class->name,          NULL,
                                class->acceptable,    class->rejectable,
                                result.producer_risk, result.consumer_risk};
    if (request->kind == QA_PLAN_SEQUENTIAL) {
        put_sequential(planning, &sequential, &about);
    } else {
        put_stages(planning, &result.plan, &about);
    }
    if (planning->curve != NULL) {
        put_curve(planning, &result.plan, class->name);
    }
    return QA_OK;
}

static void plan_by_standard(struct planning *planning, size_t c)
{
    const struct qa_plan_request *request = planning->request;
    int letter = qa_code_letter(request->model.lot, request->level);
    struct qa_standard_plan *standard = QA_NEW(planning->arena, struct qa_standard_plan);
    *standard = qa_standard_plan(letter, request->aqls[c], request->inspection, request->is_double);
    const struct qa_plan plan = {standard->stages, standard->n_stages};
    const struct qa_plan_class *class = &request->classes[c];
    const char name[2] = {qa_letter_name(standard->letter), '\0'};
    double acceptable = qa_aqls[request->aqls[c]] / 100;
    bool has_rejectable = isfinite(class->rejectable);
    const struct about about = {
        class->name,
        qa_arena_text(planning->arena, name),
        acceptable,
        class->rejectable,
        1 - qa_plan_evaluate(&plan, &request->model, acceptable).p_accept,
        has_rejectable ? qa_plan_evaluate(&plan, &request->model, class->rejectable).p_accept
                       : (double)NAN};
    put_stages(planning, &plan, &about);
    if (standard->letter != letter) {
        qa_table_note(planning->plans,
                      "The lot's code letter is %c; the table's arrow leads to %s.",
                      qa_letter_name(letter), about.letter);
    }
    if (standard->is_single) {
        qa_table_note(planning->plans, "The tables have no double plan here but the single one.");
    }
    if (plan.stages[0].n >= request->model.lot) {
        qa_table_note(planning->plans, "The sample is as large as the lot: check the whole lot.");
    }
    if (planning->curve != NULL) {
        put_curve(planning, &plan, class->name);
    }
}

static enum qa_status plan_class(struct planning *planning, size_t c)
{
    if (planning->request->kind == QA_PLAN_STANDARD) {
        plan_by_standard(planning, c);
        return QA_OK;
    }
    return plan_by_risks(planning, &planning->request->classes[c]);
}

static enum qa_status plan_attributes(struct planning *planning)
{
    const struct qa_plan_request *request = planning->request;
    planning->plans = qa_table_new(planning->arena, "plans", "Sampling plan", attribute_columns,
                                   sizeof attribute_columns / sizeof *attribute_columns);
    planning->curve = request->curve ? new_curve(planning->arena) : NULL;
    qa_report_add_table(planning->report, planning->plans);
    for (size_t c = 0; c < request->n_classes; c++) {
        QA_TRY(plan_class(planning, c));
    }
    qa_table_note(planning->plans,
                  "Accept when the errors found so far are at most 'accept at', reject when they "
                  "are at least 'reject at', else draw the next stage. The risks are the plan's "
                  "true ones: lots of the acceptable rate rejected, lots of the rejectable rate "
                  "accepted. Average sample: at the acceptable rate.");
    if (request->kind == QA_PLAN_STANDARD) {
        qa_table_note(planning->plans,
                      "MIL-STD-105E (the tables of ISO 2859-1), level %s, %s inspection.",
                      qa_level_names[request->level], qa_inspection_names[request->inspection]);
    }
    if (planning->curve != NULL) {
        qa_report_add_table(planning->report, planning->curve);
    }
    return QA_OK;
}

/* ---- scores ---- */

static enum qa_status plan_variables(struct planning *planning)
{
    static const struct qa_column columns[] = {
        {"plan", NULL, QA_TEXT},
        {"n", NULL, QA_COUNT},
        {"k", NULL, QA_REAL},
        {"lower_limit", "lower limit", QA_REAL},
        {"producer_risk", "producer's risk", QA_RATE},
        {"consumer_risk", "consumer's risk", QA_RATE},
        {"acceptable", "acceptable rate", QA_RATE},
        {"rejectable", "rejectable rate", QA_RATE},
    };
    const struct qa_plan_request *request = planning->request;
    const struct qa_plan_class *class = &request->classes[0];
    struct qa_variables_plan plan = qa_variables_single(class->acceptable, request->producer_risk,
                                                        class->rejectable, request->consumer_risk);
    if (plan.undefined != NULL) {
        return refuse(planning, plan.undefined);
    }
    struct qa_table *table = qa_table_new(planning->arena, "plans", "Sampling plan for a score",
                                          columns, sizeof columns / sizeof *columns);
    qa_table_row(table);
    qa_put_text(table, kind_names[request->kind]);
    qa_put_count(table, plan.n);
    qa_put_real(table, plan.k);
    put_rate_or_none(table, request->lower_limit);
    qa_put_real(table, plan.producer_risk);
    qa_put_real(table, plan.consumer_risk);
    qa_put_real(table, class->acceptable);
    qa_put_real(table, class->rejectable);
    qa_table_note(table, "Accept when (mean - lower limit) / s is at least k, s the standard "
                         "deviation of the n scores (divisor n - 1). Rates are shares of scores "
                         "below the limit; the scores are taken as normal, so look at their "
                         "histogram first. Risks by the noncentral t distribution.");
    qa_report_add_table(planning->report, table);
    return QA_OK;
}

/* ---- estimation, comparison, belief ---- */

static void plan_margin(struct planning *planning)
{
    static const struct qa_column columns[] = {
        {"plan", NULL, QA_TEXT},     {"n", NULL, QA_COUNT},         {"margin", NULL, QA_RATE},
        {"expected", NULL, QA_RATE}, {"groups", NULL, QA_COUNT},    {"n_all", "n in all", QA_COUNT},
        {"lot", NULL, QA_COUNT},     {"confidence", NULL, QA_RATE},
    };
    const struct qa_plan_request *request = planning->request;
    struct qa_table *table = qa_table_new(planning->arena, "plans", "Sample for an estimate",
                                          columns, sizeof columns / sizeof *columns);
    /* Each group is a part of the lot. */
    uint64_t groups = request->n_groups > 0 ? request->n_groups : 1;
    uint64_t lot = request->model.lot > 0 ? (request->model.lot + groups - 1) / groups : 0;
    uint64_t n = qa_size_for_margin(request->expected, request->margin, request->confidence, lot);
    qa_table_row(table);
    qa_put_text(table, kind_names[request->kind]);
    qa_put_count(table, n);
    qa_put_real(table, qa_margin_of_size(request->expected, n, request->confidence, lot));
    qa_put_real(table, request->expected);
    qa_put_count(table, groups);
    qa_put_count(table, n * groups);
    put_count_or_none(table, request->model.lot);
    qa_put_real(table, request->confidence);
    qa_table_note(table,
                  "n of each group, so that Wilson's interval is no wider than +- margin at "
                  "the expected rate, with the finite population correction%s.",
                  groups > 1 ? "; groups of equal size" : "");
    qa_report_add_table(planning->report, table);
}

static void plan_apart(struct planning *planning)
{
    static const struct qa_column columns[] = {
        {"plan", NULL, QA_TEXT},       {"n", "n of each vendor", QA_COUNT},
        {"rate_a", "rate A", QA_RATE}, {"rate_b", "rate B", QA_RATE},
        {"power", NULL, QA_RATE},      {"confidence", NULL, QA_RATE},
    };
    const struct qa_plan_request *request = planning->request;
    struct qa_table *table = qa_table_new(planning->arena, "plans",
                                          "Sample to tell two vendors "
                                          "apart",
                                          columns, sizeof columns / sizeof *columns);
    qa_table_row(table);
    qa_put_text(table, kind_names[request->kind]);
    qa_put_count(table, qa_size_to_tell_apart(request->rates[0], request->rates[1],
                                              request->confidence, request->power));
    qa_put_real(table, request->rates[0]);
    qa_put_real(table, request->rates[1]);
    qa_put_real(table, request->power);
    qa_put_real(table, request->confidence);
    qa_table_note(table, "Two-sided test of two independent samples (Fleiss, Levin and Paik 2003, "
                         "eq. 4.14).");
    qa_report_add_table(planning->report, table);
}

static void plan_belief(struct planning *planning)
{
    static const struct qa_column columns[] = {
        {"plan", NULL, QA_TEXT},
        {"n", NULL, QA_COUNT},
        {"accept", "errors", QA_COUNT},
        {"limit", NULL, QA_RATE},
        {"probability", "P(rate at or below limit)", QA_RATE},
        {"prior_a", "prior a", QA_REAL},
        {"prior_b", "prior b", QA_REAL},
    };
    const struct qa_plan_request *request = planning->request;
    struct qa_table *table = qa_table_new(planning->arena, "plans", "Sample for a belief", columns,
                                          sizeof columns / sizeof *columns);
    for (uint64_t errors = 0; errors <= request->most_errors; errors++) {
        uint64_t n =
            qa_size_for_belief(request->prior, errors, request->limit, request->confidence);
        qa_table_row(table);
        qa_put_text(table, kind_names[request->kind]);
        qa_put_count(table, n);
        qa_put_count(table, errors);
        qa_put_real(table, request->limit);
        qa_put_real(table,
                    qa_belief_below(qa_belief_after(request->prior, errors, n), request->limit));
        qa_put_real(table, request->prior.a);
        qa_put_real(table, request->prior.b);
    }
    qa_table_note(table,
                  "The smallest n after which so many errors still leave a probability of %.4g %% "
                  "that the rate is at or below the limit, with the beta prior a, b (a errors in "
                  "a + b answers, as if seen before).",
                  100 * request->confidence);
    qa_report_add_table(planning->report, table);
}

enum qa_status qa_plan_tables(const struct qa_plan_request *request, struct qa_report *report,
                              struct qa_error *err)
{
    struct planning planning = {
        .request = request, .report = report, .arena = report->arena, .err = err};
    switch (request->kind) {
    case QA_PLAN_VARIABLES:
        return plan_variables(&planning);
    case QA_PLAN_MARGIN:
        plan_margin(&planning);
        return QA_OK;
    case QA_PLAN_APART:
        plan_apart(&planning);
        return QA_OK;
    case QA_PLAN_BELIEF:
        plan_belief(&planning);
        return QA_OK;
    default:
        return plan_attributes(&planning);
    }
}

void qa_plan_given(const struct qa_plan *plan, const struct qa_plan_model *model,
                   struct qa_report *report)
{
    static const struct qa_column columns[] = {{"stage", NULL, QA_COUNT},
                                               {"n", NULL, QA_COUNT},
                                               {"accept", "accept at", QA_COUNT},
                                               {"reject", "reject at", QA_COUNT}};
    struct qa_table *table = qa_table_new(report->arena, "plan", "The plan that decides", columns,
                                          sizeof columns / sizeof *columns);
    const struct qa_plan_request request = {.model = *model};
    struct planning planning = {.request = &request,
                                .report = report,
                                .arena = report->arena,
                                .curve = new_curve(report->arena)};
    for (size_t s = 0; s < plan->n_stages; s++) {
        qa_table_row(table);
        qa_put_count(table, s + 1);
        qa_put_count(table, plan->stages[s].n);
        if (plan->stages[s].accept >= 0) {
            qa_put_count(table, (uint64_t)plan->stages[s].accept);
        } else {
            qa_put_absent(table);
        }
        qa_put_count(table, plan->stages[s].reject);
    }
    qa_report_add_table(report, table);
    planning.curve->rows_shown = 12;
    put_curve(&planning, plan, NULL);
    qa_report_add_table(report, planning.curve);
}

void qa_plan_history(const enum qa_lot_result *lots, size_t n, bool allow_reduced,
                     struct qa_report *report, enum qa_inspection *next)
{
    static const struct qa_column columns[] = {
        {"lot", NULL, QA_TEXT}, {"inspection", NULL, QA_TEXT}, {"result", NULL, QA_TEXT}};
    static const char *const results[] = {"accepted", "accepted, between the numbers", "rejected"};
    struct qa_table *table = qa_table_new(report->arena, "switching", "Switching rules", columns,
                                          sizeof columns / sizeof *columns);
    struct qa_switching state = qa_switching_start(allow_reduced);
    for (size_t i = 0; i < n; i++) {
        qa_table_row(table);
        qa_put_text(table, qa_arena_format(report->arena, "%zu", i + 1));
        qa_put_text(table, qa_inspection_names[state.inspection]);
        qa_put_text(table, results[lots[i]]);
        qa_switching_after(&state, lots[i]);
    }
    qa_table_row(table);
    qa_put_text(table, "next");
    qa_put_text(table, qa_inspection_names[state.inspection]);
    qa_put_absent(table);
    qa_table_note(table,
                  "MIL-STD-105E, 4.7: tightened after 2 of 5 lots rejected, normal again "
                  "after 5 accepted, reduced after 10 accepted%s, discontinued after 10 on "
                  "tightened inspection.",
                  allow_reduced ? "" : " (not allowed here)");
    qa_report_add_table(report, table);
    *next = state.inspection;
}
