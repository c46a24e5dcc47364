#include "qa/stats/agreement_resample.h"

#include <math.h>
#include <stdlib.h>

#include "qa/stats/conger.h"
#include "qa/stats/distinct_items.h"
#include "qa/stats/pair_tables.h"

/* ---- coefficients of patterns ---- */

struct of_patterns {
    const struct qa_agreement_basis *basis;
    const enum qa_coefficient *which;
    size_t n;
};

static void add_pattern(const void *context, size_t unit, double times, double *sums)
{
    const struct of_patterns *work = context;
    qa_agreement_add(work->basis, unit, times, sums);
}

static void pattern_values(const void *context, const double *sums, double *value, bool *defined,
                           struct qa_arena *scratch)
{
    const struct of_patterns *work = context;
    for (size_t i = 0; i < work->n; i++) {
        defined[i] =
            sums[QA_SUM_PAIRABLE] > 0.5 &&
            qa_agreement_value(work->basis, work->which[i], sums, &value[i], scratch) == NULL;
    }
}

void qa_agreement_resample(const struct qa_agreement_basis *basis, const enum qa_coefficient *which,
                           size_t n, const struct qa_resampling *resampling,
                           const struct qa_inference *inference, struct qa_estimate *estimates)
{
    const struct of_patterns work = {basis, which, n};
    double lowest[QA_N_COEFFICIENTS];
    for (size_t i = 0; i < n; i++) {
        bool is_share = which[i] == QA_PERCENT_AGREEMENT || which[i] == QA_PERCENT_AGREEMENT_POOLED;
        lowest[i] = is_share ? 0 : -1;
    }
    const struct qa_item_statistics statistics = {.context = &work,
                                                  .n_units = basis->patterns->n_patterns,
                                                  .multiplicity = basis->patterns->multiplicity,
                                                  .n_sums = basis->n_sums,
                                                  .n_values = n,
                                                  .lowest = lowest,
                                                  .add = add_pattern,
                                                  .values = pattern_values};
    qa_resample(&statistics, resampling, inference, estimates);
}

/* ---- Cohen ---- */

static double kappa_of_counts(const double *counts, uint32_t k, const double *weights,
                              bool *defined, struct qa_arena *scratch)
{
    size_t cells = (size_t)k * k;
    uint64_t *table = QA_ARRAY(scratch, uint64_t, cells);
    double *influence = QA_ARRAY(scratch, double, cells);
    for (size_t c = 0; c < cells; c++) {
        table[c] = (uint64_t)llround(fmax(0, counts[c]));
    }
    double kappa = 0;
    *defined = qa_cohen_influence(table, k, weights, &kappa, influence, scratch);
    return kappa;
}

struct of_table {
    const uint32_t *cell; /* of each unit */
    uint32_t k;
    const double *weights;
};

static void add_cell(const void *context, size_t unit, double times, double *sums)
{
    const struct of_table *work = context;
    sums[work->cell[unit]] += times;
}

static void table_value(const void *context, const double *sums, double *value, bool *defined,
                        struct qa_arena *scratch)
{
    const struct of_table *work = context;
    *value = kappa_of_counts(sums, work->k, work->weights, defined, scratch);
}

static const double KAPPA_LOWEST = -1;

void qa_cohen_resample(const uint64_t *table, uint32_t n_categories, const double *weights,
                       const struct qa_resampling *resampling, const struct qa_inference *inference,
                       struct qa_estimate *estimate)
{
    struct qa_arena *arena = qa_arena_new();
    uint32_t cells = n_categories * n_categories;
    uint32_t *cell = QA_ARRAY(arena, uint32_t, cells + (size_t)1);
    uint64_t *multiplicity = QA_ARRAY(arena, uint64_t, cells + (size_t)1);
    size_t n_units = 0;
    for (uint32_t c = 0; c < cells; c++) {
        if (table[c] > 0) {
            cell[n_units] = c;
            multiplicity[n_units++] = table[c];
        }
    }
    const struct of_table work = {cell, n_categories, weights};
    const struct qa_item_statistics statistics = {.context = &work,
                                                  .n_units = n_units,
                                                  .multiplicity = multiplicity,
                                                  .n_sums = cells,
                                                  .n_values = 1,
                                                  .lowest = &KAPPA_LOWEST,
                                                  .add = add_cell,
                                                  .values = table_value};
    qa_resample(&statistics, resampling, inference, estimate);
    qa_arena_free(arena);
}

/* ---- coefficients that know who rated ---- */

struct of_items {
    const struct qa_ratings *ratings;
    const double *weights;
    struct qa_distinct_items items;
};

/* Sums: items with two ratings or more, their agreement, then counts of annotator and category. */
enum { CONGER_PAIRABLE, CONGER_AGREEMENT, CONGER_COUNTS };

static void add_conger(const void *context, size_t unit, double times, double *sums)
{
    const struct of_items *work = context;
    const struct qa_ratings *ratings = work->ratings;
    size_t item = work->items.example[unit];
    for (uint64_t r = ratings->first[item]; r < ratings->first[item + 1]; r++) {
        sums[CONGER_COUNTS + (size_t)ratings->rater[r] * ratings->n_categories +
             ratings->category[r]] += times;
    }
    if (ratings->first[item + 1] - ratings->first[item] > 1) {
        sums[CONGER_PAIRABLE] += times;
        sums[CONGER_AGREEMENT] += times * qa_item_agreement(ratings, work->weights, item);
    }
}

static void conger_value(const void *context, const double *sums, double *value, bool *defined,
                         struct qa_arena *scratch)
{
    const struct of_items *work = context;
    uint32_t n_raters;
    double pe = qa_conger_chance(sums + CONGER_COUNTS, work->ratings, work->weights, UINT32_MAX,
                                 &n_raters, scratch);
    *defined = sums[CONGER_PAIRABLE] > 0.5 && n_raters > 1 && 1 - pe > 1e-14;
    *value = *defined ? (sums[CONGER_AGREEMENT] / sums[CONGER_PAIRABLE] - pe) / (1 - pe) : 0;
}

static void add_light(const void *context, size_t unit, double times, double *sums)
{
    const struct of_items *work = context;
    const struct qa_ratings *ratings = work->ratings;
    size_t k = ratings->n_categories;
    size_t item = work->items.example[unit];
    for (uint64_t a = ratings->first[item]; a < ratings->first[item + 1]; a++) {
        for (uint64_t b = a + 1; b < ratings->first[item + 1]; b++) {
            size_t pair = qa_pair_index(ratings->n_raters, ratings->rater[a], ratings->rater[b]);
            sums[(pair * k + ratings->category[a]) * k + ratings->category[b]] += times;
        }
    }
}

static void light_value(const void *context, const double *sums, double *value, bool *defined,
                        struct qa_arena *scratch)
{
    const struct of_items *work = context;
    uint32_t k = work->ratings->n_categories;
    size_t n_pairs = (size_t)work->ratings->n_raters * (work->ratings->n_raters - 1) / 2;
    double sum = 0;
    double n_used = 0;
    for (size_t p = 0; p < n_pairs; p++) {
        struct qa_arena_mark mark = qa_arena_mark(scratch);
        bool has_kappa;
        double kappa = kappa_of_counts(sums + p * k * k, k, work->weights, &has_kappa, scratch);
        sum += has_kappa ? kappa : 0;
        n_used += has_kappa;
        qa_arena_reset(scratch, mark);
    }
    *defined = n_used > 0;
    *value = n_used > 0 ? sum / n_used : 0;
}

static void resample_items(const struct of_items *work, struct qa_item_statistics statistics,
                           const struct qa_resampling *resampling,
                           const struct qa_inference *inference, struct qa_estimate *estimate)
{
    statistics.context = work;
    statistics.n_units = work->items.n;
    statistics.multiplicity = work->items.multiplicity;
    statistics.n_values = 1;
    statistics.lowest = &KAPPA_LOWEST;
    if (work->items.n <= QA_MOST_DISTINCT_ITEMS && qa_is_defined(estimate)) {
        qa_resample(&statistics, resampling, inference, estimate);
    }
}

void qa_conger_resample(const struct qa_ratings *ratings, const double *weights,
                        const struct qa_resampling *resampling,
                        const struct qa_inference *inference, struct qa_estimate *estimate)
{
    struct qa_arena *arena = qa_arena_new();
    const struct of_items work = {ratings, weights, qa_distinct_items(ratings, arena)};
    const struct qa_item_statistics statistics = {
        .n_sums = CONGER_COUNTS + (size_t)ratings->n_raters * ratings->n_categories,
        .add = add_conger,
        .values = conger_value};
    resample_items(&work, statistics, resampling, inference, estimate);
    qa_arena_free(arena);
}

void qa_light_resample(const struct qa_ratings *ratings, const double *weights,
                       const struct qa_resampling *resampling, const struct qa_inference *inference,
                       struct qa_estimate *estimate)
{
    double cells = 0.5 * ratings->n_raters * (ratings->n_raters - 1.0) * ratings->n_categories *
                   ratings->n_categories;
    if (cells > QA_MOST_RESAMPLED_CELLS) {
        return;
    }
    struct qa_arena *arena = qa_arena_new();
    const struct of_items work = {ratings, weights, qa_distinct_items(ratings, arena)};
    const struct qa_item_statistics statistics = {
        .n_sums = (size_t)cells + 1, .add = add_light, .values = light_value};
    resample_items(&work, statistics, resampling, inference, estimate);
    qa_arena_free(arena);
}
