#ifndef QA_TABLE_PRINT_H
#define QA_TABLE_PRINT_H

/*
 * The text renderers of a report. Machine formats carry full precision (%.17g) and absent values as
 * null or an empty cell; tables for people are rounded and say "undefined" with the reason.
 * Numbers are never localised. Write errors are found by the caller on the stream.
 */

#include <stdio.h>

#include "qa/base/error.h"
#include "qa/table/report.h"

enum qa_text_format {
    QA_FORMAT_TABLE,
    QA_FORMAT_CSV,
    QA_FORMAT_TSV,
    QA_FORMAT_JSON,
    QA_FORMAT_JSONL,
    QA_FORMAT_MARKDOWN
};

struct qa_print_options {
    enum qa_text_format format;
    unsigned width; /* of the terminal in columns; 0: 80 */
    int digits;     /* after the point for people; -1: as suits the kind */
    bool colour;    /* never the only carrier of meaning */
    /* CSV and TSV as they are, for programs; without it texts like formulas get an apostrophe
     * before them (qa_is_like_formula), since people open such files in spreadsheet programs. */
    bool raw;
    const char *table; /* CSV, TSV, JSONL: which table; NULL: the first. Others: only this one */
};

/* E120 when options->table names no table of the report (the message lists them). */
QA_NODISCARD enum qa_status qa_report_print(const struct qa_report *report,
                                            const struct qa_print_options *options, FILE *stream,
                                            struct qa_error *err);

/* One cell for people, as the terminal shows it: "3.0 % (1.7-5.2 %)". In the arena. */
const char *qa_cell_text(struct qa_arena *arena, const struct qa_column *column,
                         const struct qa_table_cell *cell, int digits);

#endif
