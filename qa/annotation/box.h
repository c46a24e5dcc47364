#ifndef QA_ANNOTATION_BOX_H
#define QA_ANNOTATION_BOX_H

/*
 * Axis-parallel boxes: x, y, width, height in pixels, 0-based, without the +1 of old toolkits.
 * Similarity is intersection over union (Jaccard 1912). Two boxes without area have 0/0; they count
 * as identical (1) when all four numbers are equal and as disjoint (0) otherwise.
 */

#include "qa/annotation/type.h"

extern const struct qa_type qa_type_box;

/* row[j] = similarity of box a and b[j * 4 .. j * 4 + 3]. */
void qa_box_compare_row(const double *a, const double *b, size_t n, double *row);

/* The area that lies in both. */
double qa_box_shared_area(const double *a, const double *b);

#endif
