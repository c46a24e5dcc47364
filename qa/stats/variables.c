#include "qa/stats/variables.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

#include "qa/stats/noncentral.h"
#include "qa/stats/special.h"

#define LARGEST_SAMPLE UINT64_C(10000000)

double qa_variables_accept(uint64_t n, double k, double rate)
{
    double root = sqrt((double)n);
    double distance = -qa_normal_quantile(rate); /* of the limit from the mean, in sigmas */
    return 1 - qa_noncentral_t_cdf(k * root, (double)n - 1, distance * root);
}

struct two_points {
    double acceptable, producer_risk, rejectable, consumer_risk;
};

static struct qa_variables_plan plan_of_size(const struct two_points *points, uint64_t n)
{
    double root = sqrt((double)n);
    double distance = -qa_normal_quantile(points->rejectable);
    double k =
        qa_noncentral_t_quantile(1 - points->consumer_risk, (double)n - 1, distance * root) / root;
    return (struct qa_variables_plan){n, k, NULL, 1 - qa_variables_accept(n, k, points->acceptable),
                                      qa_variables_accept(n, k, points->rejectable)};
}

struct qa_variables_plan qa_variables_single(double acceptable, double producer_risk,
                                             double rejectable, double consumer_risk)
{
    const struct two_points points = {acceptable, producer_risk, rejectable, consumer_risk};
    uint64_t low = 1;
    uint64_t high = 2;
    struct qa_variables_plan plan = plan_of_size(&points, high);
    while (plan.producer_risk > producer_risk) {
        if (high >= LARGEST_SAMPLE) {
            return (struct qa_variables_plan){
                .undefined = "the two rates are so near that ten million units do not tell them "
                             "apart"};
        }
        low = high;
        high = 2 * high;
        plan = plan_of_size(&points, high);
    }
    while (high - low > 1) {
        uint64_t middle = low + (high - low) / 2;
        struct qa_variables_plan at = plan_of_size(&points, middle);
        if (at.producer_risk > producer_risk) {
            low = middle;
        } else {
            high = middle;
            plan = at;
        }
    }
    return plan;
}

/* The rate at which a quality of at least this has the probability p. */
static double rate_of_chance(uint64_t n, double quality, double p)
{
    double low = -40; /* distances of the limit from the mean, in sigmas */
    double high = 40;
    for (int i = 0; i < 100; i++) {
        double middle = (low + high) / 2;
        double root = sqrt((double)n);
        bool is_likely = 1 - qa_noncentral_t_cdf(quality * root, (double)n - 1, middle * root) > p;
        low = is_likely ? low : middle;
        high = is_likely ? middle : high;
    }
    return qa_normal_cdf(-(low + high) / 2);
}

struct qa_estimate qa_variables_rate(uint64_t n, double quality, double confidence)
{
    if (n < 2) {
        return qa_undefined("fewer than two scores", n);
    }
    double tail = (1 - confidence) / 2;
    return (struct qa_estimate){.value = qa_normal_cdf(-quality),
                                .low = rate_of_chance(n, quality, 1 - tail),
                                .high = rate_of_chance(n, quality, tail),
                                .has_interval = true,
                                .confidence = confidence,
                                .n = n,
                                .method = "noncentral t"};
}
