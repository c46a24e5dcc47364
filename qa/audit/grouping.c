#include "qa/audit/grouping.h"

#include <string.h>

#include "qa/batch/questions.h"
#include "qa/score/ranks.h"

const char *qa_group_field_name(enum qa_group_field by)
{
    static const char *const names[QA_N_GROUP_BY] = {"none",     "batch",  "week",     "class",
                                                     "question", "vendor", "annotator"};
    return names[by];
}

/* Values as interned texts, renumbered in the order of texts at the end. */
struct values {
    struct qa_strings *texts;
    uint32_t *of_answer;
    uint64_t n_without;
};

static void set(struct values *values, size_t answer, const char *text)
{
    values->n_without += text == NULL;
    values->of_answer[answer] =
        text != NULL ? qa_strings_intern_text(values->texts, text) : QA_NONE;
}

static const char *week_of(const struct qa_batch *batch, size_t answer, char text[QA_TIME_TEXT_MAX])
{
    const int64_t day = 86400 * QA_SECOND;
    int64_t time = batch->submitted != NULL ? batch->submitted[answer] : QA_NO_TIME;
    if (time == QA_NO_TIME) {
        time = batch->started != NULL ? batch->started[answer] : QA_NO_TIME;
    }
    if (time == QA_NO_TIME || time < 0) {
        return NULL;
    }
    /* 1970-01-01 was a Thursday, three days after a Monday. */
    int64_t monday = (time / day + 3) / 7 * 7 - 3;
    qa_time_format(monday < 0 ? 0 : monday * day, text);
    text[strcspn(text, "T")] = '\0';
    return text;
}

/* Gold's label of each item, QA_NONE without; items of several label questions take the first. */
static uint32_t *gold_labels(const struct qa_names *names, const struct qa_batch *gold,
                             struct qa_arena *arena)
{
    uint32_t n_items = qa_strings_count(names->items);
    uint32_t *label = QA_ARRAY(arena, uint32_t, n_items + (size_t)1);
    for (uint32_t i = 0; i < n_items; i++) {
        label[i] = QA_NONE;
    }
    for (size_t a = 0; gold != NULL && a < gold->n_answers; a++) {
        if (qa_answer_is_label(gold, a) && label[gold->item[a]] == QA_NONE) {
            label[gold->item[a]] = qa_answer_label(gold, a);
        }
    }
    return label;
}

static const char *text_or_null(const struct qa_strings *strings, uint32_t id)
{
    return id == QA_NONE ? NULL : qa_strings_text(strings, id);
}

static const char *annotator_or_null(const struct qa_names *names, uint32_t id)
{
    return id == QA_NONE ? NULL : qa_annotator_text(names, id);
}

static void fill(struct values *values, enum qa_group_field by, const struct qa_batch *batch,
                 const uint32_t *class_of_item)
{
    const struct qa_names *names = batch->names;
    char text[QA_TIME_TEXT_MAX];
    for (size_t a = 0; a < batch->n_answers; a++) {
        switch (by) {
        case QA_GROUP_BY_BATCH:
            set(values, a, text_or_null(names->batches, qa_answer_batch(batch, a)));
            break;
        case QA_GROUP_BY_WEEK:
            set(values, a, week_of(batch, a, text));
            break;
        case QA_GROUP_BY_CLASS:
            set(values, a, text_or_null(names->labels, class_of_item[batch->item[a]]));
            break;
        case QA_GROUP_BY_ANNOTATOR:
            set(values, a, annotator_or_null(names, batch->annotator[a]));
            break;
        default:
            set(values, a, NULL);
        }
    }
}

struct qa_grouping qa_group_by(enum qa_group_field by, const struct qa_batch *batch,
                               const struct qa_batch *gold, struct qa_arena *arena)
{
    struct values values = {.texts = qa_strings_new(arena),
                            .of_answer = QA_ARRAY(arena, uint32_t, batch->n_answers + 1)};
    const uint32_t *class_of_item = gold_labels(batch->names, gold, arena);
    fill(&values, by, batch, class_of_item);
    uint32_t n = qa_strings_count(values.texts);
    uint32_t *order = QA_ARRAY(arena, uint32_t, n + (size_t)1);
    uint32_t *rank = QA_ARRAY(arena, uint32_t, n + (size_t)1);
    qa_strings_sorted(values.texts, order, rank);
    struct qa_grouping out = {.field = qa_group_field_name(by),
                              .n_values = n,
                              .value = QA_ARRAY(arena, const char *, n + (size_t)1),
                              .of_answer = values.of_answer,
                              .n_without = values.n_without};
    for (uint32_t v = 0; v < n; v++) {
        out.value[v] = qa_strings_text(values.texts, order[v]);
    }
    for (size_t a = 0; a < batch->n_answers; a++) {
        if (values.of_answer[a] != QA_NONE) {
            values.of_answer[a] = rank[values.of_answer[a]];
        }
    }
    return out;
}
