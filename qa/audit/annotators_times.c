/* Speed, change over time and repeats of each annotator. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "qa/audit/annotators_parts.h"
#include "qa/stats/compare.h"
#include "qa/stats/describe.h"
#include "qa/stats/interval.h"
#include "qa/stats/special.h"

enum { LEAST_FOR_TREND = 30 };

/* Rater of the view of each annotator id, QA_NONE: not among them. */
static const uint32_t *raters_of_annotators(const struct qa_annotators_work *work)
{
    uint32_t n = qa_annotator_count(work->names);
    uint32_t *rater = QA_ARRAY(work->scratch, uint32_t, n + (size_t)1);
    for (uint32_t a = 0; a < n; a++) {
        rater[a] = QA_NONE;
    }
    for (uint32_t g = 0; g < work->view.ratings.n_raters; g++) {
        rater[work->view.rater[g]] = g;
    }
    return rater;
}

static bool is_of_question(const struct qa_annotators_work *work, size_t answer)
{
    const struct qa_batch *batch = work->request->batch;
    return qa_answer_question(batch, answer) == work->question &&
           batch->annotator[answer] != QA_NONE;
}

/* ---- speed ---- */

void qa_annotators_times(struct qa_annotators_work *work)
{
    const struct qa_batch *batch = work->request->batch;
    if (batch->duration == NULL) {
        return;
    }
    uint32_t n_raters = work->view.ratings.n_raters;
    const uint32_t *rater_of = raters_of_annotators(work);
    size_t *end = QA_ARRAY(work->scratch, size_t, n_raters + (size_t)2);
    double *seconds = QA_ARRAY(work->scratch, double, batch->n_answers + 1);
    double cap = work->request->idle_cap;
    for (int pass = 0; pass < 2; pass++) {
        for (size_t a = 0; a < batch->n_answers; a++) {
            uint32_t g = is_of_question(work, a) ? rater_of[batch->annotator[a]] : QA_NONE;
            if (g == QA_NONE || batch->duration[a] == QA_NO_TIME) {
                continue;
            }
            double own = (double)batch->duration[a] / (double)QA_SECOND;
            if (cap > 0 && own > cap) {
                work->rows[g].idle += pass == 0;
            } else if (pass == 0) {
                end[g + 1]++;
            } else {
                seconds[end[g]++] = own;
            }
        }
        for (uint32_t g = 0; pass == 0 && g < n_raters; g++) {
            end[g + 1] += end[g];
        }
    }
    /* The second pass moved each start to its end. */
    for (uint32_t g = 0; g < n_raters; g++) {
        size_t first = g > 0 ? end[g - 1] : 0;
        size_t n = end[g] - first;
        qa_sort_reals(seconds + first, n);
        work->rows[g].has_seconds = n > 0;
        if (n > 0) {
            work->rows[g].median_seconds = qa_quantile_sorted(seconds + first, n, 0.5);
            work->rows[g].p10_seconds = qa_quantile_sorted(seconds + first, n, 0.1);
        }
    }
}

/* ---- trend ---- */

/* A rating of a known time, and whether it is what the others say. */
struct timed {
    int64_t time;
    uint32_t rater;
    uint32_t item;
    double agreement;
};

static int by_rater_and_time(const void *left, const void *right)
{
    const struct timed *a = left;
    const struct timed *b = right;
    if (a->rater != b->rater) {
        return a->rater < b->rater ? -1 : 1;
    }
    if (a->time != b->time) {
        return a->time < b->time ? -1 : 1;
    }
    /* Equal times: by what is summed, so that the order of the file does not show. */
    return (a->agreement > b->agreement) - (a->agreement < b->agreement);
}

/* What a rating is held against: gold, else what most of the item's others say; UINT32_MAX: nothing
 * is known, or they are tied. One who gets worse does not lower the others' agreement with it. */
static uint32_t standard_of(const struct qa_annotators_work *work, size_t item, uint32_t category)
{
    if (work->request->gold != NULL) {
        return work->truth[item];
    }
    const struct qa_patterns *patterns = &work->patterns;
    uint32_t p = patterns->of_item[item];
    uint32_t most = 0;
    uint32_t best = UINT32_MAX;
    for (uint64_t e = patterns->first[p]; e < patterns->first[p + 1]; e++) {
        uint32_t count = patterns->count[e] - (patterns->category[e] == category);
        if (count > most) {
            most = count;
            best = patterns->category[e];
        } else if (count == most) {
            best = UINT32_MAX;
        }
    }
    return best;
}

/* The ratings of the view follow the answers of the batch item by item, so one walk finds the time
 * of each. */
static size_t collect_timed(const struct qa_annotators_work *work, struct timed *list)
{
    const struct qa_batch *batch = work->request->batch;
    const struct qa_ratings *ratings = &work->view.ratings;
    const uint32_t *rater_of = raters_of_annotators(work);
    size_t n = 0;
    size_t item = 0;
    for (size_t a = 0; a < batch->n_answers; a++) {
        while (item < ratings->n_items && work->view.item[item] < batch->item[a]) {
            item++;
        }
        int64_t time = batch->submitted != NULL ? batch->submitted[a] : QA_NO_TIME;
        if (time == QA_NO_TIME && batch->started != NULL) {
            time = batch->started[a];
        }
        if (item == ratings->n_items || work->view.item[item] != batch->item[a] ||
            !is_of_question(work, a) || time == QA_NO_TIME) {
            continue;
        }
        uint32_t g = rater_of[batch->annotator[a]];
        uint64_t first = ratings->first[item];
        uint64_t end = ratings->first[item + 1];
        for (uint64_t r = first; g != QA_NONE && end - first > 1 && r < end; r++) {
            uint32_t standard =
                ratings->rater[r] == g ? standard_of(work, item, ratings->category[r]) : UINT32_MAX;
            if (standard != UINT32_MAX) {
                list[n++] = (struct timed){time, g, (uint32_t)item,
                                           standard == ratings->category[r] ? 1 : 0};
            }
        }
    }
    return n;
}

static double mean_agreement(const struct timed *list, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += list[i].agreement;
    }
    return sum / (double)n;
}

/* Two-sided t test of the correlation between the order of the answers and their agreement. */
static double trend_p(const struct timed *list, size_t n)
{
    double mean = mean_agreement(list, n);
    double middle = ((double)n - 1) / 2;
    double both = 0;
    double order = 0;
    double spread = 0;
    for (size_t i = 0; i < n; i++) {
        double x = (double)i - middle;
        double y = list[i].agreement - mean;
        both += x * y;
        order += x * x;
        spread += y * y;
    }
    if (spread <= 0) {
        return 1;
    }
    double r = both / sqrt(order * spread);
    double rest = 1 - r * r;
    return rest > 0 ? qa_t_two_sided(r * sqrt(((double)n - 2) / rest), (double)n - 2) : 0;
}

static void adjust_trends(struct qa_annotators_work *work)
{
    uint32_t n_raters = work->view.ratings.n_raters;
    double *p = QA_ARRAY(work->scratch, double, n_raters + (size_t)1);
    double *adjusted = QA_ARRAY(work->scratch, double, n_raters + (size_t)1);
    size_t n = 0;
    for (uint32_t g = 0; g < n_raters; g++) {
        if (work->rows[g].has_trend) {
            p[n++] = work->rows[g].trend_p;
        }
    }
    qa_benjamini_hochberg(p, n, adjusted, work->scratch);
    n = 0;
    for (uint32_t g = 0; g < n_raters; g++) {
        if (work->rows[g].has_trend) {
            work->rows[g].trend_p = adjusted[n++];
        }
    }
}

void qa_annotators_trend(struct qa_annotators_work *work)
{
    const struct qa_batch *batch = work->request->batch;
    if (batch->submitted == NULL && batch->started == NULL) {
        return;
    }
    struct timed *list = QA_ARRAY(work->scratch, struct timed, batch->n_answers + 1);
    size_t n = collect_timed(work, list);
    if (n > 1) {
        qsort(list, n, sizeof *list, by_rater_and_time);
    }
    for (size_t start = 0; start < n;) {
        size_t end = start;
        while (end < n && list[end].rater == list[start].rater) {
            end++;
        }
        struct qa_annotator_row *row = &work->rows[list[start].rater];
        size_t length = end - start;
        if (length >= LEAST_FOR_TREND && list[start].time < list[end - 1].time) {
            row->has_trend = true;
            row->first_third = mean_agreement(list + start, length / 3);
            row->last_third = mean_agreement(list + end - length / 3, length / 3);
            row->trend_p = trend_p(list + start, length);
        }
        start = end;
    }
    adjust_trends(work);
}

/* ---- repeats ---- */

void qa_annotators_repeats(struct qa_annotators_work *work)
{
    const struct qa_batch *batch = work->request->batch;
    const uint32_t *rater_of = raters_of_annotators(work);
    uint64_t *same = QA_ARRAY(work->scratch, uint64_t, work->view.ratings.n_raters + (size_t)1);
    size_t first = 0; /* of this annotator and item */
    for (size_t a = 1; work->view.n_repeats > 0 && a < batch->n_answers; a++) {
        bool again = batch->item[a] == batch->item[first] &&
                     qa_answer_question(batch, a) == qa_answer_question(batch, first) &&
                     batch->annotator[a] == batch->annotator[first];
        if (!again) {
            first = a;
        }
        if (!again || !is_of_question(work, a) || qa_object_count(batch, a) != 1 ||
            qa_object_count(batch, first) != 1) {
            continue;
        }
        uint32_t g = rater_of[batch->annotator[a]];
        if (g != QA_NONE) {
            work->rows[g].repeats++;
            same[g] += batch->label[qa_first_object(batch, a)] ==
                       batch->label[qa_first_object(batch, first)];
        }
    }
    for (uint32_t g = 0; g < work->view.ratings.n_raters; g++) {
        struct qa_annotator_row *row = &work->rows[g];
        row->consistency =
            row->repeats > 0 ? qa_wilson(same[g], row->repeats, work->request->inference.confidence)
                             : qa_undefined("no item was answered twice", 0);
    }
}
