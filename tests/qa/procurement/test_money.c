#include "tests/support/close.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "qa/base/random.h"
#include "qa/procurement/money.h"

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

static struct qa_amount amount(void **state, const char *text)
{
    struct qa_amount out;

    if (!qa_amount_parse(*state, text, strlen(text), &out)) {
        fail_msg("'%s' is refused", text);
    }
    return out;
}

static void assert_equal(struct qa_amount a, struct qa_amount b)
{
    assert_int_equal(qa_amount_compare(a, b), 0);
}

static void decimals_are_exact(void **state)
{
    struct qa_amount tenths = {0};

    for (int i = 0; i < 10; i++) {
        tenths = qa_amount_add(*state, tenths, amount(state, "0.1"));
    }
    assert_equal(tenths, qa_amount_of_count(*state, 1));
    assert_equal(amount(state, " 12.50"), amount(state, "1250e-2"));
    assert_equal(amount(state, "-0.5"),
                 qa_amount_subtract(*state, (struct qa_amount){0}, amount(state, ".5")));
    assert_equal(amount(state, "3e4"), qa_amount_of_count(*state, 30000));
    assert_equal(amount(state, "0"), (struct qa_amount){0});
    assert_equal(qa_amount_of_real(*state, 6.7), amount(state, "6.7"));
    assert_equal(qa_amount_of_real(*state, 1e12), amount(state, "1000000000000"));
}

static void what_is_no_decimal_is_refused(void **state)
{
    static const char *const bad[] = {
        "",
        "x",
        "1,5",
        "0x10",
        "nan",
        "inf",
        "1e",
        "1e999",
        "1e-99",
        "--1",
        "1.2.3",
        "1 2",
        "1234567890123456789012345678901234567890123456789012345678901"};
    struct qa_amount out;

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (qa_amount_parse(*state, bad[i], strlen(bad[i]), &out)) {
            fail_msg("'%s' is taken", bad[i]);
        }
    }
}

static void a_half_goes_up(void **state)
{
    static const struct {
        const char *amount;
        int digits;
        const char *rounded;
    } cases[] = {{"1.005", 2, "1.01"},   {"1.00499999999999999999", 2, "1"},
                 {"0.5", 0, "1"},        {"-0.5", 0, "0"},
                 {"-0.51", 0, "-1"},     {"-1.005", 2, "-1"},
                 {"2.0005", 3, "2.001"}, {"0", 2, "0"}};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_equal(
            qa_amount_round_half_up(*state, amount(state, cases[i].amount), cases[i].digits),
            amount(state, cases[i].rounded));
    }
}

static void whole_numbers_lie_on_both_sides(void **state)
{
    assert_equal(qa_amount_floor(*state, amount(state, "-1.5")), amount(state, "-2"));
    assert_equal(qa_amount_ceiling(*state, amount(state, "-1.5")), amount(state, "-1"));
    assert_equal(qa_amount_ceiling(*state, amount(state, "3")), amount(state, "3"));
    assert_equal(qa_amount_floor(*state, amount(state, "2.999")), amount(state, "2"));
}

/* A quotient of two doubles below 2^53 is correctly rounded in C, and must be here. */
static void doubles_are_the_nearest(void **state)
{
    struct qa_random random;

    qa_random_init(&random, 5, 0);
    for (int i = 0; i < 20000; i++) {
        uint64_t n = (uint64_t)(qa_random_real(&random) * 9e15);
        uint64_t d = (uint64_t)(qa_random_real(&random) * (i % 2 == 0 ? 1e4 : 9e15)) + 1;
        struct qa_arena_mark mark = qa_arena_mark(*state);
        struct qa_amount quotient =
            qa_amount_divide(*state, qa_amount_of_count(*state, n), qa_amount_of_count(*state, d));

        assert_identical(qa_amount_real(quotient), (double)n / (double)d);
        quotient = qa_amount_subtract(*state, (struct qa_amount){0}, quotient);
        assert_identical(qa_amount_real(quotient), n == 0 ? 0.0 : -(double)n / (double)d);
        qa_arena_reset(*state, mark);
    }
    assert_identical(qa_amount_real(amount(state, "0.1")), 0.1);
    assert_identical(qa_amount_real(amount(state, "1.7976e50")), 1.7976e50);
}

static void arithmetic_keeps_its_laws(void **state)
{
    struct qa_random random;

    qa_random_init(&random, 6, 0);
    for (int i = 0; i < 2000; i++) {
        struct qa_amount a = qa_amount_of_real(*state, qa_random_real(&random) - 0.5);
        struct qa_amount b = qa_amount_of_real(*state, qa_random_real(&random) * 1e6);
        struct qa_amount c = qa_amount_of_real(*state, qa_random_real(&random));

        assert_equal(qa_amount_multiply(*state, qa_amount_add(*state, a, b), c),
                     qa_amount_add(*state, qa_amount_multiply(*state, a, c),
                                   qa_amount_multiply(*state, b, c)));
        assert_equal(qa_amount_divide(*state, qa_amount_multiply(*state, a, b), b), a);
        assert_int_equal(qa_amount_sign(qa_amount_subtract(*state, a, b)), qa_amount_compare(a, b));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(decimals_are_exact, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_no_decimal_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_half_goes_up, set_up, tear_down),
        cmocka_unit_test_setup_teardown(whole_numbers_lie_on_both_sides, set_up, tear_down),
        cmocka_unit_test_setup_teardown(doubles_are_the_nearest, set_up, tear_down),
        cmocka_unit_test_setup_teardown(arithmetic_keeps_its_laws, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
