/* From the sums of chunks to rows in the order of names. */
#include "qa/score/scores_parts.h"

#include <stdlib.h>
#include <string.h>

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

/* The sums of all chunks for one group; false when there are none. Sums are exact, so how items
 * were cut into chunks does not show. A question of which all items came out empty still has its
 * row of all, which says why its figures are undefined. */
static bool merge_chunks(const struct qa_score_run *run, size_t s, enum qa_score_by by, size_t slot,
                         struct qa_tally *out, struct qa_arena *arena)
{
    bool found = false;
    for (size_t c = 0; c < run->n_chunks; c++) {
        struct qa_score_gathering **groups = run->chunks[c].group[s][by];
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
static const uint32_t *slot_order(const struct qa_score_run *run, enum qa_score_by by,
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
    const struct qa_score_run *run;
    struct qa_score_result *result;
    size_t capacity;
    const uint32_t *order[QA_N_SCORE_BY];
    struct qa_arena *arena;
};

/* The items of all chunks that the row has, one after the other. */
static void resample(const struct qa_score_run *run, size_t s, size_t slot,
                     struct qa_score_row *row, struct qa_arena *arena)
{
    size_t n_parts = row->score->n_parts;
    size_t n = 0;
    struct qa_arena *scratch = qa_arena_new();
    double *clusters = QA_ARRAY(scratch, double, (size_t)row->tally.n *n_parts + 1);
    for (size_t c = 0; c < run->n_chunks; c++) {
        struct qa_score_gathering **groups = run->chunks[c].group[s][row->by];
        const struct qa_score_gathering *group = groups != NULL ? groups[slot] : NULL;
        for (size_t i = 0; group != NULL && i < group->n_kept; i++) {
            const double *parts = group->kept + i * n_parts;
            bool any = false;
            for (size_t p = 0; p < n_parts; p++) {
                any = any || parts[p] != 0;
            }
            if (any && n < row->tally.n) {
                memcpy(clusters + n++ * n_parts, parts, n_parts * sizeof *clusters);
            }
        }
    }
    row->resampled = qa_score_resample(row, clusters, n, run, arena);
    qa_arena_free(scratch);
}

static void list_groups(struct listing *listing, size_t s, enum qa_score_by by,
                        const struct qa_scored_question *question)
{
    const struct qa_score_run *run = listing->run;
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
        if (run->resampling != NULL) {
            resample(run, s, slot, row, listing->arena);
        }
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
    const struct qa_score_run *run = listing->run;
    size_t first = listing->result->n_rows;
    for (size_t c = 0; c < run->n_chunks; c++) {
        const struct qa_score_items *items = &run->chunks[c].items[s];
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
                                                    const struct qa_score_series *series)
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
                                        .fallback = question->fallback,
                                        .id = series->question_id};
    }
    return &result->questions[result->n_questions - 1];
}

static bool has_pairs(const struct qa_score_run *run, size_t s)
{
    for (size_t c = 0; c < run->n_chunks; c++) {
        if (run->chunks[c].group[s][QA_SCORE_ALL] != NULL) {
            return true;
        }
    }
    return false;
}

void qa_score_list_rows(const struct qa_score_run *run, struct qa_score_result *result,
                        struct qa_arena *arena)
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
            if (qa_score_is_grouped(run, (enum qa_score_by)by)) {
                list_groups(&listing, s, (enum qa_score_by)by, question);
            }
        }
        list_items(&listing, s, question);
    }
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
