/*
 * How often the 95 % intervals of ratios over items cover the ratio of the population: precision,
 * recall, F1 and mean similarity of objects, error rates of words. Items are drawn afresh by known
 * processes, summed by qa_tally_add and estimated as every command does it; beside it, the delta
 * method with Student's t. Then quantiles and standard deviation of the similarity of matched pairs
 * (qa/stats/cluster_values.h). Prints Markdown. Usage: ratios [REPLICATES [quantiles]], the latter
 * for that part alone.
 *
 * The truth is the ratio of 400,000 items. Coverage of 0.95 is known to +- 0.007 at 4,000
 * replicates (two standard errors).
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "qa/base/parallel.h"
#include "qa/score/detection.h"
#include "qa/stats/cluster_values.h"
#include "qa/stats/describe.h"
#include "qa/stats/special.h"
#include "tests/support/simulate.h"

static const double threshold = 0.5;

/* Words and errors in them, as a family of figures for speech would have them. */
enum { WORDS, WORD_ERRORS, N_WORD_PARTS };
static const char *const word_parts[N_WORD_PARTS] = {"words", "errors"};
static const struct qa_figure word_figures[] = {
    {.name = "wer",
     .above = {[WORD_ERRORS] = 1},
     .below = {[WORDS] = 1},
     .unit = 1,
     .undefined = "no words"},
};
static const struct qa_score word_family = {.name = "words",
                                            .parts = word_parts,
                                            .n_parts = N_WORD_PARTS,
                                            .figures = word_figures,
                                            .n_figures = 1};

/* ---- populations ---- */

struct population {
    const char *name;
    const struct qa_score *family;
    double size;        /* objects or words an item, on average */
    double rate;        /* missed of the objects, and spurious to them; errors of the words */
    double correlation; /* of two objects of an item; of words: the items' rates differ by it */
    double silent;      /* share of items without a word, with half an error each */
};

static const struct population populations[] = {
    {"1 object an item, 5 % missed", &qa_score_detection, 0, 0.05, 0, 0},
    {"8 objects, 2 % missed, independent", &qa_score_detection, 8, 0.02, 0, 0},
    {"8 objects, 5 % missed, correlation 0.1", &qa_score_detection, 8, 0.05, 0.1, 0},
    {"8 objects, 5 % missed, correlation 0.4", &qa_score_detection, 8, 0.05, 0.4, 0},
    {"20 objects, 20 % missed, correlation 0.1", &qa_score_detection, 20, 0.2, 0.1, 0},
    {"20 objects, 50 % missed, correlation 0.4", &qa_score_detection, 20, 0.5, 0.4, 0},
    {"12 words, 5 % wrong, independent", &word_family, 12, 0.05, 0, 0},
    {"12 words, 5 % wrong, items differ", &word_family, 12, 0.05, 1, 0},
    {"12 words, 20 % wrong, items differ", &word_family, 12, 0.2, 1, 0},
    {"12 words, 20 % wrong, items differ much", &word_family, 12, 0.2, 3, 0},
    {"12 words, 20 % wrong, 20 % silent items", &word_family, 12, 0.2, 1, 0.2},
};
enum { N_POPULATIONS = sizeof populations / sizeof *populations, TRUTH_ITEMS = 400000 };

/* One and more, with a long tail. */
static unsigned draw_size(struct qa_random *random, double mean)
{
    return 1 + (mean > 1 ? draw_poisson(random, (mean - 1) * draw_gamma(random, 1.5) / 1.5) : 0);
}

static void draw_objects(struct qa_random *random, const struct population *population,
                         double *parts)
{
    unsigned n = draw_size(random, population->size);
    double missed = draw_rate(random, population->rate, population->correlation);
    double spurious = draw_rate(random, population->rate, population->correlation);
    double far = draw_rate(random, 0.3, population->correlation);
    unsigned matched = n - draw_binomial(random, n, missed);
    parts[QA_DETECTION_REFERENCE] = n;
    parts[QA_DETECTION_MATCHED] = parts[QA_DETECTION_MATCHED_DELIVERED] = matched;
    parts[QA_DETECTION_DELIVERED] = matched + draw_binomial(random, n, spurious);
    for (unsigned i = 0; i < matched; i++) {
        parts[QA_DETECTION_DISSIMILARITY] += (1 - threshold) * draw_rate(random, far, 0.2);
    }
}

static void draw_item(struct qa_random *random, const struct population *population, double *parts)
{
    for (size_t p = 0; p < QA_PARTS_MAX; p++) {
        parts[p] = 0;
    }
    if (population->family == &qa_score_detection) {
        draw_objects(random, population, parts);
        return;
    }
    bool silent = qa_random_real(random) < population->silent;
    unsigned n = silent ? 0 : draw_size(random, population->size);
    double factor = population->correlation > 0
                        ? draw_gamma(random, 1 / population->correlation) * population->correlation
                        : 1;
    parts[WORDS] = n;
    parts[WORD_ERRORS] = draw_poisson(random, silent ? 0.5 : n * population->rate * factor);
}

/* ---- coverage ---- */

/* The items themselves, for the delta method: the tally keeps only what the other one needs. */
struct sample {
    size_t n;
    double (*parts)[QA_PARTS_MAX];
};

static bool delta_covers(const struct sample *sample, const struct qa_figure *figure, double truth)
{
    double sum_a = 0;
    double sum_b = 0;
    double squares = 0;
    for (int pass = 0; pass < 2; pass++) {
        double ratio = pass > 0 ? sum_a / sum_b : 0;
        for (size_t i = 0; i < sample->n; i++) {
            double a = 0;
            double b = 0;
            for (size_t p = 0; p < QA_PARTS_MAX; p++) {
                a += figure->above[p] * sample->parts[i][p];
                b += figure->below[p] * sample->parts[i][p];
            }
            sum_a += pass == 0 ? a : 0;
            sum_b += pass == 0 ? b : 0;
            squares += pass > 0 ? (a - ratio * b) * (a - ratio * b) : 0;
        }
    }
    double n = (double)sample->n;
    double half = qa_t_quantile(0.975, n - 1) * sqrt(n / (n - 1) * squares) / sum_b;
    double value = figure->is_complement ? 1 - sum_a / sum_b : sum_a / sum_b;
    return fabs(value - truth) <= half;
}

struct counting {
    const struct population *population;
    size_t n_items;
    size_t n_replicates;
    double truth[QA_FIGURES_MAX];
    uint32_t (*covered)[QA_FIGURES_MAX]; /* a chunk */
    uint32_t (*delta)[QA_FIGURES_MAX];
};
enum { N_CHUNKS = 50 };

static void count_chunk(void *context, size_t chunk)
{
    struct counting *counting = context;
    const struct qa_score *family = counting->population->family;
    struct qa_arena *arena = qa_arena_new();
    for (size_t b = chunk; b < counting->n_replicates; b += N_CHUNKS) {
        struct qa_arena_mark mark = qa_arena_mark(arena);
        struct qa_random random;
        struct qa_tally tally;
        struct sample sample = {counting->n_items,
                                qa_arena_array(arena, counting->n_items, sizeof *sample.parts)};
        qa_random_init(&random, 2026, b + 1000);
        qa_tally_init(&tally, family, QA_TALLY_CLUSTERS, arena);
        for (size_t i = 0; i < sample.n; i++) {
            draw_item(&random, counting->population, sample.parts[i]);
            qa_tally_add(&tally, sample.parts[i]);
        }
        for (size_t f = 0; f < family->n_figures; f++) {
            struct qa_estimate got = qa_tally_estimate(&tally, f, threshold, 0.95);
            double truth = counting->truth[f];
            counting->covered[chunk][f] +=
                got.has_interval && got.low <= truth && truth <= got.high;
            counting->delta[chunk][f] += delta_covers(&sample, &family->figures[f], truth);
        }
        qa_arena_reset(arena, mark);
    }
    qa_arena_free(arena);
}

static void find_truth(struct counting *counting, struct qa_arena *arena)
{
    const struct qa_score *family = counting->population->family;
    struct qa_random random;
    struct qa_tally tally;
    double parts[QA_PARTS_MAX];
    qa_random_init(&random, 7, 0);
    qa_tally_init(&tally, family, QA_TALLY_CLUSTERS, arena);
    for (size_t i = 0; i < TRUTH_ITEMS; i++) {
        draw_item(&random, counting->population, parts);
        qa_tally_add(&tally, parts);
    }
    for (size_t f = 0; f < family->n_figures; f++) {
        counting->truth[f] = qa_tally_estimate(&tally, f, threshold, 0.95).value;
    }
}

static double percent(uint32_t (*counts)[QA_FIGURES_MAX], size_t figure, size_t n)
{
    double sum = 0;
    for (size_t c = 0; c < N_CHUNKS; c++) {
        sum += counts[c][figure];
    }
    return 100 * sum / (double)n;
}

static void population_rows(const struct population *population, size_t n_replicates)
{
    static const size_t sizes[] = {10, 20, 30, 50, 100, 300};
    enum { N_SIZES = sizeof sizes / sizeof *sizes };
    struct qa_arena *arena = qa_arena_new();
    struct counting counting = {.population = population, .n_replicates = n_replicates};
    double covered[N_SIZES][QA_FIGURES_MAX];
    double delta[N_SIZES][QA_FIGURES_MAX];
    const struct qa_score *family = population->family;
    find_truth(&counting, arena);
    for (size_t s = 0; s < N_SIZES; s++) {
        counting.n_items = sizes[s];
        counting.covered = qa_arena_array(arena, N_CHUNKS, sizeof *counting.covered);
        counting.delta = qa_arena_array(arena, N_CHUNKS, sizeof *counting.delta);
        qa_parallel_for(N_CHUNKS, count_chunk, &counting);
        for (size_t f = 0; f < family->n_figures; f++) {
            covered[s][f] = percent(counting.covered, f, n_replicates);
            delta[s][f] = percent(counting.delta, f, n_replicates);
        }
    }
    for (size_t f = 0; f < family->n_figures; f++) {
        if (counting.truth[f] <= 0) {
            continue; /* of parts that the populations do not have */
        }
        printf("| %s | %s | %.3f |", population->name, family->figures[f].name, counting.truth[f]);
        for (size_t s = 0; s < N_SIZES; s++) {
            printf(covered[s][f] < 93.5 ? " **%.1f** |" : " %.1f |", covered[s][f]);
        }
        for (size_t s = 0; s < N_SIZES; s++) {
            printf(delta[s][f] < 93.5 ? " **%.1f** |" : " %.1f |", delta[s][f]);
        }
        printf("\n");
    }
    qa_arena_free(arena);
}

/* ---- quantiles and standard deviation ---- */

struct similarities {
    const char *name;
    double size;        /* pairs an item, on average */
    double correlation; /* of two pairs of an item */
    bool is_rounded;    /* to 0.05: many tie */
};

static const struct similarities similarities[] = {
    {"1 pair an item", 0, 0, false},
    {"8 pairs, independent", 8, 0, false},
    {"8 pairs, correlation 0.1", 8, 0.1, false},
    {"8 pairs, correlation 0.4", 8, 0.4, false},
    {"8 pairs, correlation 0.1, rounded to 0.05", 8, 0.1, true},
    {"20 pairs, correlation 0.1", 20, 0.1, false},
    {"20 pairs, correlation 0.4", 20, 0.4, false},
};
enum { N_SIMILARITIES = sizeof similarities / sizeof *similarities, N_OF_VALUES = 6 };

struct drawn {
    double *value;
    uint32_t *item;
    size_t n, capacity_value, capacity_item;
};

static void draw_similarities(struct qa_random *random, const struct similarities *of, uint32_t n,
                              struct drawn *out, struct qa_arena *arena)
{
    for (uint32_t i = 0; i < n; i++) {
        unsigned size = draw_size(random, of->size);
        double far = draw_rate(random, 0.3, of->correlation);
        for (unsigned k = 0; k < size; k++, out->n++) {
            double value = 1 - (1 - threshold) * draw_rate(random, far, 0.2);
            out->value = qa_arena_grow(arena, out->value, &out->capacity_value, out->n + 1,
                                       sizeof *out->value);
            out->item =
                qa_arena_grow(arena, out->item, &out->capacity_item, out->n + 1, sizeof *out->item);
            out->value[out->n] = of->is_rounded ? round(20 * value) / 20 : value;
            out->item[out->n] = i;
        }
    }
}

static void estimate_values(const struct drawn *drawn, struct qa_estimate *out,
                            struct qa_arena *arena)
{
    static const struct qa_value_range range = {0.5, 1};
    struct qa_cluster_values values;
    double *sorted = QA_ARRAY(arena, double, drawn->n);
    memcpy(sorted, drawn->value, drawn->n * sizeof *sorted);
    qa_sort_reals(sorted, drawn->n);
    qa_cluster_values_init(&values, sorted, drawn->n);
    for (size_t i = 0; i < drawn->n; i++) {
        qa_cluster_values_add(&values, drawn->item[i], drawn->value[i]);
    }
    qa_cluster_values_end(&values);
    for (size_t q = 0; q < QA_N_QUANTILES; q++) {
        out[q] = qa_cluster_quantile(&values, q, &range, 0.95);
    }
    out[QA_N_QUANTILES] = qa_cluster_sd(&values, &range, 0.95);
}

struct counting_values {
    const struct similarities *of;
    uint32_t n_items;
    size_t n_replicates;
    double truth[N_OF_VALUES];
    uint32_t (*covered)[QA_FIGURES_MAX]; /* a chunk */
};

static void count_values(void *context, size_t chunk)
{
    struct counting_values *counting = context;
    struct qa_arena *arena = qa_arena_new();
    for (size_t b = chunk; b < counting->n_replicates; b += N_CHUNKS) {
        struct qa_arena_mark mark = qa_arena_mark(arena);
        struct qa_random random;
        struct qa_estimate got[N_OF_VALUES];
        struct drawn drawn = {0};
        qa_random_init(&random, 1952, b + 1000);
        draw_similarities(&random, counting->of, counting->n_items, &drawn, arena);
        estimate_values(&drawn, got, arena);
        for (size_t f = 0; f < N_OF_VALUES; f++) {
            double truth = counting->truth[f];
            counting->covered[chunk][f] +=
                got[f].has_interval && got[f].low <= truth && truth <= got[f].high;
        }
        qa_arena_reset(arena, mark);
    }
    qa_arena_free(arena);
}

static void find_value_truth(struct counting_values *counting, struct qa_arena *arena)
{
    struct qa_random random;
    struct qa_estimate got[N_OF_VALUES];
    struct drawn drawn = {0};
    qa_random_init(&random, 7, 1);
    draw_similarities(&random, counting->of, TRUTH_ITEMS, &drawn, arena);
    estimate_values(&drawn, got, arena);
    for (size_t f = 0; f < N_OF_VALUES; f++) {
        counting->truth[f] = got[f].value;
    }
}

static void value_rows(const struct similarities *of, size_t n_replicates)
{
    static const char *const names[N_OF_VALUES] = {"p05", "p25", "p50", "p75", "p95", "sd"};
    static const uint32_t sizes[] = {5, 10, 20, 30, 50, 100, 300};
    enum { N_SIZES = sizeof sizes / sizeof *sizes };
    struct qa_arena *arena = qa_arena_new();
    struct counting_values counting = {.of = of, .n_replicates = n_replicates};
    double covered[N_SIZES][N_OF_VALUES];
    find_value_truth(&counting, arena);
    for (size_t s = 0; s < N_SIZES; s++) {
        counting.n_items = sizes[s];
        counting.covered = qa_arena_array(arena, N_CHUNKS, sizeof *counting.covered);
        qa_parallel_for(N_CHUNKS, count_values, &counting);
        for (size_t f = 0; f < N_OF_VALUES; f++) {
            covered[s][f] = percent(counting.covered, f, n_replicates);
        }
    }
    for (size_t f = 0; f < N_OF_VALUES; f++) {
        printf("| %s | %s | %.3f |", of->name, names[f], counting.truth[f]);
        for (size_t s = 0; s < N_SIZES; s++) {
            printf(covered[s][f] < 93.5 ? " **%.1f** |" : " %.1f |", covered[s][f]);
        }
        printf("\n");
    }
    qa_arena_free(arena);
}

static void ratio_section(size_t n_replicates)
{
    printf(
        "# Coverage of the 95 %% intervals of ratios over items\n\nMade by `make calibrate`: %zu "
        "samples a cell. Per cent of the intervals that cover the ratio of the\npopulation; below "
        "93.5 in bold. With few errors the pseudo-cluster interval covers more than it says:\nthe "
        "price of not knowing how errors lump.\n\n"
        "| population | figure | value | 10 items | 20 | 30 | 50 | 100 | 300 | delta method: 10 "
        "items | 20 | 30 | 50 | 100 | 300 |\n"
        "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n",
        n_replicates);
    for (size_t p = 0; p < N_POPULATIONS; p++) {
        population_rows(&populations[p], n_replicates);
    }
    printf("\nThe one figure below is `mean_with_misses` of single objects: a miss counts as a "
           "similarity of 0, all that are found lie\nfar from it, and 20 to 50 items may have "
           "missed one or two, or none.\n");
}

static void quantile_section(size_t n_replicates)
{
    printf("\n## Quantiles and standard deviation of similarity\n\nLikewise, of the intervals of "
           "qa/stats/cluster_values.h; matched pairs from IoU %.1f on.\n\n"
           "| population | figure | value | 5 items | 10 | 20 | 30 | 50 | 100 | 300 |\n"
           "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|\n",
           threshold);
    for (size_t p = 0; p < N_SIMILARITIES; p++) {
        value_rows(&similarities[p], n_replicates);
    }
}

int main(int argc, char **argv)
{
    qa_special_init();
    size_t n_replicates = argc > 1 ? (size_t)strtoul(argv[1], NULL, 10) : 4000;
    bool all = argc < 3 || strcmp(argv[2], "quantiles") != 0;
    if (all) {
        ratio_section(n_replicates);
    }
    quantile_section(n_replicates);
    return 0;
}
