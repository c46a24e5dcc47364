#include "qa/audit/errors.h"
#include "qa/cli/commands.h"

struct settings {
    struct qa_reading reading;
    struct qa_output_settings output;
    double confidence;
    double threshold;
    bool class_agnostic;
};

static const struct qa_option options[] = {
    {0, "threshold", QA_OPTION_REAL, offsetof(struct settings, threshold), "IOU",
     "least overlap of a box that is placed right (default 0.5)", NULL},
    {0, "class-agnostic", QA_OPTION_FLAG, offsetof(struct settings, class_agnostic), NULL,
     "a box of the wrong class is no error", NULL},
    {0, "conf", QA_OPTION_RATE, offsetof(struct settings, confidence), "RATE",
     "confidence of the intervals (default 0.95)", NULL},
};

static const struct qa_option_group groups[] = {
    {"Errors", options, sizeof options / sizeof *options, 0},
    {"Reading", qa_reading_options, QA_N_READING_OPTIONS, offsetof(struct settings, reading)},
    {"Output", qa_output_options, QA_N_OUTPUT_OPTIONS, offsetof(struct settings, output)},
};

static const struct settings defaults = {
    .output = QA_OUTPUT_DEFAULTS, .confidence = 0.95, .threshold = 0.5};

static enum qa_status run(struct qa_session *session, const void *given)
{
    const struct settings *settings = given;
    QA_TRY(qa_threshold_check(settings->threshold, &session->error));
    QA_TRY(qa_session_read(session, &settings->reading, &settings->output));
    QA_TRY(qa_session_need_gold(session));
    const struct qa_errors_request request = {
        .delivery = session->deliveries.delivery,
        .gold = session->deliveries.gold,
        .confidence = settings->confidence,
        .threshold = settings->threshold,
        .poor_threshold = QA_POOR_THRESHOLD,
        .class_agnostic = settings->class_agnostic,
    };
    struct qa_errors_result result;
    QA_TRY(qa_errors(&request, session->arena, &result, &session->error));
    session->report->confidence = settings->confidence;
    qa_errors_tables(&result, session->deliveries.names, session->report);
    return qa_session_print(session, &settings->output);
}

const struct qa_command qa_command_errors = {
    .group = "Measure",
    .name = "errors",
    .summary = "per-annotator and per-class error rates against gold, confusion matrix, the list "
               "of wrong items",
    .synopsis = "DELIVERY... -g GOLD [options]",
    .examples = "    labelqa errors labels.csv -g gold.csv\n"
                "    labelqa errors --map gold=truth labels.csv   (gold is a column there)\n"
                "    labelqa errors boxes.json -g gold.json --threshold 0.7\n"
                "    labelqa errors labels.csv -g gold.csv --table wrong_items -o rework.csv\n",
    .groups = groups,
    .n_groups = sizeof groups / sizeof *groups,
    .settings_size = sizeof defaults,
    .defaults = &defaults,
    .run = run,
};
