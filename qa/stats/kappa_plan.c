#include "qa/stats/kappa_plan.h"

#include <math.h>

#include "qa/base/random.h"
#include "qa/stats/agreement_score.h"
#include "qa/stats/kappa.h"

enum { N_TABLES = 400, LEAST_ITEMS = 5, MOST_ITEMS = 20000, MOST_STEPS = 12 };

static const double CLOSE = 1.02;

/* Chances of this cell of the table or one before, row by row. */
static double *up_to_cells(const struct qa_kappa_expected *plan, struct qa_arena *scratch)
{
    uint32_t k = plan->n_categories;
    double *up_to = QA_ARRAY(scratch, double, (size_t)k *k);
    double sum = 0;
    for (uint32_t i = 0; i < k; i++) {
        for (uint32_t j = 0; j < k; j++) {
            double both = plan->shares[i] * plan->shares[j];
            sum +=
                i == j ? both + plan->kappa * (plan->shares[i] - both) : both * (1 - plan->kappa);
            up_to[(size_t)i * k + j] = sum;
        }
    }
    return up_to;
}

/* The population's kappa, by these weights. */
static double true_kappa(const struct qa_kappa_expected *plan, const double *up_to)
{
    uint32_t k = plan->n_categories;
    double observed = 0;
    double expected = 0;
    double before = 0;
    for (uint32_t i = 0; i < k; i++) {
        for (uint32_t j = 0; j < k; j++) {
            size_t at = (size_t)i * k + j;
            double weight = plan->weights != NULL ? plan->weights[at] : i == j;
            observed += weight * (up_to[at] - before);
            expected += weight * plan->shares[i] * plan->shares[j];
            before = up_to[at];
        }
    }
    return (observed - expected) / (1 - expected);
}

static void draw_table(const double *up_to, size_t n_cells, uint64_t n, struct qa_random *random,
                       uint64_t *table)
{
    for (size_t c = 0; c < n_cells; c++) {
        table[c] = 0;
    }
    for (uint64_t i = 0; i < n; i++) {
        double u = qa_random_real(random);
        size_t low = 0;
        size_t high = n_cells - 1;
        while (low < high) {
            size_t middle = (low + high) / 2;
            bool is_later = u >= up_to[middle];
            low = is_later ? middle + 1 : low;
            high = is_later ? high : middle;
        }
        table[low]++;
    }
}

struct qa_kappa_operation qa_kappa_operation(const struct qa_kappa_expected *plan, uint64_t n,
                                             struct qa_arena *scratch)
{
    struct qa_arena_mark mark = qa_arena_mark(scratch);
    struct qa_kappa_operation out = {.n = n, .drawn = N_TABLES};
    const struct qa_inference inference = QA_INFERENCE(plan->confidence);
    size_t n_cells = (size_t)plan->n_categories * plan->n_categories;
    double *up_to = up_to_cells(plan, scratch);
    uint64_t *table = QA_ARRAY(scratch, uint64_t, n_cells);
    double truth = true_kappa(plan, up_to);
    double with = 0;
    for (uint64_t t = 0; t < N_TABLES; t++) {
        struct qa_arena_mark each = qa_arena_mark(scratch);
        struct qa_random random;
        qa_random_init(&random, 1, t);
        draw_table(up_to, n_cells, n, &random, table);
        struct qa_estimate kappa =
            qa_cohen_kappa(table, plan->n_categories, plan->weights, &inference, scratch);
        qa_cohen_score(table, plan->n_categories, plan->weights, &inference, &kappa, scratch);
        if (qa_is_defined(&kappa) && kappa.has_interval) {
            double half = (kappa.high - kappa.low) / 2;
            with++;
            out.half_width += half;
            out.narrow += half <= plan->half_width;
            out.covered += kappa.low <= truth && truth <= kappa.high;
        }
        qa_arena_reset(scratch, each);
    }
    out.half_width = with > 0 ? out.half_width / with : HUGE_VAL;
    out.covered = with > 0 ? out.covered / with : 0;
    out.narrow /= N_TABLES;
    out.without = 1 - with / N_TABLES;
    qa_arena_reset(scratch, mark);
    return out;
}

struct qa_kappa_operation qa_kappa_items(const struct qa_kappa_expected *plan,
                                         struct qa_arena *scratch)
{
    uint64_t large =
        qa_kappa_sample_size(plan->kappa, plan->shares, plan->n_categories, plan->weights,
                             plan->half_width, plan->confidence, scratch);
    if (large == 0 || large > MOST_ITEMS) {
        return (struct qa_kappa_operation){.n = large};
    }
    uint64_t low = LEAST_ITEMS - 1;
    struct qa_kappa_operation best =
        qa_kappa_operation(plan, large > low ? large : LEAST_ITEMS, scratch);
    for (int s = 0; s < MOST_STEPS && best.half_width > plan->half_width; s++) {
        double ratio = fmin(2, best.half_width / plan->half_width);
        low = best.n;
        best = qa_kappa_operation(plan, (uint64_t)ceil((double)low * fmax(1.05, ratio * ratio)),
                                  scratch);
    }
    while (best.n > low + 1 && (double)best.n > CLOSE * (double)low) {
        struct qa_kappa_operation middle = qa_kappa_operation(plan, (low + best.n) / 2, scratch);
        if (middle.half_width <= plan->half_width) {
            best = middle;
        } else {
            low = middle.n;
        }
    }
    return best;
}
