#ifndef QA_BATCH_WIDEN_H
#define QA_BATCH_WIDEN_H

/*
 * One kind where there are two of which one includes the other (qa_type.includes): when any object
 * of the run's batches is of the kind that includes, all objects of the included one become of it,
 * with 0 for the numbers that they lack. So boxes and boxes with an angle compare, whichever file
 * has which.
 */

#include "qa/batch/batch.h"

/* batches: n of them, NULL where there is none; before their questions are made. O(objects). */
void qa_batches_widen(struct qa_batch *const *batches, size_t n, struct qa_arena *arena);

#endif
