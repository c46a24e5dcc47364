/* One shape of CVAT's XML. */
#include "qa/formats/cvat.h"

#include <string.h>

#include "qa/annotation/box.h"
#include "qa/annotation/keypoints.h"
#include "qa/annotation/mask.h"
#include "qa/annotation/polygon.h"
#include "qa/annotation/rotated_box.h"
#include "qa/annotation/rotation.h"
#include "qa/base/number.h"

static bool bad(const struct qa_cvat_shape *reading, const char *code, const char *name,
                const char *value)
{
    if (value == NULL) {
        return qa_sink_bad(reading->sink, reading->place, "E185", "an element without '%s'", name);
    }
    return qa_sink_bad(reading->sink, reading->place, code, "%s is '%.60s'; expected %s", name,
                       value, strcmp(name, "points") == 0 ? "x,y;x,y;..." : "a number");
}

static bool read_number(const struct qa_cvat_shape *reading, const char **attributes,
                        const char *name, double *out)
{
    const char *value = qa_xml_attribute(attributes, name);
    return (value != NULL && qa_parse_real(value, strlen(value), out)) ||
           bad(reading, "E122", name, value);
}

static bool read_box(const struct qa_cvat_shape *reading, const char **attributes,
                     struct qa_mark *mark)
{
    static const char *const names[] = {"xtl", "ytl", "xbr", "ybr"};
    double corner[4];
    double rotation = 0;
    for (int i = 0; i < 4; i++) {
        if (!read_number(reading, attributes, names[i], &corner[i])) {
            return false;
        }
    }
    if (qa_xml_attribute(attributes, "rotation") != NULL &&
        !read_number(reading, attributes, "rotation", &rotation)) {
        return false;
    }
    mark->type = rotation == 0 ? &qa_type_box : &qa_type_rotated_box;
    qa_shape_add(&mark->shape, corner[0]);
    qa_shape_add(&mark->shape, corner[1]);
    qa_shape_add(&mark->shape, corner[2] - corner[0]);
    qa_shape_add(&mark->shape, corner[3] - corner[1]);
    if (rotation != 0) {
        qa_shape_add(&mark->shape, rotation);
    }
    return true;
}

/* "x,y;x,y" into a list x y x y; false after a finding. */
static bool read_points(const struct qa_cvat_shape *reading, const char **attributes,
                        struct qa_shape *out)
{
    const char *value = qa_xml_attribute(attributes, "points");
    const char *at = value;
    bool is_good = value != NULL;
    while (is_good && *at != '\0') {
        static const char ends[2] = {',', ';'};
        for (int axis = 0; axis < 2 && is_good; axis++) {
            double number;
            size_t n = strcspn(at, ",;");
            is_good = qa_parse_real(at, n, &number) &&
                      (at[n] == ends[axis] || (axis == 1 && at[n] == '\0'));
            qa_shape_add(out, number);
            at += n + (at[n] != '\0');
        }
    }
    return (is_good && out->n_numbers > 0) || bad(reading, "E122", "points", value);
}

static bool read_polygon(const struct qa_cvat_shape *reading, const char **attributes,
                         struct qa_mark *mark)
{
    mark->type = &qa_type_polygon;
    qa_polygon_begin_part(&mark->shape);
    if (!read_points(reading, attributes, &mark->shape)) {
        return false;
    }
    qa_polygon_end(&mark->shape);
    return true;
}

static bool read_ellipse(const struct qa_cvat_shape *reading, const char **attributes,
                         struct qa_mark *mark)
{
    struct qa_ellipse ellipse = {.degrees = 0};
    const char *why;
    if (!read_number(reading, attributes, "cx", &ellipse.centre[0]) ||
        !read_number(reading, attributes, "cy", &ellipse.centre[1]) ||
        !read_number(reading, attributes, "rx", &ellipse.radius[0]) ||
        !read_number(reading, attributes, "ry", &ellipse.radius[1]) ||
        (qa_xml_attribute(attributes, "rotation") != NULL &&
         !read_number(reading, attributes, "rotation", &ellipse.degrees))) {
        return false;
    }
    mark->type = &qa_type_polygon;
    return qa_polygon_of_ellipse(&ellipse, &mark->shape, &why) ||
           qa_sink_bad(reading->sink, reading->place, "E122", "%s", why);
}

static bool read_keypoints(const struct qa_cvat_shape *reading, const char **attributes,
                           struct qa_mark *mark)
{
    static const double labelled = 2;
    struct qa_keypoints_scale scale = QA_NO_SCALE;
    struct qa_shape points = {.arena = reading->arena};
    if (!read_points(reading, attributes, &points)) {
        return false;
    }
    mark->type = &qa_type_keypoints;
    qa_keypoints_begin(&mark->shape, &scale);
    for (size_t i = 0; i + 1 < points.n_numbers; i += 2) {
        qa_keypoints_add(&mark->shape, points.number[i], points.number[i + 1], labelled);
    }
    return true;
}

/* "3, 2, 7" */
static bool read_runs(const struct qa_cvat_shape *reading, const char *value, uint32_t **runs,
                      size_t *n)
{
    size_t capacity = 0;
    *runs = NULL;
    *n = 0;
    for (const char *at = value; at != NULL && *at != '\0';) {
        uint64_t run;
        size_t length = strcspn(at, ",");
        if (!qa_parse_count(at, length, &run) || run > UINT32_MAX || *n == QA_RLE_RUNS_MAX) {
            return qa_sink_bad(reading->sink, reading->place, "E122",
                               "rle holds '%.*s'; expected lengths of runs",
                               length > 40 ? 40 : (int)length, at);
        }
        *runs = qa_arena_grow(reading->arena, *runs, &capacity, *n + 1, sizeof **runs);
        (*runs)[(*n)++] = (uint32_t)run;
        at += length + (at[length] != '\0');
    }
    return value != NULL || bad(reading, "E185", "rle", NULL);
}

static bool read_mask(const struct qa_cvat_shape *reading, const char **attributes,
                      struct qa_mark *mark)
{
    static const char *const names[] = {"left", "top", "width", "height"};
    uint32_t side[4] = {0, 0, 0, 0};
    uint32_t *runs;
    size_t n;
    const char *why = NULL;
    for (int i = 0; i < 4; i++) {
        uint64_t number;
        const char *value = qa_xml_attribute(attributes, names[i]);
        if (value == NULL || !qa_parse_count(value, strlen(value), &number) ||
            number > QA_RLE_SIDE_MAX) {
            return bad(reading, "E122", names[i], value);
        }
        side[i] = (uint32_t)number;
    }
    const struct qa_rle_box box = {side[0], side[1], side[2], side[3]};
    struct qa_rle rle = {.height = reading->size.height, .width = reading->size.width};
    if (!read_runs(reading, qa_xml_attribute(attributes, "rle"), &runs, &n)) {
        return false;
    }
    if (!qa_rle_fits(rle.height, rle.width, &why) ||
        !qa_rle_of_rows(runs, n, &box, &rle, reading->arena, &why)) {
        return qa_sink_bad(reading->sink, reading->place, "E122", "the mask: %s", why);
    }
    mark->type = &qa_type_mask;
    qa_mask_put(&rle, &mark->shape);
    return true;
}

bool qa_cvat_read_shape(const struct qa_cvat_shape *reading, const char *name,
                        const char **attributes, struct qa_mark *mark, bool *is_known)
{
    static const struct {
        const char *name;
        bool (*read)(const struct qa_cvat_shape *reading, const char **attributes,
                     struct qa_mark *mark);
    } kinds[] = {{"box", read_box},
                 {"polygon", read_polygon},
                 {"ellipse", read_ellipse},
                 {"points", read_keypoints},
                 {"mask", read_mask}};
    *is_known = true;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i].name, name) == 0) {
            return kinds[i].read(reading, attributes, mark);
        }
    }
    *is_known = false;
    return false;
}
