/* The second half of the builder: records to answers. */
#include "qa/batch/group_parts.h"

/*
 * Records of one file that come item by item and carry nothing but a label, as bulk deliveries do,
 * are put in order where they stand. False when they do not come so, or when some annotator answers
 * an item twice: the general way, which keeps an index of records, takes it from there. Either way
 * records that were moved stay in an order that the general way accepts.
 */
static bool order_in_place(const struct qa_builder *given)
{
    enum { MOST_OF_AN_ITEM = 64 };
    const uint32_t *item = given->item.list;
    uint32_t *annotator = given->annotator.list;
    uint32_t *label = given->label.list;
    uint32_t *line = given->line.list;
    if (!given->is_plain || given->n_sources != 1 || given->first_object.list != NULL ||
        given->n_objects != given->n_records || given->object_line.list != NULL) {
        return false;
    }
    size_t first = 0;
    for (size_t r = 1; r < given->n_records; r++) {
        if (item[r] != item[r - 1]) {
            if (item[r] < item[r - 1]) {
                return false;
            }
            first = r;
            continue;
        }
        uint32_t own = annotator[r];
        uint32_t own_label = label[r];
        uint32_t own_line = line[r];
        size_t at = r;
        for (; at > first && annotator[at - 1] > own; at--) {
            annotator[at] = annotator[at - 1];
            label[at] = label[at - 1];
            line[at] = line[at - 1];
        }
        annotator[at] = own;
        label[at] = own_label;
        line[at] = own_line;
        if ((at > first && annotator[at - 1] == own) || r - first > MOST_OF_AN_ITEM) {
            return false;
        }
    }
    return true;
}

/* Every record is an answer, in place. */
static void fill_in_place(struct qa_batch *batch, const struct qa_builder *given)
{
    batch->n_answers = given->n_records;
    batch->n_objects = given->n_objects;
    batch->item = given->item.list;
    batch->annotator = given->annotator.list;
    batch->line = given->line.list;
    batch->label = given->label.list;
    batch->only_question = qa_strings_intern_text(
        given->names->questions,
        given->only_type != QA_NO_TYPE ? qa_types[given->only_type]->question : "label");
}

/* The general way: any kinds, any order, any number of files. */
static void finish_grouped(struct qa_builder *given, enum qa_duplicates duplicates,
                           struct qa_findings *findings, struct qa_batch *batch)
{
    struct qa_grouping grouping = {.given = given, .findings = findings, .duplicates = duplicates};
    qa_group_name_questions(given);
    qa_group_complete_columns(given);
    qa_group_order(&grouping);
    batch->n_set_aside = qa_group_answers(&grouping);
    batch->n_answers = grouping.n_answers;
    batch->n_objects = grouping.n_objects;
    batch->first_object = grouping.first_object;
    qa_group_columns(batch, &grouping);
}

struct qa_batch *qa_builder_finish(struct qa_builder *builder, enum qa_duplicates duplicates,
                                   struct qa_findings *findings)
{
    struct qa_batch *batch = QA_NEW(builder->arena, struct qa_batch);
    qa_builder_close(builder);
    batch->names = builder->names;
    batch->sources = builder->sources;
    batch->n_sources = builder->n_sources;
    if (builder->n_records == 0) {
        qa_builder_reserve(builder, 1);
    }
    if (order_in_place(builder)) {
        fill_in_place(batch, builder);
        qa_group_only_kind(batch, builder);
    } else {
        finish_grouped(builder, duplicates, findings, batch);
    }
    batch->conflicts = builder->conflicts;
    batch->n_conflicts = builder->n_conflicts;
    return batch;
}
