#include "qa/batch/reference_labels.h"

enum { ENOUGH_ANSWERS = 1000000 };

struct reading {
    const struct qa_questions *questions;
    const struct qa_batch *delivery;
    uint32_t question;
    struct qa_reference_labels *out;
    uint32_t *of_answer;
    uint32_t *place;
    bool has_more; /* labels than are looked at */
    struct qa_arena *arena;
};

uint32_t qa_single_label(const struct qa_batch *batch, size_t answer)
{
    return qa_object_count(batch, answer) == 1 ? batch->label[qa_first_object(batch, answer)]
                                               : QA_NONE;
}

static void know(struct reading *reading, uint32_t label)
{
    struct qa_reference_labels *out = reading->out;
    if (reading->place[label] != QA_NONE || reading->has_more) {
        return;
    }
    reading->has_more = out->n_labels == QA_REFERENCE_LABELS_MAX;
    if (!reading->has_more) {
        reading->place[label] = (uint32_t)out->n_labels;
        out->label[out->n_labels++] = label;
    }
}

/* Of an answer to the question that is one label; else QA_NONE. */
static uint32_t label_of(const struct reading *reading, size_t answer)
{
    return qa_answer_question(reading->delivery, answer) == reading->question
               ? qa_single_label(reading->delivery, answer)
               : QA_NONE;
}

/* By item; QA_NONE: none. */
static uint32_t *take_gold(struct reading *reading)
{
    const struct qa_batch *gold = reading->questions->batch[QA_GOLD];
    size_t n_items = qa_strings_count(reading->delivery->names->items);
    uint32_t *gold_of = QA_ARRAY(reading->arena, uint32_t, n_items + 1);
    for (size_t i = 0; i < n_items; i++) {
        gold_of[i] = QA_NONE;
    }
    for (size_t a = 0; gold != NULL && a < gold->n_answers; a++) {
        uint32_t of = gold->questions->list[qa_answer_question(gold, a)].of_delivery;
        uint32_t label = qa_single_label(gold, a);
        if (of == reading->question && label != QA_NONE) {
            gold_of[gold->item[a]] = label;
            know(reading, label);
        }
    }
    return gold_of;
}

static void take_answers(struct reading *reading, const uint32_t *gold_of)
{
    const struct qa_batch *delivery = reading->delivery;
    for (size_t a = 0; a < delivery->n_answers; a++) {
        uint32_t label = label_of(reading, a);
        reading->of_answer[a] = QA_NONE;
        if (label != QA_NONE) {
            know(reading, label);
            reading->of_answer[a] = gold_of[delivery->item[a]];
            reading->out->is_gold = reading->out->is_gold || reading->of_answer[a] != QA_NONE;
        }
    }
}

/* ---- the others ---- */

/* The commonest of the labels of an item but for one of its answers; QA_NONE for ties. */
static uint32_t commonest(const struct reading *reading, const uint32_t *n_given, uint32_t own)
{
    uint32_t best = QA_NONE;
    uint32_t most = 0;
    for (size_t l = 0; l < reading->out->n_labels; l++) {
        uint32_t n = n_given[l] - (l == own);
        best = n > most ? reading->out->label[l] : n == most ? QA_NONE : best;
        most = n > most ? n : most;
    }
    return best;
}

/* The answers to one item, from the first to before the end. */
static void take_item(const struct reading *reading, size_t first, size_t end)
{
    uint32_t n_given[QA_REFERENCE_LABELS_MAX] = {0};
    for (size_t a = first; a < end; a++) {
        uint32_t label = label_of(reading, a);
        if (label != QA_NONE) {
            n_given[reading->place[label]]++;
        }
    }
    for (size_t a = first; a < end; a++) {
        uint32_t label = label_of(reading, a);
        if (label != QA_NONE) {
            reading->of_answer[a] = commonest(reading, n_given, reading->place[label]);
        }
    }
}

static void take_others(const struct reading *reading)
{
    const struct qa_batch *delivery = reading->delivery;
    size_t every = 1 + delivery->n_answers / ENOUGH_ANSWERS;
    for (size_t first = 0, end; first < delivery->n_answers; first = end) {
        uint32_t item = delivery->item[first];
        for (end = first + 1; end < delivery->n_answers && delivery->item[end] == item; end++) {
        }
        if (end - first > 1 && item % every == 0) {
            take_item(reading, first, end);
        }
    }
}

struct qa_reference_labels qa_reference_labels(const struct qa_questions *questions,
                                               uint32_t question, struct qa_arena *arena)
{
    const struct qa_batch *delivery = questions->batch[QA_DELIVERY];
    struct qa_reference_labels out = {.of_answer = NULL};
    size_t n_labels = qa_strings_count(delivery->names->labels);
    struct reading reading = {.questions = questions,
                              .delivery = delivery,
                              .question = question,
                              .out = &out,
                              .of_answer = QA_ARRAY(arena, uint32_t, delivery->n_answers + 1),
                              .place = QA_ARRAY(arena, uint32_t, n_labels + 1),
                              .arena = arena};
    for (size_t l = 0; l < n_labels; l++) {
        reading.place[l] = QA_NONE;
    }
    const uint32_t *gold_of = take_gold(&reading);
    take_answers(&reading, gold_of);
    if (!out.is_gold && !reading.has_more) {
        take_others(&reading);
    }
    out.of_answer = reading.has_more || out.n_labels < 2 ? NULL : reading.of_answer;
    out.place = reading.place;
    return out;
}
