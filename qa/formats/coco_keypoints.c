/* Annotations of COCO in their keypoints: triples x, y, v beside a box and an area. */
#include <math.h>
#include <string.h>

#include "qa/annotation/keypoints.h"
#include "qa/formats/coco_parts.h"

enum { TRIPLE = 3 };

/* ---- names ---- */

const char *qa_coco_point_names(struct qa_json_value category, struct qa_arena *arena)
{
    struct qa_keypoint_names names = {.arena = arena};
    struct qa_json_value list;
    struct qa_json_text text;
    if (!qa_json_member(category, "keypoints", &list) || qa_json_kind(list) != QA_JSON_ARRAY) {
        return NULL;
    }
    struct qa_json_iterator iterator = qa_json_iterate(list);
    while (qa_json_next(&iterator)) {
        if (!qa_json_string(iterator.value, &text) || text.length == 0 ||
            memchr(text.text, '\n', text.length) != NULL || names.n_points == QA_KEYPOINTS_MAX) {
            return NULL;
        }
        qa_keypoint_names_add(&names, text.text, text.length);
    }
    return names.n_points > 0 ? qa_arena_text_n(arena, names.text, names.n) : NULL;
}

void qa_coco_set_points(struct qa_coco *coco, uint32_t label, const char *points)
{
    struct qa_coco_index *run = coco->run;
    if (points == NULL || label == QA_NONE) {
        return;
    }
    run->points = qa_arena_grow(qa_sink_arena(coco->sink), run->points, &run->points_capacity,
                                (size_t)label + 1, sizeof *run->points);
    run->points[label] = points;
}

const char *qa_coco_points(const struct qa_coco *coco, uint32_t label)
{
    return label != QA_NONE && label < coco->run->points_capacity ? coco->run->points[label] : NULL;
}

/* ---- one annotation ---- */

/* The rectangle around all points, as COCO's evaluation takes it for results. */
static void measure_points(struct qa_shape *shape, size_t first, struct qa_keypoints_scale *scale)
{
    double low[2] = {HUGE_VAL, HUGE_VAL};
    double high[2] = {-HUGE_VAL, -HUGE_VAL};
    for (size_t k = first; k + 2 < shape->n_numbers; k += TRIPLE) {
        for (size_t axis = 0; axis < 2; axis++) {
            double at = shape->number[k + axis];
            low[axis] = at < low[axis] ? at : low[axis];
            high[axis] = at > high[axis] ? at : high[axis];
        }
    }
    for (size_t axis = 0; axis < 2; axis++) {
        scale->box[axis] = low[axis];
        scale->box[2 + axis] = high[axis] - low[axis];
    }
    scale->area = scale->box[2] * scale->box[3];
}

static void read_scale(const struct qa_coco_members *members, struct qa_keypoints_scale *scale)
{
    scale->area = members->area;
    if (!members->has_bbox || qa_json_kind(members->bbox) != QA_JSON_ARRAY ||
        qa_json_count(members->bbox) != 4) {
        return;
    }
    struct qa_json_iterator iterator = qa_json_iterate(members->bbox);
    for (size_t i = 0; i < 4 && qa_json_next(&iterator); i++) {
        if (!qa_json_real(iterator.value, &scale->box[i])) {
            scale->box[i] = (double)NAN;
        }
    }
}

static bool read_points(struct qa_coco *coco, struct qa_json_value list)
{
    struct qa_json_iterator iterator = qa_json_iterate(list);
    double number;
    if (qa_json_kind(list) != QA_JSON_ARRAY || qa_json_count(list) % TRIPLE != 0) {
        return qa_coco_bad(coco, list, "E122",
                           "keypoints are no triples of numbers; expected [x, y, v, x, y, v, ...]");
    }
    while (qa_json_next(&iterator)) {
        if (!qa_json_real(iterator.value, &number)) {
            return qa_coco_bad(coco, iterator.value, "E122",
                               "keypoints hold something else than numbers; expected [x, y, v, "
                               "x, y, v, ...]");
        }
        qa_shape_add(&coco->shape, number);
    }
    return true;
}

/* The third number of a result is whatever a model wrote: a point is there unless all is 0. */
static void settle_visibility(struct qa_shape *shape, size_t first)
{
    for (size_t k = first; k + 2 < shape->n_numbers; k += TRIPLE) {
        double *point = shape->number + k;
        point[2] = point[0] == 0 && point[1] == 0 && point[2] == 0 ? 0 : 2;
    }
}

bool qa_coco_read_keypoints(struct qa_coco *coco, struct qa_json_value object,
                            const struct qa_coco_members *members)
{
    struct qa_shape *shape = &coco->shape;
    struct qa_keypoints_scale scale = QA_NO_SCALE;
    shape->n_numbers = 0;
    coco->source->shapes_unread += members->has_segmentation || !members->has_keypoints;
    if (!members->has_keypoints) {
        if (qa_sink_wants_objects(coco->sink)) {
            qa_sink_exclude(coco->sink, QA_EXCLUDED_UNREAD_SHAPE);
        }
        return true;
    }
    qa_keypoints_begin(shape, &scale);
    size_t first = shape->n_numbers;
    if (!read_points(coco, members->keypoints)) {
        return true;
    }
    if (coco->source->lists_items) {
        read_scale(members, &scale);
    } else {
        settle_visibility(shape, first);
        measure_points(shape, first, &scale);
    }
    memcpy(shape->number, &scale.area, sizeof scale.area);
    memcpy(shape->number + 1, scale.box, sizeof scale.box);
    shape->text = coco->points;
    shape->n_text = coco->points != NULL ? strlen(coco->points) : 0;
    (void)qa_sink_object(coco->sink, &qa_type_keypoints, shape, qa_coco_place(coco, object));
    return true;
}
