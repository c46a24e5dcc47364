#include "qa/cli/calendar_options.h"

enum qa_status qa_session_calendar(struct qa_session *session,
                                   const struct qa_project_calendar *given,
                                   const struct qa_zone *zone, struct qa_calendar **out)
{
    struct qa_zone own = *zone;
    const struct qa_records *holidays;
    *out = NULL;
    if (given->hours == NULL) {
        return given->holidays == NULL
                   ? QA_OK
                   : qa_fail(&session->error, QA_USAGE, "E002",
                             "holidays need opening hours: give --business-hours");
    }
    if (given->zone != NULL) {
        QA_TRY(qa_zone_parse(given->zone, &own, &session->error));
    }
    QA_TRY(qa_calendar_new(given->hours, &own, session->arena, out, &session->error));
    QA_TRY(qa_session_numbers(session, given->holidays, "holidays", "date,day,holiday_date",
                              &qa_holiday_forms, &holidays));
    return holidays == NULL ? QA_OK : qa_calendar_holidays(*out, holidays, &session->error);
}
