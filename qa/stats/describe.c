#include "qa/stats/describe.h"

#include <math.h>
#include <stdlib.h>

static int by_value(const void *left, const void *right)
{
    double a = *(const double *)left;
    double b = *(const double *)right;
    return (a > b) - (a < b);
}

void qa_sort_reals(double *values, size_t n)
{
    if (n > 1) {
        qsort(values, n, sizeof *values, by_value);
    }
}

double qa_quantile_sorted(const double *sorted, size_t n, double p)
{
    double place = (double)(n - 1) * p;
    size_t below = (size_t)place;
    if (below + 1 >= n) {
        return sorted[n - 1];
    }
    return sorted[below] + (place - (double)below) * (sorted[below + 1] - sorted[below]);
}

static double mean_of(const double *sorted, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += sorted[i];
    }
    return fmin(fmax(sum / (double)n, sorted[0]), sorted[n - 1]);
}

struct qa_description qa_describe_sorted(const double *sorted, size_t n)
{
    struct qa_description out = {.n = n};
    if (n == 0) {
        return out;
    }
    out.mean = mean_of(sorted, n);
    double squares = 0;
    for (size_t i = 0; i < n; i++) {
        squares += (sorted[i] - out.mean) * (sorted[i] - out.mean);
    }
    out.sd = n > 1 ? sqrt(squares / (double)(n - 1)) : 0;
    out.p05 = qa_quantile_sorted(sorted, n, 0.05);
    out.p25 = qa_quantile_sorted(sorted, n, 0.25);
    out.p50 = qa_quantile_sorted(sorted, n, 0.50);
    out.p75 = qa_quantile_sorted(sorted, n, 0.75);
    out.p95 = qa_quantile_sorted(sorted, n, 0.95);
    return out;
}

void qa_histogram(const double *values, size_t n, double from, double to, uint64_t *counts,
                  size_t n_bins)
{
    for (size_t i = 0; i < n; i++) {
        if (values[i] < from || values[i] > to) {
            continue;
        }
        size_t bin = (size_t)((values[i] - from) / (to - from) * (double)n_bins);
        counts[bin < n_bins ? bin : n_bins - 1]++;
    }
}
