/* One annotation of a COCO file: its members, and the shape that it is read in. */
#include "qa/formats/coco_parts.h"

#include <math.h>
#include <string.h>

#include "qa/annotation/box.h"
#include "qa/annotation/keypoints.h"
#include "qa/annotation/mask.h"
#include "qa/annotation/polygon.h"
#include "qa/annotation/rotated_box.h"

bool qa_coco_field(const char *key, enum qa_field *field)
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

struct qa_coco_members qa_coco_read_members(const struct qa_coco *coco, struct qa_json_value object)
{
    struct qa_coco_members out = {.area = (double)NAN};
    struct qa_json_value rotation;
    bool is_uncounted = false;
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
            out.is_crowd = qa_sink_json(coco->sink, QA_FIELD_CROWD, value) && is_true(value) &&
                           !qa_sink_options(coco->sink)->crowds_are_objects;
        } else if (strcmp(key, "score") == 0) {
            (void)qa_sink_json(coco->sink, QA_FIELD_SCORE, value);
        } else if (strcmp(key, "area") == 0) {
            out.area = qa_json_real(value, &out.area) ? out.area : (double)NAN;
        } else if (strcmp(key, "keypoints") == 0) {
            keep(value, &out.keypoints, &out.has_keypoints);
        } else if (strcmp(key, "ignore") == 0) {
            is_uncounted = is_true(value);
        } else if (strcmp(key, "attributes") == 0) {
            (void)(qa_json_member(value, "rotation", &rotation) &&
                   qa_json_real(rotation, &out.rotation));
        } else if (strcmp(key, "id") == 0) {
            (void)qa_sink_json(coco->sink, QA_FIELD_OBJECT, value);
        } else if (qa_coco_field(key, &field)) {
            (void)qa_sink_json(coco->sink, field, value);
        }
    }
    /* A results list says nothing of outlines: there COCO's evaluation measures areas itself. */
    if (coco->source->lists_items && out.area >= 0) {
        (void)qa_sink_number(coco->sink, QA_FIELD_AREA, out.area, qa_coco_place(coco, object));
    }
    if (is_uncounted && !out.is_crowd) {
        (void)qa_sink_text(coco->sink, QA_FIELD_CROWD, "2", 1, qa_coco_place(coco, object));
    }
    return out;
}

/* Detectron2 has centres in such a list, and angles the other way round. */
static void say_angle(struct qa_coco *coco, struct qa_json_value bbox)
{
    if (!coco->said_angle) {
        coco->said_angle = true;
        qa_sink_finding(coco->sink, QA_WARNING, "W226", QA_AT_JSON(bbox),
                        "bbox has five numbers, the first here: read as x, y, width, height of the "
                        "box before it is turned and the angle in degrees, clockwise");
    }
}

static bool read_box(struct qa_coco *coco, const struct qa_coco_members *members)
{
    enum { SIDES = 4 };
    struct qa_json_value bbox = members->bbox;
    struct qa_json_iterator iterator = qa_json_iterate(bbox);
    size_t n = qa_json_kind(bbox) == QA_JSON_ARRAY ? qa_json_count(bbox) : 0;
    bool is_good = n == SIDES || n == SIDES + 1;
    double box[SIDES + 1] = {0, 0, 0, 0, members->rotation};
    for (size_t i = 0; is_good && i < n && qa_json_next(&iterator); i++) {
        is_good = qa_json_real(iterator.value, &box[i]);
    }
    if (is_good && n > SIDES) {
        say_angle(coco, bbox);
    }
    for (size_t i = 0; i < SIDES + (coco->kind == &qa_type_box); i++) {
        qa_shape_add(&coco->shape, box[i]);
    }
    if (!is_good) {
        return qa_coco_bad(coco, bbox, "E122",
                           "bbox is not four numbers; expected [x, y, width, height]");
    }
    if (box[2] < 0 || box[3] < 0) {
        return qa_sink_bad(coco->sink, QA_AT_JSON(bbox), "E122",
                           "bbox has width %g and height %g; expected sides that are not negative",
                           box[2], box[3]);
    }
    return true;
}

/* A ring as x, y, x, y ...; false after a finding. */
static bool read_ring(struct qa_coco *coco, struct qa_json_value ring)
{
    struct qa_json_iterator iterator = qa_json_iterate(ring);
    double number;
    qa_polygon_begin_part(&coco->shape);
    while (qa_json_next(&iterator)) {
        if (!qa_json_real(iterator.value, &number)) {
            return qa_coco_bad(
                coco, iterator.value, "E122",
                "segmentation holds something else than numbers; expected [x, y, x, y, ...]");
        }
        qa_shape_add(&coco->shape, number);
    }
    return true;
}

/* A list of polygons, of which the union is meant; or one polygon without the list around it. */
static bool read_polygons(struct qa_coco *coco, struct qa_json_value segmentation)
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
                return qa_coco_bad(
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

static bool has_outline(const struct qa_coco_members *members)
{
    return members->has_segmentation && (qa_json_kind(members->segmentation) == QA_JSON_OBJECT ||
                                         qa_json_count(members->segmentation) > 0);
}

/* Which of its shapes an annotation is read in; SHAPE_NONE: it has none of the run's kind. */
enum shape_read {
    SHAPE_NONE,
    SHAPE_BOX,
    SHAPE_POLYGON,
    SHAPE_BOX_OF_CROWD,
    SHAPE_MASK,
    SHAPE_OF_OTHER_KIND /* an outline in a run of masks */
};

static enum shape_read shape_to_read(const struct qa_coco *coco,
                                     const struct qa_coco_members *members)
{
    bool has_polygon = has_outline(members) && qa_json_kind(members->segmentation) == QA_JSON_ARRAY;
    if (coco->kind == &qa_type_box) {
        return members->has_bbox ? SHAPE_BOX : SHAPE_NONE;
    }
    if (coco->kind == &qa_type_mask && !has_polygon) {
        return has_outline(members) ? SHAPE_MASK : SHAPE_NONE;
    }
    if (has_polygon && coco->kind == &qa_type_mask && !qa_sink_options(coco->sink)->rasterise) {
        return SHAPE_OF_OTHER_KIND;
    }
    if (has_polygon) {
        return SHAPE_POLYGON;
    }
    /* Crowds only say where nothing is counted; their box says it a little too widely. */
    return members->is_crowd && members->has_bbox ? SHAPE_BOX_OF_CROWD : SHAPE_NONE;
}

/* Nothing to compare. Said with its place: what is lost so is missed later. */
static void leave_out(struct qa_coco *coco, struct qa_json_value object)
{
    struct qa_json_value bbox;
    bool is_null = qa_json_member(object, "bbox", &bbox);
    qa_sink_finding(coco->sink, QA_WARNING, "W143", QA_AT_JSON(object),
                    "an annotation has no box (bbox is %s)%s, and is left out",
                    is_null ? "null" : "not there",
                    coco->kind == &qa_type_box ? "" : " and no outline");
    qa_sink_exclude(coco->sink, QA_EXCLUDED_NO_SHAPE);
}

/* A shape of another kind than is read. Said once a file: what is lost so is missed later. */
static void pass_over(struct qa_coco *coco, const struct qa_coco_members *members)
{
    bool is_mask = coco->kind == &qa_type_polygon && has_outline(members) && !members->is_crowd;
    if (is_mask && !coco->said_unread) {
        coco->said_unread = true;
        qa_sink_finding(coco->sink, QA_WARNING, "W195", QA_AT_JSON(members->segmentation),
                        "a mask (run-length code) in a run of polygons is not read; --rasterise "
                        "reads both as masks");
    }
    qa_sink_exclude(coco->sink, QA_EXCLUDED_UNREAD_SHAPE);
}

static bool read_shape(struct qa_coco *coco, const struct qa_coco_members *members,
                       enum shape_read shape)
{
    switch (shape) {
    case SHAPE_MASK:
        return qa_coco_read_mask(coco, members->segmentation);
    case SHAPE_POLYGON:
        return read_polygons(coco, members->segmentation);
    case SHAPE_OF_OTHER_KIND:
        return qa_coco_bad(coco, members->segmentation, "E190",
                           "an outline in a run of masks; --rasterise makes a mask of it");
    default:
        return read_box(coco, members);
    }
}

/* A box beside an outline, to within what rounding and the width of a pixel do. */
static void hold_box_against_outline(struct qa_coco *coco, const struct qa_coco_members *members,
                                     struct qa_json_value object)
{
    static const double tolerance = 2;
    const struct qa_piece at = {0, coco->shape.n_numbers};
    const uint32_t label = QA_NONE;
    const struct qa_objects one = {
        .n = 1, .label = &label, .number = coco->shape.number, .number_at = &at};
    struct qa_polygon_bounds bounds = qa_polygon_bounds(&one, 0);
    struct qa_json_iterator side = qa_json_iterate(members->bbox);
    double box[4];
    for (int i = 0; i < 4; i++) {
        if (!qa_json_next(&side) || !qa_json_real(side.value, &box[i])) {
            return;
        }
    }
    bool is_apart = false;
    for (int axis = 0; axis < 2; axis++) {
        is_apart = is_apart || fabs(box[axis] - bounds.low[axis]) > tolerance ||
                   fabs(box[axis] + box[axis + 2] - bounds.high[axis]) > tolerance;
    }
    coco->n_outlines++;
    coco->first_apart =
        is_apart && coco->n_apart == 0 ? qa_coco_place(coco, object) : coco->first_apart;
    coco->n_apart += is_apart;
}

bool qa_coco_read_object(struct qa_coco *coco, struct qa_json_value object,
                         const struct qa_coco_members *members)
{
    if (coco->kind == &qa_type_keypoints) {
        return qa_coco_read_keypoints(coco, object, members);
    }
    enum shape_read shape = shape_to_read(coco, members);
    coco->shape.n_numbers = 0;
    coco->source->shapes_unread +=
        has_outline(members) && shape != SHAPE_POLYGON && shape != SHAPE_MASK;
    if (shape == SHAPE_NONE) {
        bool has_none = !members->has_bbox && !has_outline(members);
        if (!qa_sink_wants_objects(coco->sink)) {
            return true;
        }
        if (has_none) {
            leave_out(coco, object);
        } else {
            pass_over(coco, members);
        }
        return !has_none;
    }
    if (!read_shape(coco, members, shape)) {
        return true;
    }
    if (shape == SHAPE_POLYGON && members->has_bbox && members->rotation == 0) {
        hold_box_against_outline(coco, members, object);
    }
    if (shape == SHAPE_BOX_OF_CROWD) {
        box_as_polygon(&coco->shape);
    }
    /* A polygon in a run of masks becomes one in the sink, which knows the size of the image. */
    const struct qa_type *type = shape == SHAPE_POLYGON       ? &qa_type_polygon
                                 : coco->kind == &qa_type_box ? &qa_type_rotated_box
                                                              : coco->kind;
    (void)qa_sink_object(coco->sink, type, &coco->shape, qa_coco_place(coco, object));
    return true;
}
