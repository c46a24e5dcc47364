#include "qa/stats/draws.h"

#include <math.h>

/* Products of factors may miss the level of a quantile by this much. */
static const double ROUNDING = 1e-12;

/* Uniform in (0, 1): a logarithm or a power of it is finite. */
static double open_uniform(struct qa_random *random)
{
    return qa_random_real(random) + 0x1p-54;
}

double qa_draw_gamma(struct qa_random *random, double shape)
{
    double boost = 1;
    if (shape < 1) {
        boost = pow(open_uniform(random), 1 / shape);
        shape += 1;
    }
    double d = shape - 1.0 / 3;
    double c = 1 / sqrt(9 * d);
    for (;;) {
        double x = qa_random_normal(random);
        double v = 1 + c * x;
        if (v <= 0) {
            continue;
        }
        v = v * v * v;
        if (log(open_uniform(random)) < 0.5 * x * x + d - d * v + d * log(v)) {
            return boost * d * v;
        }
    }
}

double qa_draw_beta(struct qa_random *random, double a, double b)
{
    double x = qa_draw_gamma(random, a);
    double y = qa_draw_gamma(random, b);
    return x + y > 0 ? x / (x + y) : a / (a + b);
}

double qa_draw_rate(struct qa_random *random, double errors, double n)
{
    return qa_draw_beta(random, errors + 0.5, n - errors + 0.5);
}

void qa_draw_shares(struct qa_random *random, const double *share, size_t n, double concentration,
                    double *out)
{
    double sum = 0;
    double drawn = 0;
    for (size_t i = 0; i < n; i++) {
        sum += share[i];
    }
    for (size_t i = 0; i < n; i++) {
        out[i] = share[i] > 0 ? qa_draw_gamma(random, concentration * share[i] / sum) : 0;
        drawn += out[i];
    }
    for (size_t i = 0; i < n; i++) {
        out[i] = drawn > 0 ? out[i] / drawn : share[i] / sum;
    }
}

/* Of n ascending values, the one at the relative position u. */
static double value_at(const double *sorted, size_t n, double u)
{
    size_t at = (size_t)(u * (double)n);
    return sorted[at < n ? at : n - 1];
}

double qa_draw_quantile(struct qa_random *random, const double *sorted, size_t n, double p)
{
    double position = (double)(n - 1) * p;
    double below = floor(position);
    double rest = position - below;
    double above = (double)n - below;
    double u = qa_draw_beta(random, below + 1, above);
    double low = value_at(sorted, n, u);
    if (rest == 0) {
        return low;
    }
    /* The next order statistic is the least of the above - 1 uniforms that lie beyond u. */
    double next = 1 - (1 - u) * pow(open_uniform(random), 1 / (above - 1));
    return low + rest * (value_at(sorted, n, next) - low);
}

double qa_draw_survival_quantile(struct qa_random *random, const double *sorted, const bool *ended,
                                 size_t n, double p)
{
    double level = 1 - p + ROUNDING;
    double survival = 1;
    double u = 0;
    for (size_t at_risk = n; at_risk > 0; at_risk--) {
        /* The least of the uniforms that lie beyond u. */
        u = 1 - (1 - u) * pow(open_uniform(random), 1 / (double)at_risk);
        size_t i = (size_t)fmin((double)(n - 1), floor((double)n * u));
        /* One by one the factors of a tie come to those of all its ends at once. */
        survival *= ended[i] ? (double)(at_risk - 1) / (double)at_risk : 1;
        if (survival <= level) {
            return sorted[i];
        }
    }
    return HUGE_VAL;
}
