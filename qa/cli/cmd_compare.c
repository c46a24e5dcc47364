#include <string.h>

#include "qa/cli/choice_options.h"
#include "qa/cli/commands.h"
#include "qa/cli/evaluate.h"
#include "qa/cli/kind_options.h"

struct settings {
    struct qa_reading reading;
    struct qa_output_settings output;
    struct qa_kind_settings kinds;
    struct qa_workbook_settings workbook;
    struct qa_scenario_settings scenario;
    const char *quotes;
    const char *models;
    const char *as_of;
    const char *rates;
    const char *currency;
    const char *log;
    const char *before;
    struct qa_texts responses;
    const char *questions;
    const char *weights;
    const char *values;
    const char *current_vendor;
    double volume;
    double limit;
    double min_agreement;
    double max_hours;
    double threshold;
    double confidence;
    double budget;
    double weeks;
    uint64_t seed;
    uint64_t draws;
    double weight_spread;
    double price_spread;
};

static const struct qa_option options[] = {
    {0, "limit", QA_OPTION_RATE, offsetof(struct settings, limit), "RATE",
     "highest acceptable error rate (default 5%)", NULL},
    {0, "min-agreement", QA_OPTION_REAL, offsetof(struct settings, min_agreement), "ALPHA",
     "lowest acceptable Krippendorff's alpha", NULL},
    {0, "max-hours", QA_OPTION_REAL, offsetof(struct settings, max_hours), "HOURS",
     "longest acceptable turnaround, of nine deliveries in ten", NULL},
    {0, "quotes", QA_OPTION_TEXT, offsetof(struct settings, quotes), "FILE", "price quotes", NULL},
    {0, "models", QA_OPTION_TEXT, offsetof(struct settings, models), "FILE",
     "offers as a few numbers, such as in_house; see quote --help", NULL},
    {0, "rates", QA_OPTION_TEXT, offsetof(struct settings, rates), "FILE", "exchange rates", NULL},
    {0, "currency", QA_OPTION_TEXT, offsetof(struct settings, currency), "CODE",
     "currency of the costs", NULL},
    {0, "as-of", QA_OPTION_TEXT, offsetof(struct settings, as_of), "DATE",
     "day on which rates, validity and certificates are looked at", NULL},
    {0, "volume", QA_OPTION_REAL, offsetof(struct settings, volume), "N",
     "items to be labeled (default 10000)", NULL},
    {0, "log", QA_OPTION_TEXT, offsetof(struct settings, log), "FILE", "delivery log", NULL},
    {0, "before", QA_OPTION_TEXT, offsetof(struct settings, before), "FILE",
     "an earlier errors, compare or audit, written with --format json: better or worse since?",
     NULL},
    {0, "response", QA_OPTION_TEXTS, offsetof(struct settings, responses), "FILE",
     "a request as a vendor sent it back: charges, promises, answers; may be repeated", NULL},
    {0, "questions", QA_OPTION_TEXT, offsetof(struct settings, questions), "FILE",
     "your own list of questions, if that was sent", NULL},
    {0, "weights", QA_OPTION_TEXT, offsetof(struct settings, weights), "Q,S,C[,A,K]",
     "weights of quality, speed, cost and, if wanted, agreement and compliance (default "
     "0.5,0.2,0.3)",
     NULL},
    {0, "values", QA_OPTION_TEXT, offsetof(struct settings, values), "LIST",
     "what is worth nothing and what all of it: quality=5%:0,speed=96:8,cost=0.60:0.10 (default: "
     "from limits and budget, else the best vendor and twice its figure)",
     NULL},
    {'s', "seed", QA_OPTION_COUNT, offsetof(struct settings, seed), "N", "of the draws (default 1)",
     NULL},
    {0, "draws", QA_OPTION_COUNT, offsetof(struct settings, draws), "N",
     "for the chance of being best (default 10000)", NULL},
    {0, "weight-spread", QA_OPTION_RATE, offsetof(struct settings, weight_spread), "RATE",
     "how far weights are in doubt: standard deviation of a weight of one half (default 5%)", NULL},
    {0, "price-spread", QA_OPTION_RATE, offsetof(struct settings, price_spread), "RATE",
     "how far prices are in doubt: relative standard deviation (default 0: kept)", NULL},
    {0, "budget", QA_OPTION_REAL, offsetof(struct settings, budget), "AMOUNT",
     "what the volume may cost at most, rework and checking included; a gate", NULL},
    {0, "weeks", QA_OPTION_REAL, offsetof(struct settings, weeks), "N",
     "in which the volume is needed; a gate on the items a week that a vendor can do", NULL},
    {0, "threshold", QA_OPTION_REAL, offsetof(struct settings, threshold), "IOU",
     "least overlap of a box that is placed right (default 0.5)", NULL},
    {0, "current-vendor", QA_OPTION_TEXT, offsetof(struct settings, current_vendor), "NAME",
     "to show what a change would save", NULL},
    {0, "conf", QA_OPTION_RATE, offsetof(struct settings, confidence), "RATE",
     "confidence of the intervals (default 0.95)", NULL},
};

static const struct qa_option_group groups[] = {
    {"Comparison", options, sizeof options / sizeof *options, 0},
    {"Scenario", qa_scenario_options, QA_N_SCENARIO_OPTIONS, offsetof(struct settings, scenario)},
    QA_KIND_GROUP(struct settings, kinds),
    {"Reading", qa_reading_options, QA_N_READING_OPTIONS, offsetof(struct settings, reading)},
    {"Workbook", qa_workbook_switches, QA_N_WORKBOOK_SWITCHES, offsetof(struct settings, workbook)},
    {"Output", qa_output_options, QA_N_OUTPUT_OPTIONS, offsetof(struct settings, output)},
};

static const struct settings defaults = {
    .output = QA_OUTPUT_DEFAULTS,
    .scenario = QA_SCENARIO_DEFAULTS,
    .volume = 10000,
    .limit = 0.05,
    .threshold = 0.5,
    .confidence = 0.95,
    .seed = 1,
    .weight_spread = 0.05,
};

static const struct qa_project_response *responses_of(struct qa_session *session,
                                                      const struct qa_texts *paths)
{
    struct qa_project_response *list =
        QA_ARRAY(session->arena, struct qa_project_response, paths->n);
    for (size_t i = 0; i < paths->n; i++) {
        list[i].path = paths->list[i];
    }
    return list;
}

static enum qa_status run(struct qa_session *session, const void *given)
{
    const struct settings *settings = given;
    struct qa_project project;
    qa_project_defaults(&project);
    QA_TRY(qa_session_vendors(session, &settings->reading, &project));
    project.gold = settings->reading.gold.list;
    project.n_gold = settings->reading.gold.n;
    project.name = "Vendor comparison";
    project.quotes = settings->quotes;
    project.rates = settings->rates;
    project.currency = settings->currency;
    project.log = settings->log;
    project.responses = responses_of(session, &settings->responses);
    project.n_responses = settings->responses.n;
    project.questions = settings->questions;
    project.before = settings->before;
    project.current_vendor = settings->current_vendor;
    project.volume = settings->volume;
    project.max_error = settings->limit;
    project.min_agreement = settings->min_agreement;
    project.max_turnaround_hours = settings->max_hours;
    project.iou_threshold = settings->threshold;
    project.confidence = settings->confidence;
    project.models = settings->models;
    project.budget = settings->budget;
    project.weeks = settings->weeks;
    project.seed = settings->seed;
    project.draws = settings->draws;
    project.weight_spread = settings->weight_spread;
    project.price_spread = settings->price_spread;
    QA_TRY(qa_choice_options(session, settings->weights, settings->values, &project));
    session->questions.setting = settings->kinds.choice;
    const struct qa_evaluate_options evaluate = {.project = &project,
                                                 .reading = &settings->reading,
                                                 .scenario = &settings->scenario,
                                                 .as_of = settings->as_of,
                                                 .output = &settings->output,
                                                 .workbook = &settings->workbook};
    return qa_cli_evaluate(session, &evaluate);
}

const struct qa_command qa_command_compare = {
    .group = "Buy",
    .name = "compare",
    .summary = "vendors side by side on accuracy, turnaround and cost, as a table or as the Excel "
               "workbook",
    .synopsis = "--vendor NAME=FILES... -g GOLD [options]",
    .examples = "    labelqa compare --vendor acme=acme.csv --vendor zeta=zeta.csv -g gold.csv \\\n"
                "        --quotes quotes.csv --volume 50000 --limit 5% -o vendors.xlsx\n",
    .details =
        "Gate first: a vendor passes when the whole interval of its error rate is at or "
        "below the limit, fails when all of it is above, and is inconclusive otherwise. "
        "Then score. Exit status 0 when the first place passes, 4 when it is inconclusive or "
        "nobody has it, 1 when no vendor is eligible.",
    .groups = groups,
    .n_groups = sizeof groups / sizeof *groups,
    .settings_size = sizeof defaults,
    .defaults = &defaults,
    .run = run,
};
