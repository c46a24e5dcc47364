#include "tests/support/close.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "qa/base/random.h"
#include "qa/procurement/rules.h"
#include "qa/procurement/scorecard.h"
#include "qa/procurement/turnaround.h"
#include "tests/qa/procurement/text_records.h"

enum { MOST_VENDORS = 5, N_CARDS = 400 };

static bool often(struct qa_random *random)
{
    return qa_random_below(random, 4) > 0;
}

static struct qa_estimate random_agreement(struct qa_random *random)
{
    double value = qa_random_real(random);

    if (!often(random)) {
        return qa_undefined("one annotator", 0);
    }
    struct qa_estimate agreement = {.value = value,
                                    .low = fmax(-1.0, value - 0.2 * qa_random_real(random)),
                                    .high = fmin(1.0, value + 0.2 * qa_random_real(random)),
                                    .confidence = 0.95,
                                    .n = 100,
                                    .has_interval = often(random)};
    agreement.no_interval = agreement.has_interval || often(random) ? NULL : "too few items";
    return agreement;
}

static const struct qa_vendor_turnaround *random_turnaround(struct qa_random *random,
                                                            struct qa_arena *arena)
{
    struct qa_vendor_turnaround *time = QA_NEW(arena, struct qa_vendor_turnaround);
    double p90 = 20.0 + 100.0 * qa_random_real(random);

    time->deliveries = qa_random_below(random, 60);
    time->has_quantiles = time->deliveries > 0;
    time->p50_hours = p90 / 2.0;
    time->p90 = (struct qa_time_quantile){.value = p90,
                                          .low = 0.8 * p90,
                                          .high = 1.2 * p90,
                                          .n = time->deliveries,
                                          .has_low = often(random),
                                          .has_high = often(random)};
    if (time->deliveries == 0) {
        time->p90 = (struct qa_time_quantile){.undefined = "no delivery"};
    } else if (!often(random)) {
        time->p90.undefined = "too many are still open";
        time->p90.has_high = false;
    }
    time->on_time = qa_undefined("no delivery has a due time", 0);
    time->items_per_hour = often(random)
                               ? (struct qa_estimate){.value = 200.0 * qa_random_real(random)}
                               : qa_undefined("not measured", 0);
    return time;
}

static struct qa_vendor_facts random_facts(struct qa_random *random, const char *name,
                                           struct qa_arena *arena)
{
    uint64_t audited = often(random) ? 1 + qa_random_below(random, 900) : 0;

    return (struct qa_vendor_facts){
        .name = name,
        .is_reference = qa_random_below(random, 12) == 0,
        .undelivered = qa_random_below(random, 12) == 0,
        .other_spelling = qa_random_below(random, 12) == 0 ? "V" : NULL,
        .audited = audited,
        .errors = qa_random_below(random, audited / (1 + qa_random_below(random, 30)) + 1),
        .design_effect = 1.0 + qa_random_real(random),
        .low_errors = (double)qa_random_below(random, 30),
        .low_trials = often(random) ? 0.0 : 30.0 + 100.0 * qa_random_real(random),
        .agreement = random_agreement(random),
        .turnaround = often(random) ? random_turnaround(random, arena) : NULL};
}

static struct qa_value_ends random_ends(struct qa_random *random, double most)
{
    return (struct qa_value_ends){.worst = most * qa_random_real(random),
                                  .best = most * qa_random_real(random),
                                  .has_worst = !often(random),
                                  .has_best = !often(random)};
}

static double at_times(struct qa_random *random, double most)
{
    return often(random) ? most * qa_random_real(random) : 0.0;
}

static struct qa_score_settings random_settings(struct qa_random *random)
{
    struct qa_score_settings settings = {
        .max_error = (often(random) ? 0.5 : 0.05) * qa_random_real(random),
        .min_agreement = often(random) ? 0.0 : 0.9 * qa_random_real(random),
        .max_turnaround_hours = often(random) ? 0.0 : 120.0 * qa_random_real(random),
        .budget = often(random) ? 0.0 : 30000.0 * qa_random_real(random),
        .weeks = often(random) ? 0.0 : 10.0 * qa_random_real(random),
        .confidence = 0.8 + 0.19 * qa_random_real(random)};
    static const double most[QA_N_CRITERIA] = {0.2, 100.0, 1.0, 1.0, 1.0};

    settings.scenario.volume = 1000.0 + (double)qa_random_below(random, 30000);
    settings.scenario.cost_per_wrong = at_times(random, 2.0);
    settings.scenario.cost_per_error = at_times(random, 2.0);
    settings.scenario.found_share = at_times(random, 1.0);
    settings.scenario.rejected_share = at_times(random, 0.2);
    for (int c = 0; c < QA_N_CRITERIA; c++) {
        settings.weights[c] = c == QA_CRITERION_COMPLIANCE ? 0.0 : at_times(random, 1.0);
        settings.values[c] = random_ends(random, most[c]);
    }
    return settings;
}

/* Some vendors have a quote, and some of those one that cannot be worked. */
static struct qa_quotes *random_quotes(struct qa_random *random, size_t n, struct qa_arena *arena)
{
    const char *rows = "vendor,charge,basis,price,currency\n";
    struct qa_quotes *quotes = QA_NEW(arena, struct qa_quotes);
    struct qa_findings findings;

    for (size_t i = 0; i < n; i++) {
        if (i == 0 || often(random)) {
            rows = qa_arena_format(arena, "%sv%zu,label,%s,0.%02u,EUR\n", rows, i,
                                   often(random) ? "per_item" : "per_hour",
                                   5 + (unsigned)qa_random_below(random, 60));
        }
    }
    struct qa_records records = text_records(arena, "quotes.csv", rows);
    const struct qa_quote_input input = {.quotes = &records, .as_of = QA_NO_TIME};
    qa_findings_init(&findings, arena);
    assert_int_equal(qa_quotes_parse(&input, arena, &findings, quotes, NULL), QA_OK);
    return quotes;
}

static void assert_number(const struct qa_formula_value *value, bool known, double want)
{
    assert_int_equal(value->kind, known ? QA_FORMULA_NUMBER : QA_FORMULA_TEXT);
    if (known) {
        assert_close(value->number, want, 1e-9);
    }
}

static void assert_word(const struct qa_formula_value *value, const char *want)
{
    assert_int_equal(value->kind, QA_FORMULA_TEXT);
    assert_string_equal(value->text, want);
}

static void assert_vendor(const struct qa_scorecard *card, size_t v,
                          const struct qa_formula_value *figures)
{
    const struct qa_vendor_score *score = &card->scores[v];
    const struct qa_estimate *rate = &score->error_rate;
    bool rated = qa_is_defined(rate);

    assert_number(&figures[QA_V_RATE], rated, rate->value);
    assert_number(&figures[QA_V_LOW], rated, rate->low);
    assert_number(&figures[QA_V_HIGH], rated, rate->high);
    assert_number(&figures[QA_V_CHARGES], score->cost.undefined == NULL, score->cost.total);
    assert_number(&figures[QA_V_TOTAL], score->has_total, score->total);
    assert_number(&figures[QA_V_CORRECT], qa_is_defined(&score->cost_per_correct),
                  score->cost_per_correct.value);
    for (int g = 0; g < QA_N_GATES; g++) {
        const struct qa_gate_check *check = &score->gates[g];
        assert_word(&figures[QA_V_GATES + g], check->asked ? qa_gate_name(check->verdict) : "-");
    }
    assert_word(&figures[QA_V_GATE], qa_gate_name(score->gate));
    for (int c = 0; c < QA_N_CRITERIA; c++) {
        assert_number(&figures[QA_V_VALUES + c], score->known[c], score->values[c]);
    }
    assert_number(&figures[QA_V_ELIGIBLE], true, qa_score_is_eligible(score));
    assert_number(&figures[QA_V_SCORE], score->has_score, score->score);
    assert_number(&figures[QA_V_RANK], score->rank > 0, score->rank);
    assert_true(card->ranking[(size_t)figures[QA_V_ORDER].number - 1] == v);
}

static void the_rules_say_what_the_scorecard_says(void **state)
{
    static const char *const names[MOST_VENDORS] = {"v0", "v1", "v2", "v3", "v4"};
    struct qa_random random;
    size_t words[4] = {0};
    size_t ranked = 0;

    (void)state;
    qa_random_init(&random, 11, 0);
    for (int i = 0; i < N_CARDS; i++) {
        struct qa_arena *arena = qa_arena_new();
        size_t n = 1 + (size_t)qa_random_below(&random, MOST_VENDORS);
        struct qa_vendor_facts facts[MOST_VENDORS];
        const struct qa_score_settings settings = random_settings(&random);
        const struct qa_quotes *quotes = often(&random) ? random_quotes(&random, n, arena) : NULL;

        for (size_t v = 0; v < n; v++) {
            facts[v] = random_facts(&random, names[v], arena);
        }
        struct qa_scorecard card = qa_scorecard(facts, n, quotes, &settings, arena);
        const struct qa_formula_value *figures = qa_vendor_figures(&card, arena);
        for (size_t v = 0; v < n; v++) {
            assert_vendor(&card, v, figures + v * QA_N_VENDOR_FIGURES);
            words[card.scores[v].gate]++;
            ranked += card.scores[v].rank > 0;
        }
        qa_arena_free(arena);
    }
    /* The markets were such that each word and a rank came up. */
    for (int gate = 0; gate < 4; gate++) {
        assert_true(words[gate] > 20);
    }
    assert_true(ranked > 50);
}

static void every_figure_has_a_name_a_heading_and_a_sentence(void **state)
{
    (void)state;
    for (int f = 0; f < QA_N_VENDOR_FIGURES; f++) {
        const struct qa_vendor_rule *rule = qa_vendor_rule((enum qa_vendor_figure)f);

        assert_non_null(rule->name);
        assert_non_null(rule->heading);
        assert_non_null(rule->about);
        assert_int_equal(qa_vendor_figure_named(rule->name), f);
    }
    assert_int_equal(qa_vendor_figure_named("nothing"), QA_N_VENDOR_FIGURES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_rules_say_what_the_scorecard_says),
        cmocka_unit_test(every_figure_has_a_name_a_heading_and_a_sentence),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
