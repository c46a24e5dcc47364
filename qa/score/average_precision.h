#ifndef QA_SCORE_AVERAGE_PRECISION_H
#define QA_SCORE_AVERAGE_PRECISION_H

/*
 * Average precision as COCO's evaluation defines it (Lin et al. 2014, and its detection
 * evaluation):
 *
 *   - per class and image the 100 delivered objects of the highest score (20 of keypoints), each in
 *     turn with the free reference object of the greatest similarity at or above the threshold; of
 *     equal ones the later;
 *   - reference objects that are crowds, not counted, or outside the size class match too, but only
 *     what finds no other, and the match counts neither way; a crowd matches any number, by the
 *     share of the delivered object inside it;
 *   - delivered objects outside the size class that match nothing count neither way;
 *   - over all images by falling score: precision, made monotone from the right, at the recalls 0,
 *     0.01 ... 1; a class's figure is their mean over the thresholds .50, .55 ... .95, of ap50 and
 *     ap75 at one threshold;
 *   - a group's figure is the mean over the classes that its reference objects have.
 *
 * Sizes: by the area that the file gives of an annotation, else by the object's own; small up to
 * 32^2, medium from there up to 96^2, large from there. Equal scores stand in the order of items'
 * names and, within an item, as in COCO's evaluation, in that of the file.
 *
 * Two equal objects without area match, as everywhere here; COCO's evaluation never matches them.
 *
 * Without scores there is no ranking and no average precision.
 */

#include "qa/score/run_scores.h"

extern const struct qa_run_score qa_run_score_precision;

enum qa_precision_figure { QA_AP, QA_AP50, QA_AP75, QA_N_PRECISION_FIGURES };

#endif
