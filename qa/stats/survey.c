#include "qa/stats/survey.h"

#include <math.h>

#include "qa/stats/interval.h"
#include "qa/stats/special.h"

struct design {
    double rate;
    double variance;
    double df;
    double fallback; /* trials that the sample counts for when no variance was seen */
    uint64_t n;
};

static struct qa_estimate with_interval(const struct design *design, double confidence,
                                        enum qa_design_interval interval)
{
    double t = qa_t_quantile((1 + confidence) / 2, design->df);
    double z = qa_normal_quantile((1 + confidence) / 2);
    double se = sqrt(design->variance);
    struct qa_estimate out;
    if (interval == QA_DESIGN_T) {
        out = (struct qa_estimate){.value = design->rate,
                                   .low = fmax(0, design->rate - t * se),
                                   .high = fmin(1, design->rate + t * se),
                                   .confidence = confidence,
                                   .method = "design-based t",
                                   .has_interval = se > 0};
    } else {
        double binomial = design->rate * (1 - design->rate);
        double trials =
            design->variance > 0 && binomial > 0 ? binomial / design->variance : design->fallback;
        trials *= (z / t) * (z / t);
        out = interval == QA_DESIGN_EXACT
                  ? qa_clopper_pearson_effective(design->rate, trials, confidence)
                  : qa_wilson_effective(design->rate, trials, confidence);
        out.method = interval == QA_DESIGN_EXACT ? "Korn-Graubard"
                                                 : "Wilson, effective sample size of the design";
    }
    out.se = se;
    out.has_se = true;
    out.n = design->n;
    return out;
}

/* Nothing was left to chance. */
static struct qa_estimate known(double rate, uint64_t n, double confidence, const char *method)
{
    return (struct qa_estimate){.value = rate,
                                .low = rate,
                                .high = rate,
                                .confidence = confidence,
                                .n = n,
                                .method = method,
                                .has_interval = true,
                                .has_se = true};
}

struct qa_estimate qa_survey_clusters(const double *errors, const double *units, size_t m,
                                      uint64_t n_clusters, double confidence,
                                      enum qa_design_interval interval)
{
    double sum_y = 0;
    double sum_x = 0;
    for (size_t c = 0; c < m; c++) {
        sum_y += errors[c];
        sum_x += units[c];
    }
    uint64_t n = (uint64_t)llround(sum_x);
    if (n == 0) {
        return qa_undefined("nothing was judged", 0);
    }
    double rate = sum_y / sum_x;
    if (n_clusters > 0 && m >= n_clusters) {
        return known(rate, n, confidence, "all clusters checked");
    }
    if (m < 2) {
        return qa_undefined("one cluster does not show how clusters differ", n);
    }
    double squares = 0;
    for (size_t c = 0; c < m; c++) {
        double residual = errors[c] - rate * units[c];
        squares += residual * residual;
    }
    double count = (double)m;
    double mean_x = sum_x / count;
    double unchecked = n_clusters > 0 ? 1 - count / (double)n_clusters : 1;
    const struct design design = {.rate = rate,
                                  .variance =
                                      unchecked * squares / (count - 1) / (count * mean_x * mean_x),
                                  .df = count - 1,
                                  .fallback = count,
                                  .n = n};
    return with_interval(&design, confidence, interval);
}

struct qa_estimate qa_survey_unequal(const bool *is_error, const double *probability, size_t n,
                                     double confidence, enum qa_design_interval interval)
{
    if (n == 0) {
        return qa_undefined("nothing was judged", n);
    }
    double weights = 0;
    double squared_weights = 0;
    double weighted_errors = 0;
    for (size_t i = 0; i < n; i++) {
        double w = 1 / probability[i];
        weights += w;
        squared_weights += w * w;
        weighted_errors += is_error[i] ? w : 0;
    }
    double rate = weighted_errors / weights;
    double mean = 0;
    double openness = 0;
    for (size_t i = 0; i < n; i++) {
        double open = 1 - probability[i];
        mean += open * ((is_error[i] ? 1 : 0) - rate) / probability[i];
        openness += open;
    }
    if (openness <= 0) {
        return known(rate, n, confidence, "all units checked");
    }
    if (n < 2) {
        return qa_undefined("one unit has no variance", n);
    }
    mean /= openness;
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        double z = ((is_error[i] ? 1 : 0) - rate) / probability[i];
        sum += (1 - probability[i]) * (z - mean) * (z - mean);
    }
    double count = (double)n;
    const struct design design = {.rate = rate,
                                  .variance = count / (count - 1) * sum / (weights * weights),
                                  .df = count - 1,
                                  .fallback = weights * weights / squared_weights,
                                  .n = n};
    return with_interval(&design, confidence, interval);
}

struct qa_checker_error qa_survey_correct(const struct qa_estimate *rate, uint64_t n_twice,
                                          uint64_t n_disagree, double confidence)
{
    struct qa_checker_error out;
    if (n_twice == 0) {
        out.error = out.corrected = qa_undefined("no unit was checked twice", 0);
        return out;
    }
    double d = (double)n_disagree / (double)n_twice;
    if (d >= 0.5) {
        out.error = out.corrected = qa_undefined("the checkers agree no more than chance", n_twice);
        return out;
    }
    double root = sqrt(1 - 2 * d);
    double e = (1 - root) / 2;
    double z = qa_normal_quantile((1 + confidence) / 2);
    /* The interval of d, carried over: e grows with d. */
    struct qa_estimate of_d = qa_wilson(n_disagree, n_twice, confidence);
    double se_e = sqrt(d * (1 - d) / (double)n_twice) / (2 * root);
    out.error =
        (struct qa_estimate){.value = e,
                             .low = (1 - sqrt(1 - 2 * of_d.low)) / 2,
                             .high = of_d.high < 0.5 ? (1 - sqrt(1 - 2 * of_d.high)) / 2 : 0.5,
                             .se = se_e,
                             .confidence = confidence,
                             .n = n_twice,
                             .method = "from disagreement",
                             .has_interval = true,
                             .has_se = true};
    if (!qa_is_defined(rate) || !rate->has_se) {
        out.corrected = qa_undefined("the rate has no standard error", rate->n);
        return out;
    }
    double corrected = (rate->value - e) / (1 - 2 * e);
    double by_rate = rate->se / (1 - 2 * e);
    double by_error = (2 * rate->value - 1) / ((1 - 2 * e) * (1 - 2 * e)) * se_e;
    double se = sqrt(by_rate * by_rate + by_error * by_error);
    double value = fmin(fmax(corrected, 0), 1);
    out.corrected = (struct qa_estimate){.value = value,
                                         .low = fmin(fmax(corrected - z * se, 0), value),
                                         .high = fmax(fmin(corrected + z * se, 1), value),
                                         .se = se,
                                         .confidence = confidence,
                                         .n = rate->n,
                                         .method = "Rogan-Gladen",
                                         .has_interval = true,
                                         .has_se = true};
    return out;
}
