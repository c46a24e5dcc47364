#ifndef QA_AUDIT_ERRORS_H
#define QA_AUDIT_ERRORS_H

/*
 * Against gold: who errs, how often, on what. Of kinds with one object an answer (labels,
 * transcripts) a trial is one answer to an item that has gold, and an error is another answer than
 * gold's. Of kinds whose objects are matched the trials are the reference objects and the spurious
 * ones, and an error is a missed, spurious, mislabelled or poorly placed object (a poorly placed
 * pair is one trial and one error).
 *
 * Intervals of rates: Clopper-Pearson (exact) where each item has one trial, else the one of ratios
 * over clusters (qa/stats/cluster_ratio.h), which holds where errors cluster in items and is absent
 * below five items. It is not monotone, so limits that somebody has to keep have an interval of
 * their own (qa/stats/monotone_rate.h). A vendor's rate also carries a design effect (Kish 1965):
 * the ratio of its cluster-robust variance, with items as clusters, to the binomial one, at
 * least 1. Where annotators are a sample, both intervals of a vendor's rate are wider by what lies
 * between annotators.
 */

#include "qa/base/estimate.h"
#include "qa/score/comparison.h"
#include "qa/stats/monotone_rate.h"
#include "qa/stats/rate_future.h"
#include "qa/stats/shrink.h"
#include "qa/table/report.h"

struct qa_grouping;

/* Whether a vendor's annotators are a sample of those who will go on labeling: by default where he
 * has QA_ANNOTATORS_TO_GENERALISE or more. */
enum qa_annotators_choice {
    QA_ANNOTATORS_BY_NUMBER,
    QA_ANNOTATORS_AS_FIXED,
    QA_ANNOTATORS_AS_RANDOM
};
extern const char *const qa_annotators_choices[]; /* their words, NULL at the end */

struct qa_errors_request {
    const struct qa_comparison *comparison; /* of the delivery with gold */
    double confidence;
    const struct qa_grouping *periods; /* of the delivery's answers, to be counted apart; NULL */
    enum qa_annotators_choice annotators;
};

/* Errors of a group: a vendor, an annotator, a class. */
struct qa_error_count {
    uint64_t items;
    uint64_t trials;
    uint64_t errors;
    /* Of matched objects; their sum is errors. Objects of another class and place count among the
     * mislabelled. */
    uint64_t missed, spurious, mislabelled, localisation;
    double design_effect;           /* >= 1; vendors only, 1 elsewhere */
    struct qa_estimate rate;        /* exact, or of items whose trials may fail together */
    struct qa_estimate rate_exact;  /* Clopper-Pearson, as if trials were independent */
    struct qa_estimate rate_wilson; /* at trials / design_effect */
};

struct qa_annotator_errors {
    uint32_t vendor;
    uint32_t annotator; /* QA_NONE: unsigned answers of the vendor */
    uint32_t question;
    struct qa_error_count count;
    /* Against the vendor's other signed annotators on this question: qa/stats/against_rest.h. */
    double z;
    double p_adjusted; /* two-sided, Benjamini-Hochberg within vendor and question */
    bool compared;     /* false: unsigned, or no others to compare with; z and p have no meaning */
    const char *flag;  /* "more errors than the vendor's others", or NULL */
    /* Exact limits of a funnel about the vendor's rate on this question (qa/stats/shrink.h). */
    struct qa_funnel funnel_95;
    struct qa_funnel funnel_998;
    const char *funnel;   /* "above 99.8 %", "above 95 %", "below ...", "within"; NULL: no rate */
    double shrunken_rate; /* shrunk to the vendor's mean, empirical Bayes */
    bool has_shrunken;
    double median_seconds; /* of all the annotator's answers to the question */
    bool has_seconds;
};

/* The funnel of one vendor on one question as curves: limits at growing numbers of trials. */
enum { QA_FUNNEL_POINTS = 24 };
struct qa_funnel_curve {
    uint32_t vendor;
    uint32_t question;
    double rate; /* of the vendor */
    uint64_t trials[QA_FUNNEL_POINTS];
    struct qa_funnel limits_95[QA_FUNNEL_POINTS];
    struct qa_funnel limits_998[QA_FUNNEL_POINTS];
};

struct qa_class_errors {
    uint32_t vendor;
    uint32_t question;
    uint32_t label;
    uint64_t gold;      /* gold answers or objects of this class that were checked */
    uint64_t delivered; /* answers or objects that were given this class */
    uint64_t correct;
    /* Intervals as those of error rates, mirrored. */
    struct qa_estimate precision; /* correct / delivered */
    struct qa_estimate recall;    /* correct / gold */
    struct qa_estimate f1;        /* 1 - (FP + FN) / n, n = gold + delivered */
    struct qa_error_count count;  /* trials of this gold class */
};

struct qa_confusion_cell {
    uint32_t vendor;
    uint32_t question;
    uint32_t gold;  /* QA_NONE: nothing there (spurious) */
    uint32_t given; /* QA_NONE: nothing given (missed) */
    uint64_t count;
};

struct qa_wrong_item {
    uint32_t vendor;
    uint32_t question;
    uint32_t item;
    uint32_t annotator;
    uint32_t given; /* QA_NONE: nothing */
    uint32_t gold;
    const char *kind; /* "missed", "spurious" ...; of kinds with one object the kind: "label" */
    /* Indices into the batches of the comparison; SIZE_MAX: none. */
    size_t given_answer, gold_answer;
    size_t given_object, gold_object;
    double similarity;
    bool has_similarity;
    double seconds;
    bool has_seconds;
    const char *file;
    uint32_t line;
};

/* One vendor's total, over one question (or all: QA_NONE). */
struct qa_vendor_errors {
    uint32_t vendor; /* QA_NONE: no vendor named */
    uint32_t question;
    struct qa_error_count count;
    /* Who has to keep a limit is held against this interval (qa/stats/monotone_rate.h), of which
     * one more error never moves an end down; how errors lump is learnt from all vendors. */
    struct qa_monotone_rate limits;
    uint64_t n_annotators; /* signed, with trials */
    bool annotators_are_random;
    const struct qa_rate_summary *summary; /* of the row over all questions; else NULL */
};

/* One vendor's total of one period, over all questions. */
struct qa_period_errors {
    uint32_t vendor;
    uint32_t period; /* value of the grouping */
    struct qa_error_count count;
};

struct qa_errors_result {
    const struct qa_comparison *comparison;
    double confidence;
    uint64_t answers_checked;
    uint64_t answers_without_gold;
    uint64_t gold_items;              /* with gold on some question */
    struct qa_vendor_errors *vendors; /* by vendor name; all questions first, then each */
    size_t n_vendors;
    struct qa_annotator_errors *annotators; /* by question, vendor, annotator names */
    size_t n_annotators;
    struct qa_funnel_curve *funnels; /* of vendors with three signed annotators or more */
    size_t n_funnels;
    struct qa_class_errors *classes; /* by question, vendor, label */
    size_t n_classes;
    struct qa_confusion_cell *confusion; /* cells above 0; by question, vendor, gold, given */
    size_t n_confusion;
    struct qa_wrong_item *wrong; /* by question, vendor, item, annotator */
    size_t n_wrong;
    struct qa_period_errors *periods; /* by vendor name, period; with trials */
    size_t n_periods;
    uint64_t without_period; /* trials: of no answer, or of one without a period */
};

/* E134 when gold answers an item with two different labels to one question. */
QA_NODISCARD enum qa_status qa_errors(const struct qa_errors_request *request,
                                      struct qa_arena *arena, struct qa_errors_result *result,
                                      struct qa_error *err);

/* Tables vendors, annotators, classes, confusion, wrong_items. */
void qa_errors_tables(const struct qa_errors_result *result, const struct qa_names *names,
                      struct qa_report *report);

/* The first three of them. */
void qa_errors_rates_tables(const struct qa_errors_result *result, const struct qa_names *names,
                            struct qa_report *report);

/* Rows of the last one, `end` excluded, since there may be millions: in the arena, which may be
 * freed after them. */
struct qa_rows_of {
    size_t first, end;
};
struct qa_table *qa_errors_wrong_rows(const struct qa_errors_result *result,
                                      const struct qa_names *names, struct qa_rows_of rows,
                                      struct qa_arena *arena);

#endif
