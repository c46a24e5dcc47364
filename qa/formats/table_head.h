#ifndef QA_FORMATS_TABLE_HEAD_H
#define QA_FORMATS_TABLE_HEAD_H

/*
 * Where a table of answers begins: people set titles, dates and remarks above it. Its head is a row
 * that names two of the fields item, annotator and label by sure names (table_names.h).
 */

#include "qa/base/bytes.h"
#include "qa/base/records.h"
#include "qa/formats/sink.h"

bool qa_is_table_head(const struct qa_cell *cells, size_t n);

/* Of a text: where the head begins, when it is one of the 30 lines below the first and the first
 * names none of the fields. offset 0: the first line is the head, or none is. */
struct qa_text_head {
    size_t offset;
    uint64_t line; /* from 1 */
};
struct qa_text_head qa_text_head(const struct qa_bytes *bytes);

/* Says (W816) that n rows above the head, which is at a line, are not read. */
void qa_say_titles(struct qa_sink *sink, size_t n, uint64_t line);

#endif
