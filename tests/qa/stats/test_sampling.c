#include "tests/support/close.h"

#include "qa/stats/describe.h"
#include "qa/stats/sampling.h"

static void allocation_adds_up_and_never_exceeds_a_stratum(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    struct qa_random random;
    qa_random_init(&random, 3, 0);
    for (int trial = 0; trial < 2000; trial++) {
        uint64_t sizes[8];
        uint64_t allocation[8];
        uint64_t total = 0;
        size_t n = 1 + (size_t)qa_random_below(&random, 8);
        for (size_t h = 0; h < n; h++) {
            sizes[h] = qa_random_below(&random, 50);
            total += sizes[h];
        }
        uint64_t wanted = qa_random_below(&random, total + 10);
        qa_allocate_proportional(sizes, n, wanted, allocation, arena);
        uint64_t given = 0;
        for (size_t h = 0; h < n; h++) {
            assert_true(allocation[h] <= sizes[h]);
            given += allocation[h];
        }
        assert_int_equal(given, wanted < total ? wanted : total);
    }
    qa_arena_free(arena);
}

static void a_hundred_over_three_equal_strata_is_a_hundred(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    const uint64_t sizes[] = {500, 500, 500};
    uint64_t allocation[3];
    qa_allocate_proportional(sizes, 3, 100, allocation, arena);
    assert_int_equal(allocation[0], 34);
    assert_int_equal(allocation[1] + allocation[2], 66);
    qa_arena_free(arena);
}

static void every_unit_is_drawn_as_often_as_its_probability(void **state)
{
    (void)state;
    enum { SIZE = 20, N = 6, TRIALS = 20000 };
    struct qa_random random;
    qa_random_init(&random, 8, 0);
    uint64_t drawn[SIZE] = {0};
    for (int t = 0; t < TRIALS; t++) {
        uint64_t sample[N];
        qa_sample_without_replacement(&random, SIZE, N, sample);
        for (int i = 0; i < N; i++) {
            assert_true(i == 0 || sample[i] > sample[i - 1]);
            drawn[sample[i]]++;
        }
    }
    double expected = (double)TRIALS * N / SIZE;
    double chi_square = 0;
    for (int i = 0; i < SIZE; i++) {
        double off = (double)drawn[i] - expected;
        chi_square += off * off / (expected * (1 - (double)N / SIZE));
    }
    /* 19 degrees of freedom: 43.8 is the 0.1 % point. */
    assert_true(chi_square < 43.8);
}

static void quantiles_are_of_type_seven(void **state)
{
    (void)state;
    const double values[] = {1, 2, 4, 8, 16};
    assert_close(qa_quantile_sorted(values, 5, 0.25), 2, 1e-15);
    assert_close(qa_quantile_sorted(values, 5, 0.9), 12.8, 1e-14);
    assert_close(qa_quantile_sorted(values, 1, 0.5), 1, 0);
    uint64_t bins[4] = {0};
    const double shares[] = {0, 0.25, 0.5, 0.99, 1, 1.5, -1};
    qa_histogram(shares, 7, 0, 1, bins, 4);
    assert_int_equal(bins[0], 1);
    assert_int_equal(bins[1], 1);
    assert_int_equal(bins[2], 1);
    assert_int_equal(bins[3], 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(allocation_adds_up_and_never_exceeds_a_stratum),
        cmocka_unit_test(a_hundred_over_three_equal_strata_is_a_hundred),
        cmocka_unit_test(every_unit_is_drawn_as_often_as_its_probability),
        cmocka_unit_test(quantiles_are_of_type_seven),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
