#include "qa/stats/agreement.h"

#include <math.h>

#include "qa/stats/special.h"

/*
 * The common part. A coefficient says which patterns take part, the share of each category, and how
 * an item's own agreement and its own expected agreement enter; the engine adds up.
 */

/* Agreeing pairs of ratings of an item of pattern p, ordered pairs: sum of r_k (r*_k - 1). */
static double agreeing_pairs(const struct qa_patterns *patterns, const double *weights, size_t p)
{
    double sum = 0;
    uint64_t end = patterns->first[p + 1];
    for (uint64_t a = patterns->first[p]; a < end; a++) {
        double weighted = patterns->count[a];
        if (weights != NULL) {
            const double *row = weights + (size_t)patterns->category[a] * patterns->n_categories;
            weighted = 0;
            for (uint64_t b = patterns->first[p]; b < end; b++) {
                weighted += row[patterns->category[b]] * patterns->count[b];
            }
        }
        sum += patterns->count[a] * (weighted - 1);
    }
    return sum;
}

static double pairs(const struct qa_patterns *patterns, size_t p)
{
    double r = patterns->ratings[p];
    return r * (r - 1);
}

/* Mean weight of each category against the shares: (w pi + w' pi) / 2. The shares themselves for
 * identity weights. */
static const double *weighted_shares(const double *shares, const double *weights, uint32_t k,
                                     struct qa_arena *scratch)
{
    if (weights == NULL) {
        return shares;
    }
    double *out = QA_ARRAY(scratch, double, k);
    for (uint32_t a = 0; a < k; a++) {
        for (uint32_t b = 0; b < k; b++) {
            double both = weights[(size_t)a * k + b] + weights[(size_t)b * k + a];
            out[a] += both / 2 * shares[b];
        }
    }
    return out;
}

static double expected_agreement(const double *shares, const double *weighted, uint32_t k)
{
    double sum = 0;
    for (uint32_t c = 0; c < k; c++) {
        sum += shares[c] * weighted[c];
    }
    return sum;
}

/* Sum over an item's ratings of the weighted share of their category. */
static double item_expectation(const struct qa_patterns *patterns, const double *weighted, size_t p)
{
    double sum = 0;
    for (uint64_t e = patterns->first[p]; e < patterns->first[p + 1]; e++) {
        sum += patterns->count[e] * weighted[patterns->category[e]];
    }
    return sum;
}

static struct qa_estimate with_t_interval(double value, double variance, uint64_t n,
                                          double confidence, double lowest)
{
    struct qa_estimate estimate = {.value = value, .confidence = confidence, .n = n};
    if (n < 2) {
        return estimate;
    }
    double freedom = (double)n - 1;
    estimate.se = sqrt(variance);
    estimate.has_se = true;
    double half = qa_t_quantile(1 - (1 - confidence) / 2, freedom) * estimate.se;
    estimate.low = fmax(lowest, value - half);
    estimate.high = fmin(1, value + half);
    estimate.has_interval = true;
    estimate.method = "linearised_t";
    if (estimate.se > 0) {
        estimate.p_value = qa_t_two_sided(value / estimate.se, freedom);
        estimate.has_p_value = true;
    }
    return estimate;
}

static const char *why_undefined(const struct qa_patterns *patterns)
{
    if (patterns->n_items == 0) {
        return "no ratings";
    }
    if (patterns->n_raters < 2) {
        return "only one annotator";
    }
    return patterns->n_pairable == 0 ? "no item with two ratings" : NULL;
}

struct qa_estimate qa_percent_agreement(const struct qa_patterns *patterns, const double *weights,
                                        double confidence)
{
    const char *reason = why_undefined(patterns);
    if (reason != NULL) {
        return qa_undefined(reason, 0);
    }
    double n = (double)patterns->n_pairable;
    double mean = 0;
    double squares = 0;
    for (size_t p = 0; p < patterns->n_patterns; p++) {
        if (patterns->ratings[p] >= 2) {
            mean += (double)patterns->multiplicity[p] * agreeing_pairs(patterns, weights, p) /
                    pairs(patterns, p);
        }
    }
    mean /= n;
    for (size_t p = 0; p < patterns->n_patterns; p++) {
        if (patterns->ratings[p] >= 2) {
            double off = agreeing_pairs(patterns, weights, p) / pairs(patterns, p) - mean;
            squares += (double)patterns->multiplicity[p] * off * off;
        }
    }
    struct qa_estimate estimate = with_t_interval(mean, n > 1 ? squares / (n * (n - 1)) : 0,
                                                  patterns->n_pairable, confidence, 0);
    estimate.has_p_value = false; /* no agreement at all is not a hypothesis */
    return estimate;
}

struct qa_estimate qa_percent_agreement_pooled(const struct qa_patterns *patterns,
                                               const double *weights, double confidence)
{
    const char *reason = why_undefined(patterns);
    if (reason != NULL) {
        return qa_undefined(reason, 0);
    }
    double n = (double)patterns->n_pairable;
    double agreeing = 0;
    double all = 0;
    for (size_t p = 0; p < patterns->n_patterns; p++) {
        double items = (double)patterns->multiplicity[p];
        agreeing += items * (patterns->ratings[p] >= 2 ? agreeing_pairs(patterns, weights, p) : 0);
        all += items * pairs(patterns, p);
    }
    double value = agreeing / all;
    double squares = 0;
    for (size_t p = 0; p < patterns->n_patterns; p++) {
        if (patterns->ratings[p] >= 2) {
            double off = agreeing_pairs(patterns, weights, p) - value * pairs(patterns, p);
            squares += (double)patterns->multiplicity[p] * off * off;
        }
    }
    double variance = n > 1 ? squares * n / (n - 1) / (all * all) : 0;
    struct qa_estimate estimate =
        with_t_interval(value, variance, patterns->n_pairable, confidence, 0);
    estimate.has_p_value = false;
    return estimate;
}

/* ---- Fleiss' kappa ---- */

/* pi_k: mean over all items of the item's own share of category k. */
static double *mean_item_shares(const struct qa_patterns *patterns, struct qa_arena *scratch)
{
    double *shares = QA_ARRAY(scratch, double, patterns->n_categories);
    for (size_t p = 0; p < patterns->n_patterns; p++) {
        double each = (double)patterns->multiplicity[p] / patterns->ratings[p];
        for (uint64_t e = patterns->first[p]; e < patterns->first[p + 1]; e++) {
            shares[patterns->category[e]] += each * patterns->count[e];
        }
    }
    for (uint32_t c = 0; c < patterns->n_categories; c++) {
        shares[c] /= (double)patterns->n_items;
    }
    return shares;
}

struct qa_estimate qa_fleiss_kappa(const struct qa_patterns *patterns, const double *weights,
                                   double confidence, struct qa_arena *scratch)
{
    const char *reason = why_undefined(patterns);
    if (reason != NULL) {
        return qa_undefined(reason, 0);
    }
    struct qa_arena_mark mark = qa_arena_mark(scratch);
    const double *shares = mean_item_shares(patterns, scratch);
    const double *weighted = weighted_shares(shares, weights, patterns->n_categories, scratch);
    double pe = expected_agreement(shares, weighted, patterns->n_categories);
    double pa = qa_percent_agreement(patterns, weights, confidence).value;
    struct qa_estimate estimate = qa_undefined("one category only", patterns->n_items);
    if (1 - pe > 1e-14) {
        double n = (double)patterns->n_items;
        double kappa = (pa - pe) / (1 - pe);
        double squares = 0;
        for (size_t p = 0; p < patterns->n_patterns; p++) {
            bool pairable = patterns->ratings[p] >= 2;
            double own =
                pairable ? agreeing_pairs(patterns, weights, p) / pairs(patterns, p) - pe : 0;
            double kappa_item = n / (double)patterns->n_pairable * own / (1 - pe);
            double pe_item = item_expectation(patterns, weighted, p) / patterns->ratings[p];
            double off = kappa_item - 2 * (1 - kappa) * (pe_item - pe) / (1 - pe) - kappa;
            squares += (double)patterns->multiplicity[p] * off * off;
        }
        estimate = with_t_interval(kappa, n > 1 ? squares / (n * (n - 1)) : 0, patterns->n_items,
                                   confidence, -1);
    }
    qa_arena_reset(scratch, mark);
    return estimate;
}

/* ---- Krippendorff's alpha ---- */

/* Shares of the categories among the ratings of items with two or more. */
static double *pairable_shares(const struct qa_patterns *patterns, double *n_ratings,
                               struct qa_arena *scratch)
{
    double *shares = QA_ARRAY(scratch, double, patterns->n_categories);
    *n_ratings = 0;
    for (size_t p = 0; p < patterns->n_patterns; p++) {
        if (patterns->ratings[p] < 2) {
            continue;
        }
        double items = (double)patterns->multiplicity[p];
        *n_ratings += items * patterns->ratings[p];
        for (uint64_t e = patterns->first[p]; e < patterns->first[p + 1]; e++) {
            shares[patterns->category[e]] += items * patterns->count[e];
        }
    }
    for (uint32_t c = 0; c < patterns->n_categories; c++) {
        shares[c] /= *n_ratings;
    }
    return shares;
}

/* What alpha's contributions are made of. */
struct alpha_parts {
    const double *weights;
    const double *weighted;
    double mean_ratings; /* an item */
    double pa;
    double pa_prime; /* before the correction for small samples */
    double pe;
};

static double alpha_variance(const struct qa_patterns *patterns, const struct alpha_parts *parts)
{
    double n = (double)patterns->n_pairable;
    double r_mean = parts->mean_ratings;
    double alpha_prime = (parts->pa_prime - parts->pe) / (1 - parts->pe);
    double squares = 0;
    for (size_t p = 0; p < patterns->n_patterns; p++) {
        if (patterns->ratings[p] < 2) {
            continue;
        }
        double surplus = (patterns->ratings[p] - r_mean) / r_mean;
        double pa_item =
            agreeing_pairs(patterns, parts->weights, p) / (r_mean * (patterns->ratings[p] - 1.0)) -
            parts->pa * surplus;
        double pe_item =
            item_expectation(patterns, parts->weighted, p) / r_mean - parts->pe * surplus;
        double off = (pa_item - parts->pe) / (1 - parts->pe) -
                     2 * (1 - alpha_prime) * (pe_item - parts->pe) / (1 - parts->pe) - alpha_prime;
        squares += (double)patterns->multiplicity[p] * off * off;
    }
    return n > 1 ? squares / (n * (n - 1)) : 0;
}

struct qa_estimate qa_krippendorff_alpha(const struct qa_patterns *patterns, const double *weights,
                                         double confidence, struct qa_arena *scratch)
{
    const char *reason = why_undefined(patterns);
    if (reason != NULL) {
        return qa_undefined(reason, 0);
    }
    struct qa_arena_mark mark = qa_arena_mark(scratch);
    double n_ratings;
    const double *shares = pairable_shares(patterns, &n_ratings, scratch);
    struct alpha_parts parts = {
        .weights = weights,
        .weighted = weighted_shares(shares, weights, patterns->n_categories, scratch),
        .mean_ratings = n_ratings / (double)patterns->n_pairable};
    parts.pe = expected_agreement(shares, parts.weighted, patterns->n_categories);
    for (size_t p = 0; p < patterns->n_patterns; p++) {
        if (patterns->ratings[p] >= 2) {
            parts.pa_prime += (double)patterns->multiplicity[p] *
                              agreeing_pairs(patterns, weights, p) / (patterns->ratings[p] - 1.0);
        }
    }
    parts.pa_prime /= n_ratings;
    parts.pa = (1 - 1 / n_ratings) * parts.pa_prime + 1 / n_ratings;
    struct qa_estimate estimate = qa_undefined("one category only", patterns->n_pairable);
    if (1 - parts.pe > 1e-14) {
        double alpha = (parts.pa - parts.pe) / (1 - parts.pe);
        estimate = with_t_interval(alpha, alpha_variance(patterns, &parts), patterns->n_pairable,
                                   confidence, -1);
    }
    qa_arena_reset(scratch, mark);
    return estimate;
}

/* ---- categories ---- */

/* The patterns with two categories: the one, and all others together. Patterns that become equal
 * are not merged; sums do not need it. */
static struct qa_patterns one_against_rest(const struct qa_patterns *patterns, uint32_t category,
                                           struct qa_arena *scratch)
{
    struct qa_patterns out = *patterns;
    uint64_t *first = QA_ARRAY(scratch, uint64_t, patterns->n_patterns + 1);
    uint32_t *ids = QA_ARRAY(scratch, uint32_t, 2 * patterns->n_patterns);
    uint32_t *counts = QA_ARRAY(scratch, uint32_t, 2 * patterns->n_patterns);
    size_t used = 0;
    for (size_t p = 0; p < patterns->n_patterns; p++) {
        uint32_t chosen = 0;
        for (uint64_t e = patterns->first[p]; e < patterns->first[p + 1]; e++) {
            chosen += patterns->category[e] == category ? patterns->count[e] : 0;
        }
        uint32_t of[2] = {chosen, patterns->ratings[p] - chosen};
        for (uint32_t side = 0; side < 2; side++) {
            if (of[side] > 0) {
                ids[used] = side;
                counts[used++] = of[side];
            }
        }
        first[p + 1] = used;
    }
    out.n_categories = 2;
    out.first = first;
    out.category = ids;
    out.count = counts;
    return out;
}

struct qa_estimate qa_category_kappa(const struct qa_patterns *patterns, uint32_t category,
                                     double confidence, struct qa_arena *scratch)
{
    struct qa_arena_mark mark = qa_arena_mark(scratch);
    struct qa_patterns two = one_against_rest(patterns, category, scratch);
    struct qa_estimate estimate = qa_fleiss_kappa(&two, NULL, confidence, scratch);
    qa_arena_reset(scratch, mark);
    return estimate;
}

void qa_category_prevalence(const struct qa_patterns *patterns, double *share)
{
    double all = 0;
    for (uint32_t c = 0; c < patterns->n_categories; c++) {
        share[c] = 0;
    }
    for (size_t p = 0; p < patterns->n_patterns; p++) {
        for (uint64_t e = patterns->first[p]; e < patterns->first[p + 1]; e++) {
            double n = (double)patterns->multiplicity[p] * patterns->count[e];
            share[patterns->category[e]] += n;
            all += n;
        }
    }
    for (uint32_t c = 0; all > 0 && c < patterns->n_categories; c++) {
        share[c] /= all;
    }
}
