/* Promises on two clocks, priorities, rounds, weeks and comparisons of the delivery log. */
#include <stdlib.h>
#include <string.h>

#include "qa/base/random.h"
#include "qa/procurement/turnaround.h"
#include "tests/qa/procurement/text_records.h"
#include "tests/support/close.h"

#include "tests/qa/procurement/arena_fixture.h"

static struct qa_turnaround result;
static struct qa_error error;

static struct qa_calendar *office_hours(void)
{
    struct qa_calendar *calendar;
    assert_int_equal(qa_calendar_new("Mon-Fri 09:00-17:00", &utc, arena, &calendar, &error), QA_OK);
    return calendar;
}

static enum qa_status parse_on(struct qa_calendar *calendar, const char *log)
{
    struct qa_records records = text_records(arena, "log.csv", log);
    const struct qa_turnaround_request request = {.log = &records,
                                                  .zone = &utc,
                                                  .as_of = QA_NO_TIME,
                                                  .confidence = 0.95,
                                                  .calendar = calendar};
    return qa_turnaround_parse(&request, arena, &result, &error);
}

static void parse(const char *log)
{
    assert_int_equal(parse_on(NULL, log), QA_OK);
}

static void assert_refused(const char *log, const char *place)
{
    assert_int_equal(parse_on(NULL, log), QA_INPUT);
    assert_string_equal(qa_arena_format(arena, "%llu:%llu %s", (unsigned long long)error.line,
                                        (unsigned long long)error.column, error.code),
                        place);
}

/* ---- promises ---- */

#define PROMISES "vendor,batch,items,ordered_at,delivered_at,promised_hours,clock\n"

/* Ordered on Friday at 15:00, promised in four hours: of the clock Friday 19:00, of the office
 * Monday 11:00. */
static void a_promise_counts_on_its_own_clock(void **state)
{
    (void)state;
    assert_int_equal(parse_on(office_hours(), PROMISES
                              "acme,1,1,2026-03-06T15:00:00Z,2026-03-06T19:00:00Z,4,\n"
                              "acme,2,1,2026-03-06T15:00:00Z,2026-03-06T19:00:01Z,4,calendar\n"
                              "acme,3,1,2026-03-06T15:00:00Z,2026-03-09T11:00:00Z,4,Business\n"
                              "acme,4,1,2026-03-06T15:00:00Z,2026-03-09T11:00:01Z,4,business\n"
                              "acme,5,1,2026-03-06T15:00:00Z,2026-03-08T23:00:00Z,2,business\n"),
                     QA_OK);
    static const enum qa_punctuality want[] = {QA_ON_TIME, QA_LATE, QA_ON_TIME, QA_LATE,
                                               QA_ON_TIME};
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(result.entries[i].punctuality, want[i]);
    }
    assert_close(result.vendors[0].business.finished[0].value, 2, 1e-15);
    assert_true(result.entries[2].business == 4 * 3600 * QA_SECOND);
    assert_true(result.entries[2].due == result.entries[2].delivered);
}

/* The log closes on Monday at 11:00, the last delivery. */
static void open_deliveries_are_late_once_over_their_promise(void **state)
{
    (void)state;
    assert_int_equal(parse_on(office_hours(),
                              PROMISES "acme,1,1,2026-03-06T15:00:00Z,,3.5,business\n"
                                       "acme,2,1,2026-03-06T15:00:00Z,,4,business\n"
                                       "acme,3,1,2026-03-06T15:00:00Z,,68,calendar\n"
                                       "acme,4,1,2026-03-06T15:00:00Z,,67.9,calendar\n"
                                       "acme,5,1,2026-03-06T15:00:00Z,,,\n"
                                       "zeta,1,1,2026-03-06T15:00:00Z,2026-03-09T11:00:00Z,,\n"),
                     QA_OK);
    assert_int_equal(result.vendors[0].late, 2);
    assert_int_equal(result.vendors[0].undecided, 2);
    assert_int_equal(result.vendors[0].without_due, 1);
    assert_int_equal(result.vendors[0].on_time.n, 2);
}

static void promises_that_are_none_are_refused(void **state)
{
    (void)state;
    assert_refused(PROMISES "acme,1,1,2026-03-06T15:00:00Z,,soon,\n", "2:32 E425");
    assert_refused(PROMISES "acme,1,1,2026-03-06T15:00:00Z,,-1,\n", "2:32 E425");
    assert_refused(PROMISES "acme,1,1,2026-03-06T15:00:00Z,,4,lunar\n", "2:34 E425");
    assert_refused(PROMISES "acme,1,1,2026-03-06T15:00:00Z,,4,business\n", "2:34 E425");
    assert_refused("vendor,batch,items,ordered_at,due_at,delivered_at,promised_hours\n"
                   "acme,1,1,2026-03-06T15:00:00Z,2026-03-07T15:00:00Z,,4\n",
                   "2:53 E425");
}

/* ---- open deliveries ---- */

/* Ten deliveries after 10 to 100 hours, of which the two longest are still open. */
static void open_deliveries_lengthen_the_tail(void **state)
{
    (void)state;
    const char *log = "vendor,batch,items,ordered_at,delivered_at\n";
    for (int i = 1; i <= 8; i++) {
        int hours = 10 * i;
        log = qa_arena_format(arena, "%sacme,%d,1,2026-03-01T00:00:00Z,2026-03-%02dT%02d:00:00Z\n",
                              log, i, 1 + hours / 24, hours % 24);
    }
    log = qa_arena_format(
        arena, "%sacme,9,1,2026-03-01T00:00:00Z,\nacme,10,1,2026-03-01T00:00:00Z,\n", log);
    parse(log);
    const struct qa_durations *hours = &result.vendors[0].hours;
    assert_close(hours->finished[0].value, 45, 1e-12);
    assert_close(hours->finished[1].value, 73, 1e-12);
    assert_close(hours->censored[0].value, 50, 1e-12);
    assert_string_equal(hours->censored[1].undefined, "too many are still open");
    assert_true(hours->finished[0].has_low && hours->finished[0].has_high);
    assert_false(hours->finished[2].has_high);
}

/* ---- priorities ---- */

static void priorities_are_summed_apart_and_add_up(void **state)
{
    (void)state;
    parse("vendor,batch,items,priority,ordered_at,due_at,delivered_at\n"
          "acme,1,10,rush,2026-03-01T00:00:00Z,2026-03-02T00:00:00Z,2026-03-01T10:00:00Z\n"
          "acme,2,20,,2026-03-01T00:00:00Z,2026-03-02T00:00:00Z,2026-03-03T00:00:00Z\n"
          "acme,3,30,rush,2026-03-01T00:00:00Z,2026-03-02T00:00:00Z,\n"
          "zeta,1,40, rush ,2026-03-01T00:00:00Z,2026-03-05T00:00:00Z,\n");
    assert_int_equal(result.n_priorities, 3);
    uint64_t items = 0;
    for (size_t p = 0; p < 3; p++) {
        items += result.priorities[p].items;
    }
    assert_int_equal(items, 100);
    assert_string_equal(result.priorities[0].priority, "");
    assert_string_equal(result.priorities[1].priority, "rush");
    assert_close(result.priorities[1].p50_hours, 10, 1e-15);
    assert_int_equal(result.priorities[1].late, 1);
    assert_string_equal(result.priorities[2].priority, "rush");
}

/* ---- rounds ---- */

#define ROUNDS "vendor,batch,items,round,accepted,ordered_at,delivered_at\n"

static void rework_is_counted_by_round_and_not_twice(void **state)
{
    (void)state;
    parse(ROUNDS "acme,a,10,1,yes,2026-03-01T00:00:00Z,2026-03-01T10:00:00Z\n"
                 "acme,b,20,1,no,2026-03-01T00:00:00Z,2026-03-01T20:00:00Z\n"
                 "acme,b,20,2,No,2026-03-02T00:00:00Z,2026-03-02T05:00:00Z\n"
                 "acme,b,20,3,accepted,2026-03-02T10:00:00Z,2026-03-02T12:00:00Z\n"
                 "acme,c,30,1,,2026-03-01T00:00:00Z,2026-03-02T00:00:00Z\n"
                 "acme,d,40,1,,2026-03-01T00:00:00Z,\n"
                 "acme,e,50,2,yes,2026-03-01T00:00:00Z,2026-03-01T05:00:00Z\n");
    const struct qa_vendor_turnaround *vendor = &result.vendors[0];
    assert_int_equal(vendor->deliveries, 4);
    assert_int_equal(vendor->items, 100);
    assert_close(vendor->p50_hours, 20, 1e-15);
    assert_int_equal(result.n_rounds, 3);
    assert_int_equal(result.rounds[0].accepted, 1);
    assert_int_equal(result.rounds[0].sent_back, 1);
    assert_int_equal(result.rounds[1].deliveries, 2);
    assert_close(result.rounds[1].acceptance.value, 0.5, 1e-15);
    const struct qa_vendor_acceptance *batches = &result.acceptances[0];
    assert_int_equal(batches->batches, 4);
    assert_int_equal(batches->accepted, 2);
    assert_close(batches->first_pass.value, 0.5, 1e-15);
    assert_int_equal(batches->first_pass.n, 2);
    assert_close(batches->mean_rounds, 2, 1e-15);
    /* Accepted after 10 and 36 hours; two still open after 36. */
    assert_close(batches->hours.value, 36, 1e-15);
}

static void a_vendor_of_later_rounds_alone_has_no_deliveries(void **state)
{
    (void)state;
    parse(ROUNDS "acme,a,10,2,yes,2026-03-01T00:00:00Z,2026-03-01T10:00:00Z\n");
    assert_int_equal(result.vendors[0].deliveries, 0);
    assert_string_equal(result.vendors[0].on_time.undefined, "no first round is in the log");
    assert_string_equal(result.vendors[0].hours.censored[0].undefined, "no observations");
    assert_int_equal(result.acceptances[0].batches, 0);
    assert_int_equal(result.n_rounds, 1);
}

static void rounds_that_are_none_are_refused(void **state)
{
    (void)state;
    assert_refused(ROUNDS "acme,a,10,0,yes,2026-03-01T00:00:00Z,\n", "2:11 E426");
    assert_refused(ROUNDS "acme,a,10,first,yes,2026-03-01T00:00:00Z,\n", "2:11 E426");
    assert_refused(ROUNDS "acme,a,10,1,perhaps,2026-03-01T00:00:00Z,\n", "2:13 E429");
    assert_refused(ROUNDS "acme,a,10,1,yes,2026-03-01T00:00:00Z,\n"
                          "acme,b,10,1,yes,2026-03-01T00:00:00Z,\n"
                          "acme,a,10,1,yes,2026-03-02T00:00:00Z,\n",
                   "4:0 E426");
}

/* ---- weeks ---- */

/* 1 March 2026 is a Sunday. */
static void weeks_begin_on_monday_and_carry_the_backlog(void **state)
{
    (void)state;
    parse("vendor,batch,items,ordered_at,due_at,delivered_at\n"
          "acme,1,10,2026-03-01T12:00:00Z,2026-03-04T00:00:00Z,2026-03-03T12:00:00Z\n"
          "acme,2,20,2026-03-02T00:00:00Z,2026-03-08T23:59:59Z,2026-03-17T00:00:00Z\n"
          "acme,3,40,2026-03-10T00:00:00Z,2026-03-16T00:00:00Z,\n");
    assert_int_equal(result.n_weeks, 4);
    static const uint64_t ordered[] = {10, 20, 40, 0};
    static const uint64_t due[] = {0, 30, 0, 40};
    static const uint64_t delivered[] = {0, 10, 0, 20};
    static const uint64_t backlog[] = {10, 20, 60, 40};
    for (size_t w = 0; w < 4; w++) {
        char monday[QA_TIME_TEXT_MAX];
        qa_date_format(result.weeks[w].monday * QA_DAY, monday);
        assert_int_equal(result.weeks[w].ordered, ordered[w]);
        assert_int_equal(result.weeks[w].due, due[w]);
        assert_int_equal(result.weeks[w].delivered, delivered[w]);
        assert_int_equal(result.weeks[w].backlog, backlog[w]);
        assert_int_equal((result.weeks[w].monday + 3) % 7, 0);
        if (w == 0) {
            assert_string_equal(monday, "2026-02-23");
        }
    }
    assert_close(result.weeks[1].p50_hours, 48, 1e-15);
    assert_string_equal(result.ramp_ups[0].undefined, "fewer than four whole weeks");
}

static const char *weekly_log(const unsigned *items, size_t n)
{
    const char *log = "vendor,batch,items,ordered_at,delivered_at\n";
    for (size_t w = 0; w < n; w++) {
        char ordered[QA_TIME_TEXT_MAX];
        char delivered[QA_TIME_TEXT_MAX];
        int64_t monday = INT64_C(1772409600) * QA_SECOND + (int64_t)w * 7 * QA_DAY;
        qa_time_format(monday, ordered);
        qa_time_format(monday + QA_DAY, delivered);
        log = qa_arena_format(arena, "%sacme,%zu,%u,%s,%s\n", log, w, items[w], ordered, delivered);
    }
    return log;
}

static void ramp_up_ends_at_nine_tenths_of_the_later_weeks(void **state)
{
    (void)state;
    static const unsigned items[] = {10, 40, 80, 89, 90, 110, 100, 100, 5};
    parse(weekly_log(items, 9));
    assert_null(result.ramp_ups[0].undefined);
    assert_close(result.ramp_ups[0].target, 100, 1e-15);
    assert_int_equal(result.ramp_ups[0].weeks, 5);
}

/* A log of a thousand years is read, and its weeks are not listed. */
static void weeks_of_a_log_without_end_are_left_out(void **state)
{
    (void)state;
    parse("vendor,batch,items,ordered_at,delivered_at\n"
          "acme,1,10,1970-01-01T00:00:00Z,9999-12-31T23:59:59Z\n"
          "zeta,1,10,2026-01-01T00:00:00Z,2026-01-02T00:00:00Z\n");
    assert_true(result.weeks_left_out);
    assert_int_equal(result.n_weeks, 1);
    assert_string_equal(result.weeks[0].vendor, "zeta");
    assert_non_null(result.ramp_ups[0].undefined);
}

/* ---- comparison ---- */

static const char *random_log(struct qa_random *random, const char *vendor, double mean, size_t n)
{
    const char *log = "";
    for (size_t i = 0; i < n; i++) {
        char ordered[QA_TIME_TEXT_MAX];
        char delivered[QA_TIME_TEXT_MAX] = "";
        int64_t order = INT64_C(1772409600) * QA_SECOND + (int64_t)i * QA_DAY / 4;
        qa_time_format(order, ordered);
        if (qa_random_real(random) < 0.85) {
            qa_time_format(order + (int64_t)(mean * 2 * qa_random_real(random) * 3600) * QA_SECOND,
                           delivered);
        }
        log = qa_arena_format(arena, "%s%s,%zu,5,%s,%s\n", log, vendor, i, ordered, delivered);
    }
    return log;
}

static void vendors_that_differ_are_told_apart(void **state)
{
    (void)state;
    struct qa_random random;
    qa_random_init(&random, 4, 1);
    const char *cyan = random_log(&random, "cyan", 60, 60);
    const char *blue = random_log(&random, "blue", 20, 60);
    const char *acme = random_log(&random, "acme", 20, 60);
    parse(qa_arena_format(arena, "vendor,batch,items,ordered_at,delivered_at\n%s%s%s", acme, blue,
                          cyan));
    assert_int_equal(result.n_tests, 4);
    assert_null(result.tests[0].first);
    assert_int_equal(result.tests[0].test.freedom, 2);
    assert_true(result.tests[0].test.p_value < 0.001);
    /* acme and blue, acme and cyan, blue and cyan. */
    assert_true(result.tests[1].p_adjusted > 0.05);
    assert_true(result.tests[2].p_adjusted < 0.01);
    assert_true(result.tests[3].p_adjusted < 0.01);
    assert_true(result.tests[2].difference.high < 0);
    assert_true(result.tests[2].p_adjusted >= result.tests[2].test.p_value);
}

static void tables_hold_every_part(void **state)
{
    (void)state;
    static const char *const names[] = {"vendors",    "tests",      "priorities",
                                        "acceptance", "rounds",     "weeks",
                                        "quantiles",  "deliveries", "survival"};
    struct qa_report *report = qa_report_new(arena, "turnaround");
    parse("vendor,batch,items,priority,round,accepted,ordered_at,due_at,delivered_at\n"
          "acme,1,10,rush,1,no,2026-03-01T00:00:00Z,2026-03-02T00:00:00Z,2026-03-01T10:00:00Z\n"
          "acme,1,10,rush,2,,2026-03-02T00:00:00Z,,\n"
          "zeta,1,40,,1,,2026-03-01T00:00:00Z,2026-03-05T00:00:00Z,\n");
    qa_turnaround_tables(&result, report);
    assert_int_equal(report->n_tables, sizeof names / sizeof *names);
    for (size_t i = 0; i < report->n_tables; i++) {
        assert_string_equal(report->tables[i]->name, names[i]);
        assert_true(report->tables[i]->n_rows > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_promise_counts_on_its_own_clock),
        cmocka_unit_test(open_deliveries_are_late_once_over_their_promise),
        cmocka_unit_test(promises_that_are_none_are_refused),
        cmocka_unit_test(open_deliveries_lengthen_the_tail),
        cmocka_unit_test(priorities_are_summed_apart_and_add_up),
        cmocka_unit_test(rework_is_counted_by_round_and_not_twice),
        cmocka_unit_test(a_vendor_of_later_rounds_alone_has_no_deliveries),
        cmocka_unit_test(rounds_that_are_none_are_refused),
        cmocka_unit_test(weeks_begin_on_monday_and_carry_the_backlog),
        cmocka_unit_test(ramp_up_ends_at_nine_tenths_of_the_later_weeks),
        cmocka_unit_test(weeks_of_a_log_without_end_are_left_out),
        cmocka_unit_test(vendors_that_differ_are_told_apart),
        cmocka_unit_test(tables_hold_every_part),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
