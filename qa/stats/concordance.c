#include "qa/stats/concordance.h"

#include <math.h>

#include "qa/stats/special.h"

/* The complete items, n x m categories. */
struct complete {
    const uint32_t **row;
    size_t n;
    uint32_t m;
    uint32_t k;
};

static struct complete complete_items(const struct qa_ratings *ratings, struct qa_arena *arena)
{
    struct complete out = {QA_ARRAY(arena, const uint32_t *, ratings->n_items + 1), 0,
                           ratings->n_raters, ratings->n_categories};
    for (size_t i = 0; i < ratings->n_items; i++) {
        if (ratings->first[i + 1] - ratings->first[i] == ratings->n_raters) {
            out.row[out.n++] = ratings->category + ratings->first[i];
        }
    }
    return out;
}

/* Doubled mid-ranks, so that all sums are whole numbers. */
struct ranking {
    uint64_t *twice_rank;  /* m x k */
    uint64_t *n_of;        /* m x k: items of each category */
    double *twice_ranksum; /* n */
    double ties;           /* sum of T over annotators */
};

static struct ranking rank_items(const struct complete *items, struct qa_arena *arena)
{
    size_t cells = (size_t)items->m * items->k;
    struct ranking out = {QA_ARRAY(arena, uint64_t, cells), QA_ARRAY(arena, uint64_t, cells),
                          QA_ARRAY(arena, double, items->n), 0};
    for (size_t i = 0; i < items->n; i++) {
        for (uint32_t g = 0; g < items->m; g++) {
            out.n_of[(size_t)g * items->k + items->row[i][g]]++;
        }
    }
    for (uint32_t g = 0; g < items->m; g++) {
        uint64_t below = 0;
        for (uint32_t c = 0; c < items->k; c++) {
            uint64_t tied = out.n_of[(size_t)g * items->k + c];
            out.twice_rank[(size_t)g * items->k + c] = 2 * below + tied + 1;
            out.ties += (double)tied * (double)tied * (double)tied - (double)tied;
            below += tied;
        }
    }
    for (size_t i = 0; i < items->n; i++) {
        for (uint32_t g = 0; g < items->m; g++) {
            out.twice_ranksum[i] += (double)out.twice_rank[(size_t)g * items->k + items->row[i][g]];
        }
    }
    return out;
}

/* W from the sum of squares of n doubled rank sums; false when every order is all tied. The sum of
 * the rank sums themselves is m n (n + 1) / 2. */
static bool concordance(double squares, double n, double m, double ties, double *w)
{
    double most = m * m * (n * n * n - n) - m * ties;
    double mean = m * (n + 1); /* doubled */
    *w = most > 0 ? 3 * (squares - n * mean * mean) / most : 0;
    return most > 0;
}

/* Without item `out`: annotators rank those above it one lower, those beside it half. */
static bool concordance_without(const struct complete *items, const struct ranking *ranking,
                                size_t out, double *w)
{
    double squares = 0;
    for (size_t i = 0; i < items->n; i++) {
        if (i == out) {
            continue;
        }
        double lower = 0;
        for (uint32_t g = 0; g < items->m; g++) {
            lower += items->row[i][g] > items->row[out][g]    ? 2
                     : items->row[i][g] == items->row[out][g] ? 1
                                                              : 0;
        }
        double sum = ranking->twice_ranksum[i] - lower;
        squares += sum * sum;
    }
    double ties = ranking->ties;
    for (uint32_t g = 0; g < items->m; g++) {
        /* t^3 - t less (t - 1)^3 - (t - 1). */
        double t = (double)ranking->n_of[(size_t)g * items->k + items->row[out][g]];
        ties -= 3 * t * t - 3 * t;
    }
    return concordance(squares, (double)items->n - 1, items->m, ties, w);
}

static void set_interval(const struct complete *items, const struct ranking *ranking,
                         const struct qa_inference *inference, struct qa_estimate *estimate,
                         struct qa_arena *scratch)
{
    double n = (double)items->n;
    double *without = QA_ARRAY(scratch, double, items->n);
    struct qa_exact_sum sum = {0};
    for (size_t i = 0; i < items->n; i++) {
        if (!concordance_without(items, ranking, i, &without[i])) {
            return;
        }
        qa_exact_add(&sum, without[i]);
    }
    double mean = qa_exact_value(&sum) / n;
    struct qa_exact_sum squares = {0};
    for (size_t i = 0; i < items->n; i++) {
        qa_exact_add(&squares, (without[i] - mean) * (without[i] - mean));
    }
    double se =
        sqrt((n - 1) / n * qa_exact_value(&squares) * qa_finite_factor(items->n, inference));
    double p = estimate->p_value;
    *estimate = qa_with_standard_error(estimate->value, se, n - 1, items->n, 0, inference);
    estimate->method = "jackknife_t";
    if (inference->null_value == 0) {
        estimate->p_value = p;
        estimate->has_p_value = true;
    }
}

struct qa_estimate qa_kendall_w(const struct qa_ratings *ratings,
                                const struct qa_inference *inference, double *chi_square,
                                struct qa_arena *scratch)
{
    struct qa_arena_mark mark = qa_arena_mark(scratch);
    struct complete items = complete_items(ratings, scratch);
    *chi_square = 0;
    if (items.m < 2 || items.n < 2) {
        qa_arena_reset(scratch, mark);
        return qa_undefined(items.m < 2 ? "only one annotator"
                                        : "fewer than two items that all annotators rated",
                            items.n);
    }
    struct ranking ranking = rank_items(&items, scratch);
    double squares = 0;
    for (size_t i = 0; i < items.n; i++) {
        squares += ranking.twice_ranksum[i] * ranking.twice_ranksum[i];
    }
    struct qa_estimate estimate = {.confidence = inference->confidence, .n = items.n};
    if (!concordance(squares, (double)items.n, items.m, ranking.ties, &estimate.value)) {
        estimate = qa_undefined("every annotator rated all items the same", items.n);
    } else {
        double freedom = (double)items.n - 1;
        *chi_square = items.m * freedom * estimate.value;
        estimate.p_value = qa_chi_square_upper(*chi_square, freedom);
        estimate.has_p_value = inference->null_value == 0;
        if (items.n > 2 && items.n <= QA_MOST_CONCORDANCE_ITEMS) {
            set_interval(&items, &ranking, inference, &estimate, scratch);
        }
    }
    qa_arena_reset(scratch, mark);
    return estimate;
}
