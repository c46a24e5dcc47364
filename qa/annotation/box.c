#include "qa/annotation/box.h"

#include <math.h>

static bool valid(const struct qa_objects *objects, size_t i, const char **why)
{
    if (!isfinite(objects->x[i]) || !isfinite(objects->y[i]) || !isfinite(objects->width[i]) ||
        !isfinite(objects->height[i])) {
        *why = "a side of the box is not a finite number";
        return false;
    }
    if (objects->width[i] < 0 || objects->height[i] < 0) {
        *why = "the box has a negative side";
        return false;
    }
    return true;
}

static void extent(const struct qa_objects *objects, size_t i, double *low, double *high)
{
    *low = objects->x[i];
    *high = objects->x[i] + objects->width[i];
}

static double size(const struct qa_objects *objects, size_t i)
{
    return objects->width[i] * objects->height[i];
}

/* Length of the overlap of [a, a + a_length] and [b, b + b_length]. Ternaries rather than fmin:
 * they compile to one instruction, and the loop around them to vectors. */
static inline double shared(double a, double a_length, double b, double b_length)
{
    double a_end = a + a_length;
    double b_end = b + b_length;
    double low = a > b ? a : b;
    double high = a_end < b_end ? a_end : b_end;
    double length = high - low;
    return length > 0 ? length : 0;
}

static bool same_box(const struct qa_objects *a, size_t i, const struct qa_objects *b, size_t j)
{
    return a->x[i] == b->x[j] && a->y[i] == b->y[j] && a->width[i] == b->width[j] &&
           a->height[i] == b->height[j];
}

static void compare(const struct qa_objects *a, const struct qa_objects *b, double *out)
{
    for (size_t i = 0; i < a->n; i++) {
        double *row = out + i * b->n;
        double area = size(a, i);
        for (size_t j = 0; j < b->n; j++) {
            double both = shared(a->x[i], a->width[i], b->x[j], b->width[j]) *
                          shared(a->y[i], a->height[i], b->y[j], b->height[j]);
            double either = area + b->width[j] * b->height[j] - both;
            row[j] = either > 0 ? both / either : 0;
        }
        /* Boxes without area are rare; the pass for them leaves the loop above free of branches. */
        for (size_t j = 0; area <= 0 && j < b->n; j++) {
            row[j] = same_box(a, i, b, j);
        }
        for (size_t j = 0; j < b->n; j++) {
            /* The box compared with itself has rounding in its union. */
            row[j] = row[j] > 1 ? 1 : row[j];
        }
    }
}

static bool inside(const struct qa_objects *a, size_t i, const struct qa_objects *b, size_t j)
{
    return a->x[i] >= b->x[j] && a->y[i] >= b->y[j] &&
           a->x[i] + a->width[i] <= b->x[j] + b->width[j] &&
           a->y[i] + a->height[i] <= b->y[j] + b->height[j];
}

static void covered(const struct qa_objects *a, const struct qa_objects *b, double *out)
{
    for (size_t i = 0; i < a->n; i++) {
        double area = size(a, i);
        for (size_t j = 0; j < b->n; j++) {
            double both = shared(a->x[i], a->width[i], b->x[j], b->width[j]) *
                          shared(a->y[i], a->height[i], b->y[j], b->height[j]);
            out[i * b->n + j] = area > 0 ? both / area : inside(a, i, b, j);
        }
    }
}

const struct qa_type qa_type_box = {
    .name = "box",
    .similarity = "IoU",
    .valid = valid,
    .extent = extent,
    .compare = compare,
    .covered = covered,
    .size = size,
};
