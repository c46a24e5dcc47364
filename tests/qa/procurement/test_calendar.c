#include "qa/procurement/calendar.h"

#include <stdlib.h>
#include <string.h>

#include "qa/base/random.h"
#include "tests/qa/procurement/text_records.h"
#include "tests/support/close.h"
#include "tests/support/reference.h"

static const int64_t HOUR = INT64_C(3600) * QA_SECOND;

static struct qa_arena *arena;
static struct qa_error error;

static int set_up(void **state)
{
    (void)state;
    arena = qa_arena_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    qa_arena_free(arena);
    return 0;
}

static struct qa_calendar *calendar_of(const char *hours, const char *zone_name,
                                       const char *holidays)
{
    struct qa_zone zone;
    struct qa_calendar *calendar;
    assert_int_equal(qa_zone_parse(zone_name, &zone, &error), QA_OK);
    assert_int_equal(qa_calendar_new(hours, &zone, arena, &calendar, &error), QA_OK);
    if (holidays != NULL) {
        struct qa_records records = text_records(arena, "holidays.csv", holidays);
        assert_int_equal(qa_calendar_holidays(calendar, &records, &error), QA_OK);
    }
    return calendar;
}

static int64_t at(const char *text)
{
    int64_t time;
    assert_int_equal(qa_time_parse(text, strlen(text), NULL, &time), QA_TIME_OK);
    return time;
}

static double hours_between(struct qa_calendar *calendar, const char *begin, const char *end)
{
    return (double)qa_calendar_between(calendar, at(begin), at(end)) / (double)HOUR;
}

/* ---- against another implementation of zones ---- */

/* "2026-04-03 2026-11-27=09:00-12:00" as a holidays file. */
static const char *holidays_of(const char *special)
{
    const char *rows = "date,hours\n";
    for (const char *at = special; *at != '\0'; at += strspn(at, " ")) {
        int date = (int)strcspn(at, "= ");
        int all = (int)strcspn(at, " ");
        int own = all > date ? all - date - 1 : 0;
        rows = qa_arena_format(arena, "%s%.*s,%.*s\n", rows, date, at, own, at + all - own);
        at += all;
    }
    return rows;
}

static int64_t integer(const struct test_reference *reference, const char *column)
{
    return strtoll(test_reference_text(reference, column), NULL, 10);
}

static void open_time_is_that_of_another_implementation(void **state)
{
    (void)state;
    struct test_reference reference;
    test_reference_open(&reference, "business_hours.csv");
    while (test_reference_next(&reference)) {
        struct qa_calendar *calendar = calendar_of(
            test_reference_text(&reference, "hours"), test_reference_text(&reference, "zone"),
            holidays_of(test_reference_text(&reference, "special")));
        int64_t begin = integer(&reference, "begin");
        if (qa_calendar_between(calendar, begin, integer(&reference, "end")) !=
                integer(&reference, "open") ||
            qa_calendar_add(calendar, begin, integer(&reference, "add")) !=
                integer(&reference, "reached")) {
            test_reference_fail(&reference, "open time differs");
        }
    }
    test_reference_close(&reference);
}

/* ---- by hand ---- */

static void hours_are_counted_while_open(void **state)
{
    (void)state;
    struct qa_calendar *calendar =
        calendar_of("Mon-Fri 09:00-17:00", "UTC", "date,name\n2026-04-03,Good Friday\n");
    /* Thursday afternoon to Monday morning, over a holiday and a weekend. */
    assert_close(hours_between(calendar, "2026-04-02T15:30:00Z", "2026-04-06T10:15:00Z"), 2.75,
                 1e-15);
    assert_close(hours_between(calendar, "2026-04-04T00:00:00Z", "2026-04-05T00:00:00Z"), 0, 1e-15);
    assert_close(hours_between(calendar, "2026-04-06T10:00:00Z", "2026-04-06T09:00:00Z"), 0, 1e-15);
    assert_true(qa_calendar_add(calendar, at("2026-04-02T15:30:00Z"), 2 * HOUR) ==
                at("2026-04-06T09:30:00Z"));
    assert_true(qa_calendar_add(calendar, at("2026-04-02T15:00:00Z"), 2 * HOUR) ==
                at("2026-04-02T17:00:00Z"));
    assert_true(qa_calendar_add(calendar, at("2026-04-04T15:00:00Z"), 0) ==
                at("2026-04-04T15:00:00Z"));
}

/* Clocks go forward on 29 March in Berlin: the night from Saturday to Sunday has seven hours. */
static void shifts_last_as_long_as_the_night(void **state)
{
    (void)state;
    struct qa_calendar *calendar = calendar_of("daily 22:00-06:00", "Europe/Berlin", NULL);
    assert_close(hours_between(calendar, "2026-03-27T12:00:00Z", "2026-03-28T12:00:00Z"), 8, 1e-15);
    assert_close(hours_between(calendar, "2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z"), 7, 1e-15);
    assert_close(hours_between(calendar, "2026-10-24T12:00:00Z", "2026-10-25T12:00:00Z"), 9, 1e-15);
    calendar = calendar_of("daily 00:00-24:00", "Europe/Berlin", NULL);
    assert_close(hours_between(calendar, "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"), 8760,
                 1e-15);
}

/* ---- properties ---- */

static void time_adds_up_and_comes_back(void **state)
{
    (void)state;
    struct qa_random random;
    struct qa_calendar *calendar =
        calendar_of("Mon-Thu 08:00-12:00,13:00-17:00; Fri 08:00-14:00; Sat 22:00-03:00",
                    "America/New_York", "date\n2026-07-03\n2026-11-26\n");
    qa_random_init(&random, 9, 1);
    int64_t begin = at("2026-01-01T00:00:00Z");
    for (int i = 0; i < 2000; i++) {
        int64_t a = begin + (int64_t)qa_random_below(&random, UINT64_C(31536000000000));
        int64_t b = a + (int64_t)qa_random_below(&random, UINT64_C(2000000000000));
        int64_t c = b + (int64_t)qa_random_below(&random, UINT64_C(2000000000000));
        int64_t first = qa_calendar_between(calendar, a, b);
        assert_true(first + qa_calendar_between(calendar, b, c) ==
                    qa_calendar_between(calendar, a, c));
        assert_true(first >= 0 && first <= b - a);
        int64_t reached = qa_calendar_add(calendar, a, first);
        assert_true(reached <= b || first == 0);
        assert_true(qa_calendar_between(calendar, a, reached) == first);
    }
}

/* The order of questions decides how much is computed at once, and nothing else. */
static void answers_do_not_depend_on_earlier_questions(void **state)
{
    (void)state;
    struct qa_random random;
    struct qa_calendar *asked = calendar_of("Mon-Fri 09:00-17:00", "Europe/Berlin", NULL);
    qa_random_init(&random, 10, 1);
    for (int i = 0; i < 60; i++) {
        struct qa_calendar *fresh = calendar_of("Mon-Fri 09:00-17:00", "Europe/Berlin", NULL);
        int64_t a = (int64_t)qa_random_below(&random, UINT64_C(3000000000000000));
        int64_t b = a + (int64_t)qa_random_below(&random, UINT64_C(40000000000000));
        assert_true(qa_calendar_between(asked, a, b) == qa_calendar_between(fresh, a, b));
        assert_true(qa_calendar_add(asked, a, b - a) == qa_calendar_add(fresh, a, b - a));
    }
}

static void the_ends_of_time_are_reached(void **state)
{
    (void)state;
    struct qa_calendar *calendar = calendar_of("Mon 09:00-10:00", "UTC", NULL);
    assert_true(qa_calendar_between(calendar, 0, at("1970-01-06T00:00:00Z")) == HOUR);
    assert_true(qa_calendar_add(calendar, at("9999-12-31T00:00:00Z"), HOUR) == QA_NO_TIME);
}

/* ---- refusals ---- */

static void hours_that_cannot_be_read_are_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",
                                        "Mon",
                                        "09:00-17:00",
                                        "Mon-Fri 9:00-17:00",
                                        "Mon-Fri 09:00",
                                        "Mon-Fri 09:00-25:00",
                                        "Mon-Fri 09:60-17:00",
                                        "Mon-Fri 09:00-24:30",
                                        "Mon- 09:00-17:00",
                                        "Montag 09:00-17:00",
                                        "Mon 09:00-17:00; ; Tue 09:00-10:00",
                                        "Mon 09:00-17:00 Tue 09:00-10:00",
                                        "Mon 09:00-17:00,"};
    struct qa_zone utc = {.known = true};
    struct qa_calendar *calendar;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(qa_calendar_new(wrong[i], &utc, arena, &calendar, &error), QA_USAGE);
        assert_string_equal(error.code, "E427");
    }
    assert_int_equal(qa_calendar_new(" mon-fri  09:00 - 17:00 ; SAT 10:00-12:00; ", &utc, arena,
                                     &calendar, &error),
                     QA_OK);
    const char *many = "daily 00:00-00:01";
    for (int i = 0; i < 64; i++) {
        many = qa_arena_format(arena, "%s,00:00-00:01", many);
    }
    assert_int_equal(qa_calendar_new(many, &utc, arena, &calendar, &error), QA_USAGE);
}

static void holidays_that_cannot_be_read_are_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {"date\n2026-02-29\n", "date\n25.12.2026\n", "date\n\"\"\n",
                                        "date,hours\n2026-12-24,morning\n",
                                        "date\n2026-12-25\n2026-12-25\n"};
    struct qa_zone utc = {.known = true};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct qa_calendar *calendar;
        struct qa_records records = text_records(arena, "holidays.csv", wrong[i]);
        assert_int_equal(qa_calendar_new("daily 09:00-17:00", &utc, arena, &calendar, &error),
                         QA_OK);
        assert_int_equal(qa_calendar_holidays(calendar, &records, &error), QA_INPUT);
        assert_string_equal(error.code, "E428");
        assert_int_equal(error.line, i == 4 ? 3 : 2);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(open_time_is_that_of_another_implementation),
        cmocka_unit_test(hours_are_counted_while_open),
        cmocka_unit_test(shifts_last_as_long_as_the_night),
        cmocka_unit_test(time_adds_up_and_comes_back),
        cmocka_unit_test(answers_do_not_depend_on_earlier_questions),
        cmocka_unit_test(the_ends_of_time_are_reached),
        cmocka_unit_test(hours_that_cannot_be_read_are_refused),
        cmocka_unit_test(holidays_that_cannot_be_read_are_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
