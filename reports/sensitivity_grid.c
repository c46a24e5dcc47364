#include "reports/sensitivity_grid.h"

/* Hidden: vendors' values from VALUES on, then the greatest score and the number of the vendor that
 * has it, field by field as in the map. */
enum {
    FIRST_FIELD = 1,
    VALUES = 14,
    ELIGIBLE = VALUES + 1,
    QUALITY,
    SPEED,
    COST,
    NUMBER,
    BEST_SCORES,
    BEST_VENDORS = BEST_SCORES + QA_GRID_STEPS,
    LAST_HIDDEN = BEST_VENDORS + QA_GRID_STEPS
};

/* In place of a value that is missing: no score with it is above 0, whatever its weight of at least
 * a tenth and the rest. */
static const double LACKING = -1000;

static const lxw_color_t colours[] = {0xCFE3EC, 0xC9DFC4, 0xE6D9EC, 0xCBD6F2, 0xEBD3E4, 0xDDE5B6,
                                      0xF9DCE7, 0xD6DCE5, 0xFFE5D0, 0xCDEAE5, 0xEADFD3, 0xE2E2E2};
enum { N_COLOURS = sizeof colours / sizeof *colours };

struct grid {
    struct qa_vendor_book *book;
    struct qa_sheet *sheet;
    uint32_t vendors; /* first row of the vendors' values */
    uint32_t fields;  /* first row of the map */
};

/* ---- the vendors' values ---- */

/* A criterion that no eligible vendor has counts for none; a vendor that lacks what another one has
 * is nowhere first while it has a weight. */
static void put_value(const struct grid *grid, uint32_t vendor, enum qa_criterion criterion,
                      uint16_t column)
{
    struct qa_arena *arena = grid->book->arena;
    enum qa_vendor_figure of = QA_V_VALUES + (enum qa_vendor_figure)criterion;
    const char *eligible = qa_vendors_range(grid->book, QA_V_ELIGIBLE);
    const char *all = qa_vendors_range(grid->book, of);
    const char *own = qa_vendor_cell(grid->book, vendor, of);
    qa_put_formula(grid->sheet, grid->vendors + vendor, column,
                   qa_arena_format(arena,
                                   "=IF(ISNUMBER(%s),%s,IF(SUMPRODUCT(%s*ISNUMBER(%s))>0,%.0f,0))",
                                   own, own, eligible, all, LACKING),
                   QA_STYLE_REAL);
}

static void put_vendors(const struct grid *grid)
{
    const struct qa_scorecard *card = &grid->book->evaluation->scorecard;
    for (uint32_t v = 0; v < grid->book->n; v++) {
        uint32_t row = grid->vendors + v;
        qa_put(grid->sheet, row, VALUES, card->scores[v].facts->name, QA_STYLE_TEXT);
        qa_put_formula(
            grid->sheet, row, ELIGIBLE,
            qa_arena_format(grid->book->arena, "=%s", qa_vendor_cell(grid->book, v, QA_V_ELIGIBLE)),
            QA_STYLE_COUNT);
        put_value(grid, v, QA_CRITERION_QUALITY, QUALITY);
        put_value(grid, v, QA_CRITERION_SPEED, SPEED);
        put_value(grid, v, QA_CRITERION_COST, COST);
        qa_put_number(grid->sheet, row, NUMBER, v + 1, QA_STYLE_COUNT);
    }
}

/* ---- one field ---- */

static const char *block(const struct grid *grid, uint16_t column)
{
    return qa_range_name(grid->book->arena, "Sensitivity", grid->vendors,
                         grid->vendors + grid->book->n - 1, column);
}

static void put_field(const struct grid *grid, int quality, int cost)
{
    struct qa_arena *arena = grid->book->arena;
    uint32_t row = grid->fields + (uint32_t)cost;
    const char *w_quality =
        qa_cell_name(arena, NULL, grid->fields - 1, (uint16_t)(FIRST_FIELD + quality));
    const char *w_cost = qa_cell_name(arena, NULL, row, 0);
    const char *scores = qa_arena_format(
        arena, "%s*(%s*%s+ROUND(1-%s-%s,10)*%s+%s*%s)", block(grid, ELIGIBLE), w_quality,
        block(grid, QUALITY), w_quality, w_cost, block(grid, SPEED), w_cost, block(grid, COST));
    const char *best = qa_cell(arena, row, (uint16_t)(BEST_SCORES + quality));
    const char *vendor = qa_cell(arena, row, (uint16_t)(BEST_VENDORS + quality));
    qa_put_formula(grid->sheet, row, (uint16_t)(BEST_SCORES + quality),
                   qa_arena_format(arena, "=SUMPRODUCT(MAX(%s))", scores), QA_STYLE_REAL);
    qa_put_formula(
        grid->sheet, row, (uint16_t)(BEST_VENDORS + quality),
        qa_arena_format(arena,
                        "=IF(OR(RunAgain>0,%s<=0),0,%u-SUMPRODUCT(MAX((%s>=%s-1E-12)*%s*(%u-"
                        "%s))))",
                        best, grid->book->n + 1, scores, best, block(grid, ELIGIBLE),
                        grid->book->n + 1, block(grid, NUMBER)),
        QA_STYLE_COUNT);
    qa_put_formula(
        grid->sheet, row, (uint16_t)(FIRST_FIELD + quality),
        qa_arena_format(arena, "=IF(RunAgain>0,\"run labelqa again\",IF(%s=0,\"-\",INDEX(%s,%s)))",
                        vendor, block(grid, VALUES), vendor),
        QA_STYLE_NOTE);
}

/* ---- the map ---- */

static void colour_fields(const struct grid *grid)
{
    struct qa_arena *arena = grid->book->arena;
    for (uint32_t v = 0; v < grid->book->n; v++) {
        lxw_format *format = workbook_add_format(grid->book->book.workbook);
        format_set_bg_color(format, colours[v % N_COLOURS]);
        lxw_conditional_format rule = {
            .type = LXW_CONDITIONAL_TYPE_FORMULA,
            .value_string = qa_library_text(qa_arena_format(
                arena, "=%s=%u", qa_cell(arena, grid->fields, BEST_VENDORS), v + 1)),
            .format = format};
        qa_note_error(&grid->book->book, worksheet_conditional_format_range(
                                             grid->sheet->worksheet, grid->fields, FIRST_FIELD,
                                             grid->fields + QA_GRID_STEPS - 1,
                                             FIRST_FIELD + QA_GRID_STEPS - 1, &rule));
    }
}

/* Below the map: how much of it each vendor has. */
static void put_shares(const struct grid *grid, uint32_t row)
{
    static const char *const headers[] = {"vendor", "share of the map"};
    struct qa_arena *arena = grid->book->arena;
    const char *all = qa_arena_format(
        arena, "%s:%s", qa_cell_name(arena, NULL, grid->fields, BEST_VENDORS),
        qa_cell_name(arena, NULL, grid->fields + QA_GRID_STEPS - 1, LAST_HIDDEN - 1));
    qa_put_subheaders(grid->sheet, row, headers, 2);
    for (uint32_t v = 0; v < grid->book->n; v++) {
        qa_put(grid->sheet, row + 1 + v, 0, grid->book->evaluation->scorecard.scores[v].facts->name,
               QA_STYLE_TEXT);
        qa_put_formula(grid->sheet, row + 1 + v, 1,
                       qa_arena_format(arena, "=SUMPRODUCT(1*(%s=%u))/COUNT(%s)", all, v + 1, all),
                       QA_STYLE_RATE);
    }
}

uint32_t qa_put_weight_grid(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row)
{
    const struct grid grid = {book, sheet, row, row + 2};
    lxw_row_col_options folded = {.level = 1, .hidden = LXW_TRUE};
    qa_put(sheet, row, 0, "Who is first as the weights move", QA_STYLE_SUBTITLE);
    qa_put(sheet, row, 2, "across: weight of quality; down: weight of cost; speed has the rest",
           QA_STYLE_TEXT);
    put_vendors(&grid);
    qa_put(sheet, grid.fields - 1, 0, "cost \\ quality", QA_STYLE_HEADER);
    for (int step = 0; step < QA_GRID_STEPS; step++) {
        qa_put_number(sheet, grid.fields - 1, (uint16_t)(FIRST_FIELD + step), step / 10.0,
                      QA_STYLE_RATE);
        qa_put_number(sheet, grid.fields + (uint32_t)step, 0, step / 10.0, QA_STYLE_RATE);
    }
    for (int cost = 0; cost < QA_GRID_STEPS; cost++) {
        for (int quality = 0; quality + cost < QA_GRID_STEPS; quality++) {
            put_field(&grid, quality, cost);
        }
    }
    colour_fields(&grid);
    qa_note_error(&book->book, worksheet_set_column_opt(sheet->worksheet, VALUES, LAST_HIDDEN, 10,
                                                        NULL, &folded));
    uint32_t shares = grid.fields + QA_GRID_STEPS + 1;
    put_shares(&grid, shares);
    uint32_t end = shares + book->n + 2;
    uint32_t vendors_end = grid.vendors + book->n + 1;
    return end > vendors_end ? end : vendors_end;
}
