/* From pairs of answers to the sums of their groups: each item's parts are gathered by group, and
 * added as one cluster when the item ends. */
#include "qa/score/scores_parts.h"

#include <string.h>

#include "qa/annotation/turn.h"
#include "qa/base/hash.h"

/* ---- one pair ---- */

/* One pair on its way through one series. */
struct pair_work {
    const struct qa_score_run *run;
    struct qa_score_chunk *chunk;
    const struct qa_pair *pair;
    const struct qa_score_series *series;
    size_t s; /* index of the series */
    struct qa_arena *scratch;
};

static void gather(const struct pair_work *work, enum qa_score_by by, size_t slot,
                   const double *parts)
{
    struct qa_score_chunk *chunk = work->chunk;
    struct qa_score_gathering **groups = chunk->group[work->s][by];
    if (groups == NULL) {
        groups = QA_ARRAY(chunk->arena, struct qa_score_gathering *, work->run->n_slots[by]);
        chunk->group[work->s][by] = groups;
    }
    struct qa_score_gathering *group = groups[slot];
    if (group == NULL) {
        group = groups[slot] = QA_NEW(chunk->arena, struct qa_score_gathering);
        qa_tally_init(&group->tally, work->series->score,
                      by == QA_SCORE_ITEM ? QA_TALLY_ITEM : QA_TALLY_CLUSTERS, chunk->arena);
    }
    if (!group->is_touched) {
        group->is_touched = true;
        if (chunk->n_touched == chunk->touched_capacity) {
            chunk->touched = qa_arena_grow(chunk->arena, chunk->touched, &chunk->touched_capacity,
                                           chunk->n_touched + 1, sizeof *chunk->touched);
        }
        chunk->touched[chunk->n_touched++] = group;
    }
    for (size_t p = 0; p < work->series->score->n_parts; p++) {
        group->parts[p] += parts[p];
    }
}

/* A group that has a name: slot 0 is of those without. */
static void gather_named(const struct pair_work *work, enum qa_score_by by, size_t slot,
                         const double *parts)
{
    if (slot > 0 && qa_score_is_grouped(work->run, by)) {
        gather(work, by, slot, parts);
    }
}

/* Both people of a pair of annotators count it; against a reference only the delivery does. */
static void gather_sides(const struct pair_work *work, enum qa_score_by by, size_t slot_a,
                         size_t slot_b, const double *parts)
{
    gather_named(work, by, slot_b, parts);
    if (work->run->comparison->request.reference == NULL && slot_a != slot_b) {
        gather_named(work, by, slot_a, parts);
    }
}

static size_t annotator_slot(const struct qa_batch *batch, size_t answer)
{
    return answer != SIZE_MAX ? qa_slot(batch->annotator[answer]) : 0;
}

static size_t batch_slot(const struct qa_batch *batch, size_t answer)
{
    return answer != SIZE_MAX ? qa_slot(qa_answer_batch(batch, answer)) : 0;
}

static void add_part_of_pair(const struct pair_work *work, const struct qa_object_group *group,
                             double parts[QA_PARTS_MAX])
{
    struct qa_arena_mark mark = qa_arena_mark(work->scratch);
    memset(parts, 0, QA_PARTS_MAX * sizeof *parts);
    work->series->score->add(work->run->comparison, work->pair, group, work->scratch, parts);
    qa_arena_reset(work->scratch, mark);
}

static void add_whole(const struct pair_work *work)
{
    const struct qa_comparison *comparison = work->run->comparison;
    const struct qa_pair *pair = work->pair;
    const struct qa_object_group whole = {.of = QA_OF_PAIR, .id = QA_NONE};
    double parts[QA_PARTS_MAX];
    add_part_of_pair(work, &whole, parts);
    gather(work, QA_SCORE_ALL, 0, parts);
    gather_named(work, QA_SCORE_VENDOR, qa_slot(pair->vendor), parts);
    gather_sides(work, QA_SCORE_ANNOTATOR, annotator_slot(comparison->a, pair->answer_a),
                 annotator_slot(comparison->b, pair->answer_b), parts);
    gather_sides(work, QA_SCORE_BATCH, batch_slot(comparison->a, pair->answer_a),
                 batch_slot(comparison->b, pair->answer_b), parts);
    if (qa_score_is_grouped(work->run, QA_SCORE_ITEM)) {
        gather(work, QA_SCORE_ITEM, 0, parts);
    }
}

static uint32_t label_of(const struct qa_batch *batch, size_t object)
{
    return object != SIZE_MAX ? batch->label[object] : QA_NONE;
}

/* Parts of the pair for every class in it. */
static void add_classes(const struct pair_work *work)
{
    const struct qa_comparison *comparison = work->run->comparison;
    const struct qa_pair *pair = work->pair;
    struct qa_score_chunk *chunk = work->chunk;
    uint32_t *label_a = QA_ARRAY(work->scratch, uint32_t, pair->n_matches);
    uint32_t *label_b = QA_ARRAY(work->scratch, uint32_t, pair->n_matches);
    uint32_t *found = QA_ARRAY(work->scratch, uint32_t, 2 * pair->n_matches);
    size_t n_found = 0;
    chunk->pair_number++;
    for (size_t m = 0; m < pair->n_matches; m++) {
        const struct qa_match *match = &pair->matches[m];
        label_a[m] = label_of(comparison->a, match->object_a);
        label_b[m] = label_of(comparison->b, match->object_b);
        if (match->object_a != SIZE_MAX &&
            chunk->stamp[qa_slot(label_a[m])] != chunk->pair_number) {
            chunk->stamp[qa_slot(label_a[m])] = chunk->pair_number;
            found[n_found++] = label_a[m];
        }
        if (match->object_b != SIZE_MAX &&
            chunk->stamp[qa_slot(label_b[m])] != chunk->pair_number) {
            chunk->stamp[qa_slot(label_b[m])] = chunk->pair_number;
            found[n_found++] = label_b[m];
        }
    }
    for (size_t i = 0; i < n_found; i++) {
        const struct qa_object_group group = {QA_OF_CLASS, found[i], label_a, label_b};
        double parts[QA_PARTS_MAX];
        add_part_of_pair(work, &group, parts);
        gather(work, QA_SCORE_CLASS, qa_slot(found[i]), parts);
    }
}

static void add_sizes(const struct pair_work *work)
{
    const struct qa_pair *pair = work->pair;
    uint32_t *size = QA_ARRAY(work->scratch, uint32_t, pair->n_matches);
    bool found[QA_N_SIZE_CLASSES] = {false};
    for (size_t m = 0; m < pair->n_matches; m++) {
        size[m] = pair->matches[m].size_class;
        found[size[m]] = true;
    }
    for (uint32_t i = 0; i < QA_N_SIZE_CLASSES; i++) {
        const struct qa_object_group group = {QA_OF_SIZE, i, size, size};
        double parts[QA_PARTS_MAX];
        if (!found[i]) {
            continue;
        }
        add_part_of_pair(work, &group, parts);
        gather_named(work, QA_SCORE_SIZE, i + 1, parts);
        if (qa_score_is_grouped(work->run, QA_SCORE_VENDOR_SIZE)) {
            gather(work, QA_SCORE_VENDOR_SIZE, qa_slot(pair->vendor) * QA_N_SIZE_CLASSES + i,
                   parts);
        }
    }
}

/* Speakers that each recording numbers for itself are no classes. */
static bool has_classes(const struct qa_question *question)
{
    return question->type != &qa_type_turn ||
           qa_type_setting(question->type, question->setting, QA_TURN_IDENTIFY).flag;
}

static void add_pair(const struct pair_work *work)
{
    const struct qa_score_run *run = work->run;
    struct qa_arena_mark mark = qa_arena_mark(work->scratch);
    add_whole(work);
    if (work->series->score->by_objects && work->pair->n_matches > 0) {
        if (qa_score_is_grouped(run, QA_SCORE_CLASS) && has_classes(work->series->question)) {
            add_classes(work);
        }
        if (work->series->has_sizes && (qa_score_is_grouped(run, QA_SCORE_SIZE) ||
                                        qa_score_is_grouped(run, QA_SCORE_VENDOR_SIZE))) {
            add_sizes(work);
        }
    }
    qa_arena_reset(work->scratch, mark);
}

/* ---- one item ---- */

/* The item's own sums leave their gathering, which the next item takes. */
static void keep_item(const struct qa_score_run *run, struct qa_score_chunk *chunk, uint32_t item)
{
    for (size_t s = 0; s < run->n_series; s++) {
        struct qa_score_gathering **groups = chunk->group[s][QA_SCORE_ITEM];
        if (groups == NULL || groups[0] == NULL) {
            continue;
        }
        struct qa_score_items *items = &chunk->items[s];
        if (groups[0]->tally.n > 0) {
            items->list = qa_arena_grow(chunk->arena, items->list, &items->capacity, items->n + 1,
                                        sizeof *items->list);
            items->list[items->n++] = (struct qa_score_lone_item){item, groups[0]->tally};
        }
        groups[0] = NULL;
    }
}

static void keep_parts(struct qa_score_chunk *chunk, struct qa_score_gathering *group)
{
    size_t n_parts = group->tally.score->n_parts;
    group->kept = qa_arena_grow(chunk->arena, group->kept, &group->kept_capacity,
                                (group->n_kept + 1) * n_parts, sizeof *group->kept);
    memcpy(group->kept + group->n_kept * n_parts, group->parts, n_parts * sizeof *group->kept);
    group->n_kept++;
}

static void work_item(const struct qa_score_run *run, struct qa_score_chunk *chunk, size_t i,
                      struct qa_arena *scratch)
{
    const struct qa_comparison *comparison = run->comparison;
    uint32_t item = comparison->items[i];
    struct qa_item_pairs pairs = qa_comparison_item(comparison, i, scratch);
    bool any = false;
    for (size_t p = 0; p < pairs.n; p++) {
        const struct qa_pair *pair = &pairs.list[p];
        size_t first = run->first_series[pair->question];
        for (size_t k = 0; k < run->n_series_of[pair->question]; k++) {
            const struct pair_work work = {run,       chunk,  pair, &run->series[first + k],
                                           first + k, scratch};
            add_pair(&work);
            any = true;
        }
    }
    if (!any) {
        return;
    }
    /* Groups are many and those of one item few: only these are added and cleared. */
    for (size_t t = 0; t < chunk->n_touched; t++) {
        struct qa_score_gathering *group = chunk->touched[t];
        qa_tally_add(&group->tally, group->parts);
        if (run->resampling != NULL) {
            keep_parts(chunk, group);
        }
        memset(group->parts, 0, sizeof group->parts);
        group->is_touched = false;
    }
    chunk->n_touched = 0;
    const struct qa_strings *items = comparison->b->names->items;
    chunk->n_items++;
    /* A sum, so that it does not matter which thread had which items. */
    chunk->items_digest +=
        qa_hash64(qa_strings_text(items, item), qa_strings_length(items, item), 0);
    if (qa_score_is_grouped(run, QA_SCORE_ITEM)) {
        keep_item(run, chunk, item);
    }
}

void qa_score_chunk_work(void *context, size_t c)
{
    const struct qa_score_run *run = context;
    struct qa_score_chunk *chunk = &run->chunks[c];
    struct qa_arena *scratch = qa_arena_new();
    chunk->arena = qa_arena_new();
    chunk->group = qa_arena_array(chunk->arena, run->n_series, sizeof *chunk->group);
    chunk->items = QA_ARRAY(chunk->arena, struct qa_score_items, run->n_series);
    chunk->stamp = QA_ARRAY(chunk->arena, uint32_t, run->n_slots[QA_SCORE_CLASS]);
    size_t end = (c + 1) * run->chunk_items;
    end = end < run->comparison->n_items ? end : run->comparison->n_items;
    for (size_t i = c * run->chunk_items; i < end; i++) {
        struct qa_arena_mark mark = qa_arena_mark(scratch);
        work_item(run, chunk, i, scratch);
        qa_arena_reset(scratch, mark);
    }
    qa_arena_free(scratch);
}
