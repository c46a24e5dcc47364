#include <math.h>
#include <string.h>

#include "qa/base/time.h"
#include "qa/procurement/quote_work.h"
#include "reports/inputs_delivered.h"
#include "reports/quote_cells.h"

enum { TOTALS_HEADER = 3, N_VOLUMES = 8, CHART_ROWS = 16 };

/* Right of all: what the yellow cells held, and 1 where they hold another. */
enum { KEPT_PRICE = QA_Q_VOLUMES + 3 * N_VOLUMES, KEPT_TAKEN, PRICE_DIFFERS, TAKEN_DIFFERS };

static const double curve[N_VOLUMES] = {0.1, 0.2, 0.5, 1, 2, 5, 10, 20};

/* Columns of the totals. */
enum {
    T_VENDOR,
    T_USAGE,
    T_FEES,
    T_PERCENTS,
    T_MINIMUM,
    T_TOTAL = QA_Q_TOTAL_COLUMN,
    T_UNIT,
    T_REMARK
};

static uint32_t totals_first(void)
{
    return TOTALS_HEADER + 1;
}

uint32_t qa_quotes_total_row(const struct qa_vendor_book *book, size_t vendor)
{
    (void)book;
    return totals_first() + (uint32_t)vendor;
}

static uint32_t curve_first(const struct qa_vendor_book *book)
{
    return totals_first() + book->n + 3;
}

static uint32_t charges_first(const struct qa_vendor_book *book)
{
    return totals_first() + 2 * book->n + 5 + CHART_ROWS + 2;
}

/* The charges of a vendor and what their formulas refer to; n is 0 without a quote. */
static struct qa_quote_block block_of(const struct qa_vendor_book *book, size_t vendor)
{
    const struct qa_evaluation *evaluation = book->evaluation;
    const struct qa_vendor_score *score = &evaluation->scorecard.scores[vendor];
    struct qa_quote_block block = {.book = book};
    const char *own = qa_vendor_cell(book, vendor, QA_V_SECONDS);

    block.charges = qa_quote_charges(evaluation->quotes, score->facts->name, &block.n);
    if (block.n > 0) {
        block.first_row =
            charges_first(book) + (uint32_t)(block.charges - evaluation->quotes->charges);
    }
    const struct qa_scenario scenario =
        qa_vendor_scenario(score->facts, &evaluation->scorecard.settings);
    block.scenario = qa_quote_scenario(evaluation->quotes, score->facts->name, &scenario);
    block.seconds = qa_arena_format(
        book->arena, "IF(SecondsPerItem>0,SecondsPerItem,IF(ISNUMBER(%s),%s,0))", own, own);
    return block;
}

/* ---- charges ---- */

static const char *rate_formula(const struct qa_vendor_book *book, uint32_t row)
{
    size_t n;
    (void)qa_fx_currencies(book, &n);
    uint32_t last = QA_FX_FIRST + (uint32_t)n - 1;

    return qa_arena_format(book->arena, "=INDEX(%s,MATCH(%s,%s,0))",
                           qa_range_name(book->arena, "Inputs", QA_FX_FIRST, last, 1),
                           qa_cell(book->arena, row, QA_Q_CURRENCY),
                           qa_range_name(book->arena, "Inputs", QA_FX_FIRST, last, 0));
}

static const char *applies_text(const struct qa_charge *charge, struct qa_arena *arena)
{
    const char *text = "";

    for (size_t i = 0; i < charge->n_applies_to; i++) {
        text = qa_arena_format(arena, "%s%s%s", text, i > 0 ? "; " : "", charge->applies_to[i]);
    }
    return text;
}

/* What the quote says, as it was read; prices and what is taken can be changed. */
static void put_said(struct qa_sheet *sheet, const struct qa_quote_block *block, size_t at)
{
    struct qa_arena *arena = sheet->book->arena;
    const struct qa_charge *charge = &block->charges[at];
    uint32_t row = block->first_row + (uint32_t)at;

    qa_put(sheet, row, QA_Q_VENDOR, charge->vendor, QA_STYLE_TEXT);
    qa_put(sheet, row, QA_Q_CHARGE, charge->name, QA_STYLE_TEXT);
    qa_put(sheet, row, QA_Q_BASIS, qa_basis_name(charge->basis), QA_STYLE_TEXT);
    qa_put(sheet, row, QA_Q_APPLIES, applies_text(charge, arena), QA_STYLE_TEXT);
    qa_put(sheet, row, QA_Q_CONDITION, qa_condition_name(charge->condition), QA_STYLE_TEXT);
    if (charge->condition == QA_OPTIONAL) {
        double taken = qa_scenario_takes(&block->scenario, charge->name);
        qa_put_number(sheet, row, QA_Q_TAKEN, taken, QA_STYLE_INPUT_REAL);
        qa_keep_in(sheet, row, QA_Q_TAKEN, KEPT_TAKEN, TAKEN_DIFFERS);
    }
    qa_put(sheet, row, QA_Q_RECURRENCE, charge->recurrence == QA_MONTHLY ? "monthly" : "once",
           QA_STYLE_ROW_TEXT);
    qa_put(sheet, row, QA_Q_TIERING, qa_tiering_name(charge->tiering), QA_STYLE_TEXT);
    qa_put_number(sheet, row, QA_Q_FROM, charge->from, QA_STYLE_COUNT);
    if (isfinite(charge->to)) {
        qa_put_number(sheet, row, QA_Q_TO, charge->to, QA_STYLE_COUNT);
    } else {
        qa_put(sheet, row, QA_Q_TO, "open", QA_STYLE_COUNT);
    }
    qa_put_number(sheet, row, QA_Q_PRICE, qa_amount_real(charge->price), QA_STYLE_INPUT_REAL);
    qa_keep_in(sheet, row, QA_Q_PRICE, KEPT_PRICE, PRICE_DIFFERS);
    qa_put(sheet, row, QA_Q_CURRENCY, charge->basis == QA_PERCENT ? "%" : charge->currency,
           QA_STYLE_ROW_TEXT);
    if (charge->basis != QA_PERCENT) {
        qa_put_formula(sheet, row, QA_Q_RATE, rate_formula(block->book, row), QA_STYLE_REAL);
    }
    qa_put(sheet, row, QA_Q_KIND, qa_quote_kind_word(charge->basis), QA_STYLE_NOTE);
    if (charge->valid_until != QA_NO_TIME) {
        char date[QA_TIME_TEXT_MAX];

        qa_time_format(charge->valid_until, date);
        date[10] = '\0';
        qa_put(sheet, row, QA_Q_VALID, date, QA_STYLE_ROW_TEXT);
    }
    qa_put(sheet, row, QA_Q_NOTE, charge->note, QA_STYLE_TEXT);
    qa_put(sheet, row, QA_Q_SOURCE,
           qa_arena_format(arena, "%s:%llu", charge->file, (unsigned long long)charge->line),
           QA_STYLE_NOTE);
}

/* Quantity, units and amount of every charge of a vendor at one volume. */
static void put_worked(struct qa_sheet *sheet, const struct qa_quote_block *block,
                       const struct qa_quote_place *place)
{
    for (size_t i = 0; i < block->n; i++) {
        uint32_t row = block->first_row + (uint32_t)i;

        qa_put_formula(sheet, row, place->quantity, qa_quote_quantity_formula(block, i, place),
                       QA_STYLE_HOURS);
        qa_put_formula(sheet, row, (uint16_t)(place->quantity + 1),
                       qa_quote_units_formula(block, i, place), QA_STYLE_HOURS);
        qa_put_formula(sheet, row, (uint16_t)(place->quantity + 2),
                       qa_quote_amount_formula(block, i, place), QA_STYLE_MONEY);
    }
}

static struct qa_quote_place place_of(const struct qa_vendor_book *book, int volume)
{
    return (struct qa_quote_place){
        .quantity = (uint16_t)(QA_Q_VOLUMES + 3 * volume),
        .volume = qa_cell_name(book->arena, NULL, curve_first(book), (uint16_t)(volume + 1))};
}

static void put_charges(const struct qa_vendor_book *book, struct qa_sheet *sheet,
                        const struct qa_quote_block *block)
{
    const struct qa_quote_place at_volume = {QA_Q_QUANTITY, "Volume"};

    for (size_t i = 0; i < block->n; i++) {
        put_said(sheet, block, i);
    }
    put_worked(sheet, block, &at_volume);
    for (int i = 0; i < N_VOLUMES; i++) {
        const struct qa_quote_place place = place_of(book, i);

        put_worked(sheet, block, &place);
    }
}

/* ---- totals ---- */

static const char *column_range(const struct qa_quote_block *block, uint16_t column)
{
    struct qa_arena *arena = block->book->arena;
    uint32_t last = block->first_row + (uint32_t)block->n - 1;

    return qa_arena_format(arena, "%s:%s", qa_cell(arena, block->first_row, column),
                           qa_cell(arena, last, column));
}

/* The sum of a vendor's amounts, rounded once; "n/a" when one of them is. */
static const char *total_formula(const struct qa_quote_block *block, uint16_t amount)
{
    if (block->n == 0) {
        return "=\"n/a\"";
    }
    const char *range = column_range(block, amount);
    return qa_arena_format(block->book->arena, "=IF(COUNT(%s)<%zu,\"n/a\",ROUND(SUM(%s),%d))",
                           range, block->n, range, block->book->evaluation->quotes->minor_digits);
}

static void put_part(struct qa_sheet *sheet, const struct qa_quote_block *block, uint32_t row,
                     uint16_t column)
{
    static const char *const kinds[] = {"usage", "fee", "percent", "minimum"};
    struct qa_arena *arena = sheet->book->arena;
    const char *total = qa_cell(arena, row, T_TOTAL);
    const char *sum = "0";

    if (block->n > 0) {
        sum = qa_arena_format(arena, "SUMIF(%s,\"%s\",%s)", column_range(block, QA_Q_KIND),
                              kinds[column - T_USAGE], column_range(block, QA_Q_AMOUNT));
    }
    qa_put_formula(sheet, row, column,
                   qa_arena_format(arena, "=IF(ISNUMBER(%s),%s,\"n/a\")", total, sum),
                   QA_STYLE_MONEY);
}

static void put_total_row(struct qa_vendor_book *book, struct qa_sheet *sheet, size_t vendor,
                          const struct qa_quote_block *block)
{
    struct qa_arena *arena = book->arena;
    const struct qa_vendor_score *score = &book->evaluation->scorecard.scores[vendor];
    const struct qa_cost *cost = &score->cost;
    uint32_t row = qa_quotes_total_row(book, vendor);
    bool known = cost->undefined == NULL;
    const char *total = qa_cell(arena, row, T_TOTAL);

    qa_put(sheet, row, T_VENDOR, score->facts->name, QA_STYLE_SUBTITLE);
    for (uint16_t i = 0; i < 4; i++) {
        put_part(sheet, block, row, (uint16_t)(T_USAGE + i));
    }
    qa_put_formula(sheet, row, T_TOTAL, total_formula(block, QA_Q_AMOUNT), QA_STYLE_MONEY);
    qa_put_formula(
        sheet, row, T_UNIT,
        qa_arena_format(arena, "=IF(ISNUMBER(%s)*(Volume>0)>0,%s/Volume,\"n/a\")", total, total),
        QA_STYLE_UNIT_PRICE);
    qa_put(sheet, row, T_REMARK,
           !known                ? cost->undefined
           : cost->minimum_binds ? "the minimum binds at the volume of the audit"
                                 : "",
           QA_STYLE_SOURCE);
}

static void put_curve_row(struct qa_vendor_book *book, struct qa_sheet *sheet, size_t vendor,
                          const struct qa_quote_block *block)
{
    const char *name = book->evaluation->scorecard.scores[vendor].facts->name;
    uint32_t row = curve_first(book) + 1 + (uint32_t)vendor;

    qa_put(sheet, row, 0, name, QA_STYLE_SUBTITLE);
    for (int i = 0; i < N_VOLUMES; i++) {
        qa_put_formula(sheet, row, (uint16_t)(i + 1),
                       total_formula(block, (uint16_t)(place_of(book, i).quantity + 2)),
                       QA_STYLE_MONEY);
    }
}

/* Where two curves cross: rows `from` to before `end` of the crossings. */
static void add_crossings(struct qa_vendor_book *book, lxw_chart *chart, uint32_t from,
                          uint32_t end)
{
    if (end <= from) {
        return;
    }
    struct qa_arena *arena = book->arena;
    lxw_chart_line none = {.none = LXW_TRUE};
    lxw_chart_series *series = chart_add_series(
        chart, qa_arena_format(arena, "=%s", qa_range_name(arena, "Quotes", from, end - 1, 6)),
        qa_arena_format(arena, "=%s", qa_range_name(arena, "Quotes", from, end - 1, 4)));
    chart_series_set_name(series, "another is cheaper from here");
    chart_series_set_line(series, &none);
    chart_series_set_marker_type(series, LXW_CHART_MARKER_DIAMOND);
    chart_series_set_marker_size(series, 8);
}

static void put_curve_chart(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t crossings,
                            uint32_t end)
{
    struct qa_arena *arena = book->arena;
    lxw_chart *chart = workbook_add_chart(book->book.workbook, LXW_CHART_SCATTER_STRAIGHT);
    uint32_t first = curve_first(book);
    const char *volumes =
        qa_arena_format(arena, "=Quotes!%s:%s", qa_cell_name(arena, NULL, first, 1),
                        qa_cell_name(arena, NULL, first, N_VOLUMES));
    for (uint32_t v = 0; v < book->n; v++) {
        uint32_t row = first + 1 + v;
        lxw_chart_series *series = chart_add_series(
            chart, volumes,
            qa_arena_format(arena, "=Quotes!%s:%s", qa_cell_name(arena, NULL, row, 1),
                            qa_cell_name(arena, NULL, row, N_VOLUMES)));
        chart_series_set_marker_type(series, LXW_CHART_MARKER_NONE);
        chart_series_set_name(series,
                              qa_arena_format(arena, "=%s", qa_cell_name(arena, "Quotes", row, 0)));
    }
    add_crossings(book, chart, crossings, end);
    /* Vendors change places at a few per cent of the largest volume: only powers show it. */
    chart_axis_set_log_base(chart->x_axis, 10);
    chart_axis_set_log_base(chart->y_axis, 10);
    chart_axis_set_num_format(chart->x_axis, "#,##0");
    chart_axis_set_num_format(chart->y_axis, "#,##0");
    chart_axis_set_name(chart->x_axis, "items");
    chart_title_set_name(chart, "Total charges by volume");
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    lxw_chart_options place = {
        .x_scale = 1.9,
        .y_scale = 0.95,
        .description = qa_library_text("Lines: total charges of each vendor by volume")};
    qa_note_error(&book->book, worksheet_insert_chart_opt(sheet->worksheet, first + book->n + 2, 0,
                                                          chart, &place));
}

static void put_headers(struct qa_vendor_book *book, struct qa_sheet *sheet)
{
    static const char *const totals[] = {"vendor",       "usage", "fees",     "percents",
                                         "minimum adds", "total", "per item", "remark"};
    static const char *const charges[QA_Q_VOLUMES] = {
        "vendor",         "charge",     "basis",       "applies to", "condition",
        "taken (1 or 0)", "recurrence", "tiering",     "from",       "to",
        "price",          "currency",   "exchange",    "quantity",   "units priced here",
        "amount",         "kind",       "valid until", "note",       "source"};
    uint32_t header = charges_first(book) - 1;

    for (uint16_t c = 0; c <= (uint16_t)T_REMARK; c++) {
        qa_put(sheet, TOTALS_HEADER, c, totals[c], QA_STYLE_HEADER);
    }
    for (uint16_t c = 0; c < (uint16_t)QA_Q_VOLUMES; c++) {
        qa_put(sheet, header, c, charges[c], QA_STYLE_HEADER);
    }
    qa_put(sheet, curve_first(book), 0, "total at volume", QA_STYLE_HEADER);
    for (int i = 0; i < N_VOLUMES; i++) {
        uint16_t column = place_of(book, i).quantity;

        qa_put_formula(sheet, curve_first(book), (uint16_t)(i + 1),
                       qa_arena_format(book->arena, "=Volume*%g", curve[i]), QA_STYLE_COUNT);
        qa_put(sheet, header, column, qa_arena_format(book->arena, "quantity at volume %d", i + 1),
               QA_STYLE_HEADER);
        qa_put(sheet, header, (uint16_t)(column + 1), "units", QA_STYLE_HEADER);
        qa_put(sheet, header, (uint16_t)(column + 2), "amount", QA_STYLE_HEADER);
    }
}

static void put_prices_differ(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t end)
{
    struct qa_arena *arena = book->arena;
    uint32_t row = charges_first(book) - 1;
    qa_put_formula(sheet, row, PRICE_DIFFERS,
                   qa_arena_format(arena, "=SUM(%s:%s)", qa_cell(arena, row + 1, PRICE_DIFFERS),
                                   qa_cell(arena, end, TAKEN_DIFFERS)),
                   QA_STYLE_FIXED_COUNT);
    qa_define(sheet->book, "PricesDiffer", "Quotes", row, PRICE_DIFFERS);
}

static void put_quotes(struct qa_vendor_book *book, struct qa_sheet *sheet)
{
    qa_put(sheet, 1, 0,
           qa_arena_format(book->arena,
                           "Amounts in %s. Rows are worked from top to bottom; a percent and a "
                           "minimum look at the rows above. All follows Inputs and the yellow "
                           "cells.",
                           book->currency),
           QA_STYLE_TEXT);
    put_headers(book, sheet);
    for (size_t v = 0; v < book->n; v++) {
        const struct qa_quote_block block = block_of(book, v);

        put_charges(book, sheet, &block);
        put_total_row(book, sheet, v, &block);
        put_curve_row(book, sheet, v, &block);
    }
    uint32_t crossings = charges_first(book) + (uint32_t)book->evaluation->quotes->n_charges + 2;
    put_prices_differ(book, sheet, crossings - 1);
    uint32_t end = qa_put_crossings(book, sheet, crossings);
    put_curve_chart(book, sheet, crossings + 2, end);
}

void qa_sheet_quotes(struct qa_vendor_book *book)
{
    static const double widths[QA_Q_VOLUMES] = {14, 19, 13, 12, 12, 12, 12, 12, 12, 9,
                                                9,  8,  8,  10, 10, 11, 9,  13, 24, 16};
    struct qa_sheet sheet = qa_book_sheet(&book->book, "Quotes", QA_TAB_DECIDE);
    qa_widths(&sheet, widths, QA_Q_VOLUMES);
    qa_put(&sheet, 0, 0, "Price quotes", QA_STYLE_TITLE);
    if (book->evaluation->quotes == NULL) {
        qa_put(&sheet, 2, 0, "No quotes were given.", QA_STYLE_TEXT);
        return;
    }
    lxw_row_col_options grouped = {.level = 1, .hidden = LXW_TRUE, .collapsed = LXW_FALSE};
    qa_note_error(&book->book,
                  worksheet_set_column_opt(sheet.worksheet, QA_Q_VOLUMES,
                                           QA_Q_VOLUMES + 3 * N_VOLUMES - 1, 12, NULL, &grouped));
    lxw_row_col_options hidden = {.hidden = LXW_TRUE};
    qa_note_error(&book->book, worksheet_set_column_opt(sheet.worksheet, QA_Q_KIND, QA_Q_KIND, 9,
                                                        NULL, &hidden));
    qa_note_error(&book->book, worksheet_set_column_opt(sheet.worksheet, KEPT_PRICE, TAKEN_DIFFERS,
                                                        9, NULL, &hidden));
    worksheet_freeze_panes(sheet.worksheet, 0, 1);
    put_quotes(book, &sheet);
}
