#include <math.h>
#include <string.h>

#include "qa/audit/draw.h"
#include "qa/audit/judge.h"
#include "qa/audit/judge_scores.h"
#include "qa/base/number.h"
#include "qa/cli/commands.h"
#include "qa/cli/plan_file.h"
#include "reports/workbook.h"

struct settings {
    struct qa_reading reading;
    struct qa_output_settings output;
    double limit;
    double confidence;
    uint64_t lot;
    struct qa_texts deliveries;
    int interval;
    const char *plan;
    double lower_limit;
    const char *by;
    const char *limits;
    const char *weights;
    struct qa_reals prior;
};
/* No lot was named: its size is unknown, or on the sheet. */
#define NO_LOT UINT64_MAX
#define AT(member) offsetof(struct settings, member)

static const char *const intervals[] = {"auto", "exact", "wilson", "jeffreys", "t", NULL};

static const struct qa_option options[] = {
    {0, "limit", QA_OPTION_RATE, AT(limit), "RATE",
     "highest error rate that is accepted, written 2.5% or 0.025", NULL},
    {0, "conf", QA_OPTION_RATE, AT(confidence), "RATE",
     "confidence of the intervals and of the bounds that decide (default 0.95)", NULL},
    {0, "lot", QA_OPTION_COUNT, AT(lot), "N", "size of the lot, for a sheet that does not say it",
     NULL},
    {'d', "delivery", QA_OPTION_TEXTS, AT(deliveries), "FILE",
     "the delivery that was sampled, to compare the auditor's own labels with; may be repeated",
     NULL},
    {0, "plan", QA_OPTION_TEXT, AT(plan), "FILE",
     "decide by this plan's numbers (`labelqa plan --format csv`), or by those of each class of "
     "errors, instead of the limit's bounds",
     NULL},
    {0, "lower-limit", QA_OPTION_REAL, AT(lower_limit), "SCORE",
     "scores below are errors, for a plan of `labelqa plan --variables` and lists of item, score; "
     "default: the plan's own",
     NULL},
    {0, "interval", QA_OPTION_CHOICE, AT(interval), "auto|exact|wilson|jeffreys|t",
     "of the error rate (default auto: exact, or by the design)", intervals},
    {0, "by", QA_OPTION_TEXT, AT(by), "FIELD,...",
     "error rate of each stratum, class, annotator, batch, auditor (any of them)", NULL},
    {0, "severity-limits", QA_OPTION_TEXT, AT(limits), "NAME=RATE,...",
     "limits of classes of errors (column severity): critical=0.1%,major=1%", NULL},
    {0, "severity-weights", QA_OPTION_TEXT, AT(weights), "NAME=W,...",
     "weights of classes of errors, for weighted errors per million: critical=10,major=5,minor=1",
     NULL},
    {0, "prior", QA_OPTION_REALS, AT(prior), "A,B",
     "beta prior of the rate: A errors and B correct answers seen before", NULL},
};

static const struct qa_option_group groups[] = {
    {"Judging", options, sizeof options / sizeof *options, 0},
    {"Reading", qa_reading_options, QA_N_READING_OPTIONS, offsetof(struct settings, reading)},
    {"Output", qa_output_options, QA_N_OUTPUT_OPTIONS, offsetof(struct settings, output)},
};

static const struct settings defaults = {.output = QA_OUTPUT_DEFAULTS,
                                         .limit = -1,
                                         .lot = NO_LOT,
                                         .confidence = 0.95,
                                         .lower_limit = (double)NAN};

static enum qa_status usage(struct qa_session *session, const char *text)
{
    return qa_fail(&session->error, QA_USAGE, "E002", "%s", text);
}

/* The delivery stands behind --delivery and --vendor here, because the operands are sheets. */
static enum qa_status read_delivery(struct qa_session *session, const struct settings *settings)
{
    if (settings->deliveries.n == 0 && settings->reading.vendors.n == 0) {
        return QA_OK;
    }
    session->operands = settings->deliveries.list;
    session->n_operands = settings->deliveries.n;
    return qa_session_read(session, &settings->reading, &settings->output);
}

static enum qa_status read_sheets(struct qa_session *session, const char *const *paths, size_t n,
                                  struct qa_judge_request *request)
{
    const struct qa_records **sheets = QA_ARRAY(session->arena, const struct qa_records *, n);
    for (size_t i = 0; i < n; i++) {
        QA_TRY(qa_session_sheet(session, paths[i], &sheets[i]));
    }
    request->sheets = sheets;
    request->n_sheets = n;
    return QA_OK;
}

static enum qa_status take_fields(struct qa_session *session, const char *text, unsigned *by)
{
    struct qa_texts parts = qa_split_list(session->arena, text != NULL ? text : "");
    *by = 0;
    for (size_t i = 0; i < parts.n; i++) {
        int f = 0;
        while (f < QA_N_JUDGE_FIELDS && strcmp(qa_judge_field_names[f], parts.list[i]) != 0) {
            f++;
        }
        if (f == QA_N_JUDGE_FIELDS) {
            return qa_fail(&session->error, QA_USAGE, "E002",
                           "--by: '%s' is not one of stratum, class, annotator, batch, auditor",
                           parts.list[i]);
        }
        *by |= 1U << f;
    }
    return QA_OK;
}

/* ---- classes of errors ---- */

struct classes {
    struct qa_error_class *list;
    size_t n;
};

/* The class of that name, new or known. */
static struct qa_error_class *class_named(struct classes *classes, const char *name)
{
    size_t c = 0;
    while (c < classes->n && strcmp(classes->list[c].name, name) != 0) {
        c++;
    }
    if (c == classes->n) {
        classes->list[classes->n++] =
            (struct qa_error_class){.name = name, .limit = -1, .weight = 1};
    }
    return &classes->list[c];
}

/* "critical=0.1%": the class of that name, new or known, NULL when the text is not so; *value: what
 * follows. */
static struct qa_error_class *class_of(struct qa_session *session, const char *text,
                                       struct classes *classes, const char **value)
{
    const char *equals = strchr(text, '=');
    if (equals == NULL || equals == text) {
        return NULL;
    }
    const char *name = qa_arena_text_n(session->arena, text, (size_t)(equals - text));
    *value = equals + 1;
    return class_named(classes, name);
}

static enum qa_status take_classes(struct qa_session *session, const struct settings *settings,
                                   struct classes *classes)
{
    const char *limits_text = settings->limits != NULL ? settings->limits : "";
    const char *weights_text = settings->weights != NULL ? settings->weights : "";
    struct qa_texts limits = qa_split_list(session->arena, limits_text);
    struct qa_texts weights = qa_split_list(session->arena, weights_text);
    classes->list = QA_ARRAY(session->arena, struct qa_error_class, limits.n + weights.n + 1);
    const char *value = "";
    for (size_t i = 0; i < limits.n; i++) {
        struct qa_error_class *class = class_of(session, limits.list[i], classes, &value);
        if (class == NULL || !qa_parse_rate(value, strlen(value), &class->limit)) {
            return usage(session, "--severity-limits wants NAME=RATE, rates written 1% or 0.01");
        }
    }
    for (size_t i = 0; i < weights.n; i++) {
        struct qa_error_class *class = class_of(session, weights.list[i], classes, &value);
        if (class == NULL || !qa_parse_real(value, strlen(value), &class->weight) ||
            class->weight < 0) {
            return usage(session, "--severity-weights wants NAME=W, numbers of 0 or more");
        }
    }
    return QA_OK;
}

static enum qa_status check_settings(struct qa_session *session, const struct settings *settings)
{
    if (session->n_operands == 0) {
        return qa_fail(&session->error, QA_USAGE, "E005",
                       "judge reads filled work sheets: labelqa judge sheet.xlsx --limit 2.5%%");
    }
    if (settings->limit < 0 && settings->plan == NULL) {
        return usage(session, "--limit says which error rate is still accepted, for example 2.5%");
    }
    if (settings->limit < 0 && settings->prior.n != 0) {
        return usage(session, "--prior needs --limit: how sure is it that the rate is below?");
    }
    if (settings->lot == 0) {
        return usage(session, "--lot: a lot has at least one answer");
    }
    if (isfinite(settings->lower_limit)) {
        return usage(session, "--lower-limit is for a plan of scores (--plan)");
    }
    if (settings->confidence <= 0.5 || settings->confidence >= 1) {
        return usage(session, "--conf is above 0.5 and below 1: bounds on one side decide");
    }
    if (settings->prior.n != 0 &&
        (settings->prior.n != 2 || settings->prior.list[0] <= 0 || settings->prior.list[1] <= 0)) {
        return usage(session, "--prior wants two numbers above 0: errors and correct answers");
    }
    return QA_OK;
}

static enum qa_status write_book(void *context, const char *path, struct qa_error *err)
{
    return qa_workbook_audit_plan(context, path, err);
}

static const enum qa_status statuses[] = {
    [QA_ACCEPT] = QA_OK, [QA_REJECT] = QA_LIMIT_FAILED, [QA_VERDICT_UNDECIDED] = QA_UNDECIDED};

/* ---- scores ---- */

static enum qa_status check_scores(struct qa_session *session, const struct settings *settings,
                                   const struct qa_score_plan *plan)
{
    if (session->n_operands == 0) {
        return qa_fail(&session->error, QA_USAGE, "E005",
                       "a plan for scores judges lists of item and score: labelqa judge scores.csv "
                       "--plan plan.csv --lower-limit 0.75");
    }
    if (settings->limit >= 0 || settings->lot != NO_LOT || settings->deliveries.n > 0 ||
        settings->reading.vendors.n > 0 || settings->by != NULL || settings->limits != NULL ||
        settings->weights != NULL || settings->prior.n > 0 || settings->interval > 0) {
        return usage(session, "a plan for scores takes --lower-limit and --conf; the other options "
                              "of judging are for verdicts of right and wrong");
    }
    if (!isfinite(plan->lower_limit)) {
        return usage(session, "--lower-limit says below which score an answer is an error, for "
                              "example 0.75");
    }
    return settings->confidence > 0 && settings->confidence < 1
               ? QA_OK
               : usage(session, "--conf is between 0 and 1");
}

static enum qa_status judge_scores(struct qa_session *session, const struct settings *settings,
                                   struct qa_score_plan plan)
{
    struct qa_score_verdict verdict;
    size_t n = session->n_operands;
    plan.lower_limit = isfinite(settings->lower_limit) ? settings->lower_limit : plan.lower_limit;
    QA_TRY(check_scores(session, settings, &plan));
    const struct qa_records **lists = QA_ARRAY(session->arena, const struct qa_records *, n);
    for (size_t i = 0; i < n; i++) {
        QA_TRY(qa_session_records(session, session->operands[i], "scores", "score,iou,value",
                                  &lists[i]));
    }
    QA_TRY(qa_judge_scores(lists, n, &plan, settings->confidence, session->arena, &verdict,
                           &session->error));
    session->report->confidence = settings->confidence;
    session->report->verdict = qa_verdict_name(verdict.verdict);
    qa_judge_scores_table(&verdict, &plan, session->report);
    QA_TRY(qa_session_print_workbook(session, &settings->output, write_book, session->report));
    return statuses[verdict.verdict];
}

/* ---- verdicts ---- */

static enum qa_status judge_sheets(struct qa_session *session, const struct settings *settings,
                                   const struct qa_plan_file *plan)
{
    QA_TRY(check_settings(session, settings));
    const char *const *paths = session->operands;
    size_t n_paths = session->n_operands;
    QA_TRY(read_delivery(session, settings));
    struct qa_beta prior;
    struct qa_judge_request request = {.delivery = session->deliveries.delivery,
                                       .lot_size = settings->lot == NO_LOT ? 0 : settings->lot,
                                       .limit = settings->limit,
                                       .confidence = settings->confidence,
                                       .interval = (enum qa_judge_interval)settings->interval};
    if (settings->prior.n == 2) {
        prior = (struct qa_beta){settings->prior.list[0], settings->prior.list[1]};
        request.prior = &prior;
    }
    QA_TRY(take_fields(session, settings->by, &request.by));
    struct classes classes = {NULL, 0};
    QA_TRY(take_classes(session, settings, &classes));
    request.classes = classes.list;
    request.n_classes = classes.n;
    QA_TRY(read_sheets(session, paths, n_paths, &request));
    if (settings->plan != NULL) {
        QA_TRY(qa_plan_file_take(session, settings->plan, plan, &request));
    }
    struct qa_judgement judgement;
    QA_TRY(qa_judge(&request, session->arena, &judgement, &session->error));
    session->report->confidence = settings->confidence;
    session->report->verdict = qa_verdict_name(judgement.worst);
    qa_judge_tables(&judgement, session->report);
    qa_draw_of_sheets(request.sheets, request.n_sheets, session->report);
    if (request.plan != NULL) {
        qa_plan_shown(request.plan, &judgement, session->report);
    }
    QA_TRY(qa_session_print_workbook(session, &settings->output, write_book, session->report));
    return statuses[judgement.worst];
}

static enum qa_status run(struct qa_session *session, const void *given)
{
    const struct settings *settings = given;
    struct qa_plan_file plan = {0};
    if (settings->plan != NULL) {
        QA_TRY(qa_plan_file_open(session, settings->plan, &plan));
    }
    return plan.kind == QA_FILE_OF_SCORES ? judge_scores(session, settings, plan.scores)
                                          : judge_sheets(session, settings, &plan);
}

const struct qa_command qa_command_judge = {
    .group = "Audit",
    .name = "judge",
    .summary = "read the filled work sheet: error rate of each lot with its interval, ACCEPT, "
               "REJECT or UNDECIDED",
    .synopsis = "SHEET... --limit RATE|--plan FILE [options]",
    .examples = "    labelqa judge sheet.xlsx --limit 2.5%\n"
                "    labelqa judge sheet.csv more.csv --limit 2.5% --delivery labels.csv \\\n"
                "        --by stratum,annotator\n"
                "    labelqa judge sheet.csv --plan plan.csv\n"
                "    labelqa judge scores.csv --plan scores_plan.csv --lower-limit 0.75\n"
                "    labelqa judge done.csv --limit 2.5% --lot 5000 || hold payment\n",
    .details = "Exit status 0 when every lot is accepted, 1 when one is rejected, 4 when one is "
               "undecided and none rejected.",
    QA_COMMAND_TABLES,
};
