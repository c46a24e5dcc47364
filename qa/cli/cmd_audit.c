#include "qa/cli/choice_options.h"
#include "qa/cli/commands.h"
#include "qa/cli/evaluate.h"
#include "qa/cli/table_forms.h"
#include "qa/procurement/criteria.h"

struct settings {
    struct qa_output_settings output;
    struct qa_workbook_settings workbook;
    const char *project;
    double volume;
    double limit;
    double confidence;
    double budget;
    double weeks;
    const char *weights;
    const char *values;
    const char *as_of;
    struct qa_scenario_settings scenario;
    bool print_config;
};

static const struct qa_option options[] = {
    {'c', "config", QA_OPTION_TEXT, offsetof(struct settings, project), "FILE",
     "the project file (default audit.yaml in this folder)", NULL},
    {0, "volume", QA_OPTION_REAL, offsetof(struct settings, volume), "N",
     "items to be labeled, instead of the file's", NULL},
    {0, "limit", QA_OPTION_RATE, offsetof(struct settings, limit), "RATE",
     "highest acceptable error rate, instead of the file's", NULL},
    {0, "conf", QA_OPTION_RATE, offsetof(struct settings, confidence), "RATE",
     "confidence of the intervals, instead of the file's", NULL},
    {0, "weights", QA_OPTION_TEXT, offsetof(struct settings, weights), "Q,S,C[,A,K]",
     "weights of quality, speed, cost, agreement and compliance, instead of the file's", NULL},
    {0, "values", QA_OPTION_TEXT, offsetof(struct settings, values), "LIST",
     "worst and best of a criterion, such as quality=5%:0, instead of the file's", NULL},
    {0, "budget", QA_OPTION_REAL, offsetof(struct settings, budget), "AMOUNT",
     "what the volume may cost at most, instead of the file's", NULL},
    {0, "weeks", QA_OPTION_REAL, offsetof(struct settings, weeks), "N",
     "in which the volume is needed, instead of the file's", NULL},
    {0, "as-of", QA_OPTION_TEXT, offsetof(struct settings, as_of), "DATE",
     "day on which rates, validity and certificates are looked at, instead of the file's", NULL},
    {0, "print-config", QA_OPTION_FLAG, offsetof(struct settings, print_config), NULL,
     "show what is in force and stop", NULL},
};

static const struct qa_option_group groups[] = {
    {"Audit", options, sizeof options / sizeof *options, 0},
    {"Scenario", qa_scenario_options, QA_N_SCENARIO_OPTIONS, offsetof(struct settings, scenario)},
    {"Workbook", qa_workbook_switches, QA_N_WORKBOOK_SWITCHES, offsetof(struct settings, workbook)},
    {"Output", qa_output_options, QA_N_OUTPUT_OPTIONS, offsetof(struct settings, output)},
};

static const struct settings defaults = {.output = QA_OUTPUT_DEFAULTS,
                                         .scenario = QA_SCENARIO_DEFAULTS,
                                         .project = "audit.yaml",
                                         .volume = -1,
                                         .limit = -1,
                                         .confidence = -1,
                                         .budget = -1,
                                         .weeks = -1};

static void put_setting(struct qa_table *table, const char *name, const char *value)
{
    qa_table_row(table);
    qa_put_text(table, name);
    qa_put_text(table, value);
}

static void put_number(struct qa_table *table, const char *name, double value)
{
    put_setting(table, name, qa_arena_format(table->arena, "%.10g", value));
}

static const struct qa_column columns[] = {
    {"setting", NULL, QA_TEXT, .is_key = true, .about = "Name of the setting in the project file."},
    {"value", NULL, QA_TEXT, .about = "Its value in force."},
};
const struct qa_table_form qa_form_audit_settings =
    QA_TABLE_FORM("settings", "Settings in force", columns);

static enum qa_status print_config(struct qa_session *session, const struct qa_project *project,
                                   const struct qa_output_settings *output)
{
    struct qa_table *table = qa_table_new(session->arena, &qa_form_audit_settings);
    put_setting(table, "name", project->name);
    for (size_t d = 0; d < project->n_deliveries; d++) {
        for (size_t f = 0; f < project->deliveries[d].n_files; f++) {
            put_setting(
                table,
                qa_arena_format(session->arena, "delivery of %s", project->deliveries[d].vendor),
                project->deliveries[d].files[f]);
        }
    }
    for (size_t g = 0; g < project->n_gold; g++) {
        put_setting(table, "gold", project->gold[g]);
    }
    put_setting(table, "quotes", project->quotes);
    put_setting(table, "rates", project->rates);
    put_setting(table, "log", project->log);
    put_setting(table, "before", project->before);
    put_setting(table, "penalties", project->penalties);
    put_setting(table, "calendar.hours", project->calendar.hours);
    put_setting(table, "calendar.zone", project->calendar.zone);
    put_setting(table, "calendar.holidays", project->calendar.holidays);
    put_setting(table, "currency", project->currency);
    put_number(table, "volume", project->volume);
    put_number(table, "limits.error", project->max_error);
    put_number(table, "limits.agreement", project->min_agreement);
    put_number(table, "limits.turnaround_hours", project->max_turnaround_hours);
    put_number(table, "limits.iou", project->iou_threshold);
    for (int c = 0; c < QA_N_CRITERIA; c++) {
        put_number(
            table,
            qa_arena_format(session->arena, "weights.%s", qa_criterion_name((enum qa_criterion)c)),
            project->weights[c]);
    }
    put_number(table, "budget", project->budget);
    put_number(table, "weeks", project->weeks);
    put_number(table, "confidence", project->confidence);
    put_number(table, "cost_per_wrong", project->cost_per_wrong);
    put_number(table, "audit_cost_per_item", project->audit_cost_per_item);
    put_number(table, "seed", (double)project->seed);
    qa_report_add_table(session->report, table);
    struct qa_output_settings quiet = *output;
    quiet.quiet = true;
    return qa_session_print(session, &quiet);
}

static enum qa_status run(struct qa_session *session, const void *given)
{
    const struct settings *settings = given;
    if (session->n_operands > 0) {
        return qa_fail(&session->error, QA_USAGE, "E005",
                       "audit takes its files from the project file; give it with -c");
    }
    struct qa_project project;
    QA_TRY(qa_project_read(settings->project, session->arena, &project, &session->error));
    project.volume = settings->volume >= 0 ? settings->volume : project.volume;
    project.max_error = settings->limit >= 0 ? settings->limit : project.max_error;
    project.confidence = settings->confidence >= 0 ? settings->confidence : project.confidence;
    project.budget = settings->budget >= 0 ? settings->budget : project.budget;
    project.weeks = settings->weeks >= 0 ? settings->weeks : project.weeks;
    QA_TRY(qa_choice_options(session, settings->weights, settings->values, &project));
    if (settings->print_config) {
        return print_config(session, &project, &settings->output);
    }
    const struct qa_evaluate_options evaluate = {.project = &project,
                                                 .scenario = &settings->scenario,
                                                 .as_of = settings->as_of,
                                                 .output = &settings->output,
                                                 .workbook = &settings->workbook};
    return qa_cli_evaluate(session, &evaluate);
}

const struct qa_command qa_command_audit = {
    .group = "Buy",
    .name = "audit",
    .summary = "everything, from audit.yaml, in one pass",
    .synopsis = "[-c audit.yaml] [-o vendors.xlsx] [options]",
    .examples = "    labelqa init && $EDITOR audit.yaml\n"
                "    labelqa audit -o vendors.xlsx\n"
                "    labelqa audit -c march/audit.yaml --volume 250000 --format json\n",
    .details = "Reads each file once; checks, measures agreement and errors against gold, works "
               "the quotes and the delivery log, and compares the vendors. Exit status as of "
               "compare.",
    .groups = groups,
    .n_groups = sizeof groups / sizeof *groups,
    .settings_size = sizeof defaults,
    .defaults = &defaults,
    .run = run,
};
