#ifndef QA_CLI_FORMATS_LIST_H
#define QA_CLI_FORMATS_LIST_H

/* What files may be: the reader table and the kinds of annotations, as text and as tables. */

#include <stdio.h>

#include "qa/table/report.h"

extern const struct qa_table_form qa_form_formats;
extern const struct qa_table_form qa_form_kinds;

/* formats: each with what it can give (qa_facts). kinds: each with the columns that give one. */
void qa_formats_tables(struct qa_report *report);

/* All of it for people, at most 80 columns wide. */
void qa_formats_list(FILE *stream);

#endif
