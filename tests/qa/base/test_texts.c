#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/support/close.h"

#include "qa/base/bytes.h"
#include "qa/base/number.h"
#include "qa/base/output.h"
#include "qa/base/random.h"
#include "qa/base/time.h"
#include "qa/base/utf8.h"

static bool real(const char *text, double *out)
{
    return qa_parse_real(text, strlen(text), out);
}

static void decimals_are_rounded_as_by_strtod(void **state)
{
    (void)state;
    struct qa_random random;
    qa_random_init(&random, 4, 0);
    for (int i = 0; i < 100000; i++) {
        char text[64];
        snprintf(text, sizeof text, "%s%llu.%llue%d", qa_random_below(&random, 2) ? "-" : "",
                 (unsigned long long)qa_random_below(&random, 1000000),
                 (unsigned long long)qa_random_below(&random, 100000000000),
                 (int)qa_random_below(&random, 60) - 30);
        double got;
        assert_true(real(text, &got));
        assert_identical(got, strtod(text, NULL));
    }
}

static void what_is_no_number_is_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {"",   " ",  "nan", "inf", "0x10",  "1,5", "1.2.3",
                                        "1e", "e5", "--1", "1 2", "1e999", "."};
    double out;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_false(real(texts[i], &out));
    }
    assert_true(real(" 12.50 ", &out));
    assert_identical(out, 12.5);
}

static void a_bare_five_is_no_rate(void **state)
{
    (void)state;
    double rate;
    assert_true(qa_parse_rate("5%", 2, &rate));
    assert_close(rate, 0.05, 1e-17);
    assert_true(qa_parse_rate("0.05", 4, &rate));
    assert_true(qa_parse_rate("1.0", 3, &rate));
    assert_false(qa_parse_rate("5", 1, &rate));
    assert_false(qa_parse_rate("1", 1, &rate));
    assert_false(qa_parse_rate("101%", 4, &rate));
    assert_false(qa_parse_rate("-1%", 3, &rate));
}

static void utf8_is_checked_as_it_is_decoded(void **state)
{
    (void)state;
    struct qa_random random;
    qa_random_init(&random, 5, 0);
    for (int trial = 0; trial < 20000; trial++) {
        unsigned char text[40];
        size_t size = (size_t)qa_random_below(&random, sizeof text);
        for (size_t i = 0; i < size; i++) {
            text[i] = qa_random_below(&random, 3) > 0
                          ? 'a'
                          : (unsigned char)qa_random_below(&random, 256);
        }
        size_t at = 0;
        while (at < size) {
            size_t length;
            uint32_t c = qa_utf8_decode((const char *)text + at, size - at, &length);
            if (c == 0xfffd && length == 1) {
                break;
            }
            at += length;
        }
        assert_int_equal(qa_utf8_check(text, size), at);
    }
    assert_int_equal(qa_utf8_check("\xc0\x80", 2), 0);
    assert_int_equal(qa_utf8_check("\xed\xa0\x80", 3), 0);
    assert_int_equal(qa_utf8_check("\xf4\x90\x80\x80", 4), 0);
    assert_int_equal(qa_utf8_width("a\xc3\xa9\xe4\xb8\xad"), 4);
}

static enum qa_time_problem parse(const char *text, const struct qa_zone *zone, int64_t *out)
{
    return qa_time_parse(text, strlen(text), zone, out);
}

static void times_have_a_zone_or_are_refused(void **state)
{
    (void)state;
    int64_t time;
    const struct qa_zone unknown = {.known = false};
    const struct qa_zone hour = {.known = true, .offset_seconds = 3600};
    assert_int_equal(parse("2026-03-01T08:30:00Z", NULL, &time), QA_TIME_OK);
    assert_true(time == INT64_C(1772353800) * QA_SECOND);
    assert_int_equal(parse("2026-03-01 09:30+01:00", NULL, &time), QA_TIME_OK);
    assert_true(time == INT64_C(1772353800) * QA_SECOND);
    assert_int_equal(parse("2026-03-01T09:30:00", &hour, &time), QA_TIME_OK);
    assert_true(time == INT64_C(1772353800) * QA_SECOND);
    assert_int_equal(parse("1772353800.25", NULL, &time), QA_TIME_OK);
    assert_true(time == INT64_C(1772353800250000));
    assert_int_equal(parse("1772353800250", NULL, &time), QA_TIME_OK);
    assert_int_equal(parse("2026-03-01T09:30:00", &unknown, &time), QA_TIME_NO_ZONE);
    assert_int_equal(parse("2026-02-29T09:30:00Z", NULL, &time), QA_TIME_UNREADABLE);
    assert_int_equal(parse("2026-03-01T24:30:00Z", NULL, &time), QA_TIME_UNREADABLE);
    assert_int_equal(parse("3/1/2026", NULL, &time), QA_TIME_TWO_DATES);
}

static void times_survive_a_round_trip(void **state)
{
    (void)state;
    struct qa_random random;
    qa_random_init(&random, 6, 0);
    for (int i = 0; i < 20000; i++) {
        int64_t time = (int64_t)qa_random_below(&random, UINT64_C(4000000000)) * QA_SECOND +
                       (int64_t)qa_random_below(&random, 2) * 123456;
        char text[QA_TIME_TEXT_MAX];
        int64_t back;
        qa_time_format(time, text);
        assert_int_equal(parse(text, NULL, &back), QA_TIME_OK);
        assert_true(back == time);
    }
}

static void dates_are_written_one_way(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",           "2026-3-9",   "09/03/2026",          "20260309",
        "1772000000", "2026-02-30", "2026-03-09T25:00:00", "1969-12-31"};
    char text[QA_TIME_TEXT_MAX];
    int64_t date;
    assert_true(qa_date_parse(" 2026-03-09 ", 12, &date));
    assert_true(date == INT64_C(1773014400) * QA_SECOND);
    /* A sheet's date may have a time of day, which belongs to the day as it is written. */
    assert_true(qa_date_parse("2026-03-09T23:30:00-05:00", 25, &date));
    qa_date_format(date, text);
    assert_string_equal(text, "2026-03-09");
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(qa_date_parse(bad[i], strlen(bad[i]), &date));
    }
}

static void a_named_zone_knows_its_daylight_saving(void **state)
{
    (void)state;
    struct qa_zone zone;
    struct qa_error err;
    int64_t time;
    assert_int_equal(qa_zone_parse("Europe/Berlin", &zone, &err), QA_OK);
    assert_int_equal(parse("2026-07-01T10:00:00", &zone, &time), QA_TIME_OK);
    char text[QA_TIME_TEXT_MAX];
    qa_time_format(time, text);
    assert_string_equal(text, "2026-07-01T08:00:00Z");
    assert_int_equal(parse("2026-03-29T02:30:00", &zone, &time), QA_TIME_SKIPPED);
    assert_int_equal(parse("2026-10-25T02:30:00", &zone, &time), QA_TIME_TWICE);
    assert_int_equal(parse("2026-10-25T03:00:00", &zone, &time), QA_TIME_OK);
    assert_int_equal(parse("2026-10-25T01:59:59", &zone, &time), QA_TIME_OK);
    assert_int_equal(parse("2026-03-29T03:00:00", &zone, &time), QA_TIME_OK);
    assert_int_equal(qa_zone_parse("../etc/passwd", &zone, &err), QA_USAGE);
    assert_int_equal(qa_zone_parse("Mars/Olympus", &zone, &err), QA_USAGE);
}

static void the_nearest_name_is_suggested(void **state)
{
    (void)state;
    static const char *const names[] = {"agree", "errors", "sample"};
    assert_string_equal(qa_nearest_name("agre", names, 3), "agree");
    assert_string_equal(qa_nearest_name("erorrs", names, 3), "errors");
    assert_null(qa_nearest_name("zebra", names, 3));
}

static void an_output_appears_whole_or_not_at_all(void **state)
{
    (void)state;
    char folder[] = "/tmp/labelqa-out-XXXXXX";
    assert_non_null(mkdtemp(folder));
    char path[64];
    snprintf(path, sizeof path, "%s/out.txt", folder);
    struct qa_output output;
    struct qa_error err;
    assert_int_equal(qa_output_open(&output, path, QA_KEEP_EXISTING, &err), QA_OK);
    fputs("half", output.stream);
    assert_int_not_equal(access(path, F_OK), 0);
    qa_output_abandon(&output);
    assert_int_not_equal(access(path, F_OK), 0);
    assert_int_equal(qa_output_open(&output, path, QA_KEEP_EXISTING, &err), QA_OK);
    fputs("whole", output.stream);
    assert_int_equal(qa_output_commit(&output, &err), QA_OK);
    assert_int_equal(access(path, F_OK), 0);
    assert_int_equal(qa_output_open(&output, path, QA_KEEP_EXISTING, &err), QA_OUTPUT);
    assert_string_equal(err.code, "E502");
    assert_int_equal(qa_output_open(&output, "/nonexistent/x", QA_KEEP_EXISTING, &err), QA_OUTPUT);
    assert_string_equal(err.code, "E501");
    unlink(path);
    rmdir(folder);
}

static void a_full_disk_is_an_output_error(void **state)
{
    (void)state;
    struct qa_output output;
    struct qa_error err;
    if (access("/dev/full", W_OK) != 0) {
        skip();
    }
    assert_int_equal(qa_output_open(&output, "/dev/full", QA_REPLACE_EXISTING, &err), QA_OK);
    fputs("text", output.stream);
    assert_int_equal(qa_output_commit(&output, &err), QA_OUTPUT);
    assert_string_equal(err.code, "E503");
}

static void damaged_gzip_and_missing_files_are_refused(void **state)
{
    (void)state;
    struct qa_bytes bytes;
    struct qa_error err;
    assert_int_equal(qa_bytes_of_memory(&bytes, "\x1f\x8b\x08\0rubbish", 11, "x.gz", &err),
                     QA_INPUT);
    assert_string_equal(err.code, "E102");
    assert_int_equal(qa_bytes_of_memory(&bytes, "\xff\xfe\x00\xd8", 4, "x", &err), QA_INPUT);
    assert_string_equal(err.code, "E103");
    assert_int_equal(qa_bytes_open(&bytes, "/nonexistent", 0, &err), QA_INPUT);
    assert_string_equal(err.code, "E101");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decimals_are_rounded_as_by_strtod),
        cmocka_unit_test(what_is_no_number_is_refused),
        cmocka_unit_test(a_bare_five_is_no_rate),
        cmocka_unit_test(utf8_is_checked_as_it_is_decoded),
        cmocka_unit_test(times_have_a_zone_or_are_refused),
        cmocka_unit_test(times_survive_a_round_trip),
        cmocka_unit_test(dates_are_written_one_way),
        cmocka_unit_test(a_named_zone_knows_its_daylight_saving),
        cmocka_unit_test(the_nearest_name_is_suggested),
        cmocka_unit_test(an_output_appears_whole_or_not_at_all),
        cmocka_unit_test(a_full_disk_is_an_output_error),
        cmocka_unit_test(damaged_gzip_and_missing_files_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
