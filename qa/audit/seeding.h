#ifndef QA_AUDIT_SEEDING_H
#define QA_AUDIT_SEEDING_H

/*
 * Hide known items in the next order: gold items (honeypots), by which annotators are measured, and
 * repeats of ordinary items, by which their consistency is. The order gets one row a task, with a
 * task number that tells nothing; what is hidden stands in the key, which stays with the buyer.
 *
 * Hidden tasks are spread evenly: of every stretch of (tasks / hidden) tasks in a row exactly one
 * is hidden, at a random place in it. So an annotator who gets m tasks in a row meets at least
 * floor(m hidden / tasks) - 1 of them. A repeat stands a quarter of the order or more from its
 * first. Gold items are drawn in equal numbers from each of their labels, as far as they have them.
 */

#include "qa/base/error.h"
#include "qa/base/records.h"
#include "qa/table/report.h"

struct qa_seeding_request {
    const struct qa_records *order; /* column item */
    const struct qa_records *gold;  /* columns item, label (gold, answer) */
    uint64_t n_gold;
    uint64_t n_repeats;
    uint64_t n_annotators; /* who share the order; 0: not told */
    uint64_t seed;
};

/* The table order (task, item) and, apart from it, key (task, item, kind, label, repeats_task).
 * Fails: E112 without the columns, E306 when items of the gold are in the order already, gold does
 * not have n_gold items, or the order is too short for its repeats. O(items log items). */
QA_NODISCARD enum qa_status qa_seeding(const struct qa_seeding_request *request,
                                       struct qa_report *report, struct qa_report *key_report,
                                       struct qa_error *err);

#endif
