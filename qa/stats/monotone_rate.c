
#include <math.h>
#include <stdlib.h>

#include "qa/stats/interval.h"
#include "qa/stats/monotone_parts.h"
#include "qa/stats/special.h"

/* What is taken of the concentration before anything is seen, and the errors it weighs. */
static const double CONCENTRATION = 0.5;
static const double ERRORS_BEHIND_IT = 10;

/* Trials over this are worth so little that Wilson's limit is 1 but for a few ten-thousandths. */
static const double LEAST_KNOWN = 1000;

/* Errors fewer than all of which the worst are taken. */
enum { MOST_LESS = 300 };

double qa_error_concentration(const struct qa_item_errors *items, size_t n, double squares,
                              uint64_t trials)
{
    double weight = trials > 0 ? ERRORS_BEHIND_IT * (squares / (double)trials - 1) : 0;
    double r = CONCENTRATION;
    bool grows = weight > 0;
    while (grows) {
        double together = CONCENTRATION * weight;
        double company = weight;
        for (size_t i = 0; i < n; i++) {
            double errors = items[i].errors;
            double others = (double)items[i].trials - 1;
            if (errors - 1 > r * others) {
                together += errors * (errors - 1);
                company += errors * others;
            }
        }
        grows = together / company > r;
        r = fmax(r, together / company);
    }
    return r;
}

/* ---- a part of the errors ---- */

static int by_falling_key(const void *left, const void *right)
{
    const struct qa_ranked *a = left;
    const struct qa_ranked *b = right;
    if (a->key != b->key) {
        return a->key > b->key ? -1 : 1;
    }
    return (a->item.trials > b->item.trials) - (a->item.trials < b->item.trials);
}

void qa_sort_ranked(struct qa_ranked *list, size_t n)
{
    if (n > 1) {
        qsort(list, n, sizeof *list, by_falling_key);
    }
}

static void add_item(struct qa_rate_sums *sums, uint32_t errors, uint32_t trials)
{
    sums->errors += errors;
    sums->ee += (double)errors * errors;
    sums->en += (double)errors * trials;
}

/* ---- limits ---- */

struct qa_rate_effect qa_rate_effect_of(const struct qa_rate_work *work,
                                        const struct qa_rate_sums *sums, double r)
{
    const struct qa_rate_sample *sample = work->sample;
    double trials = (double)sample->trials;
    double p = sums->errors / trials;
    double others = sample->squares / trials - 1;
    double w = 1 + others * r;
    double seen = sums->errors;
    double lump = w;
    double between = 0;
    if (p < 1) {
        double squares = sums->ee - 2 * p * sums->en + p * p * sample->squares;
        seen = fmax(seen, squares / (1 - p));
        lump *= 1 + others * fmax(0, (r - p) / (1 - p));
        between = sums->between / (1 - p) / (sums->errors + w);
    }
    double within = (seen + lump) / (sums->errors + w);
    double few = work->t / work->z;
    double spread = within + between;
    double few_annotators = work->is_random ? work->t_annotators / work->z : 0;
    between *= few_annotators * few_annotators;
    return (struct qa_rate_effect){p, within * few * few + between, spread, between};
}

double qa_rate_high(const struct qa_rate_work *work, const struct qa_rate_sums *sums)
{
    struct qa_rate_effect effect = qa_rate_effect_of(work, sums, work->concentration);
    double n = (double)work->sample->trials / effect.total;
    double high = 1;
    if (effect.rate < 1) {
        double zz = work->z * work->z / n;
        double root = sqrt(zz * (effect.rate * (1 - effect.rate) + zz / 4));
        high = fmin(1, (effect.rate + zz / 2 + root) / (1 + zz));
    }
    return high;
}

void qa_rate_raise_high(const struct qa_rate_work *work, const struct qa_rate_sums *sums,
                        struct qa_monotone_rate *out)
{
    out->rate.high = fmax(out->rate.high, qa_rate_high(work, sums));
}

void qa_rate_raise_low(const struct qa_rate_work *work, const struct qa_rate_sums *sums,
                       struct qa_monotone_rate *out)
{
    struct qa_rate_effect effect = qa_rate_effect_of(work, sums, CONCENTRATION);
    double errors = sums->errors / effect.total;
    double trials = (double)work->sample->trials / effect.total;
    double tail = (1 - work->confidence) / 2;
    if (out->rate.low > 0 && errors < trials &&
        qa_beta_upper(out->rate.low, errors, trials - errors + 1) <= 1 - tail) {
        return; /* no greater */
    }
    double low = errors <= 0        ? 0
                 : errors >= trials ? pow(tail, 1 / trials)
                                    : qa_beta_quantile(tail, errors, trials - errors + 1);
    if (low > out->rate.low) {
        out->rate.low = low;
        out->low_errors = errors;
        out->low_trials = trials;
    }
}

/* The design effect at which Wilson's upper limit is the one found. */
static double effect_behind(const struct qa_monotone_rate *out, double confidence)
{
    double z = qa_normal_quantile((1 + confidence) / 2);
    double high = out->rate.high;
    double off = high - out->rate.value;
    if (off <= 0 || high >= 1) {
        return 1;
    }
    double effect = (double)out->rate.n * off * off / (z * z * high * (1 - high));
    return effect < 1 + 1e-9 ? 1 : effect;
}

/* Errors of the items in this order, one after another. */
static void raise_high_in_order(const struct qa_rate_work *work, const struct qa_ranked *order,
                                struct qa_monotone_rate *out)
{
    struct qa_rate_sums sums = {0};
    for (size_t i = 0; i < work->sample->n_items; i++) {
        add_item(&sums, order[i].item.errors, order[i].item.trials);
        qa_rate_raise_high(work, &sums, out);
    }
}

/* By falling keys; they are nearly so already. */
static void sort_nearly_ranked(struct qa_ranked *list, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        struct qa_ranked one = list[i];
        size_t at = i;
        while (at > 0 && list[at - 1].key < one.key) {
            list[at] = list[at - 1];
            at--;
        }
        list[at] = one;
    }
}

/* So many of the errors, chosen for the most squares of items, of items as wholes and of one in
 * part, and for the most between annotators. */
static struct qa_rate_sums worst_of(struct qa_rate_work *work, double errors)
{
    struct qa_rate_sums sums = {.errors = errors, .between = qa_rate_most_between(work, errors)};
    double p = errors / (double)work->sample->trials;
    double left = errors;
    for (size_t i = 0; i < work->sample->n_items; i++) {
        struct qa_ranked *at = &work->by_excess[i];
        at->key = (double)at->item.errors - 2 * p * (double)at->item.trials;
    }
    sort_nearly_ranked(work->by_excess, work->sample->n_items);
    for (size_t i = 0; left > 0; i++) {
        double taken = fmin(left, work->by_excess[i].item.errors);
        sums.ee += taken * work->by_excess[i].item.errors;
        sums.en += taken * work->by_excess[i].item.trials;
        left -= taken;
    }
    return sums;
}

/* No errors at all; those of the items with most; those of the items with most beyond the rate. */
static void raise_high_by_items(struct qa_rate_work *work, struct qa_monotone_rate *out)
{
    const struct qa_rate_sample *sample = work->sample;
    double rate = out->rate.value;
    qa_rate_raise_high(work, &(struct qa_rate_sums){0}, out);
    raise_high_in_order(work, work->order, out);
    for (size_t i = 0; i < sample->n_items; i++) {
        struct qa_ranked *at = &work->by_excess[i];
        at->item = work->order[i].item;
        at->key = (double)at->item.errors - rate * (double)at->item.trials;
    }
    qa_sort_ranked(work->by_excess, sample->n_items);
    raise_high_in_order(work, work->by_excess, out);
    double errors = work->is_random ? rate * (double)sample->trials : 0;
    for (int less = 0; less < MOST_LESS && errors - less > 0.5; less++) {
        struct qa_rate_sums sums = worst_of(work, round(errors) - less);
        qa_rate_raise_high(work, &sums, out);
    }
}

static struct qa_rate_sums sums_of(const struct qa_rate_work *work)
{
    struct qa_rate_sums sums = {0};
    for (size_t i = 0; i < work->sample->n_items; i++) {
        add_item(&sums, work->order[i].item.errors, work->order[i].item.trials);
    }
    return sums;
}

/* No more than so many errors of an item. */
static void raise_low_by_items(struct qa_rate_work *work, struct qa_monotone_rate *out)
{
    uint32_t most = work->sample->n_items > 0 ? work->order[0].item.errors : 0;
    for (uint32_t s = 1; s <= most; s++) {
        struct qa_rate_sums sums = {0};
        for (size_t i = 0; i < work->sample->n_items; i++) {
            uint32_t errors = work->order[i].item.errors;
            add_item(&sums, errors < s ? errors : s, work->order[i].item.trials);
        }
        if (work->is_random) {
            qa_rate_raise_low_by_caps(work, s, &sums, out);
        } else {
            qa_rate_raise_low(work, &sums, out);
        }
    }
}

static struct qa_rate_work work_of(const struct qa_rate_sample *sample, double confidence,
                                   struct qa_arena *scratch)
{
    struct qa_rate_work work = {.sample = sample,
                                .confidence = confidence,
                                .z = qa_normal_quantile((1 + confidence) / 2),
                                .order = QA_ARRAY(scratch, struct qa_ranked, sample->n_items),
                                .by_excess = QA_ARRAY(scratch, struct qa_ranked, sample->n_items)};
    work.t = work.z;
    if (sample->squares > (double)sample->trials) {
        work.t = qa_t_quantile((1 + confidence) / 2, 2 * ((double)sample->n - 1));
    }
    for (size_t i = 0; i < sample->n_items; i++) {
        work.order[i] = (struct qa_ranked){sample->items[i].errors, sample->items[i]};
    }
    qa_sort_ranked(work.order, sample->n_items);
    return work;
}

static uint64_t errors_in(const struct qa_rate_sample *sample)
{
    uint64_t errors = 0;
    for (size_t i = 0; i < sample->n_items; i++) {
        errors += sample->items[i].errors;
    }
    return errors;
}

struct qa_monotone_rate qa_monotone_rate(const struct qa_rate_sample *sample, double concentration,
                                         enum qa_annotators_are annotators, double confidence,
                                         struct qa_arena *scratch)
{
    struct qa_monotone_rate out = {.design_effect = 1, .spread = 1};
    if (sample->trials == 0) {
        out.rate = qa_undefined("no trials", 0);
        return out;
    }
    double n = (double)sample->trials;
    out.rate = qa_wilson_effective((double)errors_in(sample) / n, n, confidence);
    out.rate.low = 0;
    out.rate.high = out.rate.value;
    out.rate.method = "Wilson, one more lump";
    if (sample->n < 2 && sample->squares > n) {
        /* One item that may fail as a whole says nothing. */
        out.rate.high = 1;
        out.design_effect = LEAST_KNOWN * n;
        out.spread = n;
        return out;
    }
    struct qa_arena_mark mark = qa_arena_mark(scratch);
    struct qa_rate_work work = work_of(sample, confidence, scratch);
    work.concentration = concentration;
    work.is_random = annotators == QA_ANNOTATORS_RANDOM && sample->n_annotators > 1;
    if (work.is_random) {
        work.t_annotators = qa_t_quantile((1 + confidence) / 2, (double)sample->n_annotators - 1);
        qa_rate_group_annotators(&work, scratch);
    }
    raise_high_by_items(&work, &out);
    raise_low_by_items(&work, &out);
    struct qa_rate_sums all = sums_of(&work);
    all.between = work.is_random ? qa_rate_most_between(&work, all.errors) : 0;
    struct qa_rate_effect effect = qa_rate_effect_of(&work, &all, concentration);
    out.spread = fmax(1, effect.spread);
    out.between = effect.between;
    out.design_effect = effect_behind(&out, confidence);
    qa_arena_reset(scratch, mark);
    return out;
}
