#ifndef QA_FORMATS_LABEL_STUDIO_TABLE_H
#define QA_FORMATS_LABEL_STUDIO_TABLE_H

/*
 * Label Studio's CSV and TSV exports: a row an annotation, known by the columns id, annotator,
 * annotation_id, created_at and lead_time. The columns of the tasks' data and those of controls
 * stand in one alphabet, and nothing says which is which. A column is of a control when
 *
 *     --map label=COLUMN or --map text=COLUMN names it: then no other is;
 *     a cell holds values as JSON, as controls write them; or
 *     two annotations of one task differ in it.
 *
 * Where there is none, the only column of texts that repeat is (E262 when there are several). What
 * is taken is said (W264). Columns that begin with _data_ are data. Everything else is as in the
 * JSON-MIN form (label_studio.h), into which rows are put: O(cells), all rows in memory.
 */

#include "qa/base/records.h"
#include "qa/formats/csv_input.h"
#include "qa/formats/sink.h"

struct qa_studio_table;

/* NULL: the header is not Label Studio's. */
struct qa_studio_table *qa_studio_table_begin(const struct qa_records *header,
                                              struct qa_sink *sink);
void qa_studio_table_take(struct qa_studio_table *table, const struct qa_slice *cells,
                          uint64_t line);
QA_NODISCARD enum qa_status qa_studio_table_end(struct qa_studio_table *table,
                                                struct qa_error *err);

#endif
