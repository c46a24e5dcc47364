#ifndef REPORTS_BOOK_H
#define REPORTS_BOOK_H

/*
 * The shared part of all workbooks: styles, names and the one layer through which cells are
 * written. Whatever the data holds, the file stays well-formed: text is cleaned, escaped and cut,
 * numbers that are not finite become "n/a", and every refusal of the library is remembered as an
 * error.
 */

#include <stdint.h>
#include <xlsxwriter.h>

#include "qa/base/arena.h"
#include "qa/base/error.h"
#include "qa/base/estimate.h"
#include "qa/table/table.h"

enum qa_style {
    QA_STYLE_TEXT,
    QA_STYLE_WRAPPED,
    QA_STYLE_TITLE,
    QA_STYLE_SUBTITLE,
    QA_STYLE_HEADER,
    QA_STYLE_HEADER_NUMBER, /* over numbers, which stand right */
    QA_STYLE_HEADER_TEXT,   /* over text that is set in a little */
    QA_STYLE_VERDICT,
    QA_STYLE_BODY, /* sentences */
    QA_STYLE_BAND, /* as VERDICT, on one line that runs over its neighbours */
    QA_STYLE_NOTE,
    QA_STYLE_COUNT,
    QA_STYLE_REAL,
    QA_STYLE_RATE,
    QA_STYLE_SMALL_RATE, /* below 1 % */
    QA_STYLE_MONEY,
    QA_STYLE_UNIT_PRICE,
    QA_STYLE_HOURS,
    QA_STYLE_FIXED_REAL, /* grey: computed by labelqa, does not change with the inputs */
    QA_STYLE_FIXED_RATE,
    QA_STYLE_FIXED_HOURS,
    QA_STYLE_FIXED_COUNT,
    QA_STYLE_FIXED_TEXT,
    QA_STYLE_FIXED_P, /* a p-value; likewise */
    QA_STYLE_P,
    QA_STYLE_BLOCK_NAME, /* text of a block of figures: the first cell of a row, */
    QA_STYLE_BLOCK_TEXT, /* and others, which stand beside numbers */
    QA_STYLE_ROW_NAME,
    QA_STYLE_ROW_TEXT,   /* of a list that is worked through: ruled, wrapped, set in a little */
    QA_STYLE_INPUT_REAL, /* yellow, unlocked */
    QA_STYLE_INPUT_RATE,
    QA_STYLE_INPUT_TEXT,
    QA_STYLE_INPUT_WRAPPED,
    QA_STYLE_INPUT_DATE,
    QA_STYLE_TILE_VALUE,
    QA_STYLE_TILE_REAL,
    QA_STYLE_TILE_NAME,
    QA_STYLE_LINK,
    QA_STYLE_NOTE_LINE,  /* a note that does not wrap */
    QA_STYLE_SOURCE,     /* file and line, apart from a number on its left */
    QA_STYLE_CELL_COUNT, /* of a matrix: zero is a dot */
    QA_STYLE_CELL_RATE,
    QA_STYLE_SAME_COUNT, /* on the diagonal of a confusion: right answers */
    QA_STYLE_SAME_RATE,
    QA_STYLE_GOOD,
    QA_STYLE_BAD,
    QA_STYLE_OPEN,
    QA_STYLE_MARKED,  /* a text in letters of one width, and what in it is */
    QA_STYLE_MISSING, /* not there, */
    QA_STYLE_SURPLUS, /* too much, */
    QA_STYLE_ANOTHER, /* another, */
    QA_STYLE_RIGHT,   /* as it should be */
    QA_N_STYLES
};

struct qa_book {
    struct qa_arena *arena;
    lxw_workbook *workbook;
    lxw_format *styles[QA_N_STYLES];
    lxw_error failed; /* the first refusal of the library */
    const char *footer;
    struct qa_book_formulas *formulas;
    struct qa_sheet_entry *sheets; /* in the order made */
    size_t n_sheets;
    size_t sheets_capacity;
};

/* A sheet that is in the book, for links to it. */
struct qa_sheet_entry {
    const char *name;
    const char *about; /* what it answers, a string constant; NULL: no link leads there */
};

/* A sheet being written. Rows and columns count from 0, as the library does. */
struct qa_sheet {
    struct qa_book *book;
    lxw_worksheet *worksheet;
    const char *name;
    uint32_t n_links; /* to the web; the library takes QA_MOST_LINKS of a sheet */
    unsigned number;  /* in the order made */
    bool is_list;     /* holds no formulas, and none looks at it */
};
enum { QA_MOST_LINKS = 65530 };

QA_NODISCARD enum qa_status qa_book_open(struct qa_book *book, const char *path, const char *title,
                                         const char *footer, struct qa_arena *arena,
                                         struct qa_error *err);

/* Saves and releases. E510 when anything was refused. */
QA_NODISCARD enum qa_status qa_book_close(struct qa_book *book, struct qa_error *err);

/* name comes from the program, never from data. Landscape A4, one page wide, unless changed. */
struct qa_sheet qa_book_sheet(struct qa_book *book, const char *name, uint32_t tab_colour);

/* A sheet named after data: made valid and unique. */
struct qa_sheet qa_book_sheet_of(struct qa_book *book, const char *wanted);

/*
 * A sheet for a list of any length. Its rows leave memory as they are written, so they come in
 * order, top to bottom, and none is written twice; texts stand in the cells instead of the shared
 * list. part 1 has the name itself, part 2 is "Rows (2)".
 */
struct qa_sheet qa_book_list_sheet(struct qa_book *book, const char *name, uint32_t tab_colour,
                                   unsigned part);

/* Says what a sheet answers, so that links lead to it; nothing when it is not in the book. about: a
 * string constant. */
void qa_sheet_about(struct qa_book *book, const char *name, const char *about);

void qa_put(struct qa_sheet *sheet, uint32_t row, uint16_t column, const char *text,
            enum qa_style style);
/* Lines that a text takes when it is broken between words. O(length). */
unsigned qa_text_lines(const char *text, unsigned width);

/* Makes a row high enough for so many lines; before its cells are written on a list sheet. */
void qa_row_of_lines(struct qa_sheet *sheet, uint32_t row, unsigned lines);

/* Text that wraps, in a row made high enough for `width` characters a line: programs do not do so
 * by themselves. */
void qa_put_paragraph(struct qa_sheet *sheet, uint32_t row, uint16_t column, const char *text,
                      unsigned width, enum qa_style style);
void qa_put_number(struct qa_sheet *sheet, uint32_t row, uint16_t column, double value,
                   enum qa_style style);
/* value and high - low of an estimate: value, low, high in three cells; "n/a" where absent. */
void qa_put_estimate_cells(struct qa_sheet *sheet, uint32_t row, uint16_t column,
                           const struct qa_estimate *estimate, enum qa_style style);

/* A text with marks (struct qa_column) in colours, in letters of one width; a light shade stands in
 * the colour of what is missing. */
void qa_put_marked(struct qa_sheet *sheet, uint32_t row, uint16_t column, const char *text);

/* A formula of qa/table/formula.h with its '='; its value is worked when the book is closed. */
void qa_put_formula(struct qa_sheet *sheet, uint32_t row, uint16_t column, const char *formula,
                    enum qa_style style);

/* The value that a formula has when nothing was changed yet, as a constant. */
void qa_put_snapshot(struct qa_sheet *sheet, uint32_t row, uint16_t column, const char *formula,
                     enum qa_style style);

/* The text that a formula gives now, when all that it looks at stands. */
const char *qa_text_now(struct qa_sheet *sheet, const char *formula);

/* A header row of n texts further down a sheet. */
void qa_put_subheaders(struct qa_sheet *sheet, uint32_t row, const char *const *headers,
                       uint16_t n);

/* A header row of n texts, wrapped, frozen under it with the first column, repeated in print. */
void qa_put_headers(struct qa_sheet *sheet, uint32_t row, const char *const *headers, uint16_t n);

/* What a heading means, shown when the pointer rests on it; NULL for none. Texts are constants. */
void qa_comment_heading(struct qa_sheet *sheet, uint32_t row, uint16_t column, const char *comment);
void qa_comment_headers(struct qa_sheet *sheet, uint32_t row, const char *const *comments,
                        uint16_t n);

/* A link to the top of another sheet of the book. */
void qa_put_sheet_link(struct qa_sheet *sheet, uint32_t row, uint16_t column, const char *name);

/* Links to all sheets that say what they answer, from `row` on: name, then what it answers.
 * Returns the row after the last. To be called when the other sheets are there. */
uint32_t qa_put_sheet_links(struct qa_sheet *sheet, uint32_t row, uint16_t column);

/* The same as names alone, side by side on the first page, as many rows as it takes. */
uint32_t qa_put_sheet_link_grid(struct qa_sheet *sheet, uint32_t row);

/* A text that leads to a place on the web or on disk; the text alone when it is no address that
 * programs take, or the sheet has QA_MOST_LINKS already. */
void qa_put_link(struct qa_sheet *sheet, uint32_t row, uint16_t column, const char *address,
                 const char *text);

/* Where a chart stands, and what those hear who cannot see it. */
struct qa_chart_place {
    uint32_t row;
    uint16_t column;
    unsigned x_offset;       /* pixels right of the column's left */
    double x_scale, y_scale; /* 0: 1 */
    const char *title;
    const char *description;
};
void qa_put_chart(struct qa_sheet *sheet, lxw_chart *chart, const struct qa_chart_place *place);

/* A row that is high enough for its longest text: characters over the width of its column. */
void qa_fit_row(struct qa_sheet *sheet, uint32_t row, double widths_of_text);

void qa_widths(struct qa_sheet *sheet, const double *widths, uint16_t n);

/* Prints upright on one page where so many rows can be read on it, else on as many as it takes. */
void qa_print_upright(struct qa_sheet *sheet, uint32_t rows);

/* "$B$7" of a cell, in the arena; "Vendors!$B$7" with a sheet. */
const char *qa_cell_name(struct qa_arena *arena, const char *sheet, uint32_t row, uint16_t column);
/* "B7", to be used on the same row. */
const char *qa_cell(struct qa_arena *arena, uint32_t row, uint16_t column);
/* "Vendors!$B$7:$B$9". */
const char *qa_range_name(struct qa_arena *arena, const char *sheet, uint32_t first_row,
                          uint32_t last_row, uint16_t column);

void qa_define(struct qa_book *book, const char *name, const char *sheet, uint32_t row,
               uint16_t column);

/* libxlsxwriter's option structs have char pointers that it only reads. */
static inline char *qa_library_text(const char *text)
{
    return (char *)(uintptr_t)text;
}

/* Remembers the first error of the library. */
void qa_note_error(struct qa_book *book, lxw_error error);

/* Text as cells take it: valid UTF-8, no control characters, "_x0041_" escaped, at most 32,767
 * characters with a mark where it was cut. In the arena. */
const char *qa_safe_text(struct qa_arena *arena, const char *text);
/* The same for the value of a formula, which is not escaped. */
const char *qa_cached_text(struct qa_arena *arena, const char *text);

/* Words and fill for PASS, FAIL, INCONCLUSIVE over a range. */
void qa_colour_gates(struct qa_sheet *sheet, uint32_t first_row, uint32_t last_row,
                     uint16_t column);

#endif
