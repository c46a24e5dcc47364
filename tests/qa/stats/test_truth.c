#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/close.h"
#include "tests/support/reference.h"

#include "qa/base/parallel.h"
#include "qa/base/random.h"
#include "qa/stats/special.h"
#include "qa/stats/truth.h"

enum { K = 4 };

/* The anaesthetists, observer 1 three times. */
static struct qa_ratings anaesthetists(struct qa_arena *arena)
{
    uint64_t *first = QA_ARRAY(arena, uint64_t, 64);
    uint32_t *rater = QA_ARRAY(arena, uint32_t, 512);
    uint32_t *category = QA_ARRAY(arena, uint32_t, 512);
    struct qa_ratings ratings = {
        .n_raters = 5, .n_categories = K, .first = first, .rater = rater, .category = category};
    struct test_reference reference;
    test_reference_open(&reference, "truth_data.csv");
    while (test_reference_next(&reference)) {
        double who[TEST_REFERENCE_NUMBERS];
        double what[TEST_REFERENCE_NUMBERS];
        size_t n = test_reference_numbers(&reference, "raters", who);
        test_reference_numbers(&reference, "labels", what);
        for (size_t r = 0; r < n; r++) {
            rater[ratings.n_ratings] = (uint32_t)who[r];
            category[ratings.n_ratings++] = (uint32_t)what[r];
        }
        first[++ratings.n_items] = ratings.n_ratings;
    }
    test_reference_close(&reference);
    return ratings;
}

static enum qa_truth_method method_of(const char *name)
{
    return strcmp(name, "dawid_skene") == 0 ? QA_TRUTH_DAWID_SKENE
           : strcmp(name, "one_coin") == 0  ? QA_TRUTH_ONE_COIN
                                            : QA_TRUTH_MACE;
}

static void models_converge_to_the_reference_with_an_observer_who_repeats(void **state)
{
    (void)state;
    struct test_reference reference;
    test_reference_open(&reference, "truth.csv");
    while (test_reference_next(&reference)) {
        struct qa_arena *arena = qa_arena_new();
        struct qa_ratings ratings = anaesthetists(arena);
        const struct qa_truth_request request = {
            method_of(test_reference_text(&reference, "method")),
            test_reference_number(&reference, "smoothing"), 1e-14, 20000};
        struct qa_truth truth = qa_truth(&ratings, &request, arena);
        assert_null(truth.undefined);
        assert_true(truth.converged);
        assert_close(truth.log_likelihood, test_reference_number(&reference, "log_likelihood"),
                     1e-9);
        double want[TEST_REFERENCE_NUMBERS];
        test_reference_numbers(&reference, "prior", want);
        for (size_t c = 0; c < K; c++) {
            assert_true(fabs(truth.prior[c] - want[c]) < 1e-6);
        }
        size_t n = test_reference_numbers(&reference, "posterior", want);
        for (size_t i = 0; i < n; i++) {
            assert_true(fabs(truth.posterior[i] - want[i]) < 1e-5);
        }
        qa_arena_free(arena);
    }
    test_reference_close(&reference);
}

/* Dawid and Skene (1979), table 2: shares of the four classes. */
static void class_shares_are_the_published_ones(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    struct qa_ratings ratings = anaesthetists(arena);
    const struct qa_truth_request request = {QA_TRUTH_DAWID_SKENE, 0, 1e-12, 1000};
    struct qa_truth truth = qa_truth(&ratings, &request, arena);
    const double published[K] = {0.40, 0.42, 0.11, 0.07};
    for (size_t c = 0; c < K; c++) {
        assert_true(fabs(truth.prior[c] - published[c]) < 0.0051);
    }
    qa_arena_free(arena);
}

static void majority_says_its_ties(void **state)
{
    (void)state;
    const uint64_t first[] = {0, 3, 5, 5};
    const uint32_t rater[] = {0, 1, 2, 0, 1};
    const uint32_t category[] = {1, 1, 0, 0, 1};
    const struct qa_ratings ratings = {3, 5, 3, 2, first, rater, category, NULL};
    const struct qa_truth_request request = {QA_TRUTH_MAJORITY, 0, 0, 1};
    struct qa_arena *arena = qa_arena_new();
    struct qa_truth truth = qa_truth(&ratings, &request, arena);
    assert_int_equal(truth.label[0], 1);
    assert_close(truth.posterior[1], 2.0 / 3, 1e-15);
    assert_false(truth.tie[0]);
    assert_true(truth.tie[1]);
    assert_int_equal(truth.label[1], 0);
    assert_true(truth.tie[2]); /* nobody labeled it */
    qa_arena_free(arena);
}

/* Random annotators of known accuracy. */
static struct qa_ratings simulated(struct qa_random *random, size_t n_items, bool backwards,
                                   uint32_t *truth, struct qa_arena *arena)
{
    enum { RATERS = 6, CLASSES = 3 };
    static const double accuracy[RATERS] = {0.95, 0.9, 0.8, 0.6, 0.4, 0.34};
    uint64_t *first = QA_ARRAY(arena, uint64_t, n_items + 1);
    uint32_t *rater = QA_ARRAY(arena, uint32_t, n_items * RATERS);
    uint32_t *category = QA_ARRAY(arena, uint32_t, n_items * RATERS);
    for (size_t k = 0; k < n_items; k++) {
        size_t i = backwards ? n_items - 1 - k : k;
        truth[i] = (uint32_t)qa_random_below(random, CLASSES);
        first[i + 1] = (i + 1) * RATERS;
        for (uint32_t g = 0; g < RATERS; g++) {
            bool right = qa_random_real(random) < accuracy[g];
            rater[i * RATERS + g] = g;
            category[i * RATERS + g] =
                right ? truth[i]
                      : (truth[i] + 1 + (uint32_t)qa_random_below(random, CLASSES - 1)) % CLASSES;
        }
    }
    return (struct qa_ratings){n_items, n_items * RATERS, RATERS, CLASSES, first,
                               rater,   category,         NULL};
}

static void models_find_who_is_good_and_beat_the_majority(void **state)
{
    (void)state;
    enum { ITEMS = 3000 };
    struct qa_arena *arena = qa_arena_new();
    struct qa_random random;
    qa_random_init(&random, 11, 0);
    uint32_t *right = QA_ARRAY(arena, uint32_t, ITEMS);
    struct qa_ratings ratings = simulated(&random, ITEMS, false, right, arena);
    size_t wrong[4] = {0};
    for (int m = 0; m < 4; m++) {
        const struct qa_truth_request request = {(enum qa_truth_method)m, 0.01, 1e-10, 1000};
        struct qa_truth truth = qa_truth(&ratings, &request, arena);
        for (size_t i = 0; i < ITEMS; i++) {
            wrong[m] += truth.label[i] != right[i];
        }
        if (m > 0) {
            assert_true(fabs(truth.accuracy[0] - 0.95) < 0.02);
            assert_true(fabs(truth.accuracy[4] - 0.4) < 0.03);
        }
    }
    assert_true(wrong[1] < wrong[0] && wrong[2] < wrong[0] && wrong[3] < wrong[0]);
    qa_arena_free(arena);
}

static void order_of_items_and_threads_change_no_bit(void **state)
{
    (void)state;
    enum { ITEMS = 500 };
    for (int m = 1; m < 4; m++) {
        struct qa_arena *arena = qa_arena_new();
        struct qa_random random;
        uint32_t *right = QA_ARRAY(arena, uint32_t, ITEMS);
        qa_random_init(&random, 21, 0);
        struct qa_ratings one = simulated(&random, ITEMS, false, right, arena);
        qa_random_init(&random, 21, 0);
        struct qa_ratings other = simulated(&random, ITEMS, true, right, arena);
        const struct qa_truth_request request = {(enum qa_truth_method)m, 0.01, 1e-9, 50};
        qa_parallel_set_threads(1);
        struct qa_truth a = qa_truth(&one, &request, arena);
        qa_parallel_set_threads(4);
        struct qa_truth b = qa_truth(&other, &request, arena);
        assert_identical(a.log_likelihood, b.log_likelihood);
        assert_int_equal(a.n_iterations, b.n_iterations);
        for (size_t i = 0; i < ITEMS; i++) {
            for (size_t c = 0; c < 3; c++) {
                assert_identical(a.posterior[i * 3 + c], b.posterior[(ITEMS - 1 - i) * 3 + c]);
            }
        }
        qa_arena_free(arena);
    }
    qa_parallel_set_threads(0);
}

static void likelihood_never_falls_from_step_to_step(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    struct qa_ratings ratings = anaesthetists(arena);
    for (int m = 1; m < 4; m++) {
        double last = -HUGE_VAL;
        for (uint64_t steps = 1; steps < 40; steps++) {
            const struct qa_truth_request request = {(enum qa_truth_method)m, 0, 0, steps};
            struct qa_truth truth = qa_truth(&ratings, &request, arena);
            assert_true(truth.log_likelihood >= last - 1e-8);
            last = truth.log_likelihood;
        }
    }
    qa_arena_free(arena);
}

static void one_category_has_no_truth_to_find(void **state)
{
    (void)state;
    const uint64_t first[] = {0, 2};
    const uint32_t rater[] = {0, 1};
    const uint32_t category[] = {0, 0};
    const struct qa_ratings ratings = {1, 2, 2, 1, first, rater, category, NULL};
    const struct qa_truth_request request = {QA_TRUTH_DAWID_SKENE, 0.01, 1e-9, 10};
    struct qa_arena *arena = qa_arena_new();
    assert_string_equal(qa_truth(&ratings, &request, arena).undefined, "one category only");
    qa_arena_free(arena);
}

int main(void)
{
    qa_special_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(models_converge_to_the_reference_with_an_observer_who_repeats),
        cmocka_unit_test(class_shares_are_the_published_ones),
        cmocka_unit_test(majority_says_its_ties),
        cmocka_unit_test(models_find_who_is_good_and_beat_the_majority),
        cmocka_unit_test(order_of_items_and_threads_change_no_bit),
        cmocka_unit_test(likelihood_never_falls_from_step_to_step),
        cmocka_unit_test(one_category_has_no_truth_to_find),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
