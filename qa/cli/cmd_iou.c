#include <math.h>

#include "qa/audit/overlap.h"
#include "qa/cli/commands.h"
#include "qa/cli/comparing.h"
#include "qa/cli/needs.h"

struct settings {
    struct qa_reading reading;
    struct qa_output_settings output;
    struct qa_comparing comparing;
    double confidence;
    bool matches;
};

static const struct qa_option options[] = {
    {0, "threshold", QA_OPTION_REAL, offsetof(struct settings, comparing.threshold), "IOU",
     "least overlap of a match, above 0 up to 1 (default: the kind's own; 0.5 for boxes)"},
    {0, "class-agnostic", QA_OPTION_FLAG, offsetof(struct settings, comparing.class_agnostic), NULL,
     "match objects of any classes; without it only equal classes match"},
    QA_CONSENSUS_OPTION(struct settings, comparing.consensus),
    {0, "matches", QA_OPTION_FLAG, offsetof(struct settings, matches), NULL,
     "add the table of all object pairs"},
    {0, "conf", QA_OPTION_RATE, offsetof(struct settings, confidence), "RATE",
     "confidence of the intervals (default 0.95)"},
};

static const struct qa_option_group groups[] = {
    {"Overlap", options, sizeof options / sizeof *options, 0},
    QA_KIND_GROUP(struct settings, comparing.kinds),
    {"Reading", qa_reading_options, QA_N_READING_OPTIONS, offsetof(struct settings, reading)},
    {"Output", qa_output_options, QA_N_OUTPUT_OPTIONS, offsetof(struct settings, output)},
};

static const struct settings defaults = {
    .output = QA_OUTPUT_DEFAULTS, .confidence = 0.95, .comparing = {.threshold = (double)NAN}};

static enum qa_status run(struct qa_session *session, const void *given)
{
    const struct settings *settings = given;
    QA_TRY(qa_session_read_compared(session, &settings->reading, &settings->output,
                                    &settings->comparing));
    QA_TRY(qa_session_need_pairs(session));
    const struct qa_overlap_request request = {
        .comparison = qa_session_compare(session, settings->comparing.class_agnostic),
        .confidence = settings->confidence,
        .show_matches = settings->matches,
    };
    QA_TRY(qa_session_need_objects(session, request.comparison));
    struct qa_overlap_result result = qa_overlap(&request, session->arena);
    session->report->confidence = settings->confidence;
    qa_overlap_tables(&result, &request, session->report);
    return qa_session_print(session, &settings->output);
}

const struct qa_command qa_command_iou = {
    .group = "Measure",
    .name = "iou",
    .summary = "match objects; IoU distribution, missed and spurious objects per class, size, "
               "annotator and vendor",
    .synopsis = "DELIVERY... [-g REFERENCE] [options]",
    .examples = "    labelqa iou boxes.json -g gold.json\n"
                "    labelqa iou boxes.csv                    (between each pair of annotators)\n"
                "    labelqa iou boxes.json -g gold.json --threshold 0.75 --class-agnostic\n",
    QA_COMMAND_TABLES,
};
