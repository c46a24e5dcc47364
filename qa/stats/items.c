#include "qa/stats/items.h"

#include <math.h>
#include <stdlib.h>

struct candidate {
    struct qa_divided_item item;
    uint32_t rank;
};

/* Below 0 when a divides more than b. */
static int compare(const void *left, const void *right)
{
    const struct candidate *a = left;
    const struct candidate *b = right;
    if (a->item.agreement != b->item.agreement) {
        return a->item.agreement < b->item.agreement ? -1 : 1;
    }
    if (a->item.entropy != b->item.entropy) {
        return a->item.entropy > b->item.entropy ? -1 : 1;
    }
    return a->rank < b->rank ? -1 : a->rank > b->rank;
}

/* Categories of one item in ascending order, so that sums do not depend on who chose what. */
static void sort_categories(uint32_t *list, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        uint32_t kept = list[i];
        size_t at = i;
        for (; at > 0 && list[at - 1] > kept; at--) {
            list[at] = list[at - 1];
        }
        list[at] = kept;
    }
}

static struct qa_divided_item look(const struct qa_ratings *ratings, size_t i, uint32_t *sorted)
{
    size_t n = (size_t)(ratings->first[i + 1] - ratings->first[i]);
    struct qa_divided_item out = {.item = i, .n_ratings = (uint32_t)n, .majority = QA_NO_MAJORITY};
    for (size_t r = 0; r < n; r++) {
        sorted[r] = ratings->category[ratings->first[i] + r];
    }
    sort_categories(sorted, n);
    uint64_t agreeing = 0;
    size_t most = 0;
    for (size_t r = 0; r < n;) {
        size_t end = r;
        while (end < n && sorted[end] == sorted[r]) {
            end++;
        }
        size_t run = end - r;
        agreeing += (uint64_t)run * (run - 1);
        out.entropy -= (double)run / (double)n * log2((double)run / (double)n);
        if (run >= most) {
            out.majority = run > most ? sorted[r] : QA_NO_MAJORITY;
            most = run;
        }
        r = end;
    }
    out.agreement = n > 1 ? (double)agreeing / ((double)n * (double)(n - 1)) : 1;
    return out;
}

/* A heap with the least divided of the kept ones on top, to be pushed out. */
static void sink(struct candidate *heap, size_t n, size_t at)
{
    for (;;) {
        size_t child = 2 * at + 1;
        if (child >= n) {
            return;
        }
        if (child + 1 < n && compare(&heap[child + 1], &heap[child]) > 0) {
            child++;
        }
        if (compare(&heap[at], &heap[child]) >= 0) {
            return;
        }
        struct candidate kept = heap[at];
        heap[at] = heap[child];
        heap[child] = kept;
        at = child;
    }
}

static void offer(struct candidate *heap, size_t *used, size_t n, struct candidate candidate)
{
    if (*used < n) {
        heap[(*used)++] = candidate;
        for (size_t i = *used == n ? n / 2 : 0; i > 0; i--) {
            sink(heap, n, i - 1);
        }
    } else if (n > 0 && compare(&candidate, &heap[0]) < 0) {
        heap[0] = candidate;
        sink(heap, n, 0);
    }
}

static size_t most_ratings(const struct qa_ratings *ratings)
{
    size_t most = 0;
    for (size_t i = 0; i < ratings->n_items; i++) {
        size_t n = (size_t)(ratings->first[i + 1] - ratings->first[i]);
        most = n > most ? n : most;
    }
    return most;
}

struct qa_divided_item *qa_most_divided(const struct qa_ratings *ratings, const uint32_t *rank,
                                        size_t n, struct qa_arena *arena, size_t *n_found)
{
    struct qa_arena *scratch = qa_arena_new();
    n = n < ratings->n_items ? n : ratings->n_items;
    struct candidate *heap = QA_ARRAY(scratch, struct candidate, n + 1);
    uint32_t *sorted = QA_ARRAY(scratch, uint32_t, most_ratings(ratings) + 1);
    size_t used = 0;
    for (size_t i = 0; i < ratings->n_items; i++) {
        if (ratings->first[i + 1] - ratings->first[i] < 2) {
            continue;
        }
        struct qa_divided_item item = look(ratings, i, sorted);
        if (item.agreement < 1) {
            offer(heap, &used, n, (struct candidate){item, rank != NULL ? rank[i] : (uint32_t)i});
        }
    }
    qsort(heap, used, sizeof *heap, compare);
    struct qa_divided_item *out = QA_ARRAY(arena, struct qa_divided_item, used + 1);
    for (size_t i = 0; i < used; i++) {
        out[i] = heap[i].item;
    }
    *n_found = used;
    qa_arena_free(scratch);
    return out;
}
