/*
 * Random deliveries of boxes and labels with their gold, the same for the same seed, whole or in
 * parts by item: what the tests of figures and of their sums are made on.
 */
#ifndef TESTS_QA_SCORE_RANDOM_DELIVERY_H
#define TESTS_QA_SCORE_RANDOM_DELIVERY_H

#include "qa/score/scores.h"
#include "tests/qa/audit/batches.h"

enum { RANDOM_ROWS_MAX = 8000, RANDOM_NAME = 24 };

struct random_rows {
    struct given gold[RANDOM_ROWS_MAX];
    size_t n_gold;
    struct given delivered[RANDOM_ROWS_MAX];
    size_t n_delivered;
};

static const char *const random_labels[] = {"car", "person", "a\tb\\", "10", "9", NULL};
static const char *const random_vendors[] = {"north", "lake", NULL};
static const char *const random_batches[] = {"b1", "b2", NULL};

static inline const char *some(struct qa_random *random, const char *const *names, uint64_t n)
{
    return names[qa_random_below(random, n)];
}

/* A box near the given one, or where it likes. */
static inline struct given random_box(struct qa_random *random, const struct given *near)
{
    struct given box = {.width = 4 + 150 * qa_random_real(random),
                        .height = 4 + 100 * qa_random_real(random),
                        .x = 400 * qa_random_real(random),
                        .y = 300 * qa_random_real(random),
                        .label = some(random, random_labels, 6)};
    if (near != NULL) {
        double loose = qa_random_real(random);
        box.x = near->x + loose * near->width * (qa_random_real(random) - 0.5);
        box.y = near->y + loose * near->height * (qa_random_real(random) - 0.5);
        box.width = near->width * (1 + loose * (qa_random_real(random) - 0.5));
        box.height = near->height;
        box.label = qa_random_below(random, 8) == 0 ? box.label : near->label;
    }
    return box;
}

/* One annotator's boxes for an item, after the gold ones; an answer without boxes at times. */
static inline void random_answer(struct qa_random *random, struct random_rows *rows,
                                 size_t first_gold, const struct given *who)
{
    bool any = false;
    for (size_t g = first_gold; g < rows->n_gold; g++) {
        const struct given *gold = &rows->gold[g];
        if (gold->width <= 0 || qa_random_below(random, 5) == 0) {
            continue;
        }
        struct given box = random_box(random, gold);
        box.item = who->item;
        box.vendor = who->vendor;
        box.annotator = who->annotator;
        box.question = who->question;
        box.batch = who->batch;
        box.crowd = qa_random_below(random, 40) == 0;
        rows->delivered[rows->n_delivered++] = box;
        any = true;
    }
    while (!any || qa_random_below(random, 3) == 0) {
        struct given box = random_box(random, NULL);
        box.item = who->item;
        box.vendor = who->vendor;
        box.annotator = who->annotator;
        box.question = who->question;
        box.batch = who->batch;
        if (!any && qa_random_below(random, 2) == 0) {
            box.width = box.height = 0;
            box.label = NULL;
        }
        rows->delivered[rows->n_delivered++] = box;
        if (box.width <= 0) {
            break;
        }
        any = true;
    }
}

/* An item with gold boxes and a gold label, and its answers. */
static inline void random_item(struct qa_random *random, struct random_rows *rows, const char *item)
{
    size_t first_gold = rows->n_gold;
    uint64_t n = qa_random_below(random, 5);
    for (uint64_t i = 0; i < n; i++) {
        struct given box = random_box(random, NULL);
        box.item = item;
        box.question = "boxes";
        box.crowd = qa_random_below(random, 20) == 0;
        rows->gold[rows->n_gold++] = box;
    }
    if (n == 0) {
        rows->gold[rows->n_gold++] = (struct given){.item = item, .question = "boxes"};
    }
    const char *truth = some(random, random_labels, 3);
    for (uint64_t v = 0; v < 3; v++) {
        uint64_t n_people = qa_random_below(random, 3);
        for (uint64_t a = 0; a < n_people; a++) {
            static const char *const people[] = {"ann", "bob", "7"};
            const struct given who = {.item = item,
                                      .vendor = random_vendors[v],
                                      .annotator = people[(a + v) % 3],
                                      .question = "boxes",
                                      .batch = some(random, random_batches, 3)};
            random_answer(random, rows, first_gold, &who);
            struct given label = who;
            label.question = "scene";
            label.label = qa_random_below(random, 4) == 0 ? some(random, random_labels, 3) : truth;
            rows->delivered[rows->n_delivered++] = label;
        }
    }
    rows->gold[rows->n_gold++] = (struct given){.item = item, .question = "scene", .label = truth};
}

/* Rows of n items "item 0", "item 1" ... In the arena. */
static inline struct random_rows *random_rows_new(uint64_t seed, size_t n_items,
                                                  struct qa_arena *arena)
{
    struct random_rows *rows = QA_NEW(arena, struct random_rows);
    struct qa_random random;
    qa_random_init(&random, seed, 0);
    for (size_t i = 0; i < n_items; i++) {
        random_item(&random, rows, qa_arena_format(arena, "item %zu", i));
    }
    return rows;
}

/* The rows of the items that are in the part: part_of[i] of "item i". */
static inline size_t keep_part(const struct given *all, size_t n, const unsigned *part_of,
                               unsigned part, struct given *out)
{
    size_t kept = 0;
    for (size_t r = 0; r < n; r++) {
        if (part_of[strtoul(all[r].item + strlen("item "), NULL, 10)] == part) {
            out[kept++] = all[r];
        }
    }
    return kept;
}

#endif
