#include "tests/support/simulate.h"

#include <math.h>

double draw_gamma(struct qa_random *random, double shape)
{
    if (shape < 1) {
        double u = 1 - qa_random_real(random);
        return draw_gamma(random, shape + 1) * pow(u, 1 / shape);
    }
    double d = shape - 1.0 / 3;
    double c = 1 / sqrt(9 * d);
    for (;;) {
        double x = qa_random_normal(random);
        double v = (1 + c * x) * (1 + c * x) * (1 + c * x);
        if (v > 0 && log(1 - qa_random_real(random)) < 0.5 * x * x + d - d * v + d * log(v)) {
            return d * v;
        }
    }
}

double draw_rate(struct qa_random *random, double mean, double correlation)
{
    if (correlation <= 0) {
        return mean;
    }
    double scale = (1 - correlation) / correlation;
    double a = draw_gamma(random, mean * scale);
    double b = draw_gamma(random, (1 - mean) * scale);
    return a + b > 0 ? a / (a + b) : mean;
}

unsigned draw_binomial(struct qa_random *random, unsigned n, double p)
{
    unsigned k = 0;
    for (unsigned i = 0; i < n; i++) {
        k += qa_random_real(random) < p;
    }
    return k;
}

unsigned draw_poisson(struct qa_random *random, double mean)
{
    double limit = exp(-mean);
    double product = qa_random_real(random);
    unsigned k = 0;
    while (product > limit) {
        product *= qa_random_real(random);
        k++;
    }
    return k;
}

void draw_raters(struct qa_random *random, unsigned team, unsigned n, unsigned *chosen)
{
    unsigned order[MOST_DRAWN];
    for (unsigned g = 0; g < team; g++) {
        order[g] = g;
    }
    for (unsigned i = 0; i < n; i++) {
        unsigned at = i + (unsigned)qa_random_below(random, team - i);
        chosen[i] = order[at];
        order[at] = order[i];
    }
}
