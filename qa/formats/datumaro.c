#include "qa/formats/datumaro.h"

#include <math.h>
#include <string.h>

#include "qa/annotation/box.h"
#include "qa/annotation/keypoints.h"
#include "qa/annotation/label.h"
#include "qa/annotation/mask.h"
#include "qa/annotation/polygon.h"
#include "qa/annotation/rotation.h"
#include "qa/formats/json_shape.h"
#include "qa/formats/picture.h"
#include "qa/formats/span_json.h"

enum member { TYPE, LABEL, GROUP, BBOX, POINTS, VISIBILITY, RLE, ATTRIBUTES, ID, N_MEMBERS };
static const char *const member_names[N_MEMBERS] = {
    "type", "label_id", "group", "bbox", "points", "visibility", "rle", "attributes", "id"};

struct reading {
    struct qa_sink *sink;
    struct qa_picture picture;
    struct qa_text_cell *label; /* by their order */
    size_t n_labels;
    struct qa_json_value member[N_MEMBERS]; /* of the annotation that is read */
};

/* ---- categories ---- */

static bool read_labels(struct reading *reading, struct qa_json_value root)
{
    struct qa_json_value at = root;
    static const char *const path[] = {"categories", "label", "labels"};
    for (int i = 0; i < 3; i++) {
        if (!qa_json_member(at, path[i], &at)) {
            return true; /* a file without labels */
        }
    }
    struct qa_json_iterator iterator = qa_json_iterate(at);
    reading->label =
        QA_ARRAY(qa_sink_arena(reading->sink), struct qa_text_cell, qa_json_count(at) + 1);
    while (qa_json_next(&iterator)) {
        struct qa_json_value name;
        struct qa_json_text text;
        if (!qa_json_member(iterator.value, "name", &name) || !qa_json_string(name, &text)) {
            return qa_sink_bad(reading->sink, QA_AT_JSON(iterator.value), "E184",
                               "a label without a text 'name'");
        }
        reading->label[reading->n_labels++] = (struct qa_text_cell){text.text, text.length};
    }
    return true;
}

/* ---- annotations ---- */

static bool read_label(struct reading *reading, struct qa_mark *mark)
{
    int64_t number;
    struct qa_json_value id = reading->member[LABEL];
    if (!qa_json_is_there(id)) {
        return true; /* an object without a class */
    }
    if (!qa_json_integer(id, &number) || number < 0 || (uint64_t)number >= reading->n_labels) {
        return qa_sink_bad(reading->sink, QA_AT_JSON(id), "E184",
                           "label_id is not one of the %zu labels of 'categories', from 0",
                           reading->n_labels);
    }
    mark->label = reading->label[number];
    return true;
}

static bool read_box(struct reading *reading, struct qa_mark *mark)
{
    double box[4];
    if (!qa_json_numbers(reading->sink, reading->member[BBOX], "bbox", 4, box)) {
        return false;
    }
    for (int i = 0; i < 4; i++) {
        qa_shape_add(&mark->shape, box[i]);
    }
    return true;
}

static bool read_polygon(struct reading *reading, struct qa_mark *mark)
{
    qa_polygon_begin_part(&mark->shape);
    if (!qa_json_ring(reading->sink, reading->member[POINTS], "points", 1, &mark->shape)) {
        return false;
    }
    qa_polygon_end(&mark->shape);
    return true;
}

/* By two corners of the box around it. */
static bool read_ellipse(struct reading *reading, struct qa_mark *mark)
{
    double at[4] = {0, 0, 0, 0};
    const char *why;
    if (!qa_json_numbers(reading->sink, reading->member[POINTS], "points", 4, at)) {
        return false;
    }
    const struct qa_ellipse ellipse = {{(at[0] + at[2]) / 2, (at[1] + at[3]) / 2},
                                       {fabs(at[2] - at[0]) / 2, fabs(at[3] - at[1]) / 2},
                                       0};
    return qa_polygon_of_ellipse(&ellipse, &mark->shape, &why) ||
           qa_sink_bad(reading->sink, mark->place, "E122", "%s", why);
}

static bool read_points(struct reading *reading, struct qa_mark *mark)
{
    struct qa_keypoints_scale scale = QA_NO_SCALE;
    struct qa_shape points = {.arena = reading->picture.arena};
    bool has_visibility = qa_json_is_there(reading->member[VISIBILITY]);
    struct qa_json_iterator visibility =
        qa_json_iterate(reading->member[has_visibility ? VISIBILITY : POINTS]);
    if (!qa_json_ring(reading->sink, reading->member[POINTS], "points", 1, &points)) {
        return false;
    }
    qa_keypoints_begin(&mark->shape, &scale);
    for (size_t i = 0; i + 1 < points.n_numbers; i += 2) {
        double v = 2;
        if (has_visibility && qa_json_next(&visibility)) {
            (void)qa_json_real(visibility.value, &v);
        }
        qa_keypoints_add(&mark->shape, points.number[i], points.number[i + 1], v);
    }
    return true;
}

static bool read_mask(struct reading *reading, struct qa_mark *mark)
{
    return qa_json_coco_mask(reading->sink, reading->member[RLE], "rle", &mark->shape);
}

static const struct kind {
    const char *name;
    const struct qa_type *type;
    enum member needs;
    bool (*read)(struct reading *reading, struct qa_mark *mark);
} kinds[] = {{"label", &qa_type_label, LABEL, NULL},
             {"bbox", &qa_type_box, BBOX, read_box},
             {"polygon", &qa_type_polygon, POINTS, read_polygon},
             {"ellipse", &qa_type_polygon, POINTS, read_ellipse},
             {"points", &qa_type_keypoints, POINTS, read_points},
             {"mask", &qa_type_mask, RLE, read_mask}};

static const struct kind *kind_of(struct qa_json_value type)
{
    struct qa_json_text text;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (qa_json_string(type, &text) && strcmp(text.text, kinds[i].name) == 0) {
            return &kinds[i];
        }
    }
    return NULL;
}

static void read_attributes(struct reading *reading, struct qa_mark *mark)
{
    struct qa_json_value value;
    bool is_true;
    double number;
    if (!qa_json_is_there(reading->member[ATTRIBUTES])) {
        return;
    }
    if (qa_json_member(reading->member[ATTRIBUTES], "is_crowd", &value)) {
        bool is_crowd = (qa_json_bool(value, &is_true) && is_true) ||
                        (qa_json_real(value, &number) && number != 0);
        mark->region = is_crowd ? QA_REGION_CROWD : QA_REGION_NONE;
    }
    if (qa_json_member(reading->member[ATTRIBUTES], "score", &value) &&
        qa_json_real(value, &number)) {
        mark->score = number;
    }
}

static void read_group(struct reading *reading, struct qa_mark *mark)
{
    int64_t group;
    bool joins = mark->type == &qa_type_polygon || mark->type == &qa_type_mask;
    struct qa_json_value id = reading->member[GROUP];
    if (joins && qa_json_is_there(id) && qa_json_integer(id, &group) && group != 0) {
        const char *text = qa_arena_format(reading->picture.arena, "%lld", (long long)group);
        mark->group = (struct qa_text_cell){text, strlen(text)};
    }
}

static void read_annotation(struct reading *reading, struct qa_json_value object)
{
    struct qa_picture *picture = &reading->picture;
    struct qa_json_text text = {"", 0};
    qa_json_members(object, member_names, N_MEMBERS, reading->member);
    struct qa_json_value type = reading->member[TYPE];
    if (!qa_json_is_there(type) || !qa_json_string(type, &text)) {
        (void)qa_sink_bad(reading->sink, QA_AT_JSON(object), "E185",
                          "an annotation without a text 'type'");
        return;
    }
    const struct kind *kind = kind_of(type);
    if (kind == NULL) {
        qa_picture_unread(picture, qa_arena_format(picture->arena, "Datumaro's '%.40s'", text.text),
                          qa_json_line_place(object));
        return;
    }
    struct qa_mark *mark = qa_picture_mark(picture, kind->type, qa_json_line_place(object));
    if (!qa_json_is_there(reading->member[kind->needs])) {
        (void)qa_sink_bad(reading->sink, QA_AT_JSON(object), "E185", "a %s without '%s'",
                          kind->name, member_names[kind->needs]);
        qa_picture_drop(picture, mark);
        return;
    }
    read_attributes(reading, mark);
    read_group(reading, mark);
    if (!read_label(reading, mark) || (kind->read != NULL && !kind->read(reading, mark))) {
        qa_picture_drop(picture, mark);
    }
}

/* ---- items ---- */

static void read_media(struct reading *reading, struct qa_json_value media)
{
    struct qa_json_value value;
    if (qa_json_member(media, "path", &value) && qa_json_kind(value) == QA_JSON_STRING &&
        reading->picture.field[QA_FIELD_ITEM].text.length == 0) {
        (void)qa_picture_json(&reading->picture, QA_FIELD_ITEM, value);
    }
    if (qa_json_member(media, "size", &value) && qa_json_count(value) == 2) {
        struct qa_json_value side[2] = {{NULL, 0}, {NULL, 0}};
        struct qa_json_iterator iterator = qa_json_iterate(value);
        for (int i = 0; i < 2 && qa_json_next(&iterator); i++) {
            side[i] = iterator.value;
        }
        reading->picture.size = qa_json_image_size(side[1], side[0]);
    }
}

static void read_item(struct reading *reading, struct qa_json_value object)
{
    enum { ITEM_ID, IMAGE, MEDIA, ANNOTATIONS, N_ITEM_MEMBERS };
    static const char *const names[] = {"id", "image", "media", "annotations"};
    struct qa_json_value member[N_ITEM_MEMBERS];
    qa_json_members(object, names, N_ITEM_MEMBERS, member);
    qa_picture_begin(&reading->picture, qa_json_line_place(object));
    for (int i = IMAGE; i <= MEDIA; i++) {
        if (qa_json_is_there(member[i])) {
            read_media(reading, member[i]);
        }
    }
    if (reading->picture.field[QA_FIELD_ITEM].text.length == 0) {
        (void)qa_picture_json(&reading->picture, QA_FIELD_ITEM, member[ITEM_ID]);
    }
    if (!qa_json_is_there(member[ANNOTATIONS]) ||
        qa_json_kind(member[ANNOTATIONS]) != QA_JSON_ARRAY) {
        (void)qa_sink_bad(reading->sink, QA_AT_JSON(object), "E185",
                          "an item without an array 'annotations'");
        return;
    }
    struct qa_json_iterator iterator = qa_json_iterate(member[ANNOTATIONS]);
    while (qa_json_next(&iterator)) {
        read_annotation(reading, iterator.value);
    }
    qa_picture_end(&reading->picture);
}

static enum qa_status read_file(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_error *err)
{
    struct qa_json *json;
    struct qa_json_value items;
    struct reading reading = {.sink = sink};
    QA_TRY(qa_json_parse(&json, bytes, err));
    struct qa_json_value root = qa_json_root(json);
    qa_sink_source(sink, "datumaro", &qa_type_box);
    qa_picture_init(&reading.picture, sink);
    enum qa_status status = QA_OK;
    if (!qa_json_member(root, "items", &items) || qa_json_kind(items) != QA_JSON_ARRAY) {
        status = qa_fail_at(err, "E185", bytes->path, 1, 1,
                            "no array 'items'; expected a file of Datumaro");
    } else if (read_labels(&reading, root)) {
        struct qa_json_iterator iterator = qa_json_iterate(items);
        while (qa_json_next(&iterator)) {
            read_item(&reading, iterator.value);
        }
    }
    qa_picture_free(&reading.picture);
    qa_json_free(json);
    return status;
}

static int sniff(const struct qa_bytes *bytes)
{
    return qa_first_byte(bytes) == '{' && qa_has_member(bytes, "items") &&
                   qa_has_member(bytes, "categories") && !qa_has_member(bytes, "images") &&
                   (qa_has_member(bytes, "annotations") || qa_has_member(bytes, "media_type"))
               ? 95
               : 0;
}

static uint32_t offers(const struct qa_bytes *bytes)
{
    bool has_outlines = qa_mentions(bytes, "\"polygon\"") || qa_mentions(bytes, "\"ellipse\"");
    return has_outlines ? QA_OFFER(qa_type_box) | QA_OFFER(qa_type_polygon) : 0;
}

const struct qa_reader qa_reader_datumaro = {
    .name = "datumaro",
    .description =
        "Datumaro JSON: boxes, polygons, ellipses as polygons, masks, points as keypoints, "
        "labels of images",
    .gives = QA_GIVES_ITEM | QA_GIVES_SIZE | QA_GIVES_SCORE | QA_GIVES_NOTHING,
    .pass = QA_PASS_DELIVERIES,
    .sniff = sniff,
    .offers = offers,
    .read = read_file,
};
