#ifndef REPORTS_REQUEST_SHEETS_H
#define REPORTS_REQUEST_SHEETS_H

/* The sheets of the request, one after the other. Private to the request. */

#include "qa/procurement/request.h"
#include "reports/book.h"

#define QA_REQUEST_VENDOR "Vendor_name" /* the defined name of the cell that says who answers */

void qa_request_sheet_instructions(struct qa_book *book, const struct qa_request *request);
void qa_request_sheet_charges(struct qa_book *book, const struct qa_request *request);
void qa_request_sheet_promises(struct qa_book *book);
void qa_request_sheet_questions(struct qa_book *book, const struct qa_request *request);

/* ---- what they share ---- */

/* Only the yellow cells can be typed into; widths and heights can be changed. */
void qa_request_protect(struct qa_sheet *sheet);

/* A drop-down, with what the program says to other words. */
void qa_request_choices(struct qa_sheet *sheet, uint32_t first, uint32_t last, uint16_t column,
                        const struct qa_choices *choices, const char *message);

/* A range of yellow cells that takes dates only. */
void qa_request_dates(struct qa_sheet *sheet, uint32_t first, uint32_t last, uint16_t column);

/* The text of a table's cell, or "". */
const char *qa_request_text(const struct qa_table *table, size_t row, size_t column);

#endif
