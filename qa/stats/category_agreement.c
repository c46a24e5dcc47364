/* Agreement on single categories: kappas against the rest, specific agreement, prevalence. */
#include <stdlib.h>

#include "qa/stats/agreement_parts.h"
#include "qa/stats/agreement_score.h"
#include "qa/stats/cluster_ratio.h"

/* One pattern of two categories: how often the one was chosen, of how many. */
struct two_sided {
    uint32_t ratings;
    uint32_t chosen;
    uint64_t multiplicity;
};

static int compare_two_sided(const void *left, const void *right)
{
    const struct two_sided *a = left;
    const struct two_sided *b = right;
    if (a->ratings != b->ratings) {
        return a->ratings < b->ratings ? -1 : 1;
    }
    return (a->chosen > b->chosen) - (a->chosen < b->chosen);
}

/* Sorted, equal ones merged; *n of them. */
static struct two_sided *two_sided_patterns(const struct qa_patterns *patterns, uint32_t category,
                                            size_t *n, struct qa_arena *scratch)
{
    struct two_sided *list = QA_ARRAY(scratch, struct two_sided, patterns->n_patterns + 1);
    for (size_t p = 0; p < patterns->n_patterns; p++) {
        list[p] = (struct two_sided){patterns->ratings[p], 0, patterns->multiplicity[p]};
        for (uint64_t e = patterns->first[p]; e < patterns->first[p + 1]; e++) {
            list[p].chosen += patterns->category[e] == category ? patterns->count[e] : 0;
        }
    }
    if (patterns->n_patterns > 1) {
        qsort(list, patterns->n_patterns, sizeof *list, compare_two_sided);
    }
    *n = 0;
    for (size_t p = 0; p < patterns->n_patterns; p++) {
        if (*n > 0 && compare_two_sided(&list[*n - 1], &list[p]) == 0) {
            list[*n - 1].multiplicity += list[p].multiplicity;
        } else {
            list[(*n)++] = list[p];
        }
    }
    return list;
}

/* The patterns with two categories: the one, and all others together. */
struct qa_patterns qa_patterns_against_rest(const struct qa_patterns *patterns, uint32_t category,
                                            struct qa_arena *scratch)
{
    size_t n;
    const struct two_sided *list = two_sided_patterns(patterns, category, &n, scratch);
    struct qa_patterns out = *patterns;
    uint64_t *multiplicity = QA_ARRAY(scratch, uint64_t, n + 1);
    uint32_t *ratings = QA_ARRAY(scratch, uint32_t, n + 1);
    uint64_t *first = QA_ARRAY(scratch, uint64_t, n + 1);
    uint32_t *ids = QA_ARRAY(scratch, uint32_t, 2 * n + 1);
    uint32_t *counts = QA_ARRAY(scratch, uint32_t, 2 * n + 1);
    size_t used = 0;
    for (size_t p = 0; p < n; p++) {
        const uint32_t of[2] = {list[p].chosen, list[p].ratings - list[p].chosen};
        for (uint32_t side = 0; side < 2; side++) {
            if (of[side] > 0) {
                ids[used] = side;
                counts[used++] = of[side];
            }
        }
        multiplicity[p] = list[p].multiplicity;
        ratings[p] = list[p].ratings;
        first[p + 1] = used;
    }
    out.n_patterns = n;
    out.n_categories = 2;
    out.multiplicity = multiplicity;
    out.ratings = ratings;
    out.first = first;
    out.category = ids;
    out.count = counts;
    out.of_item = NULL;
    return out;
}

struct qa_estimate qa_category_kappa(const struct qa_patterns *patterns, uint32_t category,
                                     const struct qa_inference *inference, struct qa_arena *scratch)
{
    struct qa_arena_mark mark = qa_arena_mark(scratch);
    struct qa_patterns two = qa_patterns_against_rest(patterns, category, scratch);
    struct qa_agreement_basis basis = qa_agreement_basis(&two, NULL, scratch);
    struct qa_estimate estimate =
        qa_agreement_coefficient(&basis, QA_FLEISS_KAPPA, inference, NULL, scratch);
    qa_arena_reset(scratch, mark);
    return estimate;
}

struct qa_estimate qa_category_kappa_score(const struct qa_patterns *patterns, uint32_t category,
                                           const struct qa_inference *inference,
                                           struct qa_arena *scratch)
{
    struct qa_arena_mark mark = qa_arena_mark(scratch);
    struct qa_patterns two = qa_patterns_against_rest(patterns, category, scratch);
    struct qa_agreement_basis basis = qa_agreement_basis(&two, NULL, scratch);
    struct qa_estimate estimate =
        qa_agreement_coefficient(&basis, QA_FLEISS_KAPPA, inference, NULL, scratch);
    qa_agreement_score(&basis, QA_FLEISS_KAPPA, inference, &estimate, scratch);
    qa_arena_reset(scratch, mark);
    return estimate;
}

/* Agreeing pairs and all pairs that the first rating of says the category, or does not. */
struct specific {
    double agreeing;
    double all;
};

static struct specific specific_of(const struct qa_patterns *patterns, size_t p, uint32_t category,
                                   bool positive)
{
    double ratings = patterns->ratings[p];
    double chosen = 0;
    for (uint64_t e = patterns->first[p]; e < patterns->first[p + 1]; e++) {
        chosen += patterns->category[e] == category ? patterns->count[e] : 0;
    }
    chosen = positive ? chosen : ratings - chosen;
    return (struct specific){chosen * (chosen - 1), chosen * (ratings - 1)};
}

static struct qa_estimate specific_side(const struct qa_patterns *patterns, uint32_t category,
                                        bool positive, const struct qa_inference *inference)
{
    struct specific total = {0, 0};
    for (size_t p = 0; p < patterns->n_patterns; p++) {
        struct specific own = specific_of(patterns, p, category, positive);
        total.agreeing += (double)patterns->multiplicity[p] * own.agreeing;
        total.all += (double)patterns->multiplicity[p] * own.all;
    }
    if (!(total.all > 0)) {
        return qa_undefined(positive ? "nobody chose the category" : "nobody chose another",
                            patterns->n_pairable);
    }
    double n = (double)patterns->n_pairable;
    struct qa_linearised sum = {.value = total.agreeing / total.all, .n = patterns->n_pairable};
    for (size_t p = 0; p < patterns->n_patterns; p++) {
        struct specific own = specific_of(patterns, p, category, positive);
        double influence = (own.agreeing - sum.value * own.all) * n / total.all;
        sum.squares += (double)patterns->multiplicity[p] * influence * influence;
    }
    struct qa_estimate estimate = qa_linearised(&sum, inference);
    estimate.has_p_value = false;
    return estimate;
}

struct qa_specific_agreement qa_specific_agreement(const struct qa_patterns *patterns,
                                                   uint32_t category,
                                                   const struct qa_inference *inference)
{
    return (struct qa_specific_agreement){specific_side(patterns, category, true, inference),
                                          specific_side(patterns, category, false, inference)};
}

/* What disagrees of a category's pairs is a ratio over items, like 1 - F1 of the two. */
static void put_ratio_interval(const struct qa_patterns *patterns, uint32_t category, bool positive,
                               double confidence, struct qa_estimate *estimate)
{
    static const struct qa_ratio_kind of_pairs = {.most = 1, .is_bounded = true, .unit = 1};
    struct qa_cluster_sums sums = {0};
    for (size_t p = 0; p < patterns->n_patterns; p++) {
        struct specific own = specific_of(patterns, p, category, positive);
        double times = (double)patterns->multiplicity[p];
        double apart = own.all - own.agreeing;
        if (own.all > 0) {
            sums.n += patterns->multiplicity[p];
            sums.a += times * apart;
            sums.b += times * own.all;
            sums.aa += times * apart * apart;
            sums.ab += times * apart * own.all;
            sums.bb += times * own.all * own.all;
            sums.aa_per_b += times * apart * apart / own.all;
        }
    }
    if (!qa_is_defined(estimate)) {
        return;
    }
    struct qa_estimate ratio = qa_cluster_ratio(&sums, &of_pairs, confidence);
    estimate->has_interval = ratio.has_interval;
    estimate->low = 1 - ratio.high;
    estimate->high = 1 - ratio.low;
    estimate->confidence = confidence;
    estimate->method = ratio.method;
    estimate->no_interval = ratio.has_interval ? NULL : "fewer than 5 items with the category";
}

struct qa_specific_agreement qa_specific_agreement_ratio(const struct qa_patterns *patterns,
                                                         uint32_t category,
                                                         const struct qa_inference *inference)
{
    struct qa_specific_agreement out = qa_specific_agreement(patterns, category, inference);
    put_ratio_interval(patterns, category, true, inference->confidence, &out.positive);
    put_ratio_interval(patterns, category, false, inference->confidence, &out.negative);
    return out;
}

void qa_category_prevalence(const struct qa_patterns *patterns, double *share)
{
    double all = 0;
    for (uint32_t c = 0; c < patterns->n_categories; c++) {
        share[c] = 0;
    }
    for (size_t p = 0; p < patterns->n_patterns; p++) {
        for (uint64_t e = patterns->first[p]; e < patterns->first[p + 1]; e++) {
            double n = (double)patterns->multiplicity[p] * patterns->count[e];
            share[patterns->category[e]] += n;
            all += n;
        }
    }
    for (uint32_t c = 0; all > 0 && c < patterns->n_categories; c++) {
        share[c] /= all;
    }
}
