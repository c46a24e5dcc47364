#ifndef QA_FORMATS_JSON_PARTS_H
#define QA_FORMATS_JSON_PARTS_H

/* Private to json.cpp and json_elements.c: documents of a part of a text. */

#include "qa/formats/json.h"

/* Bytes from begin to end - 1; where begin stands. */
struct qa_json_part {
    size_t begin;
    size_t end;
    uint64_t line;     /* from 1 */
    size_t line_start; /* offset of its first byte */
};

/* The part as the array of the values in it, in *json, which is used again where it is not NULL.
 * False when it is no such array. */
bool qa_json_parse_part(struct qa_json **json, const struct qa_bytes *bytes,
                        const struct qa_json_part *part);

/* The whole text but for the part, which is as if it were blank. False when that is no JSON. */
bool qa_json_parse_without(struct qa_json **json, const struct qa_bytes *bytes,
                           const struct qa_json_part *part);

#endif
