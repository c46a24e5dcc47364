/* Intervals by the percentile bootstrap over clusters, in place of the analytic ones. */
#include "qa/score/scores_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "qa/stats/cluster_ratio.h"

/* Clusters of the same parts are one unit, with how many they are. */
struct units {
    const struct qa_score_row *row;
    const double **parts;
    uint64_t *times;
    size_t n;
};

struct ordered {
    const double *parts;
    size_t n;
};

static int by_parts(const void *left, const void *right)
{
    const struct ordered *a = left;
    const struct ordered *b = right;
    for (size_t p = 0; p < a->n; p++) {
        if (a->parts[p] != b->parts[p]) {
            return a->parts[p] < b->parts[p] ? -1 : 1;
        }
    }
    return 0;
}

/* In an order that no file decides. */
static struct units units_of(const struct qa_score_row *row, const double *clusters, size_t n,
                             struct qa_arena *scratch)
{
    size_t n_parts = row->score->n_parts;
    struct units units = {row, QA_ARRAY(scratch, const double *, n), QA_ARRAY(scratch, uint64_t, n),
                          0};
    struct ordered *ordered = QA_ARRAY(scratch, struct ordered, n);
    for (size_t i = 0; i < n; i++) {
        ordered[i] = (struct ordered){clusters + i * n_parts, n_parts};
    }
    qsort(ordered, n, sizeof *ordered, by_parts);
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || by_parts(&ordered[i - 1], &ordered[i]) != 0) {
            units.parts[units.n++] = ordered[i].parts;
        }
        units.times[units.n - 1]++;
    }
    return units;
}

static void add_unit(const void *context, size_t unit, double times, double *sums)
{
    const struct units *units = context;
    for (size_t p = 0; p < units->row->score->n_parts; p++) {
        sums[p] += times * units->parts[unit][p];
    }
}

static double weighted(const struct qa_score *score, const int8_t *weight, const double *sums)
{
    double sum = 0;
    for (size_t p = 0; p < score->n_parts; p++) {
        sum += weight[p] * sums[p];
    }
    return sum;
}

static double value_of(const struct qa_score *score, const struct qa_figure *figure,
                       const double *sums, double below)
{
    double derivative[QA_PARTS_MAX];
    if (figure->value != NULL) {
        return figure->value(sums, derivative);
    }
    double above = fmax(weighted(score, figure->above, sums), 0);
    above = figure->bound != QA_UNBOUNDED ? fmin(above, below) : above;
    return figure->is_complement ? 1 - above / below : above / below;
}

static void values(const void *context, const double *sums, double *value, bool *defined,
                   struct qa_arena *scratch)
{
    const struct units *units = context;
    const struct qa_score *score = units->row->score;
    (void)scratch;
    for (size_t f = 0; f < score->n_figures; f++) {
        double below = weighted(score, score->figures[f].below, sums);
        defined[f] = !score->figures[f].is_mean && below > 0x1p-30;
        value[f] = defined[f] ? value_of(score, &score->figures[f], sums, below) : 0;
    }
}

/* What the resamples say of a figure; a figure of less than 5 clusters has no limits, and one that
 * never moved none that mean anything. */
static void keep(const struct qa_estimate *resampled, struct qa_estimate *out)
{
    *out = *resampled;
    out->has_p_value = false;
    if (!out->has_interval || out->se <= 0 || out->low >= out->high) {
        out->has_interval = out->has_se = false;
        out->low = out->high = out->value;
        out->no_interval = "all resamples are alike";
    }
}

const struct qa_estimate *qa_score_resample(const struct qa_score_row *row, const double *clusters,
                                            size_t n, const struct qa_score_run *run,
                                            struct qa_arena *arena)
{
    enum { NO_LEAST = -1000000000 };
    const struct qa_score *score = row->score;
    struct qa_arena *scratch = qa_arena_new();
    struct qa_estimate *out = QA_ARRAY(arena, struct qa_estimate, score->n_figures);
    struct qa_estimate resampled[QA_FIGURES_MAX];
    double lowest[QA_FIGURES_MAX];
    for (size_t f = 0; f < score->n_figures; f++) {
        bool has_least = !score->figures[f].is_complement || score->figures[f].bound;
        out[f] = score->figures[f].is_mean
                     ? qa_undefined("a mean over classes", 0)
                     : qa_tally_estimate(&row->tally, f, row->question->threshold,
                                         run->resampling->confidence);
        resampled[f] = out[f];
        lowest[f] = has_least ? 0 : NO_LEAST;
    }
    struct units units = units_of(row, clusters, n, scratch);
    const struct qa_item_statistics statistics = {.context = &units,
                                                  .n_units = units.n,
                                                  .multiplicity = units.times,
                                                  .n_sums = score->n_parts,
                                                  .n_values = score->n_figures,
                                                  .lowest = lowest,
                                                  .add = add_unit,
                                                  .values = values};
    const struct qa_inference inference = QA_INFERENCE(run->resampling->confidence);
    if (units.n > 0) {
        qa_resample(&statistics, &run->resampling->how, &inference, resampled);
    }
    for (size_t f = 0; f < score->n_figures; f++) {
        bool has_limits =
            out[f].undefined == NULL && !score->figures[f].is_count && out[f].n >= QA_CLUSTERS_MIN;
        if (has_limits) {
            keep(&resampled[f], &out[f]);
        }
    }
    qa_arena_free(scratch);
    return out;
}
