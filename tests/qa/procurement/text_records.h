/*
 * Small files for tests, written as text: lines of cells between commas, without quotes. The first
 * line is the header. Cells know their line and column, as those of a reader do.
 */
#ifndef TESTS_QA_PROCUREMENT_TEXT_RECORDS_H
#define TESTS_QA_PROCUREMENT_TEXT_RECORDS_H

#include <string.h>

#include "qa/base/records.h"

static inline size_t text_count(const char *text, size_t length, char wanted)
{
    size_t n = 0;

    for (size_t i = 0; i < length; i++) {
        n += text[i] == wanted;
    }
    return n;
}

/* Every line ends in a line feed and has as many cells as the first. */
static inline struct qa_records text_records(struct qa_arena *arena, const char *file,
                                             const char *text)
{
    size_t n_columns = text_count(text, strcspn(text, "\n"), ',') + 1;
    size_t n_lines = text_count(text, strlen(text), '\n');
    struct qa_cell *cells = QA_ARRAY(arena, struct qa_cell, n_lines * n_columns);
    const char *at = text;

    for (size_t line = 0; line < n_lines; line++) {
        const char *begin = at;

        for (size_t column = 0; column < n_columns; column++) {
            size_t length = strcspn(at, ",\n");

            cells[line * n_columns + column] =
                (struct qa_cell){.text = qa_arena_text_n(arena, at, length),
                                 .length = (uint32_t)length,
                                 .column = (uint32_t)(at - begin) + 1,
                                 .line = line + 1};
            at += length + 1;
        }
    }
    return (struct qa_records){.file = file,
                               .n_columns = n_columns,
                               .n_records = n_lines - 1,
                               .header = cells,
                               .cells = cells + n_columns};
}

#endif
