#include "qa/stats/compare.h"

#include <math.h>
#include <stdlib.h>

#include "qa/stats/interval.h"
#include "qa/stats/special.h"

static double pooled_p_value(double rate1, double n1, double rate2, double n2)
{
    double pooled = (rate1 * n1 + rate2 * n2) / (n1 + n2);
    double variance = pooled * (1 - pooled) * (1 / n1 + 1 / n2);
    return variance > 0 ? qa_normal_two_sided((rate1 - rate2) / sqrt(variance)) : 1;
}

struct qa_estimate qa_two_proportions_effective(double rate1, double n1, double rate2, double n2,
                                                double confidence)
{
    struct qa_estimate first = qa_wilson_effective(rate1, n1, confidence);
    struct qa_estimate second = qa_wilson_effective(rate2, n2, confidence);
    if (!qa_is_defined(&first) || !qa_is_defined(&second)) {
        return qa_undefined("no trials", 0);
    }
    double difference = rate1 - rate2;
    return (struct qa_estimate){
        .value = difference,
        .low = difference - hypot(rate1 - first.low, second.high - rate2),
        .high = difference + hypot(first.high - rate1, rate2 - second.low),
        .se = sqrt(rate1 * (1 - rate1) / n1 + rate2 * (1 - rate2) / n2),
        .p_value = pooled_p_value(rate1, n1, rate2, n2),
        .confidence = confidence,
        .n = (uint64_t)(n1 + n2 + 0.5),
        .method = "newcombe",
        .has_interval = true,
        .has_se = true,
        .has_p_value = true,
    };
}

struct ranked {
    double p;
    size_t index;
};

static int by_p(const void *left, const void *right)
{
    const struct ranked *a = left;
    const struct ranked *b = right;
    if (a->p != b->p) {
        return a->p < b->p ? -1 : 1;
    }
    return a->index < b->index ? -1 : a->index > b->index;
}

static struct ranked *rank_p(const double *p, size_t n, struct qa_arena *scratch)
{
    struct ranked *ranked = QA_ARRAY(scratch, struct ranked, n);
    for (size_t i = 0; i < n; i++) {
        ranked[i] = (struct ranked){p[i], i};
    }
    qsort(ranked, n, sizeof *ranked, by_p);
    return ranked;
}

void qa_holm(const double *p, size_t n, double *adjusted, struct qa_arena *scratch)
{
    struct qa_arena_mark mark = qa_arena_mark(scratch);
    const struct ranked *ranked = rank_p(p, n, scratch);
    double largest = 0;
    for (size_t i = 0; i < n; i++) {
        largest = fmax(largest, fmin(1, (double)(n - i) * ranked[i].p));
        adjusted[ranked[i].index] = largest;
    }
    qa_arena_reset(scratch, mark);
}

void qa_benjamini_hochberg(const double *p, size_t n, double *adjusted, struct qa_arena *scratch)
{
    struct qa_arena_mark mark = qa_arena_mark(scratch);
    const struct ranked *ranked = rank_p(p, n, scratch);
    double smallest = 1;
    for (size_t i = n; i > 0; i--) {
        smallest = fmin(smallest, ranked[i - 1].p * (double)n / (double)i);
        adjusted[ranked[i - 1].index] = smallest;
    }
    qa_arena_reset(scratch, mark);
}
