#include "qa/formats/v7.h"

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

/* A mask whose pixels are in the raster layer. */
struct raster {
    struct qa_mark *mark;
    const char *id;
    struct raster *next;
};

struct reading {
    struct qa_sink *sink;
    struct qa_picture picture;
    struct raster *rasters;
    struct qa_json_value layer; /* document NULL: none */
};

static struct qa_text_cell text_of(struct qa_json_value value)
{
    struct qa_json_text text;
    return qa_json_is_there(value) && qa_json_string(value, &text)
               ? (struct qa_text_cell){text.text, text.length}
               : (struct qa_text_cell){"", 0};
}

/* ---- shapes ---- */

static bool read_box(struct reading *reading, struct qa_json_value value, struct qa_mark *mark)
{
    static const char *const names[] = {"x", "y", "w", "h"};
    double box[4] = {0, 0, 0, 0};
    if (!qa_json_number_members(reading->sink, value, names, 4, box)) {
        return false;
    }
    mark->type = &qa_type_box;
    for (int i = 0; i < 4; i++) {
        qa_shape_add(&mark->shape, box[i]);
    }
    return true;
}

/* Paths after the first are holes where they lie in it, parts where they do not: even-odd. */
static bool read_polygon(struct reading *reading, struct qa_json_value value, struct qa_mark *mark)
{
    struct qa_json_value paths;
    size_t n = 0;
    mark->type = &qa_type_polygon;
    if (!qa_json_member(value, "paths", &paths) || qa_json_kind(paths) != QA_JSON_ARRAY) {
        return qa_sink_bad(reading->sink, QA_AT_JSON(value), "E185",
                           "a polygon without an array 'paths'");
    }
    struct qa_json_iterator path = qa_json_iterate(paths);
    while (qa_json_next(&path)) {
        if (n++ == 0) {
            qa_polygon_begin_part(&mark->shape);
        } else {
            qa_polygon_begin_ring(&mark->shape);
        }
        if (!qa_json_ring(reading->sink, path.value, "paths", 1, &mark->shape)) {
            return false;
        }
    }
    qa_polygon_end(&mark->shape);
    return true;
}

/* Nothing in the file says whether angles are degrees, so a turned ellipse is not read. */
static bool read_ellipse(struct reading *reading, struct qa_json_value value, struct qa_mark *mark,
                         bool *is_known)
{
    static const char *const axes[] = {"x", "y"};
    static const char *const names[] = {"center", "radius", "angle"};
    struct qa_json_value member[3];
    struct qa_ellipse ellipse = {.degrees = 0};
    double angle = 0;
    const char *why;
    qa_json_members(value, names, 3, member);
    if (!qa_json_is_there(member[0]) || !qa_json_is_there(member[1])) {
        return qa_sink_bad(reading->sink, QA_AT_JSON(value), "E185",
                           "an ellipse without 'center' and 'radius'");
    }
    if (!qa_json_number_members(reading->sink, member[0], axes, 2, ellipse.centre) ||
        !qa_json_number_members(reading->sink, member[1], axes, 2, ellipse.radius)) {
        return false;
    }
    if (qa_json_is_there(member[2]) && !qa_json_real(member[2], &angle)) {
        return qa_sink_bad(reading->sink, QA_AT_JSON(value), "E122",
                           "the angle of an ellipse is no number");
    }
    mark->type = &qa_type_polygon;
    *is_known = angle == 0 || ellipse.radius[0] == ellipse.radius[1];
    return *is_known && (qa_polygon_of_ellipse(&ellipse, &mark->shape, &why) ||
                         qa_sink_bad(reading->sink, QA_AT_JSON(value), "E122", "%s", why));
}

static bool add_node(struct reading *reading, struct qa_json_value node, struct qa_mark *mark,
                     struct qa_keypoint_names *names)
{
    static const char *const axes[] = {"x", "y"};
    struct qa_json_value value;
    double xy[2] = {0, 0};
    bool is_occluded = false;
    struct qa_text_cell name = {"", 0};
    if (!qa_json_number_members(reading->sink, node, axes, 2, xy)) {
        return false;
    }
    if (qa_json_member(node, "occluded", &value)) {
        (void)qa_json_bool(value, &is_occluded);
    }
    if (qa_json_member(node, "name", &value)) {
        name = text_of(value);
    }
    qa_keypoint_names_add(names, name.text, name.length);
    qa_keypoints_add(&mark->shape, xy[0], xy[1], is_occluded ? 1 : 2);
    return true;
}

static bool read_keypoints(struct reading *reading, struct qa_json_value value,
                           struct qa_mark *mark)
{
    struct qa_keypoint_names names = {.arena = reading->picture.arena};
    struct qa_keypoints_scale scale = QA_NO_SCALE;
    struct qa_json_value nodes;
    mark->type = &qa_type_keypoints;
    qa_keypoints_begin(&mark->shape, &scale);
    if (!qa_json_member(value, "nodes", &nodes)) {
        return add_node(reading, value, mark, &names);
    }
    struct qa_json_iterator node = qa_json_iterate(nodes);
    while (qa_json_next(&node)) {
        if (!add_node(reading, node.value, mark, &names)) {
            return false;
        }
    }
    qa_keypoints_end(&mark->shape, &names);
    return true;
}

/* Whether the mark waits for the raster layer. */
static bool read_mask(struct reading *reading, struct qa_json_value id, struct qa_mark *mark)
{
    struct raster *raster = QA_NEW(reading->picture.arena, struct raster);
    *raster = (struct raster){mark, text_of(id).text, reading->rasters};
    mark->type = &qa_type_mask;
    reading->rasters = raster;
    return true;
}

/* ---- the raster layer ---- */

/* value, run, value, run ... row by row. */
static bool read_pixels(struct reading *reading, struct qa_json_value runs, uint8_t *value,
                        size_t n)
{
    struct qa_json_iterator iterator = qa_json_iterate(runs);
    size_t at = 0;
    while (qa_json_next(&iterator)) {
        int64_t number;
        int64_t run = 0;
        bool is_good = qa_json_integer(iterator.value, &number) && number >= 0 &&
                       number <= UINT8_MAX && qa_json_next(&iterator) &&
                       qa_json_integer(iterator.value, &run) && run >= 0 && (uint64_t)run <= n - at;
        if (!is_good) {
            return qa_sink_bad(
                reading->sink, QA_AT_JSON(runs), "E122",
                "dense_rle is no list of values to 255 and runs that fill the image");
        }
        memset(value + at, (int)number, (size_t)run);
        at += (size_t)run;
    }
    return at == n || qa_sink_bad(reading->sink, QA_AT_JSON(runs), "E122",
                                  "dense_rle holds %zu pixels of the image's %zu", at, n);
}

/* A value that no pixel has is a mask without pixels. */
static struct qa_rle mask_of(const struct reading *reading, const struct qa_rle_values *values,
                             uint32_t value)
{
    for (size_t i = 0; i < values->n; i++) {
        if (values->value[i] == value) {
            return values->rle[i];
        }
    }
    const struct qa_image_size size = reading->picture.size;
    uint32_t *all = QA_ARRAY(reading->picture.arena, uint32_t, 1);
    all[0] = size.height * size.width;
    return (struct qa_rle){size.height, size.width, all, 1};
}

static void give_masks(struct reading *reading, struct qa_json_value mapping,
                       const struct qa_rle_values *values)
{
    for (struct raster *raster = reading->rasters; raster != NULL; raster = raster->next) {
        struct qa_json_value value;
        int64_t number;
        if (!qa_json_member(mapping, raster->id, &value) || !qa_json_integer(value, &number) ||
            number < 1 || number > UINT8_MAX) {
            (void)qa_sink_bad(reading->sink, raster->mark->place, "E185",
                              "a mask without a value in mask_annotation_ids_mapping");
            qa_picture_drop(&reading->picture, raster->mark);
            continue;
        }
        struct qa_rle rle = mask_of(reading, values, (uint32_t)number);
        qa_mask_put(&rle, &raster->mark->shape);
    }
}

static void drop_masks(struct reading *reading)
{
    for (struct raster *raster = reading->rasters; raster != NULL; raster = raster->next) {
        qa_picture_drop(&reading->picture, raster->mark);
    }
}

static bool read_layer(struct reading *reading)
{
    enum { RUNS, MAPPING, N_MEMBERS };
    static const char *const names[] = {"dense_rle", "mask_annotation_ids_mapping"};
    struct qa_json_value member[N_MEMBERS];
    struct qa_image_size size = reading->picture.size;
    struct qa_arena *arena = reading->picture.arena;
    const char *why;
    if (!qa_json_is_there(reading->layer)) {
        return qa_sink_bad(reading->sink, reading->rasters->mark->place, "E185",
                           "a mask, and no raster layer with its pixels");
    }
    qa_json_members(reading->layer, names, N_MEMBERS, member);
    if (!qa_json_is_there(member[RUNS]) || !qa_json_is_there(member[MAPPING])) {
        return qa_sink_bad(reading->sink, QA_AT_JSON(reading->layer), "E185",
                           "a raster layer without dense_rle and mask_annotation_ids_mapping");
    }
    static const uint64_t most_pixels = UINT64_C(1) << 28;
    uint64_t n = (uint64_t)size.width * size.height;
    if (!qa_rle_fits(size.height, size.width, &why) || n > most_pixels) {
        return qa_sink_bad(reading->sink, QA_AT_JSON(reading->layer), "E122",
                           "the size of the image, in which masks lie, is not known or too large");
    }
    uint8_t *value = QA_ARRAY(arena, uint8_t, (size_t)n);
    struct qa_rle_values values;
    if (!read_pixels(reading, member[RUNS], value, (size_t)n)) {
        return false;
    }
    qa_rle_by_value(value, 1, size.height, size.width, &values, arena);
    give_masks(reading, member[MAPPING], &values);
    return true;
}

/* ---- annotations ---- */

enum member {
    NAME,
    ID,
    BOX,
    POLYGON,
    KEYPOINT,
    SKELETON,
    TAG,
    MASK,
    ELLIPSE,
    LAYER,
    ANNOTATORS,
    INFERENCE,
    N_MEMBERS
};
static const char *const member_names[N_MEMBERS] = {
    "name", "id",   "bounding_box", "polygon",      "keypoint",   "skeleton",
    "tag",  "mask", "ellipse",      "raster_layer", "annotators", "inference"};

/* False after a finding, or, with *is_known false, for another kind. */
static bool read_shape(struct reading *reading, const struct qa_json_value *member,
                       struct qa_mark *mark, bool *is_known)
{
    bool reads_boxes = qa_sink_shape(reading->sink) == &qa_type_box;
    *is_known = true;
    if (qa_json_is_there(member[POLYGON]) && !(reads_boxes && qa_json_is_there(member[BOX]))) {
        return read_polygon(reading, member[POLYGON], mark);
    }
    if (qa_json_is_there(member[ELLIPSE]) && !(reads_boxes && qa_json_is_there(member[BOX]))) {
        return read_ellipse(reading, member[ELLIPSE], mark, is_known);
    }
    if (qa_json_is_there(member[MASK])) {
        return read_mask(reading, member[ID], mark);
    }
    if (qa_json_is_there(member[TAG])) {
        mark->type = &qa_type_label;
        return true;
    }
    if (qa_json_is_there(member[KEYPOINT]) || qa_json_is_there(member[SKELETON])) {
        return read_keypoints(
            reading, member[qa_json_is_there(member[KEYPOINT]) ? KEYPOINT : SKELETON], mark);
    }
    *is_known = qa_json_is_there(member[BOX]);
    return *is_known && read_box(reading, member[BOX], mark);
}

/* The first annotator: the address, or else the name. */
static struct qa_text_cell annotator_of(struct qa_json_value list)
{
    struct qa_json_value value;
    if (!qa_json_is_there(list)) {
        return (struct qa_text_cell){"", 0};
    }
    struct qa_json_iterator iterator = qa_json_iterate(list);
    if (!qa_json_next(&iterator)) {
        return (struct qa_text_cell){"", 0};
    }
    return qa_json_member(iterator.value, "email", &value) ||
                   qa_json_member(iterator.value, "full_name", &value)
               ? text_of(value)
               : (struct qa_text_cell){"", 0};
}

/* V7 puts each shape under the name of its kind. */
static const char *unread_kind(struct qa_json_value object, struct qa_arena *arena)
{
    static const char *const names[] = {"line",  "cuboid",       "graph", "string",
                                        "table", "simple_table", "eye",   "link"};
    struct qa_json_value value;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (qa_json_member(object, names[i], &value)) {
            return qa_arena_format(arena, "V7's '%s'", names[i]);
        }
    }
    return "an annotation of V7 without a shape that is known";
}

static void read_annotation(struct reading *reading, struct qa_json_value object)
{
    struct qa_picture *picture = &reading->picture;
    struct qa_json_value member[N_MEMBERS];
    struct qa_json_value confidence;
    bool is_known;
    qa_json_members(object, member_names, N_MEMBERS, member);
    if (qa_json_is_there(member[LAYER])) {
        reading->layer = member[LAYER]; /* no object */
        return;
    }
    struct qa_text_cell name = text_of(member[NAME]);
    if (name.length == 0) {
        (void)qa_sink_bad(reading->sink, QA_AT_JSON(object), "E185",
                          "an annotation without a text 'name'");
        return;
    }
    struct qa_mark *mark = qa_picture_mark(picture, &qa_type_box, qa_json_line_place(object));
    mark->label = name;
    mark->annotator = annotator_of(member[ANNOTATORS]);
    mark->key = text_of(member[ID]);
    if (qa_json_is_there(member[INFERENCE]) &&
        qa_json_member(member[INFERENCE], "confidence", &confidence)) {
        (void)qa_json_real(confidence, &mark->score);
    }
    if (!read_shape(reading, member, mark, &is_known)) {
        qa_picture_drop(picture, mark);
    }
    if (!is_known) {
        picture->n_left_out--;
        const char *what = qa_json_is_there(member[ELLIPSE])
                               ? "an ellipse of V7 that is turned, in a unit that nothing tells,"
                               : unread_kind(object, picture->arena);
        qa_picture_unread(picture, what, qa_json_line_place(object));
    }
}

/* ---- the file ---- */

static void read_item(struct reading *reading, struct qa_json_value item)
{
    struct qa_json_value value;
    struct qa_json_value side[2] = {{NULL, 0}, {NULL, 0}};
    static const char *const sides[] = {"width", "height"};
    if (qa_json_member(item, "name", &value)) {
        (void)qa_picture_json(&reading->picture, QA_FIELD_ITEM, value);
    }
    struct qa_json_iterator slot;
    if (qa_json_member(item, "slots", &value)) {
        slot = qa_json_iterate(value);
        if (qa_json_next(&slot)) {
            qa_json_members(slot.value, sides, 2, side);
        }
    }
    reading->picture.size = qa_json_image_size(side[0], side[1]);
}

static bool read_root(struct reading *reading, struct qa_json_value root)
{
    enum { ITEM, ANNOTATIONS, N_ROOT_MEMBERS };
    static const char *const names[] = {"item", "annotations"};
    struct qa_json_value member[N_ROOT_MEMBERS];
    qa_json_members(root, names, N_ROOT_MEMBERS, member);
    if (!qa_json_is_there(member[ITEM]) || !qa_json_is_there(member[ANNOTATIONS]) ||
        qa_json_kind(member[ANNOTATIONS]) != QA_JSON_ARRAY) {
        return false;
    }
    qa_picture_begin(&reading->picture, qa_json_line_place(root));
    read_item(reading, member[ITEM]);
    struct qa_json_iterator iterator = qa_json_iterate(member[ANNOTATIONS]);
    while (qa_json_next(&iterator)) {
        read_annotation(reading, iterator.value);
    }
    if (reading->rasters != NULL && !read_layer(reading)) {
        drop_masks(reading);
    }
    qa_picture_end(&reading->picture);
    return true;
}

static enum qa_status read_file(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_error *err)
{
    struct qa_json *json;
    struct reading reading = {.sink = sink};
    QA_TRY(qa_json_parse(&json, bytes, err));
    qa_sink_source(sink, "v7", &qa_type_box);
    qa_picture_init(&reading.picture, sink);
    enum qa_status status = QA_OK;
    if (!read_root(&reading, qa_json_root(json))) {
        status = qa_fail_at(err, "E185", bytes->path, 1, 1,
                            "no object 'item' and array 'annotations'; expected V7's Darwin JSON");
    }
    qa_picture_free(&reading.picture);
    qa_json_free(json);
    return status;
}

static int sniff(const struct qa_bytes *bytes)
{
    return qa_first_byte(bytes) == '{' && qa_has_member(bytes, "item") &&
                   qa_has_member(bytes, "annotations") &&
                   (qa_has_member(bytes, "slots") || qa_mentions(bytes, "darwin"))
               ? 96
               : 0;
}

static uint32_t offers(const struct qa_bytes *bytes)
{
    bool has_outlines = qa_mentions(bytes, "\"polygon\"") || qa_mentions(bytes, "\"ellipse\"");
    return has_outlines ? QA_OFFER(qa_type_box) | QA_OFFER(qa_type_polygon) : 0;
}

const struct qa_reader qa_reader_v7 = {
    .name = "v7",
    .description =
        "V7's Darwin JSON 2.0, a file an image: boxes, polygons, ellipses as polygons, "
        "masks, keypoints, tags as labels of the image; the annotator is the first of each mark",
    .gives = QA_GIVES_ITEM | QA_GIVES_ANNOTATOR | QA_GIVES_SIZE | QA_GIVES_SCORE | QA_GIVES_NOTHING,
    .pass = QA_PASS_DELIVERIES,
    .is_file_an_image = true,
    .sniff = sniff,
    .offers = offers,
    .read = read_file,
};
