#ifndef QA_CLI_HELP_H
#define QA_CLI_HELP_H

/*
 * Everything labelqa says about itself: the overview, a command's help, the formats it reads, the
 * pages of error codes, the sources of its formulas, versions.
 */

#include <stdbool.h>

#include "qa/base/error.h"

/* True when argv asks for help in one of its forms (--help, help TOPIC, formats, explain CODE,
 * cite, version); it has been answered then and *status is the exit status. */
bool qa_help_topic(int argc, char **argv, enum qa_status *status);

/* The failure for a word that is no command, with the nearest one. */
void qa_unknown_command(const char *name, struct qa_error *err);

/* The page of a code ("E203"), or NULL. */
const char *qa_code_page(const char *code);

/* Calls visit for each code that has a page, in order. */
void qa_code_pages(void (*visit)(void *context, const char *code, const char *title),
                   void *context);

#endif
