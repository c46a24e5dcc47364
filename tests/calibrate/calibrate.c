/*
 * Do the intervals hold? Simulates known populations and counts how often each 95 % interval covers
 * the coefficient of the population. Prints Markdown. Usage: calibrate [REPLICATES [METHODS]]: the
 * first so many methods only.
 *
 * A population is drawn once: 200,000 items by the same annotators; its coefficients are the truth.
 * Samples draw items afresh by the same process. Coverage of 0.95 is known to +- 0.0043 at 10,000
 * replicates (two standard errors).
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "qa/base/parallel.h"
#include "qa/base/random.h"
#include "qa/stats/agreement.h"
#include "qa/stats/agreement_resample.h"
#include "qa/stats/agreement_score.h"
#include "qa/stats/conger.h"
#include "qa/stats/interval.h"
#include "qa/stats/krippendorff.h"
#include "qa/stats/pairwise.h"
#include "qa/stats/special.h"
#include "qa/stats/weights.h"

/* Annotators who know the class with a probability of their own and guess by the classes' shares
 * otherwise. */
struct population {
    const char *name;
    uint32_t n_raters;
    uint32_t k;
    double share[5]; /* of the classes */
    double knows[5]; /* of the annotators */
    double missing;
    bool is_ordered; /* who does not know the class errs by one step */
};

static const struct population populations[] = {
    {"3 annotators, 3 even classes", 3, 3, {0.34, 0.33, 0.33}, {0.9, 0.8, 0.7}, 0, false},
    {"3 annotators, rare class (5 %)", 3, 2, {0.95, 0.05}, {0.85, 0.85, 0.85}, 0, false},
    {"3 annotators, low agreement", 3, 4, {0.4, 0.3, 0.2, 0.1}, {0.5, 0.4, 0.3}, 0, false},
    {"3 annotators, high agreement", 3, 3, {0.5, 0.3, 0.2}, {0.97, 0.97, 0.97}, 0, false},
    {"5 annotators, 30 % missing", 5, 3, {0.5, 0.3, 0.2}, {0.9, 0.8, 0.8, 0.7, 0.6}, 0.3, false},
    {"2 annotators, 5 ordered classes", 2, 5, {0.1, 0.2, 0.4, 0.2, 0.1}, {0.8, 0.7}, 0, true},
    {"3 annotators, ordered, skewed", 3, 4, {0.85, 0.08, 0.04, 0.03}, {0.95, 0.9, 0.9}, 0.1, true},
};
enum { N_POPULATIONS = sizeof populations / sizeof *populations, TRUTH_ITEMS = 200000 };

static uint32_t draw_class(struct qa_random *random, const struct population *population)
{
    double u = qa_random_real(random);
    uint32_t c = 0;
    while (c + 1 < population->k && u >= population->share[c]) {
        u -= population->share[c++];
    }
    return c;
}

static uint32_t guess(struct qa_random *random, const struct population *population, uint32_t truth)
{
    if (!population->is_ordered) {
        return draw_class(random, population);
    }
    bool up = truth == 0 || (truth + 1 < population->k && qa_random_real(random) < 0.5);
    return up ? truth + 1 : truth - 1;
}

static struct qa_ratings simulate(const struct population *population, size_t n_items,
                                  struct qa_random *random, struct qa_arena *arena)
{
    uint64_t *first = QA_ARRAY(arena, uint64_t, n_items + 1);
    uint32_t *rater = QA_ARRAY(arena, uint32_t, n_items * population->n_raters);
    uint32_t *category = QA_ARRAY(arena, uint32_t, n_items * population->n_raters);
    size_t n = 0;
    for (size_t i = 0; i < n_items; i++) {
        uint32_t truth = draw_class(random, population);
        for (uint32_t g = 0; g < population->n_raters; g++) {
            bool missing = qa_random_real(random) < population->missing;
            bool knows = qa_random_real(random) < population->knows[g];
            uint32_t given = knows ? truth : guess(random, population, truth);
            if (!missing) {
                rater[n] = g;
                category[n++] = given;
            }
        }
        first[i + 1] = n;
    }
    return (struct qa_ratings){n_items,  n,   population->n_raters, population->k, first, rater,
                               category, NULL};
}

/* Every interval that is looked at: a coefficient made one way. */
enum { N_METHODS = 5 };
static const char *const names[] = {"percent_agreement",
                                    "percent_agreement_pooled",
                                    "scott_pi",
                                    "bennett_s",
                                    "fleiss_kappa",
                                    "krippendorff_alpha",
                                    "gwet_ac1",
                                    "conger_kappa",
                                    "light_kappa",
                                    "cohen_kappa (first pair)",
                                    "fleiss_kappa_linear",
                                    "fleiss_kappa_quadratic",
                                    "conger_kappa_quadratic",
                                    "krippendorff_alpha_interval",
                                    "gwet_ac2_quadratic",
                                    "bennett_s_linear",
                                    "krippendorff_alpha_ordinal",
                                    "kappa of the last class",
                                    "positive agreement on it"};
enum { N_NAMES = sizeof names / sizeof *names };
static const char *const methods[N_METHODS] = {"auto", "analytic", "jackknife", "bootstrap", "bca"};

struct figures {
    struct qa_estimate of[N_NAMES];
};

/* Weighted forms and single categories: matched score and analytic intervals only. */
static void measure_weighted(const struct qa_ratings *ratings, const struct qa_patterns *patterns,
                             enum qa_interval_method method, struct figures *out,
                             struct qa_arena *arena)
{
    static const struct {
        enum qa_weights weights;
        enum qa_coefficient coefficient;
    } forms[] = {
        {QA_WEIGHTS_LINEAR, QA_FLEISS_KAPPA},      {QA_WEIGHTS_QUADRATIC, QA_FLEISS_KAPPA},
        {QA_WEIGHTS_QUADRATIC, QA_N_COEFFICIENTS}, {QA_WEIGHTS_QUADRATIC, QA_KRIPPENDORFF_ALPHA},
        {QA_WEIGHTS_QUADRATIC, QA_GWET_AC},        {QA_WEIGHTS_LINEAR, QA_BENNETT_S}};
    const struct qa_inference inference = QA_INFERENCE(0.95);
    bool is_auto = method == QA_INTERVAL_AUTO;
    for (int f = 0; f < 6; f++) {
        struct qa_estimate *own = &out->of[10 + f];
        const double *weights =
            qa_weight_matrix(forms[f].weights, NULL, ratings->n_categories, arena);
        if (forms[f].coefficient == QA_N_COEFFICIENTS) {
            *own = qa_conger_kappa(ratings, weights, &inference, NULL, arena);
            if (is_auto) {
                qa_conger_score(ratings, weights, &inference, own, arena);
            }
            continue;
        }
        struct qa_agreement_basis basis = qa_agreement_basis(patterns, weights, arena);
        *own = qa_agreement_coefficient(&basis, forms[f].coefficient, &inference, NULL, arena);
        if (is_auto) {
            qa_agreement_score(&basis, forms[f].coefficient, &inference, own, arena);
        }
    }
    uint32_t last = ratings->n_categories - 1;
    out->of[16] = qa_krippendorff_ordinal(patterns, NULL, &inference, arena);
    if (is_auto) {
        qa_krippendorff_ordinal_score(patterns, &inference, &out->of[16], arena);
    }
    out->of[17] = is_auto ? qa_category_kappa_score(patterns, last, &inference, arena)
                          : qa_category_kappa(patterns, last, &inference, arena);
    out->of[18] = is_auto ? qa_specific_agreement_ratio(patterns, last, &inference).positive
                          : qa_specific_agreement(patterns, last, &inference).positive;
    for (int f = 10; f < N_NAMES; f++) {
        out->of[f].has_interval = out->of[f].has_interval && method <= QA_INTERVAL_ANALYTIC;
    }
}

static void measure(const struct qa_ratings *ratings, enum qa_interval_method method, uint64_t seed,
                    struct figures *out, struct qa_arena *arena)
{
    const struct qa_inference inference = {0.95, 0, 0};
    const struct qa_resampling resampling = {method, 500, seed};
    struct qa_patterns patterns = qa_patterns_find(ratings, arena);
    struct qa_agreement_basis basis = qa_agreement_basis(&patterns, NULL, arena);
    enum qa_coefficient which[QA_N_COEFFICIENTS];
    for (int c = 0; c < QA_N_COEFFICIENTS; c++) {
        which[c] = (enum qa_coefficient)c;
        out->of[c] = qa_agreement_coefficient(&basis, which[c], &inference, NULL, arena);
    }
    const struct qa_pair_request request = {{NULL}, 1, inference, method == QA_INTERVAL_AUTO};
    struct qa_light_pairs light;
    size_t n_pairs;
    struct qa_rater_pair *pairs = qa_rater_pairs(ratings, &request, arena, &n_pairs);
    out->of[7] = qa_conger_kappa(ratings, NULL, &inference, NULL, arena);
    out->of[8] = qa_light_kappa(ratings, NULL, &inference, NULL, &light, arena);
    out->of[9] = n_pairs > 0 ? pairs[0].kappa[0] : qa_undefined("no pair", 0);
    measure_weighted(ratings, &patterns, method, out, arena);
    for (int c = 0; method == QA_INTERVAL_AUTO && c < QA_N_COEFFICIENTS; c++) {
        qa_agreement_score(&basis, which[c], &inference, &out->of[c], arena);
    }
    if (method == QA_INTERVAL_AUTO) {
        qa_conger_score(ratings, NULL, &inference, &out->of[7], arena);
    }
    if (qa_resamples(&resampling)) {
        qa_agreement_resample(&basis, which, QA_N_COEFFICIENTS, &resampling, &inference, out->of);
        qa_conger_resample(ratings, NULL, &resampling, &inference, &out->of[7]);
        qa_light_resample(ratings, NULL, &resampling, &inference, &out->of[8]);
        out->of[9].has_interval = false; /* the table of a pair is resampled by its own function */
    }
}

struct counting {
    const struct population *population;
    size_t n_items;
    enum qa_interval_method method;
    const struct figures *truth;
    size_t n_replicates;
    uint32_t (*covered)[N_NAMES]; /* a chunk */
    uint32_t (*defined)[N_NAMES];
};
enum { N_CHUNKS = 50 };

static void count_chunk(void *context, size_t chunk)
{
    struct counting *counting = context;
    struct qa_arena *arena = qa_arena_new();
    for (size_t b = chunk; b < counting->n_replicates; b += N_CHUNKS) {
        struct qa_arena_mark mark = qa_arena_mark(arena);
        struct qa_random random;
        struct figures figures;
        qa_random_init(&random, 2026, b + 1000);
        struct qa_ratings ratings =
            simulate(counting->population, counting->n_items, &random, arena);
        measure(&ratings, counting->method, b, &figures, arena);
        for (int c = 0; c < N_NAMES; c++) {
            const struct qa_estimate *estimate = &figures.of[c];
            if (!qa_is_defined(estimate) || !estimate->has_interval) {
                continue;
            }
            double truth = counting->truth->of[c].value;
            counting->defined[chunk][c]++;
            counting->covered[chunk][c] += estimate->low <= truth && truth <= estimate->high;
        }
        qa_arena_reset(arena, mark);
    }
    qa_arena_free(arena);
}

/* Coverage in per cent, below 0 where there were no intervals. */
static void coverage(struct counting *counting, double *out)
{
    struct qa_arena *arena = qa_arena_new();
    counting->covered = qa_arena_array(arena, N_CHUNKS, sizeof *counting->covered);
    counting->defined = qa_arena_array(arena, N_CHUNKS, sizeof *counting->defined);
    qa_parallel_for(N_CHUNKS, count_chunk, counting);
    for (int c = 0; c < N_NAMES; c++) {
        double covered = 0;
        double defined = 0;
        for (int k = 0; k < N_CHUNKS; k++) {
            covered += counting->covered[k][c];
            defined += counting->defined[k][c];
        }
        out[c] = defined > 0 ? 100 * covered / defined : -1;
    }
    qa_arena_free(arena);
}

/* ---- exceptions ---- */

/* Cells of the default interval below what is promised, with the reason where one is known. */
enum { MOST_EXCEPTIONS = 200 };
#define LEAST_COVERAGE 93.0
static struct exception {
    const char *population, *figure;
    size_t n_items;
    double percent;
} exceptions[MOST_EXCEPTIONS];
static size_t n_exceptions;

static const char *reason_of(const char *figure)
{
    bool is_squared = strstr(figure, "quadratic") != NULL || strstr(figure, "interval") != NULL ||
                      strstr(figure, "ordinal") != NULL;
    return is_squared ? "squared distances: a few items far apart carry the figure; said below 50 "
                        "items"
           : strncmp(figure, "light", 5) == 0 ? "has not the form of the matched score: linearised"
                                              : "not known";
}

static void note_exceptions(const struct population *population, size_t n_items,
                            const double *percent)
{
    for (int c = 0; c < N_NAMES; c++) {
        bool is_low = c != QA_SCOTT_PI && percent[c] >= 0 && percent[c] < LEAST_COVERAGE;
        if (is_low && n_exceptions < MOST_EXCEPTIONS) {
            exceptions[n_exceptions++] =
                (struct exception){population->name, names[c], n_items, percent[c]};
        }
    }
}

static void print_exceptions(size_t n_replicates)
{
    printf("\n### Exceptions\n\nCells of `auto` below %.1f, of which each is known to +- %.1f (two "
           "standard errors).\n\n| population | items | figure | covered | reason "
           "|\n|---|--:|---|--:|---|\n",
           LEAST_COVERAGE, 200 * sqrt(0.95 * 0.05 / (double)n_replicates));
    for (size_t e = 0; e < n_exceptions; e++) {
        const struct exception *own = &exceptions[e];
        printf("| %s | %zu | %s | %.1f | %s |\n", own->population, own->n_items, own->figure,
               own->percent, reason_of(own->figure));
    }
}

static void population_table(const struct population *population, size_t n_items,
                             size_t n_replicates, int n_methods)
{
    struct qa_arena *arena = qa_arena_new();
    struct qa_random random;
    struct figures truth;
    double percent[N_METHODS][N_NAMES];
    qa_random_init(&random, 7, 0);
    struct qa_ratings all = simulate(population, TRUTH_ITEMS, &random, arena);
    measure(&all, QA_INTERVAL_ANALYTIC, 1, &truth, arena);
    for (int m = 0; m < n_methods; m++) {
        bool draws = m >= QA_INTERVAL_BOOTSTRAP;
        struct counting counting = {.population = population,
                                    .n_items = n_items,
                                    .method = (enum qa_interval_method)m,
                                    .truth = &truth,
                                    .n_replicates = draws ? n_replicates / 5 : n_replicates};
        coverage(&counting, percent[m]);
    }
    note_exceptions(population, n_items, percent[QA_INTERVAL_AUTO]);
    printf("\n### %s, %zu items\n\n| coefficient | value |", population->name, n_items);
    for (int m = 0; m < n_methods; m++) {
        printf(" %s |", methods[m]);
    }
    printf("\n|---|--:|");
    for (int m = 0; m < n_methods; m++) {
        printf("--:|");
    }
    printf("\n");
    for (int c = 0; c < N_NAMES; c++) {
        if (c == QA_SCOTT_PI) {
            continue; /* of two annotators */
        }
        printf("| %s | %.3f |", names[c], truth.of[c].value);
        for (int m = 0; m < n_methods; m++) {
            bool off = percent[m][c] >= 0 && (percent[m][c] < 93.5 || percent[m][c] > 96.5);
            if (percent[m][c] < 0) {
                printf(" - |");
            } else {
                printf(off ? " **%.1f** |" : " %.1f |", percent[m][c]);
            }
        }
        printf("\n");
    }
    qa_arena_free(arena);
}

int main(int argc, char **argv)
{
    qa_special_init();
    size_t n_replicates = argc > 1 ? (size_t)strtoul(argv[1], NULL, 10) : 10000;
    int n_methods = argc > 2 ? (int)strtoul(argv[2], NULL, 10) : N_METHODS;
    n_methods = n_methods > 0 && n_methods < N_METHODS ? n_methods : N_METHODS;
    static const size_t sizes[] = {10, 20, 30, 50, 100, 300};
    printf("# Coverage of the 95 %% intervals\n\nMade by `make calibrate`: %zu samples a cell (a "
           "fifth of that for the bootstraps, of 500 resamples\neach). Per cent of the intervals "
           "that cover the coefficient of the population; outside 93.5 to 96.5 in bold.%s\n",
           n_replicates,
           n_methods <= QA_INTERVAL_BOOTSTRAP ? " This run left the\nbootstraps out." : "");
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        for (size_t p = 0; p < N_POPULATIONS; p++) {
            population_table(&populations[p], sizes[s], n_replicates, n_methods);
        }
    }
    print_exceptions(n_replicates);
    return 0;
}
