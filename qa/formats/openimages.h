#ifndef QA_FORMATS_OPENIMAGES_H
#define QA_FORMATS_OPENIMAGES_H

/*
 * Open Images' CSV of boxes: ImageID, LabelName, XMin, XMax, YMin, YMax as shares of the image, for
 * which its size has to be known (--sizes, or the image files), IsGroupOf (a region of uncounted
 * objects) and Confidence, which is a score where it is not 1. -1 is not known. Images without
 * boxes are not in it. Classes are codes; a list of descriptions (`/m/01g317,Person`) in the same
 * run names them.
 *
 * Files with this header and pixels in another order exist: values beyond 1 are refused (E186).
 */

#include "qa/formats/reader.h"

extern const struct qa_reader qa_reader_openimages;
extern const struct qa_reader qa_reader_openimages_names;

#endif
