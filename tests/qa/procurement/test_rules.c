#include "tests/support/close.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "qa/base/random.h"
#include "qa/procurement/rules.h"
#include "qa/procurement/scorecard.h"
#include "qa/procurement/turnaround.h"
#include "qa/stats/interval.h"
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

/* ---- the same reckoned without rules ---- */

static struct qa_estimate rate_of(const struct qa_vendor_facts *facts, double confidence)
{
    double n = (double)facts->audited / fmax(1.0, facts->design_effect);

    if (facts->audited == 0) {
        return qa_undefined("nothing was checked", 0);
    }
    struct qa_estimate rate =
        qa_wilson_effective((double)facts->errors / (double)facts->audited, n, confidence);
    if (facts->low_trials > 0.0) {
        double share = fmin(1.0, facts->low_errors / facts->low_trials);
        rate.low = fmin(rate.value,
                        qa_clopper_pearson_effective(share, facts->low_trials, confidence).low);
    }
    return rate;
}

/* At most the limit, or at least it (sign -1); without an interval by the value. */
static enum qa_gate word_of(const struct qa_estimate *value, double limit, double sign)
{
    double low = sign * (value->has_interval ? value->low : value->value);
    double high = sign * (value->has_interval ? value->high : value->value);
    bool is_open = !qa_is_defined(value) || (!value->has_interval && value->no_interval != NULL);

    return is_open                           ? QA_GATE_INCONCLUSIVE
           : fmax(low, high) <= sign * limit ? QA_GATE_PASS
           : fmin(low, high) > sign * limit  ? QA_GATE_FAIL
                                             : QA_GATE_INCONCLUSIVE;
}

static enum qa_gate turnaround_word(const struct qa_vendor_turnaround *time, double limit)
{
    return time == NULL || time->deliveries == 0           ? QA_GATE_INCONCLUSIVE
           : time->p90.has_high && time->p90.high <= limit ? QA_GATE_PASS
           : time->p90.has_low && time->p90.low > limit    ? QA_GATE_FAIL
                                                           : QA_GATE_INCONCLUSIVE;
}

/* Nobody has promised anything here, so too few items a week prove nothing. */
static enum qa_gate capacity_word(const struct qa_vendor_turnaround *time, double needed)
{
    return time != NULL && qa_is_defined(&time->items_per_hour) &&
                   168.0 * time->items_per_hour.value >= needed
               ? QA_GATE_PASS
               : QA_GATE_INCONCLUSIVE;
}

static enum qa_gate gate_of(const struct qa_scorecard *card, const struct qa_vendor_score *score,
                            enum qa_gate_kind kind, bool *asked)
{
    const struct qa_score_settings *set = &card->settings;
    const struct qa_vendor_facts *facts = score->facts;
    const double limits[QA_N_GATES] = {1.0, set->min_agreement, set->max_turnaround_hours,
                                       0.0, set->budget,        set->weeks};

    *asked = limits[kind] > 0.0 && !facts->is_reference;
    switch (kind) {
    case QA_GATE_ON_ERROR:
        return word_of(&score->error_rate, set->max_error, 1.0);
    case QA_GATE_ON_AGREEMENT:
        return word_of(&facts->agreement, set->min_agreement, -1.0);
    case QA_GATE_ON_TURNAROUND:
        return turnaround_word(facts->turnaround, set->max_turnaround_hours);
    case QA_GATE_ON_BUDGET:
        return word_of(&score->gates[kind].value, set->budget, 1.0);
    case QA_GATE_ON_CAPACITY:
        return capacity_word(facts->turnaround, set->scenario.volume / set->weeks);
    default:
        return QA_GATE_PASS;
    }
}

static enum qa_gate assert_gates(const struct qa_scorecard *card,
                                 const struct qa_vendor_score *score)
{
    enum qa_gate whole = score->facts->is_reference ? QA_GATE_REFERENCE : QA_GATE_PASS;

    for (int g = 0; g < QA_N_GATES; g++) {
        bool asked;
        enum qa_gate word = gate_of(card, score, (enum qa_gate_kind)g, &asked);

        assert_int_equal(score->gates[g].asked, asked);
        if (asked) {
            assert_int_equal(score->gates[g].verdict, word);
            whole = word == QA_GATE_PASS || whole == QA_GATE_FAIL ? whole : word;
        }
    }
    return whole;
}

static double least_of(const struct qa_scorecard *card, int criterion)
{
    double least = HUGE_VAL;

    for (size_t i = 0; i < card->n_scores; i++) {
        const struct qa_vendor_score *score = &card->scores[i];
        double value = criterion == QA_CRITERION_COST     ? score->cost_per_correct.value
                       : score->facts->turnaround != NULL ? score->facts->turnaround->p90.value
                                                          : 0.0;
        bool known = criterion == QA_CRITERION_COST
                         ? qa_is_defined(&score->cost_per_correct)
                         : score->facts->turnaround != NULL &&
                               score->facts->turnaround->p90.undefined == NULL;

        least = qa_score_is_eligible(score) && known ? fmin(least, value) : least;
    }
    return least;
}

static struct qa_value_ends ends_of(const struct qa_scorecard *card, int criterion)
{
    const struct qa_score_settings *set = &card->settings;
    const double limits[] = {set->max_error, set->max_turnaround_hours,
                             set->budget / set->scenario.volume, set->min_agreement, 0.0};
    struct qa_value_ends ends = set->values[criterion];
    double limit = limits[criterion];
    bool less = qa_criterion_wants_less((enum qa_criterion)criterion);
    double least = less && limit <= 0.0 ? least_of(card, criterion) : 0.0;

    if (!ends.has_best) {
        ends.best = !less ? 1.0 : ends.has_worst || limit > 0.0 ? 0.0 : least;
    }
    if (!ends.has_worst) {
        ends.worst = !less || limit > 0.0 ? limit : 2.0 * ends.best;
    }
    ends.has_worst = ends.has_best = isfinite(ends.worst) && isfinite(ends.best);
    return ends;
}

static void assert_values(const struct qa_scorecard *card, const struct qa_vendor_score *score)
{
    for (int c = 0; c < QA_N_CRITERIA; c++) {
        struct qa_value_ends ends = ends_of(card, c);

        assert_int_equal(card->ends[c].has_worst && card->ends[c].has_best, ends.has_worst);
        if (score->known[c]) {
            assert_close(score->values[c],
                         qa_value((enum qa_criterion)c, &ends, score->measured[c]), 1e-12);
        }
    }
    if (score->has_score) {
        assert_close(score->score, qa_score_of(card, score->measured), 1e-12);
    }
}

static void assert_rank(const struct qa_scorecard *card, const struct qa_vendor_score *score)
{
    unsigned rank = 1;

    for (size_t i = 0; i < card->n_scores; i++) {
        const struct qa_vendor_score *other = &card->scores[i];

        rank += qa_score_is_eligible(other) && other->has_score && other->score > score->score;
    }
    assert_int_equal(score->rank, score->has_score && qa_score_is_eligible(score) ? rank : 0);
}

static void assert_vendor(const struct qa_scorecard *card, size_t v)
{
    const struct qa_vendor_score *score = &card->scores[v];
    const struct qa_estimate rate = rate_of(score->facts, card->settings.confidence);
    struct qa_formula_value total = qa_reckoned(card->reckoning, v, QA_V_TOTAL);
    struct qa_formula_value correct = qa_reckoned(card->reckoning, v, QA_V_CORRECT);

    assert_int_equal(qa_is_defined(&score->error_rate), qa_is_defined(&rate));
    if (qa_is_defined(&rate)) {
        assert_close(score->error_rate.low, rate.low, 1e-12);
        assert_close(score->error_rate.high, rate.high, 1e-12);
    }
    assert_int_equal(total.kind == QA_FORMULA_NUMBER, score->has_total);
    assert_int_equal(correct.kind == QA_FORMULA_NUMBER, qa_is_defined(&score->cost_per_correct));
    if (score->has_total) {
        assert_close(total.number, score->total, 1e-9);
    }
    if (correct.kind == QA_FORMULA_NUMBER) {
        assert_close(correct.number, score->cost_per_correct.value, 1e-9);
    }
    assert_int_equal(score->gate, assert_gates(card, score));
    assert_values(card, score);
    assert_rank(card, score);
}

static void the_rules_say_what_is_reckoned_without_them(void **state)
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
        for (size_t v = 0; v < n; v++) {
            assert_vendor(&card, v);
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
        cmocka_unit_test(the_rules_say_what_is_reckoned_without_them),
        cmocka_unit_test(every_figure_has_a_name_a_heading_and_a_sentence),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
