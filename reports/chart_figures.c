/* The figures of the summary's charts, below the vendors' rows on the sheet Vendors. */
#include "reports/sheets.h"

uint32_t qa_interval_first_row(const struct qa_vendor_book *book)
{
    return qa_pairs_first_row(book) + book->n + 3;
}

/* The figures of the summary's chart, in columns of their own because the limit is a line there. */
static void put_intervals(struct qa_vendor_book *book, struct qa_sheet *sheet)
{
    static const char *const names[] = {"chart of intervals", "low end", "width", "limit"};
    const struct qa_scorecard *card = &book->evaluation->scorecard;
    struct qa_arena *arena = book->arena;
    uint32_t first = qa_interval_first_row(book);
    for (uint16_t c = 0; c < 4; c++) {
        qa_put(sheet, first - 1, c, names[c], QA_STYLE_HEADER);
    }
    for (uint32_t i = 0; i < book->n; i++) {
        const struct qa_estimate *rate = &card->scores[i].error_rate;
        bool known = qa_is_defined(rate);
        const char *low = qa_cell(arena, QA_VENDORS_FIRST + i, QA_V_LOW);
        const char *span = qa_cell(arena, QA_VENDORS_FIRST + i, QA_V_SPAN);
        qa_put(sheet, first + i, 0, card->scores[i].facts->name, QA_STYLE_TEXT);
        qa_put_formula(sheet, first + i, 1, qa_arena_format(arena, "=N(%s)", low),
                       QA_NUMBER(known ? rate->low : 0), QA_STYLE_RATE);
        qa_put_formula(sheet, first + i, 2, qa_arena_format(arena, "=N(%s)", span),
                       QA_NUMBER(known ? rate->high - rate->low : 0), QA_STYLE_RATE);
        qa_put_number(sheet, first + i, 3, 0, QA_STYLE_RATE);
    }
    qa_put(sheet, first + book->n, 0, "limit", QA_STYLE_TEXT);
    qa_put_number(sheet, first + book->n, 1, 0, QA_STYLE_RATE);
    qa_put_number(sheet, first + book->n, 2, 0, QA_STYLE_RATE);
    qa_put_formula(sheet, first + book->n, 3, "=MaxErr", QA_NUMBER(card->settings.max_error),
                   QA_STYLE_RATE);
}

uint32_t qa_points_first_row(const struct qa_vendor_book *book)
{
    return qa_interval_first_row(book) + book->n + 4;
}

/* What each criterion adds to the score, for the summary's chart. */
static void put_points(struct qa_vendor_book *book, struct qa_sheet *sheet)
{
    const struct qa_scorecard *card = &book->evaluation->scorecard;
    struct qa_arena *arena = book->arena;
    uint32_t first = qa_points_first_row(book);
    qa_put(sheet, first - 1, 0, "chart of scores", QA_STYLE_HEADER);
    for (int c = 0; c < QA_N_CRITERIA; c++) {
        const char *name = qa_criterion_name((enum qa_criterion)c);
        qa_put(sheet, first - 1, (uint16_t)(c + 1), name, QA_STYLE_HEADER);
        for (uint32_t v = 0; v < book->n; v++) {
            const struct qa_vendor_score *score = &card->scores[v];
            const char *value = qa_cell(arena, QA_VENDORS_FIRST + v, (uint16_t)(QA_V_VALUES + c));
            const char *own = qa_cell(arena, QA_VENDORS_FIRST + v, QA_V_SCORE);
            qa_put(sheet, first + v, 0, score->facts->name, QA_STYLE_TEXT);
            qa_put_formula(sheet, first + v, (uint16_t)(c + 1),
                           qa_arena_format(arena,
                                           "=IF(ISNUMBER(%s),Wu_%s*N(%s)/(Wu_quality+Wu_speed+"
                                           "Wu_cost+Wu_agreement+Wu_compliance),0)",
                                           own, name, value),
                           QA_NUMBER(score->has_score ? card->weights[c] * score->values[c] : 0),
                           QA_STYLE_REAL);
        }
    }
}

void qa_put_chart_figures(struct qa_vendor_book *book, struct qa_sheet *sheet)
{
    put_intervals(book, sheet);
    put_points(book, sheet);
}
