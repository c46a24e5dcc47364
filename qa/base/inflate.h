#ifndef QA_BASE_INFLATE_H
#define QA_BASE_INFLATE_H

/* Data that zlib packed (RFC 1950), in memory. */

#include <stddef.h>

#include "qa/base/arena.h"

/* The n bytes unpacked, *size of them, in the arena; NULL when they are no such data, are damaged,
 * or make more than `most` bytes. O(*size). */
unsigned char *qa_inflate(const unsigned char *data, size_t n, size_t most, size_t *size,
                          struct qa_arena *arena);

#endif
