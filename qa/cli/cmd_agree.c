#include "qa/audit/agreement_answer.h"
#include "qa/audit/weights_read.h"
#include "qa/cli/commands.h"
#include "qa/cli/kind_options.h"
#include "qa/cli/needs.h"

struct settings {
    struct qa_reading reading;
    struct qa_output_settings output;
    struct qa_kind_settings kinds;
    struct qa_agreement_choice choice;
    const char *coefficients;
    const char *weights;
};
#define CHOICE(member) offsetof(struct settings, choice.member)

static const char *const scales[] = {"nominal", "ordinal", "interval", "ratio", NULL};
static const char *const intervals[] = {"auto", "analytic", "jackknife", "bootstrap", "bca", NULL};
static const char *const annotators[] = {"fixed", "random", NULL};
static const char *const fields[] = {"none",     "batch",  "week",      "class",
                                     "question", "vendor", "annotator", NULL};

static const struct qa_option coefficient_options[] = {
    {0, "coefficients", QA_OPTION_TEXT, offsetof(struct settings, coefficients), "all|LIST",
     "coefficients by name, comma-separated; default: those that suit the data"},
    {0, "scale", QA_OPTION_CHOICE, CHOICE(scale), "nominal|ordinal|interval|ratio",
     "what the labels are (default nominal)", scales},
    {0, "weights", QA_OPTION_TEXT, offsetof(struct settings, weights), "NAME|FILE",
     "also weighted: linear, quadratic, ordinal, radical, ratio, circular, bipolar, or a CSV "
     "matrix"},
    {0, "by", QA_OPTION_CHOICE, CHOICE(by), "FIELD",
     "every table for each batch, week, class (of gold), question, vendor or annotator too",
     fields},
    {0, "top", QA_OPTION_COUNT, CHOICE(request.n_disputed), "N",
     "list the N items that divide annotators most (default 20)"},
};

static const struct qa_option inference_options[] = {
    {0, "conf", QA_OPTION_RATE, CHOICE(request.inference.confidence), "RATE",
     "confidence of the intervals (default 0.95)"},
    {0, "interval", QA_OPTION_CHOICE, CHOICE(interval), "auto|analytic|jackknife|bootstrap|bca",
     "how intervals are made (default auto: matched score)", intervals},
    {0, "annotators", QA_OPTION_CHOICE, CHOICE(annotators), "fixed|random",
     "intervals of coefficients for these annotators (default), or for those who will label, of "
     "whom they are a sample: over items and annotators",
     annotators},
    {0, "resamples", QA_OPTION_COUNT, CHOICE(request.resampling.n_resamples), "N",
     "of the bootstrap (default 2000)", .least = 100, .most = 1e7},
    {'s', "seed", QA_OPTION_COUNT, CHOICE(request.resampling.seed), "N",
     "of the bootstrap (default 1)"},
    {0, "null", QA_OPTION_REAL, CHOICE(request.inference.null_value), "VALUE",
     "p-values test against this coefficient (default 0)"},
    {0, "population", QA_OPTION_COUNT, CHOICE(request.inference.population), "N",
     "the items are a sample of N; intervals shrink accordingly"},
};

static const struct qa_option annotator_options[] = {
    {0, "idle-cap", QA_OPTION_REAL, CHOICE(idle_cap), "SECONDS",
     "longer answers are pauses, left out of speeds (default 1800; 0: none)"},
    {0, "min-seconds", QA_OPTION_REAL, CHOICE(min_seconds), "SECONDS",
     "faster is not possible (default: a fifth of the annotators' median, of the slower "
     "ones where there are two groups)"},
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

static const struct settings defaults = {
    .output = QA_OUTPUT_DEFAULTS,
    .choice = {.request = {.inference = {.confidence = 0.95},
                           .resampling = {.n_resamples = 2000, .seed = 1},
                           .n_disputed = 20,
                           .per_vendor = true},
               .idle_cap = 1800}};

/* What the deliveries and files beside them say of the choice. */
static enum qa_status take_files(struct qa_session *session, const struct settings *settings,
                                 struct qa_agreement_choice *choice)
{
    struct qa_agreement_request *request = &choice->request;
    const struct qa_texts names = qa_split_list(session->arena, settings->coefficients);
    const struct qa_records *matrix;
    const char *file;
    request->batch = session->deliveries.delivery;
    request->labels = session->questions.labels;
    request->n_labels = session->questions.n_labels;
    request->tag_separator = settings->reading.tags;
    request->coefficients = names.list;
    request->n_coefficients = names.n;
    choice->gold = session->deliveries.gold;
    choice->cannot_say = choice->by == QA_GROUP_BY_WEEK ? qa_cannot_say(session, QA_GIVES_TIMES)
                         : choice->by == QA_GROUP_BY_ANNOTATOR
                             ? qa_cannot_say(session, QA_GIVES_ANNOTATOR)
                             : "";
    QA_TRY(qa_weights_named(settings->weights, &request->weights, &file, &session->error));
    QA_TRY(qa_session_records(session, file, "weights", "label", &matrix));
    if (matrix != NULL) {
        QA_TRY(qa_weights_read(matrix, request->batch, session->arena, &request->custom,
                               &session->error));
    }
    return choice->by == QA_GROUP_BY_CLASS ? qa_session_need_gold(session) : QA_OK;
}

static enum qa_status run(struct qa_session *session, const void *given)
{
    const struct settings *settings = given;
    struct qa_agreement_choice choice = settings->choice;
    struct qa_reading reading = settings->reading;
    reading.needs_times = choice.by == QA_GROUP_BY_WEEK;
    reading.labels_are_numbers = choice.scale >= QA_SCALE_INTERVAL;
    QA_TRY(qa_agreement_check(&choice, &session->error));
    QA_TRY(qa_kind_settings_load(&settings->kinds, &session->questions.setting, session->arena,
                                 &session->error));
    QA_TRY(qa_session_read(session, &reading, &settings->output));
    QA_TRY(qa_session_need_annotators(session));
    QA_TRY(take_files(session, settings, &choice));
    QA_TRY(qa_agreement_answer(&choice, session->report, &session->findings, &session->error));
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
