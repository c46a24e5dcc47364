#ifndef QA_PROCUREMENT_TURNAROUND_H
#define QA_PROCUREMENT_TURNAROUND_H

/*
 * How long deliveries take, from a delivery log: vendor, batch, items, ordered_at, delivered_at
 * (empty: still open), and, where the log has them, priority, a promise, round and accepted.
 *
 * A promise is due_at, or promised_hours on a clock: `calendar` (default), or `business`, the hours
 * of the calendar. On time: delivered with no more time elapsed than promised, on that clock; an
 * open delivery that has taken longer, at the time the log was closed, is late; one not yet due is
 * undecided and left out, counted; so is one without a promise. The log closes at as_of: what was
 * ordered later is not in it, what was delivered later is still open.
 *
 * Rounds: a batch that was sent back is delivered again with round 2, 3 ...; its ordered_at is when
 * it was sent back. Deliveries, items, hours and punctuality of a vendor are those of first rounds;
 * later ones are counted by round. Without a column every row is a first round.
 *
 *   deliveries = on time + late + undecided + without_due
 *
 * Hours: one delivery is one observation. Quantiles of finished deliveries (type 7, exact limits)
 * stand beside those that count open deliveries as censored (Kaplan-Meier; qa/stats/survival.h).
 * Weeks begin on Monday in the zone of the calendar, else of the log, else UTC.
 */

#include "qa/base/error.h"
#include "qa/base/estimate.h"
#include "qa/base/notation.h"
#include "qa/base/records.h"
#include "qa/base/time.h"
#include "qa/procurement/calendar.h"
#include "qa/stats/survival.h"
#include "qa/table/report.h"

enum qa_punctuality { QA_ON_TIME, QA_LATE, QA_NOT_YET_DUE, QA_WITHOUT_DUE };
enum qa_acceptance { QA_ACCEPTANCE_OPEN, QA_ACCEPTED, QA_SENT_BACK };

struct qa_delivery_entry {
    const char *vendor;
    const char *batch;
    const char *priority; /* "": none */
    uint64_t items;
    uint64_t round; /* from 1 */
    enum qa_acceptance accepted;
    int64_t ordered;
    int64_t due;       /* QA_NO_TIME: no promise, or one that no clock ever reaches */
    int64_t delivered; /* QA_NO_TIME: open */
    int64_t promised;  /* on its clock, microseconds; QA_NO_TIME: a due time, or no promise */
    bool on_business_clock;
    /* From the order to the delivery, or to the closing of the log; microseconds. */
    int64_t elapsed;
    int64_t business; /* QA_NO_TIME: no calendar */
    enum qa_punctuality punctuality;
    uint64_t line; /* of the log */
};

bool qa_delivery_is_open(const struct qa_delivery_entry *entry);

/* From order to delivery, or to the closing of the log. */
double qa_delivery_hours(const struct qa_delivery_entry *entry);

/* The same in business hours; with a calendar. */
double qa_delivery_business_hours(const struct qa_delivery_entry *entry);

/* "on time", "open, overdue" ... */
const char *qa_delivery_outcome(const struct qa_delivery_entry *entry);

enum { QA_N_TIME_QUANTILES = 3 };
extern const double qa_time_quantiles[QA_N_TIME_QUANTILES]; /* 0.5, 0.9, 0.95 */

/* Hours of deliveries on one clock. */
struct qa_durations {
    struct qa_time_quantile finished[QA_N_TIME_QUANTILES];
    struct qa_time_quantile censored[QA_N_TIME_QUANTILES];
    struct qa_survival survival;
};

/* A vendor, or its deliveries of one priority. */
struct qa_vendor_turnaround {
    const char *vendor;
    const char *priority; /* NULL: all */
    uint64_t deliveries;
    uint64_t items;
    uint64_t open; /* deliveries */
    uint64_t open_items;
    uint64_t late;
    uint64_t undecided;
    uint64_t without_due;
    struct qa_estimate on_time;             /* share, Wilson, n = decided deliveries */
    bool has_quantiles;                     /* something is delivered */
    double p50_hours, p90_hours, p95_hours; /* calendar hours of finished deliveries */
    /* What gates and scores go by (qa_open_quantile): calendar hours, open deliveries censored. */
    struct qa_time_quantile p90;
    struct qa_estimate items_per_hour; /* delivered items over the time from the first order to the
                                          last delivery; no interval */
    struct qa_durations hours;
    struct qa_durations business; /* when the turnaround has a calendar */
};

/* What a vendor did in one week. Orders and deliveries of first rounds. */
struct qa_vendor_week {
    const char *vendor;
    int64_t monday;     /* day since 1970 */
    uint64_t ordered;   /* items */
    uint64_t due;       /* items promised for this week */
    uint64_t delivered; /* items */
    uint64_t accepted;  /* items of any round that were delivered this week and accepted */
    uint64_t backlog;   /* items ordered and not delivered when the week ends */
    uint64_t deliveries;
    double p50_hours, p90_hours; /* of this week's deliveries, type 7; when deliveries > 0 */
};

/* Weeks until a vendor's throughput is what it stays at. */
struct qa_ramp_up {
    const char *vendor;
    double target; /* items a week: promised, else the median of the later half of the weeks */
    bool is_promised;
    uint64_t weeks;        /* from the first order's week, as 1, to the first that reaches 90 % */
    const char *undefined; /* reason; NULL: weeks has a value */
};

/* A vendor's deliveries of one round. */
struct qa_vendor_round {
    const char *vendor;
    uint64_t round;
    uint64_t deliveries;
    uint64_t items;
    uint64_t open;
    uint64_t accepted;
    uint64_t sent_back;
    struct qa_estimate acceptance; /* accepted of decided, Wilson */
    struct qa_estimate on_time;
    bool has_hours;
    double p50_hours; /* of finished deliveries */
};

/* A vendor's batches from the first order to acceptance. */
struct qa_vendor_acceptance {
    const char *vendor;
    uint64_t batches; /* whose first round is in the log */
    uint64_t accepted;
    struct qa_estimate first_pass; /* accepted in the first round, of batches decided there */
    double mean_rounds;            /* of accepted batches; accepted > 0 */
    struct qa_time_quantile hours; /* median to acceptance, batches not yet accepted censored */
};

/* Two vendors' hours, or all vendors' (second NULL). */
struct qa_turnaround_test {
    const char *first;
    const char *second;
    struct qa_log_rank test; /* strata: priorities */
    double p_adjusted;       /* Holm over the pairs; when the test has a value */
    /* First less second: mean hours up to the horizon, the earlier of their last times. */
    struct qa_estimate difference;
    double horizon;
};

struct qa_turnaround {
    struct qa_delivery_entry *entries; /* by vendor name, ordered, batch, round */
    size_t n_entries;
    struct qa_vendor_turnaround *vendors; /* by name */
    size_t n_vendors;
    struct qa_vendor_turnaround *priorities; /* by vendor, priority; none when the log has none */
    size_t n_priorities;
    struct qa_vendor_week *weeks; /* by vendor, every week from the first order to the last event */
    size_t n_weeks;
    bool weeks_left_out;         /* of vendors whose log is longer than can be listed */
    struct qa_ramp_up *ramp_ups; /* as vendors */
    bool has_rounds;             /* the log has the column round or accepted */
    struct qa_vendor_round *rounds;
    size_t n_rounds;
    struct qa_vendor_acceptance *acceptances; /* as vendors; has_rounds */
    struct qa_turnaround_test *tests;         /* all vendors first, then pairs */
    size_t n_tests;
    struct qa_calendar *calendar; /* NULL: none */
    struct qa_zone zone;          /* of the weeks */
    int64_t as_of;
    uint64_t orders_after;     /* rows left out: ordered after as_of */
    uint64_t deliveries_after; /* taken for open */
    double confidence;
};

/* The columns of a log with what their cells hold; it is settled by them before. */
extern const struct qa_record_forms qa_log_forms;

struct qa_turnaround_request {
    const struct qa_records *log;
    const struct qa_zone *zone; /* of times without one */
    int64_t as_of;              /* QA_NO_TIME: the latest order or delivery in the log; due times
                                   lie ahead and do not close it */
    double confidence;
    struct qa_calendar *calendar; /* NULL: none */
    double weekly_items;          /* promised throughput, for the ramp-up; 0: not stated */
    struct qa_findings *findings; /* what rows leave in doubt (W737 to W739); NULL: not wanted */
};

/* More vendors than this are not compared with one another. */
enum { QA_MOST_COMPARED_VENDORS = 40 };

/*
 * Failures with file:line:column: unreadable time, time without a zone, no time of order (E421),
 * delivered or due before ordered (E422), items not a count (E423), no vendor, no row or none by
 * as_of (E424), a promise that is none (E425), a round that is none or is there twice (E426),
 * accepted neither yes nor no (E429). O(n log n), and n log n for each pair of vendors.
 */
QA_NODISCARD enum qa_status qa_turnaround_parse(const struct qa_turnaround_request *request,
                                                struct qa_arena *arena, struct qa_turnaround *out,
                                                struct qa_error *err);

/* The vendor's line, or NULL. */
const struct qa_vendor_turnaround *qa_turnaround_find(const struct qa_turnaround *turnaround,
                                                      const char *vendor);

/*
 * Tables vendors (as documented, where `open` counts items; with deliveries, open_deliveries, late,
 * undecided, without_due, the censored quantiles, first_pass, ramp_up_weeks), quantiles,
 * priorities, deliveries, rounds, acceptance, weeks, survival, tests; those without rows are left
 * out.
 */
void qa_turnaround_tables(const struct qa_turnaround *turnaround, struct qa_report *report);
/* The one of items by week. */
void qa_turnaround_weeks_table(const struct qa_turnaround *turnaround, struct qa_report *report);

#endif
