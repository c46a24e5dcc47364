#ifndef QA_FORMATS_CVAT_VIDEO_H
#define QA_FORMATS_CVAT_VIDEO_H

/*
 * CVAT's XML of videos ("CVAT for video 1.1"): <track id label> with a <box frame outside keyframe
 * xtl ytl xbr ybr> for each frame. Frames and pixels count from 0. Rows of outside="1" are no
 * objects. Rows of keyframe="0" were interpolated: they count as boxes, but not as work, and how
 * many there are is said (W242). Tracks of other shapes (polygons, points, skeletons) are counted
 * as left out, a row each.
 *
 * The item is the task's source, else its name, else the file's name; the annotator is the task's
 * assignee, where there is one.
 */

#include "qa/formats/reader.h"

extern const struct qa_reader qa_reader_cvat_video;

#endif
