#ifndef QA_AUDIT_TREND_H
#define QA_AUDIT_TREND_H

/*
 * Errors against gold over time: a p-chart and a trend for each vendor, by batch or by week.
 *
 * Limits and tests take the vendor's design effect into account, because errors cluster in items.
 * Weeks are those of qa_group_by. Batches stand in the order of their first answers' times where
 * every batch has one, else in the order of their names. The trend is over the order of batches,
 * and over the weeks that passed.
 */

#include "qa/audit/errors.h"
#include "qa/audit/grouping.h"
#include "qa/stats/control.h"

/* More values than this make no chart. */
enum { QA_MOST_PERIODS = 1000 };

/* Batches in their order, or weeks. Any number of values, none where answers name none. */
struct qa_grouping qa_trend_periods(enum qa_group_field by, const struct qa_batch *batch,
                                    struct qa_arena *arena);

/* What says most without being asked: batches when there are at least two, else weeks; NULL when
 * neither has two, or more than can be charted. */
const struct qa_grouping *qa_trend_best_periods(const struct qa_batch *batch,
                                                struct qa_arena *arena);

struct qa_vendor_trend {
    uint32_t vendor;
    const struct qa_period_errors *periods; /* one for each point of the chart */
    struct qa_control_chart chart;
    struct qa_estimate slope; /* change of the error rate from a period to the next */
    double p_adjusted;        /* Holm over the vendors; when the slope is defined */
    enum qa_change direction; /* of the trend: better is falling */
};

struct qa_trend {
    const char *field; /* "batch", "week" */
    const char *const *period;
    double confidence;
    struct qa_vendor_trend *vendors; /* by vendor name */
    size_t n_vendors;
    uint64_t without_period; /* trials */
};

/* Of errors that were counted by these periods. O(periods). */
struct qa_trend qa_trend(const struct qa_errors_result *errors, const struct qa_grouping *periods,
                         struct qa_arena *arena);

/* "above the limit", "below the limit", "within", "run of 8"; of a point with trials. */
const char *qa_trend_word(const struct qa_control_point *point);

/* "falling", "rising", "not shown", "not known". */
const char *qa_trend_direction(const struct qa_vendor_trend *vendor);

/* Tables trend (a row for each vendor and period) and trends (a row for each vendor). */
void qa_trend_tables(const struct qa_trend *trend, const struct qa_names *names,
                     struct qa_report *report);

#endif
