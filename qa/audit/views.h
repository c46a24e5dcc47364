#ifndef QA_AUDIT_VIEWS_H
#define QA_AUDIT_VIEWS_H

/*
 * The ratings of whole questions with their patterns, each made once for all audits of one run that
 * look at them: of ten million ratings the making is a good part of the work.
 */

#include "qa/batch/ratings_view.h"
#include "qa/stats/patterns.h"

struct qa_view {
    struct qa_ratings_view view;
    struct qa_patterns patterns;
};

struct qa_views;

/* declared: as for qa_ratings_view. Views live in the arena. */
struct qa_views *qa_views_new(const struct qa_batch *batch, const uint32_t *declared,
                              size_t n_declared, struct qa_arena *arena);

/* All answers to the question, the first of each annotator to each item. */
const struct qa_view *qa_views_of(struct qa_views *views, uint32_t question);

#endif
