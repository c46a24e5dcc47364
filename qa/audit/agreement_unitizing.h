#ifndef QA_AUDIT_AGREEMENT_UNITIZING_H
#define QA_AUDIT_AGREEMENT_UNITIZING_H

/*
 * How far annotators agree on the places of each class of spans and segments (score/unitizing.h),
 * in the table of categories.
 */

#include "qa/score/comparison.h"
#include "qa/table/report.h"

/* Rows of the table `categories`, of that of the report where it has one. between: annotators,
 * class-agnostic. */
void qa_agreement_add_unitizing(const struct qa_comparison *between, double confidence,
                                struct qa_report *report);

#endif
