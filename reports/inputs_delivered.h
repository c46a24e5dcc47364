#ifndef REPORTS_INPUTS_DELIVERED_H
#define REPORTS_INPUTS_DELIVERED_H

/*
 * Whether the sheet Inputs still holds what labelqa read: each input's value as delivered stands
 * beside it in hidden columns, and one cell, named AsDelivered, says "yes" or "no". What only
 * labelqa can compute, how sure the first place is, holds for "yes" alone.
 */

#include "reports/sheets.h"

/* Keeps the value of an input cell in columns 1 to 5. */
void qa_keep_delivered(struct qa_sheet *sheet, uint32_t row, uint16_t column,
                       struct qa_cached value);

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
