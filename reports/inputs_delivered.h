#ifndef REPORTS_INPUTS_DELIVERED_H
#define REPORTS_INPUTS_DELIVERED_H

/*
 * Whether the sheet Inputs still holds what labelqa read: each input's value as delivered stands
 * beside it in hidden columns, and one cell, named AsDelivered, says "yes" or "no". What only
 * labelqa can compute, how sure the first place is, holds for "yes" alone. The ends of turnaround
 * and agreement are those of the confidence as delivered (Conf_kept): at another one the gates that
 * go by them, and all that follows, say QA_RUN_AGAIN unless the word is certain; RunAgain counts
 * the vendors of which it is not. CostsDiffer counts changes of what quotes are worked from, but
 * for the volume: where curves cross holds for 0 alone. PricesDiffer, on the sheet Quotes, is a
 * part.
 */

#include "reports/sheets.h"

/* Keeps the value of an input cell in columns 1 to 5. */
void qa_keep_delivered(struct qa_sheet *sheet, uint32_t row, uint16_t column);

/* Keeps the value of any cell in column `kept` of its row; column `differs` is 1 when the cell
 * holds another. */
void qa_keep_in(struct qa_sheet *sheet, uint32_t row, uint16_t column, uint16_t kept,
                uint16_t differs);

/* Names the kept value of the input in column 1 of a row NAME_kept, and the cell that is 1 when it
 * is another now NAME_differs. */
void qa_define_delivered(struct qa_sheet *sheet, const char *name, uint32_t row);

/* What only labelqa can compute: the number while inputs are as delivered, and a figure (a formula)
 * while a condition holds; else the cell says to run it again. */
void qa_put_computed(struct qa_sheet *sheet, uint32_t row, uint16_t column, double value,
                     enum qa_style style);
void qa_put_while(struct qa_sheet *sheet, uint32_t row, uint16_t column, const char *condition,
                  const char *figure, enum qa_style style);

/* Keeps a vendor's charges, which follow the prices on Quotes, beside the cell at row, column. */
void qa_keep_charges(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row,
                     size_t vendor);

/* The cell that says it, over all rows up to `last`, and the sentences it holds for. */
void qa_put_as_delivered(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t last);

/* Sentences for the inputs as delivered, and the cells where they are kept: how sure the first
 * place is, with the first in rank by its name, and what would change it. "" when nothing was
 * drawn. */
const char *qa_certainty_text(const struct qa_vendor_book *book);
const char *qa_certainty_cell(const struct qa_vendor_book *book);
const char *qa_changes_text(const struct qa_vendor_book *book);
const char *qa_changes_cell(const struct qa_vendor_book *book);

#endif
