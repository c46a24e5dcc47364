#ifndef QA_FORMATS_XLSX_INPUT_H
#define QA_FORMATS_XLSX_INPUT_H

/*
 * Office Open XML workbooks (ECMA-376) as records of text, as a person filled them in: the parts of
 * the ZIP by minizip, their XML by expat.
 *
 * In each sheet the first row that has one of the wanted names is the header; rows above it are
 * for people, rows below are records, rows without any text are skipped. Sheets without such a row
 * (instructions, lists) are left out; the records of the others follow each other when they have
 * the same columns (else E138). Cells: texts as they are, numbers in their shortest form and, where
 * the sheet shows them so, in per cent ("5%"), formulas by their stored value, dates (numbers in a
 * date format) as 2026-03-09 or 2026-03-09T10:30:00, TRUE and FALSE, errors as #N/A. A cell's line
 * is its row, its column the sheet's column, from 1.
 */

#include <stdbool.h>

#include "qa/base/bytes.h"
#include "qa/base/records.h"

/* names: of columns one of which tells the header row. E137 damaged archive or XML, E138 as above,
 * E139 no sheet has a header row. Entities that the document type declares are refused. */
QA_NODISCARD enum qa_status qa_xlsx_records(const struct qa_bytes *bytes, const char *const *names,
                                            size_t n_names, struct qa_arena *arena,
                                            struct qa_records *out, struct qa_error *err);

/* One sheet as a table, whatever its columns: its first row with a text is the header. sheet: its
 * name in any case, E138 with the names that are there; NULL: the first. */
QA_NODISCARD enum qa_status qa_xlsx_table(const struct qa_bytes *bytes, const char *sheet,
                                          struct qa_arena *arena, struct qa_records *out,
                                          struct qa_error *err);

/* The name of the first sheet behind the first that has rows and all columns of `first`; NULL:
 * there is none. */
const char *qa_xlsx_twin(const struct qa_bytes *bytes, const struct qa_records *first,
                         struct qa_arena *arena);

/* A kind of sheet, told by its header row. */
struct qa_sheet_form {
    const char *const *names; /* of columns, in lower case with '_' for blanks */
    size_t n_names;
    bool needs_all; /* all of the names in one row; else any of them */
};

/*
 * Sheets of several kinds in one workbook: out[f] holds the records of the sheets of forms[f]; its
 * header is NULL where no sheet is of that kind. A sheet belongs to the first form whose header row
 * it has. E137 and E138 as above.
 */
QA_NODISCARD enum qa_status qa_xlsx_sheets(const struct qa_bytes *bytes,
                                           const struct qa_sheet_form *forms, size_t n_forms,
                                           struct qa_arena *arena, struct qa_records *out,
                                           struct qa_error *err);

#endif
