#include "qa/audit/truth.h"

#include <stdlib.h>
#include <string.h>

#include "qa/batch/questions.h"
#include "qa/stats/interval.h"

const char *const qa_truth_method_names[QA_N_TRUTH_METHODS] = {"majority", "dawid_skene",
                                                               "one_coin", "mace"};

/* One question while it is judged. */
struct judging {
    const struct qa_truth_audit_request *request;
    const struct qa_names *names;
    uint32_t question;
    struct qa_ratings_view view;
    const uint32_t *gold; /* by item id */
    const uint32_t *item_rank;
    struct qa_arena *arena;
};

/* An item on its way into the order. */
struct ordered {
    struct qa_truth_item item;
    uint32_t rank;
};

static int least_certain_first(const void *left, const void *right)
{
    const struct ordered *a = left;
    const struct ordered *b = right;
    if (a->item.posterior != b->item.posterior) {
        return a->item.posterior < b->item.posterior ? -1 : 1;
    }
    return (a->rank > b->rank) - (a->rank < b->rank);
}

/* Those of all labels outlive the fitting only where somebody asked for them. */
static const double *keep_posteriors(const struct judging *judging, const struct qa_truth *truth,
                                     struct qa_truth_fit *fit)
{
    size_t n_labels = judging->view.ratings.n_categories;
    size_t n = judging->view.ratings.n_items * n_labels;
    if (!judging->request->all_posteriors) {
        return NULL;
    }
    double *posteriors = QA_ARRAY(judging->arena, double, n + 1);
    uint32_t *labels = QA_ARRAY(judging->arena, uint32_t, n_labels + 1);
    memcpy(posteriors, truth->posterior, n * sizeof *posteriors);
    memcpy(labels, judging->view.category, n_labels * sizeof *labels);
    fit->labels = labels;
    fit->n_labels = n_labels;
    return posteriors;
}

static void list_items(const struct judging *judging, const struct qa_truth *truth,
                       struct qa_truth_fit *fit)
{
    const struct qa_ratings *ratings = &judging->view.ratings;
    uint64_t right = 0;
    uint64_t n_gold = 0;
    struct ordered *order = QA_ARRAY(judging->arena, struct ordered, ratings->n_items + 1);
    const double *posteriors = keep_posteriors(judging, truth, fit);
    for (size_t i = 0; i < ratings->n_items; i++) {
        uint32_t item = judging->view.item[i];
        uint32_t label = judging->view.category[truth->label[i]];
        order[i] = (struct ordered){
            {.item = item,
             .votes = ratings->first[i + 1] - ratings->first[i],
             .label = label,
             .posterior = truth->posterior[i * ratings->n_categories + truth->label[i]],
             .tie = truth->tie[i],
             .gold = judging->gold[item],
             .posteriors = posteriors != NULL ? posteriors + i * ratings->n_categories : NULL},
            judging->item_rank[item]};
        fit->ties += truth->tie[i];
        n_gold += judging->gold[item] != QA_NONE;
        right += judging->gold[item] == label;
    }
    if (ratings->n_items > 1) {
        qsort(order, ratings->n_items, sizeof *order, least_certain_first);
    }
    fit->items = QA_ARRAY(judging->arena, struct qa_truth_item, ratings->n_items + 1);
    fit->n = ratings->n_items;
    for (size_t i = 0; i < fit->n; i++) {
        fit->items[i] = order[i].item;
    }
    fit->accuracy = n_gold > 0 ? qa_wilson(right, n_gold, judging->request->confidence)
                               : qa_undefined("no item has gold", 0);
}

static void list_annotators(const struct judging *judging, const struct qa_truth *truth,
                            struct qa_truth_fit *fit)
{
    const struct qa_ratings *ratings = &judging->view.ratings;
    uint32_t k = ratings->n_categories;
    if (truth->accuracy == NULL) {
        return;
    }
    fit->n_annotators = ratings->n_raters;
    fit->annotators =
        QA_ARRAY(judging->arena, struct qa_truth_annotator, ratings->n_raters + (size_t)1);
    fit->n_cells = (size_t)ratings->n_raters * k * k;
    fit->cells = QA_ARRAY(judging->arena, struct qa_truth_cell, fit->n_cells + 1);
    for (uint32_t g = 0; g < ratings->n_raters; g++) {
        fit->annotators[g] =
            (struct qa_truth_annotator){judging->view.rater[g], 0, truth->accuracy[g]};
        for (size_t c = 0; c < (size_t)k * k; c++) {
            fit->cells[(size_t)g * k * k + c] = (struct qa_truth_cell){
                judging->view.rater[g], judging->view.category[c / k],
                judging->view.category[c % k], truth->confusion[(size_t)g * k * k + c]};
        }
    }
    for (size_t r = 0; r < ratings->n_ratings; r++) {
        fit->annotators[ratings->rater[r]].answers++;
    }
}

static struct qa_truth_fit fit_method(const struct judging *judging, enum qa_truth_method method)
{
    const struct qa_truth_audit_request *request = judging->request;
    const struct qa_ratings *ratings = &judging->view.ratings;
    struct qa_arena *scratch = qa_arena_new();
    const struct qa_truth_request fitting = {method, request->smoothing, request->tolerance,
                                             request->max_iterations};
    struct qa_truth truth = qa_truth(ratings, &fitting, scratch);
    struct qa_truth_fit fit = {.question = judging->question,
                               .method = method,
                               .undefined = truth.undefined,
                               .iterations = truth.n_iterations,
                               .converged = truth.converged,
                               .log_likelihood = truth.log_likelihood,
                               .n_items = ratings->n_items};
    if (truth.undefined == NULL) {
        list_items(judging, &truth, &fit);
        list_annotators(judging, &truth, &fit);
        fit.n_classes = ratings->n_categories;
        fit.classes = QA_ARRAY(judging->arena, struct qa_truth_class, fit.n_classes + 1);
        for (uint32_t c = 0; c < ratings->n_categories; c++) {
            fit.classes[c] = (struct qa_truth_class){judging->view.category[c], truth.prior[c]};
        }
    } else {
        fit.accuracy = qa_undefined(truth.undefined, 0);
    }
    qa_arena_free(scratch);
    return fit;
}

/* ---- gold in doubt ---- */

static bool all_agree(const struct qa_ratings *ratings, size_t i)
{
    uint64_t first = ratings->first[i];
    uint64_t end = ratings->first[i + 1];
    for (uint64_t r = first + 1; r < end; r++) {
        if (ratings->category[r] != ratings->category[first]) {
            return false;
        }
    }
    return end - first >= 2;
}

/* Against one annotator who answered twice nobody's gold is in doubt. */
static bool has_two_raters(const struct qa_ratings *ratings, size_t i)
{
    return ratings->rater[ratings->first[i]] != ratings->rater[ratings->first[i + 1] - 1];
}

void qa_find_doubtful_gold(const struct qa_ratings_view *view, const uint32_t *gold_of_item,
                           uint32_t question, struct qa_truth_audit *audit, struct qa_arena *arena)
{
    const struct qa_ratings *ratings = &view->ratings;
    size_t n = 0;
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < ratings->n_items; i++) {
            uint32_t gold = gold_of_item[view->item[i]];
            if (gold == QA_NONE || !all_agree(ratings, i) || !has_two_raters(ratings, i) ||
                view->category[ratings->category[ratings->first[i]]] == gold) {
                continue;
            }
            if (pass == 0) {
                n++;
                continue;
            }
            audit->doubtful[audit->n_doubtful++] = (struct qa_doubtful_gold){
                question, view->item[i], ratings->first[i + 1] - ratings->first[i],
                view->category[ratings->category[ratings->first[i]]], gold};
        }
        if (pass == 0) {
            struct qa_doubtful_gold *grown =
                QA_ARRAY(arena, struct qa_doubtful_gold, audit->n_doubtful + n + 1);
            for (size_t d = 0; d < audit->n_doubtful; d++) {
                grown[d] = audit->doubtful[d];
            }
            audit->doubtful = grown;
        }
    }
}

/* ---- all ---- */

static void judge_question(struct judging *judging, struct qa_truth_audit *audit)
{
    const struct qa_truth_audit_request *request = judging->request;
    struct qa_arena *scratch = qa_arena_new();
    struct qa_selection selection = QA_SELECT_ALL;
    selection.question = judging->question;
    selection.with_repeats = true;
    judging->view =
        qa_ratings_view(request->batch, &selection, request->labels, request->n_labels, scratch);
    judging->gold = qa_partner_labels(request->batch, QA_GOLD, judging->question, scratch);
    for (int m = 0; m < QA_N_TRUTH_METHODS; m++) {
        if ((request->methods & (QA_TRUTH_ALL | 1U << m)) != 0) {
            audit->fits[audit->n_fits++] = fit_method(judging, (enum qa_truth_method)m);
        }
    }
    qa_find_doubtful_gold(&judging->view, judging->gold, judging->question, audit, judging->arena);
    qa_arena_free(scratch);
}

struct qa_truth_audit qa_truth_audit(const struct qa_truth_audit_request *request,
                                     struct qa_arena *arena)
{
    const struct qa_names *names = request->batch->names;
    uint32_t *questions;
    uint32_t n_questions =
        qa_questions_of_labels(request->batch->questions, names, arena, &questions);
    uint32_t *item_rank = QA_ARRAY(arena, uint32_t, qa_strings_count(names->items) + (size_t)1);
    qa_strings_sorted(names->items, NULL, item_rank);
    struct qa_truth_audit audit = {
        .fits = QA_ARRAY(arena, struct qa_truth_fit, (size_t)n_questions * QA_N_TRUTH_METHODS + 1),
        .confidence = request->confidence};
    for (uint32_t q = 0; q < n_questions; q++) {
        struct judging judging = {.request = request,
                                  .names = names,
                                  .question = questions[q],
                                  .item_rank = item_rank,
                                  .arena = arena};
        judge_question(&judging, &audit);
    }
    return audit;
}

enum qa_status qa_truth_check(const struct qa_truth_audit_request *request, struct qa_error *err)
{
    QA_TRY(
        QA_REFUSE(err, "E002",
                  {request->smoothing < 0 || request->tolerance < 0 || request->max_iterations == 0,
                   "--smoothing and --tolerance are not below 0, --max-iterations above 0"}));
    bool weighs = (request->methods & ~(1U << QA_TRUTH_MAJORITY)) != 0;
    return weighs && qa_batch_has_counts(request->batch)
               ? qa_fail(err, QA_INPUT, "E165",
                         "a file counts answers and has no annotators to weigh: --method majority "
                         "goes without them")
               : QA_OK;
}
