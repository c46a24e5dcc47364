#ifndef QA_FORMATS_TABLE_MAPPING_H
#define QA_FORMATS_TABLE_MAPPING_H

/*
 * What the columns of a table are taken for, in a line for people: "item, annotator=WorkerId,
 * label=response; box: x, y, width=w, height". A column that is called as what it is stands alone.
 */

#include "qa/formats/table_columns.h"

struct qa_mapping {
    struct qa_arena *arena;
    const struct qa_records *header;
    const char *text; /* "" at first */
};

/* Adds that a column is a field, or another thing of the name; QA_NONE: nothing. O(length). */
void qa_mapping_add(struct qa_mapping *mapping, const char *name, uint32_t column);

/* Those of the columns of a table of rows. In the arena. */
const char *qa_mapping_of_columns(const struct qa_table_columns *columns,
                                  const struct qa_records *header, struct qa_arena *arena);

#endif
