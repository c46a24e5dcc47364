#ifndef QA_FORMATS_YOLO_H
#define QA_FORMATS_YOLO_H

/*
 * YOLO's labels: a text file an image, a line an object, of a class from 0 and shares of the image,
 * for which its size has to be known (--sizes, or the image files). What the numbers behind the
 * class are only the user knows, beyond those of boxes:
 *
 *     yolo        centre x, centre y, width, height [score]
 *     yolo-seg    x y x y ... of an outline [score]
 *     yolo-obb    x y x y x y x y, the corners of a rotated box [score]
 *     yolo-pose   centre x, centre y, width, height, then x y or x y v of each keypoint [score]
 *
 * An empty file is an image without objects. The item is the file's name without suffix, with as
 * many folders as tell the files of one delivery apart.
 */

#include "qa/formats/reader.h"

extern const struct qa_reader qa_reader_yolo;
extern const struct qa_reader qa_reader_yolo_seg;
extern const struct qa_reader qa_reader_yolo_obb;
extern const struct qa_reader qa_reader_yolo_pose;

#endif
