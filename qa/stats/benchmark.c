#include "qa/stats/benchmark.h"

#include "qa/stats/agreement_score.h"
#include "qa/stats/special.h"

static const double ENOUGH = 0.95;

static const struct qa_benchmark_level landis_koch[] = {
    {"poor", -1},      {"slight", 0},        {"fair", 0.2},
    {"moderate", 0.4}, {"substantial", 0.6}, {"almost perfect", 0.8},
};
static const struct qa_benchmark_level fleiss[] = {
    {"poor", -1}, {"fair to good", 0.4}, {"excellent", 0.75}};
static const struct qa_benchmark_level altman[] = {
    {"poor", -1}, {"fair", 0.2}, {"moderate", 0.4}, {"good", 0.6}, {"very good", 0.8}};
static const struct qa_benchmark_level krippendorff[] = {
    {"not reliable", -1}, {"tentative", 2.0 / 3}, {"reliable", 0.8}};

#define SCALE(list)                                                                                \
    {                                                                                              \
#list, list, sizeof(list) / sizeof *(list)                                                 \
    }

const struct qa_benchmark_scale qa_benchmark_scales[] = {SCALE(landis_koch), SCALE(fleiss),
                                                         SCALE(altman), SCALE(krippendorff)};
const size_t qa_n_benchmark_scales = sizeof qa_benchmark_scales / sizeof *qa_benchmark_scales;

/* P(x >= from) of a normal about the estimate, cut to [-1, 1]. */
static double probability_above(const struct qa_estimate *estimate, double from)
{
    if (from <= -1) {
        return 1;
    }
    if (estimate->se <= 0) {
        return estimate->value >= from ? 1 : 0;
    }
    double top = qa_normal_cdf((estimate->value - 1) / estimate->se);
    double all = qa_normal_cdf((estimate->value + 1) / estimate->se) - top;
    return all > 0 ? (qa_normal_cdf((estimate->value - from) / estimate->se) - top) / all : 0;
}

/* The lower limit leaves half of what the confidence leaves below it. */
static struct qa_benchmark by_lower_limit(const struct qa_benchmark_scale *scale,
                                          const struct qa_estimate *estimate)
{
    struct qa_benchmark out = {.by_point = scale->levels[0].name};
    for (size_t level = 0; level < scale->n_levels; level++) {
        const struct qa_benchmark_level *own = &scale->levels[level];
        out.by_point = estimate->value >= own->from ? own->name : out.by_point;
        if (estimate->has_interval && (level == 0 || estimate->low >= own->from)) {
            out.by_interval = own->name;
            out.probability = level == 0 ? 1 : 1 - (1 - estimate->confidence) / 2;
        }
    }
    return out;
}

struct qa_benchmark qa_benchmark(const struct qa_benchmark_scale *scale,
                                 const struct qa_estimate *estimate)
{
    struct qa_benchmark out = {.by_point = scale->levels[0].name};
    if (qa_is_matched_score(estimate)) {
        return by_lower_limit(scale, estimate);
    }
    for (size_t level = 0; level < scale->n_levels; level++) {
        if (estimate->value >= scale->levels[level].from) {
            out.by_point = scale->levels[level].name;
        }
        double probability = probability_above(estimate, scale->levels[level].from);
        if (estimate->has_se && estimate->has_interval && probability >= ENOUGH) {
            out.by_interval = scale->levels[level].name;
            out.probability = probability;
        }
    }
    return out;
}
