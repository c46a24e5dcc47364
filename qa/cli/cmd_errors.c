#include <math.h>
#include <string.h>

#include "qa/audit/annotator_classes.h"
#include "qa/audit/errors.h"
#include "qa/audit/layers.h"
#include "qa/audit/repeats.h"
#include "qa/audit/tracks.h"
#include "qa/audit/trend.h"
#include "qa/audit/truth.h"
#include "qa/cli/commands.h"
#include "qa/cli/kind_options.h"
#include "qa/cli/needs.h"
#include "qa/cli/rework_files.h"

struct settings {
    struct qa_reading reading;
    struct qa_output_settings output;
    struct qa_kind_settings kinds;
    double confidence;
    double threshold;
    bool class_agnostic;
    const char *stages;
    int by;
    int annotators;
    const char *key;
    const char *consensus;
    struct qa_rework_files rework;
    const char *reworked;
};

enum { BY_NOTHING, BY_BATCH, BY_WEEK };
static const char *const by_words[] = {"none", "batch", "week", NULL};

static const struct qa_option options[] = {
    {0, "threshold", QA_OPTION_REAL, offsetof(struct settings, threshold), "IOU",
     "least overlap of an object that is placed right (default: the kind's own; 0.5 for boxes)",
     NULL},
    {0, "class-agnostic", QA_OPTION_FLAG, offsetof(struct settings, class_agnostic), NULL,
     "a box of the wrong class is no error", NULL},
    QA_CONSENSUS_OPTION(struct settings, consensus),
    {0, "prelabels", QA_OPTION_TEXT,
     offsetof(struct settings, reading) + offsetof(struct qa_reading, prelabels), "FILE",
     "a model's labels before people saw them: what was kept, what was put right", NULL},
    {0, "predictions", QA_OPTION_FLAG,
     offsetof(struct settings, reading) + offsetof(struct qa_reading, with_predictions), NULL,
     "a model's answers within the delivery are such labels (Label Studio)", NULL},
    {0, "stages", QA_OPTION_TEXT, offsetof(struct settings, stages), "A,B,C",
     "order of the stages of review (column stage), when their names do not say it", NULL},
    {0, "by", QA_OPTION_CHOICE, offsetof(struct settings, by), "batch|week",
     "error rates over time: p-chart, trend", by_words},
    {0, "annotators", QA_OPTION_CHOICE, offsetof(struct settings, annotators), "auto|fixed|random",
     "rates of these annotators alone, or of those who will label, of whom they are a sample "
     "(default: a sample where a vendor has 5 or more)",
     qa_annotators_choices},
    {0, "key", QA_OPTION_TEXT, offsetof(struct settings, key), "FILE",
     "the key of an order with hidden repeats (`labelqa sample --order`): how consistent each "
     "annotator is; needs no gold",
     NULL},
    {0, "rework", QA_OPTION_TEXT,
     offsetof(struct settings, rework) + offsetof(struct qa_rework_files, folder), "FOLDER",
     "write what is wrong there, to go back: a list of the items, and for each vendor their gold",
     NULL},
    {0, "to", QA_OPTION_TEXT,
     offsetof(struct settings, rework) + offsetof(struct qa_rework_files, form), "FORM",
     "of --rework: coco, yolo, label-studio, conll or rttm (default: rows as CSV)", NULL},
    {0, "reworked", QA_OPTION_TEXT, offsetof(struct settings, reworked), "FILE",
     "the delivery is rework; FILE is the manifest.csv that --rework wrote: what came back, what "
     "is right now",
     NULL},
    {0, "conf", QA_OPTION_RATE, offsetof(struct settings, confidence), "RATE",
     "confidence of the intervals (default 0.95)", NULL},
};

static const struct qa_option_group groups[] = {
    {"Errors", options, sizeof options / sizeof *options, 0},
    QA_KIND_GROUP(struct settings, kinds),
    {"Reading", qa_reading_options, QA_N_READING_OPTIONS, offsetof(struct settings, reading)},
    {"Output", qa_output_options, QA_N_OUTPUT_OPTIONS, offsetof(struct settings, output)},
};

static const struct settings defaults = {
    .output = QA_OUTPUT_DEFAULTS, .confidence = 0.95, .threshold = (double)NAN};

static enum qa_status stage_ids(struct qa_session *session, const char *text, uint32_t **ids,
                                size_t *n)
{
    const struct qa_strings *known = session->deliveries.names->stages;
    struct qa_texts parts = qa_split_list(session->arena, text);
    *ids = QA_ARRAY(session->arena, uint32_t, parts.n + 1);
    *n = parts.n;
    for (size_t i = 0; i < parts.n; i++) {
        (*ids)[i] = qa_strings_find(known, parts.list[i], strlen(parts.list[i]));
        if ((*ids)[i] == QA_NONE) {
            return qa_fail(&session->error, QA_USAGE, "E012",
                           "--stages: no answer has the stage '%s'%s%s", parts.list[i],
                           qa_strings_count(known) == 0 ? ", nor any" : "",
                           qa_cannot_say(session, QA_GIVES_STAGE));
        }
    }
    return QA_OK;
}

static enum qa_status add_layers(struct qa_session *session, const struct settings *settings)
{
    struct qa_layers_request request = {.delivery = session->deliveries.delivery,
                                        .gold = session->deliveries.gold,
                                        .prelabels = session->deliveries.prelabels,
                                        .confidence = settings->confidence};
    if (settings->stages != NULL) {
        uint32_t *ids;
        QA_TRY(stage_ids(session, settings->stages, &ids, &request.n_stages));
        request.stages = ids;
    }
    struct qa_layers_result layers = qa_layers(&request, session->arena);
    qa_layers_tables(&layers, session->deliveries.names, session->report);
    struct qa_annotator_classes classes =
        qa_annotator_classes(request.delivery, settings->confidence, session->arena);
    qa_annotator_classes_table(&classes, session->deliveries.names, session->report);
    return QA_OK;
}

/* No method is asked for: only what all annotators say against gold. */
static void add_gold_in_doubt(struct qa_session *session)
{
    const struct qa_truth_audit_request request = {.batch = session->deliveries.delivery,
                                                   .gold = session->deliveries.gold};
    struct qa_truth_audit audit = qa_truth_audit(&request, session->arena);
    qa_check_gold_table(&audit, session->deliveries.names, session->report);
}

/* *out is NULL when no periods are asked for. */
static enum qa_status choose_periods(struct qa_session *session, const struct settings *settings,
                                     struct qa_grouping **out)
{
    const struct qa_batch *delivery = session->deliveries.delivery;
    *out = NULL;
    if (settings->by == BY_NOTHING) {
        return QA_OK;
    }
    *out = QA_NEW(session->arena, struct qa_grouping);
    **out = qa_trend_periods(settings->by == BY_BATCH ? QA_GROUP_BY_BATCH : QA_GROUP_BY_WEEK,
                             delivery, session->arena);
    if ((*out)->n_values == 0) {
        bool is_batch = settings->by == BY_BATCH;
        return qa_fail(&session->error, QA_USAGE, "E014",
                       "--by %s needs the %s, and no answer has one%s; column%s (--map) tell%s",
                       is_batch ? "batch" : "week", is_batch ? "batch" : "time of an answer",
                       is_batch ? "" : qa_cannot_say(session, QA_GIVES_TIMES),
                       is_batch ? " batch" : "s started_at, submitted_at", is_batch ? "s" : "");
    }
    if ((*out)->n_values > QA_MOST_PERIODS) {
        return qa_fail(&session->error, QA_USAGE, "E014",
                       "--by: there are %u, more than the %d of a chart", (*out)->n_values,
                       QA_MOST_PERIODS);
    }
    return QA_OK;
}

static enum qa_status add_repeats(struct qa_session *session, const struct settings *settings)
{
    const struct qa_records *key;
    struct qa_repeats repeats;
    if (settings->key == NULL) {
        return QA_OK;
    }
    QA_TRY(qa_session_records(session, settings->key, "key", "repeats_task", &key));
    QA_TRY(qa_repeats_read(session->deliveries.delivery, key, settings->confidence, session->arena,
                           &repeats, &session->error));
    qa_repeats_table(&repeats, session->deliveries.names, session->report);
    return QA_OK;
}

static enum qa_status add_rework(struct qa_session *session, const char *path,
                                 const struct qa_errors_result *result)
{
    const struct qa_records *list;
    struct qa_rework_result rework;
    QA_TRY(
        qa_session_records(session, path, "list of rework", "item,question,vendor,errors", &list));
    QA_TRY(qa_rework_match(list, result, session->arena, &rework, &session->error));
    qa_rework_tables(&rework, session->report);
    return QA_OK;
}

static enum qa_status check_rework(const struct settings *settings, struct qa_error *err)
{
    return settings->rework.form == NULL || settings->rework.folder != NULL
               ? QA_OK
               : qa_fail(err, QA_USAGE, "E217", "--to says the form of --rework FOLDER");
}

static enum qa_status add_errors(struct qa_session *session, const struct settings *settings)
{
    struct qa_grouping *periods;
    QA_TRY(choose_periods(session, settings, &periods));
    const struct qa_errors_request request = {
        .comparison = qa_session_compare(session, settings->class_agnostic),
        .periods = periods,
        .annotators = (enum qa_annotators_choice)settings->annotators,
        .confidence = settings->confidence,
    };
    struct qa_errors_result result;
    QA_TRY(qa_errors(&request, session->arena, &result, &session->error));
    qa_errors_tables(&result, session->deliveries.names, session->report);
    qa_tracks_tables(request.comparison, session->report);
    if (settings->reworked != NULL) {
        QA_TRY(add_rework(session, settings->reworked, &result));
    }
    if (periods != NULL) {
        struct qa_trend trend = qa_trend(&result, periods, session->arena);
        qa_trend_tables(&trend, session->deliveries.names, session->report);
    }
    QA_TRY(add_layers(session, settings));
    add_gold_in_doubt(session);
    return settings->rework.folder == NULL
               ? QA_OK
               : qa_write_rework(session, &result, &settings->rework, &settings->output);
}

static enum qa_status run(struct qa_session *session, const void *given)
{
    const struct settings *settings = given;
    QA_TRY(qa_threshold_check(settings->threshold, &session->error));
    QA_TRY(check_rework(settings, &session->error));
    session->questions.threshold = settings->threshold;
    QA_TRY(qa_kind_settings_load(&settings->kinds, &session->questions.setting, session->arena,
                                 &session->error));
    struct qa_reading reading = settings->reading;
    reading.needs_times = settings->by != BY_NOTHING || settings->stages != NULL;
    QA_TRY(qa_session_read(session, &reading, &settings->output));
    QA_TRY(qa_session_consensus(session, settings->consensus));
    session->report->confidence = settings->confidence;
    bool is_of_gold = settings->rework.folder != NULL || settings->reworked != NULL;
    if (settings->key == NULL || session->deliveries.gold != NULL || is_of_gold) {
        QA_TRY(qa_session_need_gold(session));
        QA_TRY(add_errors(session, settings));
    }
    QA_TRY(add_repeats(session, settings));
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
                "    labelqa errors labels.csv -g gold.csv --by week --table trend\n"
                "    labelqa errors labels.csv -g gold.csv --table wrong_items -o wrong.csv\n"
                "    labelqa errors boxes.json -g gold.json --rework back --to coco\n"
                "    labelqa errors again.json -g gold.json --reworked back/manifest.csv\n"
                "    labelqa errors labels.csv --map item=task --key key.csv   (hidden repeats)\n",
    QA_COMMAND_TABLES,
};
