/* The objects of an answer in their canonical order. */
#include "qa/score/compare_sides.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "qa/batch/batch.h"

enum { INSERTION_MAX = 24 };

/* An object on its way to its place in the canonical order. */
struct placed {
    double low; /* where it begins on the sweep axis; 0 for kinds without one */
    size_t at;  /* in the answer */
    uint32_t label_rank;
    uint8_t region; /* enum qa_region */
    const struct qa_objects *objects;
};

static int compare_placed(const void *left, const void *right)
{
    const struct placed *a = left;
    const struct placed *b = right;
    int by = (a->low > b->low) - (a->low < b->low);
    by = by != 0 ? by : qa_object_order(a->objects, a->at, b->objects, b->at);
    by = by != 0 ? by : qa_compare_u32(a->label_rank, b->label_rank);
    by = by != 0 ? by : (int)a->region - (int)b->region;
    return by != 0 ? by : (a->at > b->at) - (a->at < b->at);
}

static void sort_placed(struct placed *list, size_t n)
{
    if (n > INSERTION_MAX) {
        qsort(list, n, sizeof *list, compare_placed);
        return;
    }
    for (size_t i = 1; i < n; i++) {
        struct placed moving = list[i];
        size_t at = i;
        for (; at > 0 && compare_placed(&list[at - 1], &moving) > 0; at--) {
            list[at] = list[at - 1];
        }
        list[at] = moving;
    }
}

static struct placed *place_objects(const struct qa_batch *batch, size_t first,
                                    const struct qa_objects *objects, const struct qa_type *type,
                                    const struct qa_ranks *ranks, struct qa_arena *scratch)
{
    struct placed *list = QA_ARRAY(scratch, struct placed, objects->n);
    for (size_t i = 0; i < objects->n; i++) {
        list[i] = (struct placed){.at = i,
                                  .label_rank = qa_rank_of(ranks->label, objects->label[i]),
                                  .region = qa_object_region(batch, first + i),
                                  .objects = objects};
        if (type->uncounted != NULL && type->uncounted(objects, i)) {
            list[i].region = QA_REGION_CROWD;
        }
        if (type->extent != NULL) {
            double high;
            type->extent(objects, i, &list[i].low, &high);
        }
    }
    sort_placed(list, objects->n);
    return list;
}

/* The objects in the order of the list. Numbers of kinds that have equally many are laid side by
 * side, which their inner loops run over; of others only the pieces move. */
static struct qa_objects reordered(const struct qa_objects *objects, const struct placed *list,
                                   const struct qa_type *type, struct qa_arena *scratch)
{
    size_t n = objects->n;
    uint32_t *label = QA_ARRAY(scratch, uint32_t, n);
    struct qa_objects out = *objects;
    out.label = label;
    bool is_flat = type->arity > 0;
    double *number = is_flat ? QA_ARRAY(scratch, double, n * type->arity) : NULL;
    struct qa_piece *number_at = is_flat ? NULL : QA_ARRAY(scratch, struct qa_piece, n);
    struct qa_piece *text_at =
        objects->text_at != NULL ? QA_ARRAY(scratch, struct qa_piece, n) : NULL;
    for (size_t i = 0; i < n; i++) {
        size_t n_numbers;
        size_t at = list[i].at;
        const double *numbers = qa_object_numbers(objects, at, &n_numbers);
        label[i] = objects->label[at];
        if (is_flat) {
            memcpy(number + i * type->arity, numbers, type->arity * sizeof *number);
        } else {
            number_at[i] = (struct qa_piece){
                n_numbers > 0 ? (uint64_t)(numbers - objects->number) : 0, n_numbers};
        }
        if (text_at != NULL) {
            text_at[i] = objects->text_at[at];
        }
    }
    out.number = is_flat ? number : objects->number;
    out.number_at = number_at;
    out.arity = type->arity;
    out.text_at = text_at;
    return out;
}

const double *qa_compared_side_scores(const struct qa_batch *batch,
                                      const struct qa_compared_side *side, struct qa_arena *scratch)
{
    double *score = QA_ARRAY(scratch, double, side->objects.n);
    for (size_t i = 0; i < side->objects.n; i++) {
        score[i] = batch->score != NULL ? batch->score[side->object[i]] : (double)NAN;
    }
    return score;
}

struct qa_compared_side qa_compared_side_make(const struct qa_batch *batch, size_t answer,
                                              const struct qa_type *type,
                                              const struct qa_ranks *ranks,
                                              struct qa_arena *scratch)
{
    size_t n = answer != SIZE_MAX ? qa_object_count(batch, answer) : 0;
    size_t first = n > 0 ? (size_t)qa_first_object(batch, answer) : 0;
    struct qa_compared_side side = {.area = batch->area,
                                    .object = QA_ARRAY(scratch, size_t, n),
                                    .region = QA_ARRAY(scratch, uint8_t, n),
                                    .settled = QA_ARRAY(scratch, bool, n),
                                    .both = QA_ARRAY(scratch, bool, n),
                                    .outcome = QA_ARRAY(scratch, enum qa_outcome, n)};
    if (n == 0) {
        return side;
    }
    struct qa_objects objects = qa_batch_objects(batch, first, n);
    const struct placed *list = place_objects(batch, first, &objects, type, ranks, scratch);
    side.objects = reordered(&objects, list, type, scratch);
    for (size_t i = 0; i < n; i++) {
        side.object[i] = first + list[i].at;
        side.region[i] = list[i].region;
        side.settled[i] = list[i].region != QA_REGION_NONE;
        side.n_regions += side.settled[i];
    }
    return side;
}
