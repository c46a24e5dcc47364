/* Is one vendor's agreement higher than another's? */
#include <math.h>

#include "qa/audit/agreement_parts.h"
#include "qa/stats/agreement_score.h"
#include "qa/stats/compare.h"
#include "qa/stats/special.h"

static const struct {
    const char *name;
    enum qa_coefficient coefficient;
} compared[QA_N_COMPARED] = {{"percent_agreement", QA_PERCENT_AGREEMENT},
                             {"fleiss_kappa", QA_FLEISS_KAPPA},
                             {"krippendorff_alpha", QA_KRIPPENDORFF_ALPHA},
                             {"gwet_ac1", QA_GWET_AC},
                             {"bennett_s", QA_BENNETT_S}};

struct qa_compared qa_compared_of(struct qa_group_measuring *measuring, uint32_t question,
                                  uint32_t vendor)
{
    const struct qa_ratings_view *view = &measuring->view;
    uint32_t n_items = qa_strings_count(measuring->names->items);
    uint32_t *pattern = QA_ARRAY(measuring->arena, uint32_t, n_items + (size_t)1);
    struct qa_compared out = {.question = question,
                              .vendor = vendor,
                              .pattern_of_item = pattern,
                              .n_patterns = measuring->patterns.n_patterns};
    for (uint32_t i = 0; i < n_items; i++) {
        pattern[i] = QA_NO_PATTERN;
    }
    for (size_t i = 0; i < view->ratings.n_items; i++) {
        pattern[view->item[i]] = measuring->patterns.of_item[i];
    }
    for (int c = 0; c < QA_N_COMPARED; c++) {
        out.influence[c] = QA_ARRAY(measuring->arena, double, out.n_patterns + 1);
        out.estimate[c] = qa_agreement_coefficient(&measuring->plain, compared[c].coefficient,
                                                   &measuring->request->inference, out.influence[c],
                                                   measuring->scratch);
        if (measuring->request->resampling.method == QA_INTERVAL_AUTO) {
            qa_agreement_score(&measuring->plain, compared[c].coefficient,
                               &measuring->request->inference, &out.estimate[c],
                               measuring->scratch);
        }
    }
    return out;
}

static double largest(const double *list, size_t n)
{
    double most = 0;
    for (size_t i = 0; i < n; i++) {
        most = fmax(most, fabs(list[i]));
    }
    return most;
}

/* Sum over common items of the products of the influences, and their number. */
static double products(const struct qa_compared *a, const struct qa_compared *b, int c,
                       size_t n_items, uint64_t *n_common)
{
    double scale_a = largest(a->influence[c], a->n_patterns);
    double scale_b = largest(b->influence[c], b->n_patterns);
    double scale = scale_a * scale_b;
    struct qa_exact_sum sum = {0};
    *n_common = 0;
    for (size_t i = 0; i < n_items; i++) {
        uint32_t of_a = a->pattern_of_item[i];
        uint32_t of_b = b->pattern_of_item[i];
        if (of_a != QA_NO_PATTERN && of_b != QA_NO_PATTERN) {
            ++*n_common;
            if (scale > 0) {
                qa_exact_add(&sum,
                             a->influence[c][of_a] / scale_a * (b->influence[c][of_b] / scale_b));
            }
        }
    }
    return qa_exact_value(&sum) * scale;
}

/* Half of an interval's width as a standard error, which knows of what was not seen. */
static double standard_error(const struct qa_estimate *estimate, double z)
{
    return fmax(estimate->se, (estimate->high - estimate->low) / (2 * z));
}

/* The difference's interval by square-and-add from the two intervals (Zou and Donner 2008); its
 * correlation is that of the influences, shrunk where few disagreements were seen. p is below 1 -
 * confidence where 0 is left out. */
static void square_and_add(const struct qa_estimate *left, const struct qa_estimate *right,
                           double covariance, const struct qa_inference *inference,
                           struct qa_estimate *out)
{
    double z = qa_normal_quantile(1 - (1 - inference->confidence) / 2);
    double product = standard_error(left, z) * standard_error(right, z);
    double rho = product > 0 ? fmax(-1, fmin(1, covariance / product)) : 0;
    double d = left->value - right->value;
    double left_below = left->value - left->low;
    double left_above = left->high - left->value;
    double right_below = right->value - right->low;
    double right_above = right->high - right->value;
    double below = sqrt(fmax(0, left_below * left_below + right_above * right_above -
                                    2 * rho * left_below * right_above));
    double above = sqrt(fmax(0, left_above * left_above + right_below * right_below -
                                    2 * rho * left_above * right_below));
    out->low = fmax(-2, d - below);
    out->high = fmin(2, d + above);
    double towards_zero = d > 0 ? below : above;
    out->has_p_value = towards_zero > 0;
    out->p_value = towards_zero > 0 ? qa_normal_two_sided(z * d / towards_zero) : 1;
}

/* The covariance of two means of influences is that of their common items. */
static struct qa_agreement_difference difference(const struct qa_compared *a,
                                                 const struct qa_compared *b, int c, size_t n_items,
                                                 const struct qa_inference *inference)
{
    const struct qa_estimate *left = &a->estimate[c];
    const struct qa_estimate *right = &b->estimate[c];
    struct qa_agreement_difference out = {.question = a->question,
                                          .vendor_a = a->vendor,
                                          .vendor_b = b->vendor,
                                          .coefficient = compared[c].name,
                                          .p_adjusted = 1};
    if (!qa_is_defined(left) || !qa_is_defined(right) || !left->has_se || !right->has_se) {
        out.difference = qa_undefined("a vendor's own figure is undefined", left->n + right->n);
        return out;
    }
    bool is_score = qa_is_matched_score(left) && qa_is_matched_score(right);
    if (is_score && (!left->has_interval || !right->has_interval)) {
        out.difference = qa_undefined("a vendor's own figure has no limits", left->n + right->n);
        return out;
    }
    double n_left = (double)left->n;
    double n_right = (double)right->n;
    /* With n - 1 where the variances have it, so that on the same items the difference's variance
     * is that of the differences. */
    double covariance = products(a, b, c, n_items, &out.common_items) /
                        sqrt(n_left * (n_left - 1) * n_right * (n_right - 1));
    double variance = left->se * left->se + right->se * right->se - 2 * covariance;
    double freedom = (double)(left->n < right->n ? left->n : right->n) - 1;
    const struct qa_inference against_zero = {inference->confidence, 0, 0};
    out.difference = qa_with_standard_error(left->value - right->value, sqrt(fmax(0, variance)),
                                            fmax(1, freedom), left->n + right->n - out.common_items,
                                            -2, &against_zero);
    out.difference.method = out.common_items > 0 ? "linearised_paired_t" : "linearised_t";
    if (is_score) {
        square_and_add(left, right, out.common_items > 0 ? covariance : 0, inference,
                       &out.difference);
        out.difference.method = out.common_items > 0 ? "square_and_add_paired" : "square_and_add";
    }
    return out;
}

static void adjust(struct qa_agreement_difference *rows, size_t n, struct qa_arena *arena)
{
    struct qa_arena_mark mark = qa_arena_mark(arena);
    double *p = QA_ARRAY(arena, double, n);
    double *adjusted = QA_ARRAY(arena, double, n);
    size_t used = 0;
    for (size_t i = 0; i < n; i++) {
        if (qa_is_defined(&rows[i].difference) && rows[i].difference.has_p_value) {
            p[used++] = rows[i].difference.p_value;
        }
    }
    qa_holm(p, used, adjusted, arena);
    used = 0;
    for (size_t i = 0; i < n; i++) {
        if (qa_is_defined(&rows[i].difference) && rows[i].difference.has_p_value) {
            rows[i].p_adjusted = adjusted[used++];
        }
    }
    qa_arena_reset(arena, mark);
}

void qa_compare_groups(const struct qa_compared *list, size_t n, size_t n_items,
                       const struct qa_inference *inference, struct qa_agreement_result *result,
                       struct qa_arena *arena)
{
    for (int c = 0; c < QA_N_COMPARED; c++) {
        struct qa_agreement_difference *rows = result->differences + result->n_differences;
        size_t used = 0;
        for (size_t a = 0; a < n; a++) {
            for (size_t b = a + 1; b < n; b++) {
                rows[used++] = difference(&list[a], &list[b], c, n_items, inference);
            }
        }
        adjust(rows, used, arena);
        result->n_differences += used;
    }
}
