#ifndef QA_AUDIT_CHECK_IDS_H
#define QA_AUDIT_CHECK_IDS_H

#include "qa/batch/batch.h"

/* Ids that are given twice, as one warning each of objects and of answers (W269): of an object
 * twice in one answer, in COCO twice in one file; of an answer for two items of one file. Whoever
 * looks an id up finds one of the two. O(answers + objects). */
void qa_check_ids(const struct qa_batch *batch, struct qa_findings *findings);

#endif
