#ifndef QA_FORMATS_TABLE_ROWS_H
#define QA_FORMATS_TABLE_ROWS_H

/*
 * Tables in long form, one object or label a row, whatever file holds them: columns item,
 * annotator, label and the further fields of the sink; the columns of the kinds' forms (type.h):
 * x, y, width, height of boxes, wkt of polygons. The usual synonyms are recognised in any case, and
 * --map names anything else.
 *
 * A row with a cell of a kind's form is an object of the kind, of the richest where there are
 * several; else a label; else, in a table of objects, an answer in which nothing was found. A
 * column `type` says it for each row.
 */

#include "qa/formats/csv_input.h"
#include "qa/formats/csv_plain.h"
#include "qa/formats/sink.h"

struct qa_table_rows;

/* header: the names of the columns. format: "csv", of the source that begins here. */
QA_NODISCARD enum qa_status qa_table_rows_begin(const struct qa_records *header,
                                                struct qa_sink *sink, const char *format,
                                                struct qa_table_rows **rows, struct qa_error *err);

/* Whether rows are labels with an item and an annotator and nothing else, and which columns they
 * are: those without blank cells may go to qa_sink_labels. */
bool qa_table_rows_are_plain(const struct qa_table_rows *rows, size_t column[QA_N_PLAIN]);

/* The cells that a row must have: up to the last column that is read. */
size_t qa_table_rows_width(const struct qa_table_rows *rows);

/* One of the first rows before they are taken, to find the decimal sign of the numbers. True once
 * it is known, or need not be. */
bool qa_table_rows_look(struct qa_table_rows *rows, const struct qa_slice *cells, uint64_t line);

/* One row: as many cells as the header has. */
void qa_table_rows_take(struct qa_table_rows *rows, const struct qa_slice *cells, uint64_t line);

/* After the last row. Fails for a wide table that is none, or may be read two ways. */
QA_NODISCARD enum qa_status qa_table_rows_end(struct qa_table_rows *rows, struct qa_error *err);

#endif
