/* A file beside another that answers the same items: which numbers differ, and how. */
#include <math.h>
#include <stdlib.h>

#include "qa/annotation/keypoints.h"
#include "qa/audit/objects_parts.h"

enum { X, Y, AXES };

/* A large file shows what it means by some of its answers. */
enum { ANSWERS_COMPARED = 4000, OBJECTS_COMPARED = 100000, MUCH = 5, LOOKED_THROUGH = 64 };

/* Two numbers that differ by half a pixel or one are near; printing may have rounded them. */
static const double near_pixels = 1.25;
static const double rounding = 1e-3;
/* What ends in the same place, by hand: this share of its side, or some pixels. */
static const double hand_share = 0.15;
static const double hand_pixels = 4;

static int compare_placed(const void *a, const void *b)
{
    const struct qa_placed *one = a;
    const struct qa_placed *other = b;
    int by = (one->label > other->label) - (one->label < other->label);
    for (int k = 0; k < AXES && by == 0; k++) {
        double from = one->bounds.low[k];
        double to = other->bounds.low[k];
        by = (from > to) - (from < to);
    }
    for (int k = 0; k < AXES && by == 0; k++) {
        double from = one->bounds.high[k];
        double to = other->bounds.high[k];
        by = (from > to) - (from < to);
    }
    return by;
}

static struct qa_placed_list list_objects(const struct qa_batch *batch, size_t answer,
                                          struct qa_arena *scratch)
{
    const struct qa_type *type = qa_looked_at(batch, answer);
    uint64_t first = qa_first_object(batch, answer);
    struct qa_objects objects = qa_batch_objects(batch, first, qa_object_count(batch, answer));
    struct qa_placed_list out = {QA_ARRAY(scratch, struct qa_placed, objects.n + 1), 0};
    for (size_t i = 0; i < objects.n; i++) {
        if (!qa_object_is_crowd(batch, first + i)) {
            struct qa_placed *placed = &out.list[out.n++];
            placed->label = objects.label[i];
            placed->ends_in_sides = type->ends_in_sides;
            type->bounds(&objects, i, &placed->bounds);
        }
    }
    qsort(out.list, out.n, sizeof *out.list, compare_placed);
    return out;
}

/* ---- pairs ---- */

static void add_ratio(struct qa_beside *beside, const struct qa_bounds *here,
                      const struct qa_bounds *there, struct qa_arena *arena)
{
    if (here->high[X] <= 0 || here->high[Y] <= 0 || there->high[X] <= 0 || there->high[Y] <= 0) {
        return;
    }
    for (int k = 0; k < AXES; k++) {
        beside->ratio[k] = qa_arena_grow(arena, beside->ratio[k], &beside->capacity[k],
                                         beside->n_ratios + 1, sizeof *beside->ratio[k]);
        beside->ratio[k][beside->n_ratios] = here->high[k] / there->high[k];
    }
    beside->n_ratios++;
}

static void add_corner(struct qa_beside *beside, const struct qa_bounds *here,
                       const struct qa_bounds *there)
{
    bool is_placed = true;
    bool is_side = true;
    bool is_corner = true;
    for (int k = 0; k < AXES; k++) {
        double side = hand_share * (there->high[k] - there->low[k]);
        double allowed = side > hand_pixels ? side : hand_pixels;
        is_placed = is_placed && fabs(here->low[k] - there->low[k]) <= allowed;
        is_side = is_side && fabs(here->high[k] - there->high[k]) <= allowed;
        is_corner = is_corner && fabs(here->high[k] - here->low[k] - there->high[k]) <= allowed;
    }
    beside->n_placed += is_placed;
    beside->n_sides += is_placed && is_side;
    beside->n_corners += is_placed && is_corner;
}

/* The index of a difference among the shifts, QA_SHIFTS: none. */
static int shift_of(double difference)
{
    double halves = floor(2 * difference + 0.5);
    return fabs(difference - halves / 2) <= rounding && halves >= -2 && halves <= 2
               ? (int)halves + 2
               : QA_SHIFTS;
}

static bool is_near(const struct qa_bounds *here, const struct qa_bounds *there)
{
    bool near = true;
    for (int k = 0; k < AXES; k++) {
        near = near && fabs(here->low[k] - there->low[k]) <= near_pixels &&
               fabs(here->high[k] - there->high[k]) <= near_pixels;
    }
    return near;
}

static void add_shift(struct qa_beside *beside, const struct qa_bounds *here,
                      const struct qa_bounds *there)
{
    int low[AXES];
    int high[AXES];
    for (int k = 0; k < AXES; k++) {
        low[k] = shift_of(here->low[k] - there->low[k]);
        high[k] = shift_of(here->high[k] - there->high[k]);
    }
    beside->n_close++;
    if (low[X] < QA_SHIFTS && low[X] == low[Y] && high[X] < QA_SHIFTS && high[X] == high[Y]) {
        beside->n_shifted[low[X]][high[X]]++;
    }
}

/* Those that have exactly one near them, found along x. Where many begin at one x it is not known.
 */
static void pair_near(struct qa_beside *beside, const struct qa_placed *here, size_t n_here,
                      const struct qa_placed *there, size_t n_there)
{
    size_t from = 0;
    for (size_t i = 0; i < n_here; i++) {
        double x = here[i].bounds.low[X];
        const struct qa_placed *partner = NULL;
        size_t n_partners = 0;
        while (from < n_there && there[from].bounds.low[X] < x - near_pixels) {
            from++;
        }
        size_t j = from;
        for (;
             j < n_there && there[j].bounds.low[X] <= x + near_pixels && j < from + LOOKED_THROUGH;
             j++) {
            if (is_near(&here[i].bounds, &there[j].bounds)) {
                partner = &there[j];
                n_partners++;
            }
        }
        beside->n_objects++;
        if (n_partners == 1 && j < from + LOOKED_THROUGH) {
            add_shift(beside, &here[i].bounds, &partner->bounds);
        }
    }
}

static void pair_class(const struct qa_look *look, struct qa_beside *beside,
                       const struct qa_placed *here, size_t n_here, const struct qa_placed *there,
                       size_t n_there)
{
    pair_near(beside, here, n_here, there, n_there);
    for (size_t i = 0; n_here == n_there && i < n_here; i++) {
        add_ratio(beside, &here[i].bounds, &there[i].bounds, look->scratch);
        if (here[i].ends_in_sides) {
            add_corner(beside, &here[i].bounds, &there[i].bounds);
        }
    }
}

static size_t end_of_class(const struct qa_placed_list *list, size_t first)
{
    size_t end = first;
    while (end < list->n && list->list[end].label == list->list[first].label) {
        end++;
    }
    return end;
}

static void pair_objects(const struct qa_look *look, struct qa_beside *beside,
                         const struct qa_placed_list *here, const struct qa_placed_list *there)
{
    size_t i = 0;
    size_t j = 0;
    while (i < here->n && j < there->n) {
        size_t i_end = end_of_class(here, i);
        size_t j_end = end_of_class(there, j);
        uint32_t label = here->list[i].label;
        uint32_t other = there->list[j].label;
        if (label == other) {
            pair_class(look, beside, here->list + i, i_end - i, there->list + j, j_end - j);
        }
        i = label <= other ? i_end : i;
        j = other <= label ? j_end : j;
    }
}

/* ---- answers ---- */

/* The file that the others are compared with, and what finds its answers. */
struct partner {
    const struct qa_batch *batch;
    struct qa_item_index index;
    enum qa_role role;
    uint32_t file;          /* QA_NONE: any */
    uint32_t *item_after;   /* by item, in the order of names, of those that it answers */
    uint32_t *item_ahead;   /* QA_NONE: none */
    struct qa_arena *lists; /* of the answers that are compared */
};

/* Its answer to an item, to the question of an answer here; SIZE_MAX: none. */
static size_t answer_to(const struct qa_look *look, const struct partner *partner, uint32_t item,
                        const struct qa_batch *batch, size_t answer)
{
    uint32_t question =
        qa_question_at(batch, qa_answer_question(batch, answer))->partner[partner->role];
    if (item == QA_NONE) {
        return SIZE_MAX;
    }
    for (size_t a = (size_t)partner->index.first[item]; a < partner->index.first[item + 1]; a++) {
        if (qa_answer_question(partner->batch, a) == question &&
            (partner->file == QA_NONE || qa_file_index(look, partner->role, a) == partner->file)) {
            return a;
        }
    }
    return SIZE_MAX;
}

static size_t answer_beside(const struct qa_look *look, const struct partner *partner,
                            const struct qa_batch *batch, size_t answer)
{
    return answer_to(look, partner, batch->item[answer], batch, answer);
}

static void compare_sizes(struct qa_beside *beside, struct qa_image_size here,
                          struct qa_image_size there, size_t answer)
{
    if (here.width == 0 || there.width == 0) {
        return;
    }
    beside->n_sized++;
    if (here.width == there.width && here.height == there.height) {
        return;
    }
    if (beside->resized.n == 0) {
        beside->here = here;
        beside->there = there;
    }
    qa_see(&beside->resized, answer, UINT64_MAX);
}

static void try_turns(const struct qa_look *look, struct qa_object_file *file,
                      const struct partner *partner, size_t answer,
                      const struct qa_placed_list *here, const struct qa_placed_list *own)
{
    struct qa_beside *beside = &file->beside;
    uint32_t item = file->batch->item[answer];
    const uint32_t items[QA_N_TURN_ITEMS] = {[QA_TURN_ITEM_AFTER] = partner->item_after[item],
                                             [QA_TURN_ITEM_AHEAD] = partner->item_ahead[item]};
    struct qa_placed_list there[QA_N_TURN_ITEMS] = {[QA_TURN_OWN_ITEM] = *own};
    for (int i = QA_TURN_ITEM_AFTER; i < QA_N_TURN_ITEMS; i++) {
        size_t other = answer_to(look, partner, items[i], file->batch, answer);
        if (other != SIZE_MAX && qa_looked_at(partner->batch, other) != NULL) {
            there[i] = list_objects(partner->batch, other, partner->lists);
        }
    }
    if (beside->turns == NULL) {
        beside->turns = QA_NEW(look->scratch, struct qa_turns);
    }
    qa_try_turns(beside->turns, here, there, qa_look_size(look, file->batch, answer));
}

static struct qa_objects objects_of(const struct qa_batch *batch, size_t answer)
{
    return qa_batch_objects(batch, qa_first_object(batch, answer), qa_object_count(batch, answer));
}

static void compare_answer(const struct qa_look *look, struct qa_object_file *file,
                           const struct partner *partner, size_t answer)
{
    size_t other = answer_beside(look, partner, file->batch, answer);
    struct qa_beside *beside = &file->beside;
    if (other == SIZE_MAX || qa_looked_at(partner->batch, other) == NULL) {
        return;
    }
    beside->path =
        beside->path != NULL ? beside->path : qa_answer_source(partner->batch, other)->path;
    qa_see(&beside->first, answer, UINT64_MAX);
    compare_sizes(beside, qa_answer_image_size(file->batch, answer),
                  qa_answer_image_size(partner->batch, other), answer);
    struct qa_arena_mark mark = qa_arena_mark(partner->lists);
    struct qa_placed_list here = list_objects(file->batch, answer, partner->lists);
    struct qa_placed_list there = list_objects(partner->batch, other, partner->lists);
    pair_objects(look, beside, &here, &there);
    try_turns(look, file, partner, answer, &here, &there);
    if (qa_looked_at(file->batch, answer) == &qa_type_keypoints &&
        qa_looked_at(partner->batch, other) == &qa_type_keypoints) {
        const struct qa_objects points = objects_of(file->batch, answer);
        const struct qa_objects others = objects_of(partner->batch, other);
        qa_try_points(look, beside, &points, &others);
    }
    qa_arena_reset(partner->lists, mark);
}

/* Items in which gold has nothing and an answer much. */
static void look_for_unasked(const struct qa_look *look, struct qa_object_file *file,
                             const struct partner *gold, size_t answer)
{
    size_t other = answer_beside(look, gold, file->batch, answer);
    if (other != SIZE_MAX && qa_object_count(gold->batch, other) == 0 &&
        qa_object_count(file->batch, answer) >= MUCH) {
        qa_see(&file->unasked, answer, UINT64_MAX);
    }
}

static bool find_partner(const struct qa_look *look, struct partner *partner)
{
    const struct qa_batch *gold = look->request->batch[QA_GOLD];
    const struct qa_batch *delivery = look->request->batch[QA_DELIVERY];
    if (gold != NULL) {
        partner->batch = gold;
        partner->role = QA_GOLD;
        partner->file = QA_NONE;
        return true;
    }
    for (uint32_t f = 0; f < look->n_files[QA_DELIVERY]; f++) {
        if (look->file[QA_DELIVERY][f].objects.n > 0) {
            partner->batch = delivery;
            partner->role = QA_DELIVERY;
            partner->file = f;
            return look->n_files[QA_DELIVERY] > 1;
        }
    }
    return false;
}

/* The items that a partner answers, by name. */
static void order_items(const struct qa_look *look, struct partner *partner)
{
    const struct qa_strings *items = partner->batch->names->items;
    uint32_t n = qa_strings_count(items);
    uint32_t *order = QA_ARRAY(look->scratch, uint32_t, (size_t)n + 1);
    partner->item_after = QA_ARRAY(look->scratch, uint32_t, (size_t)n + 1);
    partner->item_ahead = QA_ARRAY(look->scratch, uint32_t, (size_t)n + 1);
    qa_strings_sorted(items, order, NULL);
    uint32_t last = QA_NONE;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t item = order[i];
        bool is_answered = partner->index.first[item] < partner->index.first[item + 1];
        partner->item_after[item] = QA_NONE;
        partner->item_ahead[item] = is_answered ? last : QA_NONE;
        if (is_answered && last != QA_NONE) {
            partner->item_after[last] = item;
        }
        last = is_answered ? item : last;
    }
}

static void look_at_answers(const struct qa_look *look, const struct partner *partner)
{
    const struct qa_batch *delivery = look->request->batch[QA_DELIVERY];
    uint64_t *n_passed = QA_ARRAY(look->scratch, uint64_t, look->n_files[QA_DELIVERY]);
    for (size_t a = 0; a < delivery->n_answers; a++) {
        uint32_t f = qa_file_index(look, QA_DELIVERY, a);
        struct qa_object_file *file = &look->file[QA_DELIVERY][f];
        bool is_own = partner->role == QA_DELIVERY && f == partner->file;
        if (file->objects.n == 0 || is_own || qa_looked_at(delivery, a) == NULL) {
            continue;
        }
        if (partner->role == QA_GOLD && look->request->by_object) {
            look_for_unasked(look, file, partner, a);
        }
        uint64_t step = file->n_answers / ANSWERS_COMPARED + file->objects.n / OBJECTS_COMPARED + 1;
        if (n_passed[f]++ % step == 0) {
            compare_answer(look, file, partner, a);
        }
    }
}

void qa_look_beside(const struct qa_look *look)
{
    const struct qa_batch *delivery = look->request->batch[QA_DELIVERY];
    struct partner partner;
    if (delivery == NULL || delivery->n_answers == 0 || !find_partner(look, &partner)) {
        return;
    }
    partner.index = qa_batch_index(partner.batch, look->scratch);
    order_items(look, &partner);
    partner.lists = qa_arena_new();
    look_at_answers(look, &partner);
    qa_arena_free(partner.lists);
}
