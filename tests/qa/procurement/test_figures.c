#include "tests/support/close.h"

#include "qa/procurement/figures.h"

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

static void thousands_are_grouped(void **state)
{
    assert_string_equal(qa_figure(*state, 0.0, 0), "0");
    assert_string_equal(qa_figure(*state, 999.0, 0), "999");
    assert_string_equal(qa_figure(*state, 1000.0, 0), "1,000");
    assert_string_equal(qa_figure(*state, 123456789.5, 2), "123,456,789.50");
    assert_string_equal(qa_figure(*state, -1234.5, 1), "-1,234.5");
}

static void decimals_are_as_many_as_needed(void **state)
{
    assert_string_equal(qa_figure(*state, 100000.0, -1), "100,000");
    assert_string_equal(qa_figure(*state, 0.61, -1), "0.61");
    assert_string_equal(qa_figure(*state, 10.0 / 3.0, -1), "3.333333");
    assert_string_equal(qa_figure(*state, 7200.5, -1), "7,200.5");
}

static void a_value_that_rounds_to_zero_has_no_sign(void **state)
{
    assert_string_equal(qa_figure(*state, -0.001, 2), "0.00");
    assert_string_equal(qa_figure(*state, -0.0, -1), "0");
}

static void rates_are_per_cent_with_their_interval(void **state)
{
    struct qa_estimate rate = {.value = 0.03, .low = 0.017, .high = 0.052, .has_interval = true};

    assert_string_equal(qa_figure_rate(*state, 0.05), "5.0 %");
    assert_string_equal(qa_figure_rate_estimate(*state, &rate), "3.0 % (1.7-5.2 %)");
    rate.has_interval = false;
    assert_string_equal(qa_figure_rate_estimate(*state, &rate), "3.0 %");
}

static void counts_take_the_plural(void **state)
{
    assert_string_equal(qa_figure_count(*state, 0, "vendor"), "0 vendors");
    assert_string_equal(qa_figure_count(*state, 1, "vendor"), "1 vendor");
    assert_string_equal(qa_figure_count(*state, 1200, "vendor"), "1,200 vendors");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(thousands_are_grouped, set_up, tear_down),
        cmocka_unit_test_setup_teardown(decimals_are_as_many_as_needed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_value_that_rounds_to_zero_has_no_sign, set_up, tear_down),
        cmocka_unit_test_setup_teardown(rates_are_per_cent_with_their_interval, set_up, tear_down),
        cmocka_unit_test_setup_teardown(counts_take_the_plural, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
