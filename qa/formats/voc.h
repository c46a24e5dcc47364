#ifndef QA_FORMATS_VOC_H
#define QA_FORMATS_VOC_H

/*
 * Pascal VOC's XML, a file an image: `annotation` with `filename`, `size` and an `object` each with
 * `name`, `bndbox` and `difficult`, in any order. A box of a `part` is no object; a difficult
 * object is a region that nobody has to find.
 *
 * Coordinates are 1-based and inclusive by the definition (VOC development kit, 2012), and 0-based
 * with an exclusive end in what most tools write. One reading holds for all files of a folder or
 * archive, by what occurs as xmin or ymin: a 0, or a number that is not whole, is of the second; a
 * 1 without any of those, of the first. Where nothing tells it is the second. It is said (W192).
 */

#include "qa/formats/reader.h"

extern const struct qa_reader qa_reader_voc;

#endif
