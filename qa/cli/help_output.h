#ifndef QA_CLI_HELP_OUTPUT_H
#define QA_CLI_HELP_OUTPUT_H

/*
 * What the tables hold, for people, as a JSON schema and for the man pages: all of it made from the
 * sentences of their columns (qa/table/table.h), so that none of the three can differ from another.
 */

#include <stdio.h>

#include "qa/base/error.h"

/* `labelqa help output [NAME]`: every table, or those that are called or printed by NAME (a table,
 * or else a command). E001 when there are none. */
QA_NODISCARD enum qa_status qa_help_output(const char *name, FILE *stream, struct qa_error *err);

/* A JSON schema (draft 2020-12) of what --format json prints, whatever the command. */
void qa_output_schema(FILE *stream);

/* The section OUTPUT of a command's man page; nothing when it prints no table. */
void qa_manual_output(const char *command, FILE *stream);

#endif
