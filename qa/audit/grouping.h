#ifndef QA_AUDIT_GROUPING_H
#define QA_AUDIT_GROUPING_H

/* Answers by the value of a field, for tables "per batch", "per week" and the like. */

#include "qa/batch/batch.h"

enum qa_group_field {
    QA_GROUP_BY_NONE,
    QA_GROUP_BY_BATCH,
    QA_GROUP_BY_WEEK,
    QA_GROUP_BY_CLASS,
    QA_GROUP_BY_QUESTION,
    QA_GROUP_BY_VENDOR,
    QA_GROUP_BY_ANNOTATOR,
    QA_N_GROUP_BY
};
const char *qa_group_field_name(enum qa_group_field by);

struct qa_grouping {
    const char *field; /* "week" */
    uint32_t n_values;
    const char **value;        /* n_values, in the order of the values */
    const uint32_t *of_answer; /* value of each answer, QA_NONE: it has none */
    uint64_t n_without;        /* answers without a value */
};

/*
 * Weeks begin on Monday, UTC, and are named by it: "2026-03-02"; the time is the submission's, or
 * the start's. Classes are gold's label of the item, from `gold` (label questions; may be NULL for
 * other fields); items without gold have none. Questions and vendors group answers already and give
 * a grouping without values. O(answers).
 */
struct qa_grouping qa_group_by(enum qa_group_field by, const struct qa_batch *batch,
                               const struct qa_batch *gold, struct qa_arena *arena);

#endif
