#include "reports/summary_charts.h"

/* The columns left of RIGHT_COLUMN and from it on are this wide, in charts of 480 pixels. */
#define LEFT_WIDTH 0.75
#define RIGHT_WIDTH 1.13
#define CHART_HEIGHT 1.15
enum { CHART_ROWS = 18, RIGHT_COLUMN = 4 };

static lxw_chart *new_chart(struct qa_vendor_book *book, uint8_t type)
{
    lxw_chart *chart = workbook_add_chart(book->book.workbook, type);
    chart_set_series_gap(chart, 60);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
    chart_axis_set_min(chart->x_axis, 0);
    return chart;
}

static lxw_chart_series *add_series(struct qa_vendor_book *book, lxw_chart *chart,
                                    const char *names, const char *values, lxw_color_t colour)
{
    struct qa_arena *arena = book->arena;
    lxw_chart_series *series = chart_add_series(chart, qa_arena_format(arena, "=%s", names),
                                                qa_arena_format(arena, "=%s", values));
    lxw_chart_fill fill = {.color = colour};
    chart_series_set_fill(series, &fill);
    return series;
}

static void put_chart(struct qa_sheet *sheet, lxw_chart *chart, uint32_t row, uint16_t column,
                      const char *title, const char *description)
{
    const struct qa_chart_place place = {.row = row,
                                         .column = column,
                                         .x_scale = column == 0 ? LEFT_WIDTH : RIGHT_WIDTH,
                                         .y_scale = CHART_HEIGHT,
                                         .title = title,
                                         .description = description};
    qa_put_chart(sheet, chart, &place);
}

static const char *vendors_range(const struct qa_vendor_book *book, enum qa_vendors_column column)
{
    return qa_range_name(book->arena, "Vendors", QA_VENDORS_FIRST, QA_VENDORS_FIRST + book->n - 1,
                         (uint16_t)column);
}

static void put_score_chart(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row)
{
    static const lxw_color_t colours[QA_N_CRITERIA] = {0x2E7D6B, 0xD9A441, 0x1F3A4D, 0x8FB8C9,
                                                       0xB58DB6};
    const struct qa_scorecard *card = &book->evaluation->scorecard;
    lxw_chart *chart = new_chart(book, LXW_CHART_BAR_STACKED);
    uint32_t first = qa_points_first_row(book);
    uint32_t last = first + book->n - 1;
    for (int c = 0; c < QA_N_CRITERIA; c++) {
        if (card->settings.weights[c] <= 0 && c > QA_CRITERION_COST) {
            continue;
        }
        uint16_t column = (uint16_t)(c + 1);
        lxw_chart_series *series =
            add_series(book, chart, qa_range_name(book->arena, "Vendors", first, last, 0),
                       qa_range_name(book->arena, "Vendors", first, last, column), colours[c]);
        chart_series_set_name(
            series, qa_arena_format(book->arena, "=%s",
                                    qa_cell_name(book->arena, "Vendors", first - 1, column)));
    }
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    chart_axis_set_max(chart->x_axis, 1);
    chart_axis_set_num_format(chart->x_axis, "0.0");
    put_chart(sheet, chart, row, 0, "Score: what each criterion adds",
              "Stacked bars: points of quality, speed and cost in the score of each vendor");
}

static void put_chance_chart(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row)
{
    lxw_chart *chart = new_chart(book, LXW_CHART_BAR);
    lxw_chart_series *series = add_series(book, chart, vendors_range(book, QA_V_NAME),
                                          vendors_range(book, QA_V_P_BEST), 0x8A8A8A);
    chart_series_set_labels(series);
    chart_axis_set_max(chart->x_axis, 1);
    chart_axis_set_num_format(chart->x_axis, "0%");
    put_chart(sheet, chart, row, RIGHT_COLUMN, "Chance of being best, inputs as delivered",
              "Bars: the chance that each vendor is best, over the draws");
}

/*
 * Interval bars: a bar from 0 to the low end that is not drawn, and one of the interval's width;
 * the limit is one more line of the chart, in its own colour.
 */
static void put_interval_chart(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row)
{
    static const lxw_color_t colours[] = {0, 0x2E7D6B, 0xD9A441};
    lxw_chart *chart = new_chart(book, LXW_CHART_BAR_STACKED);
    uint32_t first = qa_interval_first_row(book);
    uint32_t last = first + book->n;
    for (uint16_t k = 0; k < 3; k++) {
        lxw_chart_series *series = add_series(
            book, chart, qa_range_name(book->arena, "Vendors", first, last, 0),
            qa_range_name(book->arena, "Vendors", first, last, (uint16_t)(k + 1)), colours[k]);
        lxw_chart_fill none = {.none = LXW_TRUE};
        if (k == 0) {
            chart_series_set_fill(series, &none);
        }
    }
    chart_axis_set_num_format(chart->x_axis, "0%");
    put_chart(sheet, chart, row, 0, "Error rate: interval, and the limit",
              "Bars: interval of the error rate of each vendor, and the limit");
}

static void put_cost_chart(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row)
{
    lxw_chart *chart = new_chart(book, LXW_CHART_BAR);
    add_series(book, chart, vendors_range(book, QA_V_NAME), vendors_range(book, QA_V_CORRECT),
               0x1F3A4D);
    put_chart(sheet, chart, row, RIGHT_COLUMN,
              qa_arena_format(book->arena, "%s per correct label", book->currency),
              "Bars: cost per correct label of each vendor");
}

uint32_t qa_put_summary_charts(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row)
{
    put_score_chart(book, sheet, row);
    put_chance_chart(book, sheet, row);
    put_interval_chart(book, sheet, row + CHART_ROWS);
    if (book->evaluation->quotes != NULL) {
        put_cost_chart(book, sheet, row + CHART_ROWS);
    }
    return row + 2 * CHART_ROWS;
}
