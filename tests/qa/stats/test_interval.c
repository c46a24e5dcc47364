#include <math.h>

#include "tests/support/close.h"
#include "tests/support/reference.h"

#include "qa/base/random.h"
#include "qa/stats/compare.h"
#include "qa/stats/interval.h"
#include "qa/stats/special.h"

static uint64_t count(const struct test_reference *reference, const char *column)
{
    return (uint64_t)test_reference_number(reference, column);
}

static void exact_and_score_intervals_give_the_reference_values(void **state)
{
    (void)state;
    struct test_reference reference;
    test_reference_open(&reference, "stats_proportions.csv");
    while (test_reference_next(&reference)) {
        uint64_t errors = count(&reference, "errors");
        uint64_t n = count(&reference, "n");
        double confidence = test_reference_number(&reference, "confidence");
        struct qa_estimate exact = qa_clopper_pearson(errors, n, confidence);
        struct qa_estimate score = qa_wilson(errors, n, confidence);
        assert_close(exact.low, test_reference_number(&reference, "exact_low"), 1e-12);
        assert_close(exact.high, test_reference_number(&reference, "exact_high"), 1e-12);
        assert_close(score.low, test_reference_number(&reference, "wilson_low"), 1e-12);
        assert_close(score.high, test_reference_number(&reference, "wilson_high"), 1e-12);
    }
    test_reference_close(&reference);
}

static void finite_lot_intervals_equal_an_exhaustive_search(void **state)
{
    (void)state;
    struct test_reference reference;
    test_reference_open(&reference, "stats_finite_lots.csv");
    while (test_reference_next(&reference)) {
        struct qa_estimate got = qa_proportion_hypergeometric(
            count(&reference, "errors"), count(&reference, "n"), count(&reference, "lot"),
            test_reference_number(&reference, "confidence"));
        assert_close(got.low, test_reference_number(&reference, "low"), 1e-12);
        assert_close(got.high, test_reference_number(&reference, "high"), 1e-12);
    }
    test_reference_close(&reference);
}

static void a_lot_checked_whole_has_its_rate_as_interval(void **state)
{
    (void)state;
    struct qa_estimate got = qa_proportion_hypergeometric(3, 40, 40, 0.95);
    assert_identical(got.low, got.value);
    assert_identical(got.high, got.value);
}

static void hypergeometric_sums_stay_exact_in_large_lots(void **state)
{
    (void)state;
    /* Both tails meet at one for every k, in a lot of a thousand million. */
    for (uint64_t k = 1; k < 40; k++) {
        double below = qa_hypergeometric_cdf(k - 1, 2000, 10000000, 1000000000);
        double above = qa_hypergeometric_upper(k, 2000, 10000000, 1000000000);
        assert_close(below + above, 1, 1e-12);
    }
}

static void newcombes_published_differences_come_out(void **state)
{
    (void)state;
    struct test_reference reference;
    test_reference_open(&reference, "stats_newcombe.csv");
    while (test_reference_next(&reference)) {
        double n1 = test_reference_number(&reference, "n1");
        double n2 = test_reference_number(&reference, "n2");
        struct qa_estimate got =
            qa_two_proportions_effective(test_reference_number(&reference, "x1") / n1, n1,
                                         test_reference_number(&reference, "x2") / n2, n2, 0.95);
        assert_true(fabs(got.low - test_reference_number(&reference, "low")) < 5.1e-5);
        assert_true(fabs(got.high - test_reference_number(&reference, "high")) < 5.1e-5);
    }
    test_reference_close(&reference);
}

static void no_trials_are_undefined(void **state)
{
    (void)state;
    assert_string_equal(qa_wilson(0, 0, 0.95).undefined, "no trials");
    assert_string_equal(qa_clopper_pearson(0, 0, 0.95).undefined, "no trials");
    assert_string_equal(qa_proportion_hypergeometric(0, 0, 9, 0.95).undefined, "no trials");
    const struct qa_stratum strata[] = {{10, 5, 0}, {10, 0, 0}};
    assert_string_equal(qa_proportion_stratified(strata, 2, 0.95).undefined,
                        "a stratum was not sampled");
}

static void strata_are_weighted_by_their_size(void **state)
{
    (void)state;
    const struct qa_stratum strata[] = {{900, 30, 3}, {100, 30, 15}};
    struct qa_estimate got = qa_proportion_stratified(strata, 2, 0.95);
    assert_close(got.value, 0.9 * 0.1 + 0.1 * 0.5, 1e-15);
    /* Cochran (1977) 5.53 by hand: sum of W^2 (1 - n/N) p q / (n - 1). */
    double variance = 0.81 * (1 - 30.0 / 900) * 0.09 / 29 + 0.01 * (1 - 0.3) * 0.25 / 29;
    assert_close(got.se, sqrt(variance), 1e-14);
    assert_true(got.low < got.value && got.value < got.high);
}

static void strata_without_errors_do_not_collapse(void **state)
{
    (void)state;
    const struct qa_stratum strata[] = {{500, 20, 0}, {500, 20, 0}};
    struct qa_estimate got = qa_proportion_stratified(strata, 2, 0.95);
    assert_identical(got.low, 0.0);
    assert_true(got.high > 0.05);
}

/* The share of simulated audits of a finite lot whose interval holds the truth. */
static void finite_lot_intervals_cover_as_promised(void **state)
{
    (void)state;
    enum { LOT = 300, SAMPLE = 60, TRIALS = 2000 };
    struct qa_random random;
    qa_random_init(&random, 11, 0);
    for (uint64_t errors = 3; errors <= 60; errors += 19) {
        int held = 0;
        for (int t = 0; t < TRIALS; t++) {
            uint64_t left = errors;
            uint64_t found = 0;
            for (uint64_t i = 0; i < SAMPLE; i++) {
                if (qa_random_below(&random, LOT - i) < left) {
                    left--;
                    found++;
                }
            }
            struct qa_estimate got = qa_proportion_hypergeometric(found, SAMPLE, LOT, 0.95);
            double truth = (double)errors / LOT;
            held += got.low <= truth + 1e-12 && truth <= got.high + 1e-12;
        }
        assert_true(held >= TRIALS * 0.94);
    }
}

static void holm_and_benjamini_hochberg_adjust_as_published(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    const double p[] = {0.01, 0.04, 0.03, 0.005};
    double adjusted[4];
    qa_holm(p, 4, adjusted, arena);
    assert_close(adjusted[3], 0.02, 1e-15);
    assert_close(adjusted[0], 0.03, 1e-15);
    assert_close(adjusted[2], 0.06, 1e-15);
    assert_close(adjusted[1], 0.06, 1e-15);
    qa_benjamini_hochberg(p, 4, adjusted, arena);
    assert_close(adjusted[3], 0.02, 1e-15);
    assert_close(adjusted[0], 0.02, 1e-15);
    assert_close(adjusted[2], 0.04, 1e-15);
    assert_close(adjusted[1], 0.04, 1e-15);
    qa_arena_free(arena);
}

int main(void)
{
    qa_special_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exact_and_score_intervals_give_the_reference_values),
        cmocka_unit_test(finite_lot_intervals_equal_an_exhaustive_search),
        cmocka_unit_test(a_lot_checked_whole_has_its_rate_as_interval),
        cmocka_unit_test(hypergeometric_sums_stay_exact_in_large_lots),
        cmocka_unit_test(newcombes_published_differences_come_out),
        cmocka_unit_test(no_trials_are_undefined),
        cmocka_unit_test(strata_are_weighted_by_their_size),
        cmocka_unit_test(strata_without_errors_do_not_collapse),
        cmocka_unit_test(finite_lot_intervals_cover_as_promised),
        cmocka_unit_test(holm_and_benjamini_hochberg_adjust_as_published),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
