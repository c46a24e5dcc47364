#include "qa/batch/batch.h"

#include <math.h>

#include "qa/base/error.h"

const char *qa_exclusion_reason_name(enum qa_exclusion_reason reason)
{
    static const char *const names[QA_N_EXCLUSION_REASONS] = {
        [QA_EXCLUDED_BLANK_LABEL] = "blank label",
        [QA_EXCLUDED_MISSING_WORD] = "label that stands for a missing one",
        [QA_EXCLUDED_UNDECLARED] = "label outside the declared set",
        [QA_EXCLUDED_SKIPPED] = "skipped by the annotator",
        [QA_EXCLUDED_OPEN] = "not finished",
        [QA_EXCLUDED_OTHER_STAGE] = "another stage of review",
        [QA_EXCLUDED_REPEATED] = "repeated row",
        [QA_EXCLUDED_SUPERSEDED] = "another answer of the same annotator was kept",
        [QA_EXCLUDED_NO_SHAPE] = "no box or times",
        [QA_EXCLUDED_TAINTED] = "tainted: the platform did not trust its worker",
        [QA_EXCLUDED_NO_PERSON] = "no person's answer",
        [QA_EXCLUDED_HEADER] = "names of the columns again",
        [QA_EXCLUDED_GROUND_TRUTH] = "marked as ground truth, which is ignored",
        [QA_EXCLUDED_UNREAD_SHAPE] = "shape of a kind that is not read here",
    };
    return names[reason];
}

const struct qa_source *qa_answer_source(const struct qa_batch *batch, size_t answer)
{
    return &batch->sources[batch->source != NULL ? batch->source[answer] : 0];
}

bool qa_batch_has_counts(const struct qa_batch *batch)
{
    for (size_t s = 0; s < batch->n_sources; s++) {
        if (batch->sources[s].is_counts) {
            return true;
        }
    }
    return false;
}

struct qa_image_size qa_image_size(double width, double height)
{
    static const double most = 2147483648.0;
    bool is_whole = width >= 1 && width <= most && width == floor(width) && height >= 1 &&
                    height <= most && height == floor(height);
    return is_whole ? (struct qa_image_size){(uint32_t)width, (uint32_t)height}
                    : (struct qa_image_size){0, 0};
}

struct qa_objects qa_batch_objects(const struct qa_batch *batch, uint64_t first, size_t n)
{
    struct qa_objects objects = {.n = n,
                                 .label = batch->label + first,
                                 .number = batch->number,
                                 .arity = batch->arity,
                                 .text = batch->text};
    if (batch->number_at != NULL) {
        objects.number_at = batch->number_at + first;
    } else if (batch->number != NULL) {
        objects.number = batch->number + first * batch->arity;
    }
    if (batch->text_at != NULL) {
        objects.text_at = batch->text_at + first;
    }
    return objects;
}

const char *qa_key_text(const struct qa_names *names, uint64_t key, struct qa_arena *arena)
{
    if (key == QA_NO_KEY) {
        return NULL;
    }
    return key >> 63 ? qa_strings_text(names->keys, (uint32_t)key)
                     : qa_arena_format(arena, "%llu", (unsigned long long)key);
}

const char *qa_object_key_text(const struct qa_batch *batch, size_t object, struct qa_arena *arena)
{
    bool has_key = object != SIZE_MAX && batch->object_key != NULL;
    return qa_key_text(batch->names, has_key ? batch->object_key[object] : QA_NO_KEY, arena);
}

const char *qa_object_place(const struct qa_batch *batch, const struct qa_type *type, size_t object,
                            struct qa_arena *arena)
{
    if (object == SIZE_MAX || type->describe == NULL) {
        return NULL;
    }
    struct qa_objects one = qa_batch_objects(batch, object, 1);
    return type->describe(&one, 0, arena);
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

double qa_object_area(const struct qa_batch *batch, const struct qa_type *type, uint64_t object)
{
    if (batch->area != NULL && !isnan(batch->area[object])) {
        return batch->area[object];
    }
    struct qa_objects one = qa_batch_objects(batch, object, 1);
    return type->size != NULL ? type->size(&one, 0) : 0;
}
