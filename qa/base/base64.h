#ifndef QA_BASE_BASE64_H
#define QA_BASE_BASE64_H

/* Bytes written as text (RFC 4648, section 4: the alphabet of + and /). */

#include <stddef.h>

#include "qa/base/arena.h"

/* The bytes, *size of them, in the arena; blanks and line ends between the characters say nothing,
 * and the = at the end may be missing. NULL for other characters or a length that cannot be. O(n).
 */
unsigned char *qa_base64_bytes(const char *text, size_t n, size_t *size, struct qa_arena *arena);

#endif
