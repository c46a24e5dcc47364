#include <math.h>

#include "tests/support/close.h"
#include "tests/support/reference.h"

#include "qa/base/random.h"
#include "qa/stats/marginal_homogeneity.h"
#include "qa/stats/special.h"

enum { MOST = 8 };

static void read_table(const struct test_reference *reference, uint32_t *table)
{
    static double numbers[TEST_REFERENCE_NUMBERS];
    size_t n = test_reference_numbers(reference, "table", numbers);
    for (size_t i = 0; i < n; i++) {
        table[i] = (uint32_t)numbers[i];
    }
}

static void tests_equal_exact_fractions(void **state)
{
    (void)state;
    struct test_reference reference;
    struct qa_arena *arena = qa_arena_new();
    test_reference_open(&reference, "marginal_homogeneity.csv");
    while (test_reference_next(&reference)) {
        uint32_t table[MOST * MOST];
        uint32_t k = (uint32_t)test_reference_number(&reference, "categories");
        read_table(&reference, table);
        struct qa_marginals got = qa_marginal_homogeneity(table, k, arena);
        const struct qa_marginal_test *stuart = &got.test[QA_STUART_MAXWELL];
        assert_close(stuart->statistic, test_reference_number(&reference, "stuart"), 1e-10);
        assert_close(stuart->freedom, test_reference_number(&reference, "stuart_freedom"), 0);
        assert_close(stuart->p_value, qa_chi_square_upper(stuart->statistic, stuart->freedom), 0);
        double bhapkar = test_reference_number(&reference, "bhapkar");
        if (isinf(bhapkar)) {
            assert_non_null(got.test[QA_BHAPKAR].undefined);
        } else {
            assert_close(got.test[QA_BHAPKAR].statistic, bhapkar, 1e-10);
        }
        assert_close(got.test[QA_BOWKER].statistic, test_reference_number(&reference, "bowker"),
                     1e-12);
        assert_close(got.test[QA_BOWKER].freedom,
                     test_reference_number(&reference, "bowker_freedom"), 0);
        struct qa_mcnemar mcnemar = qa_mcnemar(table, k, 0);
        assert_close((double)mcnemar.first_only, test_reference_number(&reference, "first_only"),
                     0);
        assert_close((double)mcnemar.second_only, test_reference_number(&reference, "second_only"),
                     0);
        if (mcnemar.test.undefined == NULL) {
            assert_close(mcnemar.test.p_value, test_reference_number(&reference, "mcnemar_p"),
                         1e-12);
        }
    }
    test_reference_close(&reference);
    qa_arena_free(arena);
}

static void published_examples_come_out(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    const uint32_t vision[] = {1520, 266, 124,  66,  234, 1512, 432, 78,
                               117,  362, 1772, 205, 36,  82,   179, 492};
    struct qa_marginals got = qa_marginal_homogeneity(vision, 4, arena);
    assert_close(got.test[QA_STUART_MAXWELL].statistic, 11.96, 1e-3);
    assert_close(got.test[QA_BHAPKAR].statistic, 11.98, 1e-3);
    assert_close(got.test[QA_BOWKER].statistic, 19.11, 1e-3);
    const uint32_t approval[] = {794, 150, 86, 570};
    assert_close(qa_mcnemar(approval, 2, 0).test.statistic, 17.36, 1e-3);
    /* Of two categories Stuart and Maxwell's is McNemar's. */
    got = qa_marginal_homogeneity(approval, 2, arena);
    assert_close(got.test[QA_STUART_MAXWELL].statistic, qa_mcnemar(approval, 2, 0).test.statistic,
                 1e-13);
    qa_arena_free(arena);
}

static void swapping_annotators_or_renaming_categories_changes_nothing(void **state)
{
    (void)state;
    struct qa_random random;
    qa_random_init(&random, 3, 0);
    for (int draw = 0; draw < 500; draw++) {
        struct qa_arena *arena = qa_arena_new();
        uint32_t k = 2 + (uint32_t)qa_random_below(&random, 5);
        uint32_t table[MOST * MOST], swapped[MOST * MOST], renamed[MOST * MOST];
        for (uint32_t cell = 0; cell < k * k; cell++) {
            double u = qa_random_real(&random);
            table[cell] = (uint32_t)(u * u * u * 20);
        }
        for (uint32_t cell = 0; cell < k * k; cell++) {
            swapped[cell % k * k + cell / k] = table[cell];
            renamed[k * k - 1 - cell] = table[cell];
        }
        struct qa_marginals own = qa_marginal_homogeneity(table, k, arena);
        struct qa_marginals a = qa_marginal_homogeneity(swapped, k, arena);
        struct qa_marginals b = qa_marginal_homogeneity(renamed, k, arena);
        for (int test = 0; test < QA_N_MARGINAL; test++) {
            assert_close(a.test[test].statistic, own.test[test].statistic, 1e-9);
            assert_close(b.test[test].statistic, own.test[test].statistic, 1e-9);
            assert_close(a.test[test].freedom, own.test[test].freedom, 0);
            assert_close(b.test[test].freedom, own.test[test].freedom, 0);
        }
        qa_arena_free(arena);
    }
}

static void without_a_disagreement_nothing_is_tested(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    const uint32_t agreed[] = {4, 0, 0, 3};
    const uint32_t moved[] = {0, 5, 0, 0};
    const uint32_t none[] = {0, 0, 0, 0};
    assert_non_null(qa_marginal_homogeneity(agreed, 2, arena).test[QA_STUART_MAXWELL].undefined);
    assert_non_null(qa_mcnemar(agreed, 2, 0).test.undefined);
    assert_non_null(qa_marginal_homogeneity(none, 2, arena).test[QA_BOWKER].undefined);
    assert_non_null(qa_marginal_homogeneity(moved, 2, arena).test[QA_BHAPKAR].undefined);
    assert_close(qa_mcnemar(moved, 2, 0).test.p_value, 2.0 / 32, 1e-13);
    qa_arena_free(arena);
}

int main(void)
{
    qa_special_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tests_equal_exact_fractions),
        cmocka_unit_test(published_examples_come_out),
        cmocka_unit_test(swapping_annotators_or_renaming_categories_changes_nothing),
        cmocka_unit_test(without_a_disagreement_nothing_is_tested),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
