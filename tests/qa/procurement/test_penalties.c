#include "qa/procurement/penalties.h"

#include <string.h>

#include "tests/qa/procurement/text_records.h"
#include "tests/support/close.h"
#include "tests/support/reference.h"

#include "tests/qa/procurement/arena_fixture.h"

#define RULES "when,after_hours,per,amount,cap,unit_price,currency\n"

static struct qa_turnaround turnaround;
static struct qa_penalties penalties;
static struct qa_error error;
static struct qa_findings findings;

static void read_log(const char *text, struct qa_calendar *calendar)
{
    struct qa_records records = text_records(arena, "log.csv", text);
    const struct qa_turnaround_request request = {.log = &records,
                                                  .zone = &utc,
                                                  .as_of = QA_NO_TIME,
                                                  .confidence = 0.95,
                                                  .calendar = calendar};
    assert_int_equal(qa_turnaround_parse(&request, arena, &turnaround, &error), QA_OK);
}

static enum qa_status apply(const char *text)
{
    struct qa_records *rules = QA_NEW(arena, struct qa_records);
    *rules = text_records(arena, "rules.csv", text);
    qa_findings_init(&findings, arena);
    return qa_penalties_apply(rules, &turnaround, arena, &findings, &penalties, &error);
}

static double penalty_of(size_t vendor)
{
    return qa_amount_real(penalties.vendors[vendor].penalty);
}

/* ---- against exact fractions ---- */

/* Numbers of one vendor's deliveries as a log. */
static const char *log_of(const struct test_reference *reference)
{
    static double items[TEST_REFERENCE_NUMBERS];
    static double promised[TEST_REFERENCE_NUMBERS];
    static double elapsed[TEST_REFERENCE_NUMBERS];
    const char *log = "vendor,batch,items,ordered_at,delivered_at,promised_hours\n";
    size_t n = test_reference_numbers(reference, "items", items);
    test_reference_numbers(reference, "promised", promised);
    test_reference_numbers(reference, "elapsed", elapsed);
    for (size_t i = 0; i < n; i++) {
        char delivered[QA_TIME_TEXT_MAX];
        qa_time_format(INT64_C(1772323200) * QA_SECOND + (int64_t)elapsed[i], delivered);
        log = qa_arena_format(arena, "%sacme,%zu,%.0f,2026-03-01T00:00:00Z,%s,%.0f\n", log, i,
                              items[i], delivered, promised[i] / 3.6e9);
    }
    return log;
}

static const char *rules_of(const struct test_reference *reference)
{
    const char *rules = RULES;
    const char *currency = test_reference_text(reference, "currency");
    for (const char *at = test_reference_text(reference, "rules"); *at != '\0';) {
        int length = (int)strcspn(at, ";");
        rules = qa_arena_format(arena, "%s%.*s,%s\n", rules, length, at, currency);
        at += length + (at[length] == ';');
    }
    return rules;
}

static void sums_are_those_of_exact_fractions(void **state)
{
    (void)state;
    struct test_reference reference;
    test_reference_open(&reference, "penalties.csv");
    while (test_reference_next(&reference)) {
        read_log(log_of(&reference), NULL);
        assert_int_equal(apply(rules_of(&reference)), QA_OK);
        assert_int_equal(penalties.n_vendors, 1);
        if (penalty_of(0) != test_reference_number(&reference, "penalty") ||
            qa_amount_real(penalties.vendors[0].credit) !=
                test_reference_number(&reference, "credit")) {
            test_reference_fail(&reference, "penalty or credit differs");
        }
    }
    test_reference_close(&reference);
}

/* ---- by hand ---- */

#define LOG "vendor,batch,items,priority,ordered_at,due_at,delivered_at\n"

/* Late by 30 hours at a price of 100: 2 % a day begun is 4, and the cap of 3 % holds it at 3. */
static void a_cap_holds_each_delivery(void **state)
{
    (void)state;
    read_log(LOG "acme,1,200,,2026-03-01T00:00:00Z,2026-03-02T00:00:00Z,2026-03-03T06:00:00Z\n"
                 "acme,2,200,,2026-03-01T00:00:00Z,2026-03-02T00:00:00Z,2026-03-02T00:00:00Z\n"
                 "acme,3,200,,2026-03-01T00:00:00Z,2026-03-02T00:00:00Z,2026-03-02T01:00:00Z\n",
             NULL);
    assert_int_equal(apply(RULES "late,0,day,2%,,0.50,EUR\n"), QA_OK);
    assert_close(penalty_of(0), 6, 0);
    assert_int_equal(penalties.vendors[0].penalised, 2);
    assert_int_equal(apply(RULES "late,0,day,2%,3%,0.50,EUR\n"), QA_OK);
    assert_close(penalty_of(0), 5, 0);
    assert_int_equal(penalties.vendors[0].capped, 1);
    assert_int_equal(apply(RULES "late,1,delivery,10,,,EUR\nlate,24,delivery,15,,,EUR\n"), QA_OK);
    assert_close(penalty_of(0), 25, 0);
}

/* The log closes at 10:00 on the third, ten hours over; what is not yet due costs nothing. */
static void open_deliveries_are_charged_so_far(void **state)
{
    (void)state;
    read_log(LOG "acme,1,10,,2026-03-01T00:00:00Z,2026-03-03T00:00:00Z,\n"
                 "acme,2,10,,2026-03-01T00:00:00Z,2026-03-05T00:00:00Z,\n"
                 "zeta,1,10,,2026-03-01T00:00:00Z,2026-03-04T00:00:00Z,2026-03-03T10:00:00Z\n",
             NULL);
    assert_int_equal(apply(RULES "late,0,hour,1,,,EUR\nearly,0,hour,0.5,,,EUR\n"), QA_OK);
    assert_close(penalty_of(0), 10, 0);
    assert_int_equal(penalties.vendors[0].running, 1);
    assert_int_equal(penalties.n_deliveries, 2);
    assert_close(qa_amount_real(penalties.vendors[1].credit), 7, 0);
    assert_close(qa_amount_real(penalties.vendors[1].net), -7, 0);
}

static void lateness_is_on_the_clock_of_the_promise(void **state)
{
    (void)state;
    struct qa_calendar *calendar;
    assert_int_equal(qa_calendar_new("Mon-Fri 09:00-17:00", &utc, arena, &calendar, &error), QA_OK);
    /* Friday 16:00, one hour promised; delivered on Monday at 11:00. */
    read_log("vendor,batch,items,ordered_at,delivered_at,promised_hours,clock\n"
             "acme,1,10,2026-03-06T16:00:00Z,2026-03-09T11:00:00Z,1,business\n"
             "zeta,1,10,2026-03-06T16:00:00Z,2026-03-09T11:00:00Z,1,calendar\n",
             calendar);
    assert_int_equal(apply(RULES "late,0,hour,1,,,EUR\n"), QA_OK);
    assert_close(penalty_of(0), 2, 0);
    assert_close(penalty_of(1), 66, 0);
}

static void rules_hold_for_their_vendor_and_priority(void **state)
{
    (void)state;
    read_log(LOG "acme,1,10,rush,2026-03-01T00:00:00Z,2026-03-02T00:00:00Z,2026-03-02T05:00:00Z\n"
                 "acme,2,10,,2026-03-01T00:00:00Z,2026-03-02T00:00:00Z,2026-03-02T05:00:00Z\n"
                 "zeta,1,10,rush,2026-03-01T00:00:00Z,2026-03-02T00:00:00Z,2026-03-02T05:00:00Z\n",
             NULL);
    assert_int_equal(apply("vendor,priority,per,amount,currency\n"
                           "acme,rush,delivery,7,EUR\n"
                           "acme,,delivery,1,EUR\n"),
                     QA_OK);
    assert_int_equal(penalties.n_vendors, 1);
    assert_close(penalty_of(0), 9, 0);
    struct qa_report *report = qa_report_new(arena, "turnaround");
    qa_penalties_tables(&penalties, report);
    assert_int_equal(qa_report_table(report, "penalties")->n_rows, 1);
    assert_int_equal(qa_report_table(report, "penalised")->n_rows, 2);
}

/* 25 hours are two begun days at 5 % of 10 x 0.44; ten days come to the cap of 20 %. */
static void a_promise_is_a_rule_for_its_vendor(void **state)
{
    (void)state;
    struct qa_amount price;
    assert_true(qa_amount_parse(arena, "0.44", 4, &price));
    const struct qa_promised_penalty promise = {"acme", 0.05, 0.2, price, "EUR"};
    read_log(LOG "acme,1,10,,2026-03-01T00:00:00Z,2026-03-02T00:00:00Z,2026-03-03T01:00:00Z\n"
                 "acme,2,10,,2026-03-01T00:00:00Z,2026-03-02T00:00:00Z,2026-03-12T00:00:00Z\n"
                 "zeta,1,10,,2026-03-01T00:00:00Z,2026-03-02T00:00:00Z,2026-03-02T05:00:00Z\n",
             NULL);
    qa_penalties_promised(&promise, 1, &turnaround, arena, &penalties);
    assert_int_equal(penalties.n_vendors, 1);
    assert_close(penalty_of(0), 1.32, 1e-15);
    assert_close(qa_amount_real(penalties.deliveries[0].penalty), 0.44, 1e-15);
    assert_int_equal(penalties.vendors[0].capped, 1);
}

static void rules_that_are_none_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *rules;
        unsigned column;
    } wrong[] = {{RULES "soon,0,hour,1,,,EUR\n", 1},    {RULES "late,x,hour,1,,,EUR\n", 6},
                 {RULES "late,-1,hour,1,,,EUR\n", 6},   {RULES "late,0,year,1,,,EUR\n", 8},
                 {RULES "late,0,,1,,,EUR\n", 8},        {RULES "late,0,hour,,,,EUR\n", 13},
                 {RULES "late,0,hour,-1,,,EUR\n", 13},  {RULES "late,0,hour,1%,,,EUR\n", 13},
                 {RULES "late,0,hour,1,2%,,EUR\n", 15}, {RULES "late,0,hour,1,many,,EUR\n", 15},
                 {RULES "late,0,hour,1,,5%,EUR\n", 16}, {RULES "late,0,hour,1,,,\n", 17}};
    read_log(LOG "acme,1,10,,2026-03-01T00:00:00Z,2026-03-02T00:00:00Z,\n", NULL);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(apply(wrong[i].rules), QA_INPUT);
        assert_string_equal(error.code, "E433");
        assert_int_equal(error.line, 2);
        assert_int_equal(error.column, wrong[i].column);
    }
    assert_int_equal(apply(RULES "late,0,hour,1,,,EUR\nlate,0,hour,1,,,USD\n"), QA_INPUT);
    assert_int_equal(error.line, 3);
}

static void bare_numbers_beside_a_unit_price_are_said(void **state)
{
    (void)state;
    static const struct {
        const char *rules;
        size_t n;
    } cases[] = {
        {RULES "late,0,day,2.5,,0.44,EUR\n", 1},     {RULES "late,0,day,2.50,,0.44,EUR\n", 0},
        {RULES "late,0,day,2.5%,15,0.44,EUR\n", 1},  {RULES "late,0,day,2.5,15,0.44,EUR\n", 2},
        {RULES "late,0,day,2.5%,15%,0.44,EUR\n", 0}, {RULES "late,0,day,2.5,15,,EUR\n", 0},
        {RULES "late,0,day,250,,0.44,EUR\n", 0}};
    read_log(LOG "acme,1,10,,2026-03-01T00:00:00Z,2026-03-02T00:00:00Z,2026-03-04T00:00:00Z\n",
             NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(apply(cases[i].rules), QA_OK);
        assert_int_equal(findings.n, cases[i].n);
        for (size_t f = 0; f < findings.n; f++) {
            assert_string_equal(findings.list[f].code, "W823");
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_are_those_of_exact_fractions),
        cmocka_unit_test(a_cap_holds_each_delivery),
        cmocka_unit_test(open_deliveries_are_charged_so_far),
        cmocka_unit_test(lateness_is_on_the_clock_of_the_promise),
        cmocka_unit_test(rules_hold_for_their_vendor_and_priority),
        cmocka_unit_test(a_promise_is_a_rule_for_its_vendor),
        cmocka_unit_test(rules_that_are_none_are_refused),
        cmocka_unit_test(bare_numbers_beside_a_unit_price_are_said),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
