#ifndef QA_FORMATS_JSON_CELLS_H
#define QA_FORMATS_JSON_CELLS_H

#include "qa/base/arena.h"
#include "qa/formats/json.h"

/* A scalar as the text of a table's cell: strings as they are, numbers in their shortest form, true
 * and false; "" for null. NULL for lists and objects. In the arena, or the document. */
const char *qa_json_cell(struct qa_json_value value, struct qa_arena *arena, size_t *n);

/* A list of strings as the label that tables have for a set of tags; NULL for others. */
const char *qa_json_tags(struct qa_json_value list, struct qa_arena *arena);

#endif
