#ifndef QA_FORMATS_DOTA_H
#define QA_FORMATS_DOTA_H

/*
 * DOTA's labels: a text file an image, a line an object: x y of four corners in pixels, class, and
 * whether it is difficult, which makes it a region that nobody has to find. Up to two lines
 * `imagesource:` and `gsd:` come first. Corners are those of any quadrangle, so objects are
 * polygons; where the run reads rotated boxes they must be rectangles. An empty file is an image
 * without objects.
 */

#include "qa/formats/reader.h"

extern const struct qa_reader qa_reader_dota;

#endif
