#include "qa/stats/distinct_items.h"

#include <stdlib.h>

/* The sort's comparison reaches the ratings through the entries. */
struct sortable_item {
    const struct qa_ratings *ratings;
    size_t item;
};

static int compare_items(const void *left, const void *right)
{
    const struct sortable_item *a = left;
    const struct sortable_item *b = right;
    const struct qa_ratings *ratings = a->ratings;
    uint64_t first_a = ratings->first[a->item];
    uint64_t first_b = ratings->first[b->item];
    uint64_t n_a = ratings->first[a->item + 1] - first_a;
    uint64_t n_b = ratings->first[b->item + 1] - first_b;
    if (n_a != n_b) {
        return n_a < n_b ? -1 : 1;
    }
    for (uint64_t r = 0; r < n_a; r++) {
        uint32_t rater_a = ratings->rater[first_a + r];
        uint32_t rater_b = ratings->rater[first_b + r];
        uint32_t category_a = ratings->category[first_a + r];
        uint32_t category_b = ratings->category[first_b + r];
        if (rater_a != rater_b) {
            return rater_a < rater_b ? -1 : 1;
        }
        if (category_a != category_b) {
            return category_a < category_b ? -1 : 1;
        }
    }
    return 0;
}

struct qa_distinct_items qa_distinct_items(const struct qa_ratings *ratings, struct qa_arena *arena)
{
    struct sortable_item *order = QA_ARRAY(arena, struct sortable_item, ratings->n_items + 1);
    size_t n = 0;
    for (size_t i = 0; i < ratings->n_items; i++) {
        if (ratings->first[i + 1] > ratings->first[i]) {
            order[n++] = (struct sortable_item){ratings, i};
        }
    }
    if (n > 1) {
        qsort(order, n, sizeof *order, compare_items);
    }
    struct qa_distinct_items out = {QA_ARRAY(arena, size_t, n + 1),
                                    QA_ARRAY(arena, uint64_t, n + 1), 0};
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || compare_items(&order[i - 1], &order[i]) != 0) {
            out.example[out.n++] = order[i].item;
        }
        out.multiplicity[out.n - 1]++;
    }
    return out;
}
