/* Counts to rates, comparisons and ordered lists. */
#include <math.h>
#include <stdlib.h>

#include "qa/audit/errors_parts.h"
#include "qa/stats/cluster_ratio.h"
#include "qa/stats/describe.h"
#include "qa/stats/interval.h"

/* A row on its way into the order of names. Equal ranks keep the order they came in. */
enum { MOST_RANKS = 4 };
struct ordered {
    uint32_t rank[MOST_RANKS];
    size_t index;
};

static int compare_ordered(const void *left, const void *right)
{
    const struct ordered *a = left;
    const struct ordered *b = right;
    for (int i = 0; i < MOST_RANKS; i++) {
        if (a->rank[i] != b->rank[i]) {
            return a->rank[i] < b->rank[i] ? -1 : 1;
        }
    }
    return (a->index > b->index) - (a->index < b->index);
}

static void sort_ordered(struct ordered *list, size_t n)
{
    if (n > 1) {
        qsort(list, n, sizeof *list, compare_ordered);
    }
}

/* Linearised variance of the ratio errors / trials with items as clusters (Cochran 1977, section
 * 11.7), over the binomial one. The first is taken with m / (m - 1). */
static double design_effect(const struct qa_error_sums *sums)
{
    if (sums->items < 2 || sums->errors == 0 || sums->errors == sums->trials) {
        return 1;
    }
    double n = (double)sums->trials;
    double m = (double)sums->items;
    double p = (double)sums->errors / n;
    double squares =
        (double)sums->sum_ee - 2 * p * (double)sums->sum_en + p * p * (double)sums->sum_nn;
    double clustered = m / (m - 1) * squares / (n * n);
    double binomial = p * (1 - p) / n;
    return clustered > binomial ? clustered / binomial : 1;
}

/* Trials that stand alone have an exact interval; several of an item may fail together. */
static struct qa_estimate rate_of(const struct qa_error_sums *sums, double confidence)
{
    static const struct qa_ratio_kind error_rate = {.most = 1, .is_bounded = true, .unit = 1};
    if (sums->sum_nn == sums->trials) {
        return qa_clopper_pearson(sums->errors, sums->trials, confidence);
    }
    const struct qa_cluster_sums clusters = {.n = sums->items,
                                             .a = (double)sums->errors,
                                             .b = (double)sums->trials,
                                             .aa = (double)sums->sum_ee,
                                             .ab = (double)sums->sum_en,
                                             .bb = (double)sums->sum_nn,
                                             .aa_per_b = qa_exact_value(&sums->sum_ee_per_n)};
    struct qa_estimate rate = qa_cluster_ratio(&clusters, &error_rate, confidence);
    rate.n = sums->trials;
    return rate;
}

enum clustering { WITHOUT_CLUSTERS, WITH_CLUSTERS };

static struct qa_error_count finish_count(const struct qa_error_sums *running,
                                          enum clustering clustering, double confidence)
{
    const struct qa_error_sums sums = qa_error_sums_closed(running);
    struct qa_error_count count = {
        .items = sums.items,
        .trials = sums.trials,
        .errors = sums.errors,
        .missed = sums.missed,
        .spurious = sums.spurious,
        .mislabelled = sums.mislabelled,
        .localisation = sums.localisation,
        .design_effect = clustering == WITH_CLUSTERS ? design_effect(&sums) : 1,
        .rate = rate_of(&sums, confidence),
        .rate_exact = qa_clopper_pearson(sums.errors, sums.trials, confidence),
    };
    if (sums.trials == 0) {
        count.rate_wilson = qa_undefined("nothing was checked", 0);
        count.rate = count.rate_exact = count.rate_wilson;
        return count;
    }
    double n = (double)sums.trials;
    count.rate_wilson =
        count.design_effect > 1
            ? qa_wilson_effective((double)sums.errors / n, n / count.design_effect, confidence)
            : qa_wilson(sums.errors, sums.trials, confidence);
    return count;
}

/* What the lists are made with. */
struct finishing {
    const struct qa_error_tally *tally;
    struct qa_ranks ranks;
    const struct qa_errors_request *request;
    double confidence;
    struct qa_arena *arena; /* of the result */
    struct qa_errors_result *result;
};

static void list_vendors(const struct finishing *finishing)
{
    const struct qa_error_tally *tally = finishing->tally;
    struct qa_errors_result *result = finishing->result;
    const uint32_t *vendors = qa_slots_by_rank(finishing->ranks.vendor,
                                               (uint32_t)tally->n_vendor_slots - 1, tally->arena);
    const uint32_t *questions =
        qa_slots_by_rank(finishing->ranks.question, (uint32_t)tally->n_questions, tally->arena);
    result->vendors = QA_ARRAY(finishing->arena, struct qa_vendor_errors,
                               tally->n_vendor_slots * (tally->n_questions + 1));
    double concentration = qa_error_tally_concentration(tally);
    for (size_t v = 0; v < tally->n_vendor_slots; v++) {
        /* The first slot of the questions is that of none, which stands for all here. */
        for (size_t q = 0; q <= tally->n_questions; q++) {
            size_t row = questions[q] == 0 ? tally->n_questions : questions[q] - 1;
            size_t at = row * tally->n_vendor_slots + vendors[v];
            const struct qa_error_sums *sums = &tally->vendors[at];
            if (sums->trials > 0) {
                struct qa_vendor_errors *vendor = &result->vendors[result->n_vendors++];
                *vendor = (struct qa_vendor_errors){
                    .vendor = vendors[v] - 1,
                    .question = questions[q] - 1,
                    .count = finish_count(sums, WITH_CLUSTERS, finishing->confidence)};
                qa_errors_set_limits(tally, at, finishing->request, concentration, vendor,
                                     finishing->arena);
            }
        }
    }
}

/* The annotators' seconds per answer, over all their answers to the question. */
static void set_medians(const struct finishing *finishing, size_t *row_of)
{
    const struct qa_error_tally *tally = finishing->tally;
    const struct qa_batch *batch = tally->comparison->b;
    struct qa_annotator_errors *rows = finishing->result->annotators;
    size_t n = finishing->result->n_annotators;
    if (batch->duration == NULL) {
        return;
    }
    size_t *end = QA_ARRAY(tally->arena, size_t, n + 1);
    double *seconds = QA_ARRAY(tally->arena, double, batch->n_answers);
    for (int pass = 0; pass < 2; pass++) {
        for (size_t a = 0; a < batch->n_answers; a++) {
            size_t slot = qa_annotator_slot(tally, qa_answer_vendor(batch, a), batch->annotator[a]);
            size_t row = row_of[qa_answer_question(batch, a) * tally->n_annotator_slots + slot];
            if (row == 0 || batch->duration[a] == QA_NO_TIME) {
                continue;
            }
            if (pass == 0) {
                end[row]++;
            } else {
                seconds[end[row - 1]++] = (double)batch->duration[a] / (double)QA_SECOND;
            }
        }
        for (size_t row = 1; pass == 0 && row <= n; row++) {
            end[row] += end[row - 1];
        }
    }
    /* The second pass moved each start to its end. */
    for (size_t row = 0; row < n; row++) {
        size_t first = row > 0 ? end[row - 1] : 0;
        size_t length = end[row] - first;
        qa_sort_reals(seconds + first, length);
        rows[row].has_seconds = length > 0;
        rows[row].median_seconds =
            length > 0 ? qa_quantile_sorted(seconds + first, length, 0.5) : 0;
    }
}

static void list_annotators(const struct finishing *finishing)
{
    const struct qa_error_tally *tally = finishing->tally;
    const struct qa_ranks *ranks = &finishing->ranks;
    struct qa_errors_result *result = finishing->result;
    size_t n_signed = tally->n_annotator_slots - tally->n_vendor_slots;
    size_t n_slots = tally->n_questions * tally->n_annotator_slots;
    struct ordered *order = QA_ARRAY(tally->arena, struct ordered, n_slots);
    size_t *row_of = QA_ARRAY(tally->arena, size_t, n_slots); /* row + 1; 0: none */
    size_t n = 0;
    for (size_t s = 0; s < n_slots; s++) {
        size_t slot = s % tally->n_annotator_slots;
        uint32_t question = (uint32_t)(s / tally->n_annotator_slots);
        if (tally->annotators[s].trials > 0) {
            order[n++] = (struct ordered){
                {qa_rank_of(ranks->question, question),
                 qa_rank_of(ranks->vendor, tally->annotator_vendor[s]),
                 slot < n_signed ? qa_rank_of(ranks->annotator, (uint32_t)slot) : 0, 0},
                s};
        }
    }
    sort_ordered(order, n);
    result->annotators = QA_ARRAY(finishing->arena, struct qa_annotator_errors, n);
    result->n_annotators = n;
    result->funnels = QA_ARRAY(finishing->arena, struct qa_funnel_curve, n / 3 + 1);
    size_t first = 0;
    for (size_t i = 0; i < n; i++) {
        size_t s = order[i].index;
        size_t slot = s % tally->n_annotator_slots;
        result->annotators[i] = (struct qa_annotator_errors){
            .vendor = tally->annotator_vendor[s],
            .annotator = slot < n_signed ? (uint32_t)slot : QA_NONE,
            .question = (uint32_t)(s / tally->n_annotator_slots),
            .count = finish_count(&tally->annotators[s], WITHOUT_CLUSTERS, finishing->confidence)};
        row_of[s] = i + 1;
        bool is_last = i + 1 == n || order[i + 1].rank[0] != order[i].rank[0] ||
                       order[i + 1].rank[1] != order[i].rank[1];
        if (is_last) {
            qa_errors_compare_team(tally, result->annotators + first, i + 1 - first);
            qa_errors_add_curve(result, result->annotators + first, i + 1 - first);
            first = i + 1;
        }
    }
    set_medians(finishing, row_of);
}

/* 1 - the rate of errors, its interval likewise: precision, recall, F1. */
static struct qa_estimate share_right(const struct qa_error_sums *running, double confidence)
{
    const struct qa_error_sums sums = qa_error_sums_closed(running);
    struct qa_estimate rate = rate_of(&sums, confidence);
    if (!qa_is_defined(&rate)) {
        return rate;
    }
    double low = 1 - rate.high;
    rate.high = 1 - rate.low;
    rate.low = low;
    rate.value = 1 - rate.value;
    return rate;
}

static struct qa_class_errors make_class(const struct qa_class_sums *sums, double confidence)
{
    struct qa_class_errors row = {
        .vendor = sums->vendor,
        .question = sums->question,
        .label = sums->label,
        .gold = sums->gold,
        .delivered = sums->delivered,
        .correct = sums->correct_gold,
        .precision = share_right(&sums->given_sums, confidence),
        .recall = share_right(&sums->sums, confidence),
        .f1 = share_right(&sums->both, confidence),
        .count = finish_count(&sums->sums, WITHOUT_CLUSTERS, confidence),
    };
    if (sums->delivered == 0) {
        row.precision = qa_undefined("never given", 0);
    }
    if (sums->gold == 0) {
        row.recall = qa_undefined("not in gold", 0);
        row.count.rate = row.count.rate_wilson = qa_undefined("not in gold", 0);
    }
    return row;
}

static void list_classes(const struct finishing *finishing)
{
    const struct qa_error_tally *tally = finishing->tally;
    const struct qa_ranks *ranks = &finishing->ranks;
    struct ordered *order = QA_ARRAY(tally->arena, struct ordered, tally->n_classes);
    for (size_t i = 0; i < tally->n_classes; i++) {
        const struct qa_class_sums *sums = &tally->classes[i];
        order[i] = (struct ordered){{qa_rank_of(ranks->question, sums->question),
                                     qa_rank_of(ranks->vendor, sums->vendor),
                                     qa_rank_of(ranks->label, sums->label), 0},
                                    i};
    }
    sort_ordered(order, tally->n_classes);
    struct qa_errors_result *result = finishing->result;
    result->classes = QA_ARRAY(finishing->arena, struct qa_class_errors, tally->n_classes);
    result->n_classes = tally->n_classes;
    for (size_t i = 0; i < tally->n_classes; i++) {
        result->classes[i] = make_class(&tally->classes[order[i].index], finishing->confidence);
    }
}

static void list_confusion(const struct finishing *finishing)
{
    const struct qa_error_tally *tally = finishing->tally;
    const struct qa_ranks *ranks = &finishing->ranks;
    struct ordered *order = QA_ARRAY(tally->arena, struct ordered, tally->n_cells);
    for (size_t i = 0; i < tally->n_cells; i++) {
        const struct qa_cell_sums *cell = &tally->cells[i];
        /* Nothing comes after all classes: the ranks wrap from 0 to the greatest. */
        order[i] = (struct ordered){
            {qa_rank_of(ranks->question, cell->question), qa_rank_of(ranks->vendor, cell->vendor),
             qa_rank_of(ranks->label, cell->gold) - 1, qa_rank_of(ranks->label, cell->given) - 1},
            i};
    }
    sort_ordered(order, tally->n_cells);
    struct qa_errors_result *result = finishing->result;
    result->confusion = QA_ARRAY(finishing->arena, struct qa_confusion_cell, tally->n_cells);
    result->n_confusion = tally->n_cells;
    for (size_t i = 0; i < tally->n_cells; i++) {
        const struct qa_cell_sums *cell = &tally->cells[order[i].index];
        result->confusion[i] = (struct qa_confusion_cell){cell->vendor, cell->question, cell->gold,
                                                          cell->given, cell->count};
    }
}

static void list_wrong(const struct finishing *finishing)
{
    const struct qa_error_tally *tally = finishing->tally;
    const struct qa_ranks *ranks = &finishing->ranks;
    const struct qa_strings *items = tally->comparison->b->names->items;
    uint32_t *item_rank = QA_ARRAY(tally->arena, uint32_t, qa_strings_count(items) + (size_t)1);
    qa_strings_sorted(items, NULL, item_rank);
    struct ordered *order = QA_ARRAY(tally->arena, struct ordered, tally->n_wrong);
    for (size_t i = 0; i < tally->n_wrong; i++) {
        const struct qa_wrong_item *wrong = &tally->wrong[i];
        order[i] = (struct ordered){
            {qa_rank_of(ranks->question, wrong->question), qa_rank_of(ranks->vendor, wrong->vendor),
             item_rank[wrong->item], qa_rank_of(ranks->annotator, wrong->annotator)},
            i};
    }
    sort_ordered(order, tally->n_wrong);
    struct qa_errors_result *result = finishing->result;
    result->wrong = QA_ARRAY(finishing->arena, struct qa_wrong_item, tally->n_wrong);
    result->n_wrong = tally->n_wrong;
    for (size_t i = 0; i < tally->n_wrong; i++) {
        result->wrong[i] = tally->wrong[order[i].index];
    }
}

static void list_periods(const struct finishing *finishing)
{
    const struct qa_error_tally *tally = finishing->tally;
    struct qa_errors_result *result = finishing->result;
    size_t n = tally->grouping->n_values;
    const uint32_t *vendors = qa_slots_by_rank(finishing->ranks.vendor,
                                               (uint32_t)tally->n_vendor_slots - 1, tally->arena);
    result->periods =
        QA_ARRAY(finishing->arena, struct qa_period_errors, tally->n_vendor_slots * n);
    for (size_t v = 0; v < tally->n_vendor_slots; v++) {
        for (uint32_t period = 0; period < n; period++) {
            const struct qa_error_sums *sums = &tally->periods[vendors[v] * n + period];
            if (sums->trials > 0) {
                result->periods[result->n_periods++] = (struct qa_period_errors){
                    vendors[v] - 1, period,
                    finish_count(sums, WITH_CLUSTERS, finishing->confidence)};
            }
        }
    }
    result->without_period = tally->without_period;
}

void qa_error_tally_finish(struct qa_error_tally *tally, const struct qa_errors_request *request,
                           struct qa_arena *arena, struct qa_errors_result *result)
{
    qa_error_tally_close_parts(tally);
    for (size_t i = 0; i < (tally->n_questions + 1) * tally->n_vendor_slots; i++) {
        qa_error_lumps_close(&tally->lumps[i]);
    }
    const struct finishing finishing = {.tally = tally,
                                        .ranks =
                                            qa_ranks_new(tally->comparison->b->names, tally->arena),
                                        .request = request,
                                        .confidence = request->confidence,
                                        .arena = arena,
                                        .result = result};
    list_vendors(&finishing);
    list_annotators(&finishing);
    list_classes(&finishing);
    list_confusion(&finishing);
    list_wrong(&finishing);
    if (tally->grouping != NULL) {
        list_periods(&finishing);
    }
}
