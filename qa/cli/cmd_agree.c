#include "qa/audit/agreement.h"
#include "qa/cli/commands.h"

struct settings {
    struct qa_reading reading;
    struct qa_output_settings output;
    double confidence;
    const char *labels;
    uint64_t divided;
};

static const struct qa_option options[] = {
    {0, "labels", QA_OPTION_TEXT, offsetof(struct settings, labels), "A,B,C",
     "the declared label set, in the order of its scale", NULL},
    {0, "conf", QA_OPTION_RATE, offsetof(struct settings, confidence), "RATE",
     "confidence of the intervals (default 0.95)", NULL},
    {0, "top", QA_OPTION_COUNT, offsetof(struct settings, divided), "N",
     "list the N items that divide annotators most (default 20)", NULL},
};

static const struct qa_option_group groups[] = {
    {"Agreement", options, sizeof options / sizeof *options, 0},
    {"Reading", qa_reading_options, QA_N_READING_OPTIONS, offsetof(struct settings, reading)},
    {"Output", qa_output_options, QA_N_OUTPUT_OPTIONS, offsetof(struct settings, output)},
};

static const struct settings defaults = {
    .output = QA_OUTPUT_DEFAULTS, .confidence = 0.95, .divided = 20};

static enum qa_status run(struct qa_session *session, const void *given)
{
    const struct settings *settings = given;
    QA_TRY(qa_session_read(session, &settings->reading, &settings->output));
    struct qa_texts labels = {NULL, 0};
    if (settings->labels != NULL) {
        labels = qa_split_list(session->arena, settings->labels);
    }
    const struct qa_agreement_request request = {
        .batch = session->deliveries.delivery,
        .labels = qa_label_ids(session, &labels),
        .n_labels = labels.n,
        .confidence = settings->confidence,
        .n_divided = settings->divided,
        .per_vendor = true,
    };
    struct qa_agreement_result result = qa_agreement(&request, session->arena);
    session->report->confidence = settings->confidence;
    qa_agreement_tables(&result, session->deliveries.names, session->report);
    return qa_session_print(session, &settings->output);
}

const struct qa_command qa_command_agree = {
    .group = "Measure",
    .name = "agree",
    .summary = "agreement between annotators on labels: Cohen, Fleiss, Krippendorff, with "
               "intervals, pair table, items that divide annotators",
    .synopsis = "DELIVERY... [options]",
    .examples = "    labelqa agree labels.csv\n"
                "    labelqa agree --vendor acme='acme/*.csv' --vendor zeta=zeta.csv\n"
                "    labelqa agree --map item=unit,annotator=who,label=answer export.csv\n"
                "    labelqa agree labels.csv --format csv --table pairs -o pairs.csv\n",
    .groups = groups,
    .n_groups = sizeof groups / sizeof *groups,
    .settings_size = sizeof defaults,
    .defaults = &defaults,
    .run = run,
};
