#include "qa/annotation/rotated_box.h"

#include <math.h>

#include "qa/annotation/box.h"
#include "qa/annotation/rotation.h"
#include "qa/base/number.h"

enum { X, Y, WIDTH, HEIGHT, ANGLE, ARITY };
enum { CORNERS = QA_ROTATED_BOX_CORNERS };

static const double *numbers(const struct qa_objects *objects, size_t i)
{
    size_t n;
    return qa_object_numbers(objects, i, &n);
}

/* ---- angles ---- */

/* Degrees in [0, 360), which numbers beyond have to be brought to before they are subtracted. */
static double reduced(double degrees)
{
    double rest = fmod(degrees, 360);
    return rest < 0 ? rest + 360 : rest;
}

/* ---- one box ---- */

static bool valid(const struct qa_objects *objects, size_t i, const char **why)
{
    const double *box = numbers(objects, i);
    for (size_t k = 0; k < ARITY; k++) {
        if (!isfinite(box[k])) {
            *why = k == ANGLE ? "the angle of the box is not a finite number"
                              : "a side of the box is not a finite number";
            return false;
        }
    }
    if (box[WIDTH] < 0 || box[HEIGHT] < 0) {
        *why = "the box has a negative side";
        return false;
    }
    return true;
}

/* Half of the upright rectangle around the turned box, sideways and upwards. */
static void half_spans(const double *box, double half[2])
{
    struct qa_rotation turn = qa_rotation_of(box[ANGLE]);
    half[0] = (fabs(turn.cos) * box[WIDTH] + fabs(turn.sin) * box[HEIGHT]) / 2;
    half[1] = (fabs(turn.sin) * box[WIDTH] + fabs(turn.cos) * box[HEIGHT]) / 2;
}

static void bounds(const struct qa_objects *objects, size_t i, struct qa_bounds *out)
{
    const double *box = numbers(objects, i);
    double half[2];
    half_spans(box, half);
    for (size_t k = 0; k < 2; k++) {
        double centre = box[X + k] + box[WIDTH + k] / 2;
        out->low[k] = centre - half[k];
        out->high[k] = centre + half[k];
    }
}

static void extent(const struct qa_objects *objects, size_t i, double *low, double *high)
{
    struct qa_bounds around;
    bounds(objects, i, &around);
    *low = around.low[0];
    *high = around.high[0];
}

static double size(const struct qa_objects *objects, size_t i)
{
    const double *box = numbers(objects, i);
    return box[WIDTH] * box[HEIGHT];
}

static const char *describe(const struct qa_objects *objects, size_t i, struct qa_arena *arena)
{
    const double *box = numbers(objects, i);
    return qa_arena_format(arena, "%.6g, %.6g, %.6g x %.6g, %.6g degrees", box[X], box[Y],
                           box[WIDTH], box[HEIGHT], box[ANGLE]);
}

void qa_rotated_box_corners(const struct qa_objects *objects, size_t i, double xy[2 * CORNERS])
{
    static const double sign[CORNERS][2] = {{-1, -1}, {1, -1}, {1, 1}, {-1, 1}};
    const double *box = numbers(objects, i);
    struct qa_rotation turn = qa_rotation_of(box[ANGLE]);
    double half[2] = {box[WIDTH] / 2, box[HEIGHT] / 2};
    for (size_t c = 0; c < CORNERS; c++) {
        double x = sign[c][0] * half[0];
        double y = sign[c][1] * half[1];
        xy[2 * c] = box[X] + half[0] + (turn.cos * x - turn.sin * y);
        xy[2 * c + 1] = box[Y] + half[1] + (turn.sin * x + turn.cos * y);
    }
}

bool qa_rotated_box_from_corners(const double xy[2 * CORNERS], double tolerance,
                                 struct qa_shape *out)
{
    static const double degrees = 180 / 3.14159265358979323846;
    /* Means of the two opposite sides, and what a rectangle would not have. */
    double along[2];
    double across[2];
    double skew[2];
    double centre[2];
    for (size_t k = 0; k < 2; k++) {
        along[k] = (xy[2 + k] - xy[k] + (xy[4 + k] - xy[6 + k])) / 2;
        across[k] = (xy[6 + k] - xy[k] + (xy[4 + k] - xy[2 + k])) / 2;
        skew[k] = xy[k] - xy[2 + k] + (xy[4 + k] - xy[6 + k]);
        centre[k] = xy[k] + ((xy[2 + k] - xy[k]) + (xy[4 + k] - xy[k]) + (xy[6 + k] - xy[k])) / 4;
    }
    double width = hypot(along[0], along[1]);
    double height = hypot(across[0], across[1]);
    double longer = width > height ? width : height;
    double inner = along[0] * across[0] + along[1] * across[1];
    double angle = width > 0    ? atan2(along[1], along[0]) * degrees
                   : height > 0 ? atan2(-across[0], across[1]) * degrees
                                : 0;
    qa_shape_add(out, centre[0] - width / 2);
    qa_shape_add(out, centre[1] - height / 2);
    qa_shape_add(out, width);
    qa_shape_add(out, height);
    qa_shape_add(out, angle);
    return hypot(skew[0], skew[1]) <= 2 * tolerance * longer &&
           fabs(inner) <= tolerance * longer * longer;
}

/* ---- two boxes ---- */

/* A box as pairs need it. */
struct prepared {
    const double *box;
    struct qa_rotation turn;
    double area;
    struct qa_bounds bounds;
};

static struct prepared *prepare(const struct qa_objects *objects, struct qa_arena *scratch)
{
    struct prepared *out = QA_ARRAY(scratch, struct prepared, objects->n);
    for (size_t i = 0; i < objects->n; i++) {
        out[i].box = numbers(objects, i);
        out[i].turn = qa_rotation_of(out[i].box[ANGLE]);
        out[i].area = out[i].box[WIDTH] * out[i].box[HEIGHT];
        bounds(objects, i, &out[i].bounds);
    }
    return out;
}

static bool are_apart(const struct prepared *a, const struct prepared *b)
{
    return a->bounds.high[0] < b->bounds.low[0] || b->bounds.high[0] < a->bounds.low[0] ||
           a->bounds.high[1] < b->bounds.low[1] || b->bounds.high[1] < a->bounds.low[1];
}

/* A convex polygon on its way through the clipping: each side of a rectangle adds a corner at most.
 */
struct outline {
    double at[2 * CORNERS][2];
    size_t n;
};

/* b in the frame of a: its centre is the origin, its sides lie along the axes. */
static struct outline in_frame_of(const struct prepared *a, const struct prepared *b)
{
    static const double sign[CORNERS][2] = {{-1, -1}, {1, -1}, {1, 1}, {-1, 1}};
    struct qa_rotation turn = qa_rotation_of(reduced(b->box[ANGLE]) - reduced(a->box[ANGLE]));
    double x = b->box[X] - a->box[X] + (b->box[WIDTH] - a->box[WIDTH]) / 2;
    double y = b->box[Y] - a->box[Y] + (b->box[HEIGHT] - a->box[HEIGHT]) / 2;
    double centre[2] = {a->turn.cos * x + a->turn.sin * y, a->turn.cos * y - a->turn.sin * x};
    struct outline out = {.n = CORNERS};
    for (size_t c = 0; c < CORNERS; c++) {
        double along = sign[c][0] * b->box[WIDTH] / 2;
        double across = sign[c][1] * b->box[HEIGHT] / 2;
        out.at[c][0] = centre[0] + (turn.cos * along - turn.sin * across);
        out.at[c][1] = centre[1] + (turn.sin * along + turn.cos * across);
    }
    return out;
}

/* What of it lies where sign * coordinate <= limit. */
static void clip(struct outline *outline, size_t axis, double sign, double limit)
{
    struct outline out = {.n = 0};
    for (size_t i = 0; i < outline->n; i++) {
        const double *from = outline->at[i];
        const double *to = outline->at[i + 1 < outline->n ? i + 1 : 0];
        double over = sign * from[axis] - limit;
        double next = sign * to[axis] - limit;
        if (over <= 0 && out.n < 2 * CORNERS) {
            out.at[out.n][0] = from[0];
            out.at[out.n++][1] = from[1];
        }
        if ((over < 0 && next > 0) || (over > 0 && next < 0)) {
            double share = over / (over - next);
            if (out.n < 2 * CORNERS) {
                out.at[out.n][axis] = sign * limit;
                out.at[out.n++][1 - axis] =
                    from[1 - axis] + share * (to[1 - axis] - from[1 - axis]);
            }
        }
    }
    *outline = out;
}

static double area_of(const struct outline *outline)
{
    double sum = 0;
    for (size_t i = 2; i < outline->n; i++) {
        const double *origin = outline->at[0];
        const double *a = outline->at[i - 1];
        const double *b = outline->at[i];
        sum += (a[0] - origin[0]) * (b[1] - origin[1]) - (a[1] - origin[1]) * (b[0] - origin[0]);
    }
    return fabs(sum) / 2;
}

static double area_of_both(const struct prepared *a, const struct prepared *b)
{
    struct outline outline = in_frame_of(a, b);
    for (size_t axis = 0; axis < 2; axis++) {
        clip(&outline, axis, 1, a->box[WIDTH + axis] / 2);
        clip(&outline, axis, -1, a->box[WIDTH + axis] / 2);
    }
    double area = area_of(&outline);
    double least = a->area < b->area ? a->area : b->area;
    return area < least ? area : least;
}

static bool same_box(const double *a, const double *b)
{
    for (size_t k = 0; k < ANGLE; k++) {
        if (a[k] != b[k]) {
            return false;
        }
    }
    return fmod(reduced(a[ANGLE]) - reduced(b[ANGLE]), 180) == 0;
}

/* The same of two, whichever comes first: the frame is that of the lesser. */
static bool is_lesser(const double *a, const double *b)
{
    for (size_t k = 0; k < ARITY; k++) {
        if (a[k] != b[k]) {
            return a[k] < b[k];
        }
    }
    return true;
}

static double similarity_of(const struct prepared *a, const struct prepared *b)
{
    if (are_apart(a, b)) {
        return 0;
    }
    if (same_box(a->box, b->box)) {
        return 1;
    }
    if (!(a->area > 0) || !(b->area > 0)) {
        return 0;
    }
    double both = is_lesser(a->box, b->box) ? area_of_both(a, b) : area_of_both(b, a);
    return both / (a->area + b->area - both);
}

static void compare(const struct qa_sides *sides, double *similarity)
{
    struct qa_arena_mark mark = qa_arena_mark(sides->scratch);
    const struct prepared *a = prepare(sides->a, sides->scratch);
    const struct prepared *b = prepare(sides->b, sides->scratch);
    for (size_t i = 0; i < sides->a->n; i++) {
        for (size_t j = 0; j < sides->b->n; j++) {
            similarity[i * sides->b->n + j] = similarity_of(&a[i], &b[j]);
        }
    }
    qa_arena_reset(sides->scratch, mark);
}

static bool lies_inside(const struct prepared *a, const struct prepared *b)
{
    struct outline outline = in_frame_of(b, a);
    for (size_t c = 0; c < outline.n; c++) {
        if (fabs(outline.at[c][0]) > b->box[WIDTH] / 2 ||
            fabs(outline.at[c][1]) > b->box[HEIGHT] / 2) {
            return false;
        }
    }
    return true;
}

static void covered(const struct qa_sides *sides, double *share)
{
    struct qa_arena_mark mark = qa_arena_mark(sides->scratch);
    const struct prepared *a = prepare(sides->a, sides->scratch);
    const struct prepared *b = prepare(sides->b, sides->scratch);
    for (size_t i = 0; i < sides->a->n; i++) {
        for (size_t j = 0; j < sides->b->n; j++) {
            double *out = &share[i * sides->b->n + j];
            if (are_apart(&a[i], &b[j])) {
                *out = 0;
            } else if (a[i].area > 0) {
                *out = area_of_both(&b[j], &a[i]) / a[i].area;
            } else {
                *out = lies_inside(&a[i], &b[j]);
            }
        }
    }
    qa_arena_reset(sides->scratch, mark);
}

/* ---- as columns of a table ---- */

/* As a box, of whichever form, and the angle, which may be blank. */
static bool read_form(const struct qa_type_form *of_box, const struct qa_text_cell *cells,
                      struct qa_shape *out, size_t *column, const char **why)
{
    double angle = 0;
    if (cells[ANGLE].length > 0 && !qa_parse_real(cells[ANGLE].text, cells[ANGLE].length, &angle)) {
        *column = ANGLE;
        *why = "a number of degrees";
        return false;
    }
    if (!of_box->read(cells, out, column, why)) {
        return false;
    }
    qa_shape_add(out, angle);
    return true;
}

static bool read_near_corners(const struct qa_text_cell *cells, struct qa_shape *out,
                              size_t *column, const char **why)
{
    return read_form(&qa_type_box.forms[0], cells, out, column, why);
}

static bool read_corner_and_far(const struct qa_text_cell *cells, struct qa_shape *out,
                                size_t *column, const char **why)
{
    return read_form(&qa_type_box.forms[1], cells, out, column, why);
}

static bool read_sides(const struct qa_text_cell *cells, struct qa_shape *out, size_t *column,
                       const char **why)
{
    return read_form(&qa_type_box.forms[2], cells, out, column, why);
}

static bool read_centre(const struct qa_text_cell *cells, struct qa_shape *out, size_t *column,
                        const char **why)
{
    return read_form(&qa_type_box.forms[3], cells, out, column, why);
}

static bool write_sides(const struct qa_objects *objects, size_t i, struct qa_arena *arena,
                        struct qa_written_cell *cells)
{
    const double *box = numbers(objects, i);
    for (size_t c = 0; c < ARITY; c++) {
        if (c != ANGLE || box[c] != 0) {
            qa_write_real(&cells[c], box[c], arena);
        }
    }
    return true;
}

#define ANGLE_COLUMN "?angle,rotation"

/* The columns of a box, in the order of its forms, and the angle. */
static const struct qa_type_form forms[] = {
    {(const char *const[]){"xmin,x_min,x1", "ymin,y_min,y1", "xmax,x_max,x2,right",
                           "ymax,y_max,y2,bottom", ANGLE_COLUMN, NULL},
     read_near_corners, NULL},
    {(const char *const[]){"x,left,bbox_x", "y,top,bbox_y", "xmax,x_max,x2,right",
                           "ymax,y_max,y2,bottom", ANGLE_COLUMN, NULL},
     read_corner_and_far, NULL},
    {(const char *const[]){"x,left,bbox_x", "y,top,bbox_y", "width,w,bbox_width,bbox_w",
                           "height,h,bbox_height,bbox_h", ANGLE_COLUMN, NULL},
     read_sides, write_sides},
    {(const char *const[]){"cx,xc,x_center,x_centre,center_x,centre_x,xcenter",
                           "cy,yc,y_center,y_centre,center_y,centre_y,ycenter",
                           "width,w,bbox_width,bbox_w", "height,h,bbox_height,bbox_h", ANGLE_COLUMN,
                           NULL},
     read_centre, NULL},
};

const struct qa_type qa_type_rotated_box = {
    .name = "rotated_box",
    .plural = "rotated boxes",
    .question = "boxes",
    .similarity = "IoU",
    .figure = "rotated_iou",
    .matching = QA_MATCH_ASSIGN,
    .arity = ARITY,
    .threshold = 0.5,
    .localisation = 0.1,
    .includes = &qa_type_box,
    .detail = 1,
    .forms = forms,
    .n_forms = sizeof forms / sizeof *forms,
    .valid = valid,
    .extent = extent,
    .bounds = bounds,
    .compare = compare,
    .covered = covered,
    .size = size,
    .describe = describe,
};
