#include "qa/stats/noncentral.h"

#include <gsl/gsl_integration.h>
#include <math.h>

#include "qa/stats/special.h"

/* Panels of N_NODES nodes each. */
enum { N_PANELS = 24, N_NODES = 20 };

/* Standard deviations beyond the mode that still count; the density is below e^-50 there. */
#define REACH 10.5

struct range {
    double low, high;
};

/* s is about normal with mean 1 and variance 1 / (2 df); with few degrees of freedom its right tail
 * is that of |Z|. */
static struct range range_of(double df)
{
    double spread = REACH / sqrt(2 * df);
    double high = 1 + spread * (1 + 1 / sqrt(df));
    return (struct range){fmax(0, 1 - spread), high};
}

/* Of the density of s, without its constant. */
static double log_density(double s, double df)
{
    return df * (log(s) - (s * s - 1) / 2) - log(s);
}

struct sums {
    double mass;
    double below;
};

static void add_panel(const gsl_integration_glfixed_table *table, struct range panel, double t,
                      double df, double noncentrality, struct sums *sums)
{
    for (size_t i = 0; i < N_NODES; i++) {
        double s;
        double weight;
        gsl_integration_glfixed_point(panel.low, panel.high, i, &s, &weight, table);
        double mass = weight * exp(log_density(s, df));
        sums->mass += mass;
        sums->below += mass * qa_normal_cdf(t * s - noncentrality);
    }
}

/* Where Phi(t s - noncentrality) rises: panels end there, in case it is steep. */
static double clamp(double x, struct range range)
{
    return fmin(fmax(x, range.low), range.high);
}

double qa_noncentral_t_cdf(double t, double df, double noncentrality)
{
    gsl_integration_glfixed_table *table = gsl_integration_glfixed_table_alloc(N_NODES);
    struct range range = range_of(df);
    struct sums sums = {0, 0};
    double step = t != 0 ? noncentrality / t : range.low;
    double width = t != 0 ? 9 / fabs(t) : 0;
    double cuts[4] = {range.low, clamp(step - width, range), clamp(step + width, range),
                      range.high};
    for (int part = 0; part < 3; part++) {
        double size = (cuts[part + 1] - cuts[part]) / N_PANELS;
        for (int p = 0; p < N_PANELS && size > 0; p++) {
            struct range panel = {cuts[part] + p * size, cuts[part] + (p + 1) * size};
            add_panel(table, panel, t, df, noncentrality, &sums);
        }
    }
    gsl_integration_glfixed_table_free(table);
    return fmin(fmax(sums.below / sums.mass, 0), 1);
}

double qa_noncentral_t_quantile(double p, double df, double noncentrality)
{
    double low = noncentrality - 1;
    double high = noncentrality + 1;
    for (double step = 1; qa_noncentral_t_cdf(low, df, noncentrality) > p; step *= 2) {
        low -= step;
    }
    for (double step = 1; qa_noncentral_t_cdf(high, df, noncentrality) < p; step *= 2) {
        high += step;
    }
    for (int i = 0; i < 100 && high - low > 1e-13 * fmax(1, fabs(low)); i++) {
        double middle = low + (high - low) / 2;
        if (qa_noncentral_t_cdf(middle, df, noncentrality) < p) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low + (high - low) / 2;
}
