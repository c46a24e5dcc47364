#include "qa/stats/inclusion.h"

#include <math.h>

enum { MOST_EXACT = 48 };

/* row: elementary symmetric functions 0 .. k of some weights; next: with one weight more. */
static void add_weight(const double *row, double weight, size_t k, double *next)
{
    next[0] = 1;
    for (size_t j = 1; j <= k; j++) {
        next[j] = row[j] + weight * row[j - 1];
    }
}

static void exact(const double *weight, size_t n, size_t k, double *p, struct qa_arena *scratch)
{
    size_t width = k + 1;
    /* before[i]: of the weights below i; after[i]: of those from i on. */
    double *before = QA_ARRAY(scratch, double, (n + 1) * width);
    double *after = QA_ARRAY(scratch, double, (n + 1) * width);
    before[0] = after[n * width] = 1;
    for (size_t i = 0; i < n; i++) {
        add_weight(before + i * width, weight[i], k, before + (i + 1) * width);
        add_weight(after + (n - i) * width, weight[n - 1 - i], k, after + (n - 1 - i) * width);
    }
    double all = after[k];
    for (size_t i = 0; i < n; i++) {
        double others = 0; /* k - 1 of the rest */
        for (size_t j = 0; j < k; j++) {
            others += before[i * width + j] * after[(i + 1) * width + k - 1 - j];
        }
        p[i] = weight[i] * others / all;
    }
}

static double expected_number(const double *weight, size_t n, double theta)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += theta * weight[i] / (1 + theta * weight[i]);
    }
    return sum;
}

static void by_odds(const double *weight, size_t n, size_t k, double *p)
{
    double low = -80;
    double high = 80;
    for (int step = 0; step < 60; step++) {
        double middle = (low + high) / 2;
        if (expected_number(weight, n, exp(middle)) < (double)k) {
            low = middle;
        } else {
            high = middle;
        }
    }
    for (size_t i = 0; i < n; i++) {
        double odds = exp(low) * weight[i];
        p[i] = odds / (1 + odds);
    }
}

void qa_inclusion_probabilities(const double *weight, size_t n, size_t k, double *p,
                                struct qa_arena *scratch)
{
    if (k == 0 || k == n) {
        for (size_t i = 0; i < n; i++) {
            p[i] = k == 0 ? 0 : 1;
        }
    } else if (n <= MOST_EXACT) {
        struct qa_arena_mark mark = qa_arena_mark(scratch);
        exact(weight, n, k, p, scratch);
        qa_arena_reset(scratch, mark);
    } else {
        by_odds(weight, n, k, p);
    }
}
