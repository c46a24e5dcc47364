/* How often the 95 % intervals of audits cover the rate of the lot that was sampled: simulated
 * lots, each drawn from again and again by the design's own functions. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "qa/base/random.h"
#include "qa/stats/interval.h"
#include "qa/stats/sampling.h"
#include "qa/stats/special.h"
#include "qa/stats/survey.h"

#define CONFIDENCE 0.95

static void print_share(size_t covered, size_t n)
{
    double percent = 100 * (double)covered / (double)n;
    bool holds = percent >= 93.5 && percent <= 96.5;
    printf(holds ? " %.1f |" : " **%.1f** |", percent);
}

static bool covers(const struct qa_estimate *estimate, double truth)
{
    return qa_is_defined(estimate) && estimate->low <= truth + 1e-12 &&
           estimate->high >= truth - 1e-12;
}

/* Errors among n drawn from a lot whose units are right or wrong. */
static uint64_t draw_errors(struct qa_random *random, uint64_t lot, uint64_t wrong, uint64_t n)
{
    uint64_t found = 0;
    for (uint64_t i = 0; i < n; i++) {
        found += qa_random_below(random, lot - i) < wrong - found;
    }
    return found;
}

/* ---- simple samples ---- */

static struct qa_estimate by_t(uint64_t errors, uint64_t n, uint64_t lot)
{
    double p = (double)errors / (double)n;
    double se = sqrt(p * (1 - p) / (double)(n - 1) * (1 - (double)n / (double)lot));
    double t = qa_t_quantile((1 + CONFIDENCE) / 2, (double)n - 1);
    return (struct qa_estimate){.value = p, .low = fmax(0, p - t * se), .high = p + t * se};
}

static void simple_samples(size_t n_audits)
{
    static const struct {
        uint64_t lot, wrong, n;
    } cases[] = {{1000, 10, 100},   {1000, 50, 100},   {1000, 50, 400},   {1000, 200, 100},
                 {10000, 100, 200}, {10000, 500, 200}, {10000, 2000, 200}};
    printf(
        "\n### Simple samples of a finite lot\n\n"
        "| lot | rate | checked | hypergeometric | Wilson, finite lot | Clopper-Pearson | Jeffreys "
        "| design-based t |\n|--:|--:|--:|--:|--:|--:|--:|--:|\n");
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        uint64_t lot = cases[c].lot;
        uint64_t n = cases[c].n;
        double truth = (double)cases[c].wrong / (double)lot;
        size_t covered[5] = {0};
        for (size_t a = 0; a < n_audits; a++) {
            struct qa_random random;
            qa_random_init(&random, c, a);
            uint64_t x = draw_errors(&random, lot, cases[c].wrong, n);
            double trials = (double)n * (double)(lot - 1) / (double)(lot - n);
            const struct qa_estimate estimates[5] = {
                qa_proportion_hypergeometric(x, n, lot, CONFIDENCE),
                qa_wilson_effective((double)x / (double)n, trials, CONFIDENCE),
                qa_clopper_pearson(x, n, CONFIDENCE), qa_jeffreys(x, n, CONFIDENCE),
                by_t(x, n, lot)};
            for (int k = 0; k < 5; k++) {
                covered[k] += covers(&estimates[k], truth);
            }
        }
        printf("| %llu | %.1f %% | %llu |", (unsigned long long)lot, 100 * truth,
               (unsigned long long)n);
        for (int k = 0; k < 5; k++) {
            print_share(covered[k], n_audits);
        }
        printf("\n");
    }
}

/* ---- strata ---- */

static void stratified_samples(size_t n_audits)
{
    static const struct {
        const char *name;
        uint64_t size[3], wrong[3], n[3];
    } cases[] = {{"proportional", {5000, 3000, 2000}, {50, 150, 400}, {100, 60, 40}},
                 {"equal", {5000, 3000, 2000}, {50, 150, 400}, {67, 67, 66}},
                 {"rare errors in one stratum", {9000, 800, 200}, {0, 8, 60}, {70, 65, 65}},
                 {"few errors anywhere", {5000, 3000, 2000}, {25, 30, 30}, {100, 60, 40}}};
    printf("\n### Strata, 200 checked of 10,000\n\n| draw | rate | Wilson, effective size |\n"
           "|---|--:|--:|\n");
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        double truth = 0;
        size_t covered = 0;
        for (int h = 0; h < 3; h++) {
            truth += (double)cases[c].wrong[h] / 10000;
        }
        for (size_t a = 0; a < n_audits; a++) {
            struct qa_stratum strata[3];
            struct qa_random random;
            qa_random_init(&random, 100 + c, a);
            for (int h = 0; h < 3; h++) {
                strata[h] = (struct qa_stratum){
                    cases[c].size[h], cases[c].n[h],
                    draw_errors(&random, cases[c].size[h], cases[c].wrong[h], cases[c].n[h])};
            }
            struct qa_estimate rate = qa_proportion_stratified(strata, 3, CONFIDENCE);
            covered += covers(&rate, truth);
        }
        printf("| %s | %.1f %% |", cases[c].name, 100 * truth);
        print_share(covered, n_audits);
        printf("\n");
    }
}

/* ---- clusters ---- */

enum { N_CLUSTERS = 100 };

/* Batches of 20 to 60 answers whose rates differ as a beta distribution with mean 8 % does. */
static double make_clusters(uint64_t *errors, uint64_t *units, double strength)
{
    struct qa_random random;
    double sum_errors = 0;
    double sum_units = 0;
    qa_random_init(&random, 77, 0);
    for (int c = 0; c < N_CLUSTERS; c++) {
        double u = fmin(fmax(qa_random_real(&random), 1e-9), 1 - 1e-9);
        double rate = qa_beta_quantile(u, 0.08 * strength, 0.92 * strength);
        units[c] = 20 + qa_random_below(&random, 41);
        errors[c] = 0;
        for (uint64_t i = 0; i < units[c]; i++) {
            errors[c] += qa_random_real(&random) < rate;
        }
        sum_errors += (double)errors[c];
        sum_units += (double)units[c];
    }
    return sum_errors / sum_units;
}

static void cluster_samples(size_t n_audits)
{
    static const double strengths[] = {5, 50};
    static const size_t counts[] = {5, 10, 30};
    printf("\n### Whole batches, of 100 batches of 20 to 60 answers\n\n"
           "| batches differ | batches checked | Korn-Graubard | Wilson, effective size | "
           "design-based t |\n"
           "|---|--:|--:|--:|--:|\n");
    for (int s = 0; s < 2; s++) {
        uint64_t errors[N_CLUSTERS];
        uint64_t units[N_CLUSTERS];
        double truth = make_clusters(errors, units, strengths[s]);
        for (int m = 0; m < 3; m++) {
            size_t covered[3] = {0};
            for (size_t a = 0; a < n_audits; a++) {
                struct qa_random random;
                uint64_t order[N_CLUSTERS];
                double drawn_errors[N_CLUSTERS];
                double drawn_units[N_CLUSTERS];
                qa_random_init(&random, 200 + (uint64_t)m, a);
                qa_shuffle(&random, order, N_CLUSTERS);
                for (size_t i = 0; i < counts[m]; i++) {
                    drawn_errors[i] = (double)errors[order[i]];
                    drawn_units[i] = (double)units[order[i]];
                }
                for (int k = 0; k < 3; k++) {
                    struct qa_estimate rate =
                        qa_survey_clusters(drawn_errors, drawn_units, counts[m], N_CLUSTERS,
                                           CONFIDENCE, (enum qa_design_interval)k);
                    covered[k] += covers(&rate, truth);
                }
            }
            printf("| %s | %zu |", s == 0 ? "much" : "little", counts[m]);
            for (int k = 0; k < 3; k++) {
                print_share(covered[k], n_audits);
            }
            printf("\n");
        }
    }
}

/* ---- unequal probabilities ---- */

enum { N_UNITS = 3000 };

static void unequal_samples(size_t n_audits)
{
    static const uint64_t counts[] = {50, 100, 300};
    double *size = malloc(N_UNITS * sizeof *size);
    double *probability = malloc(N_UNITS * sizeof *probability);
    bool *wrong = malloc(N_UNITS * sizeof *wrong);
    bool *taken = malloc(N_UNITS * sizeof *taken);
    if (size == NULL || probability == NULL || wrong == NULL || taken == NULL) {
        abort();
    }
    printf("\n### Drawn by size, of 3,000 units\n\n| errors | checked | Korn-Graubard | Wilson, "
           "effective size | design-based t |\n|---|--:|--:|--:|--:|\n");
    for (int related = 0; related < 2; related++) {
        struct qa_random random;
        double truth = 0;
        qa_random_init(&random, 55, 0);
        for (int i = 0; i < N_UNITS; i++) {
            size[i] = exp(0.7 * qa_random_normal(&random));
            wrong[i] = qa_random_real(&random) < (related ? fmin(0.06 * size[i], 0.9) : 0.08);
            truth += wrong[i] / (double)N_UNITS;
        }
        for (int m = 0; m < 3; m++) {
            size_t covered[3] = {0};
            qa_pps_probabilities(size, N_UNITS, counts[m], probability);
            for (size_t a = 0; a < n_audits; a++) {
                bool drawn_wrong[N_UNITS];
                double drawn_probability[N_UNITS];
                size_t n = 0;
                qa_random_init(&random, 300 + (uint64_t)m, a);
                qa_pps_draw(probability, N_UNITS, &random, taken);
                for (int i = 0; i < N_UNITS; i++) {
                    if (taken[i]) {
                        drawn_wrong[n] = wrong[i];
                        drawn_probability[n++] = probability[i];
                    }
                }
                for (int k = 0; k < 3; k++) {
                    struct qa_estimate rate = qa_survey_unequal(
                        drawn_wrong, drawn_probability, n, CONFIDENCE, (enum qa_design_interval)k);
                    covered[k] += covers(&rate, truth);
                }
            }
            printf("| %s | %llu |", related ? "more in large units" : "anywhere",
                   (unsigned long long)counts[m]);
            for (int k = 0; k < 3; k++) {
                print_share(covered[k], n_audits);
            }
            printf("\n");
        }
    }
    free(size);
    free(probability);
    free(wrong);
    free(taken);
}

int main(int argc, char **argv)
{
    qa_special_init();
    size_t n_audits = argc > 1 ? (size_t)strtoul(argv[1], NULL, 10) : 10000;
    printf("# Coverage of the 95 %% intervals of audits\n\nMade by `make calibrate`: %zu simulated "
           "audits a cell. Per cent of the intervals that cover the lot's\nrate; outside 93.5 to "
           "96.5 in bold. Exact intervals promise 95 at least, since errors are whole numbers.\n",
           n_audits);
    simple_samples(n_audits);
    stratified_samples(n_audits);
    cluster_samples(n_audits);
    unequal_samples(n_audits);
    return 0;
}
