#include "qa/score/ranks.h"

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
