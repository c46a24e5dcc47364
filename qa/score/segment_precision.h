#ifndef QA_SCORE_SEGMENT_PRECISION_H
#define QA_SCORE_SEGMENT_PRECISION_H

/*
 * Average precision of segments at the question's threshold of temporal IoU, as ActivityNet's
 * evaluation of detection defines it (Caba Heilbron et al. 2015):
 *
 *   - delivered segments of a class over all videos by falling score, each with the free reference
 *     segment of its class and video of the greatest IoU at or above the threshold: a true
 * positive, else a false one;
 *   - the area under precision, made monotone from the right, over recall: no fixed recalls;
 *   - a group's figure is the mean over the classes that its reference segments have.
 *
 * Equal scores stand in the order of items' names and, within an item, of time. Segments of
 * --background and those outside the parts of --uem take no part. Without scores there is no
 * ranking and no average precision.
 */

#include "qa/score/run_scores.h"

extern const struct qa_run_score qa_run_score_segment_precision;

#endif
