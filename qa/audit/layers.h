#ifndef QA_AUDIT_LAYERS_H
#define QA_AUDIT_LAYERS_H

/*
 * Work that is done in layers, on label questions: people who correct a model's pre-labels, and
 * reviewers who correct annotators.
 */

#include "qa/base/estimate.h"
#include "qa/batch/batch.h"
#include "qa/table/report.h"

/*
 * What people did with pre-labels, of all (vendor QA_NONE and annotator QA_NONE), a vendor or an
 * annotator. Rates by Wilson; the difference of the two error rates, which is the pull of a wrong
 * suggestion (automation bias), by Newcombe.
 */
struct qa_prelabel_row {
    uint32_t question;
    uint32_t vendor;
    uint32_t annotator;
    uint64_t answers;             /* to items that have a pre-label */
    struct qa_estimate kept;      /* answers equal to the pre-label */
    struct qa_estimate corrected; /* of wrong pre-labels: answers that are right */
    struct qa_estimate prelabel_error;
    struct qa_estimate error_if_right; /* answers that are wrong though the pre-label was right */
    struct qa_estimate error_if_wrong;
    struct qa_estimate bias; /* error_if_wrong - error_if_right */
};

/* One step from a stage of review to the next, over items that both answered and gold knows. */
struct qa_stage_row {
    uint32_t question;
    uint32_t from; /* stage ids of names */
    uint32_t to;
    uint64_t items;
    uint64_t errors_before;
    uint64_t errors_after;
    struct qa_estimate caught;     /* of the errors before, those right after; Wilson */
    struct qa_estimate introduced; /* of the right ones before, those wrong after */
};

struct qa_layers_request {
    const struct qa_batch *delivery;
    const struct qa_batch *gold;      /* NULL: only what needs none */
    const struct qa_batch *prelabels; /* NULL: none */
    const uint32_t *stages;           /* in their order; NULL: as qa_layers finds it */
    size_t n_stages;
    double confidence;
};

struct qa_layers_result {
    struct qa_prelabel_row *prelabels; /* by question; all, vendors, then annotators by name */
    size_t n_prelabels;
    struct qa_stage_row *stages; /* by question, in the order of the stages */
    size_t n_stages;
    double confidence;
};

/*
 * Stages without a given order go by what their names say (label and annotate before review and
 * check before final and audit), else by name. An item with several answers at a stage counts with
 * its last one there. O(answers).
 */
struct qa_layers_result qa_layers(const struct qa_layers_request *request, struct qa_arena *arena);

/* Tables prelabels and stages, each only when it has rows. */
void qa_layers_tables(const struct qa_layers_result *result, const struct qa_names *names,
                      struct qa_report *report);

#endif
