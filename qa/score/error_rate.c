#include "qa/score/error_rate.h"

#include <math.h>

#include "qa/stats/interval.h"
#include "qa/stats/special.h"

/* Of errors that do not come whole: seconds to milliseconds. */
static const double THOUSANDTHS = 1000;

static const double MOST_HIGH = 0.9999;
static const double MOST_TRIALS = 1e15;
enum { BISECTIONS = 100 };

bool qa_error_figure(const struct qa_type *type, struct qa_error_figure *out,
                     struct qa_arena *arena)
{
    for (size_t i = 0; type->error_figure != NULL && i < qa_n_scores; i++) {
        const struct qa_score *score = qa_scores[i];
        size_t figure = score->serves(type) ? qa_figure_find(score, type->error_figure) : SIZE_MAX;
        if (figure == SIZE_MAX) {
            continue;
        }
        const struct qa_figure *of = &score->figures[figure];
        *out = (struct qa_error_figure){
            score, figure,
            of->is_complement ? qa_arena_format(arena, "1 - %s", of->heading) : of->heading,
            type->error_trial};
        return true;
    }
    return false;
}

struct qa_estimate qa_error_rate_of(const struct qa_score_row *row,
                                    const struct qa_error_figure *figure, double confidence)
{
    struct qa_estimate rate = qa_score_estimate(row, figure->figure, confidence);
    if (qa_is_defined(&rate) && figure->score->figures[figure->figure].is_complement) {
        double high = 1 - rate.low;
        rate.value = 1 - rate.value;
        rate.low = 1 - rate.high;
        rate.high = high;
    }
    return rate;
}

static double weighted(const struct qa_score *score, const int8_t *weight, const double *parts)
{
    double sum = 0;
    for (size_t p = 0; p < score->n_parts; p++) {
        sum += weight[p] * parts[p];
    }
    return fmax(sum, 0);
}

void qa_error_sums(const struct qa_error_figure *figure, const double *parts, double *errors,
                   double *trials)
{
    const struct qa_figure *of = &figure->score->figures[figure->figure];
    *errors = weighted(figure->score, of->above, parts);
    *trials = weighted(figure->score, of->below, parts);
}

struct qa_error_trials qa_error_trials_of(const struct qa_score_row *row,
                                          const struct qa_error_figure *figure)
{
    double parts[QA_PARTS_MAX];
    double errors;
    double trials;
    for (size_t p = 0; p < figure->score->n_parts; p++) {
        parts[p] = qa_tally_sum(&row->tally, p);
    }
    qa_error_sums(figure, parts, &errors, &trials);
    double scale = figure->score->figures[figure->figure].unit > 0 ? 1 : THOUSANDTHS;
    struct qa_error_trials out = {.errors = (uint64_t)llround(errors * scale),
                                  .trials = (uint64_t)llround(trials * scale)};
    out.is_cut = out.errors > out.trials;
    out.errors = out.is_cut ? out.trials : out.errors;
    return out;
}

/* Of how many trials Clopper and Pearson's lower end is that low; it rises with them. */
static double trials_of_low(double p, double low, double confidence)
{
    double fewest = 0;
    double most = 1;
    while (most < MOST_TRIALS && qa_clopper_pearson_effective(p, most, confidence).low < low) {
        fewest = most;
        most *= 2;
    }
    for (int step = 0; step < BISECTIONS; step++) {
        double middle = (fewest + most) / 2;
        bool is_below = qa_clopper_pearson_effective(p, middle, confidence).low < low;
        fewest = is_below ? middle : fewest;
        most = is_below ? most : middle;
    }
    return fewest > 0 ? fewest : most;
}

struct qa_effective_trials qa_error_effective_trials(const struct qa_estimate *rate,
                                                     double confidence)
{
    double z = qa_normal_quantile(0.5 + confidence / 2);
    double p = fmin(rate->value, 1);
    double high = fmin(rate->high, MOST_HIGH);
    double low = fmin(rate->low, p);
    struct qa_effective_trials out = {(double)rate->n, (double)rate->n};
    if (!rate->has_interval) {
        return out;
    }
    if (high > p) {
        out.high_trials = z * z * high * (1 - high) / ((high - p) * (high - p));
    }
    if (low > 0 && low < p) {
        out.low_trials = trials_of_low(p, low, confidence);
    }
    return out;
}
