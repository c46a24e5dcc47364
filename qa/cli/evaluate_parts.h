#ifndef QA_CLI_EVALUATE_PARTS_H
#define QA_CLI_EVALUATE_PARTS_H

/* Private to compare and audit: what goes beside the evaluation. */

#include "qa/cli/evaluate.h"
#include "qa/procurement/evaluation.h"
#include "reports/workbook.h"

struct qa_workbook_options qa_workbook_options_of(const struct qa_evaluate_options *options);

/*
 * The audit by sampling that a project names, judged by the project's limit and confidence: its
 * tables in a report of their own, for the sheet Audit plan, and added to the session's report. A
 * name that is taken there gets "audit_" before it. NULL when the project names none.
 */
QA_NODISCARD enum qa_status qa_audit_plan_report(struct qa_session *session,
                                                 const struct qa_project *project,
                                                 struct qa_report **report);

/*
 * A workbook for each vendor that delivered, in the folder that the options name (made when it is
 * not there): "NAME.xlsx", the name made a file's. All are written before the first one takes its
 * place, so that a failure leaves none. Nothing without the option.
 */
QA_NODISCARD enum qa_status qa_write_vendor_reports(struct qa_session *session,
                                                    const struct qa_evaluate_options *options,
                                                    const struct qa_evaluation *evaluation);

#endif
