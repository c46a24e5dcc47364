#include "tests/support/close.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

/* Whether the check fails when run as a test: in a child, since a failure ends the test it is in.
 */
static bool fails(CMUnitTestFunction check)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        const struct CMUnitTest tests[] = {{"check", check, NULL, NULL, NULL}};
        if (freopen("/dev/null", "w", stdout) == NULL || freopen("/dev/null", "w", stderr) == NULL)
            _exit(2);
        _exit(cmocka_run_group_tests(tests, NULL, NULL));
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) <= 1);
    return WEXITSTATUS(status) == 1;
}

static void eighth_digit_close(void **state)
{
    (void)state;
    assert_close(0.12345678, 0.12345679, 1e-12);
}

static void nan_close_to_nan(void **state)
{
    (void)state;
    assert_close(NAN, NAN, 1e300);
}

static void one_close_to_infinity(void **state)
{
    (void)state;
    assert_close(1.0, INFINITY, 1.0);
}

static void infinity_close_to_one(void **state)
{
    (void)state;
    assert_close(INFINITY, 1.0, 1.0);
}

static void zeros_identical(void **state)
{
    (void)state;
    assert_identical(0.0, -0.0);
}

static void neighbours_identical(void **state)
{
    (void)state;
    assert_identical(nextafter(1.0, 2.0), 1.0);
}

static void nan_identical_to_nan(void **state)
{
    (void)state;
    assert_identical(NAN, NAN);
}

static void close_is_relative_above_one_and_absolute_below(void **state)
{
    (void)state;
    assert_close(1e12 + 1.0, 1e12, 1e-11);
    assert_close(1e-12, 0.0, 1e-11);
    assert_close(-2.0, -2.0 - 1e-10, 1e-9);
}

static void close_and_identical_accept_what_is_equal(void **state)
{
    (void)state;
    assert_close(INFINITY, INFINITY, 0.0);
    assert_close(0.0, -0.0, 0.0);
    assert_close(3, 3, 0.0);
    assert_identical(0.1 + 0.2, 0.30000000000000004);
    assert_identical(-INFINITY, -INFINITY);
}

static void close_refuses_a_difference_in_the_eighth_digit(void **state)
{
    (void)state;
    assert_true(fails(eighth_digit_close));
}

static void close_refuses_nan_and_one_sided_infinity(void **state)
{
    (void)state;
    assert_true(fails(nan_close_to_nan));
    assert_true(fails(one_close_to_infinity));
    assert_true(fails(infinity_close_to_one));
}

static void identical_refuses_other_bits_and_nan(void **state)
{
    (void)state;
    assert_true(fails(zeros_identical));
    assert_true(fails(neighbours_identical));
    assert_true(fails(nan_identical_to_nan));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(close_is_relative_above_one_and_absolute_below),
        cmocka_unit_test(close_and_identical_accept_what_is_equal),
        cmocka_unit_test(close_refuses_a_difference_in_the_eighth_digit),
        cmocka_unit_test(close_refuses_nan_and_one_sided_infinity),
        cmocka_unit_test(identical_refuses_other_bits_and_nan),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
