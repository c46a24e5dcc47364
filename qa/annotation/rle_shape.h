#ifndef QA_ANNOTATION_RLE_SHAPE_H
#define QA_ANNOTATION_RLE_SHAPE_H

/*
 * The shape of sets of pixels: what is in one or both of two, what lies near the edge, how far two
 * edges are apart. On runs, in the arena; sets of one call are of one picture. What lies beyond the
 * picture is outside of every set.
 */

#include "qa/annotation/rle.h"

/* Which pixels the result has: those in a alone are bit 1, in b alone bit 2, in both bit 3. */
enum qa_rle_of { QA_RLE_EITHER = 14, QA_RLE_BOTH = 8, QA_RLE_WITHOUT = 2 /* in a, not in b */ };

/* O(runs). */
struct qa_rle qa_rle_combine(const struct qa_rle *a, const struct qa_rle *b, enum qa_rle_of of,
                             struct qa_arena *arena);

/*
 * The pixels of the set within `distance` >= 1 steps of a pixel outside, where a step goes to any
 * of 8 neighbours: what is left of the set when it is eroded that often by a square of 3 x 3 is not
 * in it. O(runs x log distance).
 */
struct qa_rle qa_rle_boundary(const struct qa_rle *rle, uint32_t distance, struct qa_arena *arena);

/* The distance of Boundary IoU in a picture: 2 % of its diagonal, to the nearest whole number (even
 * of two), at least 1 (Cheng, Girshick, Dollar, Berg, Kirillov 2021, section 4). */
uint32_t qa_rle_boundary_distance(uint32_t height, uint32_t width);

/* The pixels of the set with a neighbour, of 4, outside. O(runs). */
struct qa_rle qa_rle_border(const struct qa_rle *rle, struct qa_arena *arena);

/* From each pixel of a, in its order, to the nearest pixel of b, which has some: Euclidean, between
 * the middles of pixels. *n of them. O(pixels of a x distance in columns x log pixels of a column).
 */
const double *qa_rle_distances(const struct qa_rle *a, const struct qa_rle *b, size_t *n,
                               struct qa_arena *arena);

#endif
