#ifndef QA_BASE_OUTPUT_H
#define QA_BASE_OUTPUT_H

/*
 * Output that appears whole or not at all: a temporary file beside the target, synced and renamed
 * on commit. A reader of the target sees the old file or the new one, never half.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "qa/base/error.h"

enum qa_overwrite { QA_KEEP_EXISTING, QA_REPLACE_EXISTING };

struct qa_output {
    FILE *stream; /* write here */
    char *target; /* NULL: standard output */
    char *temporary;
    enum qa_overwrite overwrite;
};

/* path NULL or "-" is standard output; a device or pipe is written as it is. A link stays, and what
 * it leads to is replaced. E501 cannot create; E502 exists, be it as a link that leads nowhere, and
 * overwrite is QA_KEEP_EXISTING; E504 the run has read that file, under whatever name. */
QA_NODISCARD enum qa_status qa_output_open(struct qa_output *output, const char *path,
                                           enum qa_overwrite overwrite, struct qa_error *err);

/* For libraries that write files by name: the temporary's path; stream is NULL then. E501 also for
 * devices and pipes. */
QA_NODISCARD enum qa_status qa_output_reserve(struct qa_output *output, const char *path,
                                              enum qa_overwrite overwrite, struct qa_error *err);

/* Only the owner may read the file at path, a temporary one in which nothing is written yet: for
 * secrets. NULL is a device, which keeps its mode. E501 when the system refuses. */
QA_NODISCARD enum qa_status qa_output_make_private(const char *path, struct qa_error *err);

/* Of a standard output that its reader closed, as `head` does: nothing to complain of. */
#define QA_CODE_READER_GONE "E505"

/* Flush, sync, rename; releases the output in either case. E158 when a file that was read has
 * changed since; E502 when another run was faster; E503 on a write error; E504; E505 when the
 * reader of the standard output has gone. */
QA_NODISCARD enum qa_status qa_output_commit(struct qa_output *output, struct qa_error *err);

/* Makes the folder unless it is there; those above it must be. E501. */
QA_NODISCARD enum qa_status qa_output_folder(const char *path, struct qa_error *err);

/* Remove the temporary file; the target is untouched. Safe after commit and on a zeroed struct. */
void qa_output_abandon(struct qa_output *output);

#endif
