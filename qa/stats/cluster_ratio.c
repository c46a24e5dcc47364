#include "qa/stats/cluster_ratio.h"

#include <math.h>

#include "qa/stats/special.h"

/* Of the probability of what was observed, the part that counts to either tail, and the rest. */
static const double observed_part = 0.7;
static const double other_part = 1 - 0.7;

/* ---- the pseudo-clusters ---- */

/* The rate of a pseudo-cluster in which everything fails that tends to fail together. */
static double failed_rate(double a, double aa, double aa_per_b, double size,
                          const struct qa_ratio_kind *kind, double *carriers)
{
    bool seen = a > 0 && aa > 0;
    double k = seen ? a * a / aa : 0;
    double r = seen ? aa_per_b / a : 0;
    if (!seen && kind->unit > 0) {
        k = 1;
        r = kind->unit / size;
    }
    *carriers = k;
    double lumped = 3 * r;
    if (kind->is_bounded && lumped > kind->most) {
        lumped = kind->most;
    }
    return kind->most / (1 + k) + k / (1 + k) * lumped;
}

/* The failed rate of the mirrored ratio, from the sums of most b - a; taken from most. */
static double good_rate(const struct qa_cluster_sums *sums, const struct qa_ratio_kind *kind,
                        double size)
{
    double most = kind->most;
    double carriers;
    double a = most * sums->b - sums->a;
    double aa = most * most * sums->bb - 2 * most * sums->ab + sums->aa;
    double aa_per_b = most * most * sums->b - 2 * most * sums->a + sums->aa_per_b;
    /* Differences of sums that are equal but for rounding are no successes. */
    double rounding = 1e-14 * most * sums->b;
    if (a <= rounding) {
        a = 0;
    }
    return most - failed_rate(a, fmax(aa, 0), fmax(aa_per_b, 0), size, kind, &carriers);
}

struct qa_pseudo_clusters qa_pseudo_clusters(const struct qa_cluster_sums *sums,
                                             const struct qa_ratio_kind *kind, double confidence)
{
    struct qa_pseudo_clusters out = {.size = sums->bb / sums->b};
    double size = out.size;
    out.failed_rate = failed_rate(sums->a, sums->aa, sums->aa_per_b, size, kind, &out.carriers);
    out.good_rate = kind->is_bounded ? good_rate(sums, kind, size) : 0;
    out.rate = (sums->a + size / 2 * (out.failed_rate + out.good_rate)) / (sums->b + size);
    double rate = out.rate;
    double residual = sums->aa - 2 * rate * sums->ab + rate * rate * sums->bb;
    double failed = out.failed_rate - rate;
    double good = out.good_rate - rate;
    out.variance = (fmax(residual, 0) + size * size / 2 * (failed * failed + good * good)) /
                   (sums->b * sums->b);
    double z = qa_normal_quantile((1 + confidence) / 2);
    double t = qa_t_quantile((1 + confidence) / 2, 2 * ((double)sums->n - 1));
    out.shrink = (z / t) * (z / t);
    double ratio = sums->a / sums->b;
    if (kind->is_bounded) {
        out.scale = out.shrink * rate * (kind->most - rate) / out.variance;
        out.observed = out.scale * ratio / kind->most;
    } else {
        out.scale = out.variance / (out.shrink * rate);
        out.observed = ratio / out.scale;
    }
    return out;
}

/* ---- limits ---- */

/* A test of the rate lambda against what was seen. */
struct reference {
    double x;      /* effective errors seen */
    double trials; /* effective ones; 0: Poisson */
    double scale;  /* of lambda: to a probability or to a mean */
    double lambda; /* where x is what is looked for */
};

/* P(X >= x) with x effective errors where lambda is true, or its complement. */
static double at_least(const struct reference *reference, double x, double lambda,
                       double (*beta)(double, double, double), double (*gamma)(double, double))
{
    double at = lambda * reference->scale;
    return reference->trials > 0 ? beta(fmin(at, 1), x, reference->trials - x + 1) : gamma(at, x);
}

static double p_above(const struct reference *reference, double lambda)
{
    double x = reference->x;
    bool last = reference->trials > 0 && x >= reference->trials;
    double from_x = x > 0 ? at_least(reference, x, lambda, qa_beta_cdf, qa_gamma_cdf) : 1;
    double beyond = last ? 0 : at_least(reference, x + 1, lambda, qa_beta_cdf, qa_gamma_cdf);
    return other_part * beyond + observed_part * from_x;
}

static double p_below(const struct reference *reference, double lambda)
{
    double x = reference->x;
    bool last = reference->trials > 0 && x >= reference->trials;
    double under = x > 0 ? at_least(reference, x, lambda, qa_beta_upper, qa_gamma_upper) : 0;
    double up_to_x = last ? 1 : at_least(reference, x + 1, lambda, qa_beta_upper, qa_gamma_upper);
    return other_part * under + observed_part * up_to_x;
}

/* An end of the interval on its way: three points, a between b and c or beside b, where the test
 * stands above or below its level. a and b have it between them. */
struct search {
    double a, b, c;
    double at_a, at_b, at_c;
};

/* The share of the way from a to b at which to look next: inverse quadratic interpolation where its
 * three points bend little enough, else the middle (Chandrupatla 1997). */
static double next_share(const struct search *search, double least)
{
    double a = search->at_a;
    double b = search->at_b;
    double c = search->at_c;
    double xi = (search->a - search->b) / (search->c - search->b);
    double phi = (a - b) / (c - b);
    double share = 0.5;
    if (phi * phi < xi && (1 - phi) * (1 - phi) < 1 - xi) {
        share = a / (b - a) * c / (b - c) +
                (search->c - search->a) / (search->b - search->a) * a / (c - a) * b / (c - b);
    }
    return fmin(fmax(share, least), 1 - least);
}

/* The point between a value that is in and one that is out where the test begins to be significant,
 * to the last digits: some ten tests. */
static double turning_point(double in, double out, const struct reference *reference, double tail,
                            double (*p)(const struct reference *, double))
{
    struct search at = {in, out, out, p(reference, in) - tail, p(reference, out) - tail, 0};
    double scale = fmax(in, out);
    double share = 0.5;
    for (int i = 0; i < 200; i++) {
        double x = at.a + share * (at.b - at.a);
        double at_x = p(reference, x) - tail;
        bool same_side = (at_x >= 0) == (at.at_a >= 0);
        at.c = same_side ? at.a : at.b;
        at.at_c = same_side ? at.at_a : at.at_b;
        at.b = same_side ? at.b : at.a;
        at.at_b = same_side ? at.at_b : at.at_a;
        at.a = x;
        at.at_a = at_x;
        double nearest = fabs(at.at_a) < fabs(at.at_b) ? at.a : at.b;
        double least = (1e-15 * nearest + 1e-20 * scale) / fabs(at.b - at.a);
        if (!(least < 0.5) || at.at_a == 0) {
            return nearest;
        }
        share = next_share(&at, least);
    }
    return at.a;
}

static double lower_limit(double ratio, const struct reference *reference, double tail)
{
    if (reference->x <= 0 || p_above(reference, ratio) < tail) {
        return ratio;
    }
    return turning_point(ratio, 0, reference, tail, p_above);
}

static double upper_limit(double ratio, const struct qa_ratio_kind *kind,
                          const struct reference *reference, double tail)
{
    if ((kind->is_bounded && ratio >= kind->most) || p_below(reference, ratio) < tail) {
        return ratio;
    }
    double out = kind->most;
    while (!kind->is_bounded && (out <= ratio || p_below(reference, out) >= tail)) {
        out = 2 * fmax(out, ratio);
    }
    return turning_point(ratio, out, reference, tail, p_below);
}

struct qa_estimate qa_cluster_ratio(const struct qa_cluster_sums *sums,
                                    const struct qa_ratio_kind *kind, double confidence)
{
    static const char method[] = "pseudo-cluster";
    if (sums->n == 0 || sums->b <= 0) {
        return qa_undefined("no trials", sums->n);
    }
    double ratio = sums->a / sums->b;
    struct qa_estimate out = {.value = ratio,
                              .low = ratio,
                              .high = ratio,
                              .confidence = confidence,
                              .n = sums->n,
                              .method = method};
    if (kind->is_bounded && kind->most <= 0) {
        out.has_interval = out.has_se = true;
        return out;
    }
    if (sums->n < 2) {
        return out;
    }
    struct qa_pseudo_clusters pseudo = qa_pseudo_clusters(sums, kind, confidence);
    out.se = sqrt(pseudo.variance);
    out.has_se = true;
    if (sums->n < QA_CLUSTERS_MIN) {
        return out;
    }
    const struct reference reference = {
        .x = pseudo.observed,
        .trials = kind->is_bounded ? pseudo.scale : 0,
        .scale = kind->is_bounded ? 1 / kind->most : 1 / pseudo.scale,
    };
    double tail = (1 - confidence) / 2;
    out.low = lower_limit(ratio, &reference, tail);
    out.high = upper_limit(ratio, kind, &reference, tail);
    out.has_interval = true;
    return out;
}

/* ---- what would be seen ---- */

static double p_above_count(const struct reference *reference, double x)
{
    struct reference at = *reference;
    at.x = x;
    return p_above(&at, reference->lambda);
}

static double p_below_count(const struct reference *reference, double x)
{
    struct reference at = *reference;
    at.x = x;
    return p_below(&at, reference->lambda);
}

struct qa_ratio_range qa_cluster_ratio_seen(const struct qa_cluster_sums *sums,
                                            const struct qa_ratio_kind *kind, double confidence)
{
    struct qa_pseudo_clusters pseudo = qa_pseudo_clusters(sums, kind, confidence);
    double trials = pseudo.scale;
    const struct reference reference = {
        .trials = trials, .scale = 1 / kind->most, .lambda = sums->a / sums->b};
    double tail = (1 - confidence) / 2;
    struct qa_ratio_range out = {0, kind->most};
    if (p_below_count(&reference, 0) < tail) {
        out.low = kind->most / trials *
                  turning_point(pseudo.observed, 0, &reference, tail, p_below_count);
    }
    if (p_above_count(&reference, trials) < tail) {
        out.high = kind->most / trials *
                   turning_point(pseudo.observed, trials, &reference, tail, p_above_count);
    }
    return out;
}

/* ---- differences ---- */

/* The correlation of the two ratios; their variances hold the pseudo-clusters, so it is shrunk
 * where errors are few. */
static double correlation(const struct qa_estimate estimate[2],
                          const struct qa_cluster_sums sums[2],
                          const struct qa_cluster_products *products)
{
    double r1 = estimate[0].value;
    double r2 = estimate[1].value;
    double scale = sums[0].b * sums[1].b * estimate[0].se * estimate[1].se;
    if (products == NULL || scale <= 0) {
        return 0;
    }
    double residuals =
        products->a1a2 - r2 * products->a1b2 - r1 * products->b1a2 + r1 * r2 * products->b1b2;
    return fmax(-1, fmin(1, residuals / scale));
}

/* How far the limit of a difference is from it: square-and-add of the parts' own distances. */
static double added(double first, double second, double rho)
{
    return sqrt(fmax(0, first * first + second * second - 2 * rho * first * second));
}

struct qa_estimate qa_cluster_ratio_difference(const struct qa_estimate estimate[2],
                                               const struct qa_cluster_sums sums[2],
                                               const struct qa_cluster_products *products)
{
    const struct qa_estimate *one = &estimate[0];
    const struct qa_estimate *two = &estimate[1];
    uint64_t n = one->n < two->n ? one->n : two->n;
    if (!qa_is_defined(one) || !qa_is_defined(two)) {
        return qa_undefined(qa_is_defined(one) ? two->undefined : one->undefined, n);
    }
    double difference = one->value - two->value;
    struct qa_estimate out = {.value = difference,
                              .low = difference,
                              .high = difference,
                              .confidence = one->confidence,
                              .n = n,
                              .method = "pseudo-cluster, square-and-add"};
    if (!one->has_se || !two->has_se) {
        return out;
    }
    double rho = correlation(estimate, sums, products);
    out.se = added(one->se, two->se, rho);
    out.has_se = true;
    if (one->has_interval && two->has_interval) {
        out.low = difference - added(one->value - one->low, two->high - two->value, rho);
        out.high = difference + added(one->high - one->value, two->value - two->low, rho);
        out.has_interval = true;
    }
    return out;
}
