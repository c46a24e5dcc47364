#include <math.h>
#include <stdio.h>
#include <string.h>

#include "qa/base/time.h"
#include "reports/sheets.h"
#include "reports/summary_charts.h"

/* The page: title, verdict, tiles, ranking, charts, caveats; columns A to H of an A4 portrait. */
enum {
    VERDICT_ROW = 3,
    CERTAINTY_ROW,
    TILE_ROW = 6,
    RANK_HEADER = 9,
    PAGE_CHARACTERS = 130,
    LAST_COLUMN = 8
};

static uint32_t rank_row(uint32_t place)
{
    return RANK_HEADER + place;
}

static const char *vendors_range(const struct qa_vendor_book *book, enum qa_vendors_column column)
{
    return qa_range_name(book->arena, "Vendors", QA_VENDORS_FIRST, QA_VENDORS_FIRST + book->n - 1,
                         (uint16_t)column);
}

/* The value that a column of Vendors has for the vendor at a place. */
static const char *at_place(const struct qa_vendor_book *book, enum qa_vendors_column column,
                            uint32_t place)
{
    return qa_arena_format(book->arena, "INDEX(%s,MATCH(%u,%s,0))", vendors_range(book, column),
                           place, vendors_range(book, QA_V_ORDER));
}

static const struct qa_vendor_score *score_at(const struct qa_vendor_book *book, uint32_t place)
{
    const struct qa_scorecard *card = &book->evaluation->scorecard;
    return &card->scores[card->ranking[place - 1]];
}

/* Half up, as spreadsheets round when they make text. */
static const char *fixed(struct qa_arena *arena, double value, int digits)
{
    double scale = pow(10, digits);
    return qa_arena_format(arena, "%.*f", digits, floor(value * scale + 0.5) / scale);
}

/* ---- the verdict ---- */

static const char *verdict_text(const struct qa_vendor_book *book, unsigned failing, unsigned open)
{
    struct qa_arena *arena = book->arena;
    const struct qa_vendor_score *best = score_at(book, 1);
    if (best->rank == 0) {
        return qa_arena_format(arena, "No vendor can be ranked: %u fail, %u inconclusive.", failing,
                               open);
    }
    const char *text =
        qa_arena_format(arena, "%s ranks first: %s", best->facts->name, qa_gate_name(best->gate));
    if (qa_is_defined(&best->error_rate)) {
        text = qa_arena_format(arena, "%s, error rate %s %% (%s to %s %%)", text,
                               fixed(arena, 100 * best->error_rate.value, 1),
                               fixed(arena, 100 * best->error_rate.low, 1),
                               fixed(arena, 100 * best->error_rate.high, 1));
    }
    if (qa_is_defined(&best->cost_per_correct)) {
        text =
            qa_arena_format(arena, "%s, %s %s per 1000 correct labels", text,
                            fixed(arena, 1000 * best->cost_per_correct.value, 2), book->currency);
    }
    return qa_arena_format(arena, "%s. Vendors that fail: %u, inconclusive: %u.", text, failing,
                           open);
}

static const char *verdict_formula(const struct qa_vendor_book *book)
{
    struct qa_arena *arena = book->arena;
    const char *gates = vendors_range(book, QA_V_GATE);
    const char *failing = qa_arena_format(arena, "COUNTIF(%s,\"FAIL\")", gates);
    const char *open = qa_arena_format(arena, "COUNTIF(%s,\"INCONCLUSIVE\")", gates);
    const char *rate = at_place(book, QA_V_RATE, 1);
    const char *cost = at_place(book, QA_V_CORRECT, 1);
    return qa_arena_format(
        arena,
        "=IF(NOT(ISNUMBER(%s)),\"No vendor can be ranked: \"&%s&\" fail, \"&%s&"
        "\" inconclusive.\",%s&\" ranks first: \"&%s&IF(ISNUMBER(%s),\", error rate \"&"
        "FIXED(100*%s,1,TRUE)&\" %% (\"&FIXED(100*%s,1,TRUE)&\" to \"&FIXED(100*%s,1,TRUE)&"
        "\" %%)\",\"\")&IF(ISNUMBER(%s),\", \"&FIXED(1000*%s,2,TRUE)&\" %s per 1000 correct "
        "labels\",\"\")&\". Vendors that fail: \"&%s&\", inconclusive: \"&%s&\".\")",
        at_place(book, QA_V_RANK, 1), failing, open, at_place(book, QA_V_NAME, 1),
        at_place(book, QA_V_GATE, 1), rate, rate, at_place(book, QA_V_LOW, 1),
        at_place(book, QA_V_HIGH, 1), cost, cost, book->currency, failing, open);
}

static void count_gates(const struct qa_vendor_book *book, unsigned *failing, unsigned *open)
{
    *failing = 0;
    *open = 0;
    for (uint32_t i = 0; i < book->n; i++) {
        enum qa_gate gate = book->evaluation->scorecard.scores[i].gate;
        *failing += gate == QA_GATE_FAIL;
        *open += gate == QA_GATE_INCONCLUSIVE;
    }
}

static void put_verdict(struct qa_vendor_book *book, struct qa_sheet *sheet)
{
    unsigned failing;
    unsigned open;
    count_gates(book, &failing, &open);
    lxw_format *format = book->book.styles[QA_STYLE_VERDICT];
    qa_note_error(&book->book, worksheet_merge_range(sheet->worksheet, VERDICT_ROW, 0, VERDICT_ROW,
                                                     LAST_COLUMN, "", format));
    qa_note_error(&book->book, worksheet_set_row(sheet->worksheet, VERDICT_ROW, 52, NULL));
    qa_put_formula(sheet, VERDICT_ROW, 0, verdict_formula(book),
                   QA_CACHED_TEXT(verdict_text(book, failing, open)), QA_STYLE_VERDICT);
}

/* How sure it is, as computed: a spreadsheet cannot draw. */
static void put_certainty(struct qa_vendor_book *book, struct qa_sheet *sheet)
{
    const char *certainty = book->evaluation->decision.certainty;
    if (certainty == NULL || certainty[0] == '\0') {
        return;
    }
    qa_note_error(&book->book,
                  worksheet_merge_range(sheet->worksheet, CERTAINTY_ROW, 0, CERTAINTY_ROW,
                                        LAST_COLUMN, "", book->book.styles[QA_STYLE_NOTE]));
    qa_put_paragraph(sheet, CERTAINTY_ROW, 0,
                     qa_arena_format(book->arena, "With the inputs as delivered:%s", certainty),
                     PAGE_CHARACTERS, QA_STYLE_NOTE);
}

/* ---- tiles ---- */

/* What choosing the first instead of the current vendor saves at the volume. */
static void put_saving(struct qa_vendor_book *book, struct qa_sheet *sheet, uint16_t column)
{
    const struct qa_scorecard *card = &book->evaluation->scorecard;
    const char *current = card->settings.current_vendor;
    for (uint32_t i = 0; current != NULL && i < book->n; i++) {
        if (strcmp(card->scores[i].facts->name, current) != 0) {
            continue;
        }
        const char *own = qa_cell_name(book->arena, "Vendors", QA_VENDORS_FIRST + i, QA_V_TOTAL);
        const char *best = at_place(book, QA_V_TOTAL, 1);
        const struct qa_vendor_score *first = score_at(book, 1);
        bool known = card->scores[i].has_total && first->has_total && first->rank > 0;
        qa_put_formula(sheet, TILE_ROW, column,
                       qa_arena_format(book->arena,
                                       "=IF(AND(ISNUMBER(%s),ISNUMBER(%s),ISNUMBER(%s)),%s-%s,"
                                       "\"n/a\")",
                                       own, best, at_place(book, QA_V_RANK, 1), own, best),
                       QA_NUMBER(known ? card->scores[i].total - first->total : (double)NAN),
                       QA_STYLE_TILE_VALUE);
        qa_put(sheet, TILE_ROW + 1, column,
               qa_arena_format(book->arena, "%s saved against %s", book->currency, current),
               QA_STYLE_TILE_NAME);
        return;
    }
    qa_put(sheet, TILE_ROW, column, "-", QA_STYLE_TILE_VALUE);
    qa_put(sheet, TILE_ROW + 1, column, "saving: no current vendor was named", QA_STYLE_TILE_NAME);
}

static double lowest_agreement(const struct qa_vendor_book *book)
{
    double lowest = (double)NAN;
    for (uint32_t i = 0; i < book->n; i++) {
        const struct qa_estimate *agreement =
            &book->evaluation->scorecard.scores[i].facts->agreement;
        if (qa_is_defined(agreement)) {
            lowest = isnan(lowest) ? agreement->value : fmin(lowest, agreement->value);
        }
    }
    return lowest;
}

static void put_tiles(struct qa_vendor_book *book, struct qa_sheet *sheet)
{
    const struct qa_scorecard *card = &book->evaluation->scorecard;
    double checked = 0;
    for (uint32_t i = 0; i < book->n; i++) {
        checked += (double)card->scores[i].facts->audited;
    }
    for (uint16_t c = 0; c <= (uint16_t)LAST_COLUMN; c++) {
        qa_put(sheet, TILE_ROW, c, NULL, QA_STYLE_TILE_VALUE);
        qa_put(sheet, TILE_ROW + 1, c, NULL, QA_STYLE_TILE_NAME);
    }
    qa_note_error(&book->book, worksheet_set_row(sheet->worksheet, TILE_ROW, 24, NULL));
    qa_note_error(&book->book, worksheet_set_row(sheet->worksheet, TILE_ROW + 1, 26, NULL));
    qa_put_number(sheet, TILE_ROW, 0, (double)qa_scorecard_candidates(card), QA_STYLE_TILE_VALUE);
    qa_put(sheet, TILE_ROW + 1, 0, "vendors", QA_STYLE_TILE_NAME);
    qa_put_formula(sheet, TILE_ROW, 2,
                   qa_arena_format(book->arena, "=SUM(%s)", vendors_range(book, QA_V_AUDITED)),
                   QA_NUMBER(checked), QA_STYLE_TILE_VALUE);
    qa_put(sheet, TILE_ROW + 1, 2, "labels checked against gold", QA_STYLE_TILE_NAME);
    qa_put_number(sheet, TILE_ROW, 4, lowest_agreement(book), QA_STYLE_TILE_VALUE);
    qa_put(sheet, TILE_ROW + 1, 4, "lowest agreement of a vendor (alpha)", QA_STYLE_TILE_NAME);
    put_saving(book, sheet, 6);
}

/* ---- the ranking ---- */

/* "clear" or not, by the p-value of the one ahead, for the vendors at two places. */
static const char *lead_formula(const struct qa_vendor_book *book, uint32_t place)
{
    struct qa_arena *arena = book->arena;
    uint32_t first = qa_pairs_first_row(book);
    const char *order = vendors_range(book, QA_V_ORDER);
    const char *block =
        qa_arena_format(arena, "Vendors!%s:%s", qa_cell_name(arena, NULL, first, 1),
                        qa_cell_name(arena, NULL, first + book->n - 1, (uint16_t)book->n));
    const char *p = qa_arena_format(arena, "INDEX(%s,MATCH(%u,%s,0),MATCH(%u,%s,0))", block, place,
                                    order, place + 1, order);
    return qa_arena_format(
        arena,
        "=IF(AND(ISNUMBER(%s),ISNUMBER(%s)),IF(ISNUMBER(%s),IF(%s<1-Conf,\"clear\",\"within "
        "sampling error\"),\"not tested\"),\"\")",
        at_place(book, QA_V_RANK, place), at_place(book, QA_V_RANK, place + 1), p, p);
}

static void put_lookup(const struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t place,
                       uint16_t column, enum qa_vendors_column of, struct qa_cached cached,
                       enum qa_style style)
{
    qa_put_formula(sheet, rank_row(place), column,
                   qa_arena_format(book->arena, "=%s", at_place(book, of, place)), cached, style);
}

static void put_place(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t place)
{
    struct qa_arena *arena = book->arena;
    const struct qa_vendor_score *score = score_at(book, place);
    const struct qa_estimate *rate = &score->error_rate;
    const struct qa_vendor_turnaround *time = score->facts->turnaround;
    bool known = qa_is_defined(rate);
    put_lookup(book, sheet, place, 0, QA_V_RANK,
               score->rank > 0 ? QA_NUMBER(score->rank) : QA_CACHED_TEXT("-"), QA_STYLE_COUNT);
    put_lookup(book, sheet, place, 1, QA_V_NAME, QA_CACHED_TEXT(score->facts->name),
               QA_STYLE_SUBTITLE);
    put_lookup(book, sheet, place, 2, QA_V_GATE, QA_CACHED_TEXT(qa_gate_name(score->gate)),
               QA_STYLE_TEXT);
    put_lookup(book, sheet, place, 3, QA_V_SCORE,
               QA_NUMBER(score->has_score ? score->score : (double)NAN), QA_STYLE_REAL);
    const char *interval = "n/a";
    if (known) {
        interval =
            qa_arena_format(arena, "%s %% (%s to %s)", fixed(arena, 100 * rate->value, 1),
                            fixed(arena, 100 * rate->low, 1), fixed(arena, 100 * rate->high, 1));
    }
    const char *value = at_place(book, QA_V_RATE, place);
    qa_put_formula(sheet, rank_row(place), 4,
                   qa_arena_format(arena,
                                   "=IF(ISNUMBER(%s),FIXED(100*%s,1,TRUE)&\" %% (\"&FIXED(100*%s,1,"
                                   "TRUE)&\" to \"&FIXED(100*%s,1,TRUE)&\")\",\"n/a\")",
                                   value, value, at_place(book, QA_V_LOW, place),
                                   at_place(book, QA_V_HIGH, place)),
                   QA_CACHED_TEXT(interval), QA_STYLE_TEXT);
    put_lookup(
        book, sheet, place, 5, QA_V_P90,
        QA_NUMBER(time != NULL && time->p90.undefined == NULL ? time->p90.value : (double)NAN),
        QA_STYLE_HOURS);
    bool cost_known = qa_is_defined(&score->cost_per_correct);
    const char *cost = at_place(book, QA_V_CORRECT, place);
    qa_put_formula(sheet, rank_row(place), 6,
                   qa_arena_format(arena, "=IF(ISNUMBER(%s),1000*%s,\"n/a\")", cost, cost),
                   QA_NUMBER(cost_known ? 1000 * score->cost_per_correct.value : (double)NAN),
                   QA_STYLE_MONEY);
    double chance =
        book->evaluation->decision.vendors[book->evaluation->scorecard.ranking[place - 1]].p_best;
    put_lookup(book, sheet, place, 7, QA_V_P_BEST, QA_NUMBER(chance), QA_STYLE_FIXED_RATE);
    if (place < book->n) {
        qa_put_formula(sheet, rank_row(place), LAST_COLUMN, lead_formula(book, place),
                       QA_CACHED_TEXT(score->lead != NULL ? score->lead : ""), QA_STYLE_TEXT);
    }
}

static void put_heading(struct qa_vendor_book *book, struct qa_sheet *sheet)
{
    char now[QA_TIME_TEXT_MAX];
    qa_time_format(qa_time_report(), now);
    now[10] = '\0';
    qa_note_error(&book->book, worksheet_set_row(sheet->worksheet, 0, 28, NULL));
    qa_put(sheet, 0, 0, book->evaluation->name, QA_STYLE_TITLE);
    qa_put(sheet, 1, 0,
           book->evaluation->period != NULL
               ? qa_arena_format(book->arena, "%s, made %s", book->evaluation->period, now)
               : qa_arena_format(book->arena, "made %s", now),
           QA_STYLE_TEXT);
}

static uint32_t put_caveats(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row)
{
    enum { MOST = 5 };
    for (size_t i = 0; i < book->evaluation->n_caveats && i < MOST; i++, row++) {
        qa_note_error(&book->book, worksheet_merge_range(sheet->worksheet, row, 0, row, LAST_COLUMN,
                                                         "", book->book.styles[QA_STYLE_NOTE]));
        qa_note_error(&book->book, worksheet_set_row(sheet->worksheet, row, 26, NULL));
        qa_put(sheet, row, 0, book->evaluation->caveats[i], QA_STYLE_NOTE);
    }
    return row;
}

void qa_sheet_summary(struct qa_vendor_book *book, struct qa_sheet *sheet)
{
    static const double widths[] = {7, 18, 16, 8, 22, 10, 12, 10, 21};
    static const char *const headers[] = {"rank",
                                          "vendor",
                                          "gate",
                                          "score",
                                          "error rate (interval)",
                                          "p90 turn- around h",
                                          "cost per 1000 correct",
                                          "chance of being best",
                                          "lead over the next"};
    worksheet_set_portrait(sheet->worksheet);
    worksheet_fit_to_pages(sheet->worksheet, 1, 1);
    worksheet_gridlines(sheet->worksheet, LXW_HIDE_ALL_GRIDLINES);
    qa_widths(sheet, widths, LAST_COLUMN + 1);
    put_heading(book, sheet);
    if (book->n == 0) {
        qa_put(sheet, VERDICT_ROW, 0, "There is no vendor to compare.", QA_STYLE_VERDICT);
        return;
    }
    put_verdict(book, sheet);
    put_certainty(book, sheet);
    put_tiles(book, sheet);
    for (uint16_t c = 0; c <= (uint16_t)LAST_COLUMN; c++) {
        qa_put(sheet, RANK_HEADER, c, headers[c], QA_STYLE_HEADER);
    }
    qa_note_error(&book->book, worksheet_set_row(sheet->worksheet, RANK_HEADER, 30, NULL));
    for (uint32_t place = 1; place <= book->n; place++) {
        qa_note_error(&book->book, worksheet_set_row(sheet->worksheet, rank_row(place), 20, NULL));
        put_place(book, sheet, place);
    }
    qa_colour_gates(sheet, rank_row(1), rank_row(book->n), 2);
    uint32_t row = qa_put_summary_charts(book, sheet, rank_row(book->n) + 2);
    row = put_caveats(book, sheet, row);
    (void)qa_put_sheet_link_grid(sheet, row + 1, LAST_COLUMN + 1);
    worksheet_activate(sheet->worksheet);
}
