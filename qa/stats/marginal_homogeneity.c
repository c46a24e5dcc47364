#include "qa/stats/marginal_homogeneity.h"

#include <math.h>

#include "qa/stats/special.h"

static const char no_disagreement[] = "no disagreement";

const char *qa_marginal_name(enum qa_marginal_kind kind)
{
    static const char *const names[QA_N_MARGINAL] = {"stuart_maxwell", "bhapkar", "bowker"};
    return names[kind];
}

static struct qa_marginal_test undefined(const char *reason)
{
    return (struct qa_marginal_test){.undefined = reason};
}

static struct qa_marginal_test chi_square(double statistic, double freedom)
{
    return (struct qa_marginal_test){statistic, freedom, qa_chi_square_upper(statistic, freedom),
                                     NULL};
}

/* Off the diagonal, both ways. */
static double apart(const uint32_t *table, uint32_t k, uint32_t i, uint32_t j)
{
    return (double)table[(size_t)i * k + j] + (double)table[(size_t)j * k + i];
}

static struct qa_marginal_test bowker(const uint32_t *table, uint32_t k)
{
    double statistic = 0;
    double freedom = 0;
    for (uint32_t i = 0; i < k; i++) {
        for (uint32_t j = i + 1; j < k; j++) {
            double n = apart(table, k, i, j);
            double difference = (double)table[(size_t)i * k + j] - (double)table[(size_t)j * k + i];
            statistic += n > 0 ? difference * difference / n : 0;
            freedom += n > 0;
        }
    }
    return freedom > 0 ? chi_square(statistic, freedom) : undefined(no_disagreement);
}

/* The differences of the margins and S, which has no inverse: each set of categories that
 * disagreements join has one row too many. */
struct margins {
    double *difference;
    double *s; /* k x k */
};

static struct margins margins_of(const uint32_t *table, uint32_t k, struct qa_arena *scratch)
{
    struct margins margins = {QA_ARRAY(scratch, double, k + (size_t)1),
                              QA_ARRAY(scratch, double, (size_t)k *k + 1)};
    for (uint32_t i = 0; i < k; i++) {
        for (uint32_t j = 0; j < k; j++) {
            double n = i == j ? 0 : apart(table, k, i, j);
            margins.difference[i] +=
                (double)table[(size_t)i * k + j] - (double)table[(size_t)j * k + i];
            margins.s[(size_t)i * k + i] += n;
            margins.s[(size_t)i * k + j] -= n;
        }
    }
    return margins;
}

/* Takes row `pivot` out of those below it. */
static void eliminate(struct margins *margins, uint32_t k, uint32_t pivot)
{
    const double *row = margins->s + (size_t)pivot * k;
    for (uint32_t i = pivot + 1; i < k; i++) {
        double *own = margins->s + (size_t)i * k;
        double factor = own[pivot] / row[pivot];
        for (uint32_t j = pivot; factor != 0 && j < k; j++) {
            own[j] -= factor * row[j];
        }
        margins->difference[i] -= factor * margins->difference[pivot];
    }
}

/* By elimination; a pivot that is rounding belongs to the row too many. */
static struct qa_marginal_test stuart_maxwell(const uint32_t *table, uint32_t k,
                                              struct qa_arena *scratch)
{
    struct margins margins = margins_of(table, k, scratch);
    double statistic = 0;
    double freedom = 0;
    double largest = 0;
    for (uint32_t i = 0; i < k; i++) {
        largest = fmax(largest, margins.s[(size_t)i * k + i]);
    }
    for (uint32_t i = 0; i < k; i++) {
        double pivot = margins.s[(size_t)i * k + i];
        if (pivot > 1e-10 * largest) {
            statistic += margins.difference[i] * margins.difference[i] / pivot;
            freedom++;
            eliminate(&margins, k, i);
        }
    }
    return freedom > 0 ? chi_square(statistic, freedom) : undefined(no_disagreement);
}

static struct qa_marginal_test bhapkar(const struct qa_marginal_test *stuart, double n)
{
    if (stuart->undefined != NULL) {
        return *stuart;
    }
    double left = 1 - stuart->statistic / n;
    return left > 1e-12 ? chi_square(stuart->statistic / left, stuart->freedom)
                        : undefined("every item was moved the same way");
}

struct qa_marginals qa_marginal_homogeneity(const uint32_t *table, uint32_t n_categories,
                                            struct qa_arena *scratch)
{
    struct qa_marginals out = {0};
    for (size_t cell = 0; cell < (size_t)n_categories * n_categories; cell++) {
        out.n += table[cell];
    }
    if (out.n == 0) {
        for (int kind = 0; kind < QA_N_MARGINAL; kind++) {
            out.test[kind] = undefined("no item that both annotators labeled");
        }
        return out;
    }
    struct qa_arena_mark mark = qa_arena_mark(scratch);
    out.test[QA_STUART_MAXWELL] = stuart_maxwell(table, n_categories, scratch);
    out.test[QA_BHAPKAR] = bhapkar(&out.test[QA_STUART_MAXWELL], (double)out.n);
    out.test[QA_BOWKER] = bowker(table, n_categories);
    qa_arena_reset(scratch, mark);
    return out;
}

struct qa_mcnemar qa_mcnemar(const uint32_t *table, uint32_t n_categories, uint32_t category)
{
    struct qa_mcnemar out = {0};
    out.both = table[(size_t)category * n_categories + category];
    for (uint32_t c = 0; c < n_categories; c++) {
        out.first_only += c != category ? table[(size_t)category * n_categories + c] : 0;
        out.second_only += c != category ? table[(size_t)c * n_categories + category] : 0;
    }
    uint64_t n = out.first_only + out.second_only;
    if (n == 0) {
        out.test = undefined(no_disagreement);
        return out;
    }
    uint64_t fewer = out.first_only < out.second_only ? out.first_only : out.second_only;
    double difference = (double)out.first_only - (double)out.second_only;
    out.test = (struct qa_marginal_test){difference * difference / (double)n, 1,
                                         fmin(1, 2 * qa_binomial_cdf(fewer, n, 0.5)), NULL};
    return out;
}
