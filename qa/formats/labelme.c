#include "qa/formats/labelme.h"

#include <math.h>
#include <string.h>

#include "qa/annotation/box.h"
#include "qa/annotation/label.h"
#include "qa/annotation/mask.h"
#include "qa/annotation/polygon.h"
#include "qa/annotation/rotated_box.h"
#include "qa/annotation/rotation.h"
#include "qa/formats/json_shape.h"
#include "qa/formats/packed_mask.h"
#include "qa/formats/picture.h"
#include "qa/formats/span_json.h"

enum shape_member { LABEL, POINTS, SHAPE_TYPE, GROUP, MASK, N_SHAPE_MEMBERS };

struct reading {
    struct qa_sink *sink;
    struct qa_picture picture;
};

static void read_group(struct reading *reading, struct qa_mark *mark, struct qa_json_value group)
{
    int64_t number;
    struct qa_json_text text;
    if (qa_json_integer(group, &number)) {
        const char *digits = qa_arena_format(reading->picture.arena, "%lld", (long long)number);
        mark->group = (struct qa_text_cell){digits, strlen(digits)};
    } else if (qa_json_string(group, &text)) {
        mark->group = qa_picture_copy(&reading->picture, text.text, text.length);
    }
}

/* Exactly n points, x y x y ...; false after a finding. */
static bool read_points(struct reading *reading, struct qa_json_value points, const char *what,
                        size_t n, double *xy)
{
    struct qa_shape shape = {.arena = reading->picture.arena};
    if (qa_json_count(points) != n) {
        return qa_sink_bad(reading->sink, QA_AT_JSON(points), "E122",
                           "%s has %zu points; expected %zu", what, qa_json_count(points), n);
    }
    if (!qa_json_ring(reading->sink, points, "points", n, &shape)) {
        return false;
    }
    memcpy(xy, shape.number, 2 * n * sizeof *xy);
    return true;
}

static bool read_rectangle(struct reading *reading, const struct qa_json_value *member,
                           struct qa_mark *mark)
{
    double at[4] = {0, 0, 0, 0};
    if (!read_points(reading, member[POINTS], "a rectangle of two corners", 2, at)) {
        return false;
    }
    qa_shape_corners(&mark->shape, at[0], at[1], at[2], at[3]);
    return true;
}

static bool read_polygon(struct reading *reading, const struct qa_json_value *member,
                         struct qa_mark *mark)
{
    qa_polygon_begin_part(&mark->shape);
    if (!qa_json_ring(reading->sink, member[POINTS], "points", 1, &mark->shape)) {
        return false;
    }
    qa_polygon_end(&mark->shape);
    return true;
}

/* The centre, and a point on the rim. */
static bool read_circle(struct reading *reading, const struct qa_json_value *member,
                        struct qa_mark *mark)
{
    double at[4] = {0, 0, 0, 0};
    const char *why;
    if (!read_points(reading, member[POINTS], "a circle of a centre and a point on it", 2, at)) {
        return false;
    }
    double radius = hypot(at[2] - at[0], at[3] - at[1]);
    const struct qa_ellipse circle = {{at[0], at[1]}, {radius, radius}, 0};
    return qa_polygon_of_ellipse(&circle, &mark->shape, &why) ||
           qa_sink_bad(reading->sink, mark->place, "E122", "%s", why);
}

static bool read_oriented(struct reading *reading, const struct qa_json_value *member,
                          struct qa_mark *mark)
{
    enum { N = QA_ROTATED_BOX_CORNERS };
    static const double tolerance = 0.01;
    double at[2 * N];
    return read_points(reading, member[POINTS], "an oriented rectangle", N, at) &&
           (qa_rotated_box_from_corners(at, tolerance, &mark->shape) ||
            qa_sink_bad(reading->sink, mark->place, "E122",
                        "the corners of an oriented rectangle are no rectangle"));
}

/* Pixels between two corners, both of them included. */
static bool read_mask(struct reading *reading, const struct qa_json_value *member,
                      struct qa_mark *mark)
{
    double at[4] = {0, 0, 0, 0};
    struct qa_json_text text;
    if (!read_points(reading, member[POINTS], "a mask of two corners", 2, at)) {
        return false;
    }
    if (!qa_json_is_there(member[MASK]) || !qa_json_string(member[MASK], &text)) {
        return qa_sink_bad(reading->sink, mark->place, "E185", "a mask without a text 'mask'");
    }
    const struct qa_packed_mask packed = {.what = "mask",
                                          .text = text.text,
                                          .n = text.length,
                                          .left = at[0],
                                          .top = at[1],
                                          .width = trunc(at[2]) - trunc(at[0]) + 1,
                                          .height = trunc(at[3]) - trunc(at[1]) + 1,
                                          .image = reading->picture.size,
                                          .place = QA_AT_JSON(member[MASK])};
    return qa_read_packed_mask(reading->sink, &packed, &mark->shape);
}

static const struct kind {
    const char *name;
    const struct qa_type *type;
    bool (*read)(struct reading *reading, const struct qa_json_value *member, struct qa_mark *mark);
} kinds[] = {{"polygon", &qa_type_polygon, read_polygon},
             {"rectangle", &qa_type_box, read_rectangle},
             {"circle", &qa_type_polygon, read_circle},
             {"oriented_rectangle", &qa_type_rotated_box, read_oriented},
             {"mask", &qa_type_mask, read_mask}};

/* NULL for a kind that is not read. */
static const struct kind *kind_of(struct qa_json_value given, const char **name)
{
    struct qa_json_text text;
    if (!qa_json_is_there(given) || !qa_json_string(given, &text)) {
        return &kinds[0];
    }
    *name = text.text;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(text.text, kinds[i].name) == 0) {
            return &kinds[i];
        }
    }
    return NULL;
}

static void read_shape(struct reading *reading, struct qa_json_value object)
{
    static const char *const names[] = {"label", "points", "shape_type", "group_id", "mask"};
    struct qa_picture *picture = &reading->picture;
    struct qa_json_value member[N_SHAPE_MEMBERS];
    struct qa_json_text label;
    const char *name = "";
    qa_json_members(object, names, N_SHAPE_MEMBERS, member);
    const struct kind *kind = kind_of(member[SHAPE_TYPE], &name);
    if (kind == NULL) {
        qa_picture_unread(picture, qa_arena_format(picture->arena, "LabelMe's '%.40s'", name),
                          qa_json_line_place(object));
        return;
    }
    if (!qa_json_is_there(member[LABEL]) || !qa_json_is_there(member[POINTS]) ||
        !qa_json_string(member[LABEL], &label)) {
        (void)qa_sink_bad(reading->sink, QA_AT_JSON(object), "E185",
                          "a shape without %s; expected label and points",
                          qa_json_is_there(member[POINTS]) ? "a text 'label'" : "'points'");
        return;
    }
    struct qa_mark *mark = qa_picture_mark(picture, kind->type, qa_json_line_place(object));
    bool is_void = strcmp(label.text, "__ignore__") == 0;
    mark->region = is_void ? QA_REGION_CROWD : QA_REGION_NONE;
    if (!is_void) {
        mark->label = qa_picture_copy(picture, label.text, label.length);
    }
    if (!kind->read(reading, member, mark)) {
        qa_picture_drop(picture, mark);
    } else if (qa_json_is_there(member[GROUP]) && !is_void) {
        read_group(reading, mark, member[GROUP]);
    }
}

static void read_flags(struct reading *reading, struct qa_json_value flags)
{
    struct qa_picture *picture = &reading->picture;
    struct qa_json_iterator iterator = qa_json_iterate(flags);
    while (iterator.is_object && qa_json_next(&iterator)) {
        bool is_true;
        if (qa_json_bool(iterator.value, &is_true) && is_true) {
            qa_picture_mark(picture, &qa_type_label, qa_json_line_place(flags))->label =
                qa_picture_copy(picture, iterator.key.text, iterator.key.length);
        }
    }
}

static bool read_root(struct reading *reading, struct qa_json_value root)
{
    enum { SHAPES, PATH, WIDTH, HEIGHT, FLAGS, N_MEMBERS };
    static const char *const names[] = {"shapes", "imagePath", "imageWidth", "imageHeight",
                                        "flags"};
    struct qa_picture *picture = &reading->picture;
    struct qa_json_value member[N_MEMBERS];
    qa_json_members(root, names, N_MEMBERS, member);
    qa_picture_begin(picture, qa_json_line_place(root));
    if (!qa_json_is_there(member[SHAPES]) || qa_json_kind(member[SHAPES]) != QA_JSON_ARRAY) {
        return false;
    }
    if (qa_json_is_there(member[PATH])) {
        (void)qa_picture_json(picture, QA_FIELD_ITEM, member[PATH]);
    } else {
        const char *item = qa_file_item(reading->sink);
        qa_picture_text(picture, QA_FIELD_ITEM, item, strlen(item), qa_json_line_place(root));
    }
    picture->size = qa_json_image_size(member[WIDTH], member[HEIGHT]);
    struct qa_json_iterator iterator = qa_json_iterate(member[SHAPES]);
    while (qa_json_next(&iterator)) {
        read_shape(reading, iterator.value);
    }
    if (qa_json_count(member[SHAPES]) == 0 && qa_json_is_there(member[FLAGS])) {
        read_flags(reading, member[FLAGS]);
    }
    qa_picture_end(picture);
    return true;
}

static enum qa_status read_file(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_error *err)
{
    struct qa_json *json;
    struct reading reading = {.sink = sink};
    QA_TRY(qa_json_parse(&json, bytes, err));
    qa_sink_source(sink, "labelme", &qa_type_polygon);
    qa_picture_init(&reading.picture, sink);
    enum qa_status status = QA_OK;
    if (!read_root(&reading, qa_json_root(json))) {
        status = qa_fail_at(err, "E185", bytes->path, 1, 1,
                            "no array 'shapes'; expected a file of LabelMe");
    }
    qa_picture_free(&reading.picture);
    qa_json_free(json);
    return status;
}

/* Outlines can be read as the boxes around them. What is drawn as boxes is no choice. */
static uint32_t offers(const struct qa_bytes *bytes)
{
    bool has_outlines = qa_mentions(bytes, "\"polygon\"") || qa_mentions(bytes, "\"circle\"");
    return has_outlines ? QA_OFFER(qa_type_box) | QA_OFFER(qa_type_polygon) : 0;
}

static int sniff(const struct qa_bytes *bytes)
{
    return qa_first_byte(bytes) == '{' && qa_has_member(bytes, "shapes") &&
                   (qa_has_member(bytes, "imagePath") || qa_has_member(bytes, "imageData") ||
                    qa_has_member(bytes, "shape_type"))
               ? 92
               : 0;
}

const struct qa_reader qa_reader_labelme = {
    .name = "labelme",
    .description = "LabelMe JSON, a file an image: rectangles, also oriented, polygons, circles as "
                   "polygons, masks (those of a group are one object), flags as labels of the "
                   "image",
    .gives = QA_GIVES_ITEM | QA_GIVES_SIZE | QA_GIVES_NOTHING,
    .pass = QA_PASS_DELIVERIES,
    .is_file_an_image = true,
    .sniff = sniff,
    .offers = offers,
    .read = read_file,
};
