#include "qa/stats/survival.h"

#include <math.h>
#include <string.h>

#include "qa/base/random.h"
#include "qa/stats/describe.h"
#include "qa/stats/special.h"
#include "tests/support/close.h"
#include "tests/support/reference.h"

enum { MOST = 400 };

static struct qa_arena *arena;

static int set_up(void **state)
{
    (void)state;
    qa_special_init();
    arena = qa_arena_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    qa_arena_free(arena);
    return 0;
}

static size_t numbers(const struct test_reference *reference, const char *column, double *out)
{
    static double buffer[TEST_REFERENCE_NUMBERS];
    size_t n =
        test_reference_has(reference, column) && test_reference_text(reference, column)[0] != '\0'
            ? test_reference_numbers(reference, column, buffer)
            : 0;
    memcpy(out, buffer, n * sizeof *out);
    return n;
}

static size_t observations(const struct test_reference *reference, double *times, bool *ended)
{
    double flags[MOST];
    size_t n = numbers(reference, "times", times);
    assert_int_equal(numbers(reference, "ended", flags), n);
    for (size_t i = 0; i < n; i++) {
        ended[i] = flags[i] > 0;
    }
    return n;
}

/* ---- against exact fractions ---- */

static void check_steps(const struct test_reference *reference, const struct qa_survival *survival)
{
    static const char *const columns[] = {"step_times", "at_risk", "ends", "survival",
                                          "se",         "low",     "high"};
    double want[7][MOST];
    for (size_t c = 0; c < 7; c++) {
        assert_int_equal(numbers(reference, columns[c], want[c]), survival->n_steps);
    }
    for (size_t i = 0; i < survival->n_steps; i++) {
        const struct qa_survival_step *step = &survival->steps[i];
        const double got[] = {step->time,         (double)step->at_risk,
                              (double)step->ends, step->survival,
                              step->se,           step->low,
                              step->high};
        for (size_t c = 0; c < 7; c++) {
            assert_close(got[c], want[c][i], 1e-12);
        }
    }
}

static void check_part(const struct test_reference *reference, const char *column, bool has,
                       double got)
{
    double want[MOST];
    size_t n = numbers(reference, column, want);
    assert_int_equal(has, n);
    if (n > 0) {
        assert_close(got, want[0], 1e-12);
    }
}

static void check_quantile(const struct test_reference *reference,
                           const struct qa_survival *survival, const char *name, double p)
{
    struct qa_time_quantile got = qa_survival_quantile(survival, p);
    check_part(reference, name, got.undefined == NULL, got.value);
    check_part(reference, qa_arena_format(arena, "%s_low", name), got.has_low, got.low);
    check_part(reference, qa_arena_format(arena, "%s_high", name), got.has_high, got.high);
}

static void curves_quantiles_and_means_are_those_of_exact_fractions(void **state)
{
    (void)state;
    struct test_reference reference;
    test_reference_open(&reference, "survival.csv");
    while (test_reference_next(&reference)) {
        double times[MOST];
        bool ended[MOST];
        size_t n = observations(&reference, times, ended);
        struct qa_survival survival = qa_kaplan_meier(
            times, ended, n, test_reference_number(&reference, "confidence"), arena);
        check_steps(&reference, &survival);
        check_quantile(&reference, &survival, "p50", 0.50);
        check_quantile(&reference, &survival, "p90", 0.90);
        check_quantile(&reference, &survival, "p95", 0.95);
        struct qa_estimate mean =
            qa_restricted_mean(&survival, test_reference_number(&reference, "horizon"));
        assert_true(qa_is_defined(&mean));
        assert_close(mean.value, test_reference_number(&reference, "mean"), 1e-12);
        assert_close(mean.se, test_reference_number(&reference, "mean_se"), 1e-12);
    }
    test_reference_close(&reference);
}

static void log_rank_is_that_of_exact_fractions(void **state)
{
    (void)state;
    struct test_reference reference;
    test_reference_open(&reference, "log_rank.csv");
    while (test_reference_next(&reference)) {
        double times[MOST];
        double column[MOST];
        bool ended[MOST];
        uint32_t group[MOST];
        uint32_t stratum[MOST];
        size_t n = observations(&reference, times, ended);
        numbers(&reference, "group", column);
        for (size_t i = 0; i < n; i++) {
            group[i] = (uint32_t)column[i];
        }
        numbers(&reference, "stratum", column);
        for (size_t i = 0; i < n; i++) {
            stratum[i] = (uint32_t)column[i];
        }
        const struct qa_grouped_times data = {
            times, ended, group, stratum, n, (uint32_t)test_reference_number(&reference, "groups")};
        struct qa_log_rank test = qa_log_rank_test(&data, arena);
        assert_null(test.undefined);
        assert_close(test.chi_square, test_reference_number(&reference, "chi_square"), 1e-9);
        assert_int_equal(test.freedom, (int)test_reference_number(&reference, "freedom"));
        assert_close(test.p_value, test_reference_number(&reference, "p_value"), 1e-9);
        numbers(&reference, "expected", column);
        for (uint32_t g = 0; g < data.n_groups; g++) {
            assert_close(test.expected[g], column[g], 1e-12);
        }
        if (strcmp(test_reference_text(&reference, "case"), "Freireich") == 0) {
            assert_close(test.chi_square, 16.793, 5e-5);
        }
    }
    test_reference_close(&reference);
}

static void limits_of_whole_samples_are_order_statistics(void **state)
{
    (void)state;
    struct test_reference reference;
    double ranks[MOST];
    for (size_t i = 0; i < MOST; i++) {
        ranks[i] = (double)i + 1;
    }
    test_reference_open(&reference, "complete_quantiles.csv");
    while (test_reference_next(&reference)) {
        double low = test_reference_number(&reference, "low");
        double high = test_reference_number(&reference, "high");
        struct qa_time_quantile got =
            qa_complete_quantile(ranks, (size_t)test_reference_number(&reference, "n"),
                                 test_reference_number(&reference, "p"),
                                 test_reference_number(&reference, "confidence"));
        assert_int_equal(got.has_low, low > 0);
        assert_int_equal(got.has_high, high > 0);
        assert_close(got.has_low ? got.low : 0, low, 1e-15);
        assert_close(got.has_high ? got.high : 0, high, 1e-15);
    }
    test_reference_close(&reference);
}

/* ---- properties ---- */

static void draw(struct qa_random *random, double share_ended, double *times, bool *ended, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        times[i] = (double)qa_random_below(random, 40);
        ended[i] = qa_random_real(random) < share_ended;
    }
}

static void without_openings_the_curve_is_the_empirical_distribution(void **state)
{
    (void)state;
    struct qa_random random;
    qa_random_init(&random, 5, 1);
    for (int round = 0; round < 50; round++) {
        double times[100];
        bool ended[100];
        size_t n = 1 + qa_random_below(&random, 100);
        draw(&random, 2, times, ended, n);
        struct qa_survival survival = qa_kaplan_meier(times, ended, n, 0.95, arena);
        qa_sort_reals(times, n);
        for (size_t s = 0; s < survival.n_steps; s++) {
            size_t later = 0;
            for (size_t i = 0; i < n; i++) {
                later += times[i] > survival.steps[s].time;
            }
            assert_close(survival.steps[s].survival, (double)later / (double)n, 1e-13);
        }
        double sum = 0;
        for (size_t i = 0; i < n; i++) {
            sum += times[i];
        }
        struct qa_estimate mean = qa_restricted_mean(&survival, survival.last_time);
        assert_close(mean.value, sum / (double)n, 1e-12);
        assert_identical(qa_survival_quantile(&survival, 0.9).value,
                         times[(size_t)ceil(0.9 * (double)n - 1e-9) - 1]);
    }
}

static void shuffle(struct qa_random *random, double *times, bool *ended, uint32_t *group, size_t n)
{
    for (size_t i = n; i > 1; i--) {
        size_t k = qa_random_below(random, i);
        double time = times[i - 1];
        bool flag = ended[i - 1];
        uint32_t id = group[i - 1];
        times[i - 1] = times[k];
        ended[i - 1] = ended[k];
        group[i - 1] = group[k];
        times[k] = time;
        ended[k] = flag;
        group[k] = id;
    }
}

static void order_of_observations_does_not_matter(void **state)
{
    (void)state;
    struct qa_random random;
    qa_random_init(&random, 6, 1);
    double times[80];
    bool ended[80];
    uint32_t group[80];
    draw(&random, 0.7, times, ended, 80);
    for (uint32_t i = 0; i < 80; i++) {
        group[i] = i % 3;
    }
    const struct qa_grouped_times data = {times, ended, group, NULL, 80, 3};
    struct qa_survival survival = qa_kaplan_meier(times, ended, 80, 0.95, arena);
    struct qa_log_rank test = qa_log_rank_test(&data, arena);
    for (int round = 0; round < 20; round++) {
        shuffle(&random, times, ended, group, 80);
        struct qa_survival again = qa_kaplan_meier(times, ended, 80, 0.95, arena);
        assert_int_equal(again.n_steps, survival.n_steps);
        assert_memory_equal(again.steps, survival.steps, survival.n_steps * sizeof *survival.steps);
        assert_identical(qa_log_rank_test(&data, arena).chi_square, test.chi_square);
    }
}

static void dropping_the_open_ones_shortens_the_tail(void **state)
{
    (void)state;
    struct qa_random random;
    qa_random_init(&random, 7, 1);
    for (int round = 0; round < 50; round++) {
        double times[120];
        double finished[120];
        bool ended[120];
        size_t n = 0;
        draw(&random, 0.8, times, ended, 120);
        for (size_t i = 0; i < 120; i++) {
            finished[n] = times[i];
            n += ended[i];
        }
        qa_sort_reals(finished, n);
        struct qa_survival survival = qa_kaplan_meier(times, ended, 120, 0.95, arena);
        struct qa_time_quantile censored = qa_survival_quantile(&survival, 0.75);
        assert_null(censored.undefined);
        assert_true(censored.value >= finished[(size_t)ceil(0.75 * (double)n - 1e-9) - 1]);
        assert_true(censored.has_low && censored.low <= censored.value);
        assert_true(!censored.has_high || censored.high >= censored.value);
    }
}

static void groups_that_never_meet_have_no_test(void **state)
{
    (void)state;
    const double times[] = {1, 2, 3, 9, 9};
    const bool ended[] = {true, true, true, true, true};
    const bool open[] = {false, false, false, false, false};
    const uint32_t group[] = {0, 0, 0, 1, 1};
    const uint32_t stratum[] = {0, 0, 0, 1, 1};
    struct qa_log_rank apart =
        qa_log_rank_test(&(struct qa_grouped_times){times, ended, group, stratum, 5, 2}, arena);
    assert_string_equal(apart.undefined, "no end was seen while two groups were at risk");
    assert_non_null(
        qa_log_rank_test(&(struct qa_grouped_times){times, open, group, NULL, 5, 2}, arena)
            .undefined);
    assert_non_null(
        qa_log_rank_test(&(struct qa_grouped_times){times, ended, group, NULL, 0, 2}, arena)
            .undefined);
    /* A third group without observations takes no degree of freedom. */
    struct qa_log_rank three =
        qa_log_rank_test(&(struct qa_grouped_times){times, ended, group, NULL, 5, 3}, arena);
    assert_null(three.undefined);
    assert_int_equal(three.freedom, 1);
}

static void nothing_observed_has_no_value(void **state)
{
    (void)state;
    struct qa_survival none = qa_kaplan_meier(NULL, NULL, 0, 0.95, arena);
    assert_int_equal(none.n_steps, 0);
    assert_string_equal(qa_survival_quantile(&none, 0.5).undefined, "no observations");
    assert_false(qa_survival_quantile(&none, 0.5).has_low);
    assert_string_equal(qa_complete_quantile(NULL, 0, 0.5, 0.95).undefined, "nothing has ended");
    struct qa_estimate mean = qa_restricted_mean(&none, 5);
    assert_false(qa_is_defined(&mean));
    const double time = 5;
    const bool open = false;
    struct qa_survival one = qa_kaplan_meier(&time, &open, 1, 0.95, arena);
    assert_string_equal(qa_survival_quantile(&one, 0.5).undefined, "too many are still open");
    mean = qa_restricted_mean(&one, 6);
    assert_string_equal(mean.undefined, "not observed up to the horizon");
}

/* The exact interval of a median keeps its word, whatever the distribution. */
static void limits_of_whole_samples_cover(void **state)
{
    (void)state;
    enum { ROUNDS = 4000, N = 25 };
    struct qa_random random;
    qa_random_init(&random, 8, 1);
    int covered = 0;
    for (int round = 0; round < ROUNDS; round++) {
        double times[N];
        for (size_t i = 0; i < N; i++) {
            times[i] = -log(1 - qa_random_real(&random));
        }
        qa_sort_reals(times, N);
        struct qa_time_quantile median = qa_complete_quantile(times, N, 0.5, 0.95);
        covered += median.low <= log(2.0) && log(2.0) <= median.high;
    }
    assert_in_range(covered, (int)(0.95 * ROUNDS), ROUNDS);
}

/* One log of orders over three units of time, closed at their end: 90 % take up to log 10. */
static struct qa_time_quantile observe(struct qa_random *random, size_t n)
{
    double all[128];
    double finished[128];
    bool ended[128];
    struct qa_open_times times = {.all = all, .ended = finished, .n = n};
    for (size_t i = 0; i < n; i++) {
        double age = 3 * qa_random_real(random);
        double took = -log(1 - qa_random_real(random));
        ended[i] = took <= age;
        all[i] = fmin(took, age);
        if (ended[i]) {
            finished[times.n_ended++] = took;
        }
    }
    struct qa_survival survival = qa_kaplan_meier(all, ended, n, 0.95, arena);
    qa_sort_reals(all, n);
    qa_sort_reals(finished, times.n_ended);
    return qa_open_quantile(&survival, &times, 0.9);
}

/* Neither limit is on the wrong side more often than it may be, few observations or many. */
static void limits_with_open_times_cover(void **state)
{
    (void)state;
    enum { ROUNDS = 4000 };
    static const size_t sizes[] = {4, 12, 40, 120};
    struct qa_random random;
    qa_random_init(&random, 9, 1);
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        int below = 0;
        int above = 0;
        for (int round = 0; round < ROUNDS; round++) {
            struct qa_arena_mark mark = qa_arena_mark(arena);
            struct qa_time_quantile quantile = observe(&random, sizes[s]);
            above += quantile.has_low && quantile.low > log(10.0);
            below += quantile.has_high && quantile.high < log(10.0);
            qa_arena_reset(arena, mark);
        }
        assert_true(above <= 0.025 * ROUNDS + 30 && below <= 0.025 * ROUNDS + 30);
    }
}

/* With nothing open they are those of a whole sample. Of 12 nine in ten would leave fewer than 8 in
 * time in 0.4 % of cases, fewer than 9 in 2.6 %; the eighth is an open one here. */
static void open_times_stand_where_they_hurt_least(void **state)
{
    (void)state;
    static const double all[] = {1, 2, 3, 4, 50, 50, 50, 60, 60, 60, 60, 60};
    struct qa_open_times times = {.all = all, .ended = all, .n = 12, .n_ended = 12};
    bool ended[12] = {true, true, true, true};
    struct qa_survival survival = qa_kaplan_meier(all, ended, 12, 0.95, arena);
    struct qa_time_quantile whole = qa_open_quantile(&survival, &times, 0.9);
    struct qa_time_quantile want = qa_complete_quantile(all, 12, 0.9, 0.95);
    assert_identical(whole.value, want.value);
    assert_identical(whole.low, want.low);
    assert_true(whole.has_high == want.has_high && whole.undefined == NULL);
    times.n_ended = 4;
    struct qa_time_quantile open = qa_open_quantile(&survival, &times, 0.9);
    assert_string_equal(open.undefined, "too many are still open");
    assert_true(open.has_low && !open.has_high);
    assert_identical(open.low, 60.0);
}

/* S is 2/3, 1/3, 0 after 1, 2, 3; the other 1/2 after 10, then open. */
static void a_mixture_weighs_both_curves(void **state)
{
    static const double times[] = {1, 2, 3};
    static const double others[] = {10, 20};
    static const bool ended[] = {true, true, true};
    static const bool one_ended[] = {true, false};
    struct qa_survival first = qa_kaplan_meier(times, ended, 3, 0.95, arena);
    struct qa_survival second = qa_kaplan_meier(others, one_ended, 2, 0.95, arena);
    (void)state;
    assert_identical(qa_mixture_quantile(&first, &second, 0.5, 0.5), 3.0);
    assert_identical(qa_mixture_quantile(&first, &second, 0.8, 0.8), 3.0);
    assert_identical(qa_mixture_quantile(&first, &second, 0.8, 0.9), 10.0);
    assert_identical(qa_mixture_quantile(&second, &first, 0.2, 0.9), 10.0);
    assert_true(isinf(qa_mixture_quantile(&first, &second, 0.5, 0.8)));
    assert_identical(qa_mixture_quantile(&first, &second, 1.0, 0.5), 2.0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(curves_quantiles_and_means_are_those_of_exact_fractions),
        cmocka_unit_test(log_rank_is_that_of_exact_fractions),
        cmocka_unit_test(limits_of_whole_samples_are_order_statistics),
        cmocka_unit_test(without_openings_the_curve_is_the_empirical_distribution),
        cmocka_unit_test(order_of_observations_does_not_matter),
        cmocka_unit_test(dropping_the_open_ones_shortens_the_tail),
        cmocka_unit_test(groups_that_never_meet_have_no_test),
        cmocka_unit_test(nothing_observed_has_no_value),
        cmocka_unit_test(limits_of_whole_samples_cover),
        cmocka_unit_test(limits_with_open_times_cover),
        cmocka_unit_test(a_mixture_weighs_both_curves),
        cmocka_unit_test(open_times_stand_where_they_hurt_least),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
