#include "qa/score/track_frames.h"

#include <stdlib.h>
#include <string.h>

#include "qa/annotation/box.h"
#include "qa/annotation/match.h"
#include "qa/base/hash.h"
#include "qa/score/track_parts.h"

/* ---- boxes by frame ---- */

static int compare_boxes(const void *a, const void *b)
{
    const struct qa_track_box *one = a;
    const struct qa_track_box *other = b;
    if (one->frame != other->frame) {
        return one->frame < other->frame ? -1 : 1;
    }
    return (one->track > other->track) - (one->track < other->track);
}

static void take_track(struct qa_track_side *side, size_t track)
{
    size_t object = side->object[track];
    const struct qa_objects one = qa_batch_objects(side->batch, object, 1);
    size_t n;
    const double *frame = qa_track_frames(&one, 0, &n);
    for (size_t k = 0; k < n; k++, frame += QA_TRACK_STRIDE) {
        struct qa_track_box *box = &side->box[side->n_boxes++];
        *box = (struct qa_track_box){.frame = frame[QA_TRACK_FRAME],
                                     .track = (uint32_t)track,
                                     .label = side->batch->label[object],
                                     .uncounted = qa_object_is_crowd(side->batch, object) ||
                                                  qa_track_has(frame, QA_TRACK_UNCOUNTED)};
        memcpy(box->at, frame + QA_TRACK_X, sizeof box->at);
    }
}

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

/* The tracks of one side in the group; their boxes by frame. */
static void fill_side(struct qa_track_work *work, int which, size_t answer,
                      const struct qa_object_group *group)
{
    struct qa_track_side *side = &work->side[which];
    size_t n = answer != SIZE_MAX ? qa_object_count(side->batch, answer) : 0;
    size_t first = n > 0 ? (size_t)qa_first_object(side->batch, answer) : 0;
    const struct qa_objects objects =
        n > 0 ? qa_batch_objects(side->batch, first, n) : (struct qa_objects){.n = 0};
    struct placed *placed = QA_ARRAY(work->scratch, struct placed, n + 1);
    size_t n_boxes = 0;
    side->object = QA_ARRAY(work->scratch, size_t, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (is_in(work, group, which, first + i)) {
            size_t n_frames;
            (void)qa_track_frames(&objects, i, &n_frames);
            placed[side->n_tracks++] = (struct placed){&objects, i};
            n_boxes += n_frames;
        }
    }
    qsort(placed, side->n_tracks, sizeof *placed, compare_placed);
    side->box = QA_ARRAY(work->scratch, struct qa_track_box, n_boxes + 1);
    for (size_t t = 0; t < side->n_tracks; t++) {
        side->object[t] = first + placed[t].at;
        take_track(side, t);
    }
    qsort(side->box, side->n_boxes, sizeof *side->box, compare_boxes);
}

/* ---- matching within a frame ---- */

/* Boxes of the overlaps numbered without gaps; returns how many. */
static size_t number_boxes(const struct qa_overlap *overlaps, size_t n, int which, uint32_t *number,
                           struct qa_arena *scratch)
{
    uint32_t most = 0;
    uint32_t used = 0;
    for (size_t i = 0; i < n; i++) {
        most = overlaps[i].box[which] > most ? overlaps[i].box[which] : most;
    }
    uint32_t *known = QA_ARRAY(scratch, uint32_t, (size_t)most + 1);
    for (size_t i = 0; i < n; i++) {
        uint32_t *slot = &known[overlaps[i].box[which]];
        if (*slot == 0) {
            *slot = ++used;
        }
        number[i] = *slot - 1;
    }
    return used;
}

void qa_track_match(const struct qa_overlap *overlaps, const double *weight, size_t n,
                    struct qa_arena *scratch, bool *chosen)
{
    struct qa_arena_mark mark = qa_arena_mark(scratch);
    uint32_t *row = QA_ARRAY(scratch, uint32_t, n + 1);
    uint32_t *column = QA_ARRAY(scratch, uint32_t, n + 1);
    struct qa_match_input input = {.threshold = 5e-324};
    input.n_rows = number_boxes(overlaps, n, 0, row, scratch);
    input.n_columns = number_boxes(overlaps, n, 1, column, scratch);
    double *matrix = QA_ARRAY(scratch, double, input.n_rows *input.n_columns + 1);
    size_t *partner = QA_ARRAY(scratch, size_t, input.n_rows + 1);
    for (size_t i = 0; i < n; i++) {
        matrix[row[i] * input.n_columns + column[i]] = weight[i];
    }
    input.similarity = matrix;
    qa_match(&input, scratch, partner);
    for (size_t i = 0; i < n; i++) {
        chosen[i] = partner[row[i]] == column[i];
    }
    qa_arena_reset(scratch, mark);
}

/* ---- overlaps ---- */

struct overlaps {
    struct qa_overlap *list;
    size_t n;
    size_t capacity;
};

/* What counts moves to the front; its number is returned. */
static size_t squeeze(struct qa_track_box *box, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (!box[i].gone) {
            box[kept++] = box[i];
        }
    }
    return kept;
}

static void find_overlaps(const struct qa_track_work *work, const struct qa_frame_boxes *frame,
                          struct overlaps *out)
{
    for (uint32_t i = 0; i < frame->n[0]; i++) {
        const struct qa_track_box *a = &frame->box[0][i];
        for (uint32_t j = 0; j < frame->n[1]; j++) {
            const struct qa_track_box *b = &frame->box[1][j];
            double similarity = 0;
            if (qa_track_may_overlap(work, a, b)) {
                qa_box_compare_row(a->at, b->at, 1, &similarity);
            }
            if (similarity > 0) {
                out->list = qa_arena_grow(work->scratch, out->list, &out->capacity, out->n + 1,
                                          sizeof *out->list);
                out->list[out->n++] = (struct qa_overlap){
                    .track = {a->track, b->track}, .box = {i, j}, .similarity = similarity};
            }
        }
    }
}

/* Pairs of tracks get numbers in the order in which they meet. */
static void number_pairs(struct overlaps *overlaps, struct qa_track_frames *out,
                         struct qa_arena *scratch)
{
    size_t n_slots = 64;
    while (n_slots < 2 * overlaps->n) {
        n_slots *= 2;
    }
    uint32_t *slot = QA_ARRAY(scratch, uint32_t, n_slots);
    uint32_t(*pair)[2] = qa_arena_array(scratch, overlaps->n + 1, sizeof *pair);
    for (size_t i = 0; i < overlaps->n; i++) {
        struct qa_overlap *overlap = &overlaps->list[i];
        size_t at = qa_hash64(overlap->track, sizeof overlap->track, 0) & (n_slots - 1);
        while (slot[at] != 0 && memcmp(pair[slot[at] - 1], overlap->track, sizeof *pair) != 0) {
            at = (at + 1) & (n_slots - 1);
        }
        if (slot[at] == 0) {
            memcpy(pair[out->n_pairs], overlap->track, sizeof *pair);
            slot[at] = (uint32_t)++out->n_pairs;
        }
        overlap->pair = slot[at] - 1;
    }
    out->pair = (const uint32_t(*)[2])pair;
}

static void count_boxes(const struct qa_frame_boxes *frame, struct qa_track_frames *out)
{
    for (int which = 0; which < 2; which++) {
        out->n_boxes[which] += frame->n[which];
        for (size_t i = 0; i < frame->n[which]; i++) {
            out->length[which][frame->box[which][i].track]++;
        }
    }
}

/* The boxes of the next frame that either side has. */
static struct qa_frame_boxes next_frame(const struct qa_track_work *work, size_t at[2],
                                        double *number)
{
    struct qa_frame_boxes out = {.n = {0, 0}};
    bool has[2] = {at[0] < work->side[0].n_boxes, at[1] < work->side[1].n_boxes};
    double first[2] = {has[0] ? work->side[0].box[at[0]].frame : 0,
                       has[1] ? work->side[1].box[at[1]].frame : 0};
    *number = !has[1] || (has[0] && first[0] < first[1]) ? first[0] : first[1];
    for (int which = 0; which < 2; which++) {
        const struct qa_track_side *side = &work->side[which];
        out.box[which] = side->box + at[which];
        while (at[which] < side->n_boxes && side->box[at[which]].frame == *number) {
            at[which]++;
            out.n[which]++;
        }
    }
    return out;
}

static void take_frame(const struct qa_track_work *work, struct qa_frame_boxes *frame,
                       double number, struct overlaps *overlaps, struct qa_track_frames *out)
{
    qa_track_leave_out(work, frame);
    for (int which = 0; which < 2; which++) {
        frame->n[which] = squeeze(frame->box[which], frame->n[which]);
    }
    count_boxes(frame, out);
    out->frame[out->n_frames++] = (struct qa_track_frame){
        number, {(uint32_t)frame->n[0], (uint32_t)frame->n[1]}, overlaps->n};
    find_overlaps(work, frame, overlaps);
}

struct qa_track_frames qa_track_frames_of(const struct qa_comparison *comparison,
                                          const struct qa_pair *pair,
                                          const struct qa_object_group *group,
                                          struct qa_arena *scratch)
{
    const struct qa_question *question = qa_question_at(comparison->b, pair->question);
    struct qa_track_work work = {.comparison = comparison, .scratch = scratch};
    work.rules =
        (enum qa_track_rules)qa_type_setting(question->type, question->setting, QA_TRACK_MOT_RULES)
            .choice;
    work.threshold =
        qa_type_setting(question->type, question->setting, QA_TRACK_BOX_THRESHOLD).number;
    work.side[0].batch = comparison->a;
    work.side[1].batch = comparison->b;
    if (group->of == QA_OF_PAIR || work.rules <= QA_TRACK_RULES_MOT15 ||
        qa_track_is_pedestrian(&work, group->id)) {
        fill_side(&work, 0, pair->answer_a, group);
        fill_side(&work, 1, pair->answer_b, group);
    }
    struct qa_track_frames out = {.threshold = work.threshold};
    for (int which = 0; which < 2; which++) {
        out.n_tracks[which] = work.side[which].n_tracks;
        out.object[which] = work.side[which].object;
        out.length[which] = QA_ARRAY(scratch, uint64_t, out.n_tracks[which] + 1);
    }
    out.frame =
        QA_ARRAY(scratch, struct qa_track_frame, work.side[0].n_boxes + work.side[1].n_boxes + 1);
    struct overlaps overlaps = {.n = 0};
    for (size_t at[2] = {0, 0}; at[0] < work.side[0].n_boxes || at[1] < work.side[1].n_boxes;) {
        double number;
        struct qa_frame_boxes frame = next_frame(&work, at, &number);
        take_frame(&work, &frame, number, &overlaps, &out);
    }
    out.frame[out.n_frames].first = overlaps.n;
    number_pairs(&overlaps, &out, scratch);
    out.overlap = overlaps.list;
    return out;
}
