#ifndef QA_FORMATS_JSON_SCAN_H
#define QA_FORMATS_JSON_SCAN_H

/*
 * Walks over JSON text token by token, to say where things stand. Parsing is simdjson's work; this
 * is needed only for the place of an error or of a value that a finding is about.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct qa_json_scan {
    const unsigned char *data;
    size_t size;
    size_t offset; /* of the next token, or of the blanks before it */
    uint64_t line; /* of offset, from 1 */
    size_t line_start;
};

void qa_json_scan_init(struct qa_json_scan *scan, const unsigned char *data, size_t size);

/* Skips blanks and gives the next token's first byte and its place; false at the end of the text.
 * `{ } [ ] , :` are tokens of one byte. *good is false when the token is not well-formed; its place
 * is then that of the fault. */
bool qa_json_scan_next(struct qa_json_scan *scan, unsigned char *first, size_t *at, bool *good);

/* Offset of the first fault of the whole text, or size when its end comes too early. */
size_t qa_json_find_fault(const unsigned char *data, size_t size, const char **what);

#endif
