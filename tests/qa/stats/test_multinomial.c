/* The bootstrap's draws: their sum always, their means, variances and covariances against the
 * multinomial distribution's own, in both ways of drawing. */
#include <math.h>

#include "tests/support/close.h"

#include "qa/base/random.h"
#include "qa/stats/multinomial.h"

enum { MAX_UNITS = 8 };

struct moments {
    double mean[MAX_UNITS];
    double product[MAX_UNITS][MAX_UNITS];
};

/* Over `n_draws` draws, each of which must add up to the number of items. */
static struct moments moments_of_draws(const uint64_t *multiplicity, size_t n_units, size_t n_draws)
{
    struct qa_arena *arena = qa_arena_new();
    struct qa_multinomial *multinomial = qa_multinomial_new(multiplicity, n_units, arena);
    uint64_t n_items = 0;
    for (size_t u = 0; u < n_units; u++) {
        n_items += multiplicity[u];
    }
    struct moments out = {0};
    for (size_t b = 0; b < n_draws; b++) {
        struct qa_random random;
        uint32_t drawn[MAX_UNITS];
        uint64_t total = 0;
        qa_random_init(&random, 11, b);
        qa_multinomial_draw(multinomial, &random, drawn);
        for (size_t u = 0; u < n_units; u++) {
            total += drawn[u];
            out.mean[u] += (double)drawn[u] / (double)n_draws;
            for (size_t v = 0; v < n_units; v++) {
                out.product[u][v] += (double)drawn[u] * (double)drawn[v] / (double)n_draws;
            }
        }
        assert_int_equal(total, n_items);
    }
    qa_arena_free(arena);
    return out;
}

/* Means within 5 standard errors of n p; (co)variances within 6 % of the larger variance. */
static void check_moments(const uint64_t *multiplicity, size_t n_units)
{
    enum { N_DRAWS = 40000 };
    struct moments found = moments_of_draws(multiplicity, n_units, N_DRAWS);
    double n = 0;
    for (size_t u = 0; u < n_units; u++) {
        n += (double)multiplicity[u];
    }
    for (size_t u = 0; u < n_units; u++) {
        double mean_u = (double)multiplicity[u];
        double variance_u = mean_u * (1 - mean_u / n);
        assert_close(found.mean[u], mean_u, 5 * sqrt(variance_u / N_DRAWS) + 1e-12);
        for (size_t v = 0; v < n_units; v++) {
            double mean_v = (double)multiplicity[v];
            double expected = u == v ? variance_u : -mean_u * mean_v / n;
            double variance_v = mean_v * (1 - mean_v / n);
            double covariance = found.product[u][v] - found.mean[u] * found.mean[v];
            assert_close(covariance, expected, 0.06 * fmax(variance_u, variance_v) + 1e-9);
        }
    }
}

static void few_items_have_the_moments_of_a_multinomial(void **state)
{
    (void)state;
    const uint64_t one_each[] = {1, 1, 1, 1, 1};
    const uint64_t uneven[] = {1, 30, 2, 2, 60};
    check_moments(one_each, 5);
    check_moments(uneven, 5);
}

static void many_items_have_the_moments_of_a_multinomial(void **state)
{
    (void)state;
    const uint64_t uneven[] = {1, 4000, 17, 17, 90000, 3};
    const uint64_t at_the_edge[] = {200, 200, 177};
    check_moments(uneven, 6);
    check_moments(at_the_edge, 3);
}

static void one_unit_is_drawn_as_often_as_there_are_items(void **state)
{
    (void)state;
    const uint64_t multiplicity[] = {123456};
    assert_close(moments_of_draws(multiplicity, 1, 100).mean[0], 123456, 1e-9);
}

static void the_distribution_of_a_rare_unit_is_binomial(void **state)
{
    (void)state;
    enum { N_DRAWS = 100000, N_CELLS = 6 };
    const uint64_t multiplicity[] = {2, 4998};
    struct qa_arena *arena = qa_arena_new();
    struct qa_multinomial *multinomial = qa_multinomial_new(multiplicity, 2, arena);
    double observed[N_CELLS] = {0};
    for (size_t b = 0; b < N_DRAWS; b++) {
        struct qa_random random;
        uint32_t drawn[2];
        qa_random_init(&random, 3, b);
        qa_multinomial_draw(multinomial, &random, drawn);
        observed[drawn[0] < N_CELLS ? drawn[0] : N_CELLS - 1]++;
    }
    double chi_square = 0;
    double left = N_DRAWS;
    double p = pow(1 - 2.0 / 5000, 5000);
    for (int x = 0; x < N_CELLS; x++) {
        double expected = x == N_CELLS - 1 ? left : N_DRAWS * p;
        chi_square += (observed[x] - expected) * (observed[x] - expected) / expected;
        left -= expected;
        p *= (5000.0 - x) / (x + 1.0) * 2 / 4998;
    }
    assert_true(chi_square < 20.5); /* 99.9 % of the chi-square distribution with 5 df */
    qa_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(few_items_have_the_moments_of_a_multinomial),
        cmocka_unit_test(many_items_have_the_moments_of_a_multinomial),
        cmocka_unit_test(one_unit_is_drawn_as_often_as_there_are_items),
        cmocka_unit_test(the_distribution_of_a_rare_unit_is_binomial),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
