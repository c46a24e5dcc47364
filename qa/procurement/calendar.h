#ifndef QA_PROCUREMENT_CALENDAR_H
#define QA_PROCUREMENT_CALENDAR_H

/*
 * When a business is open, so that time can be counted in its hours. Opening hours are wall times
 * of one zone: on a day on which clocks change they still open at nine, and the hours between are
 * those that pass. A wall time that the clocks skip is the moment at which they skip it; one that
 * they show twice is its first (qa/base/time.h). A shift belongs to the day on which it opens:
 * "Mon-Fri 22:00-06:00" works into Saturday morning. Shifts that overlap count once.
 *
 * Opening hours in words: rules between ';', each days and times: "Mon-Thu 09:00-12:30,13:30-17:00;
 * Fri 09:00-14:00". Days are three letters, "Mon,Wed-Fri", or "daily"; times up to 24:00. A closing
 * time at or before its opening time is on the next day.
 *
 * A calendar computes the spans it needs once, and keeps them: two binary searches a question, and
 * memory for the days between the earliest and the latest time asked about. Not for several
 * threads.
 */

#include "qa/base/notation.h"
#include "qa/base/records.h"
#include "qa/base/time.h"

struct qa_calendar;

/* E427 (usage) where the hours cannot be read. zone is copied; an unknown one is UTC. */
QA_NODISCARD enum qa_status qa_calendar_new(const char *hours, const struct qa_zone *zone,
                                            struct qa_arena *arena, struct qa_calendar **out,
                                            struct qa_error *err);

/* The columns of such days with what their cells hold; they are settled by them before. */
extern const struct qa_record_forms qa_holiday_forms;

/*
 * Days with hours of their own: columns date and, optionally, hours ("09:00-12:00"; empty: closed
 * all day); others, such as a name, are passed over. Such a day's own shifts replace those of its
 * weekday. E428 with line and column: no date, a date twice, or hours that cannot be read. At once
 * after qa_calendar_new.
 */
QA_NODISCARD enum qa_status qa_calendar_holidays(struct qa_calendar *calendar,
                                                 const struct qa_records *holidays,
                                                 struct qa_error *err);

/* Open time between two instants, in microseconds, exact; 0 when end is before begin. */
int64_t qa_calendar_between(struct qa_calendar *calendar, int64_t begin, int64_t end);

/* The earliest instant by which that much open time has passed since `begin`: 0 gives begin, the
 * hours of a whole day its closing time. QA_NO_TIME when that is after the year 9999. */
int64_t qa_calendar_add(struct qa_calendar *calendar, int64_t begin, int64_t open_time);

const struct qa_zone *qa_calendar_zone(const struct qa_calendar *calendar);

/* "Mon-Fri 09:00-17:00 Europe/Berlin, 2 days with hours of their own", for notes. */
const char *qa_calendar_text(const struct qa_calendar *calendar);

#endif
