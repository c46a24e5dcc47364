/* What tests of choices share: small files, pairs of numbers, a delivery of three items. */
#ifndef TESTS_QA_AUDIT_CHOICES_H
#define TESTS_QA_AUDIT_CHOICES_H

#include "qa/base/lists.h"
#include "tests/qa/audit/batches.h"
#include "tests/qa/procurement/text_records.h"

static inline const struct qa_records *records(struct world *world, const char *text)
{
    struct qa_records *out = QA_NEW(world->arena, struct qa_records);
    *out = text_records(world->arena, "list.csv", text);
    return out;
}

/* Until the next call. */
static inline struct qa_reals two(double a, double b)
{
    static double list[2];
    list[0] = a;
    list[1] = b;
    return (struct qa_reals){list, 2};
}

static const struct given three_items[] = {
    {.annotator = "anna", .item = "i1", .question = "q", .label = "cat", .seconds = 5},
    {.annotator = "ben", .item = "i1", .question = "q", .label = "dog", .seconds = 7},
    {.annotator = "anna", .item = "i2", .question = "q", .label = "cat", .seconds = 2},
    {.annotator = "ben", .item = "i2", .question = "q", .label = "cat"},
    {.annotator = "anna", .item = "i3", .question = "q", .label = "dog"},
};

#endif
