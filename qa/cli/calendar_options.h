#ifndef QA_CLI_CALENDAR_OPTIONS_H
#define QA_CLI_CALENDAR_OPTIONS_H

/* Opening hours, by options or by audit.yaml. */

#include "qa/cli/project.h"
#include "qa/procurement/calendar.h"

/* *out is NULL when no hours are given. Without a zone of their own they are of `zone`, that of the
 * log's times. Holidays without hours are a mistake (E002). */
QA_NODISCARD enum qa_status qa_session_calendar(struct qa_session *session,
                                                const struct qa_project_calendar *given,
                                                const struct qa_zone *zone,
                                                struct qa_calendar **out);

#endif
