#ifndef QA_BASE_TIME_H
#define QA_BASE_TIME_H

/*
 * Points in time as microseconds since 1970-01-01T00:00:00Z, without leap seconds. A time without
 * a zone is never guessed: the caller names the zone or the text is refused.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qa/base/error.h"

#define QA_NO_TIME INT64_MIN /* "no time": the value is absent */
#define QA_SECOND INT64_C(1000000)

/* Which part of a date stands where, in 03/04/2026; unknown: what has two readings is refused. */
enum qa_date_order { QA_DATES_UNKNOWN, QA_DATES_YMD, QA_DATES_DMY, QA_DATES_MDY };
enum { QA_N_DATE_ORDERS = 4 };

/* How to read times without a zone of their own. */
struct qa_zone {
    bool known;
    bool named;             /* by IANA name: rules apply, daylight saving included */
    int32_t offset_seconds; /* when not named */
    char name[64];
    enum qa_date_order dates; /* of times in this zone that have no ISO date */
};

/* "UTC", "Z", "+01:00", or an IANA name such as "Europe/Berlin". QA_USAGE when unknown. The C
 * library knows one named zone at a time, the last one used: work in one zone, then in the next,
 * and switch on one thread. */
QA_NODISCARD enum qa_status qa_zone_parse(const char *text, struct qa_zone *zone,
                                          struct qa_error *err);

/*
 * Wall times: microseconds since 1970-01-01T00:00:00 on the clocks of the zone. An unknown zone is
 * UTC. A wall time that the clocks skip is the moment at which they skip it; one that they show
 * twice is its first.
 */
int64_t qa_zone_wall(const struct qa_zone *zone, int64_t time);
int64_t qa_zone_instant(const struct qa_zone *zone, int64_t wall);

#define QA_DAY (INT64_C(86400) * QA_SECOND)

/* Days are counted from 1970-01-01, a Thursday: the one that holds a wall time, also before 1970,
 * and the Monday of a day's week. */
int64_t qa_wall_day(int64_t wall);
int64_t qa_week_begin(int64_t day);

enum qa_time_problem {
    QA_TIME_OK,
    QA_TIME_UNREADABLE,
    QA_TIME_NO_ZONE,
    QA_TIME_TWO_DATES, /* 03/04/2026, and the zone does not say which part is the month */
    QA_TIME_SKIPPED,   /* the zone's clocks went from before it to behind it */
    QA_TIME_TWICE      /* they showed it twice; *out is the first */
};

/*
 * ISO 8601 ("2026-03-01T08:30:00Z", "2026-03-01 08:30+01:00", fractions of a second, a date alone
 * is its midnight), other dates with such a time of day ("15.3.2026 8:30", "8/15/2018 09:40:08
 * PM", "8 Mar 2020 17:31"), the form of the program date ("Sun Mar 08 17:31:09 PDT 2020"; a weekday
 * has to be the date's) or epoch seconds (a number of at least 9 digits, fraction allowed; 13
 * digits are milliseconds). Years 1970 to 9999. zone is used only when the text has none.
 */
enum qa_time_problem qa_time_parse(const char *text, size_t length, const struct qa_zone *zone,
                                   int64_t *out);

/* The date that a text begins with: year first, or as the order says; dates with points between
 * their parts have the day first, and those with a month's name (English, German, French) have one
 * reading: "8 Mar 2020", "March 8, 2020", "2020-Mar-08". *used: its bytes. A year of two digits is
 * 1970 to 2069. */
bool qa_date_begin(const char *text, size_t length, enum qa_date_order order, int64_t *day,
                   size_t *used);

/* Why a time was not read, for people: "is a time that the clocks of Europe/Berlin skipped", or
 * NULL for the problems that need no more than the text. */
const char *qa_time_problem_text(enum qa_time_problem problem);

enum { QA_TIME_TEXT_MAX = 32 };

/* ISO 8601 in UTC, to the second, or with a fraction when there is one: "2026-03-01T08:30:00Z". */
void qa_time_format(int64_t time, char out[QA_TIME_TEXT_MAX]);

/* The same of a text without a time of day. */
bool qa_time_is_date(const char *text, size_t length);

/* A day as "2026-03-09" (ISO 8601, years 1970 to 9999), perhaps with a time of day, which is
 * dropped: its midnight UTC. Nothing else: "9/3/2026" is one day here and another there. */
bool qa_date_parse(const char *text, size_t length, int64_t *out);

/* "2026-03-09". */
void qa_date_format(int64_t time, char out[QA_TIME_TEXT_MAX]);

/* Now, or SOURCE_DATE_EPOCH when the environment has it. */
int64_t qa_time_report(void);

#endif
