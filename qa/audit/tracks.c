#include "qa/audit/tracks.h"

#include <math.h>

#include "qa/annotation/track.h"
#include "qa/audit/table_forms.h"
#include "qa/score/track_frames.h"
#include "qa/score/tracks_clear.h"

/* ---- switches ---- */

static const struct qa_column switch_columns[] = {
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor."},
    {"item", NULL, QA_TEXT, .is_key = true, .about = "The sequence."},
    {"annotator", NULL, QA_TEXT, .is_key = true, .about = "Whose tracks they are."},
    {"kind", NULL, QA_TEXT,
     .about = "cut in two: one track had ended when the next began; switched: both went on."},
    {"frame", NULL, QA_COUNT, .is_key = true, .about = "The frame of the new match."},
    {"last_frame", NULL, QA_COUNT, .about = "The frame of the match before."},
    {"class", NULL, QA_TEXT, .about = "The class of gold's track."},
    {"gold_id", NULL, QA_TEXT, .is_key = true, .about = "Gold's track, by its id."},
    {"before", NULL, QA_TEXT, .about = "The delivered track that it was matched with, by its id."},
    {"after", NULL, QA_TEXT, .about = "The delivered track that it is matched with now."},
    {"file", NULL, QA_TEXT, .is_detail = true, .about = "The file of the delivered track."},
    {"line", NULL, QA_COUNT, .is_detail = true, .about = "The first line of the track after."},
};
const struct qa_table_form qa_form_errors_track_switches =
    QA_TABLE_FORM("track_switches", "Identities that were lost", switch_columns);

/* The first frame of a track, or its last. */
static double end_of(const struct qa_batch *batch, size_t object, bool is_last)
{
    const struct qa_objects one = qa_batch_objects(batch, object, 1);
    double end[2];
    qa_type_track.extent(&one, 0, &end[0], &end[1]);
    return end[is_last];
}

static void put_switch(struct qa_table *table, const struct qa_comparison *comparison,
                       const struct qa_pair *pair, const struct qa_track_switch *at)
{
    const struct qa_batch *batch = comparison->b;
    const struct qa_names *names = batch->names;
    uint32_t label = comparison->a->label[at->reference];
    bool is_cut = end_of(batch, at->before, true) < end_of(batch, at->after, false);
    qa_table_row(table);
    qa_put_text(table,
                pair->vendor != QA_NONE ? qa_strings_text(names->vendors, pair->vendor) : NULL);
    qa_put_text(table, qa_strings_text(names->items, pair->item));
    qa_put_text(table, qa_annotator_text(names, batch->annotator[pair->answer_b]));
    qa_put_text(table, is_cut ? "cut in two" : "switched");
    qa_put_count(table, (uint64_t)at->frame);
    qa_put_count(table, (uint64_t)at->last_frame);
    qa_put_text(table, label != QA_NONE ? qa_strings_text(names->labels, label) : NULL);
    qa_put_text(table, qa_object_key_text(comparison->a, at->reference, table->arena));
    qa_put_text(table, qa_object_key_text(batch, at->before, table->arena));
    qa_put_text(table, qa_object_key_text(batch, at->after, table->arena));
    qa_put_text(table, qa_answer_source(batch, pair->answer_b)->path);
    qa_put_count(table, qa_object_line(batch, pair->answer_b, at->after));
}

static bool is_of_tracks(const struct qa_comparison *comparison, const struct qa_pair *pair)
{
    return qa_question_at(comparison->b, pair->question)->type == &qa_type_track;
}

static void add_switches(const struct qa_comparison *comparison, struct qa_report *report)
{
    const struct qa_object_group whole = {.of = QA_OF_PAIR, .id = QA_NONE};
    struct qa_table *table = qa_table_new(report->arena, &qa_form_errors_track_switches);
    struct qa_arena *scratch = qa_arena_new();
    for (size_t p = 0; p < comparison->n_pairs; p++) {
        const struct qa_pair *pair = &comparison->pairs[p];
        struct qa_arena_mark mark = qa_arena_mark(scratch);
        size_t n = 0;
        const struct qa_track_switch *list = NULL;
        if (is_of_tracks(comparison, pair) && pair->answer_b != SIZE_MAX) {
            struct qa_track_frames frames = qa_track_frames_of(comparison, pair, &whole, scratch);
            list = qa_track_switches(&frames, scratch, &n);
        }
        for (size_t i = 0; i < n; i++) {
            put_switch(table, comparison, pair, &list[i]);
        }
        qa_arena_reset(scratch, mark);
    }
    qa_arena_free(scratch);
    table->rows_shown = 20;
    qa_table_note(table, "A switch: a track of gold is matched with another track than at its last "
                         "match (Bernardin and Stiefelhagen 2008).");
    qa_report_add_table(report, table);
}

/* ---- work ---- */

static const struct qa_column work_columns[] = {
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The annotator's vendor."},
    {"annotator", NULL, QA_TEXT, .is_key = true, .about = "The annotator."},
    {"tracks", NULL, QA_COUNT, .about = "Tracks delivered."},
    {"boxes", NULL, QA_COUNT, .about = "Boxes of them, one a frame."},
    {"interpolated", NULL, QA_RATE, .about = "Share of the boxes that a tool filled in."},
    {"place_jumps", NULL, QA_COUNT,
     .about = "From one frame to the next the centre moved farther than the box's diagonal."},
    {"size_jumps", NULL, QA_COUNT,
     .about = "From one frame to the next the area changed by more than the factor 2."},
};
const struct qa_table_form qa_form_errors_track_work =
    QA_TABLE_FORM("track_work", "Tracks as they were drawn", work_columns);

struct work {
    uint64_t tracks, boxes, interpolated, place_jumps, size_jumps;
};

static bool jumps_in_place(const double *a, const double *b)
{
    double dx = b[QA_TRACK_X] + b[QA_TRACK_WIDTH] / 2 - a[QA_TRACK_X] - a[QA_TRACK_WIDTH] / 2;
    double dy = b[QA_TRACK_Y] + b[QA_TRACK_HEIGHT] / 2 - a[QA_TRACK_Y] - a[QA_TRACK_HEIGHT] / 2;
    return hypot(dx, dy) > fmax(hypot(a[QA_TRACK_WIDTH], a[QA_TRACK_HEIGHT]),
                                hypot(b[QA_TRACK_WIDTH], b[QA_TRACK_HEIGHT]));
}

static bool jumps_in_size(const double *a, const double *b)
{
    double area[2] = {a[QA_TRACK_WIDTH] * a[QA_TRACK_HEIGHT],
                      b[QA_TRACK_WIDTH] * b[QA_TRACK_HEIGHT]};
    return fmax(area[0], area[1]) > 2 * fmin(area[0], area[1]);
}

static void add_track(struct work *work, const struct qa_batch *batch, size_t object)
{
    const struct qa_objects one = qa_batch_objects(batch, object, 1);
    size_t n;
    const double *frame = qa_track_frames(&one, 0, &n);
    work->tracks++;
    work->boxes += n;
    for (size_t k = 0; k < n; k++, frame += QA_TRACK_STRIDE) {
        const double *last = frame - QA_TRACK_STRIDE;
        bool follows = k > 0 && frame[QA_TRACK_FRAME] == last[QA_TRACK_FRAME] + 1;
        work->interpolated += qa_track_has(frame, QA_TRACK_INTERPOLATED);
        work->place_jumps += follows && jumps_in_place(last, frame);
        work->size_jumps += follows && jumps_in_size(last, frame);
    }
}

/* By annotator, slot 0 of those without a name. */
static struct work *work_of(const struct qa_batch *batch, size_t n_slots, struct qa_arena *arena)
{
    struct work *work = QA_ARRAY(arena, struct work, n_slots);
    for (size_t a = 0; a < batch->n_answers; a++) {
        size_t first = (size_t)qa_first_object(batch, a);
        bool is_of_it = qa_answer_type(batch, a) == &qa_type_track;
        for (size_t o = 0; is_of_it && o < qa_object_count(batch, a); o++) {
            uint32_t annotator = batch->annotator[a];
            add_track(&work[annotator == QA_NONE ? 0 : (size_t)annotator + 1], batch, first + o);
        }
    }
    return work;
}

static void add_work(const struct qa_batch *batch, struct qa_report *report)
{
    struct qa_table *table = qa_table_new(report->arena, &qa_form_errors_track_work);
    const struct qa_names *names = batch->names;
    uint32_t n = qa_annotator_count(names);
    const uint32_t *rank = qa_annotator_rank(names, report->arena);
    uint32_t *order = QA_ARRAY(report->arena, uint32_t, (size_t)n + 1);
    const struct work *work = work_of(batch, (size_t)n + 1, report->arena);
    for (uint32_t i = 0; i < n; i++) {
        order[rank[i]] = i;
    }
    for (size_t i = 0; i <= n; i++) {
        uint32_t annotator = i == 0 ? QA_NONE : order[i - 1];
        const struct work *own = &work[i == 0 ? 0 : (size_t)annotator + 1];
        uint32_t vendor = annotator != QA_NONE ? qa_annotator_vendor(names, annotator) : QA_NONE;
        if (own->tracks == 0) {
            continue;
        }
        qa_table_row(table);
        qa_put_text(table, vendor != QA_NONE ? qa_strings_text(names->vendors, vendor) : NULL);
        qa_put_text(table, annotator != QA_NONE ? qa_annotator_text(names, annotator) : NULL);
        qa_put_count(table, own->tracks);
        qa_put_count(table, own->boxes);
        qa_put_real(table, (double)own->interpolated / (double)own->boxes);
        qa_put_count(table, own->place_jumps);
        qa_put_count(table, own->size_jumps);
    }
    qa_report_add_table(report, table);
}

void qa_tracks_tables(const struct qa_comparison *comparison, struct qa_report *report)
{
    bool any = false;
    for (size_t a = 0; !any && a < comparison->b->n_answers; a++) {
        any = qa_answer_type(comparison->b, a) == &qa_type_track;
    }
    if (any) {
        add_switches(comparison, report);
        add_work(comparison->b, report);
    }
}
