#include "qa/procurement/decision.h"

#include <math.h>

#include "qa/procurement/decision_parts.h"
#include "qa/stats/compare.h"
#include "qa/stats/describe.h"
#include "qa/stats/sample_size.h"
#include "qa/stats/special.h"

enum { DEFAULT_DRAWS = 10000 };

/* ---- pairs ---- */

size_t qa_decision_place(const struct qa_decision_draws *draws, size_t index)
{
    for (size_t v = 0; v < draws->n; v++) {
        if (draws->index[v] == index) {
            return v;
        }
    }
    return SIZE_MAX;
}

static struct qa_estimate difference_of(const struct qa_scorecard *card,
                                        const struct qa_decision_draws *draws, size_t a, size_t b,
                                        double *scratch)
{
    double confidence = card->settings.confidence;
    double value = card->scores[draws->index[a]].score - card->scores[draws->index[b]].score;
    size_t n = draws->n_draws;

    for (size_t d = 0; d < n; d++) {
        scratch[d] = draws->scores[d * draws->n + a] - draws->scores[d * draws->n + b];
    }
    qa_sort_reals(scratch, n);
    return (struct qa_estimate){
        .value = value,
        .low = fmin(value, qa_quantile_sorted(scratch, n, (1.0 - confidence) / 2.0)),
        .high = fmax(value, qa_quantile_sorted(scratch, n, (1.0 + confidence) / 2.0)),
        .se = qa_describe_sorted(scratch, n).sd,
        .confidence = confidence,
        .n = n,
        .method = "draws",
        .has_interval = true,
        .has_se = true};
}

/* p of the pair, and which of the two is the better one. */
static void test_pair(const struct qa_decision_draws *draws, size_t a, size_t b,
                      struct qa_vendor_pair *pair)
{
    size_t wins_a = 0;
    size_t wins_b = 0;

    for (size_t d = 0; d < draws->n_draws; d++) {
        double left = draws->as_weighted[d * draws->n + a];
        double right = draws->as_weighted[d * draws->n + b];

        wins_a += left > right;
        wins_b += right > left;
    }
    size_t lost = draws->n_draws - (wins_a > wins_b ? wins_a : wins_b);
    pair->has_score = true;
    pair->a_is_better = wins_a > wins_b;
    pair->p_score = fmin(1.0, 2.0 * (1.0 + (double)lost) / (1.0 + (double)draws->n_draws));
}

void qa_decision_pairs(struct qa_scorecard *card, const struct qa_decision_draws *draws,
                       struct qa_arena *arena)
{
    double *scratch = QA_ARRAY(arena, double, draws->n_draws);
    double *p = QA_ARRAY(arena, double, card->n_pairs);
    double *adjusted = QA_ARRAY(arena, double, card->n_pairs);
    size_t n = 0;

    for (size_t i = 0; i < card->n_pairs; i++) {
        struct qa_vendor_pair *pair = &card->pairs[i];
        size_t a = qa_decision_place(draws, pair->a);
        size_t b = qa_decision_place(draws, pair->b);

        if (a != SIZE_MAX && b != SIZE_MAX) {
            pair->score_difference = difference_of(card, draws, a, b, scratch);
            test_pair(draws, a, b, pair);
            p[n++] = pair->p_score;
        }
    }
    qa_holm(p, n, adjusted, arena);
    n = 0;
    for (size_t i = 0; i < card->n_pairs; i++) {
        if (card->pairs[i].has_score) {
            card->pairs[i].p_score_adjusted = adjusted[n++];
        }
    }
}

/* ---- each vendor ---- */

struct tally {
    double best; /* first places, shared ones as shares */
    double weighted_best;
    double regret;
    size_t eligible;
    size_t *ranks; /* draws at rank r + 1 */
};

/* Shares of the first place in one draw: 1 / k to each of k vendors with the greatest score. */
static void share_first(const double *scores, size_t n, double *shares)
{
    double best = -1.0;
    size_t k = 0;

    for (size_t v = 0; v < n; v++) {
        k = scores[v] > best ? 1 : k + (scores[v] == best);
        best = fmax(best, scores[v]);
    }
    for (size_t v = 0; v < n; v++) {
        shares[v] = best >= 0.0 && scores[v] == best ? 1.0 / (double)k : 0.0;
    }
}

static void count_draw(const struct qa_decision_draws *draws, size_t d, struct tally *tallies,
                       double *shares)
{
    const double *weighted = &draws->weighted[d * draws->n];
    const double *as_weighted = &draws->believed[d * draws->n];
    double best = 0.0;

    share_first(as_weighted, draws->n, shares);
    for (size_t v = 0; v < draws->n; v++) {
        tallies[v].best += shares[v];
    }
    share_first(weighted, draws->n, shares);
    for (size_t v = 0; v < draws->n; v++) {
        best = fmax(best, weighted[v]);
    }
    for (size_t v = 0; v < draws->n; v++) {
        size_t above = 0;

        for (size_t k = 0; k < draws->n; k++) {
            above += weighted[k] > weighted[v];
        }
        tallies[v].ranks[weighted[v] < 0.0 ? draws->n - 1 : above]++;
        tallies[v].weighted_best += shares[v];
        tallies[v].eligible += weighted[v] >= 0.0;
        tallies[v].regret += best - fmax(0.0, weighted[v]);
    }
}

/* The smallest rank that leaves no more than `share` of the draws above it. */
static unsigned rank_at(const struct tally *tally, size_t n, size_t n_draws, double share)
{
    double seen = 0.0;

    for (size_t r = 0; r < n; r++) {
        seen += (double)tally->ranks[r];
        if (seen > share * (double)n_draws) {
            return (unsigned)r + 1;
        }
    }
    return (unsigned)n;
}

static void set_vendors(const struct qa_scorecard *card, const struct qa_decision_draws *draws,
                        struct qa_decision *decision, struct qa_arena *arena)
{
    struct tally *tallies = QA_ARRAY(arena, struct tally, draws->n);
    double *shares = QA_ARRAY(arena, double, draws->n);
    double n_draws = (double)draws->n_draws;
    double tail = (1.0 - card->settings.confidence) / 2.0;

    for (size_t v = 0; v < draws->n; v++) {
        tallies[v].ranks = QA_ARRAY(arena, size_t, draws->n);
    }
    for (size_t d = 0; d < draws->n_draws; d++) {
        count_draw(draws, d, tallies, shares);
    }
    decision->p_none = draws->n > 0 ? 1.0 : 0.0;
    for (size_t v = 0; v < draws->n; v++) {
        decision->vendors[draws->index[v]] = (struct qa_decision_vendor){
            .drawn = true,
            .p_best = tallies[v].weighted_best / n_draws,
            .p_best_as_weighted = tallies[v].best / n_draws,
            .p_eligible = (double)tallies[v].eligible / n_draws,
            .rank_low = rank_at(&tallies[v], draws->n, draws->n_draws, tail),
            .rank_high = rank_at(&tallies[v], draws->n, draws->n_draws, 1.0 - tail),
            .expected_regret = tallies[v].regret / n_draws};
        decision->p_none -= tallies[v].weighted_best / n_draws;
    }
    decision->p_none = fmax(0.0, decision->p_none);
}

/* ---- the leader ---- */

static const struct qa_vendor_pair *pair_of(const struct qa_scorecard *card, size_t a, size_t b)
{
    for (size_t i = 0; i < card->n_pairs; i++) {
        const struct qa_vendor_pair *pair = &card->pairs[i];

        if ((pair->a == a && pair->b == b) || (pair->a == b && pair->b == a)) {
            return pair;
        }
    }
    return NULL;
}

/* Over all others at once the first needs no adjustment, others among themselves do. */
static bool is_clear(const struct qa_scorecard *card, const struct qa_vendor_pair *pair,
                     size_t ahead)
{
    double p = qa_scorecard_winner(card) == ahead ? pair->p_score : pair->p_score_adjusted;

    return pair->has_score && pair->a_is_better == (pair->a == ahead) &&
           p < 1.0 - card->settings.confidence;
}

static void set_leads(struct qa_scorecard *card)
{
    for (size_t i = 0; i + 1 < card->n_scores; i++) {
        size_t here = card->ranking[i];
        size_t next = card->ranking[i + 1];

        if (card->scores[here].rank > 0 && card->scores[next].rank > 0) {
            const struct qa_vendor_pair *pair = pair_of(card, here, next);

            card->scores[here].lead = pair == NULL || !pair->has_score ? "not tested"
                                      : is_clear(card, pair, here)     ? "clear"
                                                                       : "within sampling error";
        }
    }
}

/* Two-sided p of the difference of two scores whatever the limits. */
static double p_by_score(const struct qa_decision_draws *draws, const struct qa_vendor_pair *pair,
                         size_t ahead)
{
    size_t a = qa_decision_place(draws, ahead);
    size_t b = qa_decision_place(draws, pair->a == ahead ? pair->b : pair->a);
    size_t lost = 0;

    for (size_t d = 0; d < draws->n_draws; d++) {
        lost += draws->scores[d * draws->n + a] <= draws->scores[d * draws->n + b];
    }
    return fmin(1.0, 2.0 * (1.0 + (double)lost) / (1.0 + (double)draws->n_draws));
}

static double share_broken(const struct qa_decision_draws *draws, size_t leader)
{
    size_t at = qa_decision_place(draws, leader);
    size_t broken = 0;

    for (size_t d = 0; d < draws->n_draws; d++) {
        broken += draws->as_weighted[d * draws->n + at] < 0.0;
    }
    return (double)broken / (double)draws->n_draws;
}

/* What would tell the leader from the one that is hardest to tell from it. */
static void set_advice(const struct qa_scorecard *card, const struct qa_decision_draws *draws,
                       const struct qa_vendor_pair *pair, struct qa_decision *decision)
{
    double p = p_by_score(draws, pair, decision->leader);

    decision->p_broken = share_broken(draws, decision->leader);
    decision->by_limits = p < 1.0 - card->settings.confidence;
    if (!decision->by_limits) {
        decision->more_labels = qa_more_labels(card, draws, pair, p);
    }
}

static void set_leader(const struct qa_scorecard *card, const struct qa_decision_draws *draws,
                       struct qa_decision *decision, struct qa_arena *arena)
{
    const struct qa_vendor_pair *hardest = NULL;

    decision->leader = qa_scorecard_winner(card);
    decision->rival = SIZE_MAX;
    if (decision->leader == SIZE_MAX) {
        return;
    }
    const struct qa_vendor_score *leader = &card->scores[decision->leader];
    decision->settled = leader->gate == QA_GATE_PASS;
    for (size_t v = 0; v < draws->n; v++) {
        const struct qa_vendor_pair *pair = pair_of(card, decision->leader, draws->index[v]);

        if (draws->index[v] == decision->leader) {
            continue;
        }
        decision->settled =
            decision->settled && pair != NULL && is_clear(card, pair, decision->leader);
        if (pair != NULL && pair->has_score &&
            (hardest == NULL || pair->p_score > hardest->p_score)) {
            hardest = pair;
            decision->rival = draws->index[v];
        }
    }
    if (hardest != NULL && !is_clear(card, hardest, decision->leader)) {
        set_advice(card, draws, hardest, decision);
    }
    bool gate_is_open = leader->gates[QA_GATE_ON_ERROR].verdict == QA_GATE_INCONCLUSIVE &&
                        qa_is_defined(&leader->error_rate);
    bool is_open = decision->more_labels > 0.0 || gate_is_open;
    if (is_open && !decision->settings.without_advice) {
        struct qa_more more = qa_more_to_decide(card, draws, gate_is_open, arena);
        decision->more_to_decide = decision->more_labels > 0.0 ? more.to_decide : 0.0;
        decision->more_for_gate = gate_is_open ? more.for_gate : 0.0;
    }
}

struct qa_decision qa_decide(struct qa_scorecard *card, const struct qa_decision_settings *settings,
                             struct qa_arena *arena)
{
    struct qa_decision decision = {.settings = *settings,
                                   .vendors =
                                       QA_ARRAY(arena, struct qa_decision_vendor, card->n_scores)};

    if (decision.settings.n_draws == 0) {
        decision.settings.n_draws = DEFAULT_DRAWS;
    }
    struct qa_decision_draws draws = qa_decision_draw(card, &decision.settings, arena);
    decision.n_drawn = draws.n;
    qa_decision_pairs(card, &draws, arena);
    set_vendors(card, &draws, &decision, arena);
    set_leads(card);
    set_leader(card, &draws, &decision, arena);
    qa_decision_flips(card, &decision, arena);
    qa_decision_negotiate(card, &decision, arena);
    return decision;
}
