/* Coverage of the limits that gates go by (qa/stats/monotone_rate.h). */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "qa/stats/monotone_rate.h"
#include "qa/stats/special.h"
#include "tests/support/simulate.h"

enum { MOST_ITEMS = 300, MOST_ANNOTATORS = 10, N_SIZES = 6 };

static const size_t sizes[N_SIZES] = {10, 20, 30, 50, 100, 300};

struct population {
    unsigned trials;     /* an item, on average */
    double rate;         /* of a trial */
    double lumps;        /* correlation of an item's trials */
    unsigned annotators; /* 0: as they are, all alike */
    double variation;    /* of annotators: standard deviation over mean of a gamma distribution */
};

static const struct population populations[] = {
    {1, 0.01, 0, 0, 0},    {1, 0.05, 0, 0, 0},    {1, 0.2, 0, 0, 0},      {8, 0.01, 0, 0, 0},
    {8, 0.01, 0.3, 0, 0},  {8, 0.05, 0, 0, 0},    {8, 0.05, 0.3, 0, 0},   {8, 0.05, 0.8, 0, 0},
    {8, 0.2, 0.3, 0, 0},   {20, 0.05, 0.1, 0, 0}, {20, 0.05, 0.4, 0, 0},  {1, 0.05, 0, 5, 0.5},
    {1, 0.05, 0, 10, 0.5}, {8, 0.05, 0, 5, 0.3},  {8, 0.05, 0.1, 5, 0.5}, {8, 0.05, 0.1, 10, 0.5},
    {8, 0.05, 0.1, 10, 1},
};

static struct qa_monotone_rate sample(const struct population *population, size_t n,
                                      struct qa_random *random, struct qa_arena *arena)
{
    static struct qa_item_errors items[MOST_ITEMS];
    static struct qa_item_share shares[MOST_ITEMS];
    uint64_t trials[MOST_ANNOTATORS] = {0};
    double own[MOST_ANNOTATORS] = {0};
    struct qa_rate_sample sample = {.n = n,
                                    .items = items,
                                    .shares = shares,
                                    .annotator_trials = trials,
                                    .n_annotators = population->annotators};
    for (unsigned g = 0; g < population->annotators; g++) {
        double shape = 1 / (population->variation * population->variation);
        own[g] = draw_gamma(random, shape) / shape;
    }
    for (size_t i = 0; i < n; i++) {
        unsigned g = population->annotators > 0 ? (unsigned)(i % population->annotators) : 0;
        unsigned size = population->trials;
        size = size > 1 ? 1 + draw_poisson(random, size - 1) : 1;
        double p = draw_rate(random, population->rate, population->lumps);
        unsigned errors =
            draw_binomial(random, size, fmin(1, population->annotators > 0 ? p * own[g] : p));
        sample.trials += size;
        sample.squares += (double)size * size;
        trials[g] += size;
        if (errors > 0) {
            uint32_t at = (uint32_t)sample.n_items++;
            items[at] = (struct qa_item_errors){errors, size};
            shares[sample.n_shares++] = (struct qa_item_share){at, g, errors, size};
        }
    }
    sample.share_squares = sample.squares;
    sample.n_shares = population->annotators > 0 ? sample.n_shares : 0;
    double r = qa_error_concentration(items, sample.n_items, sample.squares, sample.trials);
    return qa_monotone_rate(&sample, r,
                            population->annotators > 0 ? QA_ANNOTATORS_RANDOM : QA_ANNOTATORS_FIXED,
                            0.95, arena);
}

static double covered(const struct population *population, size_t n, size_t n_samples,
                      struct qa_arena *arena)
{
    size_t hits = 0;
    struct qa_random random;
    qa_random_init(&random, 2026, n);
    for (size_t s = 0; s < n_samples; s++) {
        struct qa_arena_mark mark = qa_arena_mark(arena);
        struct qa_monotone_rate got = sample(population, n, &random, arena);
        hits += got.rate.low <= population->rate && population->rate <= got.rate.high;
        qa_arena_reset(arena, mark);
    }
    return 100 * (double)hits / (double)n_samples;
}

int main(int argc, char **argv)
{
    size_t n_samples = argc > 1 ? (size_t)strtoul(argv[1], NULL, 10) : 2000;
    struct qa_arena *arena = qa_arena_new();
    qa_special_init();
    printf("# Coverage of the limits that gates go by\n\nMade by `make calibrate`: %zu samples a "
           "cell. Per cent of the 95 %% intervals that cover the rate of the population; below "
           "93.5\nin bold. Annotators 0: as they are; else so many drawn from all there are, whose "
           "rates differ by the variation.\n\n| trials an item | rate | correlation | annotators "
           "| variation | 10 items | 20 | 30 | 50 | 100 | 300 "
           "|\n|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n",
           n_samples);
    for (size_t p = 0; p < sizeof populations / sizeof *populations; p++) {
        const struct population *at = &populations[p];
        printf("| %u | %g %% | %g | %u | %g |", at->trials, 100 * at->rate, at->lumps,
               at->annotators, at->variation);
        for (size_t s = 0; s < N_SIZES; s++) {
            double share = covered(at, sizes[s], n_samples, arena);
            printf(share < 93.5 ? " **%.1f** |" : " %.1f |", share);
        }
        printf("\n");
    }
    qa_arena_free(arena);
    return 0;
}
