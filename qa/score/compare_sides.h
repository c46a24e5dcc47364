#ifndef QA_SCORE_COMPARE_SIDES_H
#define QA_SCORE_COMPARE_SIDES_H

/* The objects of an answer on their way into matching. Private to the comparison files. */

#include "qa/score/comparison.h"

/* One answer's objects in canonical order, so that neither matching nor output depends on the
 * order in which a file lists them. */
struct qa_compared_side {
    struct qa_objects objects;
    size_t *object;  /* index in the batch */
    uint8_t *region; /* enum qa_region: those that are one take no part */
    size_t n_regions;
    const double *score; /* NULL: not asked for */
    const double *area;  /* of the batch; NULL: none */
    bool *settled;       /* has its outcome, or takes no part */
    bool *both;          /* see struct qa_match */
    enum qa_outcome *outcome;
};

/* Nothing is settled yet but what takes no part. An answer of SIZE_MAX has no objects. All of it
 * lives in scratch. O(objects log objects). */
struct qa_compared_side qa_compared_side_make(const struct qa_batch *batch, size_t answer,
                                              const struct qa_type *type,
                                              const struct qa_ranks *ranks,
                                              struct qa_arena *scratch);

/* Of the objects in their order; NAN without one. */
const double *qa_compared_side_scores(const struct qa_batch *batch,
                                      const struct qa_compared_side *side,
                                      struct qa_arena *scratch);

#endif
