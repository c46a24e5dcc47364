#include "tests/support/close.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "qa/base/random.h"
#include "qa/base/time.h"
#include "qa/procurement/split.h"
#include "qa/procurement/turnaround.h"
#include "tests/qa/procurement/text_records.h"

static const struct qa_score_settings base = {
    .scenario = {.volume = 100000.0},
    .weights = {0.5, 0.0, 0.5, 0.0, 0.0},
    .values = {[QA_CRITERION_COST] = {.worst = 0.5, .has_worst = true, .has_best = true}},
    .max_error = 0.05,
    .confidence = 0.95};

static int set_up(void **state)
{
    *state = qa_arena_new();
    return 0;
}

static int tear_down(void **state)
{
    qa_arena_free(*state);
    return 0;
}

static struct qa_vendor_facts facts_of(const char *name, uint64_t errors, double weekly,
                                       struct qa_arena *arena)
{
    struct qa_promise *promise = QA_NEW(arena, struct qa_promise);
    struct qa_vendor_promises *promises = QA_NEW(arena, struct qa_vendor_promises);

    *promise = (struct qa_promise){.kind = QA_PROMISE_CAPACITY, .value = weekly};
    *promises = (struct qa_vendor_promises){.vendor = name, .list = promise, .n = 1};
    return (struct qa_vendor_facts){.name = name,
                                    .errors = errors,
                                    .audited = 1000,
                                    .design_effect = 1.0,
                                    .agreement = qa_undefined("not measured", 0),
                                    .promises = promises};
}

static struct qa_quotes quotes_of(struct qa_arena *arena, const char *rows)
{
    struct qa_records records =
        text_records(arena, "quotes.csv",
                     qa_arena_format(arena,
                                     "vendor,charge,basis,from_quantity,to_quantity,tiering,price,"
                                     "currency\n%s",
                                     rows));
    struct qa_findings findings;
    struct qa_quotes quotes;

    qa_findings_init(&findings, arena);
    const struct qa_quote_input input = {.quotes = &records, .as_of = QA_NO_TIME};
    assert_int_equal(qa_quotes_parse(&input, arena, &findings, &quotes, NULL), QA_OK);
    return quotes;
}

static double value(double worst, double measured)
{
    return fmax(0.0, fmin(1.0, 1.0 - measured / worst));
}

/* The best of all whole percents by the definition, for flat prices. */
static double best_by_hand(const double *rate, const double *price, const double *most)
{
    double best = -1.0;

    for (int p = 0; p <= 100; p++) {
        double share = p / 100.0;
        double errors = share * rate[0] + (1.0 - share) * rate[1];
        double cost = (share * price[0] + (1.0 - share) * price[1]) / (1.0 - errors);

        if (1e5 * share <= most[0] + 1e-6 && 1e5 * (1.0 - share) <= most[1] + 1e-6) {
            best = fmax(best, 0.5 * value(0.05, errors) + 0.5 * value(0.5, cost));
        }
    }
    return best;
}

static void the_best_of_all_percents_is_found(void **state)
{
    struct qa_random random;
    size_t n_shared = 0;

    qa_random_init(&random, 61, 0);
    for (int market = 0; market < 200; market++) {
        struct qa_arena_mark mark = qa_arena_mark(*state);
        struct qa_score_settings settings = base;
        uint64_t errors[] = {qa_random_below(&random, 30), qa_random_below(&random, 30)};
        unsigned cents[] = {5 + (unsigned)qa_random_below(&random, 40),
                            5 + (unsigned)qa_random_below(&random, 40)};
        double weekly[] = {1000.0 * (double)(1 + qa_random_below(&random, 12)),
                           1000.0 * (double)(1 + qa_random_below(&random, 12))};
        struct qa_vendor_facts facts[] = {facts_of("a", errors[0], weekly[0], *state),
                                          facts_of("b", errors[1], weekly[1], *state)};
        struct qa_quotes quotes = quotes_of(
            *state, qa_arena_format(
                        *state, "a,label,per_item,,,,0.%02u,EUR\nb,label,per_item,,,,0.%02u,EUR\n",
                        cents[0], cents[1]));
        const double rate[] = {(double)errors[0] / 1000.0, (double)errors[1] / 1000.0};
        const double price[] = {cents[0] / 100.0, cents[1] / 100.0};
        const double most[] = {10.0 * weekly[0], 10.0 * weekly[1]};

        settings.weeks = 10.0;
        struct qa_scorecard card = qa_scorecard(facts, 2, &quotes, &settings, *state);
        struct qa_splits splits = qa_splits_find(&card, &quotes, *state);
        double want = best_by_hand(rate, price, most);
        assert_int_equal(splits.n, 1);
        const struct qa_split *split = &splits.list[0];
        assert_int_equal(split->possible, want >= 0.0);
        if (split->possible) {
            assert_close(split->score, want, 1e-9);
            assert_close(split->volume_a + split->volume_b, 1e5, 1e-12);
            assert_true(split->gain >= 0.0);
            n_shared += split->share_a > 0.0 && split->share_a < 1.0;
        }
        qa_arena_reset(*state, mark);
    }
    assert_true(n_shared > 20);
}

/* From 60,000 items on a's price for all of them falls by half; b is the better labeler. */
static void a_share_that_just_reaches_a_tier_is_tried(void **state)
{
    struct qa_quotes quotes = quotes_of(*state, "a,label,per_item,1,60499,volume,0.40,EUR\n"
                                                "a,label,per_item,60500,,volume,0.10,EUR\n"
                                                "b,label,per_item,,,,0.30,EUR\n");
    struct qa_vendor_facts facts[] = {facts_of("a", 40, 1e6, *state),
                                      facts_of("b", 0, 1e6, *state)};
    struct qa_score_settings settings = base;

    settings.weights[QA_CRITERION_QUALITY] = 1.0;
    settings.weights[QA_CRITERION_COST] = 0.6;
    settings.values[QA_CRITERION_QUALITY] =
        (struct qa_value_ends){.worst = 0.1, .has_worst = true, .has_best = true};
    settings.max_error = 0.1;
    struct qa_scorecard card = qa_scorecard(facts, 2, &quotes, &settings, *state);
    struct qa_splits splits = qa_splits_find(&card, &quotes, *state);
    const struct qa_split *split = &splits.list[0];
    double of_a = split->a == 0 ? split->volume_a : split->volume_b;
    assert_true(of_a == 0.0 || of_a == 1e5 || fabs(of_a - 60500.0) < 1e-6);
    assert_true(split->possible);
}

static void a_budget_that_neither_keeps_leaves_nothing(void **state)
{
    struct qa_quotes quotes =
        quotes_of(*state, "a,label,per_item,,,,0.40,EUR\nb,label,per_item,,,,0.30,EUR\n");
    struct qa_vendor_facts facts[] = {facts_of("a", 4, 1e6, *state), facts_of("b", 9, 1e6, *state)};
    struct qa_score_settings settings = base;
    struct qa_report *report = qa_report_new(*state, "compare");

    settings.budget = 20000.0;
    struct qa_scorecard card = qa_scorecard(facts, 2, &quotes, &settings, *state);
    struct qa_splits splits = qa_splits_find(&card, &quotes, *state);
    assert_int_equal(splits.n, 1);
    assert_false(splits.list[0].possible);
    qa_splits_table(&splits, &card, report);
    assert_int_equal(qa_report_table(report, "split")->n_rows, 1);
    card = qa_scorecard(facts, 1, &quotes, &settings, *state);
    assert_int_equal(qa_splits_find(&card, &quotes, *state).n, 0);
}

static void give_hours(struct qa_vendor_facts *facts, const double *hours, size_t n,
                       struct qa_arena *arena)
{
    struct qa_vendor_turnaround *time = QA_NEW(arena, struct qa_vendor_turnaround);
    bool ended[16];

    for (size_t i = 0; i < n; i++) {
        ended[i] = true;
    }
    time->deliveries = n;
    time->p90 = qa_complete_quantile(hours, n, 0.9, 0.95);
    time->hours.survival = qa_kaplan_meier(hours, ended, n, 0.95, arena);
    facts->turnaround = time;
}

/* Of a's deliveries all take up to 30 hours, of b's 58 to 70. With 60 in a hundred from b one in
 * ten of all takes longer than the last but one of b's; between the vendors' own percentiles lies
 * what nobody delivers. */
static void the_percentile_of_a_split_is_that_of_the_mixture(void **state)
{
    static const double quick[] = {19, 22, 24, 25, 30};
    static const double slow[] = {58, 61, 63, 64, 66, 70};
    struct qa_vendor_facts facts[] = {facts_of("a", 4, 4e4, *state), facts_of("b", 1, 6e4, *state)};
    struct qa_score_settings settings = base;

    settings.weeks = 1.0;
    settings.weights[QA_CRITERION_COST] = 0.0;
    settings.weights[QA_CRITERION_SPEED] = 0.5;
    settings.max_turnaround_hours = 96.0;
    give_hours(&facts[0], quick, 5, *state);
    give_hours(&facts[1], slow, 6, *state);
    struct qa_scorecard card = qa_scorecard(facts, 2, NULL, &settings, *state);
    struct qa_splits splits = qa_splits_find(&card, NULL, *state);
    const struct qa_split *split = &splits.list[0];
    assert_true(split->possible && split->has_p90);
    assert_close(split->a == 1 ? split->share_a : 1.0 - split->share_a, 0.6, 1e-12);
    assert_close(split->p90, 66.0, 0.0);
    assert_int_equal(card.scores[card.ranking[0]].rank, 0);
    const char *sentence = qa_splits_sentence(&splits, &card, *state);
    assert_non_null(strstr(sentence, "b with 60,000"));
    assert_non_null(strstr(sentence, "a with 40,000"));
    assert_non_null(strstr(sentence, " can do it (inconclusive by other gates: "));
    settings.weeks = 0.0;
    card = qa_scorecard(facts, 2, NULL, &settings, *state);
    splits = qa_splits_find(&card, NULL, *state);
    assert_string_equal(qa_splits_sentence(&splits, &card, *state), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_best_of_all_percents_is_found, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_share_that_just_reaches_a_tier_is_tried, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_budget_that_neither_keeps_leaves_nothing, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(the_percentile_of_a_split_is_that_of_the_mixture, set_up,
                                        tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
