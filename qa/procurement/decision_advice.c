/* How many audited labels more would decide. */
#include <math.h>

#include "qa/procurement/decision_parts.h"
#include "qa/stats/sample_size.h"
#include "qa/stats/special.h"

static const double POWER = 0.8;

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
