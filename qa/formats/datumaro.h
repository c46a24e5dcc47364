#ifndef QA_FORMATS_DATUMARO_H
#define QA_FORMATS_DATUMARO_H

/*
 * Datumaro's JSON: `categories` with the labels by their order, and `items` with `annotations`:
 * label, bbox (x, y, width, height), polygon, mask (COCO's run lengths), points (keypoints with
 * `visibility`). Polygons, and masks, of one label and one group are one object. The item is called
 * by its image's path, or by its id; its image's size is [height, width].
 */

#include "qa/formats/reader.h"

extern const struct qa_reader qa_reader_datumaro;

#endif
