#ifndef QA_PROCUREMENT_EVALUATION_PARTS_H
#define QA_PROCUREMENT_EVALUATION_PARTS_H

/*
 * Private to the evaluation: what is measured on batches, and what is said about the result.
 */

#include "qa/procurement/evaluation.h"

/* A vendor of deliveries, quotes or log. */
struct qa_evaluated_vendor {
    const char *name;
    uint32_t id; /* QA_NONE: answers without a vendor, or not delivered */
    bool delivered;
    bool alone;                 /* no other vendor has a delivery */
    bool is_reference;          /* done in-house */
    const char *other_spelling; /* another name that looks like this one; NULL: none */
};

/* Whether the delivery answers a question of labels (QA_MATCH_ANSWER), or one of objects. */
bool qa_evaluation_asks(const struct qa_batch *delivery, enum qa_matching matching);

/* Mean number of objects, crowd regions aside, in an answer to a box question; summed over box
 * questions; 0 without any. */
double qa_evaluation_objects_per_item(const struct qa_batch *batch, struct qa_arena *arena);

/* Mean seconds that each of n vendors spends on an item, 0 where no answer is timed. */
double *qa_evaluation_seconds_per_item(const struct qa_batch *batch,
                                       const struct qa_evaluated_vendor *vendors, size_t n,
                                       struct qa_arena *arena);

/* Sets the hours, calendar ones, of the vendor's first rounds; ended is NULL when none is open. */
void qa_evaluation_hours(const struct qa_turnaround *turnaround, struct qa_vendor_facts *facts,
                         struct qa_arena *arena);

/* Fills changes and hours_changes; finds W448. */
void qa_evaluation_changes(const struct qa_evaluation_request *request, struct qa_arena *arena,
                           struct qa_evaluation *evaluation);

/* Fills kept, and penalties where there are no rules; finds W447. After the scorecard. */
void qa_evaluation_promises(struct qa_evaluation *evaluation, struct qa_arena *arena);

/* Fills rates, one for each row of the vendors' errors; finds W780. After the scores. */
void qa_evaluation_rates(struct qa_evaluation *evaluation, double confidence,
                         struct qa_arena *arena);

/* The rate that a vendor's gate goes by; NULL: nothing was checked. */
const struct qa_vendor_rate *qa_evaluation_rate(const struct qa_evaluation *evaluation,
                                                uint32_t vendor);

/* Finds W432 and fills evaluation->caveats. */
void qa_evaluation_caveats(const struct qa_evaluation_request *request, struct qa_arena *arena,
                           struct qa_evaluation *evaluation);

/* Table types: the vendors' error rates, gates and scores by question. */
void qa_evaluation_types_table(const struct qa_evaluation *evaluation, struct qa_report *report);

#endif
