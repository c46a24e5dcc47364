#include "qa/annotation/box.h"

#include <math.h>

#include "qa/base/number.h"

enum { X, Y, WIDTH, HEIGHT, ARITY };

static const double *side(const struct qa_objects *objects, size_t i)
{
    size_t n;
    return qa_object_numbers(objects, i, &n);
}

static bool valid(const struct qa_objects *objects, size_t i, const char **why)
{
    const double *box = side(objects, i);
    if (!isfinite(box[X]) || !isfinite(box[Y]) || !isfinite(box[WIDTH]) || !isfinite(box[HEIGHT])) {
        *why = "a side of the box is not a finite number";
        return false;
    }
    if (box[WIDTH] < 0 || box[HEIGHT] < 0) {
        *why = "the box has a negative side";
        return false;
    }
    return true;
}

static void extent(const struct qa_objects *objects, size_t i, double *low, double *high)
{
    const double *box = side(objects, i);
    *low = box[X];
    *high = box[X] + box[WIDTH];
}

static void bounds(const struct qa_objects *objects, size_t i, struct qa_bounds *out)
{
    const double *box = side(objects, i);
    *out = (struct qa_bounds){{box[X], box[Y]}, {box[X] + box[WIDTH], box[Y] + box[HEIGHT]}};
}

static double size(const struct qa_objects *objects, size_t i)
{
    const double *box = side(objects, i);
    return box[WIDTH] * box[HEIGHT];
}

static const char *describe(const struct qa_objects *objects, size_t i, struct qa_arena *arena)
{
    const double *box = side(objects, i);
    return qa_arena_format(arena, "%.6g, %.6g, %.6g x %.6g", box[X], box[Y], box[WIDTH],
                           box[HEIGHT]);
}

/* Length of the overlap of [a, a + a_length] and [b, b + b_length]. Ternaries rather than fmin:
 * they compile to one instruction. */
static inline double shared(double a, double a_length, double b, double b_length)
{
    double a_end = a + a_length;
    double b_end = b + b_length;
    double low = a > b ? a : b;
    double high = a_end < b_end ? a_end : b_end;
    double length = high - low;
    return length > 0 ? length : 0;
}

static inline double area_of_both(const double *a, const double *b)
{
    return shared(a[X], a[WIDTH], b[X], b[WIDTH]) * shared(a[Y], a[HEIGHT], b[Y], b[HEIGHT]);
}

double qa_box_shared_area(const double *a, const double *b)
{
    return area_of_both(a, b);
}

static bool same_box(const double *a, const double *b)
{
    return a[X] == b[X] && a[Y] == b[Y] && a[WIDTH] == b[WIDTH] && a[HEIGHT] == b[HEIGHT];
}

void qa_box_compare_row(const double *a, const double *b, size_t n, double *row)
{
    double area = a[WIDTH] * a[HEIGHT];
    for (size_t j = 0; j < n; j++) {
        const double *other = b + j * ARITY;
        double both = area_of_both(a, other);
        double either = area + other[WIDTH] * other[HEIGHT] - both;
        double similarity = either > 0 ? both / either : 0;
        row[j] = similarity > 1 ? 1 : similarity;
    }
    /* Equal boxes have rounding in their union, and none where they have no area. They are few: a
     * pass of their own leaves the loop above free of branches. */
    static const double nearly_one = 0.99;
    for (size_t j = 0; j < n; j++) {
        if ((area <= 0 || row[j] > nearly_one) && same_box(a, b + j * ARITY)) {
            row[j] = 1;
        }
    }
}

static void compare(const struct qa_sides *sides, double *similarity)
{
    const struct qa_objects *b = sides->b;
    for (size_t i = 0; i < sides->a->n; i++) {
        const double *box = side(sides->a, i);
        double *row = similarity + i * b->n;
        if (b->number_at == NULL) {
            qa_box_compare_row(box, b->number, b->n, row);
            continue;
        }
        for (size_t j = 0; j < b->n; j++) {
            qa_box_compare_row(box, side(b, j), 1, &row[j]);
        }
    }
}

static bool inside(const double *a, const double *b)
{
    return a[X] >= b[X] && a[Y] >= b[Y] && a[X] + a[WIDTH] <= b[X] + b[WIDTH] &&
           a[Y] + a[HEIGHT] <= b[Y] + b[HEIGHT];
}

static void covered(const struct qa_sides *sides, double *share)
{
    for (size_t i = 0; i < sides->a->n; i++) {
        const double *box = side(sides->a, i);
        double area = box[WIDTH] * box[HEIGHT];
        for (size_t j = 0; j < sides->b->n; j++) {
            const double *crowd = side(sides->b, j);
            share[i * sides->b->n + j] =
                area > 0 ? area_of_both(box, crowd) / area : inside(box, crowd);
        }
    }
}

/* ---- as columns of a table ---- */

static bool read_numbers(const struct qa_text_cell *cells, double number[ARITY], size_t *column,
                         const char **why)
{
    for (size_t i = 0; i < ARITY; i++) {
        if (!qa_parse_real(cells[i].text, cells[i].length, &number[i])) {
            *column = i;
            *why = "a number";
            return false;
        }
    }
    return true;
}

static bool put(const double number[ARITY], struct qa_shape *out, const char *expected,
                size_t *column, const char **why)
{
    for (size_t i = 0; i < ARITY; i++) {
        if (i >= WIDTH && number[i] < 0) {
            *column = i;
            *why = expected;
            return false;
        }
        qa_shape_add(out, number[i]);
    }
    return true;
}

static bool read_sides(const struct qa_text_cell *cells, struct qa_shape *out, size_t *column,
                       const char **why)
{
    double number[ARITY];
    return read_numbers(cells, number, column, why) &&
           put(number, out, "a side that is not negative", column, why);
}

static bool read_corners(const struct qa_text_cell *cells, struct qa_shape *out, size_t *column,
                         const char **why)
{
    double number[ARITY];
    if (!read_numbers(cells, number, column, why)) {
        return false;
    }
    number[WIDTH] -= number[X];
    number[HEIGHT] -= number[Y];
    return put(number, out, "a corner not before the first one", column, why);
}

static bool read_centre(const struct qa_text_cell *cells, struct qa_shape *out, size_t *column,
                        const char **why)
{
    double number[ARITY];
    if (!read_numbers(cells, number, column, why)) {
        return false;
    }
    number[X] -= number[WIDTH] / 2;
    number[Y] -= number[HEIGHT] / 2;
    return put(number, out, "a side that is not negative", column, why);
}

static bool write_sides(const struct qa_objects *objects, size_t i, struct qa_arena *arena,
                        struct qa_written_cell *cells)
{
    const double *box = side(objects, i);
    for (size_t c = 0; c < ARITY; c++) {
        qa_write_real(&cells[c], box[c], arena);
    }
    return true;
}

/* Corners come first, since their low ones may be called as a box's own: left, top, right, bottom.
 */
static const struct qa_type_form forms[] = {
    {(const char *const[]){"xmin,x_min,x1", "ymin,y_min,y1", "xmax,x_max,x2,right",
                           "ymax,y_max,y2,bottom", NULL},
     read_corners, NULL},
    {(const char *const[]){"x,left,bbox_x", "y,top,bbox_y", "xmax,x_max,x2,right",
                           "ymax,y_max,y2,bottom", NULL},
     read_corners, NULL},
    {(const char *const[]){"x,left,bbox_x", "y,top,bbox_y", "width,w,bbox_width,bbox_w",
                           "height,h,bbox_height,bbox_h", NULL},
     read_sides, write_sides},
    {(const char *const[]){"cx,xc,x_center,x_centre,center_x,centre_x,xcenter",
                           "cy,yc,y_center,y_centre,center_y,centre_y,ycenter",
                           "width,w,bbox_width,bbox_w", "height,h,bbox_height,bbox_h", NULL},
     read_centre, NULL},
};

const struct qa_type qa_type_box = {
    .name = "box",
    .plural = "boxes",
    .question = "boxes",
    .similarity = "IoU",
    .matching = QA_MATCH_ASSIGN,
    .arity = ARITY,
    .threshold = 0.5,
    .localisation = 0.1,
    .detail = 1,
    .forms = forms,
    .n_forms = sizeof forms / sizeof *forms,
    .valid = valid,
    .extent = extent,
    .bounds = bounds,
    .ends_in_sides = true,
    .compare = compare,
    .covered = covered,
    .size = size,
    .describe = describe,
};
