#include <string.h>

#include "reports/sheets.h"
#include "reports/table_block.h"

enum { FIRST = 4, N_COLUMNS = 12, CHART_ROWS = 16, MOST_CHARTS = 12, SECOND_COLUMN = 6 };

static uint32_t put_heading(struct qa_sheet *sheet, uint32_t row, const char *text)
{
    qa_put(sheet, row, 0, text, QA_STYLE_SUBTITLE);
    return row + 1;
}

/* Rows of the sheet that a chart shows: those of one vendor. */
struct rows {
    uint32_t first;
    uint32_t end;
    const struct qa_block *block;
};

struct line {
    const char *column; /* of the table */
    const char *name;
    lxw_color_t colour;
    bool dashed;
    bool marked;
};

static void add_line(struct qa_vendor_book *book, lxw_chart *chart, const struct rows *rows,
                     const struct line *line)
{
    struct qa_arena *arena = book->arena;
    uint16_t column = qa_block_cell(rows->block, line->column);
    lxw_chart_series *series = chart_add_series(
        chart,
        qa_arena_format(arena, "=%s", qa_range_name(arena, "Trend", rows->first, rows->end - 1, 1)),
        qa_arena_format(arena, "=%s",
                        qa_range_name(arena, "Trend", rows->first, rows->end - 1, column)));
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

/* The table of a vendor's rows below each other, from `row` on, and a chart of each of the first
 * ones from `charts` on. */
struct charted {
    const struct qa_table *table;
    const char *columns;
    void (*put_chart)(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row, size_t i,
                      const struct rows *rows, const char *vendor);
};

static const char *vendor_of(const struct qa_table *table, size_t r)
{
    const struct qa_table_cell *cell = qa_table_cell(table, r, 0);
    return cell->present ? cell->as.text : qa_unnamed_vendor;
}

static size_t end_of_vendor(const struct qa_table *table, size_t first)
{
    size_t end = first + 1;
    while (end < table->n_rows && strcmp(vendor_of(table, end), vendor_of(table, first)) == 0) {
        end++;
    }
    return end;
}

static size_t count_vendors(const struct qa_table *table)
{
    size_t n = 0;
    for (size_t first = 0; first < table->n_rows; first = end_of_vendor(table, first)) {
        n++;
    }
    return n;
}

static uint32_t put_charted(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row,
                            const struct charted *charted)
{
    const struct qa_table *table = charted->table;
    struct qa_block block = qa_block_of(table, charted->columns);
    size_t n = count_vendors(table);
    uint32_t charts = row;
    n = n < MOST_CHARTS ? n : MOST_CHARTS;
    row += (uint32_t)((n + 1) / 2) * CHART_ROWS;
    uint32_t first_row = row + 1;
    row = qa_put_block(sheet, row, &block);
    size_t i = 0;
    for (size_t first = 0; first < table->n_rows && i < n; i++) {
        size_t end = end_of_vendor(table, first);
        const struct rows rows = {first_row + (uint32_t)first, first_row + (uint32_t)end, &block};
        charted->put_chart(book, sheet, charts, i, &rows, vendor_of(table, first));
        first = end;
    }
    return row + 1;
}

/* ---- since the audit before ---- */

static uint32_t put_changes(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row,
                            const struct qa_report *tables)
{
    const struct qa_table *changes = qa_report_table(tables, "changes");
    if (changes == NULL && book->for_vendor) {
        return row;
    }
    if (changes == NULL) {
        row = put_heading(sheet, row, "Since the last audit");
        qa_put(sheet, row, 0,
               "No audit before was given (before: in audit.yaml, or --before): what it found as "
               "JSON.",
               QA_STYLE_TEXT);
        return row + 2;
    }
    row = qa_put_titled_block(sheet, row, "Since the last audit", changes, NULL);
    return qa_put_titled_block(sheet, row, "Hours since the last audit",
                               qa_report_table(tables, "changes_hours"), NULL);
}

/* ---- error rates ---- */

static void put_p_chart(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row, size_t i,
                        const struct rows *rows, const char *vendor)
{
    static const struct line lines[] = {{"error_rate", "error rate", 0x1F3A4D, false, true},
                                        {"centre", "centre", 0x2E7D6B, false, false},
                                        {"low", "lower limit", 0xC0504D, true, false},
                                        {"high", "upper limit", 0xC0504D, true, false}};
    lxw_chart *chart = workbook_add_chart(book->book.workbook, LXW_CHART_LINE);
    for (size_t l = 0; l < sizeof lines / sizeof *lines; l++) {
        add_line(book, chart, rows, &lines[l]);
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

static uint32_t put_error_rates(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row,
                                const struct qa_report *tables)
{
    const struct qa_table *trends = qa_report_table(tables, "trends");
    row = put_heading(sheet, row, "Error rates");
    if (trends == NULL) {
        qa_put(sheet, row, 0, "No two batches or weeks with gold: there is no course over time.",
               QA_STYLE_TEXT);
        return row + 2;
    }
    struct qa_block block = qa_block_of(
        trends, "vendor,trend,periods,centre,outside,longest_run,between,slope,p_adjusted");
    row = qa_put_block(sheet, row, &block) + 1;
    const struct charted charted = {
        .table = qa_report_table(tables, "trend"),
        .columns = "vendor,period,trials,errors,error_rate,centre,low,high,place",
        .put_chart = put_p_chart};
    return put_charted(book, sheet, row, &charted);
}

/* ---- weeks of deliveries ---- */

static void put_volume_chart(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row,
                             size_t i, const struct rows *rows, const char *vendor)
{
    static const struct line lines[] = {
        {"due_so_far", "promised so far", 0x6F8FA3, true, false},
        {"delivered_so_far", "delivered so far", 0x2E7D6B, false, true},
        {"backlog", "backlog", 0xC0504D, false, false}};
    lxw_chart *chart = workbook_add_chart(book->book.workbook, LXW_CHART_LINE);
    for (size_t l = 0; l < sizeof lines / sizeof *lines; l++) {
        add_line(book, chart, rows, &lines[l]);
    }
    chart_axis_set_min(chart->y_axis, 0);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    place_chart(sheet, chart, row, i,
                qa_arena_format(book->arena, "%s: items promised and delivered", vendor),
                "Lines: items promised and delivered up to each week, and the backlog at its end");
}

static uint32_t put_weeks(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row,
                          const struct qa_report *tables)
{
    const struct charted charted = {.table = qa_report_table(tables, "weeks"),
                                    .columns = "vendor,week,ordered,due,delivered,backlog,"
                                               "due_so_far,delivered_so_far,p50_hours,p90_hours",
                                    .put_chart = put_volume_chart};
    if (charted.table != NULL && charted.table->n_rows > 0) {
        row = put_heading(sheet, row, "Deliveries by week");
        row = put_charted(book, sheet, row, &charted);
    }
    return row;
}

/* Only those that the sheet shows. */
static struct qa_report *tables_of(struct qa_vendor_book *book)
{
    const struct qa_evaluation *evaluation = book->evaluation;
    struct qa_report *report = qa_report_new(book->arena, "trend");
    if (evaluation->changes != NULL) {
        qa_changes_table(evaluation->changes, report);
    }
    if (evaluation->hours_changes != NULL) {
        qa_hours_changes_table(evaluation->hours_changes, report);
    }
    if (evaluation->trend != NULL) {
        qa_trend_tables(evaluation->trend, &book->names, report);
    }
    if (evaluation->turnaround != NULL) {
        qa_turnaround_weeks_table(evaluation->turnaround, report);
    }
    return report;
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
    const struct qa_report *tables = tables_of(book);
    row = put_changes(book, &sheet, row, tables);
    row = put_error_rates(book, &sheet, row, tables);
    row = put_weeks(book, &sheet, row, tables);
    qa_print_upright(&sheet, row);
}
