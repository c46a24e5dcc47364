/* Objects that come in parts: frames of a track become the track. */
#include <stdlib.h>
#include <string.h>

#include "qa/base/hash.h"
#include "qa/batch/group_parts.h"

/* One object as it was given: a part. */
struct part {
    uint64_t key;
    double order; /* the first of its numbers */
    uint64_t object;
    uint32_t record;
};

static const struct qa_type *type_of(const struct qa_builder *given, uint64_t object)
{
    return qa_types[qa_record_object_type(given, object)];
}

static bool is_part(const struct qa_builder *given, uint64_t object)
{
    return type_of(given, object)->part_numbers > 0 && given->object_key.list != NULL &&
           given->object_key.list[object] != QA_NO_KEY;
}

static bool has_parts(const struct qa_builder *given)
{
    bool any = false;
    for (size_t t = 0; t < qa_n_types; t++) {
        any = any || qa_types[t]->part_numbers > 0;
    }
    if (!any || given->n_objects == 0 || given->object_key.list == NULL) {
        return false;
    }
    if (given->type.list == NULL) {
        return qa_types[given->only_type]->part_numbers > 0;
    }
    uint64_t o = 0;
    while (o < given->n_objects && !is_part(given, o)) {
        o++;
    }
    return o < given->n_objects;
}

bool qa_group_join_begin(struct qa_grouping *grouping)
{
    struct qa_builder *given = grouping->given;
    if (!has_parts(given)) {
        return false;
    }
    grouping->scratch = qa_arena_new();
    grouping->absorbed = QA_ARRAY(given->arena, uint8_t, given->n_objects + 1);
    if (given->number_at.list == NULL) {
        given->number_at.list = QA_ARRAY(given->arena, struct qa_piece, given->n_objects + 1);
        given->number_at.capacity = given->n_objects + 1;
        for (uint64_t o = 0; o < given->n_objects; o++) {
            given->number_at.list[o] = (struct qa_piece){o * given->arity, given->arity};
        }
    }
    return true;
}

/* By id, then by the parts' own order, then as the file has them. */
static int compare_parts(const void *a, const void *b)
{
    const struct part *one = a;
    const struct part *other = b;
    int by = qa_group_compare_id(one->key, other->key);
    by = by != 0 ? by : (one->order > other->order) - (one->order < other->order);
    return by != 0 ? by : qa_group_compare_id(one->object, other->object);
}

/* The parts that the records hold, as these have them; *n of them. */
static struct part *gather(const struct qa_grouping *grouping, const uint32_t *records,
                           size_t n_records, size_t *n)
{
    const struct qa_builder *given = grouping->given;
    size_t most = 0;
    for (size_t r = 0; r < n_records; r++) {
        most += qa_record_count(given, records[r]);
    }
    struct part *parts = QA_ARRAY(grouping->scratch, struct part, most + 1);
    *n = 0;
    for (size_t r = 0; r < n_records; r++) {
        uint64_t end = qa_record_first(given, records[r] + (size_t)1);
        for (uint64_t o = qa_record_first(given, records[r]); o < end; o++) {
            if (is_part(given, o)) {
                parts[(*n)++] = (struct part){
                    given->object_key.list[o],
                    given->number.list[given->number_at.list[o].first],
                    o,
                    records[r],
                };
            }
        }
    }
    return parts;
}

/* ---- in order ---- */

/* The parts of one id: n from `first` on. */
struct whole {
    uint64_t key;
    size_t n;
    size_t first;
};

static int compare_wholes(const void *a, const void *b)
{
    return qa_group_compare_id(((const struct whole *)a)->key, ((const struct whole *)b)->key);
}

/* The ids met so far: a table that doubles when half full. */
struct ids {
    struct qa_arena *scratch;
    uint32_t *slot; /* number of the whole + 1; 0: free */
    size_t n_slots;
    struct whole *whole;
    size_t capacity;
    size_t n;
};

static size_t slot_of(const struct ids *ids, uint64_t key)
{
    size_t at = qa_hash64(&key, sizeof key, 0) & (ids->n_slots - 1);
    while (ids->slot[at] != 0 && ids->whole[ids->slot[at] - 1].key != key) {
        at = (at + 1) & (ids->n_slots - 1);
    }
    return at;
}

static void double_slots(struct ids *ids)
{
    ids->n_slots *= 2;
    ids->slot = QA_ARRAY(ids->scratch, uint32_t, ids->n_slots);
    for (size_t w = 0; w < ids->n; w++) {
        ids->slot[slot_of(ids, ids->whole[w].key)] = (uint32_t)w + 1;
    }
}

static void count_part(struct ids *ids, uint64_t key)
{
    size_t at = slot_of(ids, key);
    if (ids->slot[at] == 0) {
        ids->whole =
            qa_arena_grow(ids->scratch, ids->whole, &ids->capacity, ids->n + 1, sizeof *ids->whole);
        ids->whole[ids->n] = (struct whole){.key = key};
        ids->slot[at] = (uint32_t)++ids->n;
    }
    ids->whole[ids->slot[at] - 1].n++;
    if (2 * ids->n > ids->n_slots) {
        double_slots(ids);
    }
}

/* Ascending by id; where the parts of each will begin, none of them there yet. */
static void order_wholes(struct ids *ids)
{
    size_t first = 0;
    qsort(ids->whole, ids->n, sizeof *ids->whole, compare_wholes);
    memset(ids->slot, 0, ids->n_slots * sizeof *ids->slot);
    for (size_t w = 0; w < ids->n; w++) {
        struct whole *whole = &ids->whole[w];
        whole->first = first;
        first += whole->n;
        whole->n = 0;
        ids->slot[slot_of(ids, whole->key)] = (uint32_t)w + 1;
    }
}

static bool is_in_order(const struct part *parts, size_t n)
{
    size_t k = 1;
    while (k < n && compare_parts(&parts[k - 1], &parts[k]) < 0) {
        k++;
    }
    return k >= n;
}

/* Files have frame after frame, or track after track: put beside one another, the parts of an id
 * mostly are in order already. */
static struct part *in_order(const struct part *parts, size_t n, struct qa_arena *scratch)
{
    enum { SLOTS = 256 };
    struct ids ids = {.scratch = scratch,
                      .slot = QA_ARRAY(scratch, uint32_t, SLOTS),
                      .n_slots = SLOTS,
                      .whole = QA_ARRAY(scratch, struct whole, SLOTS),
                      .capacity = SLOTS};
    struct part *out = QA_ARRAY(scratch, struct part, n + 1);
    for (size_t i = 0; i < n; i++) {
        count_part(&ids, parts[i].key);
    }
    order_wholes(&ids);
    for (size_t i = 0; i < n; i++) {
        struct whole *whole = &ids.whole[ids.slot[slot_of(&ids, parts[i].key)] - 1];
        out[whole->first + whole->n++] = parts[i];
    }
    for (size_t w = 0; w < ids.n; w++) {
        struct part *own = out + ids.whole[w].first;
        if (!is_in_order(own, ids.whole[w].n)) {
            qsort(own, ids.whole[w].n, sizeof *own, compare_parts);
        }
    }
    return out;
}

/* ---- what parts say of the whole ---- */

static uint32_t line_of(const struct qa_builder *given, const struct part *part)
{
    uint32_t own = qa_group_optional(&given->object_line, (size_t)part->object);
    return own != QA_NONE ? own : given->line.list[part->record];
}

static const char *file_of(const struct qa_builder *given, const struct part *part)
{
    return given->sources[qa_builder_source_of(given, part->record)].path;
}

/* Of two parts the one that the file has later is at fault. */
static void refuse_twice(const struct qa_grouping *grouping, const struct part *one,
                         const struct part *other)
{
    const struct qa_builder *given = grouping->given;
    const struct qa_type *type = type_of(given, one->object);
    struct qa_arena *words = qa_arena_new();
    const char *key = qa_key_text(given->names, one->key, words);
    qa_findings_addf(
        grouping->findings, QA_ERROR, "E255", file_of(given, other), line_of(given, other), 0,
        "%s '%.60s' of item '%.80s' has %s %.17g here and in line %u; expected once", type->name,
        key, qa_strings_text(given->names->items, given->item.list[one->record]), type->part_name,
        one->order, line_of(given, one));
    qa_arena_free(words);
}

/* The whole has one class. Two that the rules of labels may make one are left to them. */
static void refuse_class(const struct qa_grouping *grouping, const struct part *head,
                         const struct part *part)
{
    struct qa_builder *given = grouping->given;
    struct qa_arena *words = qa_arena_new();
    const uint32_t label[2] = {given->label.list[head->object], given->label.list[part->object]};
    const char *names[2];
    for (size_t i = 0; i < 2; i++) {
        names[i] = label[i] != QA_NONE ? qa_strings_text(given->names->labels, label[i]) : "";
    }
    const char *text = qa_arena_format(
        given->arena,
        "%s '%.60s' of item '%.80s' is '%.60s' here and '%.60s' in line %u; expected "
        "one class",
        type_of(given, head->object)->name, qa_key_text(given->names, head->key, words),
        qa_strings_text(given->names->items, given->item.list[head->record]), names[1], names[0],
        line_of(given, head));
    qa_arena_free(words);
    if (label[0] == QA_NONE || label[1] == QA_NONE || !qa_may_be_one_label(names[0], names[1])) {
        qa_findings_addf(grouping->findings, QA_ERROR, "E256", file_of(given, part),
                         line_of(given, part), 0, "%s", text);
        return;
    }
    const struct qa_label_conflict conflict = {.question = given->question.list[part->record],
                                               .label = {label[0], label[1]},
                                               .code = "E256",
                                               .file = file_of(given, part),
                                               .line = line_of(given, part),
                                               .text = text};
    qa_builder_conflict(given, &conflict);
}

/* The part that came first in the file stands for the whole. */
static const struct part *head_of(const struct part *parts, size_t n)
{
    const struct part *head = parts;
    for (size_t k = 1; k < n; k++) {
        head = parts[k].object < head->object ? &parts[k] : head;
    }
    return head;
}

/* One label that differs is said once for the whole. */
static void check_class(const struct qa_grouping *grouping, const struct part *head,
                        const struct part *parts, size_t n)
{
    const uint32_t *label = grouping->given->label.list;
    const struct part *other = NULL;
    for (size_t k = 0; k < n; k++) {
        bool differs = label[parts[k].object] != label[head->object];
        other = differs && (other == NULL || parts[k].object < other->object) ? &parts[k] : other;
    }
    if (other != NULL) {
        refuse_class(grouping, head, other);
    }
}

/* ---- joining ---- */

/* A whole is of a region of uncounted objects when all of its parts are; else these are marked. */
static void join_crowd(struct qa_builder *given, const struct part *head, const struct part *parts,
                       size_t n)
{
    uint8_t *crowd = given->crowd.list;
    size_t n_crowds = 0;
    for (size_t k = 0; crowd != NULL && k < n; k++) {
        n_crowds += crowd[parts[k].object] != 0;
    }
    if (n_crowds == 0 || n_crowds == n) {
        return;
    }
    const struct qa_type *type = type_of(given, head->object);
    for (size_t k = 0; k < n; k++) {
        if (crowd[parts[k].object] != 0) {
            type->mark_crowd(&given->number.list[given->number_at.list[parts[k].object].first]);
        }
    }
    crowd[head->object] = 0;
}

/* The mean of what the parts have. */
static void join_score(struct qa_builder *given, const struct part *head, const struct part *parts,
                       size_t n)
{
    double *score = given->score.list;
    double sum = 0;
    for (size_t k = 0; score != NULL && k < n; k++) {
        sum += score[parts[k].object];
    }
    if (score != NULL) {
        score[head->object] = sum / (double)n;
    }
}

/* Parts are copied behind all numbers, in order; the whole points there. */
static void join_numbers(struct qa_builder *given, const struct part *head,
                         const struct part *parts, size_t n)
{
    size_t total = 0;
    for (size_t k = 0; k < n; k++) {
        total += (size_t)given->number_at.list[parts[k].object].n;
    }
    given->number.list = qa_arena_grow(given->arena, given->number.list, &given->number.capacity,
                                       given->n_numbers + total, sizeof *given->number.list);
    double *to = given->number.list + given->n_numbers;
    for (size_t k = 0; k < n; k++) {
        struct qa_piece piece = given->number_at.list[parts[k].object];
        memcpy(to, given->number.list + piece.first, (size_t)piece.n * sizeof *to);
        to += piece.n;
    }
    given->number_at.list[head->object] = (struct qa_piece){given->n_numbers, total};
    given->n_numbers += total;
}

static void join(const struct qa_grouping *grouping, const struct part *parts, size_t n)
{
    struct qa_builder *given = grouping->given;
    const struct part *head = head_of(parts, n);
    for (size_t k = 1; k < n; k++) {
        if (parts[k].order == parts[k - 1].order) {
            refuse_twice(grouping, &parts[k - 1], &parts[k]);
        }
    }
    check_class(grouping, head, parts, n);
    join_crowd(given, head, parts, n);
    join_score(given, head, parts, n);
    join_numbers(given, head, parts, n);
    for (size_t k = 0; k < n; k++) {
        grouping->absorbed[parts[k].object] = &parts[k] != head;
    }
}

void qa_group_join(struct qa_grouping *grouping, const uint32_t *records, size_t n_records)
{
    if (grouping->absorbed == NULL) {
        return;
    }
    struct qa_arena_mark mark = qa_arena_mark(grouping->scratch);
    size_t n;
    struct part *parts = gather(grouping, records, n_records, &n);
    if (!is_in_order(parts, n)) {
        parts = in_order(parts, n, grouping->scratch);
    }
    for (size_t first = 0; first < n;) {
        size_t end = first + 1;
        while (end < n && parts[end].key == parts[first].key) {
            end++;
        }
        if (end - first > 1) {
            join(grouping, parts + first, end - first);
        }
        first = end;
    }
    qa_arena_reset(grouping->scratch, mark);
}

void qa_group_join_end(struct qa_grouping *grouping)
{
    struct qa_builder *given = grouping->given;
    struct qa_piece *at = given->number_at.list;
    size_t total = 0;
    if (grouping->absorbed == NULL) {
        return;
    }
    qa_arena_free(grouping->scratch);
    for (size_t i = 0; i < grouping->n_objects; i++) {
        total += (size_t)at[grouping->object_order[i]].n;
    }
    double *numbers = QA_ARRAY(given->arena, double, total + 1);
    uint64_t n = 0;
    for (size_t i = 0; i < grouping->n_objects; i++) {
        struct qa_piece *piece = &at[grouping->object_order[i]];
        memcpy(numbers + n, given->number.list + piece->first, (size_t)piece->n * sizeof *numbers);
        piece->first = n;
        n += piece->n;
    }
    qa_arena_release(given->arena, given->number.list);
    given->number.list = numbers;
    given->number.capacity = total + 1;
    given->n_numbers = total;
}
