#include <math.h>

#include "qa/audit/scored.h"
#include "qa/cli/commands.h"
#include "qa/cli/comparing.h"
#include "qa/cli/needs.h"
#include "qa/score/recordings.h"
#include "qa/score/sums.h"

enum { BY_USUAL, BY_ITEM };
enum { AUTO, BOOTSTRAP };

struct settings {
    struct qa_reading reading;
    struct qa_output_settings output;
    struct qa_comparing comparing;
    double confidence;
    int by;
    const char *save;
    struct qa_texts sums;
    int interval;
    struct qa_resampling bootstrap;
};

#define AT(member) offsetof(struct settings, member)

static const char *const intervals[] = {"auto", "bootstrap", NULL};
static const char *const by_choices[] = {"all", "item", NULL};

static const struct qa_option options[] = {
    {0, "threshold", QA_OPTION_REAL, AT(comparing.threshold), "SIMILARITY",
     "least similarity of two objects that are the same, above 0 up to 1 (default: the kind's own; "
     "0.5 for boxes)"},
    {0, "class-agnostic", QA_OPTION_FLAG, AT(comparing.class_agnostic), NULL,
     "match objects of any classes; without it only equal classes match"},
    {0, "by", QA_OPTION_CHOICE, AT(by), "item",
     "a row for each item too, beside those by class, annotator, vendor, batch and size",
     by_choices},
    {0, "conf", QA_OPTION_RATE, AT(confidence), "RATE",
     "confidence of the intervals (default 0.95)"},
    QA_CONSENSUS_OPTION(struct settings, comparing.consensus),
    {0, "interval", QA_OPTION_CHOICE, AT(interval), "auto|bootstrap",
     "how intervals are made (default auto: over items from their sums)", intervals},
    {0, "resamples", QA_OPTION_COUNT, AT(bootstrap.n_resamples), "N",
     "of the bootstrap over items (default 2000)", .least = 100, .most = 1e7},
    {'s', "seed", QA_OPTION_COUNT, AT(bootstrap.seed), "N", "of the bootstrap (default 1)"},
    {0, "save-sums", QA_OPTION_TEXT, AT(save), "FILE",
     "write what all figures are made of, to be joined with that of other items"},
    {0, "sums", QA_OPTION_TEXTS, AT(sums), "FILE",
     "in place of deliveries: sums that other runs saved, of items of their own; may be repeated"},
};

static const struct qa_option_group groups[] = {
    {"Scores", options, sizeof options / sizeof *options, 0},
    QA_KIND_GROUP(struct settings, comparing.kinds),
    {"Reading", qa_reading_options, QA_N_READING_OPTIONS, offsetof(struct settings, reading)},
    {"Output", qa_output_options, QA_N_OUTPUT_OPTIONS, offsetof(struct settings, output)},
};

static const struct settings defaults = {.output = QA_OUTPUT_DEFAULTS,
                                         .confidence = 0.95,
                                         .comparing = {.threshold = (double)NAN},
                                         .bootstrap = {QA_INTERVAL_BOOTSTRAP, 2000, 1}};

static enum qa_status score_deliveries(struct qa_session *session, const struct settings *settings,
                                       struct qa_score_result *result,
                                       const struct qa_comparison **comparison)
{
    struct qa_reading reading = settings->reading;
    if (settings->save != NULL && reading.undelivered == QA_UNDELIVERED_AUTO) {
        reading.undelivered = QA_UNDELIVERED_IGNORED; /* other parts have the other items */
    }
    QA_TRY(qa_session_read_compared(session, &reading, &settings->output, &settings->comparing));
    QA_TRY(qa_session_need_pairs(session));
    struct qa_scores_resampling *resampling = QA_NEW(session->arena, struct qa_scores_resampling);
    *resampling = (struct qa_scores_resampling){settings->bootstrap, settings->confidence};
    bool draws = settings->interval == BOOTSTRAP;
    session->report->has_seed = draws;
    session->report->seed = settings->bootstrap.seed;
    const struct qa_scores_request request = {
        .resampling = draws ? resampling : NULL,
        .comparison = qa_session_compare(session, settings->comparing.class_agnostic),
        .with_run_figures = true,
        .groupings = settings->by == BY_ITEM ? QA_SCORES_USUAL | QA_SCORES_BY(QA_SCORE_ITEM) : 0};
    *comparison = request.comparison;
    qa_recordings_say(request.comparison, &session->findings);
    *result = qa_score_comparison(&request, session->arena);
    return QA_OK;
}

static enum qa_status join_sums(struct qa_session *session, const struct settings *settings,
                                struct qa_score_result *result)
{
    size_t n = settings->sums.n;
    struct qa_score_result *parts = QA_ARRAY(session->arena, struct qa_score_result, n);
    QA_TRY(QA_REFUSE(
        &session->error, "E018",
        {settings->interval == BOOTSTRAP,
         "--interval bootstrap draws items, and sums have none of their own"},
        {session->n_operands > 0, "--sums takes the place of deliveries: give one or the other"}));
    for (size_t i = 0; i < n; i++) {
        QA_TRY(qa_sums_read(settings->sums.list[i], session->arena, &parts[i], &session->error));
    }
    return qa_sums_merge(parts, (const char *const *)settings->sums.list, n, session->arena, result,
                         &session->error);
}

static void write_sums(void *context, FILE *stream)
{
    const struct qa_score_result *result = context;
    qa_sums_write(result, stream);
}

/* Figures of all items together are no sums, and not in the file. */
static enum qa_status save(struct qa_session *session, const struct settings *settings,
                           struct qa_score_result *result)
{
    qa_sums_say(result, settings->save, &session->findings);
    return qa_session_write_beside(session, settings->save, settings->output.force, write_sums,
                                   result);
}

static enum qa_status run(struct qa_session *session, const void *given)
{
    const struct settings *settings = given;
    struct qa_score_result result = {.n_run_rows = 0};
    const struct qa_comparison *comparison = NULL; /* of sums there is none */
    QA_TRY(settings->sums.n > 0 ? join_sums(session, settings, &result)
                                : score_deliveries(session, settings, &result, &comparison));
    if (settings->save != NULL) {
        QA_TRY(save(session, settings, &result));
    }
    qa_scored_tables(&result, comparison, settings->confidence, session->report);
    return qa_session_print(session, &settings->output);
}

const struct qa_command qa_command_score = {
    .group = "Measure",
    .name = "score",
    .summary = "the figures that each field reports, with intervals: F1, IoU and AP of objects, "
               "WER, DER, HOTA, span F1, mean IoU of label maps",
    .synopsis = "DELIVERY... [-g REFERENCE] [options]",
    .examples =
        "    labelqa score boxes.json -g gold.json\n"
        "    labelqa score transcripts.csv -g gold.csv --letter-case fold --punctuation drop\n"
        "    labelqa score part1.json -g gold.json --save-sums part1.sums\n"
        "    labelqa score --sums part1.sums --sums part2.sums   (as one run over both)\n",
    QA_COMMAND_TABLES,
};
