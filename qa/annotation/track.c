#include "qa/annotation/track.h"

#include <math.h>

#include "qa/annotation/box.h"
#include "qa/base/number.h"

/* Frame numbers are exact in a double, and differences of them in an int. */
static const double last_frame = 2147483647;

const double *qa_track_frames(const struct qa_objects *objects, size_t i, size_t *n)
{
    const double *numbers = qa_object_numbers(objects, i, n);
    *n /= QA_TRACK_STRIDE;
    return numbers;
}

static bool is_frame(double frame)
{
    return frame >= 0 && frame <= last_frame && floor(frame) == frame;
}

/* What is wrong with one frame; NULL: nothing. */
static const char *fault_of(const double *frame)
{
    for (size_t k = 0; k < QA_TRACK_STRIDE; k++) {
        if (!isfinite(frame[k])) {
            return "a number of the track is not finite";
        }
    }
    if (!is_frame(frame[QA_TRACK_FRAME])) {
        return "a frame is not a whole number from 0 to 2147483647";
    }
    if (frame[QA_TRACK_WIDTH] < 0 || frame[QA_TRACK_HEIGHT] < 0) {
        return "a box of the track has a negative side";
    }
    double marks = frame[QA_TRACK_MARKS];
    return marks >= 0 && marks < QA_TRACK_MARKS_END && floor(marks) == marks
               ? NULL
               : "a mark of the track is not known";
}

static bool valid(const struct qa_objects *objects, size_t i, const char **why)
{
    size_t n;
    const double *numbers = qa_object_numbers(objects, i, &n);
    *why = n == 0 || n % QA_TRACK_STRIDE != 0 ? "the track has no frames" : NULL;
    for (size_t k = 0; *why == NULL && k < n; k += QA_TRACK_STRIDE) {
        *why = fault_of(numbers + k);
        if (*why == NULL && k > 0 && numbers[k] <= numbers[k - QA_TRACK_STRIDE]) {
            *why = "the frames of the track do not ascend";
        }
    }
    return *why == NULL;
}

/* Tracks without a common stretch of frames have similarity 0. */
static void extent(const struct qa_objects *objects, size_t i, double *low, double *high)
{
    size_t n;
    const double *frames = qa_track_frames(objects, i, &n);
    *low = frames[QA_TRACK_FRAME];
    *high = frames[(n - 1) * QA_TRACK_STRIDE + QA_TRACK_FRAME];
}

static void bounds(const struct qa_objects *objects, size_t i, struct qa_bounds *out)
{
    size_t n;
    const double *frames = qa_track_frames(objects, i, &n);
    *out = (struct qa_bounds){{INFINITY, INFINITY}, {-INFINITY, -INFINITY}};
    for (size_t k = 0; k < n; k++) {
        const double *box = frames + k * QA_TRACK_STRIDE + QA_TRACK_X;
        for (size_t axis = 0; axis < 2; axis++) {
            out->low[axis] = fmin(out->low[axis], box[axis]);
            out->high[axis] = fmax(out->high[axis], box[axis] + box[2 + axis]);
        }
    }
}

static double area_of(const double *frames, size_t n)
{
    double area = 0;
    for (size_t k = 0; k < n; k++) {
        const double *frame = frames + k * QA_TRACK_STRIDE;
        area += frame[QA_TRACK_WIDTH] * frame[QA_TRACK_HEIGHT];
    }
    return area;
}

static double size(const struct qa_objects *objects, size_t i)
{
    size_t n;
    const double *frames = qa_track_frames(objects, i, &n);
    return area_of(frames, n) / (double)n;
}

static const char *describe(const struct qa_objects *objects, size_t i, struct qa_arena *arena)
{
    size_t n;
    const double *frames = qa_track_frames(objects, i, &n);
    const double *last = frames + (n - 1) * QA_TRACK_STRIDE;
    const char *box =
        qa_arena_format(arena, "%.6g, %.6g, %.6g x %.6g", frames[QA_TRACK_X], frames[QA_TRACK_Y],
                        frames[QA_TRACK_WIDTH], frames[QA_TRACK_HEIGHT]);
    if (n == 1) {
        return qa_arena_format(arena, "frame %.0f: %s", frames[QA_TRACK_FRAME], box);
    }
    return qa_arena_format(arena, "%zu frames from %.0f (%s) to %.0f", n, frames[QA_TRACK_FRAME],
                           box, last[QA_TRACK_FRAME]);
}

/* ---- two tracks ---- */

/* The first of n frames that is not before `frame`. */
static size_t first_from(const double *frames, size_t n, double frame)
{
    size_t low = 0;
    size_t high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (frames[middle * QA_TRACK_STRIDE + QA_TRACK_FRAME] < frame) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* The sum over common frames of what `of` says of the two boxes. *n_either: frames of a or b. */
static double sum_common(const double *a, size_t n_a, const double *b, size_t n_b,
                         double (*of)(const double *, const double *), size_t *n_either)
{
    double sum = 0;
    size_t n_common = 0;
    size_t i = first_from(a, n_a, b[QA_TRACK_FRAME]);
    size_t j = first_from(b, n_b, a[QA_TRACK_FRAME]);
    while (i < n_a && j < n_b) {
        const double *one = a + i * QA_TRACK_STRIDE;
        const double *other = b + j * QA_TRACK_STRIDE;
        if (one[QA_TRACK_FRAME] == other[QA_TRACK_FRAME]) {
            sum += of(one + QA_TRACK_X, other + QA_TRACK_X);
            n_common++;
        }
        i += one[QA_TRACK_FRAME] <= other[QA_TRACK_FRAME];
        j += one[QA_TRACK_FRAME] >= other[QA_TRACK_FRAME];
    }
    *n_either = n_a + n_b - n_common;
    return sum;
}

/* The rectangles around all tracks; where two of them lie apart, so do all boxes. NULL where that
 * is not worth while. */
static struct qa_bounds *bounds_of(const struct qa_objects *objects, bool worth,
                                   struct qa_arena *scratch)
{
    if (!worth) {
        return NULL;
    }
    struct qa_bounds *out = QA_ARRAY(scratch, struct qa_bounds, objects->n);
    for (size_t i = 0; i < objects->n; i++) {
        bounds(objects, i, &out[i]);
    }
    return out;
}

static bool are_apart(const struct qa_bounds *a, const struct qa_bounds *b)
{
    return a->high[0] < b->low[0] || b->high[0] < a->low[0] || a->high[1] < b->low[1] ||
           b->high[1] < a->low[1];
}

static double iou(const double *a, const double *b)
{
    double similarity;
    bool lie_apart =
        a[0] + a[2] < b[0] || b[0] + b[2] < a[0] || a[1] + a[3] < b[1] || b[1] + b[3] < a[1];
    if (lie_apart) {
        return 0;
    }
    qa_box_compare_row(a, b, 1, &similarity);
    return similarity;
}

static void compare(const struct qa_sides *sides, double *similarity)
{
    struct qa_arena_mark mark = qa_arena_mark(sides->scratch);
    const struct qa_bounds *around_a = bounds_of(sides->a, sides->a->n > 1, sides->scratch);
    const struct qa_bounds *around_b = bounds_of(sides->b, sides->a->n > 1, sides->scratch);
    for (size_t i = 0; i < sides->a->n; i++) {
        size_t n_a;
        const double *a = qa_track_frames(sides->a, i, &n_a);
        for (size_t j = 0; j < sides->b->n; j++) {
            size_t n_b;
            size_t n_either = 1;
            const double *b = qa_track_frames(sides->b, j, &n_b);
            bool lie_apart = around_a != NULL && are_apart(&around_a[i], &around_b[j]);
            double sum = lie_apart ? 0 : sum_common(a, n_a, b, n_b, iou, &n_either);
            similarity[i * sides->b->n + j] = sum / (double)n_either;
        }
    }
    qa_arena_reset(sides->scratch, mark);
}

static void covered(const struct qa_sides *sides, double *share)
{
    for (size_t i = 0; i < sides->a->n; i++) {
        size_t n_a;
        const double *a = qa_track_frames(sides->a, i, &n_a);
        double area = area_of(a, n_a);
        for (size_t j = 0; j < sides->b->n; j++) {
            size_t n_b;
            size_t n_either;
            const double *b = qa_track_frames(sides->b, j, &n_b);
            double inside = sum_common(a, n_a, b, n_b, qa_box_shared_area, &n_either);
            share[i * sides->b->n + j] = area > 0 ? fmin(inside / area, 1) : 0;
        }
    }
}

/* ---- as columns of a table ---- */

enum { FRAME, X, Y, WIDTH, HEIGHT, KEYFRAME, UNCOUNTED };

static bool refuse(const char **why, const char *expected, size_t *column, size_t at)
{
    *why = expected;
    *column = at;
    return false;
}

/* 0 or 1; `blank` without a word. */
static bool read_flag(const struct qa_text_cell *cell, bool blank, bool *flag)
{
    *flag = cell->length == 0 ? blank : cell->text[0] == '1';
    return cell->length == 0 ||
           (cell->length == 1 && (cell->text[0] == '0' || cell->text[0] == '1'));
}

static bool read_marks(const struct qa_text_cell *cells, double *marks, size_t *column,
                       const char **why)
{
    bool is_keyframe;
    bool is_uncounted;
    if (!read_flag(&cells[KEYFRAME], true, &is_keyframe)) {
        return refuse(why, "1 for a box that was annotated, 0 for one that was interpolated",
                      column, KEYFRAME);
    }
    if (!read_flag(&cells[UNCOUNTED], false, &is_uncounted)) {
        return refuse(why, "1 for a box that does not count, 0 for one that does", column,
                      UNCOUNTED);
    }
    *marks = (is_keyframe ? 0 : QA_TRACK_INTERPOLATED) + (is_uncounted ? QA_TRACK_UNCOUNTED : 0);
    return true;
}

static bool read_frame(const struct qa_text_cell *cells, struct qa_shape *out, size_t *column,
                       const char **why)
{
    double number[QA_TRACK_STRIDE];
    for (size_t i = 0; i <= HEIGHT; i++) {
        if (!qa_parse_real(cells[i].text, cells[i].length, &number[i])) {
            return refuse(why, "a number", column, i);
        }
    }
    if (!is_frame(number[FRAME])) {
        return refuse(why, "a whole number, 0 or above", column, FRAME);
    }
    for (size_t i = WIDTH; i <= HEIGHT; i++) {
        if (number[i] < 0) {
            return refuse(why, "a side that is not negative", column, i);
        }
    }
    if (!read_marks(cells, &number[QA_TRACK_MARKS], column, why)) {
        return false;
    }
    for (size_t i = 0; i < QA_TRACK_STRIDE; i++) {
        qa_shape_add(out, number[i]);
    }
    return true;
}

/* A row is one frame: longer tracks are written in parts. */
static bool write_frame(const struct qa_objects *objects, size_t i, struct qa_arena *arena,
                        struct qa_written_cell *cells)
{
    size_t n;
    const double *frame = qa_track_frames(objects, i, &n);
    if (n != 1) {
        return false;
    }
    for (size_t c = 0; c <= HEIGHT; c++) {
        qa_write_real(&cells[c], frame[c], arena);
    }
    if (qa_track_has(frame, QA_TRACK_INTERPOLATED)) {
        qa_write_real(&cells[KEYFRAME], 0, arena);
    }
    if (qa_track_has(frame, QA_TRACK_UNCOUNTED)) {
        qa_write_real(&cells[UNCOUNTED], 1, arena);
    }
    return true;
}

static void mark_crowd(double *part)
{
    if (!qa_track_has(part, QA_TRACK_UNCOUNTED)) {
        part[QA_TRACK_MARKS] += QA_TRACK_UNCOUNTED;
    }
}

static const struct qa_type_form forms[] = {
    {(const char *const[]){"frame,frame_id,frame_number", "x,left,bbox_x", "y,top,bbox_y",
                           "width,w,bbox_width,bbox_w", "height,h,bbox_height,bbox_h",
                           "?keyframe,is_keyframe", "?uncounted", NULL},
     read_frame, write_frame, .texts = 1 << 5 | 1 << 6},
};

static const struct qa_type_setting settings[] = {
    [QA_TRACK_MOT_RULES] =
        {"mot-rules",
         "What MOTChallenge leaves out before it scores tracks: of the reference "
         "what is marked not to count (mot15), and also every class but "
         "pedestrian, with delivered boxes on its distractors (mot17, mot20).",
         .choices = (const char *const[]){"none", "mot15", "mot17", "mot20", NULL}},
    [QA_TRACK_BOX_THRESHOLD] = {"box-threshold",
                                "IoU from which two boxes of a frame are the same, in MOTA, MOTP, "
                                "identity switches and IDF1.",
                                .kind = QA_SETTING_RATE, .argument = "RATE", .initial = 0.5},
};

const struct qa_type qa_type_track = {
    .name = "track",
    .plural = "tracks",
    .question = "tracks",
    .similarity = "track IoU",
    .matching = QA_MATCH_ASSIGN,
    .threshold = 0.5,
    .localisation = 0.1,
    .detail = 2,
    .part_numbers = QA_TRACK_STRIDE,
    .part_name = "frame",
    .mark_crowd = mark_crowd,
    .forms = forms,
    .n_forms = sizeof forms / sizeof *forms,
    .settings = settings,
    .n_settings = sizeof settings / sizeof *settings,
    .valid = valid,
    .extent = extent,
    .bounds = bounds,
    .compare = compare,
    .covered = covered,
    .size = size,
    .describe = describe,
};
