#ifndef QA_ANNOTATION_ROTATED_BOX_H
#define QA_ANNOTATION_ROTATED_BOX_H

/*
 * Boxes turned about their centres: x, y, width, height of the box before it is turned, in pixels,
 * and the angle in degrees, clockwise as seen in the picture (y points down). Any finite angle; 360
 * more is the same box.
 *
 * Similarity is intersection over union (Jaccard 1912) of the regions themselves: one box is
 * clipped by the four sides of the other (Sutherland and Hodgman 1974) in the other's own frame.
 * Equal angles are no special case. Angles count by their difference, of which multiples of 90 are
 * exact, and coordinates from the centre of one of the two boxes, so neither large offsets nor the
 * order of the two cost digits: errors are of the order of 1e-16 of the boxes' sides.
 *
 * Two boxes without area are identical (1) when they have the same corners by their numbers (angles
 * modulo 180) and else disjoint (0). Of a box without area, `covered` is 1 when its centre and ends
 * lie in the other box or on its boundary.
 *
 * A box of angle 0 is a box (qa/annotation/box.h); in a run with any other angle all boxes are
 * rotated boxes.
 */

#include "qa/annotation/type.h"

extern const struct qa_type qa_type_rotated_box;

enum { QA_ROTATED_BOX_CORNERS = 4 };

/* The corners of object i, x y x y ..., clockwise in the picture from the one that is top left
 * before the turn. */
void qa_rotated_box_corners(const struct qa_objects *objects, size_t i,
                            double xy[2 * QA_ROTATED_BOX_CORNERS]);

/* The shape of a rotated box from its four corners in any turning sense, for readers: the side from
 * the first corner to the second is its width. False when the corners are no rectangle to within
 * `tolerance` of its longer side; the shape is then that of the sides' means and the same centre.
 */
bool qa_rotated_box_from_corners(const double xy[2 * QA_ROTATED_BOX_CORNERS], double tolerance,
                                 struct qa_shape *out);

#endif
