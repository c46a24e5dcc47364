#include <math.h>
#include <string.h>

#include "tests/support/close.h"
#include "tests/support/reference.h"
#include "tests/support/simulate.h"

#include "qa/stats/interval.h"
#include "qa/stats/monotone_rate.h"
#include "qa/stats/special.h"

/* Items in rows, annotators in columns. */
enum { MOST_ITEMS = 240, MOST_ANNOTATORS = 12 };
struct table {
    size_t items, annotators;
    uint32_t errors[MOST_ITEMS][MOST_ANNOTATORS];
    uint32_t trials[MOST_ITEMS][MOST_ANNOTATORS];
};

struct lists {
    struct qa_item_errors items[MOST_ITEMS];
    struct qa_item_share shares[MOST_ITEMS * MOST_ANNOTATORS];
    uint64_t trials[MOST_ANNOTATORS];
};

static struct qa_rate_sample sample_of(const struct table *table, struct lists *lists)
{
    struct qa_rate_sample sample = {.n = table->items,
                                    .items = lists->items,
                                    .shares = lists->shares,
                                    .annotator_trials = lists->trials,
                                    .n_annotators = table->annotators};
    memset(lists->trials, 0, sizeof lists->trials);
    for (size_t i = 0; i < table->items; i++) {
        struct qa_item_errors item = {0, 0};
        for (size_t g = 0; g < table->annotators; g++) {
            uint32_t errors = table->errors[i][g];
            uint32_t trials = table->trials[i][g];
            item.errors += errors;
            item.trials += trials;
            lists->trials[g] += trials;
            sample.share_squares += (double)trials * trials;
            if (errors > 0) {
                lists->shares[sample.n_shares++] =
                    (struct qa_item_share){(uint32_t)sample.n_items, (uint32_t)g, errors, trials};
            }
        }
        sample.trials += item.trials;
        sample.squares += (double)item.trials * item.trials;
        if (item.errors > 0) {
            lists->items[sample.n_items++] = item;
        }
    }
    return sample;
}

static struct qa_monotone_rate rate_of(const struct table *table, enum qa_annotators_are annotators,
                                       double confidence, struct qa_arena *arena)
{
    static struct lists lists;
    const struct qa_rate_sample sample = sample_of(table, &lists);
    double concentration =
        qa_error_concentration(sample.items, sample.n_items, sample.squares, sample.trials);
    return qa_monotone_rate(&sample, concentration, annotators, confidence, arena);
}

static void limits_equal_an_independent_computation(void **state)
{
    (void)state;
    static struct table table;
    static double errors[TEST_REFERENCE_NUMBERS];
    static double trials[TEST_REFERENCE_NUMBERS];
    struct qa_arena *arena = qa_arena_new();
    struct test_reference reference;
    test_reference_open(&reference, "monotone_rate.csv");
    while (test_reference_next(&reference)) {
        table.annotators = (size_t)test_reference_number(&reference, "annotators");
        size_t n = test_reference_numbers(&reference, "errors", errors);
        assert_int_equal(test_reference_numbers(&reference, "trials", trials), n);
        table.items = n / table.annotators;
        for (size_t i = 0; i < n; i++) {
            table.errors[i / table.annotators][i % table.annotators] = (uint32_t)errors[i];
            table.trials[i / table.annotators][i % table.annotators] = (uint32_t)trials[i];
        }
        bool is_random = test_reference_number(&reference, "random") > 0;
        struct qa_monotone_rate got =
            rate_of(&table, is_random ? QA_ANNOTATORS_RANDOM : QA_ANNOTATORS_FIXED,
                    test_reference_number(&reference, "confidence"), arena);
        assert_close(got.rate.low, test_reference_number(&reference, "low"), 1e-9);
        assert_close(got.rate.high, test_reference_number(&reference, "high"), 1e-9);
    }
    test_reference_close(&reference);
    qa_arena_free(arena);
}

static void draw(struct qa_random *random, struct table *table, double most)
{
    double rate = most * pow(qa_random_real(random), 3);
    double lumps = qa_random_below(random, 2) == 0 ? 0 : qa_random_real(random);
    double size = (double)qa_random_below(random, 15);
    table->items = 2 + qa_random_below(random, 40);
    table->annotators = QA_ANNOTATORS_TO_GENERALISE + qa_random_below(random, 6);
    memset(table->errors, 0, sizeof table->errors);
    memset(table->trials, 0, sizeof table->trials);
    for (size_t i = 0; i < table->items; i++) {
        unsigned who[MOST_DRAWN];
        double own = draw_rate(random, rate, lumps);
        draw_raters(random, (unsigned)table->annotators, 2, who);
        for (size_t k = 0; k < 1 + qa_random_below(random, 2); k++) {
            uint32_t trials = 1 + draw_poisson(random, size);
            table->trials[i][who[k]] = trials;
            table->errors[i][who[k]] = draw_binomial(random, trials, own);
        }
    }
}

/* One more error wherever there is room; false where there is none. */
static bool add_error(struct qa_random *random, struct table *table)
{
    for (int t = 0; t < 50; t++) {
        size_t i = qa_random_below(random, table->items);
        size_t g = qa_random_below(random, table->annotators);
        if (table->errors[i][g] < table->trials[i][g]) {
            table->errors[i][g]++;
            return true;
        }
    }
    return false;
}

struct falls {
    double most;      /* a rate from which on no error is added */
    double high, low; /* by which a limit may fall */
};

static void add_errors(enum qa_annotators_are are, const struct falls *falls, uint64_t stream)
{
    static const double confidences[] = {0.9, 0.95, 0.99};
    static struct table table;
    struct qa_arena *arena = qa_arena_new();
    struct qa_random random;
    qa_random_init(&random, 285, stream);
    for (int t = 0; t < 1500; t++) {
        double confidence = confidences[t % 3];
        draw(&random, &table, 1.5 * falls->most);
        for (int step = 0; step < 5; step++) {
            struct qa_monotone_rate before = rate_of(&table, are, confidence, arena);
            if (before.rate.value > falls->most || !add_error(&random, &table)) {
                break;
            }
            struct qa_monotone_rate after = rate_of(&table, are, confidence, arena);
            assert_true(after.rate.high >= before.rate.high - falls->high);
            assert_true(after.rate.low >= before.rate.low - falls->low);
        }
    }
    qa_arena_free(arena);
}

/* Up to a tenth: limits that somebody has to keep are below. */
static void one_more_error_never_moves_a_limit_down(void **state)
{
    (void)state;
    add_errors(QA_ANNOTATORS_FIXED, &(struct falls){0.1, 1e-12, 1e-12}, 0);
}

static void nor_where_annotators_are_a_sample(void **state)
{
    (void)state;
    add_errors(QA_ANNOTATORS_RANDOM, &(struct falls){0.1, 1e-12, 0.001}, 1);
    add_errors(QA_ANNOTATORS_RANDOM, &(struct falls){0.4, 0.001, 0.02}, 2);
}

static void errors_of_others_never_move_the_upper_limit_down(void **state)
{
    (void)state;
    static struct table own;
    static struct table other;
    static struct lists lists;
    static struct lists others;
    struct qa_arena *arena = qa_arena_new();
    struct qa_random random;
    qa_random_init(&random, 286, 0);
    for (int t = 0; t < 500; t++) {
        double high = 0;
        draw(&random, &own, 0.2);
        draw(&random, &other, 0.4);
        const struct qa_rate_sample sample = sample_of(&own, &lists);
        for (int step = 0; step < 5; step++) {
            const struct qa_rate_sample rest = sample_of(&other, &others);
            double r = qa_error_concentration(rest.items, rest.n_items, rest.squares, rest.trials);
            double now = qa_monotone_rate(&sample, r, QA_ANNOTATORS_FIXED, 0.95, arena).rate.high;
            assert_true(now >= high - 1e-12);
            assert_true(r >= 0.5 && r <= 1);
            high = now;
            add_error(&random, &other);
        }
    }
    qa_arena_free(arena);
}

static void the_effective_numbers_give_the_limits_again(void **state)
{
    (void)state;
    static struct table table;
    struct qa_arena *arena = qa_arena_new();
    struct qa_random random;
    qa_random_init(&random, 287, 0);
    for (int t = 0; t < 300; t++) {
        draw(&random, &table, 0.4);
        struct qa_monotone_rate got =
            rate_of(&table, t % 2 ? QA_ANNOTATORS_RANDOM : QA_ANNOTATORS_FIXED, 0.95, arena);
        double effective = (double)got.rate.n / got.design_effect;
        assert_true(got.design_effect >= 1);
        assert_true(got.rate.low <= got.rate.value && got.rate.value <= got.rate.high);
        if (got.design_effect > 1 && got.rate.high < 1) {
            assert_close(qa_wilson_effective(got.rate.value, effective, 0.95).high, got.rate.high,
                         1e-9);
        }
        if (got.rate.low > 0 && got.low_errors < got.low_trials) {
            assert_close(
                qa_clopper_pearson_effective(got.low_errors / got.low_trials, got.low_trials, 0.95)
                    .low,
                got.rate.low, 1e-9);
        }
    }
    qa_arena_free(arena);
}

static void trials_that_stand_alone_have_wilsons_upper_and_the_exact_lower_limit(void **state)
{
    (void)state;
    static struct table table;
    struct qa_arena *arena = qa_arena_new();
    memset(&table, 0, sizeof table);
    table.items = 60;
    table.annotators = 1;
    for (size_t i = 0; i < table.items; i++) {
        table.trials[i][0] = 1;
        table.errors[i][0] = i < 4;
    }
    struct qa_monotone_rate got = rate_of(&table, QA_ANNOTATORS_FIXED, 0.95, arena);
    assert_close(got.rate.high, qa_wilson(4, 60, 0.95).high, 1e-12);
    assert_close(got.rate.low, qa_clopper_pearson(4, 60, 0.95).low, 1e-12);
    assert_identical(got.design_effect, 1);
    qa_arena_free(arena);
}

/* Wider at a higher confidence; and not wider when all items are there twice. */
static void limits_nest_and_narrow(void **state)
{
    (void)state;
    static struct table table;
    struct qa_arena *arena = qa_arena_new();
    struct qa_random random;
    qa_random_init(&random, 288, 0);
    for (int t = 0; t < 300; t++) {
        enum qa_annotators_are are = t % 2 ? QA_ANNOTATORS_RANDOM : QA_ANNOTATORS_FIXED;
        draw(&random, &table, 0.3);
        struct qa_monotone_rate narrow = rate_of(&table, are, 0.9, arena);
        struct qa_monotone_rate wide = rate_of(&table, are, 0.99, arena);
        assert_true(wide.rate.low <= narrow.rate.low + 1e-12);
        assert_true(wide.rate.high >= narrow.rate.high - 1e-12);
        struct qa_monotone_rate once = rate_of(&table, QA_ANNOTATORS_FIXED, 0.95, arena);
        memcpy(table.errors[table.items], table.errors, table.items * sizeof table.errors[0]);
        memcpy(table.trials[table.items], table.trials, table.items * sizeof table.trials[0]);
        table.items *= 2;
        struct qa_monotone_rate twice = rate_of(&table, QA_ANNOTATORS_FIXED, 0.95, arena);
        assert_true(twice.rate.high - twice.rate.low <= once.rate.high - once.rate.low + 1e-12);
    }
    qa_arena_free(arena);
}

/* Items whose errors lump, by six annotators who may differ. */
struct cell {
    enum qa_annotators_are are;
    double rate, lumps, variation;
    size_t items;
    uint32_t trials; /* an item */
};

static double covered(const struct cell *cell)
{
    enum { SAMPLES = 1000 };
    static struct table table;
    struct qa_arena *arena = qa_arena_new();
    struct qa_random random;
    int n = 0;
    qa_random_init(&random, 289, cell->are);
    table.items = cell->items;
    table.annotators = 6;
    for (int t = 0; t < SAMPLES; t++) {
        double own[6];
        for (int g = 0; g < 6; g++) {
            double shape = 1 / (cell->variation * cell->variation);
            own[g] = cell->variation > 0 ? draw_gamma(&random, shape) / shape : 1;
        }
        memset(table.errors, 0, sizeof table.errors);
        memset(table.trials, 0, sizeof table.trials);
        for (size_t i = 0; i < table.items; i++) {
            size_t g = i % 6;
            double p = own[g] * draw_rate(&random, cell->rate, cell->lumps);
            table.trials[i][g] = cell->trials;
            table.errors[i][g] = draw_binomial(&random, cell->trials, fmin(1, p));
        }
        struct qa_monotone_rate got = rate_of(&table, cell->are, 0.95, arena);
        n += got.rate.low <= cell->rate && cell->rate <= got.rate.high;
    }
    qa_arena_free(arena);
    return (double)n / SAMPLES;
}

static double covered_of_5_percent(enum qa_annotators_are are, double lumps, double variation)
{
    return covered(&(struct cell){are, 0.05, lumps, variation, 60, 8});
}

static void intervals_cover_where_errors_lump_and_annotators_differ(void **state)
{
    (void)state;
    assert_true(covered_of_5_percent(QA_ANNOTATORS_FIXED, 0, 0) > 0.93);
    assert_true(covered_of_5_percent(QA_ANNOTATORS_FIXED, 0.3, 0) > 0.93);
    /* Three items carry the errors. */
    assert_true(covered_of_5_percent(QA_ANNOTATORS_FIXED, 0.8, 0) > 0.91);
    assert_true(covered_of_5_percent(QA_ANNOTATORS_RANDOM, 0, 0.5) > 0.93);
    assert_true(covered_of_5_percent(QA_ANNOTATORS_RANDOM, 0.1, 0.5) > 0.93);
    assert_true(covered_of_5_percent(QA_ANNOTATORS_FIXED, 0, 1) <
                covered_of_5_percent(QA_ANNOTATORS_RANDOM, 0, 1) - 0.05);
}

/* Where there are errors enough for intervals to be no longer than they must be: with 1.6 for 1.96
 * standard errors in the upper limit alone the first covers 90.7 %. */
static void intervals_of_many_errors_cover_what_they_say(void **state)
{
    (void)state;
    static const struct cell cells[] = {{QA_ANNOTATORS_FIXED, 0.2, 0, 0, 240, 1},
                                        {QA_ANNOTATORS_FIXED, 0.2, 0.3, 0, 120, 8}};
    for (size_t c = 0; c < sizeof cells / sizeof *cells; c++) {
        double share = covered(&cells[c]);
        assert_true(share > 0.925 && share < 0.985);
    }
}

static void a_sample_of_nothing_or_of_one_item_says_so(void **state)
{
    (void)state;
    static struct table table;
    struct qa_arena *arena = qa_arena_new();
    memset(&table, 0, sizeof table);
    assert_string_equal(rate_of(&table, QA_ANNOTATORS_FIXED, 0.95, arena).rate.undefined,
                        "no trials");
    table.items = table.annotators = 1;
    table.trials[0][0] = 20;
    table.errors[0][0] = 3;
    struct qa_monotone_rate got = rate_of(&table, QA_ANNOTATORS_RANDOM, 0.95, arena);
    assert_identical(got.rate.low, 0);
    assert_identical(got.rate.high, 1);
    assert_true(qa_wilson_effective(0.15, 20 / got.design_effect, 0.95).high > 0.999);
    qa_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limits_equal_an_independent_computation),
        cmocka_unit_test(one_more_error_never_moves_a_limit_down),
        cmocka_unit_test(nor_where_annotators_are_a_sample),
        cmocka_unit_test(errors_of_others_never_move_the_upper_limit_down),
        cmocka_unit_test(the_effective_numbers_give_the_limits_again),
        cmocka_unit_test(trials_that_stand_alone_have_wilsons_upper_and_the_exact_lower_limit),
        cmocka_unit_test(limits_nest_and_narrow),
        cmocka_unit_test(intervals_cover_where_errors_lump_and_annotators_differ),
        cmocka_unit_test(intervals_of_many_errors_cover_what_they_say),
        cmocka_unit_test(a_sample_of_nothing_or_of_one_item_says_so),
    };
    qa_special_init();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
