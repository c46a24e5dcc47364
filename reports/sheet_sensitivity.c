#include <math.h>
#include <string.h>

#include "reports/inputs_delivered.h"
#include "reports/sensitivity_grid.h"
#include "reports/sheets.h"

enum { LIMIT_STEPS = 10, N_WHAT_IFS = 5, CHART_ROWS = 15 };

static const char *vendor_name(const struct qa_vendor_book *book, uint32_t vendor)
{
    return book->evaluation->scorecard.scores[vendor].facts->name;
}

/* ---- the gate of errors at other limits ---- */

static uint32_t put_limit_sweep(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row)
{
    struct qa_arena *arena = book->arena;
    qa_put(sheet, row, 0, "Gate of errors at other limits", QA_STYLE_SUBTITLE);
    qa_put(sheet, row + 1, 0, "vendor", QA_STYLE_HEADER);
    for (int step = 0; step < LIMIT_STEPS; step++) {
        uint16_t column = (uint16_t)(step + 1);
        double limit = (step + 1) / 100.0;
        qa_put_number(sheet, row + 1, column, limit, QA_STYLE_RATE);
        for (uint32_t v = 0; v < book->n; v++) {
            const char *high = qa_vendor_cell(book, v, QA_V_HIGH);
            const char *at = qa_cell_name(arena, NULL, row + 1, column);
            qa_put_formula(sheet, row + 2 + v, column,
                           qa_arena_format(arena,
                                           "=IF(ISNUMBER(%s),IF(%s<=%s,\"PASS\",IF(%s>%s,\"FAIL\","
                                           "\"INCONCLUSIVE\")),\"INCONCLUSIVE\")",
                                           high, high, at, qa_vendor_cell(book, v, QA_V_LOW), at),
                           QA_STYLE_NOTE);
        }
        qa_colour_gates(sheet, row + 2, row + 1 + book->n, column);
    }
    for (uint32_t v = 0; v < book->n; v++) {
        qa_put(sheet, row + 2 + v, 0, vendor_name(book, v), QA_STYLE_TEXT);
    }
    return row + book->n + 4;
}

/* ---- what a wrong label may cost ---- */

static uint32_t put_what_if(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row)
{
    static const int times[N_WHAT_IFS] = {0, 1, 2, 5, 10};
    struct qa_arena *arena = book->arena;
    qa_put(sheet, row, 0, "Cost per correct label if redoing a wrong one costs", QA_STYLE_SUBTITLE);
    qa_put(sheet, row + 1, 0, "vendor", QA_STYLE_HEADER);
    for (int i = 0; i < N_WHAT_IFS; i++) {
        uint16_t column = (uint16_t)(i + 1);
        qa_put_formula(sheet, row + 1, column, qa_arena_format(arena, "=%d*CostPerWrong", times[i]),
                       QA_STYLE_UNIT_PRICE);
        for (uint32_t v = 0; v < book->n; v++) {
            const char *rate = qa_vendor_cell(book, v, QA_V_RATE);
            const char *correct = qa_vendor_cell(book, v, QA_V_CORRECT);
            qa_put_formula(
                sheet, row + 2 + v, column,
                qa_arena_format(arena,
                                "=IF(ISNUMBER(%s),(%s+Volume*%s*(%s-CostPerWrong)*IF(FoundShare>0,"
                                "FoundShare,1))/(Volume*(1-%s)),\"n/a\")",
                                correct, qa_vendor_cell(book, v, QA_V_TOTAL), rate,
                                qa_cell_name(arena, NULL, row + 1, column), rate),
                QA_STYLE_UNIT_PRICE);
        }
    }
    for (uint32_t v = 0; v < book->n; v++) {
        qa_put(sheet, row + 2 + v, 0, vendor_name(book, v), QA_STYLE_TEXT);
    }
    return row + book->n + 4;
}

/* ---- what labelqa computed ---- */

static void put_chance_chart(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row,
                             uint32_t first)
{
    struct qa_arena *arena = book->arena;
    lxw_chart *chart = workbook_add_chart(book->book.workbook, LXW_CHART_BAR);
    uint32_t last = first + book->n - 1;
    lxw_chart_series *series = chart_add_series(
        chart, qa_arena_format(arena, "=%s", qa_range_name(arena, "Sensitivity", first, last, 0)),
        qa_arena_format(arena, "=%s", qa_range_name(arena, "Sensitivity", first, last, 1)));
    lxw_chart_fill grey = {.color = 0x8A8A8A};
    chart_series_set_fill(series, &grey);
    chart_series_set_labels(series);
    chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
    chart_axis_set_num_format(chart->x_axis, "0%");
    chart_axis_set_min(chart->x_axis, 0);
    chart_axis_set_max(chart->x_axis, 1);
    const struct qa_chart_place place = {
        .row = row,
        .column = 7,
        .x_scale = 0.9,
        .title = "Chance of being best",
        .description = "Bars: the chance that each vendor is best, over the draws"};
    qa_put_chart(sheet, chart, &place);
}

static uint32_t put_chances(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row)
{
    static const char *const headers[] = {
        "vendor",  "chance of being best", "weights as stated", "keeps the limits", "rank from",
        "rank to", "expected regret"};
    const struct qa_decision *decision = &book->evaluation->decision;
    qa_put(sheet, row, 0, "How sure the first place is", QA_STYLE_SUBTITLE);
    qa_put(sheet, row, 2, "computed by labelqa for the inputs as delivered", QA_STYLE_TEXT);
    qa_put_subheaders(sheet, row + 1, headers, 7);
    qa_row_of_lines(sheet, row + 1, 2);
    for (uint32_t v = 0; v < book->n; v++) {
        const struct qa_decision_vendor *vendor = &decision->vendors[v];
        uint32_t at = row + 2 + v;
        qa_put(sheet, at, 0, vendor_name(book, v), QA_STYLE_FIXED_TEXT);
        qa_put_computed(sheet, at, 1, vendor->drawn ? vendor->p_best : (double)NAN,
                        QA_STYLE_FIXED_RATE);
        qa_put_computed(sheet, at, 2, vendor->drawn ? vendor->p_best_as_weighted : (double)NAN,
                        QA_STYLE_FIXED_RATE);
        qa_put_computed(sheet, at, 3, vendor->drawn ? vendor->p_eligible : (double)NAN,
                        QA_STYLE_FIXED_RATE);
        qa_put_computed(sheet, at, 4, vendor->drawn ? vendor->rank_low : (double)NAN,
                        QA_STYLE_FIXED_COUNT);
        qa_put_computed(sheet, at, 5, vendor->drawn ? vendor->rank_high : (double)NAN,
                        QA_STYLE_FIXED_COUNT);
        qa_put_computed(sheet, at, 6, vendor->drawn ? vendor->expected_regret : (double)NAN,
                        QA_STYLE_FIXED_REAL);
    }
    put_chance_chart(book, sheet, row, row + 2);
    uint32_t end = row + book->n + 3;
    return end > row + CHART_ROWS ? end : row + CHART_ROWS;
}

static uint32_t put_flips(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row)
{
    static const char *const headers[] = {"what moves", "now", "changes at", "then first"};
    const struct qa_decision *decision = &book->evaluation->decision;
    qa_put(sheet, row, 0, "What would make another vendor first", QA_STYLE_SUBTITLE);
    qa_put(sheet, row, 3, "one change at a time; for the inputs as delivered", QA_STYLE_TEXT);
    qa_put_subheaders(sheet, row + 1, headers, 4);
    for (size_t i = 0; i < decision->n_flips; i++) {
        const struct qa_flip *flip = &decision->flips[i];
        uint32_t at = row + 2 + (uint32_t)i;
        bool is_rate = strcmp(flip->unit, "%") == 0;
        enum qa_style style = is_rate ? QA_STYLE_FIXED_RATE : QA_STYLE_FIXED_REAL;
        const char *what = flip->unit[0] == '\0' || is_rate || strcmp(flip->unit, flip->what) == 0
                               ? flip->what
                               : qa_arena_format(book->arena, "%s, %s", flip->what, flip->unit);
        qa_put(sheet, at, 0, what, QA_STYLE_FIXED_TEXT);
        qa_put_computed(sheet, at, 1, flip->now, style);
        qa_put_computed(sheet, at, 2, flip->at, style);
        qa_put(sheet, at, 3,
               flip->winner == SIZE_MAX ? "nobody alone"
                                        : vendor_name(book, (uint32_t)flip->winner),
               QA_STYLE_FIXED_TEXT);
    }
    return row + (uint32_t)decision->n_flips + 3;
}

static uint32_t put_negotiations(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row)
{
    static const char *const headers[] = {"vendor",           "score behind",   "off its price",
                                          "off per item",     "error rate now", "or error rate of",
                                          "what would not do"};
    const struct qa_decision *decision = &book->evaluation->decision;
    qa_put(sheet, row, 0, "What would draw level with the first", QA_STYLE_SUBTITLE);
    qa_put(sheet, row, 3, "computed by labelqa for the inputs as delivered", QA_STYLE_TEXT);
    qa_put_subheaders(sheet, row + 1, headers, 7);
    qa_row_of_lines(sheet, row + 1, 2);
    for (size_t i = 0; i < decision->n_negotiations; i++) {
        const struct qa_negotiation *offer = &decision->negotiations[i];
        uint32_t at = row + 2 + (uint32_t)i;
        qa_put(sheet, at, 0, vendor_name(book, (uint32_t)offer->vendor), QA_STYLE_FIXED_TEXT);
        qa_put_computed(sheet, at, 1, offer->gap, QA_STYLE_FIXED_REAL);
        qa_put_computed(sheet, at, 2, offer->by_price ? offer->price_off : (double)NAN,
                        QA_STYLE_FIXED_RATE);
        qa_put_computed(sheet, at, 3, offer->by_price ? offer->off_per_item : (double)NAN,
                        QA_STYLE_FIXED_REAL);
        qa_put_computed(sheet, at, 4, offer->rate_now, QA_STYLE_FIXED_RATE);
        qa_put_computed(sheet, at, 5, offer->by_errors ? offer->rate_needed : (double)NAN,
                        QA_STYLE_FIXED_RATE);
        qa_put(sheet, at, 6, offer->why_not, QA_STYLE_FIXED_TEXT);
    }
    return row + (uint32_t)decision->n_negotiations + 3;
}

void qa_sheet_sensitivity(struct qa_vendor_book *book)
{
    static const double widths[] = {26, 13, 13, 13, 13, 13, 13, 13, 13, 13, 13, 13};
    struct qa_sheet sheet = qa_book_sheet(&book->book, "Sensitivity", QA_TAB_DECIDE);
    qa_widths(&sheet, widths, sizeof widths / sizeof *widths);
    qa_put(&sheet, 0, 0, "Sensitivity", QA_STYLE_TITLE);
    qa_put(&sheet, 1, 0, "How far weights and limits may move before another vendor is best.",
           QA_STYLE_TEXT);
    if (book->n == 0) {
        return;
    }
    uint32_t row = qa_put_weight_grid(book, &sheet, 3);
    row = put_limit_sweep(book, &sheet, row);
    row = put_what_if(book, &sheet, row);
    row = put_chances(book, &sheet, row);
    row = put_flips(book, &sheet, row);
    put_negotiations(book, &sheet, row);
    qa_print_upright(&sheet, row);
}
