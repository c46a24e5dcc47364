#include "qa/base/time.h"
#include "qa/cli/commands.h"
#include "qa/cli/quote_errors.h"
#include "qa/cli/responses.h"
#include "qa/procurement/quote.h"

struct settings {
    struct qa_output_settings output;
    struct qa_texts vendors;
    struct qa_reals volumes;
    const char *currency;
    const char *rates;
    double objects_per_item;
    double seconds_per_item;
    struct qa_texts error_rates;
    double confidence;
    double cost_per_wrong;
    double audit_cost;
};

static const struct qa_option options[] = {
    {0, "vendor", QA_OPTION_TEXTS, offsetof(struct settings, vendors), "NAME=FILES",
     "files of one vendor, whatever name they give", NULL},
    {0, "volume", QA_OPTION_REALS, offsetof(struct settings, volumes), "N,N,...",
     "items to be labeled; costs are given at each", NULL},
    {0, "currency", QA_OPTION_TEXT, offsetof(struct settings, currency), "CODE",
     "currency of the results, such as EUR", NULL},
    {0, "rates", QA_OPTION_TEXT, offsetof(struct settings, rates), "FILE",
     "exchange rates: currency,rate (one unit of it in the target currency)", NULL},
    {0, "objects-per-item", QA_OPTION_REAL, offsetof(struct settings, objects_per_item), "N",
     "for charges per object", NULL},
    {0, "seconds-per-item", QA_OPTION_REAL, offsetof(struct settings, seconds_per_item), "N",
     "for charges per hour", NULL},
    {0, "errors", QA_OPTION_TEXTS, offsetof(struct settings, error_rates), "VENDOR=E/N",
     "E errors in N checked labels of a vendor, for its cost per correct label", NULL},
    {0, "conf", QA_OPTION_RATE, offsetof(struct settings, confidence), "RATE",
     "confidence of the intervals (default 0.95)", NULL},
    {0, "cost-per-wrong", QA_OPTION_REAL, offsetof(struct settings, cost_per_wrong), "AMOUNT",
     "what redoing a wrong label costs the buyer", NULL},
    {0, "audit-cost", QA_OPTION_REAL, offsetof(struct settings, audit_cost), "AMOUNT",
     "what checking costs the buyer per item delivered", NULL},
};

static const struct qa_option_group groups[] = {
    {"Quotes", options, sizeof options / sizeof *options, 0},
    {"Output", qa_output_options, QA_N_OUTPUT_OPTIONS, offsetof(struct settings, output)},
};

static const struct settings defaults = {.output = QA_OUTPUT_DEFAULTS, .confidence = 0.95};

static enum qa_status run(struct qa_session *session, const void *given)
{
    const struct settings *settings = given;
    if (settings->volumes.n == 0) {
        return qa_fail(&session->error, QA_USAGE, "E002",
                       "--volume says how many items are to be labeled, for example 10000,100000");
    }
    for (size_t i = 0; i < settings->volumes.n; i++) {
        if (settings->volumes.list[i] <= 0) {
            return qa_fail(&session->error, QA_USAGE, "E002", "--volume: %g is not above 0",
                           settings->volumes.list[i]);
        }
    }
    const struct qa_records *records;
    const struct qa_records *rates;
    struct qa_response_path *paths;
    size_t n;
    QA_TRY(qa_response_paths(session, &settings->vendors, &paths, &n));
    QA_TRY(qa_session_charges(session, paths, n, &records));
    QA_TRY(qa_session_records(session, settings->rates, "rates", "rate", &rates));
    struct qa_quotes quotes;
    const struct qa_quote_input input = {records, rates, settings->currency, QA_NO_TIME, NULL};
    QA_TRY(qa_quotes_parse(&input, session->arena, &session->findings, &quotes, &session->error));
    QA_TRY(qa_session_stop_on_errors(session, settings->output.max_errors));
    const struct qa_scenario scenario = {.objects_per_item = settings->objects_per_item,
                                         .seconds_per_item = settings->seconds_per_item,
                                         .cost_per_wrong = settings->cost_per_wrong,
                                         .audit_cost_per_item = settings->audit_cost};
    struct qa_scenario *scenarios = QA_ARRAY(session->arena, struct qa_scenario, quotes.n_vendors);
    for (size_t v = 0; v < quotes.n_vendors; v++) {
        scenarios[v] = scenario;
    }
    struct qa_quote_table_request request = {.volumes = settings->volumes.list,
                                             .n_volumes = settings->volumes.n,
                                             .scenarios = scenarios};
    QA_TRY(qa_quote_error_rates(&settings->error_rates, &quotes, settings->confidence,
                                session->arena, &request.error_rates, &session->error));
    session->report->confidence = settings->confidence;
    qa_quote_tables(&quotes, &request, session->report);
    return qa_session_print(session, &settings->output);
}

const struct qa_command qa_command_quote = {
    .group = "Buy",
    .name = "quote",
    .summary = "read price quotes: tiers, minimums, fees, currencies; cost at a volume, per "
               "correct label",
    .synopsis = "QUOTES... --volume N,... [options]",
    .examples = "    labelqa quote quotes.csv --volume 10000,100000\n"
                "    labelqa quote returned/*.xlsx --volume 50000\n"
                "    labelqa quote quotes.csv --volume 50000 --currency EUR --rates rates.csv \\\n"
                "        --objects-per-item 6.5 --errors acme=9/240 --errors zeta=21/240\n",
    .details = "Quotes are a CSV of charges: vendor, charge, basis (per_item, per_object, "
               "per_hour, per_project, minimum), from_quantity, to_quantity, price, currency, "
               "note, tiering (graduated or volume). A minimum lifts the sum of the usage charges; "
               "project fees come on top.",
    .groups = groups,
    .n_groups = sizeof groups / sizeof *groups,
    .settings_size = sizeof defaults,
    .defaults = &defaults,
    .run = run,
};
