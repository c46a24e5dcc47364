#ifndef QA_PROCUREMENT_KEPT_H
#define QA_PROCUREMENT_KEPT_H

/*
 * What vendors promised in a request beside what their log shows.
 *
 *   turnaround   hours, of 90 % of first rounds of the priority
 *   rework       hours, of 90 % of later rounds
 *   on_time      rate, of all first rounds, as the log's own promises have it (Wilson)
 *
 * Hours run on the clock of the promise. The share that came in them is of finished deliveries and
 * of open ones that took longer already (Clopper and Pearson 1934): to hold it against 90 % is to
 * hold the 90th percentile against the promise, and exact for few deliveries, where limits of the
 * percentile are not. The percentile is shown, open deliveries censored (qa/stats/survival.h). A
 * promise without a priority is of all deliveries, and one for "standard" also of those without
 * one; upper and lower case are one.
 *
 * A promise is KEPT when the whole interval of the share keeps it and BROKEN when none of it does;
 * between, the share alone says to which side it leans. All of 36 deliveries must come in time
 * before hours are KEPT at 95 %.
 */

#include "qa/procurement/promises.h"
#include "qa/procurement/turnaround.h"

enum qa_kept { QA_KEPT, QA_KEPT_SO_FAR, QA_BROKEN_SO_FAR, QA_BROKEN, QA_KEPT_UNKNOWN };
const char *qa_kept_name(enum qa_kept verdict); /* "kept", "kept, not certain", "broken" ... */

struct qa_kept_promise {
    const char *vendor;
    const struct qa_promise *promise;
    uint64_t deliveries;         /* that it is about */
    uint64_t open;               /* of them */
    struct qa_time_quantile p90; /* hours; of turnaround and rework */
    struct qa_estimate share;    /* that came in the promised hours, or on time */
    enum qa_kept verdict;
};

struct qa_kept_promises {
    struct qa_kept_promise *list; /* by vendor, then in the order promised */
    size_t n;
};

/* Of vendors that the log has. O(promises x deliveries log deliveries). */
struct qa_kept_promises qa_kept_promises(const struct qa_vendor_promises *const *vendors, size_t n,
                                         const struct qa_turnaround *turnaround,
                                         struct qa_arena *arena);

/* Table promises_kept; left out when it has no row. */
void qa_kept_table(const struct qa_kept_promises *kept, struct qa_report *report);

#endif
