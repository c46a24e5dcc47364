#ifndef QA_SCORE_RANKS_H
#define QA_SCORE_RANKS_H

/* In which order names come: places of ids by their texts. */

#include "qa/batch/batch.h"

/* Places of ids in the order of their names, from 1; 0 is the place of QA_NONE. */
struct qa_ranks {
    uint32_t *question;
    uint32_t *vendor;
    uint32_t *annotator; /* by vendor, then what is shown */
    uint32_t *label;
    uint32_t *batch;
};
struct qa_ranks qa_ranks_new(const struct qa_names *names, struct qa_arena *arena);
/* The places of annotators by their ids, whatever is shown of them. */
uint32_t *qa_annotator_places(const struct qa_names *names, struct qa_arena *arena);

/* Dense index of an id that may be QA_NONE: 0 for none, id + 1. */
static inline size_t qa_slot(uint32_t id)
{
    return id == QA_NONE ? 0 : (size_t)id + 1;
}

static inline uint32_t qa_rank_of(const uint32_t *ranks, uint32_t id)
{
    return ranks[qa_slot(id)];
}

/* Every slot in the order of names: place of none first. order has count + 1 elements. */
uint32_t *qa_slots_by_rank(const uint32_t *ranks, uint32_t count, struct qa_arena *arena);

static inline int qa_compare_u32(uint32_t a, uint32_t b)
{
    return a < b ? -1 : a > b;
}

/* Order of two answers to one item: by the names of question, vendor and annotator; 0: they differ
 * in none of these. */
int qa_compare_in_item(const struct qa_ranks *ranks, const struct qa_batch *batch, size_t a,
                       size_t b);

/* All answers of a batch by the names of item, question, vendor and annotator; those that differ in
 * none of these as the batch has them. O(n log n). */
size_t *qa_answers_by_name(const struct qa_batch *batch, struct qa_arena *arena);

#endif
