#ifndef QA_FORMATS_JSON_ELEMENTS_H
#define QA_FORMATS_JSON_ELEMENTS_H

/*
 * A document of which one array, a member of the root, holds nearly all: the array's elements are
 * parsed a part at a time, several parts at once, and the rest of the document as if the array were
 * empty. Memory is that of a few parts, whatever the size of the file.
 *
 * Where the array ends, and between which elements parts may meet, is guessed by a look at the
 * text, and then proved: the rest is JSON with an empty array in that place, and every part by
 * itself is an array of values, so they are one array when commas join them.
 */

#include "qa/formats/json.h"

struct qa_json_elements;

/* Cuts the array `key` into parts of about part_bytes. False where that is not worth it (fewer than
 * two parts) or not proved, as where the text is no JSON: parse it whole then. What is cut proves
 * to be JSON throughout. O(size), on all threads. Both results are to be freed, elements first. */
bool qa_json_cut(struct qa_bytes *bytes, const char *key, size_t part_bytes, struct qa_json **rest,
                 struct qa_json_elements **elements);

size_t qa_json_elements_count(const struct qa_json_elements *elements);

/* The next one in document order, with all that is in it: until the next call. */
bool qa_json_next_element(struct qa_json_elements *elements, struct qa_json_value *out);

void qa_json_elements_free(struct qa_json_elements *elements);

#endif
