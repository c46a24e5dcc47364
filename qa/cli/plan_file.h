#ifndef QA_CLI_PLAN_FILE_H
#define QA_CLI_PLAN_FILE_H

/* A sampling plan in a file, as `labelqa plan --format csv` writes it. */

#include "qa/audit/judge.h"
#include "qa/audit/plan.h"
#include "qa/cli/session.h"

/* The plan of all errors into request->plan, those of classes of errors beside the classes that the
 * request has. Failures as qa_plan_read has them. */
QA_NODISCARD enum qa_status qa_plan_file(struct qa_session *session, const char *path,
                                         struct qa_judge_request *request);

/* What the plan does to lots like the one judged (of any size when there are several): tables plan
 * and curve. */
void qa_plan_shown(const struct qa_plan *plan, const struct qa_judgement *judgement,
                   struct qa_report *report);

#endif
