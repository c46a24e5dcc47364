#include "qa/cli/commands.h"
#include "qa/cli/quote_errors.h"
#include "qa/cli/quote_inputs.h"
#include "qa/procurement/quote_rules.h"
#include "reports/workbook.h"

struct settings {
    struct qa_project project;
    struct qa_output_settings output;
    struct qa_reals volumes;
    const char *path;
    struct qa_texts error_rates;
    bool rules;
};

static const struct qa_option options[] = {
    {0, "vendor", QA_OPTION_TEXTS, offsetof(struct settings, project.reading.vendors), "NAME=FILES",
     "files of one vendor, whatever name they give"},
    {0, "volume", QA_OPTION_REALS, offsetof(struct settings, volumes), "N,N,...",
     "items to be labeled; costs are given at each"},
    {0, "models", QA_OPTION_PATH, offsetof(struct settings, project.models), "FILE",
     "offers as a few numbers: vendor,model,field,value; models crowd, managed_service, "
     "dedicated_team, hybrid, in_house"},
    {0, "currency", QA_OPTION_TEXT, offsetof(struct settings, project.currency), "CODE",
     "currency of the results, such as EUR"},
    {0, "rates", QA_OPTION_PATH, offsetof(struct settings, project.rates), "FILE",
     "exchange rates: currency,rate,date (one unit of it in the target currency)"},
    {0, "as-of", QA_OPTION_DATE, offsetof(struct settings, project.as_of), "DATE",
     "day on which rates and validity are looked at"},
    {'c', "config", QA_OPTION_TEXT, offsetof(struct settings, path), "FILE",
     "take quotes, rates and scenario from this project file; options win over it"},
    {0, "errors", QA_OPTION_TEXTS, offsetof(struct settings, error_rates), "VENDOR=E/N",
     "E errors in N checked labels of a vendor, for its cost per correct label"},
    {0, "conf", QA_OPTION_RATE, offsetof(struct settings, project.confidence), "RATE",
     "confidence of the intervals (default 0.95)"},
    {0, "rules", QA_OPTION_FLAG, offsetof(struct settings, rules), NULL,
     "print the rules by which quotes are worked, and stop"},
};

static const struct qa_option_group groups[] = {
    {"Quotes", options, sizeof options / sizeof *options, 0},
    {"Scenario", qa_scenario_options, QA_N_SCENARIO_OPTIONS,
     offsetof(struct settings, project.scenario)},
    {"Numbers and dates", qa_notation_options, QA_N_NOTATION_OPTIONS,
     offsetof(struct settings, project.reading.notation)},
    {"Output", qa_output_options, QA_N_OUTPUT_OPTIONS, offsetof(struct settings, output)},
};

static const struct settings defaults = {.project = QA_PROJECT_DEFAULTS,
                                         .output = QA_OUTPUT_DEFAULTS};

static enum qa_status print_rules(struct qa_session *session, const struct settings *settings)
{
    static const char *const shown[] = {"bases", NULL};
    struct qa_output_settings quiet = settings->output;
    quiet.quiet = true;
    qa_quote_rules(session->report);
    return qa_session_print_shown(session, &quiet, shown);
}

static enum qa_status settle_volumes(const struct settings *settings,
                                     struct qa_quote_table_request *request, struct qa_error *err)
{
    request->volumes = settings->volumes.list;
    request->n_volumes = settings->volumes.n;
    if (settings->volumes.n == 0 && settings->path != NULL) {
        request->volumes = &settings->project.volume;
        request->n_volumes = 1;
    }
    if (request->n_volumes == 0) {
        return qa_fail(err, QA_USAGE, "E002",
                       "--volume says how many items are to be labeled, for example 10000,100000");
    }
    for (size_t i = 0; i < request->n_volumes; i++) {
        if (!(request->volumes[i] > 0 && request->volumes[i] <= 1e12)) {
            return qa_fail(err, QA_USAGE, "E002", "--volume: %g is not above 0 and up to 10^12",
                           request->volumes[i]);
        }
    }
    return QA_OK;
}

static enum qa_status print(struct qa_session *session, const struct settings *settings)
{
    static const char *const shown[] = {"totals", "charges",  "crossings", "breakeven",
                                        "teams",  "scenario", NULL};
    if (qa_output_format_of(&settings->output) == QA_OUT_XLSX) {
        return qa_session_print_book(session, &settings->output, qa_workbook_quotes);
    }
    return qa_session_print_shown(session, &settings->output, shown);
}

static enum qa_status run(struct qa_session *session, const void *given)
{
    struct settings settings = *(const struct settings *)given;
    const struct qa_project *project = &settings.project;
    struct qa_quote_table_request request = {0};
    if (settings.rules) {
        return print_rules(session, &settings);
    }
    if (settings.path != NULL) {
        settings = defaults;
        QA_TRY(qa_project_read(((const struct settings *)given)->path, session->arena,
                               &settings.project, &session->error));
        QA_TRY(qa_session_options(session, &settings));
    }
    session->notation = qa_notation_of(&project->reading.notation);
    QA_TRY(settle_volumes(&settings, &request, &session->error));
    struct qa_scenario scenario = {.volume = project->volume};
    QA_TRY(qa_scenario_apply(&project->scenario, session->arena, &scenario, &session->error));
    const struct qa_quote_files files = {project, &project->reading.vendors};
    struct qa_quotes quotes;
    QA_TRY(qa_session_quotes(session, &files, &quotes));
    QA_TRY(qa_session_stop_on_errors(session, settings.output.max_errors));
    QA_TRY(qa_scenario_check_taken(&scenario, &quotes, &session->error));
    struct qa_scenario *scenarios = QA_ARRAY(session->arena, struct qa_scenario, quotes.n_vendors);
    for (size_t v = 0; v < quotes.n_vendors; v++) {
        scenarios[v] = scenario;
    }
    request.scenario = &scenario;
    request.scenarios = scenarios;
    QA_TRY(qa_quote_error_rates(&settings.error_rates, &quotes, settings.project.confidence,
                                session->arena, &request.error_rates, &session->error));
    session->report->confidence = settings.project.confidence;
    qa_quote_review(&quotes, &request, &session->findings);
    qa_quote_sentences(&quotes, &request, session->report);
    qa_quote_tables(&quotes, &request, session->report);
    return print(session, &settings);
}

const struct qa_command qa_command_quote = {
    .group = "Buy",
    .name = "quote",
    .summary = "work price quotes: tiers, minimums, percents, currencies; cost at a volume, per "
               "correct label, and where vendors change places",
    .synopsis = "QUOTES... --volume N,... [options]",
    .examples = "    labelqa quote quotes.csv --volume 10000,100000\n"
                "    labelqa quote returned/*.xlsx --volume 50000\n"
                "    labelqa quote quotes.csv --volume 50000 --currency EUR --rates rates.csv \\\n"
                "        --objects-per-item 6.5 --errors acme=9/240 --errors zeta=21/240\n"
                "    labelqa quote acme-request.xlsx zeta-request.xlsx --volume 50000 --months 3\n"
                "    labelqa quote quotes.csv --models in-house.csv --volume 50000 -o quotes.xlsx\n"
                "    labelqa quote --rules\n",
    .details = "Quotes are a CSV or workbook of charges: vendor, charge, basis, applies_to, "
               "from_quantity, to_quantity, tiering, price, currency, condition, recurrence, "
               "valid_until, note; requests that vendors filled in are read as they come back. "
               "--rules says how rows are worked. All tables come with -o quotes.json or .xlsx; "
               "--table quoted, curve, costs or rates shows one more.",
    QA_COMMAND_TABLES,
};
