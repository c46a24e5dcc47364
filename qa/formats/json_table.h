#ifndef QA_FORMATS_JSON_TABLE_H
#define QA_FORMATS_JSON_TABLE_H

/*
 * A table of answers in JSON, with the columns that a CSV has, see table_rows.h. Forms:
 *
 *     [{"item": "a", "annotator": "x", "label": "cat"}, ...]      rows, also one a line
 *     {"data": [{...}, ...]}                          "data", "rows", "records", "results", "items"
 *     {"columns": ["item", ...], "data": [["a", ...], ...]}       pandas, orient "split"
 *     {"item": {"0": "a", ...}, "label": {"0": "cat", ...}}       pandas, orient "columns"
 *     {"a": {"anna": "cat", "bert": "dog"}, ...}                  orient "index": a row an item
 *
 * Columns are the members of all rows, in the order in which they come first. A list of texts is a
 * set of tags, other lists are their JSON; an object is not read, which is said (W815). Rows that
 * are no objects, members that one row has twice, rows that are no lists where there are columns,
 * are an error (E216), and so are more cells than the file has bytes: members of which each row has
 * its own.
 */

#include "qa/formats/reader.h"

extern const struct qa_reader qa_reader_json_table;

#endif
