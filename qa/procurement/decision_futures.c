/* How many audited labels more would decide: the audit goes on, many times. */
#include <math.h>

#include "qa/base/parallel.h"
#include "qa/procurement/decision_parts.h"
#include "qa/stats/draws.h"
#include "qa/stats/interval.h"

enum { N_FUTURES = 240, N_SCREENED = 48, N_TRIES = 160, MOST_TIMES = 1000 };

/* Streams beside those of the draws. */
#define FUTURE_STREAMS ((uint64_t)1 << 41)

/* Of futures in which it is decided; 0.8 is promised. By tests/calibrate/chances.c the decision
 * needs no more; a gate does, where errors lump. */
static const double AIM = 0.8;
static const double GATE_AIM = 0.86;

/* Labels more in all, each time so many times those before. */
static const double NEXT_SIZE = 1.5;
static const double FIRST_SIZE = 0.1; /* of those audited */

/* ---- one future ---- */

struct future_vendor {
    struct qa_rate_future rate; /* where the summary is known */
    double own;                 /* rate else, and what was found */
    double errors, trials;
    double effect; /* design effect */
    double limit;  /* of the error rate, above */
    double score;  /* as measured */
    bool fails;
};

struct future {
    struct qa_random random;
    struct future_vendor *vendors; /* as drawn */
};

struct futures {
    const struct qa_scorecard *card;
    const struct qa_decision_draws *draws;
    const struct qa_cost_line *costs;
    struct future *list;
    double *held_variances; /* of each drawn, its rate as measured */
    double *audited;        /* of each drawn */
    double before, now;     /* labels more of each */
    bool *decided;
    bool *gate_decided; /* that of the first drawn */
};

static const struct qa_vendor_score *score_of(const struct futures *futures, size_t v)
{
    return &futures->card->scores[futures->draws->index[v]];
}

/* The score, and whether the budget is kept, at an error rate; all else as measured. */
static double score_at(const struct futures *futures, size_t v, double rate, bool *keeps_budget)
{
    const struct qa_scorecard *card = futures->card;
    const struct qa_vendor_score *score = score_of(futures, v);
    const struct qa_cost_line *line = &futures->costs[v];
    double measured[QA_N_CRITERIA];
    for (int c = 0; c < QA_N_CRITERIA; c++) {
        measured[c] = score->measured[c];
    }
    *keeps_budget = true;
    if (score->known[QA_CRITERION_QUALITY]) {
        measured[QA_CRITERION_QUALITY] = rate;
    }
    if (line->known) {
        double total = line->charges + line->fixed + rate * line->per_rate;
        double budget = card->settings.budget;
        measured[QA_CRITERION_COST] = total / (card->settings.scenario.volume * (1 - rate));
        *keeps_budget = budget <= 0 || total <= budget;
    }
    return qa_score_of(card, measured);
}

static void begin(const struct futures *futures, size_t f, struct qa_arena *arena)
{
    struct future *future = &futures->list[f];
    size_t n = futures->draws->n;
    qa_random_init(&future->random, futures->draws->seed, FUTURE_STREAMS + f);
    future->vendors = QA_ARRAY(arena, struct future_vendor, n);
    size_t cell = qa_market_cell(futures->draws->market, &future->random);
    for (size_t v = 0; v < n; v++) {
        const struct qa_vendor_score *score = score_of(futures, v);
        struct future_vendor *vendor = &future->vendors[v];
        if (!score->known[QA_CRITERION_QUALITY]) {
            continue;
        }
        struct qa_believed_rate believed =
            qa_market_rate(futures->draws->market, futures->draws->index[v], cell, &future->random);
        vendor->own = believed.rate;
        vendor->errors = (double)score->facts->errors;
        vendor->trials = (double)score->facts->audited;
        if (score->facts->summary != NULL) {
            vendor->rate = qa_rate_future(score->facts->summary, believed.rate, believed.variation,
                                          &future->random, arena);
        }
    }
}

static void go_on(const struct futures *futures, struct future *future)
{
    double more = futures->now - futures->before;
    for (size_t v = 0; v < futures->draws->n; v++) {
        const struct qa_vendor_score *score = score_of(futures, v);
        struct future_vendor *vendor = &future->vendors[v];
        if (!score->known[QA_CRITERION_QUALITY]) {
            continue;
        }
        if (vendor->rate.summary != NULL) {
            qa_rate_future_add(&vendor->rate, more, &future->random);
            struct qa_monotone_rate limit = qa_rate_future_limit(&vendor->rate);
            vendor->errors = vendor->rate.errors;
            vendor->trials = vendor->rate.trials;
            vendor->effect = limit.design_effect;
            vendor->limit = limit.rate.high;
        } else {
            vendor->effect = fmax(1, score->facts->design_effect);
            vendor->errors += qa_draw_errors(&future->random, more, vendor->own, vendor->effect);
            vendor->trials += more;
        }
    }
}

static void measure(const struct futures *futures, struct future *future)
{
    double confidence = futures->card->settings.confidence;
    for (size_t v = 0; v < futures->draws->n; v++) {
        struct future_vendor *vendor = &future->vendors[v];
        bool keeps;
        double rate = vendor->trials > 0 ? fmin(1, vendor->errors / vendor->trials) : 0;
        vendor->score = score_at(futures, v, rate, &keeps);
        if (vendor->trials > 0) {
            struct qa_estimate wilson =
                qa_wilson_effective(rate, vendor->trials / vendor->effect, confidence);
            vendor->limit = wilson.high;
            vendor->fails = wilson.low > futures->card->settings.max_error;
        }
    }
}

/* Whether no gate of it stays open, which labels can close: error and budget. */
static bool passes(const struct futures *futures, const struct future *future, size_t v)
{
    const struct qa_vendor_score *score = score_of(futures, v);
    bool keeps;
    for (int g = 0; g < QA_N_GATES; g++) {
        bool by_labels = g == QA_GATE_ON_ERROR || g == QA_GATE_ON_BUDGET;
        if (!by_labels && score->gates[g].asked && score->gates[g].verdict != QA_GATE_PASS) {
            return false;
        }
    }
    if (!score->known[QA_CRITERION_QUALITY]) {
        return score->gate == QA_GATE_PASS;
    }
    (void)score_at(futures, v, future->vendors[v].limit, &keeps);
    return keeps && future->vendors[v].limit <= futures->card->settings.max_error;
}

/* A score as qa_decision_draw has it in one draw; -1: not eligible. */
static double draw_score(const struct futures *futures, const struct future_vendor *vendor,
                         size_t v, size_t d, struct qa_random *random)
{
    const struct qa_decision_draws *draws = futures->draws;
    const struct qa_vendor_score *score = score_of(futures, v);
    double held = draws->held[d * draws->n + v] - score->score;
    if (!score->known[QA_CRITERION_QUALITY]) {
        return score->score + held;
    }
    double trials = vendor->trials / vendor->effect;
    double rate = qa_draw_rate(random, fmin(1, vendor->errors / vendor->trials) * trials, trials);
    bool keeps;
    double at = score_at(futures, v, rate, &keeps);
    return keeps && rate <= futures->card->settings.max_error ? at + held : -1;
}

/* Variance of a score by the sample, its rate's by the delta method. */
static double variance_of(const struct futures *futures, const struct future_vendor *vendor,
                          size_t v)
{
    const double step = 1e-5;
    if (!score_of(futures, v)->known[QA_CRITERION_QUALITY]) {
        return futures->held_variances[v];
    }
    bool keeps;
    double trials = vendor->trials / vendor->effect;
    double rate = (fmin(1, vendor->errors / vendor->trials) * trials + 0.5) / (trials + 1);
    double slope =
        (score_at(futures, v, rate + step, &keeps) - score_at(futures, v, rate - step, &keeps)) /
        (2 * step);
    return futures->held_variances[v] + slope * slope * rate * (1 - rate) / (trials + 2);
}

/* The least lead over another in standard errors: where it is far from what is asked for, no draws
 * are needed. */
static double least_lead(const struct futures *futures, const struct future *future, size_t first)
{
    double least = HUGE_VAL;
    double own = variance_of(futures, &future->vendors[first], first);
    for (size_t v = 0; v < futures->draws->n; v++) {
        const struct future_vendor *vendor = &future->vendors[v];
        if (v != first && !vendor->fails) {
            double variance = own + variance_of(futures, vendor, v);
            double lead = future->vendors[first].score - vendor->score;
            least = fmin(least, lead / sqrt(fmax(variance, 1e-300)));
        }
    }
    return least;
}

/* Whether the first would be settled on: it passes and beats each of the others. */
static bool is_settled(const struct futures *futures, struct future *future)
{
    size_t n = futures->draws->n;
    size_t first = SIZE_MAX;
    unsigned lost[MOST_FUTURE_VENDORS] = {0};
    for (size_t v = 0; v < n; v++) {
        const struct future_vendor *vendor = &future->vendors[v];
        if (!vendor->fails && (first == SIZE_MAX || vendor->score > future->vendors[first].score)) {
            first = v;
        }
    }
    if (first == SIZE_MAX || !passes(futures, future, first)) {
        return false;
    }
    double z = qa_score_z(futures->card->settings.confidence);
    double lead_z = least_lead(futures, future, first);
    if (lead_z < z / 2 || lead_z > 2 * z) {
        return lead_z > z;
    }
    double most = (1 - futures->card->settings.confidence) / 2 * (N_TRIES + 1) - 0.5;
    for (size_t d = 0; d < N_TRIES; d++) {
        size_t at = d % futures->draws->n_draws;
        double lead = draw_score(futures, &future->vendors[first], first, at, &future->random);
        for (size_t v = 0; v < n; v++) {
            if (v == first || future->vendors[v].fails) {
                continue;
            }
            double other = draw_score(futures, &future->vendors[v], v, at, &future->random);
            lost[v] += lead < 0 || lead <= other;
            if (lost[v] > most) {
                return false;
            }
        }
    }
    return true;
}

static bool gate_is_decided(const struct futures *futures, const struct future *future)
{
    const struct future_vendor *vendor = &future->vendors[0];
    return vendor->fails || vendor->limit <= futures->card->settings.max_error;
}

static void advance(void *context, size_t f)
{
    const struct futures *futures = context;
    struct future *future = &futures->list[f];
    go_on(futures, future);
    measure(futures, future);
    futures->gate_decided[f] = gate_is_decided(futures, future);
    futures->decided[f] = is_settled(futures, future);
}

/* ---- all of them ---- */

static double share_of(const bool *list, size_t of)
{
    size_t n = 0;
    for (size_t f = 0; f < of; f++) {
        n += list[f];
    }
    return (double)n / (double)of;
}

/* A number of labels more, and the share of futures in which it is decided then. */
struct size_share {
    double size, share;
};

/* Where the share reaches what is aimed at, between two sizes. */
static double size_between(struct size_share low, struct size_share high, double aim)
{
    double part = high.share > low.share ? (aim - low.share) / (high.share - low.share) : 1;
    return ceil(low.size + fmin(1, fmax(0, part)) * (high.size - low.size));
}

static double held_variance(const struct qa_decision_draws *draws, size_t v)
{
    double first = draws->held[v];
    double sum = 0;
    double squares = 0;
    double n = (double)draws->n_draws;
    for (size_t d = 0; d < draws->n_draws; d++) {
        double off = draws->held[d * draws->n + v] - first;
        sum += off;
        squares += off * off;
    }
    return fmax(0, squares / n - (sum / n) * (sum / n));
}

static struct futures futures_of(const struct qa_scorecard *card,
                                 const struct qa_decision_draws *draws, struct qa_arena *arena)
{
    struct qa_cost_line *costs = QA_ARRAY(arena, struct qa_cost_line, draws->n);
    struct futures futures = {.card = card,
                              .draws = draws,
                              .costs = costs,
                              .list = QA_ARRAY(arena, struct future, N_FUTURES),
                              .held_variances = QA_ARRAY(arena, double, draws->n),
                              .decided = QA_ARRAY(arena, bool, N_FUTURES),
                              .gate_decided = QA_ARRAY(arena, bool, N_FUTURES)};
    for (size_t v = 0; v < draws->n; v++) {
        costs[v] = qa_cost_line_of(card, &card->scores[draws->index[v]]);
        futures.held_variances[v] = held_variance(draws, v);
    }
    return futures;
}

/* Which of the two is asked for. */
struct wanted {
    bool decision, gate;
};

/* Goes on from size to size up to `most`, with the first n futures. Returns sizes at which what is
 * wanted is reached. */
static struct qa_more search(struct futures *futures, size_t n, double first, double most,
                             struct wanted wanted, struct qa_arena *arena)
{
    struct qa_more out = {HUGE_VAL, HUGE_VAL};
    struct size_share decided = {0, 0};
    struct size_share gate = {0, 0};
    for (size_t f = 0; f < n; f++) {
        begin(futures, f, arena);
    }
    futures->before = 0;
    futures->now = fmin(most, first);
    while (futures->now > futures->before && (wanted.decision || wanted.gate)) {
        qa_parallel_for(n, advance, futures);
        struct size_share now = {futures->now, share_of(futures->decided, n)};
        struct size_share gate_now = {futures->now, share_of(futures->gate_decided, n)};
        if (wanted.decision && now.share >= AIM) {
            out.to_decide = size_between(decided, now, AIM);
            wanted.decision = false;
        }
        if (wanted.gate && gate_now.share >= GATE_AIM) {
            out.for_gate = size_between(gate, gate_now, GATE_AIM);
            wanted.gate = false;
        }
        decided = now;
        gate = gate_now;
        futures->before = futures->now;
        futures->now = fmin(most, ceil(futures->now * NEXT_SIZE));
    }
    return out;
}

/* Whether futures at the greatest size come near what is aimed at; a few tell where they do not. */
static struct wanted screen(struct futures *futures, double most, bool for_gate,
                            struct qa_arena *arena)
{
    (void)search(futures, N_SCREENED, most, most, (struct wanted){true, true}, arena);
    return (struct wanted){share_of(futures->decided, N_SCREENED) >= AIM - 0.2,
                           for_gate &&
                               share_of(futures->gate_decided, N_SCREENED) >= GATE_AIM - 0.2};
}

struct qa_more qa_more_to_decide(const struct qa_scorecard *card,
                                 const struct qa_decision_draws *draws, bool for_gate,
                                 struct qa_arena *arena)
{
    struct qa_more out = {HUGE_VAL, HUGE_VAL};
    if (draws->n == 0 || draws->n > MOST_FUTURE_VENDORS) {
        return out;
    }
    double audited = 0;
    for (size_t v = 0; v < draws->n; v++) {
        audited = fmax(audited, (double)card->scores[draws->index[v]].facts->audited);
    }
    double most = floor(fmin(MOST_TIMES * audited, card->settings.scenario.volume));
    if (most >= 1) {
        struct qa_arena_mark mark = qa_arena_mark(arena);
        struct futures futures = futures_of(card, draws, arena);
        struct wanted wanted = screen(&futures, most, for_gate, arena);
        out = search(&futures, N_FUTURES, fmax(1, ceil(FIRST_SIZE * audited)), most, wanted, arena);
        qa_arena_reset(arena, mark);
    }
    return out;
}
