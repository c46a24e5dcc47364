#include "qa/stats/survival.h"

#include <math.h>
#include <stdlib.h>

#include "qa/stats/describe.h"
#include "qa/stats/special.h"

/* S of 5 in 10 need not be 0.5 to the last bit, nor half of 1 - 0.9 be 0.05. */
static const double ROUNDING = 1e-12;

/* ---- Kaplan and Meier ---- */

struct observation {
    double time;
    bool ended;
};

static int by_time(const void *left, const void *right)
{
    const struct observation *a = left;
    const struct observation *b = right;
    if (a->time != b->time) {
        return a->time < b->time ? -1 : 1;
    }
    return (int)b->ended - (int)a->ended;
}

static struct observation *sorted_observations(const double *times, const bool *ended, size_t n,
                                               struct qa_arena *arena)
{
    struct observation *sorted = QA_ARRAY(arena, struct observation, n);
    for (size_t i = 0; i < n; i++) {
        sorted[i] = (struct observation){times[i], ended[i]};
    }
    if (n > 1) {
        qsort(sorted, n, sizeof *sorted, by_time);
    }
    return sorted;
}

static void set_limits(struct qa_survival_step *step, double variance_of_log, double z)
{
    if (step->survival <= 0) {
        return;
    }
    double spread = sqrt(variance_of_log);
    step->se = step->survival * spread;
    step->low = step->survival * exp(-z * spread);
    step->high = fmin(1, step->survival * exp(z * spread));
}

struct qa_survival qa_kaplan_meier(const double *times, const bool *ended, size_t n,
                                   double confidence, struct qa_arena *arena)
{
    struct qa_survival out = {.n = n, .confidence = confidence};
    out.steps = QA_ARRAY(arena, struct qa_survival_step, n);
    struct qa_arena_mark mark = qa_arena_mark(arena);
    const struct observation *sorted = sorted_observations(times, ended, n, arena);
    double z = qa_normal_quantile(0.5 + confidence / 2);
    double survival = 1;
    double variance_of_log = 0;
    for (size_t i = 0, next; i < n; i = next) {
        uint64_t ends = 0;
        for (next = i; next < n && sorted[next].time == sorted[i].time; next++) {
            ends += sorted[next].ended;
        }
        if (ends == 0) {
            continue;
        }
        double at_risk = (double)(n - i);
        double left = at_risk - (double)ends;
        survival *= left / at_risk;
        variance_of_log += left > 0 ? (double)ends / (at_risk * left) : 0;
        struct qa_survival_step *step = &out.steps[out.n_steps++];
        *step = (struct qa_survival_step){
            .time = sorted[i].time, .at_risk = n - i, .ends = ends, .survival = survival};
        set_limits(step, variance_of_log, z);
        out.ends += ends;
    }
    out.last_time = n > 0 ? sorted[n - 1].time : 0;
    qa_arena_reset(arena, mark);
    return out;
}

/* ---- quantiles ---- */

struct qa_time_quantile qa_survival_quantile(const struct qa_survival *survival, double p)
{
    double level = 1 - p + ROUNDING;
    struct qa_time_quantile out = {.n = survival->n,
                                   .undefined = survival->n == 0 ? "no observations"
                                                                 : "too many are still open"};
    for (size_t i = 0; i < survival->n_steps; i++) {
        const struct qa_survival_step *step = &survival->steps[i];
        if (!out.has_low && step->low <= level) {
            out.has_low = true;
            out.low = step->time;
        }
        if (out.undefined != NULL && step->survival <= level) {
            out.undefined = NULL;
            out.value = step->time;
        }
        if (!out.has_high && step->survival > 0 && step->high <= level) {
            out.has_high = true;
            out.high = step->time;
        }
    }
    return out;
}

/* The least k in 0 .. n with P(B <= k) above the level, or at it when `or_equal`. */
static uint64_t least_count(size_t n, double p, double level, bool or_equal)
{
    uint64_t low = 0;
    uint64_t high = n;
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        double below = qa_binomial_cdf(middle, n, p);
        if (below > level || (or_equal && below >= level)) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low;
}

struct qa_time_quantile qa_complete_quantile(const double *sorted, size_t n, double p,
                                             double confidence)
{
    double tail = (1 - confidence) / 2 + ROUNDING;
    struct qa_time_quantile out = {.n = n};
    if (n == 0) {
        out.undefined = "nothing has ended";
        return out;
    }
    out.value = qa_quantile_sorted(sorted, n, p);
    uint64_t l = least_count(n, p, tail, false);
    uint64_t u = least_count(n, p, 1 - tail, true) + 1;
    out.has_low = l >= 1;
    out.low = out.has_low ? sorted[l - 1] : 0;
    out.has_high = u <= n;
    out.high = out.has_high ? sorted[u - 1] : 0;
    return out;
}

struct qa_time_quantile qa_open_quantile(const struct qa_survival *survival,
                                         const struct qa_open_times *times, double p)
{
    struct qa_time_quantile out =
        qa_complete_quantile(times->all, times->n, p, survival->confidence);
    if (times->n_ended == times->n) {
        return out;
    }
    struct qa_time_quantile curve = qa_survival_quantile(survival, p);
    double tail = (1 - survival->confidence) / 2 + ROUNDING;
    uint64_t u = least_count(times->n, p, 1 - tail, true) + 1;
    out.value = curve.value;
    out.undefined = curve.undefined;
    out.has_high = u <= times->n_ended || curve.has_high;
    out.high = u <= times->n_ended ? times->ended[u - 1] : curve.high;
    return out;
}

double qa_mixture_quantile(const struct qa_survival *first, const struct qa_survival *second,
                           double share, double p)
{
    const struct qa_survival *both[] = {first, second};
    double left[] = {1, 1};
    size_t at[] = {0, 0};
    while (at[0] < first->n_steps || at[1] < second->n_steps) {
        double next[2];
        for (int k = 0; k < 2; k++) {
            next[k] = at[k] < both[k]->n_steps ? both[k]->steps[at[k]].time : HUGE_VAL;
        }
        double time = fmin(next[0], next[1]);
        for (int k = 0; k < 2; k++) {
            left[k] = next[k] <= time ? both[k]->steps[at[k]++].survival : left[k];
        }
        if (share * left[0] + (1 - share) * left[1] <= 1 - p + ROUNDING) {
            return time;
        }
    }
    return HUGE_VAL;
}

/* ---- restricted mean ---- */

/* Area under the curve from step i to the horizon. */
static double area_from(const struct qa_survival *survival, size_t i, double horizon)
{
    double area = 0;
    for (; i < survival->n_steps && survival->steps[i].time < horizon; i++) {
        double end =
            i + 1 < survival->n_steps ? fmin(horizon, survival->steps[i + 1].time) : horizon;
        area += survival->steps[i].survival * (end - survival->steps[i].time);
    }
    return area;
}

struct qa_estimate qa_restricted_mean(const struct qa_survival *survival, double horizon)
{
    if (survival->n == 0) {
        return qa_undefined("no observations", 0);
    }
    size_t n = survival->n_steps;
    if (horizon > survival->last_time && (n == 0 || survival->steps[n - 1].survival > 0)) {
        return qa_undefined("not observed up to the horizon", survival->n);
    }
    double all = area_from(survival, 0, horizon);
    double left = all;
    double variance = 0;
    for (size_t i = 0; i < n && survival->steps[i].time < horizon; i++) {
        const struct qa_survival_step *step = &survival->steps[i];
        double at_risk = (double)step->at_risk;
        double open = at_risk - (double)step->ends;
        variance += open > 0 ? left * left * (double)step->ends / (at_risk * open) : 0;
        double end = i + 1 < n ? fmin(horizon, survival->steps[i + 1].time) : horizon;
        left -= step->survival * (end - step->time);
    }
    double value = all + (n > 0 ? fmin(horizon, survival->steps[0].time) : horizon);
    double se = sqrt(variance);
    double z = qa_normal_quantile(0.5 + survival->confidence / 2);
    return (struct qa_estimate){.value = value,
                                .low = fmax(0, value - z * se),
                                .high = value + z * se,
                                .se = se,
                                .confidence = survival->confidence,
                                .n = survival->n,
                                .method = "greenwood",
                                .has_interval = true,
                                .has_se = true};
}

/* ---- log-rank ---- */

/* An observation with its group, to be sorted by stratum and time. */
struct member {
    double time;
    uint32_t stratum;
    uint32_t group;
    bool ended;
};

static int by_stratum_and_time(const void *left, const void *right)
{
    const struct member *a = left;
    const struct member *b = right;
    if (a->stratum != b->stratum) {
        return a->stratum < b->stratum ? -1 : 1;
    }
    return (a->time > b->time) - (a->time < b->time);
}

static struct member *sorted_members(const struct qa_grouped_times *data, struct qa_arena *arena)
{
    struct member *members = QA_ARRAY(arena, struct member, data->n);
    for (size_t i = 0; i < data->n; i++) {
        members[i] = (struct member){.time = data->times[i],
                                     .stratum = data->stratum ? data->stratum[i] : 0,
                                     .group = data->group[i],
                                     .ended = data->ended[i]};
    }
    if (data->n > 1) {
        qsort(members, data->n, sizeof *members, by_stratum_and_time);
    }
    return members;
}

/* Sums of the test over times and strata. */
struct log_rank_sums {
    uint32_t k;
    double *observed;
    double *expected;
    double *covariance; /* k x k */
    double *at_risk;    /* of each group, at the current time */
    double *ends;
};

static void add_time(struct log_rank_sums *sums, double at_risk, double ends)
{
    uint32_t k = sums->k;
    double factor = at_risk > 1 ? ends * (at_risk - ends) / (at_risk - 1) : 0;
    for (uint32_t g = 0; g < k; g++) {
        double share = sums->at_risk[g] / at_risk;
        sums->observed[g] += sums->ends[g];
        sums->expected[g] += ends * share;
        for (uint32_t h = 0; h < k; h++) {
            double other = sums->at_risk[h] / at_risk;
            sums->covariance[(size_t)g * k + h] += factor * share * ((g == h) - other);
        }
    }
}

/* members: one stratum's, by time. */
static void add_stratum(struct log_rank_sums *sums, const struct member *members, size_t n)
{
    for (uint32_t g = 0; g < sums->k; g++) {
        sums->at_risk[g] = 0;
    }
    for (size_t i = 0; i < n; i++) {
        sums->at_risk[members[i].group]++;
    }
    for (size_t i = 0, next; i < n; i = next) {
        double ends = 0;
        for (uint32_t g = 0; g < sums->k; g++) {
            sums->ends[g] = 0;
        }
        for (next = i; next < n && members[next].time == members[i].time; next++) {
            sums->ends[members[next].group] += members[next].ended;
            ends += members[next].ended;
        }
        if (ends > 0) {
            add_time(sums, (double)(n - i), ends);
        }
        for (size_t m = i; m < next; m++) {
            sums->at_risk[members[m].group]--;
        }
    }
}

static void swap(double *a, double *b)
{
    double kept = *a;
    *a = *b;
    *b = kept;
}

static void move_pivot(double *matrix, double *vector, uint32_t k, uint32_t from, uint32_t to)
{
    for (uint32_t c = 0; c < k; c++) {
        swap(&matrix[(size_t)from * k + c], &matrix[(size_t)to * k + c]);
    }
    for (uint32_t r = 0; r < k; r++) {
        swap(&matrix[(size_t)r * k + from], &matrix[(size_t)r * k + to]);
    }
    swap(&vector[from], &vector[to]);
}

/* u' V^- u of a positive semidefinite V in whose range u lies, by elimination with the largest
 * diagonal element as pivot; both are overwritten. The covariance of k groups has rank k - 1 at
 * most, because differences sum to 0. */
static double quadratic_form(double *matrix, double *vector, uint32_t k, unsigned *rank)
{
    double sum = 0;
    double largest = 0;
    for (uint32_t s = 0; s < k; s++) {
        uint32_t pivot = s;
        for (uint32_t r = s + 1; r < k; r++) {
            pivot = matrix[(size_t)r * k + r] > matrix[(size_t)pivot * k + pivot] ? r : pivot;
        }
        double diagonal = matrix[(size_t)pivot * k + pivot];
        largest = s == 0 ? diagonal : largest;
        if (diagonal <= largest * 1e-10 || diagonal <= 0) {
            break;
        }
        move_pivot(matrix, vector, k, s, pivot);
        sum += vector[s] * vector[s] / diagonal;
        ++*rank;
        for (uint32_t r = s + 1; r < k; r++) {
            double ratio = matrix[(size_t)r * k + s] / diagonal;
            vector[r] -= ratio * vector[s];
            for (uint32_t c = s; c < k; c++) {
                matrix[(size_t)r * k + c] -= ratio * matrix[(size_t)s * k + c];
            }
        }
    }
    return sum;
}

struct qa_log_rank qa_log_rank_test(const struct qa_grouped_times *data, struct qa_arena *arena)
{
    uint32_t k = data->n_groups;
    struct qa_log_rank out = {.observed = QA_ARRAY(arena, double, k),
                              .expected = QA_ARRAY(arena, double, k)};
    struct qa_arena_mark mark = qa_arena_mark(arena);
    const struct member *members = sorted_members(data, arena);
    struct log_rank_sums sums = {.k = k,
                                 .observed = out.observed,
                                 .expected = out.expected,
                                 .covariance = QA_ARRAY(arena, double, (size_t)k *k),
                                 .at_risk = QA_ARRAY(arena, double, k),
                                 .ends = QA_ARRAY(arena, double, k)};
    for (size_t first = 0, end = 0; first < data->n; first = end) {
        while (end < data->n && members[end].stratum == members[first].stratum) {
            end++;
        }
        add_stratum(&sums, &members[first], end - first);
    }
    double *difference = QA_ARRAY(arena, double, k);
    for (uint32_t g = 0; g < k; g++) {
        difference[g] = out.observed[g] - out.expected[g];
    }
    out.chi_square = quadratic_form(sums.covariance, difference, k, &out.freedom);
    if (out.freedom == 0) {
        out.undefined = "no end was seen while two groups were at risk";
    } else {
        out.p_value = qa_chi_square_upper(out.chi_square, out.freedom);
    }
    qa_arena_reset(arena, mark);
    return out;
}
