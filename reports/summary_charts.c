#include "reports/summary_charts.h"

enum {
    WIDTH = QA_SUMMARY_PAGE_PIXELS / 2 - 6,
    LIBRARY_WIDTH = 480,
    LIBRARY_HEIGHT = 288,
    TEAL = 0x2E7D6B,
    DARK = 0x1F3A4D,
    RED = 0xB5402F,
    GREY = 0x8A8A8A
};

static const char *column_of(const struct qa_vendor_book *book, uint32_t first, uint32_t last,
                             int column)
{
    return qa_arena_format(book->arena, "=%s",
                           qa_range_name(book->arena, "Vendors", first, last, (uint16_t)column));
}

/* A figure of all vendors, the last in rank first. */
static const char *all_places(const struct qa_vendor_book *book, int column)
{
    return column_of(book, qa_place_row(book, book->n), qa_place_row(book, 1), column);
}

/* Three figures of one vendor. */
static const char *three_of(const struct qa_vendor_book *book, uint32_t row, int first)
{
    return qa_arena_format(book->arena, "=%s:%s",
                           qa_cell_name(book->arena, "Vendors", row, (uint16_t)first),
                           qa_cell_name(book->arena, NULL, row, (uint16_t)(first + 2)));
}

static lxw_chart *new_chart(struct qa_vendor_book *book, uint8_t type)
{
    lxw_chart_font font = {.size = 9};
    lxw_chart *chart = workbook_add_chart(book->book.workbook, type);
    chart_axis_set_num_font(chart->x_axis, &font);
    chart_axis_set_num_font(chart->y_axis, &font);
    chart_axis_set_name_font(chart->x_axis, &font);
    chart_axis_set_name_font(chart->y_axis, &font);
    chart_legend_set_font(chart, &font);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
    chart_set_series_gap(chart, 60);
    chart_axis_set_min(chart->x_axis, 0);
    return chart;
}

/* ---- points and lines ---- */

static lxw_chart_series *add_line(lxw_chart *chart, const char *x, const char *y,
                                  lxw_chart_line line)
{
    lxw_chart_series *series = chart_add_series(chart, x, y);
    chart_series_set_line(series, &line);
    chart_series_set_marker_type(series, LXW_CHART_MARKER_NONE);
    return series;
}

static lxw_chart_series *add_points(lxw_chart *chart, const char *x, const char *y,
                                    lxw_color_t colour)
{
    lxw_chart_line none = {.none = LXW_TRUE};
    lxw_chart_line edge = {.color = colour};
    lxw_chart_fill fill = {.color = colour};
    lxw_chart_series *series = chart_add_series(chart, x, y);
    chart_series_set_line(series, &none);
    chart_series_set_marker_type(series, LXW_CHART_MARKER_CIRCLE);
    chart_series_set_marker_size(series, 7);
    chart_series_set_marker_fill(series, &fill);
    chart_series_set_marker_line(series, &edge);
    return series;
}

/* The vendor's name right of its point. */
static void label_by_name(struct qa_vendor_book *book, lxw_chart_series *series, uint32_t row)
{
    lxw_chart_font font = {.size = 9};
    chart_series_set_name(series, column_of(book, row, row, QA_P_NAME));
    chart_series_set_labels_position(series, LXW_CHART_LABEL_POSITION_RIGHT);
    chart_series_set_labels_font(series, &font);
    /* Last: each of the others asks for the value again. */
    chart_series_set_labels_options(series, LXW_TRUE, LXW_FALSE, LXW_FALSE);
}

/* Whether an axis that programs choose would go past all labels wrong. */
static bool reaches_all(const struct qa_vendor_book *book)
{
    for (uint32_t place = 1; place <= book->n; place++) {
        const struct qa_estimate *rate = &qa_score_at(book, place)->error_rate;
        if (qa_is_defined(rate) && rate->high > 0.6) {
            return true;
        }
    }
    return false;
}

/* The limit as a dashed line over the whole height, and room on the right for names. */
static void add_limit(struct qa_vendor_book *book, lxw_chart *chart, int height)
{
    const lxw_chart_line dashed = {
        .color = RED, .width = 1.5F, .dash_type = LXW_CHART_LINE_DASH_DASH};
    const lxw_chart_line none = {.none = LXW_TRUE};
    uint32_t row = qa_limit_row(book);
    (void)add_line(chart, column_of(book, row, row + 1, QA_P_RATE),
                   column_of(book, row, row + 1, height), dashed);
    (void)add_line(chart, column_of(book, row + 2, row + 2, QA_P_RATE),
                   column_of(book, row + 2, row + 2, QA_P_HEIGHT), none);
    chart_axis_set_num_format(chart->x_axis, "0%");
    chart_axis_set_min(chart->y_axis, 0);
    if (reaches_all(book)) {
        chart_axis_set_max(chart->x_axis, 1);
    }
}

static lxw_chart *interval_chart(struct qa_vendor_book *book)
{
    const lxw_chart_line bar = {.color = 0x9CC9BC, .width = 5};
    const lxw_chart_line none = {.none = LXW_TRUE};
    lxw_chart *chart = new_chart(book, LXW_CHART_SCATTER_STRAIGHT);
    for (uint32_t place = 1; place <= book->n; place++) {
        uint32_t row = qa_place_row(book, place);
        (void)add_line(chart, three_of(book, row, QA_P_LOW), three_of(book, row, QA_P_HEIGHT), bar);
        label_by_name(book,
                      add_line(chart, column_of(book, row, row, QA_P_HIGH),
                               column_of(book, row, row, QA_P_HEIGHT), none),
                      row);
    }
    (void)add_points(chart, all_places(book, QA_P_RATE), all_places(book, QA_P_HEIGHT), TEAL);
    add_limit(book, chart, QA_P_HEIGHT);
    chart_axis_set_max(chart->y_axis, book->n + 1);
    chart_axis_major_gridlines_set_visible(chart->y_axis, LXW_FALSE);
    chart_axis_off(chart->y_axis);
    return chart;
}

static lxw_chart *cost_chart(struct qa_vendor_book *book)
{
    lxw_chart *chart = new_chart(book, LXW_CHART_SCATTER);
    for (uint32_t place = 1; place <= book->n; place++) {
        uint32_t row = qa_place_row(book, place);
        label_by_name(book,
                      add_points(chart, column_of(book, row, row, QA_P_RATE),
                                 column_of(book, row, row, QA_P_COST), DARK),
                      row);
    }
    add_limit(book, chart, QA_P_COST);
    chart_axis_set_num_format(chart->y_axis, "#,##0");
    chart_axis_set_name(chart->x_axis, "error rate");
    return chart;
}

/* ---- bars ---- */

static lxw_chart *score_chart(struct qa_vendor_book *book)
{
    static const lxw_color_t colours[QA_N_CRITERIA] = {TEAL, 0xD9A441, DARK, 0x8FB8C9, 0xB58DB6};
    const struct qa_scorecard *card = &book->evaluation->scorecard;
    uint32_t header = qa_place_row(book, book->n) - 1;
    lxw_chart *chart = new_chart(book, LXW_CHART_BAR_STACKED);
    for (int c = 0; c < QA_N_CRITERIA; c++) {
        if (card->settings.weights[c] <= 0 && c > QA_CRITERION_COST) {
            continue;
        }
        lxw_chart_fill fill = {.color = colours[c]};
        lxw_chart_series *series =
            chart_add_series(chart, all_places(book, QA_P_NAME), all_places(book, QA_P_POINTS + c));
        chart_series_set_fill(series, &fill);
        chart_series_set_name(series, column_of(book, header, header, QA_P_POINTS + c));
    }
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    chart_axis_set_max(chart->x_axis, 1);
    chart_axis_set_major_unit(chart->x_axis, 0.2);
    chart_axis_set_num_format(chart->x_axis, "0.0");
    return chart;
}

static lxw_chart *chance_chart(struct qa_vendor_book *book)
{
    lxw_chart_fill fill = {.color = GREY};
    lxw_chart_font font = {.size = 9};
    lxw_chart *chart = new_chart(book, LXW_CHART_BAR);
    lxw_chart_series *series =
        chart_add_series(chart, all_places(book, QA_P_NAME), all_places(book, QA_P_CHANCE));
    chart_series_set_fill(series, &fill);
    chart_series_set_labels(series);
    chart_series_set_labels_num_format(series, "0%;;");
    chart_series_set_labels_font(series, &font);
    chart_axis_set_max(chart->x_axis, 1);
    chart_axis_set_major_unit(chart->x_axis, 0.2);
    chart_axis_set_num_format(chart->x_axis, "0%");
    return chart;
}

/* ---- the page's ---- */

/* In the order of reading. */
struct picture {
    lxw_chart *(*make)(struct qa_vendor_book *book);
    const char *title;
    const char *description;
    bool shown;
};
enum { N_PICTURES = 4 };

static bool any_has(const struct qa_vendor_book *book, enum qa_criterion criterion)
{
    bool any = false;
    for (uint32_t i = 0; i < book->n; i++) {
        const struct qa_vendor_score *score = &book->evaluation->scorecard.scores[i];
        any = any || score->known[criterion];
    }
    return any;
}

static bool any_scored(const struct qa_vendor_book *book)
{
    bool any = false;
    for (uint32_t i = 0; i < book->n; i++) {
        any = any || book->evaluation->scorecard.scores[i].has_score;
    }
    return any;
}

static void choose_pictures(const struct qa_vendor_book *book, struct picture pictures[N_PICTURES])
{
    const struct qa_evaluation *evaluation = book->evaluation;
    const struct picture all[N_PICTURES] = {
        {interval_chart, "Error rate, interval and limit",
         "Points and lines: error rate of each vendor with its interval, and the limit",
         any_has(book, QA_CRITERION_QUALITY)},
        {cost_chart, qa_arena_format(book->arena, "%s per 1000 correct labels", book->currency),
         "Points: cost of each vendor against its error rate, and the limit",
         any_has(book, QA_CRITERION_COST)},
        {score_chart, "Score: what each criterion adds",
         "Stacked bars: points of each criterion in the score of each vendor", any_scored(book)},
        {chance_chart, "Chance of being best",
         "Bars: the chance that each vendor is best, over the draws",
         evaluation->decision.n_drawn > 0},
    };
    unsigned most = book->n <= QA_SUMMARY_FEW ? N_PICTURES : 2;
    for (unsigned i = 0, n = 0; i < N_PICTURES; i++) {
        pictures[i] = all[i];
        pictures[i].shown = all[i].shown && n < most;
        n += pictures[i].shown;
    }
}

unsigned qa_summary_chart_rows(const struct qa_vendor_book *book)
{
    struct picture pictures[N_PICTURES];
    unsigned n = 0;
    choose_pictures(book, pictures);
    for (int i = 0; i < N_PICTURES; i++) {
        n += pictures[i].shown;
    }
    return (n + 1) / 2;
}

uint32_t qa_put_summary_charts(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row,
                               unsigned height)
{
    struct picture pictures[N_PICTURES];
    uint32_t rows = (height + QA_SUMMARY_ROW_PIXELS - 1) / QA_SUMMARY_ROW_PIXELS;
    unsigned n = 0;
    choose_pictures(book, pictures);
    /* Rows of no stated height come out smaller in some programs, and the charts with them. */
    for (uint32_t r = 0; r < 2 * rows; r++) {
        qa_note_error(&book->book, worksheet_set_row(sheet->worksheet, row + r, 15, NULL));
    }
    for (int i = 0; i < N_PICTURES; i++) {
        if (!pictures[i].shown) {
            continue;
        }
        const struct qa_chart_place place = {.row = row + n / 2 * rows,
                                             .x_offset = n % 2 * (WIDTH + 12),
                                             .x_scale = (double)WIDTH / LIBRARY_WIDTH,
                                             .y_scale = (height - 6.0) / LIBRARY_HEIGHT,
                                             .title = pictures[i].title,
                                             .description = pictures[i].description};
        qa_put_chart(sheet, pictures[i].make(book), &place);
        n++;
    }
    return row + (n + 1) / 2 * rows;
}
