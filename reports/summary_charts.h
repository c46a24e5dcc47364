#ifndef REPORTS_SUMMARY_CHARTS_H
#define REPORTS_SUMMARY_CHARTS_H

/*
 * The pictures of the first page, vendors by rank in all of them: error rates against the limit,
 * costs against error rates, and, of up to QA_SUMMARY_FEW vendors, what each criterion adds to the
 * scores and the chance of being best. Their figures stand on Vendors.
 */

#include "reports/sheets.h"

enum { QA_SUMMARY_FEW = 4 };

/* Rows of charts, at most two. */
unsigned qa_summary_chart_rows(const struct qa_vendor_book *book);

/* From `row` on, each `height` pixels high, over rows of QA_SUMMARY_ROW_PIXELS; returns the row
 * after them. There is at least one vendor. */
enum { QA_SUMMARY_ROW_PIXELS = 20, QA_SUMMARY_PAGE_PIXELS = 752 };
uint32_t qa_put_summary_charts(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row,
                               unsigned height);

#endif
