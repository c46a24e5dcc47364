#ifndef QA_FORMATS_LABELME_H
#define QA_FORMATS_LABELME_H

/*
 * LabelMe's JSON, a file an image: `shapes` with `label`, `points` and `shape_type`. A rectangle is
 * two corners in any order; a shape without a type is a polygon, as old files have it. Polygons of
 * one label and one `group_id` are parts of one object, and rectangles are the box around them. A
 * shape called `__ignore__` is a region in which nothing counts. Without shapes the `flags` that
 * are true are the labels of the image. The image itself, which the file may hold, is not looked
 * at.
 */

#include "qa/formats/reader.h"

extern const struct qa_reader qa_reader_labelme;

#endif
