#ifndef QA_SCORE_TRACKS_HOTA_H
#define QA_SCORE_TRACKS_HOTA_H

/*
 * Higher order tracking accuracy (Luiten et al. 2021, IJCV 129, equations 9 to 16). Boxes of each
 * frame are matched one to one by the greatest sum of IoU times the alignment of their two tracks
 * over the whole sequence; at each of 19 thresholds alpha = 0.05, 0.10 .. 0.95 the pairs whose IoU
 * reaches it are true positives, and each is worth the Jaccard index of its two tracks' matches.
 *
 *     DetA = TP / (reference + delivered - TP)      AssA = mean of A(c) over true positives c
 *     HOTA = sqrt(DetA x AssA)                      LocA = mean IoU of true positives, 1 without
 * any
 *
 * all as means over alphas. Parts are sums at each alpha, so that over several sequences the
 * figures are those of all of them together: true positives weigh alike, sequences by their boxes.
 * What counts, and where classes stand, is said in track_frames.h. A sequence without boxes on one
 * side counts with the other side's. Where two matchings have the same sum, either may be taken.
 */

#include "qa/score/score.h"

struct qa_track_frames;

enum { QA_HOTA_ALPHAS = 19 };

enum qa_hota_part {
    QA_HOTA_REFERENCE, /* boxes */
    QA_HOTA_DELIVERED,
    QA_HOTA_MATCHED, /* of the first alpha; the others follow */
    QA_HOTA_ASSOCIATION = QA_HOTA_MATCHED + QA_HOTA_ALPHAS, /* sums of A(c) */
    QA_HOTA_SIMILARITY = QA_HOTA_ASSOCIATION + QA_HOTA_ALPHAS,
    QA_N_HOTA_PARTS = QA_HOTA_SIMILARITY + QA_HOTA_ALPHAS
};

enum qa_hota_figure { QA_HOTA, QA_DETA, QA_ASSA, QA_LOCA, QA_N_HOTA_FIGURES };

extern const struct qa_score qa_score_hota;

/* The parts of one sequence, all 0 before. */
void qa_hota_fill(const struct qa_track_frames *frames, struct qa_arena *scratch, double *parts);

#endif
