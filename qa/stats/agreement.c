#include "qa/stats/agreement.h"

#include <math.h>

#include "qa/stats/agreement_parts.h"

enum {
    ITEMS = QA_SUM_ITEMS,
    PAIRABLE = QA_SUM_PAIRABLE,
    AGREEMENT = QA_SUM_AGREEMENT,
    AGREEING = QA_SUM_AGREEING,
    PAIRS = QA_SUM_PAIRS,
    PER_RATING = QA_SUM_PER_RATING,
    RATINGS = QA_SUM_RATINGS,
    N_SCALARS = QA_SUM_N_SCALARS
};

/* Of one item: its categories and how often each was chosen. */
struct item {
    const uint32_t *category;
    const uint32_t *count;
    size_t n;
};

static struct item item_of(const struct qa_patterns *patterns, size_t p)
{
    uint64_t first = patterns->first[p];
    return (struct item){patterns->category + first, patterns->count + first,
                         (size_t)(patterns->first[p + 1] - first)};
}

/* Sum over pairs of (a - b)^2 of an item's places is 2 (n sum of a^2 - (sum of a)^2). */
static double agreeing_by_place(const struct item *item, const double *place, double range)
{
    double n = 0;
    double sum = 0;
    double squares = 0;
    double origin = place[item->category[0]];
    for (size_t e = 0; e < item->n; e++) {
        double x = (place[item->category[e]] - origin) / range;
        n += item->count[e];
        sum += item->count[e] * x;
        squares += item->count[e] * x * x;
    }
    return n * (n - 1) - 2 * (n * squares - sum * sum);
}

static double agreeing_pairs(const struct qa_agreement_basis *basis, const struct item *item)
{
    if (basis->place != NULL) {
        return agreeing_by_place(item, basis->place, basis->range);
    }
    double sum = 0;
    for (size_t a = 0; a < item->n; a++) {
        double weighted = item->count[a];
        if (basis->weights != NULL) {
            const double *row =
                basis->weights + (size_t)item->category[a] * basis->patterns->n_categories;
            weighted = 0;
            for (size_t b = 0; b < item->n; b++) {
                weighted += row[item->category[b]] * item->count[b];
            }
        }
        sum += item->count[a] * (weighted - 1);
    }
    return sum;
}

static void add(const struct item *item, double agreeing, uint32_t k, double times, double *sums)
{
    double ratings = 0;
    for (size_t e = 0; e < item->n; e++) {
        ratings += item->count[e];
    }
    double *shares = sums + N_SCALARS;
    sums[ITEMS] += times;
    for (size_t e = 0; e < item->n; e++) {
        shares[item->category[e]] += times * item->count[e] / ratings;
    }
    if (ratings < 2) {
        return;
    }
    double *counts = shares + k;
    for (size_t e = 0; e < item->n; e++) {
        counts[item->category[e]] += times * item->count[e];
    }
    sums[PAIRABLE] += times;
    sums[AGREEMENT] += times * (agreeing / (ratings * (ratings - 1)));
    sums[AGREEING] += times * agreeing;
    sums[PAIRS] += times * ratings * (ratings - 1);
    sums[PER_RATING] += times * agreeing / (ratings - 1);
    sums[RATINGS] += times * ratings;
}

void qa_agreement_add(const struct qa_agreement_basis *basis, size_t pattern, double times,
                      double *sums)
{
    struct item item = item_of(basis->patterns, pattern);
    add(&item, basis->agreeing[pattern], basis->patterns->n_categories, times, sums);
}

void qa_agreement_add_item(const struct qa_agreement_basis *basis, const uint32_t *category,
                           const uint32_t *count, size_t n, double times, double *sums)
{
    uint32_t k = basis->patterns->n_categories;
    struct item item = {category, count, n};
    if (n > 0) {
        add(&item, agreeing_pairs(basis, &item), k, times, sums);
    }
}

static void sum_up(struct qa_agreement_basis *basis, struct qa_arena *arena)
{
    const struct qa_patterns *patterns = basis->patterns;
    double *agreeing = QA_ARRAY(arena, double, patterns->n_patterns + 1);
    basis->n_sums = N_SCALARS + 2 * (size_t)patterns->n_categories;
    double *sums = QA_ARRAY(arena, double, basis->n_sums);
    basis->agreeing = agreeing;
    basis->sums = sums;
    for (size_t p = 0; p < patterns->n_patterns; p++) {
        struct item item = item_of(patterns, p);
        agreeing[p] = agreeing_pairs(basis, &item);
        qa_agreement_add(basis, p, (double)patterns->multiplicity[p], sums);
    }
}

struct qa_agreement_basis qa_agreement_basis(const struct qa_patterns *patterns,
                                             const double *weights, struct qa_arena *arena)
{
    size_t k = patterns->n_categories;
    struct qa_agreement_basis basis = {
        .patterns = patterns, .weights = weights, .weight_total = weights == NULL ? (double)k : 0};
    for (size_t w = 0; weights != NULL && w < k * k; w++) {
        basis.weight_total += weights[w];
    }
    sum_up(&basis, arena);
    return basis;
}

struct qa_agreement_basis qa_agreement_basis_interval(const struct qa_patterns *patterns,
                                                      const double *place, struct qa_arena *arena)
{
    uint32_t k = patterns->n_categories;
    struct qa_agreement_basis basis = {
        .patterns = patterns, .place = place, .range = k > 1 ? place[k - 1] - place[0] : 1};
    double sum = 0;
    double squares = 0;
    for (uint32_t c = 0; c < k; c++) {
        double x = (place[c] - place[0]) / basis.range;
        sum += x;
        squares += x * x;
    }
    basis.weight_total = (double)k * k - 2 * (k * squares - sum * sum);
    sum_up(&basis, arena);
    return basis;
}

void qa_agreement_weigh(const struct qa_agreement_basis *basis, const double *list, double total,
                        double *out)
{
    uint32_t k = basis->patterns->n_categories;
    if (basis->place != NULL) {
        double sum = 0;
        double squares = 0;
        for (uint32_t c = 0; c < k; c++) {
            double x = (basis->place[c] - basis->place[0]) / basis->range;
            sum += list[c] / total * x;
            squares += list[c] / total * x * x;
        }
        for (uint32_t c = 0; c < k; c++) {
            double x = (basis->place[c] - basis->place[0]) / basis->range;
            out[c] = 1 - (x * x - 2 * x * sum + squares);
        }
        return;
    }
    for (uint32_t c = 0; c < k; c++) {
        out[c] = basis->weights == NULL ? list[c] / total : 0;
    }
    for (uint32_t b = 0; basis->weights != NULL && b < k; b++) {
        for (uint32_t a = 0; list[b] > 0 && a < k; a++) {
            double both = basis->weights[(size_t)a * k + b] + basis->weights[(size_t)b * k + a];
            out[a] += both / 2 * (list[b] / total);
        }
    }
}

struct qa_agreement_shares qa_agreement_shares(const struct qa_agreement_basis *basis,
                                               enum qa_coefficient coefficient, const double *sums)
{
    if (coefficient == QA_KRIPPENDORFF_ALPHA || coefficient == QA_SCOTT_PI) {
        return (struct qa_agreement_shares){sums + N_SCALARS + basis->patterns->n_categories,
                                            sums[RATINGS]};
    }
    return (struct qa_agreement_shares){sums + N_SCALARS, sums[ITEMS]};
}

static double expected_agreement(const struct qa_agreement_basis *basis,
                                 enum qa_coefficient coefficient, const double *sums,
                                 double *weighted)
{
    double q = basis->patterns->n_categories;
    struct qa_agreement_shares shares = qa_agreement_shares(basis, coefficient, sums);
    double pe = 0;
    switch (coefficient) {
    case QA_BENNETT_S:
        return basis->weight_total / (q * q);
    case QA_GWET_AC:
        for (uint32_t c = 0; c < basis->patterns->n_categories; c++) {
            double share = shares.list[c] / shares.total;
            pe += share * (1 - share);
        }
        return q > 1 ? pe * basis->weight_total / (q * (q - 1)) : 1;
    default:
        qa_agreement_weigh(basis, shares.list, shares.total, weighted);
        for (uint32_t c = 0; c < basis->patterns->n_categories; c++) {
            pe += shares.list[c] / shares.total * weighted[c];
        }
        return pe;
    }
}

static double observed_agreement(enum qa_coefficient coefficient, const double *sums)
{
    if (coefficient == QA_PERCENT_AGREEMENT_POOLED) {
        return sums[AGREEING] / sums[PAIRS];
    }
    if (coefficient == QA_KRIPPENDORFF_ALPHA) {
        double n = sums[RATINGS];
        return (1 - 1 / n) * (sums[PER_RATING] / n) + 1 / n;
    }
    return sums[AGREEMENT] / sums[PAIRABLE];
}

static bool corrects_for_chance(enum qa_coefficient coefficient)
{
    return coefficient != QA_PERCENT_AGREEMENT && coefficient != QA_PERCENT_AGREEMENT_POOLED;
}

const char *qa_agreement_value(const struct qa_agreement_basis *basis,
                               enum qa_coefficient coefficient, const double *sums, double *value,
                               struct qa_arena *scratch)
{
    if (!(sums[PAIRABLE] > 0)) {
        return "no item with two ratings";
    }
    *value = observed_agreement(coefficient, sums);
    if (!corrects_for_chance(coefficient)) {
        return NULL;
    }
    double *weighted = QA_ARRAY(scratch, double, basis->patterns->n_categories);
    double pe = expected_agreement(basis, coefficient, sums, weighted);
    if (1 - pe < 1e-14) {
        return "one category only";
    }
    *value = (*value - pe) / (1 - pe);
    return NULL;
}

/* ---- influence ---- */

/* What the influence of an item is made of. */
struct linearising {
    const struct qa_agreement_basis *basis;
    enum qa_coefficient coefficient;
    const double *sums;
    double value;
    double pe;
    double *expected_of; /* of a rating of category c: what it adds to the chance agreement */
};

static void fill_expected(struct linearising *parts)
{
    const struct qa_agreement_basis *basis = parts->basis;
    double q = basis->patterns->n_categories;
    struct qa_agreement_shares shares = qa_agreement_shares(basis, parts->coefficient, parts->sums);
    if (parts->coefficient != QA_BENNETT_S && parts->coefficient != QA_GWET_AC) {
        qa_agreement_weigh(basis, shares.list, shares.total, parts->expected_of);
        return;
    }
    for (uint32_t c = 0; c < basis->patterns->n_categories; c++) {
        parts->expected_of[c] =
            parts->coefficient == QA_BENNETT_S
                ? parts->pe
                : basis->weight_total / (q * (q - 1)) * (1 - shares.list[c] / shares.total);
    }
}

/* Sum over an item's ratings of what their category adds. */
static double expectation(const struct linearising *parts, const struct item *item)
{
    double sum = 0;
    for (size_t e = 0; e < item->n; e++) {
        sum += item->count[e] * parts->expected_of[item->category[e]];
    }
    return sum;
}

static double alpha_influence(const struct linearising *parts, size_t p)
{
    const struct qa_patterns *patterns = parts->basis->patterns;
    const double *sums = parts->sums;
    struct item item = item_of(patterns, p);
    double ratings = patterns->ratings[p];
    double mean_ratings = sums[RATINGS] / sums[PAIRABLE];
    double surplus = (ratings - mean_ratings) / mean_ratings;
    double pa = observed_agreement(QA_KRIPPENDORFF_ALPHA, sums);
    double uncorrected = (sums[PER_RATING] / sums[RATINGS] - parts->pe) / (1 - parts->pe);
    double own = parts->basis->agreeing[p] / (mean_ratings * (ratings - 1)) - pa * surplus;
    double chance = expectation(parts, &item) / mean_ratings - parts->pe * surplus;
    return (own - parts->pe) / (1 - parts->pe) -
           2 * (1 - uncorrected) * (chance - parts->pe) / (1 - parts->pe) - uncorrected;
}

static double kappa_influence(const struct linearising *parts, size_t p)
{
    const struct qa_patterns *patterns = parts->basis->patterns;
    struct item item = item_of(patterns, p);
    double ratings = patterns->ratings[p];
    double n = parts->coefficient == QA_SCOTT_PI ? parts->sums[PAIRABLE] : parts->sums[ITEMS];
    double own =
        ratings >= 2 ? parts->basis->agreeing[p] / (ratings * (ratings - 1)) - parts->pe : 0;
    double chance = expectation(parts, &item) / ratings;
    return n / parts->sums[PAIRABLE] * own / (1 - parts->pe) -
           2 * (1 - parts->value) * (chance - parts->pe) / (1 - parts->pe) - parts->value;
}

static double influence_of(const struct linearising *parts, size_t p)
{
    const struct qa_patterns *patterns = parts->basis->patterns;
    double ratings = patterns->ratings[p];
    double pairs = ratings * (ratings - 1);
    double agreeing = parts->basis->agreeing[p];
    switch (parts->coefficient) {
    case QA_PERCENT_AGREEMENT:
        return agreeing / pairs - parts->value;
    case QA_PERCENT_AGREEMENT_POOLED:
        return (agreeing - parts->value * pairs) * parts->sums[PAIRABLE] / parts->sums[PAIRS];
    case QA_KRIPPENDORFF_ALPHA:
        return alpha_influence(parts, p);
    default:
        return kappa_influence(parts, p);
    }
}

/* Fleiss, Bennett and Gwet count items with one rating: in the shares, or in n. */
static bool counts_single_ratings(enum qa_coefficient coefficient)
{
    return coefficient == QA_FLEISS_KAPPA || coefficient == QA_BENNETT_S ||
           coefficient == QA_GWET_AC;
}

static const char *why_undefined(const struct qa_patterns *patterns)
{
    if (patterns->n_items == 0) {
        return "no ratings";
    }
    return patterns->n_raters < 2 ? "only one annotator" : NULL;
}

struct qa_estimate qa_agreement_coefficient(const struct qa_agreement_basis *basis,
                                            enum qa_coefficient coefficient,
                                            const struct qa_inference *inference, double *influence,
                                            struct qa_arena *scratch)
{
    const struct qa_patterns *patterns = basis->patterns;
    bool all_items = counts_single_ratings(coefficient);
    uint64_t n = all_items ? patterns->n_items : patterns->n_pairable;
    struct linearising parts = {.basis = basis, .coefficient = coefficient, .sums = basis->sums};
    const char *reason = why_undefined(patterns);
    struct qa_arena_mark mark = qa_arena_mark(scratch);
    reason = reason != NULL
                 ? reason
                 : qa_agreement_value(basis, coefficient, basis->sums, &parts.value, scratch);
    if (reason != NULL) {
        qa_arena_reset(scratch, mark);
        return qa_undefined(reason, n);
    }
    parts.expected_of = QA_ARRAY(scratch, double, patterns->n_categories);
    if (corrects_for_chance(coefficient)) {
        parts.pe = expected_agreement(basis, coefficient, basis->sums, parts.expected_of);
        fill_expected(&parts);
    }
    struct qa_linearised sum = {
        .value = parts.value, .n = n, .lowest = corrects_for_chance(coefficient) ? -1 : 0};
    for (size_t p = 0; p < patterns->n_patterns; p++) {
        double own = all_items || patterns->ratings[p] >= 2 ? influence_of(&parts, p) : 0;
        sum.squares += (double)patterns->multiplicity[p] * own * own;
        if (influence != NULL) {
            influence[p] = own;
        }
    }
    qa_arena_reset(scratch, mark);
    struct qa_estimate estimate = qa_linearised(&sum, inference);
    /* No agreement at all is not a hypothesis. */
    estimate.has_p_value = estimate.has_p_value && corrects_for_chance(coefficient);
    return estimate;
}
