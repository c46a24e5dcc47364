#ifndef QA_FORMATS_TABLE_PLATFORM_H
#define QA_FORMATS_TABLE_PLATFORM_H

/*
 * Tables as crowdsourcing platforms export them, an assignment of a worker a row, known by columns
 * that no other table has. A platform is one row of a table of column names; what it says of
 *
 *     answers    one column a question (Answer.sentiment, OUTPUT:result), each an answer of its
 * own; the time of work goes to the first, so that the times of a file add up choices    several in
 * one cell are a set of tags, whatever divides them gold       the right answer of a control item
 * is a gold answer of its own; a worker's answer to it is an answer like any other. Several right
 * answers are no gold (W215) trust      answers of workers whom the platform did not trust are left
 * out, and said (W214) pages      the time of a page of tasks is divided by their number
 *
 * Addresses, cities, channels and the like are not read. --map item, annotator, label and so on go
 * before the platform's names; a mapped label is the only question.
 */

#include "qa/base/records.h"
#include "qa/formats/csv_input.h"
#include "qa/formats/sink.h"

struct qa_platform_rows;

/* NULL: the header is no platform's, or its questions are not known. Begins the source. */
struct qa_platform_rows *qa_platform_begin(const struct qa_records *header, struct qa_sink *sink);
/* The cells that a row must have. */
size_t qa_platform_width(const struct qa_platform_rows *rows);
void qa_platform_take(struct qa_platform_rows *rows, const struct qa_slice *cells, uint64_t line);
/* After the last row. */
void qa_platform_end(struct qa_platform_rows *rows);

#endif
