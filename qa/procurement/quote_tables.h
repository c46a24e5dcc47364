#ifndef QA_PROCUREMENT_QUOTE_TABLES_H
#define QA_PROCUREMENT_QUOTE_TABLES_H

/* Private to the quotes: the tables of qa_quote_tables, a file each for rows and for curves. */

#include "qa/procurement/quote_curve.h"

/* What all of them are made from. */
struct qa_quote_tables_of {
    const struct qa_quotes *quotes;
    const struct qa_quote_table_request *request;
    struct qa_report *report;
};

void qa_quote_row_tables(const struct qa_quote_tables_of *of);
void qa_quote_curve_tables(const struct qa_quote_tables_of *of);

#endif
