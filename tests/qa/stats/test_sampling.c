#include "tests/support/close.h"

#include "qa/base/hash.h"
#include "qa/stats/allocation.h"
#include "qa/stats/describe.h"
#include "qa/stats/sampling.h"

static void check_allocation(const uint64_t *sizes, size_t n_strata, uint64_t n,
                             const struct qa_allocation_request *request, struct qa_arena *arena)
{
    uint64_t allocation[8];
    uint64_t total = 0;
    uint64_t least = 0;
    uint64_t given = 0;
    qa_allocate(sizes, n_strata, n, request, allocation, arena);
    for (size_t h = 0; h < n_strata; h++) {
        uint64_t minimum = request->minimum < sizes[h] ? request->minimum : sizes[h];
        assert_in_range(allocation[h], minimum, sizes[h]);
        given += allocation[h];
        total += sizes[h];
        least += minimum;
    }
    uint64_t expected = n < total ? n : total;
    assert_int_equal(given, expected > least ? expected : least);
}

static void allocation_adds_up_between_minimum_and_size(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    struct qa_random random;
    qa_random_init(&random, 3, 0);
    for (int trial = 0; trial < 4000; trial++) {
        uint64_t sizes[8];
        double rate[8];
        uint64_t total = 0;
        size_t n = 1 + (size_t)qa_random_below(&random, 8);
        for (size_t h = 0; h < n; h++) {
            sizes[h] = qa_random_below(&random, trial % 2 == 0 ? 50 : 1000);
            rate[h] = trial % 3 == 0 ? 0 : qa_random_real(&random);
            total += sizes[h];
        }
        for (int rule = QA_PROPORTIONAL; rule <= QA_POWER; rule++) {
            const struct qa_allocation_request request = {.rule = (enum qa_allocation)rule,
                                                          .power = 0.5,
                                                          .rate = rate,
                                                          .minimum = (uint64_t)trial % 4};
            check_allocation(sizes, n, qa_random_below(&random, total + 10), &request, arena);
        }
    }
    qa_arena_free(arena);
}

static void a_hundred_over_three_equal_strata_is_a_hundred(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    const uint64_t sizes[] = {500, 500, 500};
    const double rate[] = {0.1, 0.1, 0.1};
    uint64_t allocation[3];
    for (int rule = QA_PROPORTIONAL; rule <= QA_POWER; rule++) {
        const struct qa_allocation_request request = {
            .rule = (enum qa_allocation)rule, .power = 0.3, .rate = rate};
        qa_allocate(sizes, 3, 100, &request, allocation, arena);
        assert_int_equal(allocation[0], 34);
        assert_int_equal(allocation[1] + allocation[2], 66);
    }
    qa_arena_free(arena);
}

/* Cochran (1977), section 5.5: n_h in proportion to N_h S_h; here S_h^2 = p (1 - p) by hand:
 * 1000 x 0.3, 1000 x 0.4, 2000 x 0.3 of 130 -> 30, 40, 60. */
static void neyman_follows_size_times_standard_deviation(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    const uint64_t sizes[] = {1000, 1000, 2000};
    const double rate[] = {0.1, 0.2, 0.9};
    uint64_t allocation[3];
    const struct qa_allocation_request neyman = {.rule = QA_NEYMAN, .rate = rate};
    qa_allocate(sizes, 3, 130, &neyman, allocation, arena);
    assert_int_equal(allocation[0], 30);
    assert_int_equal(allocation[1], 40);
    assert_int_equal(allocation[2], 60);
    /* The two small strata are full; all the rest falls on the third. */
    const uint64_t tiny[] = {5, 3, 2000};
    const struct qa_allocation_request equal = {.rule = QA_EQUAL};
    qa_allocate(tiny, 3, 100, &equal, allocation, arena);
    assert_int_equal(allocation[0], 5);
    assert_int_equal(allocation[1], 3);
    assert_int_equal(allocation[2], 92);
    const uint64_t squares[] = {100, 400, 900};
    const struct qa_allocation_request power = {.rule = QA_POWER, .power = 0.5};
    qa_allocate(squares, 3, 60, &power, allocation, arena);
    assert_int_equal(allocation[0], 10);
    assert_int_equal(allocation[1], 20);
    assert_int_equal(allocation[2], 30);
    qa_arena_free(arena);
}

static void the_smallest_numbers_are_kept_whatever_the_order(void **state)
{
    (void)state;
    enum { SIZE = 300 };
    struct qa_arena *arena = qa_arena_new();
    struct qa_random random;
    uint64_t order[SIZE];
    qa_random_init(&random, 5, 0);
    for (uint64_t n = 1; n <= SIZE; n += 23) {
        struct qa_bottom bottom = qa_bottom_new(n, arena);
        uint64_t out;
        qa_shuffle(&random, order, SIZE);
        for (int i = 0; i < SIZE; i++) {
            /* Pairs of units have the same number. */
            bool hopeless = qa_bottom_is_hopeless(&bottom, order[i] / 2);
            bool taken = qa_bottom_offer(&bottom, order[i] / 2, order[i], &out);
            assert_false(hopeless && taken);
        }
        qa_bottom_finish(&bottom);
        assert_int_equal(bottom.n, n);
        for (uint64_t i = 0; i < n; i++) {
            assert_int_equal(bottom.heap[i].unit, i);
        }
    }
    qa_arena_free(arena);
}

/* 100,000 draws: chi-square of how often each unit came against its probability. The covariances of
 * a fixed-size design only make the statistic smaller than chi-square with SIZE degrees. */
static void check_frequencies(const uint64_t *drawn, const double *probability, size_t size)
{
    enum { TRIALS = 100000 };
    double chi_square = 0;
    for (size_t i = 0; i < size; i++) {
        double p = probability[i];
        double off = (double)drawn[i] - TRIALS * p;
        if (p <= 0 || p >= 1) {
            assert_true(off == 0);
        } else {
            chi_square += off * off / (TRIALS * p * (1 - p));
        }
    }
    assert_true(size == 20 && chi_square < 45.3); /* 99.9 % at 20 degrees of freedom */
}

static void simple_draws_come_as_often_as_stated(void **state)
{
    (void)state;
    enum { SIZE = 20, N = 6, TRIALS = 100000 };
    struct qa_arena *arena = qa_arena_new();
    uint64_t drawn[SIZE] = {0};
    double probability[SIZE];
    for (uint64_t t = 0; t < TRIALS; t++) {
        struct qa_arena_mark mark = qa_arena_mark(arena);
        struct qa_bottom bottom = qa_bottom_new(N, arena);
        uint64_t out;
        for (uint64_t i = 0; i < SIZE; i++) {
            qa_bottom_offer(&bottom, qa_hash64(&i, sizeof i, t), i, &out);
        }
        for (int i = 0; i < N; i++) {
            drawn[bottom.heap[i].unit]++;
        }
        qa_arena_reset(arena, mark);
    }
    for (int i = 0; i < SIZE; i++) {
        probability[i] = (double)N / SIZE;
    }
    check_frequencies(drawn, probability, SIZE);
    qa_arena_free(arena);
}

static void systematic_draws_step_evenly_and_as_often_as_stated(void **state)
{
    (void)state;
    enum { SIZE = 20, N = 7, TRIALS = 100000 };
    uint64_t drawn[SIZE] = {0};
    double probability[SIZE];
    struct qa_random random;
    qa_random_init(&random, 2, 0);
    for (int t = 0; t < TRIALS; t++) {
        uint64_t sample[N];
        qa_sample_systematic(qa_random_real(&random), SIZE, N, sample);
        for (int i = 0; i < N; i++) {
            assert_true(sample[i] < SIZE);
            assert_true(i == 0 || sample[i] - sample[i - 1] == 2 || sample[i] - sample[i - 1] == 3);
            drawn[sample[i]]++;
        }
    }
    for (int i = 0; i < SIZE; i++) {
        probability[i] = (double)N / SIZE;
    }
    check_frequencies(drawn, probability, SIZE);
    uint64_t all[SIZE];
    qa_sample_systematic(0.9999999999999999, SIZE, SIZE, all);
    assert_int_equal(all[SIZE - 1], SIZE - 1);
    uint64_t far[3];
    qa_sample_systematic(0.5, UINT64_C(3000000000000), 3, far);
    assert_int_equal(far[2], UINT64_C(2500000000000));
}

static void draws_by_size_come_as_often_as_stated(void **state)
{
    (void)state;
    enum { SIZE = 20, N = 6, TRIALS = 100000 };
    double size[SIZE];
    double probability[SIZE];
    uint64_t drawn[SIZE] = {0};
    for (int i = 0; i < SIZE; i++) {
        size[i] = i == 0 ? 0 : i == SIZE - 1 ? 500 : i; /* one never, one always */
    }
    qa_pps_probabilities(size, SIZE, N, probability);
    double sum = 0;
    for (int i = 0; i < SIZE; i++) {
        sum += probability[i];
    }
    assert_close(sum, N, 1e-12);
    assert_close(probability[0], 0, 0);
    assert_close(probability[SIZE - 1], 1, 0);
    assert_close(probability[2] / probability[1], 2, 1e-12);
    struct qa_random random;
    qa_random_init(&random, 4, 0);
    for (int t = 0; t < TRIALS; t++) {
        bool taken[SIZE];
        uint64_t n = 0;
        qa_pps_draw(probability, SIZE, &random, taken);
        for (int i = 0; i < SIZE; i++) {
            drawn[i] += taken[i];
            n += taken[i];
        }
        assert_int_equal(n, N);
    }
    check_frequencies(drawn, probability, SIZE);
    qa_pps_probabilities(size, SIZE, SIZE, probability);
    assert_close(probability[1], 1, 0);
    assert_close(probability[0], 0, 0);
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
        cmocka_unit_test(allocation_adds_up_between_minimum_and_size),
        cmocka_unit_test(a_hundred_over_three_equal_strata_is_a_hundred),
        cmocka_unit_test(neyman_follows_size_times_standard_deviation),
        cmocka_unit_test(the_smallest_numbers_are_kept_whatever_the_order),
        cmocka_unit_test(simple_draws_come_as_often_as_stated),
        cmocka_unit_test(systematic_draws_step_evenly_and_as_often_as_stated),
        cmocka_unit_test(draws_by_size_come_as_often_as_stated),
        cmocka_unit_test(quantiles_are_of_type_seven),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
