#ifndef QA_CLI_EARLIER_AUDIT_H
#define QA_CLI_EARLIER_AUDIT_H

/* What an earlier run found, for the comparison of two dates. */

#include "qa/audit/changes.h"
#include "qa/cli/session.h"

/* The rates in a file that errors, compare or audit wrote as JSON; listed among the report's inputs
 * as "before". path NULL: *out has none. */
QA_NODISCARD enum qa_status qa_session_earlier(struct qa_session *session, const char *path,
                                               struct qa_audit_rates *out);

#endif
