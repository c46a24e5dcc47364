#ifndef QA_BASE_UTF8_H
#define QA_BASE_UTF8_H

/* UTF-8 (RFC 3629): no surrogates, no overlong forms, at most U+10FFFF. */

#include <stddef.h>
#include <stdint.h>

#include "qa/base/arena.h"

/* Offset of the first byte that is not part of valid UTF-8, or size when all is valid.
 * Runs of ASCII are skipped a word at a time. */
size_t qa_utf8_check(const void *text, size_t size);

/* One code point from valid or invalid text: its value (U+FFFD for a bad byte) and length >= 1. */
uint32_t qa_utf8_decode(const char *text, size_t size, size_t *length);

/* out gets at most 4 bytes; returns their number. */
size_t qa_utf8_encode(uint32_t code_point, char out[4]);

/* Units of UTF-16 that a valid text takes: two for a code point beyond U+FFFF. O(size). */
size_t qa_utf16_length(const char *text, size_t size);

/* Columns that the text takes on a terminal: 0 for combining marks, 2 for wide East Asian
 * characters and emoji, 1 otherwise. */
size_t qa_utf8_width(const char *text);

/* A copy for people and for XML: bad bytes, control characters, noncharacters (U+FFFE, U+FFFF and
 * their like), line separators and controls of the direction of text became U+FFFD. */
char *qa_utf8_clean(struct qa_arena *arena, const char *text, size_t size);

#endif
