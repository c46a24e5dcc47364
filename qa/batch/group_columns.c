/* Columns in the order of answers and objects. */
#include <string.h>

#include "qa/batch/group_parts.h"

static bool is_identity(const uint32_t *order, size_t n, size_t n_given)
{
    size_t i = 0;
    while (n == n_given && i < n && order[i] == i) {
        i++;
    }
    return i == n && n == n_given;
}

/* A column in a new order. The old one is given back unless it is kept: at ten million rows the two
 * together would be the peak of the run. */
static void *gather(struct qa_arena *arena, void *column, size_t size, const uint32_t *order,
                    size_t n, bool keep_old)
{
    if (column == NULL) {
        return NULL;
    }
    unsigned char *out = qa_arena_array(arena, n + 1, size);
    const unsigned char *in = column;
    if (size == sizeof(uint32_t)) {
        const uint32_t *from = column;
        uint32_t *to = (void *)out;
        for (size_t i = 0; i < n; i++) {
            to[i] = from[order[i]];
        }
    } else {
        for (size_t i = 0; i < n; i++) {
            memcpy(out + i * size, in + order[i] * size, size);
        }
    }
    if (!keep_old) {
        qa_arena_release(arena, column);
    }
    return out;
}

/* Columns that are in order already stay where they are. */
struct reordering {
    struct qa_arena *arena;
    const uint32_t *order;
    size_t n;
    bool is_identity;
};

static void *reorder(const struct reordering *by, void *column, size_t size)
{
    return by->is_identity ? column : gather(by->arena, column, size, by->order, by->n, false);
}
#define REORDER(by, column) reorder((by), (column).list, sizeof *(column).list)

static void fill_answers(struct qa_batch *batch, struct qa_builder *given,
                         const struct reordering *by)
{
    if (given->n_sources > 1) {
        uint32_t *source = QA_ARRAY(by->arena, uint32_t, by->n + 1);
        for (size_t a = 0; a < by->n; a++) {
            source[a] = qa_builder_source_of(given, by->order[a]);
        }
        batch->source = source;
    }
    /* Lines serve the answers and the objects, so the old column stays for the second. */
    batch->line = by->is_identity ? given->line.list
                                  : gather(by->arena, given->line.list, sizeof(uint32_t), by->order,
                                           by->n, true);
    batch->item = REORDER(by, given->item);
    batch->annotator = REORDER(by, given->annotator);
    batch->question = REORDER(by, given->question);
    batch->vendor = REORDER(by, given->vendor);
    batch->batch = REORDER(by, given->batch);
    batch->stage = REORDER(by, given->stage);
    batch->started = REORDER(by, given->started);
    batch->submitted = REORDER(by, given->submitted);
    batch->duration = REORDER(by, given->duration);
    batch->key = REORDER(by, given->key);
    batch->status = REORDER(by, given->status);
    batch->image_size = REORDER(by, given->image_size);
}

/* Objects of rows that were merged have lines of their own. */
static uint32_t *object_lines(const struct qa_builder *given, const struct reordering *by)
{
    uint32_t *of_object = QA_ARRAY(by->arena, uint32_t, given->n_objects + 1);
    for (size_t r = 0; r < given->n_given; r++) {
        for (uint64_t o = qa_record_first(given, r); o < qa_record_first(given, r + 1); o++) {
            uint32_t own = qa_group_optional(&given->object_line, (size_t)o);
            of_object[o] = own != QA_NONE ? own : given->line.list[r];
        }
    }
    return reorder(by, of_object, sizeof *of_object);
}

/* Equal runs of numbers are put in order themselves; of others the pieces that point to them. */
static void fill_numbers(struct qa_batch *batch, struct qa_builder *given,
                         const struct reordering *by)
{
    batch->arity = given->arity;
    if (given->number_at.list != NULL || by->is_identity || given->arity == 0) {
        batch->number = given->number.list;
        batch->number_at = REORDER(by, given->number_at);
        return;
    }
    batch->number = reorder(by, given->number.list, given->arity * sizeof *given->number.list);
}

static void fill_objects(struct qa_batch *batch, struct qa_builder *given,
                         const struct reordering *by)
{
    if (batch->first_object != NULL || given->object_line.list != NULL) {
        batch->object_line = object_lines(given, by);
    }
    batch->label = REORDER(by, given->label);
    fill_numbers(batch, given, by);
    batch->text = given->text.list;
    batch->text_at = REORDER(by, given->text_at);
    batch->score = REORDER(by, given->score);
    batch->area = REORDER(by, given->area);
    batch->value = REORDER(by, given->value);
    batch->crowd = REORDER(by, given->crowd);
    batch->object_key = REORDER(by, given->object_key);
}

void qa_group_complete_columns(struct qa_builder *given)
{
    struct qa_arena *arena = given->arena;
    if (given->text_at.list != NULL) {
        given->text_at.list = qa_arena_grow(arena, given->text_at.list, &given->text_at.capacity,
                                            given->n_objects + 1, sizeof *given->text_at.list);
    }
    if (given->image_size.list != NULL) {
        given->image_size.list =
            qa_arena_grow(arena, given->image_size.list, &given->image_size.capacity,
                          given->n_records + 1, sizeof *given->image_size.list);
    }
    if (given->first_object.list != NULL) {
        given->first_object.list =
            qa_arena_grow(arena, given->first_object.list, &given->first_object.capacity,
                          given->n_records + 1, sizeof *given->first_object.list);
    }
}

void qa_group_columns(struct qa_batch *batch, struct qa_grouping *grouping)
{
    struct qa_builder *given = grouping->given;
    size_t n = batch->n_answers + batch->n_set_aside;
    const struct reordering answers = {given->arena, grouping->record_of, n,
                                       is_identity(grouping->record_of, n, given->n_records)};
    const struct reordering objects = {
        given->arena, grouping->object_order, grouping->n_objects,
        is_identity(grouping->object_order, grouping->n_objects, given->n_objects)};
    fill_answers(batch, given, &answers);
    qa_group_kinds(batch, given, grouping->object_order, grouping->findings);
    qa_group_join_end(grouping);
    fill_objects(batch, given, &objects);
    qa_arena_release(given->arena, grouping->record_of);
    qa_arena_release(given->arena, grouping->order);
    qa_arena_release(given->arena, grouping->object_order);
}
