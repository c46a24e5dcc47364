/* Masks of a sequence, frame by frame, as the figures of tracking take them. */
#include <math.h>
#include <stdlib.h>

#include "qa/annotation/match.h"
#include "qa/score/mask_tracks_parts.h"
#include "qa/score/track_parts.h"

/* One mask that may count, on its way. */
struct mask {
    size_t object; /* in the batch */
    size_t within; /* its answer */
    uint32_t track;
    bool gone;
};

/* One side of one frame. */
struct side {
    struct qa_objects objects; /* of the answer, crowds too */
    size_t first;
    struct mask *list;
    size_t n;
};

struct work {
    const struct qa_mask_sequence *sequence;
    const struct qa_batch *batch[2];
    bool of_class;
    uint32_t label;
    uint64_t *key[2]; /* of tracks, ascending */
    size_t n_keys[2];
    size_t n_tracks[2];
    struct qa_arena *scratch;
};

static int compare_keys(const void *a, const void *b)
{
    const uint64_t *one = a;
    const uint64_t *other = b;
    return (*one > *other) - (*one < *other);
}

static uint64_t key_of(const struct qa_batch *batch, size_t object)
{
    return batch->object_key != NULL ? batch->object_key[object] : QA_NO_KEY;
}

static bool is_in(const struct work *work, int which, size_t object)
{
    return !qa_object_is_crowd(work->batch[which], object) &&
           (!work->of_class || work->batch[which]->label[object] == work->label);
}

/* The ids of one side, each once. */
static void list_keys(struct work *work, int which, size_t *n_objects)
{
    const struct qa_batch *batch = work->batch[which];
    const struct qa_mask_frame *frame = work->sequence->frame[which];
    size_t n = 0;
    for (size_t f = 0; f < work->sequence->n[which]; f++) {
        n += qa_object_count(batch, frame[f].answer);
    }
    uint64_t *key = QA_ARRAY(work->scratch, uint64_t, n + 1);
    size_t n_keys = 0;
    for (size_t f = 0; f < work->sequence->n[which]; f++) {
        size_t first = (size_t)qa_first_object(batch, frame[f].answer);
        for (size_t k = 0; k < qa_object_count(batch, frame[f].answer); k++) {
            uint64_t own = key_of(batch, first + k);
            if (own != QA_NO_KEY && is_in(work, which, first + k)) {
                key[n_keys++] = own;
            }
        }
    }
    if (n_keys > 0) {
        qsort(key, n_keys, sizeof *key, compare_keys);
    }
    size_t kept = 0;
    for (size_t i = 0; i < n_keys; i++) {
        if (kept == 0 || key[kept - 1] != key[i]) {
            key[kept++] = key[i];
        }
    }
    work->key[which] = key;
    work->n_keys[which] = work->n_tracks[which] = kept;
    *n_objects = n;
}

static uint32_t track_of(struct work *work, int which, size_t object)
{
    uint64_t key = key_of(work->batch[which], object);
    if (key == QA_NO_KEY) {
        return (uint32_t)work->n_tracks[which]++;
    }
    const uint64_t *at =
        bsearch(&key, work->key[which], work->n_keys[which], sizeof key, compare_keys);
    return (uint32_t)(at - work->key[which]);
}

static int compare_masks(const void *a, const void *b)
{
    const struct mask *one = a;
    const struct mask *other = b;
    return (one->track > other->track) - (one->track < other->track);
}

static struct side side_of(struct work *work, int which, const struct qa_mask_frame *frame)
{
    struct side out = {.n = 0};
    if (frame == NULL) {
        return out;
    }
    const struct qa_batch *batch = work->batch[which];
    size_t n = qa_object_count(batch, frame->answer);
    out.first = (size_t)qa_first_object(batch, frame->answer);
    out.objects = n > 0 ? qa_batch_objects(batch, out.first, n) : (struct qa_objects){.n = 0};
    out.list = QA_ARRAY(work->scratch, struct mask, n + 1);
    for (size_t k = 0; k < n; k++) {
        if (is_in(work, which, out.first + k)) {
            out.list[out.n++] =
                (struct mask){out.first + k, k, track_of(work, which, out.first + k), false};
        }
    }
    if (out.n > 0) {
        qsort(out.list, out.n, sizeof *out.list, compare_masks);
    }
    return out;
}

static bool may_overlap(const struct work *work, const struct mask *a, const struct mask *b)
{
    return work->sequence->comparison->request.class_agnostic ||
           work->batch[0]->label[a->object] == work->batch[1]->label[b->object];
}

/* similarity[i * b->n + j] of the lists; 0 where classes differ. */
static double *compare(const struct work *work, const struct side *a, const struct side *b)
{
    double *all = QA_ARRAY(work->scratch, double, a->objects.n * b->objects.n + 1);
    double *out = QA_ARRAY(work->scratch, double, a->n * b->n + 1);
    const struct qa_sides sides = {&a->objects, &b->objects, work->sequence->question->setting,
                                   work->scratch};
    if (a->n > 0 && b->n > 0) {
        work->sequence->question->type->compare(&sides, all);
    }
    for (size_t i = 0; i < a->n; i++) {
        for (size_t j = 0; j < b->n; j++) {
            if (may_overlap(work, &a->list[i], &b->list[j])) {
                out[i * b->n + j] = all[a->list[i].within * b->objects.n + b->list[j].within];
            }
        }
    }
    return out;
}

/* Marks what lies in a region of uncounted objects and matches nothing. */
static void leave_out(const struct work *work, const struct side *a, const struct side *b,
                      const double *similarity)
{
    bool any = false;
    for (size_t k = 0; k < a->objects.n; k++) {
        any = any || qa_object_is_crowd(work->batch[0], a->first + k);
    }
    if (!any || b->n == 0) {
        return;
    }
    size_t *column = QA_ARRAY(work->scratch, size_t, a->n + 1);
    const struct qa_match_input input = {.n_rows = a->n,
                                         .n_columns = b->n,
                                         .similarity = similarity,
                                         .threshold = work->sequence->question->threshold -
                                                      2.220446049250313e-16};
    (void)qa_match(&input, work->scratch, column);
    double *share = QA_ARRAY(work->scratch, double, a->objects.n * b->objects.n + 1);
    const struct qa_sides sides = {&b->objects, &a->objects, work->sequence->question->setting,
                                   work->scratch};
    work->sequence->question->type->covered(&sides, share);
    for (size_t j = 0; j < b->n; j++) {
        bool is_matched = false;
        double most = 0;
        for (size_t i = 0; i < a->n; i++) {
            is_matched = is_matched || column[i] == j;
        }
        for (size_t k = 0; k < a->objects.n; k++) {
            double own = share[b->list[j].within * a->objects.n + k];
            most = qa_object_is_crowd(work->batch[0], a->first + k) && own > most ? own : most;
        }
        b->list[j].gone = !is_matched && most > 0.5;
    }
}

/* What is built. */
struct building {
    struct qa_track_frames out;
    struct qa_overlap *overlap;
    size_t n;
    size_t capacity;
    size_t *object[2];
};

static void add_overlaps(const struct work *work, const struct side *a, const struct side *b,
                         const double *similarity, struct building *building)
{
    for (size_t i = 0; i < a->n; i++) {
        uint32_t place = 0; /* among those of b that count */
        for (size_t j = 0; j < b->n; j++) {
            double own = similarity[i * b->n + j];
            if (!b->list[j].gone && own > 0) {
                building->overlap =
                    qa_arena_grow(work->scratch, building->overlap, &building->capacity,
                                  building->n + 1, sizeof *building->overlap);
                building->overlap[building->n++] =
                    (struct qa_overlap){.track = {a->list[i].track, b->list[j].track},
                                        .box = {(uint32_t)i, place},
                                        .similarity = own};
            }
            place += !b->list[j].gone;
        }
    }
}

static uint32_t count_side(const struct side *side, int which, struct building *building)
{
    uint32_t n = 0;
    for (size_t i = 0; i < side->n; i++) {
        if (!side->list[i].gone) {
            building->out.length[which][side->list[i].track]++;
            building->object[which][side->list[i].track] = side->list[i].object;
            n++;
        }
    }
    building->out.n_boxes[which] += n;
    return n;
}

static void take_frame(struct work *work, const struct qa_mask_frame *const frame[2], double number,
                       struct building *building)
{
    struct side a = side_of(work, 0, frame[0]);
    struct side b = side_of(work, 1, frame[1]);
    const double *similarity = compare(work, &a, &b);
    leave_out(work, &a, &b, similarity);
    struct qa_track_frame *out = &building->out.frame[building->out.n_frames++];
    *out = (struct qa_track_frame){.number = number, .first = building->n};
    out->n[0] = count_side(&a, 0, building);
    out->n[1] = count_side(&b, 1, building);
    add_overlaps(work, &a, &b, similarity, building);
}

/* The sides of the next frame that either has, NULL of one that has it not; its number. */
static double next_frame(const struct qa_mask_sequence *sequence, size_t at[2],
                         const struct qa_mask_frame *frame[2])
{
    double number = HUGE_VAL;
    for (int which = 0; which < 2; which++) {
        if (at[which] < sequence->n[which]) {
            number = fmin(number, sequence->frame[which][at[which]].number);
        }
    }
    for (int which = 0; which < 2; which++) {
        const struct qa_mask_frame *next = &sequence->frame[which][at[which]];
        frame[which] = at[which] < sequence->n[which] && next->number == number ? next : NULL;
        at[which] += frame[which] != NULL;
    }
    return number;
}

struct qa_track_frames qa_mask_frames_of(const struct qa_mask_sequence *sequence, bool of_class,
                                         uint32_t label, struct qa_arena *scratch)
{
    struct work work = {.sequence = sequence,
                        .batch = {sequence->comparison->a, sequence->comparison->b},
                        .of_class = of_class,
                        .label = label,
                        .scratch = scratch};
    struct building building = {.out = {.threshold = sequence->question->threshold}};
    for (int which = 0; which < 2; which++) {
        size_t n;
        list_keys(&work, which, &n);
        building.out.length[which] = QA_ARRAY(scratch, uint64_t, work.n_keys[which] + n + 1);
        building.object[which] = QA_ARRAY(scratch, size_t, work.n_keys[which] + n + 1);
        building.out.object[which] = building.object[which];
    }
    building.out.frame =
        QA_ARRAY(scratch, struct qa_track_frame, sequence->n[0] + sequence->n[1] + 1);
    for (size_t at[2] = {0, 0}; at[0] < sequence->n[0] || at[1] < sequence->n[1];) {
        const struct qa_mask_frame *frame[2];
        double number = next_frame(sequence, at, frame);
        take_frame(&work, frame, number, &building);
    }
    building.out.frame[building.out.n_frames].first = building.n;
    for (int which = 0; which < 2; which++) {
        building.out.n_tracks[which] = work.n_tracks[which];
    }
    qa_track_number_pairs(building.overlap, building.n, &building.out, scratch);
    building.out.overlap = building.overlap;
    return building.out;
}
