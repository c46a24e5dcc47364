#include "tests/support/close.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "qa/stats/describe.h"
#include "qa/stats/draws.h"
#include "qa/stats/special.h"
#include "qa/stats/survival.h"

enum { N = 40000 };

/* The greatest distance of the drawn from a distribution function; 1.95 / sqrt(N) is passed by one
 * in a thousand right ones (Kolmogorov). */
static void assert_follows(double *drawn, double (*cdf)(double x, double a, double b), double a,
                           double b)
{
    double farthest = 0;
    qa_sort_reals(drawn, N);
    for (int i = 0; i < N; i++) {
        double want = cdf(drawn[i], a, b);
        farthest = fmax(farthest, fmax(fabs(want - i / (double)N), fabs((i + 1.0) / N - want)));
    }
    assert_true(farthest < 1.95 / sqrt(N));
}

/* Gamma with shape a: half the chi-square of 2 a degrees. */
static double gamma_cdf(double x, double shape, double unused)
{
    (void)unused;
    return 1 - qa_chi_square_upper(2 * x, 2 * shape);
}

static void gammas_follow_their_distribution(void **state)
{
    static const double shapes[] = {0.05, 0.5, 1, 2.5, 40, 3000};
    double *drawn = malloc(N * sizeof *drawn);
    (void)state;
    assert_non_null(drawn);
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++) {
        struct qa_random random;
        qa_random_init(&random, 5, s);
        for (int i = 0; i < N; i++) {
            drawn[i] = qa_draw_gamma(&random, shapes[s]);
            assert_true(isfinite(drawn[i]) && drawn[i] >= 0);
        }
        assert_follows(drawn, gamma_cdf, shapes[s], 0);
    }
    free(drawn);
}

static void betas_and_rates_follow_their_distribution(void **state)
{
    static const double cases[][2] = {{0.5, 300.5}, {1, 1}, {12.5, 288.5}, {3, 0.5}, {900, 100}};
    double *drawn = malloc(N * sizeof *drawn);
    (void)state;
    assert_non_null(drawn);
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        struct qa_random random;
        qa_random_init(&random, 6, c);
        for (int i = 0; i < N; i++) {
            drawn[i] = c == 2 ? qa_draw_rate(&random, 12, 300)
                              : qa_draw_beta(&random, cases[c][0], cases[c][1]);
        }
        assert_follows(drawn, qa_beta_cdf, cases[c][0], cases[c][1]);
    }
    free(drawn);
}

/* A share of a Dirichlet distribution is beta distributed by itself. */
static void shares_add_up_and_each_is_beta_distributed(void **state)
{
    static const double share[] = {5, 0, 2, 3};
    double *drawn = malloc(N * sizeof *drawn);
    struct qa_random random;
    (void)state;
    assert_non_null(drawn);
    qa_random_init(&random, 7, 0);
    for (int i = 0; i < N; i++) {
        double out[4];
        qa_draw_shares(&random, share, 4, 99, out);
        assert_close(out[0] + out[1] + out[2] + out[3], 1, 1e-14);
        assert_close(out[1], 0, 0);
        drawn[i] = out[0];
    }
    assert_follows(drawn, qa_beta_cdf, 49.5, 49.5);
    free(drawn);
}

static double resampled(struct qa_random *random, const double *sorted, size_t n, double p)
{
    double again[64];
    for (size_t i = 0; i < n; i++) {
        again[i] = sorted[qa_random_below(random, n)];
    }
    qa_sort_reals(again, n);
    return qa_quantile_sorted(again, n, p);
}

/* Against resampling itself, by the distance of two empirical distributions. */
static void a_drawn_quantile_is_that_of_a_resample(void **state)
{
    static const struct {
        size_t n;
        double p;
    } cases[] = {{1, 0.9}, {2, 0.9}, {6, 0.9}, {11, 0.9}, {11, 0.5}, {40, 0.9}};
    double *by_order = malloc(N * sizeof *by_order);
    double *by_hand = malloc(N * sizeof *by_hand);
    (void)state;
    assert_true(by_order != NULL && by_hand != NULL);
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        double sorted[64];
        struct qa_random random;
        qa_random_init(&random, 8, c);
        for (size_t i = 0; i < cases[c].n; i++) {
            sorted[i] = floor(100 * qa_random_real(&random));
        }
        qa_sort_reals(sorted, cases[c].n);
        for (int i = 0; i < N; i++) {
            by_order[i] = qa_draw_quantile(&random, sorted, cases[c].n, cases[c].p);
            by_hand[i] = resampled(&random, sorted, cases[c].n, cases[c].p);
        }
        qa_sort_reals(by_order, N);
        qa_sort_reals(by_hand, N);
        double farthest = 0;
        size_t k = 0;
        for (size_t i = 0; i < N; i++) {
            while (k < N && by_hand[k] <= by_order[i] + 1e-9) {
                k++;
            }
            bool last_of_ties = i + 1 == N || by_order[i + 1] > by_order[i] + 1e-9;
            if (last_of_ties) {
                farthest = fmax(farthest, fabs((double)(i + 1) - (double)k) / N);
            }
        }
        assert_true(farthest < 1.95 * sqrt(2.0 / N));
    }
    free(by_order);
    free(by_hand);
}

/* How many of the resamples come to each time, or to none (n). */
static void count_by_curve(struct qa_random *random, const double *times, const bool *ended,
                           size_t n, struct qa_arena *arena, double *counts)
{
    double again[8];
    bool again_ended[8];
    struct qa_arena_mark mark = qa_arena_mark(arena);
    for (size_t i = 0; i < n; i++) {
        size_t at = (size_t)qa_random_below(random, n);
        again[i] = times[at];
        again_ended[i] = ended[at];
    }
    struct qa_survival survival = qa_kaplan_meier(again, again_ended, n, 0.95, arena);
    struct qa_time_quantile quantile = qa_survival_quantile(&survival, 0.7);
    size_t at = 0;
    while (at < n && (quantile.undefined != NULL || times[at] < quantile.value)) {
        at++;
    }
    counts[at] += 1.0 / N;
    qa_arena_reset(arena, mark);
}

/* Against the curve of a resample itself, with ties of ends and of openings. */
static void a_drawn_quantile_counts_what_is_open(void **state)
{
    static const double times[] = {1, 2, 2, 3, 3, 4, 5, 6};
    static const bool ended[] = {true, true, true, true, false, false, true, false};
    enum { M = sizeof times / sizeof *times };
    struct qa_arena *arena = qa_arena_new();
    struct qa_random random;
    double by_draw[M + 1] = {0};
    double by_curve[M + 1] = {0};
    (void)state;
    qa_random_init(&random, 12, 0);
    for (int i = 0; i < N; i++) {
        double drawn = qa_draw_survival_quantile(&random, times, ended, M, 0.7);
        size_t at = 0;
        while (at < M && times[at] < drawn) {
            at++;
        }
        by_draw[at] += 1.0 / N;
        count_by_curve(&random, times, ended, M, arena, by_curve);
    }
    assert_true(by_draw[M] > 0.1);
    for (size_t i = 0; i <= M; i++) {
        double share = 0.5 * (by_draw[i] + by_curve[i]);
        double off = fabs(by_draw[i] - by_curve[i]);
        assert_true(off <= 4.5 * sqrt(2 * share * (1 - share) / N));
    }
    qa_arena_free(arena);
}

static void the_same_stream_draws_the_same(void **state)
{
    struct qa_random a;
    struct qa_random b;
    (void)state;
    qa_random_init(&a, 9, 4);
    qa_random_init(&b, 9, 4);
    for (int i = 0; i < 100; i++) {
        assert_identical(qa_draw_rate(&a, 3, 50), qa_draw_rate(&b, 3, 50));
    }
}

int main(void)
{
    qa_special_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gammas_follow_their_distribution),
        cmocka_unit_test(betas_and_rates_follow_their_distribution),
        cmocka_unit_test(shares_add_up_and_each_is_beta_distributed),
        cmocka_unit_test(a_drawn_quantile_is_that_of_a_resample),
        cmocka_unit_test(a_drawn_quantile_counts_what_is_open),
        cmocka_unit_test(the_same_stream_draws_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
