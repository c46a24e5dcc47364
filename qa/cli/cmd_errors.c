#include <math.h>

#include "qa/audit/errors_answer.h"
#include "qa/cli/commands.h"
#include "qa/cli/comparing.h"
#include "qa/cli/needs.h"
#include "qa/cli/rework_files.h"

struct settings {
    struct qa_reading reading;
    struct qa_output_settings output;
    struct qa_comparing comparing;
    struct qa_errors_choice choice;
    const char *key;
    struct qa_rework_files rework;
    const char *reworked;
};
#define AT(member) offsetof(struct settings, member)

/* By enum qa_group_field. */
static const char *const by_words[] = {"none", "batch", "week", NULL};

static const struct qa_option options[] = {
    {0, "threshold", QA_OPTION_REAL, AT(comparing.threshold), "IOU",
     "least overlap of an object that is placed right (default: the kind's own; 0.5 for boxes)"},
    {0, "class-agnostic", QA_OPTION_FLAG, AT(comparing.class_agnostic), NULL,
     "a box of the wrong class is no error"},
    QA_CONSENSUS_OPTION(struct settings, comparing.consensus),
    {0, "prelabels", QA_OPTION_TEXT, AT(reading.prelabels), "FILE",
     "a model's labels before people saw them: what was kept, what was put right"},
    {0, "predictions", QA_OPTION_FLAG, AT(reading.with_predictions), NULL,
     "a model's answers within the delivery are such labels (Label Studio)"},
    {0, "stages", QA_OPTION_TEXT, AT(choice.stages), "A,B,C",
     "order of the stages of review (column stage), when their names do not say it"},
    {0, "by", QA_OPTION_CHOICE, AT(choice.by), "batch|week",
     "error rates over time: p-chart, trend", by_words},
    {0, "annotators", QA_OPTION_CHOICE, AT(choice.annotators), "auto|fixed|random",
     "rates of these annotators alone, or of those who will label, of whom they are a sample "
     "(default: a sample where a vendor has 5 or more)",
     qa_annotators_choices},
    {0, "key", QA_OPTION_TEXT, AT(key), "FILE",
     "the key of an order with hidden repeats (`labelqa sample --order`): how consistent each "
     "annotator is; needs no gold"},
    {0, "rework", QA_OPTION_TEXT, AT(rework.folder), "FOLDER",
     "write what is wrong there, to go back: a list of the items, and for each vendor their gold"},
    {0, "to", QA_OPTION_TEXT, AT(rework.form), "FORM",
     "of --rework: a form that `labelqa ingest --to` writes (default: rows as CSV)"},
    {0, "reworked", QA_OPTION_TEXT, AT(reworked), "FILE",
     "the delivery is rework; FILE is the manifest.csv that --rework wrote: what came back, what "
     "is right now"},
    {0, "conf", QA_OPTION_RATE, AT(choice.request.confidence), "RATE",
     "confidence of the intervals (default 0.95)"},
};

static const struct qa_option_group groups[] = {
    {"Errors", options, sizeof options / sizeof *options, 0},
    QA_KIND_GROUP(struct settings, comparing.kinds),
    {"Reading", qa_reading_options, QA_N_READING_OPTIONS, offsetof(struct settings, reading)},
    {"Output", qa_output_options, QA_N_OUTPUT_OPTIONS, offsetof(struct settings, output)},
};

static const struct settings defaults = {.output = QA_OUTPUT_DEFAULTS,
                                         .comparing = {.threshold = (double)NAN},
                                         .choice = {.request = {.confidence = 0.95}}};

/* Gold may be missing only where hidden repeats are all that is asked about. */
static enum qa_status take_files(struct qa_session *session, const struct settings *settings,
                                 struct qa_errors_choice *choice)
{
    bool is_of_gold = settings->key == NULL || settings->rework.folder != NULL ||
                      settings->reworked != NULL || session->deliveries.gold != NULL;
    if (is_of_gold) {
        QA_TRY(qa_session_need_gold(session));
        choice->request.comparison =
            qa_session_compare(session, settings->comparing.class_agnostic);
    }
    choice->delivery = session->deliveries.delivery;
    choice->gold = session->deliveries.gold;
    choice->prelabels = session->deliveries.prelabels;
    choice->cannot_say_times = qa_cannot_say(session, QA_GIVES_TIMES);
    choice->cannot_say_stages = qa_cannot_say(session, QA_GIVES_STAGE);
    QA_TRY(qa_session_records(session, settings->reworked, "list of rework",
                              "item,question,vendor,errors", &choice->reworked));
    return qa_session_records(session, settings->key, "key", "repeats_task", &choice->key);
}

static enum qa_status run(struct qa_session *session, const void *given)
{
    const struct settings *settings = given;
    struct qa_errors_choice choice = settings->choice;
    struct qa_errors_result errors = {0};
    struct qa_reading reading = settings->reading;
    if (settings->rework.form != NULL && settings->rework.folder == NULL) {
        return qa_fail(&session->error, QA_USAGE, "E217", "--to says the form of --rework FOLDER");
    }
    reading.needs_times = choice.by != 0 || choice.stages != NULL;
    QA_TRY(qa_session_read_compared(session, &reading, &settings->output, &settings->comparing));
    QA_TRY(take_files(session, settings, &choice));
    QA_TRY(qa_errors_answer(&choice, session->report, &errors, &session->error));
    if (settings->rework.folder != NULL) {
        QA_TRY(qa_write_rework(session, &errors, &settings->rework, &settings->output));
    }
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
