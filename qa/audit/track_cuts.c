#include "qa/audit/track_cuts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "qa/annotation/box.h"
#include "qa/annotation/track.h"
#include "qa/audit/table_forms.h"
#include "qa/batch/questions.h"

enum { MOST_FRAMES = 10 };
static const double least_similarity = 0.5;

/* ---- two tracks ---- */

/* A track by its ends. */
struct ends {
    size_t track;
    uint32_t label;
    double first;
    double last;
    const double *frames;
    size_t n;
};

/* The last box after its last motion has gone on for some frames. */
static void go_on(const struct ends *track, double frames, double box[4])
{
    const double *last = track->frames + (track->n - 1) * QA_TRACK_STRIDE;
    memcpy(box, last + QA_TRACK_X, 4 * sizeof *box);
    if (track->n > 1) {
        const double *before = last - QA_TRACK_STRIDE;
        double by = frames / (last[QA_TRACK_FRAME] - before[QA_TRACK_FRAME]);
        box[0] += by * (last[QA_TRACK_X] - before[QA_TRACK_X]);
        box[1] += by * (last[QA_TRACK_Y] - before[QA_TRACK_Y]);
    }
}

static double similarity_of(const struct ends *before, const struct ends *after)
{
    double box[4];
    double there;
    double moved;
    const double *first = after->frames + QA_TRACK_X;
    go_on(before, 0, box);
    qa_box_compare_row(box, first, 1, &there);
    go_on(before, after->first - before->last, box);
    qa_box_compare_row(box, first, 1, &moved);
    return fmax(there, moved);
}

/* ---- an answer ---- */

static int by_first(const void *left, const void *right)
{
    const struct ends *a = left;
    const struct ends *b = right;
    int by = (a->first > b->first) - (a->first < b->first);
    return by != 0 ? by : (a->track > b->track) - (a->track < b->track);
}

static int by_similarity(const void *left, const void *right)
{
    const struct qa_track_cut *a = left;
    const struct qa_track_cut *b = right;
    int by = (a->similarity < b->similarity) - (a->similarity > b->similarity);
    by = by != 0 ? by : (a->before > b->before) - (a->before < b->before);
    return by != 0 ? by : (a->after > b->after) - (a->after < b->after);
}

static int by_frame(const void *left, const void *right)
{
    const struct qa_track_cut *a = left;
    const struct qa_track_cut *b = right;
    int by = (a->last_frame > b->last_frame) - (a->last_frame < b->last_frame);
    by = by != 0 ? by : (a->frame > b->frame) - (a->frame < b->frame);
    return by != 0 ? by : by_similarity(left, right);
}

static struct ends *list_ends(const struct qa_objects *tracks, struct qa_arena *scratch)
{
    struct ends *list = QA_ARRAY(scratch, struct ends, tracks->n);
    for (size_t t = 0; t < tracks->n; t++) {
        size_t n;
        const double *frames = qa_track_frames(tracks, t, &n);
        list[t] = (struct ends){t,
                                tracks->label[t],
                                frames[QA_TRACK_FRAME],
                                frames[(n - 1) * QA_TRACK_STRIDE + QA_TRACK_FRAME],
                                frames,
                                n};
    }
    qsort(list, tracks->n, sizeof *list, by_first);
    return list;
}

/* The place of the first track that begins after a frame. */
static size_t first_after(const struct ends *list, size_t n, double frame)
{
    size_t low = 0;
    size_t high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (list[middle].first <= frame) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Each track in one cut at most on either side, the best first. */
static size_t choose(struct qa_track_cut *list, size_t n, size_t n_tracks, struct qa_arena *scratch)
{
    bool *ends = QA_ARRAY(scratch, bool, n_tracks);
    bool *begins = QA_ARRAY(scratch, bool, n_tracks);
    size_t kept = 0;
    qsort(list, n, sizeof *list, by_similarity);
    for (size_t i = 0; i < n; i++) {
        if (!ends[list[i].before] && !begins[list[i].after]) {
            ends[list[i].before] = begins[list[i].after] = true;
            list[kept++] = list[i];
        }
    }
    qsort(list, kept, sizeof *list, by_frame);
    return kept;
}

size_t qa_track_cuts(const struct qa_objects *tracks, struct qa_arena *scratch,
                     struct qa_track_cut **out)
{
    struct qa_track_cut *list = NULL;
    size_t capacity = 0;
    size_t n = 0;
    *out = NULL;
    if (tracks->n < 2) {
        return 0;
    }
    const struct ends *ends = list_ends(tracks, scratch);
    for (size_t i = 0; i < tracks->n; i++) {
        const struct ends *before = &ends[i];
        for (size_t j = first_after(ends, tracks->n, before->last);
             j < tracks->n && ends[j].first <= before->last + MOST_FRAMES; j++) {
            double similarity =
                ends[j].label == before->label ? similarity_of(before, &ends[j]) : 0;
            if (similarity >= least_similarity) {
                list = qa_arena_grow(scratch, list, &capacity, n + 1, sizeof *list);
                list[n++] = (struct qa_track_cut){before->track, ends[j].track, before->last,
                                                  ends[j].first, similarity};
            }
        }
    }
    *out = list;
    return n > 0 ? choose(list, n, tracks->n, scratch) : 0;
}

/* ---- the table ---- */

static const struct qa_column columns[] = {
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor."},
    {"item", NULL, QA_TEXT, .is_key = true, .about = "The sequence."},
    {"annotator", NULL, QA_TEXT, .is_key = true, .about = "Whose tracks they are."},
    {"class", NULL, QA_TEXT, .about = "Their class."},
    {"before", NULL, QA_TEXT, .is_key = true, .about = "The track that ends, by its id."},
    {"after", NULL, QA_TEXT, .is_key = true, .about = "The track that begins, by its id."},
    {"last_frame", NULL, QA_COUNT, .about = "The last frame of the one."},
    {"frame", NULL, QA_COUNT, .about = "The first frame of the other."},
    {"similarity", "IoU", QA_REAL,
     .about = "IoU of the two boxes, the first where it is or where its motion takes it."},
    {"file", NULL, QA_TEXT, .is_detail = true, .about = "The file of the tracks."},
    {"line", NULL, QA_COUNT, .is_detail = true, .about = "The first line of the track after."},
};
const struct qa_table_form qa_form_errors_track_cuts =
    QA_TABLE_FORM("track_cuts", "Tracks that may be one, cut in two", columns);

static void put_cut(struct qa_table *table, const struct qa_batch *batch, size_t answer,
                    const struct qa_track_cut *cut)
{
    const struct qa_names *names = batch->names;
    size_t first = (size_t)qa_first_object(batch, answer);
    uint32_t annotator = batch->annotator[answer];
    uint32_t vendor = annotator != QA_NONE ? qa_annotator_vendor(names, annotator) : QA_NONE;
    uint32_t label = batch->label[first + cut->before];
    qa_table_row(table);
    qa_put_text(table, vendor != QA_NONE ? qa_strings_text(names->vendors, vendor) : NULL);
    qa_put_text(table, qa_strings_text(names->items, batch->item[answer]));
    qa_put_text(table, annotator != QA_NONE ? qa_annotator_text(names, annotator) : NULL);
    qa_put_text(table, label != QA_NONE ? qa_strings_text(names->labels, label) : NULL);
    qa_put_text(table, qa_object_key_text(batch, first + cut->before, table->arena));
    qa_put_text(table, qa_object_key_text(batch, first + cut->after, table->arena));
    qa_put_count(table, (uint64_t)cut->last_frame);
    qa_put_count(table, (uint64_t)cut->frame);
    qa_put_real(table, cut->similarity);
    qa_put_text(table, qa_answer_source(batch, answer)->path);
    qa_put_count(table, qa_object_line(batch, answer, first + cut->after));
}

struct ordered {
    const char *item;
    size_t answer;
};

static int by_item(const void *left, const void *right)
{
    const struct ordered *a = left;
    const struct ordered *b = right;
    int by = strcmp(a->item, b->item);
    return by != 0 ? by : (a->answer > b->answer) - (a->answer < b->answer);
}

void qa_track_cuts_table(const struct qa_batch *batch, struct qa_report *report)
{
    struct qa_table *table = qa_table_new(report->arena, &qa_form_errors_track_cuts);
    struct qa_arena *scratch = qa_arena_new();
    struct ordered *order = QA_ARRAY(scratch, struct ordered, batch->n_answers + 1);
    size_t n = 0;
    for (size_t a = 0; a < batch->n_answers; a++) {
        if (qa_answer_type(batch, a) == &qa_type_track && qa_object_count(batch, a) > 0) {
            order[n++] = (struct ordered){qa_strings_text(batch->names->items, batch->item[a]), a};
        }
    }
    qsort(order, n, sizeof *order, by_item);
    for (size_t i = 0; i < n; i++) {
        struct qa_arena_mark mark = qa_arena_mark(scratch);
        size_t answer = order[i].answer;
        const struct qa_objects tracks =
            qa_batch_objects(batch, qa_first_object(batch, answer), qa_object_count(batch, answer));
        struct qa_track_cut *cuts;
        size_t n_cuts = qa_track_cuts(&tracks, scratch, &cuts);
        for (size_t c = 0; c < n_cuts; c++) {
            put_cut(table, batch, answer, &cuts[c]);
        }
        qa_arena_reset(scratch, mark);
    }
    qa_arena_free(scratch);
    table->rows_shown = 20;
    qa_table_note(table,
                  "A track of the same class begins within ten frames where the other ended, "
                  "or where its motion takes it (IoU 0.5 or above).");
    qa_report_add_table(report, table);
}
