#ifndef QA_FORMATS_KITTI_H
#define QA_FORMATS_KITTI_H

/*
 * KITTI's labels of objects: a text file an image, a line an object of 15 columns, type, truncated,
 * occluded, alpha, left, top, right, bottom (pixels from 0), seven of its place in space, and in
 * results a score. `DontCare` is a region in which nothing counts, of whatever class. An empty file
 * is an image without objects. Files of tracks, with frame and id in front, are another format.
 */

#include "qa/formats/reader.h"

extern const struct qa_reader qa_reader_kitti;

#endif
