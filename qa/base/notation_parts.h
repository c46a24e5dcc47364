#ifndef QA_BASE_NOTATION_PARTS_H
#define QA_BASE_NOTATION_PARTS_H

/* Private to notation_records.c and notation_columns.c. */

#include "qa/base/notation.h"

/* Columns that no reader takes and that may have been meant: those called like one that is read
 * (W162), those that hold figures or the state of a row beside columns of money or times (W731).
 * index: of each form its column, or QA_NONE. O(cells). */
void qa_records_say_unused(const struct qa_records *records, const struct qa_record_forms *forms,
                           const uint32_t *index, struct qa_findings *findings);

#endif
