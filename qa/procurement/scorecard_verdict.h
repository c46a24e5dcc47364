#ifndef QA_PROCUREMENT_SCORECARD_VERDICT_H
#define QA_PROCUREMENT_SCORECARD_VERDICT_H

/*
 * Private to the scorecard: its gate with the reason in words, and its one sentence.
 */

#include "qa/procurement/scorecard.h"

/* Sets gate and gate_reason from the error rate and the facts. */
void qa_scorecard_gate(struct qa_vendor_score *score, const struct qa_score_settings *settings,
                       struct qa_arena *arena);

/* The verdict of a card that is otherwise finished. */
const char *qa_scorecard_verdict(const struct qa_scorecard *card, int minor_digits,
                                 struct qa_arena *arena);

#endif
