/* Score intervals of coefficients that know who rated: Conger's and Cohen's kappa. */
#include <math.h>

#include "qa/stats/agreement_score_parts.h"
#include "qa/stats/conger_parts.h"
#include "qa/stats/distinct_items.h"

/* Items that count several times, seen through the weights. */
struct rated {
    const struct qa_ratings *ratings;
    const double *weights;
    struct qa_distinct_items items;
    double n; /* items */
    double n_pairable;
    double *counts; /* n_raters x k */
    double *share;  /* mean over items of their own shares */
};

static double weight(const struct rated *rated, uint32_t a, uint32_t b)
{
    size_t k = rated->ratings->n_categories;
    return rated->weights == NULL ? a == b
                                  : (rated->weights[a * k + b] + rated->weights[b * k + a]) / 2;
}

static size_t ratings_of(const struct rated *rated, size_t unit)
{
    size_t item = rated->items.example[unit];
    return (size_t)(rated->ratings->first[item + 1] - rated->ratings->first[item]);
}

static void count(struct rated *rated, struct qa_arena *arena)
{
    const struct qa_ratings *ratings = rated->ratings;
    uint32_t k = ratings->n_categories;
    rated->counts = QA_ARRAY(arena, double, (size_t)ratings->n_raters *k + 1);
    rated->share = QA_ARRAY(arena, double, k + (size_t)1);
    for (size_t i = 0; i < rated->items.n; i++) {
        double times = (double)rated->items.multiplicity[i];
        size_t m = ratings_of(rated, i);
        uint64_t first = ratings->first[rated->items.example[i]];
        rated->n += times;
        rated->n_pairable += m > 1 ? times : 0;
        for (uint64_t r = first; r < first + m; r++) {
            rated->counts[(size_t)ratings->rater[r] * k + ratings->category[r]] += times;
            rated->share[ratings->category[r]] += times / (double)m;
        }
    }
    for (uint32_t c = 0; c < k; c++) {
        rated->share[c] /= rated->n;
    }
}

/* ---- the bias of De ---- */

/* Shares of the annotators with what the bias needs of each. */
struct biasing {
    const struct rated *rated;
    const struct qa_conger_shares *shares;
    double *rated_share; /* rho: of the items, rated by each */
    double *self;        /* p_g'W p_g */
    double *sum;         /* k: of an item's centred ratings; scratch */
    double *weighted;    /* k: W of it */
};

static struct biasing start_biasing(const struct rated *rated,
                                    const struct qa_conger_shares *shares, struct qa_arena *arena)
{
    uint32_t k = rated->ratings->n_categories;
    uint32_t n_raters = rated->ratings->n_raters;
    struct biasing biasing = {rated,
                              shares,
                              QA_ARRAY(arena, double, n_raters + (size_t)1),
                              QA_ARRAY(arena, double, n_raters + (size_t)1),
                              QA_ARRAY(arena, double, k + (size_t)1),
                              QA_ARRAY(arena, double, k + (size_t)1)};
    for (uint32_t g = 0; g < n_raters; g++) {
        for (uint32_t c = 0; c < k; c++) {
            size_t at = (size_t)g * k + c;
            biasing.rated_share[g] += rated->counts[at] / rated->n;
            biasing.self[g] += shares->of_rater[at] * shares->weighted[at];
        }
    }
    return biasing;
}

/* |sum of a_g|^2 - sum of |a_g|^2 in the metric of the weights, a_g = (x_g - p_g) / rho_g. */
static double bias_of(const struct biasing *biasing, size_t unit)
{
    const struct qa_ratings *ratings = biasing->rated->ratings;
    uint32_t k = ratings->n_categories;
    size_t item = biasing->rated->items.example[unit];
    double own = 0;
    for (uint32_t c = 0; c < k; c++) {
        biasing->sum[c] = 0;
        biasing->weighted[c] = 0;
    }
    for (uint64_t r = ratings->first[item]; r < ratings->first[item + 1]; r++) {
        uint32_t g = ratings->rater[r];
        uint32_t category = ratings->category[r];
        double rho = biasing->rated_share[g];
        const double *p = biasing->shares->of_rater + (size_t)g * k;
        const double *weighted = biasing->shares->weighted + (size_t)g * k;
        for (uint32_t c = 0; c < k; c++) {
            biasing->sum[c] += ((c == category) - p[c]) / rho;
            biasing->weighted[c] += (weight(biasing->rated, c, category) - weighted[c]) / rho;
        }
        own += (1 - 2 * weighted[category] + biasing->self[g]) / (rho * rho);
    }
    double sum = 0;
    for (uint32_t c = 0; c < k; c++) {
        sum += biasing->sum[c] * biasing->weighted[c];
    }
    return sum - own;
}

/* ---- the problem ---- */

static void append_items(const struct rated *rated, const struct qa_conger_shares *shares,
                         const double *per_rating, struct qa_score_builder *builder,
                         struct qa_pseudo_item *item, struct qa_score_problem *out)
{
    const struct qa_ratings *ratings = rated->ratings;
    struct biasing biasing = start_biasing(rated, shares, builder->arena);
    double bias = 0;
    for (size_t i = 0; i < rated->items.n; i++) {
        double times = (double)rated->items.multiplicity[i];
        size_t example = rated->items.example[i];
        double m = (double)ratings_of(rated, i);
        double d = m > 1 ? 1 - qa_item_agreement(ratings, rated->weights, example) : 0;
        double e = 0;
        for (uint64_t r = ratings->first[example]; r < ratings->first[example + 1]; r++) {
            e -= per_rating[(size_t)ratings->rater[r] * ratings->n_categories +
                            ratings->category[r]];
        }
        qa_score_append(builder, times, d, m > 1, e);
        qa_pseudo_item_add(item, times, m);
        out->observed += times * d / rated->n_pairable;
        bias += times * bias_of(&biasing, i);
    }
    double r = shares->n_raters;
    bias /= r * (r - 1) * rated->n * (rated->n - 1);
    out->expected = builder->expected + bias * fmax(0, out->finite);
    qa_pseudo_item_divide(item, rated->n_pairable);
}

/* Every annotator rates the pseudo-item alike: what a category comes to is what all of them add. */
static double *add_raters(const struct qa_ratings *ratings, const double *per_rating,
                          struct qa_arena *arena)
{
    uint32_t k = ratings->n_categories;
    double *sum = QA_ARRAY(arena, double, k + (size_t)1);
    for (uint32_t g = 0; g < ratings->n_raters; g++) {
        for (uint32_t c = 0; c < k; c++) {
            sum[c] += per_rating[(size_t)g * k + c];
        }
    }
    return sum;
}

static double *weigh_shares(const struct rated *rated, struct qa_arena *arena)
{
    uint32_t k = rated->ratings->n_categories;
    double *out = QA_ARRAY(arena, double, k + (size_t)1);
    for (uint32_t b = 0; b < k; b++) {
        for (uint32_t a = 0; rated->share[b] > 0 && a < k; a++) {
            out[a] += weight(rated, a, b) * rated->share[b];
        }
    }
    return out;
}

static bool build(struct rated *rated, const struct qa_inference *inference,
                  struct qa_agreement_problem *out, struct qa_arena *arena)
{
    const struct qa_ratings *ratings = rated->ratings;
    uint32_t k = ratings->n_categories;
    *out = (struct qa_agreement_problem){.scale = 1};
    count(rated, arena);
    struct qa_conger_shares shares =
        qa_conger_shares(rated->counts, ratings, rated->weights, UINT32_MAX, arena);
    if (shares.n_raters < 2 || !(rated->n_pairable > 0)) {
        return false;
    }
    struct qa_score_builder builder = qa_score_builder(rated->items.n + 3 * (size_t)k, arena);
    builder.expected = 1 - qa_conger_expected(&shares, ratings);
    if (builder.expected < 1e-14) {
        return false;
    }
    const double *per_rating =
        qa_conger_per_rating(&shares, rated->counts, ratings, rated->n, arena);
    out->score.n_items = rated->n;
    out->score.freedom = fmax(1, rated->n - 1);
    out->score.finite = qa_finite_factor((uint64_t)rated->n, inference);
    out->no_interval = qa_score_refusal(rated->n_pairable, out->score.finite);
    builder.mean_u = rated->n_pairable / rated->n;
    builder.against = add_raters(ratings, per_rating, arena);
    builder.factor = -1;
    struct qa_pseudo_item item = {.n_categories = k,
                                  .share = rated->share,
                                  .weighted = weigh_shares(rated, arena),
                                  .u = 1,
                                  .v = 1};
    append_items(rated, &shares, per_rating, &builder, &item, &out->score);
    qa_score_append_pseudo(&builder, &item);
    out->score.n_entries = builder.n;
    out->score.times = builder.times;
    out->score.own = builder.own;
    out->score.chance = builder.chance;
    return out->score.expected > 0;
}

bool qa_conger_problem(const struct qa_ratings *ratings, const double *weights,
                       const struct qa_inference *inference, struct qa_agreement_problem *out,
                       struct qa_arena *arena)
{
    struct rated rated = {
        .ratings = ratings, .weights = weights, .items = qa_distinct_items(ratings, arena)};
    return build(&rated, inference, out, arena);
}

static void finish(struct rated *rated, const struct qa_inference *inference,
                   struct qa_estimate *estimate, struct qa_arena *scratch)
{
    struct qa_agreement_problem problem;
    if (build(rated, inference, &problem, scratch)) {
        qa_score_finish(&problem, inference, estimate);
    } else {
        qa_score_refuse("no expected disagreement", estimate);
    }
}

void qa_conger_score(const struct qa_ratings *ratings, const double *weights,
                     const struct qa_inference *inference, struct qa_estimate *estimate,
                     struct qa_arena *scratch)
{
    if (!qa_is_defined(estimate) || ratings->n_items > QA_SCORE_MOST_TOLD_APART) {
        return;
    }
    struct qa_arena_mark mark = qa_arena_mark(scratch);
    struct rated rated = {
        .ratings = ratings, .weights = weights, .items = qa_distinct_items(ratings, scratch)};
    if (rated.items.n <= QA_SCORE_MOST_DISTINCT) {
        finish(&rated, inference, estimate, scratch);
    }
    qa_arena_reset(scratch, mark);
}

/* ---- two annotators ---- */

/* The cells of the table as items, each with its count. */
static struct qa_distinct_items items_of_table(const uint64_t *table, uint32_t k,
                                               struct qa_ratings *ratings, struct qa_arena *arena)
{
    size_t n_cells = (size_t)k * k;
    uint64_t *first = QA_ARRAY(arena, uint64_t, n_cells + 1);
    uint32_t *rater = QA_ARRAY(arena, uint32_t, 2 * n_cells + 1);
    uint32_t *category = QA_ARRAY(arena, uint32_t, 2 * n_cells + 1);
    struct qa_distinct_items items = {QA_ARRAY(arena, size_t, n_cells + 1),
                                      QA_ARRAY(arena, uint64_t, n_cells + 1), 0};
    for (size_t cell = 0; cell < n_cells; cell++) {
        if (table[cell] > 0) {
            size_t i = items.n++;
            rater[2 * i + 1] = 1;
            category[2 * i] = (uint32_t)(cell / k);
            category[2 * i + 1] = (uint32_t)(cell % k);
            first[i + 1] = 2 * (i + 1);
            items.example[i] = i;
            items.multiplicity[i] = table[cell];
        }
    }
    *ratings = (struct qa_ratings){items.n, 2 * items.n, 2, k, first, rater, category, NULL};
    return items;
}

void qa_cohen_score(const uint64_t *table, uint32_t n_categories, const double *weights,
                    const struct qa_inference *inference, struct qa_estimate *estimate,
                    struct qa_arena *scratch)
{
    if (!qa_is_defined(estimate)) {
        return;
    }
    struct qa_arena_mark mark = qa_arena_mark(scratch);
    struct qa_ratings ratings;
    struct rated rated = {.ratings = &ratings, .weights = weights};
    rated.items = items_of_table(table, n_categories, &ratings, scratch);
    finish(&rated, inference, estimate, scratch);
    qa_arena_reset(scratch, mark);
}
