#include <math.h>

#include "qa/audit/judge_choice.h"
#include "qa/cli/commands.h"
#include "reports/workbook.h"

struct settings {
    struct qa_reading reading;
    struct qa_output_settings output;
    struct qa_judge_choice choice;
    struct qa_texts deliveries;
    const char *plan;
};
#define CHOICE(member) offsetof(struct settings, choice.member)

static const char *const intervals[] = {"auto", "exact", "wilson", "jeffreys", "t", NULL};

static const struct qa_option options[] = {
    {0, "limit", QA_OPTION_RATE, CHOICE(request.limit), "RATE",
     "highest error rate that is accepted, written 2.5% or 0.025"},
    {0, "conf", QA_OPTION_RATE, CHOICE(request.confidence), "RATE",
     "confidence of the intervals and of the bounds that decide (default 0.95)"},
    {0, "lot", QA_OPTION_COUNT, CHOICE(request.lot_size), "N",
     "size of the lot, for a sheet that does not say it", .least = 1},
    {'d', "delivery", QA_OPTION_TEXTS, offsetof(struct settings, deliveries), "FILE",
     "the delivery that was sampled, to compare the auditor's own labels with; may be repeated"},
    {0, "plan", QA_OPTION_TEXT, offsetof(struct settings, plan), "FILE",
     "decide by this plan's numbers (`labelqa plan --format csv`), or by those of each class of "
     "errors, instead of the limit's bounds"},
    {0, "lower-limit", QA_OPTION_REAL, CHOICE(lower_limit), "SCORE",
     "scores below are errors, for a plan of `labelqa plan --variables` and lists of item, score; "
     "default: the plan's own"},
    {0, "interval", QA_OPTION_CHOICE, CHOICE(interval), "auto|exact|wilson|jeffreys|t",
     "of the error rate (default auto: exact, or by the design)", intervals},
    {0, "by", QA_OPTION_SET, CHOICE(request.by), "FIELD,...",
     "error rate of each stratum, class, annotator, batch, auditor (any of them)",
     qa_judge_field_names},
    {0, "severity-limits", QA_OPTION_TEXT, CHOICE(limits), "NAME=RATE,...",
     "limits of classes of errors (column severity): critical=0.1%,major=1%"},
    {0, "severity-weights", QA_OPTION_TEXT, CHOICE(weights), "NAME=W,...",
     "weights of classes of errors, for weighted errors per million: critical=10,major=5,minor=1"},
    {0, "prior", QA_OPTION_REALS, CHOICE(prior), "A,B",
     "beta prior of the rate: A errors and B correct answers seen before"},
};

static const struct qa_option_group groups[] = {
    {"Judging", options, sizeof options / sizeof *options, 0},
    {"Reading", qa_reading_options, QA_N_READING_OPTIONS, offsetof(struct settings, reading)},
    {"Output", qa_output_options, QA_N_OUTPUT_OPTIONS, offsetof(struct settings, output)},
};

static const struct settings defaults = {
    .output = QA_OUTPUT_DEFAULTS,
    .choice = {.request = {.limit = -1, .confidence = 0.95}, .lower_limit = (double)NAN}};

/* The delivery stands behind --delivery and --vendor here, because the operands are sheets. */
static enum qa_status read_delivery(struct qa_session *session, const struct settings *settings)
{
    session->operands = settings->deliveries.list;
    session->n_operands = settings->deliveries.n;
    return qa_session_read(session, &settings->reading, &settings->output);
}

static enum qa_status run(struct qa_session *session, const void *given)
{
    static const enum qa_status statuses[] = {
        [QA_ACCEPT] = QA_OK, [QA_REJECT] = QA_LIMIT_FAILED, [QA_VERDICT_UNDECIDED] = QA_UNDECIDED};
    const struct settings *settings = given;
    struct qa_judge_choice choice = settings->choice;
    struct qa_judging judging;
    enum qa_verdict verdict;
    const struct qa_sheet_files sheets = {session->operands, session->n_operands};
    choice.request.n_sheets = sheets.n;
    choice.has_delivery = settings->deliveries.n + settings->reading.vendors.n > 0;
    QA_TRY(qa_session_records(session, settings->plan, "plan", "n,sample_size", &choice.plan));
    QA_TRY(qa_judge_choose(&choice, session->arena, &judging, &session->error));
    if (choice.has_delivery) {
        QA_TRY(read_delivery(session, settings));
        judging.request.delivery = session->deliveries.delivery;
    }
    QA_TRY(qa_session_sheets(session, &sheets, judging.is_of_scores, &judging.request.sheets));
    QA_TRY(qa_judge_answer(&judging, session->report, &verdict, &session->error));
    QA_TRY(qa_session_print_book(session, &settings->output, qa_workbook_audit_plan));
    return statuses[verdict];
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
