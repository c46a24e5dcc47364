#include "tests/support/close.h"

#include <stdio.h>
#include <stdlib.h>

#include "qa/procurement/turnaround.h"
#include "tests/qa/procurement/text_records.h"

#define HEADER "vendor,batch,items,ordered_at,due_at,delivered_at\n"

static const struct qa_zone no_zone = {.known = false};
static const struct qa_zone utc = {.known = true};

struct fixture {
    struct qa_arena *arena;
    struct qa_turnaround turnaround;
    struct qa_calendar *calendar; /* NULL: none */
    struct qa_error error;
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);

    fixture->arena = qa_arena_new();
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;

    qa_arena_free(fixture->arena);
    free(fixture);
    return 0;
}

static enum qa_status parse(struct fixture *fixture, const char *log, const struct qa_zone *zone,
                            int64_t as_of)
{
    struct qa_records records = text_records(fixture->arena, "log.csv", log);

    const struct qa_turnaround_request request = {.log = &records,
                                                  .zone = zone,
                                                  .as_of = as_of,
                                                  .confidence = 0.95,
                                                  .calendar = fixture->calendar};
    return qa_turnaround_parse(&request, fixture->arena, &fixture->turnaround, &fixture->error);
}

static const struct qa_vendor_turnaround *parse_one(struct fixture *fixture, const char *rows)
{
    const char *log = qa_arena_format(fixture->arena, "%s%s", HEADER, rows);

    assert_int_equal(parse(fixture, log, &no_zone, QA_NO_TIME), QA_OK);
    assert_int_equal(fixture->turnaround.n_vendors, 1);
    return &fixture->turnaround.vendors[0];
}

static void assert_refused(struct fixture *fixture, const char *row, const char *place)
{
    char got[QA_ERROR_FILE_MAX + 64];

    assert_int_equal(
        parse(fixture, qa_arena_format(fixture->arena, "%s%s", HEADER, row), &no_zone, QA_NO_TIME),
        QA_INPUT);
    snprintf(got, sizeof got, "%s:%llu:%llu %s", fixture->error.file,
             (unsigned long long)fixture->error.line, (unsigned long long)fixture->error.column,
             fixture->error.code);
    assert_string_equal(got, place);
}

/* Deliveries after 10, 20, 30, 40 and 60 hours: type 7 puts the 90th percentile at place 3.6. */
static void quantiles_are_of_finished_deliveries(void **state)
{
    const struct qa_vendor_turnaround *vendor = parse_one(
        *state, "acme,1,100,2026-03-01T00:00:00Z,2026-03-02T00:00:00Z,2026-03-01T10:00:00Z\n"
                "acme,2,100,2026-03-01T00:00:00Z,2026-03-02T00:00:00Z,2026-03-01T20:00:00Z\n"
                "acme,3,100,2026-03-01T00:00:00Z,2026-03-02T00:00:00Z,2026-03-02T06:00:00Z\n"
                "acme,4,100,2026-03-01T00:00:00Z,2026-03-02T00:00:00Z,2026-03-02T16:00:00Z\n"
                "acme,5,100,2026-03-01T00:00:00Z,2026-03-02T00:00:00Z,2026-03-03T12:00:00Z\n"
                "acme,6,50,2026-03-01T00:00:00Z,2026-03-09T00:00:00Z,\n");

    assert_true(vendor->has_quantiles);
    assert_close(vendor->p50_hours, 30.0, 1e-15);
    assert_close(vendor->p90_hours, 52.0, 1e-15);
    assert_close(vendor->p95_hours, 56.0, 1e-15);
    assert_int_equal(vendor->deliveries, 6);
    assert_int_equal(vendor->items, 550);
    assert_int_equal(vendor->open, 1);
    assert_int_equal(vendor->open_items, 50);
    assert_int_equal(vendor->late, 3);
    assert_int_equal(vendor->undecided, 1);
    assert_close(vendor->on_time.value, 0.4, 1e-15);
    assert_int_equal(vendor->on_time.n, 5);
    assert_close(vendor->items_per_hour.value, 500.0 / 60.0, 1e-15);
}

static void a_delivery_at_its_due_time_is_on_time(void **state)
{
    const struct qa_vendor_turnaround *vendor =
        parse_one(*state, "acme,1,1,2026-03-01T00:00:00Z,2026-03-02T00:00:00Z,"
                          "2026-03-02T00:00:00Z\n"
                          "acme,2,1,2026-03-01T00:00:00Z,2026-03-02T00:00:00Z,"
                          "2026-03-02T00:00:01Z\n");

    assert_int_equal(vendor->late, 1);
    assert_close(vendor->on_time.value, 0.5, 1e-15);
}

static void the_log_closes_at_its_latest_event_not_at_a_due_time(void **state)
{
    struct fixture *fixture = *state;
    const struct qa_vendor_turnaround *vendor =
        parse_one(fixture, "acme,1,1,2026-03-01T00:00:00Z,2026-03-05T00:00:00Z,\n"
                           "acme,2,1,2026-03-01T00:00:00Z,2026-03-20T00:00:00Z,\n"
                           "acme,3,1,2026-03-01T00:00:00Z,,2026-03-10T00:00:00Z\n"
                           "acme,4,1,2026-03-01T00:00:00Z,2026-03-10T00:00:00Z,\n");

    assert_int_equal(vendor->late, 1);
    assert_int_equal(vendor->undecided, 2);
    assert_int_equal(vendor->without_due, 1);
    assert_close(vendor->on_time.value, 0.0, 0.0);
    assert_int_equal(vendor->on_time.n, 1);
    assert_int_equal(parse(fixture, HEADER "acme,2,1,2026-03-01T00:00:00Z,2026-03-20T00:00:00Z,\n",
                           &no_zone, fixture->turnaround.as_of + 20 * 86400 * QA_SECOND),
                     QA_OK);
    assert_int_equal(fixture->turnaround.vendors[0].late, 1);
}

/* Closed at noon of the 3rd: one delivered, one on its way, one late though it came on the 4th. */
static void what_follows_the_closing_is_not_known_yet(void **state)
{
    struct fixture *fixture = *state;
    const int64_t noon = INT64_C(1772539200) * QA_SECOND; /* 2026-03-03T12:00:00Z */
    const char *log =
        HEADER "acme,1,1,2026-03-01T00:00:00Z,2026-03-02T00:00:00Z,2026-03-01T10:00:00Z\n"
               "acme,2,1,2026-03-01T00:00:00Z,2026-03-03T00:00:00Z,2026-03-04T00:00:00Z\n"
               "acme,3,1,2026-03-01T12:00:00Z,2026-03-09T00:00:00Z,2026-03-05T00:00:00Z\n"
               "acme,4,1,2026-03-04T00:00:00Z,2026-03-09T00:00:00Z,2026-03-05T00:00:00Z\n"
               "zeta,1,1,2026-03-04T00:00:00Z,,\n";

    assert_int_equal(parse(fixture, log, &no_zone, noon), QA_OK);
    const struct qa_turnaround *turnaround = &fixture->turnaround;
    const struct qa_vendor_turnaround *vendor = &turnaround->vendors[0];
    assert_int_equal(turnaround->n_vendors, 1);
    assert_int_equal(turnaround->orders_after, 2);
    assert_int_equal(turnaround->deliveries_after, 2);
    assert_int_equal(vendor->deliveries, 3);
    assert_int_equal(vendor->open, 2);
    assert_int_equal(vendor->late, 1);
    assert_int_equal(vendor->undecided, 1);
    assert_close(vendor->p50_hours, 10.0, 0.0);
    assert_close(qa_delivery_hours(&turnaround->entries[2]), 48.0, 0.0);
    assert_int_equal(parse(fixture, log, &no_zone, noon - 10 * QA_DAY), QA_INPUT);
    assert_string_equal(fixture->error.code, "E424");
}

static void nothing_delivered_leaves_figures_undefined(void **state)
{
    const struct qa_vendor_turnaround *vendor =
        parse_one(*state, "acme,1,10,2026-03-01T00:00:00Z,2026-03-05T00:00:00Z,\n");

    assert_false(vendor->has_quantiles);
    assert_string_equal(vendor->on_time.undefined, "no delivery is due yet");
    assert_string_equal(vendor->items_per_hour.undefined, "nothing is delivered");
    assert_int_equal(vendor->open_items, 10);
}

static void without_due_times_punctuality_is_undefined(void **state)
{
    struct fixture *fixture = *state;

    assert_int_equal(parse(fixture,
                           "vendor,batch,items,ordered_at,delivered_at\n"
                           "acme,1,10,2026-03-01T00:00:00Z,2026-03-01T00:00:00Z\n",
                           &no_zone, QA_NO_TIME),
                     QA_OK);
    assert_string_equal(fixture->turnaround.vendors[0].on_time.undefined,
                        "no delivery has a due time");
    assert_string_equal(fixture->turnaround.vendors[0].items_per_hour.undefined,
                        "no time passed between the first order and the last delivery");
    assert_close(fixture->turnaround.vendors[0].p90_hours, 0.0, 0.0);
}

static void vendors_are_kept_apart_whatever_the_order_of_rows(void **state)
{
    static const char *const rows[] = {
        "blue,1,10,2026-03-01T00:00:00Z,2026-03-02T00:00:00Z,2026-03-01T10:00:00Z\n",
        "acme,1,10,2026-03-02T00:00:00Z,2026-03-03T00:00:00Z,2026-03-02T10:00:00Z\n",
        "blue,2,10,2026-03-01T00:00:00Z,2026-03-02T00:00:00Z,2026-03-03T10:00:00Z\n",
        "acme,2,30,2026-03-01T00:00:00Z,2026-03-02T00:00:00Z,\n"};
    static const int orders[][4] = {{0, 1, 2, 3}, {3, 2, 1, 0}, {1, 3, 0, 2}};
    struct fixture *fixture = *state;

    for (size_t i = 0; i < 3; i++) {
        const char *log =
            qa_arena_format(fixture->arena, "%s%s%s%s%s", HEADER, rows[orders[i][0]],
                            rows[orders[i][1]], rows[orders[i][2]], rows[orders[i][3]]);

        assert_int_equal(parse(fixture, log, &no_zone, QA_NO_TIME), QA_OK);
        assert_int_equal(fixture->turnaround.n_vendors, 2);
        const struct qa_vendor_turnaround *acme = qa_turnaround_find(&fixture->turnaround, "acme");
        const struct qa_vendor_turnaround *blue = qa_turnaround_find(&fixture->turnaround, "blue");
        assert_string_equal(fixture->turnaround.entries[0].batch, "2");
        assert_close(acme->items_per_hour.value, 10.0 / 34.0, 1e-15);
        assert_int_equal(acme->late, 1);
        assert_close(blue->p50_hours, 34.0, 1e-15);
        assert_null(qa_turnaround_find(&fixture->turnaround, "cyan"));
    }
}

static void times_without_a_zone_need_one(void **state)
{
    struct fixture *fixture = *state;
    const char *log = HEADER "acme,1,10,2026-03-01 08:00,2026-03-02 08:00,2026-03-01 20:00\n";

    assert_int_equal(parse(fixture, log, &utc, QA_NO_TIME), QA_OK);
    assert_close(fixture->turnaround.vendors[0].p50_hours, 12.0, 1e-15);
    assert_int_equal(parse(fixture, log, &no_zone, QA_NO_TIME), QA_INPUT);
    assert_string_equal(fixture->error.code, "E421");
    assert_non_null(strstr(fixture->error.text, "no time zone"));
}

static void bad_cells_are_refused_with_their_place(void **state)
{
    struct fixture *fixture = *state;

    assert_refused(fixture, "acme,1,10,2026-03-01T08:00,,\n", "log.csv:2:11 E421");
    assert_refused(fixture, "acme,1,10,soon,,\n", "log.csv:2:11 E421");
    assert_refused(fixture, "acme,1,10,,,\n", "log.csv:2:11 E421");
    assert_refused(fixture, "acme,1,10,2026-03-01T00:00:00Z,never,\n", "log.csv:2:32 E421");
    assert_refused(fixture, "acme,1,10,2026-03-01T00:00:00Z,2026-02-01T00:00:00Z,\n",
                   "log.csv:2:32 E422");
    assert_refused(fixture, "acme,1,10,2026-03-01T00:00:00Z,,2026-02-28T23:59:59Z\n",
                   "log.csv:2:33 E422");
    assert_refused(fixture, "acme,1,some,2026-03-01T00:00:00Z,,\n", "log.csv:2:8 E423");
    assert_refused(fixture, "acme,1,-1,2026-03-01T00:00:00Z,,\n", "log.csv:2:8 E423");
    assert_refused(fixture, " ,1,1,2026-03-01T00:00:00Z,,\n", "log.csv:2:1 E424");
    assert_refused(fixture, "", "log.csv:0:0 E424");
    assert_int_equal(parse(fixture, "vendor,batch\nacme,1\n", &utc, QA_NO_TIME), QA_INPUT);
    assert_string_equal(fixture->error.code, "E112");
}

static void tables_have_the_documented_columns(void **state)
{
    static const char *const documented[] = {"vendor",    "items",     "open",    "p50_hours",
                                             "p90_hours", "p95_hours", "on_time", "items_per_hour"};
    struct fixture *fixture = *state;
    struct qa_report *report = qa_report_new(fixture->arena, "turnaround");

    parse_one(fixture, "acme,1,10,2026-03-01T00:00:00Z,2026-03-05T00:00:00Z,\n"
                       "acme,2,20,2026-03-01T00:00:00Z,2026-03-05T00:00:00Z,"
                       "2026-03-02T00:00:00Z\n");
    qa_turnaround_tables(&fixture->turnaround, report);
    const struct qa_table *vendors = qa_report_table(report, "vendors");
    const struct qa_table *deliveries = qa_report_table(report, "deliveries");
    for (size_t i = 0; i < sizeof documented / sizeof *documented; i++) {
        assert_int_equal(qa_table_column(vendors, documented[i]), i);
    }
    assert_int_equal(qa_table_cell(vendors, 0, 2)->as.count, 10);
    assert_int_equal(deliveries->n_rows, 2);
    size_t outcome = qa_table_column(deliveries, "outcome");
    assert_string_equal(qa_table_cell(deliveries, 0, outcome)->as.text, "open, not yet due");
    assert_string_equal(qa_table_cell(deliveries, 1, outcome)->as.text, "on time");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(quantiles_are_of_finished_deliveries, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_delivery_at_its_due_time_is_on_time, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_log_closes_at_its_latest_event_not_at_a_due_time,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_follows_the_closing_is_not_known_yet, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(nothing_delivered_leaves_figures_undefined, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(without_due_times_punctuality_is_undefined, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(vendors_are_kept_apart_whatever_the_order_of_rows, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(times_without_a_zone_need_one, set_up, tear_down),
        cmocka_unit_test_setup_teardown(bad_cells_are_refused_with_their_place, set_up, tear_down),
        cmocka_unit_test_setup_teardown(tables_have_the_documented_columns, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
