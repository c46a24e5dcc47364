#ifndef QA_PROCUREMENT_SCORECARD_VERDICT_H
#define QA_PROCUREMENT_SCORECARD_VERDICT_H

/*
 * Private to scorecard and decision: the sentences of the verdict.
 */

#include "qa/procurement/scorecard.h"

/* The verdict of a ranked card. certainty: sentences on how sure the first place is, each with a
 * blank before it, or "". */
const char *qa_scorecard_verdict(const struct qa_scorecard *card, const char *certainty,
                                 struct qa_arena *arena);

#endif
