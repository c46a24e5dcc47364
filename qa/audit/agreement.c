#include "qa/audit/agreement.h"

#include <string.h>

#include "qa/stats/agreement.h"
#include "qa/stats/items.h"
#include "qa/stats/pairwise.h"

enum { MOST_COEFFICIENTS = 8 };

/* One call. What a group needs while it is measured lives in scratch, its lists in the arena. */
struct measuring {
    const struct qa_agreement_request *request;
    const struct qa_names *names;
    struct qa_arena *arena;
    struct qa_arena *scratch;
};

static void add(struct qa_agreement_group *group, const char *name, struct qa_estimate estimate)
{
    group->coefficients[group->n_coefficients++] =
        (struct qa_agreement_coefficient){name, estimate};
}

static void measure_pairs(const struct measuring *measuring, struct qa_agreement_group *group,
                          const struct qa_ratings_view *view)
{
    size_t n;
    const struct qa_rater_pair *pairs =
        qa_rater_pairs(&view->ratings, measuring->request->confidence, measuring->scratch, &n);
    group->pairs = QA_ARRAY(measuring->arena, struct qa_agreement_pair, n + 1);
    group->n_pairs = n;
    for (size_t i = 0; i < n; i++) {
        group->pairs[i] = (struct qa_agreement_pair){
            .annotator_a = view->rater[pairs[i].a],
            .annotator_b = view->rater[pairs[i].b],
            .items = pairs[i].n_items,
            .percent_agreement = pairs[i].percent_agreement,
            .kappa = pairs[i].kappa[QA_WEIGHTS_IDENTITY],
            .kappa_linear = pairs[i].kappa[QA_WEIGHTS_LINEAR],
            .kappa_quadratic = pairs[i].kappa[QA_WEIGHTS_QUADRATIC],
        };
    }
}

static void measure_coefficients(const struct measuring *measuring,
                                 struct qa_agreement_group *group,
                                 const struct qa_patterns *patterns)
{
    double confidence = measuring->request->confidence;
    struct qa_arena *scratch = measuring->scratch;
    group->coefficients =
        QA_ARRAY(measuring->arena, struct qa_agreement_coefficient, MOST_COEFFICIENTS);
    add(group, "percent_agreement", qa_percent_agreement(patterns, NULL, confidence));
    add(group, "percent_agreement_pooled", qa_percent_agreement_pooled(patterns, NULL, confidence));
    if (group->annotators == 2 && group->n_pairs == 1) {
        add(group, "cohen_kappa", group->pairs[0].kappa);
        add(group, "cohen_kappa_linear", group->pairs[0].kappa_linear);
        add(group, "cohen_kappa_quadratic", group->pairs[0].kappa_quadratic);
    }
    add(group, "fleiss_kappa", qa_fleiss_kappa(patterns, NULL, confidence, scratch));
    add(group, "krippendorff_alpha", qa_krippendorff_alpha(patterns, NULL, confidence, scratch));
}

static void measure_categories(const struct measuring *measuring, struct qa_agreement_group *group,
                               const struct qa_ratings_view *view,
                               const struct qa_patterns *patterns)
{
    uint32_t n = view->ratings.n_categories;
    double *prevalence = QA_ARRAY(measuring->scratch, double, n + (size_t)1);
    qa_category_prevalence(patterns, prevalence);
    group->categories_list =
        QA_ARRAY(measuring->arena, struct qa_agreement_category, n + (size_t)1);
    group->n_categories_list = n;
    for (uint32_t c = 0; c < n; c++) {
        group->categories_list[c] = (struct qa_agreement_category){
            view->category[c],
            qa_category_kappa(patterns, c, measuring->request->confidence, measuring->scratch),
            prevalence[c]};
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

static void find_divided(const struct measuring *measuring, struct qa_agreement_group *group,
                         const struct qa_ratings_view *view)
{
    size_t n_found;
    const struct named_items named = {view, measuring->names->items};
    const struct qa_item_order order = {compare_names, &named};
    const struct qa_divided_item *items = qa_most_divided(
        &view->ratings, &order, measuring->request->n_divided, measuring->scratch, &n_found);
    group->divided = QA_ARRAY(measuring->arena, struct qa_agreement_item, n_found + 1);
    group->n_divided = n_found;
    for (size_t i = 0; i < n_found; i++) {
        group->divided[i] = (struct qa_agreement_item){
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

static const char *scale_note(const struct qa_ratings_view *view, bool declared)
{
    if (view->ratings.score != NULL) {
        return "Weighted kappas measure distance between the labels' own numbers.";
    }
    return declared ? "Weighted kappas measure distance by place in the declared label set."
                    : "Weighted kappas measure distance by place in the labels' alphabetical "
                      "order; declare an order with --labels.";
}

static struct qa_agreement_group measure_group(struct measuring *measuring, uint32_t question,
                                               uint32_t vendor)
{
    const struct qa_agreement_request *request = measuring->request;
    const struct qa_selection selection = {question, vendor, QA_NONE, QA_NONE};
    measuring->scratch = qa_arena_new();
    struct qa_ratings_view view = qa_ratings_view(request->batch, &selection, request->labels,
                                                  request->n_labels, measuring->scratch);
    struct qa_patterns patterns = qa_patterns_find(&view.ratings, measuring->scratch);
    struct qa_agreement_group group = {.question = question,
                                       .vendor = vendor,
                                       .items = view.ratings.n_items,
                                       .annotators = view.ratings.n_raters,
                                       .ratings = view.ratings.n_ratings,
                                       .categories = view.ratings.n_categories,
                                       .without_annotator = view.n_without_annotator,
                                       .scale_note = scale_note(&view, request->n_labels > 0)};
    measure_pairs(measuring, &group, &view);
    measure_coefficients(measuring, &group, &patterns);
    measure_categories(measuring, &group, &view, &patterns);
    find_divided(measuring, &group, &view);
    group.prevalence_note = prevalence_note(&group, measuring->names, measuring->arena);
    qa_arena_free(measuring->scratch);
    return group;
}

/* asked[question] and of_vendor[vendor * questions + question]: which groups there are. */
static void find_groups(const struct qa_batch *batch, bool *asked, bool *of_vendor,
                        uint32_t n_questions)
{
    for (size_t a = 0; a < batch->n_answers; a++) {
        if (qa_object_count(batch, a) == 1 &&
            qa_object_type(batch, qa_first_object(batch, a)) == QA_TYPE_LABEL) {
            uint32_t vendor = qa_answer_vendor(batch, a);
            asked[batch->question[a]] = true;
            if (vendor != QA_NONE) {
                of_vendor[(size_t)vendor * n_questions + batch->question[a]] = true;
            }
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
    struct qa_agreement_result result = {
        .groups =
            QA_ARRAY(arena, struct qa_agreement_group, (size_t)n_questions * (n_vendors + 1) + 1),
        .confidence = request->confidence};
    struct measuring measuring = {.request = request, .names = names, .arena = arena};
    for (uint32_t q = 0; q < n_questions; q++) {
        if (!asked[questions[q]]) {
            continue;
        }
        result.groups[result.n_groups++] = measure_group(&measuring, questions[q], QA_NONE);
        for (uint32_t v = 0; request->per_vendor && v < n_vendors; v++) {
            if (of_vendor[(size_t)vendors[v] * n_questions + questions[q]]) {
                result.groups[result.n_groups++] =
                    measure_group(&measuring, questions[q], vendors[v]);
            }
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
