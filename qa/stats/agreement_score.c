#include "qa/stats/agreement_score.h"

#include <math.h>
#include <string.h>

#include "qa/stats/agreement_parts.h"
#include "qa/stats/agreement_score_parts.h"

const char qa_matched_score[] = "matched_score";

bool qa_is_matched_score(const struct qa_estimate *estimate)
{
    return estimate->method != NULL && strcmp(estimate->method, qa_matched_score) == 0;
}

/* ---- entries ---- */

struct qa_score_builder qa_score_builder(size_t n_entries, struct qa_arena *arena)
{
    return (struct qa_score_builder){.arena = arena,
                                     .times = QA_ARRAY(arena, double, n_entries + 1),
                                     .own = QA_ARRAY(arena, double, n_entries + 1),
                                     .chance = QA_ARRAY(arena, double, n_entries + 1)};
}

void qa_score_append(struct qa_score_builder *builder, double times, double u_d, double u, double e)
{
    builder->times[builder->n] = times;
    builder->own[builder->n] = u_d / builder->mean_u;
    builder->chance[builder->n++] = u / builder->mean_u * builder->expected + e;
}

void qa_pseudo_item_add(struct qa_pseudo_item *item, double times, double m)
{
    if (m > 1) {
        item->mean_ratings += times * m;
        item->split_disagreement += times * (0.5 + 1 / (m * (m - 1)));
        item->lone_disagreement += times * 2 / m;
        item->lone_share += times / m;
    }
}

void qa_pseudo_item_divide(struct qa_pseudo_item *item, double n_pairable)
{
    item->mean_ratings /= n_pairable;
    item->split_disagreement /= n_pairable;
    item->lone_disagreement /= n_pairable;
    item->lone_share /= n_pairable;
}

/* What all categories come to, seen from one of them. */
struct others {
    double against;  /* mean of the others' against, by their shares */
    double weight;   /* mean weight of the one against the others */
    double in_split; /* h: the category's part of what is not agreed */
};

static struct others others_of(const struct qa_score_builder *builder,
                               const struct qa_pseudo_item *item, uint32_t k, double total_against,
                               double squares)
{
    double share = item->share[k];
    double weighted = item->weighted != NULL ? item->weighted[k] : share;
    if (1 - share > 1e-12) {
        return (struct others){(total_against - share * builder->against[k]) / (1 - share),
                               (weighted - share) / (1 - share),
                               share * (1 - share) / (1 - squares)};
    }
    /* One category only; those that were not seen share evenly, and nothing is known of their
     * weights but that they are others. */
    double sum = 0;
    for (uint32_t c = 0; c < item->n_categories; c++) {
        sum += c != k ? builder->against[c] : 0;
    }
    double n_others = item->n_categories - 1.0;
    return (struct others){n_others > 0 ? sum / n_others : 0, 0, 1};
}

static void append_part(struct qa_score_builder *builder, const struct qa_pseudo_item *item,
                        double times, double disagreement, double against)
{
    qa_score_append(builder, times, item->u * disagreement, item->u,
                    builder->factor * item->v * (against - builder->centre));
}

void qa_score_append_pseudo(struct qa_score_builder *builder, const struct qa_pseudo_item *item)
{
    double total_against = 0;
    double squares = 0;
    for (uint32_t k = 0; k < item->n_categories; k++) {
        total_against += item->share[k] * builder->against[k];
        squares += item->share[k] * item->share[k];
    }
    for (uint32_t k = 0; k < item->n_categories; k++) {
        if (!(item->share[k] > 0)) {
            continue;
        }
        struct others others = others_of(builder, item, k, total_against, squares);
        double apart = 1 - others.weight;
        double own = builder->against[k];
        append_part(builder, item, item->share[k] / 2, 0, own);
        append_part(builder, item, others.in_split / 4, item->split_disagreement * apart,
                    (own + others.against) / 2);
        if (item->mean_ratings > 2) {
            double lone = item->lone_share * own + (1 - item->lone_share) * others.against;
            append_part(builder, item, others.in_split / 4, item->lone_disagreement * apart, lone);
        }
    }
}

/* ---- limits ---- */

const char *qa_score_refusal(double n_pairable, double factor)
{
    if (n_pairable < QA_SCORE_LEAST_ITEMS) {
        return "fewer than 5 items with two ratings";
    }
    bool most_was_drawn = factor > 0 && factor < 1 - QA_SCORE_MOST_DRAWN;
    return most_was_drawn ? "more than 60 % of the population was drawn" : NULL;
}

void qa_score_refuse(const char *reason, struct qa_estimate *estimate)
{
    estimate->has_interval = false;
    estimate->has_p_value = false;
    estimate->no_interval = reason;
    estimate->method = qa_matched_score;
}

/* All of a finite population was rated: nothing is left to guess. */
static void end_at_value(struct qa_estimate *estimate)
{
    estimate->low = estimate->value;
    estimate->high = estimate->value;
    estimate->method = qa_matched_score;
    estimate->has_interval = true;
    estimate->has_p_value = false;
}

void qa_score_finish(const struct qa_agreement_problem *problem,
                     const struct qa_inference *inference, struct qa_estimate *estimate)
{
    if (problem->no_interval != NULL) {
        qa_score_refuse(problem->no_interval, estimate);
        return;
    }
    if (!(problem->score.finite > 0)) {
        end_at_value(estimate);
        return;
    }
    struct qa_score_limits limits = qa_score_limits(&problem->score, inference->confidence);
    double at = problem->score.observed / problem->score.expected;
    double low = at >= 2 ? -1 : 1 - problem->scale * limits.high;
    estimate->low = fmin(estimate->value, low);
    estimate->high = fmax(estimate->value, 1 - problem->scale * limits.low);
    estimate->confidence = inference->confidence;
    estimate->method = qa_matched_score;
    estimate->has_interval = true;
    double null_lambda = (1 - inference->null_value) / problem->scale;
    estimate->has_p_value = null_lambda > 0;
    if (estimate->has_p_value) {
        estimate->p_value = qa_score_p_value(&problem->score, null_lambda, inference->confidence);
    }
}

/* ---- coefficients of patterns ---- */

static bool is_plain_share(enum qa_coefficient coefficient)
{
    return coefficient == QA_PERCENT_AGREEMENT || coefficient == QA_PERCENT_AGREEMENT_POOLED;
}

/* Weights of an item with m ratings. */
static double u_of(enum qa_coefficient coefficient, double m)
{
    if (m < 2) {
        return 0;
    }
    return coefficient == QA_PERCENT_AGREEMENT_POOLED ? m * (m - 1)
           : coefficient == QA_KRIPPENDORFF_ALPHA     ? m
                                                      : 1;
}

static double v_of(enum qa_coefficient coefficient, double m)
{
    bool by_rating = coefficient == QA_KRIPPENDORFF_ALPHA || coefficient == QA_SCOTT_PI;
    return !by_rating ? 1 : m < 2 ? 0 : m;
}

static double mean_u(enum qa_coefficient coefficient, const double *sums)
{
    double sum = coefficient == QA_PERCENT_AGREEMENT_POOLED ? sums[QA_SUM_PAIRS]
                 : coefficient == QA_KRIPPENDORFF_ALPHA     ? sums[QA_SUM_RATINGS]
                                                            : sums[QA_SUM_PAIRABLE];
    return sum / sums[QA_SUM_ITEMS];
}

static double dot(const double *a, const double *b, uint32_t n)
{
    double sum = 0;
    for (uint32_t i = 0; i < n; i++) {
        sum += a[i] * b[i];
    }
    return sum;
}

/* How the expected disagreement hangs on the shares. */
struct chance {
    double *pi;
    double *weighted; /* W pi */
    double agreement; /* pi'W pi */
    double mean_v;
};

static struct chance chance_of(const struct qa_agreement_basis *basis,
                               enum qa_coefficient coefficient, struct qa_arena *arena)
{
    uint32_t k = basis->patterns->n_categories;
    struct qa_agreement_shares shares = qa_agreement_shares(basis, coefficient, basis->sums);
    struct chance chance = {.pi = QA_ARRAY(arena, double, k + (size_t)1),
                            .weighted = QA_ARRAY(arena, double, k + (size_t)1),
                            .mean_v = shares.total / basis->sums[QA_SUM_ITEMS]};
    for (uint32_t c = 0; c < k; c++) {
        chance.pi[c] = shares.list[c] / shares.total;
    }
    qa_agreement_weigh(basis, shares.list, shares.total, chance.weighted);
    chance.agreement = dot(chance.pi, chance.weighted, k);
    return chance;
}

static void set_chance(struct qa_score_builder *builder, const struct chance *chance,
                       const struct qa_agreement_basis *basis, enum qa_coefficient coefficient)
{
    uint32_t k = basis->patterns->n_categories;
    builder->expected = 1;
    builder->against = chance->weighted;
    if (coefficient == QA_GWET_AC) {
        double per_pair = basis->weight_total / (k * (k - 1.0));
        builder->against = chance->pi;
        builder->centre = dot(chance->pi, chance->pi, k);
        builder->factor = 2 * per_pair / chance->mean_v;
        builder->expected = 1 - per_pair * (1 - builder->centre);
    } else if (!is_plain_share(coefficient) && coefficient != QA_BENNETT_S) {
        builder->centre = chance->agreement;
        builder->factor = -2 / chance->mean_v;
        builder->expected = 1 - chance->agreement;
    }
}

/* (s - pi)'W (s - pi) of a pattern. */
static double distance(const struct qa_agreement_basis *basis, size_t p,
                       const struct chance *chance, double against)
{
    double m = basis->patterns->ratings[p];
    return (basis->agreeing[p] + m) / (m * m) - 2 * against + chance->agreement;
}

static double against_of(const struct qa_patterns *patterns, size_t p, const double *against)
{
    double sum = 0;
    for (uint64_t e = patterns->first[p]; e < patterns->first[p + 1]; e++) {
        sum += patterns->count[e] * against[patterns->category[e]];
    }
    return sum / patterns->ratings[p];
}

/* Appends the patterns; adds up Do and the bias of De, and describes the pseudo-item. */
static void append_patterns(struct qa_score_builder *builder,
                            const struct qa_agreement_basis *basis, enum qa_coefficient coefficient,
                            const struct chance *chance, struct qa_pseudo_item *item,
                            struct qa_score_problem *out)
{
    const struct qa_patterns *patterns = basis->patterns;
    double n = out->n_items;
    bool is_biased = builder->factor < 0;
    double bias = 0;
    for (size_t p = 0; p < patterns->n_patterns; p++) {
        double times = (double)patterns->multiplicity[p];
        double m = patterns->ratings[p];
        double v = v_of(coefficient, m);
        double u = u_of(coefficient, m);
        double d = m > 1 ? 1 - basis->agreeing[p] / (m * (m - 1)) : 0;
        double against = against_of(patterns, p, builder->against);
        qa_score_append(builder, times, u * d, u,
                        builder->factor * v * (against - builder->centre));
        qa_pseudo_item_add(item, times, m);
        out->observed += times * u * d / (n * builder->mean_u);
        bias += is_biased ? times * v * v * distance(basis, p, chance, against) : 0;
    }
    bias /= chance->mean_v * chance->mean_v * n * (n - 1);
    out->expected = builder->expected + bias * fmax(0, out->finite);
    qa_pseudo_item_divide(item, basis->sums[QA_SUM_PAIRABLE]);
}

static bool has_unequal_ratings(const struct qa_patterns *patterns)
{
    uint32_t first = 0;
    for (size_t p = 0; p < patterns->n_patterns; p++) {
        uint32_t m = patterns->ratings[p];
        if (m >= 2 && first != 0 && m != first) {
            return true;
        }
        first = m >= 2 ? m : first;
    }
    return false;
}

static const char *refusal(const struct qa_agreement_basis *basis, enum qa_coefficient coefficient,
                           double factor)
{
    double n_pairable = basis->sums[QA_SUM_PAIRABLE];
    if (coefficient == QA_PERCENT_AGREEMENT_POOLED && n_pairable < QA_SCORE_LEAST_POOLED &&
        has_unequal_ratings(basis->patterns)) {
        return "unequal numbers of ratings on fewer than 200 items";
    }
    return qa_score_refusal(n_pairable, factor);
}

static void put_problem(const struct qa_score_builder *builder, struct qa_score_problem *out)
{
    out->n_entries = builder->n;
    out->times = builder->times;
    out->own = builder->own;
    out->chance = builder->chance;
}

bool qa_agreement_problem(const struct qa_agreement_basis *basis, enum qa_coefficient coefficient,
                          const struct qa_inference *inference, struct qa_agreement_problem *out,
                          struct qa_arena *arena)
{
    const struct qa_patterns *patterns = basis->patterns;
    const double *sums = basis->sums;
    uint32_t k = patterns->n_categories;
    double value;
    *out = (struct qa_agreement_problem){.scale = 1};
    if (patterns->n_raters < 2 ||
        qa_agreement_value(basis, coefficient, sums, &value, arena) != NULL) {
        return false;
    }
    bool by_items = coefficient == QA_FLEISS_KAPPA || coefficient == QA_GWET_AC;
    double n = by_items ? sums[QA_SUM_ITEMS] : sums[QA_SUM_PAIRABLE];
    out->score.n_items = sums[QA_SUM_ITEMS];
    out->score.freedom = fmax(1, 2 * (n - 1));
    out->score.finite = qa_finite_factor((uint64_t)sums[QA_SUM_ITEMS], inference);
    out->no_interval = refusal(basis, coefficient, out->score.finite);
    if (coefficient == QA_BENNETT_S) {
        out->scale = 1 / (1 - basis->weight_total / ((double)k * k));
    }
    struct chance chance = chance_of(basis, coefficient, arena);
    struct qa_score_builder builder = qa_score_builder(patterns->n_patterns + 3 * (size_t)k, arena);
    builder.mean_u = mean_u(coefficient, sums);
    set_chance(&builder, &chance, basis, coefficient);
    double *share = QA_ARRAY(arena, double, k + (size_t)1);
    double *weighted = QA_ARRAY(arena, double, k + (size_t)1);
    struct qa_agreement_shares all = qa_agreement_shares(basis, QA_FLEISS_KAPPA, sums);
    for (uint32_t c = 0; c < k; c++) {
        share[c] = all.list[c] / all.total;
    }
    qa_agreement_weigh(basis, all.list, all.total, weighted);
    struct qa_pseudo_item item = {.n_categories = k, .share = share, .weighted = weighted};
    append_patterns(&builder, basis, coefficient, &chance, &item, &out->score);
    item.u = u_of(coefficient, item.mean_ratings);
    item.v = v_of(coefficient, item.mean_ratings);
    qa_score_append_pseudo(&builder, &item);
    put_problem(&builder, &out->score);
    return out->score.expected > 0;
}

void qa_agreement_score(const struct qa_agreement_basis *basis, enum qa_coefficient coefficient,
                        const struct qa_inference *inference, struct qa_estimate *estimate,
                        struct qa_arena *scratch)
{
    struct qa_arena_mark mark = qa_arena_mark(scratch);
    struct qa_agreement_problem problem;
    if (!qa_is_defined(estimate)) {
        return;
    }
    if (qa_agreement_problem(basis, coefficient, inference, &problem, scratch)) {
        qa_score_finish(&problem, inference, estimate);
        /* No agreement at all is not a hypothesis. */
        estimate->has_p_value = estimate->has_p_value && !is_plain_share(coefficient);
    } else {
        qa_score_refuse("no expected disagreement", estimate);
    }
    qa_arena_reset(scratch, mark);
}

/* ---- two annotators ---- */

struct qa_estimate qa_pair_agreement_score(uint64_t agreeing, uint64_t n,
                                           const struct qa_inference *inference,
                                           struct qa_arena *scratch)
{
    const uint64_t multiplicity[] = {agreeing, n - agreeing};
    const uint32_t ratings[] = {2, 2};
    const uint64_t first[] = {0, 1, 3};
    const uint32_t category[] = {0, 0, 1};
    const uint32_t counts[] = {2, 1, 1};
    const struct qa_patterns patterns = {.n_patterns = n > agreeing ? 2 : 1,
                                         .n_categories = 2,
                                         .n_raters = 2,
                                         .n_items = n,
                                         .n_pairable = n,
                                         .n_ratings = 2 * n,
                                         .multiplicity = multiplicity,
                                         .ratings = ratings,
                                         .first = first,
                                         .category = category,
                                         .count = counts};
    struct qa_arena_mark mark = qa_arena_mark(scratch);
    struct qa_agreement_basis basis = qa_agreement_basis(&patterns, NULL, scratch);
    struct qa_estimate estimate =
        qa_agreement_coefficient(&basis, QA_PERCENT_AGREEMENT, inference, NULL, scratch);
    qa_agreement_score(&basis, QA_PERCENT_AGREEMENT, inference, &estimate, scratch);
    qa_arena_reset(scratch, mark);
    return estimate;
}
