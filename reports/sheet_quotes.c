#include <math.h>
#include <string.h>

#include "reports/sheets.h"

enum { TOTALS_HEADER = 3, N_VOLUMES = 8, CHART_ROWS = 16 };

/* Columns of the charges. The eight volumes of the cost table have a pair of columns each to the
 * right: what the row charges at that volume, and how much of the quantity no tier covers. */
enum {
    C_VENDOR,
    C_CHARGE,
    C_BASIS,
    C_TIERING,
    C_FROM,
    C_TO,
    C_PRICE,
    C_CURRENCY,
    C_RATE,
    C_PER_ITEM,
    C_QUANTITY,
    C_UNITS,
    C_AMOUNT,
    C_NOTE,
    C_SOURCE,
    C_VOLUMES
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

static uint32_t charges_first(const struct qa_vendor_book *book)
{
    return totals_first() + 2 * book->n + 5 + CHART_ROWS + 2;
}

static uint32_t curve_first(const struct qa_vendor_book *book)
{
    return totals_first() + book->n + 3;
}

/* ---- quantities and amounts ---- */

static size_t score_of(const struct qa_vendor_book *book, const char *vendor)
{
    const struct qa_scorecard *card = &book->evaluation->scorecard;
    size_t i = 0;
    while (i < card->n_scores && strcmp(card->scores[i].facts->name, vendor) != 0) {
        i++;
    }
    return i;
}

/* Units of the basis that one item has, as a formula and as a number; NAN when not known. */
static const char *per_item_formula(const struct qa_vendor_book *book,
                                    const struct qa_charge *charge, double *value)
{
    const struct qa_usage *usage = &book->evaluation->usage;
    size_t vendor = score_of(book, charge->vendor);
    switch (charge->basis) {
    case QA_PER_ITEM:
        *value = 1;
        return "=1";
    case QA_PER_OBJECT:
        *value = usage->objects_per_item > 0 ? usage->objects_per_item : (double)NAN;
        return "=IF(ObjectsPerItem>0,ObjectsPerItem,\"n/a\")";
    case QA_PER_HOUR: {
        double measured = book->evaluation->scorecard.scores[vendor].facts->seconds_per_item;
        double seconds = usage->seconds_per_item > 0 ? usage->seconds_per_item : measured;
        const char *own =
            qa_cell_name(book->arena, "Vendors", QA_VENDORS_FIRST + (uint32_t)vendor, QA_V_SECONDS);
        *value = seconds > 0 ? seconds / 3600 : (double)NAN;
        return qa_arena_format(book->arena,
                               "=IF(SecondsPerItem>0,SecondsPerItem/3600,IF(ISNUMBER(%s),%s/3600,"
                               "\"n/a\"))",
                               own, own);
    }
    default:
        *value = 0;
        return "=0";
    }
}

/* Units of a quantity that the tier prices. */
static double tier_units(const struct qa_charge *charge, double quantity)
{
    double below = charge->from - 1;
    if (charge->tiering == QA_VOLUME) {
        return below < quantity && quantity <= charge->to ? quantity : 0;
    }
    return fmax(0, fmin(quantity, charge->to) - below);
}

static const char *tier_formula(const struct qa_vendor_book *book, const struct qa_charge *charge,
                                uint32_t row, const char *quantity)
{
    struct qa_arena *arena = book->arena;
    const char *from = qa_arena_format(arena, "$%s", qa_cell(arena, row, C_FROM));
    const char *to = qa_arena_format(arena, "$%s", qa_cell(arena, row, C_TO));
    const char *upper =
        isfinite(charge->to) ? qa_arena_format(arena, "MIN(%s,%s)", quantity, to) : quantity;
    if (charge->tiering == QA_VOLUME) {
        return isfinite(charge->to)
                   ? qa_arena_format(arena, "IF(AND(%s>%s-1,%s<=%s),%s,0)", quantity, from,
                                     quantity, to, quantity)
                   : qa_arena_format(arena, "IF(%s>%s-1,%s,0)", quantity, from, quantity);
    }
    return qa_arena_format(arena, "MAX(0,%s-(%s-1))", upper, from);
}

static bool is_usage(const struct qa_charge *charge)
{
    return charge->basis == QA_PER_ITEM || charge->basis == QA_PER_OBJECT ||
           charge->basis == QA_PER_HOUR;
}

/* What a row charges for so many units, as a formula over the named quantity. */
static const char *amount_formula(const struct qa_vendor_book *book, const struct qa_charge *charge,
                                  uint32_t row, const char *units)
{
    struct qa_arena *arena = book->arena;
    const char *price = qa_arena_format(arena, "$%s*$%s", qa_cell(arena, row, C_PRICE),
                                        qa_cell(arena, row, C_RATE));
    return is_usage(charge) ? qa_arena_format(arena, "%s*%s", units, price) : price;
}

static double amount_of(const struct qa_charge *charge, double per_item, double volume)
{
    double units = is_usage(charge) ? tier_units(charge, per_item * volume) : 1;
    return units * charge->price * charge->rate;
}

static const double curve[N_VOLUMES] = {0.1, 0.2, 0.5, 1, 2, 5, 10, 20};

static double curve_volume(const struct qa_vendor_book *book, int i)
{
    return book->evaluation->scorecard.settings.volume * curve[i];
}

/* "Quotes!$C$9": the volume at the head of a column of the cost table. */
static const char *curve_cell(const struct qa_vendor_book *book, int i)
{
    return qa_cell_name(book->arena, NULL, curve_first(book), (uint16_t)(i + 1));
}

static void put_curve_columns(const struct qa_vendor_book *book, struct qa_sheet *sheet,
                              const struct qa_charge *charge, uint32_t row, double per_item)
{
    struct qa_arena *arena = book->arena;
    const char *each = qa_arena_format(arena, "$%s", qa_cell(arena, row, C_PER_ITEM));
    for (int i = 0; i < N_VOLUMES; i++) {
        uint16_t column = (uint16_t)(C_VOLUMES + 2 * i);
        double volume = curve_volume(book, i);
        const char *quantity = qa_arena_format(arena, "(%s*%s)", each, curve_cell(book, i));
        const char *units = tier_formula(book, charge, row, quantity);
        const char *amount = amount_formula(book, charge, row, units);
        qa_put_formula(
            sheet, row, column,
            qa_arena_format(arena, "=IF(ISNUMBER(%s),%s,\"n/a\")", each, amount),
            QA_NUMBER(isfinite(per_item) ? amount_of(charge, per_item, volume) : (double)NAN),
            QA_STYLE_MONEY);
        qa_put_formula(
            sheet, row, (uint16_t)(column + 1),
            qa_arena_format(arena, "=IF(ISNUMBER(%s),%s,0)", each, is_usage(charge) ? units : "0"),
            QA_NUMBER(isfinite(per_item) && is_usage(charge) ? tier_units(charge, per_item * volume)
                                                             : 0),
            QA_STYLE_REAL);
    }
}

static const char *rate_formula(const struct qa_vendor_book *book, uint32_t row)
{
    size_t n;
    (void)qa_fx_currencies(book, &n);
    uint32_t last = QA_FX_FIRST + (uint32_t)n - 1;
    return qa_arena_format(book->arena, "=INDEX(%s,MATCH(%s,%s,0))",
                           qa_range_name(book->arena, "Inputs", QA_FX_FIRST, last, 1),
                           qa_cell(book->arena, row, C_CURRENCY),
                           qa_range_name(book->arena, "Inputs", QA_FX_FIRST, last, 0));
}

static void put_charge(struct qa_vendor_book *book, struct qa_sheet *sheet,
                       const struct qa_charge *charge, uint32_t row)
{
    struct qa_arena *arena = book->arena;
    double volume = book->evaluation->scorecard.settings.volume;
    double per_item;
    const char *per_item_text = per_item_formula(book, charge, &per_item);
    bool known = isfinite(per_item);
    const char *each = qa_cell(arena, row, C_PER_ITEM);
    const char *quantity = qa_cell(arena, row, C_QUANTITY);
    qa_put(sheet, row, C_VENDOR, charge->vendor, QA_STYLE_TEXT);
    qa_put(sheet, row, C_CHARGE, charge->name, QA_STYLE_TEXT);
    qa_put(sheet, row, C_BASIS, qa_basis_name(charge->basis), QA_STYLE_TEXT);
    qa_put(sheet, row, C_TIERING, qa_tiering_name(charge->tiering), QA_STYLE_TEXT);
    qa_put_number(sheet, row, C_FROM, charge->from, QA_STYLE_COUNT);
    if (isfinite(charge->to)) {
        qa_put_number(sheet, row, C_TO, charge->to, QA_STYLE_COUNT);
    } else {
        qa_put(sheet, row, C_TO, "open", QA_STYLE_TEXT);
    }
    qa_put_number(sheet, row, C_PRICE, charge->price, QA_STYLE_INPUT_REAL);
    qa_put(sheet, row, C_CURRENCY, charge->currency, QA_STYLE_TEXT);
    qa_put_formula(sheet, row, C_RATE, rate_formula(book, row), QA_NUMBER(charge->rate),
                   QA_STYLE_REAL);
    qa_put_formula(sheet, row, C_PER_ITEM, per_item_text, QA_NUMBER(per_item), QA_STYLE_REAL);
    qa_put_formula(sheet, row, C_QUANTITY,
                   qa_arena_format(arena, "=IF(ISNUMBER(%s),%s*Volume,\"n/a\")", each, each),
                   QA_NUMBER(per_item * volume), QA_STYLE_HOURS);
    qa_put_formula(
        sheet, row, C_UNITS,
        qa_arena_format(arena, "=IF(ISNUMBER(%s),%s,0)", quantity,
                        is_usage(charge) ? tier_formula(book, charge, row, quantity) : "0"),
        QA_NUMBER(known && is_usage(charge) ? tier_units(charge, per_item * volume) : 0),
        QA_STYLE_HOURS);
    qa_put_formula(sheet, row, C_AMOUNT,
                   qa_arena_format(arena, "=IF(ISNUMBER(%s),%s,\"n/a\")", quantity,
                                   amount_formula(book, charge, row, qa_cell(arena, row, C_UNITS))),
                   QA_NUMBER(known ? amount_of(charge, per_item, volume) : (double)NAN),
                   QA_STYLE_MONEY);
    qa_put(sheet, row, C_NOTE, charge->note, QA_STYLE_TEXT);
    qa_put(sheet, row, C_SOURCE,
           qa_arena_format(arena, "%s:%llu", charge->file, (unsigned long long)charge->line),
           QA_STYLE_NOTE);
    put_curve_columns(book, sheet, charge, row, per_item);
}

/* ---- totals ---- */

/* The charges of a vendor follow one another: their first row and number. */
static void charges_of(const struct qa_vendor_book *book, const char *vendor, uint32_t *first,
                       uint32_t *n)
{
    const struct qa_quotes *quotes = book->evaluation->quotes;
    *n = 0;
    for (size_t i = 0; i < quotes->n_charges; i++) {
        if (strcmp(quotes->charges[i].vendor, vendor) == 0) {
            if (*n == 0) {
                *first = charges_first(book) + (uint32_t)i;
            }
            ++*n;
        }
    }
}

/* Quantities that the tiers of a charge leave without a price: the sum over the vendor's charges of
 * |quantity - priced units|, each charge once, by its first row. */
static const char *unpriced_formula(const struct qa_vendor_book *book, uint32_t first, uint32_t n,
                                    uint16_t units_column, const char *volume)
{
    const struct qa_quotes *quotes = book->evaluation->quotes;
    struct qa_arena *arena = book->arena;
    const char *sum = "0";
    for (uint32_t i = 0; i < n; i++) {
        const struct qa_charge *charge = &quotes->charges[first - charges_first(book) + i];
        bool is_first = is_usage(charge);
        for (uint32_t k = 0; k < i; k++) {
            const struct qa_charge *other = &quotes->charges[first - charges_first(book) + k];
            is_first = is_first &&
                       !(strcmp(other->name, charge->name) == 0 && other->basis == charge->basis);
        }
        if (!is_first) {
            continue;
        }
        const char *priced = "0";
        for (uint32_t k = i; k < n; k++) {
            const struct qa_charge *other = &quotes->charges[first - charges_first(book) + k];
            if (strcmp(other->name, charge->name) == 0 && other->basis == charge->basis) {
                priced = qa_arena_format(arena, "%s+%s", priced,
                                         qa_cell(arena, first + k, units_column));
            }
        }
        sum = qa_arena_format(arena, "%s+ABS(%s*%s-(%s))", sum,
                              qa_cell(arena, first + i, C_PER_ITEM), volume, priced);
    }
    return sum;
}

/* max(usage, minimum) + fees over the vendor's rows of an amount column; "n/a" when one is not
 * known or a quantity has no price. */
static const char *total_formula(const struct qa_vendor_book *book, uint32_t first, uint32_t n,
                                 uint16_t amount_column, const char *volume)
{
    const struct qa_quotes *quotes = book->evaluation->quotes;
    struct qa_arena *arena = book->arena;
    uint16_t units_column = amount_column == C_AMOUNT ? C_UNITS : (uint16_t)(amount_column + 1);
    const char *usage = "0";
    const char *fees = "0";
    const char *minimum = "0";
    for (uint32_t i = 0; i < n; i++) {
        const struct qa_charge *charge = &quotes->charges[first - charges_first(book) + i];
        const char *cell = qa_cell(arena, first + i, amount_column);
        if (charge->basis == QA_MINIMUM) {
            minimum = qa_arena_format(arena, "MAX(%s,%s)", minimum, cell);
        } else if (is_usage(charge)) {
            usage = qa_arena_format(arena, "%s+%s", usage, cell);
        } else {
            fees = qa_arena_format(arena, "%s+%s", fees, cell);
        }
    }
    const char *range = qa_arena_format(arena, "%s:%s", qa_cell(arena, first, amount_column),
                                        qa_cell(arena, first + n - 1, amount_column));
    return qa_arena_format(arena,
                           "=IF(COUNT(%s)<%u,\"n/a\",IF(%s>0.000001*%s,\"n/a\","
                           "ROUND(MAX(%s,%s)+%s,%d)))",
                           range, n, unpriced_formula(book, first, n, units_column, volume), volume,
                           usage, minimum, fees, quotes->minor_digits);
}

static void put_total_row(struct qa_vendor_book *book, struct qa_sheet *sheet, size_t vendor)
{
    struct qa_arena *arena = book->arena;
    const struct qa_vendor_score *score = &book->evaluation->scorecard.scores[vendor];
    uint32_t row = qa_quotes_total_row(book, vendor);
    uint32_t first = 0;
    uint32_t n;
    charges_of(book, score->facts->name, &first, &n);
    bool known = score->cost.undefined == NULL;
    const char *total = qa_cell(arena, row, QA_Q_TOTAL_COLUMN);
    qa_put(sheet, row, 0, score->facts->name, QA_STYLE_SUBTITLE);
    qa_put_number(sheet, row, 1, known ? score->cost.usage : (double)NAN, QA_STYLE_FIXED_REAL);
    qa_put_number(sheet, row, 2, known ? score->cost.minimum : (double)NAN, QA_STYLE_FIXED_REAL);
    qa_put_number(sheet, row, 3, known ? score->cost.fixed_fees : (double)NAN, QA_STYLE_FIXED_REAL);
    qa_put_formula(sheet, row, QA_Q_TOTAL_COLUMN,
                   n > 0 ? total_formula(book, first, n, C_AMOUNT, "Volume") : "=\"n/a\"",
                   QA_NUMBER(known ? score->cost.total : (double)NAN), QA_STYLE_MONEY);
    qa_put_formula(sheet, row, 5,
                   qa_arena_format(arena, "=IF(ISNUMBER(%s),%s/Volume,\"n/a\")", total, total),
                   QA_NUMBER(known ? score->cost.unit_cost : (double)NAN), QA_STYLE_MONEY);
    qa_put(sheet, row, 6,
           !known                      ? score->cost.undefined
           : score->cost.minimum_binds ? "the minimum binds at the volume of the audit"
                                       : "",
           QA_STYLE_NOTE);
}

static void put_curve_row(struct qa_vendor_book *book, struct qa_sheet *sheet, size_t vendor)
{
    const struct qa_vendor_score *score = &book->evaluation->scorecard.scores[vendor];
    uint32_t row = curve_first(book) + 1 + (uint32_t)vendor;
    uint32_t first = 0;
    uint32_t n;
    charges_of(book, score->facts->name, &first, &n);
    qa_put(sheet, row, 0, score->facts->name, QA_STYLE_SUBTITLE);
    for (int i = 0; i < N_VOLUMES; i++) {
        struct qa_usage usage = book->evaluation->usage;
        usage.volume = curve_volume(book, i);
        if (!(usage.seconds_per_item > 0)) {
            usage.seconds_per_item = score->facts->seconds_per_item;
        }
        struct qa_cost cost = qa_quote_cost(book->evaluation->quotes, score->facts->name, &usage);
        qa_put_formula(sheet, row, (uint16_t)(i + 1),
                       n > 0 ? total_formula(book, first, n, (uint16_t)(C_VOLUMES + 2 * i),
                                             curve_cell(book, i))
                             : "=\"n/a\"",
                       QA_NUMBER(cost.undefined == NULL ? cost.total : (double)NAN),
                       QA_STYLE_MONEY);
    }
}

static void put_curve_chart(struct qa_vendor_book *book, struct qa_sheet *sheet)
{
    struct qa_arena *arena = book->arena;
    lxw_chart *chart = workbook_add_chart(book->book.workbook, LXW_CHART_LINE);
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
        chart_series_set_name(series,
                              qa_arena_format(arena, "=%s", qa_cell_name(arena, "Quotes", row, 0)));
    }
    chart_title_set_name(chart, "Total charges by volume");
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    lxw_chart_options place = {
        .x_scale = 1.4,
        .y_scale = 0.95,
        .description = qa_library_text("Lines: total charges of each vendor by volume")};
    qa_note_error(&book->book, worksheet_insert_chart_opt(sheet->worksheet, first + book->n + 2, 0,
                                                          chart, &place));
}

static void put_quotes(struct qa_vendor_book *book, struct qa_sheet *sheet)
{
    static const char *const total_headers[] = {
        "vendor", "usage at the audit's volume", "minimum", "project fees", "total", "per item",
        "remark"};
    static const char *const charge_headers[] = {
        "vendor", "charge",   "basis",    "tiering",        "from",     "to",
        "price",  "currency", "exchange", "units per item", "quantity", "units priced here",
        "amount", "note",     "source"};
    struct qa_arena *arena = book->arena;
    const struct qa_quotes *quotes = book->evaluation->quotes;
    qa_put(sheet, 1, 0,
           qa_arena_format(arena,
                           "Amounts in %s. Total: the larger of usage and minimum, plus project "
                           "fees. It follows Volume, rates and prices.",
                           book->currency),
           QA_STYLE_TEXT);
    for (uint16_t c = 0; c < 7; c++) {
        qa_put(sheet, TOTALS_HEADER, c, total_headers[c], QA_STYLE_HEADER);
    }
    uint32_t curve_row = curve_first(book);
    qa_put(sheet, curve_row, 0, "total at volume", QA_STYLE_HEADER);
    for (int i = 0; i < N_VOLUMES; i++) {
        qa_put_formula(sheet, curve_row, (uint16_t)(i + 1),
                       qa_arena_format(arena, "=Volume*%g", curve[i]),
                       QA_NUMBER(curve_volume(book, i)), QA_STYLE_COUNT);
    }
    for (size_t v = 0; v < book->n; v++) {
        put_total_row(book, sheet, v);
        put_curve_row(book, sheet, v);
    }
    uint32_t header = charges_first(book) - 1;
    for (uint16_t c = 0; c < (uint16_t)C_VOLUMES; c++) {
        qa_put(sheet, header, c, charge_headers[c], QA_STYLE_HEADER);
    }
    for (int i = 0; i < N_VOLUMES; i++) {
        uint16_t column = (uint16_t)(C_VOLUMES + 2 * i);
        qa_put(sheet, header, column, qa_arena_format(arena, "amount at volume %d", i + 1),
               QA_STYLE_HEADER);
        qa_put(sheet, header, (uint16_t)(column + 1), "units", QA_STYLE_HEADER);
    }
    for (size_t i = 0; i < quotes->n_charges; i++) {
        put_charge(book, sheet, &quotes->charges[i], charges_first(book) + (uint32_t)i);
    }
    put_curve_chart(book, sheet);
}

void qa_sheet_quotes(struct qa_vendor_book *book)
{
    static const double widths[] = {20, 18, 13, 13, 13, 12, 12, 12, 11, 11, 13, 13, 13, 34, 30};
    struct qa_sheet sheet = qa_book_sheet(&book->book, "Quotes", QA_TAB_DECIDE);
    qa_widths(&sheet, widths, 15);
    qa_put(&sheet, 0, 0, "Price quotes", QA_STYLE_TITLE);
    if (book->evaluation->quotes == NULL) {
        qa_put(&sheet, 2, 0, "No quotes were given.", QA_STYLE_TEXT);
        return;
    }
    lxw_row_col_options grouped = {.level = 1, .hidden = LXW_TRUE, .collapsed = LXW_FALSE};
    qa_note_error(&book->book,
                  worksheet_set_column_opt(sheet.worksheet, C_VOLUMES,
                                           C_VOLUMES + 2 * N_VOLUMES - 1, 12, NULL, &grouped));
    worksheet_freeze_panes(sheet.worksheet, 0, 1);
    put_quotes(book, &sheet);
}
