#include <math.h>
#include <string.h>

#include "qa/base/parallel.h"
#include "qa/procurement/decision_parts.h"
#include "qa/stats/draws.h"

enum { MOST_DRAWN = 40, DRAWS_A_CHUNK = 256 };

/* Streams of the rates that are believed, beside those of the draws. */
#define BELIEVED_STREAMS ((uint64_t)1 << 40)

struct work {
    const struct qa_scorecard *card;
    const struct qa_decision_settings *settings;
    struct qa_decision_draws *draws;
    const struct qa_cost_line *costs; /* of each vendor drawn */
    double concentration;             /* 0: weights as stated */
    const struct qa_market *market;
};

struct qa_cost_line qa_cost_line_of(const struct qa_scorecard *card,
                                    const struct qa_vendor_score *score)
{
    struct qa_cost_line line = {.known = qa_is_defined(&score->cost_per_correct)};

    if (line.known) {
        line.fixed = qa_score_total_at(card, score, 0.0, 0.0);
        line.charges = qa_score_total_at(card, score, 0.0, 1.0) - line.fixed;
        line.per_rate = qa_score_total_at(card, score, 1.0, 0.0) - line.fixed;
    }
    return line;
}

static double draw_agreement(struct qa_random *random, const struct qa_estimate *agreement,
                             double z_of_interval)
{
    double z = qa_random_normal(random);
    bool is_open = !agreement->has_interval && agreement->no_interval != NULL;
    double low = is_open ? -1 : agreement->has_interval ? agreement->low : agreement->value;
    double high = is_open ? 1 : agreement->has_interval ? agreement->high : agreement->value;
    double side = z < 0 ? agreement->value - low : high - agreement->value;

    return fmin(1.0, agreement->value + z * side / z_of_interval);
}

static double draw_p90(struct qa_random *random, const struct qa_vendor_facts *facts)
{
    return facts->ended == NULL
               ? qa_draw_quantile(random, facts->hours, facts->n_hours, 0.9)
               : qa_draw_survival_quantile(random, facts->hours, facts->ended, facts->n_hours, 0.9);
}

/* A vendor's figures in one draw; what is not sampled stays as measured. */
static void draw_figures(const struct work *work, size_t v, struct qa_random *random,
                         double *measured, double *total)
{
    const struct qa_scorecard *card = work->card;
    const struct qa_vendor_score *score = &card->scores[work->draws->index[v]];
    const struct qa_vendor_facts *facts = score->facts;
    const struct qa_cost_line *line = &work->costs[v];

    for (int c = 0; c < QA_N_CRITERIA; c++) {
        measured[c] = score->measured[c];
    }
    if (score->known[QA_CRITERION_QUALITY]) {
        double trials = qa_effective_trials(facts);

        measured[QA_CRITERION_QUALITY] =
            qa_draw_rate(random, score->error_rate.value * trials, trials);
    }
    if (score->known[QA_CRITERION_SPEED] && facts->n_hours > 0) {
        measured[QA_CRITERION_SPEED] = draw_p90(random, facts);
    }
    if (score->known[QA_CRITERION_AGREEMENT]) {
        measured[QA_CRITERION_AGREEMENT] =
            draw_agreement(random, &facts->agreement, qa_score_z(facts->agreement.confidence));
    }
    double factor = 1.0;
    if (work->settings->price_spread > 0.0) {
        factor = fmax(0.0, 1.0 + work->settings->price_spread * qa_random_normal(random));
    }
    if (line->known) {
        double rate = measured[QA_CRITERION_QUALITY];

        *total = factor * line->charges + line->fixed + rate * line->per_rate;
        measured[QA_CRITERION_COST] = *total / (card->settings.scenario.volume * (1.0 - rate));
    }
}

/* Whether drawn figures keep the limits that the draws can see. */
static bool keeps_limits(const struct qa_vendor_score *score,
                         const struct qa_score_settings *settings, const double *measured,
                         double total)
{
    bool errors = !score->known[QA_CRITERION_QUALITY] ||
                  measured[QA_CRITERION_QUALITY] <= settings->max_error;
    bool speed = settings->max_turnaround_hours <= 0.0 || !score->known[QA_CRITERION_SPEED] ||
                 measured[QA_CRITERION_SPEED] <= settings->max_turnaround_hours;
    bool agreement = settings->min_agreement <= 0.0 || !score->known[QA_CRITERION_AGREEMENT] ||
                     measured[QA_CRITERION_AGREEMENT] >= settings->min_agreement;
    bool budget = settings->budget <= 0.0 || !score->has_total || total <= settings->budget;

    return errors && speed && agreement && budget;
}

static double score_by(const struct qa_scorecard *card, const double *weights,
                       const double *measured)
{
    double sum = 0.0;

    for (int c = 0; c < QA_N_CRITERIA; c++) {
        if (weights[c] > 0.0) {
            sum += weights[c] * qa_value((enum qa_criterion)c, &card->ends[c], measured[c]);
        }
    }
    return sum;
}

/* A draw with another error rate. */
static void put_rate(const struct work *work, size_t v, double rate, double *measured,
                     double *total)
{
    const struct qa_scorecard *card = work->card;
    const struct qa_vendor_score *score = &card->scores[work->draws->index[v]];
    double drawn = measured[QA_CRITERION_QUALITY];

    if (score->known[QA_CRITERION_QUALITY]) {
        measured[QA_CRITERION_QUALITY] = rate;
    }
    if (work->costs[v].known) {
        *total += (rate - drawn) * work->costs[v].per_rate;
        measured[QA_CRITERION_COST] = *total / (card->settings.scenario.volume * (1.0 - rate));
    }
}

static void draw_once(const struct work *work, size_t d)
{
    const struct qa_scorecard *card = work->card;
    struct qa_decision_draws *draws = work->draws;
    double weights[QA_N_CRITERIA];
    struct qa_random random;
    struct qa_random beliefs;

    memcpy(weights, card->weights, sizeof weights);
    qa_random_init(&random, work->settings->seed, d);
    qa_random_init(&beliefs, work->settings->seed, BELIEVED_STREAMS + d);
    size_t cell = qa_market_cell(work->market, &beliefs);
    if (work->concentration > 0.0) {
        qa_draw_shares(&random, card->weights, QA_N_CRITERIA, work->concentration, weights);
    }
    for (size_t v = 0; v < draws->n; v++) {
        const struct qa_vendor_score *score = &card->scores[draws->index[v]];
        double measured[QA_N_CRITERIA];
        double total = score->total;

        draw_figures(work, v, &random, measured, &total);
        size_t at = d * draws->n + v;
        bool eligible = keeps_limits(score, &card->settings, measured, total);
        draws->scores[at] = qa_score_of(card, measured);
        draws->as_weighted[at] = eligible ? draws->scores[at] : -1.0;
        if (score->known[QA_CRITERION_QUALITY]) {
            put_rate(work, v, qa_market_rate(work->market, draws->index[v], cell, &beliefs).rate,
                     measured, &total);
        }
        eligible = keeps_limits(score, &card->settings, measured, total);
        draws->believed[at] = eligible ? qa_score_of(card, measured) : -1.0;
        draws->weighted[at] = eligible ? score_by(card, weights, measured) : -1.0;
        put_rate(work, v, score->error_rate.value, measured, &total);
        draws->held[at] = qa_score_of(card, measured);
    }
}

static void draw_chunk(void *context, size_t chunk)
{
    const struct work *work = context;
    size_t first = chunk * DRAWS_A_CHUNK;
    size_t last = first + DRAWS_A_CHUNK;

    for (size_t d = first; d < last && d < work->draws->n_draws; d++) {
        draw_once(work, d);
    }
}

struct qa_decision_draws qa_decision_draw(const struct qa_scorecard *card,
                                          const struct qa_decision_settings *settings,
                                          struct qa_arena *arena)
{
    size_t *index = QA_ARRAY(arena, size_t, card->n_scores);
    struct qa_decision_draws draws = {.n_draws = settings->n_draws,
                                      .index = index,
                                      .market = qa_market(card, arena),
                                      .seed = settings->seed};
    double spread = settings->weight_spread;

    for (size_t i = 0; i < card->n_scores && draws.n < MOST_DRAWN; i++) {
        if (card->scores[card->ranking[i]].rank > 0) {
            index[draws.n++] = card->ranking[i];
        }
    }
    struct qa_cost_line *costs = QA_ARRAY(arena, struct qa_cost_line, draws.n);
    for (size_t v = 0; v < draws.n; v++) {
        costs[v] = qa_cost_line_of(card, &card->scores[index[v]]);
    }
    draws.as_weighted = QA_ARRAY(arena, double, draws.n *draws.n_draws);
    draws.believed = QA_ARRAY(arena, double, draws.n *draws.n_draws);
    draws.weighted = QA_ARRAY(arena, double, draws.n *draws.n_draws);
    draws.scores = QA_ARRAY(arena, double, draws.n *draws.n_draws);
    draws.held = QA_ARRAY(arena, double, draws.n *draws.n_draws);
    struct work work = {.card = card,
                        .settings = settings,
                        .draws = &draws,
                        .costs = costs,
                        .market = draws.market,
                        .concentration =
                            spread > 0.0 ? fmax(1.0, 0.25 / (spread * spread) - 1.0) : 0.0};
    qa_parallel_for((draws.n_draws + DRAWS_A_CHUNK - 1) / DRAWS_A_CHUNK, draw_chunk, &work);
    return draws;
}
