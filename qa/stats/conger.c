#include "qa/stats/conger.h"

#include <math.h>
#include <string.h>

#include "qa/base/parallel.h"
#include "qa/stats/conger_parts.h"

enum { ITEMS_A_CHUNK = 65536 };

double *qa_rater_counts(const struct qa_ratings *ratings, struct qa_arena *arena)
{
    double *counts = QA_ARRAY(arena, double, (size_t)ratings->n_raters * ratings->n_categories + 1);
    for (size_t r = 0; r < ratings->n_ratings; r++) {
        counts[(size_t)ratings->rater[r] * ratings->n_categories + ratings->category[r]]++;
    }
    return counts;
}

static double rated_by(const double *row, uint32_t k)
{
    double sum = 0;
    for (uint32_t c = 0; c < k; c++) {
        sum += row[c];
    }
    return sum;
}

static double symmetric(const double *weights, uint32_t k, uint32_t a, uint32_t b)
{
    if (weights == NULL) {
        return a == b;
    }
    return (weights[(size_t)a * k + b] + weights[(size_t)b * k + a]) / 2;
}

/* Adds w p to out; only categories with a share cost anything. */
static void weigh(const double *p, const double *weights, uint32_t k, double *out)
{
    for (uint32_t b = 0; b < k; b++) {
        for (uint32_t a = 0; p[b] > 0 && a < k; a++) {
            out[a] += symmetric(weights, k, a, b) * p[b];
        }
    }
}

struct qa_conger_shares qa_conger_shares(const double *counts, const struct qa_ratings *ratings,
                                         const double *weights, uint32_t without,
                                         struct qa_arena *arena)
{
    uint32_t k = ratings->n_categories;
    size_t n_cells = (size_t)ratings->n_raters * k + 1;
    struct qa_conger_shares shares = {.of_rater = QA_ARRAY(arena, double, n_cells),
                                      .weighted = QA_ARRAY(arena, double, n_cells),
                                      .sum = QA_ARRAY(arena, double, (size_t)k + 1),
                                      .weighted_sum = QA_ARRAY(arena, double, (size_t)k + 1)};
    for (uint32_t g = 0; g < ratings->n_raters; g++) {
        double *own = shares.of_rater + (size_t)g * k;
        double n = rated_by(counts + (size_t)g * k, k);
        if (n <= 0 || g == without) {
            continue;
        }
        shares.n_raters++;
        for (uint32_t c = 0; c < k; c++) {
            own[c] = counts[(size_t)g * k + c] / n;
            shares.sum[c] += own[c];
        }
        weigh(own, weights, k, shares.weighted + (size_t)g * k);
    }
    weigh(shares.sum, weights, k, shares.weighted_sum);
    return shares;
}

static double dot(const double *a, const double *b, uint32_t k)
{
    double sum = 0;
    for (uint32_t c = 0; c < k; c++) {
        sum += a[c] * b[c];
    }
    return sum;
}

double qa_conger_expected(const struct qa_conger_shares *shares, const struct qa_ratings *ratings)
{
    uint32_t k = ratings->n_categories;
    double r = shares->n_raters;
    double sum = dot(shares->sum, shares->weighted_sum, k);
    for (uint32_t g = 0; g < ratings->n_raters; g++) {
        sum -= dot(shares->of_rater + (size_t)g * k, shares->weighted + (size_t)g * k, k);
    }
    return sum / (r * (r - 1));
}

double qa_conger_chance(const double *counts, const struct qa_ratings *ratings,
                        const double *weights, uint32_t without, uint32_t *n_raters,
                        struct qa_arena *scratch)
{
    struct qa_arena_mark mark = qa_arena_mark(scratch);
    struct qa_conger_shares shares = qa_conger_shares(counts, ratings, weights, without, scratch);
    double pe = shares.n_raters > 1 ? qa_conger_expected(&shares, ratings) : 1;
    *n_raters = shares.n_raters;
    qa_arena_reset(scratch, mark);
    return pe;
}

/* One pass over the items, in chunks. */
struct pass {
    const struct qa_ratings *ratings;
    const double *weights;
    const double *per_rating; /* n_raters x k: what a rating adds to the chance's influence */
    double kappa, pe, n, n_pairable;
    double *influence;
    struct qa_exact_sum *agreement; /* a chunk */
    struct qa_exact_sum *squares;
    uint64_t *n_items;
    uint64_t *pairable;
};

double qa_item_agreement(const struct qa_ratings *ratings, const double *weights, size_t i)
{
    uint64_t first = ratings->first[i];
    uint64_t end = ratings->first[i + 1];
    double agreeing = 0;
    for (uint64_t a = first; a < end; a++) {
        for (uint64_t b = a + 1; b < end; b++) {
            agreeing += weights == NULL ? ratings->category[a] == ratings->category[b]
                                        : symmetric(weights, ratings->n_categories,
                                                    ratings->category[a], ratings->category[b]);
        }
    }
    double n = (double)(end - first);
    return 2 * agreeing / (n * (n - 1));
}

static void agree_in_chunk(void *context, size_t chunk)
{
    struct pass *pass = context;
    const struct qa_ratings *ratings = pass->ratings;
    size_t end = (chunk + 1) * ITEMS_A_CHUNK;
    end = end < ratings->n_items ? end : ratings->n_items;
    for (size_t i = chunk * ITEMS_A_CHUNK; i < end; i++) {
        uint64_t n = ratings->first[i + 1] - ratings->first[i];
        pass->n_items[chunk] += n > 0;
        if (n > 1) {
            pass->pairable[chunk]++;
            qa_exact_add(&pass->agreement[chunk], qa_item_agreement(ratings, pass->weights, i));
        }
    }
}

/* Influence times (1 - pe), which keeps the terms of the exact sum small. */
static void spread_in_chunk(void *context, size_t chunk)
{
    struct pass *pass = context;
    const struct qa_ratings *ratings = pass->ratings;
    size_t end = (chunk + 1) * ITEMS_A_CHUNK;
    end = end < ratings->n_items ? end : ratings->n_items;
    for (size_t i = chunk * ITEMS_A_CHUNK; i < end; i++) {
        uint64_t first = ratings->first[i];
        uint64_t n = ratings->first[i + 1] - first;
        if (n == 0) {
            continue;
        }
        double expected = 0;
        for (uint64_t r = first; r < first + n; r++) {
            expected += pass->per_rating[(size_t)ratings->rater[r] * ratings->n_categories +
                                         ratings->category[r]];
        }
        double own = n > 1 ? qa_item_agreement(ratings, pass->weights, i) - pass->pe : 0;
        double scaled = pass->n / pass->n_pairable * own - (1 - pass->kappa) * expected -
                        pass->kappa * (1 - pass->pe);
        qa_exact_add(&pass->squares[chunk], scaled * scaled);
        if (pass->influence != NULL) {
            pass->influence[i] = scaled / (1 - pass->pe);
        }
    }
}

double *qa_conger_per_rating(const struct qa_conger_shares *shares, const double *counts,
                             const struct qa_ratings *ratings, double n_items,
                             struct qa_arena *arena)
{
    uint32_t k = ratings->n_categories;
    double r = shares->n_raters;
    double *out = QA_ARRAY(arena, double, (size_t)ratings->n_raters *k + 1);
    double *against = QA_ARRAY(arena, double, (size_t)k + 1);
    for (uint32_t g = 0; g < ratings->n_raters; g++) {
        size_t row = (size_t)g * k;
        double n = rated_by(counts + row, k);
        for (uint32_t c = 0; c < k; c++) {
            against[c] = shares->weighted_sum[c] - shares->weighted[row + c];
        }
        double mean = dot(shares->of_rater + row, against, k);
        for (uint32_t c = 0; n > 0 && c < k; c++) {
            out[row + c] = 2 * n_items / (n * r * (r - 1)) * (against[c] - mean);
        }
    }
    return out;
}

static void add_chunks(const struct pass *pass, size_t n_chunks, struct pass *total)
{
    for (size_t c = 0; c < n_chunks; c++) {
        total->agreement[0].total += c > 0 ? pass->agreement[c].total : 0;
        total->n += (double)pass->n_items[c];
        total->n_pairable += (double)pass->pairable[c];
    }
}

struct qa_estimate qa_conger_kappa(const struct qa_ratings *ratings, const double *weights,
                                   const struct qa_inference *inference, double *influence,
                                   struct qa_arena *scratch)
{
    struct qa_arena_mark mark = qa_arena_mark(scratch);
    size_t n_chunks = ratings->n_items / ITEMS_A_CHUNK + 1;
    struct pass pass = {.ratings = ratings,
                        .weights = weights,
                        .influence = influence,
                        .agreement = QA_ARRAY(scratch, struct qa_exact_sum, n_chunks),
                        .squares = QA_ARRAY(scratch, struct qa_exact_sum, n_chunks),
                        .n_items = QA_ARRAY(scratch, uint64_t, n_chunks),
                        .pairable = QA_ARRAY(scratch, uint64_t, n_chunks)};
    const double *counts = qa_rater_counts(ratings, scratch);
    struct qa_conger_shares shares =
        qa_conger_shares(counts, ratings, weights, UINT32_MAX, scratch);
    qa_parallel_for(n_chunks, agree_in_chunk, &pass);
    add_chunks(&pass, n_chunks, &pass);
    uint64_t n = (uint64_t)pass.n;
    const char *reason = n == 0                 ? "no ratings"
                         : shares.n_raters < 2  ? "only one annotator"
                         : pass.n_pairable == 0 ? "no item with two ratings"
                                                : NULL;
    if (reason == NULL) {
        pass.pe = qa_conger_expected(&shares, ratings);
        reason = 1 - pass.pe < 1e-14 ? "one category only" : NULL;
    }
    if (reason != NULL) {
        qa_arena_reset(scratch, mark);
        return qa_undefined(reason, n);
    }
    pass.kappa = (qa_exact_value(&pass.agreement[0]) / pass.n_pairable - pass.pe) / (1 - pass.pe);
    pass.per_rating = qa_conger_per_rating(&shares, counts, ratings, pass.n, scratch);
    qa_parallel_for(n_chunks, spread_in_chunk, &pass);
    struct qa_exact_sum squares = {0};
    for (size_t c = 0; c < n_chunks; c++) {
        squares.total += pass.squares[c].total;
    }
    const struct qa_linearised sum = {.value = pass.kappa,
                                      .squares = qa_exact_value(&squares) /
                                                 ((1 - pass.pe) * (1 - pass.pe)),
                                      .n = n,
                                      .lowest = -1};
    qa_arena_reset(scratch, mark);
    return qa_linearised(&sum, inference);
}
