#ifndef QA_PROCUREMENT_PROMISES_H
#define QA_PROCUREMENT_PROMISES_H

/*
 * What a vendor promises of its deliveries, as it wrote on the sheet Promises of a request: rows of
 * promise, priority, value, unit, clock, note.
 *
 *   turnaround   hours, per priority, on the calendar or in business hours
 *   rework       hours, likewise: until a rejected delivery is back
 *   capacity     items per week
 *   ramp_up      weeks until that capacity
 *   on_time      rate of deliveries
 *   penalty      rate of a late delivery's price that it costs less, per day
 *   penalty_cap  rate: the most that penalties take
 */

#include <stdbool.h>

#include "qa/base/error.h"
#include "qa/base/notation.h"
#include "qa/base/records.h"
#include "qa/table/report.h"

enum qa_promise_kind {
    QA_PROMISE_TURNAROUND,
    QA_PROMISE_REWORK,
    QA_PROMISE_CAPACITY,
    QA_PROMISE_RAMP_UP,
    QA_PROMISE_ON_TIME,
    QA_PROMISE_PENALTY,
    QA_PROMISE_PENALTY_CAP,
    QA_N_PROMISES
};
const char *qa_promise_name(enum qa_promise_kind kind); /* "turnaround" */
const char *qa_promise_unit(enum qa_promise_kind kind); /* "hours"; "rate" */

enum qa_promise_clock { QA_PROMISE_CALENDAR, QA_PROMISE_BUSINESS };
const char *qa_promise_clock_name(enum qa_promise_clock clock); /* "calendar" */

/* The columns of promises with what their cells hold; they are settled by them before. */
extern const struct qa_record_forms qa_promise_forms;

struct qa_promise {
    enum qa_promise_kind kind;
    const char *priority; /* "" when the promise has none */
    double value;         /* in the unit of its kind */
    enum qa_promise_clock clock;
    const char *note;
    const char *file;
    uint64_t line;
};

struct qa_vendor_promises {
    const char *vendor;
    const struct qa_promise *list; /* in the order read */
    size_t n;
};

/* The first promise of a kind, and of a priority where that is not NULL; NULL when none was made or
 * promises is NULL. */
const struct qa_promise *qa_promise_find(const struct qa_vendor_promises *promises,
                                         enum qa_promise_kind kind, const char *priority);

/* One row. *given is false where the value is blank: nothing was promised. E445 a promise, unit,
 * clock or value that is none. */
QA_NODISCARD enum qa_status qa_promise_parse(const struct qa_records *records, size_t record,
                                             struct qa_arena *arena, struct qa_promise *out,
                                             bool *given, struct qa_error *err);

/* Table promises: vendor, promise, priority, value, unit, clock, note. */
void qa_promises_table(const struct qa_vendor_promises *vendors, size_t n,
                       struct qa_report *report);

#endif
