#include "qa/stats/shrink.h"

#include <gsl/gsl_sf_gamma.h>
#include <math.h>

#include "qa/stats/special.h"

struct qa_funnel qa_funnel_limits(double rate, uint64_t n, double confidence)
{
    double tail = (1 - confidence) / 2;
    /* Smallest k with P(X <= k) > tail, and smallest k with P(X <= k) >= 1 - tail. */
    uint64_t ends[2];
    const double levels[2] = {tail, 1 - tail};
    for (int side = 0; side < 2; side++) {
        uint64_t low = 0;
        uint64_t high = n;
        while (low < high) {
            uint64_t middle = low + (high - low) / 2;
            double below = qa_binomial_cdf(middle, n, rate);
            bool reached = side == 0 ? below > levels[0] : below >= levels[1];
            if (reached) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        ends[side] = low;
    }
    return (struct qa_funnel){(double)ends[0] / (double)n, (double)ends[1] / (double)n};
}

struct counts {
    const uint64_t *errors;
    const uint64_t *trials;
    size_t n;
};

/* Logarithm of the beta-binomial likelihood without the binomial coefficients. */
static double log_likelihood(const struct counts *counts, double mean, double strength)
{
    double a = mean * strength;
    double b = (1 - mean) * strength;
    double sum = 0;
    for (size_t i = 0; i < counts->n; i++) {
        double errors = (double)counts->errors[i];
        double right = (double)(counts->trials[i] - counts->errors[i]);
        sum += gsl_sf_lnbeta(a + errors, b + right) - gsl_sf_lnbeta(a, b);
    }
    return sum;
}

/* Golden-section search of a maximum; `evaluate` has one peak between the ends. */
struct search {
    const struct counts *counts;
    double fixed;
    bool over_mean;
};

static double evaluate(const struct search *search, double x)
{
    return search->over_mean ? log_likelihood(search->counts, 1 / (1 + exp(-x)), search->fixed)
                             : log_likelihood(search->counts, search->fixed, exp(x));
}

static double maximise(const struct search *search, double low, double high)
{
    const double ratio = (sqrt(5) - 1) / 2;
    double x1 = high - ratio * (high - low);
    double x2 = low + ratio * (high - low);
    double f1 = evaluate(search, x1);
    double f2 = evaluate(search, x2);
    for (int i = 0; i < 60 && high - low > 1e-9; i++) {
        if (f1 < f2) {
            low = x1;
            x1 = x2;
            f1 = f2;
            x2 = low + ratio * (high - low);
            f2 = evaluate(search, x2);
        } else {
            high = x2;
            x2 = x1;
            f2 = f1;
            x1 = high - ratio * (high - low);
            f1 = evaluate(search, x1);
        }
    }
    return (low + high) / 2;
}

struct qa_beta_prior qa_beta_prior_fit(const uint64_t *errors, const uint64_t *trials, size_t n)
{
    const struct counts counts = {errors, trials, n};
    /* From rates that are all over the place to rates that hardly differ. */
    const double widest = log(0.05);
    const double narrowest = log(1e6);
    double all_errors = 0;
    double all_trials = 0;
    size_t n_groups = 0;
    for (size_t i = 0; i < n; i++) {
        all_errors += (double)errors[i];
        all_trials += (double)trials[i];
        n_groups += trials[i] > 0;
    }
    struct qa_beta_prior prior = {.mean = all_trials > 0 ? all_errors / all_trials : 0};
    if (n_groups < 3 || all_errors <= 0 || all_errors >= all_trials) {
        return prior;
    }
    double log_strength = log(10);
    for (int i = 0; i < 50; i++) {
        double before = log_strength;
        const struct search over_strength = {&counts, prior.mean, false};
        log_strength = maximise(&over_strength, widest, narrowest);
        const struct search over_mean = {&counts, exp(log_strength), true};
        prior.mean = 1 / (1 + exp(-maximise(&over_mean, -14, 14)));
        if (fabs(before - log_strength) < 1e-7) {
            break;
        }
    }
    prior.defined = true;
    prior.strength = log_strength > narrowest - 0.1 ? HUGE_VAL : exp(log_strength);
    if (!isfinite(prior.strength)) {
        prior.mean = all_errors / all_trials;
    }
    return prior;
}

double qa_shrunken_rate(const struct qa_beta_prior *prior, uint64_t errors, uint64_t trials)
{
    if (!isfinite(prior->strength)) {
        return prior->mean;
    }
    return ((double)errors + prior->mean * prior->strength) / ((double)trials + prior->strength);
}
