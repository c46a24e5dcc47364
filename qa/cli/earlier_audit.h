#ifndef QA_CLI_EARLIER_AUDIT_H
#define QA_CLI_EARLIER_AUDIT_H

/* What an earlier run found, for the comparison of two dates. */

#include "qa/cli/session.h"
#include "qa/procurement/evaluation.h"

/* The rates, questions and hours in a file that errors, compare or audit wrote as JSON; listed
 * among the report's inputs as "before". path NULL: *out has none. */
QA_NODISCARD enum qa_status qa_session_earlier(struct qa_session *session, const char *path,
                                               struct qa_earlier_audit *out);

#endif
