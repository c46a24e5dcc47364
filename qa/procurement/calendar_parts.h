#ifndef QA_PROCUREMENT_CALENDAR_PARTS_H
#define QA_PROCUREMENT_CALENDAR_PARTS_H

/* Private to the calendar: opening hours as they are written. */

#include <stdbool.h>
#include <stddef.h>

enum { QA_DAYS_A_WEEK = 7, QA_MOST_SHIFTS = 64 };

/* In minutes after a day's midnight; opens < closes, which may be on the next day. */
struct qa_shift {
    int opens;
    int closes;
};

struct qa_shifts {
    struct qa_shift list[QA_MOST_SHIFTS];
    size_t n;
};

/* "Mon-Fri 09:00-17:00; Sat 10:00-12:00" into the days from Monday, which begin empty. False when
 * it cannot be read, from *stopped on. */
bool qa_week_parse(const char *text, struct qa_shifts week[QA_DAYS_A_WEEK], const char **stopped);

/* "09:00-12:00,13:00-15:00", or nothing but blanks: no shift. */
bool qa_shifts_parse(const char *text, struct qa_shifts *shifts);

#endif
