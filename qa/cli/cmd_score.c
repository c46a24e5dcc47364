#include <math.h>
#include <string.h>

#include "qa/audit/examples.h"
#include "qa/audit/words.h"
#include "qa/base/output.h"
#include "qa/cli/commands.h"
#include "qa/cli/kind_options.h"
#include "qa/cli/needs.h"
#include "qa/score/hota_alphas.h"
#include "qa/score/recordings.h"
#include "qa/score/sums.h"

enum by { BY_USUAL, BY_ITEM };
enum interval { AUTO, BOOTSTRAP };

struct settings {
    struct qa_reading reading;
    struct qa_output_settings output;
    struct qa_kind_settings kinds;
    double confidence;
    double threshold;
    bool class_agnostic;
    int by;
    const char *save;
    struct qa_texts sums;
    int interval;
    uint64_t resamples;
    uint64_t seed;
    const char *consensus;
};

static const char *const intervals[] = {"auto", "bootstrap", NULL};

static const char *const by_choices[] = {"all", "item", NULL};

static const struct qa_option options[] = {
    {0, "threshold", QA_OPTION_REAL, offsetof(struct settings, threshold), "SIMILARITY",
     "least similarity of two objects that are the same, above 0 up to 1 (default: the kind's own; "
     "0.5 for boxes)",
     NULL},
    {0, "class-agnostic", QA_OPTION_FLAG, offsetof(struct settings, class_agnostic), NULL,
     "match objects of any classes; without it only equal classes match", NULL},
    {0, "by", QA_OPTION_CHOICE, offsetof(struct settings, by), "item",
     "a row for each item too, beside those by class, annotator, vendor, batch and size",
     by_choices},
    {0, "conf", QA_OPTION_RATE, offsetof(struct settings, confidence), "RATE",
     "confidence of the intervals (default 0.95)", NULL},
    QA_CONSENSUS_OPTION(struct settings, consensus),
    {0, "interval", QA_OPTION_CHOICE, offsetof(struct settings, interval), "auto|bootstrap",
     "how intervals are made (default auto: over items from their sums)", intervals},
    {0, "resamples", QA_OPTION_COUNT, offsetof(struct settings, resamples), "N",
     "of the bootstrap over items (default 2000)", NULL},
    {'s', "seed", QA_OPTION_COUNT, offsetof(struct settings, seed), "N",
     "of the bootstrap (default 1)", NULL},
    {0, "save-sums", QA_OPTION_TEXT, offsetof(struct settings, save), "FILE",
     "write what all figures are made of, to be joined with that of other items", NULL},
    {0, "sums", QA_OPTION_TEXTS, offsetof(struct settings, sums), "FILE",
     "in place of deliveries: sums that other runs saved, of items of their own; may be repeated",
     NULL},
};

static const struct qa_option_group groups[] = {
    {"Scores", options, sizeof options / sizeof *options, 0},
    QA_KIND_GROUP(struct settings, kinds),
    {"Reading", qa_reading_options, QA_N_READING_OPTIONS, offsetof(struct settings, reading)},
    {"Output", qa_output_options, QA_N_OUTPUT_OPTIONS, offsetof(struct settings, output)},
};

static const struct settings defaults = {.output = QA_OUTPUT_DEFAULTS,
                                         .confidence = 0.95,
                                         .threshold = (double)NAN,
                                         .resamples = 2000,
                                         .seed = 1};

/* NULL: none. Lives as long as the session. */
static enum qa_status choose_resampling(struct qa_session *session, const struct settings *settings,
                                        const struct qa_scores_resampling **out)
{
    *out = NULL;
    if (settings->interval != BOOTSTRAP) {
        return QA_OK;
    }
    if (settings->resamples < 100 || settings->resamples > 10000000) {
        return qa_fail(&session->error, QA_USAGE, "E002", "--resamples takes 100 to 10,000,000");
    }
    struct qa_scores_resampling *resampling = QA_NEW(session->arena, struct qa_scores_resampling);
    *resampling = (struct qa_scores_resampling){
        {QA_INTERVAL_BOOTSTRAP, settings->resamples, settings->seed}, settings->confidence};
    session->report->has_seed = true;
    session->report->seed = settings->seed;
    *out = resampling;
    return QA_OK;
}

static enum qa_status score_deliveries(struct qa_session *session, const struct settings *settings,
                                       struct qa_score_result *result,
                                       const struct qa_comparison **comparison)
{
    QA_TRY(qa_threshold_check(settings->threshold, &session->error));
    session->questions.threshold = settings->threshold;
    QA_TRY(qa_kind_settings_load(&settings->kinds, &session->questions.setting, session->arena,
                                 &session->error));
    struct qa_reading reading = settings->reading;
    if (settings->save != NULL && reading.undelivered == QA_UNDELIVERED_AUTO) {
        reading.undelivered = QA_UNDELIVERED_IGNORED; /* other parts have the other items */
    }
    QA_TRY(qa_session_read(session, &reading, &settings->output));
    QA_TRY(qa_session_consensus(session, settings->consensus));
    const struct qa_scores_resampling *resampling;
    QA_TRY(choose_resampling(session, settings, &resampling));
    QA_TRY(qa_session_need_pairs(session));
    const struct qa_scores_request request = {
        .resampling = resampling,
        .comparison = qa_session_compare(session, settings->class_agnostic),
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
    if (settings->interval == BOOTSTRAP) {
        return qa_fail(&session->error, QA_USAGE, "E018",
                       "--interval bootstrap draws items, and sums have none of their own");
    }
    if (session->n_operands > 0) {
        return qa_fail(&session->error, QA_USAGE, "E018",
                       "--sums takes the place of deliveries: give one or the other");
    }
    for (size_t i = 0; i < n; i++) {
        QA_TRY(qa_sums_read(settings->sums.list[i], session->arena, &parts[i], &session->error));
    }
    return qa_sums_merge(parts, (const char *const *)settings->sums.list, n, session->arena, result,
                         &session->error);
}

static enum qa_status save(struct qa_session *session, const struct settings *settings,
                           const struct qa_score_result *result)
{
    struct qa_output file;
    if (settings->save == NULL) {
        return QA_OK;
    }
    if (result->n_run_rows > 0) {
        qa_findings_addf(&session->findings, QA_WARNING, "W225", settings->save, 0, 0,
                         "ap, ap50, ap75, medians and the kappas of tokens and characters are of "
                         "all items together: they are no sums, and not in this file");
    }
    QA_TRY(qa_output_open(&file, settings->save,
                          settings->output.force ? QA_REPLACE_EXISTING : QA_KEEP_EXISTING,
                          &session->error));
    qa_sums_write(result, file.stream);
    return qa_output_commit(&file, &session->error);
}

static enum qa_status run(struct qa_session *session, const void *given)
{
    const struct settings *settings = given;
    struct qa_score_result result = {.n_run_rows = 0};
    const struct qa_comparison *comparison = NULL; /* of sums there is none */
    QA_TRY(settings->sums.n > 0 ? join_sums(session, settings, &result)
                                : score_deliveries(session, settings, &result, &comparison));
    QA_TRY(save(session, settings, &result));
    session->report->confidence = settings->confidence;
    qa_scores_table(&result, settings->confidence, session->report);
    if (!result.against_reference && settings->sums.n == 0) {
        const struct qa_comparison_request between = {.delivery = session->deliveries.delivery,
                                                      .class_agnostic = true};
        qa_scores_add_alphas(qa_compare(&between, session->arena), settings->confidence,
                             session->report);
    }
    if (comparison != NULL) {
        qa_words_table(comparison, session->report);
        const struct qa_examples_request examples = {.comparison = comparison,
                                                     .names = session->deliveries.names};
        qa_examples_tables(&examples, session->report);
    }
    qa_hota_alphas_table(&result, session->report);
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
    .groups = groups,
    .n_groups = sizeof groups / sizeof *groups,
    .settings_size = sizeof defaults,
    .defaults = &defaults,
    .run = run,
};
