#ifndef QA_FORMATS_SHEET_ROWS_H
#define QA_FORMATS_SHEET_ROWS_H

/* Rows of sheets, as a workbook's reader comes to them, into records. Private to the readers of
 * sheets. */

#include "qa/formats/sheet_input.h"

struct qa_sheet_rows {
    const struct qa_sheet_form *forms;
    size_t n_forms;
    const char *path;
    struct qa_arena *arena;
    struct qa_records *outs; /* of each form */
    struct qa_error *err;
    enum qa_status status; /* the first failure; nothing is taken after it */
    /* private */
    size_t *capacities;
    const char *sheet;
    size_t form;           /* of this sheet; n_forms: its header has not come yet */
    uint32_t first_column; /* of the header's first name */
    struct qa_cell *cells; /* of the row */
    size_t n_cells;
    size_t cells_capacity;
    size_t n_above; /* rows of this sheet with text, before the header */
};

/* out: n_forms, emptied. */
struct qa_sheet_rows qa_sheet_rows_begin(const char *path, const struct qa_sheet_form *forms,
                                         size_t n_forms, struct qa_arena *arena,
                                         struct qa_records *out, struct qa_error *err);

/* The rows of another sheet follow. */
void qa_sheet_rows_sheet(struct qa_sheet_rows *rows, const char *name);

/* A cell of the row, of whose columns none comes twice. column: from 1. text: in the arena.
 * is_typed: a number or date of the workbook's. */
void qa_sheet_rows_cell(struct qa_sheet_rows *rows, uint32_t column, const char *text,
                        bool is_typed);

/* The row is whole. row: from 1. O(columns). */
void qa_sheet_rows_row(struct qa_sheet_rows *rows, uint64_t row, bool is_hidden);

/* The first form whose names stand in the cells, or n_forms. */
size_t qa_sheet_form_of(const struct qa_sheet_form *forms, size_t n_forms,
                        const struct qa_cell *cells, size_t n);

/* The number that a workbook stores, in its shortest form; other texts as they are. */
const char *qa_sheet_number(struct qa_arena *arena, const char *text);
/* A number that the sheet shows in per cent, as it shows it: "0.05" is "5%". */
const char *qa_sheet_percent(struct qa_arena *arena, const char *text);

#define QA_ALL_SHEETS SIZE_MAX

/* A workbook that is open: what it has, and how a sheet of it is read. */
struct qa_book_input {
    const struct qa_bytes *bytes;
    const char **names; /* n_sheets */
    size_t n_sheets;
    void *parts; /* of its reader's own */
    /* One sheet, or all in their order (QA_ALL_SHEETS). */
    enum qa_status (*read)(const struct qa_book_input *book, size_t sheet,
                           struct qa_sheet_rows *rows);
};

QA_NODISCARD enum qa_status qa_xlsx_open(const struct qa_bytes *bytes, struct qa_arena *arena,
                                         struct qa_book_input *out, struct qa_error *err);
QA_NODISCARD enum qa_status qa_ods_open(const struct qa_bytes *bytes, struct qa_arena *arena,
                                        struct qa_book_input *out, struct qa_error *err);

#endif
