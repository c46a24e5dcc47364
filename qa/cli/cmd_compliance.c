#include <string.h>

#include "qa/base/time.h"
#include "qa/batch/spelling.h"
#include "qa/cli/commands.h"
#include "qa/cli/responses.h"
#include "qa/procurement/compliance.h"

struct settings {
    struct qa_output_settings output;
    struct qa_notation_settings notation;
    struct qa_texts vendors;
    const char *questions;
    const char *starts;
    const char *ends;
    const char *as_of;
};

static const struct qa_option options[] = {
    {0, "questions", QA_OPTION_TEXT, offsetof(struct settings, questions), "FILE",
     "your own list of questions, if that was sent: id, question, topic, requirement, wanted, "
     "proof, weight",
     NULL},
    {0, "vendor", QA_OPTION_TEXTS, offsetof(struct settings, vendors), "NAME=FILES",
     "files of one vendor, whatever name they give; comma-separated, wildcards allowed", NULL},
    {0, "starts", QA_OPTION_TEXT, offsetof(struct settings, starts), "DATE",
     "first day of the project: certificates that ended before it prove nothing", NULL},
    {0, "ends", QA_OPTION_TEXT, offsetof(struct settings, ends), "DATE",
     "last day of the project: certificates that end before it are reported", NULL},
    {0, "as-of", QA_OPTION_TEXT, offsetof(struct settings, as_of), "DATE",
     "the day to judge from, such as that of the decision", NULL},
};

static const struct qa_option_group groups[] = {
    {"Compliance", options, sizeof options / sizeof *options, 0},
    {"Numbers and dates", qa_notation_options, QA_N_NOTATION_OPTIONS,
     offsetof(struct settings, notation)},
    {"Output", qa_output_options, QA_N_OUTPUT_OPTIONS, offsetof(struct settings, output)},
};

static const struct settings defaults = {.output = QA_OUTPUT_DEFAULTS};

static enum qa_status parse_date(const char *option, const char *text, int64_t *out,
                                 struct qa_error *err)
{
    *out = QA_NO_TIME;
    if (text == NULL || qa_date_parse(text, strlen(text), out)) {
        return QA_OK;
    }
    return qa_fail(err, QA_USAGE, "E002", "%s: '%s' is not a date such as 2027-03-31", option,
                   text);
}

static enum qa_status parse_days(const struct settings *settings, struct qa_project_days *days,
                                 struct qa_error *err)
{
    QA_TRY(parse_date("--starts", settings->starts, &days->starts, err));
    QA_TRY(parse_date("--ends", settings->ends, &days->ends, err));
    QA_TRY(parse_date("--as-of", settings->as_of, &days->as_of, err));
    if (days->starts != QA_NO_TIME && days->ends != QA_NO_TIME && days->ends < days->starts) {
        return qa_fail(err, QA_USAGE, "E002", "--ends: %s is before --starts %s", settings->ends,
                       settings->starts);
    }
    return QA_OK;
}

/* A vendor that fails is a limit that failed; one without proof leaves it open. */
static enum qa_status status_of(const struct qa_compliance *compliance)
{
    enum qa_status status = QA_OK;
    for (size_t v = 0; v < compliance->n; v++) {
        if (compliance->vendors[v].gate == QA_GATE_FAIL) {
            return QA_LIMIT_FAILED;
        }
        if (compliance->vendors[v].gate == QA_GATE_INCONCLUSIVE) {
            status = QA_UNDECIDED;
        }
    }
    return status;
}

/* A hundred answers are for machines and the workbook; people read what follows from them. */
static void hide_answers(struct qa_session *session, const struct qa_output_settings *output)
{
    struct qa_report *shown = QA_NEW(session->arena, struct qa_report);
    const struct qa_report *full = session->report;
    if (qa_output_format_of(output) != QA_OUT_TABLE || output->table != NULL) {
        return;
    }
    *shown = *full;
    shown->tables = NULL;
    shown->n_tables = 0;
    for (size_t t = 0; t < full->n_tables; t++) {
        if (strcmp(full->tables[t]->name, "answers") != 0) {
            qa_report_add_table(shown, full->tables[t]);
        }
    }
    session->report = shown;
}

static enum qa_status run(struct qa_session *session, const void *given)
{
    const struct settings *settings = given;
    struct qa_project_days days;
    struct qa_response_path *paths;
    struct qa_response_file *files;
    const struct qa_questionnaire *questionnaire;
    struct qa_responses responses;
    size_t n;
    session->notation = qa_notation_of(&settings->notation);
    QA_TRY(parse_days(settings, &days, &session->error));
    QA_TRY(qa_response_paths(session, &settings->vendors, &paths, &n));
    QA_TRY(qa_session_questionnaire(session, settings->questions, &questionnaire));
    QA_TRY(qa_session_responses(session, paths, n, &files));
    enum qa_status status = qa_responses_parse(files, n, questionnaire, session->arena,
                                               &session->findings, &responses, &session->error);
    QA_TRY(qa_session_stop_on_errors(session, settings->output.max_errors));
    QA_TRY(status);
    if (responses.n == 0) {
        return qa_fail_at(&session->error, "E441", files[0].path, 0, 0,
                          "no vendor answered or promised anything");
    }
    struct qa_compliance compliance =
        qa_compliance(&responses, &days, session->arena, &session->findings);
    qa_compliance_tables(&compliance, session->report);
    const char **names = QA_ARRAY(session->arena, const char *, compliance.n + 1);
    for (size_t v = 0; v < compliance.n; v++) {
        names[v] = compliance.vendors[v].vendor;
    }
    qa_say_respelt(names, compliance.n, NULL, &session->findings);
    qa_responses_count(session, files, n);
    hide_answers(session, &settings->output);
    QA_TRY(qa_session_print(session, &settings->output));
    return status_of(&compliance);
}

const struct qa_command qa_command_compliance = {
    .group = "Buy",
    .name = "compliance",
    .summary = "judge the answers to a request: musts, proof and its last day, score, what to ask "
               "again",
    .synopsis = "FILES... [options]",
    .examples = "    labelqa compliance returned/*.xlsx --starts 2026-07-01 --ends 2027-06-30\n"
                "    labelqa compliance acme-questions.csv --questions asked.csv --table "
                "ask_again\n"
                "    labelqa compliance --vendor acme=returned/ACME_Ltd.xlsx\n",
    .details = "Reads the requests that labelqa init --request wrote and vendors filled, as .xlsx "
               "or CSV; several files may be one vendor's. A must that is not met, or not "
               "answered, is a FAIL; a must without the proof asked for is INCONCLUSIVE. Exit "
               "status 1 when a vendor fails, 4 when one is inconclusive and none fails.",
    QA_COMMAND_TABLES,
};
