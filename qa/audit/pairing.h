#ifndef QA_AUDIT_PAIRING_H
#define QA_AUDIT_PAIRING_H

/*
 * Which question of a reference answers which question of a delivery, and in which order names
 * come. Private to this room.
 *
 * Questions pair by name. A gold file seldom names its question while a delivery may: when each of
 * the two batches has exactly one question of a type, these two pair whatever they are called.
 */

#include "qa/batch/batch.h"

/* The questions that the answers of a batch respond to, by question id. */
struct qa_asked {
    uint32_t n; /* of the names */
    bool *asked;
    enum qa_type_id *type; /* of its objects; box when no answer of it has any */
};
struct qa_asked qa_asked_questions(const struct qa_batch *batch, struct qa_arena *arena);

/* partner[q] = question of the reference for the delivery's question q, or QA_NONE. */
uint32_t *qa_pair_questions(const struct qa_asked *delivery, const struct qa_asked *reference,
                            struct qa_arena *arena);

/* Places of ids in the order of their names, from 1; 0 is the place of QA_NONE. */
struct qa_ranks {
    uint32_t *question;
    uint32_t *vendor;
    uint32_t *annotator; /* by vendor, then name */
    uint32_t *label;
    uint32_t *batch;
};
struct qa_ranks qa_ranks_new(const struct qa_names *names, struct qa_arena *arena);

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

/* The line an object came from. */
static inline uint32_t qa_line_of_object(const struct qa_batch *batch, size_t answer,
                                         uint64_t object)
{
    return batch->object_line != NULL ? batch->object_line[object] : batch->line[answer];
}

static inline int qa_compare_u32(uint32_t a, uint32_t b)
{
    return a < b ? -1 : a > b;
}

#endif
