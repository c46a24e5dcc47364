#include "reports/inputs_delivered.h"

#include <math.h>
#include <string.h>

/* An input in column c is kept in c + KEPT; c + DIFFERS holds 1 when it is another now. */
enum { KEPT = 8, DIFFERS = 16, LAST_INPUT = 5, ANSWER_ROW = QA_INPUTS_FIRST - 1 };

/* now: the cell that is watched. */
static void watch(struct qa_sheet *sheet, uint32_t row, const char *now, uint16_t kept,
                  uint16_t differs)
{
    struct qa_arena *arena = sheet->book->arena;
    const char *then = qa_cell(arena, row, kept);
    qa_put_snapshot(sheet, row, kept, now, QA_STYLE_FIXED_REAL);
    /* Inputs that are formulas come out with other last digits in other programs. */
    qa_put_formula(sheet, row, differs,
                   qa_arena_format(arena,
                                   "=IF(ISNUMBER(%s)*ISNUMBER(%s)>0,IF(ABS(%s-%s)<=1E-9*ABS(%s),0,"
                                   "1),IF(%s=%s,0,1))",
                                   now, then, now, then, then, now, then),
                   QA_STYLE_FIXED_COUNT);
}

void qa_keep_in(struct qa_sheet *sheet, uint32_t row, uint16_t column, uint16_t kept,
                uint16_t differs)
{
    watch(sheet, row, qa_cell(sheet->book->arena, row, column), kept, differs);
}

void qa_keep_delivered(struct qa_sheet *sheet, uint32_t row, uint16_t column)
{
    qa_keep_in(sheet, row, column, (uint16_t)(column + KEPT), (uint16_t)(column + DIFFERS));
}

void qa_define_delivered(struct qa_sheet *sheet, const char *name, uint32_t row)
{
    struct qa_arena *arena = sheet->book->arena;
    qa_define(sheet->book, qa_arena_format(arena, "%s_kept", name), "Inputs", row, 1 + KEPT);
    qa_define(sheet->book, qa_arena_format(arena, "%s_differs", name), "Inputs", row, 1 + DIFFERS);
}

void qa_put_while(struct qa_sheet *sheet, uint32_t row, uint16_t column, const char *condition,
                  const char *figure, enum qa_style style)
{
    qa_put_formula(
        sheet, row, column,
        qa_arena_format(sheet->book->arena, "=IF(%s,%s,\"" QA_RUN_AGAIN "\")", condition, figure),
        style);
}

void qa_put_computed(struct qa_sheet *sheet, uint32_t row, uint16_t column, double value,
                     enum qa_style style)
{
    if (isfinite(value)) {
        qa_put_while(sheet, row, column, "AsDelivered=\"yes\"",
                     qa_arena_format(sheet->book->arena, "%.17g", value), style);
    } else {
        qa_put_number(sheet, row, column, value, style);
    }
}

void qa_keep_charges(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row,
                     size_t vendor)
{
    watch(sheet, row, qa_vendor_cell(book, vendor, QA_V_CHARGES), 2 + KEPT, 2 + DIFFERS);
}

const char *qa_certainty_cell(const struct qa_vendor_book *book)
{
    return qa_cell_name(book->arena, "Inputs", ANSWER_ROW, 1 + KEPT);
}

const char *qa_changes_cell(const struct qa_vendor_book *book)
{
    return qa_cell_name(book->arena, "Inputs", ANSWER_ROW, 2 + KEPT);
}

const char *qa_certainty_text(const struct qa_vendor_book *book)
{
    const struct qa_market_verdict *verdict = &book->evaluation->verdict;
    const char *sure = qa_verdict_words(verdict, QA_REASON_LEAD, QA_REASON_OPEN, book->arena);
    return sure[0] != '\0'
               ? sure
               : qa_verdict_words(verdict, QA_REASON_TOGETHER, QA_REASON_TOGETHER, book->arena);
}

const char *qa_changes_text(const struct qa_vendor_book *book)
{
    return qa_verdict_words(&book->evaluation->verdict, QA_REASON_CHANGE, QA_REASON_CHANGE,
                            book->arena);
}

static const char *changes_of_rows(struct qa_arena *arena, uint32_t first, uint32_t last)
{
    return qa_arena_format(arena, "SUM(%s:%s)", qa_cell_name(arena, NULL, first, 1 + DIFFERS),
                           qa_cell_name(arena, NULL, last, LAST_INPUT + DIFFERS));
}

/* Objects and seconds per item, rates, the scenario's rows, prices. */
static void put_costs_differ(const struct qa_vendor_book *book, struct qa_sheet *sheet,
                             uint32_t last)
{
    struct qa_arena *arena = book->arena;
    size_t n;
    (void)qa_fx_currencies(book, &n);
    qa_put_formula(sheet, ANSWER_ROW, 3 + KEPT,
                   qa_arena_format(arena, "=%s+%s+%s+PricesDiffer",
                                   changes_of_rows(arena, QA_INPUTS_FIRST + 1, QA_INPUTS_FIRST + 2),
                                   changes_of_rows(arena, QA_FX_FIRST, QA_FX_FIRST + (uint32_t)n),
                                   changes_of_rows(arena, qa_include_row(book, book->n) + 1, last)),
                   QA_STYLE_FIXED_COUNT);
    qa_define(sheet->book, "CostsDiffer", "Inputs", ANSWER_ROW, 3 + KEPT);
}

void qa_put_as_delivered(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t last)
{
    struct qa_arena *arena = book->arena;
    qa_put(sheet, ANSWER_ROW, 0, "Inputs as delivered?", QA_STYLE_SUBTITLE);
    qa_put_formula(sheet, ANSWER_ROW, 1,
                   qa_arena_format(arena, "=IF(%s%s=0,\"yes\",\"no\")",
                                   changes_of_rows(arena, QA_INPUTS_FIRST, last),
                                   book->evaluation->quotes != NULL ? "+PricesDiffer" : ""),
                   QA_STYLE_SUBTITLE);
    qa_define(&book->book, "AsDelivered", "Inputs", ANSWER_ROW, 1);
    qa_put(sheet, ANSWER_ROW, 3,
           "no: how sure the first place is has to be computed again, by labelqa.", QA_STYLE_TEXT);
    qa_put(sheet, ANSWER_ROW, 1 + KEPT, qa_certainty_text(book), QA_STYLE_FIXED_TEXT);
    qa_put(sheet, ANSWER_ROW, 2 + KEPT, qa_changes_text(book), QA_STYLE_FIXED_TEXT);
    if (book->evaluation->quotes != NULL) {
        put_costs_differ(book, sheet, last);
    }
    lxw_row_col_options hidden = {.hidden = LXW_TRUE};
    qa_note_error(&book->book, worksheet_set_column_opt(sheet->worksheet, 1 + KEPT,
                                                        LAST_INPUT + DIFFERS, 12, NULL, &hidden));
}
