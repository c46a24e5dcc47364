/* Keypoints in another order than the other file's: left for right, or the list begun elsewhere. */
#include <math.h>
#include <string.h>

#include "qa/annotation/keypoints.h"
#include "qa/audit/objects_parts.h"

enum { MOST_OBJECTS = 100, MOST_POINTS = QA_JOINT_LABELS, X = 0, Y = 1, XYV = 3 };

static const double same_box = 0.5;
/* A point lies on another one within this share of the box's side (the root of its area). */
static const double on_point = 0.1;

struct qa_points_beside {
    struct qa_label_joint order; /* places in the list of the other file's points */
    const char *names;           /* of that list, a line each; NULL: none */
    size_t n_names;
};

static double overlap_of(const struct qa_objects *a, size_t i, const struct qa_objects *b, size_t j)
{
    struct qa_bounds one;
    struct qa_bounds other;
    qa_type_keypoints.bounds(a, i, &one);
    qa_type_keypoints.bounds(b, j, &other);
    return qa_bounds_overlap(&one, &other);
}

/* The object there with the most of its box in common; SIZE_MAX: none has half. */
static size_t partner_of(const struct qa_objects *here, size_t i, const struct qa_objects *there)
{
    size_t best = SIZE_MAX;
    double most = same_box;
    for (size_t j = 0; j < there->n; j++) {
        double overlap = overlap_of(here, i, there, j);
        best = overlap >= most ? j : best;
        most = overlap >= most ? overlap : most;
    }
    return best;
}

/* The point here that lies on a point there; SIZE_MAX: none does. */
static size_t point_on(const double *points, size_t n, const double *there, double within)
{
    size_t best = SIZE_MAX;
    double least = within;
    for (size_t k = 0; k < n; k++) {
        const double *point = points + XYV * k;
        double distance = hypot(point[X] - there[X], point[Y] - there[Y]);
        if (qa_keypoint_is_labelled(point) && distance <= least) {
            best = k;
            least = distance;
        }
    }
    return best;
}

static void compare_points(struct qa_points_beside *beside, const struct qa_objects *here, size_t i,
                           const struct qa_objects *there, size_t j)
{
    size_t n_here;
    size_t n_there;
    size_t partner[MOST_POINTS];
    size_t place[MOST_POINTS]; /* in the other's list, of each point here */
    const double *points = qa_keypoints_points(here, i, &n_here);
    const double *others = qa_keypoints_points(there, j, &n_there);
    if (n_here > MOST_POINTS || n_there > MOST_POINTS) {
        return;
    }
    struct qa_bounds bounds;
    qa_type_keypoints.bounds(there, j, &bounds);
    double within = on_point * sqrt(fmax(0, bounds.high[X] - bounds.low[X]) *
                                    fmax(0, bounds.high[Y] - bounds.low[Y]));
    qa_keypoints_pair(there, j, here, i, partner);
    for (size_t k = 0; k < n_here; k++) {
        place[k] = SIZE_MAX;
    }
    for (size_t k = 0; k < n_there; k++) {
        if (partner[k] != SIZE_MAX) {
            place[partner[k]] = k;
        }
    }
    for (size_t k = 0; k < n_there; k++) {
        const double *point = others + XYV * k;
        size_t on =
            qa_keypoint_is_labelled(point) ? point_on(points, n_here, point, within) : SIZE_MAX;
        if (on != SIZE_MAX && place[on] != SIZE_MAX) {
            qa_label_joint_add(&beside->order, (uint32_t)place[on], (uint32_t)k);
        }
    }
}

void qa_try_points(const struct qa_look *look, struct qa_beside *beside,
                   const struct qa_objects *here, const struct qa_objects *there)
{
    if (here->n > MOST_OBJECTS || there->n > MOST_OBJECTS) {
        return;
    }
    if (beside->points == NULL) {
        beside->points = QA_NEW(look->scratch, struct qa_points_beside);
    }
    for (size_t i = 0; i < here->n; i++) {
        size_t j = partner_of(here, i, there);
        if (j == SIZE_MAX) {
            continue;
        }
        size_t n;
        const char *names = qa_object_text(there, j, &n);
        if (beside->points->names == NULL && n > 0) {
            beside->points->names = names;
            beside->points->n_names = n;
        }
        compare_points(beside->points, here, i, there, j);
    }
}

/* "left_eye", or "point 2" where the points have no names. */
static const char *name_of(const struct qa_points_beside *points, uint32_t place,
                           struct qa_arena *arena)
{
    const char *at = points->names;
    const char *end = at + points->n_names;
    for (uint32_t k = 0; at != NULL && k < place; k++) {
        const char *line = memchr(at, '\n', (size_t)(end - at));
        at = line != NULL ? line + 1 : NULL;
    }
    size_t n = 0;
    while (at != NULL && at + n < end && at[n] != '\n') {
        n++;
    }
    return n > 0 ? qa_arena_format(arena, "'%.*s'", n > 60 ? 60 : (int)n, at)
                 : qa_arena_format(arena, "point %u", (unsigned)place + 1);
}

void qa_judge_points(const struct qa_look *look, const struct qa_object_file *file)
{
    const struct qa_points_beside *points = file->beside.points;
    struct qa_label_exchange exchange;
    if (points == NULL || !qa_label_joint_exchange(&points->order, &exchange)) {
        return;
    }
    qa_say_of_file(
        look, file, QA_WARNING, "W802", &file->beside.first,
        qa_arena_format(look->scratch,
                        "the points of keypoints stand in another order than those of "
                        "%.120s, it seems: %s lies where that has %s, and reordered %llu "
                        "of %llu points lie on their own, where %llu do as they stand",
                        file->beside.path, name_of(points, exchange.given, look->scratch),
                        name_of(points, exchange.other, look->scratch),
                        (unsigned long long)exchange.n_renamed, (unsigned long long)exchange.n,
                        (unsigned long long)exchange.n_equal));
}
