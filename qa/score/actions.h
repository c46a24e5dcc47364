#ifndef QA_SCORE_ACTIONS_H
#define QA_SCORE_ACTIONS_H

/*
 * Two families that score segments as actions, scenes or events in time.
 *
 * "actions", also by class: tiou_f1 is the F1 of segments of equal class that pair one to one at
 * the question's threshold of temporal IoU, tiou_f1_10, _25 and _50 the same at 0.10, 0.25 and 0.50
 * (Lea et al. 2017; pairs are the greatest assignment, where their code takes the best of each
 * delivered segment in turn). onset_deviation and offset_deviation: mean absolute seconds between
 * the starts, and the ends, of the pairs at the threshold.
 *
 * "timeline", of recordings as a whole:
 *     edit_score       1 - edits / length of the longer sequence of classes, mean over recordings
 *                      (Lea et al. 2017 after Levenshtein 1966); neighbours of one class that touch
 *                      are one; a recording without segments on both sides has none
 *     frame_accuracy   share of frames that have the same classes on both sides; frame k lies at
 *                      (k + 1/2) / --frame-rate seconds; from the first start to the last end of
 *                      both sides, or the parts that --uem lists; frames without a segment count
 *     frame_kappa      1 - frames that differ / frames that would differ by chance, expected
 *                      recording by recording from the shares of classes on each side (Cohen 1960)
 *     boundary_...     starts and ends, whatever the class, that pair within --boundary-collar;
 *                      boundaries at one time are one
 *
 * Segments of --background LABEL are no segments in any of these; their frames count.
 */

#include "qa/score/score.h"

extern const struct qa_score qa_score_actions;
extern const struct qa_score qa_score_timeline;

#endif
