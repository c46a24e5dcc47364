#ifndef QA_AUDIT_OVERLAP_H
#define QA_AUDIT_OVERLAP_H

/*
 * How well objects are placed: optimal matching of the objects of two answers to one item, against
 * a reference or, without one, between each pair of annotators; what was matched, missed, spurious
 * and mislabelled, and the distribution of the similarity (IoU) of the matched pairs.
 *
 * Counting, against a reference: first the pairs of equal class at or above the threshold
 * (matched); of what is left, pairs of unequal class at or above it (mislabelled, when
 * class-aware); of what is left, pairs of equal class at or above poor_threshold (poorly placed;
 * they stay in missed and spurious as well); the rest is missed or spurious. Crowd objects of the
 * reference take no part, and a delivered object left over below the threshold that lies at least
 * half inside one (same class when class-aware) is ignored, as are crowd objects of the delivery
 * itself. A duplicate is a spurious object (a poorly placed one too) that reaches the threshold
 * with a reference object that already has its match; it is counted in spurious too.
 *
 *   reference_objects = matched + mislabelled + missed
 *   delivered_objects = matched + mislabelled + spurious + ignored
 *   precision = matched / (delivered - ignored), recall = matched / reference, F1 their harmonic
 * mean
 *
 * Groups: a class counts reference objects by their own class and delivered ones by theirs, so the
 * second line holds over all classes together; matched and mislabelled stand with the reference's.
 * A size counts both objects of a pair by the reference's. Everything else of a row belongs to the
 * delivered answer. Questions pair by name, or when each side has exactly one of objects.
 *
 * Between annotators, all pairs of signed answers of one vendor to one item and question are
 * compared, the one whose name comes first being the reference; annotator and batch rows count a
 * pair for both, the other rows once.
 */

#include "qa/base/estimate.h"
#include "qa/batch/batch.h"
#include "qa/table/report.h"

struct qa_overlap_request {
    const struct qa_batch *delivery;
    const struct qa_batch *reference; /* NULL: pairs of annotators of the delivery */
    double threshold;                 /* 0.5 */
    double poor_threshold;            /* 0.1; pairs from it up to the threshold are poorly placed */
    bool class_agnostic;
    double confidence;
    bool keep_matches; /* fill matches */
};

enum qa_object_outcome {
    QA_OBJECT_MATCHED,
    QA_OBJECT_MISSED,      /* in the reference only */
    QA_OBJECT_SPURIOUS,    /* in the delivery only */
    QA_OBJECT_MISLABELLED, /* placed right, other class */
    QA_OBJECT_POOR,        /* same class, placed below the threshold */
    QA_OBJECT_IGNORED      /* in a crowd region of the reference */
};
const char *qa_object_outcome_name(enum qa_object_outcome outcome);

/* One comparison of two objects, or of one with nothing. Answers are indices into the batches, for
 * pairs of annotators both into the delivery; objects are global indices or SIZE_MAX. */
struct qa_object_match {
    enum qa_object_outcome outcome;
    uint32_t item;
    uint32_t vendor; /* of the delivery; QA_NONE: none */
    size_t answer_a; /* reference, or first annotator; SIZE_MAX: none */
    size_t answer_b; /* delivery, or second annotator */
    size_t object_a;
    size_t object_b;
    double similarity; /* 0 without a partner */
    bool duplicate;    /* a spurious object that is a duplicate */
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
    bool against_reference;
    double threshold;
    double confidence;
    uint64_t items_compared;
    uint64_t
        items_undelivered; /* summed over vendors: in the reference only, not counted as missed */
    uint64_t items_assumed_empty; /* the same, but of a results list: counted as delivered empty */
    uint64_t items_without_reference;
    uint64_t items_several_references; /* compared with the first annotator of the reference */
    uint64_t answer_pairs;
    struct qa_overlap_row
        *rows; /* all first, then by class, annotator, vendor, batch, size; names */
    size_t n_rows;
    struct qa_overlap_row *vendor_sizes; /* by vendor name, then size: in no table */
    size_t n_vendor_sizes;
    struct qa_object_match *matches; /* by item name, answers, objects; NULL unless kept */
    size_t n_matches;
};

/* Items are worked in parallel; results do not depend on the thread count. O(sum over items of
 * n_a x n_b), and the matching of objects that really overlap. */
struct qa_overlap_result qa_overlap(const struct qa_overlap_request *request,
                                    struct qa_arena *arena);

/* Tables summary, histogram, matches (when kept). */
void qa_overlap_tables(const struct qa_overlap_result *result,
                       const struct qa_overlap_request *request, struct qa_report *report);

#endif
