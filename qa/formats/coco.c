/* memmem is not in POSIX. */
#define _GNU_SOURCE
#include "qa/formats/coco.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "qa/annotation/box.h"
#include "qa/annotation/polygon.h"
#include "qa/formats/coco_index.h"
#include "qa/formats/sink.h"

/* Files of a run are of one reader each, so both share the index under one name. */
static struct qa_coco_index *index_of_run(struct qa_sink *sink)
{
    struct qa_coco_index *index = qa_sink_shared(sink, "coco", sizeof *index);
    if (index->images.keys == NULL) {
        qa_coco_map_init(&index->images, qa_sink_arena(sink));
        qa_coco_map_init(&index->categories, qa_sink_arena(sink));
    }
    return index;
}

/* What both readers work with. */
struct coco {
    struct qa_sink *sink;
    struct qa_source *source;
    struct qa_coco_index *run;
    bool has_lines;             /* false for a file in one line: every place is line 1 */
    const struct qa_type *kind; /* that annotations are read in */
    struct qa_shape shape;
};

static struct coco begin(struct qa_sink *sink, const struct qa_bytes *bytes, const char *format)
{
    const struct qa_type *kind =
        qa_sink_shape(sink) == &qa_type_polygon ? &qa_type_polygon : &qa_type_box;
    struct coco coco = {.sink = sink,
                        .kind = kind,
                        .source = qa_sink_source(sink, format, kind),
                        .run = index_of_run(sink),
                        .has_lines = memchr(bytes->data, '\n', bytes->size) != NULL,
                        .shape = {.arena = qa_sink_arena(sink)}};
    return coco;
}

static struct qa_place place_of(const struct coco *coco, struct qa_json_value value)
{
    return coco->has_lines ? QA_AT_JSON(value) : QA_AT(1, 0);
}

/* Findings come once an error, so their columns are worth counting. */
static bool bad(const struct coco *coco, struct qa_json_value at, const char *code,
                const char *text)
{
    return qa_sink_bad(coco->sink, QA_AT_JSON(at), code, "%s", text);
}

/* Ids are exact: beyond 64 bits, or with a fraction, they are none. */
static bool bad_id(const struct coco *coco, struct qa_json_value id, const char *code,
                   const char *what)
{
    double number;
    if (qa_json_real(id, &number)) {
        return qa_sink_bad(
            coco->sink, QA_AT_JSON(id), code,
            number == floor(number)
                ? "%s %.17g is too large; expected a whole number below 2^63, or a text"
                : "%s %.17g is not whole; expected a whole number, or a text",
            what, number);
    }
    return qa_sink_bad(coco->sink, QA_AT_JSON(id), code,
                       "%s is %s; expected a whole number, or a text", what,
                       qa_json_kind_name(qa_json_kind(id)));
}

static bool missing_member(const struct coco *coco, struct qa_json_value object, const char *what,
                           const char *member)
{
    return qa_sink_bad(coco->sink, QA_AT_JSON(object), "E119", "%s without '%s'", what, member);
}

/* ---- one object of the file ---- */

/* The members that are the format's own. */
struct members {
    struct qa_json_value image_id, category_id, bbox, segmentation;
    bool has_image_id, has_category_id, has_bbox, has_segmentation, is_crowd;
};

/* Members that say who made an annotation and when: of an image for all of its annotations, of an
 * annotation for itself. */
static bool field_of(const char *key, enum qa_field *field)
{
    static const struct {
        const char *key;
        enum qa_field field;
    } known[] = {
        {"annotator", QA_FIELD_ANNOTATOR},
        {"annotator_id", QA_FIELD_ANNOTATOR},
        {"worker", QA_FIELD_ANNOTATOR},
        {"vendor", QA_FIELD_VENDOR},
        {"batch", QA_FIELD_BATCH},
        {"stage", QA_FIELD_STAGE},
        {"status", QA_FIELD_STATUS},
        {"started_at", QA_FIELD_STARTED},
        {"submitted_at", QA_FIELD_SUBMITTED},
        {"seconds", QA_FIELD_SECONDS},
        {"lead_time", QA_FIELD_SECONDS},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcmp(key, known[i].key) == 0) {
            *field = known[i].field;
            return true;
        }
    }
    return false;
}

static void keep(struct qa_json_value value, struct qa_json_value *out, bool *has)
{
    *out = value;
    *has = true;
}

static bool is_true(struct qa_json_value value)
{
    double number;
    bool truth;
    return (qa_json_real(value, &number) && number != 0) || (qa_json_bool(value, &truth) && truth);
}

/* Hands the sink what it knows and keeps the rest. A member that is null is a member that is
 * absent. */
static struct members read_members(const struct coco *coco, struct qa_json_value object)
{
    struct members out = {.has_bbox = false};
    enum qa_field field;
    struct qa_json_iterator iterator = qa_json_iterate(object);
    while (qa_json_next(&iterator)) {
        const char *key = iterator.key.text;
        struct qa_json_value value = iterator.value;
        if (qa_json_kind(value) == QA_JSON_NULL) {
            continue;
        }
        if (strcmp(key, "image_id") == 0) {
            keep(value, &out.image_id, &out.has_image_id);
        } else if (strcmp(key, "category_id") == 0) {
            keep(value, &out.category_id, &out.has_category_id);
        } else if (strcmp(key, "bbox") == 0) {
            keep(value, &out.bbox, &out.has_bbox);
        } else if (strcmp(key, "segmentation") == 0) {
            keep(value, &out.segmentation, &out.has_segmentation);
        } else if (strcmp(key, "iscrowd") == 0) {
            out.is_crowd = qa_sink_json(coco->sink, QA_FIELD_CROWD, value) && is_true(value);
        } else if (strcmp(key, "score") == 0) {
            (void)qa_sink_json(coco->sink, QA_FIELD_SCORE, value);
        } else if (strcmp(key, "id") == 0) {
            (void)qa_sink_json(coco->sink, QA_FIELD_OBJECT, value);
        } else if (field_of(key, &field)) {
            (void)qa_sink_json(coco->sink, field, value);
        }
    }
    return out;
}

static bool read_box(struct coco *coco, struct qa_json_value bbox)
{
    enum { SIDES = 4 };
    struct qa_json_iterator iterator = qa_json_iterate(bbox);
    bool is_good = qa_json_kind(bbox) == QA_JSON_ARRAY && qa_json_count(bbox) == SIDES;
    double box[SIDES] = {0, 0, 0, 0};
    for (size_t i = 0; is_good && i < SIDES && qa_json_next(&iterator); i++) {
        is_good = qa_json_real(iterator.value, &box[i]);
        qa_shape_add(&coco->shape, box[i]);
    }
    if (!is_good) {
        return bad(coco, bbox, "E122", "bbox is not four numbers; expected [x, y, width, height]");
    }
    if (box[2] < 0 || box[3] < 0) {
        return qa_sink_bad(coco->sink, QA_AT_JSON(bbox), "E122",
                           "bbox has width %g and height %g; expected sides that are not negative",
                           box[2], box[3]);
    }
    return true;
}

/* A ring as x, y, x, y ...; false after a finding. */
static bool read_ring(struct coco *coco, struct qa_json_value ring)
{
    struct qa_json_iterator iterator = qa_json_iterate(ring);
    double number;
    qa_polygon_begin_part(&coco->shape);
    while (qa_json_next(&iterator)) {
        if (!qa_json_real(iterator.value, &number)) {
            return bad(
                coco, iterator.value, "E122",
                "segmentation holds something else than numbers; expected [x, y, x, y, ...]");
        }
        qa_shape_add(&coco->shape, number);
    }
    return true;
}

/* A list of polygons, of which the union is meant; or one polygon without the list around it. */
static bool read_polygons(struct coco *coco, struct qa_json_value segmentation)
{
    struct qa_json_iterator iterator = qa_json_iterate(segmentation);
    bool is_flat = qa_json_next(&iterator) && qa_json_kind(iterator.value) == QA_JSON_NUMBER;
    if (is_flat) {
        if (!read_ring(coco, segmentation)) {
            return false;
        }
    } else {
        for (iterator = qa_json_iterate(segmentation); qa_json_next(&iterator);) {
            if (qa_json_kind(iterator.value) != QA_JSON_ARRAY) {
                return bad(
                    coco, iterator.value, "E122",
                    "segmentation is no list of polygons; expected [[x, y, x, y, ...], ...]");
            }
            if (!read_ring(coco, iterator.value)) {
                return false;
            }
        }
    }
    qa_polygon_end(&coco->shape);
    return true;
}

/* A box as an outline: what a crowd region has when its own is a mask. */
static void box_as_polygon(struct qa_shape *shape)
{
    const double x = shape->number[0];
    const double y = shape->number[1];
    const double right = x + shape->number[2];
    const double bottom = y + shape->number[3];
    const double corners[] = {x, y, right, y, right, bottom, x, bottom};
    shape->n_numbers = 0;
    for (size_t i = 0; i < sizeof corners / sizeof *corners; i++) {
        qa_shape_add(shape, corners[i]);
    }
}

static bool has_outline(const struct members *members)
{
    return members->has_segmentation && (qa_json_kind(members->segmentation) == QA_JSON_OBJECT ||
                                         qa_json_count(members->segmentation) > 0);
}

/* Which of its shapes an annotation is read in; SHAPE_NONE: it has none of the run's kind. */
enum shape_read { SHAPE_NONE, SHAPE_BOX, SHAPE_POLYGON, SHAPE_BOX_OF_CROWD };

static enum shape_read shape_to_read(const struct coco *coco, const struct members *members)
{
    bool has_polygon = has_outline(members) && qa_json_kind(members->segmentation) == QA_JSON_ARRAY;
    if (coco->kind == &qa_type_box) {
        return members->has_bbox ? SHAPE_BOX : SHAPE_NONE;
    }
    if (has_polygon) {
        return SHAPE_POLYGON;
    }
    /* Crowds only say where nothing is counted; their box says it a little too widely. */
    return members->is_crowd && members->has_bbox ? SHAPE_BOX_OF_CROWD : SHAPE_NONE;
}

/* Nothing to compare. Said with its place: what is lost so is missed later. */
static void leave_out(struct coco *coco, struct qa_json_value object)
{
    struct qa_json_value bbox;
    bool is_null = qa_json_member(object, "bbox", &bbox);
    qa_sink_finding(coco->sink, QA_WARNING, "W143", QA_AT_JSON(object),
                    "an annotation has no box (bbox is %s)%s, and is left out",
                    is_null ? "null" : "not there",
                    coco->kind == &qa_type_box ? "" : " and no outline");
    qa_sink_exclude(coco->sink, QA_EXCLUDED_NO_SHAPE);
}

/* The object of an annotation whose item and label are known. False when it has no shape at all. */
static bool read_object(struct coco *coco, struct qa_json_value object,
                        const struct members *members)
{
    enum shape_read shape = shape_to_read(coco, members);
    coco->shape.n_numbers = 0;
    coco->source->shapes_unread += has_outline(members) && shape != SHAPE_POLYGON;
    if (shape == SHAPE_NONE) {
        bool has_none = !members->has_bbox && !has_outline(members);
        if (!qa_sink_wants_objects(coco->sink)) {
            return true;
        }
        if (has_none) {
            leave_out(coco, object);
        } else {
            qa_sink_exclude(coco->sink, QA_EXCLUDED_UNREAD_SHAPE);
        }
        return !has_none;
    }
    if (shape == SHAPE_POLYGON ? !read_polygons(coco, members->segmentation)
                               : !read_box(coco, members->bbox)) {
        return true;
    }
    if (shape == SHAPE_BOX_OF_CROWD) {
        box_as_polygon(&coco->shape);
    }
    (void)qa_sink_object(coco->sink, coco->kind, &coco->shape, place_of(coco, object));
    return true;
}

/* ---- instances files: what ids stand for ---- */

/* An instances file while it is read; the arrays are by the dense number of an image. */
struct instances {
    struct coco coco;
    struct qa_coco_map images; /* of this file alone */
    struct qa_coco_map categories;
    struct qa_json_value *image; /* its object */
    struct qa_image_size *image_size;
    bool *says_who; /* the image has members that hold for its annotations */
    bool *has_annotation;
    uint32_t *image_of; /* by item: its first image + 1; 0: none */
    size_t capacity[5];
};

/* Tell the run what an id means, for results lists. */
static void share(struct qa_coco_map *map, struct qa_json_value id, uint32_t name,
                  struct qa_arena *arena)
{
    bool is_new;
    uint32_t number = qa_coco_map_put(map, id, arena, &is_new);
    if (is_new) {
        map->name[number] = name;
    } else if (map->name[number] != name) {
        map->name[number] = QA_NONE;
    }
}

static bool read_category(struct instances *file, struct qa_json_value object)
{
    struct coco *coco = &file->coco;
    struct qa_names *names = qa_sink_names(coco->sink);
    struct qa_arena *arena = qa_sink_arena(coco->sink);
    struct qa_json_value id;
    struct qa_json_value name;
    struct qa_json_text text;
    if (!qa_json_member(object, "id", &id)) {
        return missing_member(coco, object, "a category", "id");
    }
    if (!qa_json_member(object, "name", &name) || !qa_json_string(name, &text)) {
        return missing_member(coco, object, "a category", "name");
    }
    bool is_new = false;
    uint32_t number = qa_coco_map_put(&file->categories, id, arena, &is_new);
    uint32_t label = qa_sink_label_id(coco->sink, text.text, text.length, QA_AT_JSON(name));
    if (number == QA_NONE) {
        return bad_id(coco, id, "E119", "category id");
    }
    if (!is_new && file->categories.name[number] != label) {
        return qa_sink_bad(
            coco->sink, QA_AT_JSON(id), "E118", "category id %s has two names, '%s' and '%s'",
            qa_coco_id_text(id, arena),
            qa_strings_text(names->labels, file->categories.name[number]), text.text);
    }
    file->categories.name[number] = label;
    share(&coco->run->categories, id, label, arena);
    return true;
}

static uint32_t image_item(struct coco *coco, struct qa_json_value object, struct qa_json_value id)
{
    struct qa_strings *items = qa_sink_names(coco->sink)->items;
    struct qa_json_value name;
    struct qa_json_text text;
    if (qa_json_member(object, "file_name", &name) && qa_json_string(name, &text) &&
        text.length > 0) {
        return qa_strings_intern(items, text.text, text.length);
    }
    return qa_strings_intern_text(items, qa_coco_id_text(id, qa_sink_arena(coco->sink)));
}

static struct qa_image_size image_size(struct qa_json_value image)
{
    struct qa_json_value side[2];
    double pixels[2];
    bool is_known = qa_json_member(image, "width", &side[0]) && qa_json_real(side[0], &pixels[0]) &&
                    qa_json_member(image, "height", &side[1]) && qa_json_real(side[1], &pixels[1]);
    return is_known ? qa_image_size(pixels[0], pixels[1]) : (struct qa_image_size){0, 0};
}

static bool says_who(struct qa_json_value image)
{
    enum qa_field field;
    struct qa_json_iterator iterator = qa_json_iterate(image);
    while (qa_json_next(&iterator)) {
        if (field_of(iterator.key.text, &field)) {
            return true;
        }
    }
    return false;
}

static void grow_images(struct instances *file, uint32_t number)
{
    struct qa_arena *arena = qa_sink_arena(file->coco.sink);
    size_t needed = (size_t)number + 1;
    file->image =
        qa_arena_grow(arena, file->image, &file->capacity[0], needed, sizeof *file->image);
    file->says_who =
        qa_arena_grow(arena, file->says_who, &file->capacity[1], needed, sizeof *file->says_who);
    file->has_annotation = qa_arena_grow(arena, file->has_annotation, &file->capacity[2], needed,
                                         sizeof *file->has_annotation);
    file->image_size = qa_arena_grow(arena, file->image_size, &file->capacity[4], needed,
                                     sizeof *file->image_size);
}

/* Two entries with one name hold two answers, which only an annotator tells apart. */
static bool refuse_one_name(struct instances *file, uint32_t number, struct qa_json_value object)
{
    struct qa_sink *sink = file->coco.sink;
    uint32_t item = file->images.name[number];
    file->image_of = qa_arena_grow(qa_sink_arena(sink), file->image_of, &file->capacity[3],
                                   (size_t)item + 1, sizeof *file->image_of);
    if (file->image_of[item] == 0) {
        file->image_of[item] = number + 1;
        return true;
    }
    uint32_t first = file->image_of[item] - 1;
    struct qa_json_value ids[2];
    if ((file->says_who[first] && file->says_who[number]) ||
        !qa_json_member(file->image[first], "id", &ids[0]) ||
        !qa_json_member(object, "id", &ids[1])) {
        return true;
    }
    struct qa_arena *arena = qa_sink_arena(sink);
    return qa_sink_bad(sink, QA_AT_JSON(object), "E162",
                       "images %.40s and %.40s are both called '%.80s'; if two people marked it, "
                       "give each a file, or a member annotator; if they are two images, their "
                       "folders",
                       qa_coco_id_text(ids[0], arena), qa_coco_id_text(ids[1], arena),
                       qa_strings_text(qa_sink_names(sink)->items, item));
}

static bool read_image(struct instances *file, struct qa_json_value object)
{
    struct coco *coco = &file->coco;
    struct qa_arena *arena = qa_sink_arena(coco->sink);
    struct qa_json_value id;
    if (!qa_json_member(object, "id", &id)) {
        return missing_member(coco, object, "an image", "id");
    }
    bool is_new = false;
    uint32_t number = qa_coco_map_put(&file->images, id, arena, &is_new);
    if (number == QA_NONE) {
        return bad_id(coco, id, "E119", "image id");
    }
    uint32_t item = image_item(coco, object, id);
    if (!is_new) {
        return qa_sink_bad(coco->sink, QA_AT_JSON(id), "E118", "image id %s is given twice",
                           qa_coco_id_text(id, arena));
    }
    grow_images(file, number);
    file->images.name[number] = item;
    file->image[number] = object;
    file->image_size[number] = image_size(object);
    file->says_who[number] = says_who(object);
    share(&coco->run->images, id, item, arena);
    return refuse_one_name(file, number, object);
}

/* ---- instances files: annotations ---- */

/* An answer on an image, with what the image says for all of its annotations. */
static void begin_answer(struct instances *file, uint32_t image, struct qa_json_value at)
{
    qa_sink_answer(file->coco.sink, place_of(&file->coco, at));
    qa_sink_id(file->coco.sink, QA_FIELD_ITEM, file->images.name[image]);
    qa_sink_image_size(file->coco.sink, file->image_size[image]);
    if (file->says_who[image]) {
        struct qa_json_iterator iterator = qa_json_iterate(file->image[image]);
        enum qa_field field;
        while (qa_json_next(&iterator)) {
            if (field_of(iterator.key.text, &field)) {
                (void)qa_sink_json(file->coco.sink, field, iterator.value);
            }
        }
    }
}

static bool unknown_id(const struct coco *coco, struct qa_json_value id, const char *code,
                       const char *what, const char *section)
{
    const char *text = qa_coco_id_text(id, qa_sink_arena(coco->sink));
    if (text == NULL) {
        return bad_id(coco, id, code, what);
    }
    const char *quote = qa_json_kind(id) == QA_JSON_STRING ? "\"" : "";
    return qa_sink_bad(coco->sink, QA_AT_JSON(id), code, "%s %s%.60s%s is not in the file's %s",
                       what, quote, text, quote, section);
}

/* The image of an annotation, or QA_NONE after a finding. */
static uint32_t image_of(struct instances *file, struct qa_json_value object)
{
    struct qa_json_value id;
    if (!qa_json_member(object, "image_id", &id) || qa_json_kind(id) == QA_JSON_NULL) {
        (void)missing_member(&file->coco, object, "an annotation", "image_id");
        return QA_NONE;
    }
    uint32_t image = qa_coco_map_find(&file->images, id);
    if (image == QA_NONE) {
        (void)unknown_id(&file->coco, id, "E116", "image_id", "images");
    }
    return image;
}

static void read_annotation(struct instances *file, struct qa_json_value object)
{
    struct coco *coco = &file->coco;
    uint32_t image = image_of(file, object);
    if (image == QA_NONE) {
        return;
    }
    bool had_annotation = file->has_annotation[image];
    file->has_annotation[image] = true;
    begin_answer(file, image, object);
    struct members members = read_members(coco, object);
    if (!members.has_category_id) {
        (void)missing_member(coco, object, "an annotation", "category_id");
        return;
    }
    uint32_t category = qa_coco_map_find(&file->categories, members.category_id);
    if (category == QA_NONE) {
        (void)unknown_id(coco, members.category_id, "E117", "category_id", "categories");
        return;
    }
    qa_sink_id(coco->sink, QA_FIELD_LABEL, file->categories.name[category]);
    /* An image with nothing but that is one on which nothing was marked. */
    file->has_annotation[image] = read_object(coco, object, &members) || had_annotation;
}

/* Images on which nothing was marked are answers too. */
static void add_empty_images(struct instances *file)
{
    uint32_t n = qa_strings_count(file->images.keys);
    for (uint32_t i = 0; i < n; i++) {
        if (!file->has_annotation[i]) {
            begin_answer(file, i, file->image[i]);
            qa_sink_end(file->coco.sink);
        }
    }
}

static enum qa_status read_sections(struct instances *file, struct qa_json_value root,
                                    struct qa_error *err)
{
    static const char *const names[] = {"images", "categories", "annotations"};
    struct qa_json_value section[3];
    for (int i = 0; i < 3; i++) {
        if (!qa_json_member(root, names[i], &section[i]) ||
            qa_json_kind(section[i]) != QA_JSON_ARRAY) {
            return qa_fail_at(err, "E119", qa_sink_current_file(file->coco.sink)->path, 1, 1,
                              "no array '%s'; expected images, annotations and categories",
                              names[i]);
        }
    }
    struct qa_json_iterator iterator = qa_json_iterate(section[0]);
    while (qa_json_next(&iterator)) {
        (void)read_image(file, iterator.value);
    }
    iterator = qa_json_iterate(section[1]);
    while (qa_json_next(&iterator)) {
        (void)read_category(file, iterator.value);
    }
    qa_sink_reserve(file->coco.sink, qa_json_count(section[2]));
    iterator = qa_json_iterate(section[2]);
    while (qa_json_next(&iterator)) {
        read_annotation(file, iterator.value);
    }
    add_empty_images(file);
    return QA_OK;
}

static enum qa_status read_instances(struct qa_bytes *bytes, struct qa_sink *sink,
                                     struct qa_error *err)
{
    struct qa_json *json;
    QA_TRY(qa_json_parse(&json, bytes, err));
    struct instances file = {.coco = begin(sink, bytes, "coco")};
    qa_coco_map_init(&file.images, qa_sink_arena(sink));
    qa_coco_map_init(&file.categories, qa_sink_arena(sink));
    file.coco.run->has_instances = true;
    enum qa_status status = read_sections(&file, qa_json_root(json), err);
    qa_json_free(json);
    return status;
}

/* ---- results lists ---- */

/* The name of an id by the instances files of the run; its own text when there are none. */
static bool resolve(struct coco *coco, const struct qa_coco_map *map, struct qa_strings *names,
                    struct qa_json_value id, const char *what, const char *code, uint32_t *out)
{
    uint32_t number = qa_coco_map_find(map, id);
    const char *text = qa_coco_id_text(id, qa_sink_arena(coco->sink));
    if (text == NULL) {
        return bad_id(coco, id, code, what);
    }
    if (!coco->run->has_instances) {
        *out = qa_strings_intern_text(names, text);
        return true;
    }
    if (number == QA_NONE) {
        return qa_sink_bad(coco->sink, QA_AT_JSON(id), code,
                           "%s %s is not in any instances file given beside it", what, text);
    }
    *out = map->name[number];
    return *out != QA_NONE ||
           qa_sink_bad(coco->sink, QA_AT_JSON(id), "E118",
                       "%s %s means different things in two instances files", what, text);
}

static void read_result(struct coco *coco, struct qa_json_value object)
{
    struct qa_names *names = qa_sink_names(coco->sink);
    uint32_t item = QA_NONE;
    uint32_t label = QA_NONE;
    qa_sink_answer(coco->sink, place_of(coco, object));
    struct members members = read_members(coco, object);
    if (!members.has_image_id || !members.has_category_id) {
        (void)missing_member(coco, object, "a result",
                             members.has_image_id ? "category_id" : "image_id");
        return;
    }
    if (!resolve(coco, &coco->run->images, names->items, members.image_id, "image_id", "E116",
                 &item) ||
        !resolve(coco, &coco->run->categories, names->labels, members.category_id, "category_id",
                 "E117", &label)) {
        return;
    }
    qa_sink_id(coco->sink, QA_FIELD_ITEM, item);
    qa_sink_id(coco->sink, QA_FIELD_LABEL, label);
    (void)read_object(coco, object, &members);
}

static enum qa_status read_results(struct qa_bytes *bytes, struct qa_sink *sink,
                                   struct qa_error *err)
{
    struct qa_json *json;
    QA_TRY(qa_json_parse(&json, bytes, err));
    struct coco coco = begin(sink, bytes, "coco-results");
    coco.source->lists_items = false;
    if (!coco.run->has_instances) {
        qa_sink_finding(sink, QA_WARNING, "W118", QA_AT(0, 0),
                        "a results list has ids alone, and no instances file names them: items "
                        "and labels are shown by their ids");
    }
    struct qa_json_value root = qa_json_root(json);
    enum qa_status status = QA_OK;
    if (qa_json_kind(root) != QA_JSON_ARRAY) {
        status = qa_fail_at(err, "E119", qa_sink_current_file(sink)->path, 1, 1,
                            "the file is %s; expected an array of results",
                            qa_json_kind_name(qa_json_kind(root)));
    }
    struct qa_json_iterator iterator = qa_json_iterate(root);
    while (status == QA_OK && qa_json_next(&iterator)) {
        read_result(&coco, iterator.value);
    }
    qa_json_free(json);
    return status;
}

/* ---- what a file offers ---- */

/* The place behind blanks and a colon. */
static size_t behind_colon(const struct qa_bytes *bytes, size_t at)
{
    while (at < bytes->size && bytes->data[at] != 0 &&
           strchr(" \t\r\n:", bytes->data[at]) != NULL) {
        at++;
    }
    return at;
}

/* How often the key comes, and what stands behind it. */
struct key_count {
    size_t all;
    size_t lists;   /* with something in them */
    size_t objects; /* masks */
};

static struct key_count count_key(const struct qa_bytes *bytes, const char *key)
{
    struct key_count count = {0, 0, 0};
    size_t length = strlen(key);
    const unsigned char *at = bytes->data;
    const unsigned char *end = bytes->data + bytes->size;
    while ((at = memmem(at, (size_t)(end - at), key, length)) != NULL) {
        at += length;
        size_t value = behind_colon(bytes, (size_t)(at - bytes->data));
        unsigned char first = value < bytes->size ? bytes->data[value] : 0;
        size_t inside = behind_colon(bytes, value + 1);
        count.all++;
        count.objects += first == '{';
        count.lists += first == '[' && inside < bytes->size && bytes->data[inside] != ']';
    }
    return count;
}

/* Outlines are offered when nearly all annotations have one, but for masks, which crowds are: a
 * file with a few outlines among its boxes is one of boxes. */
static uint32_t offers(const struct qa_bytes *bytes)
{
    struct key_count boxes = count_key(bytes, "\"bbox\"");
    struct key_count outlines = count_key(bytes, "\"segmentation\"");
    size_t annotations = count_key(bytes, "\"image_id\"").all;
    bool has_polygons =
        outlines.lists > 0 && outlines.lists * 10 >= (annotations - outlines.objects) * 9;
    return (boxes.lists > 0 ? UINT32_C(1) << qa_type_index(&qa_type_box) : 0) |
           (has_polygons ? UINT32_C(1) << qa_type_index(&qa_type_polygon) : 0);
}

/* ---- sniffing ---- */

static int sniff_instances(const struct qa_bytes *bytes)
{
    if (qa_first_byte(bytes) != '{') {
        return 0;
    }
    bool section = qa_mentions(bytes, "\"annotations\"") || qa_mentions(bytes, "\"categories\"");
    return section ? 90 : qa_mentions(bytes, "\"images\"") ? 80 : 0;
}

static int sniff_results(const struct qa_bytes *bytes)
{
    return qa_first_byte(bytes) == '[' && qa_mentions(bytes, "\"image_id\"") ? 90 : 0;
}

const struct qa_reader qa_reader_coco = {
    .name = "coco",
    .description = "COCO JSON, instances: boxes of images, or polygons where all files have them "
                   "(--shape); masks are counted and kept unread; a vendor's member annotator, "
                   "annotator_id or worker is used",
    .sniff = sniff_instances,
    .offers = offers,
    .read = read_instances,
};

const struct qa_reader qa_reader_coco_results = {
    .name = "coco-results",
    .description =
        "COCO JSON, results list: image_id, category_id, bbox or segmentation, score; names come "
        "from an "
        "instances file of the same run, such as the gold",
    .needs_names = true,
    .sniff = sniff_results,
    .offers = offers,
    .read = read_results,
};
