/* Jackknife and bootstrap against what they are known to give, and the smaller pieces beside them:
 * weights of sets, indices of a kappa, sample size, standings of annotators. */
#include <math.h>
#include <string.h>

#include "tests/support/close.h"

#include "qa/base/parallel.h"
#include "qa/base/random.h"
#include "qa/stats/agreement_resample.h"
#include "qa/stats/conger.h"
#include "qa/stats/kappa.h"
#include "qa/stats/kappa_plan.h"
#include "qa/stats/pairwise.h"
#include "qa/stats/raters.h"
#include "qa/stats/special.h"
#include "qa/stats/weights.h"

static const struct qa_inference at_95 = {0.95, 0, 0};

static struct qa_ratings simulated(uint64_t seed, size_t n_items, uint32_t n_raters, uint32_t k,
                                   struct qa_arena *arena)
{
    uint64_t *first = QA_ARRAY(arena, uint64_t, n_items + 1);
    uint32_t *rater = QA_ARRAY(arena, uint32_t, n_items * n_raters);
    uint32_t *category = QA_ARRAY(arena, uint32_t, n_items * n_raters);
    struct qa_random random;
    qa_random_init(&random, seed, 0);
    size_t n = 0;
    for (size_t i = 0; i < n_items; i++) {
        uint32_t truth = (uint32_t)qa_random_below(&random, k);
        for (uint32_t g = 0; g < n_raters; g++) {
            if (qa_random_real(&random) < 0.85) {
                rater[n] = g;
                category[n++] =
                    qa_random_real(&random) < 0.7 ? truth : (uint32_t)qa_random_below(&random, k);
            }
        }
        first[i + 1] = n;
    }
    return (struct qa_ratings){n_items, n, n_raters, k, first, rater, category, NULL};
}

static struct qa_estimate fleiss(const struct qa_ratings *ratings, enum qa_interval_method method,
                                 uint64_t n_resamples, struct qa_arena *arena)
{
    struct qa_patterns patterns = qa_patterns_find(ratings, arena);
    struct qa_agreement_basis basis = qa_agreement_basis(&patterns, NULL, arena);
    const enum qa_coefficient which = QA_FLEISS_KAPPA;
    const struct qa_resampling resampling = {method, n_resamples, 5};
    struct qa_estimate estimate = qa_agreement_coefficient(&basis, which, &at_95, NULL, arena);
    if (method != QA_INTERVAL_ANALYTIC) {
        qa_agreement_resample(&basis, &which, 1, &resampling, &at_95, &estimate);
    }
    return estimate;
}

static void all_ways_agree_on_a_large_sample(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    struct qa_ratings ratings = simulated(1, 2000, 4, 3, arena);
    struct qa_estimate analytic = fleiss(&ratings, QA_INTERVAL_ANALYTIC, 0, arena);
    static const enum qa_interval_method ways[] = {QA_INTERVAL_JACKKNIFE, QA_INTERVAL_BOOTSTRAP,
                                                   QA_INTERVAL_BCA};
    static const char *const names[] = {"jackknife_t", "bootstrap_percentile", "bootstrap_bca"};
    for (int w = 0; w < 3; w++) {
        struct qa_estimate other = fleiss(&ratings, ways[w], 4000, arena);
        assert_identical(other.value, analytic.value);
        assert_string_equal(other.method, names[w]);
        assert_true(fabs(other.se / analytic.se - 1) < (w == 0 ? 0.01 : 0.04));
        assert_true(fabs(other.low - analytic.low) < 0.15 * analytic.se);
        assert_true(fabs(other.high - analytic.high) < 0.15 * analytic.se);
    }
    qa_arena_free(arena);
}

/* The mean of a sample: the jackknife's error is s / sqrt(n), exactly. */
static void jackknife_of_a_mean_is_its_standard_error(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    struct qa_ratings ratings = simulated(2, 90, 3, 3, arena);
    struct qa_patterns patterns = qa_patterns_find(&ratings, arena);
    struct qa_agreement_basis basis = qa_agreement_basis(&patterns, NULL, arena);
    const enum qa_coefficient which = QA_PERCENT_AGREEMENT;
    struct qa_estimate exact = qa_agreement_coefficient(&basis, which, &at_95, NULL, arena);
    struct qa_estimate left = exact;
    const struct qa_resampling jackknife = {.method = QA_INTERVAL_JACKKNIFE};
    qa_agreement_resample(&basis, &which, 1, &jackknife, &at_95, &left);
    /* Items with one rating are left out one by one too, without effect on the mean. */
    double n = (double)patterns.n_items;
    double m = (double)patterns.n_pairable;
    assert_true(fabs(left.se / exact.se - 1) < 0.02 + (n - m) / n);
    assert_false(left.has_p_value);
    qa_arena_free(arena);
}

static void resampling_is_the_same_on_any_number_of_threads(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    struct qa_ratings ratings = simulated(3, 300, 3, 4, arena);
    qa_parallel_set_threads(1);
    struct qa_estimate one = fleiss(&ratings, QA_INTERVAL_BCA, 500, arena);
    qa_parallel_set_threads(4);
    struct qa_estimate four = fleiss(&ratings, QA_INTERVAL_BCA, 500, arena);
    qa_parallel_set_threads(0);
    assert_identical(one.low, four.low);
    assert_identical(one.high, four.high);
    assert_identical(one.p_value, four.p_value);
    qa_arena_free(arena);
}

static void conger_light_and_cohen_are_resampled_too(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    struct qa_ratings ratings = simulated(4, 600, 3, 3, arena);
    const struct qa_resampling jackknife = {.method = QA_INTERVAL_JACKKNIFE};
    struct qa_light_pairs pairs;
    struct qa_estimate conger = qa_conger_kappa(&ratings, NULL, &at_95, NULL, arena);
    struct qa_estimate light = qa_light_kappa(&ratings, NULL, &at_95, NULL, &pairs, arena);
    struct qa_estimate conger_left = conger;
    struct qa_estimate light_left = light;
    qa_conger_resample(&ratings, NULL, &jackknife, &at_95, &conger_left);
    qa_light_resample(&ratings, NULL, &jackknife, &at_95, &light_left);
    assert_true(fabs(conger_left.se / conger.se - 1) < 0.02);
    assert_true(fabs(light_left.se / light.se - 1) < 0.02);
    assert_identical(conger_left.value, conger.value);
    const uint64_t table[] = {40, 5, 3, 4, 50, 6, 1, 7, 30};
    struct qa_estimate cohen = qa_cohen_kappa(table, 3, NULL, &at_95, arena);
    struct qa_estimate cohen_left = cohen;
    qa_cohen_resample(table, 3, NULL, &jackknife, &at_95, &cohen_left);
    assert_true(fabs(cohen_left.se / cohen.se - 1) < 0.02);
    const struct qa_resampling draws = {QA_INTERVAL_BOOTSTRAP, 3000, 2};
    qa_cohen_resample(table, 3, NULL, &draws, &at_95, &cohen_left);
    assert_true(fabs(cohen_left.se / cohen.se - 1) < 0.06);
    qa_arena_free(arena);
}

static void p_of_a_bootstrap_falls_with_the_distance_of_the_null_value(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    struct qa_ratings ratings = simulated(6, 200, 3, 3, arena);
    struct qa_patterns patterns = qa_patterns_find(&ratings, arena);
    struct qa_agreement_basis basis = qa_agreement_basis(&patterns, NULL, arena);
    const enum qa_coefficient which = QA_FLEISS_KAPPA;
    const struct qa_resampling draws = {QA_INTERVAL_BCA, 2000, 9};
    double last = 2;
    for (int step = 0; step < 4; step++) {
        struct qa_estimate estimate = qa_agreement_coefficient(&basis, which, &at_95, NULL, arena);
        const struct qa_inference against = {0.95, 0, estimate.value - 0.06 * step};
        qa_agreement_resample(&basis, &which, 1, &draws, &against, &estimate);
        assert_true(estimate.p_value < last);
        /* The test and the interval say the same. */
        bool inside = estimate.low <= against.null_value && against.null_value <= estimate.high;
        assert_true(inside == (estimate.p_value > 0.05) || fabs(estimate.p_value - 0.05) < 0.01);
        last = estimate.p_value;
    }
    qa_arena_free(arena);
}

/* Passonneau (2006): 1, 2/3, 1/3, 0 times Jaccard. */
static void masi_weighs_how_sets_meet(void **state)
{
    (void)state;
    enum { SETS = 5, TAGS = 4 };
    const bool members[SETS * TAGS] = {true,  false, false, false, /* a */
                                       true,  true,  false, false, /* a b */
                                       false, true,  true,  false, /* b c */
                                       false, false, false, true,  /* d */
                                       false, false, false, false};
    struct qa_arena *arena = qa_arena_new();
    const double *masi = qa_set_weights(QA_SETS_MASI, members, SETS, TAGS, arena);
    const double *jaccard = qa_set_weights(QA_SETS_JACCARD, members, SETS, TAGS, arena);
    assert_close(jaccard[0 * SETS + 1], 1.0 / 2, 1e-15);
    assert_close(masi[0 * SETS + 1], 1.0 / 3, 1e-15); /* 1/2 x 2/3 */
    assert_close(jaccard[1 * SETS + 2], 1.0 / 3, 1e-15);
    assert_close(masi[1 * SETS + 2], 1.0 / 9, 1e-15); /* 1/3 x 1/3 */
    assert_identical(masi[0 * SETS + 3], 0.0);
    assert_identical(masi[3 * SETS + 4], 0.0);
    for (int s = 0; s < SETS; s++) {
        assert_identical(masi[s * SETS + s], 1.0);
    }
    qa_arena_free(arena);
}

/* Byrt, Bishop and Carlin (1993): kappa = (PABAK - PI^2 + BI^2) / (1 - PI^2 + BI^2). */
static void indices_of_a_table_make_up_its_kappa(void **state)
{
    (void)state;
    const uint64_t table[] = {118, 5, 2, 0};
    struct qa_arena *arena = qa_arena_new();
    struct qa_kappa_indices of = qa_kappa_indices(table, 2);
    double kappa = qa_cohen_kappa(table, 2, NULL, &at_95, arena).value;
    assert_true(of.is_two_by_two);
    assert_close(of.prevalence, 118.0 / 125, 1e-15);
    assert_close(of.bias, 3.0 / 125, 1e-15);
    assert_close(of.pabak, 2 * 118.0 / 125 - 1, 1e-15);
    double pi2 = of.prevalence * of.prevalence;
    double bi2 = of.bias * of.bias;
    assert_close(kappa, (of.pabak - pi2 + bi2) / (1 - pi2 + bi2), 1e-12);
    assert_true(of.maximum < 1 && of.maximum > kappa);
    qa_arena_free(arena);
}

/* By the interval that agree prints: at the n that is told, and at nothing much below it. */
static void a_plan_for_kappa_holds_by_its_own_interval(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    const double even[] = {0.5, 0.5};
    const double rare[] = {0.92, 0.08};
    const struct qa_kappa_expected plans[] = {{0.7, even, 2, NULL, 0.1, 0.95},
                                              {0.9, rare, 2, NULL, 0.15, 0.95}};
    for (int p = 0; p < 2; p++) {
        const struct qa_kappa_expected *plan = &plans[p];
        struct qa_kappa_operation at = qa_kappa_items(plan, arena);
        assert_true(at.drawn > 0 && at.half_width <= plan->half_width);
        assert_true(at.covered > 0.93);
        assert_true(at.narrow > 0.4 && at.narrow <= 1);
        assert_true(qa_kappa_operation(plan, at.n * 9 / 10, arena).half_width > plan->half_width);
    }
    /* The large-sample size is too small for a rare class at high agreement. */
    assert_true(qa_kappa_items(&plans[1], arena).n >
                qa_kappa_sample_size(0.9, rare, 2, NULL, 0.15, 0.95, arena));
    const struct qa_kappa_expected impossible = {-0.9, rare, 2, NULL, 0.1, 0.95};
    assert_int_equal(qa_kappa_items(&impossible, arena).n, 0);
    qa_arena_free(arena);
}

/* Two even categories: the variance is (1 - kappa^2) / n. */
static void sample_size_reaches_the_width_and_no_sooner(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    const double even[] = {0.5, 0.5};
    const double z = 1.959963984540054;
    assert_int_equal(qa_kappa_sample_size(0.7, even, 2, NULL, 0.1, 0.95, arena),
                     (int)ceil((1 - 0.49) * z * z / 0.01));
    const double rare[] = {0.9, 0.1};
    assert_true(qa_kappa_sample_size(0.7, rare, 2, NULL, 0.1, 0.95, arena) >
                qa_kappa_sample_size(0.7, even, 2, NULL, 0.1, 0.95, arena));
    assert_int_equal(qa_kappa_sample_size(-0.9, rare, 2, NULL, 0.1, 0.95, arena), 0);
    qa_arena_free(arena);
}

/* Standings counted again, rating by rating. */
static void standings_equal_a_plain_count(void **state)
{
    (void)state;
    enum { RATERS = 5, K = 3 };
    struct qa_arena *arena = qa_arena_new();
    struct qa_ratings ratings = simulated(7, 120, RATERS, K, arena);
    struct qa_patterns patterns = qa_patterns_find(&ratings, arena);
    const struct qa_rater_standing *got = qa_rater_standings(&ratings, &patterns, &at_95, arena);
    for (uint32_t g = 0; g < RATERS; g++) {
        double shared = 0;
        double agreeing = 0;
        double own[K] = {0};
        double others[K] = {0};
        for (size_t i = 0; i < ratings.n_items; i++) {
            uint64_t end = ratings.first[i + 1];
            double rest = (double)(end - ratings.first[i]) - 1;
            for (uint64_t a = ratings.first[i]; a < end; a++) {
                if (ratings.rater[a] != g || rest < 1) {
                    continue;
                }
                shared++;
                own[ratings.category[a]]++;
                for (uint64_t b = ratings.first[i]; b < end; b++) {
                    agreeing += b != a && ratings.category[a] == ratings.category[b] ? 1 / rest : 0;
                    others[ratings.category[b]] += b != a ? 1 / rest : 0;
                }
            }
        }
        double chance = 0;
        for (int c = 0; c < K; c++) {
            chance += own[c] / shared * others[c] / shared;
            assert_close(got[g].own_share[c], own[c] / shared, 1e-12);
        }
        assert_int_equal(got[g].n_shared, (int)shared);
        assert_close(got[g].agreement.value, agreeing / shared, 1e-12);
        assert_close(got[g].kappa.value, (agreeing / shared - chance) / (1 - chance), 1e-12);
    }
    qa_arena_free(arena);
}

int main(void)
{
    qa_special_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_ways_agree_on_a_large_sample),
        cmocka_unit_test(jackknife_of_a_mean_is_its_standard_error),
        cmocka_unit_test(resampling_is_the_same_on_any_number_of_threads),
        cmocka_unit_test(conger_light_and_cohen_are_resampled_too),
        cmocka_unit_test(p_of_a_bootstrap_falls_with_the_distance_of_the_null_value),
        cmocka_unit_test(masi_weighs_how_sets_meet),
        cmocka_unit_test(indices_of_a_table_make_up_its_kappa),
        cmocka_unit_test(a_plan_for_kappa_holds_by_its_own_interval),
        cmocka_unit_test(sample_size_reaches_the_width_and_no_sooner),
        cmocka_unit_test(standings_equal_a_plain_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
