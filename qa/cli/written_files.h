#ifndef QA_CLI_WRITTEN_FILES_H
#define QA_CLI_WRITTEN_FILES_H

/* Files that writers made in memory, to disk: all of them or none. */

#include "qa/cli/session.h"
#include "qa/formats/writer.h"

/* Into a folder, which is made unless it is there, with those within it that names have. E501,
 * E502: a file of the name is there, and force is not set. */
QA_NODISCARD enum qa_status qa_write_files(struct qa_session *session,
                                           const struct qa_written_file *files, size_t n,
                                           const char *folder, bool force);

/* The answers of the batches, either of which may be NULL, in the form of a writer: to the output,
 * or, of a form of several files, into the folder that it names (E217: it names none). */
QA_NODISCARD enum qa_status qa_write_form(struct qa_session *session,
                                          const struct qa_writer *writer,
                                          const struct qa_canonical_request *request,
                                          const struct qa_output_settings *output);

#endif
