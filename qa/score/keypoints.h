#ifndef QA_SCORE_KEYPOINTS_H
#define QA_SCORE_KEYPOINTS_H

/*
 * How well the keypoints of matched objects are placed, point by point; found and missed objects
 * and the mean OKS are of the family detection.
 *
 *   pck   share of the reference's labelled points that the delivery has labelled within
 *         --pck-threshold times the longest side of the reference's box (Yang and Ramanan 2013)
 *   nme   mean distance of points labelled on both sides, in units of the square root of the area
 *         of the reference's box (Bulat and Tzimiropoulos 2017)
 *   visibility_agreement   share of the points that both have whose visibility (0, 1, 2) is the
 * same
 *
 * A point that is not labelled is at no place: it counts in visibility alone, and as wrong in pck
 * where only the delivery lacks it. Without a box, that of the labelled points.
 */

#include "qa/score/score.h"

enum qa_keypoints_part {
    QA_KEYPOINTS_LABELLED, /* points of the reference, of matched objects */
    QA_KEYPOINTS_WRONG,    /* of them beyond the threshold, or not labelled */
    QA_KEYPOINTS_PLACED,   /* labelled on both sides, of objects with a size */
    QA_KEYPOINTS_DISTANCE, /* the sum over these */
    QA_KEYPOINTS_SEEN,     /* points that both have */
    QA_KEYPOINTS_SEEN_OTHERWISE,
    QA_N_KEYPOINTS_PARTS
};

enum qa_keypoints_figure {
    QA_KEYPOINTS_PCK,
    QA_KEYPOINTS_NME,
    QA_KEYPOINTS_VISIBILITY,
    QA_N_KEYPOINTS_FIGURES
};

extern const struct qa_score qa_score_keypoints;

#endif
