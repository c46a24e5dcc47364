#ifndef QA_AUDIT_TRUTH_H
#define QA_AUDIT_TRUTH_H

/*
 * The right label of each item from the annotators' answers alone (qa/stats/truth.h), for each
 * label question and method: labels with their posterior, each annotator's confusions, the shares
 * of the classes; and, where gold exists, how often a method is right, and gold that all annotators
 * speak against.
 */

#include "qa/base/error.h"
#include "qa/batch/ratings_view.h"
#include "qa/stats/truth.h"
#include "qa/table/report.h"

enum { QA_N_TRUTH_METHODS = 4 };
extern const char *const qa_truth_method_names[QA_N_TRUTH_METHODS]; /* by enum qa_truth_method */
enum { QA_TRUTH_ALL = 1 << QA_N_TRUTH_METHODS };

struct qa_truth_audit_request {
    const struct qa_batch *batch;
    const struct qa_batch *gold; /* or NULL */
    const uint32_t *labels;      /* declared set, or NULL */
    size_t n_labels;
    unsigned methods; /* a bit for each enum qa_truth_method, or QA_TRUTH_ALL */
    double smoothing;
    double tolerance;
    uint64_t max_iterations;
    double confidence;
    bool all_posteriors; /* of every label of every item, not of the chosen one alone */
};

struct qa_truth_item {
    uint32_t item;
    uint64_t votes;
    uint32_t label;
    double posterior;
    bool tie;                 /* another label is as likely */
    uint32_t gold;            /* QA_NONE: none */
    const double *posteriors; /* of the fit's labels; NULL unless asked for */
};

struct qa_truth_annotator {
    uint32_t annotator;
    uint64_t answers;
    double accuracy; /* expected share of right answers */
};

struct qa_truth_cell {
    uint32_t annotator;
    uint32_t truth;
    uint32_t given;
    double probability;
};

struct qa_truth_class {
    uint32_t label;
    double share;
};

/* One method on one question. */
struct qa_truth_fit {
    uint32_t question;
    enum qa_truth_method method;
    const char *undefined; /* why there is none, or NULL */
    uint64_t iterations;
    bool converged;
    double log_likelihood;
    uint64_t n_items;
    uint64_t ties;
    struct qa_estimate accuracy; /* of the labels on items with gold, Wilson; undefined without */
    struct qa_truth_item *items; /* least certain first, then by name */
    size_t n;
    const uint32_t *labels;                /* of the posteriors */
    size_t n_labels;                       /* 0 unless posteriors were asked for */
    struct qa_truth_annotator *annotators; /* by name; none for majority */
    size_t n_annotators;
    struct qa_truth_cell *cells; /* by annotator, truth, given */
    size_t n_cells;
    struct qa_truth_class *classes;
    size_t n_classes;
};

/* An item whose annotators all agree, two or more of them, on another label than gold's. */
struct qa_doubtful_gold {
    uint32_t question;
    uint32_t item;
    uint64_t votes;
    uint32_t given;
    uint32_t gold;
};

struct qa_truth_audit {
    struct qa_truth_fit *fits; /* by question name, then method */
    size_t n_fits;
    struct qa_doubtful_gold *doubtful; /* most votes first, then by name */
    size_t n_doubtful;
    double confidence;
};

struct qa_truth_audit qa_truth_audit(const struct qa_truth_audit_request *request,
                                     struct qa_arena *arena);

/* E002 for numbers out of their range; E165 where a file counts answers and a method weighs
 * annotators, of whom counts know nothing. */
QA_NODISCARD enum qa_status qa_truth_check(const struct qa_truth_audit_request *request,
                                           struct qa_error *err);

/* Tables methods, truth, posteriors (when asked for), annotators, confusion, classes, check_gold.
 */
void qa_truth_tables(const struct qa_truth_audit *audit, const struct qa_names *names,
                     struct qa_report *report);

/* Table check_gold alone, when there are rows. */
void qa_check_gold_table(const struct qa_truth_audit *audit, const struct qa_names *names,
                         struct qa_report *report);

/* The gold that all annotators of the question speak against, appended to list (grown). */
void qa_find_doubtful_gold(const struct qa_ratings_view *view, const uint32_t *gold_of_item,
                           uint32_t question, struct qa_truth_audit *audit, struct qa_arena *arena);

#endif
