#ifndef QA_AUDIT_ANNOTATORS_H
#define QA_AUDIT_ANNOTATORS_H

/*
 * Each annotator beside the others, without gold: agreement, habits, speed, change over time,
 * repeats, and what looks wrong, in words.
 *
 * A flag is a reason to look, not a verdict: each has a stated rule (the files name them at their
 * thresholds, the table's notes say them), adjusted for the number of annotators. How often flags
 * accuse annotators who are like the others is simulated: tests/calibration-flags.md.
 */

#include "qa/audit/views.h"
#include "qa/stats/linearised.h"
#include "qa/table/report.h"

struct qa_annotators_request {
    const struct qa_batch *batch;
    const struct qa_batch *gold; /* or NULL: what most annotators say stands for the truth */
    struct qa_views *views;      /* of the batch */
    struct qa_inference inference;
    double idle_cap;    /* seconds; longer answers are pauses and left out of speeds; 0: none */
    double min_seconds; /* faster is not possible; 0: from the times (annotators_speed.c) */
    bool is_ordered;    /* labels have an order although they are not numbers */
};

enum qa_annotator_flag_kind {
    QA_FLAG_TOO_FAST,
    QA_FLAG_ONE_ANSWER,
    QA_FLAG_AT_CHANCE,
    QA_FLAG_SWAPPED,
    QA_FLAG_LEARNING,
    QA_FLAG_TIRING,
    QA_FLAG_COPYING
};
/* "too fast", "swapped classes" ... */
const char *qa_annotator_flag_name(enum qa_annotator_flag_kind kind);

struct qa_annotator_flag {
    enum qa_annotator_flag_kind kind;
    const char *reason; /* a sentence with the figures, without names of people */
    uint32_t colleague; /* the one it speaks of, or QA_NONE */
};

/* One annotator on one question. */
struct qa_annotator_row {
    uint32_t question;
    uint32_t vendor;
    uint32_t annotator;
    uint64_t items;
    uint64_t shared;                     /* with another rating */
    struct qa_estimate agreement;        /* with a random other annotator, leave-one-out */
    struct qa_estimate skill;            /* the same corrected for chance */
    bool has_ranks;                      /* labels are numbers or have an order */
    struct qa_estimate rank_correlation; /* Spearman's, with the mean of the others */
    uint32_t favourite;                  /* label */
    double favourite_share;
    uint32_t over_used; /* label with the largest surplus against the others, QA_NONE: none */
    double over_use;    /* own share less the others', on shared items */
    uint32_t under_used;
    double under_use; /* below 0 */
    bool has_seconds;
    double median_seconds;
    double p10_seconds;
    uint64_t idle;  /* answers above the cap */
    bool has_trend; /* at least 30 items with times where gold or most of the others say a label */
    double first_third; /* share of answers that are that label, by time */
    double last_third;
    double trend_p;   /* two-sided t test of the correlation with the order, adjusted */
    uint64_t repeats; /* items answered again, each further answer counted */
    struct qa_estimate consistency; /* share of repeats that say the same; Wilson */
    struct qa_annotator_flag *flags;
    size_t n_flags;
};

struct qa_annotators_result {
    struct qa_annotator_row *rows; /* by question, vendor, annotator names */
    size_t n_rows;
    double confidence;
    double idle_cap;
    double min_seconds; /* as requested */
    bool with_gold;
};

struct qa_annotators_result qa_annotators(const struct qa_annotators_request *request,
                                          struct qa_arena *arena);

/* Table annotators, and flags with one row a flag. */
void qa_annotators_tables(const struct qa_annotators_result *result, const struct qa_names *names,
                          struct qa_report *report);

#endif
