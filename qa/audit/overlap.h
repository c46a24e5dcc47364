#ifndef QA_AUDIT_OVERLAP_H
#define QA_AUDIT_OVERLAP_H

/*
 * How well objects are placed: of a comparison (qa/score/comparison.h), what was matched, missed,
 * spurious and mislabelled, and the distribution of the similarity (IoU) of the matched pairs.
 * Rows are of one question each, so that kinds are never averaged together.
 *
 *   reference_objects = matched + mislabelled + missed
 *   delivered_objects = matched + mislabelled + spurious + ignored
 *   precision = matched / (delivered - ignored), recall = matched / reference, F1 their harmonic
 * mean
 *
 * Poorly placed pairs (a localisation error) stay in missed and spurious as well; a duplicate is
 * counted in spurious too.
 *
 * Groups: a class counts reference objects by their own class and delivered ones by theirs, so the
 * second line holds over all classes together; matched and mislabelled stand with the reference's.
 * A size counts both objects of a pair by the reference's. Everything else of a row belongs to the
 * delivered answer.
 *
 * Between annotators, all pairs of signed answers of one vendor to one item and question are
 * compared, the one whose name comes first being the reference; annotator and batch rows count a
 * pair for both, the other rows once.
 */

#include "qa/base/estimate.h"
#include "qa/score/comparison.h"
#include "qa/table/report.h"

struct qa_overlap_request {
    const struct qa_comparison *comparison;
    double confidence;
    bool show_matches; /* the table of all pairs of objects */
};

enum qa_overlap_by {
    QA_BY_ALL,
    QA_BY_CLASS,
    QA_BY_ANNOTATOR,
    QA_BY_VENDOR,
    QA_BY_BATCH,
    QA_BY_SIZE, /* COCO size class of the reference object, of the delivered one where none */
    QA_BY_VENDOR_SIZE, /* the same within each vendor */
    QA_N_BY
};
const char *qa_overlap_by_name(enum qa_overlap_by by);

enum { QA_IOU_BINS = 20 };

struct qa_overlap_row {
    uint32_t question;
    enum qa_overlap_by by;
    const char *group; /* name: class, annotator ...; "" for all */
    uint32_t id;       /* label, annotator, vendor, batch id or size class */
    uint32_t vendor;   /* of an annotator, vendor or vendor's size row; else QA_NONE */
    uint64_t reference_objects;
    uint64_t delivered_objects;
    uint64_t matched;
    uint64_t missed;
    uint64_t spurious;
    uint64_t mislabelled;
    uint64_t poor;
    uint64_t duplicates;
    uint64_t ignored;
    struct qa_estimate precision; /* Wilson; undefined without delivered objects */
    struct qa_estimate recall;
    double f1; /* meaningful when f1_defined */
    bool f1_defined;
    /* Of the similarity of matched pairs; undefined (n = 0, sd with n < 2) as flagged. */
    uint64_t n;
    double mean, sd, p05, p25, p50, p75, p95;
    uint64_t histogram[QA_IOU_BINS]; /* of similarity over [0, 1], last bin closed */
};

struct qa_overlap_result {
    const struct qa_comparison *comparison;
    double confidence;
    /* By question; of each all first, then by class, annotator, vendor, batch, size; names. */
    struct qa_overlap_row *rows;
    size_t n_rows;
    struct qa_overlap_row *vendor_sizes; /* by question, vendor name, then size: in no table */
    size_t n_vendor_sizes;
};

/* O(matches) for each way of grouping. */
struct qa_overlap_result qa_overlap(const struct qa_overlap_request *request,
                                    struct qa_arena *arena);

/* Tables summary, histogram, matches (when shown). */
void qa_overlap_tables(const struct qa_overlap_result *result,
                       const struct qa_overlap_request *request, struct qa_report *report);

#endif
