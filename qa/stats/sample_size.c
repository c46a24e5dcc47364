#include "qa/stats/sample_size.h"

#include <math.h>
#include <stdbool.h>

#include "qa/stats/interval.h"
#include "qa/stats/special.h"

#define LARGEST_SAMPLE UINT64_C(1000000000000)

/* The smallest n in (low, high] for which `enough` holds; it holds from some n on, at high too. */
static uint64_t smallest(bool (*enough)(const void *context, uint64_t n), const void *context,
                         uint64_t low, uint64_t high)
{
    while (high - low > 1) {
        uint64_t middle = low + (high - low) / 2;
        if (enough(context, middle)) {
            high = middle;
        } else {
            low = middle;
        }
    }
    return high;
}

/* ---- estimation ---- */

double qa_margin_of_size(double expected, uint64_t n, double confidence, uint64_t lot)
{
    if (lot > 0 && n >= lot) {
        return 0;
    }
    double effective = lot > 1 ? (double)n * (double)(lot - 1) / (double)(lot - n) : (double)n;
    double z = qa_normal_quantile((1 + confidence) / 2);
    double z2 = z * z / effective;
    return z / (1 + z2) * sqrt(expected * (1 - expected) / effective + z2 / (4 * effective));
}

struct margin {
    double expected, margin, confidence;
    uint64_t lot;
};

static bool is_narrow(const void *context, uint64_t n)
{
    const struct margin *wanted = context;
    return qa_margin_of_size(wanted->expected, n, wanted->confidence, wanted->lot) <=
           wanted->margin;
}

uint64_t qa_size_for_margin(double expected, double margin, double confidence, uint64_t lot)
{
    const struct margin wanted = {expected, margin, confidence, lot};
    return smallest(is_narrow, &wanted, 0, lot > 0 ? lot : LARGEST_SAMPLE);
}

/* ---- comparison ---- */

uint64_t qa_size_to_tell_apart(double rate_a, double rate_b, double confidence, double power)
{
    double mean = (rate_a + rate_b) / 2;
    double under_null = qa_normal_quantile((1 + confidence) / 2) * sqrt(2 * mean * (1 - mean));
    double otherwise =
        qa_normal_quantile(power) * sqrt(rate_a * (1 - rate_a) + rate_b * (1 - rate_b));
    double ratio = (under_null + otherwise) / (rate_a - rate_b);
    return (uint64_t)ceil(ratio * ratio * (1 - 1e-12));
}

/* A sample that goes on. */
struct going_on {
    double errors, trials; /* so far */
    double limit, confidence;
};

/* Where the interval lies after x errors in m further trials: -1 below the limit, 1 above, 0 about
 * it. */
static int side_after(const struct going_on *sample, uint64_t x, uint64_t m)
{
    double n = sample->trials + (double)m;
    struct qa_estimate rate =
        qa_wilson_effective((sample->errors + (double)x) / n, n, sample->confidence);
    return rate.high <= sample->limit ? -1 : rate.low > sample->limit ? 1 : 0;
}

/* Least x with a side of at least this after m further trials; m + 1: none. */
static uint64_t least_on_side(const struct going_on *sample, uint64_t m, int side)
{
    uint64_t low = 0;
    uint64_t high = m + 1;
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        if (side_after(sample, middle, m) >= side) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low;
}

static double chance_to_leave(const struct going_on *sample, uint64_t m)
{
    double seen = fmin(fmax(sample->errors, 0.5), sample->trials - 0.5) / sample->trials;
    uint64_t about = least_on_side(sample, m, 0);
    uint64_t above = least_on_side(sample, m, 1);
    double below = about > 0 ? qa_binomial_cdf(about - 1, m, seen) : 0;
    double over = above == 0 ? 1 : 1 - qa_binomial_cdf(above - 1, m, seen);
    return below + over;
}

double qa_more_to_leave_limit(double errors, double trials, double limit, double confidence,
                              double power)
{
    const uint64_t most = 10000000;
    const struct going_on sample = {errors, trials, limit, confidence};
    uint64_t low = 0;
    uint64_t high = 1;
    while (high < most && chance_to_leave(&sample, high) < power) {
        low = high;
        high *= 2;
    }
    if (high >= most) {
        return HUGE_VAL;
    }
    while (high - low > 1) {
        uint64_t middle = low + (high - low) / 2;
        if (chance_to_leave(&sample, middle) < power) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return (double)high;
}

double qa_times_to_tell_apart(double difference, double se_sampled, double se_other,
                              double confidence, double power)
{
    double z = qa_normal_quantile((1 + confidence) / 2) + qa_normal_quantile(power);
    double room = difference * difference - z * z * se_other * se_other;
    return room > 0 ? z * z * se_sampled * se_sampled / room : HUGE_VAL;
}

/* ---- a beta prior and what follows it ---- */

struct qa_beta qa_beta_posterior(struct qa_beta prior, uint64_t errors, uint64_t n)
{
    return (struct qa_beta){prior.a + (double)errors, prior.b + (double)(n - errors)};
}

struct qa_estimate qa_beta_mean(struct qa_beta posterior, double confidence)
{
    double tail = (1 - confidence) / 2;
    double sum = posterior.a + posterior.b;
    double mean = posterior.a / sum;
    return (struct qa_estimate){
        .value = mean,
        .low = fmin(mean, qa_beta_quantile(tail, posterior.a, posterior.b)),
        .high = fmax(mean, qa_beta_quantile_upper(tail, posterior.a, posterior.b)),
        .se = sqrt(mean * (1 - mean) / (sum + 1)),
        .confidence = confidence,
        .n = (uint64_t)llround(sum),
        .method = "beta posterior",
        .has_interval = true,
        .has_se = true};
}

double qa_beta_below(struct qa_beta posterior, double limit)
{
    return qa_beta_cdf(limit, posterior.a, posterior.b);
}

struct conviction {
    struct qa_beta prior;
    uint64_t errors;
    double limit, confidence;
};

static bool is_convinced(const void *context, uint64_t n)
{
    const struct conviction *wanted = context;
    return n >= wanted->errors && qa_beta_below(qa_beta_posterior(wanted->prior, wanted->errors, n),
                                                wanted->limit) >= wanted->confidence;
}

uint64_t qa_size_for_posterior(struct qa_beta prior, uint64_t errors, double limit,
                               double confidence)
{
    const struct conviction wanted = {prior, errors, limit, confidence};
    if (errors == 0 && is_convinced(&wanted, 0)) {
        return 0;
    }
    return smallest(is_convinced, &wanted, 0, LARGEST_SAMPLE);
}
