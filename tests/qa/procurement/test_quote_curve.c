#include "tests/support/close.h"

#include <math.h>
#include <stdlib.h>

#include "qa/base/random.h"
#include "qa/base/time.h"
#include "qa/procurement/quote_curve.h"
#include "tests/qa/procurement/quote_cases.h"
#include "tests/qa/procurement/text_records.h"
#include "tests/support/reference.h"

static int set_up(void **state)
{
    *state = qa_arena_new();
    return 0;
}

static int tear_down(void **state)
{
    qa_arena_free(*state);
    return 0;
}

static struct qa_quotes parse(struct qa_arena *arena, const char *text)
{
    struct qa_records records = text_records(arena, "quotes.csv", text);
    const struct qa_quote_input input = {.quotes = &records, .as_of = QA_NO_TIME};
    struct qa_findings findings;
    struct qa_quotes quotes;
    struct qa_error error = {0};

    qa_findings_init(&findings, arena);
    if (qa_quotes_parse(&input, arena, &findings, &quotes, &error) != QA_OK) {
        fail_msg("%s", error.text);
    }
    return quotes;
}

/* The quotes of a and b. */
static struct qa_quotes pair_of(struct qa_arena *arena, const char *a, const char *b)
{
    return parse(arena, case_quotes(arena, case_quotes(arena, CASE_HEADER, "a", a), "b", b));
}

static void crossings_are_those_of_every_whole_volume(void **state)
{
    struct test_reference reference;

    test_reference_open(&reference, "procurement_crossings.csv");
    while (test_reference_next(&reference)) {
        struct qa_arena *arena = *state;
        struct qa_arena_mark mark = qa_arena_mark(arena);
        struct qa_quotes quotes = pair_of(arena, test_reference_text(&reference, "a"),
                                          test_reference_text(&reference, "b"));
        struct qa_scenario scenario =
            case_scenario(arena, test_reference_text(&reference, "scenario"));
        struct qa_cost_curve a = qa_cost_curve(&quotes, "a", &scenario, arena);
        struct qa_cost_curve b = qa_cost_curve(&quotes, "b", &scenario, arena);
        double *volumes = QA_ARRAY(arena, double, TEST_REFERENCE_NUMBERS);
        size_t n_volumes = test_reference_numbers(&reference, "volumes", volumes);
        const char *cheaper = test_reference_text(&reference, "cheaper");
        double last = test_reference_number(&reference, "last");
        size_t n;
        struct qa_crossing *crossings = qa_cost_crossings(&a, &b, arena, &n);

        for (size_t i = 0; i < n_volumes; i++) {
            if (i >= n) {
                test_reference_fail(&reference, "a crossing is missing");
            }
            assert_close(qa_amount_real(crossings[i].volume), volumes[i], 0.0);
            assert_int_equal(crossings[i].cheaper, cheaper[i] == 'b');
        }
        if (n > n_volumes && qa_amount_real(crossings[n_volumes].volume) <= last) {
            test_reference_fail(&reference, "a crossing too many");
        }
        qa_arena_reset(arena, mark);
    }
    test_reference_close(&reference);
}

/* A curve is what the quote comes to, at every whole volume and between them. */
static void a_curve_equals_the_quote_everywhere(void **state)
{
    struct test_reference reference;
    struct qa_random random;

    qa_random_init(&random, 11, 0);
    test_reference_open(&reference, "procurement_crossings.csv");
    while (test_reference_next(&reference)) {
        struct qa_arena *arena = *state;
        struct qa_arena_mark mark = qa_arena_mark(arena);
        struct qa_quotes quotes = pair_of(arena, test_reference_text(&reference, "a"),
                                          test_reference_text(&reference, "b"));
        struct qa_scenario scenario =
            case_scenario(arena, test_reference_text(&reference, "scenario"));
        struct qa_cost_curve curve = qa_cost_curve(&quotes, "b", &scenario, arena);
        struct qa_amount zero = {0};

        assert_int_equal(qa_amount_compare(curve.pieces[0].from, zero), 0);
        for (int i = 0; i < 40; i++) {
            double draw = floor(qa_random_real(&random) * 8000.0) / 4.0 + 0.25;
            struct qa_amount volume = qa_amount_of_real(arena, draw);
            struct qa_worked worked = qa_quote_work(&quotes, "b", &scenario, volume, arena);
            size_t at = 0;

            while (!curve.pieces[at].open && qa_amount_compare(curve.pieces[at].to, volume) < 0) {
                at++;
            }
            assert_true((worked.undefined == NULL) == (curve.pieces[at].undefined == NULL));
            if (worked.undefined == NULL &&
                qa_amount_compare(qa_cost_piece_at(&curve.pieces[at], volume, arena),
                                  worked.total) != 0) {
                test_reference_fail(&reference, "curve and quote differ");
            }
        }
        qa_arena_reset(arena, mark);
    }
    test_reference_close(&reference);
}

static void lines_meet_where_they_are_solved_for(void **state)
{
    struct qa_quotes quotes =
        pair_of(*state, "a|per_item|||0.10|EUR", "a|per_item|||0.03|EUR;s|per_project|||50|EUR");
    const struct qa_scenario scenario = {0};
    struct qa_cost_curve a = qa_cost_curve(&quotes, "a", &scenario, *state);
    struct qa_cost_curve b = qa_cost_curve(&quotes, "b", &scenario, *state);
    size_t n;
    struct qa_crossing *crossings = qa_cost_crossings(&a, &b, *state, &n);
    bool known;

    /* 0.07 V = 50 */
    assert_int_equal(n, 1);
    assert_true(crossings[0].meets);
    assert_close(qa_amount_real(crossings[0].equal_at), 5000.0 / 7.0, 1e-16);
    assert_close(qa_amount_real(crossings[0].volume), 715.0, 0.0);
    assert_close(qa_amount_real(crossings[0].totals[1]), 71.45, 1e-15);
    assert_int_equal(qa_cost_compare(&a, &b, qa_amount_of_count(*state, 714), *state, &known), -1);
    assert_true(known);
    /* Of 100 labels that b delivers 20 are wrong: 0.05 V x 1.25 against 0.1 V. */
    struct qa_cost_curve correct = qa_cost_curve_adjust(
        &b, (struct qa_amount){0}, (struct qa_amount){0}, qa_amount_of_real(*state, 1.25), *state);
    crossings = qa_cost_crossings(&a, &correct, *state, &n);
    assert_close(qa_amount_real(crossings[0].equal_at), 62.5 / 0.0625, 1e-15);
}

static void a_step_of_a_price_is_no_meeting(void **state)
{
    struct qa_quotes quotes =
        pair_of(*state, "a|per_item|1|700|0.1|EUR|volume;a|per_item|701||0.05|EUR|volume",
                "a|per_item|||0.08|EUR");
    const struct qa_scenario scenario = {0};
    struct qa_cost_curve a = qa_cost_curve(&quotes, "a", &scenario, *state);
    struct qa_cost_curve b = qa_cost_curve(&quotes, "b", &scenario, *state);
    size_t n;
    struct qa_crossing *crossings = qa_cost_crossings(&b, &a, *state, &n);

    assert_int_equal(n, 1);
    assert_false(crossings[0].meets);
    assert_close(qa_amount_real(crossings[0].volume), 701.0, 0.0);
    assert_int_equal(crossings[0].cheaper, 1);
}

/* Two seats of 100 hours a month do 20,000 items of 36 seconds, and not one more. */
static void seats_that_are_stated_have_no_price_beyond_what_they_can_do(void **state)
{
    struct qa_quotes quotes =
        pair_of(*state, "t|per_seat_month|||1000|EUR", "a|per_item|||0.2|EUR");
    struct qa_scenario scenario = {
        .volume = 20000.0, .seats = 2.0, .seconds_per_item = 36.0, .hours_per_seat_month = 100.0};
    struct qa_cost_curve a = qa_cost_curve(&quotes, "a", &scenario, *state);
    struct qa_cost_curve b = qa_cost_curve(&quotes, "b", &scenario, *state);
    struct qa_scenario more = scenario;
    size_t n;

    assert_int_equal(a.n, 2);
    assert_close(qa_amount_real(a.pieces[0].to), 20000.0, 0.0);
    assert_null(a.pieces[0].undefined);
    assert_true(a.pieces[1].open);
    assert_string_equal(a.pieces[1].undefined,
                        "per_seat_month charge, and the seats stated do only 20,000 items in their "
                        "months");
    const struct qa_crossing *crossings = qa_cost_crossings(&a, &b, *state, &n);
    assert_int_equal(n, 1);
    assert_close(qa_amount_real(crossings[0].volume), 10001.0, 0.0);
    assert_int_equal(crossings[0].cheaper, 0);
    assert_null(qa_quote_cost(&quotes, "a", &scenario).undefined);
    more.volume = 20001.0;
    assert_non_null(qa_quote_cost(&quotes, "a", &more).undefined);
    /* 0: as many as the hours need. */
    qa_scenario_set(&more, QA_SC_SEATS, 0.0, QA_STATED);
    assert_close(qa_quote_cost(&quotes, "a", &more).total, 3000.0, 0.0);
}

static void endless_steps_of_seats_are_cut_and_said_so(void **state)
{
    struct qa_quotes quotes = pair_of(*state, "t|per_seat_month|||20|EUR", "a|per_item|||0.08|EUR");
    const struct qa_scenario scenario = {.seconds_per_item = 36.0, .hours_per_seat_month = 1.0};
    struct qa_cost_curve a = qa_cost_curve(&quotes, "a", &scenario, *state);

    assert_true(a.is_cut);
    assert_int_equal(a.n, QA_SEAT_STEPS);
    assert_false(a.pieces[a.n - 1].open);
    assert_close(qa_amount_real(a.pieces[a.n - 1].to), 100.0 * QA_SEAT_STEPS, 0.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(crossings_are_those_of_every_whole_volume, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_curve_equals_the_quote_everywhere, set_up, tear_down),
        cmocka_unit_test_setup_teardown(lines_meet_where_they_are_solved_for, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_step_of_a_price_is_no_meeting, set_up, tear_down),
        cmocka_unit_test_setup_teardown(seats_that_are_stated_have_no_price_beyond_what_they_can_do,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(endless_steps_of_seats_are_cut_and_said_so, set_up,
                                        tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
