#ifndef QA_TABLE_PRINT_FORMS_H
#define QA_TABLE_PRINT_FORMS_H

/* The renderers, one file each, behind qa_report_print. Private to this room. */

#include <stdio.h>

#include "qa/table/print.h"

void qa_print_text(const struct qa_report *report, const struct qa_print_options *options,
                   FILE *stream);
void qa_print_json(const struct qa_report *report, const char *only_table, FILE *stream);
void qa_print_markdown(const struct qa_report *report, const struct qa_print_options *options,
                       FILE *stream);
/* CSV, or TSV. */
void qa_print_delimited(const struct qa_table *table, const struct qa_print_options *options,
                        FILE *stream);
void qa_print_json_lines(const struct qa_table *table, FILE *stream);

#endif
