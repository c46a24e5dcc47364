#ifndef QA_CLI_EVALUATE_H
#define QA_CLI_EVALUATE_H

/*
 * What `compare` and `audit` share: a project, from options or from audit.yaml, is read, evaluated
 * and printed or written as the vendor workbook.
 */

#include "qa/cli/project.h"

struct qa_evaluate_options {
    const struct qa_project *project;
    const struct qa_output_settings *output;
};

/* QA_OK when a vendor passes, QA_UNDECIDED when the best one is inconclusive, QA_LIMIT_FAILED when
 * none is eligible; without gold there is nothing to fail. */
QA_NODISCARD enum qa_status qa_cli_evaluate(struct qa_session *session,
                                            const struct qa_evaluate_options *options);

#endif
