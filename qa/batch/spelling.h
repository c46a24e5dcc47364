#ifndef QA_BATCH_SPELLING_H
#define QA_BATCH_SPELLING_H

/*
 * One name in two spellings: names that differ in case, blanks, characters without width, marks of
 * punctuation or composed letters alone (Northlight, northlight, north-light), and whole numbers
 * written in two ways (1, 01, 1.0). A mark between two digits counts: 1-11 and 11-1 are two. They
 * stay two names; who meant one has half of it in each place, which must be said and not be ranked.
 */

#include <stdbool.h>

#include "qa/batch/batch.h"

/* What two spellings of one name have in common; "" for a name without letters and digits. In the
 * arena. */
const char *qa_spelling_key(const char *name, struct qa_arena *arena);

/* Whether two names are two spellings of one; false for equal ones. */
bool qa_is_respelt(const char *a, const char *b);

/* The first of n names that is another spelling of the name; NULL: none. O(n). */
const char *qa_respelt_among(const char *name, const char *const *names, size_t n);

/* W168 for every name that is another spelling of one before it. file: that they stand in, or NULL.
 * O(n^2). */
void qa_say_respelt(const char *const *names, size_t n, const char *file,
                    struct qa_findings *findings);

/* W808 for every annotator of a vendor whose id is another spelling of one before it by name.
 * O(answers + annotators log annotators). */
void qa_say_respelt_annotators(const struct qa_batch *batch, struct qa_findings *findings);

/* W808 for every annotator of a vendor whose id is another spelling of one before it by name.
 * O(answers + annotators log annotators). */
void qa_say_respelt_annotators(const struct qa_batch *batch, struct qa_findings *findings);

#endif
