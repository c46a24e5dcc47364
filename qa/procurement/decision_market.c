/* Vendors as those of one market. */
#include <math.h>

#include "qa/procurement/decision_parts.h"
#include "qa/stats/draws.h"
#include "qa/stats/rate_future.h"

enum { N_MEANS = 9, N_SPREADS = 10, N_CELLS = N_MEANS * N_SPREADS };

/* How far vendors' error rates lie apart, as standard deviation over mean: even steps of the
 * logarithm, weighed by a half-Cauchy distribution of this scale (Gelman 2006). */
static const double LEAST_SPREAD = 0.06;
static const double NEXT_SPREAD = 1.5;
static const double SPREAD_SCALE = 0.5;

/* Means about the rate of all, in even steps of the logarithm. */
static const double FARTHEST_MEAN = 4;

struct believed_vendor {
    bool is_known;
    double rate;
    struct qa_rate_variations variations;
};

struct qa_market {
    bool is_known;
    double a[N_CELLS], b[N_CELLS]; /* of the beta distributions */
    double up_to[N_CELLS];         /* chance of this cell or one before, given what was found */
    struct believed_vendor *vendors;
};

static struct believed_vendor believed(const struct qa_vendor_score *score)
{
    const struct qa_vendor_facts *facts = score->facts;
    struct believed_vendor out = {.is_known =
                                      !facts->is_reference && qa_is_defined(&score->error_rate),
                                  .rate = score->error_rate.value};
    if (facts->summary != NULL) {
        out.variations = qa_rate_variations(facts->summary);
        return out;
    }
    for (int k = 0; k < QA_N_VARIATIONS; k++) {
        out.variations.trials[k] = qa_effective_trials(facts);
        out.variations.up_to[k] = 1;
    }
    return out;
}

static double log_beta(double a, double b)
{
    return lgamma(a) + lgamma(b) - lgamma(a + b);
}

/* How likely what was found of a vendor is. */
static double log_likelihood(const struct believed_vendor *vendor, double a, double b)
{
    double sum = 0;
    double before = 0;
    for (int k = 0; k < QA_N_VARIATIONS; k++) {
        double chance = vendor->variations.up_to[k] - before;
        double trials = vendor->variations.trials[k];
        double errors = vendor->rate * trials;
        if (chance > 0) {
            sum += chance * exp(log_beta(errors + a, trials - errors + b) - log_beta(a, b) -
                                log_beta(errors + 0.5, trials - errors + 0.5));
        }
        before = vendor->variations.up_to[k];
    }
    return log(fmax(sum, 1e-300));
}

static void weigh_cells(struct qa_market *market, size_t n, double mean)
{
    double logs[N_CELLS];
    double most = -HUGE_VAL;
    for (int i = 0; i < N_CELLS; i++) {
        double spread = LEAST_SPREAD * pow(NEXT_SPREAD, i % N_SPREADS);
        int step = i / N_SPREADS;
        double at = pow(FARTHEST_MEAN, 2.0 * step / (N_MEANS - 1) - 1);
        double m = fmin(0.5, mean * at);
        double size = fmax(1, (1 - m) / (spread * spread * m) - 1);
        double off = spread / SPREAD_SCALE;
        market->a[i] = m * size;
        market->b[i] = (1 - m) * size;
        logs[i] = log(spread / (1 + off * off));
        for (size_t v = 0; v < n; v++) {
            if (market->vendors[v].is_known) {
                logs[i] += log_likelihood(&market->vendors[v], market->a[i], market->b[i]);
            }
        }
        most = fmax(most, logs[i]);
    }
    double sum = 0;
    for (int i = 0; i < N_CELLS; i++) {
        sum += exp(logs[i] - most);
        market->up_to[i] = sum;
    }
    for (int i = 0; i < N_CELLS; i++) {
        market->up_to[i] /= sum;
    }
}

struct qa_market *qa_market(const struct qa_scorecard *card, struct qa_arena *arena)
{
    struct qa_market *market = QA_NEW(arena, struct qa_market);
    double log_mean = 0;
    double n = 0;
    market->vendors = QA_ARRAY(arena, struct believed_vendor, card->n_scores);
    for (size_t v = 0; v < card->n_scores; v++) {
        struct believed_vendor *vendor = &market->vendors[v];
        *vendor = believed(&card->scores[v]);
        if (vendor->is_known) {
            double trials = vendor->variations.trials[0];
            log_mean += log((vendor->rate * trials + 0.5) / (trials + 1));
            n++;
        }
    }
    market->is_known = n > 1;
    if (market->is_known) {
        weigh_cells(market, card->n_scores, exp(log_mean / n));
    }
    return market;
}

size_t qa_market_cell(const struct qa_market *market, struct qa_random *random)
{
    double u = qa_random_real(random);
    size_t i = 0;
    while (i + 1 < N_CELLS && u > market->up_to[i]) {
        i++;
    }
    return i;
}

struct qa_believed_rate qa_market_rate(const struct qa_market *market, size_t index, size_t cell,
                                       struct qa_random *random)
{
    const struct believed_vendor *vendor = &market->vendors[index];
    struct qa_believed_rate out = {.variation = qa_draw_variation(&vendor->variations, random)};
    double trials = vendor->variations.trials[out.variation];
    double errors = vendor->rate * trials;
    double a = market->is_known ? market->a[cell] : 0.5;
    double b = market->is_known ? market->b[cell] : 0.5;
    out.rate = qa_draw_beta(random, errors + a, trials - errors + b);
    return out;
}
