#ifndef QA_BATCH_DROP_H
#define QA_BATCH_DROP_H

/* Leaves answers out of a finished batch, before anything is made from it. */

#include "qa/batch/batch.h"

/* The answers marked in drop[n_answers] are gone, their objects counted by their sources as
 * excluded for the reason. O(answers + objects). */
void qa_batch_drop(struct qa_batch *batch, const bool *drop, enum qa_exclusion_reason reason);

#endif
