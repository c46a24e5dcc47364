#include "qa/formats/yolo.h"

#include <math.h>
#include <string.h>

#include "qa/annotation/box.h"
#include "qa/annotation/keypoints.h"
#include "qa/annotation/polygon.h"
#include "qa/annotation/rotated_box.h"
#include "qa/base/number.h"
#include "qa/formats/lines.h"
#include "qa/formats/picture.h"
#include "qa/formats/yolo_names.h"

enum { MOST_FIELDS = 1 << 14, BOX_FIELDS = 5, CORNER_FIELDS = 9 };

struct reading {
    struct qa_sink *sink;
    struct qa_picture picture;
    const char *item;
    const struct qa_yolo_names *names;
    double scale[2]; /* sides of the image */
    struct qa_text_cell *field;
    double *number; /* of the line */
    size_t n;
    struct qa_line line;
};

/* What a reader makes of a line: false after a finding. */
typedef bool (*line_reader)(struct reading *reading, struct qa_mark *mark);

/* ---- numbers ---- */

static bool bad_line(const struct reading *reading, const char *code, const char *expected)
{
    return qa_sink_bad(reading->sink, QA_AT(reading->line.number, 1), code,
                       "a line of %zu numbers; expected %s", reading->n, expected);
}

static bool read_numbers(struct reading *reading)
{
    static const double farthest = 4; /* shares of the image */
    for (size_t i = 0; i < reading->n; i++) {
        const struct qa_text_cell *field = &reading->field[i];
        struct qa_place place = qa_line_place(&reading->line, field->text);
        int shown = field->length > 40 ? 40 : (int)field->length;
        if (!qa_parse_real(field->text, field->length, &reading->number[i])) {
            return qa_sink_bad(reading->sink, place, "E122", "'%.*s' is no number", shown,
                               field->text);
        }
        if (i > 0 && fabs(reading->number[i]) > farthest) {
            return qa_sink_bad(reading->sink, place, "E122",
                               "'%.*s' is no share of the image; expected a number from 0 to 1",
                               shown, field->text);
        }
    }
    return true;
}

static bool read_class(struct reading *reading, struct qa_mark *mark)
{
    uint64_t number;
    const struct qa_text_cell *field = &reading->field[0];
    const struct qa_yolo_names *names = reading->names;
    if (!qa_parse_count(field->text, field->length, &number)) {
        return qa_sink_bad(reading->sink, QA_AT(reading->line.number, 1), "E184",
                           "class '%.*s' is no whole number from 0",
                           field->length > 40 ? 40 : (int)field->length, field->text);
    }
    if (names == NULL) {
        const char *digits =
            qa_arena_format(reading->picture.arena, "%llu", (unsigned long long)number);
        mark->label = qa_picture_copy(&reading->picture, digits, strlen(digits));
        return true;
    }
    if (number >= names->n || names->list[number] == NULL) {
        return qa_sink_bad(reading->sink, QA_AT(reading->line.number, 1), "E184",
                           "class %llu has no name; '%.200s' names %zu, from 0",
                           (unsigned long long)number, names->path, names->n);
    }
    mark->label =
        qa_picture_copy(&reading->picture, names->list[number], strlen(names->list[number]));
    return true;
}

/* A score behind n numbers. */
static void read_score(const struct reading *reading, size_t n, struct qa_mark *mark)
{
    if (reading->n > n) {
        mark->score = reading->number[n];
    }
}

/* ---- lines ---- */

/* x, y, width, height in pixels. */
static void box_of(const struct reading *reading, double out[4])
{
    const double *at = &reading->number[1];
    for (int axis = 0; axis < 2; axis++) {
        out[axis] = (at[axis] - at[axis + 2] / 2) * reading->scale[axis];
        out[axis + 2] = at[axis + 2] * reading->scale[axis];
    }
}

static bool read_box(struct reading *reading, struct qa_mark *mark)
{
    double box[4];
    if (reading->n > BOX_FIELDS + 1) {
        return bad_line(reading, "E182",
                        "5, or 6 with a score; for outlines say --input-format yolo-seg, for "
                        "corners of rotated boxes yolo-obb, for keypoints yolo-pose");
    }
    if (reading->n < BOX_FIELDS) {
        return bad_line(reading, "E185", "class, centre x, centre y, width, height");
    }
    box_of(reading, box);
    mark->type = &qa_type_box;
    for (int i = 0; i < 4; i++) {
        qa_shape_add(&mark->shape, box[i]);
    }
    read_score(reading, BOX_FIELDS, mark);
    return true;
}

static bool read_outline(struct reading *reading, struct qa_mark *mark)
{
    size_t n_points = (reading->n - 1) / 2;
    /* Programs write both in one folder: a box where nothing was outlined. */
    if (reading->n == BOX_FIELDS || n_points < 3) {
        return bad_line(reading, "E185", "a class and three points or more");
    }
    mark->type = &qa_type_polygon;
    qa_polygon_begin_part(&mark->shape);
    for (size_t i = 0; i < 2 * n_points; i++) {
        qa_shape_add(&mark->shape, reading->number[1 + i] * reading->scale[i % 2]);
    }
    qa_polygon_end(&mark->shape);
    read_score(reading, 1 + 2 * n_points, mark);
    return true;
}

static bool read_corners(struct reading *reading, struct qa_mark *mark)
{
    static const double tolerance = 0.02;
    double xy[2 * QA_ROTATED_BOX_CORNERS];
    if (reading->n < CORNER_FIELDS || reading->n > CORNER_FIELDS + 1) {
        return bad_line(reading, "E185", "a class and four corners, x y each");
    }
    for (size_t i = 0; i < 2 * QA_ROTATED_BOX_CORNERS; i++) {
        xy[i] = reading->number[1 + i] * reading->scale[i % 2];
    }
    mark->type = &qa_type_rotated_box;
    if (!qa_rotated_box_from_corners(xy, tolerance, &mark->shape)) {
        return qa_sink_bad(reading->sink, QA_AT(reading->line.number, 1), "E122",
                           "the four corners are no rectangle");
    }
    read_score(reading, CORNER_FIELDS, mark);
    return true;
}

/* Whether every third of n numbers behind the box is a visibility, and one of them not 0. */
static bool has_visibilities(const struct reading *reading, size_t n)
{
    bool is_any = false;
    for (size_t i = 2; i < n; i += 3) {
        double v = reading->number[BOX_FIELDS + i];
        is_any = is_any || v != 0;
        if (v != 0 && v != 1 && v != 2) {
            return false;
        }
    }
    return is_any;
}

/* Numbers of each keypoint, 2 or 3, without a list that says so. All zero tells nothing. */
static size_t guess_per_point(const struct reading *reading, size_t n)
{
    bool is_three = (n % 3 == 0 && has_visibilities(reading, n)) ||
                    (n % 3 == 1 && n > 3 && has_visibilities(reading, n - 1));
    bool is_nowhere = true;
    for (size_t i = 0; i < n; i++) {
        is_nowhere = is_nowhere && reading->number[BOX_FIELDS + i] == 0;
    }
    return is_three ? 3 : is_nowhere || n < 2 ? 0 : 2;
}

/* 2 or 3; 0 after a finding. */
static size_t numbers_per_point(const struct reading *reading)
{
    const struct qa_yolo_names *names = reading->names;
    size_t n = reading->n - BOX_FIELDS;
    if (names != NULL && names->n_points > 0) {
        size_t wanted = names->n_points * names->n_per_point;
        if (n == wanted || n == wanted + 1) {
            return names->n_per_point;
        }
        (void)qa_sink_bad(reading->sink, QA_AT(reading->line.number, 1), "E185",
                          "a line of %zu numbers; expected a class, a box and %zu keypoints of %zu "
                          "numbers (kpt_shape)",
                          reading->n, names->n_points, names->n_per_point);
        return 0;
    }
    size_t per_point = guess_per_point(reading, n);
    if (per_point == 0) {
        (void)bad_line(reading, "E182",
                       "a class, a box and keypoints of x y, or of x y and a visibility of 0, 1 or "
                       "2; the key kpt_shape of data.yaml says which");
    }
    return per_point;
}

static bool read_pose(struct reading *reading, struct qa_mark *mark)
{
    struct qa_keypoints_scale scale = QA_NO_SCALE;
    size_t per_point = reading->n > BOX_FIELDS ? numbers_per_point(reading) : 0;
    if (reading->n <= BOX_FIELDS) {
        return bad_line(reading, "E185", "a class, a box and keypoints");
    }
    if (per_point == 0) {
        return false;
    }
    const size_t n_points = reading->names != NULL && reading->names->n_points > 0
                                ? reading->names->n_points
                                : (reading->n - BOX_FIELDS) / per_point;
    box_of(reading, scale.box);
    mark->type = &qa_type_keypoints;
    qa_keypoints_begin(&mark->shape, &scale);
    for (size_t i = 0; i < n_points; i++) {
        const double *at = &reading->number[BOX_FIELDS + i * per_point];
        /* Without a visibility a point at the origin is one that was not marked. */
        double v = per_point == 3 ? at[2] : at[0] == 0 && at[1] == 0 ? 0 : 2;
        qa_keypoints_add(&mark->shape, at[0] * reading->scale[0], at[1] * reading->scale[1], v);
    }
    qa_keypoints_end(&mark->shape, &(const struct qa_keypoint_names){.n = 0});
    read_score(reading, BOX_FIELDS + n_points * per_point, mark);
    return true;
}

/* ---- files ---- */

/* Roboflow's copies "a.rf.HASH.txt" of one image are no independent items. */
struct copies {
    struct qa_strings *originals;
    bool are_said;
};

static void note_copy(struct qa_sink *sink)
{
    const char *entry = qa_sink_entry(sink);
    const char *slash = strrchr(entry, '/');
    const char *name = slash != NULL ? slash + 1 : entry;
    const char *mark = strstr(name, ".rf.");
    struct copies *copies = qa_sink_shared(sink, "yolo copies", sizeof *copies);
    if (mark == NULL || copies->are_said) {
        return;
    }
    copies->originals =
        copies->originals != NULL ? copies->originals : qa_strings_new(qa_sink_arena(sink));
    uint32_t n = qa_strings_count(copies->originals);
    const char *key = qa_arena_format(qa_sink_arena(sink), "%s\n%.*s", qa_sink_input(sink),
                                      (int)(mark - name), name);
    if (qa_strings_intern_text(copies->originals, key) < n) {
        copies->are_said = true;
        qa_sink_finding(sink, QA_WARNING, "W194", QA_AT(0, 0),
                        "several files are copies of one image ('%.*s'), turned or cut to train a "
                        "model: they are no independent items, and intervals are too narrow",
                        (int)(mark - name > 120 ? 120 : mark - name), name);
    }
}

static void say_unnamed(struct qa_sink *sink)
{
    bool *is_said = qa_sink_shared(sink, "yolo without names", sizeof *is_said);
    if (!*is_said) {
        *is_said = true;
        qa_sink_finding(sink, QA_WARNING, "W193", QA_AT(0, 0),
                        "no list of names (classes.txt, obj.names, data.yaml) lies with the "
                        "labels; classes are called by their numbers");
    }
}

static void read_line(struct reading *reading, line_reader read)
{
    struct qa_mark *mark =
        qa_picture_mark(&reading->picture, &qa_type_box, QA_AT(reading->line.number, 1));
    if (!read_numbers(reading) || !read_class(reading, mark) || !read(reading, mark)) {
        qa_picture_drop(&reading->picture, mark);
    }
}

static bool find_scale(struct reading *reading, uint64_t line)
{
    struct qa_image_size size;
    const char *entry = qa_sink_entry(reading->sink);
    entry = qa_arena_text_n(qa_sink_arena(reading->sink), entry, qa_unpacked_length(entry));
    if (!qa_sink_need_image_size(reading->sink, entry, QA_AT(line, 1), &size)) {
        return false;
    }
    reading->picture.size = size;
    reading->scale[0] = size.width;
    reading->scale[1] = size.height;
    return true;
}

static void read_lines(struct reading *reading, const struct qa_bytes *bytes, line_reader read)
{
    struct qa_lines lines = qa_lines_of(bytes);
    bool has_scale = false;
    while (qa_lines_next(&lines, &reading->line)) {
        reading->n = qa_line_fields(&reading->line, reading->field, MOST_FIELDS);
        if (reading->n == 0) {
            continue;
        }
        if (!has_scale && !find_scale(reading, reading->line.number)) {
            return;
        }
        has_scale = true;
        read_line(reading, read);
    }
}

static enum qa_status read_labels(struct qa_bytes *bytes, struct qa_sink *sink, const char *format,
                                  const struct qa_type *type, line_reader read)
{
    struct reading reading = {
        .sink = sink, .item = qa_file_item(sink), .names = qa_yolo_names_of(sink)};
    qa_sink_source(sink, format, type);
    qa_picture_init(&reading.picture, sink);
    reading.field = QA_ARRAY(reading.picture.arena, struct qa_text_cell, MOST_FIELDS);
    reading.number = QA_ARRAY(reading.picture.arena, double, MOST_FIELDS);
    reading.picture.empty = qa_arena_mark(reading.picture.arena);
    qa_picture_begin(&reading.picture, QA_AT(1, 1));
    qa_picture_text(&reading.picture, QA_FIELD_ITEM, reading.item, strlen(reading.item),
                    QA_AT(1, 1));
    note_copy(sink);
    if (reading.names == NULL && qa_first_byte(bytes) != 0) {
        say_unnamed(sink);
    }
    read_lines(&reading, bytes, read);
    qa_picture_end(&reading.picture);
    qa_picture_free(&reading.picture);
    return QA_OK;
}

static enum qa_status read_boxes(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_error *err)
{
    (void)err;
    return read_labels(bytes, sink, "yolo", &qa_type_box, read_box);
}

static enum qa_status read_segments(struct qa_bytes *bytes, struct qa_sink *sink,
                                    struct qa_error *err)
{
    (void)err;
    return read_labels(bytes, sink, "yolo-seg", &qa_type_polygon, read_outline);
}

static enum qa_status read_rotated(struct qa_bytes *bytes, struct qa_sink *sink,
                                   struct qa_error *err)
{
    (void)err;
    return read_labels(bytes, sink, "yolo-obb", &qa_type_rotated_box, read_corners);
}

static enum qa_status read_poses(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_error *err)
{
    (void)err;
    return read_labels(bytes, sink, "yolo-pose", &qa_type_keypoints, read_pose);
}

/* ---- sniffing ---- */

/* A whole number below a thousand, then shares of an image. */
static bool is_label_line(const struct qa_line *line)
{
    enum { LOOKED_AT = 64, MOST_LIKELY = 1000 };
    struct qa_text_cell field[LOOKED_AT];
    size_t n = qa_line_fields(line, field, LOOKED_AT);
    uint64_t class;
    if (n < BOX_FIELDS || !qa_parse_count(field[0].text, field[0].length, &class) ||
        class > MOST_LIKELY || memchr(field[0].text, '.', field[0].length) != NULL) {
        return false;
    }
    for (size_t i = 1; i < n && i + 1 < LOOKED_AT; i++) {
        double number;
        if (!qa_parse_real(field[i].text, field[i].length, &number) || number < -1 || number > 2) {
            return false;
        }
    }
    return true;
}

static int sniff(const struct qa_bytes *bytes)
{
    enum { MOST_LINES = 20 };
    struct qa_lines lines = qa_lines_of(bytes);
    struct qa_line line;
    size_t n = 0;
    while (n < MOST_LINES && qa_lines_next(&lines, &line)) {
        if (!qa_line_is_blank(&line) && !is_label_line(&line)) {
            return 0;
        }
        n += !qa_line_is_blank(&line);
    }
    return n > 0 ? 85 : 0;
}

/* What the numbers are is said by name alone. */
static int never(const struct qa_bytes *bytes)
{
    (void)bytes;
    return 0;
}

const struct qa_reader qa_reader_yolo = {
    .name = "yolo",
    .description = "YOLO boxes, a text file an image: class, centre and sides as shares of the "
                   "image (--sizes, or the images beside them), optional score; names from "
                   "classes.txt, obj.names or data.yaml; an empty file is an image without objects",
    .gives = QA_GIVES_ITEM | QA_GIVES_SCORE | QA_GIVES_NOTHING,
    .pass = QA_PASS_DELIVERIES,
    .is_file_an_image = true,
    .reads_empty = true,
    .reads_lines = true,
    .sniff = sniff,
    .read = read_boxes,
};

const struct qa_reader qa_reader_yolo_seg = {
    .name = "yolo-seg",
    .description = "YOLO outlines: class and points; by name only, as the next two",
    .gives = QA_GIVES_ITEM | QA_GIVES_SCORE | QA_GIVES_NOTHING,
    .pass = QA_PASS_DELIVERIES,
    .is_file_an_image = true,
    .reads_empty = true,
    .instead_of = "yolo",
    .reads_lines = true,
    .sniff = never,
    .read = read_segments,
};

const struct qa_reader qa_reader_yolo_obb = {
    .name = "yolo-obb",
    .description = "YOLO rotated boxes: class and four corners",
    .gives = QA_GIVES_ITEM | QA_GIVES_SCORE | QA_GIVES_NOTHING,
    .pass = QA_PASS_DELIVERIES,
    .is_file_an_image = true,
    .reads_empty = true,
    .instead_of = "yolo",
    .reads_lines = true,
    .sniff = never,
    .read = read_rotated,
};

const struct qa_reader qa_reader_yolo_pose = {
    .name = "yolo-pose",
    .description = "YOLO keypoints: class, box, and x y or x y visibility of each point",
    .gives = QA_GIVES_ITEM | QA_GIVES_SCORE | QA_GIVES_NOTHING,
    .pass = QA_PASS_DELIVERIES,
    .is_file_an_image = true,
    .reads_empty = true,
    .instead_of = "yolo",
    .reads_lines = true,
    .sniff = never,
    .read = read_poses,
};
