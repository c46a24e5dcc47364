#include <string.h>

#include "qa/audit/truth.h"
#include "qa/base/number.h"
#include "qa/cli/commands.h"
#include "qa/cli/needs.h"

struct settings {
    struct qa_reading reading;
    struct qa_output_settings output;
    const char *methods;
    double smoothing;
    double tolerance;
    uint64_t max_iterations;
    double confidence;
    bool posteriors;
};

static const struct qa_option options[] = {
    {0, "method", QA_OPTION_TEXT, offsetof(struct settings, methods), "LIST|all",
     "majority, dawid-skene, one-coin, mace, comma-separated (default dawid-skene)", NULL},
    {0, "smoothing", QA_OPTION_REAL, offsetof(struct settings, smoothing), "COUNT",
     "pseudo-count that keeps probabilities from 0 (default 0.01; 0: none)", NULL},
    {0, "tolerance", QA_OPTION_REAL, offsetof(struct settings, tolerance), "SHARE",
     "stop when the log-likelihood rises by less than this share (default 1e-10)", NULL},
    {0, "max-iterations", QA_OPTION_COUNT, offsetof(struct settings, max_iterations), "N",
     "stop after N steps at the latest and say so (default 1000)", NULL},
    {0, "conf", QA_OPTION_RATE, offsetof(struct settings, confidence), "RATE",
     "confidence of the intervals (default 0.95)", NULL},
    {0, "posteriors", QA_OPTION_FLAG, offsetof(struct settings, posteriors), NULL,
     "also every label's probability for every item (table posteriors)", NULL},
};

static const struct qa_option_group groups[] = {
    {"Truth", options, sizeof options / sizeof *options, 0},
    {"Reading", qa_reading_options, QA_N_READING_OPTIONS, offsetof(struct settings, reading)},
    {"Output", qa_output_options, QA_N_OUTPUT_OPTIONS, offsetof(struct settings, output)},
};

static const struct settings defaults = {.output = QA_OUTPUT_DEFAULTS,
                                         .methods = "dawid-skene",
                                         .smoothing = 0.01,
                                         .tolerance = 1e-10,
                                         .max_iterations = 1000,
                                         .confidence = 0.95};

/* A method's name with '-' or '_'. */
static bool names_method(const char *text, const char *name)
{
    for (; *text != '\0' && *name != '\0'; text++, name++) {
        bool same = *text == *name || (*text == '-' && *name == '_');
        if (!same) {
            return false;
        }
    }
    return *text == *name;
}

static enum qa_status choose_methods(struct qa_session *session, const char *text, bool *chosen)
{
    struct qa_texts parts = qa_split_list(session->arena, text);
    for (size_t i = 0; i < parts.n; i++) {
        bool all = strcmp(parts.list[i], "all") == 0;
        bool found = all;
        for (int m = 0; m < QA_N_TRUTH_METHODS; m++) {
            if (all || names_method(parts.list[i], qa_truth_method_names[m])) {
                chosen[m] = found = true;
            }
        }
        if (!found) {
            return qa_fail(&session->error, QA_USAGE, "E002",
                           "--method: '%s' is not one of majority, dawid-skene, one-coin, mace, "
                           "all",
                           parts.list[i]);
        }
    }
    return QA_OK;
}

/* All methods but the majority weigh annotators, of whom counts know nothing. */
static enum qa_status check_counts(struct qa_session *session,
                                   const struct qa_truth_audit_request *request)
{
    for (int m = 0; m < QA_N_TRUTH_METHODS && qa_batch_has_counts(request->batch); m++) {
        if (m != QA_TRUTH_MAJORITY && request->methods[m]) {
            return qa_fail(&session->error, QA_INPUT, "E165",
                           "a file counts answers and has no annotators to weigh: --method "
                           "majority goes without them");
        }
    }
    return QA_OK;
}

static enum qa_status run(struct qa_session *session, const void *given)
{
    const struct settings *settings = given;
    struct qa_truth_audit_request request = {.smoothing = settings->smoothing,
                                             .tolerance = settings->tolerance,
                                             .max_iterations = settings->max_iterations,
                                             .confidence = settings->confidence,
                                             .all_posteriors = settings->posteriors};
    QA_TRY(choose_methods(session, settings->methods, request.methods));
    if (settings->smoothing < 0 || settings->tolerance < 0 || settings->max_iterations == 0) {
        return qa_fail(&session->error, QA_USAGE, "E002",
                       "--smoothing and --tolerance are not below 0, --max-iterations above 0");
    }
    QA_TRY(qa_session_read(session, &settings->reading, &settings->output));
    QA_TRY(qa_session_need_annotators(session));
    request.batch = session->deliveries.delivery;
    QA_TRY(check_counts(session, &request));
    request.gold = session->deliveries.gold;
    request.labels = session->questions.labels;
    request.n_labels = session->questions.n_labels;
    struct qa_truth_audit audit = qa_truth_audit(&request, session->arena);
    session->report->confidence = settings->confidence;
    qa_truth_tables(&audit, session->deliveries.names, session->report);
    return qa_session_print(session, &settings->output);
}

const struct qa_command qa_command_truth = {
    .group = "Measure",
    .name = "truth",
    .summary = "the right labels from the annotators' alone: majority, Dawid-Skene, one-coin, MACE",
    .synopsis = "DELIVERY... [options]",
    .examples = "    labelqa truth labels.csv\n"
                "    labelqa truth labels.csv -g gold.csv --method all\n"
                "    labelqa truth labels.csv --duplicates keep --table truth -o truth.csv\n",
    QA_COMMAND_TABLES,
};
