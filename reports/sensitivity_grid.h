#ifndef REPORTS_SENSITIVITY_GRID_H
#define REPORTS_SENSITIVITY_GRID_H

/*
 * The map of weights on the sheet Sensitivity: weights of quality and cost from 0 to 1 by tenths,
 * speed has the rest; each field names the vendor that would be first. Which vendor that is, is
 * worked out in hidden fields to the right, from a hidden row a vendor with its values.
 */

#include "reports/sheets.h"

enum { QA_GRID_STEPS = 11 };

/* From `row` on; returns the row after it. There is at least one vendor. */
uint32_t qa_put_weight_grid(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row);

#endif
