#include "qa/cli/evaluate.h"

#include <math.h>
#include <string.h>

#include "qa/base/time.h"
#include "qa/cli/calendar_options.h"
#include "qa/cli/earlier_audit.h"
#include "qa/cli/evaluate_parts.h"
#include "qa/cli/expected.h"
#include "qa/cli/quote_inputs.h"
#include "qa/cli/responses.h"
#include "qa/procurement/evaluation.h"
#include "reports/workbook.h"

enum { MOST_DRAWS = 1000000 };

/* The files that the project names; without any those of the command line. */
static enum qa_status read_deliveries(struct qa_session *session,
                                      const struct qa_evaluate_options *options)
{
    const struct qa_project *project = options->project;
    size_t n = 0;
    for (size_t d = 0; d < project->n_deliveries; d++) {
        n += project->deliveries[d].n_files;
    }
    struct qa_delivery_file *files = QA_ARRAY(session->arena, struct qa_delivery_file, n + 1);
    n = 0;
    for (size_t d = 0; d < project->n_deliveries; d++) {
        const struct qa_project_delivery *delivery = &project->deliveries[d];
        for (size_t f = 0; f < delivery->n_files; f++) {
            files[n++] = (struct qa_delivery_file){delivery->files[f], delivery->vendor,
                                                   delivery->batch, delivery->question};
        }
    }
    struct qa_reading reading = project->reading;
    if (project->workbook.vendor_reports != NULL) {
        reading.naming = QA_NAMES_HIDDEN;
    }
    return n > 0 ? qa_session_read_files(session, &reading, files, n, options->output)
                 : qa_session_read(session, &reading, options->output);
}

static struct qa_score_settings score_settings(const struct qa_project *project)
{
    struct qa_score_settings settings = {.scenario = {.volume = project->volume},
                                         .max_error = project->max_error,
                                         .min_agreement = project->min_agreement,
                                         .max_turnaround_hours = project->max_turnaround_hours,
                                         .budget = project->budget,
                                         .weeks = project->weeks,
                                         .confidence = project->confidence,
                                         .current_vendor = project->current_vendor};
    for (int c = 0; c < QA_N_CRITERIA; c++) {
        const struct qa_project_value *value = &project->values[c];
        settings.weights[c] = project->weights[c];
        settings.values[c] = (struct qa_value_ends){.worst = value->worst,
                                                    .best = value->best,
                                                    .has_worst = !isnan(value->worst),
                                                    .has_best = !isnan(value->best)};
    }
    return settings;
}

/* Ends the wrong way round would reward the worse vendor. */
static enum qa_status check_values(const struct qa_project *project, struct qa_error *err)
{
    for (int c = 0; c < QA_N_CRITERIA; c++) {
        enum qa_criterion criterion = (enum qa_criterion)c;
        const struct qa_project_value *value = &project->values[c];
        bool reversed = qa_criterion_wants_less(criterion) ? value->worst < value->best
                                                           : value->worst > value->best;
        if (reversed || isinf(value->worst) || isinf(value->best)) {
            return qa_fail(err, QA_USAGE, "E002",
                           "value of %s: worst %g and best %g are the wrong way round",
                           qa_criterion_name(criterion), value->worst, value->best);
        }
        if (!(project->weights[c] >= 0 && isfinite(project->weights[c]))) {
            return qa_fail(err, QA_USAGE, "E002", "weights must not be negative");
        }
    }
    return QA_OK;
}

static enum qa_status check_settings(const struct qa_project *project, struct qa_error *err)
{
    if (project->draws > MOST_DRAWS || project->weight_spread >= 0.5) {
        return qa_fail(err, QA_USAGE, "E002",
                       "draws: at most %d, and weights that vary by less than 50 %%", MOST_DRAWS);
    }
    QA_TRY(check_values(project, err));
    return qa_threshold_check(project->iou_threshold, err);
}

static enum qa_status read_responses(struct qa_session *session, const struct qa_project *project,
                                     struct qa_evaluation_request *request)
{
    struct qa_quote_day day = qa_quote_day(project);
    const struct qa_response_path *paths = qa_project_responses(project, session->arena);
    request->n_responses = project->n_responses;
    request->days = (struct qa_project_days){project->starts, project->ends,
                                             day.is_stated ? day.as_of : QA_NO_TIME};
    request->epoch_day = day.is_stated || day.as_of == QA_NO_TIME ? 0 : day.as_of;
    QA_TRY(qa_session_questionnaire(session, project->questions, &request->questionnaire));
    return qa_session_responses(session, paths, project->n_responses, &request->responses);
}

/* What is known of vendors besides their deliveries, and the scenario that it is held against. */
static enum qa_status read_market(struct qa_session *session,
                                  const struct qa_evaluate_options *options,
                                  struct qa_evaluation_request *request)
{
    const struct qa_project *project = options->project;
    const struct qa_response_path quotes = {project->quotes, NULL};
    QA_TRY(qa_session_charges(session, &quotes, project->quotes != NULL, &request->quotes));
    QA_TRY(qa_session_numbers(session, project->models, "models", "model,field", &qa_model_forms,
                              &request->models));
    request->in_house = qa_project_offer(project, session->arena);
    QA_TRY(qa_session_numbers(session, project->rates, "rates", "rate", &qa_rate_forms,
                              &request->rates));
    QA_TRY(qa_session_numbers(session, project->log, "log",
                              "ordered,ordered_at,delivered,delivered_at", &qa_log_forms,
                              &request->log));
    QA_TRY(qa_session_calendar(session, &project->calendar, &request->zone, &request->calendar));
    QA_TRY(qa_session_numbers(session, project->penalties, "penalties", "per,amount",
                              &qa_penalty_forms, &request->penalties));
    QA_TRY(qa_session_earlier(session, project->before, &request->earlier));
    QA_TRY(read_responses(session, project, request));
    return qa_scenario_apply(&project->scenario, session->arena, &request->settings.scenario,
                             &session->error);
}

static enum qa_status evaluate(struct qa_session *session,
                               const struct qa_evaluate_options *options,
                               struct qa_evaluation *evaluation)
{
    const struct qa_project *project = options->project;
    QA_TRY(check_settings(project, &session->error));
    session->questions.threshold = project->iou_threshold;
    QA_TRY(qa_kind_settings_load(&project->kinds, &session->questions.setting, session->arena,
                                 &session->error));
    QA_TRY(read_deliveries(session, options));
    struct qa_read_options reading;
    QA_TRY(qa_read_options_parse(&project->reading, session->arena, &reading, &session->error));
    struct qa_evaluation_request request = {
        .name = project->name,
        .period = project->period,
        .delivery = session->deliveries.delivery,
        .gold = session->deliveries.gold,
        .currency = project->currency,
        .zone = reading.zone,
        .settings = score_settings(project),
        .decision = {.seed = project->seed,
                     .n_draws = (size_t)project->draws,
                     .weight_spread = project->weight_spread,
                     .price_spread = project->price_spread},
        .annotators = (enum qa_annotators_choice)project->annotators,
    };
    QA_TRY(qa_expected_items(session, project->expected_items, &request.check.expected_items,
                             &request.check.n_expected_items));
    QA_TRY(read_market(session, options, &request));
    QA_TRY(qa_evaluate(&request, session->arena, &session->findings, evaluation, &session->error));
    if (evaluation->quotes != NULL) {
        QA_TRY(qa_scenario_check_taken(&request.settings.scenario, evaluation->quotes,
                                       &session->error));
    }
    qa_responses_count(session, request.responses, request.n_responses);
    return QA_OK;
}

struct vendor_workbook {
    const struct qa_evaluation *evaluation;
    const struct qa_report *report;
    struct qa_workbook_options options;
};

struct qa_workbook_options qa_workbook_options_of(const struct qa_evaluate_options *options)
{
    const struct qa_workbook_settings *given = &options->project->workbook;
    return (struct qa_workbook_options){.show_names = options->project->reading.names,
                                        .show_rows = given->rows,
                                        .images = given->images};
}

static enum qa_status write_vendor_workbook(void *context, const char *path, struct qa_error *err)
{
    const struct vendor_workbook *book = context;
    return qa_workbook_vendor(book->evaluation, book->report, &book->options, path, err);
}

/* On a terminal the decision comes first and the rest on request: the tables that a buyer reads. */
static struct qa_report *summary_of(const struct qa_report *report)
{
    static const char *const shown[] = {"vendors",     "gates",        "decision", "flips",
                                        "negotiation", "breakeven",    "changes",  "changes_hours",
                                        "verdicts",    "completeness", "problems"};
    struct qa_report *summary = QA_NEW(report->arena, struct qa_report);
    *summary = *report;
    summary->tables = NULL;
    summary->n_tables = 0;
    for (size_t t = 0; t < report->n_tables; t++) {
        for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
            if (strcmp(report->tables[t]->name, shown[i]) == 0) {
                qa_report_add_table(summary, report->tables[t]);
            }
        }
    }
    return summary;
}

static enum qa_status print_evaluation(struct qa_session *session,
                                       const struct qa_evaluate_options *options,
                                       const struct qa_evaluation *evaluation,
                                       const struct qa_report *plan)
{
    struct vendor_workbook book = {evaluation, session->report, qa_workbook_options_of(options)};
    book.options.audit_plan = plan;
    struct qa_report *full = session->report;
    if (qa_output_format_of(options->output) != QA_OUT_XLSX) {
        if (qa_output_format_of(options->output) == QA_OUT_TABLE &&
            options->output->table == NULL) {
            session->report = summary_of(full);
        }
        return qa_session_print(session, options->output);
    }
    struct qa_output_settings quiet = *options->output;
    quiet.quiet = true;
    QA_TRY(qa_session_print_workbook(session, &quiet, write_vendor_workbook, &book));
    /* The workbook is in its file; people still see the decision. */
    const struct qa_output_settings terminal = {.format = QA_OUT_TABLE,
                                                .colour = options->output->colour,
                                                .digits = options->output->digits,
                                                .quiet = options->output->quiet};
    session->report = summary_of(full);
    QA_TRY(qa_session_print(session, &terminal));
    printf("\nworkbook: %s\n", options->output->path);
    return QA_OK;
}

/* By the vendor in the first place: nothing is decided while it is inconclusive or there is none.
 */
static enum qa_status status_of(const struct qa_evaluation *evaluation)
{
    const struct qa_scorecard *card = &evaluation->scorecard;
    bool is_eligible = false;
    for (size_t v = 0; v < card->n_scores; v++) {
        is_eligible = is_eligible || card->scores[v].gate != QA_GATE_FAIL;
    }
    if (!is_eligible) {
        return QA_LIMIT_FAILED;
    }
    const struct qa_vendor_score *first = &card->scores[card->ranking[0]];
    return first->rank == 1 && first->gate == QA_GATE_PASS ? QA_OK : QA_UNDECIDED;
}

enum qa_status qa_cli_evaluate(struct qa_session *session,
                               const struct qa_evaluate_options *options)
{
    struct qa_evaluation evaluation;
    QA_TRY(evaluate(session, options, &evaluation));
    session->report->has_seed = true;
    session->report->seed = options->project->seed;
    session->report->title = evaluation.name;
    session->report->confidence = options->project->confidence;
    qa_evaluation_tables(&evaluation, session->report);
    qa_report_line(session->report, "%s", evaluation.verdict.text);
    struct qa_report *plan = NULL;
    QA_TRY(qa_audit_plan_report(session, options->project, &plan));
    QA_TRY(qa_write_vendor_reports(session, options, &evaluation));
    QA_TRY(print_evaluation(session, options, &evaluation, plan));
    return status_of(&evaluation);
}
