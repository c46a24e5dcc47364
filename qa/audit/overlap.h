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
 * mean; these and the mean similarity are the family `detection` of qa/score
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
#include "qa/score/scores.h"
#include "qa/stats/cluster_values.h"
#include "qa/table/report.h"

struct qa_overlap_request {
    const struct qa_comparison *comparison;
    const struct qa_score_result
        *scores; /* of the comparison, by the usual groups; NULL: made here */
    double confidence;
    bool show_matches; /* the table of all pairs of objects */
};

enum { QA_IOU_BINS = 20, QA_OVERLAP_SPREADS = 5 };

struct qa_overlap_row {
    uint32_t question;
    enum qa_score_by by;
    const char *group; /* name: class, annotator ...; "" for all */
    uint32_t id;       /* label, annotator, vendor, batch id or size class */
    uint32_t vendor;   /* of an annotator, vendor or vendor's size row; else QA_NONE */
    uint64_t reference_objects;
    uint64_t delivered_objects;
    uint64_t matched;
    uint64_t missed;
    uint64_t spurious;
    uint64_t mislabelled;
    uint64_t localisation;
    uint64_t duplicates;
    uint64_t ignored;
    struct qa_estimate precision; /* as qa/score/detection.h says, intervals over items */
    struct qa_estimate recall;
    struct qa_estimate f1;
    struct qa_estimate mean; /* similarity of the matched pairs */
    /* Its mean with misses as 0, and the shares at 0.75 and 0.90, of the matched pairs and with
     * misses: the last five figures of qa/score/detection.h. */
    struct qa_estimate spread[QA_OVERLAP_SPREADS];
    /* Its distribution over the n matched pairs, intervals over items (qa/stats/cluster_values.h;
     * similarities lie between the question's threshold and 1). */
    uint64_t n;
    struct qa_estimate sd;
    struct qa_estimate quantile[QA_N_QUANTILES]; /* p05 .. p95 */
    uint64_t histogram[QA_IOU_BINS];             /* of similarity over [0, 1], last bin closed */
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

/* O(n log n) for n matches, then O(n) for each way of grouping. */
struct qa_overlap_result qa_overlap(const struct qa_overlap_request *request,
                                    struct qa_arena *arena);

/* Tables summary, histogram, matches (when shown). */
void qa_overlap_tables(const struct qa_overlap_result *result,
                       const struct qa_overlap_request *request, struct qa_report *report);

/* Any rows as the tables summary and histogram have them, the latter from a bin on. */
struct qa_overlap_rows {
    const struct qa_overlap_row *list;
    size_t n;
};
struct qa_table *qa_overlap_rows_table(const struct qa_overlap_result *result,
                                       struct qa_overlap_rows rows, struct qa_arena *arena);
struct qa_table *qa_overlap_histogram_table(const struct qa_overlap_result *result,
                                            struct qa_overlap_rows rows, int first_bin,
                                            struct qa_arena *arena);

#endif
