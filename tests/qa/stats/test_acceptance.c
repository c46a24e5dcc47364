/* Acceptance sampling against exhaustive search in exact fractions, the tables of MIL-STD-105E, and
 * what must hold of every plan; the noncentral t against 30-digit integrals. */
#include <math.h>
#include <string.h>

#include "tests/support/close.h"
#include "tests/support/reference.h"

#include "qa/base/random.h"
#include "qa/stats/acceptance.h"
#include "qa/stats/noncentral.h"
#include "qa/stats/sample_size.h"
#include "qa/stats/special.h"
#include "qa/stats/standard.h"
#include "qa/stats/variables.h"

static int place_of(const char *const *names, const char *name)
{
    int i = 0;
    while (strcmp(names[i], name) != 0) {
        i++;
    }
    return i;
}

static void single_plans_are_those_of_exhaustive_search(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    struct test_reference reference;
    test_reference_open(&reference, "plans.csv");
    while (test_reference_next(&reference)) {
        const struct qa_two_points points = {
            .model = {(enum qa_lot_model)place_of(qa_lot_model_names,
                                                  test_reference_text(&reference, "model")),
                      (uint64_t)test_reference_number(&reference, "lot")},
            .acceptable = test_reference_number(&reference, "acceptable"),
            .producer_risk = test_reference_number(&reference, "alpha"),
            .rejectable = test_reference_number(&reference, "rejectable"),
            .consumer_risk = test_reference_number(&reference, "beta")};
        struct qa_plan_result plan = qa_plan_single(&points, arena);
        assert_null(plan.undefined);
        assert_int_equal(plan.plan.stages[0].n, (uint64_t)test_reference_number(&reference, "n"));
        assert_int_equal(plan.plan.stages[0].accept,
                         (int64_t)test_reference_number(&reference, "c"));
        assert_close(plan.producer_risk, test_reference_number(&reference, "producer_risk"), 1e-12);
        assert_close(plan.consumer_risk, test_reference_number(&reference, "consumer_risk"), 1e-12);
    }
    test_reference_close(&reference);
    qa_arena_free(arena);
}

static struct qa_plan_result plan_of_kind(const char *kind, const struct qa_two_points *points,
                                          struct qa_arena *arena)
{
    switch (kind[0]) {
    case 'd':
        return qa_plan_double(points, arena);
    case 'm':
        return qa_plan_multiple(points, 4, arena);
    case 's':
        return kind[1] == 'e' ? qa_plan_sequential(points, arena).result
                              : qa_plan_single(points, arena);
    default:
        fail_msg("no plan of kind %s", kind);
    }
    return (struct qa_plan_result){0};
}

/* Stages, risks, average sample and outgoing limit against every path of errors in fractions. */
static void plans_of_several_samples_are_those_of_exhaustive_search(void **state)
{
    (void)state;
    static double stages[TEST_REFERENCE_NUMBERS];
    struct qa_arena *arena = qa_arena_new();
    struct test_reference reference;
    test_reference_open(&reference, "plan_designs.csv");
    while (test_reference_next(&reference)) {
        const struct qa_two_points points = {
            .model = {(enum qa_lot_model)place_of(qa_lot_model_names,
                                                  test_reference_text(&reference, "model")),
                      (uint64_t)test_reference_number(&reference, "lot")},
            .acceptable = test_reference_number(&reference, "acceptable"),
            .producer_risk = 0.05,
            .rejectable = test_reference_number(&reference, "rejectable"),
            .consumer_risk = 0.1};
        struct qa_plan_result got =
            plan_of_kind(test_reference_text(&reference, "kind"), &points, arena);
        size_t n = test_reference_numbers(&reference, "stages", stages);
        assert_null(got.undefined);
        assert_int_equal(3 * got.plan.n_stages, n);
        for (size_t s = 0; s < got.plan.n_stages; s++) {
            assert_int_equal(got.plan.stages[s].n, (uint64_t)stages[3 * s]);
            assert_int_equal(got.plan.stages[s].accept, (int64_t)stages[3 * s + 1]);
            assert_int_equal(got.plan.stages[s].reject, (uint64_t)stages[3 * s + 2]);
        }
        assert_close(got.producer_risk, test_reference_number(&reference, "producer_risk"), 1e-12);
        assert_close(got.consumer_risk, test_reference_number(&reference, "consumer_risk"), 1e-12);
        assert_close(
            qa_plan_evaluate(&got.plan, &points.model, qa_acceptable_rate(&points)).sample_number,
            test_reference_number(&reference, "average_sample"), 1e-11);
        if (test_reference_text(&reference, "outgoing_limit")[0] != '\0') {
            const struct qa_plan_model in_lot = {points.model.model,
                                                 points.model.lot > 0 ? points.model.lot : 1000};
            assert_close(qa_plan_outgoing_limit(&got.plan, &in_lot).outgoing,
                         test_reference_number(&reference, "outgoing_limit"), 1e-8);
        }
    }
    test_reference_close(&reference);
    qa_arena_free(arena);
}

/* 9 of 10 leave one error in ten out with probability 0.1 exactly: the promise is kept. */
static void a_risk_that_equals_the_promise_keeps_it(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    const struct qa_two_points points = {.model = {QA_HYPERGEOMETRIC, 10},
                                         .acceptable = 0.001,
                                         .producer_risk = 0.1,
                                         .rejectable = 0.005,
                                         .consumer_risk = 0.1};
    struct qa_plan_result plan = qa_plan_single(&points, arena);
    assert_null(plan.undefined);
    assert_int_equal(plan.plan.stages[0].n, 9);
    qa_arena_free(arena);
}

/* Rates that are hardly told apart: an answer or a reason, not minutes of search. */
static void near_rates_do_not_take_for_ever(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    struct qa_two_points points = {.model = {QA_BINOMIAL, 0},
                                   .acceptable = 0.01,
                                   .producer_risk = 0.05,
                                   .rejectable = 0.0125,
                                   .consumer_risk = 0.1};
    assert_non_null(qa_plan_double(&points, arena).undefined);
    struct qa_plan_result plan = qa_plan_multiple(&points, 20, arena);
    assert_null(plan.undefined);
    assert_true(plan.producer_risk <= 0.05 && plan.consumer_risk <= 0.1);
    points.rejectable = 0.01005;
    assert_non_null(qa_plan_multiple(&points, 5, arena).undefined);
    assert_non_null(qa_plan_sequential(&points, arena).result.undefined);
    qa_arena_free(arena);
}

/* Every letter, AQL and severity: 2,010 plans and 105 code letters. */
static void the_standard_s_tables_are_reproduced(void **state)
{
    (void)state;
    static const uint64_t last_of_range[] = {8,    15,   25,    50,    90,     150,    280,   500,
                                             1200, 3200, 10000, 35000, 150000, 500000, 500001};
    static const uint64_t first_of_range[] = {2,   9,    16,   26,    51,    91,     151,   281,
                                              501, 1201, 3201, 10001, 35001, 150001, 500001};
    struct test_reference reference;
    test_reference_open(&reference, "standard_plans.csv");
    while (test_reference_next(&reference)) {
        char name = test_reference_text(&reference, "letter")[0];
        if (strcmp(test_reference_text(&reference, "kind"), "letter") == 0) {
            int range = (int)test_reference_number(&reference, "aql") - 1;
            enum qa_inspection_level level = (enum qa_inspection_level)place_of(
                qa_level_names, test_reference_text(&reference, "inspection"));
            assert_int_equal(qa_letter_name(qa_code_letter(first_of_range[range], level)), name);
            assert_int_equal(qa_letter_name(qa_code_letter(last_of_range[range], level)), name);
            continue;
        }
        int letter = 0;
        while (qa_letter_name(letter) != name) {
            letter++;
        }
        bool is_double = strcmp(test_reference_text(&reference, "kind"), "double") == 0;
        struct qa_standard_plan plan = qa_standard_plan(
            letter, qa_aql_place(test_reference_number(&reference, "aql")),
            (enum qa_inspection)place_of(qa_inspection_names,
                                         test_reference_text(&reference, "inspection")),
            is_double);
        assert_int_equal(plan.n_stages, is_double ? 2 : 1);
        assert_int_equal(plan.stages[0].n, (uint64_t)test_reference_number(&reference, "n"));
        assert_int_equal(plan.stages[0].accept,
                         (int64_t)test_reference_number(&reference, "accept"));
        assert_int_equal(plan.stages[0].reject,
                         (uint64_t)test_reference_number(&reference, "reject"));
        if (is_double) {
            assert_int_equal(plan.stages[1].n, (uint64_t)test_reference_number(&reference, "n2"));
            assert_int_equal(plan.stages[1].accept,
                             (int64_t)test_reference_number(&reference, "accept2"));
            assert_int_equal(plan.stages[1].reject,
                             (uint64_t)test_reference_number(&reference, "reject2"));
        }
    }
    test_reference_close(&reference);
}

static enum qa_inspection after_edition(enum qa_switching_edition edition, const char *lots,
                                        bool allow_reduced)
{
    struct qa_switching state = qa_switching_start(edition, allow_reduced);
    for (; *lots != '\0'; lots++) {
        qa_switching_after(&state, *lots == 'a'   ? QA_LOT_ACCEPTED
                                   : *lots == 'b' ? QA_LOT_BETWEEN
                                                  : QA_LOT_REJECTED);
    }
    return state.inspection;
}

static enum qa_inspection after(const char *lots, bool allow_reduced)
{
    return after_edition(QA_SWITCHING_105E, lots, allow_reduced);
}

static void switching_follows_the_rules(void **state)
{
    (void)state;
    assert_int_equal(after("", true), QA_INSPECT_NORMAL);
    assert_int_equal(after("ar", true), QA_INSPECT_NORMAL);
    assert_int_equal(after("rr", true), QA_INSPECT_TIGHTENED);
    assert_int_equal(after("raaar", true), QA_INSPECT_TIGHTENED);
    assert_int_equal(after("raaaar", true), QA_INSPECT_NORMAL);
    assert_int_equal(after("rraaaa", true), QA_INSPECT_TIGHTENED);
    assert_int_equal(after("rraaaaa", true), QA_INSPECT_NORMAL);
    assert_int_equal(after("rraaaaar", true), QA_INSPECT_NORMAL);
    assert_int_equal(after("rraaraaaara", true), QA_INSPECT_TIGHTENED);
    assert_int_equal(after("rraaraaaaraa", true), QA_INSPECT_NONE);
    assert_int_equal(after("aaaaaaaaaa", true), QA_INSPECT_REDUCED);
    assert_int_equal(after("aaaaaaaaaa", false), QA_INSPECT_NORMAL);
    assert_int_equal(after("aaaaaaaaaaaab", true), QA_INSPECT_NORMAL);
    assert_int_equal(after("aaaaaaaaaar", true), QA_INSPECT_NORMAL);
    /* Later editions count the lots rejected on tightened inspection. */
    assert_int_equal(after_edition(QA_SWITCHING_2003, "rraaraaaaraa", true), QA_INSPECT_TIGHTENED);
    assert_int_equal(after_edition(QA_SWITCHING_2003, "rrrarar", true), QA_INSPECT_TIGHTENED);
    assert_int_equal(after_edition(QA_SWITCHING_2003, "rrrararrr", true), QA_INSPECT_NONE);
    assert_int_equal(after_edition(QA_SWITCHING_105E, "rrrararrr", true), QA_INSPECT_TIGHTENED);
}

/* Brute force: every number of errors in each of two samples from a lot. */
static double double_accept(const struct qa_plan_stage *stages, uint64_t errors, uint64_t lot)
{
    double sum = 0;
    for (uint64_t x = 0; x < stages[0].reject; x++) {
        double p = qa_hypergeometric_pmf(x, stages[0].n, errors, lot);
        if ((int64_t)x <= stages[0].accept) {
            sum += p;
            continue;
        }
        for (uint64_t y = 0; x + y < stages[1].reject && x <= errors; y++) {
            sum += p * qa_hypergeometric_pmf(y, stages[1].n, errors - x, lot - stages[0].n);
        }
    }
    return sum;
}

static void double_plans_keep_both_risks_with_fewer_units(void **state)
{
    (void)state;
    static const double rates[][2] = {{0.01, 0.05}, {0.02, 0.06}, {0.005, 0.04}};
    struct qa_arena *arena = qa_arena_new();
    for (size_t r = 0; r < 3; r++) {
        for (int model = QA_HYPERGEOMETRIC; model <= QA_POISSON; model++) {
            const struct qa_two_points points = {.model = {(enum qa_lot_model)model, 4000},
                                                 .acceptable = rates[r][0],
                                                 .producer_risk = 0.05,
                                                 .rejectable = rates[r][1],
                                                 .consumer_risk = 0.1};
            struct qa_plan_result single = qa_plan_single(&points, arena);
            struct qa_plan_result plans[] = {qa_plan_double(&points, arena),
                                             qa_plan_multiple(&points, 5, arena),
                                             qa_plan_sequential(&points, arena).result};
            for (int k = 0; k < 3; k++) {
                assert_null(plans[k].undefined);
                assert_true(plans[k].producer_risk <= 0.05 && plans[k].consumer_risk <= 0.1);
                struct qa_plan_point point =
                    qa_plan_evaluate(&plans[k].plan, &points.model, qa_acceptable_rate(&points));
                assert_true(point.sample_number < (double)single.plan.stages[0].n);
            }
            if (model == QA_HYPERGEOMETRIC) {
                double rate = qa_rejectable_rate(&points);
                assert_close(
                    double_accept(plans[0].plan.stages, (uint64_t)llround(rate * 4000), 4000),
                    plans[0].consumer_risk, 1e-12);
            }
        }
    }
    qa_arena_free(arena);
}

/* Played out: a plan's chance of acceptance and average sample against simulated lots. */
static void evaluation_is_what_simulated_lots_show(void **state)
{
    (void)state;
    enum { LOTS = 40000, LOT = 300, ERRORS = 18 };
    const struct qa_plan_stage stages[] = {{20, 0, 3}, {20, 1, 4}, {20, 3, 4}};
    const struct qa_plan plan = {stages, 3};
    const struct qa_plan_model model = {QA_HYPERGEOMETRIC, LOT};
    struct qa_plan_point point = qa_plan_evaluate(&plan, &model, (double)ERRORS / LOT);
    struct qa_random random;
    qa_random_init(&random, 6, 0);
    double accepted = 0;
    double units = 0;
    double outgoing = 0;
    double inspected = 0;
    for (int l = 0; l < LOTS; l++) {
        uint64_t left = LOT;
        uint64_t errors_left = ERRORS;
        for (int s = 0; s < 3; s++) {
            for (uint64_t i = 0; i < stages[s].n; i++, left--) {
                errors_left -= qa_random_below(&random, left) < errors_left;
            }
            uint64_t found = ERRORS - errors_left;
            if ((int64_t)found <= stages[s].accept) {
                accepted++;
                outgoing += (double)errors_left / LOT;
                inspected += (double)(LOT - left);
                break;
            }
            if (found >= stages[s].reject) {
                inspected += LOT;
                break;
            }
        }
        units += (double)(LOT - left);
    }
    assert_close(accepted / LOTS, point.p_accept, 5 * sqrt(0.25 / LOTS));
    assert_close(units / LOTS, point.sample_number, 5 * 20 / sqrt(LOTS));
    assert_close(inspected / LOTS, point.total_inspection, 5 * 150 / sqrt(LOTS));
    assert_close(outgoing / LOTS, point.outgoing, 5 * 0.03 / sqrt(LOTS));
}

static void a_plan_that_cannot_be_is_said(void **state)
{
    (void)state;
    struct qa_arena *arena = qa_arena_new();
    struct qa_two_points points = {.model = {QA_HYPERGEOMETRIC, 20},
                                   .acceptable = 0.01,
                                   .producer_risk = 0.05,
                                   .rejectable = 0.05,
                                   .consumer_risk = 0.1};
    /* 0 against 1 error in 20: 18 of them have to be looked at. */
    struct qa_plan_result plan = qa_plan_single(&points, arena);
    assert_null(plan.undefined);
    assert_int_equal(plan.plan.stages[0].n, 18);
    points.acceptable = 0.06;
    points.rejectable = 0.08; /* floor and ceil of 1.2 and 1.6: 1 against 2 */
    assert_null(qa_plan_single(&points, arena).undefined);
    points.acceptable = 0.05;
    points.rejectable = 0.05;
    assert_non_null(qa_plan_single(&points, arena).undefined);
    points.model.lot = 0;
    assert_non_null(qa_plan_single(&points, arena).undefined);
    qa_arena_free(arena);
}

static void noncentral_t_has_the_digits_of_the_integral(void **state)
{
    (void)state;
    struct test_reference reference;
    test_reference_open(&reference, "noncentral_t.csv");
    while (test_reference_next(&reference)) {
        double t = test_reference_number(&reference, "t");
        double df = test_reference_number(&reference, "df");
        double d = test_reference_number(&reference, "noncentrality");
        double cdf = test_reference_number(&reference, "cdf");
        assert_close(qa_noncentral_t_cdf(t, df, d), cdf, 1e-12);
        if (cdf > 1e-6 && cdf < 1 - 1e-6) {
            assert_close(qa_noncentral_t_quantile(cdf, df, d), t, 1e-8 * fmax(1, fabs(t)));
        }
    }
    test_reference_close(&reference);
    /* With no noncentrality it is Student's. */
    for (double t = -3; t <= 3; t += 0.75) {
        double tail = qa_t_two_sided(t, 7) / 2;
        assert_close(qa_noncentral_t_cdf(t, 7, 0), t < 0 ? tail : 1 - tail, 1e-13);
    }
}

static void variables_plans_are_the_smallest(void **state)
{
    (void)state;
    static const double rates[][2] = {{0.01, 0.05}, {0.02, 0.1}, {0.001, 0.02}};
    for (size_t r = 0; r < 3; r++) {
        struct qa_variables_plan plan = qa_variables_single(rates[r][0], 0.05, rates[r][1], 0.1);
        assert_null(plan.undefined);
        assert_true(plan.producer_risk <= 0.05);
        assert_close(plan.consumer_risk, 0.1, 1e-9);
        /* One unit fewer, with the k that keeps the consumer's risk, fails the producer. */
        double root = sqrt((double)plan.n - 1);
        double distance = -qa_normal_quantile(rates[r][1]);
        double k = qa_noncentral_t_quantile(0.9, (double)plan.n - 2, distance * root) / root;
        assert_true(1 - qa_variables_accept(plan.n - 1, k, rates[r][0]) > 0.05);
    }
    /* Simulated: 20 normal scores with a limit at the 5 % point. */
    enum { LOTS = 40000, N = 20 };
    struct qa_random random;
    qa_random_init(&random, 9, 0);
    double accepted = 0;
    for (int l = 0; l < LOTS; l++) {
        double x[N];
        double mean = 0;
        double squares = 0;
        for (int i = 0; i < N; i++) {
            x[i] = qa_random_normal(&random);
            mean += x[i] / N;
        }
        for (int i = 0; i < N; i++) {
            squares += (x[i] - mean) * (x[i] - mean);
        }
        accepted += (mean - qa_normal_quantile(0.05)) / sqrt(squares / (N - 1)) >= 1.5;
    }
    assert_close(accepted / LOTS, qa_variables_accept(N, 1.5, 0.05), 5 * sqrt(0.25 / LOTS));
}

static void sizes_are_the_smallest_that_serve(void **state)
{
    (void)state;
    static const double expected[] = {0, 0.01, 0.05, 0.3};
    for (size_t e = 0; e < 4; e++) {
        for (uint64_t lot = 0; lot <= 5000; lot += 1250) {
            uint64_t n = qa_size_for_margin(expected[e], 0.02, 0.95, lot);
            assert_true(qa_margin_of_size(expected[e], n, 0.95, lot) <= 0.02);
            assert_true(qa_margin_of_size(expected[e], n - 1, 0.95, lot) > 0.02);
            if (lot == 0 && expected[e] * (double)n == floor(expected[e] * (double)n)) {
                struct qa_estimate wilson = qa_wilson((uint64_t)(expected[e] * (double)n), n, 0.95);
                assert_close((wilson.high - wilson.low) / 2,
                             qa_margin_of_size(expected[e], n, 0.95, 0), 1e-12);
            }
        }
    }
    /* Fleiss, Levin and Paik (2003), table A.4 without its correction: 0.1 against 0.2, power 0.8.
     */
    assert_int_equal(qa_size_to_tell_apart(0.1, 0.2, 0.95, 0.8), 199);
    const struct qa_beta jeffreys = {0.5, 0.5};
    for (uint64_t errors = 0; errors < 6; errors++) {
        uint64_t n = qa_size_for_posterior(jeffreys, errors, 0.025, 0.95);
        assert_true(qa_beta_below(qa_beta_posterior(jeffreys, errors, n), 0.025) >= 0.95);
        assert_true(qa_beta_below(qa_beta_posterior(jeffreys, errors, n - 1), 0.025) < 0.95);
        struct qa_estimate posterior = qa_beta_mean(qa_beta_posterior(jeffreys, errors, n), 0.9);
        assert_close(posterior.high, 0.025, 0.0005);
    }
    const struct qa_beta certain = {1, 1000};
    assert_int_equal(qa_size_for_posterior(certain, 0, 0.025, 0.95), 0);
}

int main(void)
{
    qa_special_init();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(single_plans_are_those_of_exhaustive_search),
        cmocka_unit_test(plans_of_several_samples_are_those_of_exhaustive_search),
        cmocka_unit_test(a_risk_that_equals_the_promise_keeps_it),
        cmocka_unit_test(near_rates_do_not_take_for_ever),
        cmocka_unit_test(the_standard_s_tables_are_reproduced),
        cmocka_unit_test(switching_follows_the_rules),
        cmocka_unit_test(double_plans_keep_both_risks_with_fewer_units),
        cmocka_unit_test(evaluation_is_what_simulated_lots_show),
        cmocka_unit_test(a_plan_that_cannot_be_is_said),
        cmocka_unit_test(noncentral_t_has_the_digits_of_the_integral),
        cmocka_unit_test(variables_plans_are_the_smallest),
        cmocka_unit_test(sizes_are_the_smallest_that_serve),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
