#ifndef QA_CLI_REWORK_FILES_H
#define QA_CLI_REWORK_FILES_H

/*
 * `errors --rework FOLDER`: what goes back to vendors. FOLDER/manifest.csv lists what is sent
 * (vendor, question, item, errors, annotators), for `errors --reworked` when it comes back; and
 * FOLDER/VENDOR, or FOLDER/items where no vendor is named, has the gold of those items as rows, or
 * in the form of a tool. A vendor's folder has nothing of the others.
 */

#include "qa/audit/rework.h"
#include "qa/cli/written_files.h"

struct qa_rework_files {
    const char *folder;
    const char *form; /* --to; NULL: rows as CSV */
};

/* Nothing is written where nothing is wrong, which is said (W268). */
QA_NODISCARD enum qa_status qa_write_rework(struct qa_session *session,
                                            const struct qa_errors_result *result,
                                            const struct qa_rework_files *files,
                                            const struct qa_output_settings *output);

#endif
