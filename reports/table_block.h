#ifndef REPORTS_TABLE_BLOCK_H
#define REPORTS_TABLE_BLOCK_H

/*
 * A result's table as cells of a sheet: headings with what they mean as comments, typed cells,
 * words in the colour of what they say. Every sheet of figures that do not follow the inputs is
 * made of these blocks, so that a column is described once for all surfaces.
 *
 * An estimate takes three cells (value, low, high), or four with n. In grey blocks, which share
 * their narrow columns, a time or a word takes two. Where an estimate is undefined its reason
 * stands in a last column.
 */

#include "reports/book.h"

enum { QA_BLOCK_COLUMNS = 64 };

/* Which columns of a table, in the order shown. */
struct qa_block {
    const struct qa_table *table;
    size_t column[QA_BLOCK_COLUMNS]; /* of the table */
    size_t n;
    bool has_n;    /* estimates show n */
    bool is_fixed; /* grey: computed by labelqa, does not change with the inputs */
    size_t first;  /* rows of the table, the last one excluded */
    size_t end;
    uint16_t left; /* its first cell */
    /* Of the sheet's columns, by their numbers: texts wrap in them, and no value takes two cells.
     * NULL: as said above. */
    const double *widths;
    uint16_t page_cells; /* of the sheet: a text in the last column runs on to there */
};

/* The columns of these names, comma-separated, of a grey block; a name that the table does not have
 * is a bug. NULL: those that say something in some row. */
struct qa_block qa_block_of(const struct qa_table *table, const char *names);

/* All columns but those of these names; and, unless the rows are more than those that the table
 * holds, those that say nothing. */
struct qa_block qa_block_without(const struct qa_table *table, const char *names, bool has_all);

/* The cells that a row of the block takes. */
uint16_t qa_block_width(const struct qa_block *block);

/* Makes the widths, by their numbers, as great as the block's cells and headings need; texts beyond
 * QA_WIDEST_TEXT wrap. O(cells). */
enum { QA_WIDEST_TEXT = 34, QA_MARKED_TEXT = 78 };
void qa_measure_block(const struct qa_block *block, double *widths, struct qa_arena *arena);
/* Once all blocks of the page are measured: where texts of the last column have too little room up
 * to the page's end, its cell grows, so that they wrap into few lines. O(rows). */
void qa_widen_last(const struct qa_block *block, double *widths);

/* The first cell of the column of that name, from the block's left on; a bug where the block does
 * not have it. */
uint16_t qa_block_cell(const struct qa_block *block, const char *name);

/* Whether it shows that column. */
bool qa_block_shows(const struct qa_block *block, const char *name);

/* Headings at `row`, rows below; returns the row after the last. */
uint32_t qa_put_block(struct qa_sheet *sheet, uint32_t row, const struct qa_block *block);

/* The two parts of it, for lists of any length and tables under shared headings. */
void qa_put_block_headings(struct qa_sheet *sheet, uint32_t row, const struct qa_block *block);
void qa_put_block_row(struct qa_sheet *sheet, uint32_t row, const struct qa_block *block, size_t r);

/* Column i of the block in row r of its table, from the cell (row, at) on. */
void qa_put_block_cell(struct qa_sheet *sheet, uint32_t row, uint16_t at,
                       const struct qa_block *block, size_t i, size_t r);

/* A subtitle with the block below it and a blank row; nothing for a table that is not there (NULL)
 * or has no row. Returns the next row. */
uint32_t qa_put_titled_block(struct qa_sheet *sheet, uint32_t row, const char *title,
                             const struct qa_table *table, const char *names);

/* A cell of a column of that kind; an estimate takes as many as above. */
void qa_put_table_cell(struct qa_sheet *sheet, uint32_t row, uint16_t at,
                       const struct qa_column *column, const struct qa_table_cell *cell);
uint16_t qa_cells_of_kind(enum qa_kind kind);

/* A sheet, or several where the rows are too many for one, named after the table. */
void qa_put_table_sheet(struct qa_book *book, const struct qa_table *table);

#endif
