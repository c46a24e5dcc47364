#ifndef QA_PROCUREMENT_TURNAROUND_CHANGES_H
#define QA_PROCUREMENT_TURNAROUND_CHANGES_H

/*
 * Has a vendor become faster or slower between two audits? Mean hours up to a horizon, now less
 * then, as two independent samples (qa_restricted_mean); the horizon is the earlier of the last
 * delivery then and the longest time now. The steps of the curve then are all that is known of it:
 * deliveries that were open longer than its last step add nothing.
 *
 * Orders of other priorities or sizes are told apart by nobody here: a vendor is also faster when
 * it is given more urgent work.
 */

#include "qa/procurement/turnaround.h"
#include "qa/stats/control.h"

/* A vendor's curve in the audit before: times, at_risk and ends of its steps; the rest is filled in
 * from these. */
struct qa_earlier_hours {
    const char *vendor;
    struct qa_survival survival;
};

struct qa_hours_change {
    const char *vendor;
    struct qa_estimate then, now; /* mean hours up to the horizon */
    double horizon;
    struct qa_estimate difference; /* now less then, z test */
    double p_adjusted;             /* Holm over the vendors; when the difference is defined */
    enum qa_change change;
};

struct qa_hours_changes {
    const char *before;              /* the earlier audit's file */
    struct qa_hours_change *vendors; /* of both logs; by name */
    size_t n_vendors;
};

/* O(vendors x steps). */
struct qa_hours_changes qa_hours_changes(const struct qa_earlier_hours *then, size_t n_then,
                                         const struct qa_turnaround *now, struct qa_arena *arena);

/* Table changes_hours; left out without a vendor. */
void qa_hours_changes_table(const struct qa_hours_changes *changes, struct qa_report *report);

/* "faster", "slower", "not distinguishable", "not known". */
const char *qa_hours_change_word(const struct qa_hours_change *change);

#endif
