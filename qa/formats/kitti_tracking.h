#ifndef QA_FORMATS_KITTI_TRACKING_H
#define QA_FORMATS_KITTI_TRACKING_H

/*
 * KITTI's tracking labels (Geiger et al. 2012): a line a box, blanks between
 *
 *     frame id type truncated occluded alpha left top right bottom and seven of the world (score)
 *
 * Frames and pixels count from 0; the corners are left, top, right, bottom without a +1. DontCare
 * rows have id -1, many a frame: each is a region of uncounted objects of any class, with an id
 * made from its line. Results have an 18th column, their score. The item is the file's name: the
 * sequence.
 */

#include "qa/formats/reader.h"

extern const struct qa_reader qa_reader_kitti_tracking;

#endif
