#include <math.h>
#include <string.h>

#include "tests/support/close.h"
#include "tests/support/reference.h"

#include "qa/base/random.h"
#include "qa/stats/cluster_ratio.h"
#include "qa/stats/special.h"

static const struct qa_ratio_kind error_rate = {1, true, 1};
static const struct qa_ratio_kind word_error_rate = {1, false, 1};
static const struct qa_ratio_kind time_share = {1, false, 0};

static struct qa_cluster_sums sums_of(const double *a, const double *b, size_t n)
{
    struct qa_cluster_sums sums = {.n = n};
    for (size_t i = 0; i < n; i++) {
        sums.a += a[i];
        sums.b += b[i];
        sums.aa += a[i] * a[i];
        sums.ab += a[i] * b[i];
        sums.bb += b[i] * b[i];
        sums.aa_per_b += a[i] * a[i] / b[i];
    }
    return sums;
}

static struct qa_ratio_kind kind_of(const struct test_reference *reference)
{
    return (struct qa_ratio_kind){.most = test_reference_number(reference, "most"),
                                  .is_bounded = test_reference_number(reference, "bounded") > 0,
                                  .unit = test_reference_number(reference, "unit")};
}

static struct qa_cluster_sums sums_in(const struct test_reference *reference, const char *a,
                                      const char *b)
{
    static double errors[TEST_REFERENCE_NUMBERS];
    static double trials[TEST_REFERENCE_NUMBERS];
    size_t n = test_reference_numbers(reference, a, errors);
    assert_int_equal(test_reference_numbers(reference, b, trials), n);
    return sums_of(errors, trials, n);
}

static void the_interval_and_its_steps_equal_an_independent_computation(void **state)
{
    (void)state;
    struct test_reference reference;
    test_reference_open(&reference, "cluster_ratio.csv");
    while (test_reference_next(&reference)) {
        struct qa_cluster_sums sums = sums_in(&reference, "a", "b");
        struct qa_ratio_kind kind = kind_of(&reference);
        double confidence = test_reference_number(&reference, "confidence");
        struct qa_pseudo_clusters steps = qa_pseudo_clusters(&sums, &kind, confidence);
        struct qa_estimate got = qa_cluster_ratio(&sums, &kind, confidence);
        assert_close(steps.carriers, test_reference_number(&reference, "carriers"), 1e-11);
        assert_close(steps.failed_rate, test_reference_number(&reference, "failed"), 1e-11);
        assert_close(steps.good_rate, test_reference_number(&reference, "good"), 1e-11);
        assert_close(steps.rate, test_reference_number(&reference, "rate"), 1e-11);
        assert_close(steps.variance, test_reference_number(&reference, "variance"), 1e-11);
        assert_close(steps.shrink, test_reference_number(&reference, "shrink"), 1e-11);
        assert_close(steps.scale, test_reference_number(&reference, "scale"), 1e-10);
        assert_close(steps.observed, test_reference_number(&reference, "observed"), 1e-10);
        assert_true(got.has_interval);
        assert_close(got.value, test_reference_number(&reference, "value"), 1e-13);
        assert_close(got.low, test_reference_number(&reference, "low"), 1e-9);
        assert_close(got.high, test_reference_number(&reference, "high"), 1e-9);
        assert_identical(got.se, sqrt(steps.variance));
    }
    test_reference_close(&reference);
}

static void differences_equal_an_independent_computation(void **state)
{
    (void)state;
    struct test_reference reference;
    test_reference_open(&reference, "cluster_differences.csv");
    while (test_reference_next(&reference)) {
        static double a1[TEST_REFERENCE_NUMBERS], b1[TEST_REFERENCE_NUMBERS];
        static double a2[TEST_REFERENCE_NUMBERS], b2[TEST_REFERENCE_NUMBERS];
        struct qa_ratio_kind kind = kind_of(&reference);
        size_t n1 = test_reference_numbers(&reference, "a1", a1);
        size_t n2 = test_reference_numbers(&reference, "a2", a2);
        test_reference_numbers(&reference, "b1", b1);
        test_reference_numbers(&reference, "b2", b2);
        const struct qa_cluster_sums sums[2] = {sums_of(a1, b1, n1), sums_of(a2, b2, n2)};
        const struct qa_estimate parts[2] = {qa_cluster_ratio(&sums[0], &kind, 0.95),
                                             qa_cluster_ratio(&sums[1], &kind, 0.95)};
        bool paired = test_reference_number(&reference, "paired") > 0;
        struct qa_cluster_products products = {0};
        for (size_t i = 0; paired && i < n1; i++) {
            products.a1a2 += a1[i] * a2[i];
            products.a1b2 += a1[i] * b2[i];
            products.b1a2 += b1[i] * a2[i];
            products.b1b2 += b1[i] * b2[i];
        }
        struct qa_estimate got =
            qa_cluster_ratio_difference(parts, sums, paired ? &products : NULL);
        assert_close(got.value, test_reference_number(&reference, "value"), 1e-12);
        assert_close(got.low, test_reference_number(&reference, "low"), 1e-9);
        assert_close(got.high, test_reference_number(&reference, "high"), 1e-9);
    }
    test_reference_close(&reference);
}

/* ---- the published examples, to their printed digits ---- */

struct example {
    const char *name;
    double a[12], b[12];
    size_t n;
    const struct qa_ratio_kind *kind;
    double low, high, carriers, failed, rate, variance, shrink, scale, observed;
};

static const struct example examples[] = {
    {"errors in boxes",
     {0, 0, 1, 0, 4, 0, 0, 2, 0, 0, 0, 1},
     {5, 8, 20, 3, 12, 7, 30, 9, 4, 6, 10, 11},
     12,
     &error_rate,
     0.0022876922,
     0.2925143210,
     2.9090909091,
     0.7912614517,
     0.1007115402,
     0.0051932568,
     0.8931652927,
     15.5765149023,
     0.9968969537},
    {"no error",
     {0},
     {20, 20, 20, 20, 20, 20, 20, 20, 20, 20},
     10,
     &error_rate,
     0,
     0.2112956293,
     1,
     0.575,
     0.0261363636,
     0.0015779830,
     0.8703146774,
     14.0383903349,
     0},
    {"words",
     {0, 3, 1, 0, 9, 2, 0, 14, 1, 0},
     {6, 12, 4, 9, 11, 25, 3, 12, 8, 17},
     10,
     &word_error_rate,
     0.0361753862,
     1.0065159964,
     3.0821917808,
     2.1311889872,
     0.3728844183,
     0.0491079288,
     0.8703146774,
     0.1513216520,
     1.8528335379},
};
static void the_worked_examples_come_out(void **state)
{
    (void)state;
    for (size_t e = 0; e < sizeof examples / sizeof *examples; e++) {
        const struct example *example = &examples[e];
        struct qa_cluster_sums sums = sums_of(example->a, example->b, example->n);
        struct qa_pseudo_clusters steps = qa_pseudo_clusters(&sums, example->kind, 0.95);
        struct qa_estimate got = qa_cluster_ratio(&sums, example->kind, 0.95);
        assert_close(got.low, example->low, 1e-9);
        assert_close(got.high, example->high, 1e-9);
        assert_close(steps.carriers, example->carriers, 1e-9);
        assert_close(steps.failed_rate, example->failed, 1e-9);
        assert_close(steps.rate, example->rate, 1e-9);
        assert_close(steps.variance, example->variance, 1e-9);
        assert_close(steps.shrink, example->shrink, 1e-9);
        assert_close(steps.scale, example->scale, 1e-9);
        assert_close(steps.observed, example->observed, 1e-9);
        assert_string_equal(got.method, "pseudo-cluster");
        assert_int_equal(got.n, example->n);
    }
}

/* ---- properties ---- */

struct clusters {
    double a[60], b[60];
    size_t n;
};

static void draw(struct qa_random *random, struct clusters *out)
{
    out->n = 2 + (size_t)qa_random_below(random, 58);
    double rate = qa_random_real(random);
    rate *= rate * rate;
    for (size_t i = 0; i < out->n; i++) {
        uint64_t trials = 1 + qa_random_below(random, 30);
        uint64_t errors = 0;
        double own = qa_random_below(random, 3) == 0 ? qa_random_real(random) : rate;
        for (uint64_t t = 0; t < trials; t++) {
            errors += qa_random_real(random) < own;
        }
        out->a[i] = (double)errors;
        out->b[i] = (double)trials;
    }
}

static void bounded_ratios_mirror(void **state)
{
    (void)state;
    struct qa_random random;
    qa_random_init(&random, 5, 0);
    for (int t = 0; t < 300; t++) {
        struct clusters drawn;
        draw(&random, &drawn);
        struct clusters other = drawn;
        for (size_t i = 0; i < drawn.n; i++) {
            other.a[i] = drawn.b[i] - drawn.a[i];
        }
        struct qa_cluster_sums sums = sums_of(drawn.a, drawn.b, drawn.n);
        struct qa_cluster_sums mirrored = sums_of(other.a, other.b, other.n);
        struct qa_estimate one = qa_cluster_ratio(&sums, &error_rate, 0.95);
        struct qa_estimate two = qa_cluster_ratio(&mirrored, &error_rate, 0.95);
        assert_close(one.low, 1 - two.high, 1e-11);
        assert_close(one.high, 1 - two.low, 1e-11);
        assert_close(one.se, two.se, 1e-12);
    }
}

static void the_scale_of_both_parts_does_not_matter(void **state)
{
    (void)state;
    static const double scales[] = {0.001, 3600, 1e9};
    const struct qa_ratio_kind *kinds[] = {&error_rate, &word_error_rate, &time_share};
    struct qa_random random;
    qa_random_init(&random, 6, 0);
    for (int t = 0; t < 90; t++) {
        struct clusters drawn;
        draw(&random, &drawn);
        struct qa_ratio_kind kind = *kinds[t % 3];
        struct qa_cluster_sums sums = sums_of(drawn.a, drawn.b, drawn.n);
        struct qa_estimate one = qa_cluster_ratio(&sums, &kind, 0.95);
        double scale = scales[t / 3 % 3];
        for (size_t i = 0; i < drawn.n; i++) {
            drawn.a[i] *= scale;
            drawn.b[i] *= scale;
        }
        kind.unit *= scale;
        sums = sums_of(drawn.a, drawn.b, drawn.n);
        struct qa_estimate two = qa_cluster_ratio(&sums, &kind, 0.95);
        assert_close(two.low, one.low, 1e-11);
        assert_close(two.high, one.high, 1e-11);
        assert_close(two.se, one.se, 1e-11);
    }
}

static void the_value_is_never_left_out(void **state)
{
    (void)state;
    const struct qa_ratio_kind *kinds[] = {&error_rate, &word_error_rate, &time_share};
    static const double confidences[] = {0.01, 0.5, 0.95, 0.999};
    struct qa_random random;
    qa_random_init(&random, 7, 0);
    for (int t = 0; t < 600; t++) {
        struct clusters drawn;
        draw(&random, &drawn);
        struct qa_cluster_sums sums = sums_of(drawn.a, drawn.b, drawn.n);
        struct qa_estimate got = qa_cluster_ratio(&sums, kinds[t % 3], confidences[t / 3 % 4]);
        assert_true(got.low <= got.value && got.value <= got.high);
        assert_true(got.low >= 0 && isfinite(got.high));
        assert_true(t % 3 != 0 || got.high <= 1);
    }
}

static void the_level_orders_the_limits(void **state)
{
    (void)state;
    struct qa_random random;
    qa_random_init(&random, 8, 0);
    for (int t = 0; t < 100; t++) {
        struct clusters drawn;
        draw(&random, &drawn);
        struct qa_cluster_sums sums = sums_of(drawn.a, drawn.b, drawn.n);
        struct qa_estimate narrow = qa_cluster_ratio(&sums, &error_rate, 0.9);
        struct qa_estimate wide = qa_cluster_ratio(&sums, &error_rate, 0.99);
        assert_true(wide.low <= narrow.low && narrow.high <= wide.high);
    }
}

/* ---- edges ---- */

static void few_clusters_have_no_limits(void **state)
{
    (void)state;
    const double a[] = {1, 0, 2, 0, 1};
    const double b[] = {4, 4, 4, 4, 4};
    for (size_t n = 1; n <= 5; n++) {
        struct qa_cluster_sums sums = sums_of(a, b, n);
        struct qa_estimate got = qa_cluster_ratio(&sums, &error_rate, 0.95);
        assert_true(qa_is_defined(&got));
        assert_int_equal(got.has_interval, n >= QA_CLUSTERS_MIN);
        assert_int_equal(got.has_se, n >= 2);
        assert_int_equal(got.n, n);
    }
    struct qa_cluster_sums none = {0};
    assert_string_equal(qa_cluster_ratio(&none, &error_rate, 0.95).undefined, "no trials");
}

static void only_errors_end_at_the_most(void **state)
{
    (void)state;
    const double a[] = {3, 4, 5, 6, 7, 8};
    struct qa_cluster_sums sums = sums_of(a, a, 6);
    struct qa_estimate got = qa_cluster_ratio(&sums, &error_rate, 0.95);
    assert_identical(got.high, 1.0);
    assert_true(got.low > 0.3 && got.low < 1);
    /* No room for errors: nothing is left to chance. */
    const struct qa_ratio_kind no_room = {.most = 0, .is_bounded = true};
    sums.a = sums.aa = sums.ab = sums.aa_per_b = 0;
    got = qa_cluster_ratio(&sums, &no_room, 0.95);
    assert_identical(got.low, 0.0);
    assert_identical(got.high, 0.0);
    assert_true(got.has_interval);
}

/* Far beyond where GSL's own beta distribution gives up; sums of 10^8 and more trials. */
static void large_samples_have_narrow_limits(void **state)
{
    (void)state;
    for (double n = 1e3; n < 1e10; n *= 10) {
        /* Clusters of ten trials, half of them with six errors and half with four. */
        struct qa_cluster_sums sums = {.n = (uint64_t)n,
                                       .a = 5 * n,
                                       .b = 10 * n,
                                       .aa = 26 * n,
                                       .ab = 50 * n,
                                       .bb = 100 * n,
                                       .aa_per_b = 2.6 * n};
        struct qa_estimate got = qa_cluster_ratio(&sums, &error_rate, 0.95);
        double half = 1.959964 * sqrt(0.01 / n);
        assert_true(fabs((got.high - 0.5) / half - 1) < 0.2);
        assert_true(fabs((0.5 - got.low) / half - 1) < 0.2);
        assert_true(n < 1e6 || fabs((got.high - got.low) / (2 * half) - 1) < 1e-3);
        struct qa_estimate words = qa_cluster_ratio(&sums, &word_error_rate, 0.95);
        assert_true(n < 1e6 || fabs((words.high - words.low) / (2 * half) - 1) < 1e-2);
    }
}

/* P(a, x) - P(a + 1, x) = x^a e^-x / Gamma(a + 1), on both sides of the shape from which the
 * expansion serves, and from one to the other. */
static void gamma_tails_join_at_large_shapes(void **state)
{
    (void)state;
    static const double shapes[] = {50.5, 5000.25, 99999, 99999.5, 100000, 123456.75};
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++) {
        for (double z = -4; z <= 4; z++) {
            double a = shapes[s];
            double x = a + z * sqrt(a);
            double step = exp(a * log(x) - x - lgamma(a + 1));
            double below = qa_gamma_cdf(x, a);
            double above = qa_gamma_upper(x, a);
            assert_close(below + above, 1, 1e-11);
            assert_close(below - qa_gamma_cdf(x, a + 1), step, 1e-11);
            assert_close(qa_gamma_upper(x, a + 1) - above, step, 1e-11);
        }
    }
    assert_identical(qa_gamma_cdf(0, 1e6), 0.0);
    assert_identical(qa_gamma_upper(0, 1e6), 1.0);
}

/* The same of a beta distribution, where GSL's fraction gives up: at the median of a symmetric one,
 * and as complements of each other. */
static void beta_tails_hold_at_large_parameters(void **state)
{
    (void)state;
    for (double a = 10; a < 1e10; a *= 10) {
        assert_close(qa_beta_cdf(0.5, a, a), 0.5, 1e-7);
        double sd = 0.5 / sqrt(2 * a + 1);
        double below = qa_beta_cdf(0.5 - 1.5 * sd, a, a);
        assert_close(below, qa_beta_upper(0.5 + 1.5 * sd, a, a), 1e-7);
        assert_close(below + qa_beta_upper(0.5 - 1.5 * sd, a, a), 1, 1e-9);
        assert_true(a < 1e5 || fabs(below - qa_normal_cdf(-1.5)) < 1e-5);
    }
}

static void one_against_itself_does_not_differ(void **state)
{
    (void)state;
    const double a[] = {1, 0, 2, 0, 5, 1, 0};
    const double b[] = {9, 8, 7, 6, 5, 4, 3};
    struct qa_cluster_sums sums[2] = {sums_of(a, b, 7), sums_of(a, b, 7)};
    struct qa_estimate one = qa_cluster_ratio(&sums[0], &error_rate, 0.95);
    const struct qa_estimate both[2] = {one, one};
    struct qa_cluster_products same = {sums[0].aa, sums[0].ab, sums[0].ab, sums[0].bb};
    struct qa_estimate paired = qa_cluster_ratio_difference(both, sums, &same);
    struct qa_estimate apart = qa_cluster_ratio_difference(both, sums, NULL);
    assert_identical(paired.value, 0.0);
    assert_true(paired.low < 0 && paired.high > 0);
    assert_true(paired.low > apart.low && paired.high < apart.high);
    struct qa_estimate swapped[2] = {one, qa_undefined("no trials", 0)};
    assert_string_equal(qa_cluster_ratio_difference(swapped, sums, NULL).undefined, "no trials");
}

int main(void)
{
    qa_special_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_interval_and_its_steps_equal_an_independent_computation),
        cmocka_unit_test(differences_equal_an_independent_computation),
        cmocka_unit_test(the_worked_examples_come_out),
        cmocka_unit_test(bounded_ratios_mirror),
        cmocka_unit_test(the_scale_of_both_parts_does_not_matter),
        cmocka_unit_test(the_value_is_never_left_out),
        cmocka_unit_test(the_level_orders_the_limits),
        cmocka_unit_test(few_clusters_have_no_limits),
        cmocka_unit_test(only_errors_end_at_the_most),
        cmocka_unit_test(large_samples_have_narrow_limits),
        cmocka_unit_test(gamma_tails_join_at_large_shapes),
        cmocka_unit_test(beta_tails_hold_at_large_parameters),
        cmocka_unit_test(one_against_itself_does_not_differ),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
