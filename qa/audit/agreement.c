#include "qa/audit/agreement.h"
#include "qa/batch/questions.h"

#include <string.h>

#include "qa/audit/agreement_parts.h"
#include "qa/stats/items.h"

/* A pair's kappa with weights, where labels have an order or somebody asked for it. */
static struct qa_estimate weighted_kappa(const struct qa_group_measuring *measuring,
                                         enum qa_weights weights, const struct qa_estimate *kappa)
{
    const struct qa_agreement_request *request = measuring->request;
    bool asked = (request->custom == NULL && request->weights == weights) ||
                 qa_asks_for_weights(request, qa_weights_name(weights));
    return asked || qa_group_is_ordered(measuring)
               ? *kappa
               : qa_undefined("labels are names without an order", kappa->n);
}

static void measure_pairs(struct qa_group_measuring *measuring, struct qa_agreement_group *group)
{
    const struct qa_ratings_view *view = &measuring->view;
    const struct qa_agreement_request *request = measuring->request;
    measuring->pair_request =
        (struct qa_pair_request){{NULL, qa_group_weights(measuring, QA_WEIGHTS_LINEAR),
                                  qa_group_weights(measuring, QA_WEIGHTS_QUADRATIC)},
                                 3,
                                 request->inference,
                                 request->resampling.method == QA_INTERVAL_AUTO};
    if (request->custom != NULL || request->weights > QA_WEIGHTS_QUADRATIC) {
        measuring->pair_request.weights[QA_PAIR_CHOSEN] =
            request->custom != NULL ? measuring->custom
                                    : qa_group_weights(measuring, request->weights);
        measuring->pair_request.n_weights = 4;
    }
    size_t n;
    struct qa_rater_pair *pairs =
        qa_rater_pairs(&view->ratings, &measuring->pair_request, measuring->scratch, &n);
    measuring->pairs = pairs;
    measuring->n_pairs = n;
    group->pairs = QA_ARRAY(measuring->arena, struct qa_agreement_pair, n + 1);
    group->n_pairs = n;
    for (size_t i = 0; i < n; i++) {
        group->pairs[i] = (struct qa_agreement_pair){
            .annotator_a = view->rater[pairs[i].a],
            .annotator_b = view->rater[pairs[i].b],
            .items = pairs[i].n_items,
            .percent_agreement = pairs[i].percent_agreement,
            .kappa = pairs[i].kappa[QA_PAIR_IDENTITY],
            .kappa_linear =
                weighted_kappa(measuring, QA_WEIGHTS_LINEAR, &pairs[i].kappa[QA_PAIR_LINEAR]),
            .kappa_quadratic =
                weighted_kappa(measuring, QA_WEIGHTS_QUADRATIC, &pairs[i].kappa[QA_PAIR_QUADRATIC]),
            .indices = pairs[i].indices,
        };
    }
}

static void measure_categories(const struct qa_group_measuring *measuring,
                               struct qa_agreement_group *group)
{
    uint32_t n = measuring->view.ratings.n_categories;
    /* Nobody reads a row for each of so many; reading them warns that they look like free text. */
    if (n > QA_PAIR_CATEGORIES_MAX) {
        return;
    }
    double *prevalence = QA_ARRAY(measuring->scratch, double, n + (size_t)1);
    qa_category_prevalence(&measuring->patterns, prevalence);
    group->categories_list =
        QA_ARRAY(measuring->arena, struct qa_agreement_category, n + (size_t)1);
    group->n_categories_list = n;
    for (uint32_t c = 0; c < n; c++) {
        struct qa_agreement_category *category = &group->categories_list[c];
        *category =
            qa_measure_category(&measuring->patterns, c, measuring->request, measuring->scratch);
        category->label = measuring->view.category[c];
        category->prevalence = prevalence[c];
    }
}

/* Items of a view by their names. */
struct named_items {
    const struct qa_ratings_view *view;
    const struct qa_strings *names;
};

static int compare_names(const void *context, size_t a, size_t b)
{
    const struct named_items *items = context;
    return qa_text_compare(qa_strings_text(items->names, items->view->item[a]),
                           qa_strings_text(items->names, items->view->item[b]));
}

static void find_disputed(const struct qa_group_measuring *measuring,
                          struct qa_agreement_group *group)
{
    const struct qa_ratings_view *view = &measuring->view;
    size_t n_found;
    const struct named_items named = {view, measuring->names->items};
    const struct qa_item_order order = {compare_names, &named};
    const struct qa_disputed_item *items = qa_most_disputed(
        &view->ratings, &order, measuring->request->n_disputed, measuring->scratch, &n_found);
    group->disputed = QA_ARRAY(measuring->arena, struct qa_agreement_item, n_found + 1);
    group->n_disputed = n_found;
    for (size_t i = 0; i < n_found; i++) {
        group->disputed[i] = (struct qa_agreement_item){
            .item = view->item[items[i].item],
            .ratings = items[i].n_ratings,
            .agreement = items[i].agreement,
            .entropy = items[i].entropy,
            .majority =
                items[i].majority == QA_NO_MAJORITY ? QA_NONE : view->category[items[i].majority],
        };
    }
}

/* Kappa-like figures fall when one category is nearly all there is (Feinstein and Cicchetti 1990).
 */
static const char *prevalence_note(const struct qa_agreement_group *group,
                                   const struct qa_names *names, struct qa_arena *arena)
{
    const struct qa_estimate *agreement = qa_agreement_find(group, "percent_agreement");
    const struct qa_estimate *alpha = qa_agreement_find(group, "krippendorff_alpha");
    if (agreement == NULL || alpha == NULL) {
        return NULL;
    }
    if (!qa_is_defined(agreement) || !qa_is_defined(alpha) || agreement->value < 0.8 ||
        alpha->value > 0.6) {
        return NULL;
    }
    for (size_t c = 0; c < group->n_categories_list; c++) {
        if (group->categories_list[c].prevalence >= 0.8) {
            return qa_arena_format(
                arena,
                "Agreement is high and the chance-corrected figures are low because %.0f %% of all "
                "ratings are '%s': where one category is nearly all there is, agreeing on it is "
                "expected by chance.",
                100 * group->categories_list[c].prevalence,
                qa_strings_text(names->labels, group->categories_list[c].label));
        }
    }
    return NULL;
}

static const char *scale_note(const struct qa_ratings_view *view,
                              const struct qa_agreement_request *request)
{
    if (view->ratings.score != NULL) {
        return "Weighted kappas measure distance between the labels' own numbers.";
    }
    if (request->n_labels > 0) {
        return "Weighted kappas measure distance by place in the declared label set.";
    }
    return request->scale >= QA_SCALE_ORDINAL
               ? "Weighted kappas measure distance by place in the labels' alphabetical order; "
                 "declare another with --labels."
               : "Labels are names without an order, so no kappa is weighted unless --weights "
                 "asks for it, by alphabetical order; --labels declares one.";
}

/* The file's weights over the group's categories. */
static const double *custom_weights(const struct qa_group_measuring *measuring)
{
    const struct qa_custom_weights *custom = measuring->request->custom;
    const struct qa_ratings_view *view = &measuring->view;
    size_t k = view->ratings.n_categories;
    double *matrix = QA_ARRAY(measuring->scratch, double, k *k + 1);
    size_t *place = QA_ARRAY(measuring->scratch, size_t, k + 1);
    for (size_t c = 0; c < k; c++) {
        while (custom->labels[place[c]] != view->category[c]) {
            place[c]++;
        }
    }
    for (size_t i = 0; i < k; i++) {
        for (size_t j = 0; j < k; j++) {
            matrix[i * k + j] = custom->matrix[place[i] * custom->n + place[j]];
        }
    }
    return matrix;
}

static void start_group(struct qa_group_measuring *measuring,
                        const struct qa_agreement_request *request,
                        const struct qa_selection *selection, struct qa_arena *arena)
{
    *measuring = (struct qa_group_measuring){.request = request,
                                             .names = request->batch->names,
                                             .arena = arena,
                                             .scratch = qa_arena_new()};
    bool whole = selection->vendor == QA_NONE && selection->value_of_answer == NULL;
    if (whole && request->views != NULL) {
        const struct qa_view *shared = qa_views_of(request->views, selection->question);
        measuring->view = shared->view;
        measuring->patterns = shared->patterns;
    } else {
        measuring->view = qa_ratings_view(request->batch, selection, request->labels,
                                          request->n_labels, measuring->scratch);
        measuring->patterns = qa_patterns_find(&measuring->view.ratings, measuring->scratch);
    }
    measuring->plain = qa_agreement_basis(&measuring->patterns, NULL, measuring->scratch);
    measuring->custom = request->custom != NULL ? custom_weights(measuring) : NULL;
}

/* Counts of answers say how often labels were given, not by whom. */
static void forget_annotators(struct qa_agreement_group *group)
{
    static const char *const of_annotators[] = {"cohen", "scott", "conger",   "light",
                                                "icc_2", "icc_3", "kendall_w"};
    static const char reason[] = "the file counts answers and has no annotators";
    group->n_pairs = 0;
    for (size_t i = 0; i < group->n_coefficients; i++) {
        struct qa_agreement_coefficient *coefficient = &group->coefficients[i];
        coefficient->sampled_annotators = qa_undefined(reason, coefficient->estimate.n);
        for (size_t k = 0; k < sizeof of_annotators / sizeof *of_annotators; k++) {
            if (strncmp(coefficient->name, of_annotators[k], strlen(of_annotators[k])) == 0) {
                coefficient->estimate = qa_undefined(reason, coefficient->estimate.n);
                coefficient->words = NULL;
            }
        }
    }
}

/* The intervals of sampled annotators for those of these; where there is none, it is said why. */
static void generalise(struct qa_agreement_group *group)
{
    for (size_t i = 0; i < group->n_coefficients; i++) {
        struct qa_agreement_coefficient *own = &group->coefficients[i];
        const char *why = own->sampled_annotators.undefined;
        if (!qa_is_defined(&own->estimate)) {
            continue;
        }
        if (why == NULL) {
            own->estimate = own->sampled_annotators;
        } else {
            own->estimate.has_interval = own->estimate.has_se = own->estimate.has_p_value = false;
            own->estimate.no_interval = why;
        }
        own->words = qa_coefficient_words(own->chance, &own->estimate);
    }
}

/* Items with two ratings or more and another number of them than the first such. */
static bool has_unequal_ratings(const struct qa_patterns *patterns)
{
    uint32_t first = 0;
    for (size_t p = 0; p < patterns->n_patterns; p++) {
        uint32_t n = patterns->ratings[p];
        if (n >= 2 && first != 0 && n != first) {
            return true;
        }
        first = n >= 2 ? n : first;
    }
    return false;
}

static uint64_t items_outside(const struct qa_patterns *patterns, uint32_t category)
{
    uint64_t n = 0;
    for (size_t p = 0; p < patterns->n_patterns; p++) {
        uint64_t at = patterns->first[p];
        bool is_inside = patterns->first[p + 1] == at + 1 && patterns->category[at] == category;
        n += is_inside ? 0 : patterns->multiplicity[p];
    }
    return n;
}

/* Few items outside the commonest label: figures that correct for chance rest on those. */
static void look_for_sparseness(const struct qa_group_measuring *measuring,
                                struct qa_agreement_group *group)
{
    size_t commonest = 0;
    for (size_t c = 0; c < group->n_categories_list; c++) {
        commonest =
            group->categories_list[c].prevalence > group->categories_list[commonest].prevalence
                ? c
                : commonest;
    }
    uint64_t outside = items_outside(&measuring->patterns, (uint32_t)commonest);
    if (group->n_categories_list == 0 || outside == 0 || outside >= QA_LEAST_OUTSIDE) {
        return;
    }
    group->sparse_note = qa_arena_format(
        measuring->arena, "rests on %llu item%s outside '%s': says almost nothing",
        (unsigned long long)outside, outside == 1 ? "" : "s",
        qa_strings_text(measuring->names->labels, group->categories_list[commonest].label));
    qa_put_sparse_last(group);
}

/* Fails by naming a coefficient in the result. */
static struct qa_agreement_group measure_group(struct qa_group_measuring *measuring,
                                               const struct qa_selection *selection,
                                               struct qa_agreement_result *result)
{
    const struct qa_agreement_request *request = measuring->request;
    const struct qa_ratings_view *view = &measuring->view;
    struct qa_agreement_group group = {
        .question = selection->question,
        .vendor = selection->vendor,
        .value = selection->value_of_answer != NULL ? request->by->value[selection->value] : NULL,
        .items = view->ratings.n_items,
        .annotators = view->ratings.n_raters,
        .ratings = view->ratings.n_ratings,
        .categories = view->ratings.n_categories,
        .without_annotator = view->n_without_annotator,
        .repeats = view->n_repeats,
        .scale_note = scale_note(view, request)};
    measure_pairs(measuring, &group);
    result->unknown_coefficient = qa_measure_coefficients(measuring, &group);
    if (qa_batch_has_counts(request->batch)) {
        forget_annotators(&group);
    } else {
        qa_measure_marginals(measuring, &group);
    }
    if (request->annotators == QA_ANNOTATORS_RANDOM) {
        generalise(&group);
    }
    measure_categories(measuring, &group);
    look_for_sparseness(measuring, &group);
    group.has_unequal_ratings = has_unequal_ratings(&measuring->patterns);
    qa_measure_each_tag(measuring, &group);
    find_disputed(measuring, &group);
    group.prevalence_note = prevalence_note(&group, measuring->names, measuring->arena);
    return group;
}

/* asked[question] and of_vendor[vendor * questions + question]: which groups there are. */
static void find_groups(const struct qa_batch *batch, bool *asked, bool *of_vendor,
                        uint32_t n_questions)
{
    for (size_t a = 0; a < batch->n_answers; a++) {
        if (qa_answer_is_label(batch, a)) {
            uint32_t vendor = qa_answer_vendor(batch, a);
            asked[qa_answer_question(batch, a)] = true;
            if (vendor != QA_NONE) {
                of_vendor[(size_t)vendor * n_questions + qa_answer_question(batch, a)] = true;
            }
        }
    }
}

/* One run: the groups of each question in turn. */
struct running {
    const struct qa_agreement_request *request;
    struct qa_agreement_result *result;
    struct qa_arena *arena;
    uint32_t n_vendors;
    const uint32_t *vendors; /* in the order of names */
    const bool *of_vendor;   /* [vendor x n_questions + question] */
    uint32_t n_questions;
};

static bool has_answers(const struct qa_batch *batch, const struct qa_selection *selection)
{
    for (size_t a = 0; a < batch->n_answers; a++) {
        if (qa_is_selected(batch, a, selection)) {
            return true;
        }
    }
    return false;
}

static void run_group(struct running *running, const struct qa_selection *selection,
                      struct qa_compared *compared)
{
    struct qa_group_measuring measuring;
    start_group(&measuring, running->request, selection, running->arena);
    running->result->groups[running->result->n_groups++] =
        measure_group(&measuring, selection, running->result);
    if (compared != NULL) {
        *compared = qa_compared_of(&measuring, selection->question, selection->vendor);
    }
    qa_arena_free(measuring.scratch);
}

static void run_question(struct running *running, uint32_t question)
{
    const struct qa_agreement_request *request = running->request;
    struct qa_selection selection = QA_SELECT_ALL;
    selection.question = question;
    run_group(running, &selection, NULL);
    size_t n_compared = 0;
    struct qa_compared *compared =
        QA_ARRAY(running->arena, struct qa_compared, running->n_vendors + (size_t)1);
    for (uint32_t v = 0; request->per_vendor && v < running->n_vendors; v++) {
        selection.vendor = running->vendors[v];
        if (running->of_vendor[(size_t)selection.vendor * running->n_questions + question]) {
            run_group(running, &selection, &compared[n_compared++]);
        }
    }
    size_t n_pairs = n_compared * (n_compared > 0 ? n_compared - 1 : 0) / 2;
    running->result->differences = qa_arena_grow(
        running->arena, running->result->differences, &running->result->differences_capacity,
        running->result->n_differences + n_pairs * QA_N_COMPARED + 1,
        sizeof *running->result->differences);
    qa_compare_groups(compared, n_compared, qa_strings_count(request->batch->names->items),
                      &request->inference, running->result, running->arena);
    selection.vendor = QA_NONE;
    for (uint32_t value = 0; request->by != NULL && value < request->by->n_values; value++) {
        selection.value_of_answer = request->by->of_answer;
        selection.value = value;
        if (has_answers(request->batch, &selection)) {
            run_group(running, &selection, NULL);
        }
    }
}

struct qa_agreement_result qa_agreement(const struct qa_agreement_request *request,
                                        struct qa_arena *arena)
{
    const struct qa_names *names = request->batch->names;
    uint32_t n_questions = qa_strings_count(names->questions);
    uint32_t n_vendors = qa_strings_count(names->vendors);
    bool *asked = QA_ARRAY(arena, bool, n_questions + (size_t)1);
    bool *of_vendor = QA_ARRAY(arena, bool, (size_t)n_questions *n_vendors + 1);
    uint32_t *questions = QA_ARRAY(arena, uint32_t, n_questions + (size_t)1);
    uint32_t *vendors = QA_ARRAY(arena, uint32_t, n_vendors + (size_t)1);
    find_groups(request->batch, asked, of_vendor, n_questions);
    qa_strings_sorted(names->questions, questions, NULL);
    qa_strings_sorted(names->vendors, vendors, NULL);
    size_t per_question = 1 + (size_t)n_vendors + (request->by != NULL ? request->by->n_values : 0);
    struct qa_agreement_result result = {
        .groups = QA_ARRAY(arena, struct qa_agreement_group, n_questions * per_question + 1),
        .confidence = request->inference.confidence,
        .interval = request->resampling.method,
        .annotators = request->annotators,
        .by = request->by != NULL ? request->by->field : NULL};
    struct running running = {request, &result, arena, n_vendors, vendors, of_vendor, n_questions};
    for (uint32_t q = 0; q < n_questions && result.unknown_coefficient == NULL; q++) {
        if (asked[questions[q]]) {
            run_question(&running, questions[q]);
        }
    }
    return result;
}

const struct qa_estimate *qa_agreement_find(const struct qa_agreement_group *group,
                                            const char *name)
{
    for (size_t i = 0; i < group->n_coefficients; i++) {
        if (strcmp(group->coefficients[i].name, name) == 0) {
            return &group->coefficients[i].estimate;
        }
    }
    return NULL;
}
