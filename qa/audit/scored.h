#ifndef QA_AUDIT_SCORED_H
#define QA_AUDIT_SCORED_H

/* All tables of the figures that each field reports. */

#include "qa/score/scores.h"

struct qa_scored {
    const struct qa_score_result *result;
    const struct qa_comparison *comparison; /* that it is of; NULL: of sums that were saved */
    const struct qa_batch *delivery;        /* likewise */
};

/* Tables scores, where annotators are compared with each other with rows of how alike their objects
 * are (qa_scores_add_alphas), words and hota_alphas, where they apply. */
void qa_scored_tables(const struct qa_scored *scored, double confidence, struct qa_report *report);

#endif
