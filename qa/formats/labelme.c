#include "qa/formats/labelme.h"

#include <math.h>
#include <string.h>

#include "qa/annotation/box.h"
#include "qa/annotation/label.h"
#include "qa/annotation/polygon.h"
#include "qa/formats/json_shape.h"
#include "qa/formats/picture.h"

enum shape_member { LABEL, POINTS, SHAPE_TYPE, GROUP, N_SHAPE_MEMBERS };

/* The group of a mark, for as long as its image is read. */
struct grouped {
    struct qa_mark *mark;
    struct qa_json_value group;
    struct grouped *next;
};

struct reading {
    struct qa_sink *sink;
    struct qa_picture picture;
    struct grouped *groups;
};

static struct qa_place place_of(struct qa_json_value value)
{
    uint64_t line;
    uint64_t column;
    qa_json_place(value, &line, &column);
    return QA_AT(line, column);
}

static bool same_group(struct qa_json_value a, struct qa_json_value b)
{
    int64_t numbers[2];
    struct qa_json_text texts[2];
    if (qa_json_integer(a, &numbers[0]) && qa_json_integer(b, &numbers[1])) {
        return numbers[0] == numbers[1];
    }
    return qa_json_string(a, &texts[0]) && qa_json_string(b, &texts[1]) &&
           strcmp(texts[0].text, texts[1].text) == 0;
}

/* The mark that this one is another part of; NULL: none. */
static struct qa_mark *first_of_group(const struct reading *reading, const struct qa_mark *mark,
                                      struct qa_json_value group)
{
    for (struct grouped *g = reading->groups; g != NULL; g = g->next) {
        if (g->mark->type == mark->type && g->mark->label.length == mark->label.length &&
            memcmp(g->mark->label.text, mark->label.text, mark->label.length) == 0 &&
            same_group(g->group, group)) {
            return g->mark;
        }
    }
    return NULL;
}

static void join_polygons(struct qa_shape *to, const struct qa_shape *part)
{
    qa_polygon_begin_part(to);
    for (size_t i = 0; i < part->n_numbers; i++) {
        qa_shape_add(to, part->number[i]);
    }
}

static void join_boxes(struct qa_shape *to, const struct qa_shape *part)
{
    double *a = to->number;
    const double *b = part->number;
    double right = fmax(a[0] + a[2], b[0] + b[2]);
    double bottom = fmax(a[1] + a[3], b[1] + b[3]);
    a[0] = fmin(a[0], b[0]);
    a[1] = fmin(a[1], b[1]);
    a[2] = right - a[0];
    a[3] = bottom - a[1];
}

static void group(struct reading *reading, struct qa_mark *mark, struct qa_json_value id)
{
    struct qa_mark *first = first_of_group(reading, mark, id);
    if (first == NULL) {
        struct grouped *grouped = QA_NEW(reading->picture.arena, struct grouped);
        *grouped = (struct grouped){mark, id, reading->groups};
        reading->groups = grouped;
        return;
    }
    if (mark->type == &qa_type_box) {
        join_boxes(&first->shape, &mark->shape);
    } else {
        join_polygons(&first->shape, &mark->shape);
    }
    qa_picture_drop(&reading->picture, mark);
    reading->picture.n_left_out--;
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
        group(reading, mark, member[GROUP]);
    }
}

/* Several are one answer: the set of them, as tables have it in a cell. */
static void read_flags(struct reading *reading, struct qa_json_value flags)
{
    struct qa_picture *picture = &reading->picture;
    struct qa_json_iterator iterator = qa_json_iterate(flags);
    const char *set = "";
    const char *only = "";
    size_t n = 0;
    while (iterator.is_object && qa_json_next(&iterator)) {
        bool is_true;
        if (qa_json_bool(iterator.value, &is_true) && is_true) {
            only = qa_arena_text(picture->arena, iterator.key.text);
            set = qa_arena_format(picture->arena, "%s%s\"%s\"", set, n++ > 0 ? ", " : "", only);
        }
    }
    if (n == 0) {
        return;
    }
    struct qa_mark *mark = qa_picture_mark(picture, &qa_type_label, place_of(flags));
    const char *label = n == 1 ? only : qa_arena_format(picture->arena, "[%s]", set);
    mark->label = qa_picture_copy(picture, label, strlen(label));
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
    return has_outlines ? UINT32_C(1) << qa_type_index(&qa_type_box) |
                              UINT32_C(1) << qa_type_index(&qa_type_polygon)
                        : 0;
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
    .pass = QA_PASS_DELIVERIES,
    .sniff = sniff,
    .offers = offers,
    .read = read_file,
};
