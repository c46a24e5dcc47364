/* How many audited labels more would decide. */
#include <math.h>

#include "qa/procurement/decision_parts.h"
#include "qa/stats/sample_size.h"
#include "qa/stats/special.h"

enum { MOST_FUTURES = 500, MOST_TIMES = 1000 };

static const double POWER = 0.8;

/* Aimed at where 0.8 is promised: a larger sample tells anew how errors lump and annotators differ,
 * which the normal approximation takes as known. */
static const double FUTURE_POWER = 0.88;

/* How much the score moves with the error rate between two rates. */
static double slope_between(const struct qa_scorecard *card, const struct qa_vendor_score *score,
                            double low, double high)
{
    double measured[2][QA_N_CRITERIA];
    double ends[2] = {low, high};

    for (int e = 0; e < 2; e++) {
        for (int c = 0; c < QA_N_CRITERIA; c++) {
            measured[e][c] = score->measured[c];
        }
        measured[e][QA_CRITERION_QUALITY] = ends[e];
        if (score->known[QA_CRITERION_COST]) {
            measured[e][QA_CRITERION_COST] = qa_score_cost_at(card, score, ends[e], 1.0);
        }
    }
    return (qa_score_of(card, measured[1]) - qa_score_of(card, measured[0])) / (high - low);
}

/* Variance of the score that more audited labels would shrink. The slope is that at the rate, to
 * which the interval shrinks; beyond the ends of a value, where it is 0, that over the interval. No
 * error seen is half an error, so that it is not certainty. */
static double sampled_variance(const struct qa_scorecard *card, const struct qa_vendor_score *score)
{
    const double step = 1e-6;
    const struct qa_estimate *rate = &score->error_rate;
    double trials = qa_effective_trials(score->facts);

    if (!qa_is_defined(rate) || !(rate->high > rate->low)) {
        return 0.0;
    }
    double at =
        slope_between(card, score, fmax(0.0, rate->value - step), fmin(1.0, rate->value + step));
    double over = slope_between(card, score, rate->low, rate->high);
    double slope = fmax(fabs(at), fabs(over));
    double seen = fmin(fmax(rate->value, 0.5 / trials), 1.0 - 0.5 / trials);
    return slope * slope * seen * (1.0 - seen) / trials;
}

/* Variance of a difference of scores, were both error rates known. */
static double other_variance(const struct qa_decision_draws *draws, size_t a, size_t b)
{
    double first = draws->held[a] - draws->held[b];
    double sum = 0.0;
    double squares = 0.0;
    double n = (double)draws->n_draws;

    for (size_t d = 0; d < draws->n_draws; d++) {
        double off = draws->held[d * draws->n + a] - draws->held[d * draws->n + b] - first;

        sum += off;
        squares += off * off;
    }
    return fmax(0.0, squares / n - (sum / n) * (sum / n));
}

double qa_more_labels(const struct qa_scorecard *card, const struct qa_decision_draws *draws,
                      const struct qa_vendor_pair *pair, double p)
{
    const struct qa_vendor_score *a = &card->scores[pair->a];
    const struct qa_vendor_score *b = &card->scores[pair->b];
    double confidence = card->settings.confidence;
    double difference = pair->score_difference.value;
    double other =
        other_variance(draws, qa_decision_place(draws, pair->a), qa_decision_place(draws, pair->b));
    double sampled = sampled_variance(card, a) + sampled_variance(card, b);
    double z = qa_normal_quantile(1.0 - p / 2.0);

    if (fabs(difference) > qa_normal_quantile((1.0 + confidence) / 2.0) * sqrt(sampled + other) &&
        z > 0.0) {
        sampled = fmax(sampled, difference * difference / (z * z) - other);
    }
    double times =
        qa_times_to_tell_apart(difference, sqrt(sampled), sqrt(other), confidence, POWER);
    double audited = fmax((double)a->facts->audited, (double)b->facts->audited);

    return isinf(times) ? HUGE_VAL : fmax(1.0, ceil((times - 1.0) * audited));
}

double qa_more_for_gate(const struct qa_scorecard *card, const struct qa_vendor_score *leader)
{
    const struct qa_gate_check *gate = &leader->gates[QA_GATE_ON_ERROR];

    if (gate->verdict != QA_GATE_INCONCLUSIVE || !qa_is_defined(&leader->error_rate)) {
        return 0.0;
    }
    double trials = qa_effective_trials(leader->facts);
    double effect = fmax(1.0, leader->facts->design_effect);
    return ceil(effect * qa_more_to_leave_limit(leader->error_rate.value * trials, trials,
                                                gate->limit, card->settings.confidence, POWER));
}

/* ---- whatever the rates are ---- */

/* Of each pair of the drawn vendors, v x n + w. */
struct variances {
    double *sampled; /* shrinks with labels: n */
    double *other;   /* does not: n x n */
};

/* The chance that the best vendor of a draw, were its scores true, is told from all others by a
 * sample so many times as large: that of the pair which is hardest to tell apart. */
static double chance_decided(const struct qa_decision_draws *draws, size_t d,
                             const struct variances *variances, double times, double z)
{
    const double *scores = &draws->believed[d * draws->n];
    size_t best = 0;
    double least = HUGE_VAL;

    for (size_t v = 1; v < draws->n; v++) {
        best = scores[v] > scores[best] ? v : best;
    }
    for (size_t v = 0; v < draws->n; v++) {
        double sampled = variances->sampled[best] + variances->sampled[v];
        double se = sqrt(sampled / times + variances->other[best * draws->n + v]);
        double lead = (scores[best] - scores[v]) / se - z;

        least = v != best ? fmin(least, lead) : least;
    }
    return qa_normal_cdf(least);
}

static double share_decided(const struct qa_decision_draws *draws,
                            const struct variances *variances, double times, double z)
{
    size_t n = draws->n_draws < MOST_FUTURES ? draws->n_draws : MOST_FUTURES;
    double sum = 0.0;

    for (size_t d = 0; d < n; d++) {
        sum += chance_decided(draws, d, variances, times, z);
    }
    return sum / (double)n;
}

double qa_more_to_decide(const struct qa_scorecard *card, const struct qa_decision_draws *draws,
                         struct qa_arena *arena)
{
    size_t n = draws->n;
    double audited = 0.0;
    double *kept = QA_ARRAY(arena, double, n);
    struct variances variances = {QA_ARRAY(arena, double, n), QA_ARRAY(arena, double, n *n)};
    double z = qa_normal_quantile((1.0 + card->settings.confidence) / 2.0);

    for (size_t v = 0; v < n; v++) {
        const struct qa_vendor_score *score = &card->scores[draws->index[v]];

        audited = fmax(audited, (double)score->facts->audited);
        double variance = sampled_variance(card, score);
        double between = fmin(1.0, score->facts->between / fmax(1.0, score->facts->design_effect));
        variances.sampled[v] = variance * (1.0 - between);
        kept[v] = variance * between;
        for (size_t w = 0; w < v; w++) {
            variances.other[v * n + w] = variances.other[w * n + v] =
                other_variance(draws, v, w) + kept[v] + kept[w] + 1e-18;
        }
    }
    double low = 1.0;
    double high = MOST_TIMES;
    if (n < 2 || share_decided(draws, &variances, high, z) < FUTURE_POWER) {
        return HUGE_VAL;
    }
    while (high / low > 1.01) {
        double middle = sqrt(low * high);
        bool enough = share_decided(draws, &variances, middle, z) >= FUTURE_POWER;

        low = enough ? low : middle;
        high = enough ? middle : high;
    }
    return fmax(1.0, ceil((high - 1.0) * audited));
}
