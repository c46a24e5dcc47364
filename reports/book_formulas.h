#ifndef REPORTS_BOOK_FORMULAS_H
#define REPORTS_BOOK_FORMULAS_H

/*
 * The values of a book's formulas. Cells are remembered as they are written; formulas are worked
 * when the book is closed, each from the cells and formulas that it names wherever they stand
 * (qa/table/formula.h), and are then written with their values. Nobody says a formula's value a
 * second time.
 */

#include "qa/table/formula.h"
#include "reports/book.h"

struct qa_book_formulas *qa_book_formulas_new(void);
void qa_book_formulas_free(struct qa_book_formulas *formulas);

/* What a cell holds; texts are copied. A later value takes the place of an earlier one. */
void qa_remember_cell(struct qa_sheet *sheet, uint32_t row, uint16_t column,
                      struct qa_formula_value value);
void qa_remember_name(struct qa_book *book, const char *name, const char *sheet, uint32_t row,
                      uint16_t column);

/* Works and writes all formulas and snapshots, in the order in which they were put. */
void qa_write_formulas(struct qa_book *book);

#endif
