#include "qa/stats/cluster_values.h"

#include <math.h>
#include <string.h>

#include "qa/stats/describe.h"
#include "qa/stats/special.h"

const double qa_quantile_share[QA_N_QUANTILES] = {0.05, 0.25, 0.50, 0.75, 0.95};

/* ---- sums ---- */

/* How many of the ascending values are below, or with `also_equal` at or below, a value. */
static size_t count_below(const struct qa_cluster_values *values, double value, bool also_equal)
{
    size_t low = 0;
    size_t high = values->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        double at = values->sorted[middle];
        if (at < value || (also_equal && at <= value)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Of p n values below the quantile the last one may be a part only, and of values that tie each
 * counts alike: else the order of equal ones would matter. */
static void cut_at(struct qa_cluster_values *values, size_t which)
{
    double wanted = qa_quantile_share[which] * (double)values->n;
    size_t at = (size_t)wanted < values->n ? (size_t)wanted : values->n - 1;
    double cut = values->sorted[at];
    size_t below = count_below(values, cut, false);
    size_t equal = count_below(values, cut, true) - below;
    values->cut[which] = cut;
    values->tied[which] = (wanted - (double)below) / (double)equal;
}

void qa_cluster_values_init(struct qa_cluster_values *values, const double *sorted, size_t n)
{
    struct qa_description about = qa_describe_sorted(sorted, n);
    *values =
        (struct qa_cluster_values){.sorted = sorted, .n = n, .mean = about.mean, .sd = about.sd};
    for (size_t q = 0; n > 0 && q < QA_N_QUANTILES; q++) {
        cut_at(values, q);
    }
}

static void add_cluster(struct qa_cluster_sums *sums, double a, double b)
{
    sums->n++;
    sums->a += a;
    sums->b += b;
    sums->aa += a * a;
    sums->ab += a * b;
    sums->bb += b * b;
    sums->aa_per_b += a * a / b;
}

void qa_cluster_values_end(struct qa_cluster_values *values)
{
    if (values->n_here == 0) {
        return;
    }
    for (size_t q = 0; q < QA_N_QUANTILES; q++) {
        add_cluster(&values->below[q], values->below_here[q], values->n_here);
    }
    add_cluster(&values->squares, values->squares_here, values->n_here);
    memset(values->below_here, 0, sizeof values->below_here);
    values->squares_here = 0;
    values->n_here = 0;
}

void qa_cluster_values_add(struct qa_cluster_values *values, uint64_t cluster, double value)
{
    if (cluster != values->cluster) {
        qa_cluster_values_end(values);
        values->cluster = cluster;
    }
    values->n_here++;
    for (size_t q = 0; q < QA_N_QUANTILES; q++) {
        double cut = values->cut[q];
        values->below_here[q] += value < cut ? 1 : value > cut ? 0 : values->tied[q];
    }
    values->squares_here += (value - values->mean) * (value - values->mean);
}

/* ---- estimates ---- */

struct qa_estimate qa_cluster_quantile(const struct qa_cluster_values *values, size_t which,
                                       const struct qa_value_range *range, double confidence)
{
    static const struct qa_ratio_kind share = {.most = 1, .is_bounded = true, .unit = 1};
    const struct qa_cluster_sums *sums = &values->below[which];
    if (values->n == 0) {
        return qa_undefined("no values", 0);
    }
    double value = qa_quantile_sorted(values->sorted, values->n, qa_quantile_share[which]);
    struct qa_estimate out = {.value = value,
                              .low = value,
                              .high = value,
                              .confidence = confidence,
                              .n = sums->n,
                              .method = "Woodruff, pseudo-cluster"};
    if (sums->n < QA_CLUSTERS_MIN) {
        return out;
    }
    struct qa_ratio_range seen = qa_cluster_ratio_seen(sums, &share, confidence);
    double n = (double)values->n;
    size_t low = (size_t)ceil(seen.low * n);
    size_t high = (size_t)(seen.high * n);
    /* The order statistics that are just out of it, or the end of the range behind the last. */
    out.low = fmin(value, low > 0 ? values->sorted[low - 1] : range->least);
    out.high = fmax(value, high < values->n ? values->sorted[high] : range->most);
    out.has_interval = true;
    return out;
}

/* The largest squared distance from the mean that the range leaves room for. */
static double most_square(const struct qa_cluster_values *values,
                          const struct qa_value_range *range)
{
    double most = fmax(range->most - values->mean, values->mean - range->least);
    return most * most;
}

struct qa_estimate qa_cluster_sd(const struct qa_cluster_values *values,
                                 const struct qa_value_range *range, double confidence)
{
    const struct qa_cluster_sums *sums = &values->squares;
    if (values->n < 2) {
        return qa_undefined("fewer than two values", sums->n);
    }
    double value = values->sd;
    struct qa_estimate out = {.value = value,
                              .low = value,
                              .high = value,
                              .confidence = confidence,
                              .n = sums->n,
                              .method = "pseudo-cluster"};
    if (!(value > 0)) {
        return out;
    }
    const struct qa_ratio_kind kind = {.most = most_square(values, range), .is_bounded = true};
    struct qa_estimate square = qa_cluster_ratio(sums, &kind, confidence);
    out.has_se = square.has_se;
    out.se = square.has_se ? square.se / (2 * value) : 0;
    out.has_interval = square.has_interval;
    if (square.has_interval) {
        double clusters = (double)sums->n;
        out.low = fmin(value, sqrt(square.low));
        out.high = fmax(value, sqrt(square.high * clusters / (clusters - 1)));
    }
    return out;
}
