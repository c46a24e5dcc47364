/* Coefficients of labels that are ordered, numbers, or sets of tags. */
#include <string.h>

#include "qa/audit/agreement_parts.h"
#include "qa/batch/tag_set.h"
#include "qa/stats/agreement_resample.h"
#include "qa/stats/agreement_score.h"
#include "qa/stats/concordance.h"
#include "qa/stats/icc.h"
#include "qa/stats/krippendorff.h"

static const char *const icc_names[QA_N_ICC] = {
    [QA_ICC_1_1] = "icc_1_1", [QA_ICC_2_1] = "icc_2_1", [QA_ICC_3_1] = "icc_3_1",
    [QA_ICC_1_K] = "icc_1_k", [QA_ICC_2_K] = "icc_2_k", [QA_ICC_3_K] = "icc_3_k"};

/* Why the labels do not carry this scale, or NULL. */
static const char *unfit_for(const struct qa_ratings *ratings, enum qa_scale scale)
{
    if (scale < QA_SCALE_INTERVAL) {
        return NULL;
    }
    if (ratings->score == NULL) {
        return "labels are not numbers";
    }
    bool below_zero = ratings->n_categories > 0 && ratings->score[0] < 0;
    return scale == QA_SCALE_RATIO && below_zero ? "a ratio scale has no numbers below 0" : NULL;
}

static struct qa_estimate alpha_of_scale(struct qa_group_measuring *group, enum qa_scale scale)
{
    const struct qa_agreement_request *request = group->request;
    const struct qa_ratings *ratings = &group->view.ratings;
    const char *unfit = unfit_for(ratings, scale);
    if (unfit != NULL) {
        return qa_undefined(unfit, group->patterns.n_pairable);
    }
    if (scale == QA_SCALE_ORDINAL) {
        struct qa_estimate ordinal = qa_krippendorff_ordinal(&group->patterns, &request->resampling,
                                                             &request->inference, group->scratch);
        if (request->resampling.method == QA_INTERVAL_AUTO) {
            qa_krippendorff_ordinal_score(&group->patterns, &request->inference, &ordinal,
                                          group->scratch);
        }
        return ordinal;
    }
    if (scale == QA_SCALE_RATIO && ratings->n_categories > QA_MOST_MATRIX_CATEGORIES) {
        return qa_undefined("more than 2,000 categories", group->patterns.n_pairable);
    }
    struct qa_agreement_basis basis =
        scale == QA_SCALE_INTERVAL
            ? qa_agreement_basis_interval(&group->patterns, ratings->score, group->scratch)
            : qa_agreement_basis(&group->patterns, qa_group_weights(group, QA_WEIGHTS_RATIO),
                                 group->scratch);
    struct qa_estimate estimate = qa_agreement_coefficient(
        &basis, QA_KRIPPENDORFF_ALPHA, &request->inference, NULL, group->scratch);
    if (request->resampling.method == QA_INTERVAL_AUTO) {
        qa_agreement_score(&basis, QA_KRIPPENDORFF_ALPHA, &request->inference, &estimate,
                           group->scratch);
    }
    if (qa_resamples(&request->resampling) && qa_is_defined(&estimate)) {
        const enum qa_coefficient which = QA_KRIPPENDORFF_ALPHA;
        qa_agreement_resample(&basis, &which, 1, &request->resampling, &request->inference,
                              &estimate);
    }
    return estimate;
}

void qa_measure_scale(struct qa_group_measuring *group, struct qa_agreement_group *out)
{
    static const char *const names[] = {NULL, "krippendorff_alpha_ordinal",
                                        "krippendorff_alpha_interval", "krippendorff_alpha_ratio"};
    const struct qa_agreement_request *request = group->request;
    for (int scale = QA_SCALE_ORDINAL; scale <= QA_SCALE_RATIO; scale++) {
        bool own = request->scale == (enum qa_scale)scale &&
                   (qa_asks_for_all(request) || qa_asks_for(request, "krippendorff_alpha"));
        if (own || qa_asks_for(request, names[scale])) {
            qa_append_coefficient(out, names[scale], QA_BEYOND_CHANCE,
                                  alpha_of_scale(group, (enum qa_scale)scale), qa_not_sampled(0));
        }
    }
    const char *unfit = request->scale == QA_SCALE_NOMINAL && group->view.ratings.score == NULL &&
                                request->n_labels == 0
                            ? "labels are names; --scale and --labels give them an order"
                            : NULL;
    if ((request->scale >= QA_SCALE_ORDINAL && qa_asks_for_all(request)) ||
        qa_asks_for(request, "kendall_w")) {
        double chi_square;
        qa_append_coefficient(out, "kendall_w", QA_WITH_CHANCE,
                              unfit != NULL
                                  ? qa_undefined(unfit, 0)
                                  : qa_kendall_w(&group->view.ratings, &request->inference,
                                                 &chi_square, group->scratch),
                              qa_not_sampled(0));
    }
    unfit = unfit_for(&group->view.ratings, QA_SCALE_INTERVAL);
    struct qa_icc icc =
        qa_icc(&group->view.ratings, group->view.ratings.score, &request->inference);
    for (int form = 0; form < QA_N_ICC; form++) {
        if ((request->scale >= QA_SCALE_INTERVAL && qa_asks_for_all(request)) ||
            qa_asks_for(request, icc_names[form])) {
            qa_append_coefficient(out, icc_names[form], QA_WITH_CHANCE,
                                  unfit != NULL ? qa_undefined(unfit, 0) : icc.estimate[form],
                                  qa_not_sampled(0));
        }
    }
}

/* ---- sets of tags ---- */

/* Labels are sets where a separator is given, or where one of them is a list. */
static bool are_sets(const struct qa_group_measuring *group)
{
    bool found = group->request->tag_separator != NULL;
    for (uint32_t c = 0; !found && c < group->view.ratings.n_categories; c++) {
        found = qa_is_tag_list(qa_strings_text(group->names->labels, group->view.category[c]));
    }
    return found;
}

bool qa_group_is_ordered(const struct qa_group_measuring *group)
{
    const struct qa_agreement_request *request = group->request;
    return group->view.ratings.score != NULL || request->scale >= QA_SCALE_ORDINAL ||
           (request->n_labels > 0 && !are_sets(group));
}

/* members[set x n_tags + tag] of the labels; *tags are the texts of the tags, by id. */
static bool *tags_of_labels(const struct qa_group_measuring *group, struct qa_strings *tags)
{
    const struct qa_ratings_view *view = &group->view;
    uint32_t n_sets = view->ratings.n_categories;
    const char ***of_set = QA_ARRAY(group->scratch, const char **, n_sets + (size_t)1);
    size_t *n = QA_ARRAY(group->scratch, size_t, n_sets + (size_t)1);
    for (uint32_t set = 0; set < n_sets; set++) {
        n[set] = qa_tag_set_read(qa_strings_text(group->names->labels, view->category[set]),
                                 group->request->tag_separator, group->scratch, &of_set[set]);
        for (size_t t = 0; t < n[set]; t++) {
            (void)qa_strings_intern_text(tags, of_set[set][t]);
        }
    }
    size_t n_tags = qa_strings_count(tags);
    bool *members = QA_ARRAY(group->scratch, bool, n_sets *n_tags + 1);
    for (uint32_t set = 0; set < n_sets; set++) {
        for (size_t t = 0; t < n[set]; t++) {
            members[set * n_tags + qa_strings_intern_text(tags, of_set[set][t])] = true;
        }
    }
    return members;
}

void qa_measure_tags(struct qa_group_measuring *group, struct qa_agreement_group *out)
{
    static const struct {
        const char *name;
        enum qa_set_distance distance;
    } alphas[] = {{"krippendorff_alpha_jaccard", QA_SETS_JACCARD},
                  {"krippendorff_alpha_masi", QA_SETS_MASI}};
    const struct qa_agreement_request *request = group->request;
    uint32_t n_sets = group->view.ratings.n_categories;
    bool sets = are_sets(group);
    bool fits = n_sets <= QA_MOST_MATRIX_CATEGORIES;
    struct qa_strings *tags = qa_strings_new(group->scratch);
    const bool *members = sets && fits ? tags_of_labels(group, tags) : NULL;
    for (size_t a = 0; a < 2; a++) {
        bool wanted = sets && qa_asks_for_all(request);
        if (!wanted && !qa_asks_for(request, alphas[a].name)) {
            continue;
        }
        struct qa_estimate estimate =
            qa_undefined(fits ? "labels are not sets of tags; --tags says how they are divided"
                              : "more than 2,000 sets of tags",
                         0);
        if (members != NULL) {
            const double *weights = qa_set_weights(alphas[a].distance, members, n_sets,
                                                   qa_strings_count(tags), group->scratch);
            struct qa_agreement_basis basis =
                qa_agreement_basis(&group->patterns, weights, group->scratch);
            const enum qa_coefficient which = QA_KRIPPENDORFF_ALPHA;
            estimate =
                qa_agreement_coefficient(&basis, which, &request->inference, NULL, group->scratch);
            if (request->resampling.method == QA_INTERVAL_AUTO) {
                qa_agreement_score(&basis, which, &request->inference, &estimate, group->scratch);
            }
            if (qa_resamples(&request->resampling) && qa_is_defined(&estimate)) {
                qa_agreement_resample(&basis, &which, 1, &request->resampling, &request->inference,
                                      &estimate);
            }
        }
        qa_append_coefficient(out, alphas[a].name, QA_BEYOND_CHANCE, estimate, qa_not_sampled(0));
    }
}

/* The patterns of one tag: 0 absent, 1 present. */
static struct qa_patterns tag_patterns(const struct qa_patterns *patterns, const bool *members,
                                       size_t n_tags, size_t tag, struct qa_arena *scratch)
{
    size_t n = patterns->n_patterns;
    uint64_t *first = QA_ARRAY(scratch, uint64_t, n + 1);
    uint32_t *category = QA_ARRAY(scratch, uint32_t, 2 * n + 1);
    uint32_t *count = QA_ARRAY(scratch, uint32_t, 2 * n + 1);
    uint64_t used = 0;
    for (size_t p = 0; p < n; p++) {
        uint32_t times[2] = {0, 0};
        for (uint64_t e = patterns->first[p]; e < patterns->first[p + 1]; e++) {
            times[members[patterns->category[e] * n_tags + tag]] += patterns->count[e];
        }
        first[p] = used;
        for (uint32_t c = 0; c < 2; c++) {
            category[used] = c;
            count[used] = times[c];
            used += times[c] > 0;
        }
    }
    first[n] = used;
    struct qa_patterns out = *patterns;
    out.n_categories = 2;
    out.first = first;
    out.category = category;
    out.count = count;
    return out;
}

static struct qa_estimate of_tag(const struct qa_agreement_basis *basis,
                                 enum qa_coefficient coefficient,
                                 const struct qa_agreement_request *request,
                                 struct qa_arena *scratch)
{
    struct qa_estimate estimate =
        qa_agreement_coefficient(basis, coefficient, &request->inference, NULL, scratch);
    if (request->resampling.method == QA_INTERVAL_AUTO) {
        qa_agreement_score(basis, coefficient, &request->inference, &estimate, scratch);
    }
    return estimate;
}

struct qa_agreement_category qa_measure_category(const struct qa_patterns *patterns,
                                                 uint32_t category,
                                                 const struct qa_agreement_request *request,
                                                 struct qa_arena *scratch)
{
    const struct qa_inference *inference = &request->inference;
    bool is_auto = request->resampling.method == QA_INTERVAL_AUTO;
    struct qa_specific_agreement specific =
        is_auto ? qa_specific_agreement_ratio(patterns, category, inference)
                : qa_specific_agreement(patterns, category, inference);
    return (struct qa_agreement_category){
        .kappa = is_auto ? qa_category_kappa_score(patterns, category, inference, scratch)
                         : qa_category_kappa(patterns, category, inference, scratch),
        .positive_agreement = specific.positive,
        .negative_agreement = specific.negative};
}

static struct qa_agreement_category measure_tag(const struct qa_patterns *patterns,
                                                const struct qa_agreement_request *request,
                                                struct qa_arena *scratch)
{
    double share[2];
    qa_category_prevalence(patterns, share);
    struct qa_agreement_basis basis = qa_agreement_basis(patterns, NULL, scratch);
    struct qa_agreement_category tag = qa_measure_category(patterns, 1, request, scratch);
    tag.label = QA_NONE;
    tag.prevalence = share[1];
    tag.percent_agreement = of_tag(&basis, QA_PERCENT_AGREEMENT, request, scratch);
    tag.alpha = of_tag(&basis, QA_KRIPPENDORFF_ALPHA, request, scratch);
    return tag;
}

void qa_measure_each_tag(const struct qa_group_measuring *group, struct qa_agreement_group *out)
{
    if (!are_sets(group) || group->view.ratings.n_categories > QA_MOST_MATRIX_CATEGORIES) {
        return;
    }
    struct qa_strings *tags = qa_strings_new(group->arena);
    const bool *members = tags_of_labels(group, tags);
    uint32_t n_tags = qa_strings_count(tags);
    uint32_t *order = QA_ARRAY(group->scratch, uint32_t, n_tags + (size_t)1);
    size_t n = out->n_categories_list;
    struct qa_agreement_category *list =
        QA_ARRAY(group->arena, struct qa_agreement_category, n + n_tags + 1);
    memcpy(list, out->categories_list, n * sizeof *list);
    qa_strings_sorted(tags, order, NULL);
    for (uint32_t t = 0; t < n_tags; t++) {
        struct qa_arena_mark mark = qa_arena_mark(group->scratch);
        struct qa_patterns patterns =
            tag_patterns(&group->patterns, members, n_tags, order[t], group->scratch);
        list[n] = measure_tag(&patterns, group->request, group->scratch);
        list[n++].tag = qa_strings_text(tags, order[t]);
        qa_arena_reset(group->scratch, mark);
    }
    out->categories_list = list;
    out->n_categories_list = n;
}
