#include "qa/procurement/scorecard.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "qa/base/strings.h"
#include "qa/procurement/quote_work.h"
#include "qa/procurement/rules.h"
#include "qa/procurement/verdict_parts.h"
#include "qa/stats/compare.h"
#include "qa/stats/special.h"

bool qa_score_is_eligible(const struct qa_vendor_score *score)
{
    bool open = score->gate == QA_GATE_PASS || score->gate == QA_GATE_INCONCLUSIVE;

    return open && !score->facts->undelivered;
}

size_t qa_scorecard_candidates(const struct qa_scorecard *card)
{
    size_t n = 0;

    for (size_t i = 0; i < card->n_scores; i++) {
        n += !card->scores[i].facts->is_reference;
    }
    return n;
}

double qa_effective_trials(const struct qa_vendor_facts *facts)
{
    return (double)facts->audited / fmax(facts->design_effect, 1.0);
}

static struct qa_estimate error_rate(const struct qa_scorecard *card, size_t vendor)
{
    const struct qa_vendor_facts *facts = card->scores[vendor].facts;
    struct qa_reckoning *reckoning = card->reckoning;

    if (facts->audited == 0) {
        return qa_undefined("nothing was checked against gold", 0);
    }
    double rate = qa_reckoned(reckoning, vendor, QA_V_RATE).number;
    return (struct qa_estimate){.value = rate,
                                .low = qa_reckoned(reckoning, vendor, QA_V_LOW).number,
                                .high = qa_reckoned(reckoning, vendor, QA_V_HIGH).number,
                                .se = sqrt(rate * (1.0 - rate) / qa_effective_trials(facts)),
                                .confidence = card->settings.confidence,
                                .n = facts->audited,
                                .method = "wilson",
                                .has_interval = true,
                                .has_se = true};
}

struct qa_scenario qa_vendor_scenario(const struct qa_vendor_facts *facts,
                                      const struct qa_score_settings *settings)
{
    struct qa_scenario scenario = settings->scenario;

    if (scenario.seconds_per_item <= 0.0 && facts->seconds_per_item > 0.0) {
        qa_scenario_set(&scenario, QA_SC_SECONDS, facts->seconds_per_item, QA_MEASURED);
    }
    return scenario;
}

static void set_cost(struct qa_vendor_score *score, const struct qa_quotes *quotes,
                     const struct qa_score_settings *settings)
{
    struct qa_scenario scenario = qa_vendor_scenario(score->facts, settings);
    size_t n;

    if (quotes != NULL) {
        score->cost = qa_quote_cost(quotes, score->facts->name, &scenario);
        score->unpriced = score->cost.undefined != NULL &&
                          qa_quote_charges(quotes, score->facts->name, &n) != NULL;
    } else {
        score->cost = (struct qa_cost){
            .vendor = score->facts->name, .volume = scenario.volume, .undefined = "no quote"};
    }
    struct qa_quality_cost quality = qa_quality_cost(&score->cost, &score->error_rate, &scenario);
    score->rework = quality.rework;
    score->audit_cost = quality.audit;
    score->rejected = quality.rejected;
    score->total = quality.total;
    score->has_total = quality.has_total;
    score->cost_per_correct = quality.per_correct;
}

static struct qa_quality_cost quality_at(const struct qa_scorecard *card,
                                         const struct qa_vendor_score *score, double rate,
                                         double factor)
{
    const struct qa_estimate known = {.value = rate, .n = score->facts->audited};
    struct qa_cost cost = score->cost;

    struct qa_scenario scenario = qa_vendor_scenario(score->facts, &card->settings);

    cost.total *= factor;
    return qa_quality_cost(&cost, &known, &scenario);
}

double qa_score_total_at(const struct qa_scorecard *card, const struct qa_vendor_score *score,
                         double rate, double factor)
{
    return quality_at(card, score, rate, factor).total;
}

double qa_score_cost_at(const struct qa_scorecard *card, const struct qa_vendor_score *score,
                        double rate, double factor)
{
    struct qa_quality_cost quality = quality_at(card, score, rate, factor);

    return qa_is_defined(&quality.per_correct) ? quality.per_correct.value : HUGE_VAL;
}

/* ---- what the rules say ---- */

static bool take_number(struct qa_formula_value value, double *number)
{
    *number = value.kind == QA_FORMULA_NUMBER ? value.number : 0.0;
    return value.kind == QA_FORMULA_NUMBER;
}

static void take_vendor(const struct qa_scorecard *card, size_t v)
{
    struct qa_reckoning *reckoning = card->reckoning;
    struct qa_vendor_score *score = &card->scores[v];
    double rank;

    qa_gates_measure(score, &card->settings);
    for (int g = 0; g < QA_N_GATES; g++) {
        const char *word = qa_reckoned(reckoning, v, (enum qa_vendor_figure)(QA_V_GATES + g)).text;

        score->gates[g].asked = strcmp(word, "-") != 0;
        score->gates[g].verdict = score->gates[g].asked ? qa_gate_named(word) : QA_GATE_PASS;
    }
    score->gate = qa_gate_named(qa_reckoned(reckoning, v, QA_V_GATE).text);
    for (int c = 0; c < QA_N_CRITERIA; c++) {
        enum qa_vendor_figure value = (enum qa_vendor_figure)(QA_V_VALUES + c);

        (void)take_number(qa_reckoned(reckoning, v, qa_criterion_figure((enum qa_criterion)c)),
                          &score->measured[c]);
        score->known[c] = take_number(qa_reckoned(reckoning, v, value), &score->values[c]);
    }
    score->has_score = take_number(qa_reckoned(reckoning, v, QA_V_SCORE), &score->score);
    score->rank = take_number(qa_reckoned(reckoning, v, QA_V_RANK), &rank) ? (unsigned)rank : 0;
}

static void take_card(struct qa_scorecard *card)
{
    double sum = 0.0;

    for (int c = 0; c < QA_N_CRITERIA; c++) {
        const struct qa_value_ends *stated = &card->settings.values[c];
        struct qa_value_ends *ends = &card->ends[c];
        bool has_limit = c == QA_CRITERION_SPEED  ? card->settings.max_turnaround_hours > 0.0
                         : c == QA_CRITERION_COST ? card->settings.budget > 0.0
                                                  : true;

        (void)take_number(
            qa_reckoned_card(card->reckoning, (enum qa_card_figure)(QA_CARD_WEIGHTS + c)),
            &card->weights[c]);
        ends->has_worst =
            take_number(qa_reckoned_card(card->reckoning, (enum qa_card_figure)(QA_CARD_WORST + c)),
                        &ends->worst);
        ends->has_best =
            take_number(qa_reckoned_card(card->reckoning, (enum qa_card_figure)(QA_CARD_BEST + c)),
                        &ends->best);
        card->ends_from_vendors[c] =
            !has_limit && !stated->has_worst && !stated->has_best && ends->has_best;
        sum += card->weights[c];
    }
    for (int c = 0; c < QA_N_CRITERIA; c++) {
        card->weights[c] = sum > 0.0 ? card->weights[c] / sum : 0.0;
    }
}

/* From facts and costs to the ranking. */
static void rank_vendors(struct qa_scorecard *card, struct qa_arena *arena)
{
    double place;

    card->ranking = QA_ARRAY(arena, size_t, card->n_scores);
    take_card(card);
    for (size_t v = 0; v < card->n_scores; v++) {
        take_vendor(card, v);
        (void)take_number(qa_reckoned(card->reckoning, v, QA_V_ORDER), &place);
        card->ranking[(size_t)place - 1] = v;
    }
}

static bool is_comparable(const struct qa_vendor_score *score)
{
    return qa_score_is_eligible(score) && qa_is_defined(&score->error_rate);
}

static struct qa_vendor_pair compare_vendors(const struct qa_scorecard *card, size_t a, size_t b)
{
    const struct qa_vendor_score *left = &card->scores[a];
    const struct qa_vendor_score *right = &card->scores[b];
    struct qa_estimate difference = qa_two_proportions_effective(
        left->error_rate.value, qa_effective_trials(left->facts), right->error_rate.value,
        qa_effective_trials(right->facts), card->settings.confidence);

    return (struct qa_vendor_pair){.a = a,
                                   .b = b,
                                   .difference = difference.value,
                                   .low = difference.low,
                                   .high = difference.high,
                                   .p_value = difference.p_value};
}

static void set_pairs(struct qa_scorecard *card, struct qa_arena *arena)
{
    size_t n = card->n_scores;

    card->pairs = QA_ARRAY(arena, struct qa_vendor_pair, n * (n > 0 ? n - 1 : 0) / 2);
    for (size_t a = 0; a < n; a++) {
        for (size_t b = a + 1; b < n; b++) {
            if (is_comparable(&card->scores[a]) && is_comparable(&card->scores[b])) {
                card->pairs[card->n_pairs++] = compare_vendors(card, a, b);
            }
        }
    }
    double *p = QA_ARRAY(arena, double, card->n_pairs);
    double *adjusted = QA_ARRAY(arena, double, card->n_pairs);
    for (size_t i = 0; i < card->n_pairs; i++) {
        p[i] = card->pairs[i].p_value;
    }
    qa_holm(p, card->n_pairs, adjusted, arena);
    for (size_t i = 0; i < card->n_pairs; i++) {
        card->pairs[i].p_adjusted = adjusted[i];
    }
}

static int compare_facts(const void *a, const void *b)
{
    return qa_text_compare(((const struct qa_vendor_facts *)a)->name,
                           ((const struct qa_vendor_facts *)b)->name);
}

static const struct qa_vendor_facts *sorted_facts(const struct qa_vendor_facts *facts, size_t n,
                                                  struct qa_arena *arena)
{
    struct qa_vendor_facts *sorted = QA_ARRAY(arena, struct qa_vendor_facts, n);

    if (n > 0) {
        memcpy(sorted, facts, n * sizeof *facts);
        qsort(sorted, n, sizeof *sorted, compare_facts);
    }
    return sorted;
}

/* The figures look at the card where it stands. */
static struct qa_scorecard *kept_card(const struct qa_scorecard *card, struct qa_arena *arena)
{
    struct qa_scorecard *kept = QA_NEW(arena, struct qa_scorecard);

    *kept = *card;
    return kept;
}

struct qa_scorecard qa_scorecard(const struct qa_vendor_facts *facts, size_t n_facts,
                                 const struct qa_quotes *quotes,
                                 const struct qa_score_settings *settings, struct qa_arena *arena)
{
    const struct qa_vendor_facts *sorted = sorted_facts(facts, n_facts, arena);
    const struct qa_scorecard empty = {.settings = *settings,
                                       .scores = QA_ARRAY(arena, struct qa_vendor_score, n_facts),
                                       .n_scores = n_facts,
                                       .currency = quotes != NULL ? quotes->currency : "",
                                       .minor_digits = quotes != NULL ? quotes->minor_digits : 2};
    struct qa_scorecard *card = kept_card(&empty, arena);

    card->reckoning = qa_reckon(card, arena);
    for (size_t i = 0; i < n_facts; i++) {
        struct qa_vendor_score *score = &card->scores[i];

        score->facts = &sorted[i];
        score->error_rate = error_rate(card, i);
        set_cost(score, quotes, settings);
    }
    rank_vendors(card, arena);
    set_pairs(card, arena);
    qa_verdict_explain(card, arena);
    return *card;
}

struct qa_scorecard qa_scorecard_under(const struct qa_scorecard *card,
                                       const struct qa_score_settings *settings,
                                       struct qa_arena *arena)
{
    struct qa_scorecard *other = kept_card(card, arena);

    other->settings = *settings;
    other->pairs = NULL;
    other->n_pairs = 0;
    other->scores = QA_ARRAY(arena, struct qa_vendor_score, card->n_scores);
    if (card->n_scores > 0) {
        memcpy(other->scores, card->scores, card->n_scores * sizeof *card->scores);
    }
    other->reckoning = qa_reckon_under(card->reckoning, other, arena);
    rank_vendors(other, arena);
    return *other;
}

size_t qa_scorecard_winner(const struct qa_scorecard *card)
{
    if (card->n_scores == 0 || card->scores[card->ranking[0]].rank != 1) {
        return SIZE_MAX;
    }
    bool shared = card->n_scores > 1 && card->scores[card->ranking[1]].rank == 1;
    return shared ? SIZE_MAX : card->ranking[0];
}

double qa_score_z(double confidence)
{
    return qa_normal_quantile(1.0 - (1.0 - confidence) / 2.0);
}

double qa_score_of(const struct qa_scorecard *card, const double *measured)
{
    double sum = 0.0;

    for (int c = 0; c < QA_N_CRITERIA; c++) {
        if (card->weights[c] > 0.0) {
            sum += card->weights[c] * qa_value((enum qa_criterion)c, &card->ends[c], measured[c]);
        }
    }
    return sum;
}
