#ifndef QA_BATCH_RATINGS_VIEW_H
#define QA_BATCH_RATINGS_VIEW_H

/*
 * The labels of one question as the ratings that qa/stats takes, with the way back from its dense
 * ids to names. Raters and categories are ordered by name, or categories by a declared order.
 */

#include "qa/base/ratings.h"
#include "qa/batch/batch.h"

/* Which answers to take; QA_NONE: all. */
struct qa_selection {
    uint32_t question; /* must be given for ratings */
    uint32_t vendor;
    uint32_t batch;
    uint32_t annotator;
    const uint32_t *value_of_answer; /* of a grouping; NULL: any */
    uint32_t value;
    bool with_repeats; /* keep every answer of an annotator to an item, not the first alone */
};

#define QA_SELECT_ALL ((struct qa_selection){QA_NONE, QA_NONE, QA_NONE, QA_NONE, NULL, 0, false})

bool qa_is_selected(const struct qa_batch *batch, size_t answer,
                    const struct qa_selection *selection);

struct qa_ratings_view {
    struct qa_ratings ratings;
    const uint32_t *item;         /* ratings.n_items: id in names */
    const uint32_t *rater;        /* ratings.n_raters: annotator id in names */
    const uint32_t *category;     /* ratings.n_categories: label id in names */
    uint64_t n_without_annotator; /* answers left out because nobody signed them */
    uint64_t n_repeats;           /* further answers of an annotator to an item, left out */
};

/*
 * declared: label ids in their order on the scale, n_declared of them; they come first, whether
 * used or not, and labels that are used but not declared follow by name. NULL, 0: all by name;
 * so too where labels are sets, of which the tags are declared.
 * The scale (ratings.score) is the labels' own numbers when all of them are numbers, else NULL.
 * O(answers).
 */
struct qa_ratings_view qa_ratings_view(const struct qa_batch *batch,
                                       const struct qa_selection *selection,
                                       const uint32_t *declared, size_t n_declared,
                                       struct qa_arena *arena);

#endif
