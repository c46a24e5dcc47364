#include "qa/audit/truth.h"
#include "qa/cli/commands.h"
#include "qa/cli/needs.h"

struct settings {
    struct qa_reading reading;
    struct qa_output_settings output;
    struct qa_truth_audit_request request;
};
#define REQUEST(member) offsetof(struct settings, request.member)

static const char *const methods[] = {"majority", "dawid-skene", "one-coin", "mace", "all", NULL};

static const struct qa_option options[] = {
    {0, "method", QA_OPTION_SET, REQUEST(methods), "LIST|all",
     "majority, dawid-skene, one-coin, mace, comma-separated (default dawid-skene)", methods},
    {0, "smoothing", QA_OPTION_REAL, REQUEST(smoothing), "COUNT",
     "pseudo-count that keeps probabilities from 0 (default 0.01; 0: none)"},
    {0, "tolerance", QA_OPTION_REAL, REQUEST(tolerance), "SHARE",
     "stop when the log-likelihood rises by less than this share (default 1e-10)"},
    {0, "max-iterations", QA_OPTION_COUNT, REQUEST(max_iterations), "N",
     "stop after N steps at the latest and say so (default 1000)"},
    {0, "conf", QA_OPTION_RATE, REQUEST(confidence), "RATE",
     "confidence of the intervals (default 0.95)"},
    {0, "posteriors", QA_OPTION_FLAG, REQUEST(all_posteriors), NULL,
     "also every label's probability for every item (table posteriors)"},
};

static const struct qa_option_group groups[] = {
    {"Truth", options, sizeof options / sizeof *options, 0},
    {"Reading", qa_reading_options, QA_N_READING_OPTIONS, offsetof(struct settings, reading)},
    {"Output", qa_output_options, QA_N_OUTPUT_OPTIONS, offsetof(struct settings, output)},
};

static const struct settings defaults = {.output = QA_OUTPUT_DEFAULTS,
                                         .request = {.methods = 1U << QA_TRUTH_DAWID_SKENE,
                                                     .smoothing = 0.01,
                                                     .tolerance = 1e-10,
                                                     .max_iterations = 1000,
                                                     .confidence = 0.95}};

static enum qa_status run(struct qa_session *session, const void *given)
{
    const struct settings *settings = given;
    struct qa_truth_audit_request request = settings->request;
    QA_TRY(qa_session_read(session, &settings->reading, &settings->output));
    QA_TRY(qa_session_need_annotators(session));
    request.batch = session->deliveries.delivery;
    request.gold = session->deliveries.gold;
    request.labels = session->questions.labels;
    request.n_labels = session->questions.n_labels;
    QA_TRY(qa_truth_check(&request, &session->error));
    struct qa_truth_audit audit = qa_truth_audit(&request, session->arena);
    session->report->confidence = request.confidence;
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
