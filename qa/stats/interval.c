#include "qa/stats/interval.h"

#include <math.h>

#include "qa/stats/special.h"

static struct qa_estimate proportion(double errors, double n, double confidence, const char *method)
{
    double rate = errors / n;
    return (struct qa_estimate){.value = rate,
                                .se = sqrt(rate * (1 - rate) / n),
                                .has_se = true,
                                .has_interval = true,
                                .confidence = confidence,
                                .n = (uint64_t)(n + 0.5),
                                .method = method};
}

static double tail(double confidence)
{
    return (1 - confidence) / 2;
}

struct qa_estimate qa_wilson_effective(double rate, double n, double confidence)
{
    if (!(n > 0)) {
        return qa_undefined("no trials", 0);
    }
    struct qa_estimate estimate = proportion(rate * n, n, confidence, "wilson");
    estimate.value = rate;
    double z = qa_normal_quantile(1 - tail(confidence));
    double scale = 1 + z * z / n;
    double centre = (rate + z * z / (2 * n)) / scale;
    double half = z / scale * sqrt(rate * (1 - rate) / n + z * z / (4 * n * n));
    /* At no errors and at only errors the ends are exact; rounding must not move them. */
    estimate.low = rate <= 0 ? 0 : fmax(0, centre - half);
    estimate.high = rate >= 1 ? 1 : fmin(1, centre + half);
    return estimate;
}

struct qa_estimate qa_wilson(uint64_t errors, uint64_t n, double confidence)
{
    if (n == 0) {
        return qa_undefined("no trials", 0);
    }
    return qa_wilson_effective((double)errors / (double)n, (double)n, confidence);
}

struct qa_estimate qa_clopper_pearson_effective(double rate, double n, double confidence)
{
    if (!(n > 0)) {
        return qa_undefined("no trials", 0);
    }
    double x = rate * n;
    double rest = n - x;
    struct qa_estimate estimate = proportion(x, n, confidence, "clopper_pearson");
    estimate.value = rate;
    estimate.low = rate <= 0 ? 0 : qa_beta_quantile(tail(confidence), x, rest + 1);
    estimate.high = rate >= 1 ? 1 : qa_beta_quantile_upper(tail(confidence), x + 1, rest);
    return estimate;
}

struct qa_estimate qa_clopper_pearson(uint64_t errors, uint64_t n, double confidence)
{
    if (n == 0) {
        return qa_undefined("no trials", 0);
    }
    double x = (double)errors;
    double rest = (double)(n - errors);
    struct qa_estimate estimate = proportion(x, (double)n, confidence, "clopper_pearson");
    estimate.low = errors == 0 ? 0 : qa_beta_quantile(tail(confidence), x, rest + 1);
    estimate.high = errors == n ? 1 : qa_beta_quantile_upper(tail(confidence), x + 1, rest);
    return estimate;
}

struct qa_estimate qa_jeffreys(uint64_t errors, uint64_t n, double confidence)
{
    if (n == 0) {
        return qa_undefined("no trials", 0);
    }
    double x = (double)errors + 0.5;
    double rest = (double)(n - errors) + 0.5;
    struct qa_estimate estimate = proportion((double)errors, (double)n, confidence, "jeffreys");
    estimate.low = errors == 0 ? 0 : qa_beta_quantile(tail(confidence), x, rest);
    estimate.high = errors == n ? 1 : qa_beta_quantile_upper(tail(confidence), x, rest);
    return estimate;
}

/* Fewest errors in the lot under which as many as were seen are not too rare. */
static uint64_t fewest_errors(uint64_t errors, uint64_t n, uint64_t lot, double alpha)
{
    uint64_t low = errors;
    uint64_t high = lot - (n - errors);
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        if (qa_hypergeometric_upper(errors, n, middle, lot) > alpha) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low;
}

static uint64_t most_errors(uint64_t errors, uint64_t n, uint64_t lot, double alpha)
{
    uint64_t low = errors;
    uint64_t high = lot - (n - errors);
    while (low < high) {
        uint64_t middle = low + (high - low + 1) / 2;
        if (qa_hypergeometric_cdf(errors, n, middle, lot) > alpha) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    return low;
}

struct qa_estimate qa_proportion_hypergeometric(uint64_t errors, uint64_t n, uint64_t lot,
                                                double confidence)
{
    if (n == 0) {
        return qa_undefined("no trials", 0);
    }
    struct qa_estimate estimate =
        proportion((double)errors, (double)n, confidence, "hypergeometric");
    double left = (double)(lot - n) / (double)(lot > 1 ? lot - 1 : 1);
    estimate.se *= sqrt(left);
    double alpha = tail(confidence);
    estimate.low = (double)fewest_errors(errors, n, lot, alpha) / (double)lot;
    estimate.high = (double)most_errors(errors, n, lot, alpha) / (double)lot;
    return estimate;
}

struct stratified {
    double rate;
    double variance;
    double variance_factor; /* of the rate under one common rate: sum of W^2 (1 - f) / n */
    uint64_t n;
};

static struct stratified add_strata(const struct qa_stratum *strata, size_t n_strata, double lot)
{
    struct stratified sum = {0, 0, 0, 0};
    for (size_t h = 0; h < n_strata; h++) {
        if (strata[h].lot == 0) {
            continue;
        }
        double n = (double)strata[h].n;
        double weight = (double)strata[h].lot / lot;
        double rate = (double)strata[h].errors / n;
        double unchecked = 1 - n / (double)strata[h].lot;
        sum.rate += weight * rate;
        sum.variance += weight * weight * unchecked * rate * (1 - rate) / (n > 1 ? n - 1 : 1);
        sum.variance_factor += weight * weight * unchecked / n;
        sum.n += strata[h].n;
    }
    return sum;
}

struct qa_estimate qa_proportion_stratified(const struct qa_stratum *strata, size_t n_strata,
                                            double confidence)
{
    uint64_t lot = 0;
    uint64_t n = 0;
    bool unsampled = false;
    for (size_t h = 0; h < n_strata; h++) {
        lot += strata[h].lot;
        n += strata[h].n;
        unsampled = unsampled || (strata[h].lot > 0 && strata[h].n == 0);
    }
    if (n == 0) {
        return qa_undefined("no trials", 0);
    }
    if (unsampled) {
        return qa_undefined("a stratum was not sampled", n);
    }
    if (n_strata == 1) {
        return qa_proportion_hypergeometric(strata[0].errors, n, lot, confidence);
    }
    struct stratified sum = add_strata(strata, n_strata, (double)lot);
    double rate = fmin(1, fmax(0, sum.rate));
    if (sum.variance_factor <= 0) {
        /* Every stratum was checked whole. */
        struct qa_estimate known = proportion(rate * (double)n, (double)n, confidence, "census");
        known.se = 0;
        known.low = known.high = known.value = rate;
        return known;
    }
    double effective = 1 / sum.variance_factor;
    if (sum.variance > 0) {
        effective = fmin(effective, rate * (1 - rate) / sum.variance);
    }
    struct qa_estimate estimate = qa_wilson_effective(rate, effective, confidence);
    estimate.se = sqrt(sum.variance);
    estimate.n = n;
    estimate.method = "stratified_wilson";
    return estimate;
}

double qa_binomial_two_sided(uint64_t errors, uint64_t n, double p)
{
    double below = qa_binomial_cdf(errors, n, p);
    double above = errors == 0 ? 1 : 1 - qa_binomial_cdf(errors - 1, n, p);
    double smaller = below < above ? below : above;
    return fmin(1, 2 * fmax(0, smaller));
}
