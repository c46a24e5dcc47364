#include "qa/stats/items.h"

#include <math.h>

/* The most disputed items so far, the least disputed of them on top, to be pushed out. */
struct heap {
    const struct qa_item_order *order;
    struct qa_disputed_item *list;
    size_t n;
    size_t capacity;
};

/* Below 0 when a divides more than b. */
static int compare(const struct heap *heap, const struct qa_disputed_item *a,
                   const struct qa_disputed_item *b)
{
    if (a->agreement != b->agreement) {
        return a->agreement < b->agreement ? -1 : 1;
    }
    if (a->entropy != b->entropy) {
        return a->entropy > b->entropy ? -1 : 1;
    }
    if (heap->order != NULL) {
        return heap->order->compare(heap->order->context, a->item, b->item);
    }
    return a->item < b->item ? -1 : a->item > b->item;
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

static struct qa_disputed_item look(const struct qa_ratings *ratings, size_t i, uint32_t *sorted)
{
    size_t n = (size_t)(ratings->first[i + 1] - ratings->first[i]);
    struct qa_disputed_item out = {.item = i, .n_ratings = (uint32_t)n, .majority = QA_NO_MAJORITY};
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

static void swap(struct qa_disputed_item *a, struct qa_disputed_item *b)
{
    struct qa_disputed_item kept = *a;
    *a = *b;
    *b = kept;
}

static void sink(const struct heap *heap, size_t at)
{
    for (;;) {
        size_t child = 2 * at + 1;
        if (child >= heap->n) {
            return;
        }
        if (child + 1 < heap->n && compare(heap, &heap->list[child + 1], &heap->list[child]) > 0) {
            child++;
        }
        if (compare(heap, &heap->list[at], &heap->list[child]) >= 0) {
            return;
        }
        swap(&heap->list[at], &heap->list[child]);
        at = child;
    }
}

static void offer(struct heap *heap, const struct qa_disputed_item *item)
{
    if (heap->n < heap->capacity) {
        heap->list[heap->n++] = *item;
        for (size_t i = heap->n == heap->capacity ? heap->n / 2 : 0; i > 0; i--) {
            sink(heap, i - 1);
        }
    } else if (heap->capacity > 0 && compare(heap, item, &heap->list[0]) < 0) {
        heap->list[0] = *item;
        sink(heap, 0);
    }
}

/* The top goes to the end, again and again: most disputed first is what is left. */
static void sort_heap(struct heap *heap)
{
    size_t n = heap->n;
    for (size_t i = n / 2; i > 0; i--) {
        sink(heap, i - 1);
    }
    while (heap->n > 1) {
        heap->n--;
        swap(&heap->list[0], &heap->list[heap->n]);
        sink(heap, 0);
    }
    heap->n = n;
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

struct qa_disputed_item *qa_most_disputed(const struct qa_ratings *ratings,
                                          const struct qa_item_order *order, size_t n,
                                          struct qa_arena *arena, size_t *n_found)
{
    struct heap heap = {.order = order, .capacity = n < ratings->n_items ? n : ratings->n_items};
    heap.list = QA_ARRAY(arena, struct qa_disputed_item, heap.capacity + 1);
    struct qa_arena *scratch = qa_arena_new();
    uint32_t *sorted = QA_ARRAY(scratch, uint32_t, most_ratings(ratings) + 1);
    for (size_t i = 0; i < ratings->n_items; i++) {
        if (ratings->first[i + 1] - ratings->first[i] >= 2) {
            struct qa_disputed_item item = look(ratings, i, sorted);
            if (item.agreement < 1) {
                offer(&heap, &item);
            }
        }
    }
    qa_arena_free(scratch);
    sort_heap(&heap);
    *n_found = heap.n;
    return heap.list;
}
