#ifndef QA_AUDIT_SCORED_H
#define QA_AUDIT_SCORED_H

/* All tables of the figures that each field reports. */

#include "qa/score/scores.h"

/*
 * Tables scores, where annotators are compared with each other with rows of how alike their objects
 * are (qa_scores_add_alphas), vendor differences against a reference, words and hota_alphas, where
 * they apply. comparison: that the result is of; NULL: of sums that were saved. The figures of
 * tracks of masks join the result.
 */
void qa_scored_tables(struct qa_score_result *result, const struct qa_comparison *comparison,
                      double confidence, struct qa_report *report);

#endif
