#ifndef QA_PROCUREMENT_SCORECARD_VALUES_H
#define QA_PROCUREMENT_SCORECARD_VALUES_H

/*
 * Private to the scorecard: from facts and costs to values, weights as used and scores.
 */

#include "qa/procurement/scorecard.h"

/* known and measured of every criterion, from facts and costs. */
void qa_scorecard_measure(struct qa_vendor_score *score);

/* The ends in use, every vendor's values, the weights in use with the notes, and the scores. Gates
 * are set. */
void qa_scorecard_value(struct qa_scorecard *card, struct qa_arena *arena);

#endif
