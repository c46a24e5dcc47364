#include <math.h>

#include "qa/base/time.h"
#include "reports/sheets.h"

enum {
    FIRST = 4,
    N_HEADERS = 17,
    CURVES_COLUMN = 24, /* figures of the chart, beside the printed page */
    MOST_POINTS = 400,  /* of a curve in the chart */
    MOST_CURVES = 24,
    CHART_ROWS = 17
};

/* Told apart by those who do not see all colours (Okabe and Ito 2008). */
static const lxw_color_t colours[] = {0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7,
                                      0xE69F00, 0x56B4E9, 0x555555, 0x8B6F00};

static double known(bool is_known, double value)
{
    return is_known ? value : (double)NAN;
}

static void put_hours(struct qa_sheet *sheet, uint32_t row, uint16_t column,
                      const struct qa_time_quantile *quantile)
{
    if (quantile->undefined != NULL && quantile->n > 0) {
        qa_put(sheet, row, column, "not reached", QA_STYLE_FIXED_TEXT);
        return;
    }
    qa_put_number(sheet, row, column, known(quantile->undefined == NULL, quantile->value),
                  QA_STYLE_FIXED_HOURS);
}

/* Headings of two lines further down the sheet. */
static uint32_t put_columns(struct qa_sheet *sheet, uint32_t row, const char *const *headers,
                            uint16_t n)
{
    qa_row_of_lines(sheet, row, 2);
    qa_put_subheaders(sheet, row, headers, n);
    return row + 1;
}

static uint32_t put_heading(struct qa_sheet *sheet, uint32_t row, const char *text)
{
    qa_put(sheet, row, 0, text, QA_STYLE_SUBTITLE);
    return row + 1;
}

/* ---- vendors ---- */

static void put_vendor(struct qa_sheet *sheet, uint32_t row, const struct qa_turnaround *time,
                       size_t i)
{
    const struct qa_vendor_turnaround *one = &time->vendors[i];
    const uint64_t counts[] = {one->deliveries, one->items, one->open,
                               one->open_items, one->late,  one->undecided};
    qa_put(sheet, row, 0, one->vendor, QA_STYLE_TEXT);
    for (uint16_t k = 0; k < 6; k++) {
        qa_put_number(sheet, row, (uint16_t)(1 + k), (double)counts[k], QA_STYLE_FIXED_COUNT);
    }
    for (size_t q = 0; q < QA_N_TIME_QUANTILES; q++) {
        put_hours(sheet, row, (uint16_t)(7 + q), &one->hours.finished[q]);
        put_hours(sheet, row, (uint16_t)(10 + q), &one->hours.censored[q]);
    }
    qa_put_estimate_cells(sheet, row, 13, &one->on_time, QA_STYLE_FIXED_RATE);
    bool has_ramp_up = time->ramp_ups != NULL && time->ramp_ups[i].undefined == NULL;
    qa_put_number(sheet, row, 16,
                  known(has_ramp_up, has_ramp_up ? (double)time->ramp_ups[i].weeks : 0),
                  QA_STYLE_FIXED_COUNT);
}

static uint32_t put_vendors(const struct qa_turnaround *time, struct qa_sheet *sheet)
{
    static const char *const headers[N_HEADERS] = {"vendor",
                                                   "deliveries",
                                                   "items",
                                                   "open deliveries",
                                                   "open items",
                                                   "late",
                                                   "not yet due",
                                                   "median h",
                                                   "p90 h",
                                                   "p95 h",
                                                   "median h with open",
                                                   "p90 h with open",
                                                   "p95 h with open",
                                                   "on time",
                                                   "low",
                                                   "high",
                                                   "weeks to speed"};
    static const char *const comments[N_HEADERS] = {
        [5] = "Delivered after its promise, or open and past it when the log closes",
        [6] = "Open and not yet due: left out of the share on time",
        [7] = "Quantiles of finished deliveries, type 7",
        [10] = "Open deliveries count as still running (Kaplan-Meier)",
        [13] = "On time of those decided, Wilson's interval",
        [16] = "From the first order to the first week with 90 % of the steady throughput"};
    put_columns(sheet, FIRST - 1, headers, N_HEADERS);
    qa_comment_headers(sheet, FIRST - 1, comments, N_HEADERS);
    for (size_t i = 0; i < time->n_vendors; i++) {
        put_vendor(sheet, FIRST + (uint32_t)i, time, i);
    }
    return FIRST + (uint32_t)time->n_vendors;
}

/* ---- charts ---- */

/* One vendor's steps as corners of a line, in two columns; returns the row after the last. */
static uint32_t put_curve(struct qa_sheet *sheet, uint32_t row, uint16_t column,
                          const struct qa_survival *survival)
{
    size_t stride = survival->n_steps / MOST_POINTS + 1;
    double open = 1;
    qa_put_number(sheet, row, column, 0, QA_STYLE_FIXED_REAL);
    qa_put_number(sheet, row++, (uint16_t)(column + 1), 1, QA_STYLE_FIXED_RATE);
    for (size_t s = 0; s < survival->n_steps; s += stride) {
        const struct qa_survival_step *step = &survival->steps[s];
        qa_put_number(sheet, row, column, step->time, QA_STYLE_FIXED_REAL);
        qa_put_number(sheet, row++, (uint16_t)(column + 1), open, QA_STYLE_FIXED_RATE);
        open = step->survival;
        qa_put_number(sheet, row, column, step->time, QA_STYLE_FIXED_REAL);
        qa_put_number(sheet, row++, (uint16_t)(column + 1), open, QA_STYLE_FIXED_RATE);
    }
    qa_put_number(sheet, row, column, survival->last_time, QA_STYLE_FIXED_REAL);
    qa_put_number(sheet, row++, (uint16_t)(column + 1), open, QA_STYLE_FIXED_RATE);
    return row;
}

static uint16_t curve_column(size_t vendor)
{
    return (uint16_t)(CURVES_COLUMN + 2 * vendor);
}

static void add_curve(struct qa_vendor_book *book, lxw_chart *chart, uint32_t first, uint32_t end,
                      size_t i, const char *name)
{
    uint16_t column = curve_column(i);
    struct qa_arena *arena = book->arena;
    lxw_chart_series *series = chart_add_series(
        chart,
        qa_arena_format(arena, "=%s", qa_range_name(arena, "Turnaround", first, end - 1, column)),
        qa_arena_format(
            arena, "=%s",
            qa_range_name(arena, "Turnaround", first, end - 1, (uint16_t)(column + 1))));
    lxw_chart_line line = {.width = 2.0F, .color = colours[i % (sizeof colours / sizeof *colours)]};
    chart_series_set_name(series, qa_safe_text(arena, name));
    chart_series_set_line(series, &line);
    chart_series_set_marker_type(series, LXW_CHART_MARKER_NONE);
}

static void put_curves(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row)
{
    const struct qa_turnaround *time = book->evaluation->turnaround;
    lxw_chart *chart = workbook_add_chart(book->book.workbook, LXW_CHART_SCATTER_STRAIGHT);
    for (size_t i = 0; i < time->n_vendors && i < MOST_CURVES; i++) {
        uint16_t column = curve_column(i);
        qa_put(sheet, FIRST - 1, column, time->vendors[i].vendor, QA_STYLE_NOTE);
        qa_put(sheet, FIRST - 1, (uint16_t)(column + 1), "still open", QA_STYLE_NOTE);
        uint32_t end = put_curve(sheet, FIRST, column, &time->vendors[i].hours.survival);
        add_curve(book, chart, FIRST, end, i, time->vendors[i].vendor);
    }
    chart_axis_set_name(chart->x_axis, "hours since the order");
    chart_axis_set_name(chart->y_axis, "share still open");
    chart_axis_set_num_format(chart->y_axis, "0%");
    chart_axis_set_min(chart->x_axis, 0);
    chart_axis_set_min(chart->y_axis, 0);
    chart_axis_set_max(chart->y_axis, 1);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    const struct qa_chart_place place = {
        .row = row,
        .x_scale = 1.35,
        .y_scale = 1.1,
        .title = "How long deliveries stay open",
        .description = "Steps: share of each vendor's deliveries that are still open after so many "
                       "hours; lower is faster"};
    qa_put_chart(sheet, chart, &place);
}

static void put_bars(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t last,
                     uint32_t row)
{
    static const char *const names[] = {"median", "p90"};
    struct qa_arena *arena = book->arena;
    lxw_chart *chart = workbook_add_chart(book->book.workbook, LXW_CHART_BAR);
    for (uint16_t k = 0; k < 2; k++) {
        lxw_chart_series *series = chart_add_series(
            chart,
            qa_arena_format(arena, "=%s", qa_range_name(arena, "Turnaround", FIRST, last, 0)),
            qa_arena_format(arena, "=%s",
                            qa_range_name(arena, "Turnaround", FIRST, last, (uint16_t)(7 + k))));
        lxw_chart_fill fill = {.color = k == 0 ? 0x2E7D6B : 0x1F3A4D};
        chart_series_set_name(series, names[k]);
        chart_series_set_fill(series, &fill);
    }
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    const struct qa_chart_place place = {
        .row = row,
        .column = 8,
        .x_scale = 1.2,
        .y_scale = 1.1,
        .title = "Hours to delivery, finished ones",
        .description = "Bars: median and 90th percentile of each vendor's finished deliveries"};
    qa_put_chart(sheet, chart, &place);
}

/* ---- comparison, priorities, acceptance ---- */

static uint32_t put_tests(const struct qa_turnaround *time, struct qa_sheet *sheet, uint32_t row)
{
    static const char *const headers[] = {"vendor", "against", "mean hours less", "low",
                                          "high",   "up to h", "log-rank",        "adjusted p"};
    if (time->n_tests < 2) {
        return row;
    }
    row = put_heading(sheet, row, "Vendors' hours compared");
    row = put_columns(sheet, row, headers, 8);
    for (size_t i = 1; i < time->n_tests; i++, row++) {
        const struct qa_turnaround_test *test = &time->tests[i];
        bool tested = test->test.undefined == NULL;
        qa_put(sheet, row, 0, test->first, QA_STYLE_TEXT);
        qa_put(sheet, row, 1, test->second, QA_STYLE_TEXT);
        qa_put_estimate_cells(sheet, row, 2, &test->difference, QA_STYLE_FIXED_HOURS);
        qa_put_number(sheet, row, 5, test->horizon, QA_STYLE_FIXED_HOURS);
        qa_put_number(sheet, row, 6, known(tested, test->test.chi_square), QA_STYLE_FIXED_REAL);
        qa_put_number(sheet, row, 7, known(tested, test->p_adjusted), QA_STYLE_FIXED_REAL);
    }
    return row + 1;
}

static uint32_t put_priorities(const struct qa_turnaround *time, struct qa_sheet *sheet,
                               uint32_t row)
{
    static const char *const headers[] = {"vendor",  "priority", "deliveries", "open",
                                          "late",    "median h", "p90 h",      "p90 h with open",
                                          "on time", "low",      "high"};
    if (time->n_priorities == 0) {
        return row;
    }
    row = put_heading(sheet, row, "By priority");
    row = put_columns(sheet, row, headers, 11);
    for (size_t i = 0; i < time->n_priorities; i++, row++) {
        const struct qa_vendor_turnaround *one = &time->priorities[i];
        const uint64_t counts[] = {one->deliveries, one->open, one->late};
        qa_put(sheet, row, 0, one->vendor, QA_STYLE_TEXT);
        qa_put(sheet, row, 1, one->priority[0] != '\0' ? one->priority : "(none)", QA_STYLE_TEXT);
        for (uint16_t k = 0; k < 3; k++) {
            qa_put_number(sheet, row, (uint16_t)(2 + k), (double)counts[k], QA_STYLE_FIXED_COUNT);
        }
        put_hours(sheet, row, 5, &one->hours.finished[0]);
        put_hours(sheet, row, 6, &one->hours.finished[1]);
        put_hours(sheet, row, 7, &one->hours.censored[1]);
        qa_put_estimate_cells(sheet, row, 8, &one->on_time, QA_STYLE_FIXED_RATE);
    }
    return row + 1;
}

static uint32_t put_acceptance(const struct qa_turnaround *time, struct qa_sheet *sheet,
                               uint32_t row)
{
    static const char *const headers[] = {
        "vendor", "batches", "accepted",    "accepted at first",
        "low",    "high",    "mean rounds", "median h to acceptance"};
    if (!time->has_rounds) {
        return row;
    }
    row = put_heading(sheet, row, "From order to acceptance");
    row = put_columns(sheet, row, headers, 8);
    for (size_t i = 0; i < time->n_vendors; i++, row++) {
        const struct qa_vendor_acceptance *one = &time->acceptances[i];
        qa_put(sheet, row, 0, one->vendor, QA_STYLE_TEXT);
        qa_put_number(sheet, row, 1, (double)one->batches, QA_STYLE_FIXED_COUNT);
        qa_put_number(sheet, row, 2, (double)one->accepted, QA_STYLE_FIXED_COUNT);
        qa_put_estimate_cells(sheet, row, 3, &one->first_pass, QA_STYLE_FIXED_RATE);
        qa_put_number(sheet, row, 6, known(one->accepted > 0, one->mean_rounds),
                      QA_STYLE_FIXED_REAL);
        put_hours(sheet, row, 7, &one->hours);
    }
    return row + 1;
}

static uint32_t put_penalties(const struct qa_penalties *penalties, struct qa_sheet *sheet,
                              uint32_t row)
{
    static const char *const headers[] = {"vendor",   "currency",    "penalty",
                                          "credit",   "vendor owes", "penalised",
                                          "credited", "at a cap",    "still open"};
    if (penalties == NULL) {
        return row;
    }
    row = put_heading(sheet, row, "Penalties and credits");
    row = put_columns(sheet, row, headers, 9);
    for (size_t i = 0; i < penalties->n_vendors; i++, row++) {
        const struct qa_vendor_charges *one = &penalties->vendors[i];
        const struct qa_amount amounts[] = {one->penalty, one->credit, one->net};
        const uint64_t counts[] = {one->penalised, one->credited, one->capped, one->running};
        qa_put(sheet, row, 0, one->vendor, QA_STYLE_TEXT);
        qa_put(sheet, row, 1, one->currency, QA_STYLE_TEXT);
        for (uint16_t c = 0; c < 3; c++) {
            qa_put_number(sheet, row, (uint16_t)(2 + c), qa_amount_real(amounts[c]),
                          QA_STYLE_MONEY);
        }
        for (uint16_t c = 0; c < 4; c++) {
            qa_put_number(sheet, row, (uint16_t)(5 + c), (double)counts[c], QA_STYLE_FIXED_COUNT);
        }
    }
    return row + 1;
}

static void put_promise(struct qa_sheet *sheet, uint32_t row, const struct qa_kept_promise *kept)
{
    const struct qa_promise *promise = kept->promise;
    const struct qa_time_quantile *p90 = &kept->p90;
    bool is_rate = promise->kind == QA_PROMISE_ON_TIME;
    qa_put(sheet, row, 0, kept->vendor, QA_STYLE_TEXT);
    qa_put(sheet, row, 1, is_rate ? "on time" : qa_promise_name(promise->kind), QA_STYLE_TEXT);
    qa_put(sheet, row, 2, promise->priority, QA_STYLE_TEXT);
    qa_put(sheet, row, 3, is_rate ? "" : qa_promise_clock_name(promise->clock), QA_STYLE_TEXT);
    qa_put_number(sheet, row, 4, promise->value,
                  is_rate ? QA_STYLE_FIXED_RATE : QA_STYLE_FIXED_HOURS);
    if (!is_rate) {
        put_hours(sheet, row, 5, p90);
        qa_put_number(sheet, row, 6, known(p90->has_low, p90->low), QA_STYLE_FIXED_HOURS);
        qa_put_number(sheet, row, 7, known(p90->has_high, p90->high), QA_STYLE_FIXED_HOURS);
    }
    qa_put_estimate_cells(sheet, row, 8, &kept->share, QA_STYLE_FIXED_RATE);
    qa_put_number(sheet, row, 11, (double)kept->deliveries, QA_STYLE_FIXED_COUNT);
    qa_put_number(sheet, row, 12, (double)kept->open, QA_STYLE_FIXED_COUNT);
    qa_put(sheet, row, 13,
           qa_is_defined(&kept->share) ? qa_kept_name(kept->verdict) : kept->share.undefined,
           QA_STYLE_TEXT);
}

static uint32_t put_promises(const struct qa_kept_promises *kept, struct qa_sheet *sheet,
                             uint32_t row)
{
    static const char *const headers[] = {
        "vendor", "promise", "priority",     "clock", "promised",   "p90 h", "low",
        "high",   "in time", "in time, low", "high",  "deliveries", "open",  "promise is"};
    if (kept == NULL || kept->n == 0) {
        return row;
    }
    row = put_heading(sheet, row, "Promised and delivered");
    row = put_columns(sheet, row, headers, 14);
    for (size_t i = 0; i < kept->n; i++) {
        put_promise(sheet, row++, &kept->list[i]);
    }
    return row + 1;
}

/* ---- deliveries ---- */

/* "2026-03-02 09:00", UTC. */
static const char *minute_text(struct qa_arena *arena, int64_t time, const char *none)
{
    char text[QA_TIME_TEXT_MAX];
    if (time == QA_NO_TIME) {
        return none;
    }
    qa_time_format(time, text);
    return qa_arena_format(arena, "%.10s %.5s", text, text + 11);
}

static void put_delivery(const struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row,
                         const struct qa_delivery_entry *entry)
{
    const struct qa_turnaround *time = book->evaluation->turnaround;
    bool finished = !qa_delivery_is_open(entry);
    static const char *const accepted[] = {"", "yes", "no"};
    qa_put(sheet, row, 0, entry->vendor, QA_STYLE_TEXT);
    qa_put(sheet, row, 1, entry->batch, QA_STYLE_TEXT);
    qa_put_number(sheet, row, 2, (double)entry->items, QA_STYLE_COUNT);
    qa_put(sheet, row, 3, entry->priority, QA_STYLE_TEXT);
    qa_put_number(sheet, row, 4, (double)entry->round, QA_STYLE_COUNT);
    qa_put(sheet, row, 5, accepted[entry->accepted], QA_STYLE_TEXT);
    qa_put(sheet, row, 6, minute_text(book->arena, entry->ordered, ""), QA_STYLE_TEXT);
    qa_put(sheet, row, 8, minute_text(book->arena, entry->due, "no promise"), QA_STYLE_TEXT);
    qa_put(sheet, row, 10, minute_text(book->arena, entry->delivered, "open"), QA_STYLE_TEXT);
    qa_put_number(sheet, row, 12, known(finished, qa_delivery_hours(entry)), QA_STYLE_FIXED_HOURS);
    if (time->calendar != NULL) {
        qa_put_number(sheet, row, 13, known(finished, qa_delivery_business_hours(entry)),
                      QA_STYLE_FIXED_HOURS);
    }
    qa_put(sheet, row, 14, qa_delivery_outcome(entry), QA_STYLE_TEXT);
}

static void put_deliveries(const struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row)
{
    static const char *const headers[] = {
        "vendor", "batch",     "items", "priority",        "round", "accepted", "ordered (UTC)",
        "",       "due (UTC)", "",      "delivered (UTC)", "",      "hours",    "business hours",
        "outcome"};
    const struct qa_turnaround *time = book->evaluation->turnaround;
    row = put_heading(sheet, row, "Deliveries");
    qa_note_error(sheet->book, worksheet_repeat_rows(sheet->worksheet, row, row));
    row = put_columns(sheet, row, headers, 15);
    for (size_t i = 0; i < time->n_entries && row < QA_ROWS_A_SHEET; i++) {
        put_delivery(book, sheet, row++, &time->entries[i]);
    }
}

static const char *note_text(const struct qa_vendor_book *book)
{
    const struct qa_turnaround *time = book->evaluation->turnaround;
    char as_of[QA_TIME_TEXT_MAX];
    qa_time_format(time->as_of, as_of);
    const char *text = qa_arena_format(
        book->arena,
        "Hours from order to delivery: of finished deliveries (type 7), and with open ones counted "
        "as still running (Kaplan-Meier). The log closes at %s.",
        as_of);
    return time->calendar == NULL ? text
                                  : qa_arena_format(book->arena, "%s Business hours: %s.", text,
                                                    qa_calendar_text(time->calendar));
}

void qa_sheet_turnaround(struct qa_vendor_book *book)
{
    static const double widths[N_HEADERS] = {18, 12, 9,  9,  9,  9, 9, 10, 10,
                                             10, 10, 10, 10, 10, 9, 9, 9};
    struct qa_sheet sheet = qa_book_sheet(&book->book, "Turnaround", QA_TAB_MEASURE);
    const struct qa_turnaround *time = book->evaluation->turnaround;
    qa_widths(&sheet, widths, N_HEADERS);
    qa_put(&sheet, 0, 0, "Turnaround", QA_STYLE_TITLE);
    if (time == NULL) {
        qa_put(&sheet, 2, 0, "No delivery log was given.", QA_STYLE_TEXT);
        return;
    }
    qa_put(&sheet, 1, 0, note_text(book), QA_STYLE_TEXT);
    uint32_t row = put_vendors(time, &sheet) + 1;
    put_curves(book, &sheet, row);
    put_bars(book, &sheet, row - 2, row);
    row += CHART_ROWS;
    row = put_tests(time, &sheet, row);
    row = put_priorities(time, &sheet, row);
    row = put_acceptance(time, &sheet, row);
    row = put_promises(book->evaluation->kept, &sheet, row);
    row = put_penalties(book->evaluation->penalties, &sheet, row);
    put_deliveries(book, &sheet, row);
    size_t end = (size_t)row + 2 + time->n_entries;
    qa_note_error(&book->book,
                  worksheet_print_area(sheet.worksheet, 0, 0,
                                       end < QA_ROWS_A_SHEET ? (uint32_t)end : QA_ROWS_A_SHEET,
                                       N_HEADERS - 1));
}
