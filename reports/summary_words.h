#ifndef REPORTS_SUMMARY_WORDS_H
#define REPORTS_SUMMARY_WORDS_H

/* The verdict on the first page, which follows Inputs. There is at least one vendor. */

#include "reports/sheets.h"

const char *qa_verdict_formula(struct qa_vendor_book *book);

#endif
