#include "qa/audit/tracks.h"

#include <stdlib.h>
#include <string.h>

#include "qa/annotation/track.h"
#include "qa/audit/table_forms.h"
#include "qa/audit/track_jumps.h"
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
     .about = "Steps that no motion of the track explains, beyond half the box's diagonal."},
    {"size_jumps", NULL, QA_COUNT,
     .about = "Changes of width or height that nothing explains, beyond a third of it."},
};
const struct qa_table_form qa_form_errors_track_work =
    QA_TABLE_FORM("track_work", "Tracks as they were drawn", work_columns);

struct work {
    uint64_t tracks, boxes, interpolated, jumps[QA_N_JUMP_KINDS];
};

static void add_track(struct work *work, const struct qa_batch *batch, size_t object,
                      struct qa_arena *scratch)
{
    const struct qa_objects one = qa_batch_objects(batch, object, 1);
    size_t n;
    const double *frame = qa_track_frames(&one, 0, &n);
    struct qa_arena_mark mark = qa_arena_mark(scratch);
    struct qa_track_jump *jumps;
    size_t n_jumps = qa_track_jumps(frame, n, scratch, &jumps);
    work->tracks++;
    work->boxes += n;
    for (size_t k = 0; k < n; k++) {
        work->interpolated += qa_track_has(frame + k * QA_TRACK_STRIDE, QA_TRACK_INTERPOLATED);
    }
    for (size_t k = 0; k < n_jumps; k++) {
        work->jumps[jumps[k].kind]++;
    }
    qa_arena_reset(scratch, mark);
}

/* By annotator, slot 0 of those without a name. */
static struct work *work_of(const struct qa_batch *batch, size_t n_slots, struct qa_arena *arena)
{
    struct work *work = QA_ARRAY(arena, struct work, n_slots);
    struct qa_arena *scratch = qa_arena_new();
    for (size_t a = 0; a < batch->n_answers; a++) {
        size_t first = (size_t)qa_first_object(batch, a);
        bool is_of_it = qa_answer_type(batch, a) == &qa_type_track;
        for (size_t o = 0; is_of_it && o < qa_object_count(batch, a); o++) {
            uint32_t annotator = batch->annotator[a];
            add_track(&work[annotator == QA_NONE ? 0 : (size_t)annotator + 1], batch, first + o,
                      scratch);
        }
    }
    qa_arena_free(scratch);
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
        qa_put_count(table, own->jumps[QA_JUMP_OF_PLACE]);
        qa_put_count(table, own->jumps[QA_JUMP_OF_SIZE]);
    }
    qa_report_add_table(report, table);
}

/* ---- jumps ---- */

static const struct qa_column jump_columns[] = {
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor."},
    {"item", NULL, QA_TEXT, .is_key = true, .about = "The sequence."},
    {"annotator", NULL, QA_TEXT, .is_key = true, .about = "Whose track it is."},
    {"kind", NULL, QA_TEXT, .is_key = true, .about = "place or size."},
    {"frame", NULL, QA_COUNT, .is_key = true, .about = "The frame that it jumps into."},
    {"last_frame", NULL, QA_COUNT, .about = "The frame of the box before."},
    {"class", NULL, QA_TEXT, .about = "The track's class."},
    {"id", NULL, QA_TEXT, .is_key = true, .about = "The track, by its id."},
    {"share", NULL, QA_REAL,
     .about = "What no motion explains, as a share of the box's diagonal, or of its side."},
    {"file", NULL, QA_TEXT, .is_detail = true, .about = "The file of the track."},
    {"line", NULL, QA_COUNT, .is_detail = true, .about = "The first line of the track."},
};
const struct qa_table_form qa_form_errors_track_jumps =
    QA_TABLE_FORM("track_jumps", "Boxes that jump", jump_columns);

/* An object, as the table orders them. */
struct jumping {
    const char *item;
    const char *id;
    size_t answer;
    size_t object;
};

static int compare_jumping(const void *left, const void *right)
{
    const struct jumping *a = left;
    const struct jumping *b = right;
    int by = strcmp(a->item, b->item);
    by = by != 0 ? by : strcmp(a->id, b->id);
    by = by != 0 ? by : (a->answer > b->answer) - (a->answer < b->answer);
    return by != 0 ? by : (a->object > b->object) - (a->object < b->object);
}

static struct jumping *list_tracks(const struct qa_batch *batch, struct qa_arena *arena, size_t *n)
{
    struct jumping *list = NULL;
    size_t capacity = 0;
    *n = 0;
    for (size_t a = 0; a < batch->n_answers; a++) {
        size_t first = (size_t)qa_first_object(batch, a);
        bool is_of_it = qa_answer_type(batch, a) == &qa_type_track;
        for (size_t o = 0; is_of_it && o < qa_object_count(batch, a); o++) {
            const char *id = qa_object_key_text(batch, first + o, arena);
            list = qa_arena_grow(arena, list, &capacity, *n + 1, sizeof *list);
            list[(*n)++] = (struct jumping){qa_strings_text(batch->names->items, batch->item[a]),
                                            id != NULL ? id : "", a, first + o};
        }
    }
    if (*n > 0) {
        qsort(list, *n, sizeof *list, compare_jumping);
    }
    return list;
}

static void put_jump(struct qa_table *table, const struct qa_batch *batch,
                     const struct jumping *track, const struct qa_track_jump *jump)
{
    const struct qa_names *names = batch->names;
    uint32_t annotator = batch->annotator[track->answer];
    uint32_t vendor = annotator != QA_NONE ? qa_annotator_vendor(names, annotator) : QA_NONE;
    uint32_t label = batch->label[track->object];
    qa_table_row(table);
    qa_put_text(table, vendor != QA_NONE ? qa_strings_text(names->vendors, vendor) : NULL);
    qa_put_text(table, track->item);
    qa_put_text(table, annotator != QA_NONE ? qa_annotator_text(names, annotator) : NULL);
    qa_put_text(table, jump->kind == QA_JUMP_OF_PLACE ? "place" : "size");
    qa_put_count(table, (uint64_t)jump->frame);
    qa_put_count(table, (uint64_t)jump->last_frame);
    qa_put_text(table, label != QA_NONE ? qa_strings_text(names->labels, label) : NULL);
    qa_put_text(table, track->id);
    qa_put_real(table, jump->share);
    qa_put_text(table, qa_answer_source(batch, track->answer)->path);
    qa_put_count(table, qa_object_line(batch, track->answer, track->object));
}

static void add_jumps(const struct qa_batch *batch, struct qa_report *report)
{
    struct qa_table *table = qa_table_new(report->arena, &qa_form_errors_track_jumps);
    struct qa_arena *scratch = qa_arena_new();
    size_t n;
    const struct jumping *tracks = list_tracks(batch, report->arena, &n);
    for (size_t t = 0; t < n; t++) {
        struct qa_arena_mark mark = qa_arena_mark(scratch);
        const struct qa_objects one = qa_batch_objects(batch, tracks[t].object, 1);
        struct qa_track_jump *jumps;
        size_t n_frames;
        const double *frame = qa_track_frames(&one, 0, &n_frames);
        size_t n_jumps = qa_track_jumps(frame, n_frames, scratch, &jumps);
        for (size_t k = 0; k < n_jumps; k++) {
            put_jump(table, batch, &tracks[t], &jumps[k]);
        }
        qa_arena_reset(scratch, mark);
    }
    qa_arena_free(scratch);
    table->rows_shown = 20;
    qa_table_note(table, "A jump: a step unlike the steps before and behind it, by more than half "
                         "the box's diagonal (place) or a third of a side (size), and more than "
                         "six times what is usual in the track.");
    qa_report_add_table(report, table);
}

static bool has_tracks(const struct qa_batch *batch)
{
    bool any = false;
    for (size_t a = 0; !any && a < batch->n_answers; a++) {
        any = qa_answer_type(batch, a) == &qa_type_track;
    }
    return any;
}

void qa_tracks_work_tables(const struct qa_batch *batch, struct qa_report *report)
{
    if (has_tracks(batch)) {
        add_work(batch, report);
        add_jumps(batch, report);
    }
}

void qa_tracks_tables(const struct qa_comparison *comparison, struct qa_report *report)
{
    if (has_tracks(comparison->b)) {
        add_switches(comparison, report);
    }
    qa_tracks_work_tables(comparison->b, report);
}
