/* What Summary's charts and verdict are made of, below the vendors' rows on the sheet Vendors. */
#include "reports/sheets.h"

static uint32_t first_row(const struct qa_vendor_book *book)
{
    return qa_pairs_first_row(book) + book->n + 3;
}

uint32_t qa_place_row(const struct qa_vendor_book *book, uint32_t place)
{
    return first_row(book) + book->n - place;
}

uint32_t qa_limit_row(const struct qa_vendor_book *book)
{
    return first_row(book) + book->n;
}

const struct qa_vendor_score *qa_score_at(const struct qa_vendor_book *book, uint32_t place)
{
    const struct qa_scorecard *card = &book->evaluation->scorecard;
    return &card->scores[card->ranking[place - 1]];
}

const char *qa_at_place(const struct qa_vendor_book *book, enum qa_vendor_figure figure,
                        uint32_t place)
{
    return qa_arena_format(book->arena, "INDEX(%s,MATCH(%u,%s,0))", qa_vendors_range(book, figure),
                           place, qa_vendors_range(book, QA_V_ORDER));
}

static void put_figure(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t place,
                       enum qa_place_column column, const char *formula)
{
    qa_put_formula(sheet, qa_place_row(book, place), (uint16_t)column, formula,
                   QA_STYLE_FIXED_REAL);
}

static const char *or_left_of_axis(struct qa_arena *arena, const char *figure, const char *factor)
{
    return qa_arena_format(arena, "=IF(ISNUMBER(%s),%s%s,-1)", figure, factor, figure);
}

static void put_measures(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t place)
{
    struct qa_arena *arena = book->arena;
    static const struct {
        enum qa_place_column column;
        enum qa_vendor_figure source;
        const char *factor;
    } measures[] = {
        {QA_P_LOW, QA_V_LOW, ""},
        {QA_P_RATE, QA_V_RATE, ""},
        {QA_P_HIGH, QA_V_HIGH, ""},
        {QA_P_COST, QA_V_CORRECT, "1000*"},
    };
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++) {
        const char *figure = qa_at_place(book, measures[i].source, place);
        put_figure(book, sheet, place, measures[i].column,
                   or_left_of_axis(arena, figure, measures[i].factor));
    }
    const char *chance = qa_at_place(book, QA_V_P_BEST, place);
    put_figure(
        book, sheet, place, QA_P_CHANCE,
        qa_arena_format(arena, "=IF(AND(AsDelivered=\"yes\",ISNUMBER(%s)),%s,0)", chance, chance));
}

/* What each criterion adds to the score. */
static void put_points(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t place)
{
    for (int c = 0; c < QA_N_CRITERIA; c++) {
        put_figure(
            book, sheet, place, QA_P_POINTS + (enum qa_place_column)c,
            qa_arena_format(book->arena,
                            "=IF(ISNUMBER(%s),Wu_%s*N(%s)/(Wu_quality+Wu_speed+Wu_cost+"
                            "Wu_agreement+Wu_compliance),0)",
                            qa_at_place(book, QA_V_SCORE, place),
                            qa_criterion_name((enum qa_criterion)c),
                            qa_at_place(book, QA_V_VALUES + (enum qa_vendor_figure)c, place)));
    }
}

/* Names and number of those with a gate's word, down from the first place. */
struct roll {
    enum qa_gate gate;
    enum qa_place_column column;
};

static void put_roll(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t place,
                     const struct roll *roll)
{
    struct qa_arena *arena = book->arena;
    uint32_t row = qa_place_row(book, place);
    const char *before = place > 1 ? qa_cell(arena, row + 1, (uint16_t)roll->column) : "\"\"";
    const char *n = place > 1 ? qa_cell(arena, row + 1, (uint16_t)(roll->column + 1)) : "0";
    const char *is = qa_arena_format(arena, "%s=\"%s\"", qa_at_place(book, QA_V_GATE, place),
                                     qa_gate_name(roll->gate));
    qa_put_formula(sheet, row, (uint16_t)roll->column,
                   qa_arena_format(arena, "=IF(AND(%s,%s<%d),%s&IF(%s>0,\", \",\"\")&%s,%s)", is, n,
                                   QA_MOST_NAMED, before, n, qa_at_place(book, QA_V_NAME, place),
                                   before),
                   QA_STYLE_FIXED_TEXT);
    put_figure(book, sheet, place, roll->column + 1,
               qa_arena_format(arena, "=%s+IF(%s,1,0)", n, is));
}

static const char *places(const struct qa_vendor_book *book, enum qa_place_column column)
{
    return qa_range_name(book->arena, "Vendors", qa_place_row(book, book->n), qa_place_row(book, 1),
                         (uint16_t)column);
}

/* The line of the limit from below the last vendor to above the first, and the point right of all.
 */
static void put_limit(struct qa_vendor_book *book, struct qa_sheet *sheet)
{
    uint32_t row = qa_limit_row(book);
    for (uint32_t end = 0; end < 2; end++) {
        qa_put(sheet, row + end, QA_P_NAME, "limit", QA_STYLE_FIXED_TEXT);
        qa_put_number(sheet, row + end, QA_P_HEIGHT, end == 0 ? 0 : book->n + 1,
                      QA_STYLE_FIXED_REAL);
        qa_put_formula(sheet, row + end, QA_P_RATE, "=MaxErr", QA_STYLE_FIXED_REAL);
    }
    qa_put_number(sheet, row, QA_P_COST, 0, QA_STYLE_FIXED_REAL);
    qa_put_formula(sheet, row + 1, QA_P_COST,
                   qa_arena_format(book->arena, "=1.1*MAX(0,%s)", places(book, QA_P_COST)),
                   QA_STYLE_FIXED_REAL);
    qa_put(sheet, row + 2, QA_P_NAME, "room", QA_STYLE_FIXED_TEXT);
    qa_put_number(sheet, row + 2, QA_P_HEIGHT, 0, QA_STYLE_FIXED_REAL);
    qa_put_formula(
        sheet, row + 2, QA_P_RATE,
        qa_arena_format(book->arena, "=MIN(1,1.4*MAX(MaxErr,%s))", places(book, QA_P_HIGH)),
        QA_STYLE_FIXED_REAL);
}

void qa_put_chart_figures(struct qa_vendor_book *book, struct qa_sheet *sheet)
{
    static const char *const headers[QA_P_POINTS] = {"figures of Summary",
                                                     "low end",
                                                     "error rate",
                                                     "high end",
                                                     "cost per 1000",
                                                     "chance",
                                                     "height",
                                                     "height",
                                                     "height",
                                                     "failing",
                                                     "how many failing",
                                                     "inconclusive",
                                                     "how many inconclusive"};
    static const struct roll failing = {QA_GATE_FAIL, QA_P_FAILING};
    static const struct roll open = {QA_GATE_INCONCLUSIVE, QA_P_OPEN};
    qa_put_subheaders(sheet, first_row(book) - 1, headers, QA_P_POINTS);
    for (int c = 0; c < QA_N_CRITERIA; c++) {
        qa_put(sheet, first_row(book) - 1, (uint16_t)(QA_P_POINTS + c),
               qa_criterion_name((enum qa_criterion)c), QA_STYLE_HEADER);
    }
    for (uint32_t place = 1; place <= book->n; place++) {
        uint32_t row = qa_place_row(book, place);
        qa_put_formula(sheet, row, QA_P_NAME,
                       qa_arena_format(book->arena, "=%s", qa_at_place(book, QA_V_NAME, place)),
                       QA_STYLE_FIXED_TEXT);
        for (uint16_t k = 0; k < 3; k++) {
            qa_put_number(sheet, row, QA_P_HEIGHT + k, book->n + 1 - place, QA_STYLE_FIXED_REAL);
        }
        put_measures(book, sheet, place);
        put_points(book, sheet, place);
        put_roll(book, sheet, place, &failing);
        put_roll(book, sheet, place, &open);
    }
    put_limit(book, sheet);
}
