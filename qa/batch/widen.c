#include "qa/batch/widen.h"

#include <string.h>

static bool has_kind(const struct qa_batch *batch, uint8_t type)
{
    return batch != NULL && memchr(batch->question_type, type, batch->n_questions) != NULL;
}

static struct qa_piece piece_of(const struct qa_batch *batch, uint64_t object)
{
    return batch->number_at != NULL ? batch->number_at[object]
                                    : (struct qa_piece){object * batch->arity, batch->arity};
}

/* The pool again, with the answers' objects of the two kinds laid out in `arity` numbers. */
struct widening {
    struct qa_batch *batch;
    const struct qa_type *type;
    double *number;
    struct qa_piece *number_at;
    size_t n_numbers;
};

static bool is_of(const struct qa_batch *batch, size_t answer, uint8_t type, uint8_t included)
{
    uint8_t own = batch->question_type[qa_answer_question(batch, answer)];
    return own == type || own == included;
}

static void lay_out(struct widening *widening, uint64_t object)
{
    const struct qa_piece old = piece_of(widening->batch, object);
    widening->number_at[object] = (struct qa_piece){widening->n_numbers, widening->type->arity};
    memcpy(widening->number + widening->n_numbers, widening->batch->number + old.first,
           old.n * sizeof *widening->number);
    widening->n_numbers += widening->type->arity; /* what follows is zero */
}

/* New numbers stand behind the old ones, which other kinds go on to use. */
static void widen(struct qa_batch *batch, uint8_t type, uint8_t included, struct qa_arena *arena)
{
    size_t n_old = 0;
    struct widening widening = {.batch = batch, .type = qa_types[type]};
    widening.number_at = QA_ARRAY(arena, struct qa_piece, batch->n_objects + 1);
    for (size_t o = 0; o < batch->n_objects; o++) {
        widening.number_at[o] = piece_of(batch, o);
        size_t end = (size_t)(widening.number_at[o].first + widening.number_at[o].n);
        n_old = end > n_old ? end : n_old;
    }
    widening.number = QA_ARRAY(arena, double, n_old + batch->n_objects * widening.type->arity + 1);
    if (n_old > 0) {
        memcpy(widening.number, batch->number, n_old * sizeof *widening.number);
    }
    widening.n_numbers = n_old;
    for (size_t a = 0; a < batch->n_answers; a++) {
        uint64_t end = qa_first_object(batch, a) + qa_object_count(batch, a);
        for (uint64_t o = qa_first_object(batch, a); is_of(batch, a, type, included) && o < end;
             o++) {
            lay_out(&widening, o);
        }
    }
    batch->number = widening.number;
    batch->number_at = widening.number_at;
    uint8_t *types = QA_ARRAY(arena, uint8_t, batch->n_questions + (size_t)1);
    for (uint32_t q = 0; q < batch->n_questions; q++) {
        types[q] = batch->question_type[q] == included ? type : batch->question_type[q];
    }
    batch->question_type = types;
}

void qa_batches_widen(struct qa_batch *const *batches, size_t n, struct qa_arena *arena)
{
    for (size_t t = 0; t < qa_n_types; t++) {
        bool is_there = false;
        for (size_t i = 0; qa_types[t]->includes != NULL && i < n; i++) {
            is_there = is_there || has_kind(batches[i], (uint8_t)t);
        }
        for (size_t i = 0; is_there && i < n; i++) {
            uint8_t included = (uint8_t)qa_type_index(qa_types[t]->includes);
            for (size_t s = 0; batches[i] != NULL && s < batches[i]->n_sources; s++) {
                struct qa_source *source = &batches[i]->sources[s];
                source->type = source->type == qa_types[t]->includes ? qa_types[t] : source->type;
            }
            if (has_kind(batches[i], (uint8_t)t) || has_kind(batches[i], included)) {
                widen(batches[i], (uint8_t)t, included, arena);
            }
        }
    }
}
