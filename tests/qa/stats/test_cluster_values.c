#include <math.h>

#include "tests/support/close.h"
#include "tests/support/reference.h"

#include "qa/stats/cluster_values.h"
#include "qa/stats/describe.h"
#include "qa/stats/special.h"

static const struct qa_value_range range = {0.45, 1.05}; /* no value reaches its ends */

/* Clusters of which the i-th has size[i] of the values; sorted gets them in order. */
static struct qa_cluster_values values_of(const double *value, const double *size,
                                          size_t n_clusters, double *sorted)
{
    struct qa_cluster_values values;
    size_t n = 0;
    for (size_t c = 0; c < n_clusters; c++) {
        for (size_t i = 0; i < (size_t)size[c]; i++, n++) {
            sorted[n] = value[n];
        }
    }
    qa_sort_reals(sorted, n);
    qa_cluster_values_init(&values, sorted, n);
    for (size_t c = 0, at = 0; c < n_clusters; c++) {
        for (size_t i = 0; i < (size_t)size[c]; i++) {
            qa_cluster_values_add(&values, 7 * c + 3, value[at++]);
        }
    }
    qa_cluster_values_end(&values);
    return values;
}

static void check(const struct test_reference *reference, const struct qa_estimate *got,
                  const char *const names[3])
{
    assert_true(got->has_interval);
    assert_close(got->value, test_reference_number(reference, names[0]), 1e-12);
    assert_close(got->low, test_reference_number(reference, names[1]), 1e-10);
    assert_close(got->high, test_reference_number(reference, names[2]), 1e-10);
}

/* tests/reference/cluster_values.py: each value is tried whether its share is likely; and
 * sqrt(limit of S / N), the upper one x J / (J - 1). */
static void limits_equal_an_independent_computation(void **state)
{
    (void)state;
    static const char *const names[QA_N_QUANTILES + 1][3] = {
        {"p05", "p05_low", "p05_high"}, {"p25", "p25_low", "p25_high"},
        {"p50", "p50_low", "p50_high"}, {"p75", "p75_low", "p75_high"},
        {"p95", "p95_low", "p95_high"}, {"sd", "sd_low", "sd_high"}};
    static double size[TEST_REFERENCE_NUMBERS], value[TEST_REFERENCE_NUMBERS];
    static double sorted[TEST_REFERENCE_NUMBERS];
    struct test_reference reference;
    test_reference_open(&reference, "cluster_values.csv");
    while (test_reference_next(&reference)) {
        size_t n = test_reference_numbers(&reference, "sizes", size);
        double confidence = test_reference_number(&reference, "confidence");
        test_reference_numbers(&reference, "values", value);
        struct qa_cluster_values values = values_of(value, size, n, sorted);
        for (size_t q = 0; q < QA_N_QUANTILES; q++) {
            struct qa_estimate got = qa_cluster_quantile(&values, q, &range, confidence);
            check(&reference, &got, names[q]);
            assert_int_equal(got.n, n);
            assert_false(got.has_se);
        }
        struct qa_estimate sd = qa_cluster_sd(&values, &range, confidence);
        check(&reference, &sd, names[QA_N_QUANTILES]);
    }
    test_reference_close(&reference);
}

/* One value each: the places are those of the order statistics of a sample, so that the median's
 * limits mirror each other, and what no value can limit is limited by the range. */
static void limits_are_values_seen_or_the_ends_of_the_range(void **state)
{
    (void)state;
    static const double size[11] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    double value[11];
    double sorted[11];
    for (int i = 0; i < 11; i++) {
        value[i] = 0.5 + 0.04 * (i + 1);
    }
    struct qa_cluster_values values = values_of(value, size, 11, sorted);
    struct qa_estimate p05 = qa_cluster_quantile(&values, 0, &range, 0.95);
    struct qa_estimate p50 = qa_cluster_quantile(&values, 2, &range, 0.95);
    struct qa_estimate p95 = qa_cluster_quantile(&values, 4, &range, 0.95);
    assert_identical(p05.low, range.least);
    assert_identical(p95.high, range.most);
    assert_true(p05.high < p50.value && p95.low > p50.value);
    assert_close(p50.value, 0.74, 1e-15);
    assert_close(p50.value - p50.low, p50.high - p50.value, 1e-12);
    assert_true(p50.low >= value[0] && p50.high <= value[10]);
}

/* A median among ties is as sure as they are many. */
static void many_ties_leave_no_doubt(void **state)
{
    (void)state;
    double value[40];
    double size[40];
    double sorted[40];
    for (int i = 0; i < 40; i++) {
        value[i] = i < 3 ? 0.6 : i < 37 ? 0.8 : 0.9;
        size[i] = 1;
    }
    struct qa_cluster_values values = values_of(value, size, 40, sorted);
    struct qa_estimate p50 = qa_cluster_quantile(&values, 2, &range, 0.95);
    assert_identical(p50.low, 0.8);
    assert_identical(p50.high, 0.8);
}

/* Which of the equal values stand in front must not matter, nor which cluster comes first. */
static void the_order_of_equal_values_is_of_no_account(void **state)
{
    (void)state;
    static const double one[12] = {0.7, 0.8, 0.8, 0.8, 0.9, 0.8, 0.6, 0.8, 0.8, 0.7, 0.8, 0.9};
    static const double other[12] = {0.8, 0.8, 0.7, 0.9, 0.8, 0.8, 0.8, 0.8, 0.6, 0.9, 0.8, 0.7};
    static const double sizes[6] = {3, 2, 1, 3, 1, 2};
    static const double other_sizes[6] = {3, 2, 1, 3, 1, 2};
    double sorted[2][12];
    struct qa_cluster_values a = values_of(one, sizes, 6, sorted[0]);
    struct qa_cluster_values b = values_of(other, other_sizes, 6, sorted[1]);
    for (size_t q = 0; q < QA_N_QUANTILES; q++) {
        assert_close(a.tied[q], b.tied[q], 0);
        assert_close(a.below[q].a, qa_quantile_share[q] * 12, 1e-12);
        assert_close(b.below[q].a, qa_quantile_share[q] * 12, 1e-12);
    }
}

static void equal_values_have_no_spread(void **state)
{
    (void)state;
    static const double value[9] = {0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7};
    static const double size[6] = {1, 2, 1, 2, 1, 2};
    double sorted[9];
    struct qa_cluster_values values = values_of(value, size, 6, sorted);
    struct qa_estimate sd = qa_cluster_sd(&values, &range, 0.95);
    assert_true(qa_is_defined(&sd));
    assert_identical(sd.value, 0);
    assert_false(sd.has_interval);
    assert_false(sd.has_se);
    struct qa_estimate p50 = qa_cluster_quantile(&values, 2, &range, 0.95);
    assert_identical(p50.value, 0.7);
    assert_identical(p50.low, 0.7);
    assert_identical(p50.high, 0.7);
}

static void few_clusters_have_no_limits(void **state)
{
    (void)state;
    static const double value[8] = {0.6, 0.7, 0.8, 0.9, 0.65, 0.75, 0.85, 0.95};
    static const double size[4] = {2, 2, 2, 2};
    double sorted[8];
    struct qa_cluster_values values = values_of(value, size, 4, sorted);
    struct qa_estimate sd = qa_cluster_sd(&values, &range, 0.95);
    struct qa_estimate p50 = qa_cluster_quantile(&values, 2, &range, 0.95);
    assert_true(qa_is_defined(&sd) && qa_is_defined(&p50));
    assert_true(sd.has_se);
    assert_false(sd.has_interval);
    assert_false(p50.has_interval);
    assert_int_equal(p50.n, 4);
    values = values_of(value, (const double[]){8}, 1, sorted);
    sd = qa_cluster_sd(&values, &range, 0.95);
    assert_false(sd.has_se);
    assert_int_equal(sd.n, 1);
}

static void without_values_there_is_nothing_to_say(void **state)
{
    (void)state;
    double sorted[1] = {0.7};
    struct qa_cluster_values values = values_of(sorted, NULL, 0, sorted);
    assert_string_equal(qa_cluster_quantile(&values, 2, &range, 0.95).undefined, "no values");
    assert_string_equal(qa_cluster_sd(&values, &range, 0.95).undefined, "fewer than two values");
    values = values_of(sorted, (const double[]){1}, 1, sorted);
    assert_identical(qa_cluster_quantile(&values, 0, &range, 0.95).value, 0.7);
    assert_string_equal(qa_cluster_sd(&values, &range, 0.95).undefined, "fewer than two values");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(limits_equal_an_independent_computation),
        cmocka_unit_test(limits_are_values_seen_or_the_ends_of_the_range),
        cmocka_unit_test(many_ties_leave_no_doubt),
        cmocka_unit_test(the_order_of_equal_values_is_of_no_account),
        cmocka_unit_test(equal_values_have_no_spread),
        cmocka_unit_test(few_clusters_have_no_limits),
        cmocka_unit_test(without_values_there_is_nothing_to_say),
    };
    qa_special_init();
    return cmocka_run_group_tests_name("cluster_values", tests, NULL, NULL);
}
