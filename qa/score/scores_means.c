/* Figures that are means over classes. */
#include "qa/score/scores.h"

#include <math.h>

#include "qa/stats/cluster_ratio.h"
#include "qa/stats/special.h"

void qa_score_link_classes(struct qa_score_result *result)
{
    for (size_t r = 0; r < result->n_rows; r++) {
        struct qa_score_row *row = &result->rows[r];
        size_t end = r + 1;
        row->n_classes = 0;
        if (row->by != QA_SCORE_ALL) {
            continue;
        }
        while (end < result->n_rows && result->rows[end].by == QA_SCORE_CLASS &&
               result->rows[end].score == row->score &&
               result->rows[end].question == row->question) {
            end++;
        }
        row->classes = row + 1;
        row->n_classes = end - r - 1;
    }
}

bool qa_score_has_figure(const struct qa_score_row *row, size_t figure)
{
    switch (row->score->figures[figure].rows) {
    case QA_ROWS_OF_CLASSES:
        return row->by == QA_SCORE_CLASS;
    case QA_ROWS_BUT_CLASSES:
        return row->by != QA_SCORE_CLASS;
    case QA_ROWS_OF_ALL:
        return row->by == QA_SCORE_ALL;
    default:
        return true;
    }
}

static double weight_of(const struct qa_score_row *row, const int8_t *weight, bool *is_weighted)
{
    double sum = 0;
    for (size_t p = 0; p < row->score->n_parts; p++) {
        *is_weighted = *is_weighted || weight[p] != 0;
        sum += weight[p] != 0 ? weight[p] * qa_tally_sum(&row->tally, p) : 0;
    }
    return *is_weighted ? sum : 1;
}

/* Limits of a share at a distance of standard errors, on the logit scale. */
static void set_limits(struct qa_estimate *out, double t)
{
    double room = out->value * (1 - out->value);
    double odds = out->value / (1 - out->value);
    double factor = exp(t * out->se / room);
    out->has_se = out->has_interval = true;
    out->low = odds / (odds + factor);
    out->high = odds / (odds + 1 / factor);
}

static struct qa_estimate mean_of_classes(const struct qa_score_row *row,
                                          const struct qa_figure *figure, double confidence)
{
    double weights = 0;
    double sum = 0;
    double errors = 0;
    bool is_weighted = false;
    bool has_errors = true;
    for (size_t c = 0; c < row->n_classes; c++) {
        const struct qa_score_row *class = &row->classes[c];
        double weight = weight_of(class, figure->weight, &is_weighted);
        struct qa_estimate one = qa_score_estimate(class, figure->mean_of, confidence);
        if (one.undefined != NULL || weight <= 0) {
            continue;
        }
        weights += weight;
        sum += weight * one.value;
        has_errors = has_errors && one.has_se && one.n >= QA_CLUSTERS_MIN;
        errors += one.has_se ? one.se : 0;
    }
    if (weights <= 0) {
        return qa_undefined(figure->undefined, row->tally.n);
    }
    struct qa_estimate out = {
        .n = row->tally.n, .confidence = confidence, .method = "mean over classes"};
    out.value = out.low = out.high = sum / weights;
    out.se = errors / weights;
    if (has_errors && !is_weighted && out.se > 0 && out.value > 0 && out.value < 1) {
        set_limits(&out, qa_t_quantile(0.5 + confidence / 2, (double)row->tally.n - 1));
    }
    return out;
}

struct qa_estimate qa_score_estimate(const struct qa_score_row *row, size_t figure,
                                     double confidence)
{
    const struct qa_figure *of = &row->score->figures[figure];
    if (of->is_mean) {
        return mean_of_classes(row, of, confidence);
    }
    if (row->resampled != NULL) {
        return row->resampled[figure];
    }
    return qa_tally_estimate(&row->tally, figure, row->question->threshold, confidence);
}
