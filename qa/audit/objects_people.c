/* Annotators who have different objects on the same items: parts of one answer, by all appearance.
 */
#include <stdio.h>
#include <stdlib.h>

#include "qa/annotation/owned_bounds.h"
#include "qa/audit/objects_parts.h"

enum {
    GROUPS_COMPARED = 2000, /* of a delivery */
    LEAST_ITEMS = 3,
    LEAST_OBJECTS = 5,
    LEAST_SHARED = 10 /* per cent of the objects of people who answered alone */
};

struct answer_key {
    uint32_t source;
    uint32_t item;
    uint32_t question;
    size_t answer;
};

/* What one file shows. */
struct shown {
    struct qa_seen items; /* with objects of several annotators */
    uint64_t n_others;    /* objects that are not of who has most on the item */
    uint64_t n_shared;    /* of them, those that lie on one of somebody else's */
};

static int compare_keys(const void *a, const void *b)
{
    const struct answer_key *one = a;
    const struct answer_key *other = b;
    if (one->source != other->source) {
        return one->source < other->source ? -1 : 1;
    }
    if (one->item != other->item) {
        return one->item < other->item ? -1 : 1;
    }
    if (one->question != other->question) {
        return one->question < other->question ? -1 : 1;
    }
    return (one->answer > other->answer) - (one->answer < other->answer);
}

static struct answer_key *sorted_answers(const struct qa_batch *batch, struct qa_arena *arena,
                                         size_t *n)
{
    struct answer_key *keys = QA_ARRAY(arena, struct answer_key, batch->n_answers + 1);
    *n = 0;
    for (size_t a = 0; a < batch->n_answers; a++) {
        if (qa_looked_at(batch, a) != NULL && qa_object_count(batch, a) > 0) {
            keys[(*n)++] = (struct answer_key){qa_source_index(batch, a), batch->item[a],
                                               qa_answer_question(batch, a), a};
        }
    }
    qsort(keys, *n, sizeof *keys, compare_keys);
    return keys;
}

/* The answers from `first` on that are to the same item and question of the same file. */
static size_t group_size(const struct answer_key *keys, size_t n, size_t first)
{
    size_t end = first + 1;
    while (end < n && keys[end].source == keys[first].source &&
           keys[end].item == keys[first].item && keys[end].question == keys[first].question) {
        end++;
    }
    return end - first;
}

static struct qa_owned_bounds *bounds_of(const struct qa_batch *batch,
                                         const struct answer_key *keys, size_t n_answers,
                                         struct qa_arena *arena, size_t *n)
{
    size_t most = 0;
    for (size_t k = 0; k < n_answers; k++) {
        most += qa_object_count(batch, keys[k].answer);
    }
    struct qa_owned_bounds *list = QA_ARRAY(arena, struct qa_owned_bounds, most);
    *n = 0;
    for (size_t k = 0; k < n_answers; k++) {
        uint64_t first = qa_first_object(batch, keys[k].answer);
        struct qa_objects objects =
            qa_batch_objects(batch, first, qa_object_count(batch, keys[k].answer));
        for (size_t i = 0; i < objects.n; i++) {
            if (!qa_object_is_crowd(batch, first + i)) {
                struct qa_owned_bounds *out = &list[(*n)++];
                out->owner = k;
                out->object = *n;
                qa_looked_at(batch, keys[k].answer)->bounds(&objects, i, &out->bounds);
            }
        }
    }
    return list;
}

static void look_at_group(const struct qa_batch *batch, const struct answer_key *keys,
                          size_t n_answers, struct qa_arena *arena, struct shown *shown)
{
    size_t n;
    size_t *n_of = QA_ARRAY(arena, size_t, n_answers);
    size_t busiest = 0;
    struct qa_owned_bounds *list = bounds_of(batch, keys, n_answers, arena, &n);
    qa_find_shared_bounds(list, n);
    for (size_t i = 0; i < n; i++) {
        n_of[list[i].owner]++;
    }
    for (size_t k = 1; k < n_answers; k++) {
        busiest = n_of[k] > n_of[busiest] ? k : busiest;
    }
    qa_see(&shown->items, keys[0].answer, UINT64_MAX);
    for (size_t i = 0; i < n; i++) {
        bool is_other = list[i].owner != busiest;
        shown->n_others += is_other;
        shown->n_shared += is_other && list[i].is_shared;
    }
}

static void say_shown(const struct qa_look *look, const struct qa_object_file *file,
                      const struct shown *shown)
{
    char text[320];
    if (shown->items.n < LEAST_ITEMS || shown->n_others < LEAST_OBJECTS ||
        100 * shown->n_shared > LEAST_SHARED * shown->n_others) {
        return;
    }
    snprintf(
        text, sizeof text,
        "%llu items have objects of several annotators, the first here, and %llu of %llu lie on "
        "another annotator's: parts of one answer, it seems, each of which is held against the "
        "whole; without the annotator (--map annotator= of a table) they are one",
        (unsigned long long)shown->items.n, (unsigned long long)shown->n_shared,
        (unsigned long long)shown->n_others);
    qa_say_of_file(look, file, QA_WARNING, "W805", &shown->items, text);
}

void qa_look_for_shared_work(const struct qa_look *look)
{
    const struct qa_batch *batch = look->request->batch[QA_DELIVERY];
    if (batch == NULL || batch->n_answers == 0) {
        return;
    }
    size_t n;
    struct answer_key *keys = sorted_answers(batch, look->scratch, &n);
    struct shown *shown = QA_ARRAY(look->scratch, struct shown, batch->n_sources);
    size_t step = n / GROUPS_COMPARED + 1;
    size_t n_groups = 0;
    for (size_t first = 0, size = 0; first < n; first += size) {
        size = group_size(keys, n, first);
        if (size > 1 && n_groups++ % step == 0) {
            struct qa_arena_mark mark = qa_arena_mark(look->scratch);
            look_at_group(batch, &keys[first], size, look->scratch, &shown[keys[first].source]);
            qa_arena_reset(look->scratch, mark);
        }
    }
    for (uint32_t s = 0; s < batch->n_sources; s++) {
        say_shown(look, &look->file[QA_DELIVERY][s], &shown[s]);
    }
}
