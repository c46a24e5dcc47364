#include "qa/stats/rate_future.h"

#include <math.h>
#include <string.h>

#include "qa/stats/draws.h"
#include "qa/stats/monotone_parts.h"
#include "qa/stats/special.h"

/* Standard deviation over mean of annotators' rates. */
static const double variations[QA_N_VARIATIONS] = {0, 0.15, 0.3, 0.5, 0.75, 1.1};

/* Parts of the errors by which the upper limit is taken: all, and each this part of the one before.
 */
static const double NEXT_PART = 0.9;
enum { N_PARTS = 8 };

/* ---- what was found ---- */

static void sum_items(const struct qa_rate_sample *sample, struct qa_rate_summary *out)
{
    for (size_t i = 0; i < sample->n_items; i++) {
        double errors = sample->items[i].errors;
        out->errors += errors;
        out->ee += errors * errors;
        out->en += errors * sample->items[i].trials;
    }
}

static struct qa_rate_work work_of(const struct qa_rate_sample *sample, double concentration,
                                   double confidence)
{
    struct qa_rate_work work = {.sample = sample,
                                .confidence = confidence,
                                .concentration = concentration,
                                .z = qa_normal_quantile((1 + confidence) / 2)};
    double high = (1 + confidence) / 2;
    work.t = sample->squares > (double)sample->trials && sample->n > 1
                 ? qa_t_quantile(high, 2 * ((double)sample->n - 1))
                 : work.z;
    work.is_random = sample->n_annotators > 1;
    if (work.is_random) {
        work.t_annotators = qa_t_quantile(high, (double)sample->n_annotators - 1);
    }
    return work;
}

struct qa_rate_summary *qa_rate_summary(const struct qa_rate_sample *sample, double concentration,
                                        enum qa_annotators_are annotators, double confidence,
                                        struct qa_arena *arena)
{
    struct qa_rate_summary *out = QA_NEW(arena, struct qa_rate_summary);
    *out = (struct qa_rate_summary){.sample = *sample,
                                    .concentration = concentration,
                                    .confidence = confidence,
                                    .wrong_items = sample->n_items};
    sum_items(sample, out);
    if (annotators != QA_ANNOTATORS_RANDOM || sample->n_annotators < 2) {
        out->sample.n_annotators = 0;
    }
    struct qa_rate_work work = work_of(&out->sample, concentration, confidence);
    if (out->sample.n_annotators > 0) {
        qa_rate_group_annotators(&work, arena);
        out->people = work.people;
    }
    struct qa_rate_sums sums = {out->errors, out->ee, out->en, 0};
    out->within = fmax(1, qa_rate_effect_of(&work, &sums, concentration).spread);
    out->sample.items = NULL;
    out->sample.shares = NULL;
    out->sample.annotator_trials = NULL;
    return out;
}

/* ---- annotators ---- */

static double log_likelihood(const struct qa_rate_summary *summary, double c)
{
    double p = (summary->errors + 0.5) / ((double)summary->sample.trials + 1);
    double sum = 0;
    for (size_t g = 0; g < summary->sample.n_annotators; g++) {
        double x = summary->people[g].errors / summary->within;
        double mean = p * summary->people[g].trials / summary->within;
        double k = c > 0 ? 1 / (c * c) : 0;
        sum +=
            c > 0 ? lgamma(x + k) - lgamma(k) + k * log(k / (k + mean)) + x * log(mean / (k + mean))
                  : x * log(mean) - mean;
    }
    return sum;
}

struct qa_rate_variations qa_rate_variations(const struct qa_rate_summary *summary)
{
    struct qa_rate_variations out = {{0}, {0}};
    double n = (double)summary->sample.trials;
    double p = fmin(0.9, (summary->errors + 0.5) / (n + 1));
    double squares = 0;
    double logs[QA_N_VARIATIONS];
    double most = -HUGE_VAL;
    for (size_t g = 0; g < summary->sample.n_annotators; g++) {
        squares += summary->people[g].trials * summary->people[g].trials;
    }
    for (int k = 0; k < QA_N_VARIATIONS; k++) {
        double c = variations[k];
        out.trials[k] = n / (summary->within + c * c * p / (1 - p) * squares / n);
        logs[k] = summary->sample.n_annotators > 0 ? log_likelihood(summary, c) : k > 0 ? -1e9 : 0;
        most = fmax(most, logs[k]);
    }
    double sum = 0;
    for (int k = 0; k < QA_N_VARIATIONS; k++) {
        sum += exp(logs[k] - most);
        out.up_to[k] = sum;
    }
    for (int k = 0; k < QA_N_VARIATIONS; k++) {
        out.up_to[k] /= sum;
    }
    return out;
}

int qa_draw_variation(const struct qa_rate_variations *variations_of, struct qa_random *random)
{
    double u = qa_random_real(random);
    int k = 0;
    while (k + 1 < QA_N_VARIATIONS && u > variations_of->up_to[k]) {
        k++;
    }
    return k;
}

/* ---- what may be found ---- */

struct qa_rate_future qa_rate_future(const struct qa_rate_summary *summary, double rate,
                                     int variation, struct qa_random *random,
                                     struct qa_arena *arena)
{
    size_t g = summary->sample.n_annotators;
    double known = (double)summary->wrong_items / 2 + 1;
    struct qa_rate_future out = {.summary = summary,
                                 .d = 1 +
                                      (summary->within - 1) * qa_draw_gamma(random, known) / known,
                                 .own = QA_ARRAY(arena, double, g + 1),
                                 .people = QA_ARRAY(arena, struct qa_annotator_part, g),
                                 .items = (double)summary->sample.n,
                                 .trials = (double)summary->sample.trials,
                                 .squares = summary->sample.squares,
                                 .share_squares = summary->sample.share_squares,
                                 .errors = summary->errors,
                                 .ee = summary->ee,
                                 .en = summary->en};
    double c = variations[variation];
    double k = c > 0 ? 1 / (c * c) : 0;
    out.own[0] = rate;
    for (size_t i = 0; i < g; i++) {
        const struct qa_annotator_part *part = &summary->people[i];
        double mean = rate * part->trials / summary->within;
        double own =
            c > 0 ? qa_draw_gamma(random, k + part->errors / summary->within) / (k + mean) : 1;
        out.own[i] = fmin(1, rate * own);
        out.people[i] = *part;
    }
    return out;
}

/* Poisson; from 30 on by the normal distribution, rounded. */
static double draw_poisson(struct qa_random *random, double mean)
{
    if (mean > 30) {
        return fmax(0, round(mean + sqrt(mean) * qa_random_normal(random)));
    }
    double left = exp(-mean);
    double n = -1;
    for (double product = 1; product > left; n++) {
        product *= qa_random_real(random);
    }
    return fmax(0, n);
}

double qa_draw_errors(struct qa_random *random, double trials, double rate, double d)
{
    double mean = trials * rate;
    if (mean <= 0) {
        return 0;
    }
    /* Of single trials at most so many as there are: binomial where the rate is not small. */
    double scale = d - 1 - rate;
    if (scale > 1e-6) {
        mean = scale * qa_draw_gamma(random, mean / scale);
    } else if (mean > 30) {
        return fmin(trials,
                    fmax(0, round(mean + sqrt(mean * (1 - rate)) * qa_random_normal(random))));
    }
    return fmin(trials, draw_poisson(random, mean));
}

void qa_rate_future_add(struct qa_rate_future *future, double trials, struct qa_random *random)
{
    const struct qa_rate_summary *summary = future->summary;
    double size = (double)summary->sample.trials / (double)summary->sample.n;
    double m = summary->sample.squares / (double)summary->sample.trials;
    double items = ceil(trials / size);
    double added = items * size;
    size_t n = summary->sample.n_annotators;
    double signed_trials = 0;
    for (size_t g = 0; g < n; g++) {
        signed_trials += summary->people[g].trials;
    }
    for (size_t g = 0; g < (n > 0 ? n : 1); g++) {
        double own = n > 0 ? added * summary->people[g].trials / signed_trials : added;
        double errors = qa_draw_errors(random, own, future->own[g], future->d);
        double p = future->own[g];
        double ee = errors * (future->d * (1 - p) + p * m);
        future->errors += errors;
        future->ee += ee;
        future->en += errors * m;
        if (n > 0) {
            future->people[g].trials += own;
            future->people[g].errors += errors;
            future->people[g].ee += ee;
            future->people[g].en += errors * m;
        }
    }
    future->items += items;
    future->trials += added;
    future->squares += added * m;
    future->share_squares += added * m;
}

static void raise_high_by_parts(struct qa_rate_work *work, const struct qa_rate_sums *all,
                                struct qa_monotone_rate *out)
{
    double part = 1;
    for (int i = 0; i < (work->is_random ? N_PARTS : 1); i++) {
        struct qa_rate_sums sums = {part * all->errors, part * all->ee, part * all->en, 0};
        sums.between = work->is_random ? qa_rate_most_between(work, sums.errors) : 0;
        qa_rate_raise_high(work, &sums, out);
        part *= NEXT_PART;
    }
}

struct qa_monotone_rate qa_rate_future_limit(const struct qa_rate_future *future)
{
    struct qa_monotone_rate out = {.design_effect = 1, .spread = 1};
    struct qa_rate_sample sample = future->summary->sample;
    sample.n = (uint64_t)future->items;
    sample.trials = (uint64_t)round(future->trials);
    sample.squares = future->squares;
    sample.share_squares = future->share_squares;
    struct qa_rate_work work =
        work_of(&sample, future->summary->concentration, future->summary->confidence);
    work.people = future->people;
    for (size_t g = 0; g < sample.n_annotators; g++) {
        work.annotator_squares += future->people[g].trials * future->people[g].trials;
    }
    out.rate.value = future->errors / future->trials;
    out.rate.high = out.rate.value;
    out.rate.n = sample.trials;
    struct qa_rate_sums all = {future->errors, future->ee, future->en, 0};
    raise_high_by_parts(&work, &all, &out);
    out.design_effect = qa_rate_effect_behind(&out, work.confidence);
    return out;
}
