#include "qa/stats/special.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>

void qa_special_init(void)
{
    gsl_set_error_handler_off();
}

double qa_normal_cdf(double x)
{
    return gsl_cdf_ugaussian_P(x);
}

double qa_normal_quantile(double p)
{
    return gsl_cdf_ugaussian_Pinv(p);
}

double qa_normal_two_sided(double z)
{
    return 2 * gsl_cdf_ugaussian_Q(fabs(z));
}

double qa_t_two_sided(double t, double degrees_of_freedom)
{
    return 2 * gsl_cdf_tdist_Q(fabs(t), degrees_of_freedom);
}

double qa_t_quantile(double p, double degrees_of_freedom)
{
    double t = gsl_cdf_tdist_Pinv(p, degrees_of_freedom);
    /* GSL's inverse stops early; two Newton steps on the distribution function bring the rest. */
    for (int i = 0; i < 2; i++) {
        double density = gsl_ran_tdist_pdf(t, degrees_of_freedom);
        double miss = p < 0.5 ? gsl_cdf_tdist_P(t, degrees_of_freedom) - p
                              : (1 - p) - gsl_cdf_tdist_Q(t, degrees_of_freedom);
        t -= density > 0 ? miss / density : 0;
    }
    return t;
}

static double bisect_beta(double p, double a, double b, double (*cdf)(double, double, double),
                          int rising)
{
    double low = 0;
    double high = 1;
    for (;;) {
        double middle = low + (high - low) / 2;
        if (middle <= low || middle >= high) {
            return middle;
        }
        if ((cdf(middle, a, b) < p) == (rising != 0)) {
            low = middle;
        } else {
            high = middle;
        }
    }
}

double qa_beta_quantile(double p, double a, double b)
{
    return bisect_beta(p, a, b, gsl_cdf_beta_P, 1);
}

double qa_beta_quantile_upper(double p, double a, double b)
{
    return bisect_beta(p, a, b, gsl_cdf_beta_Q, 0);
}

double qa_f_upper(double x, double numerator, double denominator)
{
    return gsl_cdf_fdist_Q(x, numerator, denominator);
}

double qa_chi_square_upper(double x, double degrees_of_freedom)
{
    return gsl_cdf_chisq_Q(x, degrees_of_freedom);
}

double qa_f_quantile(double p, double numerator, double denominator)
{
    /* n F / (n F + d) is beta; the upper quantile of the mirrored one keeps digits near 1. */
    double below = qa_beta_quantile(p, numerator / 2, denominator / 2);
    double above = qa_beta_quantile(1 - p, denominator / 2, numerator / 2);
    return denominator * below / (numerator * above);
}

double qa_binomial_cdf(uint64_t k, uint64_t n, double p)
{
    if (k >= n) {
        return 1;
    }
    /* The binomial sum as an incomplete beta function. */
    return gsl_cdf_beta_Q(p, (double)k + 1, (double)(n - k));
}

/* log(n!) minus Stirling's formula for it; n >= 0 need not be whole. */
static double stirling_error(double n)
{
    if (n < 16) {
        double log_factorial = n == floor(n) ? gsl_sf_lnfact((unsigned)n) : gsl_sf_lngamma(n + 1);
        return n == 0 ? 0 : log_factorial - (n + 0.5) * log(n) + n - 0.5 * log(2 * M_PI);
    }
    double n2 = n * n;
    return (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - (1.0 / 1680 - 1.0 / 1188 / n2) / n2) / n2) / n2) /
           n;
}

/* x log(x / m) + m - x without cancellation for x near m. */
static double deviance(double x, double m)
{
    if (fabs(x - m) < 0.1 * (x + m)) {
        double v = (x - m) / (x + m);
        double sum = (x - m) * v;
        double term = 2 * x * v;
        for (int j = 1; j < 1000; j++) {
            term *= v * v;
            double next = sum + term / (2 * j + 1);
            if (next == sum) {
                return next;
            }
            sum = next;
        }
    }
    return x * log(x / m) + m - x;
}

static double binomial_pmf_real(double k, double n, double p, double q)
{
    if (p == 0) {
        return k == 0;
    }
    if (q == 0) {
        return k == n;
    }
    if (k == 0) {
        return n == 0 ? 1 : exp(p < 0.1 ? -deviance(n, n * q) - n * p : n * log(q));
    }
    if (k == n) {
        return exp(q < 0.1 ? -deviance(n, n * p) - n * q : n * log(p));
    }
    double log_correction = stirling_error(n) - stirling_error(k) - stirling_error(n - k) -
                            deviance(k, n * p) - deviance(n - k, n * q);
    return exp(log_correction) * sqrt(n / (2 * M_PI * k * (n - k)));
}

double qa_binomial_pmf(uint64_t k, uint64_t n, double p)
{
    return k > n ? 0 : binomial_pmf_real((double)k, (double)n, p, 1 - p);
}

/* By three binomials with p = n / lot, whose large parts cancel (Loader 2000). */
static double hypergeometric_pmf(double k, double n, double errors, double lot)
{
    double good = lot - errors;
    double p = n / lot;
    double q = (lot - n) / lot;
    return binomial_pmf_real(k, errors, p, q) * binomial_pmf_real(n - k, good, p, q) /
           binomial_pmf_real(n, lot, p, q);
}

double qa_hypergeometric_pmf(uint64_t k, uint64_t n, uint64_t errors, uint64_t lot)
{
    if (k > n || k > errors || n - k > lot - errors) {
        return 0;
    }
    if (n == 0 || n == lot) {
        return 1;
    }
    return hypergeometric_pmf((double)k, (double)n, (double)errors, (double)lot);
}

/* Step m of Lentz's method for the continued fraction of the incomplete beta function (Numerical
 * Recipes, eq. 6.4.6): an even and an odd term. Returns the factor of the odd one. */
static double beta_fraction_step(double m, double x, double a, double b, double *c, double *d)
{
    double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    *d = 1 / (1 + even * *d);
    *c = 1 + even / *c;
    double factor = *d * *c;
    double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    *d = 1 / (1 + odd * *d);
    *c = 1 + odd / *c;
    return factor * *d * *c;
}

/* P(X <= x) of a beta distribution with large a and b for x below its mean. The factor before the
 * fraction is a binomial probability in saddle-point form, which keeps its digits. */
static double large_beta_cdf(double x, double a, double b)
{
    enum { STEPS_MAX = 1000000 };
    double c = 1;
    double d = 1 / (1 - (a + b) * x / (a + 1));
    double fraction = d;
    for (int m = 1; m < STEPS_MAX; m++) {
        double factor = beta_fraction_step(m, x, a, b, &c, &d);
        fraction *= factor;
        if (fabs(factor - 1) < 1e-16) {
            break;
        }
    }
    /* x^a (1 - x)^b / (a B(a, b)) = binomial pmf of a in a + b, times b / (a + b). */
    return binomial_pmf_real(a, a + b, x, 1 - x) * b / (a + b) * fraction;
}

double qa_beta_cdf(double x, double a, double b)
{
    double p = gsl_cdf_beta_P(x, a, b);
    if (!isnan(p) || !(a > 0 && b > 0)) {
        return p;
    }
    return x < a / (a + b) ? large_beta_cdf(x, a, b) : 1 - large_beta_cdf(1 - x, b, a);
}

double qa_beta_upper(double x, double a, double b)
{
    double q = gsl_cdf_beta_Q(x, a, b);
    if (!isnan(q) || !(a > 0 && b > 0)) {
        return q;
    }
    return x < a / (a + b) ? 1 - large_beta_cdf(x, a, b) : large_beta_cdf(1 - x, b, a);
}

/* Q(shape, x) of a large shape: Temme's expansion, uniform in x (DLMF 8.12.3 and 8.12.4, two
 * terms). The complement is its mirror image: side -1. */
static double large_gamma_tail(double x, double shape, int side)
{
    double mu = (x - shape) / shape;
    double half_square = deviance(shape, x) / shape; /* eta^2 / 2 */
    double eta = copysign(sqrt(2 * half_square), mu);
    double c0 = fabs(eta) < 0.01 ? -1.0 / 3 + eta / 12 - eta * eta * 2 / 135 + eta * eta * eta / 864
                                 : 1 / mu - 1 / eta;
    double c1 = -1.0 / 540;
    double correction = exp(-shape * half_square) / sqrt(2 * M_PI * shape) * (c0 + c1 / shape);
    return 0.5 * erfc(side * eta * sqrt(shape / 2)) + side * correction;
}

/* GSL's continued fraction stops short of large shapes without a word. */
static const double large_shape = 1e5;

double qa_gamma_cdf(double x, double shape)
{
    if (shape >= large_shape && x > 0) {
        return large_gamma_tail(x, shape, -1);
    }
    return gsl_cdf_gamma_P(x, shape, 1);
}

double qa_gamma_upper(double x, double shape)
{
    if (shape >= large_shape && x > 0) {
        return large_gamma_tail(x, shape, 1);
    }
    return gsl_cdf_gamma_Q(x, shape, 1);
}

double qa_poisson_cdf(uint64_t k, double mean)
{
    return mean > 0 ? gsl_cdf_gamma_Q(mean, (double)k + 1, 1) : 1;
}

double qa_poisson_pmf(uint64_t k, double mean)
{
    return mean > 0 ? gsl_ran_poisson_pdf((unsigned)k, mean) : (double)(k == 0);
}

/* P(X <= k) as the sum downwards from k, each term from the one before. */
static double sum_down(double k, double n, double errors, double lot)
{
    double good = lot - errors;
    double term = 1;
    double sum = 1;
    for (double x = k; x > 0 && term > sum * 1e-18; x--) {
        term *= x * (good - n + x) / ((errors - x + 1) * (n - x + 1));
        if (term <= 0) {
            break;
        }
        sum += term;
    }
    return sum * hypergeometric_pmf(k, n, errors, lot);
}

double qa_hypergeometric_cdf(uint64_t k, uint64_t n, uint64_t errors, uint64_t lot)
{
    uint64_t good = lot - errors;
    uint64_t lowest = n > good ? n - good : 0;
    uint64_t highest = n < errors ? n : errors;
    if (k < lowest) {
        return 0;
    }
    if (k >= highest) {
        return 1;
    }
    /* The shorter tail is summed: it is the one with relative accuracy, and the sum is short. */
    double mean = (double)n * (double)errors / (double)lot;
    if ((double)k > mean) {
        return 1 - qa_hypergeometric_upper(k + 1, n, errors, lot);
    }
    double sum = sum_down((double)k, (double)n, (double)errors, (double)lot);
    return sum < 1 ? sum : 1;
}

double qa_hypergeometric_upper(uint64_t k, uint64_t n, uint64_t errors, uint64_t lot)
{
    uint64_t good = lot - errors;
    uint64_t lowest = n > good ? n - good : 0;
    uint64_t highest = n < errors ? n : errors;
    if (k <= lowest) {
        return 1;
    }
    if (k > highest) {
        return 0;
    }
    double mean = (double)n * (double)errors / (double)lot;
    if ((double)k <= mean) {
        return 1 - qa_hypergeometric_cdf(k - 1, n, errors, lot);
    }
    /* X errors in the sample are n - X good ones. */
    double sum = sum_down((double)(n - k), (double)n, (double)good, (double)lot);
    return sum < 1 ? sum : 1;
}
