#include "qa/stats/control.h"

#include "qa/base/random.h"
#include "qa/stats/special.h"
#include "tests/support/close.h"
#include "tests/support/reference.h"

enum { MOST = 64 };

static struct qa_arena *arena;

static int set_up(void **state)
{
    (void)state;
    qa_special_init();
    arena = qa_arena_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    qa_arena_free(arena);
    return 0;
}

static size_t counts(const struct test_reference *reference, const char *column, uint64_t *out)
{
    static double numbers[TEST_REFERENCE_NUMBERS];
    size_t n = test_reference_numbers(reference, column, numbers);
    for (size_t i = 0; i < n; i++) {
        out[i] = (uint64_t)numbers[i];
    }
    return n;
}

static void check_points(const struct test_reference *reference,
                         const struct qa_control_chart *chart)
{
    static const char *const columns[] = {"low_sigma", "high_sigma", "low", "high"};
    static double want[4][TEST_REFERENCE_NUMBERS];
    for (size_t c = 0; c < 4; c++) {
        assert_int_equal(test_reference_numbers(reference, columns[c], want[c]), chart->n_points);
    }
    for (size_t i = 0; i < chart->n_points; i++) {
        const struct qa_control_point *point = &chart->points[i];
        assert_close(point->low_sigma, want[0][i], 1e-12);
        assert_close(point->high_sigma, want[1][i], 1e-12);
        assert_close(point->low, want[2][i], 1e-15);
        assert_close(point->high, want[3][i], 1e-15);
    }
}

static void charts_and_trends_are_those_of_exact_fractions(void **state)
{
    (void)state;
    struct test_reference reference;
    test_reference_open(&reference, "control.csv");
    while (test_reference_next(&reference)) {
        uint64_t errors[MOST];
        uint64_t trials[MOST];
        static double scores[TEST_REFERENCE_NUMBERS];
        size_t n = counts(&reference, "errors", errors);
        counts(&reference, "trials", trials);
        test_reference_numbers(&reference, "scores", scores);
        struct qa_control_chart chart = qa_p_chart(errors, trials, n, 1, arena);
        assert_null(chart.undefined);
        assert_close(chart.centre, test_reference_number(&reference, "centre"), 1e-14);
        assert_close(chart.between, test_reference_number(&reference, "between"), 1e-12);
        check_points(&reference, &chart);
        struct qa_estimate trend = qa_trend_of_rates(errors, trials, scores, n, 1, 0.95);
        assert_close(trend.value, test_reference_number(&reference, "slope"), 1e-13);
        assert_close(trend.se, test_reference_number(&reference, "se"), 1e-13);
        assert_close(trend.p_value, test_reference_number(&reference, "p_value"), 1e-10);
    }
    test_reference_close(&reference);
}

static void a_jump_is_outside_and_the_rest_is_not(void **state)
{
    (void)state;
    const uint64_t errors[] = {2, 3, 1, 2, 0, 14, 2};
    const uint64_t trials[] = {80, 90, 70, 85, 0, 88, 60};
    struct qa_control_chart chart = qa_p_chart(errors, trials, 7, 1, arena);
    for (size_t i = 0; i < 7; i++) {
        enum qa_control_signal want = i == 5   ? QA_CONTROL_ABOVE
                                      : i == 4 ? QA_CONTROL_NONE
                                               : QA_CONTROL_WITHIN;
        assert_int_equal(chart.points[i].signal, want);
    }
    assert_int_equal(chart.outside, 1);
    assert_true(chart.between > 1.5);
    /* Four below the centre in a row, the empty period passed over. */
    assert_int_equal(chart.points[3].run, 4);
    assert_int_equal(chart.longest_run, 4);
}

static void a_design_effect_widens_the_limits(void **state)
{
    (void)state;
    const uint64_t errors[] = {10, 12, 34};
    const uint64_t trials[] = {200, 200, 200};
    struct qa_control_chart narrow = qa_p_chart(errors, trials, 3, 1, arena);
    struct qa_control_chart wide = qa_p_chart(errors, trials, 3, 4, arena);
    assert_int_equal(narrow.points[2].signal, QA_CONTROL_ABOVE);
    assert_int_equal(wide.points[2].signal, QA_CONTROL_WITHIN);
    assert_close(wide.points[2].high_sigma - wide.centre,
                 2 * (narrow.points[2].high_sigma - narrow.centre), 1e-12);
}

static void charts_without_errors_or_trials_signal_nothing(void **state)
{
    (void)state;
    const uint64_t none[] = {0, 0, 0};
    const uint64_t trials[] = {10, 20, 30};
    struct qa_control_chart clean = qa_p_chart(none, trials, 3, 1, arena);
    assert_int_equal(clean.outside, 0);
    assert_int_equal(clean.longest_run, 0);
    struct qa_control_chart wrong = qa_p_chart(trials, trials, 3, 1, arena);
    assert_int_equal(wrong.outside, 0);
    assert_close(wrong.centre, 1, 1e-15);
    assert_string_equal(qa_p_chart(none, none, 3, 1, arena).undefined, "nothing was checked");
    assert_int_equal(qa_p_chart(none, none, 3, 1, arena).outside, 0);
    const double scores[] = {0, 1, 2};
    struct qa_estimate flat = qa_trend_of_rates(none, trials, scores, 3, 1, 0.95);
    assert_string_equal(flat.undefined, "all answers are right, or all are wrong");
    struct qa_estimate one = qa_trend_of_rates(trials, trials, scores, 1, 1, 0.95);
    assert_string_equal(one.undefined, "fewer than two periods were checked");
    struct qa_estimate nobody = qa_trend_of_rates(none, none, scores, 3, 1, 0.95);
    assert_false(qa_is_defined(&nobody));
}

/* Three standard errors promise 0.27 %; exact limits never promise more than they keep. */
static void false_signals_are_rare(void **state)
{
    (void)state;
    enum { ROUNDS = 2000, POINTS = 20, TRIALS = 50 };
    struct qa_random random;
    qa_random_init(&random, 3, 1);
    size_t outside = 0;
    for (int round = 0; round < ROUNDS; round++) {
        uint64_t errors[POINTS] = {0};
        uint64_t trials[POINTS];
        for (size_t i = 0; i < POINTS; i++) {
            trials[i] = TRIALS;
            for (int t = 0; t < TRIALS; t++) {
                errors[i] += qa_random_real(&random) < 0.08;
            }
        }
        struct qa_arena_mark mark = qa_arena_mark(arena);
        outside += qa_p_chart(errors, trials, POINTS, 1, arena).outside;
        qa_arena_reset(arena, mark);
    }
    assert_in_range(outside, 1, (size_t)(0.0027 * ROUNDS * POINTS * 1.2));
}

static void a_change_needs_its_confidence(void **state)
{
    (void)state;
    struct qa_estimate fell = {.value = -0.04, .confidence = 0.95};
    struct qa_estimate rose = {.value = 0.04, .confidence = 0.95};
    struct qa_estimate none = qa_undefined("no trials", 0);
    assert_int_equal(qa_change_of(&fell, 0.01), QA_CHANGE_BETTER);
    assert_int_equal(qa_change_of(&rose, 0.01), QA_CHANGE_WORSE);
    assert_int_equal(qa_change_of(&rose, 0.06), QA_CHANGE_NONE);
    assert_int_equal(qa_change_of(&none, 0.01), QA_CHANGE_UNKNOWN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(charts_and_trends_are_those_of_exact_fractions),
        cmocka_unit_test(a_jump_is_outside_and_the_rest_is_not),
        cmocka_unit_test(a_design_effect_widens_the_limits),
        cmocka_unit_test(charts_without_errors_or_trials_signal_nothing),
        cmocka_unit_test(false_signals_are_rare),
        cmocka_unit_test(a_change_needs_its_confidence),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
