#include "qa/audit/pairing.h"

struct qa_asked qa_asked_questions(const struct qa_batch *batch, struct qa_arena *arena)
{
    uint32_t n = qa_strings_count(batch->names->questions);
    struct qa_asked out = {n, QA_ARRAY(arena, bool, n + (size_t)1),
                           QA_ARRAY(arena, enum qa_type_id, n + (size_t)1)};
    for (uint32_t q = 0; q < n; q++) {
        /* Only a question of objects can be answered with nothing. */
        out.type[q] = QA_TYPE_BOX;
    }
    for (size_t a = 0; a < batch->n_answers; a++) {
        uint32_t question = qa_answer_question(batch, a);
        out.asked[question] = true;
        if (qa_object_count(batch, a) > 0) {
            out.type[question] = qa_object_type(batch, qa_first_object(batch, a));
        }
    }
    return out;
}

/* The only question of a type, or QA_NONE when there are none or several. */
static uint32_t only_one(const struct qa_asked *asked, enum qa_type_id type)
{
    uint32_t found = QA_NONE;
    for (uint32_t q = 0; q < asked->n; q++) {
        if (asked->asked[q] && asked->type[q] == type) {
            if (found != QA_NONE) {
                return QA_NONE;
            }
            found = q;
        }
    }
    return found;
}

uint32_t *qa_pair_questions(const struct qa_asked *delivery, const struct qa_asked *reference,
                            struct qa_arena *arena)
{
    uint32_t *partner = QA_ARRAY(arena, uint32_t, delivery->n + (size_t)1);
    for (uint32_t q = 0; q < delivery->n; q++) {
        partner[q] = QA_NONE;
        if (!delivery->asked[q]) {
            continue;
        }
        enum qa_type_id type = delivery->type[q];
        if (q < reference->n && reference->asked[q] && reference->type[q] == type) {
            partner[q] = q;
        } else if (only_one(delivery, type) == q) {
            partner[q] = only_one(reference, type);
        }
    }
    return partner;
}

/* Ranks from 1 by slot, from ranks from 0 by id. */
static uint32_t *with_none(const uint32_t *rank, uint32_t n, struct qa_arena *arena)
{
    uint32_t *out = QA_ARRAY(arena, uint32_t, n + (size_t)1);
    for (uint32_t id = 0; id < n; id++) {
        out[id + 1] = rank[id] + 1;
    }
    return out;
}

static uint32_t *ranks_of(const struct qa_strings *strings, struct qa_arena *arena)
{
    uint32_t n = qa_strings_count(strings);
    uint32_t *rank = QA_ARRAY(arena, uint32_t, n + (size_t)1);
    qa_strings_sorted(strings, NULL, rank);
    return with_none(rank, n, arena);
}

struct qa_ranks qa_ranks_new(const struct qa_names *names, struct qa_arena *arena)
{
    return (struct qa_ranks){
        .question = ranks_of(names->questions, arena),
        .vendor = ranks_of(names->vendors, arena),
        .annotator = with_none(qa_annotator_rank(names, arena), qa_annotator_count(names), arena),
        .label = ranks_of(names->labels, arena),
        .batch = ranks_of(names->batches, arena),
    };
}

uint32_t *qa_slots_by_rank(const uint32_t *ranks, uint32_t count, struct qa_arena *arena)
{
    uint32_t *order = QA_ARRAY(arena, uint32_t, count + (size_t)1);
    for (uint32_t slot = 0; slot <= count; slot++) {
        order[ranks[slot]] = slot;
    }
    return order;
}
