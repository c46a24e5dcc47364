#include "qa/formats/supervisely.h"

#include <string.h>

#include "qa/annotation/box.h"
#include "qa/annotation/keypoints.h"
#include "qa/annotation/label.h"
#include "qa/annotation/mask.h"
#include "qa/annotation/polygon.h"
#include "qa/formats/json_shape.h"
#include "qa/formats/packed_mask.h"
#include "qa/formats/picture.h"
#include "qa/formats/span_json.h"

struct reading {
    struct qa_sink *sink;
    struct qa_picture picture;
};

static struct qa_text_cell text_of(struct qa_json_value value)
{
    struct qa_json_text text;
    return qa_json_is_there(value) && qa_json_string(value, &text)
               ? (struct qa_text_cell){text.text, text.length}
               : (struct qa_text_cell){"", 0};
}

enum object_member { ID, CLASS, GEOMETRY, POINTS, LOGIN, BITMAP, N_MEMBERS };

/* False after a finding. */
static bool find_exterior(struct reading *reading, const struct qa_json_value *member,
                          const struct qa_mark *mark, struct qa_json_value *exterior)
{
    return (qa_json_is_there(member[POINTS]) &&
            qa_json_member(member[POINTS], "exterior", exterior)) ||
           qa_sink_bad(reading->sink, mark->place, "E185",
                       "an object without 'points' with an 'exterior'");
}

/* Exactly n points, x y x y ...; false after a finding. */
static bool read_points(struct reading *reading, const struct qa_json_value *member,
                        const struct qa_mark *mark, size_t n, double *xy)
{
    struct qa_json_value exterior = {NULL, 0};
    struct qa_shape shape = {.arena = reading->picture.arena};
    if (!find_exterior(reading, member, mark, &exterior)) {
        return false;
    }
    if (qa_json_count(exterior) != n) {
        return qa_sink_bad(
            reading->sink, QA_AT_JSON(exterior), "E122", "a %s has %zu points; expected %zu",
            n == 1 ? "point" : "rectangle of two corners", qa_json_count(exterior), n);
    }
    if (!qa_json_ring(reading->sink, exterior, "exterior", n, &shape)) {
        return false;
    }
    memcpy(xy, shape.number, 2 * n * sizeof *xy);
    return true;
}

static bool read_rectangle(struct reading *reading, const struct qa_json_value *member,
                           struct qa_mark *mark)
{
    double at[4] = {0, 0, 0, 0};
    if (!read_points(reading, member, mark, 2, at)) {
        return false;
    }
    qa_shape_corners(&mark->shape, at[0], at[1], at[2], at[3]);
    return true;
}

static bool read_point(struct reading *reading, const struct qa_json_value *member,
                       struct qa_mark *mark)
{
    static const double labelled = 2;
    struct qa_keypoints_scale scale = QA_NO_SCALE;
    double at[2] = {0, 0};
    if (!read_points(reading, member, mark, 1, at)) {
        return false;
    }
    qa_keypoints_begin(&mark->shape, &scale);
    qa_keypoints_add(&mark->shape, at[0], at[1], labelled);
    return true;
}

static bool read_polygon(struct reading *reading, const struct qa_json_value *member,
                         struct qa_mark *mark)
{
    struct qa_json_value exterior = {NULL, 0};
    struct qa_json_value interior;
    if (!find_exterior(reading, member, mark, &exterior)) {
        return false;
    }
    qa_polygon_begin_part(&mark->shape);
    if (!qa_json_ring(reading->sink, exterior, "exterior", 1, &mark->shape)) {
        return false;
    }
    if (qa_json_member(member[POINTS], "interior", &interior)) {
        struct qa_json_iterator hole = qa_json_iterate(interior);
        while (qa_json_next(&hole)) {
            qa_polygon_begin_ring(&mark->shape);
            if (!qa_json_ring(reading->sink, hole.value, "interior", 1, &mark->shape)) {
                return false;
            }
        }
    }
    qa_polygon_end(&mark->shape);
    return true;
}

static bool read_bitmap(struct reading *reading, const struct qa_json_value *member,
                        struct qa_mark *mark)
{
    enum { DATA, ORIGIN, N_PARTS };
    static const char *const names[] = {"data", "origin"};
    struct qa_json_value part[N_PARTS] = {{NULL, 0}, {NULL, 0}};
    struct qa_json_text text;
    double origin[2];
    if (qa_json_is_there(member[BITMAP])) {
        qa_json_members(member[BITMAP], names, N_PARTS, part);
    }
    if (!qa_json_is_there(part[ORIGIN]) || !qa_json_is_there(part[DATA]) ||
        !qa_json_string(part[DATA], &text)) {
        return qa_sink_bad(reading->sink, mark->place, "E185",
                           "a bitmap without 'bitmap' with a text 'data' and an 'origin'");
    }
    if (!qa_json_numbers(reading->sink, part[ORIGIN], "origin", 2, origin)) {
        return false;
    }
    const struct qa_packed_mask packed = {.what = "bitmap",
                                          .text = text.text,
                                          .n = text.length,
                                          .left = origin[0],
                                          .top = origin[1],
                                          .image = reading->picture.size,
                                          .place = QA_AT_JSON(part[DATA])};
    return qa_read_packed_mask(reading->sink, &packed, &mark->shape);
}

static const struct kind {
    const char *name;
    const struct qa_type *type;
    bool (*read)(struct reading *reading, const struct qa_json_value *member, struct qa_mark *mark);
} kinds[] = {{"rectangle", &qa_type_box, read_rectangle},
             {"polygon", &qa_type_polygon, read_polygon},
             {"bitmap", &qa_type_mask, read_bitmap},
             {"point", &qa_type_keypoints, read_point}};

static const struct kind *kind_of(const char *name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(name, kinds[i].name) == 0) {
            return &kinds[i];
        }
    }
    return NULL;
}

static void read_object(struct reading *reading, struct qa_json_value object)
{
    static const char *const names[] = {"id",     "classTitle",   "geometryType",
                                        "points", "labelerLogin", "bitmap"};
    struct qa_picture *picture = &reading->picture;
    struct qa_json_value member[N_MEMBERS];
    int64_t id;
    qa_json_members(object, names, N_MEMBERS, member);
    struct qa_text_cell geometry = text_of(member[GEOMETRY]);
    if (geometry.length == 0 || !qa_json_is_there(member[CLASS])) {
        (void)qa_sink_bad(reading->sink, QA_AT_JSON(object), "E185", "an object without '%s'",
                          geometry.length == 0 ? "geometryType" : "classTitle");
        return;
    }
    const struct kind *kind = kind_of(geometry.text);
    if (kind == NULL) {
        qa_picture_unread(picture,
                          qa_arena_format(picture->arena, "Supervisely's '%.40s'", geometry.text),
                          qa_json_line_place(object));
        return;
    }
    struct qa_mark *mark = qa_picture_mark(picture, kind->type, qa_json_line_place(object));
    mark->label = text_of(member[CLASS]);
    mark->annotator = text_of(member[LOGIN]);
    if (qa_json_is_there(member[ID]) && qa_json_integer(member[ID], &id)) {
        const char *text = qa_arena_format(picture->arena, "%lld", (long long)id);
        mark->key = (struct qa_text_cell){text, strlen(text)};
    }
    if (!kind->read(reading, member, mark)) {
        qa_picture_drop(picture, mark);
    }
}

/* "weather", or "weather: rain". */
static void read_tag(struct reading *reading, struct qa_json_value tag)
{
    enum { NAME, VALUE, TAG_LOGIN, N_TAG_MEMBERS };
    static const char *const names[] = {"name", "value", "labelerLogin"};
    struct qa_picture *picture = &reading->picture;
    struct qa_json_value member[N_TAG_MEMBERS];
    qa_json_members(tag, names, N_TAG_MEMBERS, member);
    struct qa_text_cell name = text_of(member[NAME]);
    struct qa_text_cell value = text_of(member[VALUE]);
    if (name.length == 0) {
        (void)qa_sink_bad(reading->sink, QA_AT_JSON(tag), "E185", "a tag without a 'name'");
        return;
    }
    struct qa_mark *mark = qa_picture_mark(picture, &qa_type_label, qa_json_line_place(tag));
    const char *label = value.length > 0
                            ? qa_arena_format(picture->arena, "%s: %s", name.text, value.text)
                            : name.text;
    mark->label = (struct qa_text_cell){label, strlen(label)};
    mark->annotator = text_of(member[TAG_LOGIN]);
}

static bool read_root(struct reading *reading, struct qa_json_value root)
{
    enum { OBJECTS, SIZE, TAGS, N_ROOT_MEMBERS };
    static const char *const names[] = {"objects", "size", "tags"};
    struct qa_json_value member[N_ROOT_MEMBERS];
    struct qa_json_value side[2] = {{NULL, 0}, {NULL, 0}};
    const char *item = qa_file_item(reading->sink);
    qa_json_members(root, names, N_ROOT_MEMBERS, member);
    if (!qa_json_is_there(member[OBJECTS]) || qa_json_kind(member[OBJECTS]) != QA_JSON_ARRAY) {
        return false;
    }
    qa_picture_begin(&reading->picture, qa_json_line_place(root));
    qa_picture_text(&reading->picture, QA_FIELD_ITEM, item, strlen(item), qa_json_line_place(root));
    if (qa_json_is_there(member[SIZE])) {
        static const char *const sides[] = {"width", "height"};
        qa_json_members(member[SIZE], sides, 2, side);
        reading->picture.size = qa_json_image_size(side[0], side[1]);
    }
    struct qa_json_iterator iterator = qa_json_iterate(member[OBJECTS]);
    while (qa_json_next(&iterator)) {
        read_object(reading, iterator.value);
    }
    if (qa_json_is_there(member[TAGS])) {
        iterator = qa_json_iterate(member[TAGS]);
        while (qa_json_next(&iterator)) {
            read_tag(reading, iterator.value);
        }
    }
    qa_picture_end(&reading->picture);
    return true;
}

static enum qa_status read_file(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_error *err)
{
    struct qa_json *json;
    struct reading reading = {.sink = sink};
    QA_TRY(qa_json_parse(&json, bytes, err));
    qa_sink_source(sink, "supervisely", &qa_type_box);
    qa_picture_init(&reading.picture, sink);
    enum qa_status status = QA_OK;
    if (!read_root(&reading, qa_json_root(json))) {
        status = qa_fail_at(err, "E185", bytes->path, 1, 1,
                            "no array 'objects'; expected an image's file of Supervisely");
    }
    qa_picture_free(&reading.picture);
    qa_json_free(json);
    return status;
}

static int sniff(const struct qa_bytes *bytes)
{
    bool is_image = qa_has_member(bytes, "objects") && qa_has_member(bytes, "size");
    bool is_ours = qa_has_member(bytes, "classTitle") || qa_has_member(bytes, "description") ||
                   qa_has_member(bytes, "tags");
    return qa_first_byte(bytes) == '{' && is_image && is_ours ? 85 : 0;
}

static uint32_t offers(const struct qa_bytes *bytes)
{
    return qa_mentions(bytes, "\"polygon\"") ? QA_OFFER(qa_type_box) | QA_OFFER(qa_type_polygon)
                                             : 0;
}

static enum qa_status pass_by(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_error *err)
{
    (void)bytes;
    (void)sink;
    (void)err;
    return QA_OK;
}

static int sniff_meta(const struct qa_bytes *bytes)
{
    return qa_first_byte(bytes) == '{' && qa_has_member(bytes, "classes") &&
                   qa_has_member(bytes, "title") && qa_has_member(bytes, "shape") &&
                   !qa_has_member(bytes, "objects")
               ? 95
               : 0;
}

const struct qa_reader qa_reader_supervisely = {
    .name = "supervisely",
    .description =
        "Supervisely's folder: rectangles, polygons with holes, bitmaps as masks, points as "
        "keypoints, tags as labels of the image; the annotator is each object's labelerLogin",
    .gives = QA_GIVES_ITEM | QA_GIVES_ANNOTATOR | QA_GIVES_SIZE | QA_GIVES_NOTHING,
    .pass = QA_PASS_DELIVERIES,
    .is_file_an_image = true,
    .sniff = sniff,
    .offers = offers,
    .read = read_file,
};

const struct qa_reader qa_reader_supervisely_meta = {
    .name = "supervisely-meta",
    .description = "Supervisely's meta.json, which declares classes",
    .pass = QA_PASS_FACTS,
    .sniff = sniff_meta,
    .read = pass_by,
};
