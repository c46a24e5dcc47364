#include <string.h>
#include <unistd.h>

#include "qa/cli/commands.h"
#include "qa/cli/evaluate.h"

struct settings {
    struct qa_project project;
    struct qa_output_settings output;
    const char *path;
    bool print_config;
};

static const struct qa_option options[] = {
    {'c', "config", QA_OPTION_TEXT, offsetof(struct settings, path), "FILE",
     "the project file (default audit.yaml in this folder); all other options win over it"},
    {0, "print-config", QA_OPTION_FLAG, offsetof(struct settings, print_config), NULL,
     "show what is in force, and where it comes from, and stop"},
};

static const struct qa_option_group groups[] = {
    {"Audit", options, sizeof options / sizeof *options, 0},
    QA_PROJECT_GROUPS(struct settings, project.),
    {"Output", qa_output_options, QA_N_OUTPUT_OPTIONS, offsetof(struct settings, output)},
};

static const struct settings defaults = {
    .project = QA_PROJECT_DEFAULTS, .output = QA_OUTPUT_DEFAULTS, .path = "audit.yaml"};

static enum qa_status print_config(struct qa_session *session, const struct settings *settings,
                                   const struct qa_project *file)
{
    struct qa_output_settings quiet = settings->output;
    quiet.quiet = true;
    qa_report_add_table(session->report,
                        qa_project_table(&settings->project, file, session->arena));
    return qa_session_print(session, &quiet);
}

static enum qa_status run(struct qa_session *session, const void *given)
{
    const char *path = ((const struct settings *)given)->path;
    struct settings settings = defaults;
    qa_kind_settings_init(&settings.project.kinds);
    if (session->n_operands > 0) {
        return qa_fail(&session->error, QA_USAGE, "E005",
                       "audit takes its files from the project file; give it with -c");
    }
    if (strcmp(path, defaults.path) == 0 && access(path, F_OK) != 0) {
        return qa_fail(&session->error, QA_INPUT, "E101",
                       "there is no audit.yaml in this folder; `labelqa init` writes one from the "
                       "files that are here, and -c FILE names another");
    }
    QA_TRY(qa_project_read(path, session->arena, &settings.project, &session->error));
    const struct qa_project file = settings.project;
    QA_TRY(qa_session_options(session, &settings));
    QA_TRY(qa_project_settle(session, &settings.project));
    if (settings.print_config) {
        return print_config(session, &settings, &file);
    }
    if (settings.project.reading.vendors.n > 0) {
        settings.project.n_deliveries = 0; /* the command line names others */
    }
    const struct qa_evaluate_options evaluate = {&settings.project, &settings.output};
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
    QA_COMMAND_TABLES,
};
