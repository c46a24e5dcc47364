#include "qa/cli/commands.h"
#include "qa/cli/quote_errors.h"
#include "qa/cli/quote_inputs.h"
#include "qa/cli/scenario_options.h"
#include "qa/procurement/quote_rules.h"
#include "reports/workbook.h"

struct settings {
    struct qa_output_settings output;
    struct qa_notation_settings notation;
    struct qa_texts vendors;
    struct qa_scenario_settings scenario;
    struct qa_reals volumes;
    const char *project;
    const char *models;
    const char *currency;
    const char *rates;
    const char *as_of;
    struct qa_texts error_rates;
    double confidence;
    bool rules;
};

static const struct qa_option options[] = {
    {0, "vendor", QA_OPTION_TEXTS, offsetof(struct settings, vendors), "NAME=FILES",
     "files of one vendor, whatever name they give", NULL},
    {0, "volume", QA_OPTION_REALS, offsetof(struct settings, volumes), "N,N,...",
     "items to be labeled; costs are given at each", NULL},
    {0, "models", QA_OPTION_TEXT, offsetof(struct settings, models), "FILE",
     "offers as a few numbers: vendor,model,field,value; models crowd, managed_service, "
     "dedicated_team, hybrid, in_house",
     NULL},
    {0, "currency", QA_OPTION_TEXT, offsetof(struct settings, currency), "CODE",
     "currency of the results, such as EUR", NULL},
    {0, "rates", QA_OPTION_TEXT, offsetof(struct settings, rates), "FILE",
     "exchange rates: currency,rate,date (one unit of it in the target currency)", NULL},
    {0, "as-of", QA_OPTION_TEXT, offsetof(struct settings, as_of), "DATE",
     "day on which rates and validity are looked at", NULL},
    {'c', "config", QA_OPTION_TEXT, offsetof(struct settings, project), "FILE",
     "take quotes, rates and scenario from this project file; options win over it", NULL},
    {0, "errors", QA_OPTION_TEXTS, offsetof(struct settings, error_rates), "VENDOR=E/N",
     "E errors in N checked labels of a vendor, for its cost per correct label", NULL},
    {0, "conf", QA_OPTION_RATE, offsetof(struct settings, confidence), "RATE",
     "confidence of the intervals (default 0.95)", NULL},
    {0, "rules", QA_OPTION_FLAG, offsetof(struct settings, rules), NULL,
     "print the rules by which quotes are worked, and stop", NULL},
};

static const struct qa_option_group groups[] = {
    {"Quotes", options, sizeof options / sizeof *options, 0},
    {"Scenario", qa_scenario_options, QA_N_SCENARIO_OPTIONS, offsetof(struct settings, scenario)},
    {"Numbers and dates", qa_notation_options, QA_N_NOTATION_OPTIONS,
     offsetof(struct settings, notation)},
    {"Output", qa_output_options, QA_N_OUTPUT_OPTIONS, offsetof(struct settings, output)},
};

static const struct settings defaults = {
    .output = QA_OUTPUT_DEFAULTS, .scenario = QA_SCENARIO_DEFAULTS, .confidence = 0.95};

static enum qa_status print_rules(struct qa_session *session, const struct settings *settings)
{
    static const char *const shown[] = {"bases", NULL};
    struct qa_output_settings quiet = settings->output;

    quiet.quiet = true;
    qa_quote_rules(session->report);
    return qa_session_print_shown(session, &quiet, shown);
}

/* The project file, or none of its keys, with the options in place of them. */
static enum qa_status read_project(struct qa_session *session, const struct settings *settings,
                                   struct qa_project *project)
{
    qa_project_defaults(project);
    if (settings->project != NULL) {
        QA_TRY(qa_project_read(settings->project, session->arena, project, &session->error));
    }
    project->models = settings->models != NULL ? settings->models : project->models;
    project->rates = settings->rates != NULL ? settings->rates : project->rates;
    project->currency = settings->currency != NULL ? settings->currency : project->currency;
    return QA_OK;
}

static enum qa_status settle_volumes(const struct settings *settings,
                                     const struct qa_project *project,
                                     struct qa_quote_table_request *request, struct qa_error *err)
{
    request->volumes = settings->volumes.list;
    request->n_volumes = settings->volumes.n;
    if (settings->volumes.n == 0 && settings->project != NULL) {
        request->volumes = &project->volume;
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

static enum qa_status write_workbook(void *context, const char *path, struct qa_error *err)
{
    return qa_workbook_quotes(context, path, err);
}

static enum qa_status print(struct qa_session *session, const struct settings *settings)
{
    static const char *const shown[] = {"totals", "charges",  "crossings", "breakeven",
                                        "teams",  "scenario", NULL};

    if (qa_output_format_of(&settings->output) == QA_OUT_XLSX) {
        return qa_session_print_workbook(session, &settings->output, write_workbook,
                                         session->report);
    }
    return qa_session_print_shown(session, &settings->output, shown);
}

static enum qa_status run(struct qa_session *session, const void *given)
{
    const struct settings *settings = given;
    if (settings->rules) {
        return print_rules(session, settings);
    }
    struct qa_project project;
    struct qa_quote_table_request request = {0};
    QA_TRY(read_project(session, settings, &project));
    session->notation = qa_notation_of(&settings->notation);
    if (settings->notation.decimal == QA_DECIMAL_UNKNOWN) {
        session->notation.decimal = project.notation.decimal;
    }
    if (settings->notation.dates == QA_DATES_UNKNOWN) {
        session->notation.dates = project.notation.dates;
    }
    QA_TRY(settle_volumes(settings, &project, &request, &session->error));
    struct qa_scenario scenario = qa_cli_scenario(&project);
    QA_TRY(qa_scenario_apply(&settings->scenario, session->arena, &scenario, &session->error));
    const struct qa_quote_files files = {&project, &settings->vendors, settings->as_of};
    struct qa_quotes quotes;
    QA_TRY(qa_session_quotes(session, &files, &quotes));
    QA_TRY(qa_session_stop_on_errors(session, settings->output.max_errors));
    QA_TRY(qa_scenario_check_taken(&scenario, &quotes, &session->error));
    struct qa_scenario *scenarios = QA_ARRAY(session->arena, struct qa_scenario, quotes.n_vendors);
    for (size_t v = 0; v < quotes.n_vendors; v++) {
        scenarios[v] = scenario;
    }
    request.scenario = &scenario;
    request.scenarios = scenarios;
    QA_TRY(qa_quote_error_rates(&settings->error_rates, &quotes, settings->confidence,
                                session->arena, &request.error_rates, &session->error));
    session->report->confidence = settings->confidence;
    qa_quote_review(&quotes, &request, &session->findings);
    qa_quote_sentences(&quotes, &request, session->report);
    qa_quote_tables(&quotes, &request, session->report);
    return print(session, settings);
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
    .groups = groups,
    .n_groups = sizeof groups / sizeof *groups,
    .settings_size = sizeof defaults,
    .defaults = &defaults,
    .run = run,
};
