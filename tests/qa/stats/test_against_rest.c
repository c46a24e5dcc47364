#include <math.h>

#include "tests/support/close.h"
#include "tests/support/flags.h"
#include "tests/support/reference.h"

#include "qa/stats/against_rest.h"
#include "qa/stats/special.h"

enum { MOST_ITEMS = 256 };

/* Trials of a side of an item; none: (0, 0). */
static struct qa_one_of_all sums_in(const struct test_reference *reference)
{
    static const char *const columns[] = {"e", "n", "rest_e", "rest_n"};
    static double cells[4][TEST_REFERENCE_NUMBERS];
    struct qa_one_of_all sums = {0};
    size_t items = 0;
    for (int c = 0; c < 4; c++) {
        items = test_reference_numbers(reference, columns[c], cells[c]);
    }
    for (size_t i = 0; i < items; i++) {
        double e = cells[0][i];
        double n = cells[1][i];
        double all_e = e + cells[2][i];
        double all_n = n + cells[3][i];
        sums.clusters += n > 0;
        sums.shared += n > 0 && all_n > n;
        sums.all_clusters += all_n > 0;
        sums.errors += (uint64_t)e;
        sums.trials += (uint64_t)n;
        sums.all_errors += (uint64_t)all_e;
        sums.all_trials += (uint64_t)all_n;
        sums.ee += e * e;
        sums.en += e * n;
        sums.nn += n * n;
        sums.eE += e * all_e;
        sums.eN += e * all_n;
        sums.nE += n * all_e;
        sums.nN += n * all_n;
        sums.EE += all_e * all_e;
        sums.EN += all_e * all_n;
        sums.NN += all_n * all_n;
    }
    return sums;
}

static void p_is_the_greater_of_the_exact_and_the_clustered(void **state)
{
    (void)state;
    struct test_reference reference;
    test_reference_open(&reference, "against_rest.csv");
    while (test_reference_next(&reference)) {
        struct qa_one_of_all sums = sums_in(&reference);
        struct qa_rest_test got = qa_against_rest(&sums);
        double difference = test_reference_number(&reference, "difference");
        double clustered = test_reference_number(&reference, "clustered_variance");
        double fisher = test_reference_number(&reference, "fisher");
        double rate = (double)sums.all_errors / (double)sums.all_trials;
        double single = rate * (1 - rate) *
                        (1 / (double)sums.trials + 1 / (double)(sums.all_trials - sums.trials));
        assert_close(got.z, difference / sqrt(fmax(clustered, single)), 1e-12);
        uint64_t rest = sums.all_clusters - sums.clusters + sums.shared;
        double freedom = (double)(rest < sums.clusters ? rest : sums.clusters) - 1;
        bool lumps = sums.NN > (double)sums.all_trials;
        double p = lumps ? qa_t_two_sided(got.z, freedom) : 0;
        assert_close(got.p, fmax(fisher, p), 1e-11);
    }
    test_reference_close(&reference);
}

static void nobody_differs_where_none_or_all_err(void **state)
{
    (void)state;
    struct qa_one_of_all none = {
        .clusters = 3, .trials = 3, .nn = 3, .nN = 3, .all_clusters = 9, .all_trials = 9, .NN = 9};
    assert_identical(qa_against_rest(&none).p, 1);
    assert_identical(qa_against_rest(&none).z, 0);
}

/* 20 errors of one item say nothing about whose item it was. */
static void one_item_of_a_side_proves_nothing(void **state)
{
    (void)state;
    struct qa_one_of_all one = {.clusters = 1,
                                .errors = 20,
                                .trials = 20,
                                .ee = 400,
                                .en = 400,
                                .nn = 400,
                                .eE = 400,
                                .eN = 400,
                                .nE = 400,
                                .nN = 400,
                                .all_clusters = 11,
                                .all_errors = 20,
                                .all_trials = 220,
                                .EE = 400,
                                .EN = 400,
                                .NN = 4400};
    assert_identical(qa_against_rest(&one).p, 1);
}

/* A quick form of tests/calibrate/flags.c: of teams of equals at most 5 % have a flag. Taking the
 * others' rate as known flagged 17 % of teams of two. */
static void of_teams_of_equals_few_have_a_flag(void **state)
{
    (void)state;
    enum { TEAMS = 600, MOST = 42 }; /* 7 %: three standard errors above 5 % are 7.7 % */
    static const struct team_case cases[] = {
        {.annotators = 2, .items = 200, .trials = 1, .rate = 0.05, .raters = 1, .worse = 1},
        {.annotators = 5, .items = 50, .trials = 1, .rate = 0.2, .raters = 1, .worse = 1},
        {.annotators = 2,
         .items = 30,
         .trials = 8,
         .rate = 0.2,
         .lumps = 0.8,
         .raters = 1,
         .worse = 1},
        {.annotators = 10,
         .items = 30,
         .trials = 1,
         .rate = 0.1,
         .difficulty = 0.3,
         .raters = 2,
         .worse = 1},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        assert_in_range(simulate_team(&cases[c], TEAMS).false_alarms, 0, MOST);
    }
}

static void who_errs_three_times_as_often_is_found(void **state)
{
    (void)state;
    static const struct team_case worse = {
        .annotators = 5, .items = 200, .trials = 1, .rate = 0.05, .raters = 1, .worse = 3};
    static const struct team_case lumps = {.annotators = 2,
                                           .items = 100,
                                           .trials = 20,
                                           .rate = 0.1,
                                           .lumps = 0.8,
                                           .raters = 1,
                                           .worse = 3};
    assert_in_range(simulate_team(&worse, 100).found, 85, 100);
    assert_in_range(simulate_team(&lumps, 100).found, 85, 100);
}

int main(void)
{
    qa_special_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(p_is_the_greater_of_the_exact_and_the_clustered),
        cmocka_unit_test(nobody_differs_where_none_or_all_err),
        cmocka_unit_test(one_item_of_a_side_proves_nothing),
        cmocka_unit_test(of_teams_of_equals_few_have_a_flag),
        cmocka_unit_test(who_errs_three_times_as_often_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
