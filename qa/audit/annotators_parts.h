#ifndef QA_AUDIT_ANNOTATORS_PARTS_H
#define QA_AUDIT_ANNOTATORS_PARTS_H

/* The stages of qa_annotators. Private to the annotators files. */

#include "qa/audit/annotators.h"
#include "qa/stats/raters.h"

/* One question while it is looked at. */
struct qa_annotators_work {
    const struct qa_annotators_request *request;
    const struct qa_names *names;
    uint32_t question;
    struct qa_ratings_view view;
    struct qa_patterns patterns;
    const struct qa_rater_standing *standings;
    struct qa_annotator_row *rows; /* one a rater of the view */
    struct qa_arena *arena;
    struct qa_arena *scratch;
    const uint32_t *truth; /* category of each item of the view, UINT32_MAX: unknown */
};

/* Speeds, trend and repeats, from the answers themselves. */
void qa_annotators_times(struct qa_annotators_work *work);
void qa_annotators_trend(struct qa_annotators_work *work);
void qa_annotators_ranks(struct qa_annotators_work *work);
void qa_annotators_repeats(struct qa_annotators_work *work);

/* The flags of all rows: too fast, at chance, and those of habits and trends. */
void qa_annotators_speed(struct qa_annotators_work *work);
void qa_annotators_chance(struct qa_annotators_work *work);
void qa_annotators_flags(struct qa_annotators_work *work);

/* Two annotators who are wrong in the same way more often than their colleagues make likely. */
void qa_annotators_copying(struct qa_annotators_work *work);

void qa_annotators_flag(struct qa_annotators_work *work, struct qa_annotator_row *row,
                        enum qa_annotator_flag_kind kind, const char *reason, uint32_t colleague);

#endif
