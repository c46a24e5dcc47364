#ifndef QA_FORMATS_SUPERVISELY_H
#define QA_FORMATS_SUPERVISELY_H

/*
 * Supervisely's folder: `ann/IMAGE.json` for each image, with `size`, `tags` (labels of the image)
 * and `objects`: rectangles by two corners, polygons with holes. The image is called by its file;
 * the annotator of each object is its `labelerLogin`. `meta.json`, which declares the classes, is
 * known and not looked at.
 */

#include "qa/formats/reader.h"

extern const struct qa_reader qa_reader_supervisely;
extern const struct qa_reader qa_reader_supervisely_meta;

#endif
