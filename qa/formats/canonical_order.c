/* The canonical row: the order of the rows, which no file decides. */
#include "qa/formats/canonical_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- answers ---- */

enum { N_IDS = 7 };

struct ranked {
    uint32_t by[N_IDS];
    uint64_t key;
    size_t place; /* as they were read */
    struct qa_canonical_answer answer;
};

struct ranks {
    uint32_t *item, *question, *vendor, *annotator, *stage, *batch, *key;
};

static uint32_t *ranks_of(const struct qa_strings *strings, struct qa_arena *arena)
{
    uint32_t *rank = QA_ARRAY(arena, uint32_t, qa_strings_count(strings) + (size_t)1);
    qa_strings_sorted(strings, NULL, rank);
    return rank;
}

/* Absent goes first. */
static uint32_t rank_of(const uint32_t *rank, uint32_t id)
{
    return id == QA_NONE ? 0 : rank[id] + 1;
}

/* Numbers by value, then texts. */
static uint64_t key_rank(const struct ranks *ranks, uint64_t key)
{
    if (key == QA_NO_KEY) {
        return 0;
    }
    return key >> 63 ? UINT64_C(1) << 63 | ranks->key[(uint32_t)key] : key + 1;
}

static int compare_ranked(const void *left, const void *right)
{
    const struct ranked *a = left;
    const struct ranked *b = right;
    for (int i = 0; i < N_IDS; i++) {
        if (a->by[i] != b->by[i]) {
            return a->by[i] < b->by[i] ? -1 : 1;
        }
    }
    if (a->key != b->key) {
        return a->key < b->key ? -1 : 1;
    }
    return a->place < b->place ? -1 : a->place > b->place;
}

static void rank_batch(const struct qa_batch *batch, bool is_gold, const struct ranks *ranks,
                       struct ranked *out)
{
    for (size_t a = 0; a < batch->n_answers + batch->n_set_aside; a++) {
        out[a] =
            (struct ranked){.by = {rank_of(ranks->item, batch->item[a]),
                                   rank_of(ranks->question, qa_answer_question(batch, a)), is_gold,
                                   rank_of(ranks->vendor, qa_answer_vendor(batch, a)),
                                   rank_of(ranks->annotator, batch->annotator[a]),
                                   rank_of(ranks->stage, qa_answer_stage(batch, a)),
                                   rank_of(ranks->batch, qa_answer_batch(batch, a))},
                            .key = key_rank(ranks, batch->key != NULL ? batch->key[a] : QA_NO_KEY),
                            .place = a,
                            .answer = {batch, is_gold, a}};
    }
}

struct qa_canonical_answer *qa_canonical_order(const struct qa_canonical_request *request,
                                               struct qa_arena *arena, size_t *n)
{
    const struct qa_batch *batches[] = {request->delivery, request->gold};
    const struct qa_names *names = request->delivery->names;
    const struct ranks ranks = {ranks_of(names->items, arena),   ranks_of(names->questions, arena),
                                ranks_of(names->vendors, arena), qa_annotator_id_rank(names, arena),
                                ranks_of(names->stages, arena),  ranks_of(names->batches, arena),
                                ranks_of(names->keys, arena)};
    *n = 0;
    for (int b = 0; b < 2; b++) {
        *n += batches[b] != NULL ? batches[b]->n_answers + batches[b]->n_set_aside : 0;
    }
    struct ranked *list = malloc((*n + 1) * sizeof *list);
    if (list == NULL) {
        QA_BUG("no memory for %zu answers", *n);
    }
    size_t used = 0;
    for (int b = 0; b < 2; b++) {
        if (batches[b] != NULL) {
            rank_batch(batches[b], b == 1, &ranks, list + used);
            used += batches[b]->n_answers + batches[b]->n_set_aside;
        }
    }
    qsort(list, *n, sizeof *list, compare_ranked);
    struct qa_canonical_answer *out = QA_ARRAY(arena, struct qa_canonical_answer, *n + 1);
    for (size_t i = 0; i < *n; i++) {
        out[i] = list[i].answer;
    }
    free(list);
    return out;
}

/* ---- objects of an answer ---- */

static int compare_reals(double a, double b)
{
    if (isnan(a) || isnan(b)) {
        return isnan(b) - isnan(a);
    }
    return (a > b) - (a < b);
}

static int compare_objects(const struct qa_batch *batch, uint64_t a, uint64_t b)
{
    const struct qa_strings *labels = batch->names->labels;
    const struct qa_objects one = qa_batch_objects(batch, a, 1);
    const struct qa_objects other = qa_batch_objects(batch, b, 1);
    int by = qa_object_order(&one, 0, &other, 0);
    by = by != 0 ? by
                 : qa_text_compare(qa_strings_text(labels, batch->label[a]),
                                   qa_strings_text(labels, batch->label[b]));
    if (by == 0 && batch->score != NULL) {
        by = compare_reals(batch->score[a], batch->score[b]);
    }
    if (by == 0 && batch->value != NULL) {
        by = compare_reals(batch->value[a], batch->value[b]);
    }
    return by;
}

/* The ids decide last: they are found in the arena of the answer. */
static bool is_before(const struct qa_batch *batch, uint64_t a, uint64_t b, struct qa_arena *arena)
{
    int by = compare_objects(batch, a, b);
    if (by == 0 && batch->object_key != NULL) {
        const char *one = qa_key_text(batch->names, batch->object_key[a], arena);
        const char *other = qa_key_text(batch->names, batch->object_key[b], arena);
        by = qa_text_compare(one != NULL ? one : "", other != NULL ? other : "");
    }
    if (by == 0) {
        by = qa_object_region(batch, a) - qa_object_region(batch, b);
    }
    return by < 0;
}

/* Merges the sorted halves of list[0 .. n - 1]. */
static void merge(const struct qa_batch *batch, uint64_t *list, size_t n, uint64_t *buffer,
                  struct qa_arena *arena)
{
    size_t half = n / 2;
    memcpy(buffer, list, half * sizeof *list);
    for (size_t i = 0, j = half, k = 0; i < half; k++) {
        bool takes_right = j < n && is_before(batch, list[j], buffer[i], arena);
        list[k] = takes_right ? list[j++] : buffer[i++];
    }
}

static void sort_objects(const struct qa_batch *batch, uint64_t *list, size_t n, uint64_t *buffer,
                         struct qa_arena *arena)
{
    if (n < 2) {
        return;
    }
    sort_objects(batch, list, n / 2, buffer, arena); /* depth: log n */
    sort_objects(batch, list + n / 2, n - n / 2, buffer, arena);
    merge(batch, list, n, buffer, arena);
}

uint64_t *qa_canonical_objects(const struct qa_canonical_answer *answer, struct qa_arena *arena,
                               size_t *n)
{
    const struct qa_batch *batch = answer->batch;
    *n = answer->answer < batch->n_answers ? qa_object_count(batch, answer->answer) : 0;
    uint64_t *list = QA_ARRAY(arena, uint64_t, 2 * *n + 1);
    for (size_t i = 0; i < *n; i++) {
        list[i] = qa_first_object(batch, answer->answer) + i;
    }
    sort_objects(batch, list, *n, list + *n, arena);
    return list;
}
