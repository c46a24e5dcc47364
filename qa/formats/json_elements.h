#ifndef QA_FORMATS_JSON_ELEMENTS_H
#define QA_FORMATS_JSON_ELEMENTS_H

/*
 * A document of which one array, a member of the root, holds nearly all: the array's elements are
 * parsed a part at a time, several parts at once, and the rest of the document as if the array were
 * empty. Memory is that of a few parts, whatever the size of the file.
 *
 * Where the array ends, and between which elements parts may meet, is guessed by a look at the
 * text. A part that is no array of values by itself shows that a guess was wrong, or that the text
 * is no JSON: then the whole is parsed after all, and reading goes on behind the elements that were
 * given, which are the same in it: parts that are arrays of values are one array when commas join
 * them. So every byte is parsed once, and a fault has the place that the whole gives it. The rest
 * may then have been without members that stood where the array was thought to go on.
 */

#include "qa/base/error.h"
#include "qa/formats/json.h"

struct qa_json_elements;

/* Cuts the array `key` into parts of about part_bytes. False where that is not worth it (fewer than
 * two parts), where the rest is not JSON with an empty array in that place, or the first part is no
 * array of values: parse it whole then. Both results are to be freed, elements first. */
bool qa_json_cut(struct qa_bytes *bytes, const char *key, size_t part_bytes, struct qa_json **rest,
                 struct qa_json_elements **elements);

/* About how many there are, by those of the first part; for reserving. */
size_t qa_json_elements_estimate(const struct qa_json_elements *elements);

/* The next one in document order, with all that is in it: until the next call. *is_there: false
 * behind the last. Several parts are parsed at once, on all threads. Fails as qa_json_parse does on
 * the whole, or with E119 where the whole has no such array. */
QA_NODISCARD enum qa_status qa_json_next_element(struct qa_json_elements *elements, bool *is_there,
                                                 struct qa_json_value *out, struct qa_error *err);

/* The whole, where it had to be parsed; NULL: parts did. */
const struct qa_json *qa_json_elements_whole(const struct qa_json_elements *elements);

void qa_json_elements_free(struct qa_json_elements *elements);

#endif
