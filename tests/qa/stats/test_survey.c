/* Rates of designed samples against small frames worked by hand, in exact fractions. */
#include "tests/support/close.h"
#include "tests/support/reference.h"

#include <stdbool.h>
#include <string.h>

#include "qa/base/random.h"
#include "qa/stats/interval.h"
#include "qa/stats/special.h"
#include "qa/stats/survey.h"

enum { MOST = 16 };

static struct qa_estimate estimate_of(const struct test_reference *reference,
                                      enum qa_design_interval interval)
{
    double numbers[TEST_REFERENCE_NUMBERS];
    size_t n = test_reference_numbers(reference, "data", numbers);
    double confidence = test_reference_number(reference, "confidence");
    if (strcmp(test_reference_text(reference, "design"), "clusters") == 0) {
        double errors[MOST];
        double units[MOST];
        size_t m = (n - 1) / 2;
        for (size_t c = 0; c < m; c++) {
            errors[c] = numbers[1 + 2 * c];
            units[c] = numbers[2 + 2 * c];
        }
        return qa_survey_clusters(errors, units, m, (uint64_t)numbers[0], confidence, interval);
    }
    bool is_error[MOST];
    double probability[MOST];
    for (size_t i = 0; i < n / 2; i++) {
        is_error[i] = numbers[2 * i] > 0;
        probability[i] = numbers[2 * i + 1];
    }
    return qa_survey_unequal(is_error, probability, n / 2, confidence, interval);
}

static void check_interval(const struct test_reference *reference, enum qa_design_interval interval,
                           const char *low, const char *high)
{
    struct qa_estimate estimate = estimate_of(reference, interval);
    assert_true(qa_is_defined(&estimate));
    assert_close(estimate.value, test_reference_number(reference, "rate"), 1e-14);
    assert_close(estimate.se, test_reference_number(reference, "se"), 1e-12);
    if (interval == QA_DESIGN_T && !(estimate.se > 0)) {
        assert_false(estimate.has_interval);
        return;
    }
    assert_close(estimate.low, test_reference_number(reference, low), 1e-11);
    assert_close(estimate.high, test_reference_number(reference, high), 1e-11);
}

static void check_strata(const struct test_reference *reference)
{
    double numbers[TEST_REFERENCE_NUMBERS];
    struct qa_stratum strata[MOST];
    size_t n = test_reference_numbers(reference, "data", numbers) / 3;
    for (size_t h = 0; h < n; h++) {
        strata[h] = (struct qa_stratum){(uint64_t)numbers[3 * h], (uint64_t)numbers[3 * h + 1],
                                        (uint64_t)numbers[3 * h + 2]};
    }
    struct qa_estimate estimate = qa_proportion_stratified(strata, n, 0.95);
    assert_close(estimate.value, test_reference_number(reference, "rate"), 1e-14);
    assert_close(estimate.se, test_reference_number(reference, "se"), 1e-12);
}

static void check_checkers(const struct test_reference *reference)
{
    double numbers[TEST_REFERENCE_NUMBERS];
    assert_int_equal(test_reference_numbers(reference, "data", numbers), 4);
    struct qa_estimate rate = qa_wilson((uint64_t)numbers[0], (uint64_t)numbers[1], 0.95);
    struct qa_checker_error found =
        qa_survey_correct(&rate, (uint64_t)numbers[2], (uint64_t)numbers[3], 0.95);
    double corrected = test_reference_number(reference, "rate");
    assert_close(found.error.value, test_reference_number(reference, "se"), 1e-13);
    assert_close(found.corrected.value, corrected > 0 ? corrected : 0, 1e-13);
}

static void rates_of_designs_equal_those_worked_by_hand(void **state)
{
    (void)state;
    struct test_reference reference;
    test_reference_open(&reference, "survey.csv");
    while (test_reference_next(&reference)) {
        const char *design = test_reference_text(&reference, "design");
        if (strcmp(design, "strata") == 0) {
            check_strata(&reference);
        } else if (strcmp(design, "checkers") == 0) {
            check_checkers(&reference);
        } else {
            check_interval(&reference, QA_DESIGN_EXACT, "exact_low", "exact_high");
            check_interval(&reference, QA_DESIGN_WILSON, "wilson_low", "wilson_high");
            check_interval(&reference, QA_DESIGN_T, "t_low", "t_high");
        }
    }
    test_reference_close(&reference);
}

static void equal_probabilities_give_the_plain_share(void **state)
{
    (void)state;
    struct qa_random random;
    qa_random_init(&random, 5, 0);
    for (int trial = 0; trial < 500; trial++) {
        bool is_error[MOST];
        double probability[MOST];
        size_t n = 2 + (size_t)qa_random_below(&random, MOST - 1);
        double p = 0.05 + 0.9 * qa_random_real(&random);
        double errors = 0;
        for (size_t i = 0; i < n; i++) {
            is_error[i] = qa_random_below(&random, 3) == 0;
            probability[i] = p;
            errors += is_error[i];
        }
        struct qa_estimate rate =
            qa_survey_unequal(is_error, probability, n, 0.95, QA_DESIGN_EXACT);
        double share = errors / (double)n;
        assert_close(rate.value, share, 1e-14);
        assert_close(rate.se * rate.se, (1 - p) * share * (1 - share) / ((double)n - 1), 1e-12);
    }
}

/* What it promises costs length. */
static void exact_intervals_are_the_longer_ones(void **state)
{
    (void)state;
    struct qa_random random;
    qa_random_init(&random, 6, 0);
    for (int trial = 0; trial < 500; trial++) {
        double errors[MOST];
        double units[MOST];
        size_t m = 2 + (size_t)qa_random_below(&random, MOST - 1);
        for (size_t c = 0; c < m; c++) {
            uint64_t size = 1 + qa_random_below(&random, 40);
            units[c] = (double)size;
            errors[c] = (double)qa_random_below(&random, size / 4 + 1);
        }
        struct qa_estimate exact =
            qa_survey_clusters(errors, units, m, m + 20, 0.95, QA_DESIGN_EXACT);
        struct qa_estimate wilson =
            qa_survey_clusters(errors, units, m, m + 20, 0.95, QA_DESIGN_WILSON);
        assert_true(exact.low >= 0 && exact.low <= exact.value && exact.value <= exact.high);
        assert_true(exact.high <= 1);
        assert_true(exact.high - exact.low >= wilson.high - wilson.low - 1e-12);
    }
}

static void what_shows_no_variance_is_undefined_or_known(void **state)
{
    (void)state;
    const double errors[] = {1, 2};
    const double units[] = {10, 10};
    struct qa_estimate one = qa_survey_clusters(errors, units, 1, 5, 0.95, QA_DESIGN_EXACT);
    assert_non_null(one.undefined);
    struct qa_estimate all = qa_survey_clusters(errors, units, 2, 2, 0.95, QA_DESIGN_EXACT);
    assert_identical(all.low, 0.15);
    assert_identical(all.high, 0.15);
    struct qa_estimate endless = qa_survey_clusters(errors, units, 2, 0, 0.95, QA_DESIGN_EXACT);
    assert_true(endless.low < 0.15 && endless.high > 0.15);
    const bool wrong[] = {true, false};
    const double certain[] = {1, 1};
    struct qa_estimate whole = qa_survey_unequal(wrong, certain, 2, 0.95, QA_DESIGN_EXACT);
    assert_identical(whole.low, 0.5);
    assert_identical(whole.high, 0.5);
    const double alike[] = {10, 10};
    assert_false(qa_survey_clusters(alike, alike, 2, 9, 0.95, QA_DESIGN_T).has_interval);
    struct qa_estimate none = qa_survey_unequal(NULL, NULL, 0, 0.95, QA_DESIGN_EXACT);
    assert_string_equal(none.undefined, "nothing was judged");
    struct qa_estimate rate = qa_wilson(3, 30, 0.95);
    assert_non_null(qa_survey_correct(&rate, 0, 0, 0.95).corrected.undefined);
    assert_non_null(qa_survey_correct(&rate, 10, 5, 0.95).corrected.undefined);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rates_of_designs_equal_those_worked_by_hand),
        cmocka_unit_test(equal_probabilities_give_the_plain_share),
        cmocka_unit_test(exact_intervals_are_the_longer_ones),
        cmocka_unit_test(what_shows_no_variance_is_undefined_or_known),
    };
    qa_special_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
