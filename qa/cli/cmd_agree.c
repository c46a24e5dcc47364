#include <string.h>

#include "qa/audit/agreement.h"
#include "qa/audit/agreement_unitizing.h"
#include "qa/audit/annotators.h"
#include "qa/base/number.h"
#include "qa/cli/commands.h"
#include "qa/cli/kind_options.h"
#include "qa/cli/needs.h"
#include "qa/cli/weights_file.h"
#include "qa/score/recordings.h"
#include "qa/score/scores.h"

struct settings {
    struct qa_reading reading;
    struct qa_output_settings output;
    struct qa_kind_settings kinds;
    double confidence;
    const char *coefficients;
    int scale;
    const char *weights;
    int interval;
    uint64_t resamples;
    uint64_t seed;
    uint64_t population;
    double null_value;
    int by;
    double idle_cap;
    double min_seconds;
    uint64_t disputed;
};

static const char *const scales[] = {"nominal", "ordinal", "interval", "ratio", NULL};
static const char *const intervals[] = {"auto", "analytic", "jackknife", "bootstrap", "bca", NULL};
static const char *const fields[] = {"none",     "batch",  "week",      "class",
                                     "question", "vendor", "annotator", NULL};

static const struct qa_option coefficient_options[] = {
    {0, "coefficients", QA_OPTION_TEXT, offsetof(struct settings, coefficients), "all|LIST",
     "coefficients by name, comma-separated; default: those that suit the data", NULL},
    {0, "scale", QA_OPTION_CHOICE, offsetof(struct settings, scale),
     "nominal|ordinal|interval|ratio", "what the labels are (default nominal)", scales},
    {0, "weights", QA_OPTION_TEXT, offsetof(struct settings, weights), "NAME|FILE",
     "also weighted: linear, quadratic, ordinal, radical, ratio, circular, bipolar, or a CSV "
     "matrix",
     NULL},
    {0, "by", QA_OPTION_CHOICE, offsetof(struct settings, by), "FIELD",
     "every table for each batch, week, class (of gold), question, vendor or annotator too",
     fields},
    {0, "top", QA_OPTION_COUNT, offsetof(struct settings, disputed), "N",
     "list the N items that divide annotators most (default 20)", NULL},
};

static const struct qa_option inference_options[] = {
    {0, "conf", QA_OPTION_RATE, offsetof(struct settings, confidence), "RATE",
     "confidence of the intervals (default 0.95)", NULL},
    {0, "interval", QA_OPTION_CHOICE, offsetof(struct settings, interval),
     "auto|analytic|jackknife|bootstrap|bca",
     "how intervals are made (default auto: matched score)", intervals},
    {0, "resamples", QA_OPTION_COUNT, offsetof(struct settings, resamples), "N",
     "of the bootstrap (default 2000)", NULL},
    {'s', "seed", QA_OPTION_COUNT, offsetof(struct settings, seed), "N",
     "of the bootstrap (default 1)", NULL},
    {0, "null", QA_OPTION_REAL, offsetof(struct settings, null_value), "VALUE",
     "p-values test against this coefficient (default 0)", NULL},
    {0, "population", QA_OPTION_COUNT, offsetof(struct settings, population), "N",
     "the items are a sample of N; intervals shrink accordingly", NULL},
};

static const struct qa_option annotator_options[] = {
    {0, "idle-cap", QA_OPTION_REAL, offsetof(struct settings, idle_cap), "SECONDS",
     "longer answers are pauses, left out of speeds (default 1800; 0: none)", NULL},
    {0, "min-seconds", QA_OPTION_REAL, offsetof(struct settings, min_seconds), "SECONDS",
     "faster is not possible (default: a fifth of the annotators' median, of the slower "
     "ones where there are two groups)",
     NULL},
};

static const struct qa_option_group groups[] = {
    {"Agreement", coefficient_options, sizeof coefficient_options / sizeof *coefficient_options, 0},
    {"Intervals and tests", inference_options, sizeof inference_options / sizeof *inference_options,
     0},
    {"Annotators", annotator_options, sizeof annotator_options / sizeof *annotator_options, 0},
    QA_KIND_GROUP(struct settings, kinds),
    {"Reading", qa_reading_options, QA_N_READING_OPTIONS, offsetof(struct settings, reading)},
    {"Output", qa_output_options, QA_N_OUTPUT_OPTIONS, offsetof(struct settings, output)},
};

static const struct settings defaults = {.output = QA_OUTPUT_DEFAULTS,
                                         .confidence = 0.95,
                                         .resamples = 2000,
                                         .seed = 1,
                                         .idle_cap = 1800,
                                         .disputed = 20};

static enum qa_status check_numbers(const struct settings *settings, struct qa_error *err)
{
    if (settings->resamples < 100 || settings->resamples > 10000000) {
        return qa_fail(err, QA_USAGE, "E002", "--resamples takes 100 to 10,000,000");
    }
    if (settings->null_value <= -1 || settings->null_value >= 1) {
        return qa_fail(err, QA_USAGE, "E002", "--null takes a coefficient between -1 and 1");
    }
    if (settings->idle_cap < 0 || settings->min_seconds < 0) {
        return qa_fail(err, QA_USAGE, "E002", "seconds are not below 0");
    }
    return QA_OK;
}

/* A name of weights, or a file. */
static enum qa_status choose_weights(struct qa_session *session, const char *text,
                                     struct qa_agreement_request *request)
{
    if (text == NULL || qa_weights_by_name(text, &request->weights)) {
        return QA_OK;
    }
    if (strchr(text, '.') == NULL && strchr(text, '/') == NULL) {
        return qa_fail(&session->error, QA_USAGE, "E002",
                       "--weights takes identity, linear, quadratic, ordinal, radical, ratio, "
                       "circular, bipolar or a CSV file, not '%s'",
                       text);
    }
    struct qa_custom_weights *custom;
    QA_TRY(qa_weights_file_read(session, text, &custom));
    request->custom = custom;
    return QA_OK;
}

static enum qa_status choose_groups(struct qa_session *session, enum qa_group_field by,
                                    struct qa_agreement_request *request)
{
    if (by == QA_GROUP_BY_NONE || by == QA_GROUP_BY_QUESTION || by == QA_GROUP_BY_VENDOR) {
        return QA_OK; /* these have their own rows in every table */
    }
    if (by == QA_GROUP_BY_CLASS) {
        QA_TRY(qa_session_need_gold(session));
    }
    struct qa_grouping *grouping = QA_NEW(session->arena, struct qa_grouping);
    *grouping = qa_group_by(by, request->batch, session->deliveries.gold, session->arena);
    if (grouping->n_values == 0) {
        unsigned fact = by == QA_GROUP_BY_WEEK        ? QA_GIVES_TIMES
                        : by == QA_GROUP_BY_ANNOTATOR ? QA_GIVES_ANNOTATOR
                                                      : 0;
        return qa_fail(&session->error, QA_USAGE, "E010", "--by %s: no answer has one%s%s",
                       qa_group_field_name(by), fact != 0 ? qa_cannot_say(session, fact) : "",
                       by == QA_GROUP_BY_WEEK ? "; columns started_at, submitted_at (--map) tell"
                                              : "");
    }
    request->by = grouping;
    return QA_OK;
}

static enum qa_status refuse_coefficient(struct qa_session *session, const char *name)
{
    const char *nearest = qa_nearest_name(name, qa_coefficient_names, qa_n_coefficient_names);
    return qa_fail(&session->error, QA_USAGE, "E011",
                   "--coefficients: there is no '%s'%s%s%s; `labelqa cite` lists them", name,
                   nearest != NULL ? " (did you mean '" : "", nearest != NULL ? nearest : "",
                   nearest != NULL ? "'?)" : "");
}

static enum qa_status check_population(const struct qa_agreement_result *result,
                                       uint64_t population, struct qa_error *err)
{
    for (size_t g = 0; population > 0 && g < result->n_groups; g++) {
        if (result->groups[g].items > population) {
            return qa_fail(err, QA_USAGE, "E002",
                           "--population %llu is less than the %llu items that are here",
                           (unsigned long long)population,
                           (unsigned long long)result->groups[g].items);
        }
    }
    return QA_OK;
}

static enum qa_status make_request(struct qa_session *session, const struct settings *settings,
                                   struct qa_agreement_request *request)
{
    struct qa_texts names = {NULL, 0};
    if (settings->coefficients != NULL) {
        names = qa_split_list(session->arena, settings->coefficients);
    }
    *request = (struct qa_agreement_request){
        .batch = session->deliveries.delivery,
        .labels = session->questions.labels,
        .n_labels = session->questions.n_labels,
        .inference = {settings->confidence, settings->population, settings->null_value},
        .resampling = {(enum qa_interval_method)settings->interval, settings->resamples,
                       settings->seed},
        .scale = (enum qa_scale)settings->scale,
        .tag_separator = settings->reading.tags,
        .coefficients = names.list,
        .n_coefficients = names.n,
        .n_disputed = settings->disputed,
        .per_vendor = true,
    };
    request->views =
        qa_views_new(request->batch, request->labels, request->n_labels, session->arena);
    QA_TRY(choose_weights(session, settings->weights, request));
    return choose_groups(session, (enum qa_group_field)settings->by, request);
}

/* Questions that are not of labels have no coefficients: how alike their answers are says it. */
static void add_scores(struct qa_session *session, const struct settings *settings)
{
    double confidence = settings->confidence;
    const struct qa_scores_resampling resampling = {
        {QA_INTERVAL_BOOTSTRAP, settings->resamples, settings->seed}, confidence};
    const struct qa_comparison_request between = {.delivery = session->deliveries.delivery};
    const struct qa_scores_request request = {
        .comparison = qa_compare(&between, session->arena),
        .with_run_figures = true,
        .resampling = settings->interval == QA_INTERVAL_BOOTSTRAP ? &resampling : NULL};
    struct qa_score_result result = qa_score_comparison(&request, session->arena);
    qa_recordings_say(request.comparison, &session->findings);
    qa_scores_table(&result, confidence, session->report);
    const struct qa_comparison_request agnostic = {.delivery = session->deliveries.delivery,
                                                   .class_agnostic = true};
    const struct qa_comparison *objects = qa_compare(&agnostic, session->arena);
    qa_scores_add_alphas(objects, confidence, session->report);
    qa_agreement_add_unitizing(objects, confidence, session->report);
}

static bool asks_for_labels(const struct qa_questions *questions, bool *asks_for_others)
{
    bool labels = false;
    *asks_for_others = false;
    for (uint32_t q = 0; q < questions->n; q++) {
        bool asked = questions->list[q].is_asked[QA_DELIVERY];
        labels = labels || (asked && questions->list[q].type->is_category);
        *asks_for_others = *asks_for_others || (asked && !questions->list[q].type->is_category);
    }
    return labels;
}

static enum qa_status add_agreement(struct qa_session *session, const struct settings *settings)
{
    struct qa_agreement_request request;
    QA_TRY(make_request(session, settings, &request));
    struct qa_agreement_result result = qa_agreement(&request, session->arena);
    if (result.unknown_coefficient != NULL) {
        return refuse_coefficient(session, result.unknown_coefficient);
    }
    QA_TRY(check_population(&result, settings->population, &session->error));
    const struct qa_annotators_request annotators = {.batch = request.batch,
                                                     .gold = session->deliveries.gold,
                                                     .views = request.views,
                                                     .inference = request.inference,
                                                     .idle_cap = settings->idle_cap,
                                                     .min_seconds = settings->min_seconds,
                                                     .is_ordered =
                                                         request.scale >= QA_SCALE_ORDINAL};
    qa_agreement_tables(&result, session->deliveries.names, session->report);
    if (qa_batch_has_counts(request.batch)) {
        qa_report_line(session->report,
                       "The answers were counted: nothing is known of annotators and their pairs.");
        return QA_OK;
    }
    struct qa_annotators_result reviewed = qa_annotators(&annotators, session->arena);
    qa_annotators_tables(&reviewed, session->deliveries.names, session->report);
    return QA_OK;
}

static enum qa_status run(struct qa_session *session, const void *given)
{
    const struct settings *settings = given;
    QA_TRY(check_numbers(settings, &session->error));
    struct qa_reading reading = settings->reading;
    reading.needs_times = settings->by == QA_GROUP_BY_WEEK;
    reading.labels_are_numbers = settings->scale >= QA_SCALE_INTERVAL;
    QA_TRY(qa_kind_settings_load(&settings->kinds, &session->questions.setting, session->arena,
                                 &session->error));
    QA_TRY(qa_session_read(session, &reading, &settings->output));
    QA_TRY(qa_session_need_annotators(session));
    bool others;
    bool labels = asks_for_labels(session->deliveries.questions, &others);
    session->report->confidence = settings->confidence;
    if (settings->interval >= QA_INTERVAL_BOOTSTRAP) {
        session->report->has_seed = true;
        session->report->seed = settings->seed;
    }
    if (labels || !others) {
        QA_TRY(add_agreement(session, settings));
    }
    if (others) {
        add_scores(session, settings);
    }
    return qa_session_print(session, &settings->output);
}

const struct qa_command qa_command_agree = {
    .group = "Measure",
    .name = "agree",
    .summary = "agreement between annotators: of labels every coefficient with its interval, "
               "pairs, vendors compared, each annotator with flags; of objects and texts how alike "
               "they are",
    .synopsis = "DELIVERY... [options]",
    .examples = "    labelqa agree labels.csv\n"
                "    labelqa agree --vendor acme='acme/*.csv' --vendor zeta=zeta.csv\n"
                "    labelqa agree --map item=unit,annotator=who,label=answer export.csv\n"
                "    labelqa agree ratings.csv --coefficients all --scale ordinal --weights "
                "quadratic\n"
                "    labelqa agree labels.csv --interval bca --resamples 10000 --seed 7\n"
                "    labelqa agree labels.csv --by week --format csv --table coefficients\n",
    QA_COMMAND_TABLES,
};
