/* Where two vendors change places, on the sheet Quotes: grey, since a spreadsheet cannot solve it.
 */
#include "qa/procurement/quote_curve.h"
#include "reports/inputs_delivered.h"
#include "reports/quote_cells.h"

enum { MOST_PER_PAIR = 3 };

static void put_crossing(struct qa_sheet *sheet, uint32_t row, const char *const names[2],
                         const struct qa_crossing *crossing)
{
    qa_put(sheet, row, 0, names[0], QA_STYLE_FIXED_TEXT);
    qa_put(sheet, row, 1, names[1], QA_STYLE_FIXED_TEXT);
    double volume = qa_amount_real(crossing->volume);
    const double figures[] = {volume, 0, qa_amount_real(crossing->totals[0]),
                              qa_amount_real(crossing->totals[1])};
    struct qa_arena *arena = sheet->book->arena;
    for (uint16_t c = 0; c < 4; c++) {
        bool is_name = c == 1;
        qa_put_while(sheet, row, (uint16_t)(c + 2), "CostsDiffer=0",
                     is_name ? qa_cell(arena, row, (uint16_t)crossing->cheaper)
                             : qa_arena_format(arena, "%.17g", figures[c]),
                     is_name ? QA_STYLE_FIXED_TEXT : QA_STYLE_FIXED_COUNT);
    }
    /* Left of the chart's axis when it lies right of its curves, or holds no longer. */
    qa_put_formula(
        sheet, row, 6,
        qa_arena_format(sheet->book->arena, "=IF(ISNUMBER(%s),IF(%s<=%g*Volume,%s,-1),-1)",
                        qa_cell(sheet->book->arena, row, 2), qa_cell(sheet->book->arena, row, 2),
                        QA_Q_MOST_VOLUMES, qa_cell(sheet->book->arena, row, 2)),
        QA_STYLE_FIXED_COUNT);
}

static struct qa_cost_curve curve_of(const struct qa_vendor_book *book, uint32_t vendor)
{
    const struct qa_scorecard *card = &book->evaluation->scorecard;
    const struct qa_vendor_facts *facts = card->scores[vendor].facts;
    const struct qa_scenario scenario = qa_vendor_scenario(facts, &card->settings);

    return qa_cost_curve(book->evaluation->quotes, facts->name, &scenario, book->arena);
}

uint32_t qa_put_crossings(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row)
{
    static const char *const headers[] = {"vendor a",  "vendor b",  "from volume", "cheaper is",
                                          "cost of a", "cost of b", "in the chart"};
    const struct qa_scorecard *card = &book->evaluation->scorecard;
    struct qa_cost_curve *curves = QA_ARRAY(book->arena, struct qa_cost_curve, book->n);

    qa_put(sheet, row++, 0,
           "Where two vendors change places: computed by labelqa, exact, for the prices and the "
           "scenario as delivered",
           QA_STYLE_SUBTITLE);
    for (uint16_t c = 0; c < 7; c++) {
        qa_put(sheet, row, c, headers[c], QA_STYLE_HEADER);
    }
    row++;
    for (uint32_t v = 0; v < book->n; v++) {
        curves[v] = curve_of(book, v);
    }
    for (uint32_t a = 0; a < book->n; a++) {
        for (uint32_t b = a + 1; b < book->n; b++) {
            const char *const names[] = {card->scores[a].facts->name, card->scores[b].facts->name};
            size_t n;
            struct qa_crossing *crossings =
                qa_cost_crossings(&curves[a], &curves[b], book->arena, &n);

            for (size_t i = 0; i < n && i < MOST_PER_PAIR; i++) {
                put_crossing(sheet, row++, names, &crossings[i]);
            }
        }
    }
    return row;
}
