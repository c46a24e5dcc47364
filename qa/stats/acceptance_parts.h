#ifndef QA_STATS_ACCEPTANCE_PARTS_H
#define QA_STATS_ACCEPTANCE_PARTS_H

/* Private to the acceptance files. */

#include "qa/stats/acceptance.h"

/* round(rate N) */
uint64_t qa_errors_of_lot(const struct qa_plan_model *model, double rate);

/* P(at most c errors in n units). */
double qa_accepted_by_one(const struct qa_plan_model *model, double rate, uint64_t n, uint64_t c);

/* P(at most c1 errors in n units, or at most c2 in these and n more); 2 n fit into the lot. */
double qa_accepted_by_two(const struct qa_plan_model *model, double rate, uint64_t n, uint64_t c1,
                          uint64_t c2);

#endif
