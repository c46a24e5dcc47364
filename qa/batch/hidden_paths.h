#ifndef QA_BATCH_HIDDEN_PATHS_H
#define QA_BATCH_HIDDEN_PATHS_H

/*
 * Paths that say who answered, of deliveries with one file or folder a person: where annotators are
 * not shown (names.h), the part that is a person's id stands as the pseudonym, "people/p-4k7m2q9x.csv".
 */

#include "qa/base/finding.h"
#include "qa/batch/batch.h"

/* The path or sentence with pseudonyms; the text itself when there is nobody in it. A word that is
 * nothing but a person's id counts too when is_word is set. */
const char *qa_hidden_path(const struct qa_names *names, const char *text, bool is_word,
                           struct qa_arena *arena);

/* Of the batch's sources, which what is said later takes its places from. NULL: nothing. */
void qa_hide_source_paths(struct qa_batch *batch, struct qa_arena *arena);

/* Of what was said so far. */
void qa_hide_finding_paths(const struct qa_names *names, struct qa_findings *findings);

#endif
