#include "tests/support/close.h"
#include "tests/support/reference.h"

#include "qa/stats/inclusion.h"

static void chances_equal_those_of_all_subsets(void **state)
{
    (void)state;
    static double weight[TEST_REFERENCE_NUMBERS];
    static double want[TEST_REFERENCE_NUMBERS];
    struct test_reference reference;
    struct qa_arena *arena = qa_arena_new();
    test_reference_open(&reference, "inclusion.csv");
    while (test_reference_next(&reference)) {
        size_t n = test_reference_numbers(&reference, "weights", weight);
        size_t k = (size_t)test_reference_number(&reference, "k");
        double *got = QA_ARRAY(arena, double, n);
        test_reference_numbers(&reference, "chances", want);
        qa_inclusion_probabilities(weight, n, k, got, arena);
        for (size_t i = 0; i < n; i++) {
            assert_close(got[i], want[i], 1e-14);
        }
    }
    test_reference_close(&reference);
    qa_arena_free(arena);
}

/* 48 exactly and 49 by odds: the step is small, and both sum to k. */
static void many_are_close_to_exact(void **state)
{
    (void)state;
    enum { N = 49, K = 20 };
    double weight[N];
    double exact[N];
    double by_odds[N];
    struct qa_arena *arena = qa_arena_new();
    for (int i = 0; i < N; i++) {
        weight[i] = 0.05 * (1 + i % 12);
    }
    qa_inclusion_probabilities(weight, N - 1, K, exact, arena);
    qa_inclusion_probabilities(weight, N, K, by_odds, arena);
    double sums[2] = {0, by_odds[N - 1]};
    for (int i = 0; i < N - 1; i++) {
        sums[0] += exact[i];
        sums[1] += by_odds[i];
        /* One more to choose from: each chance falls by about a fiftieth. */
        assert_close(by_odds[i], exact[i], 0.03);
    }
    assert_close(sums[0], K, 1e-12);
    assert_close(sums[1], K, 1e-12);
    qa_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chances_equal_those_of_all_subsets),
        cmocka_unit_test(many_are_close_to_exact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
