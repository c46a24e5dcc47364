#ifndef QA_ANNOTATION_MASK_H
#define QA_ANNOTATION_MASK_H

/*
 * Masks: sets of pixels of one picture. Numbers of an object: height, width, then the lengths of
 * its runs as rle.h has them, tidy. Similarity is intersection over union (Jaccard 1912), counted
 * in pixels, and the same number as COCO's tools give, to the bit; but two equal masks without a
 * pixel are identical (1), where those give 0. Masks of pictures of different sizes share nothing
 * (0); readers see to it that one item has one size.
 *
 * Of two kinds:
 *
 * mask        any number of things a picture, which are assigned to each other.
 * label_map   one mask for each class of a picture of which every pixel has a class: what semantic
 *             segmentation delivers. As objects they match class by class like others, so that
 *             lists, errors and samples name a class of a picture; the figures of the field
 *             (qa/score/segmentation.h) count pixels. A crowd object is the region of a map that
 *             takes no part (--ignore-label): its pixels are none of any object's of either map.
 */

#include "qa/annotation/rle.h"
#include "qa/annotation/type.h"

extern const struct qa_type qa_type_mask;
extern const struct qa_type qa_type_label_map;

/* The places of settings of label_map. */
enum { QA_LABEL_MAP_TOLERANCE };

/* Whether objects of the kind are masks as described here. */
bool qa_type_has_masks(const struct qa_type *type);

/* The numbers of a mask, into an empty shape. */
void qa_mask_put(const struct qa_rle *rle, struct qa_shape *shape);

/* Polygon i of objects of the kind polygon as a mask in a picture of the size of rle, whose runs
 * are set: each part by COCO's rule with its rings even-odd, then all parts in one. False with *why
 * where rle.h refuses. */
bool qa_mask_of_polygon(const struct qa_objects *polygons, size_t i, struct qa_rle *rle,
                        struct qa_arena *arena, const char **why);

/* Object i as runs, in the arena. */
struct qa_rle qa_mask_rle(const struct qa_objects *objects, size_t i, struct qa_arena *arena);

#endif
