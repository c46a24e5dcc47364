#ifndef QA_PROCUREMENT_QUOTE_RULES_H
#define QA_PROCUREMENT_QUOTE_RULES_H

#include "qa/table/report.h"

/* The rules by which quotes are worked, for people: a line each, and the tables rules, bases and
 * models, which also machines get. */
void qa_quote_rules(struct qa_report *report);

#endif
