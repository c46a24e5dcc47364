/* Which coefficients a group gets, and their estimates. */
#include <string.h>

#include "qa/audit/agreement_parts.h"
#include "qa/stats/agreement_resample.h"
#include "qa/stats/agreement_score.h"
#include "qa/stats/conger.h"
#include "qa/stats/raters.h"

enum { MOST_COEFFICIENTS = 128 };

enum family {
    OF_PATTERNS, /* see qa/stats/agreement.h */
    COHEN,
    CONGER,
    LIGHT,
};

enum weighed { UNWEIGHTED, EITHER_WAY, WEIGHTED };

struct entry {
    const char *name;
    enum family family;
    enum qa_coefficient of_patterns;
    enum weighed weighed;
    enum qa_chance chance;
    bool for_two;       /* exactly two annotators */
    bool only_if_asked; /* by name, or by all */
};

static const struct entry catalogue[] = {
    {"percent_agreement", OF_PATTERNS, QA_PERCENT_AGREEMENT, UNWEIGHTED, QA_WITH_CHANCE, false,
     false},
    {"percent_agreement_pooled", OF_PATTERNS, QA_PERCENT_AGREEMENT_POOLED, UNWEIGHTED,
     QA_WITH_CHANCE, false, false},
    {"cohen_kappa", COHEN, 0, EITHER_WAY, QA_BEYOND_CHANCE, true, false},
    {"scott_pi", OF_PATTERNS, QA_SCOTT_PI, EITHER_WAY, QA_BEYOND_CHANCE, true, false},
    {"bennett_s", OF_PATTERNS, QA_BENNETT_S, EITHER_WAY, QA_BEYOND_CHANCE, false, false},
    {"randolph_kappa", OF_PATTERNS, QA_BENNETT_S, EITHER_WAY, QA_BEYOND_CHANCE, false, true},
    {"fleiss_kappa", OF_PATTERNS, QA_FLEISS_KAPPA, EITHER_WAY, QA_BEYOND_CHANCE, false, false},
    {"conger_kappa", CONGER, 0, EITHER_WAY, QA_BEYOND_CHANCE, false, false},
    {"light_kappa", LIGHT, 0, EITHER_WAY, QA_BEYOND_CHANCE, false, false},
    {"krippendorff_alpha", OF_PATTERNS, QA_KRIPPENDORFF_ALPHA, EITHER_WAY, QA_BEYOND_CHANCE, false,
     false},
    {"gwet_ac1", OF_PATTERNS, QA_GWET_AC, UNWEIGHTED, QA_BEYOND_CHANCE, false, false},
    {"gwet_ac2", OF_PATTERNS, QA_GWET_AC, WEIGHTED, QA_BEYOND_CHANCE, false, false},
};
enum { N_CATALOGUE = sizeof catalogue / sizeof *catalogue };

const char *const qa_coefficient_names[] = {"all",
                                            "percent_agreement",
                                            "percent_agreement_pooled",
                                            "cohen_kappa",
                                            "scott_pi",
                                            "bennett_s",
                                            "randolph_kappa",
                                            "fleiss_kappa",
                                            "conger_kappa",
                                            "light_kappa",
                                            "krippendorff_alpha",
                                            "gwet_ac1",
                                            "gwet_ac2",
                                            "icc_1_1",
                                            "icc_2_1",
                                            "icc_3_1",
                                            "icc_1_k",
                                            "icc_2_k",
                                            "icc_3_k",
                                            "kendall_w",
                                            "krippendorff_alpha_ordinal",
                                            "krippendorff_alpha_interval",
                                            "krippendorff_alpha_ratio",
                                            "krippendorff_alpha_jaccard",
                                            "krippendorff_alpha_masi",
                                            "gwet_alpha_ordinal",
                                            "gwet_alpha_ratio"};
const size_t qa_n_coefficient_names = sizeof qa_coefficient_names / sizeof *qa_coefficient_names;

/* ---- what was asked for ---- */

bool qa_asks_for(const struct qa_agreement_request *request, const char *name)
{
    for (size_t i = 0; i < request->n_coefficients; i++) {
        if (strcmp(request->coefficients[i], name) == 0) {
            return true;
        }
    }
    return false;
}

bool qa_asks_for_all(const struct qa_agreement_request *request)
{
    return request->n_coefficients == 0 || qa_asks_for(request, "all");
}

/* One way of weighing, with the suffix it gives names. */
struct weighing {
    const char *suffix; /* "" for none */
    const double *matrix;
    bool chosen; /* by --weights, so that names without a suffix mean it too */
};

/* Krippendorff's alpha with Gwet's ordinal or ratio weights would be taken for the metric of that
 * name, which --scale gives; it goes by a name of its own. */
static bool is_gwet_weighted(const char *name, const char *suffix)
{
    return strcmp(name, "krippendorff_alpha") == 0 &&
           (strcmp(suffix, "ordinal") == 0 || strcmp(suffix, "ratio") == 0);
}

static const char *full_name(struct qa_arena *arena, const char *name, const struct weighing *way)
{
    if (is_gwet_weighted(name, way->suffix)) {
        return qa_arena_format(arena, "gwet_alpha_%s", way->suffix);
    }
    return way->suffix[0] == '\0' ? name : qa_arena_format(arena, "%s_%s", name, way->suffix);
}

static bool is_wanted(const struct qa_group_measuring *measuring, const struct entry *entry,
                      const struct weighing *way, uint64_t n_annotators)
{
    const struct qa_agreement_request *request = measuring->request;
    bool weighted = way->suffix[0] != '\0';
    if (entry->weighed == (weighted ? UNWEIGHTED : WEIGHTED)) {
        return false;
    }
    struct qa_arena_mark mark = qa_arena_mark(measuring->scratch);
    bool by_name = qa_asks_for(request, full_name(measuring->scratch, entry->name, way)) ||
                   (qa_asks_for(request, entry->name) && (!weighted || way->chosen));
    qa_arena_reset(measuring->scratch, mark);
    if (by_name) {
        return true;
    }
    bool named_weights = weighted && !way->chosen;
    bool all = qa_asks_for_all(request) && !named_weights;
    bool asked = request->n_coefficients > 0;
    return all && (!entry->for_two || n_annotators == 2) && (!entry->only_if_asked || asked);
}

/* A name is known when a coefficient has it, with or without the suffix of some weights. */
static bool is_known(const char *name)
{
    for (size_t i = 0; i < qa_n_coefficient_names; i++) {
        const char *known = qa_coefficient_names[i];
        size_t length = strlen(known);
        if (strcmp(name, known) == 0) {
            return true;
        }
        enum qa_weights weights;
        bool has_suffix = strncmp(name, known, length) == 0 && name[length] == '_' &&
                          (qa_weights_by_name(name + length + 1, &weights) ||
                           strcmp(name + length + 1, "custom") == 0);
        for (size_t c = 0; has_suffix && c < N_CATALOGUE; c++) {
            if (strcmp(catalogue[c].name, known) == 0 && catalogue[c].weighed != UNWEIGHTED) {
                return true;
            }
        }
    }
    return false;
}

bool qa_asks_for_weights(const struct qa_agreement_request *request, const char *suffix)
{
    size_t length = strlen(suffix);
    for (size_t i = 0; i < request->n_coefficients; i++) {
        size_t n = strlen(request->coefficients[i]);
        if (n > length && strcmp(request->coefficients[i] + n - length, suffix) == 0 &&
            request->coefficients[i][n - length - 1] == '_') {
            return true;
        }
    }
    return false;
}

/* ---- estimates ---- */

/* The coefficients of one way of weighing. */
struct measuring_way {
    struct qa_group_measuring *group;
    const struct weighing *way;
    struct qa_agreement_basis basis;
    struct qa_without_raters without;
    size_t pair_kappa; /* index of these weights' kappas among those of pairs */
};

const char *qa_coefficient_words(enum qa_chance chance, const struct qa_estimate *estimate)
{
    return chance == QA_BEYOND_CHANCE && qa_is_defined(estimate)
               ? qa_benchmark(&qa_benchmark_scales[0], estimate).by_interval
               : NULL;
}

void qa_append_coefficient(struct qa_agreement_group *out, const char *name, enum qa_chance chance,
                           struct qa_estimate estimate, struct qa_estimate sampled)
{
    const char *words = qa_coefficient_words(chance, &estimate);
    if (out->n_coefficients < MOST_COEFFICIENTS) {
        out->coefficients[out->n_coefficients++] =
            (struct qa_agreement_coefficient){name, chance, estimate, sampled, words};
    }
}

/* Corrected for a chance agreement that the labels' shares give: kappas and alphas. */
static bool hangs_on_shares(const struct qa_agreement_coefficient *coefficient)
{
    return strstr(coefficient->name, "kappa") != NULL ||
           strstr(coefficient->name, "scott") != NULL || strstr(coefficient->name, "alpha") != NULL;
}

void qa_put_sparse_last(struct qa_agreement_group *out)
{
    struct qa_agreement_coefficient list[MOST_COEFFICIENTS];
    size_t n = 0;
    for (int last = 0; last < 2; last++) {
        for (size_t i = 0; i < out->n_coefficients; i++) {
            struct qa_agreement_coefficient *own = &out->coefficients[i];
            bool is_free = strcmp(own->name, "randolph_kappa") == 0 || !hangs_on_shares(own);
            if (is_free == (last == 0)) {
                own->words =
                    is_free || !qa_is_defined(&own->estimate) ? own->words : out->sparse_note;
                list[n++] = *own;
            }
        }
    }
    for (size_t i = 0; i < n; i++) {
        out->coefficients[i] = list[i];
    }
}

struct qa_estimate qa_not_sampled(uint64_t n)
{
    return qa_undefined("not given for this coefficient", n);
}

static void measure_of_patterns(const struct measuring_way *measuring, const struct entry *entry,
                                struct qa_estimate *estimate, struct qa_estimate *sampled)
{
    struct qa_group_measuring *group = measuring->group;
    const struct qa_inference *inference = &group->request->inference;
    *estimate = qa_agreement_coefficient(&measuring->basis, entry->of_patterns, inference, NULL,
                                         group->scratch);
    if (entry->for_two && group->view.ratings.n_raters != 2) {
        *estimate = qa_undefined("for two annotators", estimate->n);
    }
    if (group->request->resampling.method == QA_INTERVAL_AUTO) {
        qa_agreement_score(&measuring->basis, entry->of_patterns, inference, estimate,
                           group->scratch);
    }
    if (measuring->without.value != NULL) {
        *sampled = qa_with_sampled_raters(estimate, measuring->without.value + entry->of_patterns,
                                          measuring->without.defined + entry->of_patterns,
                                          group->view.ratings.n_raters, QA_N_COEFFICIENTS,
                                          entry->chance == QA_BEYOND_CHANCE ? -1 : 0, inference);
    }
    if (qa_resamples(&group->request->resampling) && qa_is_defined(estimate)) {
        qa_agreement_resample(&measuring->basis, &entry->of_patterns, 1,
                              &group->request->resampling, inference, estimate);
    }
}

static void measure_cohen(const struct measuring_way *measuring, struct qa_estimate *estimate)
{
    struct qa_group_measuring *group = measuring->group;
    const struct qa_ratings *ratings = &group->view.ratings;
    if (ratings->n_raters != 2 || group->n_pairs != 1) {
        *estimate = qa_undefined(ratings->n_raters != 2 ? "for two annotators"
                                                        : "no item that both annotators labeled",
                                 0);
        return;
    }
    *estimate = group->pairs[0].kappa[measuring->pair_kappa];
    if (!qa_resamples(&group->request->resampling) || !qa_is_defined(estimate)) {
        return;
    }
    struct qa_arena_mark mark = qa_arena_mark(group->scratch);
    size_t k = ratings->n_categories;
    uint64_t *table = QA_ARRAY(group->scratch, uint64_t, k * k);
    for (size_t i = 0; i < ratings->n_items; i++) {
        uint64_t first = ratings->first[i];
        if (ratings->first[i + 1] - first == 2) {
            table[ratings->category[first] * k + ratings->category[first + 1]]++;
        }
    }
    qa_cohen_resample(table, (uint32_t)k, measuring->way->matrix, &group->request->resampling,
                      &group->request->inference, estimate);
    qa_arena_reset(group->scratch, mark);
}

static void measure_conger(const struct measuring_way *measuring, struct qa_estimate *estimate,
                           struct qa_estimate *sampled)
{
    struct qa_group_measuring *group = measuring->group;
    const struct qa_ratings *ratings = &group->view.ratings;
    const struct qa_inference *inference = &group->request->inference;
    const double *weights = measuring->way->matrix;
    *estimate = qa_conger_kappa(ratings, weights, inference, NULL, group->scratch);
    if (group->request->resampling.method == QA_INTERVAL_AUTO) {
        qa_conger_score(ratings, weights, inference, estimate, group->scratch);
    }
    if (measuring->without.value != NULL) {
        struct qa_arena_mark mark = qa_arena_mark(group->scratch);
        uint32_t n = ratings->n_raters;
        const double *counts = qa_rater_counts(ratings, group->scratch);
        double *value = QA_ARRAY(group->scratch, double, n);
        bool *defined = QA_ARRAY(group->scratch, bool, n);
        for (uint32_t g = 0; g < n; g++) {
            size_t at = (size_t)g * QA_N_COEFFICIENTS + QA_PERCENT_AGREEMENT;
            uint32_t n_left;
            double pe = qa_conger_chance(counts, ratings, weights, g, &n_left, group->scratch);
            defined[g] = measuring->without.defined[at] && n_left > 1 && 1 - pe > 1e-12;
            value[g] = defined[g] ? (measuring->without.value[at] - pe) / (1 - pe) : 0;
        }
        *sampled = qa_with_sampled_raters(estimate, value, defined, n, 1, -1, inference);
        qa_arena_reset(group->scratch, mark);
    }
    if (qa_resamples(&group->request->resampling)) {
        qa_conger_resample(ratings, weights, &group->request->resampling, inference, estimate);
    }
}

/* Light's mean without each annotator, from the pairs that are left. */
static void light_without(const struct measuring_way *measuring, double *value, bool *defined)
{
    const struct qa_group_measuring *group = measuring->group;
    uint32_t n = group->view.ratings.n_raters;
    double *sum = QA_ARRAY(group->scratch, double, n);
    double *used = QA_ARRAY(group->scratch, double, n);
    double all = 0;
    double n_all = 0;
    for (size_t p = 0; p < group->n_pairs; p++) {
        const struct qa_estimate *kappa = &group->pairs[p].kappa[measuring->pair_kappa];
        if (qa_is_defined(kappa)) {
            all += kappa->value;
            n_all++;
            sum[group->pairs[p].a] += kappa->value;
            sum[group->pairs[p].b] += kappa->value;
            used[group->pairs[p].a]++;
            used[group->pairs[p].b]++;
        }
    }
    for (uint32_t g = 0; g < n; g++) {
        defined[g] = n_all > used[g];
        value[g] = defined[g] ? (all - sum[g]) / (n_all - used[g]) : 0;
    }
}

static void measure_light(const struct measuring_way *measuring, struct qa_agreement_group *out,
                          struct qa_estimate *estimate, struct qa_estimate *sampled)
{
    struct qa_group_measuring *group = measuring->group;
    const struct qa_ratings *ratings = &group->view.ratings;
    const struct qa_inference *inference = &group->request->inference;
    struct qa_light_pairs pairs;
    *estimate =
        qa_light_kappa(ratings, measuring->way->matrix, inference, NULL, &pairs, group->scratch);
    out->light_without = pairs.n_undefined;
    out->light_is_sparse = pairs.is_sparse;
    if (pairs.is_sparse) {
        *sampled = qa_undefined("a pair of annotators shares too few items", estimate->n);
        return;
    }
    if (ratings->n_raters >= 3) {
        struct qa_arena_mark mark = qa_arena_mark(group->scratch);
        double *value = QA_ARRAY(group->scratch, double, ratings->n_raters);
        bool *defined = QA_ARRAY(group->scratch, bool, ratings->n_raters);
        light_without(measuring, value, defined);
        *sampled =
            qa_with_sampled_raters(estimate, value, defined, ratings->n_raters, 1, -1, inference);
        qa_arena_reset(group->scratch, mark);
    }
    if (qa_resamples(&group->request->resampling)) {
        qa_light_resample(ratings, measuring->way->matrix, &group->request->resampling, inference,
                          estimate);
    }
}

static size_t pair_kappa_of(const struct weighing *way)
{
    if (way->suffix[0] == '\0') {
        return QA_PAIR_IDENTITY;
    }
    return strcmp(way->suffix, "linear") == 0      ? QA_PAIR_LINEAR
           : strcmp(way->suffix, "quadratic") == 0 ? QA_PAIR_QUADRATIC
                                                   : QA_PAIR_CHOSEN;
}

static void measure_way(struct qa_group_measuring *group, const struct weighing *way,
                        struct qa_agreement_group *out)
{
    struct measuring_way measuring = {.group = group, .way = way};
    measuring.pair_kappa = pair_kappa_of(way);
    bool is_plain = way->suffix[0] == '\0';
    measuring.basis =
        is_plain ? group->plain : qa_agreement_basis(&group->patterns, way->matrix, group->scratch);
    if (group->view.ratings.n_raters >= 3) {
        measuring.without =
            qa_without_raters(&group->view.ratings, &measuring.basis, group->scratch);
    }
    /* Explicit weights of a name alone have no pairs measured with them. */
    bool has_pairs = measuring.pair_kappa < group->pair_request.n_weights &&
                     (measuring.pair_kappa != QA_PAIR_CHOSEN || way->chosen);
    for (size_t c = 0; c < N_CATALOGUE; c++) {
        const struct entry *entry = &catalogue[c];
        if (!is_wanted(group, entry, way, group->view.ratings.n_raters)) {
            continue;
        }
        struct qa_estimate estimate;
        struct qa_estimate sampled = qa_not_sampled(0);
        switch (entry->family) {
        case OF_PATTERNS:
            measure_of_patterns(&measuring, entry, &estimate, &sampled);
            break;
        case COHEN:
            if (!has_pairs) {
                continue;
            }
            measure_cohen(&measuring, &estimate);
            break;
        case CONGER:
            measure_conger(&measuring, &estimate, &sampled);
            break;
        case LIGHT:
            if (!has_pairs) {
                continue;
            }
            measure_light(&measuring, out, &estimate, &sampled);
            break;
        }
        qa_append_coefficient(out, full_name(group->arena, entry->name, way), entry->chance,
                              estimate, sampled);
    }
}

/* ---- all ---- */

const double *qa_group_weights(struct qa_group_measuring *measuring, enum qa_weights weights)
{
    const struct qa_ratings *ratings = &measuring->view.ratings;
    if (measuring->weights[weights] == NULL && ratings->n_categories <= QA_MOST_MATRIX_CATEGORIES) {
        measuring->weights[weights] =
            qa_weight_matrix(weights, ratings->score, ratings->n_categories, measuring->scratch);
    }
    return measuring->weights[weights];
}

static void measure_weights(struct qa_group_measuring *measuring, struct qa_agreement_group *out)
{
    const struct qa_agreement_request *request = measuring->request;
    bool two = measuring->view.ratings.n_raters == 2;
    for (int w = QA_WEIGHTS_LINEAR; w < QA_N_WEIGHTS; w++) {
        enum qa_weights weights = (enum qa_weights)w;
        bool chosen = request->custom == NULL && request->weights == weights;
        const char *suffix = qa_weights_name(weights);
        /* The two weights of a pair's kappas come with the kappa of a pair that is alone. */
        bool of_pairs = two && request->n_coefficients == 0 && w <= QA_WEIGHTS_QUADRATIC &&
                        qa_group_is_ordered(measuring);
        if (!chosen && !of_pairs && !qa_asks_for_weights(request, suffix)) {
            continue;
        }
        const double *matrix = qa_group_weights(measuring, weights);
        struct weighing way = {suffix, matrix, chosen};
        if (matrix != NULL && of_pairs && !chosen) {
            struct measuring_way measuring_way = {
                .group = measuring, .way = &way, .pair_kappa = pair_kappa_of(&way)};
            struct qa_estimate estimate;
            measure_cohen(&measuring_way, &estimate);
            qa_append_coefficient(out, full_name(measuring->arena, "cohen_kappa", &way),
                                  QA_BEYOND_CHANCE, estimate, qa_not_sampled(0));
        } else if (matrix != NULL) {
            measure_way(measuring, &way, out);
        }
    }
    if (request->custom != NULL) {
        const struct weighing way = {"custom", measuring->custom, true};
        measure_way(measuring, &way, out);
    }
}

const char *qa_measure_coefficients(struct qa_group_measuring *measuring,
                                    struct qa_agreement_group *group)
{
    const struct qa_agreement_request *request = measuring->request;
    for (size_t i = 0; i < request->n_coefficients; i++) {
        if (!is_known(request->coefficients[i])) {
            return request->coefficients[i];
        }
    }
    const struct weighing plain = {"", NULL, false};
    group->coefficients =
        QA_ARRAY(measuring->arena, struct qa_agreement_coefficient, MOST_COEFFICIENTS);
    measure_way(measuring, &plain, group);
    measure_weights(measuring, group);
    qa_measure_scale(measuring, group);
    qa_measure_tags(measuring, group);
    return NULL;
}
