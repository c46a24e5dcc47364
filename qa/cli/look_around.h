#ifndef QA_CLI_LOOK_AROUND_H
#define QA_CLI_LOOK_AROUND_H

/*
 * What the files of a folder are for an audit: deliveries of vendors, gold, quotes, a log. Told by
 * what they hold (a reader's certainty, the columns of a table), and only gold and the vendors by
 * how they are called: a folder or the beginning of a name is a vendor's, "gold", "truth",
 * "reference" or "expert" in it is the gold's. A guess to be looked at, never a measurement.
 */

#include "qa/cli/project.h"

/* A key of audit.yaml with the files found for it. */
struct qa_found_key {
    const char *key; /* of the tables of a project, or "responses" */
    struct qa_texts files;
};

struct qa_found {
    const struct qa_project_delivery *deliveries; /* by vendor's name; files by name */
    size_t n_deliveries;
    const struct qa_found_key *keys;
    size_t n_keys;
    size_t n_unknown; /* files that are none of these */
};

/* Looks at the first 64 KiB of each file of the folder and its folders, at most QA_LOOKED_AT of
 * them; paths are relative to the folder. A folder that cannot be read has nothing. */
enum { QA_LOOKED_AT = 2000 };
struct qa_found qa_look_around(const char *folder, struct qa_arena *arena);

/* What was found and what to do next, on standard error; path: of the audit.yaml that was written.
 */
void qa_found_say(const struct qa_found *found, const char *path);

/* The files for a key; NULL: none. */
const struct qa_texts *qa_found_files(const struct qa_found *found, const char *key);

#endif
