#ifndef QA_SCORE_HOTA_ALPHAS_H
#define QA_SCORE_HOTA_ALPHAS_H

/*
 * Table hota_alphas: HOTA, DetA, AssA and LocA at each of the 19 thresholds whose means the table
 * scores has (tracks_hota.h), for every group but sizes. What has no boxes on either side has no
 * rows.
 */

#include "qa/score/scores.h"

extern const struct qa_table_form qa_form_hota_alphas;

/* Adds it where there are tracks. */
void qa_hota_alphas_table(const struct qa_score_result *result, struct qa_report *report);

#endif
