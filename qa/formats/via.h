#ifndef QA_FORMATS_VIA_H
#define QA_FORMATS_VIA_H

/*
 * VGG Image Annotator 2: JSON (annotations alone, or a project) and CSV, whose cells hold the same
 * JSON. Regions `rect` are boxes, `polygon`, and a `polyline` that closes itself, polygons. The
 * label is the one attribute of the region; where there are several, that called label, class,
 * name, type or category. Sizes of images are not in it.
 */

#include "qa/formats/reader.h"

extern const struct qa_reader qa_reader_via;

#endif
