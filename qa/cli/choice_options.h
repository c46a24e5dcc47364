#ifndef QA_CLI_CHOICE_OPTIONS_H
#define QA_CLI_CHOICE_OPTIONS_H

/*
 * The options --weights and --values, which `compare` and `audit` share.
 */

#include "qa/cli/project.h"

/* Into the project; a text that is NULL changes nothing. E002 with the part that cannot be read. */
QA_NODISCARD enum qa_status qa_choice_options(struct qa_session *session, const char *weights,
                                              const char *values, struct qa_project *project);

#endif
