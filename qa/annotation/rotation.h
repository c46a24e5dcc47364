#ifndef QA_ANNOTATION_ROTATION_H
#define QA_ANNOTATION_ROTATION_H

/*
 * Turns in the picture, and ellipses that may be turned. Angles are degrees, clockwise as seen in
 * the picture (y points down).
 */

#include "qa/annotation/type.h"

struct qa_rotation {
    double cos;
    double sin;
};

/* Multiples of a right angle are exact. */
struct qa_rotation qa_rotation_of(double degrees);

/* x = centre + first radius along the x axis before the turn, second along y. */
struct qa_ellipse {
    double centre[2];
    double radius[2];
    double degrees;
};

enum { QA_ELLIPSE_VERTICES = 128 };

/*
 * The one reading of ellipses and circles, as a polygon: QA_ELLIPSE_VERTICES vertices at equal
 * angles of the circle that the ellipse is a stretched one of, the first at the end of the first
 * radius, moved outwards by 0.0201 % so that the polygon has the area of the ellipse. Its outline
 * stays within 0.0201 % of the radii of the ellipse's, and its IoU with the ellipse is 0.99985.
 * False with *why for what is no ellipse: numbers that are not finite, a negative radius.
 */
bool qa_polygon_of_ellipse(const struct qa_ellipse *ellipse, struct qa_shape *out,
                           const char **why);

#endif
