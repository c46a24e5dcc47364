/* Every coefficient on whole data sets, against values computed in exact fractions, and the
 * properties that tie them to each other. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/close.h"
#include "tests/support/flags.h"
#include "tests/support/reference.h"

#include "qa/base/random.h"
#include "qa/stats/agreement.h"
#include "qa/stats/conger.h"
#include "qa/stats/icc.h"
#include "qa/stats/krippendorff.h"
#include "qa/stats/pairwise.h"
#include "qa/stats/raters.h"
#include "qa/stats/special.h"

static const struct qa_inference at_95 = {0.95, 0, 0};

/* A data set: rows of places, 0 for a missing rating. */
struct data {
    struct qa_ratings ratings;
    double *place;
};

static int by_value(const void *left, const void *right)
{
    double a = *(const double *)left;
    double b = *(const double *)right;
    return (a > b) - (a < b);
}

static struct data make_data(const double *cells, size_t n_cells, uint32_t n_raters,
                             struct qa_arena *arena)
{
    struct data data = {.place = QA_ARRAY(arena, double, n_cells + 1)};
    uint32_t k = 0;
    for (size_t i = 0; i < n_cells; i++) {
        bool known = cells[i] == 0;
        for (uint32_t c = 0; c < k && !known; c++) {
            known = data.place[c] == cells[i];
        }
        if (!known) {
            data.place[k++] = cells[i];
        }
    }
    qsort(data.place, k, sizeof *data.place, by_value);
    size_t n_items = n_cells / n_raters;
    uint64_t *first = QA_ARRAY(arena, uint64_t, n_items + 1);
    uint32_t *rater = QA_ARRAY(arena, uint32_t, n_cells + 1);
    uint32_t *category = QA_ARRAY(arena, uint32_t, n_cells + 1);
    size_t n = 0;
    for (size_t i = 0; i < n_cells; i++) {
        uint32_t c = 0;
        while (cells[i] != 0 && data.place[c] != cells[i]) {
            c++;
        }
        if (cells[i] != 0) {
            rater[n] = (uint32_t)(i % n_raters);
            category[n++] = c;
        }
        first[i / n_raters + 1] = n;
    }
    data.ratings = (struct qa_ratings){n_items, n, n_raters, k, first, rater, category, data.place};
    return data;
}

static struct data read_data(const char *name, struct qa_arena *arena)
{
    struct test_reference reference;
    struct data data = {.place = NULL};
    test_reference_open(&reference, "coefficient_data.csv");
    while (test_reference_next(&reference)) {
        if (strcmp(test_reference_text(&reference, "data"), name) == 0) {
            double *cells = QA_ARRAY(arena, double, TEST_REFERENCE_NUMBERS);
            size_t n = test_reference_numbers(&reference, "ratings", cells);
            data =
                make_data(cells, n, (uint32_t)test_reference_number(&reference, "raters"), arena);
        }
    }
    test_reference_close(&reference);
    assert_non_null(data.place);
    return data;
}

static struct qa_estimate cohen(const struct data *data, const double *weights,
                                struct qa_arena *arena)
{
    const struct qa_pair_request request = {{weights}, 1, at_95, false};
    size_t n;
    const struct qa_rater_pair *pairs = qa_rater_pairs(&data->ratings, &request, arena, &n);
    assert_int_equal(n, 1);
    return pairs[0].kappa[0];
}

static struct qa_estimate metric(const struct data *data, const struct qa_patterns *patterns,
                                 const char *kind, struct qa_arena *arena)
{
    if (strcmp(kind, "ordinal") == 0) {
        return qa_krippendorff_ordinal(patterns, NULL, &at_95, arena);
    }
    struct qa_agreement_basis basis =
        strcmp(kind, "interval") == 0
            ? qa_agreement_basis_interval(patterns, data->place, arena)
            : qa_agreement_basis(patterns,
                                 qa_weight_matrix(QA_WEIGHTS_RATIO, data->place,
                                                  data->ratings.n_categories, arena),
                                 arena);
    return qa_agreement_coefficient(&basis, QA_KRIPPENDORFF_ALPHA, &at_95, NULL, arena);
}

static struct qa_estimate measure(const struct data *data, const char *coefficient,
                                  const char *kind, struct qa_arena *arena)
{
    static const struct {
        const char *name;
        enum qa_coefficient coefficient;
    } of_patterns[] = {{"percent_agreement", QA_PERCENT_AGREEMENT},
                       {"bennett_s", QA_BENNETT_S},
                       {"fleiss_kappa", QA_FLEISS_KAPPA},
                       {"krippendorff_alpha", QA_KRIPPENDORFF_ALPHA},
                       {"gwet_ac", QA_GWET_AC}};
    struct qa_patterns patterns = qa_patterns_find(&data->ratings, arena);
    if (strcmp(coefficient, "krippendorff_metric") == 0) {
        return metric(data, &patterns, kind, arena);
    }
    enum qa_weights weights;
    assert_true(qa_weights_by_name(kind, &weights));
    const double *matrix =
        qa_weight_matrix(weights, data->place, data->ratings.n_categories, arena);
    if (strcmp(coefficient, "cohen_kappa") == 0) {
        return cohen(data, matrix, arena);
    }
    if (strcmp(coefficient, "conger_kappa") == 0) {
        return qa_conger_kappa(&data->ratings, matrix, &at_95, NULL, arena);
    }
    if (strcmp(coefficient, "light_kappa") == 0) {
        struct qa_light_pairs pairs;
        return qa_light_kappa(&data->ratings, matrix, &at_95, NULL, &pairs, arena);
    }
    size_t i = 0;
    while (strcmp(of_patterns[i].name, coefficient) != 0) {
        i++;
    }
    struct qa_agreement_basis basis = qa_agreement_basis(&patterns, matrix, arena);
    return qa_agreement_coefficient(&basis, of_patterns[i].coefficient, &at_95, NULL, arena);
}

static void coefficients_equal_exact_fractions_with_all_weights(void **state)
{
    (void)state;
    struct test_reference reference;
    test_reference_open(&reference, "coefficients.csv");
    while (test_reference_next(&reference)) {
        struct qa_arena *arena = qa_arena_new();
        struct data data = read_data(test_reference_text(&reference, "data"), arena);
        struct qa_estimate got = measure(&data, test_reference_text(&reference, "coefficient"),
                                         test_reference_text(&reference, "weights"), arena);
        bool close = got.undefined == NULL &&
                     fabs(got.value - test_reference_number(&reference, "value")) < 1e-11 &&
                     got.n == (uint64_t)test_reference_number(&reference, "n");
        if (test_reference_text(&reference, "se")[0] != '\0') {
            close = close && fabs(got.se - test_reference_number(&reference, "se")) < 1e-11;
        }
        if (!close) {
            print_message("got %.15g, se %.15g, n %llu\n", got.value, got.se,
                          (unsigned long long)got.n);
            test_reference_fail(&reference, "the coefficient differs");
        }
        qa_arena_free(arena);
    }
    test_reference_close(&reference);
}

/* Shrout and Fleiss (1979), table 4; intervals and F as the package psych prints them. */
static void intraclass_correlations_are_those_of_shrout_and_fleiss(void **state)
{
    (void)state;
    static const struct {
        enum qa_icc_form form;
        double value, low, high;
    } published[] = {{QA_ICC_1_1, 0.166, -0.133, 0.723}, {QA_ICC_2_1, 0.290, 0.019, 0.761},
                     {QA_ICC_3_1, 0.715, 0.342, 0.946},  {QA_ICC_1_K, 0.443, -0.884, 0.912},
                     {QA_ICC_2_K, 0.620, 0.071, 0.927},  {QA_ICC_3_K, 0.909, 0.676, 0.986}};
    struct qa_arena *arena = qa_arena_new();
    struct data data = read_data("shrout_fleiss", arena);
    struct qa_icc icc = qa_icc(&data.ratings, data.place, &at_95);
    for (size_t i = 0; i < 6; i++) {
        const struct qa_estimate *estimate = &icc.estimate[published[i].form];
        assert_true(fabs(estimate->value - published[i].value) < 0.00051);
        assert_true(fabs(estimate->low - published[i].low) < 0.00051);
        assert_true(fabs(estimate->high - published[i].high) < 0.00051);
    }
    /* Exact: MSB 11.2417, MSW 6.2639, MSE 1.0194 in 24ths of the table's sums. */
    assert_close(icc.f[0], (1349.0 / 120) / (451.0 / 72), 1e-12);
    assert_close(icc.f[1], (1349.0 / 120) / (367.0 / 360), 1e-12);
    assert_close(icc.estimate[QA_ICC_3_1].value,
                 (1349.0 / 120 - 367.0 / 360) / (1349.0 / 120 + 3 * 367.0 / 360), 1e-12);
    qa_arena_free(arena);
}

/* ---- properties on random ratings ---- */

static struct data random_data(struct qa_random *random, size_t n_items, uint32_t n_raters,
                               uint32_t k, double missing, struct qa_arena *arena)
{
    double *cells = QA_ARRAY(arena, double, n_items *n_raters);
    for (size_t i = 0; i < n_items; i++) {
        double truth = (double)qa_random_below(random, k) + 1;
        for (uint32_t g = 0; g < n_raters; g++) {
            bool right = qa_random_real(random) < 0.6;
            cells[i * n_raters + g] = qa_random_real(random) < missing ? 0
                                      : right                          ? truth
                                              : (double)qa_random_below(random, k) + 1;
        }
    }
    return make_data(cells, n_items * n_raters, n_raters, arena);
}

/* Krippendorff (2011): alpha = pi + (1 - pi) / (2 n) for two annotators without missing data. */
/* One annotator always says 1, the other 2: raters are all that differs, and what is left over
 * after them is nothing. Mean squares: items 0, raters 3/2, rest 0; within items 1/2. */
static void items_that_do_not_differ_have_no_consistency(void **state)
{
    (void)state;
    enum { ITEMS = 3 };
    static const uint64_t first[ITEMS + 1] = {0, 2, 4, 6};
    static const uint32_t rater[2 * ITEMS] = {0, 1, 0, 1, 0, 1};
    static const uint32_t category[2 * ITEMS] = {0, 1, 0, 1, 0, 1};
    static const double place[] = {1, 2};
    const struct qa_ratings ratings = {.n_items = ITEMS,
                                       .n_raters = 2,
                                       .n_categories = 2,
                                       .n_ratings = (uint64_t)2 * ITEMS,
                                       .first = first,
                                       .rater = rater,
                                       .category = category};
    struct qa_icc icc = qa_icc(&ratings, place, &at_95);
    assert_close(icc.estimate[QA_ICC_1_1].value, -1, 1e-15);
    assert_close(icc.estimate[QA_ICC_2_1].value, 0, 1e-15);
    assert_close(icc.estimate[QA_ICC_2_K].value, 0, 1e-15);
    assert_non_null(icc.estimate[QA_ICC_3_1].undefined);
    assert_non_null(icc.estimate[QA_ICC_3_K].undefined);
    assert_false(icc.has_f[1]);
}

static void alpha_of_two_is_scotts_pi_corrected_for_small_samples(void **state)
{
    (void)state;
    struct qa_random random;
    qa_random_init(&random, 3, 0);
    for (int trial = 0; trial < 50; trial++) {
        struct qa_arena *arena = qa_arena_new();
        struct data data = random_data(&random, 30, 2, 4, 0, arena);
        struct qa_patterns patterns = qa_patterns_find(&data.ratings, arena);
        struct qa_agreement_basis basis = qa_agreement_basis(&patterns, NULL, arena);
        double pi = qa_agreement_coefficient(&basis, QA_SCOTT_PI, &at_95, NULL, arena).value;
        double alpha =
            qa_agreement_coefficient(&basis, QA_KRIPPENDORFF_ALPHA, &at_95, NULL, arena).value;
        assert_close(alpha, pi + (1 - pi) / 60, 1e-12);
        assert_close(pi,
                     qa_agreement_coefficient(&basis, QA_FLEISS_KAPPA, &at_95, NULL, arena).value,
                     1e-12);
        qa_arena_free(arena);
    }
}

/* Fleiss and Cohen (1973): with quadratic weights kappa of two annotators nears ICC(2,1), and is
 * exactly it when the mean squares are taken over n instead of n - 1. */
static void quadratic_kappa_is_the_intraclass_correlation_over_n(void **state)
{
    (void)state;
    struct qa_random random;
    qa_random_init(&random, 4, 0);
    for (int trial = 0; trial < 50; trial++) {
        struct qa_arena *arena = qa_arena_new();
        struct data data = random_data(&random, 40, 2, 5, 0, arena);
        const double *weights =
            qa_weight_matrix(QA_WEIGHTS_QUADRATIC, data.place, data.ratings.n_categories, arena);
        double kappa = cohen(&data, weights, arena).value;
        double n = 40;
        double mean[2] = {0, 0};
        double square[2] = {0, 0};
        double product = 0;
        for (size_t i = 0; i < 40; i++) {
            double x = data.place[data.ratings.category[2 * i]];
            double y = data.place[data.ratings.category[2 * i + 1]];
            mean[0] += x / n;
            mean[1] += y / n;
            square[0] += x * x / n;
            square[1] += y * y / n;
            product += x * y / n;
        }
        double covariance = product - mean[0] * mean[1];
        double gap = mean[0] - mean[1];
        double spread = square[0] - mean[0] * mean[0] + square[1] - mean[1] * mean[1];
        assert_close(kappa, 2 * covariance / (spread + gap * gap), 1e-12);
        /* Of k and of k forms: Spearman and Brown. */
        struct qa_icc icc = qa_icc(&data.ratings, data.place, &at_95);
        double single = icc.estimate[QA_ICC_3_1].value;
        assert_close(icc.estimate[QA_ICC_3_K].value, 2 * single / (1 + single), 1e-12);
        assert_true(fabs(icc.estimate[QA_ICC_2_1].value - kappa) < 0.05);
        qa_arena_free(arena);
    }
}

static void conger_of_two_without_missing_ratings_is_cohen(void **state)
{
    (void)state;
    struct qa_random random;
    qa_random_init(&random, 5, 0);
    for (int trial = 0; trial < 50; trial++) {
        struct qa_arena *arena = qa_arena_new();
        struct data data = random_data(&random, 50, 2, 3, 0, arena);
        struct qa_estimate conger = qa_conger_kappa(&data.ratings, NULL, &at_95, NULL, arena);
        struct qa_estimate kappa = cohen(&data, NULL, arena);
        struct qa_light_pairs pairs;
        struct qa_estimate light = qa_light_kappa(&data.ratings, NULL, &at_95, NULL, &pairs, arena);
        assert_close(conger.value, kappa.value, 1e-12);
        assert_close(light.value, kappa.value, 1e-12);
        /* Linearised over items it is the large-sample error, but for n - 1. */
        assert_close(conger.se, kappa.se * sqrt(50.0 / 49), 1e-9);
        assert_close(light.se, kappa.se * sqrt(50.0 / 49), 1e-9);
        qa_arena_free(arena);
    }
}

static void interval_metric_needs_no_matrix(void **state)
{
    (void)state;
    struct qa_random random;
    qa_random_init(&random, 6, 0);
    struct qa_arena *arena = qa_arena_new();
    struct data data = random_data(&random, 80, 4, 7, 0.3, arena);
    struct qa_patterns patterns = qa_patterns_find(&data.ratings, arena);
    const double *weights =
        qa_weight_matrix(QA_WEIGHTS_QUADRATIC, data.place, data.ratings.n_categories, arena);
    struct qa_agreement_basis with = qa_agreement_basis(&patterns, weights, arena);
    struct qa_agreement_basis without = qa_agreement_basis_interval(&patterns, data.place, arena);
    for (int c = 0; c < QA_N_COEFFICIENTS; c++) {
        struct qa_estimate a =
            qa_agreement_coefficient(&with, (enum qa_coefficient)c, &at_95, NULL, arena);
        struct qa_estimate b =
            qa_agreement_coefficient(&without, (enum qa_coefficient)c, &at_95, NULL, arena);
        assert_close(a.value, b.value, 1e-11);
        assert_close(a.se, b.se, 1e-11);
    }
    qa_arena_free(arena);
}

/* Renaming annotators changes nothing, nor does leaving out an annotator one way or the other. */
static void without_an_annotator_is_the_coefficient_of_the_rest(void **state)
{
    (void)state;
    struct qa_random random;
    qa_random_init(&random, 8, 0);
    struct qa_arena *arena = qa_arena_new();
    enum { ITEMS = 60, RATERS = 4 };
    double cells[ITEMS * RATERS];
    for (size_t i = 0; i < ITEMS * RATERS; i++) {
        cells[i] = qa_random_real(&random) < 0.2 ? 0 : (double)qa_random_below(&random, 3) + 1;
    }
    struct data all = make_data(cells, ITEMS * RATERS, RATERS, arena);
    struct qa_patterns patterns = qa_patterns_find(&all.ratings, arena);
    struct qa_agreement_basis basis = qa_agreement_basis(&patterns, NULL, arena);
    struct qa_without_raters without = qa_without_raters(&all.ratings, &basis, arena);
    for (uint32_t g = 0; g < RATERS; g++) {
        double rest[ITEMS * RATERS];
        memcpy(rest, cells, sizeof rest);
        for (size_t i = 0; i < ITEMS; i++) {
            rest[i * RATERS + g] = 0;
        }
        struct data fewer = make_data(rest, ITEMS * RATERS, RATERS, arena);
        struct qa_patterns left = qa_patterns_find(&fewer.ratings, arena);
        struct qa_agreement_basis direct = qa_agreement_basis(&left, NULL, arena);
        for (int c = 0; c < QA_N_COEFFICIENTS; c++) {
            struct qa_estimate want =
                qa_agreement_coefficient(&direct, (enum qa_coefficient)c, &at_95, NULL, arena);
            size_t at = (size_t)g * QA_N_COEFFICIENTS + (size_t)c;
            assert_true(without.defined[at]);
            assert_close(without.value[at], want.value, 1e-11);
        }
    }
    qa_arena_free(arena);
}

static void a_population_shrinks_the_error_and_a_null_value_moves_the_test(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    struct data data = read_data("uneven", arena);
    struct qa_patterns patterns = qa_patterns_find(&data.ratings, arena);
    struct qa_agreement_basis basis = qa_agreement_basis(&patterns, NULL, arena);
    const struct qa_inference of_80 = {0.95, 80, 0};
    struct qa_estimate large =
        qa_agreement_coefficient(&basis, QA_FLEISS_KAPPA, &at_95, NULL, arena);
    struct qa_estimate small =
        qa_agreement_coefficient(&basis, QA_FLEISS_KAPPA, &of_80, NULL, arena);
    assert_close(small.se, large.se * sqrt(0.5), 1e-12);
    const struct qa_inference against_itself = {0.95, 0, large.value};
    struct qa_estimate same =
        qa_agreement_coefficient(&basis, QA_FLEISS_KAPPA, &against_itself, NULL, arena);
    assert_close(same.p_value, 1, 1e-9);
    qa_arena_free(arena);
}

/* Kappas of a few items are biased, and undefined where both always say the same: no interval. */
static void lights_interval_covers_or_is_absent(void **state)
{
    (void)state;
    enum { DELIVERIES = 300, LEAST = 273 }; /* 95 % less three standard errors */
    static const struct light_case sparse = {8, 3, 60, 0.1, 0.8};
    static const struct light_case dense = {6, 6, 200, 0.1, 0.5};
    assert_int_equal(simulate_light(&sparse, DELIVERIES).with_interval, 0);
    struct light_counts counts = simulate_light(&dense, DELIVERIES);
    assert_int_equal(counts.with_interval, DELIVERIES);
    assert_in_range(counts.covered, LEAST, DELIVERIES);
}

int main(void)
{
    qa_special_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lights_interval_covers_or_is_absent),
        cmocka_unit_test(coefficients_equal_exact_fractions_with_all_weights),
        cmocka_unit_test(intraclass_correlations_are_those_of_shrout_and_fleiss),
        cmocka_unit_test(items_that_do_not_differ_have_no_consistency),
        cmocka_unit_test(alpha_of_two_is_scotts_pi_corrected_for_small_samples),
        cmocka_unit_test(quadratic_kappa_is_the_intraclass_correlation_over_n),
        cmocka_unit_test(conger_of_two_without_missing_ratings_is_cohen),
        cmocka_unit_test(interval_metric_needs_no_matrix),
        cmocka_unit_test(without_an_annotator_is_the_coefficient_of_the_rest),
        cmocka_unit_test(a_population_shrinks_the_error_and_a_null_value_moves_the_test),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
