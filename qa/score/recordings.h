#ifndef QA_SCORE_RECORDINGS_H
#define QA_SCORE_RECORDINGS_H

/*
 * What figures of recordings leave out, or cannot mean: said once a run.
 *
 *     W277  turns or segments that lie in no part that --uem lists: they are not scored
 *     W278  speakers whose names are none of the other side's, where words are counted by name
 */

#include "qa/score/comparison.h"

/* O(objects log recordings). */
void qa_recordings_say(const struct qa_comparison *comparison, struct qa_findings *findings);

#endif
