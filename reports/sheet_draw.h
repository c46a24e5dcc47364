#ifndef REPORTS_SHEET_DRAW_H
#define REPORTS_SHEET_DRAW_H

/* The sheet Draw of a work sheet's book: the report's tables draw and strata, and its command as a
 * shell takes it. */

#include "qa/table/report.h"
#include "reports/book.h"

void qa_sheet_draw(struct qa_book *book, const struct qa_report *report);

#endif
