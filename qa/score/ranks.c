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

uint32_t *qa_annotator_places(const struct qa_names *names, struct qa_arena *arena)
{
    return with_none(qa_annotator_id_rank(names, arena), qa_annotator_count(names), arena);
}

uint32_t *qa_slots_by_rank(const uint32_t *ranks, uint32_t count, struct qa_arena *arena)
{
    uint32_t *order = QA_ARRAY(arena, uint32_t, count + (size_t)1);
    for (uint32_t slot = 0; slot <= count; slot++) {
        order[ranks[slot]] = slot;
    }
    return order;
}

int qa_compare_in_item(const struct qa_ranks *ranks, const struct qa_batch *batch, size_t a,
                       size_t b)
{
    int by = qa_compare_u32(qa_rank_of(ranks->question, qa_answer_question(batch, a)),
                            qa_rank_of(ranks->question, qa_answer_question(batch, b)));
    by = by != 0 ? by
                 : qa_compare_u32(qa_rank_of(ranks->vendor, qa_answer_vendor(batch, a)),
                                  qa_rank_of(ranks->vendor, qa_answer_vendor(batch, b)));
    return by != 0 ? by
                   : qa_compare_u32(qa_rank_of(ranks->annotator, batch->annotator[a]),
                                    qa_rank_of(ranks->annotator, batch->annotator[b]));
}

size_t *qa_answers_by_name(const struct qa_batch *batch, struct qa_arena *arena)
{
    const struct qa_ranks ranks = qa_ranks_new(batch->names, arena);
    const struct qa_item_index index = qa_batch_index(batch, arena);
    uint32_t n_items = qa_strings_count(batch->names->items);
    uint32_t *items = QA_ARRAY(arena, uint32_t, n_items + (size_t)1);
    size_t *order = QA_ARRAY(arena, size_t, batch->n_answers);
    size_t first = 0;
    size_t n = 0;
    qa_strings_sorted(batch->names->items, items, NULL);
    for (uint32_t i = 0; i < n_items; i++, first = n) {
        for (size_t a = (size_t)index.first[items[i]]; a < index.first[items[i] + 1]; a++, n++) {
            /* An item has few answers. */
            size_t at = n;
            for (; at > first && qa_compare_in_item(&ranks, batch, order[at - 1], a) > 0; at--) {
                order[at] = order[at - 1];
            }
            order[at] = a;
        }
    }
    return order;
}
