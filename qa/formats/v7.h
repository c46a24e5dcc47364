#ifndef QA_FORMATS_V7_H
#define QA_FORMATS_V7_H

/*
 * V7's Darwin JSON 2.0, a file an image: `item` with its name and the size of its slot, and
 * `annotations` with a `name` and one shape each: bounding_box, polygon (which carries a
 * bounding_box too: one object), keypoint, skeleton, tag. Masks have their pixels in one raster
 * layer of the image: value and run pairs along the rows, of which a mapping says whose they are.
 * The annotator of a mark is the first of its `annotators`.
 */

#include "qa/formats/reader.h"

extern const struct qa_reader qa_reader_v7;

#endif
