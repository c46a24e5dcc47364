#include "qa/score/scores.h"

#include <stdlib.h>
#include <string.h>

#include "qa/base/error.h"
#include "qa/base/hash.h"
#include "qa/base/parallel.h"

/* At most CHUNKS_MAX chunks, and none but the last below CHUNK_ITEMS_MIN items. Each chunk holds
 * sums of every group it meets, so there are not too many. */
enum { CHUNKS_MAX = 64, CHUNK_ITEMS_MIN = 256 };

/* One question seen by one family. */
struct series {
    const struct qa_question *question;
    const struct qa_score *score;
    uint32_t question_id;
    bool has_sizes;
};

/* A group in one chunk. */
struct gathering {
    double parts[QA_PARTS_MAX]; /* of the item at hand */
    bool is_touched;
    struct qa_tally tally;
};

/* The sums of one item, kept as a row of its own. */
struct lone_item {
    uint32_t item;
    struct qa_tally tally;
};

struct item_list {
    struct lone_item *list;
    size_t n;
    size_t capacity;
};

struct chunk {
    struct qa_arena *arena;
    struct gathering **(*group)[QA_N_SCORE_BY]; /* [series][by][slot] */
    struct item_list *items;                    /* [series] */
    struct gathering **touched;
    size_t n_touched;
    size_t touched_capacity;
    uint64_t n_items;
    uint64_t items_digest;
    /* stamp[slot of label] == pair_number: the class is known to be in the pair. */
    uint32_t *stamp;
    uint32_t pair_number;
};

struct run {
    const struct qa_comparison *comparison;
    unsigned groupings;
    struct series *series; /* in the order of questions' names, then of qa_scores */
    size_t n_series;
    size_t *first_series; /* by question id: series first .. first[+ 1] - 1 after the next */
    size_t *n_series_of;
    size_t n_slots[QA_N_SCORE_BY];
    size_t chunk_items;
    struct chunk *chunks;
    size_t n_chunks;
};

const char *qa_score_by_name(enum qa_score_by by)
{
    static const char *const names[QA_N_SCORE_BY] = {
        [QA_SCORE_ALL] = "all",
        [QA_SCORE_CLASS] = "class",
        [QA_SCORE_ANNOTATOR] = "annotator",
        [QA_SCORE_VENDOR] = "vendor",
        [QA_SCORE_BATCH] = "batch",
        [QA_SCORE_SIZE] = "size",
        [QA_SCORE_VENDOR_SIZE] = "vendor_size",
        [QA_SCORE_ITEM] = "item",
    };
    return names[by];
}

const char *qa_score_group_text(const struct qa_score_row *row)
{
    return row->group != NULL ? row->group : "(no class)";
}

/* ---- one pair ---- */

/* One pair on its way through one series. */
struct pair_work {
    const struct run *run;
    struct chunk *chunk;
    const struct qa_pair *pair;
    const struct series *series;
    size_t s; /* index of the series */
    struct qa_arena *scratch;
};

static bool is_grouped(const struct run *run, enum qa_score_by by)
{
    return (run->groupings & QA_SCORES_BY(by)) != 0;
}

static void gather(const struct pair_work *work, enum qa_score_by by, size_t slot,
                   const double *parts)
{
    struct chunk *chunk = work->chunk;
    struct gathering **groups = chunk->group[work->s][by];
    if (groups == NULL) {
        groups = QA_ARRAY(chunk->arena, struct gathering *, work->run->n_slots[by]);
        chunk->group[work->s][by] = groups;
    }
    struct gathering *group = groups[slot];
    if (group == NULL) {
        group = groups[slot] = QA_NEW(chunk->arena, struct gathering);
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
    if (slot > 0 && is_grouped(work->run, by)) {
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
    if (is_grouped(work->run, QA_SCORE_ITEM)) {
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
    struct chunk *chunk = work->chunk;
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
        if (is_grouped(work->run, QA_SCORE_VENDOR_SIZE)) {
            gather(work, QA_SCORE_VENDOR_SIZE, qa_slot(pair->vendor) * QA_N_SIZE_CLASSES + i,
                   parts);
        }
    }
}

static void add_pair(const struct pair_work *work)
{
    const struct run *run = work->run;
    struct qa_arena_mark mark = qa_arena_mark(work->scratch);
    add_whole(work);
    if (work->series->score->by_objects && work->pair->n_matches > 0) {
        if (is_grouped(run, QA_SCORE_CLASS)) {
            add_classes(work);
        }
        if (work->series->has_sizes &&
            (is_grouped(run, QA_SCORE_SIZE) || is_grouped(run, QA_SCORE_VENDOR_SIZE))) {
            add_sizes(work);
        }
    }
    qa_arena_reset(work->scratch, mark);
}

/* ---- one item ---- */

/* The item's own sums leave their gathering, which the next item takes. */
static void keep_item(const struct run *run, struct chunk *chunk, uint32_t item)
{
    for (size_t s = 0; s < run->n_series; s++) {
        struct gathering **groups = chunk->group[s][QA_SCORE_ITEM];
        if (groups == NULL || groups[0] == NULL) {
            continue;
        }
        struct item_list *items = &chunk->items[s];
        if (groups[0]->tally.n > 0) {
            items->list = qa_arena_grow(chunk->arena, items->list, &items->capacity, items->n + 1,
                                        sizeof *items->list);
            items->list[items->n++] = (struct lone_item){item, groups[0]->tally};
        }
        groups[0] = NULL;
    }
}

static void work_item(const struct run *run, struct chunk *chunk, size_t i,
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
    for (size_t t = 0; t < chunk->n_touched; t++) {
        struct gathering *group = chunk->touched[t];
        qa_tally_add(&group->tally, group->parts);
        memset(group->parts, 0, sizeof group->parts);
        group->is_touched = false;
    }
    chunk->n_touched = 0;
    const struct qa_strings *items = comparison->b->names->items;
    chunk->n_items++;
    chunk->items_digest +=
        qa_hash64(qa_strings_text(items, item), qa_strings_length(items, item), 0);
    if (is_grouped(run, QA_SCORE_ITEM)) {
        keep_item(run, chunk, item);
    }
}

static void work_chunk(void *context, size_t c)
{
    const struct run *run = context;
    struct chunk *chunk = &run->chunks[c];
    struct qa_arena *scratch = qa_arena_new();
    chunk->arena = qa_arena_new();
    chunk->group = qa_arena_array(chunk->arena, run->n_series, sizeof *chunk->group);
    chunk->items = QA_ARRAY(chunk->arena, struct item_list, run->n_series);
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

/* ---- rows ---- */

static struct qa_score_row *append_row(struct qa_score_result *result, size_t *capacity,
                                       struct qa_arena *arena)
{
    result->rows =
        qa_arena_grow(arena, result->rows, capacity, result->n_rows + 1, sizeof *result->rows);
    return &result->rows[result->n_rows++];
}

static const char *name_or_null(const struct qa_strings *strings, uint32_t id)
{
    return id != QA_NONE ? qa_strings_text(strings, id) : NULL;
}

/* Name, id and vendor of a group. */
static void name_row(const struct qa_names *names, size_t slot, struct qa_score_row *row)
{
    uint32_t id = slot > 0 ? (uint32_t)slot - 1 : QA_NONE;
    row->vendor_id = QA_NONE;
    switch (row->by) {
    case QA_SCORE_CLASS:
        row->group = name_or_null(names->labels, id);
        break;
    case QA_SCORE_ANNOTATOR:
        row->group = qa_annotator_text(names, id);
        row->vendor_id = qa_annotator_vendor(names, id);
        break;
    case QA_SCORE_VENDOR:
        row->group = qa_strings_text(names->vendors, id);
        row->vendor_id = id;
        break;
    case QA_SCORE_BATCH:
        row->group = qa_strings_text(names->batches, id);
        break;
    case QA_SCORE_SIZE:
        row->group = qa_size_class_name((enum qa_size_class)id);
        break;
    case QA_SCORE_VENDOR_SIZE:
        id = (uint32_t)(slot % QA_N_SIZE_CLASSES);
        row->group = qa_size_class_name((enum qa_size_class)id);
        row->vendor_id =
            slot < QA_N_SIZE_CLASSES ? QA_NONE : (uint32_t)(slot / QA_N_SIZE_CLASSES) - 1;
        break;
    default:
        row->group = "";
        id = QA_NONE;
        break;
    }
    row->id = id;
    row->vendor = name_or_null(names->vendors, row->vendor_id);
}

/* The sums of all chunks for one group; false when there are none. */
static bool merge_chunks(const struct run *run, size_t s, enum qa_score_by by, size_t slot,
                         struct qa_tally *out, struct qa_arena *arena)
{
    bool found = false;
    for (size_t c = 0; c < run->n_chunks; c++) {
        struct gathering **groups = run->chunks[c].group[s][by];
        if (groups == NULL || groups[slot] == NULL ||
            (groups[slot]->tally.n == 0 && by != QA_SCORE_ALL)) {
            continue;
        }
        if (!found) {
            qa_tally_init(out, run->series[s].score, QA_TALLY_CLUSTERS, arena);
            found = true;
        }
        qa_tally_merge(out, &groups[slot]->tally);
    }
    return found;
}

/* Slots in the order of their names; NULL: by number. */
static const uint32_t *slot_order(const struct run *run, enum qa_score_by by,
                                  struct qa_arena *arena)
{
    const struct qa_ranks *ranks = &run->comparison->ranks;
    const uint32_t *rank = by == QA_SCORE_CLASS       ? ranks->label
                           : by == QA_SCORE_ANNOTATOR ? ranks->annotator
                           : by == QA_SCORE_VENDOR    ? ranks->vendor
                           : by == QA_SCORE_BATCH     ? ranks->batch
                                                      : NULL;
    if (rank != NULL) {
        return qa_slots_by_rank(rank, (uint32_t)run->n_slots[by] - 1, arena);
    }
    if (by != QA_SCORE_VENDOR_SIZE) {
        return NULL;
    }
    uint32_t n_vendors = (uint32_t)(run->n_slots[by] / QA_N_SIZE_CLASSES);
    const uint32_t *vendors = qa_slots_by_rank(ranks->vendor, n_vendors - 1, arena);
    uint32_t *order = QA_ARRAY(arena, uint32_t, run->n_slots[by]);
    for (size_t i = 0; i < run->n_slots[by]; i++) {
        order[i] =
            vendors[i / QA_N_SIZE_CLASSES] * QA_N_SIZE_CLASSES + (uint32_t)(i % QA_N_SIZE_CLASSES);
    }
    return order;
}

/* Rows on their way into the result. */
struct listing {
    const struct run *run;
    struct qa_score_result *result;
    size_t capacity;
    const uint32_t *order[QA_N_SCORE_BY];
    struct qa_arena *arena;
};

static void list_groups(struct listing *listing, size_t s, enum qa_score_by by,
                        const struct qa_scored_question *question)
{
    const struct run *run = listing->run;
    for (size_t i = 0; i < run->n_slots[by]; i++) {
        size_t slot = listing->order[by] != NULL ? listing->order[by][i] : i;
        struct qa_tally tally;
        if (!merge_chunks(run, s, by, slot, &tally, listing->arena)) {
            continue;
        }
        struct qa_score_row *row = append_row(listing->result, &listing->capacity, listing->arena);
        *row = (struct qa_score_row){
            .question = question, .score = run->series[s].score, .by = by, .tally = tally};
        name_row(run->comparison->b->names, slot, row);
    }
}

static int compare_rows(const void *left, const void *right)
{
    return qa_score_row_order(left, right);
}

/* Items come in the order of names where pairs are kept, else as they are numbered. */
static void sort_rows(struct qa_score_row *rows, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        if (qa_score_row_order(&rows[i - 1], &rows[i]) > 0) {
            qsort(rows, n, sizeof *rows, compare_rows);
            return;
        }
    }
}

static void list_items(struct listing *listing, size_t s, const struct qa_scored_question *question)
{
    const struct run *run = listing->run;
    size_t first = listing->result->n_rows;
    for (size_t c = 0; c < run->n_chunks; c++) {
        const struct item_list *items = &run->chunks[c].items[s];
        for (size_t i = 0; i < items->n; i++) {
            struct qa_score_row *row =
                append_row(listing->result, &listing->capacity, listing->arena);
            *row = (struct qa_score_row){
                .question = question,
                .score = run->series[s].score,
                .by = QA_SCORE_ITEM,
                .group = qa_strings_text(run->comparison->b->names->items, items->list[i].item),
                .id = items->list[i].item,
                .vendor_id = QA_NONE};
            /* The chunk's memory goes, so the sums move. */
            qa_tally_init(&row->tally, row->score, QA_TALLY_ITEM, listing->arena);
            qa_tally_merge(&row->tally, &items->list[i].tally);
        }
    }
    if (listing->result->n_rows > first) {
        sort_rows(listing->result->rows + first, listing->result->n_rows - first);
    }
}

/* The question of a series, entered when its first series has rows. */
static const struct qa_scored_question *question_of(struct qa_score_result *result,
                                                    const struct series *series)
{
    const struct qa_question *question = series->question;
    size_t n = result->n_questions;
    if (n == 0 || result->questions[n - 1].id != series->question_id) {
        result->questions[result->n_questions++] =
            (struct qa_scored_question){.name = question->name,
                                        .type = question->type,
                                        .threshold = question->threshold,
                                        .localisation = question->localisation,
                                        .setting = question->setting,
                                        .id = series->question_id};
    }
    return &result->questions[result->n_questions - 1];
}

static bool has_pairs(const struct run *run, size_t s)
{
    for (size_t c = 0; c < run->n_chunks; c++) {
        if (run->chunks[c].group[s][QA_SCORE_ALL] != NULL) {
            return true;
        }
    }
    return false;
}

static void list_rows(const struct run *run, struct qa_score_result *result, struct qa_arena *arena)
{
    struct listing listing = {.run = run, .result = result, .arena = arena};
    result->questions = QA_ARRAY(arena, struct qa_scored_question, run->n_series);
    for (int by = 0; by < QA_N_SCORE_BY; by++) {
        listing.order[by] = slot_order(run, (enum qa_score_by)by, arena);
    }
    for (size_t s = 0; s < run->n_series; s++) {
        if (!has_pairs(run, s)) {
            continue;
        }
        const struct qa_scored_question *question = question_of(result, &run->series[s]);
        for (int by = 0; by < QA_SCORE_ITEM; by++) {
            if (is_grouped(run, (enum qa_score_by)by)) {
                list_groups(&listing, s, (enum qa_score_by)by, question);
            }
        }
        list_items(&listing, s, question);
    }
}

/* ---- the whole ---- */

static void count_slots(struct run *run)
{
    const struct qa_names *names = run->comparison->b->names;
    size_t n_vendors = (size_t)qa_strings_count(names->vendors) + 1;
    run->n_slots[QA_SCORE_ALL] = 1;
    run->n_slots[QA_SCORE_CLASS] = (size_t)qa_strings_count(names->labels) + 1;
    run->n_slots[QA_SCORE_ANNOTATOR] = (size_t)qa_annotator_count(names) + 1;
    run->n_slots[QA_SCORE_VENDOR] = n_vendors;
    run->n_slots[QA_SCORE_BATCH] = (size_t)qa_strings_count(names->batches) + 1;
    run->n_slots[QA_SCORE_SIZE] = QA_N_SIZE_CLASSES + 1;
    run->n_slots[QA_SCORE_VENDOR_SIZE] = n_vendors * QA_N_SIZE_CLASSES;
    run->n_slots[QA_SCORE_ITEM] = 1;
}

static bool is_compared(const struct qa_comparison *comparison, const struct qa_question *question)
{
    return question->is_asked[QA_DELIVERY] &&
           (comparison->request.reference == NULL ||
            question->partner[comparison->request.role] != QA_NONE);
}

/* The families asked for, in the order of qa_scores, each once. */
static void choose_families(const struct qa_scores_request *request, struct qa_score_result *result,
                            struct qa_arena *arena)
{
    result->families = QA_ARRAY(arena, const struct qa_score *, qa_n_scores);
    for (size_t i = 0; i < qa_n_scores; i++) {
        bool asked = request->families == NULL;
        for (size_t f = 0; request->families != NULL && f < request->n_families; f++) {
            asked = asked || request->families[f] == qa_scores[i];
        }
        if (asked) {
            result->families[result->n_families++] = qa_scores[i];
        }
    }
}

static void plan_series(struct run *run, const struct qa_score_result *result,
                        struct qa_arena *arena)
{
    const struct qa_comparison *comparison = run->comparison;
    const struct qa_questions *questions = comparison->b->questions;
    run->series = QA_ARRAY(arena, struct series, questions->n * result->n_families);
    run->first_series = QA_ARRAY(arena, size_t, questions->n);
    run->n_series_of = QA_ARRAY(arena, size_t, questions->n);
    const uint32_t *order = qa_slots_by_rank(comparison->ranks.question, questions->n, arena);
    for (size_t i = 1; i <= questions->n; i++) {
        uint32_t id = order[i] - 1;
        const struct qa_question *question = &questions->list[id];
        run->first_series[id] = run->n_series;
        for (size_t f = 0; is_compared(comparison, question) && f < result->n_families; f++) {
            if (result->families[f]->serves(question->type)) {
                run->series[run->n_series++] = (struct series){question, result->families[f], id,
                                                               question->type->size != NULL};
            }
        }
        run->n_series_of[id] = run->n_series - run->first_series[id];
    }
}

struct qa_score_result qa_score_comparison(const struct qa_scores_request *request,
                                           struct qa_arena *arena)
{
    const struct qa_comparison *comparison = request->comparison;
    struct qa_arena *scratch = qa_arena_new();
    struct run run = {.comparison = comparison,
                      .groupings =
                          (request->groupings != 0 ? request->groupings : QA_SCORES_USUAL) |
                          QA_SCORES_BY(QA_SCORE_ALL)};
    struct qa_score_result result = {.against_reference = comparison->request.reference != NULL,
                                     .role = comparison->request.role,
                                     .class_agnostic = comparison->request.class_agnostic,
                                     .groupings = run.groupings};
    choose_families(request, &result, arena);
    plan_series(&run, &result, scratch);
    count_slots(&run);
    run.chunk_items = (comparison->n_items + CHUNKS_MAX - 1) / CHUNKS_MAX;
    run.chunk_items = run.chunk_items < CHUNK_ITEMS_MIN ? CHUNK_ITEMS_MIN : run.chunk_items;
    run.n_chunks = (comparison->n_items + run.chunk_items - 1) / run.chunk_items;
    run.chunks = QA_ARRAY(scratch, struct chunk, run.n_chunks);
    qa_parallel_for(run.n_chunks, work_chunk, &run);
    list_rows(&run, &result, arena);
    for (size_t c = 0; c < run.n_chunks; c++) {
        result.n_items += run.chunks[c].n_items;
        result.items_digest += run.chunks[c].items_digest;
        qa_arena_free(run.chunks[c].arena);
    }
    qa_arena_free(scratch);
    return result;
}

/* ---- the order of rows by names ---- */

static int compare_names(const char *a, const char *b)
{
    if (a == NULL || b == NULL) {
        return (a != NULL) - (b != NULL);
    }
    return qa_text_compare(a, b);
}

static size_t family_index(const struct qa_score *score)
{
    size_t i = 0;
    while (i < qa_n_scores && qa_scores[i] != score) {
        i++;
    }
    return i;
}

static int size_index(const char *name)
{
    int i = 0;
    while (i < QA_N_SIZE_CLASSES && strcmp(qa_size_class_name((enum qa_size_class)i), name) != 0) {
        i++;
    }
    return i;
}

int qa_score_row_order(const struct qa_score_row *a, const struct qa_score_row *b)
{
    int by = qa_text_compare(a->question->name, b->question->name);
    if (by == 0 && a->score != b->score) {
        by = family_index(a->score) < family_index(b->score) ? -1 : 1;
    }
    by = by != 0 ? by : (a->by > b->by) - (a->by < b->by);
    by = by != 0 ? by : compare_names(a->vendor, b->vendor);
    if (by == 0 && (a->by == QA_SCORE_SIZE || a->by == QA_SCORE_VENDOR_SIZE)) {
        return size_index(a->group) - size_index(b->group);
    }
    return by != 0 ? by : compare_names(a->group, b->group);
}
