#ifndef QA_BASE_FILENAME_H
#define QA_BASE_FILENAME_H

/*
 * File names made of names that data brings. What comes out is one name, never a path: valid on
 * Linux, macOS and Windows, not hidden, not an option, not a device, and short.
 */

#include "qa/base/arena.h"

enum { QA_LONGEST_FILE_NAME = 80 }; /* bytes, without a suffix that the caller adds */

/* The text with everything but letters, digits, ".", "-", "_" and characters beyond ASCII as "_";
 * "." and "-" at the beginning too, and "." at the end. "_" for an empty text. */
const char *qa_file_name(struct qa_arena *arena, const char *text);

/* The same, unlike any of the n names before it whatever the case of their letters: "acme-2". */
const char *qa_file_name_unlike(struct qa_arena *arena, const char *text, const char *const *names,
                                size_t n);

#endif
