#include <string.h>

#include "tests/support/close.h"
#include "tests/support/reference.h"

#include "qa/base/random.h"
#include "qa/stats/kappa.h"
#include "qa/stats/pairwise.h"
#include "qa/stats/special.h"
#include "qa/stats/weights.h"

static const struct qa_inference at_95 = {0.95, 0, 0};

static void tables_give_the_reference_values_and_both_standard_errors(void **state)
{
    (void)state;
    struct test_reference reference;
    test_reference_open(&reference, "stats_kappa.csv");
    while (test_reference_next(&reference)) {
        struct qa_arena *arena = qa_arena_new();
        double cells[TEST_REFERENCE_NUMBERS];
        uint64_t table[64];
        uint32_t k = (uint32_t)test_reference_number(&reference, "categories");
        size_t n = test_reference_numbers(&reference, "table", cells);
        for (size_t i = 0; i < n; i++) {
            table[i] = (uint64_t)cells[i];
        }
        const char *name = test_reference_text(&reference, "weights");
        enum qa_weights kind = strcmp(name, "identity") == 0 ? QA_WEIGHTS_IDENTITY
                               : strcmp(name, "linear") == 0 ? QA_WEIGHTS_LINEAR
                                                             : QA_WEIGHTS_QUADRATIC;
        const double *weights = qa_weight_matrix(kind, NULL, k, arena);
        struct qa_estimate got = qa_cohen_kappa(table, k, weights, &at_95, arena);
        assert_close(got.value, test_reference_number(&reference, "value"), 1e-12);
        assert_close(got.se, test_reference_number(&reference, "se"), 1e-12);
        assert_int_equal(got.n, (int)test_reference_number(&reference, "n"));
        assert_true(got.high <= 1);
        if (test_reference_text(&reference, "p_value")[0] != '\0') {
            assert_close(got.p_value, test_reference_number(&reference, "p_value"), 1e-12);
        }
        qa_arena_free(arena);
    }
    test_reference_close(&reference);
}

static void kappa_is_undefined_without_items_and_with_one_category(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    const uint64_t none[4] = {0, 0, 0, 0};
    const uint64_t one[4] = {9, 0, 0, 0};
    assert_non_null(qa_cohen_kappa(none, 2, NULL, &at_95, arena).undefined);
    assert_string_equal(qa_cohen_kappa(one, 2, NULL, &at_95, arena).undefined,
                        "both annotators used one and the same category only");
    qa_arena_free(arena);
}

/* Every pair measured again from a full table, on sparse random ratings. */
static void pairs_equal_kappas_of_their_full_tables(void **state)
{
    (void)state;
    enum { ITEMS = 80, RATERS = 7, K = 5 };
    struct qa_random random;
    qa_random_init(&random, 5, 0);
    for (int trial = 0; trial < 50; trial++) {
        struct qa_arena *arena = qa_arena_new();
        uint64_t first[ITEMS + 1] = {0};
        uint32_t rater[ITEMS * RATERS];
        uint32_t category[ITEMS * RATERS];
        static uint32_t given[ITEMS][RATERS];
        size_t used = 0;
        for (size_t i = 0; i < ITEMS; i++) {
            for (uint32_t r = 0; r < RATERS; r++) {
                given[i][r] =
                    qa_random_below(&random, 3) == 0 ? K : (uint32_t)qa_random_below(&random, K);
                if (given[i][r] < K) {
                    rater[used] = r;
                    category[used++] = given[i][r];
                }
            }
            first[i + 1] = used;
        }
        struct qa_ratings ratings = {ITEMS, used, RATERS, K, first, rater, category, NULL};
        size_t n_pairs;
        const struct qa_pair_request request = {
            {NULL, qa_weight_matrix(QA_WEIGHTS_LINEAR, NULL, K, arena),
             qa_weight_matrix(QA_WEIGHTS_QUADRATIC, NULL, K, arena)},
            3,
            at_95,
            false};
        struct qa_rater_pair *pairs = qa_rater_pairs(&ratings, &request, arena, &n_pairs);
        assert_int_equal(n_pairs, RATERS * (RATERS - 1) / 2);
        const double *quadratic = qa_weight_matrix(QA_WEIGHTS_QUADRATIC, NULL, K, arena);
        for (size_t p = 0; p < n_pairs; p++) {
            uint64_t table[K * K] = {0};
            uint64_t agreements = 0;
            for (size_t i = 0; i < ITEMS; i++) {
                uint32_t a = given[i][pairs[p].a];
                uint32_t b = given[i][pairs[p].b];
                if (a < K && b < K) {
                    table[a * K + b]++;
                    agreements += a == b;
                }
            }
            struct qa_estimate plain = qa_cohen_kappa(table, K, NULL, &at_95, arena);
            struct qa_estimate weighted = qa_cohen_kappa(table, K, quadratic, &at_95, arena);
            assert_close(pairs[p].kappa[QA_WEIGHTS_IDENTITY].value, plain.value, 1e-13);
            assert_close(pairs[p].kappa[QA_WEIGHTS_QUADRATIC].value, weighted.value, 1e-12);
            assert_close(pairs[p].kappa[QA_WEIGHTS_QUADRATIC].se, weighted.se, 1e-12);
            assert_close(pairs[p].percent_agreement.value,
                         (double)agreements / (double)pairs[p].n_items, 1e-15);
        }
        qa_arena_free(arena);
    }
}

int main(void)
{
    qa_special_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_give_the_reference_values_and_both_standard_errors),
        cmocka_unit_test(kappa_is_undefined_without_items_and_with_one_category),
        cmocka_unit_test(pairs_equal_kappas_of_their_full_tables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
