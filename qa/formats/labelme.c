#include "qa/formats/labelme.h"

#include <string.h>

#include "qa/annotation/box.h"
#include "qa/annotation/label.h"
#include "qa/annotation/polygon.h"
#include "qa/formats/json_shape.h"
#include "qa/formats/picture.h"

enum shape_member { LABEL, POINTS, SHAPE_TYPE, GROUP, N_SHAPE_MEMBERS };

struct reading {
    struct qa_sink *sink;
    struct qa_picture picture;
};

static struct qa_place place_of(struct qa_json_value value)
{
    uint64_t line;
    uint64_t column;
    qa_json_place(value, &line, &column);
    return QA_AT(line, column);
}

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

static bool read_rectangle(struct reading *reading, struct qa_mark *mark,
                           struct qa_json_value points)
{
    enum { CORNERS = 2 };
    struct qa_shape corners = {.arena = reading->picture.arena};
    if (qa_json_count(points) != CORNERS) {
        return qa_sink_bad(reading->sink, QA_AT_JSON(points), "E122",
                           "a rectangle has %zu points; expected two corners",
                           qa_json_count(points));
    }
    if (!qa_json_ring(reading->sink, points, "points", CORNERS, &corners)) {
        return false;
    }
    const double *at = corners.number;
    qa_shape_corners(&mark->shape, at[0], at[1], at[2], at[3]);
    return true;
}

static bool read_polygon(struct reading *reading, struct qa_mark *mark, struct qa_json_value points)
{
    qa_polygon_begin_part(&mark->shape);
    if (!qa_json_ring(reading->sink, points, "points", 1, &mark->shape)) {
        return false;
    }
    qa_polygon_end(&mark->shape);
    return true;
}

/* NULL for a kind that is not read. */
static const struct qa_type *type_of(const struct reading *reading, struct qa_json_value given,
                                     const char **name)
{
    struct qa_json_text text;
    (void)reading;
    *name = "polygon";
    if (!qa_json_is_there(given) || !qa_json_string(given, &text)) {
        return &qa_type_polygon;
    }
    *name = text.text;
    return strcmp(text.text, "polygon") == 0     ? &qa_type_polygon
           : strcmp(text.text, "rectangle") == 0 ? &qa_type_box
                                                 : NULL;
}

static void read_shape(struct reading *reading, struct qa_json_value object)
{
    static const char *const names[] = {"label", "points", "shape_type", "group_id"};
    struct qa_picture *picture = &reading->picture;
    struct qa_json_value member[N_SHAPE_MEMBERS];
    struct qa_json_text label;
    const char *name;
    qa_json_members(object, names, N_SHAPE_MEMBERS, member);
    const struct qa_type *type = type_of(reading, member[SHAPE_TYPE], &name);
    if (type == NULL) {
        qa_picture_unread(picture, qa_arena_format(picture->arena, "LabelMe's '%.40s'", name),
                          place_of(object));
        return;
    }
    if (!qa_json_is_there(member[LABEL]) || !qa_json_is_there(member[POINTS]) ||
        !qa_json_string(member[LABEL], &label)) {
        (void)qa_sink_bad(reading->sink, QA_AT_JSON(object), "E185",
                          "a shape without %s; expected label and points",
                          qa_json_is_there(member[POINTS]) ? "a text 'label'" : "'points'");
        return;
    }
    struct qa_mark *mark = qa_picture_mark(picture, type, place_of(object));
    bool is_void = strcmp(label.text, "__ignore__") == 0;
    mark->is_crowd = is_void;
    if (!is_void) {
        mark->label = qa_picture_copy(picture, label.text, label.length);
    }
    if (!(type == &qa_type_box ? read_rectangle(reading, mark, member[POINTS])
                               : read_polygon(reading, mark, member[POINTS]))) {
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
            qa_picture_mark(picture, &qa_type_label, place_of(flags))->label =
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
    qa_picture_begin(picture, place_of(root));
    if (!qa_json_is_there(member[SHAPES]) || qa_json_kind(member[SHAPES]) != QA_JSON_ARRAY) {
        return false;
    }
    if (qa_json_is_there(member[PATH])) {
        (void)qa_picture_json(picture, QA_FIELD_ITEM, member[PATH]);
    } else {
        const char *item = qa_file_item(reading->sink);
        qa_picture_text(picture, QA_FIELD_ITEM, item, strlen(item), place_of(root));
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
    bool has_outlines = qa_mentions(bytes, "\"polygon\"");
    return has_outlines ? QA_OFFER(qa_type_box) | QA_OFFER(qa_type_polygon) : 0;
}

static int sniff(const struct qa_bytes *bytes)
{
    return qa_first_byte(bytes) == '{' && qa_mentions(bytes, "\"shapes\"") &&
                   (qa_mentions(bytes, "\"imagePath\"") || qa_mentions(bytes, "\"imageData\"") ||
                    qa_mentions(bytes, "\"shape_type\""))
               ? 92
               : 0;
}

const struct qa_reader qa_reader_labelme = {
    .name = "labelme",
    .description = "LabelMe JSON, a file an image: rectangles, polygons (those of a group are one "
                   "object), flags as labels of the image",
    .gives = QA_GIVES_ITEM | QA_GIVES_SIZE | QA_GIVES_NOTHING,
    .pass = QA_PASS_DELIVERIES,
    .is_file_an_image = true,
    .sniff = sniff,
    .offers = offers,
    .read = read_file,
};
