#include "qa/procurement/scorecard.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "qa/base/strings.h"
#include "qa/procurement/figures.h"
#include "qa/procurement/scorecard_verdict.h"
#include "qa/stats/compare.h"
#include "qa/stats/interval.h"
#include "qa/stats/special.h"

/* The parts of the score, in the order of the weights. */
enum part { PART_QUALITY, PART_SPEED, PART_COST, N_PARTS };

const char *qa_gate_name(enum qa_gate gate)
{
    static const char *const names[] = {"PASS", "FAIL", "INCONCLUSIVE"};

    return names[gate];
}

static bool is_eligible(const struct qa_vendor_score *score)
{
    return score->gate != QA_GATE_FAIL;
}

static double effective_trials(const struct qa_vendor_facts *facts)
{
    return (double)facts->audited / fmax(facts->design_effect, 1.0);
}

static struct qa_estimate error_rate(const struct qa_vendor_facts *facts, double confidence)
{
    if (facts->audited == 0) {
        return qa_undefined("nothing was checked against gold", 0);
    }
    struct qa_estimate rate = qa_wilson_effective((double)facts->errors / (double)facts->audited,
                                                  effective_trials(facts), confidence);

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

    if (quotes != NULL) {
        score->cost = qa_quote_cost(quotes, score->facts->name, &scenario);
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

static bool has_p90(const struct qa_vendor_facts *facts)
{
    return facts->turnaround != NULL && facts->turnaround->has_quantiles;
}

/* The value of a part before it is set against the best: hours or money. */
static bool raw_part(const struct qa_vendor_score *score, enum part part, double *value)
{
    if (part == PART_SPEED && has_p90(score->facts)) {
        *value = score->facts->turnaround->p90_hours;
        return true;
    }
    if (part == PART_COST && qa_is_defined(&score->cost_per_correct)) {
        *value = score->cost_per_correct.value;
        return true;
    }
    return false;
}

/* The least value among the eligible, or HUGE_VAL when none has one. */
static double best_eligible(const struct qa_scorecard *card, enum part part)
{
    double best = HUGE_VAL;
    double value;

    for (size_t i = 0; i < card->n_scores; i++) {
        if (is_eligible(&card->scores[i]) && raw_part(&card->scores[i], part, &value)) {
            best = fmin(best, value);
        }
    }
    return best;
}

/* In [0, 1]: a failing vendor may be better than the best eligible one, and gets no more than 1.
 * Nothing is better than a value of 0. */
static double share_of_best(double best, double own)
{
    return own > 0.0 ? fmin(1.0, best / own) : 1.0;
}

static double quality_of(double rate, double limit)
{
    if (limit > 0.0) {
        return fmax(0.0, 1.0 - rate / limit);
    }
    return rate > 0.0 ? 0.0 : 1.0;
}

static void set_parts(struct qa_scorecard *card)
{
    double best_speed = best_eligible(card, PART_SPEED);
    double best_cost = best_eligible(card, PART_COST);
    double value;

    for (size_t i = 0; i < card->n_scores; i++) {
        struct qa_vendor_score *score = &card->scores[i];

        score->has_quality = qa_is_defined(&score->error_rate);
        if (score->has_quality) {
            score->quality = quality_of(score->error_rate.value, card->settings.max_error);
        }
        score->has_speed = isfinite(best_speed) && raw_part(score, PART_SPEED, &value);
        if (score->has_speed) {
            score->speed = share_of_best(best_speed, value);
        }
        score->has_cost = isfinite(best_cost) && raw_part(score, PART_COST, &value);
        if (score->has_cost) {
            score->cost_score = share_of_best(best_cost, value);
        }
    }
}

static bool has_part(const struct qa_vendor_score *score, enum part part)
{
    const bool has[N_PARTS] = {score->has_quality, score->has_speed, score->has_cost};

    return has[part];
}

/* The first eligible vendor of which a part is not known, or NULL. */
static const struct qa_vendor_score *lacking(const struct qa_scorecard *card, enum part part)
{
    for (size_t i = 0; i < card->n_scores; i++) {
        if (is_eligible(&card->scores[i]) && !has_part(&card->scores[i], part)) {
            return &card->scores[i];
        }
    }
    return NULL;
}

static void set_weights(struct qa_scorecard *card, struct qa_arena *arena)
{
    static const char *const names[N_PARTS] = {"Quality", "Speed", "Cost"};
    static const char *const needs[N_PARTS] = {"the error rate", "the turnaround",
                                               "the cost per correct label"};
    double weights[N_PARTS] = {card->settings.weight_quality, card->settings.weight_speed,
                               card->settings.weight_cost};
    const char **notes = QA_ARRAY(arena, const char *, N_PARTS);
    double sum = 0.0;

    for (int part = 0; part < N_PARTS; part++) {
        const struct qa_vendor_score *without = lacking(card, (enum part)part);

        if (without != NULL && weights[part] > 0.0) {
            notes[card->n_notes++] =
                qa_arena_format(arena, "%s takes no part in the score: %s of %s is not known.",
                                names[part], needs[part], without->facts->name);
            weights[part] = 0.0;
        }
        sum += weights[part];
    }
    card->notes = notes;
    if (sum > 0.0) {
        card->weight_quality = weights[PART_QUALITY] / sum;
        card->weight_speed = weights[PART_SPEED] / sum;
        card->weight_cost = weights[PART_COST] / sum;
    }
}

static void set_score(const struct qa_scorecard *card, struct qa_vendor_score *score)
{
    const double weights[N_PARTS] = {card->weight_quality, card->weight_speed, card->weight_cost};
    const double parts[N_PARTS] = {score->quality, score->speed, score->cost_score};
    bool weighted = false;

    score->has_score = true;
    for (int part = 0; part < N_PARTS; part++) {
        if (weights[part] > 0.0) {
            weighted = true;
            score->has_score = score->has_score && has_part(score, (enum part)part);
            score->score += weights[part] * parts[part];
        }
    }
    score->has_score = score->has_score && weighted;
    if (!score->has_score) {
        score->score = 0.0;
    }
}

static void set_ranks(struct qa_scorecard *card)
{
    for (size_t i = 0; i < card->n_scores; i++) {
        struct qa_vendor_score *score = &card->scores[i];

        if (!is_eligible(score) || !score->has_score) {
            continue;
        }
        score->rank = 1;
        for (size_t k = 0; k < card->n_scores; k++) {
            const struct qa_vendor_score *other = &card->scores[k];

            score->rank += is_eligible(other) && other->has_score && other->score > score->score;
        }
    }
}

/* Ranked vendors by rank, then eligible ones without a score, then failing ones. */
static unsigned ranking_key(const struct qa_scorecard *card, size_t index)
{
    const struct qa_vendor_score *score = &card->scores[index];

    if (score->rank > 0) {
        return score->rank;
    }
    return (unsigned)card->n_scores + (is_eligible(score) ? 1u : 2u);
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
    return is_eligible(score) && qa_is_defined(&score->error_rate);
}

static struct qa_vendor_pair compare_vendors(const struct qa_scorecard *card, size_t a, size_t b)
{
    const struct qa_vendor_score *left = &card->scores[a];
    const struct qa_vendor_score *right = &card->scores[b];
    struct qa_estimate difference = qa_two_proportions_effective(
        left->error_rate.value, effective_trials(left->facts), right->error_rate.value,
        effective_trials(right->facts), card->settings.confidence);

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

static const char *lead_over(const struct qa_scorecard *card, size_t leader, size_t next)
{
    for (size_t i = 0; i < card->n_pairs; i++) {
        const struct qa_vendor_pair *pair = &card->pairs[i];
        bool forward = pair->a == leader && pair->b == next;

        if (forward || (pair->a == next && pair->b == leader)) {
            double lower = forward ? -pair->difference : pair->difference;
            bool clear = pair->p_adjusted < 1.0 - card->settings.confidence && lower > 0.0;

            return clear ? "clear" : "within sampling error";
        }
    }
    return "not tested";
}

static void set_leads(struct qa_scorecard *card)
{
    for (size_t i = 0; i + 1 < card->n_scores; i++) {
        struct qa_vendor_score *leader = &card->scores[card->ranking[i]];

        if (leader->rank > 0 && card->scores[card->ranking[i + 1]].rank > 0) {
            leader->lead = lead_over(card, card->ranking[i], card->ranking[i + 1]);
        }
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

struct qa_scorecard qa_scorecard(const struct qa_vendor_facts *facts, size_t n_facts,
                                 const struct qa_quotes *quotes,
                                 const struct qa_score_settings *settings, struct qa_arena *arena)
{
    const struct qa_vendor_facts *sorted = sorted_facts(facts, n_facts, arena);
    struct qa_scorecard card = {.settings = *settings,
                                .scores = QA_ARRAY(arena, struct qa_vendor_score, n_facts),
                                .n_scores = n_facts,
                                .currency = quotes != NULL ? quotes->currency : ""};

    for (size_t i = 0; i < n_facts; i++) {
        struct qa_vendor_score *score = &card.scores[i];

        score->facts = &sorted[i];
        score->error_rate = error_rate(score->facts, settings->confidence);
        set_cost(score, quotes, settings);
        qa_scorecard_gate(score, settings, arena);
    }
    set_parts(&card);
    set_weights(&card, arena);
    for (size_t i = 0; i < n_facts; i++) {
        set_score(&card, &card.scores[i]);
    }
    set_ranks(&card);
    set_ranking(&card, arena);
    set_pairs(&card, arena);
    set_leads(&card);
    card.verdict = qa_scorecard_verdict(&card, quotes != NULL ? quotes->minor_digits : 2, arena);
    return card;
}

double qa_score_z(double confidence)
{
    return qa_normal_quantile(1.0 - (1.0 - confidence) / 2.0);
}
