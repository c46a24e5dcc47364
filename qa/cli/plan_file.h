#ifndef QA_CLI_PLAN_FILE_H
#define QA_CLI_PLAN_FILE_H

/* A sampling plan in a file, as `labelqa plan --format csv` writes it. */

#include "qa/audit/judge.h"
#include "qa/audit/plan.h"
#include "qa/audit/plan_read.h"
#include "qa/cli/session.h"

/* Failures as qa_plan_read has them. */
QA_NODISCARD enum qa_status qa_plan_file_open(struct qa_session *session, const char *path,
                                              struct qa_plan_file *file);

/* The plan of all errors into request->plan, those of classes of errors beside the classes that the
 * request has. E304 for a plan that does not count errors. */
QA_NODISCARD enum qa_status qa_plan_file_take(struct qa_session *session, const char *path,
                                              const struct qa_plan_file *file,
                                              struct qa_judge_request *request);

/* Both. */
QA_NODISCARD enum qa_status qa_plan_file(struct qa_session *session, const char *path,
                                         struct qa_judge_request *request);

/* What the plan does to lots like the one judged (of any size when there are several): tables plan
 * and curve. */
void qa_plan_shown(const struct qa_plan *plan, const struct qa_judgement *judgement,
                   struct qa_report *report);

#endif
