#include "qa/procurement/scorecard.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "qa/base/strings.h"
#include "qa/procurement/figures.h"
#include "qa/procurement/quote_work.h"
#include "qa/procurement/scorecard_values.h"
#include "qa/procurement/scorecard_verdict.h"
#include "qa/stats/compare.h"
#include "qa/stats/interval.h"
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

static struct qa_estimate error_rate(const struct qa_vendor_facts *facts, double confidence)
{
    if (facts->audited == 0) {
        return qa_undefined("nothing was checked against gold", 0);
    }
    struct qa_estimate rate = qa_wilson_effective((double)facts->errors / (double)facts->audited,
                                                  qa_effective_trials(facts), confidence);

    if (facts->low_trials > 0.0) {
        double share = fmin(1.0, facts->low_errors / facts->low_trials);
        rate.low = qa_clopper_pearson_effective(share, facts->low_trials, confidence).low;
        rate.low = fmin(rate.low, rate.value);
    }
    rate.n = facts->audited;
    return rate;
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

static void set_ranks(struct qa_scorecard *card)
{
    for (size_t i = 0; i < card->n_scores; i++) {
        struct qa_vendor_score *score = &card->scores[i];

        score->rank = 0;
        if (!qa_score_is_eligible(score) || !score->has_score) {
            continue;
        }
        score->rank = 1;
        for (size_t k = 0; k < card->n_scores; k++) {
            const struct qa_vendor_score *other = &card->scores[k];

            score->rank +=
                qa_score_is_eligible(other) && other->has_score && other->score > score->score;
        }
    }
}

/* Ranked vendors by rank, then eligible ones without a score, then the rest, references last. */
static unsigned ranking_key(const struct qa_scorecard *card, size_t index)
{
    const struct qa_vendor_score *score = &card->scores[index];

    if (score->rank > 0) {
        return score->rank;
    }
    return (unsigned)card->n_scores + (qa_score_is_eligible(score)        ? 1u
                                       : score->gate != QA_GATE_REFERENCE ? 2u
                                                                          : 3u);
}

/* Insertion keeps the order of names among equals. */
static void set_ranking(struct qa_scorecard *card, struct qa_arena *arena)
{
    card->ranking = QA_ARRAY(arena, size_t, card->n_scores);
    for (size_t i = 0; i < card->n_scores; i++) {
        size_t at = i;

        while (at > 0 && ranking_key(card, card->ranking[at - 1]) > ranking_key(card, i)) {
            card->ranking[at] = card->ranking[at - 1];
            at--;
        }
        card->ranking[at] = i;
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

/* From facts and costs to the ranking. */
static void rank_vendors(struct qa_scorecard *card, struct qa_arena *arena)
{
    for (size_t i = 0; i < card->n_scores; i++) {
        qa_gates_check(&card->scores[i], &card->settings, arena);
        qa_scorecard_measure(&card->scores[i]);
    }
    qa_scorecard_value(card);
    qa_scorecard_explain(card, arena);
    set_ranks(card);
    set_ranking(card, arena);
}

struct qa_scorecard qa_scorecard(const struct qa_vendor_facts *facts, size_t n_facts,
                                 const struct qa_quotes *quotes,
                                 const struct qa_score_settings *settings, struct qa_arena *arena)
{
    const struct qa_vendor_facts *sorted = sorted_facts(facts, n_facts, arena);
    struct qa_scorecard card = {.settings = *settings,
                                .scores = QA_ARRAY(arena, struct qa_vendor_score, n_facts),
                                .n_scores = n_facts,
                                .currency = quotes != NULL ? quotes->currency : "",
                                .minor_digits = quotes != NULL ? quotes->minor_digits : 2};

    for (size_t i = 0; i < n_facts; i++) {
        struct qa_vendor_score *score = &card.scores[i];

        score->facts = &sorted[i];
        score->error_rate = error_rate(score->facts, settings->confidence);
        set_cost(score, quotes, settings);
    }
    rank_vendors(&card, arena);
    set_pairs(&card, arena);
    card.verdict = qa_scorecard_verdict(&card, "", arena);
    return card;
}

struct qa_scorecard qa_scorecard_under(const struct qa_scorecard *card,
                                       const struct qa_score_settings *settings,
                                       struct qa_arena *arena)
{
    struct qa_scorecard other = *card;

    other.settings = *settings;
    other.pairs = NULL;
    other.n_pairs = 0;
    other.verdict = NULL;
    other.scores = QA_ARRAY(arena, struct qa_vendor_score, card->n_scores);
    if (card->n_scores > 0) {
        memcpy(other.scores, card->scores, card->n_scores * sizeof *card->scores);
    }
    rank_vendors(&other, arena);
    return other;
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
