#ifndef QA_AUDIT_WEIGHTS_READ_H
#define QA_AUDIT_WEIGHTS_READ_H

/* The weights of weighted coefficients, as a person names them: known ones, or a file. */

#include "qa/audit/agreement.h"
#include "qa/base/records.h"

/* *weights by name (NULL: as they are), or *file where the text is the path of one, else NULL. E002
 * for a text that is neither. */
QA_NODISCARD enum qa_status qa_weights_named(const char *text, enum qa_weights *weights,
                                             const char **file, struct qa_error *err);

/*
 * A matrix with a header of labels and a row for each of them: weights from 0 to 1, symmetric, 1
 * with themselves. E135 for a file that is none, with the cell; E136 for a label of the batch that
 * it does not have. O(answers x labels).
 */
QA_NODISCARD enum qa_status qa_weights_read(const struct qa_records *records,
                                            const struct qa_batch *batch, struct qa_arena *arena,
                                            const struct qa_custom_weights **out,
                                            struct qa_error *err);

#endif
