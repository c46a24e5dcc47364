/*
 * Comparison of doubles for CMocka tests. CMocka's own float compare casts to float and accepts
 * values that differ in the eighth digit; these work in double and print what they saw in full.
 * Brings in CMocka and the headers that CMocka needs before it.
 */
#ifndef TESTS_SUPPORT_CLOSE_H
#define TESTS_SUPPORT_CLOSE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/*
 * Fails unless |got - want| <= rel * max(1, |want|): relative for large values, absolute for values
 * below one. Equal infinities are close; NaN is close to nothing, not even to NaN.
 */
#define assert_close(got, want, rel)                                                               \
    test_assert_close((double)(got), (double)(want), (rel), #got, __FILE__, __LINE__)

/* Fails unless both have the same bits, but for NaN, which always fails; 0.0 differs from -0.0. */
#define assert_identical(got, want)                                                                \
    test_assert_identical((double)(got), (double)(want), #got, __FILE__, __LINE__)

/* What the macros call; `expression`, `file` and `line` are for the message. */
void test_assert_close(double got, double want, double rel, const char *expression,
                       const char *file, int line);
void test_assert_identical(double got, double want, const char *expression, const char *file,
                           int line);

#endif
