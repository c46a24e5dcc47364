#ifndef QA_PROCUREMENT_SCORECARD_VALUES_H
#define QA_PROCUREMENT_SCORECARD_VALUES_H

/*
 * Private to the scorecard: from facts and costs to values, weights as used and scores.
 */

#include "qa/procurement/scorecard.h"

/* known and measured of every criterion, from facts and costs. */
void qa_scorecard_measure(struct qa_vendor_score *score);

/* The ends in use, every vendor's values, the weights in use and the scores. Gates are set.
 * O(vendors). */
void qa_scorecard_value(struct qa_scorecard *card);

/* Whether any eligible vendor has the criterion, without which it takes no part. True where nobody
 * is eligible: failing vendors are shown, and share work, by the weights as stated. */
bool qa_scorecard_knows(const struct qa_scorecard *card, enum qa_criterion criterion);

/* The notes, and why vendors have no rank. */
void qa_scorecard_explain(struct qa_scorecard *card, struct qa_arena *arena);

#endif
