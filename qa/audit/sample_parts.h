#ifndef QA_AUDIT_SAMPLE_PARTS_H
#define QA_AUDIT_SAMPLE_PARTS_H

/* What may be asked of a draw. Private to sample.c and sample_check.c. */

#include "qa/audit/sample.h"

/* E302, E304: see qa_sample. The delivery is looked at: strata and clusters by a name that no
 * answer has, and sizes that are all equal, would be another draw than the one asked for. */
QA_NODISCARD enum qa_status qa_sample_check(const struct qa_sample_request *request,
                                            struct qa_error *err);

#endif
