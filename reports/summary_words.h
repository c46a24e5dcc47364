#ifndef REPORTS_SUMMARY_WORDS_H
#define REPORTS_SUMMARY_WORDS_H

/* The verdict on the first page: as a formula that follows Inputs, and as it comes out for the
 * inputs as delivered. There is at least one vendor. */

#include "reports/sheets.h"

const char *qa_verdict_text(const struct qa_vendor_book *book);
const char *qa_verdict_formula(const struct qa_vendor_book *book);

/* Half up, as spreadsheets round when they make text. */
const char *qa_fixed(struct qa_arena *arena, double value, int digits);

#endif
