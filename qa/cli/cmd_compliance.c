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
    struct qa_project_days days;
};

static const struct qa_option options[] = {
    {0, "questions", QA_OPTION_TEXT, offsetof(struct settings, questions), "FILE",
     "your own list of questions, if that was sent: id, question, topic, requirement, wanted, "
     "proof, weight"},
    {0, "vendor", QA_OPTION_TEXTS, offsetof(struct settings, vendors), "NAME=FILES",
     "files of one vendor, whatever name they give; comma-separated, wildcards allowed"},
    {0, "starts", QA_OPTION_DATE, offsetof(struct settings, days.starts), "DATE",
     "first day of the project: certificates that ended before it prove nothing"},
    {0, "ends", QA_OPTION_DATE, offsetof(struct settings, days.ends), "DATE",
     "last day of the project: certificates that end before it are reported"},
    {0, "as-of", QA_OPTION_DATE, offsetof(struct settings, days.as_of), "DATE",
     "the day to judge from, such as that of the decision"},
};

static const struct qa_option_group groups[] = {
    {"Compliance", options, sizeof options / sizeof *options, 0},
    {"Numbers and dates", qa_notation_options, QA_N_NOTATION_OPTIONS,
     offsetof(struct settings, notation)},
    {"Output", qa_output_options, QA_N_OUTPUT_OPTIONS, offsetof(struct settings, output)},
};

static const struct settings defaults = {.output = QA_OUTPUT_DEFAULTS,
                                         .days = {QA_NO_TIME, QA_NO_TIME, QA_NO_TIME}};

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

static enum qa_status run(struct qa_session *session, const void *given)
{
    /* A hundred answers are for machines and the workbook; people read what follows from them. */
    static const char *const shown[] = {"compliance", "ask_again", "promises", NULL};
    const struct settings *settings = given;
    const struct qa_project_days *days = &settings->days;
    struct qa_response_path *paths;
    struct qa_response_file *files;
    const struct qa_questionnaire *questionnaire;
    struct qa_responses responses;
    size_t n;
    session->notation = qa_notation_of(&settings->notation);
    QA_TRY(QA_REFUSE(
        &session->error, "E002",
        {days->starts != QA_NO_TIME && days->ends != QA_NO_TIME && days->ends < days->starts,
         "--ends is before --starts"}));
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
        qa_compliance(&responses, days, session->arena, &session->findings);
    qa_compliance_tables(&compliance, session->report);
    const char **names = QA_ARRAY(session->arena, const char *, compliance.n + 1);
    for (size_t v = 0; v < compliance.n; v++) {
        names[v] = compliance.vendors[v].vendor;
    }
    qa_say_respelt(names, compliance.n, NULL, &session->findings);
    qa_responses_count(session, files, n);
    QA_TRY(qa_session_print_shown(session, &settings->output, shown));
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
