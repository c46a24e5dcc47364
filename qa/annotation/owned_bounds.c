#include "qa/annotation/owned_bounds.h"

#include <math.h>
#include <stdlib.h>

static int by_left(const void *a, const void *b)
{
    const struct qa_owned_bounds *one = a;
    const struct qa_owned_bounds *other = b;
    double left = one->bounds.low[0];
    double right = other->bounds.low[0];
    if (left != right) {
        return left < right ? -1 : 1;
    }
    return (one->object > other->object) - (one->object < other->object);
}

static bool lie_together(const struct qa_bounds *a, const struct qa_bounds *b)
{
    double both = 1;
    double area_a = 1;
    double area_b = 1;
    for (int axis = 0; axis < 2; axis++) {
        both *= fmax(0, fmin(a->high[axis], b->high[axis]) - fmax(a->low[axis], b->low[axis]));
        area_a *= a->high[axis] - a->low[axis];
        area_b *= b->high[axis] - b->low[axis];
    }
    return both > 0 && both >= (area_a + area_b - both) / 2;
}

void qa_find_shared_bounds(struct qa_owned_bounds *list, size_t n)
{
    qsort(list, n, sizeof *list, by_left);
    for (size_t i = 0; i < n; i++) {
        for (size_t j = i + 1; j < n && list[j].bounds.low[0] <= list[i].bounds.high[0]; j++) {
            if (list[i].owner != list[j].owner && lie_together(&list[i].bounds, &list[j].bounds)) {
                list[i].is_shared = true;
                list[j].is_shared = true;
            }
        }
    }
}
