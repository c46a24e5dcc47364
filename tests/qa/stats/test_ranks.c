/* Kendall's W, intraclass correlations, benchmarks, funnels and shrunken rates. */
#include <math.h>
#include <string.h>

#include "tests/support/close.h"
#include "tests/support/reference.h"

#include "qa/stats/benchmark.h"
#include "qa/stats/concordance.h"
#include "qa/stats/icc.h"
#include "qa/stats/shrink.h"
#include "qa/stats/special.h"

static const struct qa_inference at_95 = {0.95, 0, 0};
enum { MOST_PLACES = 16 };

/* Complete ratings whose categories are the numbers 1 .. 15 themselves. */
static struct qa_ratings complete(const double *cells, size_t n, uint32_t n_raters,
                                  struct qa_arena *arena)
{
    double *place = QA_ARRAY(arena, double, MOST_PLACES);
    uint64_t *first = QA_ARRAY(arena, uint64_t, n / n_raters + 1);
    uint32_t *rater = QA_ARRAY(arena, uint32_t, n);
    uint32_t *category = QA_ARRAY(arena, uint32_t, n);
    for (uint32_t c = 0; c < MOST_PLACES; c++) {
        place[c] = c;
    }
    for (size_t i = 0; i < n; i++) {
        rater[i] = (uint32_t)(i % n_raters);
        category[i] = (uint32_t)cells[i];
        first[i / n_raters + 1] = i + 1;
    }
    return (struct qa_ratings){n / n_raters, n,     n_raters, MOST_PLACES,
                               first,        rater, category, place};
}

static struct qa_ratings next_data(const struct test_reference *reference, struct qa_arena *arena)
{
    double *cells = QA_ARRAY(arena, double, TEST_REFERENCE_NUMBERS);
    size_t n = test_reference_numbers(reference, "ratings", cells);
    return complete(cells, n, (uint32_t)test_reference_number(reference, "raters"), arena);
}

static void kendalls_w_counts_ties_and_its_error_is_the_jackknifes(void **state)
{
    (void)state;
    struct test_reference reference;
    test_reference_open(&reference, "ranks_w.csv");
    while (test_reference_next(&reference)) {
        struct qa_arena *arena = qa_arena_new();
        struct qa_ratings ratings = next_data(&reference, arena);
        double chi_square;
        struct qa_estimate w = qa_kendall_w(&ratings, &at_95, &chi_square, arena);
        assert_close(w.value, test_reference_number(&reference, "w"), 1e-11);
        assert_close(w.p_value, test_reference_number(&reference, "p"), 1e-9);
        assert_close(w.se, test_reference_number(&reference, "se"), 1e-9);
        qa_arena_free(arena);
    }
    test_reference_close(&reference);
}

static void intraclass_correlations_equal_the_reference(void **state)
{
    (void)state;
    static const char *const names[QA_N_ICC] = {"icc_1_1", "icc_2_1", "icc_3_1",
                                                "icc_1_k", "icc_2_k", "icc_3_k"};
    struct test_reference reference;
    test_reference_open(&reference, "ranks_icc.csv");
    while (test_reference_next(&reference)) {
        struct qa_arena *arena = qa_arena_new();
        struct qa_ratings ratings = next_data(&reference, arena);
        struct qa_icc icc = qa_icc(&ratings, ratings.score, &at_95);
        int form = 0;
        while (strcmp(names[form], test_reference_text(&reference, "form")) != 0) {
            form++;
        }
        const struct qa_estimate *got = &icc.estimate[form];
        assert_close(got->value, test_reference_number(&reference, "value"), 1e-10);
        assert_close(got->low, fmax(-1, test_reference_number(&reference, "low")), 1e-8);
        assert_close(got->high, test_reference_number(&reference, "high"), 1e-8);
        assert_true(fabs(got->p_value - test_reference_number(&reference, "p")) < 1e-10);
        qa_arena_free(arena);
    }
    test_reference_close(&reference);
}

static void orders_that_are_all_tied_and_single_raters_have_none(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    const double tied[] = {3, 3, 3, 3, 3, 3};
    struct qa_ratings ratings = complete(tied, 6, 2, arena);
    double chi_square;
    assert_string_equal(qa_kendall_w(&ratings, &at_95, &chi_square, arena).undefined,
                        "every annotator rated all items the same");
    struct qa_icc icc = qa_icc(&ratings, ratings.score, &at_95);
    assert_string_equal(icc.estimate[QA_ICC_2_1].undefined, "all ratings are equal");
    ratings = complete(tied, 6, 1, arena);
    assert_string_equal(qa_kendall_w(&ratings, &at_95, &chi_square, arena).undefined,
                        "only one annotator");
    qa_arena_free(arena);
}

static void raters_who_agree_in_full_have_one(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    const double same[] = {1, 1, 2, 2, 3, 3, 5, 5};
    struct qa_ratings ratings = complete(same, 8, 2, arena);
    double chi_square;
    assert_close(qa_kendall_w(&ratings, &at_95, &chi_square, arena).value, 1, 1e-12);
    struct qa_icc icc = qa_icc(&ratings, ratings.score, &at_95);
    for (int form = 0; form < QA_N_ICC; form++) {
        assert_close(icc.estimate[form].value, 1, 1e-9);
    }
    qa_arena_free(arena);
}

/* ---- benchmarks ---- */

static void the_interval_promises_less_than_the_point(void **state)
{
    (void)state;
    struct qa_estimate kappa = {.value = 0.65, .se = 0.08, .has_se = true, .has_interval = true};
    struct qa_benchmark words = qa_benchmark(&qa_benchmark_scales[0], &kappa);
    assert_string_equal(words.by_point, "substantial");
    assert_string_equal(words.by_interval, "moderate");
    /* P(kappa > 0.4) of a normal cut at 1. */
    double top = qa_normal_cdf((0.65 - 1) / 0.08);
    double all = qa_normal_cdf((0.65 + 1) / 0.08) - top;
    assert_close(words.probability, (qa_normal_cdf(0.25 / 0.08) - top) / all, 1e-12);
    kappa.se = 0.0001;
    assert_string_equal(qa_benchmark(&qa_benchmark_scales[0], &kappa).by_interval, "substantial");
    kappa.has_se = false;
    assert_null(qa_benchmark(&qa_benchmark_scales[0], &kappa).by_interval);
}

static void levels_begin_where_the_sources_say(void **state)
{
    (void)state;
    struct qa_estimate at = {.value = 0.8, .se = 0, .has_se = true};
    assert_string_equal(qa_benchmark(&qa_benchmark_scales[0], &at).by_point, "almost perfect");
    assert_string_equal(qa_benchmark(&qa_benchmark_scales[3], &at).by_point, "reliable");
    at.value = 0.799;
    assert_string_equal(qa_benchmark(&qa_benchmark_scales[3], &at).by_point, "tentative");
    at.value = -0.1;
    assert_string_equal(qa_benchmark(&qa_benchmark_scales[0], &at).by_point, "poor");
}

/* ---- funnel and shrinking ---- */

static void funnel_limits_leave_the_tails_they_promise(void **state)
{
    (void)state;
    for (uint64_t n = 1; n < 200; n += 7) {
        for (double rate = 0.02; rate < 1; rate += 0.13) {
            struct qa_funnel funnel = qa_funnel_limits(rate, n, 0.95);
            uint64_t low = (uint64_t)llround(funnel.low * (double)n);
            uint64_t high = (uint64_t)llround(funnel.high * (double)n);
            assert_true(low == 0 || qa_binomial_cdf(low - 1, n, rate) <= 0.025 + 1e-12);
            assert_true(qa_binomial_cdf(low, n, rate) > 0.025);
            assert_true(qa_binomial_cdf(high, n, rate) >= 0.975 - 1e-12);
            assert_true(high == 0 || qa_binomial_cdf(high - 1, n, rate) < 0.975);
        }
    }
}

static void beta_binomial_fits_equal_a_general_minimisers(void **state)
{
    (void)state;
    struct test_reference reference;
    test_reference_open(&reference, "shrink.csv");
    while (test_reference_next(&reference)) {
        double numbers[TEST_REFERENCE_NUMBERS];
        uint64_t errors[32];
        uint64_t trials[32];
        size_t n = test_reference_numbers(&reference, "errors", numbers);
        for (size_t i = 0; i < n; i++) {
            errors[i] = (uint64_t)numbers[i];
        }
        test_reference_numbers(&reference, "trials", numbers);
        for (size_t i = 0; i < n; i++) {
            trials[i] = (uint64_t)numbers[i];
        }
        struct qa_beta_prior prior = qa_beta_prior_fit(errors, trials, n);
        assert_true(prior.defined);
        assert_close(prior.mean, test_reference_number(&reference, "mean"), 1e-5);
        assert_close(prior.strength, test_reference_number(&reference, "strength"), 1e-4);
        double drawn = qa_shrunken_rate(&prior, errors[0], trials[0]);
        double own = (double)errors[0] / (double)trials[0];
        assert_true((drawn - own) * (prior.mean - own) > 0);
    }
    test_reference_close(&reference);
}

static void rates_that_do_not_differ_are_drawn_all_the_way(void **state)
{
    (void)state;
    const uint64_t errors[] = {5, 10, 20, 5};
    const uint64_t trials[] = {50, 100, 200, 50};
    struct qa_beta_prior prior = qa_beta_prior_fit(errors, trials, 4);
    assert_true(prior.defined);
    assert_true(isinf(prior.strength) != 0);
    assert_close(qa_shrunken_rate(&prior, 5, 50), 0.1, 1e-12);
    const uint64_t none[] = {0, 0, 0, 0};
    assert_false(qa_beta_prior_fit(none, trials, 4).defined);
    assert_false(qa_beta_prior_fit(errors, trials, 2).defined);
}

int main(void)
{
    qa_special_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kendalls_w_counts_ties_and_its_error_is_the_jackknifes),
        cmocka_unit_test(intraclass_correlations_equal_the_reference),
        cmocka_unit_test(orders_that_are_all_tied_and_single_raters_have_none),
        cmocka_unit_test(raters_who_agree_in_full_have_one),
        cmocka_unit_test(the_interval_promises_less_than_the_point),
        cmocka_unit_test(levels_begin_where_the_sources_say),
        cmocka_unit_test(funnel_limits_leave_the_tails_they_promise),
        cmocka_unit_test(beta_binomial_fits_equal_a_general_minimisers),
        cmocka_unit_test(rates_that_do_not_differ_are_drawn_all_the_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
