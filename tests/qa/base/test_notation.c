#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "qa/base/notation.h"
#include "qa/base/number.h"
#include "qa/base/random.h"

#define NO_BREAK "\xc2\xa0"
#define NARROW "\xe2\x80\xaf"

static void a_text_has_the_readings_that_it_can_have(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *point;
        const char *comma;
        const char *mark;
    } cases[] = {
        {"12", "12", "12", ""},
        {" -12 ", "-12", "-12", ""},
        {"0.44", "0.44", "", ""},
        {"0,44", "", "0.44", ""},
        {"1.250", "1.250", "1250", ""},
        {"1,250", "1250", "1.250", ""},
        {"0.250", "0.250", "", ""},
        {"1.250,50", "", "1250.50", ""},
        {"1,250.50", "1250.50", "", ""},
        {"1.234.567", "", "1234567", ""},
        {"12,34,567.5", "1234567.5", "", ""},
        {"1 250,5", "", "1250.5", ""},
        {"1" NO_BREAK "250", "1250", "1250", ""},
        {"1" NARROW "250,50", "", "1250.50", ""},
        {"1'250.50", "1250.50", "", ""},
        {"1\xe2\x80\x99"
         "250",
         "1250", "1250", ""},
        {"\xe2\x82\xac 0.44", "0.44", "", "€"},
        {"0,44 \xe2\x82\xac", "", "0.44", "€"},
        {"$1,250.50", "1250.50", "", "$"},
        {"-$5", "-5", "-5", "$"},
        {"EUR 1 250", "1250", "1250", "EUR"},
        {"12.5 GBP", "12.5", "", "GBP"},
        {"5-", "-5", "-5", ""},
        {"\xe2\x88\x92"
         "5",
         "-5", "-5", ""},
        {"-5 %", "-5%", "-5%", ""},
        {"2,5%", "", "2.5%", ""},
        {"1e3", "1e3", "1e3", ""},
        {"1.5E-3", "1.5E-3", "", ""},
        {"1.0", "1.0", "", ""},
        {".5", ".5", "", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct qa_number_form form;
        assert_true(qa_number_scan(cases[i].text, strlen(cases[i].text), &form));
        assert_string_equal(form.point, cases[i].point);
        assert_string_equal(form.comma, cases[i].comma);
        assert_string_equal(form.mark, cases[i].mark);
    }
}

static void what_is_no_number_has_no_reading(void **state)
{
    (void)state;
    static const char *const texts[] = {"",       " ",   "4 days", "1 2",       "12 34",  "1,2,3",
                                        "--5",    "-5-", "5%%",    "€ 5%",      "€ 5 €",  "1.2.3",
                                        "1,25.5", "12e", "nan",    "0x10",      "1_000",  "e5",
                                        ".",      "EUR", "1'25",   "1 234'567", "0,44,5", "()"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct qa_number_form form;
        assert_false(qa_number_scan(texts[i], strlen(texts[i]), &form));
    }
}

static void a_setting_has_a_decimal_point_unless_it_can_only_have_a_comma(void **state)
{
    (void)state;
    char out[QA_NUMBER_TEXT_MAX];
    struct qa_number_form form;
    assert_int_equal(qa_number_alone("1.250", 5, out, &form), QA_NUMBER_TWO_READINGS);
    assert_int_equal(qa_number_alone("50.000", 6, out, &form), QA_NUMBER_TWO_READINGS);
    assert_int_equal(qa_number_alone("50.000%", 7, out, &form), QA_NUMBER_TWO_READINGS);
    assert_int_equal(qa_number_alone("23.976", 6, out, &form), QA_NUMBER_OK);
    assert_string_equal(out, "23.976");
    assert_int_equal(qa_number_alone("0.050", 5, out, &form), QA_NUMBER_OK);
    assert_int_equal(qa_number_alone("1.25", 4, out, &form), QA_NUMBER_OK);
    assert_string_equal(out, "1.25");
    assert_int_equal(qa_number_alone("0,5", 3, out, &form), QA_NUMBER_OK);
    assert_string_equal(out, "0.5");
    assert_int_equal(qa_number_alone("25.000,00", 9, out, &form), QA_NUMBER_OK);
    assert_string_equal(out, "25000.00");
    assert_int_equal(qa_number_alone("50,000", 6, out, &form), QA_NUMBER_TWO_READINGS);
    assert_string_equal(form.point, "50000");
    assert_string_equal(form.comma, "50.000");
    assert_int_equal(qa_number_alone("4 days", 6, out, &form), QA_NUMBER_UNREADABLE);
    assert_int_equal(qa_number_alone("$5", 2, out, &form), QA_NUMBER_UNREADABLE);
}

/* ---- files ---- */

enum { MOST_CELLS = 64 };

struct table {
    struct qa_arena *arena;
    struct qa_findings findings;
    struct qa_records records;
    struct qa_cell cells[MOST_CELLS];
    struct qa_error err;
};

/* One column named x. */
static enum qa_status settle(struct table *table, enum qa_cell_form form, char delimiter,
                             struct qa_notation stated, const char *const *texts, size_t n)
{
    static const struct qa_column_spec spec = {"x", NULL, true};
    static struct qa_cell header;
    const struct qa_record_forms forms = {&spec, &form, 1};
    header = (struct qa_cell){.text = "x", .length = 1, .column = 1, .line = 1};
    for (size_t i = 0; i < n; i++) {
        table->cells[i] = (struct qa_cell){
            .text = texts[i], .length = (uint32_t)strlen(texts[i]), .column = 1, .line = i + 2};
    }
    table->records = (struct qa_records){.file = "t.csv",
                                         .delimiter = delimiter,
                                         .n_columns = 1,
                                         .n_records = n,
                                         .header = &header,
                                         .cells = table->cells};
    return qa_records_settle(&table->records, &forms, &stated, table->arena, &table->findings,
                             &table->err);
}

static void begin(struct table *table)
{
    *table = (struct table){.arena = qa_arena_new()};
    qa_findings_init(&table->findings, table->arena);
}

static const struct qa_notation unknown = {QA_DECIMAL_UNKNOWN, QA_DATES_UNKNOWN};

static void a_number_with_two_readings_is_settled_by_the_others_or_refused(void **state)
{
    (void)state;
    struct table table;
    begin(&table);
    const char *const alone[] = {"1.250", "1"};
    assert_int_equal(settle(&table, QA_CELL_MONEY, ';', unknown, alone, 2), QA_INPUT);
    assert_string_equal(table.err.code, "E170");
    assert_int_equal(table.err.line, 2);
    const char *const commas[] = {"1.250", "0,44"};
    assert_int_equal(settle(&table, QA_CELL_MONEY, ';', unknown, commas, 2), QA_OK);
    assert_string_equal(table.records.cells[0].text, "1250");
    assert_string_equal(table.records.cells[1].text, "0.44");
    assert_string_equal(table.findings.list[0].code, "W150");
    const char *const points[] = {"1.250", "0.44"};
    assert_int_equal(settle(&table, QA_CELL_MONEY, ';', unknown, points, 2), QA_OK);
    assert_string_equal(table.records.cells[0].text, "1.250");
    const char *const both[] = {"1.250", "0.44", "0,39"};
    assert_int_equal(settle(&table, QA_CELL_MONEY, ';', unknown, both, 3), QA_INPUT);
    assert_int_equal(settle(&table, QA_CELL_MONEY, ';', unknown, both + 1, 2), QA_OK);
    assert_string_equal(table.findings.list[table.findings.n - 1].code, "W151");
    qa_arena_free(table.arena);
}

static void the_stated_sign_holds_for_all(void **state)
{
    (void)state;
    struct table table;
    begin(&table);
    const struct qa_notation comma = {QA_DECIMAL_COMMA, QA_DATES_UNKNOWN};
    const char *const alone[] = {"1.250", "1"};
    assert_int_equal(settle(&table, QA_CELL_MONEY, ';', comma, alone, 2), QA_OK);
    assert_string_equal(table.records.cells[0].text, "1250");
    const char *const other[] = {"0.44"};
    assert_int_equal(settle(&table, QA_CELL_MONEY, ';', comma, other, 1), QA_INPUT);
    assert_string_equal(table.err.code, "E171");
    qa_arena_free(table.arena);
}

static void a_count_has_no_fraction(void **state)
{
    (void)state;
    struct table table;
    begin(&table);
    const char *const whole[] = {"1.200", "20.000"};
    assert_int_equal(settle(&table, QA_CELL_COUNT, ';', unknown, whole, 2), QA_OK);
    assert_string_equal(table.records.cells[0].text, "1200");
    assert_string_equal(table.records.cells[1].text, "20000");
    assert_int_equal(settle(&table, QA_CELL_COUNT, ',', unknown, whole + 1, 1), QA_INPUT);
    const char *const quoted[] = {"20,000"};
    assert_int_equal(settle(&table, QA_CELL_COUNT, ',', unknown, quoted, 1), QA_OK);
    assert_string_equal(table.records.cells[0].text, "20000");
    qa_arena_free(table.arena);
}

static void a_date_with_two_readings_is_settled_by_the_others_or_refused(void **state)
{
    (void)state;
    struct table table;
    begin(&table);
    const char *const alone[] = {"03/04/2026 14:00", "2026-01-01"};
    assert_int_equal(settle(&table, QA_CELL_TIME, ',', unknown, alone, 2), QA_INPUT);
    assert_string_equal(table.err.code, "E173");
    assert_non_null(strstr(table.err.text, "2026-04-03 or 2026-03-04"));
    const char *const settled[] = {"03/04/2026 14:00", "27/04/2026"};
    assert_int_equal(settle(&table, QA_CELL_TIME, ',', unknown, settled, 2), QA_OK);
    assert_string_equal(table.records.cells[0].text, "2026-04-03 14:00");
    assert_string_equal(table.findings.list[0].code, "W153");
    const struct qa_notation american = {QA_DECIMAL_UNKNOWN, QA_DATES_MDY};
    assert_int_equal(settle(&table, QA_CELL_TIME, ',', american, alone, 2), QA_OK);
    assert_string_equal(table.records.cells[0].text, "2026-03-04 14:00");
    assert_int_equal(settle(&table, QA_CELL_TIME, ',', american, settled, 2), QA_INPUT);
    assert_string_equal(table.err.code, "E174");
    const char *const same[] = {"04/04/2026", "3.4.2026"};
    assert_int_equal(settle(&table, QA_CELL_TIME, ',', unknown, same, 2), QA_OK);
    assert_string_equal(table.records.cells[0].text, "2026-04-04");
    assert_string_equal(table.records.cells[1].text, "2026-04-03");
    qa_arena_free(table.arena);
}

/* The digits of a whole number with signs between its thousands. */
static void with_thousands(uint64_t number, const char *sign, char *out, size_t size)
{
    char digits[24];
    int n = snprintf(digits, sizeof digits, "%llu", (unsigned long long)number);
    size_t used = 0;
    out[0] = '\0';
    for (int i = 0; i < n; i++) {
        bool ends_group = i > 0 && (n - i) % 3 == 0;
        int written = snprintf(out + used, size - used, "%s%c", ends_group ? sign : "", digits[i]);
        used += (size_t)written;
    }
}

/* However a number of a file is dressed, the sum stays, or something is said. */
static void dress_never_changes_a_sum_in_silence(void **state)
{
    (void)state;
    static const char *const signs[] = {",", ".", " ", "'", NO_BREAK, NARROW};
    static const char *const around[] = {"%s", "%s €", "€ %s", "%s EUR", NO_BREAK "%s", "%s%%"};
    struct qa_random random;
    qa_random_init(&random, 7, 0);
    for (int i = 0; i < 4000; i++) {
        struct table table;
        begin(&table);
        char texts[4][64];
        const char *list[4];
        double want = 0;
        for (int k = 0; k < 4; k++) {
            uint64_t whole = qa_random_below(&random, 3000000);
            bool fraction = qa_random_below(&random, 2) > 0;
            snprintf(texts[k], sizeof texts[k], fraction ? "%llu.25" : "%llu",
                     (unsigned long long)whole);
            want += (double)whole + (fraction ? 0.25 : 0);
            list[k] = texts[k];
            if (k == 0) {
                char grouped[40];
                char dressed[64];
                const char *dress = around[qa_random_below(&random, 5)];
                with_thousands(whole, signs[qa_random_below(&random, 6)], grouped, sizeof grouped);
                want -= fraction ? 0.25 : 0;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
                snprintf(dressed, sizeof dressed, dress, grouped);
#pragma GCC diagnostic pop
                snprintf(texts[0], sizeof texts[0], "%s", dressed);
            }
        }
        char delimiter = qa_random_below(&random, 2) > 0 ? ';' : ',';
        if (settle(&table, QA_CELL_MONEY, delimiter, unknown, list, 4) == QA_OK) {
            double got = 0;
            for (int k = 0; k < 4; k++) {
                double value;
                assert_true(qa_parse_real(table.records.cells[k].text,
                                          table.records.cells[k].length, &value));
                got += value;
            }
            assert_true(got == want || table.findings.n > 0);
        }
        qa_arena_free(table.arena);
    }
}

static void times_of_other_programs_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum qa_time_problem problem;
        const char *want;
    } cases[] = {
        {"Sun Mar 08 17:31:09 PDT 2020", QA_TIME_OK, "2020-03-09T00:31:09Z"},
        {"8 Mar 2020", QA_TIME_OK, "2020-03-08T00:00:00Z"},
        {"March 8, 2020 5:31 PM", QA_TIME_OK, "2020-03-08T17:31:00Z"},
        {"Mar. 8th, 2020, 17:31", QA_TIME_OK, "2020-03-08T17:31:00Z"},
        {"8. M\303\244rz 2020 17:31", QA_TIME_OK, "2020-03-08T17:31:00Z"},
        {"8 d\303\251cembre 2020", QA_TIME_OK, "2020-12-08T00:00:00Z"},
        {"08-MAR-20", QA_TIME_OK, "2020-03-08T00:00:00Z"},
        {"2020-Mar-08 17:31", QA_TIME_OK, "2020-03-08T17:31:00Z"},
        {"Sun, 8 Mar 2020 17:31:00 +0200", QA_TIME_OK, "2020-03-08T15:31:00Z"},
        {"31 Feb 2020", QA_TIME_UNREADABLE, NULL},
        {"8 Mar 17:31", QA_TIME_UNREADABLE, NULL},
        {"Marchy 8, 2020", QA_TIME_UNREADABLE, NULL},
        {"March 2020", QA_TIME_UNREADABLE, NULL},
        {"Sun Mar  8 17:31:09 UTC 2020", QA_TIME_OK, "2020-03-08T17:31:09Z"},
        {"Sun Mar 08 17:31:09 CST 2020", QA_TIME_UNREADABLE, NULL},
        {"8/15/2018 09:40:08", QA_TIME_OK, "2018-08-15T09:40:08Z"},
        {"8/15/2018 9:40:08 PM", QA_TIME_OK, "2018-08-15T21:40:08Z"},
        {"15.8.2018, 9:40", QA_TIME_OK, "2018-08-15T09:40:00Z"},
        {"8/5/2018 09:40:08", QA_TIME_TWO_DATES, NULL},
        {"2020-03-08T17:31:09.123Z", QA_TIME_OK, "2020-03-08T17:31:09.123000Z"},
        {"1583688669123", QA_TIME_OK, "2020-03-08T17:31:09.123000Z"},
        {"2020/03/08 17:31", QA_TIME_OK, "2020-03-08T17:31:00Z"},
        {"03/04/2026 13:00 PM", QA_TIME_TWO_DATES, NULL},
        {"15/04/2026 13:00 PM", QA_TIME_UNREADABLE, NULL},
        {"31/02/2026", QA_TIME_UNREADABLE, NULL},
        {"4/12/26", QA_TIME_TWO_DATES, NULL},
        {"12/31/26", QA_TIME_OK, "2026-12-31T00:00:00Z"},
    };
    const struct qa_zone utc = {.known = true};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t time;
        char text[QA_TIME_TEXT_MAX];
        assert_int_equal(qa_time_parse(cases[i].text, strlen(cases[i].text), &utc, &time),
                         cases[i].problem);
        if (cases[i].want != NULL) {
            qa_time_format(time, text);
            assert_string_equal(text, cases[i].want);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_has_the_readings_that_it_can_have),
        cmocka_unit_test(what_is_no_number_has_no_reading),
        cmocka_unit_test(a_setting_has_a_decimal_point_unless_it_can_only_have_a_comma),
        cmocka_unit_test(a_number_with_two_readings_is_settled_by_the_others_or_refused),
        cmocka_unit_test(the_stated_sign_holds_for_all),
        cmocka_unit_test(a_count_has_no_fraction),
        cmocka_unit_test(a_date_with_two_readings_is_settled_by_the_others_or_refused),
        cmocka_unit_test(dress_never_changes_a_sum_in_silence),
        cmocka_unit_test(times_of_other_programs_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
