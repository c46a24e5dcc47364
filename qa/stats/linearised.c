#include "qa/stats/linearised.h"

#include <math.h>

#include "qa/stats/special.h"

double qa_finite_factor(uint64_t n, const struct qa_inference *inference)
{
    return inference->population > 0 ? fmax(0, 1 - (double)n / (double)inference->population) : 1;
}

struct qa_estimate qa_with_standard_error(double value, double se, double freedom, uint64_t n,
                                          double lowest, const struct qa_inference *inference)
{
    double upper_tail = 1 - (1 - inference->confidence) / 2;
    double half =
        se * (freedom > 0 ? qa_t_quantile(upper_tail, freedom) : qa_normal_quantile(upper_tail));
    struct qa_estimate estimate = {
        .value = value,
        .low = fmin(value, fmax(lowest, value - half)),
        .high = fmax(value, fmin(1, value + half)),
        .se = se,
        .confidence = inference->confidence,
        .n = n,
        .method = freedom > 0 ? "linearised_t" : "linearised_normal",
        .has_interval = true,
        .has_se = true,
    };
    if (se > 0) {
        double t = (value - inference->null_value) / se;
        estimate.p_value = freedom > 0 ? qa_t_two_sided(t, freedom) : qa_normal_two_sided(t);
        estimate.has_p_value = true;
    }
    return estimate;
}

struct qa_estimate qa_linearised(const struct qa_linearised *parts,
                                 const struct qa_inference *inference)
{
    if (parts->n < 2) {
        return (struct qa_estimate){
            .value = parts->value, .confidence = inference->confidence, .n = parts->n};
    }
    double n = (double)parts->n;
    double variance = parts->squares / (n * (n - 1)) * qa_finite_factor(parts->n, inference);
    return qa_with_standard_error(parts->value, sqrt(variance), n - 1, parts->n, parts->lowest,
                                  inference);
}
