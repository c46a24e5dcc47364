#include "qa/base/time.h"
#include "reports/sheets.h"
#include "reports/table_block.h"

enum {
    FIRST = 4,
    N_HEADERS = 17,     /* cells of the vendors' block */
    CURVES_COLUMN = 24, /* figures of the chart, beside the printed page */
    MOST_POINTS = 400,  /* of a curve in the chart */
    MOST_CURVES = 24,
    CHART_ROWS = 17
};

/* Told apart by those who do not see all colours (Okabe and Ito 2008). */
static const lxw_color_t colours[] = {0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7,
                                      0xE69F00, 0x56B4E9, 0x555555, 0x8B6F00};

static const char vendor_columns[] =
    "vendor,deliveries,items,open_deliveries,open,late,undecided,p50_hours,p90_hours,p95_hours,"
    "p50_censored_hours,p90_censored_hours,p95_censored_hours,on_time,ramp_up_weeks";

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

static void put_bars(struct qa_vendor_book *book, struct qa_sheet *sheet,
                     const struct qa_block *block, uint32_t last, uint32_t row)
{
    static const char *const names[] = {"median", "p90"};
    static const char *const columns[] = {"p50_hours", "p90_hours"};
    struct qa_arena *arena = book->arena;
    lxw_chart *chart = workbook_add_chart(book->book.workbook, LXW_CHART_BAR);
    for (uint16_t k = 0; k < 2; k++) {
        lxw_chart_series *series = chart_add_series(
            chart,
            qa_arena_format(arena, "=%s", qa_range_name(arena, "Turnaround", FIRST, last, 0)),
            qa_arena_format(
                arena, "=%s",
                qa_range_name(arena, "Turnaround", FIRST, last, qa_block_cell(block, columns[k]))));
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

/* ---- deliveries ---- */

static void put_deliveries(struct qa_sheet *sheet, uint32_t row, const struct qa_table *deliveries)
{
    struct qa_block block = qa_block_of(
        deliveries, "vendor,batch,items,priority,round,accepted,ordered_at,due_at,delivered_at,"
                    "hours,business_hours,outcome");
    qa_put(sheet, row++, 0, "Deliveries", QA_STYLE_SUBTITLE);
    qa_note_error(sheet->book, worksheet_repeat_rows(sheet->worksheet, row, row));
    block.end = block.end + row < QA_ROWS_A_SHEET ? block.end : QA_ROWS_A_SHEET - row;
    (void)qa_put_block(sheet, row, &block);
}

static struct qa_report *tables_of(struct qa_vendor_book *book)
{
    const struct qa_evaluation *evaluation = book->evaluation;
    struct qa_report *report = qa_report_new(book->arena, "turnaround");
    qa_turnaround_tables(evaluation->turnaround, report);
    if (evaluation->kept != NULL) {
        qa_kept_table(evaluation->kept, report);
    }
    if (evaluation->penalties != NULL) {
        qa_penalties_tables(evaluation->penalties, report);
    }
    return report;
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

/* Below the vendors and their charts. */
static const struct {
    const char *table;
    const char *columns;
} blocks[] = {
    {"tests", "vendor_a,vendor_b,difference_hours,horizon_hours,chi_square,p_value,p_adjusted"},
    {"priorities", "vendor,priority,deliveries,open_deliveries,late,p50_hours,p90_hours,"
                   "p90_censored_hours,on_time"},
    {"acceptance", NULL},
    {"promises_kept", "vendor,promise,priority,clock,promised_hours,promised_rate,p90_hours,"
                      "p90_low,p90_high,share,deliveries,open,verdict"},
    {"penalties", NULL},
};

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
    const struct qa_report *tables = tables_of(book);
    struct qa_block vendors = qa_block_of(qa_report_table(tables, "vendors"), vendor_columns);
    uint32_t row = qa_put_block(&sheet, FIRST - 1, &vendors) + 1;
    put_curves(book, &sheet, row);
    put_bars(book, &sheet, &vendors, row - 2, row);
    row += CHART_ROWS;
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
        const struct qa_table *table = qa_report_table(tables, blocks[i].table);
        row = qa_put_titled_block(&sheet, row, table != NULL ? table->title : NULL, table,
                                  blocks[i].columns);
    }
    put_deliveries(&sheet, row, qa_report_table(tables, "deliveries"));
    /* The list of deliveries is for the screen. */
    qa_note_error(&book->book, worksheet_print_area(sheet.worksheet, 0, 0, row - 1, N_HEADERS - 1));
    qa_print_upright(&sheet, row);
}
