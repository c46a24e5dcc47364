/* Who agrees with the others no more than guessing would. */
#include <math.h>
#include <stdlib.h>

#include "qa/audit/annotators_parts.h"
#include "qa/stats/describe.h"
#include "qa/stats/interval.h"
#include "qa/stats/special.h"

enum { LEAST_FOR_CHANCE = 20, LEAST_FOR_RANKS = 4 };
static const double CHANCE_SKILL = 0.2;
static const double ABLE_SKILL = 0.4; /* nobody who has it should be flagged */
static const double ABLE_RANKS = 0.5; /* likewise: correlation with the mean of several others */
static const double SMALL_P = 0.05;   /* over all annotators of the question */

/* ---- rank correlation with the mean of the others ---- */

/* A rating and the mean of the item's other ratings, on the labels' scale. */
struct paired {
    double own;
    double others;
};

static int by_own(const void *left, const void *right)
{
    const struct paired *a = left;
    const struct paired *b = right;
    return (a->own > b->own) - (a->own < b->own);
}

static int by_others(const void *left, const void *right)
{
    const struct paired *a = left;
    const struct paired *b = right;
    return (a->others > b->others) - (a->others < b->others);
}

static double *member(struct paired *pair, bool own)
{
    return own ? &pair->own : &pair->others;
}

/* Puts each value's mean rank in its place. */
static void rank_by(struct paired *list, size_t n, bool own)
{
    qsort(list, n, sizeof *list, own ? by_own : by_others);
    for (size_t start = 0; start < n;) {
        size_t end = start + 1;
        double value = *member(&list[start], own);
        while (end < n && *member(&list[end], own) <= value) {
            end++;
        }
        for (size_t i = start; i < end; i++) {
            *member(&list[i], own) = ((double)start + (double)end - 1) / 2;
        }
        start = end;
    }
}

/* Spearman's correlation; the interval by Fisher's z with 1.06 / (n - 3) as its variance (Fieller,
 * Hartley and Pearson 1957). */
static struct qa_estimate rank_correlation(struct paired *list, size_t n, double confidence)
{
    if (n < LEAST_FOR_RANKS) {
        return qa_undefined("fewer than four items that another annotator labeled", n);
    }
    rank_by(list, n, true);
    rank_by(list, n, false);
    double middle = ((double)n - 1) / 2;
    double both = 0;
    double own = 0;
    double others = 0;
    for (size_t i = 0; i < n; i++) {
        double x = list[i].own - middle;
        double y = list[i].others - middle;
        both += x * y;
        own += x * x;
        others += y * y;
    }
    if (own <= 0 || others <= 0) {
        return qa_undefined("always the same label", n);
    }
    double r = both / sqrt(own * others);
    double z = atanh(fmin(1 - 1e-12, fmax(-1 + 1e-12, r)));
    double half = qa_normal_quantile((1 + confidence) / 2) * sqrt(1.06 / ((double)n - 3));
    return (struct qa_estimate){.value = r,
                                .low = fmin(r, tanh(z - half)),
                                .high = fmax(r, tanh(z + half)),
                                .confidence = confidence,
                                .n = n,
                                .method = "fisher_z",
                                .has_interval = true};
}

static double place_of(const struct qa_ratings *ratings, uint64_t rating)
{
    uint32_t category = ratings->category[rating];
    return ratings->score != NULL ? ratings->score[category] : category;
}

/* An item's pairs, each put where its rater's next one goes. */
static void pair_item(const struct qa_ratings *ratings, size_t item, size_t *next,
                      struct paired *list)
{
    uint64_t start = ratings->first[item];
    uint64_t end = ratings->first[item + 1];
    double sum = 0;
    for (uint64_t r = start; r < end; r++) {
        sum += place_of(ratings, r);
    }
    for (uint64_t r = start; end - start > 1 && r < end; r++) {
        double own = place_of(ratings, r);
        list[next[ratings->rater[r]]++] =
            (struct paired){own, (sum - own) / (double)(end - start - 1)};
    }
}

/* The pairs of all raters, by rater: list[first[g]] .. list[first[g + 1] - 1]. */
static struct paired *pair_ratings(const struct qa_annotators_work *work, size_t *first)
{
    const struct qa_ratings *ratings = &work->view.ratings;
    struct paired *list = QA_ARRAY(work->scratch, struct paired, ratings->n_ratings + 1);
    size_t *next = QA_ARRAY(work->scratch, size_t, ratings->n_raters + (size_t)1);
    for (uint32_t g = 0; g < ratings->n_raters; g++) {
        next[g] = first[g];
        first[g + 1] = first[g] + (size_t)work->standings[g].n_shared;
    }
    for (size_t i = 0; i < ratings->n_items; i++) {
        pair_item(ratings, i, next, list);
    }
    return list;
}

void qa_annotators_ranks(struct qa_annotators_work *work)
{
    const struct qa_ratings *ratings = &work->view.ratings;
    bool ordered = ratings->score != NULL || work->request->is_ordered;
    struct qa_arena_mark mark = qa_arena_mark(work->scratch);
    size_t *first = QA_ARRAY(work->scratch, size_t, ratings->n_raters + (size_t)2);
    struct paired *list = ordered ? pair_ratings(work, first) : NULL;
    for (uint32_t g = 0; g < ratings->n_raters; g++) {
        work->rows[g].has_ranks = ordered;
        if (ordered) {
            work->rows[g].rank_correlation = rank_correlation(
                list + first[g], first[g + 1] - first[g], work->request->inference.confidence);
        }
    }
    qa_arena_reset(work->scratch, mark);
}

/* ---- the flag ---- */

/* What the better annotators reach, the upper quartile, at most what is plainly able. */
static double able(double *values, size_t n, double most)
{
    qa_sort_reals(values, n);
    return n > 0 ? fmin(most, qa_quantile_sorted(values, n, 0.75)) : most;
}

struct limits {
    double skill, ranks; /* of the able */
    double p;            /* below which a test tells */
};

static struct limits find_limits(const struct qa_annotators_work *work)
{
    uint32_t n_raters = work->view.ratings.n_raters;
    double *skills = QA_ARRAY(work->scratch, double, n_raters + (size_t)1);
    double *ranks = QA_ARRAY(work->scratch, double, n_raters + (size_t)1);
    size_t n_skills = 0;
    size_t n_ranks = 0;
    for (uint32_t g = 0; g < n_raters; g++) {
        const struct qa_annotator_row *row = &work->rows[g];
        if (work->standings[g].n_shared < LEAST_FOR_CHANCE) {
            continue;
        }
        if (qa_is_defined(&row->skill)) {
            skills[n_skills++] = row->skill.value;
        }
        if (row->has_ranks && qa_is_defined(&row->rank_correlation)) {
            ranks[n_ranks++] = row->rank_correlation.value;
        }
    }
    return (struct limits){able(skills, n_skills, ABLE_SKILL), able(ranks, n_ranks, ABLE_RANKS),
                           SMALL_P / (double)(n_skills > 0 ? n_skills : 1)};
}

static bool is_near_none(const struct qa_estimate *skill)
{
    return qa_is_defined(skill) && skill->has_interval && skill->low <= 0 &&
           skill->value < CHANCE_SKILL;
}

static double chance_of(const struct qa_annotator_row *row)
{
    return (row->agreement.value - row->skill.value) / (1 - row->skill.value);
}

/* Agrees on fewer items than an able annotator would by chance: exact binomial, one-sided. */
static bool agrees_too_little(const struct qa_annotator_row *row, const struct limits *limits)
{
    double chance = chance_of(row);
    double rate = chance + fmax(0, limits->skill) * (1 - chance);
    uint64_t agreeing = (uint64_t)ceil(row->agreement.value * (double)row->shared - 1e-9);
    return rate < 1 && qa_binomial_cdf(agreeing, row->shared, rate) < limits->p;
}

/* Likewise of the order of the items; an annotator without any order has none. */
static bool orders_too_little(const struct qa_annotator_row *row, const struct limits *limits)
{
    const struct qa_estimate *ranks = &row->rank_correlation;
    if (!qa_is_defined(ranks)) {
        return true;
    }
    double z = (atanh(fmax(0, limits->ranks)) - atanh(fmax(-1 + 1e-12, ranks->value))) /
               sqrt(1.06 / ((double)ranks->n - 3));
    return is_near_none(ranks) && 1 - qa_normal_cdf(z) < limits->p;
}

static void flag_one(struct qa_annotators_work *work, struct qa_annotator_row *row)
{
    const char *order =
        row->has_ranks && qa_is_defined(&row->rank_correlation)
            ? qa_arena_format(work->arena, "; rank correlation with their mean %.2f",
                              row->rank_correlation.value)
            : "";
    qa_annotators_flag(work, row, QA_FLAG_AT_CHANCE,
                       qa_arena_format(work->arena,
                                       "agrees with the others on %.0f %% of %llu items, chance "
                                       "makes %.0f %%%s",
                                       100 * row->agreement.value, (unsigned long long)row->shared,
                                       100 * chance_of(row), order),
                       QA_NONE);
}

void qa_annotators_chance(struct qa_annotators_work *work)
{
    const struct limits limits = find_limits(work);
    for (uint32_t g = 0; g < work->view.ratings.n_raters; g++) {
        struct qa_annotator_row *row = &work->rows[g];
        /* Equal labels say nothing of numbers that hardly ever are. */
        bool by_order_alone = row->has_ranks && limits.skill < CHANCE_SKILL;
        if (row->shared >= LEAST_FOR_CHANCE && is_near_none(&row->skill) &&
            (by_order_alone || agrees_too_little(row, &limits)) &&
            (!row->has_ranks || orders_too_little(row, &limits))) {
            flag_one(work, row);
        }
    }
}
