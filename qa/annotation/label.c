#include "qa/annotation/label.h"

static bool valid(const struct qa_objects *objects, size_t i, const char **why)
{
    *why = "a label is missing";
    return objects->label[i] != UINT32_MAX;
}

static void compare(const struct qa_sides *sides, double *similarity)
{
    const struct qa_objects *a = sides->a;
    const struct qa_objects *b = sides->b;
    for (size_t i = 0; i < a->n; i++) {
        for (size_t j = 0; j < b->n; j++) {
            similarity[i * b->n + j] = a->label[i] == b->label[j];
        }
    }
}

const struct qa_type qa_type_label = {
    .name = "label",
    .plural = "labels",
    .question = "label",
    .similarity = "equality",
    .matching = QA_MATCH_ANSWER,
    .is_category = true,
    .threshold = 1,
    .valid = valid,
    .compare = compare,
};
