#ifndef QA_AUDIT_OVERLAP_PARTS_H
#define QA_AUDIT_OVERLAP_PARTS_H

/* Between the two halves of qa/audit/overlap.h: which similarities are in which group. */

#include "qa/audit/overlap.h"
#include "qa/stats/cluster_values.h"

/* The similarities of one group's matched pairs. */
struct qa_overlap_group {
    size_t n;
    const double *similarity; /* ascending */
    struct qa_cluster_values values;
};

/* Of one question, by the ways of grouping; slots: id + 1, 0 for none. */
struct qa_overlap_groups {
    struct qa_arena *arena[QA_SCORE_ITEM];
    struct qa_overlap_group *list[QA_SCORE_ITEM];
};

/* The ways of grouping are worked in parallel. O(n log n) for n matched pairs once, then O(n) for
 * each way. Release frees all of it. */
void qa_overlap_groups_init(struct qa_overlap_groups *groups,
                            const struct qa_comparison *comparison, uint32_t question);
void qa_overlap_groups_release(struct qa_overlap_groups *groups);

/* The group of a row of scores. */
const struct qa_overlap_group *qa_overlap_group_of(const struct qa_overlap_groups *groups,
                                                   const struct qa_score_row *row);

#endif
