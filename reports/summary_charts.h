#ifndef REPORTS_SUMMARY_CHARTS_H
#define REPORTS_SUMMARY_CHARTS_H

/*
 * The four pictures of the first page: what each criterion adds to the scores, the chance of being
 * best, intervals of error rates against the limit, and costs. Their figures stand on Vendors.
 */

#include "reports/sheets.h"

/* From `row` on; returns the row after them. There is at least one vendor. */
uint32_t qa_put_summary_charts(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row);

#endif
