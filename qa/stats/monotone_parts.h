#ifndef QA_STATS_MONOTONE_PARTS_H
#define QA_STATS_MONOTONE_PARTS_H

/*
 * Private to the monotone rate: limits by parts of the errors, of items (monotone_rate.c) and of
 * annotators (monotone_annotators.c).
 */

#include "qa/stats/monotone_rate.h"

/* An item in an order of falling keys, equals by rising trials. */
struct qa_ranked {
    double key;
    struct qa_item_errors item;
};

void qa_sort_ranked(struct qa_ranked *list, size_t n);

/* Of an annotator; ee and en over its shares of items. */
struct qa_annotator_part {
    double errors, trials;
    double ee, en;
    double slope;
};

/* What is worked on; pointers into a scratch arena. */
struct qa_rate_work {
    const struct qa_rate_sample *sample;
    bool is_random;
    double confidence;
    double z, t, t_annotators;
    double concentration;
    struct qa_ranked *order; /* items by falling errors */
    struct qa_ranked *by_excess;
    /* Of random annotators: */
    double annotator_squares;         /* sum of trials^2 */
    struct qa_annotator_part *people; /* in any order */
    struct qa_annotator_part *capped; /* as in the sample */
};

/* Of a part of the errors, over items: e those that count, n trials. */
struct qa_rate_sums {
    double errors;
    double ee, en;
    double between; /* squares between annotators beyond those of their shares of items */
};

/* D and what it consists of. */
struct qa_rate_effect {
    double rate;
    double total;
    double spread;
    double between;
};
struct qa_rate_effect qa_rate_effect_of(const struct qa_rate_work *work,
                                        const struct qa_rate_sums *sums, double r);

/* Wilson's upper limit of the rate of a part. */
double qa_rate_high(const struct qa_rate_work *work, const struct qa_rate_sums *sums);

/* The limits, where this part of the errors moves them up. */
void qa_rate_raise_high(const struct qa_rate_work *work, const struct qa_rate_sums *sums,
                        struct qa_monotone_rate *out);
void qa_rate_raise_low(const struct qa_rate_work *work, const struct qa_rate_sums *sums,
                       struct qa_monotone_rate *out);

/* ---- monotone_annotators.c ---- */

/* Fills what the work has of annotators. */
void qa_rate_group_annotators(struct qa_rate_work *work, struct qa_arena *scratch);

/* qa_rate_sums.between of that many of the errors, which are chosen for the most of it, of
 * annotators as wholes and of one in part. With every error that an annotator makes there is more
 * of it for each number of errors. Of all errors: what lies between annotators. O(annotators) where
 * the number is near that of the call before. */
double qa_rate_most_between(struct qa_rate_work *work, double errors);

/* No annotator with a greater rate than a cap, beside no more than s errors of an item: of that cap
 * of items are the sums. */
void qa_rate_raise_low_by_caps(struct qa_rate_work *work, uint32_t s,
                               const struct qa_rate_sums *items, struct qa_monotone_rate *out);

#endif
