/* Plans by attributes, and the table each kind of plan becomes. */
#include "qa/audit/plan.h"

#include <math.h>

#include "qa/audit/plan_parts.h"
#include "qa/audit/table_forms.h"

const char *const qa_plan_kind_names[] = {
    [QA_PLAN_SINGLE] = "single",         [QA_PLAN_ZERO] = "zero acceptance",
    [QA_PLAN_DOUBLE] = "double",         [QA_PLAN_MULTIPLE] = "multiple",
    [QA_PLAN_SEQUENTIAL] = "sequential", [QA_PLAN_VARIABLES] = "variables",
    [QA_PLAN_STANDARD] = "standard",     [QA_PLAN_MARGIN] = "estimation",
    [QA_PLAN_APART] = "comparison",      [QA_PLAN_POSTERIOR] = "belief"};

void qa_put_count_or_none(struct qa_table *table, uint64_t count)
{
    if (count > 0) {
        qa_put_count(table, count);
    } else {
        qa_put_absent(table);
    }
}

void qa_put_rate_or_none(struct qa_table *table, double rate)
{
    if (isfinite(rate)) {
        qa_put_real(table, rate);
    } else {
        qa_put_absent(table);
    }
}

enum qa_status qa_plan_refuse(const struct qa_planning *planning, const char *reason)
{
    return qa_fail(planning->err, QA_USAGE, "E321", "there is no such plan: %s", reason);
}

/* ---- the table ---- */

static const struct qa_column attributes_columns[] = {
    {"plan", NULL, QA_TEXT, .is_key = true, .about = "The kind of plan."},
    {"class", NULL, QA_TEXT, .is_key = true,
     .about = "The class of errors; absent where there is one."},
    {"stage", NULL, QA_COUNT, .is_key = true, .about = "The stage, from 1."},
    {"n", NULL, QA_COUNT, .about = "Units to check in the stage."},
    {"accept", "accept at", QA_COUNT, .about = "Accept with at most so many errors so far."},
    {"reject", "reject at", QA_COUNT, .about = "Reject with so many errors so far or more."},
    {"producer_risk", "producer risk", QA_RATE,
     .about = "Chance that a lot at the acceptable rate is rejected."},
    {"consumer_risk", "consumer risk", QA_RATE,
     .about = "Chance that a lot at the rejectable rate is accepted."},
    {"lot", NULL, QA_COUNT, .about = "Units in the lot; absent where its size does not matter."},
    {"letter", NULL, QA_TEXT, .about = "Code letter of the standard that the plan belongs to."},
    {"lot_letter", "lot's letter", QA_TEXT,
     .about = "Code letter of the lot's size; an arrow of the tables leads from it to the plan's."},
    {"level", NULL, QA_TEXT, .about = "Inspection level by which the lot's size has its letter."},
    {"acceptable", "AQL", QA_RATE, .about = "Error rate of lots that should be accepted (AQL)."},
    {"rejectable", "RQL", QA_RATE, .about = "Error rate of lots that should be rejected (RQL)."},
    {"average_sample", "average sample", QA_REAL,
     .about = "Units checked on average at the acceptable rate."},
    {"outgoing_limit", "outgoing limit", QA_RATE,
     .about = "Most errors left on average when rejected lots are put right (AOQL)."},
    {"model", NULL, QA_TEXT, .about = "The distribution of the errors in the sample."},
    {"aql", "AQL", QA_TEXT, .about = "The standard's AQL, as its tables name it."},
    {"slope", NULL, QA_REAL, .about = "Slope of the lines that decide, in errors a unit."},
    {"accept_line", NULL, QA_REAL, .about = "Where the line of acceptance starts, in errors."},
    {"reject_line", NULL, QA_REAL, .about = "Where the line of rejection starts, in errors."},
};
const struct qa_table_form qa_form_plan_attributes =
    QA_TABLE_FORM("plans", "Sampling plan", attributes_columns);
/* What people see; the rest is said in sentences. */
static const char shown_single[] =
    "class,n,accept,reject,acceptable,producer_risk,rejectable,consumer_risk";
static const char shown_stages[] = "class,stage,n,accept,reject,acceptable,producer_risk,"
                                   "rejectable,consumer_risk,average_sample";
static const char shown_standard[] =
    "class,letter,stage,n,accept,reject,aql,producer_risk,rejectable,consumer_risk";

/* What a row says beyond the plan's stage. NAN and NULL where nothing is known. */
struct about {
    const char *class_name;
    const struct qa_plan_model *model;
    double acceptable, rejectable;
    double producer_risk, consumer_risk;
    double average_sample, outgoing;
    const char *letter, *lot_letter, *level, *aql;
    const struct qa_sequential *lines;
};

static void put_lines(struct qa_table *table, const struct qa_sequential *lines)
{
    if (lines == NULL) {
        qa_put_absent(table);
        qa_put_absent(table);
        qa_put_absent(table);
        return;
    }
    qa_put_real(table, lines->slope);
    qa_put_real(table, lines->h1);
    qa_put_real(table, lines->h2);
}

/* number: of the stage, 0 for all stages together. */
static void put_stage(const struct qa_planning *planning, const struct qa_plan_stage *stage,
                      size_t number, const struct about *about)
{
    struct qa_table *table = planning->plans;
    qa_table_row(table);
    qa_put_text(table, qa_plan_kind_names[planning->request->kind]);
    qa_put_text(table, about->class_name);
    qa_put_count_or_none(table, number);
    qa_put_count(table, stage->n);
    if (stage->accept >= 0) {
        qa_put_count(table, (uint64_t)stage->accept);
    } else {
        qa_put_absent(table);
    }
    qa_put_count(table, stage->reject);
    qa_put_rate_or_none(table, about->producer_risk);
    qa_put_rate_or_none(table, about->consumer_risk);
    qa_put_count_or_none(table, about->model->lot);
    qa_put_text(table, about->letter);
    qa_put_text(table, about->lot_letter);
    qa_put_text(table, about->level);
    qa_put_rate_or_none(table, about->acceptable);
    qa_put_rate_or_none(table, about->rejectable);
    qa_put_rate_or_none(table, about->average_sample);
    qa_put_rate_or_none(table, about->outgoing);
    qa_put_text(table, qa_lot_model_names[about->model->model]);
    qa_put_text(table, about->aql);
    put_lines(table, about->lines);
}

static uint64_t units_of(const struct qa_plan *plan)
{
    uint64_t units = 0;
    for (size_t s = 0; s < plan->n_stages; s++) {
        units += plan->stages[s].n;
    }
    return units;
}

/* What to do, in a sentence. */
static void say_plan(const struct qa_planning *planning, const struct qa_plan *plan,
                     const struct about *about)
{
    struct qa_report *report = planning->report;
    const struct qa_plan_stage *first = &plan->stages[0];
    const char *name = about->class_name != NULL
                           ? qa_arena_format(planning->arena, "%s: ", about->class_name)
                           : "";
    const char *of = about->model->lot > 0 ? qa_arena_format(planning->arena, " of %llu",
                                                             (unsigned long long)about->model->lot)
                                           : "";
    if (about->lines != NULL) {
        qa_report_line(report,
                       "%sCheck one answer%s after the other, %zu at most, until the errors found "
                       "reach a number of the table below; on average %.3g in a lot of the "
                       "acceptable rate.",
                       name, of, plan->n_stages, about->average_sample);
    } else if (plan->n_stages > 1) {
        qa_report_line(report,
                       "%sCheck %llu answers%s, then %llu more as long as the errors found so far "
                       "do not decide: %zu samples at most.",
                       name, (unsigned long long)first->n, of,
                       (unsigned long long)plan->stages[1].n, plan->n_stages);
    } else if (first->reject == 1) {
        qa_report_line(report, "%sCheck %llu answers%s: accept without an error, reject with one.",
                       name, (unsigned long long)first->n, of);
    } else {
        qa_report_line(report,
                       "%sCheck %llu answers%s: accept with up to %lld errors, reject with %llu "
                       "or more.",
                       name, (unsigned long long)first->n, of, (long long)first->reject - 1,
                       (unsigned long long)first->reject);
    }
}

/* ---- two risks ---- */

static const struct qa_column boundaries_columns[] = {
    {"plan", NULL, QA_TEXT, .is_key = true, .about = "The kind of plan."},
    {"class", NULL, QA_TEXT, .is_key = true,
     .about = "The class of errors; absent where there is one."},
    {"n", "units checked", QA_COUNT, .is_key = true, .about = "Units checked so far."},
    {"accept", "accept at", QA_COUNT, .about = "Accept with at most so many errors, from here on."},
    {"reject", "reject at", QA_COUNT, .about = "Reject with so many errors or more, from here on."},
};
const struct qa_table_form qa_form_plan_boundaries =
    QA_TABLE_FORM("boundaries", "Errors that decide", boundaries_columns);

static struct qa_table *new_boundaries(struct qa_arena *arena)
{
    struct qa_table *table = qa_table_new(arena, &qa_form_plan_boundaries);
    table->shown = "class,n,accept,reject";
    qa_table_note(table, "From each n on, until the next row: accept at or below, reject at or "
                         "above, else check another.");
    return table;
}

/* The number at which the stage rejects, 0 for none: more errors than units are none to wait for,
 * unless a unit may have several. */
static uint64_t rejects_at(const struct qa_plan_stage *stage, size_t units,
                           const struct qa_plan_model *model)
{
    return stage->reject <= units || model->model == QA_POISSON ? stage->reject : 0;
}

/* A sequential plan has a stage a unit: its numbers where they change, and the last. */
static void put_boundaries(struct qa_planning *planning, const struct qa_sequential *sequential,
                           const struct about *about)
{
    const struct qa_plan *plan = &sequential->result.plan;
    struct qa_table *table = planning->boundaries;
    for (size_t s = 0; s < plan->n_stages; s++) {
        const struct qa_plan_stage *stage = &plan->stages[s];
        uint64_t reject = rejects_at(stage, s + 1, about->model);
        if (s > 0 && s + 1 < plan->n_stages && stage->accept == stage[-1].accept &&
            reject == rejects_at(&stage[-1], s, about->model)) {
            continue;
        }
        qa_table_row(table);
        qa_put_text(table, qa_plan_kind_names[planning->request->kind]);
        qa_put_text(table, about->class_name);
        qa_put_count(table, s + 1);
        if (stage->accept >= 0) {
            qa_put_count(table, (uint64_t)stage->accept);
        } else {
            qa_put_absent(table);
        }
        qa_put_count_or_none(table, reject);
    }
    qa_table_note(
        table, "%s%sines: accept at %.4g n - %.4g, reject at %.4g n + %.4g; cut off at n = %llu.",
        about->class_name != NULL ? about->class_name : "", about->class_name != NULL ? ": l" : "L",
        sequential->slope, sequential->h1, sequential->slope, sequential->h2,
        (unsigned long long)sequential->cut_off);
}

/* A row for all the units of a sequential plan. */
static void put_sequential(struct qa_planning *planning, const struct qa_sequential *sequential,
                           const struct about *about)
{
    const struct qa_plan *plan = &sequential->result.plan;
    const struct qa_plan_stage *last = &plan->stages[plan->n_stages - 1];
    const struct qa_plan_stage all = {sequential->cut_off, last->accept, last->reject};
    put_stage(planning, &all, 0, about);
    if (planning->boundaries == NULL) {
        planning->boundaries = new_boundaries(planning->arena);
    }
    put_boundaries(planning, sequential, about);
}

static struct qa_plan_result make_plan(const struct qa_planning *planning,
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

/* The average sample at the acceptable rate and the outgoing limit. */
static void add_averages(const struct qa_plan *plan, double acceptable, struct about *about)
{
    bool has_lot = about->model->lot > 0 && about->lines == NULL;
    about->average_sample = qa_plan_evaluate(plan, about->model, acceptable).sample_number;
    about->outgoing = has_lot ? qa_plan_outgoing_limit(plan, about->model).outgoing : (double)NAN;
}

static enum qa_status plan_by_risks(struct qa_planning *planning, const struct qa_plan_class *class)
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
        return qa_plan_refuse(planning, result.undefined);
    }
    if (request->model.lot > 0 && units_of(&result.plan) > request->model.lot) {
        return qa_plan_refuse(planning,
                              qa_arena_format(planning->arena,
                                              "its %llu answers are more than the lot has; the "
                                              "hypergeometric model knows the lot",
                                              (unsigned long long)units_of(&result.plan)));
    }
    struct about about = {.class_name = class->name,
                          .model = &request->model,
                          .acceptable = class->acceptable,
                          .rejectable = class->rejectable,
                          .producer_risk = result.producer_risk,
                          .consumer_risk = result.consumer_risk,
                          .lines = request->kind == QA_PLAN_SEQUENTIAL ? &sequential : NULL};
    add_averages(&result.plan, class->acceptable, &about);
    say_plan(planning, &result.plan, &about);
    if (about.lines != NULL) {
        put_sequential(planning, &sequential, &about);
    } else {
        for (size_t s = 0; s < result.plan.n_stages; s++) {
            put_stage(planning, &result.plan.stages[s], s + 1, &about);
        }
    }
    if (planning->curve != NULL) {
        qa_plan_put_curve(planning->curve, &result.plan, &request->model, class->name);
    }
    return QA_OK;
}

/* ---- the standard ---- */

/* The plan's stages as far as the lot goes; false when they end before it is checked whole. */
static bool fit_to_lot(const struct qa_standard_plan *standard, uint64_t lot,
                       struct qa_plan_stage *stages, size_t *n_stages)
{
    uint64_t done = 0;
    for (size_t s = 0; s < standard->n_stages; s++) {
        stages[s] = standard->stages[s];
        *n_stages = s + 1;
        if (stages[s].n >= lot - done) {
            stages[s] = standard->stages[standard->n_stages - 1];
            stages[s].n = lot - done;
            return true;
        }
        done += stages[s].n;
    }
    return false;
}

/* "0.65 %", "65 per hundred" */
static const char *aql_text(struct qa_arena *arena, double aql, bool per_hundred)
{
    const char *number = qa_arena_format(arena, aql >= 10 ? "%.0f" : "%#.2g", aql);
    return qa_arena_format(arena, per_hundred ? "%s per hundred" : "%s %%", number);
}

static void put_standard(struct qa_planning *planning, const struct qa_plan *plan,
                         bool is_whole_lot, struct about *about, double acceptable)
{
    add_averages(plan, acceptable, about);
    if (is_whole_lot) {
        about->outgoing = (double)NAN;
    } else {
        about->producer_risk = 1 - qa_plan_evaluate(plan, about->model, acceptable).p_accept;
        about->consumer_risk =
            isfinite(about->rejectable)
                ? qa_plan_evaluate(plan, about->model, about->rejectable).p_accept
                : (double)NAN;
    }
    say_plan(planning, plan, about);
    for (size_t s = 0; s < plan->n_stages; s++) {
        put_stage(planning, &plan->stages[s], s + 1, about);
    }
    if (planning->curve != NULL) {
        qa_plan_put_curve(planning->curve, plan, about->model, about->class_name);
    }
}

static void plan_by_standard(struct qa_planning *planning, size_t c)
{
    const struct qa_plan_request *request = planning->request;
    int letter = qa_code_letter(request->model.lot, request->level);
    const struct qa_plan_class *class = &request->classes[c];
    struct qa_standard_plan standard =
        qa_standard_plan(letter, request->aqls[c], request->inspection, request->is_double);
    struct qa_plan_stage *stages = QA_ARRAY(planning->arena, struct qa_plan_stage, 2);
    struct qa_plan plan = {stages, 0};
    bool is_whole_lot = fit_to_lot(&standard, request->model.lot, stages, &plan.n_stages);
    const char name[2] = {qa_letter_name(standard.letter), '\0'};
    const char lot_name[2] = {qa_letter_name(letter), '\0'};
    double aql = qa_aqls[request->aqls[c]];
    bool per_hundred = aql > QA_LARGEST_AQL_OF_SHARES;
    struct qa_plan_model model = request->model;
    model.model = per_hundred ? QA_POISSON : model.model;
    struct about about = {.class_name = class->name,
                          .model = &model,
                          .acceptable = per_hundred ? (double)NAN : aql / 100,
                          .rejectable = class->rejectable,
                          .producer_risk = (double)NAN,
                          .consumer_risk = (double)NAN,
                          .letter = qa_arena_text(planning->arena, name),
                          .lot_letter = qa_arena_text(planning->arena, lot_name),
                          .level = qa_level_names[request->level],
                          .aql = aql_text(planning->arena, aql, per_hundred)};
    put_standard(planning, &plan, is_whole_lot, &about, aql / 100);
    if (standard.letter != letter) {
        qa_table_note(planning->plans,
                      "The lot's code letter is %c; the table's arrow leads to %s.",
                      qa_letter_name(letter), about.letter);
    }
    if (standard.is_single) {
        qa_table_note(planning->plans, "The tables have no double plan here but the single one.");
    }
    if (is_whole_lot) {
        qa_table_note(planning->plans, "The tables' sample is as large as the lot: the whole lot "
                                       "is checked, and no risk of a sample is left.");
    }
    if (per_hundred) {
        qa_table_note(planning->plans, "AQLs above 10 count errors per hundred answers, of which "
                                       "one may have several: risks by the Poisson model.");
    }
}

static enum qa_status plan_class(struct qa_planning *planning, size_t c)
{
    if (planning->request->kind == QA_PLAN_STANDARD) {
        plan_by_standard(planning, c);
        return QA_OK;
    }
    return plan_by_risks(planning, &planning->request->classes[c]);
}

/* How the table is read, and its columns for people. */
static void say_use(const struct qa_planning *planning)
{
    struct qa_table *table = planning->plans;
    bool is_standard = planning->request->kind == QA_PLAN_STANDARD;
    bool is_single =
        planning->request->kind == QA_PLAN_SINGLE || planning->request->kind == QA_PLAN_ZERO;
    table->shown = is_standard ? shown_standard : is_single ? shown_single : shown_stages;
    if (!is_single && planning->boundaries == NULL) {
        qa_table_note(table, "Accept when the errors found so far are at most 'accept at', reject "
                             "when they are at least 'reject at', else draw the next stage.");
    }
    qa_table_note(table,
                  "The risks are the plan's true ones: lots of the acceptable rate (AQL) "
                  "rejected, lots of the rejectable rate (RQL) accepted.%s",
                  is_single || is_standard ? "" : " Average sample: at the acceptable rate.");
}

/* What the table's machine columns say alike in all rows. */
static void say_model(const struct qa_planning *planning)
{
    const struct qa_table *table = planning->plans;
    const struct qa_plan_model *model = &planning->request->model;
    const struct qa_table_cell *limit =
        qa_table_cell(table, 0, qa_table_column(table, "outgoing_limit"));
    if (planning->request->kind == QA_PLAN_STANDARD) {
        return;
    }
    qa_table_note(planning->plans, "Model: %s%s.", qa_lot_model_names[model->model],
                  model->lot == 0 ? ", a lot so large that its size does not matter" : "");
    if (limit->present && planning->request->n_classes == 1) {
        qa_table_note(planning->plans,
                      "When rejected lots are checked whole and put right, at most %.2g %% errors "
                      "are left on average, whatever comes in.",
                      100 * limit->as.real);
    }
}

static enum qa_status plan_attributes(struct qa_planning *planning)
{
    const struct qa_plan_request *request = planning->request;
    planning->plans = qa_table_new(planning->arena, &qa_form_plan_attributes);
    planning->curve = request->curve ? qa_plan_new_curve(planning->arena) : NULL;
    qa_report_add_table(planning->report, planning->plans);
    for (size_t c = 0; c < request->n_classes; c++) {
        QA_TRY(plan_class(planning, c));
    }
    say_use(planning);
    say_model(planning);
    if (planning->boundaries != NULL) {
        qa_report_add_table(planning->report, planning->boundaries);
    }
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

enum qa_status qa_plan_tables(const struct qa_plan_request *request, struct qa_report *report,
                              struct qa_error *err)
{
    struct qa_planning planning = {
        .request = request, .report = report, .arena = report->arena, .err = err};
    switch (request->kind) {
    case QA_PLAN_VARIABLES:
        return qa_plan_scores(&planning);
    case QA_PLAN_MARGIN:
        qa_plan_margin(&planning);
        return QA_OK;
    case QA_PLAN_APART:
        qa_plan_apart(&planning);
        return QA_OK;
    case QA_PLAN_POSTERIOR:
        qa_plan_posterior(&planning);
        return QA_OK;
    default:
        return plan_attributes(&planning);
    }
}
