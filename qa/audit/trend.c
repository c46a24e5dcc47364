#include "qa/audit/trend.h"

#include <stdlib.h>
#include <string.h>

#include "qa/audit/table_forms.h"
#include "qa/base/time.h"
#include "qa/stats/compare.h"

/* ---- periods ---- */

struct first_answer {
    int64_t time;
    uint32_t value;
};

static int by_time(const void *left, const void *right)
{
    const struct first_answer *a = left;
    const struct first_answer *b = right;
    if (a->time != b->time) {
        return a->time < b->time ? -1 : 1;
    }
    return (a->value > b->value) - (a->value < b->value);
}

static int64_t time_of(const struct qa_batch *batch, size_t answer)
{
    int64_t time = batch->submitted != NULL ? batch->submitted[answer] : QA_NO_TIME;
    return time == QA_NO_TIME && batch->started != NULL ? batch->started[answer] : time;
}

/* False when a value has no answer with a time. */
static bool find_first(const struct qa_batch *batch, const struct qa_grouping *grouping,
                       struct first_answer *first)
{
    bool all = true;
    for (uint32_t v = 0; v < grouping->n_values; v++) {
        first[v] = (struct first_answer){INT64_MAX, v};
    }
    for (size_t a = 0; a < batch->n_answers; a++) {
        uint32_t value = grouping->of_answer[a];
        int64_t time = time_of(batch, a);
        if (value != QA_NONE && time != QA_NO_TIME && time < first[value].time) {
            first[value].time = time;
        }
    }
    for (uint32_t v = 0; v < grouping->n_values; v++) {
        all = all && first[v].time != INT64_MAX;
    }
    return all;
}

static void reorder(const struct qa_batch *batch, const struct first_answer *first,
                    struct qa_grouping *grouping, struct qa_arena *arena)
{
    const char **value = QA_ARRAY(arena, const char *, grouping->n_values);
    uint32_t *of_answer = QA_ARRAY(arena, uint32_t, batch->n_answers);
    uint32_t *place = QA_ARRAY(arena, uint32_t, grouping->n_values);
    for (uint32_t i = 0; i < grouping->n_values; i++) {
        value[i] = grouping->value[first[i].value];
        place[first[i].value] = i;
    }
    for (size_t a = 0; a < batch->n_answers; a++) {
        uint32_t old = grouping->of_answer[a];
        of_answer[a] = old == QA_NONE ? QA_NONE : place[old];
    }
    grouping->value = value;
    grouping->of_answer = of_answer;
}

struct qa_grouping qa_trend_periods(enum qa_group_field by, const struct qa_batch *batch,
                                    struct qa_arena *arena)
{
    struct qa_grouping grouping = qa_group_by(by, batch, NULL, arena);
    struct first_answer *first = QA_ARRAY(arena, struct first_answer, grouping.n_values);
    if (by == QA_GROUP_BY_BATCH && grouping.n_values > 1 && find_first(batch, &grouping, first)) {
        qsort(first, grouping.n_values, sizeof *first, by_time);
        reorder(batch, first, &grouping, arena);
    }
    return grouping;
}

const struct qa_grouping *qa_trend_best_periods(const struct qa_batch *batch,
                                                struct qa_arena *arena)
{
    static const enum qa_group_field fields[] = {QA_GROUP_BY_BATCH, QA_GROUP_BY_WEEK};
    for (size_t f = 0; f < 2; f++) {
        struct qa_grouping *grouping = QA_NEW(arena, struct qa_grouping);
        *grouping = qa_trend_periods(fields[f], batch, arena);
        if (grouping->n_values >= 2 && grouping->n_values <= QA_MOST_PERIODS) {
            return grouping;
        }
    }
    return NULL;
}

/* ---- charts ---- */

static double design_effect_of(const struct qa_errors_result *errors, uint32_t vendor)
{
    for (size_t i = 0; i < errors->n_vendors; i++) {
        if (errors->vendors[i].vendor == vendor && errors->vendors[i].question == QA_NONE) {
            return errors->vendors[i].count.design_effect;
        }
    }
    return 1;
}

/* Weeks between two weeks' names; batches are one apart. */
static double score_of(const struct qa_grouping *periods, uint32_t period)
{
    int64_t day;
    const char *text = periods->value[period];
    if (strcmp(periods->field, "week") == 0 && qa_date_parse(text, strlen(text), &day)) {
        return (double)day / (double)(7 * QA_DAY);
    }
    return period;
}

static struct qa_vendor_trend chart_vendor(const struct qa_errors_result *errors,
                                           const struct qa_grouping *periods, size_t first,
                                           size_t end, struct qa_arena *arena)
{
    size_t n = end - first;
    uint64_t *wrong = QA_ARRAY(arena, uint64_t, n);
    uint64_t *trials = QA_ARRAY(arena, uint64_t, n);
    double *scores = QA_ARRAY(arena, double, n);
    struct qa_vendor_trend out = {.vendor = errors->periods[first].vendor,
                                  .periods = &errors->periods[first]};
    double effect = design_effect_of(errors, out.vendor);
    for (size_t i = 0; i < n; i++) {
        wrong[i] = out.periods[i].count.errors;
        trials[i] = out.periods[i].count.trials;
        scores[i] = score_of(periods, out.periods[i].period);
    }
    out.chart = qa_p_chart(wrong, trials, n, effect, arena);
    out.slope = qa_trend_of_rates(wrong, trials, scores, n, effect, errors->confidence);
    return out;
}

static void adjust(struct qa_trend *trend, struct qa_arena *arena)
{
    double *p = QA_ARRAY(arena, double, trend->n_vendors);
    double *adjusted = QA_ARRAY(arena, double, trend->n_vendors);
    size_t n = 0;
    for (size_t v = 0; v < trend->n_vendors; v++) {
        if (qa_is_defined(&trend->vendors[v].slope)) {
            p[n++] = trend->vendors[v].slope.p_value;
        }
    }
    qa_holm(p, n, adjusted, arena);
    n = 0;
    for (size_t v = 0; v < trend->n_vendors; v++) {
        struct qa_vendor_trend *vendor = &trend->vendors[v];
        vendor->p_adjusted = qa_is_defined(&vendor->slope) ? adjusted[n++] : 1;
        vendor->direction = qa_change_of(&vendor->slope, vendor->p_adjusted);
    }
}

struct qa_trend qa_trend(const struct qa_errors_result *errors, const struct qa_grouping *periods,
                         struct qa_arena *arena)
{
    struct qa_trend out = {.field = periods->field,
                           .period = periods->value,
                           .confidence = errors->confidence,
                           .vendors = QA_ARRAY(arena, struct qa_vendor_trend, errors->n_periods),
                           .without_period = errors->without_period};
    for (size_t first = 0, end = 0; first < errors->n_periods; first = end) {
        while (end < errors->n_periods &&
               errors->periods[end].vendor == errors->periods[first].vendor) {
            end++;
        }
        out.vendors[out.n_vendors++] = chart_vendor(errors, periods, first, end, arena);
    }
    adjust(&out, arena);
    return out;
}

/* ---- words and tables ---- */

const char *qa_trend_word(const struct qa_control_point *point)
{
    switch (point->signal) {
    case QA_CONTROL_ABOVE:
        return "above the limit";
    case QA_CONTROL_BELOW:
        return "below the limit";
    case QA_CONTROL_NONE:
        return "not checked";
    default:
        return point->run >= QA_CONTROL_RUN ? "run on one side" : "within";
    }
}

const char *qa_trend_direction(const struct qa_vendor_trend *vendor)
{
    static const char *const words[] = {[QA_CHANGE_NONE] = "not shown",
                                        [QA_CHANGE_BETTER] = "falling",
                                        [QA_CHANGE_WORSE] = "rising",
                                        [QA_CHANGE_UNKNOWN] = "not known"};
    return words[vendor->direction];
}

static const struct qa_column point_columns[] = {
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor that delivered."},
    {"period", NULL, QA_TEXT, .is_key = true,
     .about = "The period, by the field that was asked for."},
    {"items", NULL, QA_COUNT, .about = "Items checked in the period."},
    {"trials", NULL, QA_COUNT, .about = "Answers, or objects, that could be wrong."},
    {"errors", NULL, QA_COUNT, .about = "Those that are wrong."},
    {"error_rate", NULL, QA_ESTIMATE_RATE,
     .about = "Errors over trials, with Wilson's interval at the effective number of trials."},
    {"centre", NULL, QA_RATE, .is_detail = true,
     .about = "The vendor's error rate over all periods."},
    {"low", "lower limit", QA_RATE, .is_detail = true,
     .about = "Lower limit of the control chart."},
    {"high", "upper limit", QA_RATE, .about = "Upper limit of the control chart."},
    {"place", NULL, QA_WORD,
     .about = "Where the rate lies: within, above or below the limits, or not checked."},
    {"low_sigma", "centre - 3 se", QA_RATE, .is_detail = true,
     .about = "Centre less three standard errors."},
    {"high_sigma", "centre + 3 se", QA_RATE, .is_detail = true,
     .about = "Centre plus three standard errors."},
};
const struct qa_table_form qa_form_errors_trend =
    QA_TABLE_FORM("trend", "Error rate by period", point_columns);

static const struct qa_column trend_columns[] = {
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor that delivered."},
    {"periods", NULL, QA_COUNT, .about = "Periods with trials."},
    {"centre", NULL, QA_RATE, .about = "The vendor's error rate over all of them."},
    {"outside", "outside limits", QA_COUNT, .about = "Periods outside the control limits."},
    {"longest_run", "longest run", QA_COUNT,
     .about = "Most periods in a row on one side of the centre."},
    {"between", "spread over chance", QA_REAL, .is_detail = true,
     .about = "Spread between periods over what chance explains; near 1 where it does."},
    {"slope", "change per period", QA_ESTIMATE_RATE,
     .about = "Change of the error rate per period, with its interval."},
    {"p_value", NULL, QA_P, .is_detail = true, .about = "p-value of no trend (Cochran-Armitage)."},
    {"p_adjusted", "adjusted p", QA_P, .about = "The same after Holm over the vendors."},
    {"trend", NULL, QA_WORD,
     .about = "What the trend says: falling, rising, not shown or not known."},
    {"design_effect", "design effect", QA_REAL, .is_detail = true,
     .about = "How much wider errors that cluster in items make the variance, at least 1."},
};
const struct qa_table_form qa_form_errors_trends =
    QA_TABLE_FORM("trends", "Error rates over time", trend_columns);

static const char *vendor_text(const struct qa_names *names, uint32_t vendor)
{
    return vendor == QA_NONE ? NULL : qa_strings_text(names->vendors, vendor);
}

static void put_point(struct qa_table *table, const struct qa_trend *trend,
                      const struct qa_vendor_trend *vendor, size_t i, const struct qa_names *names)
{
    const struct qa_period_errors *period = &vendor->periods[i];
    const struct qa_control_point *point = &vendor->chart.points[i];
    qa_table_row(table);
    qa_put_text(table, vendor_text(names, vendor->vendor));
    qa_put_text(table, trend->period[period->period]);
    qa_put_count(table, period->count.items);
    qa_put_count(table, point->trials);
    qa_put_count(table, point->errors);
    qa_put_estimate(table, period->count.rate_wilson);
    qa_put_real(table, vendor->chart.centre);
    qa_put_real(table, point->low);
    qa_put_real(table, point->high);
    qa_put_text(table, qa_trend_word(point));
    qa_put_real(table, point->low_sigma);
    qa_put_real(table, point->high_sigma);
}

static void put_trend(struct qa_table *table, const struct qa_vendor_trend *vendor,
                      const struct qa_names *names)
{
    const struct qa_control_chart *chart = &vendor->chart;
    qa_table_row(table);
    qa_put_text(table, vendor_text(names, vendor->vendor));
    qa_put_count(table, chart->n_points);
    qa_put_real(table, chart->centre);
    qa_put_count(table, chart->outside);
    qa_put_count(table, chart->longest_run);
    if (chart->between > 0) {
        qa_put_real(table, chart->between);
    } else {
        qa_put_absent(table);
    }
    qa_put_estimate(table, vendor->slope);
    if (qa_is_defined(&vendor->slope)) {
        qa_put_real(table, vendor->slope.p_value);
        qa_put_real(table, vendor->p_adjusted);
    } else {
        qa_put_absent(table);
        qa_put_absent(table);
    }
    qa_put_text(table, qa_trend_direction(vendor));
    qa_put_real(table, chart->design_effect);
}

static void add_notes(const struct qa_trend *trend, struct qa_table *points,
                      struct qa_table *trends)
{
    qa_table_note(points,
                  "p-chart about each vendor's own rate; limits: binomial, 0.135 %% in each "
                  "tail, at trials / design effect. Intervals: Wilson, effective n.");
    if (trend->without_period > 0) {
        qa_table_note(points, "%llu trials belong to no %s and are left out.",
                      (unsigned long long)trend->without_period, trend->field);
    }
    qa_table_note(trends,
                  "Trend: Cochran-Armitage, per %s; Holm over the vendors. Spread over "
                  "chance: Laney's sigma z, near 1 where chance explains the rates.",
                  trend->field);
}

void qa_trend_tables(const struct qa_trend *trend, const struct qa_names *names,
                     struct qa_report *report)
{
    struct qa_table *points = qa_table_new(report->arena, &qa_form_errors_trend);
    points->title = qa_arena_format(report->arena, "Error rate by %s", trend->field);
    struct qa_table *trends = qa_table_new(report->arena, &qa_form_errors_trends);
    for (size_t v = 0; v < trend->n_vendors; v++) {
        for (size_t i = 0; i < trend->vendors[v].chart.n_points; i++) {
            put_point(points, trend, &trend->vendors[v], i, names);
        }
        put_trend(trends, &trend->vendors[v], names);
    }
    add_notes(trend, points, trends);
    points->rows_shown = 40;
    qa_report_add_table(report, trends);
    qa_report_add_table(report, points);
}
