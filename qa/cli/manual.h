#ifndef QA_CLI_MANUAL_H
#define QA_CLI_MANUAL_H

/* Man pages and shell completion, written from the command table so that they cannot go stale. */

#include <stdio.h>

#include "qa/cli/command.h"

/* A man(7) page of one command; NULL: that of labelqa itself. */
void qa_manual(const struct qa_command *command, FILE *stream);

/* Text as roff takes it: no line begins with a control character by accident. */
void qa_put_roff(FILE *stream, const char *text);

/* A completion script; false when the shell is not bash, zsh or fish. */
bool qa_completion(const char *shell, FILE *stream);

#endif
