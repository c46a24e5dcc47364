#include "tests/support/close.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "qa/base/random.h"
#include "qa/base/time.h"
#include "qa/procurement/scorecard.h"
#include "qa/procurement/verdict.h"
#include "tests/qa/procurement/text_records.h"
#include "tests/support/reference.h"

#define HEADER "vendor,charge,basis,price,currency\n"

enum { MOST_VENDORS = 12 };

static const struct qa_score_settings base = {.scenario = {.volume = 100000.0},
                                              .weights = {0.5, 0.2, 0.3, 0.0, 0.0},
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

static struct qa_vendor_facts facts_of(const char *name, uint64_t errors, uint64_t audited)
{
    return (struct qa_vendor_facts){.name = name,
                                    .errors = errors,
                                    .audited = audited,
                                    .design_effect = 1.0,
                                    .agreement = qa_undefined("not measured", 0),
                                    .agreement_name = "krippendorff_alpha"};
}

static const struct qa_vendor_turnaround *p90_of(struct qa_arena *arena, double hours)
{
    struct qa_vendor_turnaround *turnaround = QA_NEW(arena, struct qa_vendor_turnaround);

    turnaround->has_quantiles = true;
    turnaround->deliveries = 40;
    turnaround->p90_hours = hours;
    turnaround->p90 = (struct qa_time_quantile){
        .value = hours, .low = hours, .high = hours, .has_low = true, .has_high = true, .n = 40};
    turnaround->on_time = qa_undefined("no delivery has a due time", 0);
    return turnaround;
}

/* The verdict of a card that nothing was drawn for. */
static const char *verdict_of(const struct qa_scorecard *card, struct qa_arena *arena)
{
    return qa_market_verdict(card, NULL, NULL, arena).text;
}

static struct qa_quotes quotes_of(struct qa_arena *arena, const char *rows)
{
    struct qa_records records =
        text_records(arena, "quotes.csv", qa_arena_format(arena, "%s%s", HEADER, rows));
    struct qa_findings findings;
    struct qa_quotes quotes;

    qa_findings_init(&findings, arena);
    const struct qa_quote_input input = {.quotes = &records, .as_of = QA_NO_TIME};
    assert_int_equal(qa_quotes_parse(&input, arena, &findings, &quotes, NULL), QA_OK);
    return quotes;
}

static const struct qa_vendor_score *score_of(const struct qa_scorecard *card, const char *name)
{
    for (size_t i = 0; i < card->n_scores; i++) {
        if (strcmp(card->scores[i].facts->name, name) == 0) {
            return &card->scores[i];
        }
    }
    fail_msg("no vendor %s", name);
    return NULL;
}

/* Two vendors without cost or turnaround: intervals and tests alone. */
static void intervals_and_tests_use_effective_counts(void **state)
{
    struct test_reference reference;

    test_reference_open(&reference, "procurement_scores.csv");
    while (test_reference_next(&reference)) {
        struct qa_score_settings settings = base;
        struct qa_vendor_facts facts[2] = {
            facts_of("a", (uint64_t)test_reference_number(&reference, "errors_a"),
                     (uint64_t)test_reference_number(&reference, "audited_a")),
            facts_of("b", (uint64_t)test_reference_number(&reference, "errors_b"),
                     (uint64_t)test_reference_number(&reference, "audited_b"))};

        facts[0].design_effect = test_reference_number(&reference, "effect_a");
        facts[1].design_effect = test_reference_number(&reference, "effect_b");
        settings.confidence = test_reference_number(&reference, "confidence");
        settings.max_error = 1.0;
        struct qa_scorecard card = qa_scorecard(facts, 2, NULL, &settings, *state);
        assert_close(card.scores[0].error_rate.low, test_reference_number(&reference, "low_a"),
                     1e-12);
        assert_close(card.scores[0].error_rate.high, test_reference_number(&reference, "high_a"),
                     1e-12);
        assert_close(card.scores[1].error_rate.low, test_reference_number(&reference, "low_b"),
                     1e-12);
        assert_close(card.scores[1].error_rate.high, test_reference_number(&reference, "high_b"),
                     1e-12);
        assert_int_equal(card.n_pairs, 1);
        assert_close(card.pairs[0].difference, test_reference_number(&reference, "difference"),
                     1e-12);
        assert_close(card.pairs[0].low, test_reference_number(&reference, "low"), 1e-12);
        assert_close(card.pairs[0].high, test_reference_number(&reference, "high"), 1e-12);
        assert_close(card.pairs[0].p_value, test_reference_number(&reference, "p_value"), 1e-12);
        assert_close(card.pairs[0].p_adjusted, card.pairs[0].p_value, 0.0);
    }
    test_reference_close(&reference);
}

static void the_gate_goes_by_the_whole_interval(void **state)
{
    struct qa_vendor_facts facts[] = {facts_of("clean", 3, 1000), facts_of("open", 40, 1000),
                                      facts_of("sloppy", 90, 1000), facts_of("unseen", 0, 0)};
    struct qa_scorecard card = qa_scorecard(facts, 4, NULL, &base, *state);

    assert_int_equal(score_of(&card, "clean")->gate, QA_GATE_PASS);
    assert_int_equal(score_of(&card, "open")->gate, QA_GATE_INCONCLUSIVE);
    assert_int_equal(score_of(&card, "sloppy")->gate, QA_GATE_FAIL);
    assert_int_equal(score_of(&card, "unseen")->gate, QA_GATE_INCONCLUSIVE);
    assert_string_equal(score_of(&card, "sloppy")->gate_reason,
                        "error rate 9.0 % (7.4-10.9 %) is above the limit of 5.0 %");
    assert_non_null(strstr(score_of(&card, "unseen")->gate_reason, "not known"));
    assert_string_equal(qa_gate_name(QA_GATE_INCONCLUSIVE), "INCONCLUSIVE");
}

/* Its costs are known; it is asked no gate, moves no end of a value and takes no rank. */
static void work_done_in_house_is_a_reference(void **state)
{
    struct qa_quotes quotes = quotes_of(*state, "acme,label,per_item,0.10,EUR\n"
                                                "own team,label,per_item,0.02,EUR\n"
                                                "zeta,label,per_item,0.12,EUR\n");
    struct qa_vendor_facts facts[] = {facts_of("acme", 3, 1000), facts_of("own team", 0, 0),
                                      facts_of("zeta", 9, 1000)};
    struct qa_scorecard without =
        qa_scorecard((struct qa_vendor_facts[]){facts[0], facts[2]}, 2, &quotes, &base, *state);

    facts[1].is_reference = true;
    struct qa_scorecard card = qa_scorecard(facts, 3, &quotes, &base, *state);
    const struct qa_vendor_score *own = score_of(&card, "own team");
    assert_string_equal(qa_gate_name(own->gate), "REFERENCE");
    assert_false(qa_score_is_eligible(own));
    assert_int_equal(own->rank, 0);
    assert_false(own->has_score);
    assert_null(own->cost.undefined);
    for (int g = 0; g < QA_N_GATES; g++) {
        assert_false(own->gates[g].asked);
    }
    assert_int_equal(qa_scorecard_candidates(&card), 2);
    assert_int_equal(card.ranking[2], 1);
    assert_int_equal(card.n_pairs, without.n_pairs);
    assert_string_equal(verdict_of(&card, *state), verdict_of(&without, *state));
    assert_close(score_of(&card, "acme")->score, score_of(&without, "acme")->score, 0.0);
    assert_close(score_of(&card, "zeta")->score, score_of(&without, "zeta")->score, 0.0);
    assert_int_equal(card.n_notes, without.n_notes + 1);
    assert_non_null(strstr(card.notes[0], "own team is a reference"));
}

static void a_reference_alone_is_nobody_to_compare(void **state)
{
    struct qa_vendor_facts facts[] = {facts_of("own team", 0, 0), facts_of("sloppy", 90, 1000)};

    facts[0].is_reference = true;
    struct qa_scorecard card = qa_scorecard(facts, 1, NULL, &base, *state);
    assert_string_equal(verdict_of(&card, *state), "There is no vendor to compare.");
    assert_non_null(strstr(card.notes[0], "its charges are not known: no quote"));
    card = qa_scorecard(facts, 2, NULL, &base, *state);
    assert_non_null(strstr(verdict_of(&card, *state), "No vendor is eligible: sloppy fails"));
}

static void an_interval_that_ends_at_the_limit_passes(void **state)
{
    struct qa_vendor_facts facts = facts_of("edge", 20, 1000);
    struct qa_score_settings settings = base;
    struct qa_scorecard card = qa_scorecard(&facts, 1, NULL, &settings, *state);

    settings.max_error = card.scores[0].error_rate.high;
    card = qa_scorecard(&facts, 1, NULL, &settings, *state);
    assert_int_equal(card.scores[0].gate, QA_GATE_PASS);
    settings.max_error = card.scores[0].error_rate.low;
    card = qa_scorecard(&facts, 1, NULL, &settings, *state);
    assert_int_equal(card.scores[0].gate, QA_GATE_INCONCLUSIVE);
}

static void clustered_errors_widen_the_gate(void **state)
{
    struct qa_vendor_facts facts = facts_of("clean", 30, 1000);
    struct qa_scorecard independent = qa_scorecard(&facts, 1, NULL, &base, *state);

    facts.design_effect = 4.0;
    struct qa_scorecard clustered = qa_scorecard(&facts, 1, NULL, &base, *state);
    assert_int_equal(independent.scores[0].gate, QA_GATE_PASS);
    assert_int_equal(clustered.scores[0].gate, QA_GATE_INCONCLUSIVE);
    assert_int_equal(clustered.scores[0].error_rate.n, 1000);
}

static const struct qa_gate_check *gate_of(const struct qa_scorecard *card, enum qa_gate_kind kind)
{
    return &card->scores[0].gates[kind];
}

static void agreement_is_held_against_its_limit_by_its_interval(void **state)
{
    struct qa_vendor_facts facts = facts_of("clean", 3, 1000);
    struct qa_score_settings settings = base;
    static const struct {
        double limit;
        enum qa_gate verdict;
    } cases[] = {{0.40, QA_GATE_PASS},
                 {0.41, QA_GATE_INCONCLUSIVE},
                 {0.60, QA_GATE_INCONCLUSIVE},
                 {0.61, QA_GATE_FAIL}};

    facts.agreement =
        (struct qa_estimate){.value = 0.5, .low = 0.4, .high = 0.6, .n = 100, .has_interval = true};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        settings.min_agreement = cases[i].limit;
        struct qa_scorecard card = qa_scorecard(&facts, 1, NULL, &settings, *state);
        assert_int_equal(gate_of(&card, QA_GATE_ON_AGREEMENT)->verdict, cases[i].verdict);
        assert_int_equal(card.scores[0].gate, cases[i].verdict);
    }
    facts.agreement.has_interval = false;
    settings.min_agreement = 0.5;
    assert_int_equal(qa_scorecard(&facts, 1, NULL, &settings, *state).scores[0].gate, QA_GATE_PASS);
    facts.agreement = qa_undefined("one annotator", 0);
    struct qa_scorecard card = qa_scorecard(&facts, 1, NULL, &settings, *state);
    assert_int_equal(card.scores[0].gate, QA_GATE_INCONCLUSIVE);
    assert_string_equal(card.scores[0].gate_reason, "the agreement is not known: one annotator");
}

static void reasons_of_all_gates_that_fail_are_given(void **state)
{
    struct qa_vendor_facts facts = facts_of("clean", 3, 1000);
    struct qa_score_settings settings = base;

    facts.agreement =
        (struct qa_estimate){.value = 0.5, .low = 0.4, .high = 0.6, .n = 100, .has_interval = true};
    facts.turnaround = p90_of(*state, 80.0);
    settings.max_turnaround_hours = 80.0;
    assert_int_equal(qa_scorecard(&facts, 1, NULL, &settings, *state).scores[0].gate, QA_GATE_PASS);
    settings.min_agreement = 0.61;
    settings.max_turnaround_hours = 72.0;
    struct qa_scorecard card = qa_scorecard(&facts, 1, NULL, &settings, *state);
    assert_string_equal(card.scores[0].gate_reason,
                        "agreement 0.50 (0.40 to 0.60) is below 0.61; 90 % of deliveries take up "
                        "to 80.0 h, the limit is 72 h");
    assert_int_equal(card.scores[0].rank, 0);
}

/* 10 of 1000 wrong: 0.5452 to 1.8303 %; at 100,000 items and 1 EUR a wrong label 545.2 to 1830.3.
 */
static void the_budget_is_held_against_the_total_at_both_ends(void **state)
{
    struct qa_quotes quotes = quotes_of(*state, "a,label,per_item,0.10,EUR\n");
    struct qa_vendor_facts facts = facts_of("a", 10, 1000);
    struct qa_score_settings settings = base;
    static const struct {
        double budget;
        enum qa_gate verdict;
    } cases[] = {{11831.0, QA_GATE_PASS},
                 {11830.0, QA_GATE_INCONCLUSIVE},
                 {10545.0, QA_GATE_INCONCLUSIVE},
                 {10544.0, QA_GATE_FAIL}};

    settings.scenario.cost_per_wrong = 1.0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        settings.budget = cases[i].budget;
        struct qa_scorecard card = qa_scorecard(&facts, 1, &quotes, &settings, *state);
        assert_int_equal(gate_of(&card, QA_GATE_ON_BUDGET)->verdict, cases[i].verdict);
    }
    struct qa_scorecard unpriced = qa_scorecard(&facts, 1, NULL, &settings, *state);
    assert_int_equal(unpriced.scores[0].gate, QA_GATE_INCONCLUSIVE);
    assert_string_equal(unpriced.scores[0].gate_reason, "the total cost is not known: no quote");
}

static void a_promised_capacity_can_fail_and_a_measured_one_cannot(void **state)
{
    struct qa_vendor_turnaround delivered = {.items = 5000,
                                             .items_per_hour = {.value = 10.0, .n = 5000},
                                             .on_time = qa_undefined("no due time", 0)};
    struct qa_vendor_facts facts = facts_of("a", 3, 1000);
    struct qa_score_settings settings = base;

    settings.weeks = 100.0;
    assert_int_equal(qa_scorecard(&facts, 1, NULL, &settings, *state).scores[0].gate,
                     QA_GATE_INCONCLUSIVE);
    facts.turnaround = &delivered;
    assert_int_equal(qa_scorecard(&facts, 1, NULL, &settings, *state).scores[0].gate, QA_GATE_PASS);
    settings.weeks = 50.0;
    struct qa_scorecard card = qa_scorecard(&facts, 1, NULL, &settings, *state);
    assert_int_equal(card.scores[0].gate, QA_GATE_INCONCLUSIVE);
    assert_string_equal(card.scores[0].gate_reason,
                        "delivered 1,680 items a week, which does not show that it could do more; "
                        "2,000 are needed");
    struct qa_promise list[] = {{.kind = QA_PROMISE_CAPACITY, .value = 1999.0},
                                {.kind = QA_PROMISE_RAMP_UP, .value = 10.0}};
    const struct qa_vendor_promises promises = {.vendor = "a", .list = list, .n = 1};
    const struct qa_vendor_promises slow = {.vendor = "a", .list = list, .n = 2};
    facts.promises = &promises;
    card = qa_scorecard(&facts, 1, NULL, &settings, *state);
    assert_int_equal(card.scores[0].gate, QA_GATE_FAIL);
    assert_string_equal(card.scores[0].gate_reason,
                        "promises 1,999 items a week; 2,000 are needed");
    list[0].value = 2000.0;
    assert_int_equal(qa_scorecard(&facts, 1, NULL, &settings, *state).scores[0].gate, QA_GATE_PASS);
    facts.promises = &slow;
    assert_int_equal(qa_scorecard(&facts, 1, NULL, &settings, *state).scores[0].gate, QA_GATE_FAIL);
    assert_close(qa_promised_per_week(&slow, 50.0), 1800.0, 1e-15);
    assert_close(qa_promised_per_week(&slow, 5.0), 500.0, 1e-15);
    assert_close(qa_promised_per_week(&slow, 0.0), 2000.0, 0.0);
}

/* Worked by hand. Ends of speed and cost are the best eligible figure and twice it. */
static void scores_weigh_quality_speed_and_cost(void **state)
{
    struct qa_quotes quotes =
        quotes_of(*state, "a,label,per_item,0.10,EUR\nb,label,per_item,0.05,EUR\n");
    struct qa_vendor_facts facts[] = {facts_of("a", 10, 1000), facts_of("b", 25, 1000)};
    struct qa_score_settings settings = base;

    facts[0].turnaround = p90_of(*state, 20.0);
    facts[1].turnaround = p90_of(*state, 30.0);
    settings.scenario.cost_per_wrong = 0.5;
    settings.scenario.audit_cost_per_item = 0.01;
    struct qa_scorecard card = qa_scorecard(facts, 2, &quotes, &settings, *state);
    const struct qa_vendor_score *a = &card.scores[0];
    const struct qa_vendor_score *b = &card.scores[1];
    assert_close(a->total, 10000.0 + 500.0 + 1000.0, 1e-15);
    assert_close(b->total, 5000.0 + 1250.0 + 1000.0, 1e-15);
    assert_close(a->cost_per_correct.value, 11500.0 / 99000.0, 1e-15);
    assert_close(a->values[QA_CRITERION_QUALITY], 0.8, 1e-15);
    assert_close(b->values[QA_CRITERION_QUALITY], 0.5, 1e-15);
    assert_close(a->values[QA_CRITERION_SPEED], 1.0, 0.0);
    assert_close(b->values[QA_CRITERION_SPEED], 0.5, 0.0);
    double cost = 2.0 - (11500.0 / 99000.0) / (7250.0 / 97500.0);
    assert_close(a->values[QA_CRITERION_COST], cost, 1e-14);
    assert_close(b->values[QA_CRITERION_COST], 1.0, 0.0);
    assert_close(a->score, 0.4 + 0.2 + 0.3 * cost, 1e-14);
    assert_close(b->score, 0.25 + 0.1 + 0.3, 1e-15);
    assert_int_equal(a->rank, 1);
    assert_int_equal(b->rank, 2);
    assert_int_equal(card.n_notes, 2);
    assert_close(qa_score_cost_at(&card, a, a->error_rate.value, 1.0), a->cost_per_correct.value,
                 0.0);
    assert_close(qa_score_cost_at(&card, a, 0.02, 0.5), (5000.0 + 1000.0 + 1000.0) / 98000.0,
                 1e-15);
}

static void stated_ends_and_limits_set_the_values(void **state)
{
    struct qa_quotes quotes = quotes_of(*state, "a,label,per_item,0.10,EUR\n");
    struct qa_vendor_facts facts = facts_of("a", 10, 1000);
    struct qa_score_settings settings = base;

    facts.turnaround = p90_of(*state, 20.0);
    settings.max_turnaround_hours = 80.0;
    settings.budget = 20000.0;
    struct qa_scorecard card = qa_scorecard(&facts, 1, &quotes, &settings, *state);
    assert_close(card.scores[0].values[QA_CRITERION_SPEED], 0.75, 1e-15);
    assert_close(card.scores[0].values[QA_CRITERION_COST], 1.0 - 0.1 / 0.99 / 0.2, 1e-15);
    assert_int_equal(card.n_notes, 0);
    settings.values[QA_CRITERION_QUALITY] =
        (struct qa_value_ends){.worst = 0.03, .best = 0.01, .has_worst = true, .has_best = true};
    settings.values[QA_CRITERION_SPEED] = (struct qa_value_ends){.best = 10.0, .has_best = true};
    settings.values[QA_CRITERION_COST] = (struct qa_value_ends){.worst = 0.05, .has_worst = true};
    card = qa_scorecard(&facts, 1, &quotes, &settings, *state);
    assert_close(card.scores[0].values[QA_CRITERION_QUALITY], 1.0, 1e-15);
    assert_close(card.scores[0].values[QA_CRITERION_SPEED], 60.0 / 70.0, 1e-15);
    assert_close(card.scores[0].values[QA_CRITERION_COST], 0.0, 0.0);
    settings.max_turnaround_hours = 0.0;
    card = qa_scorecard(&facts, 1, &quotes, &settings, *state);
    assert_close(card.ends[QA_CRITERION_SPEED].worst, 20.0, 0.0);
    assert_false(card.ends_from_vendors[QA_CRITERION_SPEED]);
}

static void equal_ends_are_a_step(void **state)
{
    const struct qa_value_ends ends = {.worst = 0.02, .best = 0.02};

    (void)state;
    assert_close(qa_value(QA_CRITERION_QUALITY, &ends, 0.02), 1.0, 0.0);
    assert_close(qa_value(QA_CRITERION_QUALITY, &ends, 0.021), 0.0, 0.0);
    assert_close(qa_value(QA_CRITERION_AGREEMENT, &ends, 0.021), 1.0, 0.0);
    assert_close(qa_value(QA_CRITERION_AGREEMENT, &ends, 0.019), 0.0, 0.0);
}

static void agreement_counts_when_it_has_a_weight(void **state)
{
    struct qa_vendor_facts facts[] = {facts_of("a", 10, 1000), facts_of("b", 10, 1000)};
    struct qa_score_settings settings = base;

    facts[0].agreement = (struct qa_estimate){.value = 0.7, .n = 100};
    facts[1].agreement = (struct qa_estimate){.value = 0.9, .n = 100};
    settings.weights[QA_CRITERION_AGREEMENT] = 0.5;
    settings.min_agreement = 0.6;
    settings.weights[QA_CRITERION_SPEED] = settings.weights[QA_CRITERION_COST] = 0.0;
    struct qa_scorecard card = qa_scorecard(facts, 2, NULL, &settings, *state);
    assert_close(card.scores[0].score, 0.5 * 0.8 + 0.5 * 0.25, 1e-15);
    assert_close(card.scores[1].score, 0.5 * 0.8 + 0.5 * 0.75, 1e-15);
    assert_int_equal(qa_scorecard_winner(&card), 1);
}

static void weights_count_by_their_sum(void **state)
{
    struct qa_vendor_facts facts[] = {facts_of("a", 10, 1000), facts_of("b", 25, 1000)};
    struct qa_score_settings settings = base;

    facts[0].turnaround = p90_of(*state, 20.0);
    facts[1].turnaround = p90_of(*state, 40.0);
    settings.weights[QA_CRITERION_QUALITY] = 30.0;
    settings.weights[QA_CRITERION_SPEED] = 10.0;
    settings.weights[QA_CRITERION_COST] = 60.0;
    settings.max_turnaround_hours = 80.0;
    struct qa_scorecard card = qa_scorecard(facts, 2, NULL, &settings, *state);
    assert_close(card.weights[QA_CRITERION_QUALITY], 0.75, 1e-15);
    assert_close(card.weights[QA_CRITERION_SPEED], 0.25, 1e-15);
    assert_close(card.weights[QA_CRITERION_COST], 0.0, 0.0);
    assert_close(card.scores[1].score, 0.75 * 0.5 + 0.25 * 0.5, 1e-15);
    assert_int_equal(card.n_notes, 1);
    assert_string_equal(
        card.notes[0],
        "Cost takes no part in the score: the cost per correct label of no eligible vendor is "
        "known.");
    assert_non_null(strstr(verdict_of(&card, *state), " Cost is not known and takes no part."));
}

/* One quote that is missing does not take the cost from those who made one. */
static void a_vendor_without_a_figure_has_no_rank_and_others_keep_their_weights(void **state)
{
    struct qa_quotes quotes = quotes_of(*state, "a,label,per_item,0.10,EUR\n"
                                                "b,label,per_item,0.02,EUR\n");
    struct qa_vendor_facts facts[] = {facts_of("a", 10, 1000), facts_of("b", 12, 1000),
                                      facts_of("c", 0, 1000)};
    struct qa_score_settings settings = base;

    settings.weights[QA_CRITERION_SPEED] = 0.0;
    struct qa_scorecard two = qa_scorecard(facts, 2, &quotes, &settings, *state);
    struct qa_scorecard three = qa_scorecard(facts, 3, &quotes, &settings, *state);
    for (int i = 0; i < 2; i++) {
        assert_identical(two.scores[i].score, three.scores[i].score);
        assert_int_equal(two.scores[i].rank, three.scores[i].rank);
        assert_null(three.scores[i].unranked);
    }
    assert_close(three.weights[QA_CRITERION_COST], 0.3 / 0.8, 1e-15);
    assert_int_equal(qa_scorecard_winner(&three), 1);
    const struct qa_vendor_score *c = score_of(&three, "c");
    assert_int_equal(c->rank, 0);
    assert_false(c->has_score);
    assert_string_equal(c->unranked, "cost not known");
    assert_non_null(strstr(verdict_of(&three, *state), " Not ranked: c (cost not known)."));
    assert_string_equal(three.notes[0],
                        "c is not ranked: the cost per correct label is not known.");
}

/* A charge that could not be worked leaves no rank, whether cost has a weight or not, and whether
 * or not another vendor has a price. */
static void a_vendor_with_a_charge_that_cannot_be_worked_has_no_rank(void **state)
{
    struct qa_quotes quotes = quotes_of(*state, "a,label,per_item,0.10,EUR\n"
                                                "a,frames,per_frame,9,EUR\n");
    struct qa_vendor_facts facts[] = {facts_of("a", 5, 1000), facts_of("b", 12, 1000)};
    struct qa_score_settings settings = base;

    settings.weights[QA_CRITERION_SPEED] = 0.0;
    for (int cost = 0; cost < 2; cost++) {
        settings.weights[QA_CRITERION_COST] = 0.3 * cost;
        struct qa_scorecard card = qa_scorecard(facts, 2, &quotes, &settings, *state);
        const struct qa_vendor_score *a = score_of(&card, "a");
        assert_true(a->unpriced);
        assert_int_equal(a->rank, 0);
        assert_string_equal(a->unranked,
                            "no price: per_frame charge, and frames per item are not known");
        assert_int_equal(score_of(&card, "b")->rank, 1);
        assert_non_null(
            strstr(verdict_of(&card, *state), "Not ranked: a (no price: per_frame charge"));
    }
}

/* A quote under a name that nobody delivers for, and a vendor that a wider limit lets in. */
static void a_name_without_a_delivery_is_not_ranked_and_decides_nothing(void **state)
{
    struct qa_quotes quotes = quotes_of(*state, "a,label,per_item,0.10,EUR\n"
                                                "A Ltd,label,per_item,0.01,EUR\n"
                                                "b,label,per_item,0.20,EUR\n");
    struct qa_vendor_facts facts[] = {facts_of("a", 10, 1000), facts_of("b", 12, 1000),
                                      facts_of("A Ltd", 0, 0)};
    struct qa_score_settings settings = base;

    facts[2].undelivered = true;
    facts[2].turnaround = p90_of(*state, 5.0);
    for (int speed = 0; speed < 2; speed++) {
        settings.weights[QA_CRITERION_SPEED] = 0.2 * speed;
        settings.weights[QA_CRITERION_QUALITY] = 0.5 * speed;
        struct qa_scorecard two = qa_scorecard(facts, 2, &quotes, &settings, *state);
        struct qa_scorecard card = qa_scorecard(facts, 3, &quotes, &settings, *state);
        const struct qa_vendor_score *other = score_of(&card, "A Ltd");
        assert_int_equal(other->gate, QA_GATE_INCONCLUSIVE);
        assert_false(qa_score_is_eligible(other));
        assert_int_equal(other->rank, 0);
        assert_string_equal(other->unranked, "no delivery");
        assert_identical(score_of(&card, "a")->score, score_of(&two, "a")->score);
        assert_int_equal(score_of(&card, "a")->rank, 1);
        assert_int_equal(score_of(&card, "b")->rank, 2);
        assert_non_null(strstr(verdict_of(&card, *state), " Not ranked: A Ltd (no delivery)."));
    }
    facts[0].errors = facts[1].errors = 200;
    struct qa_scorecard none = qa_scorecard(facts, 3, &quotes, &settings, *state);
    assert_string_equal(verdict_of(&none, *state),
                        "No vendor is eligible: 2 fail. Not ranked: A Ltd (no delivery).");
}

/* Every vendor lacks what another one has. */
static void nobody_with_all_figures_is_nobody_ranked(void **state)
{
    struct qa_quotes quotes = quotes_of(*state, "a,label,per_item,0.10,EUR\n");
    struct qa_vendor_facts facts[] = {facts_of("a", 10, 1000), facts_of("b", 12, 1000)};

    facts[1].turnaround = p90_of(*state, 20.0);
    struct qa_scorecard card = qa_scorecard(facts, 2, &quotes, &base, *state);
    assert_int_equal(qa_scorecard_winner(&card), SIZE_MAX);
    assert_string_equal(verdict_of(&card, *state),
                        "No vendor is ranked: each lacks a figure that the score needs. Not "
                        "ranked: a (speed not known), b (cost not known).");
}

static void a_part_that_only_a_failing_vendor_lacks_is_kept(void **state)
{
    struct qa_vendor_facts facts[] = {facts_of("a", 10, 1000), facts_of("z", 500, 1000)};
    struct qa_score_settings settings = base;

    facts[0].turnaround = p90_of(*state, 20.0);
    settings.weights[QA_CRITERION_COST] = 0.0;
    struct qa_scorecard card = qa_scorecard(facts, 2, NULL, &settings, *state);
    assert_close(card.weights[QA_CRITERION_SPEED], 0.2 / 0.7, 1e-15);
    assert_int_equal(card.n_notes, 1);
    assert_true(card.scores[0].has_score);
    assert_false(card.scores[1].has_score);
}

static void without_weights_there_is_no_score_and_the_verdict_says_why(void **state)
{
    struct qa_vendor_facts facts[] = {facts_of("a", 10, 1000), facts_of("b", 300, 1000)};
    struct qa_score_settings settings = base;

    memset(settings.weights, 0, sizeof settings.weights);
    struct qa_scorecard card = qa_scorecard(facts, 2, NULL, &settings, *state);
    assert_false(card.scores[0].has_score);
    assert_int_equal(card.scores[0].rank, 0);
    assert_string_equal(verdict_of(&card, *state),
                        "No vendor is ranked: all weights are zero. 1 vendor fails.");
    settings.weights[QA_CRITERION_COST] = 1.0;
    card = qa_scorecard(facts, 2, NULL, &settings, *state);
    assert_string_equal(verdict_of(&card, *state),
                        "No vendor is ranked: no weighted part of the score is known of any "
                        "eligible vendor. Cost is not known and takes no part. 1 vendor fails.");
}

static void equal_scores_share_a_rank_in_order_of_name(void **state)
{
    struct qa_vendor_facts facts[] = {facts_of("c", 20, 1000), facts_of("b", 10, 1000),
                                      facts_of("a", 10, 1000), facts_of("d", 10, 1000)};
    struct qa_scorecard card = qa_scorecard(facts, 4, NULL, &base, *state);

    assert_int_equal(score_of(&card, "a")->rank, 1);
    assert_int_equal(score_of(&card, "b")->rank, 1);
    assert_int_equal(score_of(&card, "d")->rank, 1);
    assert_int_equal(score_of(&card, "c")->rank, 4);
    assert_string_equal(card.scores[card.ranking[0]].facts->name, "a");
    assert_string_equal(card.scores[card.ranking[2]].facts->name, "d");
    assert_int_equal(qa_scorecard_winner(&card), SIZE_MAX);
    assert_non_null(strstr(verdict_of(&card, *state), "b has the same score."));
}

/* 0.020 against 0.035 of 1200: p = 0.024 alone, and above 0.05 once Holm counts three pairs. */
static void differences_of_error_rates_are_adjusted_over_pairs(void **state)
{
    struct qa_vendor_facts facts[] = {facts_of("a", 24, 1200), facts_of("b", 42, 1200),
                                      facts_of("c", 43, 1200)};

    struct qa_scorecard two = qa_scorecard(facts, 2, NULL, &base, *state);
    struct qa_scorecard three = qa_scorecard(facts, 3, NULL, &base, *state);
    assert_int_equal(three.n_pairs, 3);
    assert_close(three.pairs[0].p_value, two.pairs[0].p_value, 0.0);
    assert_true(two.pairs[0].p_adjusted < 0.05);
    assert_true(three.pairs[0].p_adjusted > 0.04);
}

static void the_verdict_names_the_best_with_its_figures(void **state)
{
    struct qa_quotes quotes = quotes_of(*state, "a,label,per_item,0.0788,EUR\n"
                                                "b,label,per_item,0.05,EUR\n"
                                                "c,label,per_item,0.09,EUR\n");
    struct qa_vendor_facts facts[] = {facts_of("a", 30, 1000), facts_of("b", 150, 1000),
                                      facts_of("c", 4, 100)};
    struct qa_score_settings settings = base;

    settings.weights[QA_CRITERION_SPEED] = 0.0;
    struct qa_scorecard card = qa_scorecard(facts, 3, &quotes, &settings, *state);

    assert_string_equal(verdict_of(&card, *state),
                        "a is the best eligible vendor: error 3.0 % (2.1-4.3 %), 81.24 EUR per "
                        "1,000 correct labels at volume 100,000. 1 vendor fails, 1 is "
                        "inconclusive.");
    card = qa_scorecard(facts + 2, 1, &quotes, &settings, *state);
    assert_string_equal(
        verdict_of(&card, *state),
        "c is the best eligible vendor, but inconclusive: error 4.0 % (1.6-9.8 %), "
        "93.75 EUR per 1,000 correct labels at volume 100,000. 1 vendor is inconclusive.");
    card = qa_scorecard(facts + 1, 1, &quotes, &settings, *state);
    assert_string_equal(verdict_of(&card, *state),
                        "No vendor is eligible: b fails; error rate 15.0 % "
                        "(12.9-17.3 %) is above the limit of 5.0 %.");
    card = qa_scorecard(facts, 0, NULL, &settings, *state);
    assert_string_equal(verdict_of(&card, *state), "There is no vendor to compare.");
    facts[0].errors = 200;
    facts[2].errors = 50;
    card = qa_scorecard(facts, 3, &quotes, &settings, *state);
    assert_string_equal(verdict_of(&card, *state), "No vendor is eligible: all 3 fail.");
}

/* Random markets: some vendors without gold, turnaround or quote. */
static size_t random_market(struct qa_random *random, struct qa_vendor_facts *facts,
                            struct qa_arena *arena, const char **quotes)
{
    size_t n = 1 + (size_t)qa_random_below(random, MOST_VENDORS);

    *quotes = "nobody,label,per_item,1,EUR\n";
    for (size_t i = 0; i < n; i++) {
        uint64_t audited = qa_random_below(random, 4) == 0 ? 0 : qa_random_below(random, 800);
        const char *name = qa_arena_format(arena, "v%02zu", i);

        facts[i] = facts_of(name, audited ? qa_random_below(random, audited / 8 + 1) : 0, audited);
        facts[i].design_effect = 1.0 + qa_random_real(random);
        if (qa_random_below(random, 6) > 0) {
            facts[i].turnaround = p90_of(arena, (double)qa_random_below(random, 100));
        }
        if (qa_random_below(random, 6) > 0) {
            *quotes = qa_arena_format(arena, "%s%s,label,per_item,0.%02u,EUR\n", *quotes, name,
                                      (unsigned)qa_random_below(random, 100));
        }
    }
    return n;
}

static void assert_sound(const struct qa_scorecard *card)
{
    for (size_t i = 0; i < card->n_scores; i++) {
        const struct qa_vendor_score *score = &card->scores[i];
        unsigned greater = 0;

        for (size_t k = 0; k < card->n_scores; k++) {
            greater += card->scores[k].gate != QA_GATE_FAIL && card->scores[k].has_score &&
                       card->scores[k].score > score->score;
        }
        bool ranked = score->gate != QA_GATE_FAIL && score->has_score;
        assert_int_equal(score->rank, ranked ? greater + 1 : 0);
        assert_true(score->score >= 0.0 && score->score <= 1.0 + 1e-12);
        assert_true(isfinite(score->score) && isfinite(score->total));
    }
    for (size_t i = 0; i + 1 < card->n_scores; i++) {
        const struct qa_vendor_score *here = &card->scores[card->ranking[i]];
        const struct qa_vendor_score *next = &card->scores[card->ranking[i + 1]];

        assert_false(here->gate == QA_GATE_FAIL && next->gate != QA_GATE_FAIL);
        assert_true(next->rank == 0 || here->rank <= next->rank);
    }
}

static void a_failing_vendor_never_stands_before_an_eligible_one(void **state)
{
    struct qa_random random;
    size_t n_failing = 0;

    qa_random_init(&random, 7, 0);
    for (int market = 0; market < 500; market++) {
        struct qa_vendor_facts facts[MOST_VENDORS];
        struct qa_arena_mark mark = qa_arena_mark(*state);
        struct qa_score_settings settings = base;
        const char *rows;
        size_t n = random_market(&random, facts, *state, &rows);
        struct qa_quotes quotes = quotes_of(*state, rows);

        for (int c = 0; c <= QA_CRITERION_COST; c++) {
            settings.weights[c] = (double)qa_random_below(&random, 3);
        }
        settings.max_turnaround_hours = 95.0;
        settings.scenario.cost_per_wrong = qa_random_real(&random);
        struct qa_scorecard card = qa_scorecard(facts, n, &quotes, &settings, *state);
        assert_sound(&card);
        for (size_t i = 0; i < n; i++) {
            n_failing += card.scores[i].gate == QA_GATE_FAIL;
        }
        qa_arena_reset(*state, mark);
    }
    assert_true(n_failing > 100);
}

static void the_order_of_facts_does_not_show(void **state)
{
    struct qa_random random;

    qa_random_init(&random, 11, 0);
    for (int market = 0; market < 50; market++) {
        struct qa_vendor_facts facts[MOST_VENDORS];
        struct qa_vendor_facts reversed[MOST_VENDORS];
        const char *rows;
        size_t n = random_market(&random, facts, *state, &rows);
        struct qa_quotes quotes = quotes_of(*state, rows);

        for (size_t i = 0; i < n; i++) {
            reversed[i] = facts[n - 1 - i];
        }
        struct qa_scorecard a = qa_scorecard(facts, n, &quotes, &base, *state);
        struct qa_scorecard b = qa_scorecard(reversed, n, &quotes, &base, *state);
        assert_string_equal(verdict_of(&a, *state), verdict_of(&b, *state));
        for (size_t i = 0; i < n; i++) {
            assert_identical(a.scores[i].score, b.scores[i].score);
            assert_int_equal(a.ranking[i], b.ranking[i]);
        }
    }
}

/* With ends that are stated, who else takes part does not turn the order of two vendors round. */
static void stated_ends_prevent_rank_reversal(void **state)
{
    struct qa_score_settings settings = base;
    struct qa_random random;

    qa_random_init(&random, 21, 0);
    settings.max_turnaround_hours = 95.0;
    settings.budget = 90000.0;
    for (int market = 0; market < 300; market++) {
        struct qa_vendor_facts facts[MOST_VENDORS];
        struct qa_arena_mark mark = qa_arena_mark(*state);
        const char *rows = "";

        for (size_t i = 0; i < 3; i++) {
            facts[i] = facts_of(qa_arena_format(*state, "v%zu", i),
                                1 + qa_random_below(&random, 20), 1000);
            facts[i].turnaround = p90_of(*state, (double)qa_random_below(&random, 90));
            rows = qa_arena_format(*state, "%sv%zu,label,per_item,0.%02u,EUR\n", rows, i,
                                   1 + (unsigned)qa_random_below(&random, 80));
        }
        struct qa_quotes quotes = quotes_of(*state, rows);
        struct qa_scorecard two = qa_scorecard(facts, 2, &quotes, &settings, *state);
        struct qa_scorecard three = qa_scorecard(facts, 3, &quotes, &settings, *state);
        for (int i = 0; i < 2; i++) {
            assert_identical(two.scores[i].score, three.scores[i].score);
        }
        qa_arena_reset(*state, mark);
    }
}

/* The same two vendors change places when a third, cheaper one joins: why ends are to be stated. */
static void ends_of_the_vendors_compared_can_reverse_ranks_and_say_so(void **state)
{
    struct qa_quotes quotes = quotes_of(*state, "a,label,per_item,0.10,EUR\n"
                                                "b,label,per_item,0.19,EUR\n"
                                                "c,label,per_item,0.04,EUR\n");
    struct qa_vendor_facts facts[] = {facts_of("a", 14, 1000), facts_of("b", 0, 1000),
                                      facts_of("c", 25, 1000)};
    struct qa_scorecard two = qa_scorecard(facts, 2, &quotes, &base, *state);
    struct qa_scorecard three = qa_scorecard(facts, 3, &quotes, &base, *state);

    assert_true(two.scores[0].score > two.scores[1].score);
    assert_true(three.scores[0].score < three.scores[1].score);
    assert_true(three.ends_from_vendors[QA_CRITERION_COST]);
    assert_non_null(strstr(three.notes[three.n_notes - 1], "Cost is valued against the best"));
}

/* Better or equal in everything never scores less, whatever the weights. */
static void a_dominating_vendor_never_scores_less(void **state)
{
    struct qa_random random;

    qa_random_init(&random, 33, 0);
    for (int market = 0; market < 300; market++) {
        struct qa_arena_mark mark = qa_arena_mark(*state);
        struct qa_score_settings settings = base;
        uint64_t errors = qa_random_below(&random, 30);
        double hours = (double)qa_random_below(&random, 90);
        unsigned price = 2 + (unsigned)qa_random_below(&random, 80);
        struct qa_vendor_facts facts[] = {
            facts_of("a", errors, 1000),
            facts_of("b", errors + qa_random_below(&random, 30), 1000)};
        struct qa_quotes quotes = quotes_of(
            *state,
            qa_arena_format(*state, "a,label,per_item,0.%02u,EUR\nb,label,per_item,0.%02u,EUR\n",
                            price, price + (unsigned)qa_random_below(&random, 15)));

        facts[0].turnaround = p90_of(*state, hours);
        facts[1].turnaround = p90_of(*state, hours + (double)qa_random_below(&random, 30));
        for (int c = 0; c <= QA_CRITERION_COST; c++) {
            settings.weights[c] = qa_random_real(&random);
        }
        struct qa_scorecard card = qa_scorecard(facts, 2, &quotes, &settings, *state);
        assert_true(card.scores[0].score >= card.scores[1].score - 1e-12);
        assert_true(card.scores[0].gate == QA_GATE_PASS || card.scores[1].gate != QA_GATE_PASS);
        qa_arena_reset(*state, mark);
    }
}

static void a_card_under_other_settings_is_a_fresh_card(void **state)
{
    struct qa_random random;

    qa_random_init(&random, 35, 0);
    for (int market = 0; market < 100; market++) {
        struct qa_vendor_facts facts[MOST_VENDORS];
        struct qa_arena_mark mark = qa_arena_mark(*state);
        struct qa_score_settings settings = base;
        const char *rows;
        size_t n = random_market(&random, facts, *state, &rows);
        struct qa_quotes quotes = quotes_of(*state, rows);
        struct qa_scorecard card = qa_scorecard(facts, n, &quotes, &base, *state);

        settings.max_error = 0.02 + 0.1 * qa_random_real(&random);
        settings.max_turnaround_hours = 60.0;
        settings.weights[QA_CRITERION_COST] = qa_random_real(&random);
        struct qa_scorecard fresh = qa_scorecard(facts, n, &quotes, &settings, *state);
        struct qa_scorecard under = qa_scorecard_under(&card, &settings, *state);
        assert_int_equal(qa_scorecard_winner(&fresh), qa_scorecard_winner(&under));
        for (size_t i = 0; i < n; i++) {
            assert_identical(fresh.scores[i].score, under.scores[i].score);
            assert_int_equal(fresh.scores[i].gate, under.scores[i].gate);
            assert_int_equal(fresh.scores[i].rank, under.scores[i].rank);
            assert_int_equal(fresh.ranking[i], under.ranking[i]);
        }
        qa_arena_reset(*state, mark);
    }
}

static void tables_have_the_documented_columns(void **state)
{
    static const char *const documented[] = {
        "vendor",    "gate",      "score",   "rank",       "error_rate",
        "agreement", "p90_hours", "on_time", "total_cost", "cost_per_correct",
        "lead"};
    struct qa_vendor_facts facts[] = {facts_of("a", 30, 1000), facts_of("b", 10, 1000),
                                      facts_of("c", 0, 0)};
    struct qa_report *report = qa_report_new(*state, "compare");
    struct qa_scorecard card = qa_scorecard(facts, 2, NULL, &base, *state);

    qa_scorecard_tables(&card, report);
    const struct qa_table *vendors = qa_report_table(report, "vendors");
    for (size_t i = 0; i < sizeof documented / sizeof *documented; i++) {
        assert_int_equal(qa_table_column(vendors, documented[i]), i);
    }
    assert_string_equal(qa_table_cell(vendors, 0, 0)->as.text, "b");
    assert_int_equal(qa_report_table(report, "pairs")->n_rows, 1);
    card = qa_scorecard(facts + 2, 1, NULL, &base, *state);
    qa_scorecard_tables(&card, qa_report_new(*state, "compare"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(intervals_and_tests_use_effective_counts, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(the_gate_goes_by_the_whole_interval, set_up, tear_down),
        cmocka_unit_test_setup_teardown(work_done_in_house_is_a_reference, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_reference_alone_is_nobody_to_compare, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_interval_that_ends_at_the_limit_passes, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(clustered_errors_widen_the_gate, set_up, tear_down),
        cmocka_unit_test_setup_teardown(agreement_is_held_against_its_limit_by_its_interval, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(reasons_of_all_gates_that_fail_are_given, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(the_budget_is_held_against_the_total_at_both_ends, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_promised_capacity_can_fail_and_a_measured_one_cannot,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(scores_weigh_quality_speed_and_cost, set_up, tear_down),
        cmocka_unit_test_setup_teardown(stated_ends_and_limits_set_the_values, set_up, tear_down),
        cmocka_unit_test_setup_teardown(equal_ends_are_a_step, set_up, tear_down),
        cmocka_unit_test_setup_teardown(agreement_counts_when_it_has_a_weight, set_up, tear_down),
        cmocka_unit_test_setup_teardown(weights_count_by_their_sum, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            a_vendor_without_a_figure_has_no_rank_and_others_keep_their_weights, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_vendor_with_a_charge_that_cannot_be_worked_has_no_rank,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_name_without_a_delivery_is_not_ranked_and_decides_nothing,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(nobody_with_all_figures_is_nobody_ranked, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_part_that_only_a_failing_vendor_lacks_is_kept, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(without_weights_there_is_no_score_and_the_verdict_says_why,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(equal_scores_share_a_rank_in_order_of_name, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(differences_of_error_rates_are_adjusted_over_pairs, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(the_verdict_names_the_best_with_its_figures, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_failing_vendor_never_stands_before_an_eligible_one,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_order_of_facts_does_not_show, set_up, tear_down),
        cmocka_unit_test_setup_teardown(stated_ends_prevent_rank_reversal, set_up, tear_down),
        cmocka_unit_test_setup_teardown(ends_of_the_vendors_compared_can_reverse_ranks_and_say_so,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_dominating_vendor_never_scores_less, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_card_under_other_settings_is_a_fresh_card, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(tables_have_the_documented_columns, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
