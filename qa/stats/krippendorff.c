#include "qa/stats/krippendorff.h"

#include "qa/stats/agreement_score.h"

/* Sums: the k x k coincidences o_ck, ordered pairs of an item over its ratings less one. */

static void add_coincidences(const void *context, size_t p, double times, double *sums)
{
    const struct qa_patterns *patterns = context;
    double ratings = patterns->ratings[p];
    if (ratings < 2) {
        return;
    }
    for (uint64_t a = patterns->first[p]; a < patterns->first[p + 1]; a++) {
        double *row = sums + (size_t)patterns->category[a] * patterns->n_categories;
        for (uint64_t b = patterns->first[p]; b < patterns->first[p + 1]; b++) {
            double pairs = (double)patterns->count[a] *
                           (a == b ? patterns->count[b] - 1.0 : patterns->count[b]);
            row[patterns->category[b]] += times * pairs / (ratings - 1);
        }
    }
}

/* alpha = 1 - (n - 1) sum of o_ck delta_ck / sum of n_c n_k delta_ck. */
static void ordinal_alpha(const void *context, const double *sums, double *value, bool *defined,
                          struct qa_arena *scratch)
{
    const struct qa_patterns *patterns = context;
    uint32_t k = patterns->n_categories;
    double *chosen = QA_ARRAY(scratch, double, k + (size_t)1);
    double *rank = QA_ARRAY(scratch, double, k + (size_t)1);
    double n = 0;
    for (uint32_t c = 0; c < k; c++) {
        for (uint32_t d = 0; d < k; d++) {
            chosen[c] += sums[(size_t)c * k + d];
        }
        rank[c] = n + chosen[c] / 2;
        n += chosen[c];
    }
    double observed = 0;
    double expected = 0;
    for (uint32_t c = 0; c < k; c++) {
        for (uint32_t d = 0; d < c; d++) {
            double delta = (rank[c] - rank[d]) * (rank[c] - rank[d]);
            observed += sums[(size_t)c * k + d] * delta;
            expected += chosen[c] * chosen[d] * delta;
        }
    }
    /* What is left of a category whose items were all taken out is rounding. */
    *defined = n > 1.5 && expected > 1e-9 * n * n;
    *value = *defined ? 1 - (n - 1) * observed / expected : 0;
}

struct qa_estimate qa_krippendorff_ordinal(const struct qa_patterns *patterns,
                                           const struct qa_resampling *resampling,
                                           const struct qa_inference *inference,
                                           struct qa_arena *scratch)
{
    if (patterns->n_raters < 2 || patterns->n_pairable == 0) {
        return qa_undefined(patterns->n_items == 0   ? "no ratings"
                            : patterns->n_raters < 2 ? "only one annotator"
                                                     : "no item with two ratings",
                            patterns->n_pairable);
    }
    struct qa_arena_mark mark = qa_arena_mark(scratch);
    const double lowest = -1;
    const struct qa_item_statistics statistics = {.context = patterns,
                                                  .n_units = patterns->n_patterns,
                                                  .multiplicity = patterns->multiplicity,
                                                  .n_sums = (size_t)patterns->n_categories *
                                                            patterns->n_categories,
                                                  .n_values = 1,
                                                  .lowest = &lowest,
                                                  .add = add_coincidences,
                                                  .values = ordinal_alpha};
    double *sums = QA_ARRAY(scratch, double, statistics.n_sums + 1);
    for (size_t p = 0; p < patterns->n_patterns; p++) {
        add_coincidences(patterns, p, (double)patterns->multiplicity[p], sums);
    }
    struct qa_estimate estimate = {
        .n = patterns->n_pairable, .confidence = inference->confidence, .has_p_value = true};
    bool defined;
    ordinal_alpha(patterns, sums, &estimate.value, &defined, scratch);
    qa_arena_reset(scratch, mark);
    if (!defined) {
        return qa_undefined("one category only", patterns->n_pairable);
    }
    if (patterns->n_categories > QA_MOST_ORDINAL) {
        estimate.has_p_value = false;
        return estimate;
    }
    const struct qa_resampling jackknife = {.method = QA_INTERVAL_JACKKNIFE};
    bool given = resampling != NULL && qa_resamples(resampling);
    qa_resample(&statistics, given ? resampling : &jackknife, inference, &estimate);
    return estimate;
}

void qa_krippendorff_ordinal_score(const struct qa_patterns *patterns,
                                   const struct qa_inference *inference,
                                   struct qa_estimate *estimate, struct qa_arena *scratch)
{
    if (!qa_is_defined(estimate)) {
        return;
    }
    struct qa_arena_mark mark = qa_arena_mark(scratch);
    uint32_t k = patterns->n_categories;
    double *rank = QA_ARRAY(scratch, double, k + (size_t)1);
    double n = 0;
    for (size_t p = 0; p < patterns->n_patterns; p++) {
        for (uint64_t e = patterns->first[p];
             patterns->ratings[p] > 1 && e < patterns->first[p + 1]; e++) {
            rank[patterns->category[e]] += (double)patterns->multiplicity[p] * patterns->count[e];
        }
    }
    for (uint32_t c = 0; c < k; c++) {
        double chosen = rank[c];
        rank[c] = n + chosen / 2;
        n += chosen;
    }
    struct qa_agreement_basis basis = qa_agreement_basis_interval(patterns, rank, scratch);
    qa_agreement_score(&basis, QA_KRIPPENDORFF_ALPHA, inference, estimate, scratch);
    qa_arena_reset(scratch, mark);
}
