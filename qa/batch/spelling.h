#ifndef QA_BATCH_SPELLING_H
#define QA_BATCH_SPELLING_H

/*
 * One name in two spellings: names that differ in case, blanks, characters without width, marks of
 * punctuation or composed letters alone (Northlight, northlight, north-light). They stay two names;
 * who meant one has half of it in each place, which must be said and not be ranked.
 */

#include <stdbool.h>

#include "qa/base/finding.h"

/* Whether two names are two spellings of one; false for equal ones. */
bool qa_is_respelt(const char *a, const char *b);

/* The first of n names that is another spelling of the name; NULL: none. O(n). */
const char *qa_respelt_among(const char *name, const char *const *names, size_t n);

/* W168 for every name that is another spelling of one before it. file: that they stand in, or NULL.
 * O(n^2). */
void qa_say_respelt(const char *const *names, size_t n, const char *file,
                    struct qa_findings *findings);

#endif
