#ifndef QA_BATCH_REFERENCE_LABELS_H
#define QA_BATCH_REFERENCE_LABELS_H

#include "qa/batch/questions.h"

/*
 * What the labels of a question are held against in the first look at a run: gold's where the
 * delivery has answers to items with gold, else the label that the others gave most to the item.
 */
enum { QA_REFERENCE_LABELS_MAX = 64 };

struct qa_reference_labels {
    /* By answer of the delivery: gold's label or the others'. QA_NONE: neither, or several, or an
     * answer to another question or of several labels. NULL: the question has less than two labels,
     * or more than are looked at. */
    const uint32_t *of_answer;
    bool is_gold;
    uint32_t label[QA_REFERENCE_LABELS_MAX]; /* all of the question */
    size_t n_labels;
    const uint32_t *place; /* of a label among these; QA_NONE: the question has it not */
};

/* Of a million answers and more without gold, those to every so many items. In the arena.
 * O(answers + labels). */
struct qa_reference_labels qa_reference_labels(const struct qa_questions *questions,
                                               uint32_t question, struct qa_arena *arena);

/* The label of an answer that is one; QA_NONE of others. */
uint32_t qa_single_label(const struct qa_batch *batch, size_t answer);

#endif
