#ifndef QA_CLI_COMMAND_H
#define QA_CLI_COMMAND_H

/*
 * The table of commands. Help, suggestions and option parsing come from it; a command file holds a
 * settings struct, its option table and one function: read, one call, tables, print.
 */

#include "qa/cli/options.h"
#include "qa/cli/session.h"

struct qa_command {
    const char *group; /* "Measure" */
    const char *name;  /* "agree" */
    const char *summary;
    const char *synopsis; /* "DELIVERY... [options]" */
    const char *examples; /* lines; shown first in the command's help */
    const char *details;  /* paragraphs after the synopsis, or NULL */
    const struct qa_option_group *groups;
    size_t n_groups;
    size_t settings_size;
    const void *defaults; /* settings_size bytes */
    enum qa_status (*run)(struct qa_session *session, const void *settings);
};

/* The members from groups on, for a command file with the tables of these names. */
#define QA_COMMAND_TABLES                                                                          \
    .groups = groups, .n_groups = sizeof groups / sizeof *groups,                                  \
    .settings_size = sizeof defaults, .defaults = &defaults, .run = run

extern const struct qa_command *const qa_commands[];
extern const size_t qa_n_commands;

const struct qa_command *qa_command_find(const char *name); /* NULL when there is none */

/* Exactly what `labelqa help COMMAND` prints. */
void qa_command_help(const struct qa_command *command, FILE *stream);

/* The overview of all commands. */
void qa_overview(FILE *stream);

#endif
