#include "qa/procurement/kept.h"

#include <math.h>
#include <string.h>

#include "tests/qa/procurement/text_records.h"
#include "tests/support/close.h"

#include "tests/qa/procurement/arena_fixture.h"

#define LOG "vendor,batch,items,priority,ordered_at,due_at,delivered_at,round\n"

static struct qa_turnaround turnaround;
static struct qa_kept_promises kept;
static struct qa_error error;

static void read_log(const char *rows, struct qa_calendar *calendar)
{
    struct qa_records records =
        text_records(arena, "log.csv", qa_arena_format(arena, "%s%s", LOG, rows));
    const struct qa_turnaround_request request = {.log = &records,
                                                  .zone = &utc,
                                                  .as_of = QA_NO_TIME,
                                                  .confidence = 0.95,
                                                  .calendar = calendar};
    assert_int_equal(qa_turnaround_parse(&request, arena, &turnaround, &error), QA_OK);
}

static const struct qa_kept_promise *hold(struct qa_promise promise)
{
    static struct qa_promise list[1];
    static struct qa_vendor_promises acme = {"acme", list, 1};
    const struct qa_vendor_promises *vendors[] = {&acme};

    list[0] = promise;
    kept = qa_kept_promises(vendors, 1, &turnaround, arena);
    return kept.n == 0 ? NULL : &kept.list[0];
}

/* n deliveries of acme that took so many hours, all ordered at one time. */
static const char *deliveries(size_t n, unsigned hours)
{
    const char *rows = "";

    for (size_t i = 0; i < n; i++) {
        rows = qa_arena_format(arena,
                               "%sacme,%u-%zu,1,,2026-03-01T00:00:00Z,,2026-03-01T%02u:00:00Z,\n",
                               rows, hours, i, hours);
    }
    return rows;
}

static enum qa_kept verdict_of(const char *rows)
{
    read_log(rows, NULL);
    return hold((struct qa_promise){.kind = QA_PROMISE_TURNAROUND, .priority = "", .value = 10})
        ->verdict;
}

/* The lower limit of n of n is (0.025)^(1/n), which is 0.9 at n = 35.01; the upper limit of 0 of 1
 * is 0.975, and of 0 of 2 0.8419. */
static void a_verdict_needs_the_whole_exact_interval(void **state)
{
    (void)state;
    assert_int_equal(verdict_of(deliveries(35, 10)), QA_KEPT_SO_FAR);
    assert_int_equal(verdict_of(deliveries(36, 10)), QA_KEPT);
    assert_close(kept.list[0].share.low, pow(0.025, 1.0 / 36), 1e-12);
    assert_int_equal(verdict_of(deliveries(1, 11)), QA_BROKEN_SO_FAR);
    assert_int_equal(verdict_of(deliveries(2, 11)), QA_BROKEN);
    assert_close(kept.list[0].p90.value, 11, 0);
}

/* Open for 12 hours when the log closes: past ten hours, not past twenty. */
static void open_deliveries_count_once_they_are_late(void **state)
{
    const char *rows = "acme,1,1,rush,2026-03-01T00:00:00Z,,,1\n"
                       "acme,2,1,rush,2026-03-01T00:00:00Z,,2026-03-01T05:00:00Z,1\n"
                       "acme,3,1,,2026-03-01T10:00:00Z,,2026-03-01T12:00:00Z,1\n";
    struct qa_promise promise = {.kind = QA_PROMISE_TURNAROUND, .priority = "rush", .value = 10};

    (void)state;
    read_log(rows, NULL);
    assert_close(hold(promise)->share.value, 0.5, 0);
    assert_int_equal(kept.list[0].share.n, 2);
    assert_int_equal(kept.list[0].open, 1);
    promise.value = 20;
    assert_close(hold(promise)->share.value, 1, 0);
    assert_int_equal(kept.list[0].share.n, 1);
    promise.priority = "Standard";
    assert_close(hold(promise)->p90.value, 2, 0);
    promise.priority = "never";
    assert_string_equal(hold(promise)->share.undefined, "the log has no such delivery");
    assert_int_equal(kept.list[0].verdict, QA_KEPT_UNKNOWN);
}

static void rework_is_of_later_rounds(void **state)
{
    (void)state;
    read_log("acme,1,1,,2026-03-01T00:00:00Z,,2026-03-01T05:00:00Z,1\n"
             "acme,1,1,,2026-03-01T06:00:00Z,,2026-03-01T09:00:00Z,2\n",
             NULL);
    const struct qa_promise promise = {.kind = QA_PROMISE_REWORK, .priority = "", .value = 4};
    assert_int_equal(hold(promise)->deliveries, 1);
    assert_close(kept.list[0].p90.value, 3, 0);
}

static void business_hours_need_opening_hours(void **state)
{
    const struct qa_promise promise = {
        .kind = QA_PROMISE_TURNAROUND, .priority = "", .value = 8, .clock = QA_PROMISE_BUSINESS};
    /* From Friday 16:00 to Monday 11:00: three hours of business. */
    const char *rows = "acme,1,1,,2026-03-06T16:00:00Z,,2026-03-09T11:00:00Z,1\n";
    struct qa_calendar *calendar;

    (void)state;
    read_log(rows, NULL);
    assert_string_equal(hold(promise)->share.undefined, "the opening hours are not known");
    assert_int_equal(qa_calendar_new("Mon-Fri 09:00-17:00", &utc, arena, &calendar, &error), QA_OK);
    read_log(rows, calendar);
    assert_close(hold(promise)->p90.value, 3, 0);
    assert_int_equal(kept.list[0].verdict, QA_KEPT_SO_FAR);
}

static void the_share_on_time_is_that_of_the_log(void **state)
{
    (void)state;
    read_log("acme,1,1,,2026-03-01T00:00:00Z,2026-03-02T00:00:00Z,2026-03-01T05:00:00Z,1\n"
             "acme,2,1,,2026-03-01T00:00:00Z,2026-03-02T00:00:00Z,2026-03-02T05:00:00Z,1\n",
             NULL);
    const struct qa_promise promise = {.kind = QA_PROMISE_ON_TIME, .priority = "", .value = 0.99};
    assert_close(hold(promise)->share.value, 0.5, 0);
    assert_int_equal(kept.list[0].verdict, QA_BROKEN);
    struct qa_report *report = qa_report_new(arena, "turnaround");
    qa_kept_table(&kept, report);
    const struct qa_table *table = qa_report_table(report, "promises_kept");
    assert_string_equal(qa_table_cell(table, 0, qa_table_column(table, "verdict"))->as.text,
                        "broken");
}

static void other_promises_and_vendors_without_deliveries_stay_out(void **state)
{
    (void)state;
    read_log("zeta,1,1,,2026-03-01T00:00:00Z,,2026-03-01T05:00:00Z,1\n", NULL);
    assert_null(
        hold((struct qa_promise){.kind = QA_PROMISE_TURNAROUND, .priority = "", .value = 4}));
    read_log("acme,1,1,,2026-03-01T00:00:00Z,,2026-03-01T05:00:00Z,1\n", NULL);
    assert_null(hold((struct qa_promise){.kind = QA_PROMISE_CAPACITY, .priority = "", .value = 4}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_verdict_needs_the_whole_exact_interval, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(open_deliveries_count_once_they_are_late, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(rework_is_of_later_rounds, set_up, tear_down),
        cmocka_unit_test_setup_teardown(business_hours_need_opening_hours, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_share_on_time_is_that_of_the_log, set_up, tear_down),
        cmocka_unit_test_setup_teardown(other_promises_and_vendors_without_deliveries_stay_out,
                                        set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
