#ifndef QA_CLI_RESPONSES_H
#define QA_CLI_RESPONSES_H

/* Requests that vendors sent back, read for the commands that judge them. */

#include "qa/cli/session.h"
#include "qa/procurement/questionnaire.h"
#include "qa/procurement/response.h"

struct qa_project;

/* One file to read; vendor NULL: as the file says. */
struct qa_response_path {
    const char *path;
    const char *vendor;
};

/* A workbook may hold all sheets, a CSV one of them; each is told by its columns. Lists the inputs
 * in the report, with as many rows used as read until qa_responses_count. E447 a file with none of
 * the sheets. */
QA_NODISCARD enum qa_status qa_session_responses(struct qa_session *session,
                                                 const struct qa_response_path *paths, size_t n,
                                                 struct qa_response_file **out);

/* The charges of the files as the rows of one quote. Requests and plain quotes alike: of a workbook
 * the sheets with a column charge or price, of CSV files those that are no other sheet of a
 * request. n 0: *out = NULL. E406 when no file has a charge. */
QA_NODISCARD enum qa_status qa_session_charges(struct qa_session *session,
                                               const struct qa_response_path *paths, size_t n,
                                               const struct qa_records **out);

/* Of a project: its quotes, and the charges of the requests that came back; NULL: none of either.
 */
QA_NODISCARD enum qa_status qa_session_project_charges(struct qa_session *session,
                                                       const struct qa_project *project,
                                                       const struct qa_records **out);

/* The requests that came back, as audit.yaml lists them. */
struct qa_response_path *qa_project_responses(const struct qa_project *project,
                                              struct qa_arena *arena);

/* The operands, and the files of --vendor NAME=FILES under that name. E005 when there are none. */
QA_NODISCARD enum qa_status qa_response_paths(struct qa_session *session,
                                              const struct qa_texts *vendors,
                                              struct qa_response_path **out, size_t *n);

/* When the files have been parsed: how many of their rows said something. */
void qa_responses_count(struct qa_session *session, const struct qa_response_file *files, size_t n);

/* The buyer's list of questions, or the default one for path NULL. */
QA_NODISCARD enum qa_status qa_session_questionnaire(struct qa_session *session, const char *path,
                                                     const struct qa_questionnaire **out);

#endif
