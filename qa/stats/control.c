#include "qa/stats/control.h"

#include <math.h>

#include "qa/stats/special.h"

/* P(Z > 3). */
static const double TAIL = 0.001349898031630094;

/* Mean of the range of two standard normal values. */
static const double MEAN_RANGE = 1.1283791670955126;

/* ---- p-chart ---- */

/* The least k with P(B <= k) above the level. */
static uint64_t least_count_above(uint64_t n, double p, double level)
{
    uint64_t low = 0;
    uint64_t high = n;
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        if (qa_binomial_cdf(middle, n, p) > level) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low;
}

/* The largest k with P(B >= k) above the level: errors and successes change places. */
static uint64_t largest_count_above(uint64_t n, double p, double level)
{
    return n - least_count_above(n, 1 - p, level);
}

static void set_limits(struct qa_control_point *point, double centre, double design_effect)
{
    double effective = (double)point->trials / design_effect;
    uint64_t n = effective > 1 ? (uint64_t)(effective + 0.5) : 1;
    double spread = 3 * sqrt(centre * (1 - centre) / effective);
    point->rate = (double)point->errors / (double)point->trials;
    point->low_sigma = fmax(0, centre - spread);
    point->high_sigma = fmin(1, centre + spread);
    if (centre <= 0 || centre >= 1) {
        point->low = centre;
        point->high = centre;
        return;
    }
    point->low = (double)least_count_above(n, centre, TAIL) / (double)n;
    point->high = (double)largest_count_above(n, centre, TAIL) / (double)n;
}

static void set_signal(struct qa_control_chart *chart, struct qa_control_point *point)
{
    if (point->trials == 0) {
        point->signal = QA_CONTROL_NONE;
        return;
    }
    set_limits(point, chart->centre, chart->design_effect);
    if (point->rate > point->high) {
        point->signal = QA_CONTROL_ABOVE;
    } else if (point->rate < point->low) {
        point->signal = QA_CONTROL_BELOW;
    }
    chart->outside += point->signal != QA_CONTROL_WITHIN;
}

static void count_runs(struct qa_control_chart *chart)
{
    unsigned run = 0;
    int last = 0;
    for (size_t i = 0; i < chart->n_points; i++) {
        struct qa_control_point *point = &chart->points[i];
        if (point->trials == 0) {
            continue;
        }
        int side = (point->rate > chart->centre) - (point->rate < chart->centre);
        if (side == 0) {
            run = 0;
        } else {
            run = side == last ? run + 1 : 1;
        }
        last = side;
        point->run = run;
        chart->longest_run = run > chart->longest_run ? run : chart->longest_run;
    }
}

static double spread_between(const struct qa_control_chart *chart)
{
    double variance = chart->centre * (1 - chart->centre) * chart->design_effect;
    double sum = 0;
    double last = 0;
    size_t n = 0;
    for (size_t i = 0; i < chart->n_points; i++) {
        const struct qa_control_point *point = &chart->points[i];
        if (point->trials == 0) {
            continue;
        }
        double z = (point->rate - chart->centre) / sqrt(variance / (double)point->trials);
        sum += n > 0 ? fabs(z - last) : 0;
        last = z;
        n++;
    }
    return n > 1 ? sum / (double)(n - 1) / MEAN_RANGE : 0;
}

struct qa_control_chart qa_p_chart(const uint64_t *errors, const uint64_t *trials, size_t n,
                                   double design_effect, struct qa_arena *arena)
{
    struct qa_control_chart chart = {.points = QA_ARRAY(arena, struct qa_control_point, n),
                                     .n_points = n,
                                     .design_effect = design_effect};
    for (size_t i = 0; i < n; i++) {
        chart.points[i] = (struct qa_control_point){.errors = errors[i], .trials = trials[i]};
        chart.errors += errors[i];
        chart.trials += trials[i];
    }
    if (chart.trials > 0) {
        chart.centre = (double)chart.errors / (double)chart.trials;
    } else {
        chart.undefined = "nothing was checked";
    }
    for (size_t i = 0; i < n; i++) {
        set_signal(&chart, &chart.points[i]);
    }
    count_runs(&chart);
    if (chart.errors > 0 && chart.errors < chart.trials) {
        chart.between = spread_between(&chart);
    }
    return chart;
}

/* ---- trend ---- */

/* Sums over the points, weighted with their trials. */
struct trend_sums {
    double trials;
    double rate;
    double score;   /* mean */
    double squares; /* of the scores about their mean */
    double product;
};

static struct trend_sums sum_trend(const uint64_t *errors, const uint64_t *trials,
                                   const double *scores, size_t n)
{
    struct trend_sums sums = {0};
    double wrong = 0;
    for (size_t i = 0; i < n; i++) {
        sums.trials += (double)trials[i];
        wrong += (double)errors[i];
        sums.score += (double)trials[i] * scores[i];
    }
    if (sums.trials <= 0) {
        return sums;
    }
    sums.rate = wrong / sums.trials;
    sums.score /= sums.trials;
    for (size_t i = 0; i < n; i++) {
        double away = scores[i] - sums.score;
        sums.squares += (double)trials[i] * away * away;
        sums.product += away * ((double)errors[i] - (double)trials[i] * sums.rate);
    }
    return sums;
}

struct qa_estimate qa_trend_of_rates(const uint64_t *errors, const uint64_t *trials,
                                     const double *scores, size_t n, double design_effect,
                                     double confidence)
{
    struct trend_sums sums = sum_trend(errors, trials, scores, n);
    if (sums.squares <= 0) {
        return qa_undefined("fewer than two periods were checked", (uint64_t)sums.trials);
    }
    double variance = sums.rate * (1 - sums.rate) * design_effect / sums.squares;
    if (variance <= 0) {
        return qa_undefined("all answers are right, or all are wrong", (uint64_t)sums.trials);
    }
    double slope = sums.product / sums.squares;
    double se = sqrt(variance);
    double z = qa_normal_quantile(0.5 + confidence / 2);
    return (struct qa_estimate){.value = slope,
                                .low = slope - z * se,
                                .high = slope + z * se,
                                .se = se,
                                .p_value = qa_normal_two_sided(slope / se),
                                .confidence = confidence,
                                .n = (uint64_t)sums.trials,
                                .method = "cochran-armitage",
                                .has_interval = true,
                                .has_se = true,
                                .has_p_value = true};
}

/* ---- two dates ---- */

enum qa_change qa_change_of(const struct qa_estimate *difference, double adjusted_p)
{
    if (!qa_is_defined(difference)) {
        return QA_CHANGE_UNKNOWN;
    }
    if (adjusted_p >= 1 - difference->confidence) {
        return QA_CHANGE_NONE;
    }
    return difference->value < 0 ? QA_CHANGE_BETTER : QA_CHANGE_WORSE;
}
