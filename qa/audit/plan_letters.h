#ifndef QA_AUDIT_PLAN_LETTERS_H
#define QA_AUDIT_PLAN_LETTERS_H

/* Code letters of lots beside those of a plan of the standard: its numbers are those of the lots
 * that have the letter of the lot that it was made for (MIL-STD-105E, 4.9.3). */

#include "qa/audit/plan_read.h"
#include "qa/table/report.h"

struct qa_sized_lot {
    const char *name;
    uint64_t size; /* 0: unknown */
};

/* Whether the plan names its letter and the inspection level that leads from a lot's size to it. */
bool qa_plan_has_letters(const struct qa_plan_file *plan);

/* The table `letters`: a row for each lot and each class of errors of the plan. Nothing where the
 * plan has no letters. */
void qa_plan_letters(const struct qa_plan_file *plan, const struct qa_sized_lot *lots, size_t n,
                     struct qa_report *report);

#endif
