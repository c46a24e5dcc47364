#ifndef QA_SCORE_MASK_TRACKS_H
#define QA_SCORE_MASK_TRACKS_H

/*
 * The figures of tracking of masks (MOTS: Voigtlaender et al. 2019, CVPR): HOTA, CLEAR and identity
 * measures with the IoU of masks in the place of that of boxes.
 *
 * Masks are read a frame an item, "SEQUENCE/000012"; those of one sequence that have the same id
 * are a track. A question has tracks when the reference of some sequence has an id in two frames or
 * more. Masks without an id are tracks of one frame.
 *
 * Crowd masks of the reference are regions of uncounted objects: a delivered mask that no mask of
 * the reference matches at the question's threshold and more than half of which lies in one is left
 * out; crowd masks themselves never count. Masks of unequal class do not overlap, unless the
 * comparison is class-agnostic. Every frame of a sequence counts that either side has. A sequence
 * that a vendor delivered nothing of is not scored for it; the reference is that of the annotator
 * whose name comes first.
 */

#include "qa/score/scores.h"

/* Adds rows by all, vendor, class and, where result has them, item (the sequence) behind those of
 * the result; sequences are the clusters of intervals. Nothing between annotators. */
void qa_mask_tracks_add(const struct qa_comparison *comparison, struct qa_score_result *result,
                        struct qa_arena *arena);

#endif
