#include "qa/audit/judge.h"
#include "qa/cli/commands.h"

struct settings {
    struct qa_reading reading;
    struct qa_output_settings output;
    double limit;
    double confidence;
    uint64_t lot;
    struct qa_texts deliveries;
};

static const struct qa_option options[] = {
    {0, "limit", QA_OPTION_RATE, offsetof(struct settings, limit), "RATE",
     "highest error rate that is accepted, written 2.5% or 0.025", NULL},
    {0, "conf", QA_OPTION_RATE, offsetof(struct settings, confidence), "RATE",
     "confidence of the intervals (default 0.95)", NULL},
    {0, "lot", QA_OPTION_COUNT, offsetof(struct settings, lot), "N",
     "size of the lot, for a sheet that does not say it", NULL},
    {'d', "delivery", QA_OPTION_TEXTS, offsetof(struct settings, deliveries), "FILE",
     "the delivery that was sampled, to compare the auditor's own labels with; may be repeated",
     NULL},
};

static const struct qa_option_group groups[] = {
    {"Judging", options, sizeof options / sizeof *options, 0},
    {"Reading", qa_reading_options, QA_N_READING_OPTIONS, offsetof(struct settings, reading)},
    {"Output", qa_output_options, QA_N_OUTPUT_OPTIONS, offsetof(struct settings, output)},
};

static const struct settings defaults = {
    .output = QA_OUTPUT_DEFAULTS, .limit = -1, .confidence = 0.95};

/* The delivery stands behind --delivery and --vendor here, because the operand is the sheet. */
static enum qa_status read_delivery(struct qa_session *session, const struct settings *settings)
{
    if (settings->deliveries.n == 0 && settings->reading.vendors.n == 0) {
        return QA_OK;
    }
    session->operands = settings->deliveries.list;
    session->n_operands = settings->deliveries.n;
    return qa_session_read(session, &settings->reading, &settings->output);
}

static enum qa_status run(struct qa_session *session, const void *given)
{
    static const enum qa_status statuses[] = {
        [QA_ACCEPT] = QA_OK, [QA_REJECT] = QA_LIMIT_FAILED, [QA_VERDICT_UNDECIDED] = QA_UNDECIDED};
    const struct settings *settings = given;
    if (session->n_operands != 1) {
        return qa_fail(&session->error, QA_USAGE, "E005",
                       "judge reads one filled work sheet: labelqa judge sheet.csv --limit 2.5%%");
    }
    if (settings->limit < 0) {
        return qa_fail(&session->error, QA_USAGE, "E002",
                       "--limit says which error rate is still accepted, for example 2.5%%");
    }
    const char *path = session->operands[0];
    QA_TRY(read_delivery(session, settings));
    struct qa_judge_request request = {
        .delivery = session->deliveries.delivery,
        .lot_size = settings->lot,
        .limit = settings->limit,
        .confidence = settings->confidence,
    };
    QA_TRY(qa_session_records(session, path, "work sheet", "verdict,gold", &request.sheet));
    struct qa_judgement judgement;
    QA_TRY(qa_judge(&request, session->arena, &judgement, &session->error));
    session->report->confidence = settings->confidence;
    session->report->verdict = qa_verdict_name(judgement.worst);
    qa_judge_tables(&judgement, session->report);
    QA_TRY(qa_session_print(session, &settings->output));
    return statuses[judgement.worst];
}

const struct qa_command qa_command_judge = {
    .group = "Audit",
    .name = "judge",
    .summary = "read the filled work sheet: error rate of each lot with its interval, ACCEPT, "
               "REJECT or UNDECIDED",
    .synopsis = "SHEET --limit RATE [options]",
    .examples = "    labelqa judge sheet.csv --limit 2.5%\n"
                "    labelqa judge sheet.csv --limit 2.5% --delivery labels.csv\n"
                "    labelqa judge done.csv --limit 2.5% --lot 5000 || hold payment\n",
    .details = "Exit status 0 when every lot is accepted, 1 when one is rejected, 4 when one is "
               "undecided and none rejected.",
    .groups = groups,
    .n_groups = sizeof groups / sizeof *groups,
    .settings_size = sizeof defaults,
    .defaults = &defaults,
    .run = run,
};
