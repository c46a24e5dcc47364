#ifndef REPORTS_TABLE_CELLS_H
#define REPORTS_TABLE_CELLS_H

/* Cells of a result's table in a workbook: an estimate takes four (value, low, high, n). */

#include "reports/book.h"

uint16_t qa_cells_of_kind(enum qa_kind kind);

void qa_put_table_cell(struct qa_sheet *sheet, uint32_t row, uint16_t at,
                       const struct qa_column *column, const struct qa_table_cell *cell);

/* The headings of the columns, as people read them; returns how many cells. headers has room for
 * 256. */
uint16_t qa_table_headers(const struct qa_table *table, const char **headers,
                          struct qa_arena *arena);

/* A sheet, or several where the rows are too many for one, named after the table. */
void qa_put_table_sheet(struct qa_book *book, const struct qa_table *table);

#endif
