#include <math.h>

#include "qa/base/time.h"
#include "reports/sheets.h"

enum { FIRST = 4, N_COLUMNS = 12, CHART_ROWS = 16, MOST_CHARTS = 12, SECOND_COLUMN = 6 };

static double known(bool is_known, double value)
{
    return is_known ? value : (double)NAN;
}

static uint32_t put_heading(struct qa_sheet *sheet, uint32_t row, const char *text)
{
    qa_put(sheet, row, 0, text, QA_STYLE_SUBTITLE);
    return row + 1;
}

/* Headings of two lines. */
static uint32_t put_columns(struct qa_sheet *sheet, uint32_t row, const char *const *headers,
                            uint16_t n)
{
    qa_row_of_lines(sheet, row, 2);
    qa_put_subheaders(sheet, row, headers, n);
    return row + 1;
}

/* A block of rows that a chart shows. */
struct block {
    uint32_t first;
    uint32_t end;
};

struct line {
    uint16_t column;
    const char *name;
    lxw_color_t colour;
    bool dashed;
    bool marked;
};

static void add_line(struct qa_vendor_book *book, lxw_chart *chart, const struct block *block,
                     const struct line *line)
{
    struct qa_arena *arena = book->arena;
    lxw_chart_series *series = chart_add_series(
        chart,
        qa_arena_format(arena, "=%s",
                        qa_range_name(arena, "Trend", block->first, block->end - 1, 1)),
        qa_arena_format(arena, "=%s",
                        qa_range_name(arena, "Trend", block->first, block->end - 1, line->column)));
    lxw_chart_line style = {.color = line->colour,
                            .width = line->marked ? 2.0F : 1.25F,
                            .dash_type = line->dashed ? LXW_CHART_LINE_DASH_DASH
                                                      : LXW_CHART_LINE_DASH_SOLID};
    lxw_chart_fill fill = {.color = line->colour};
    chart_series_set_name(series, line->name);
    chart_series_set_line(series, &style);
    chart_series_set_marker_type(series,
                                 line->marked ? LXW_CHART_MARKER_CIRCLE : LXW_CHART_MARKER_NONE);
    chart_series_set_marker_fill(series, &fill);
}

/* Charts stand two side by side from `row` on. */
static void place_chart(struct qa_sheet *sheet, lxw_chart *chart, uint32_t row, size_t i,
                        const char *title, const char *description)
{
    const struct qa_chart_place place = {.row = row + (uint32_t)(i / 2) * CHART_ROWS,
                                         .column = i % 2 == 0 ? 0 : SECOND_COLUMN,
                                         .x_scale = 1.25,
                                         .y_scale = 1.05,
                                         .title = title,
                                         .description = description};
    qa_put_chart(sheet, chart, &place);
}

static uint32_t after_charts(uint32_t row, size_t n)
{
    return row + (uint32_t)((n + 1) / 2) * CHART_ROWS;
}

/* ---- since the audit before ---- */

static uint32_t put_changes(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row)
{
    static const char *const headers[] = {
        "vendor", "since the audit before", "rate then", "low",  "high",      "rate now", "low",
        "high",   "now less then",          "low",       "high", "adjusted p"};
    const struct qa_changes *changes = book->evaluation->changes;
    if (changes == NULL && book->for_vendor) {
        return row;
    }
    row = put_heading(sheet, row, "Since the last audit");
    if (changes == NULL) {
        qa_put(sheet, row, 0,
               "No audit before was given (before: in audit.yaml, or --before): what it found as "
               "JSON.",
               QA_STYLE_TEXT);
        return row + 2;
    }
    row = put_columns(sheet, row, headers, N_COLUMNS);
    for (size_t i = 0; i < changes->n_vendors; i++, row++) {
        const struct qa_vendor_change *one = &changes->vendors[i];
        qa_put(sheet, row, 0, one->vendor, QA_STYLE_TEXT);
        qa_put(sheet, row, 1, qa_change_word(one),
               one->change == QA_CHANGE_BETTER  ? QA_STYLE_GOOD
               : one->change == QA_CHANGE_WORSE ? QA_STYLE_BAD
                                                : QA_STYLE_TEXT);
        qa_put_estimate_cells(sheet, row, 2, &one->rate_then, QA_STYLE_FIXED_RATE);
        qa_put_estimate_cells(sheet, row, 5, &one->rate_now, QA_STYLE_FIXED_RATE);
        qa_put_estimate_cells(sheet, row, 8, &one->difference, QA_STYLE_FIXED_RATE);
        qa_put_number(sheet, row, 11, known(qa_is_defined(&one->difference), one->p_adjusted),
                      QA_STYLE_FIXED_REAL);
    }
    return row + 1;
}

static uint32_t put_hours_changes(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row)
{
    static const char *const headers[] = {
        "vendor", "since the audit before", "mean h then", "low",  "high",      "mean h now", "low",
        "high",   "now less then",          "low",         "high", "adjusted p"};
    const struct qa_hours_changes *changes = book->evaluation->hours_changes;
    if (changes == NULL || changes->n_vendors == 0) {
        return row;
    }
    row = put_columns(sheet, row, headers, N_COLUMNS);
    for (size_t i = 0; i < changes->n_vendors; i++, row++) {
        const struct qa_hours_change *one = &changes->vendors[i];
        qa_put(sheet, row, 0, one->vendor, QA_STYLE_TEXT);
        qa_put(sheet, row, 1, qa_hours_change_word(one),
               one->change == QA_CHANGE_BETTER  ? QA_STYLE_GOOD
               : one->change == QA_CHANGE_WORSE ? QA_STYLE_BAD
                                                : QA_STYLE_TEXT);
        qa_put_estimate_cells(sheet, row, 2, &one->then, QA_STYLE_FIXED_HOURS);
        qa_put_estimate_cells(sheet, row, 5, &one->now, QA_STYLE_FIXED_HOURS);
        qa_put_estimate_cells(sheet, row, 8, &one->difference, QA_STYLE_FIXED_HOURS);
        qa_put_number(sheet, row, 11, known(qa_is_defined(&one->difference), one->p_adjusted),
                      QA_STYLE_FIXED_REAL);
    }
    return row + 1;
}

/* ---- error rates ---- */

static uint32_t put_trends(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row)
{
    static const char *const headers[] = {"vendor",
                                          "trend",
                                          "periods",
                                          "centre",
                                          "outside limits",
                                          "longest run",
                                          "spread over chance",
                                          "change per period",
                                          "low",
                                          "high",
                                          "adjusted p"};
    const struct qa_trend *trend = book->evaluation->trend;
    row = put_columns(sheet, row, headers, 11);
    for (size_t i = 0; i < trend->n_vendors; i++, row++) {
        const struct qa_vendor_trend *one = &trend->vendors[i];
        bool tested = qa_is_defined(&one->slope);
        qa_put(sheet, row, 0, qa_vendor_text(book, one->vendor), QA_STYLE_TEXT);
        qa_put(sheet, row, 1, qa_trend_direction(one),
               one->direction == QA_CHANGE_BETTER  ? QA_STYLE_GOOD
               : one->direction == QA_CHANGE_WORSE ? QA_STYLE_BAD
                                                   : QA_STYLE_TEXT);
        qa_put_number(sheet, row, 2, (double)one->chart.n_points, QA_STYLE_FIXED_COUNT);
        qa_put_number(sheet, row, 3, one->chart.centre, QA_STYLE_FIXED_RATE);
        qa_put_number(sheet, row, 4, (double)one->chart.outside, QA_STYLE_FIXED_COUNT);
        qa_put_number(sheet, row, 5, (double)one->chart.longest_run, QA_STYLE_FIXED_COUNT);
        qa_put_number(sheet, row, 6, known(one->chart.between > 0, one->chart.between),
                      QA_STYLE_FIXED_REAL);
        qa_put_estimate_cells(sheet, row, 7, &one->slope, QA_STYLE_FIXED_RATE);
        qa_put_number(sheet, row, 10, known(tested, one->p_adjusted), QA_STYLE_FIXED_REAL);
    }
    return row + 1;
}

static enum qa_style style_of(const struct qa_control_point *point)
{
    switch (point->signal) {
    case QA_CONTROL_ABOVE:
        return QA_STYLE_BAD;
    case QA_CONTROL_BELOW:
        return QA_STYLE_GOOD;
    default:
        return QA_STYLE_TEXT;
    }
}

static struct block put_points(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row,
                               const struct qa_vendor_trend *one)
{
    struct block block = {row, row};
    for (size_t i = 0; i < one->chart.n_points; i++, block.end++) {
        const struct qa_control_point *point = &one->chart.points[i];
        const double rates[] = {point->rate, one->chart.centre, point->low, point->high};
        qa_put(sheet, block.end, 0, qa_vendor_text(book, one->vendor), QA_STYLE_TEXT);
        qa_put(sheet, block.end, 1, book->evaluation->trend->period[one->periods[i].period],
               QA_STYLE_TEXT);
        qa_put_number(sheet, block.end, 2, (double)point->trials, QA_STYLE_FIXED_COUNT);
        qa_put_number(sheet, block.end, 3, (double)point->errors, QA_STYLE_FIXED_COUNT);
        for (uint16_t c = 0; c < 4; c++) {
            qa_put_number(sheet, block.end, (uint16_t)(4 + c), rates[c], QA_STYLE_FIXED_RATE);
        }
        qa_put(sheet, block.end, 8, qa_trend_word(point), style_of(point));
    }
    return block;
}

static void put_p_chart(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row, size_t i,
                        const struct block *block)
{
    static const struct line lines[] = {{4, "error rate", 0x1F3A4D, false, true},
                                        {5, "centre", 0x2E7D6B, false, false},
                                        {6, "lower limit", 0xC0504D, true, false},
                                        {7, "upper limit", 0xC0504D, true, false}};
    const char *vendor = qa_vendor_text(book, book->evaluation->trend->vendors[i].vendor);
    lxw_chart *chart = workbook_add_chart(book->book.workbook, LXW_CHART_LINE);
    for (size_t l = 0; l < sizeof lines / sizeof *lines; l++) {
        add_line(book, chart, block, &lines[l]);
    }
    chart_axis_set_num_format(chart->y_axis, "0%");
    chart_axis_set_min(chart->y_axis, 0);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    place_chart(sheet, chart, row, i,
                qa_arena_format(book->arena, "%s: error rate by %s", vendor,
                                book->evaluation->trend->field),
                "p-chart: the error rate of each period about the vendor's own rate, with limits "
                "that chance stays within");
}

static uint32_t put_error_rates(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row)
{
    static const char *const headers[] = {"vendor",      "period",      "checked",
                                          "errors",      "error rate",  "centre",
                                          "lower limit", "upper limit", "place"};
    const struct qa_trend *trend = book->evaluation->trend;
    row = put_heading(sheet, row, "Error rates");
    if (trend == NULL) {
        qa_put(sheet, row, 0, "No two batches or weeks with gold: there is no course over time.",
               QA_STYLE_TEXT);
        return row + 2;
    }
    row = put_trends(book, sheet, row);
    size_t n = trend->n_vendors < MOST_CHARTS ? trend->n_vendors : MOST_CHARTS;
    uint32_t charts = row;
    row = after_charts(row, n);
    row = put_columns(sheet, row, headers, 9);
    for (size_t i = 0; i < trend->n_vendors; i++) {
        struct block block = put_points(book, sheet, row, &trend->vendors[i]);
        row = block.end;
        if (i < n) {
            put_p_chart(book, sheet, charts, i, &block);
        }
    }
    return row + 1;
}

/* ---- weeks of deliveries ---- */

static struct block put_weeks_of(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row,
                                 size_t first, size_t end)
{
    struct block block = {row, row};
    uint64_t due = 0;
    uint64_t delivered = 0;
    for (size_t i = first; i < end; i++, block.end++) {
        const struct qa_vendor_week *week = &book->evaluation->turnaround->weeks[i];
        char monday[QA_TIME_TEXT_MAX];
        due += week->due;
        delivered += week->delivered;
        const uint64_t counts[] = {week->ordered, week->due, week->delivered,
                                   week->backlog, due,       delivered};
        qa_date_format(week->monday * QA_DAY, monday);
        qa_put(sheet, block.end, 0, week->vendor, QA_STYLE_TEXT);
        qa_put(sheet, block.end, 1, monday, QA_STYLE_TEXT);
        for (uint16_t c = 0; c < 6; c++) {
            qa_put_number(sheet, block.end, (uint16_t)(2 + c), (double)counts[c],
                          QA_STYLE_FIXED_COUNT);
        }
        qa_put_number(sheet, block.end, 8, known(week->deliveries > 0, week->p50_hours),
                      QA_STYLE_FIXED_HOURS);
        qa_put_number(sheet, block.end, 9, known(week->deliveries > 0, week->p90_hours),
                      QA_STYLE_FIXED_HOURS);
    }
    return block;
}

static void put_volume_chart(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row,
                             size_t i, const struct block *block, const char *vendor)
{
    static const struct line lines[] = {{6, "promised so far", 0x6F8FA3, true, false},
                                        {7, "delivered so far", 0x2E7D6B, false, true},
                                        {5, "backlog", 0xC0504D, false, false}};
    lxw_chart *chart = workbook_add_chart(book->book.workbook, LXW_CHART_LINE);
    for (size_t l = 0; l < sizeof lines / sizeof *lines; l++) {
        add_line(book, chart, block, &lines[l]);
    }
    chart_axis_set_min(chart->y_axis, 0);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    place_chart(sheet, chart, row, i,
                qa_arena_format(book->arena, "%s: items promised and delivered", vendor),
                "Lines: items promised and delivered up to each week, and the backlog at its end");
}

static size_t end_of_vendor(const struct qa_turnaround *time, size_t first)
{
    size_t end = first + 1;
    while (end < time->n_weeks && time->weeks[end].vendor == time->weeks[first].vendor) {
        end++;
    }
    return end;
}

static uint32_t put_weeks(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row)
{
    static const char *const headers[] = {
        "vendor",  "week from",       "ordered",          "promised", "delivered",
        "backlog", "promised so far", "delivered so far", "median h", "p90 h"};
    const struct qa_turnaround *time = book->evaluation->turnaround;
    if (time == NULL || time->n_weeks == 0) {
        return row;
    }
    row = put_heading(sheet, row, "Deliveries by week");
    size_t n = time->n_vendors < MOST_CHARTS ? time->n_vendors : MOST_CHARTS;
    uint32_t charts = row;
    size_t i = 0;
    row = after_charts(row, n);
    row = put_columns(sheet, row, headers, 10);
    for (size_t first = 0, end = 0; first < time->n_weeks; first = end, i++) {
        end = end_of_vendor(time, first);
        struct block block = put_weeks_of(book, sheet, row, first, end);
        row = block.end;
        if (i < n) {
            put_volume_chart(book, sheet, charts, i, &block, time->weeks[first].vendor);
        }
    }
    return row + 1;
}

void qa_sheet_trend(struct qa_vendor_book *book)
{
    static const double widths[N_COLUMNS] = {18, 20, 10, 10, 10, 10, 12, 12, 16, 10, 10, 10};
    struct qa_sheet sheet = qa_book_sheet(&book->book, "Trend", QA_TAB_MEASURE);
    qa_widths(&sheet, widths, N_COLUMNS);
    qa_put(&sheet, 0, 0, "Trend", QA_STYLE_TITLE);
    qa_put(&sheet, 1, 0,
           book->for_vendor
               ? "Limits: binomial about your own rate, 0.135 % in each tail, at trials / "
                 "design effect; trend: Cochran-Armitage."
               : "Better or worse over time. Limits: binomial about each vendor's own "
                 "rate, 0.135 % in each tail, at trials / design effect; trend: "
                 "Cochran-Armitage, Holm over the vendors.",
           QA_STYLE_TEXT);
    uint32_t row = FIRST - 1;
    row = put_changes(book, &sheet, row);
    row = put_hours_changes(book, &sheet, row);
    row = put_error_rates(book, &sheet, row);
    put_weeks(book, &sheet, row);
}
