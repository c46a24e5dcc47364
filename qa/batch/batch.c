#include "qa/batch/batch.h"

#include "qa/base/error.h"

const char *qa_exclusion_reason_name(enum qa_exclusion_reason reason)
{
    static const char *const names[QA_N_EXCLUSION_REASONS] = {
        [QA_EXCLUDED_BLANK_LABEL] = "blank label",
        [QA_EXCLUDED_SKIPPED] = "skipped by the annotator",
        [QA_EXCLUDED_OPEN] = "not finished",
        [QA_EXCLUDED_OTHER_STAGE] = "another stage of review",
        [QA_EXCLUDED_REPEATED] = "repeated row",
        [QA_EXCLUDED_SUPERSEDED] = "another label of the same annotator was kept",
        [QA_EXCLUDED_NO_ANNOTATION] = "neither label nor shape",
        [QA_EXCLUDED_UNREAD_SHAPE] = "polygon or mask without a box",
    };
    return names[reason];
}

const struct qa_source *qa_answer_source(const struct qa_batch *batch, size_t answer)
{
    return &batch->sources[batch->source != NULL ? batch->source[answer] : 0];
}

struct qa_objects qa_answer_objects(const struct qa_batch *batch, size_t answer)
{
    size_t first = (size_t)qa_first_object(batch, answer);
    struct qa_objects objects = {.n = qa_object_count(batch, answer),
                                 .label = batch->label + first};
    if (batch->x != NULL) {
        objects.x = batch->x + first;
        objects.y = batch->y + first;
        objects.width = batch->width + first;
        objects.height = batch->height + first;
    }
    return objects;
}

struct qa_item_index qa_batch_index(const struct qa_batch *batch, struct qa_arena *arena)
{
    uint32_t n_items = qa_strings_count(batch->names->items);
    uint64_t *first = QA_ARRAY(arena, uint64_t, (size_t)n_items + 1);
    size_t answer = 0;
    for (uint32_t item = 0; item <= n_items; item++) {
        while (answer < batch->n_answers && batch->item[answer] < item) {
            answer++;
        }
        first[item] = answer;
    }
    return (struct qa_item_index){first, n_items};
}

enum qa_type_id *qa_question_types(const struct qa_batch *batch, struct qa_arena *arena)
{
    uint32_t n = qa_strings_count(batch->names->questions);
    enum qa_type_id *types = QA_ARRAY(arena, enum qa_type_id, n + (size_t)1);
    for (size_t a = 0; batch->type != NULL && a < batch->n_answers; a++) {
        if (qa_object_count(batch, a) > 0) {
            types[qa_answer_question(batch, a)] = qa_object_type(batch, qa_first_object(batch, a));
        }
    }
    return types;
}
