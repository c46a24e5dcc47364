#include "qa/stats/resample.h"

#include <math.h>
#include <string.h>

#include "qa/base/parallel.h"
#include "qa/base/random.h"
#include "qa/stats/describe.h"
#include "qa/stats/multinomial.h"
#include "qa/stats/special.h"

/* ---- both ways ---- */

/* Replicates are worked in this many blocks, each with its own memory. */
enum { N_BLOCKS = 64 };

struct resampling {
    const struct qa_item_statistics *statistics;
    const struct qa_resampling *request;
    const struct qa_multinomial *multinomial; /* of the bootstrap */
    const double *total;
    uint64_t n_items;
    size_t n_replicates;
    double *value; /* n_replicates x n_values */
    bool *defined;
};

static size_t block_start(const struct resampling *work, size_t block)
{
    return work->n_replicates * block / N_BLOCKS;
}

static void bootstrap_block(void *context, size_t block)
{
    struct resampling *work = context;
    const struct qa_item_statistics *statistics = work->statistics;
    struct qa_arena *arena = qa_arena_new();
    double *sums = QA_ARRAY(arena, double, statistics->n_sums);
    uint32_t *drawn = QA_ARRAY(arena, uint32_t, statistics->n_units + 1);
    struct qa_random stream;
    for (size_t b = block_start(work, block); b < block_start(work, block + 1); b++) {
        struct qa_arena_mark mark = qa_arena_mark(arena);
        qa_random_init(&stream, work->request->seed, b);
        qa_multinomial_draw(work->multinomial, &stream, drawn);
        memset(sums, 0, statistics->n_sums * sizeof *sums);
        for (size_t u = 0; u < statistics->n_units; u++) {
            if (drawn[u] > 0) {
                statistics->add(statistics->context, u, drawn[u], sums);
            }
        }
        statistics->values(statistics->context, sums, work->value + b * statistics->n_values,
                           work->defined + b * statistics->n_values, arena);
        qa_arena_reset(arena, mark);
    }
    qa_arena_free(arena);
}

/* Replicate u leaves out one item of unit u. */
static void jackknife_block(void *context, size_t block)
{
    struct resampling *work = context;
    const struct qa_item_statistics *statistics = work->statistics;
    struct qa_arena *arena = qa_arena_new();
    double *sums = QA_ARRAY(arena, double, statistics->n_sums);
    for (size_t u = block_start(work, block); u < block_start(work, block + 1); u++) {
        struct qa_arena_mark mark = qa_arena_mark(arena);
        memcpy(sums, work->total, statistics->n_sums * sizeof *sums);
        statistics->add(statistics->context, u, -1, sums);
        statistics->values(statistics->context, sums, work->value + u * statistics->n_values,
                           work->defined + u * statistics->n_values, arena);
        qa_arena_reset(arena, mark);
    }
    qa_arena_free(arena);
}

static const double *total_sums(const struct qa_item_statistics *statistics, struct qa_arena *arena)
{
    double *sums = QA_ARRAY(arena, double, statistics->n_sums);
    for (size_t u = 0; u < statistics->n_units; u++) {
        statistics->add(statistics->context, u, (double)statistics->multiplicity[u], sums);
    }
    return sums;
}

static struct resampling run(const struct qa_item_statistics *statistics,
                             const struct qa_resampling *request, size_t n_replicates,
                             void (*block)(void *context, size_t block), struct qa_arena *arena)
{
    struct resampling work = {
        .statistics = statistics,
        .request = request,
        .total = total_sums(statistics, arena),
        .multinomial = block == bootstrap_block ? qa_multinomial_new(statistics->multiplicity,
                                                                     statistics->n_units, arena)
                                                : NULL,
        .n_replicates = n_replicates,
        .value = QA_ARRAY(arena, double, n_replicates * statistics->n_values + 1),
        .defined = QA_ARRAY(arena, bool, n_replicates * statistics->n_values + 1)};
    for (size_t u = 0; u < statistics->n_units; u++) {
        work.n_items += statistics->multiplicity[u];
    }
    qa_parallel_for(N_BLOCKS, block, &work);
    return work;
}

/* ---- jackknife ---- */

struct jackknifed {
    bool usable; /* no item whose absence leaves nothing */
    double se;
    double acceleration; /* of BCa */
};

static struct jackknifed jackknifed(const struct resampling *work, size_t v)
{
    const struct qa_item_statistics *statistics = work->statistics;
    double n = (double)work->n_items;
    double mean = 0;
    for (size_t u = 0; u < statistics->n_units; u++) {
        if (!work->defined[u * statistics->n_values + v]) {
            return (struct jackknifed){.usable = false};
        }
        mean += (double)statistics->multiplicity[u] * work->value[u * statistics->n_values + v];
    }
    mean /= n;
    double squares = 0;
    double cubes = 0;
    for (size_t u = 0; u < statistics->n_units; u++) {
        double off = mean - work->value[u * statistics->n_values + v];
        squares += (double)statistics->multiplicity[u] * off * off;
        cubes += (double)statistics->multiplicity[u] * off * off * off;
    }
    return (struct jackknifed){.usable = work->n_items > 1,
                               .se = sqrt((n - 1) / n * squares),
                               .acceleration =
                                   squares > 0 ? cubes / (6 * squares * sqrt(squares)) : 0};
}

static void forget_interval(struct qa_estimate *estimate)
{
    estimate->has_interval = estimate->has_se = estimate->has_p_value = false;
    estimate->method = NULL;
}

static void set_jackknife(struct qa_estimate *estimate, const struct jackknifed *jackknife,
                          uint64_t n, double lowest, const struct qa_inference *inference)
{
    bool tests = estimate->has_p_value;
    if (!jackknife->usable) {
        forget_interval(estimate);
        return;
    }
    double se = jackknife->se * sqrt(qa_finite_factor(n, inference));
    struct qa_estimate out =
        qa_with_standard_error(estimate->value, se, (double)n - 1, estimate->n, lowest, inference);
    out.method = "jackknife_t";
    out.has_p_value = out.has_p_value && tests;
    *estimate = out;
}

/* ---- bootstrap ---- */

/* The defined replicates of statistic v, ascending. */
static size_t collect(const struct resampling *work, size_t v, double *sorted)
{
    size_t n_values = work->statistics->n_values;
    size_t n = 0;
    for (size_t b = 0; b < work->n_replicates; b++) {
        if (work->defined[b * n_values + v]) {
            sorted[n++] = work->value[b * n_values + v];
        }
    }
    qa_sort_reals(sorted, n);
    return n;
}

/* Share of the replicates below x, ties by half; never 0 or 1. */
static double share_below(const double *sorted, size_t n, double x)
{
    double below = 0;
    for (size_t i = 0; i < n; i++) {
        below += sorted[i] < x ? 1 : sorted[i] == x ? 0.5 : 0;
    }
    double least = 1 / ((double)n + 1);
    return fmin(1 - least, fmax(least, below / (double)n));
}

/* Bias correction and acceleration; both 0 for the percentile interval. */
struct correction {
    double bias;
    double acceleration;
};

/* The quantile of the replicates that stands for level p. */
static double corrected_level(const struct correction *correction, double p)
{
    double z = correction->bias + qa_normal_quantile(p);
    return qa_normal_cdf(correction->bias + z / (1 - correction->acceleration * z));
}

/* The level whose quantile is the share of replicates below the null value. */
static double level_of_null(const struct correction *correction, double share)
{
    double w = qa_normal_quantile(share) - correction->bias;
    double z = w / (1 + correction->acceleration * w);
    return qa_normal_cdf(z - correction->bias);
}

static void set_bootstrap(struct qa_estimate *estimate, const double *sorted, size_t n,
                          const struct correction *correction, const struct qa_inference *inference)
{
    double tail = (1 - inference->confidence) / 2;
    double shrink = sqrt(qa_finite_factor(estimate->n, inference));
    double low = qa_quantile_sorted(sorted, n, corrected_level(correction, tail));
    double high = qa_quantile_sorted(sorted, n, corrected_level(correction, 1 - tail));
    double value = estimate->value;
    bool tests = estimate->has_p_value;
    estimate->low = fmin(value, value + (low - value) * shrink);
    estimate->high = fmax(value, value + (high - value) * shrink);
    estimate->se = n > 1 ? qa_describe_sorted(sorted, n).sd * shrink : 0;
    estimate->has_se = n > 1;
    estimate->has_interval = true;
    estimate->has_p_value = tests && estimate->se > 0;
    double level = level_of_null(correction, share_below(sorted, n, inference->null_value));
    estimate->p_value = fmax(2 / ((double)n + 1), fmin(1, 2 * fmin(level, 1 - level)));
}

static void bootstrap(const struct qa_item_statistics *statistics,
                      const struct qa_resampling *request, const struct qa_inference *inference,
                      const struct resampling *left_out, struct qa_estimate *estimates,
                      struct qa_arena *arena)
{
    size_t n_replicates = (size_t)request->n_resamples;
    struct resampling work = run(statistics, request, n_replicates, bootstrap_block, arena);
    double *sorted = QA_ARRAY(arena, double, n_replicates);
    for (size_t v = 0; v < statistics->n_values; v++) {
        if (!qa_is_defined(&estimates[v])) {
            continue;
        }
        size_t n = collect(&work, v, sorted);
        struct correction correction = {0, 0};
        if (request->method == QA_INTERVAL_BCA && left_out->statistics != NULL) {
            struct jackknifed jackknife = jackknifed(left_out, v);
            correction.bias = qa_normal_quantile(share_below(sorted, n, estimates[v].value));
            correction.acceleration = jackknife.usable ? jackknife.acceleration : 0;
        }
        if ((double)n < 0.95 * (double)n_replicates || n < 2 || work.n_items < 2) {
            forget_interval(&estimates[v]);
            continue;
        }
        set_bootstrap(&estimates[v], sorted, n, &correction, inference);
        estimates[v].method =
            request->method == QA_INTERVAL_BCA ? "bootstrap_bca" : "bootstrap_percentile";
    }
}

void qa_resample(const struct qa_item_statistics *statistics,
                 const struct qa_resampling *resampling, const struct qa_inference *inference,
                 struct qa_estimate *estimates)
{
    struct qa_arena *arena = qa_arena_new();
    struct resampling left_out = {0};
    if (resampling->method != QA_INTERVAL_BOOTSTRAP) {
        left_out = run(statistics, resampling, statistics->n_units, jackknife_block, arena);
    }
    if (resampling->method != QA_INTERVAL_JACKKNIFE) {
        bootstrap(statistics, resampling, inference, &left_out, estimates, arena);
    } else {
        for (size_t v = 0; v < statistics->n_values; v++) {
            if (qa_is_defined(&estimates[v])) {
                struct jackknifed jackknife = jackknifed(&left_out, v);
                set_jackknife(&estimates[v], &jackknife, left_out.n_items, statistics->lowest[v],
                              inference);
            }
        }
    }
    qa_arena_free(arena);
}
