#ifndef QA_SCORE_DEVIATIONS_H
#define QA_SCORE_DEVIATIONS_H

/*
 * Medians of how far the starts, and the ends, of matched segments are apart, in seconds: beside
 * the means of actions.h, which a single segment can move. Pairs as there, those of --background
 * left out; a pair counts for the class of its reference segment. Quantiles are of type 7; limits
 * over items as qa/stats/cluster_values.h has them, within what the threshold leaves room for: of
 * two segments that reach IoU t no boundary is farther off than (1 / t - 1) times the length of
 * either.
 */

#include "qa/score/run_scores.h"

extern const struct qa_run_score qa_run_score_deviations;

#endif
