#include "qa/score/track_frames.h"

#include <string.h>

#include "qa/annotation/box.h"
#include "qa/annotation/match.h"
#include "qa/base/hash.h"
#include "qa/score/track_parts.h"

/* ---- matching within a frame ---- */

/* The boxes of one side that overlap, numbered without gaps: number[i] of overlap i. Those in one
 * overlap alone are told by their count. */
struct numbered {
    uint32_t *number;
    uint32_t *count; /* overlaps of each */
    size_t n;
};

static struct numbered number_boxes(const struct qa_overlap *overlaps, size_t n, int which,
                                    struct qa_arena *scratch)
{
    uint32_t most = 0;
    for (size_t i = 0; i < n; i++) {
        most = overlaps[i].box[which] > most ? overlaps[i].box[which] : most;
    }
    uint32_t *known = QA_ARRAY(scratch, uint32_t, (size_t)most + 1);
    struct numbered out = {.number = QA_ARRAY(scratch, uint32_t, n + 1),
                           .count = QA_ARRAY(scratch, uint32_t, n + 1)};
    for (size_t i = 0; i < n; i++) {
        uint32_t *slot = &known[overlaps[i].box[which]];
        if (*slot == 0) {
            *slot = (uint32_t)++out.n;
        }
        out.number[i] = *slot - 1;
        out.count[*slot - 1]++;
    }
    return out;
}

/* The overlaps of list, by the general way. */
static void match_crowded(const struct qa_overlap *overlaps, const double *weight,
                          const size_t *list, size_t n, struct qa_arena *scratch, bool *chosen)
{
    struct qa_overlap *own = QA_ARRAY(scratch, struct qa_overlap, n + 1);
    for (size_t i = 0; i < n; i++) {
        own[i] = overlaps[list[i]];
    }
    struct numbered row = number_boxes(own, n, 0, scratch);
    struct numbered column = number_boxes(own, n, 1, scratch);
    double *matrix = QA_ARRAY(scratch, double, row.n *column.n + 1);
    size_t *partner = QA_ARRAY(scratch, size_t, row.n + 1);
    for (size_t i = 0; i < n; i++) {
        matrix[row.number[i] * column.n + column.number[i]] = weight[list[i]];
    }
    const struct qa_match_input input = {
        .n_rows = row.n, .n_columns = column.n, .similarity = matrix, .threshold = 5e-324};
    qa_match(&input, scratch, partner);
    for (size_t i = 0; i < n; i++) {
        chosen[list[i]] = partner[row.number[i]] == column.number[i];
    }
}

void qa_track_match(const struct qa_overlap *overlaps, const double *weight, size_t n,
                    struct qa_arena *scratch, bool *chosen)
{
    struct qa_arena_mark mark = qa_arena_mark(scratch);
    struct numbered row = number_boxes(overlaps, n, 0, scratch);
    struct numbered column = number_boxes(overlaps, n, 1, scratch);
    size_t *crowded = QA_ARRAY(scratch, size_t, n + 1);
    size_t n_crowded = 0;
    for (size_t i = 0; i < n; i++) {
        if (row.count[row.number[i]] == 1 && column.count[column.number[i]] == 1) {
            chosen[i] = weight[i] > 0;
        } else if (weight[i] > 0) {
            crowded[n_crowded++] = i;
        } else {
            chosen[i] = false;
        }
    }
    if (n_crowded > 0) {
        match_crowded(overlaps, weight, crowded, n_crowded, scratch, chosen);
    }
    qa_arena_reset(scratch, mark);
}

/* ---- overlaps ---- */

struct overlaps {
    struct qa_overlap *list;
    size_t n;
    size_t capacity;
    /* Sides of the boxes of b in the frame at hand, each in a column; and which meet a box of a. */
    double *left;
    double *top;
    double *right;
    double *bottom;
    uint8_t *meets;
    size_t room;
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

static void make_columns(const struct qa_frame_boxes *frame, struct qa_arena *arena,
                         struct overlaps *out)
{
    size_t n = frame->n[1];
    if (n > out->room) {
        out->room = 2 * n;
        out->left = QA_ARRAY(arena, double, out->room);
        out->top = QA_ARRAY(arena, double, out->room);
        out->right = QA_ARRAY(arena, double, out->room);
        out->bottom = QA_ARRAY(arena, double, out->room);
        out->meets = QA_ARRAY(arena, uint8_t, out->room);
    }
    for (size_t j = 0; j < n; j++) {
        const double *at = frame->box[1][j].at;
        out->left[j] = at[0];
        out->top[j] = at[1];
        out->right[j] = at[0] + at[2];
        out->bottom[j] = at[1] + at[3];
    }
}

/* A loop without a branch: all boxes of b in a few vectors. */
static void find_meeting(const double *a, size_t n, const struct overlaps *columns)
{
    const double *left = columns->left;
    const double *top = columns->top;
    const double *right = columns->right;
    const double *bottom = columns->bottom;
    uint8_t *meets = columns->meets;
    double a_right = a[0] + a[2];
    double a_bottom = a[1] + a[3];
    for (size_t j = 0; j < n; j++) {
        meets[j] = (uint8_t)((a[0] < right[j]) & (left[j] < a_right) & (a[1] < bottom[j]) &
                             (top[j] < a_bottom));
    }
}

static void add_overlap(const struct qa_track_work *work, const struct qa_frame_boxes *frame,
                        uint32_t i, uint32_t j, struct overlaps *out)
{
    const struct qa_track_box *a = &frame->box[0][i];
    const struct qa_track_box *b = &frame->box[1][j];
    double similarity = 0;
    if (qa_track_may_overlap(work, a, b)) {
        qa_box_compare_row(a->at, b->at, 1, &similarity);
    }
    if (similarity > 0) {
        out->list =
            qa_arena_grow(work->scratch, out->list, &out->capacity, out->n + 1, sizeof *out->list);
        out->list[out->n++] = (struct qa_overlap){
            .track = {a->track, b->track}, .box = {i, j}, .similarity = similarity};
    }
}

/* A box without area is like one that is equal to it. */
static void find_overlaps(const struct qa_track_work *work, const struct qa_frame_boxes *frame,
                          struct overlaps *out)
{
    make_columns(frame, work->scratch, out);
    for (uint32_t i = 0; i < frame->n[0]; i++) {
        const double *a = frame->box[0][i].at;
        bool has_area = a[2] > 0 && a[3] > 0;
        if (has_area) {
            find_meeting(a, frame->n[1], out);
        }
        for (uint32_t j = 0; j < frame->n[1]; j++) {
            if (!has_area || out->meets[j] != 0) {
                add_overlap(work, frame, i, j, out);
            }
        }
    }
}

/* Pairs of tracks by their numbers, as many as were met: a table that doubles when half full. */
struct pair_table {
    struct qa_arena *scratch;
    uint32_t *slot; /* number + 1; 0: free */
    size_t n_slots;
    uint32_t (*pair)[2];
    size_t capacity;
    size_t n;
};

static size_t slot_of(const struct pair_table *table, const uint32_t track[2])
{
    size_t at = qa_hash64(track, 2 * sizeof *track, 0) & (table->n_slots - 1);
    while (table->slot[at] != 0 &&
           memcmp(table->pair[table->slot[at] - 1], track, sizeof *table->pair) != 0) {
        at = (at + 1) & (table->n_slots - 1);
    }
    return at;
}

static void double_slots(struct pair_table *table)
{
    table->n_slots *= 2;
    table->slot = QA_ARRAY(table->scratch, uint32_t, table->n_slots);
    for (size_t p = 0; p < table->n; p++) {
        table->slot[slot_of(table, table->pair[p])] = (uint32_t)p + 1;
    }
}

static uint32_t number_of(struct pair_table *table, const uint32_t track[2])
{
    size_t at = slot_of(table, track);
    if (table->slot[at] == 0) {
        table->pair = qa_arena_grow(table->scratch, table->pair, &table->capacity, table->n + 1,
                                    sizeof *table->pair);
        memcpy(table->pair[table->n], track, sizeof *table->pair);
        table->slot[at] = (uint32_t)++table->n;
        if (2 * table->n > table->n_slots) {
            double_slots(table);
            return (uint32_t)table->n - 1;
        }
    }
    return table->slot[at] - 1;
}

void qa_track_number_pairs(struct qa_overlap *overlaps, size_t n, struct qa_track_frames *out,
                           struct qa_arena *scratch)
{
    enum { SLOTS = 512 };
    struct pair_table table = {
        .scratch = scratch, .slot = QA_ARRAY(scratch, uint32_t, SLOTS), .n_slots = SLOTS};
    for (size_t i = 0; i < n; i++) {
        overlaps[i].pair = number_of(&table, overlaps[i].track);
    }
    out->pair = (const uint32_t(*)[2])table.pair;
    out->n_pairs = table.n;
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
    if (work->rules != QA_TRACK_RULES_NONE || work->side[0].any_uncounted ||
        work->side[1].any_uncounted) {
        qa_track_leave_out(work, frame);
        for (int which = 0; which < 2; which++) {
            frame->n[which] = squeeze(frame->box[which], frame->n[which]);
        }
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
        qa_track_fill_side(&work, 0, pair->answer_a, group);
        qa_track_fill_side(&work, 1, pair->answer_b, group);
    }
    struct qa_track_frames out = {.threshold = work.threshold};
    for (int which = 0; which < 2; which++) {
        out.n_tracks[which] = work.side[which].n_tracks;
        out.object[which] = work.side[which].object;
        out.length[which] = QA_ARRAY(scratch, uint64_t, out.n_tracks[which] + 1);
    }
    out.frame =
        QA_ARRAY(scratch, struct qa_track_frame, work.side[0].n_boxes + work.side[1].n_boxes + 1);
    struct overlaps overlaps = {.capacity = work.side[0].n_boxes + 1};
    overlaps.list = QA_ARRAY(scratch, struct qa_overlap, overlaps.capacity);
    for (size_t at[2] = {0, 0}; at[0] < work.side[0].n_boxes || at[1] < work.side[1].n_boxes;) {
        double number;
        struct qa_frame_boxes frame = next_frame(&work, at, &number);
        take_frame(&work, &frame, number, &overlaps, &out);
    }
    out.frame[out.n_frames].first = overlaps.n;
    qa_track_number_pairs(overlaps.list, overlaps.n, &out, scratch);
    out.overlap = overlaps.list;
    return out;
}
