#ifndef QA_BASE_RECORDS_H
#define QA_BASE_RECORDS_H

/*
 * A small delimited file as text: the header's names and every cell with its place. Filled by
 * the CSV reader, interpreted by whoever owns the meaning (quotes, delivery logs, work sheets,
 * exchange rates). Every record has exactly n_columns cells; cells are valid UTF-8.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qa/base/arena.h"
#include "qa/base/error.h"

struct qa_cell {
    const char *text; /* NUL-terminated, quotes removed, otherwise byte for byte */
    uint32_t length;
    uint32_t column; /* byte column in its line, from 1 */
    uint64_t line;   /* from 1 */
    bool is_typed;   /* a workbook's number or date, which has one reading */
};

struct qa_records {
    const char *file; /* as the user named it */
    /* Of each record, when they come from several files; NULL: all from `file`. */
    const char *const *files;
    char delimiter; /* between the cells of a text; '\0': of a workbook, or not known */
    size_t n_columns;
    size_t n_records;             /* without the header */
    const struct qa_cell *header; /* n_columns */
    const struct qa_cell *cells;  /* record r, column c at r * n_columns + c */
    size_t n_above;               /* rows of a workbook with text above the header */
    size_t n_hidden;              /* records in rows that a workbook hides */
    uint64_t hidden;              /* the first such row */
};

/* Wanted columns: name is the canonical one, synonyms a comma-separated list or NULL. Header
 * names match in any case, without blanks at either end, with blanks, '-' and '.' read as '_'. */
struct qa_column_spec {
    const char *name;
    const char *synonyms;
    bool required;
};

/* By that rule. */
bool qa_is_column_name(const char *header, const char *name);

/* index[s] = column of specs[s], or QA_NONE when it is optional and absent. Fails (E112) on
 * missing required columns, naming all of them, those that are there, and the line below a title
 * that has them; and (E113) on two columns for one spec. */
QA_NODISCARD enum qa_status qa_records_columns(const struct qa_records *records,
                                               const struct qa_column_spec *specs, size_t n_specs,
                                               uint32_t *index, struct qa_error *err);

/* The file that a record stands in. */
const char *qa_records_file(const struct qa_records *records, size_t record);

/* The cell, or NULL when column is QA_NONE. */
const struct qa_cell *qa_records_cell(const struct qa_records *records, size_t record,
                                      uint32_t column);

/*
 * Texts that a spreadsheet program would take for formulas when it opens a CSV: behind any number
 * of apostrophes one of = + - @, a tab or a carriage return, and then more than a number. What
 * people will open is written with one apostrophe more, and read with one less, so every text comes
 * back as it was.
 */
bool qa_is_like_formula(const char *text);
/* The text without the apostrophe that guards it; itself when it has none. */
const char *qa_unguarded(const char *text);

/* The cell's text without the white space around it, of any width; "" for NULL. In the arena. */
const char *qa_cell_trimmed(const struct qa_cell *cell, struct qa_arena *arena);

/* The same as a word to compare, as header names are: lower case, with '_' for blanks, '-' and '.'.
 */
const char *qa_cell_word(const struct qa_cell *cell, struct qa_arena *arena);

#endif
