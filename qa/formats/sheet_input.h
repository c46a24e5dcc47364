#ifndef QA_FORMATS_SHEET_INPUT_H
#define QA_FORMATS_SHEET_INPUT_H

/*
 * Tables as a person filled them in and a spreadsheet program saved them, as records of text:
 * workbooks of Office Open XML (ECMA-376, .xlsx) and OpenDocument (ISO/IEC 26300, .ods), and
 * delimited text.
 *
 * In each sheet the first row that has the wanted names is the header; rows above it are for
 * people, rows below are records, rows without any text are skipped. Sheets without such a row
 * (instructions, lists) are left out; the records of the others follow each other when they have
 * the same columns (else E138). A text is one sheet, with its titles above when it was saved from a
 * workbook. Cells of workbooks: texts as they are, numbers in their shortest form and, where the
 * sheet shows them so, in per cent ("5%"), formulas by their stored value, dates as 2026-03-09 or
 * 2026-03-09T10:30:00, TRUE and FALSE, errors as #N/A. A cell's line is its row, its column the
 * sheet's column, from 1.
 *
 * E137 for a damaged archive or XML and for files of other programs (.xls, .xlsb, .numbers, a
 * workbook with a password), with what to save instead. Entities that a document declares are
 * refused.
 */

#include <stdbool.h>

#include "qa/base/bytes.h"
#include "qa/base/records.h"

/* A kind of sheet, told by its header row. */
struct qa_sheet_form {
    const char *const *names; /* of columns, as qa_is_column_name compares them */
    size_t n_names;
    bool needs_all; /* all of the names in one row; else any of them */
    bool (*is_header)(const struct qa_cell *cells, size_t n); /* NULL: the names tell it */
};

/* "xlsx", "ods", or "csv" for a text, by the first bytes. */
const char *qa_sheet_format(const struct qa_bytes *bytes);
/* A workbook, or what people take for one. */
bool qa_is_workbook(const struct qa_bytes *bytes);

/*
 * Sheets of several kinds in one workbook: out[f] holds the records of the sheets of forms[f]; its
 * header is NULL where no sheet is of that kind. A sheet belongs to the first form whose header row
 * it has.
 */
QA_NODISCARD enum qa_status qa_book_sheets(const struct qa_bytes *bytes,
                                           const struct qa_sheet_form *forms, size_t n_forms,
                                           struct qa_arena *arena, struct qa_records *out,
                                           struct qa_error *err);

/* A text as one sheet: *form is the first that has a header row, which is the first line or, where
 * that leaves cells blank as a title does, one of the 30 below. Where there is none, *form is
 * n_forms and the first line is the header. */
QA_NODISCARD enum qa_status qa_text_sheet(struct qa_bytes *bytes, const struct qa_sheet_form *forms,
                                          size_t n_forms, struct qa_arena *arena,
                                          struct qa_records *out, size_t *form,
                                          struct qa_error *err);

/* A workbook or text. names: of columns one of which tells the header row. E139 when no sheet of a
 * workbook has one; a text's first line is the header then. */
QA_NODISCARD enum qa_status qa_sheet_records(struct qa_bytes *bytes, const char *const *names,
                                             size_t n_names, struct qa_arena *arena,
                                             struct qa_records *out, struct qa_error *err);

/* One sheet of a workbook as a table, whatever its columns: the first row that is_header takes for
 * one is the header, or the first with a text. sheet: its name in any case, E138 with the names
 * that are there; NULL: the first. */
QA_NODISCARD enum qa_status qa_book_table(const struct qa_bytes *bytes, const char *sheet,
                                          bool (*is_header)(const struct qa_cell *cells, size_t n),
                                          struct qa_arena *arena, struct qa_records *out,
                                          struct qa_error *err);

/* The name of the first sheet behind the first that has rows and all columns of `first`; NULL:
 * there is none. */
const char *qa_book_twin(const struct qa_bytes *bytes, const struct qa_records *first,
                         struct qa_arena *arena);

#endif
