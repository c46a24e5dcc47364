#include "qa/stats/raters.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "qa/base/parallel.h"
#include "qa/stats/agreement_score.h"
#include "qa/stats/special.h"

/* How many items a rater has of each entry of the patterns: pattern and own category. */
struct profile {
    const uint32_t *entry; /* ascending */
    const uint32_t *items;
    size_t n;
};

struct profiles {
    struct profile *of_rater;
    const uint32_t *pattern_of_entry;
};

static uint32_t *patterns_of_entries(const struct qa_patterns *patterns, struct qa_arena *arena)
{
    uint32_t *out = QA_ARRAY(arena, uint32_t, (size_t)patterns->first[patterns->n_patterns] + 1);
    for (size_t p = 0; p < patterns->n_patterns; p++) {
        for (uint64_t e = patterns->first[p]; e < patterns->first[p + 1]; e++) {
            out[e] = (uint32_t)p;
        }
    }
    return out;
}

static uint32_t entry_of(const struct qa_patterns *patterns, uint32_t pattern, uint32_t category)
{
    uint64_t e = patterns->first[pattern];
    while (patterns->category[e] != category) {
        e++;
    }
    return (uint32_t)e;
}

/* The entries of all ratings, those of one rater together: first[g] .. first[g + 1] - 1. */
struct entries {
    uint64_t *first;
    uint32_t *entry;
};

/* Items are sorted into raters in parts, each of which knows where its entries of a rater go. */
enum { N_PARTS = 8 };

struct sorting {
    const struct qa_ratings *ratings;
    const struct qa_patterns *patterns;
    uint64_t *place; /* part x rater */
    uint32_t *entry;
};

static size_t part_start(const struct qa_ratings *ratings, size_t part)
{
    return ratings->n_items * part / N_PARTS;
}

static void count_part(void *context, size_t part)
{
    struct sorting *sorting = context;
    const struct qa_ratings *ratings = sorting->ratings;
    uint64_t *count = sorting->place + part * ratings->n_raters;
    for (uint64_t r = ratings->first[part_start(ratings, part)];
         r < ratings->first[part_start(ratings, part + 1)]; r++) {
        count[ratings->rater[r]]++;
    }
}

static void place_part(void *context, size_t part)
{
    struct sorting *sorting = context;
    const struct qa_ratings *ratings = sorting->ratings;
    uint64_t *place = sorting->place + part * ratings->n_raters;
    for (size_t i = part_start(ratings, part); i < part_start(ratings, part + 1); i++) {
        for (uint64_t r = ratings->first[i]; r < ratings->first[i + 1]; r++) {
            sorting->entry[place[ratings->rater[r]]++] =
                entry_of(sorting->patterns, sorting->patterns->of_item[i], ratings->category[r]);
        }
    }
}

static struct entries entries_by_rater(const struct qa_ratings *ratings,
                                       const struct qa_patterns *patterns, struct qa_arena *arena)
{
    struct entries out = {QA_ARRAY(arena, uint64_t, (size_t)ratings->n_raters + 1),
                          QA_ARRAY(arena, uint32_t, ratings->n_ratings + 1)};
    struct sorting sorting = {ratings, patterns,
                              QA_ARRAY(arena, uint64_t, (size_t)ratings->n_raters * N_PARTS + 1),
                              out.entry};
    qa_parallel_for(N_PARTS, count_part, &sorting);
    uint64_t used = 0;
    for (uint32_t g = 0; g < ratings->n_raters; g++) {
        out.first[g] = used;
        for (size_t part = 0; part < N_PARTS; part++) {
            uint64_t n = sorting.place[part * ratings->n_raters + g];
            sorting.place[part * ratings->n_raters + g] = used;
            used += n;
        }
    }
    out.first[ratings->n_raters] = used;
    qa_parallel_for(N_PARTS, place_part, &sorting);
    return out;
}

static int by_id(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

/* counts is all zero, as long as there are entries, and is left so. */
static struct profile count_profile(const uint32_t *entry, size_t n, uint32_t *counts,
                                    size_t n_entries, struct qa_arena *arena)
{
    uint32_t *list = QA_ARRAY(arena, uint32_t, n + 1);
    size_t n_distinct = 0;
    for (size_t i = 0; i < n; i++) {
        if (counts[entry[i]]++ == 0) {
            list[n_distinct++] = entry[i];
        }
    }
    if (n_distinct > n_entries / 16) {
        n_distinct = 0;
        for (size_t e = 0; e < n_entries; e++) {
            if (counts[e] > 0) {
                list[n_distinct++] = (uint32_t)e;
            }
        }
    } else if (n_distinct > 1) {
        qsort(list, n_distinct, sizeof *list, by_id);
    }
    uint32_t *items = QA_ARRAY(arena, uint32_t, n_distinct + 1);
    for (size_t i = 0; i < n_distinct; i++) {
        items[i] = counts[list[i]];
        counts[list[i]] = 0;
    }
    return (struct profile){list, items, n_distinct};
}

/* One pass: each rater's profile in turn, worked by `work` in parallel. */
struct review {
    const struct qa_ratings *ratings;
    const struct qa_patterns *patterns;
    struct entries entries;
    const uint32_t *pattern_of_entry;
    void (*work)(const struct review *review, uint32_t rater, const struct profile *profile,
                 struct qa_arena *scratch);
    /* Of standings. */
    const struct qa_inference *inference;
    struct qa_rater_standing *standings;
    double *shares; /* rater x (own, others) x category */
    uint64_t *confusions;
    /* Of coefficients without a rater. */
    const struct qa_agreement_basis *basis;
    struct qa_without_raters without;
};

enum { MOST_BLOCKS = 32, MOST_CONFUSION_CELLS = 1 << 23 };

static void review_block(void *context, size_t block)
{
    struct review *review = context;
    uint32_t n_raters = review->ratings->n_raters;
    size_t n_entries = (size_t)review->patterns->first[review->patterns->n_patterns];
    struct qa_arena *scratch = qa_arena_new();
    uint32_t *counts = QA_ARRAY(scratch, uint32_t, n_entries + 1);
    uint32_t end = (uint32_t)((uint64_t)n_raters * (block + 1) / MOST_BLOCKS);
    for (uint32_t g = (uint32_t)((uint64_t)n_raters * block / MOST_BLOCKS); g < end; g++) {
        struct qa_arena_mark mark = qa_arena_mark(scratch);
        uint64_t first = review->entries.first[g];
        struct profile profile = count_profile(review->entries.entry + first,
                                               (size_t)(review->entries.first[g + 1] - first),
                                               counts, n_entries, scratch);
        review->work(review, g, &profile, scratch);
        qa_arena_reset(scratch, mark);
    }
    qa_arena_free(scratch);
}

static void run(struct review *review)
{
    struct qa_arena *scratch = qa_arena_new();
    review->entries = entries_by_rater(review->ratings, review->patterns, scratch);
    review->pattern_of_entry = patterns_of_entries(review->patterns, scratch);
    qa_parallel_for(MOST_BLOCKS, review_block, review);
    qa_arena_free(scratch);
}

/* ---- standings ---- */

static void add_shares(const struct review *review, const struct profile *profile, double *own,
                       double *others, struct qa_rater_standing *standing)
{
    const struct qa_patterns *patterns = review->patterns;
    for (size_t i = 0; i < profile->n; i++) {
        uint32_t e = profile->entry[i];
        uint32_t p = review->pattern_of_entry[e];
        double rest = patterns->ratings[p] - 1.0;
        standing->n_items += profile->items[i];
        if (rest < 1) {
            continue;
        }
        standing->n_shared += profile->items[i];
        own[patterns->category[e]] += profile->items[i];
        for (uint64_t x = patterns->first[p]; x < patterns->first[p + 1]; x++) {
            double count = patterns->count[x] - (x == e ? 1.0 : 0.0);
            others[patterns->category[x]] += profile->items[i] * count / rest;
        }
    }
    for (uint32_t c = 0; standing->n_shared > 0 && c < patterns->n_categories; c++) {
        own[c] /= (double)standing->n_shared;
        others[c] /= (double)standing->n_shared;
    }
}

/* Adds up squared influences: of the agreement, then of kappa. */
struct spread {
    double agreement;
    double chance;
    double kappa;
    double agreement_squares;
    double kappa_squares;
};

static void add_spread(const struct review *review, const struct profile *profile,
                       const double *own, const double *others, struct spread *spread)
{
    const struct qa_patterns *patterns = review->patterns;
    for (size_t i = 0; i < profile->n; i++) {
        uint32_t e = profile->entry[i];
        uint32_t p = review->pattern_of_entry[e];
        double rest = patterns->ratings[p] - 1.0;
        if (rest < 1) {
            continue;
        }
        double agreeing = (patterns->count[e] - 1.0) / rest - spread->agreement;
        double expected = others[patterns->category[e]];
        for (uint64_t x = patterns->first[p]; x < patterns->first[p + 1]; x++) {
            double count = patterns->count[x] - (x == e ? 1.0 : 0.0);
            expected += count / rest * own[patterns->category[x]];
        }
        double scaled = agreeing - (1 - spread->kappa) * (expected - 2 * spread->chance);
        spread->agreement_squares += profile->items[i] * agreeing * agreeing;
        spread->kappa_squares += profile->items[i] * scaled * scaled;
    }
}

static void find_favourite(const struct review *review, const struct profile *profile,
                           struct qa_rater_standing *standing, struct qa_arena *scratch)
{
    uint64_t *chosen = QA_ARRAY(scratch, uint64_t, review->patterns->n_categories + (size_t)1);
    for (size_t i = 0; i < profile->n; i++) {
        chosen[review->patterns->category[profile->entry[i]]] += profile->items[i];
    }
    for (uint32_t c = 0; c < review->patterns->n_categories; c++) {
        if (chosen[c] > standing->n_favourite) {
            standing->n_favourite = chosen[c];
            standing->favourite = c;
        }
    }
}

/* The category that most of the others chose, or UINT32_MAX on a tie. */
static uint32_t majority_of_others(const struct qa_patterns *patterns, uint32_t p, uint32_t own)
{
    uint32_t most = 0;
    uint32_t best = UINT32_MAX;
    for (uint64_t x = patterns->first[p]; x < patterns->first[p + 1]; x++) {
        uint32_t count = patterns->count[x] - (x == own);
        if (count > most) {
            most = count;
            best = patterns->category[x];
        } else if (count == most) {
            best = UINT32_MAX;
        }
    }
    return best;
}

static void fill_confusion(const struct review *review, const struct profile *profile,
                           uint64_t *confusion)
{
    const struct qa_patterns *patterns = review->patterns;
    for (size_t i = 0; i < profile->n; i++) {
        uint32_t e = profile->entry[i];
        uint32_t truth = majority_of_others(patterns, review->pattern_of_entry[e], e);
        if (truth != UINT32_MAX) {
            confusion[(size_t)truth * patterns->n_categories + patterns->category[e]] +=
                profile->items[i];
        }
    }
}

static void stand(const struct review *review, uint32_t rater, const struct profile *profile,
                  struct qa_arena *scratch)
{
    const struct qa_patterns *patterns = review->patterns;
    uint32_t k = patterns->n_categories;
    struct qa_rater_standing *standing = &review->standings[rater];
    double *own = review->shares + (size_t)rater * 2 * k;
    double *others = own + k;
    standing->own_share = own;
    standing->others_share = others;
    if (review->confusions != NULL) {
        uint64_t *confusion = review->confusions + (size_t)rater * k * k;
        fill_confusion(review, profile, confusion);
        standing->confusion = confusion;
    }
    find_favourite(review, profile, standing, scratch);
    add_shares(review, profile, own, others, standing);
    if (standing->n_shared == 0) {
        standing->agreement = qa_undefined("no item that another annotator labeled", 0);
        standing->kappa = standing->agreement;
        return;
    }
    double agreeing = 0;
    for (size_t i = 0; i < profile->n; i++) {
        uint32_t e = profile->entry[i];
        double rest = patterns->ratings[review->pattern_of_entry[e]] - 1.0;
        agreeing += rest >= 1 ? profile->items[i] * (patterns->count[e] - 1.0) / rest : 0;
    }
    struct spread spread = {.agreement = agreeing / (double)standing->n_shared};
    for (uint32_t c = 0; c < k; c++) {
        spread.chance += own[c] * others[c];
    }
    bool has_kappa = 1 - spread.chance > 1e-12;
    spread.kappa = has_kappa ? (spread.agreement - spread.chance) / (1 - spread.chance) : 0;
    add_spread(review, profile, own, others, &spread);
    const struct qa_linearised agreement = {spread.agreement, spread.agreement_squares,
                                            standing->n_shared, 0};
    standing->agreement = qa_linearised(&agreement, review->inference);
    standing->agreement.has_p_value = false;
    double scale = (1 - spread.chance) * (1 - spread.chance);
    const struct qa_linearised kappa = {spread.kappa, spread.kappa_squares / scale,
                                        standing->n_shared, -1};
    standing->kappa = has_kappa ? qa_linearised(&kappa, review->inference)
                                : qa_undefined("one category only", standing->n_shared);
}

struct qa_rater_standing *qa_rater_standings(const struct qa_ratings *ratings,
                                             const struct qa_patterns *patterns,
                                             const struct qa_inference *inference,
                                             struct qa_arena *arena)
{
    size_t n = ratings->n_raters;
    struct review review = {.ratings = ratings,
                            .patterns = patterns,
                            .work = stand,
                            .inference = inference,
                            .standings = QA_ARRAY(arena, struct qa_rater_standing, n + 1),
                            .shares = QA_ARRAY(arena, double, n * 2 * ratings->n_categories + 1)};
    double cells = (double)n * ratings->n_categories * ratings->n_categories;
    if (cells <= MOST_CONFUSION_CELLS) {
        review.confusions = QA_ARRAY(arena, uint64_t, (size_t)cells + 1);
    }
    run(&review);
    return review.standings;
}

/* ---- coefficients without a rater ---- */

/* Takes the rater's items out of the sums and puts them back without his ratings. */
static void leave_out(const struct review *review, uint32_t rater, const struct profile *profile,
                      struct qa_arena *scratch)
{
    const struct qa_agreement_basis *basis = review->basis;
    const struct qa_patterns *patterns = review->patterns;
    double *sums = QA_ARRAY(scratch, double, basis->n_sums);
    uint32_t *category = QA_ARRAY(scratch, uint32_t, patterns->n_categories + (size_t)1);
    uint32_t *count = QA_ARRAY(scratch, uint32_t, patterns->n_categories + (size_t)1);
    memcpy(sums, basis->sums, basis->n_sums * sizeof *sums);
    for (size_t i = 0; i < profile->n; i++) {
        uint32_t e = profile->entry[i];
        uint32_t p = review->pattern_of_entry[e];
        size_t n = 0;
        for (uint64_t x = patterns->first[p]; x < patterns->first[p + 1]; x++) {
            category[n] = patterns->category[x];
            count[n] = patterns->count[x] - (x == e);
            n += count[n] > 0;
        }
        qa_agreement_add(basis, p, -(double)profile->items[i], sums);
        qa_agreement_add_item(basis, category, count, n, profile->items[i], sums);
    }
    for (int c = 0; c < QA_N_COEFFICIENTS; c++) {
        size_t at = (size_t)rater * QA_N_COEFFICIENTS + (size_t)c;
        /* What remains of no pair at all is rounding. */
        review->without.defined[at] =
            sums[QA_SUM_PAIRABLE] > 0.5 &&
            qa_agreement_value(basis, (enum qa_coefficient)c, sums, &review->without.value[at],
                               scratch) == NULL;
    }
}

struct qa_without_raters qa_without_raters(const struct qa_ratings *ratings,
                                           const struct qa_agreement_basis *basis,
                                           struct qa_arena *arena)
{
    size_t n = (size_t)ratings->n_raters * QA_N_COEFFICIENTS + 1;
    struct review review = {.ratings = ratings,
                            .patterns = basis->patterns,
                            .work = leave_out,
                            .basis = basis,
                            .without = {QA_ARRAY(arena, double, n), QA_ARRAY(arena, bool, n)}};
    run(&review);
    return review.without;
}

/* The interval over items, whose sides may differ, with the annotators' variance added to each: by
 * square-and-add (Zou and Donner 2008). */
static struct qa_estimate widened(const struct qa_estimate *estimate, double se_of_raters,
                                  double freedom, double lowest,
                                  const struct qa_inference *inference)
{
    struct qa_estimate out = *estimate;
    out.method = "matched_score_and_annotators";
    out.has_p_value = false;
    if (!estimate->has_interval) {
        return out;
    }
    double tail = (1 - inference->confidence) / 2;
    double t = -qa_t_quantile(tail, freedom);
    double of_items = -qa_t_quantile(tail, fmax(1, (double)estimate->n - 1));
    double below = (estimate->value - estimate->low) * t / of_items;
    double above = (estimate->high - estimate->value) * t / of_items;
    double half = t * se_of_raters;
    out.se = sqrt(estimate->se * estimate->se + se_of_raters * se_of_raters);
    out.low = fmin(estimate->low, fmax(lowest, estimate->value - hypot(below, half)));
    out.high = fmax(estimate->high, fmin(1, estimate->value + hypot(above, half)));
    return out;
}

struct qa_estimate qa_with_sampled_raters(const struct qa_estimate *estimate, const double *without,
                                          const bool *defined, uint32_t n_raters, size_t stride,
                                          double lowest, const struct qa_inference *inference)
{
    if (!qa_is_defined(estimate)) {
        return *estimate;
    }
    if (n_raters < 3 || !estimate->has_se) {
        return qa_undefined(n_raters < 3 ? "fewer than three annotators" : "no standard error",
                            estimate->n);
    }
    double mean = 0;
    for (uint32_t g = 0; g < n_raters; g++) {
        if (!defined[g * stride]) {
            return qa_undefined("no value without one of the annotators", estimate->n);
        }
        mean += without[g * stride] / n_raters;
    }
    double squares = 0;
    for (uint32_t g = 0; g < n_raters; g++) {
        squares += (without[g * stride] - mean) * (without[g * stride] - mean);
    }
    double of_raters = (n_raters - 1.0) / n_raters * squares;
    double freedom = fmax(1, fmin((double)estimate->n, n_raters) - 1);
    if (qa_is_matched_score(estimate)) {
        return widened(estimate, sqrt(of_raters), freedom, lowest, inference);
    }
    struct qa_estimate out =
        qa_with_standard_error(estimate->value, sqrt(estimate->se * estimate->se + of_raters),
                               freedom, estimate->n, lowest, inference);
    out.method = "items_and_annotators_t";
    return out;
}
