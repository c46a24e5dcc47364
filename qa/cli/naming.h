#ifndef QA_CLI_NAMING_H
#define QA_CLI_NAMING_H

/* Whether a run shows annotators by their ids or by pseudonyms, and with which key: the rule of
 * qa/cli/naming.md. */

#include "qa/cli/session.h"

extern const char qa_names_key_file[]; /* "labelqa.key" */

/* The request's hides_annotators, names_key and names_key_size. E290 for a key that is too short;
 * W290 where others may read it. */
QA_NODISCARD enum qa_status qa_session_names(struct qa_session *session,
                                             const struct qa_reading *reading,
                                             const struct qa_output_settings *output,
                                             struct qa_delivery_request *request);

/* After reading: what the report says of the command line, without annotators' ids. */
void qa_session_hide_command(struct qa_session *session);

/* On stderr, where pseudonyms were shown that a list of ids is enough to work out. */
void qa_session_say_open_names(const struct qa_session *session);

/* A new key of annotators' pseudonyms, and says so. One that is there stays: with another one
 * everybody would have another name. */
QA_NODISCARD enum qa_status qa_names_key_make(struct qa_session *session, const char *path);

#endif
