#ifndef QA_CLI_WEIGHTS_FILE_H
#define QA_CLI_WEIGHTS_FILE_H

/*
 * Agreement weights from a CSV: the header names the labels (after a first cell of any text), each
 * row a label and its weights, 0 to 1, with 1 on the diagonal and equal numbers across it. Every
 * label of the deliveries must be there (E136), in any order. The file is listed in the report.
 */

#include "qa/audit/agreement.h"
#include "qa/cli/session.h"

QA_NODISCARD enum qa_status qa_weights_file_read(struct qa_session *session, const char *path,
                                                 struct qa_custom_weights **out);

#endif
