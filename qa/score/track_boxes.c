/* The boxes of one side of a pair, by frame and track. */
#include "qa/score/track_parts.h"

#include <stdlib.h>
#include <string.h>

static int compare_boxes(const void *a, const void *b)
{
    const struct qa_track_box *one = a;
    const struct qa_track_box *other = b;
    if (one->frame != other->frame) {
        return one->frame < other->frame ? -1 : 1;
    }
    return (one->track > other->track) - (one->track < other->track);
}

/* ---- which tracks ---- */

/* An object in an order that no file decides. */
struct placed {
    const struct qa_objects *objects;
    size_t at;
};

static int compare_placed(const void *a, const void *b)
{
    const struct placed *one = a;
    const struct placed *other = b;
    return qa_object_order(one->objects, one->at, other->objects, other->at);
}

/* Regions of uncounted objects belong to every group; so do, by MOTChallenge's rules, all tracks of
 * the reference. */
static bool is_in(const struct qa_track_work *work, const struct qa_object_group *group, int which,
                  size_t object)
{
    const struct qa_batch *batch = work->side[which].batch;
    bool by_rules = work->rules > QA_TRACK_RULES_MOT15;
    return group->of == QA_OF_PAIR || batch->label[object] == group->id ||
           (which == 0 && (by_rules || qa_object_is_crowd(batch, object)));
}

/* ---- by frame ---- */

/* Where boxes of a frame go, when frames are few enough to be counted. */
struct slots {
    double first;
    size_t n;   /* frames from the first to the last; 0: too many to be counted */
    size_t *at; /* where the next box of a frame goes */
};

/* The boxes of the side's tracks, still to be read. */
struct extent {
    double first;
    double last;
    size_t n_boxes;
};

static struct extent extent_of(const struct qa_track_side *side)
{
    struct extent out = {0, -1, 0};
    for (size_t t = 0; t < side->n_tracks; t++) {
        const struct qa_objects one = qa_batch_objects(side->batch, side->object[t], 1);
        size_t n;
        const double *frame = qa_track_frames(&one, 0, &n);
        double last = frame[(n - 1) * QA_TRACK_STRIDE + QA_TRACK_FRAME];
        out.first = t == 0 || frame[QA_TRACK_FRAME] < out.first ? frame[QA_TRACK_FRAME] : out.first;
        out.last = t == 0 || last > out.last ? last : out.last;
        out.n_boxes += n;
    }
    return out;
}

static struct slots count_frames(const struct qa_track_side *side, const struct extent *extent,
                                 struct qa_arena *scratch)
{
    enum { FRAMES_A_BOX = 4, FEW = 1000 };
    double n = extent->last - extent->first + 1;
    if (n > (double)(FRAMES_A_BOX * extent->n_boxes + FEW)) {
        return (struct slots){.n = 0};
    }
    struct slots out = {extent->first, (size_t)n, QA_ARRAY(scratch, size_t, (size_t)n + 1)};
    for (size_t t = 0; t < side->n_tracks; t++) {
        const struct qa_objects one = qa_batch_objects(side->batch, side->object[t], 1);
        size_t n_frames;
        const double *frame = qa_track_frames(&one, 0, &n_frames);
        for (size_t k = 0; k < n_frames; k++) {
            out.at[(size_t)(frame[k * QA_TRACK_STRIDE] - out.first) + 1]++;
        }
    }
    for (size_t f = 0; f < out.n; f++) {
        out.at[f + 1] += out.at[f];
    }
    return out;
}

static void take_track(struct qa_track_side *side, struct slots *slots, size_t track)
{
    size_t object = side->object[track];
    const struct qa_objects one = qa_batch_objects(side->batch, object, 1);
    bool is_region = qa_object_is_crowd(side->batch, object);
    size_t n;
    const double *frame = qa_track_frames(&one, 0, &n);
    for (size_t k = 0; k < n; k++, frame += QA_TRACK_STRIDE) {
        size_t at = slots->n > 0 ? slots->at[(size_t)(frame[QA_TRACK_FRAME] - slots->first)]++
                                 : side->n_boxes;
        struct qa_track_box *box = &side->box[at];
        box->frame = frame[QA_TRACK_FRAME];
        box->track = (uint32_t)track;
        box->label = side->batch->label[object];
        box->uncounted = is_region || qa_track_has(frame, QA_TRACK_UNCOUNTED);
        side->any_uncounted = side->any_uncounted || box->uncounted;
        side->n_boxes++;
        memcpy(box->at, frame + QA_TRACK_X, sizeof box->at);
    }
}

static void fill_boxes(struct qa_track_work *work, struct qa_track_side *side)
{
    struct extent extent = extent_of(side);
    side->box = QA_ARRAY(work->scratch, struct qa_track_box, extent.n_boxes + 1);
    struct qa_arena_mark mark = qa_arena_mark(work->scratch);
    struct slots slots = count_frames(side, &extent, work->scratch);
    for (size_t t = 0; t < side->n_tracks; t++) {
        take_track(side, &slots, t);
    }
    qa_arena_reset(work->scratch, mark);
    if (slots.n == 0) {
        qsort(side->box, side->n_boxes, sizeof *side->box, compare_boxes);
    }
}

void qa_track_fill_side(struct qa_track_work *work, int which, size_t answer,
                        const struct qa_object_group *group)
{
    struct qa_track_side *side = &work->side[which];
    size_t n = answer != SIZE_MAX ? qa_object_count(side->batch, answer) : 0;
    size_t first = n > 0 ? (size_t)qa_first_object(side->batch, answer) : 0;
    const struct qa_objects objects =
        n > 0 ? qa_batch_objects(side->batch, first, n) : (struct qa_objects){.n = 0};
    side->object = QA_ARRAY(work->scratch, size_t, n + 1);
    struct qa_arena_mark mark = qa_arena_mark(work->scratch);
    struct placed *placed = QA_ARRAY(work->scratch, struct placed, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (is_in(work, group, which, first + i)) {
            placed[side->n_tracks++] = (struct placed){&objects, i};
        }
    }
    qsort(placed, side->n_tracks, sizeof *placed, compare_placed);
    for (size_t t = 0; t < side->n_tracks; t++) {
        side->object[t] = first + placed[t].at;
    }
    qa_arena_reset(work->scratch, mark);
    fill_boxes(work, side);
}
