#ifndef QA_ANNOTATION_KEYPOINTS_H
#define QA_ANNOTATION_KEYPOINTS_H

/*
 * Keypoints of one thing (a person, a hand): points with a visibility, and the thing's size.
 *
 * Numbers of an object: area, x, y, width, height, then x y v of each point. Area in square pixels,
 * the box in pixels; NAN where the file does not say. v: 0 not labelled, 1 labelled and occluded, 2
 * labelled and visible. A point of v = 0 is nowhere, whatever its x and y: it is neither drawn nor
 * averaged. Text: the names of the points in their order, a line each; none where they have no
 * names. Points pair by name where both objects have names, else by place.
 *
 * Similarity is object keypoint similarity, OKS (Lin et al. 2014, COCO's keypoint evaluation): over
 * the points that the first object has labelled, the mean of
 *
 *     exp(-d^2 / (2 area (2 sigma)^2))
 *
 * with the distance d to the same point of the second object, the first one's area (of its outline,
 * as COCO gives it; of its box where there is none, else of the rectangle around its labelled
 * points) and the spread sigma of the point. Points that the second has not labelled add 0. It is
 * not symmetric: the first is the reference, whose scale and points are the measure. An object of
 * the reference without a labelled point is no object to be found: like a crowd it only says where
 * nothing is counted. `covered` is what COCO compares it by: d is then the distance to the box
 * twice as wide and high around the same centre, 0 inside it, over all points of the second.
 *
 * Spreads: COCO's for 17 points, else what the setting "sigmas" says: one number for all points, a
 * list in their order, or a file of lines `sigma` or `name,sigma`.
 *
 * Without spreads there is no OKS. Objects compare then by the intersection over union of their
 * boxes (Jaccard 1912): the given ones, else those around their labelled points. That pairs them,
 * so that what needs no spreads (PCK, NME, visibility) is known; two boxes without area compare 0.
 */

#include "qa/annotation/type.h"

extern const struct qa_type qa_type_keypoints;

/* The places of the type's settings. */
enum qa_keypoints_setting { QA_KEYPOINTS_SIGMAS, QA_KEYPOINTS_PCK_THRESHOLD };

enum { QA_KEYPOINTS_MAX = 4096 }; /* of one object */

/* What the setting "sigmas" holds. */
struct qa_keypoint_sigmas {
    size_t n; /* 1: of all points */
    const double *sigma;
    const char *const *name; /* NULL: by place */
};

/* Size of the thing; NAN: not known. */
struct qa_keypoints_scale {
    double area;
    double box[4]; /* x, y, width, height */
};
#define QA_NO_SCALE                                                                                \
    ((struct qa_keypoints_scale){(double)NAN, {(double)NAN, (double)NAN, (double)NAN, (double)NAN}})

/*
 * For readers: begin an empty shape, then x, y and v of each point; v other than 0, 1 and 2 is for
 * `valid` to find. Points with names: add each name with its point ("" for none) and end with the
 * list, which may be used again once it is cleared (n = n_points = 0).
 */
struct qa_keypoint_names {
    struct qa_arena *arena;
    char *text;
    size_t n;
    size_t capacity;
    size_t n_points;
    bool has_any;
};
void qa_keypoints_begin(struct qa_shape *shape, const struct qa_keypoints_scale *scale);
void qa_keypoints_add(struct qa_shape *shape, double x, double y, double v);
void qa_keypoint_names_add(struct qa_keypoint_names *names, const char *name, size_t n);
void qa_keypoints_end(struct qa_shape *shape, const struct qa_keypoint_names *names);

/* "name:x:y:v name:x:y:v", names left out where there are none; reads back to the same numbers and
 * names. In the arena. */
const char *qa_keypoints_text(const struct qa_objects *objects, size_t i, struct qa_arena *arena);

/* ---- for figures ---- */

/* x y v of each point, *n points. */
const double *qa_keypoints_points(const struct qa_objects *objects, size_t i, size_t *n);
static inline bool qa_keypoint_is_labelled(const double *xyv)
{
    return xyv[2] > 0;
}

/* What the file says of the size, with area and box filled in from each other or from the labelled
 * points; NAN where all are missing. */
struct qa_keypoints_scale qa_keypoints_scale_of(const struct qa_objects *objects, size_t i);

/* partner[k] = the place in object j of b of point k of object i of a; SIZE_MAX: none. O(points)
 * for the same names, else O(points^2). */
void qa_keypoints_pair(const struct qa_objects *a, size_t i, const struct qa_objects *b, size_t j,
                       size_t *partner);

#endif
