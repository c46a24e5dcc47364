#include <math.h>
#include <stdio.h>
#include <string.h>

#include "qa/base/time.h"
#include "reports/inputs_delivered.h"
#include "reports/summary_charts.h"
#include "reports/summary_words.h"

/* The page: title, verdict, tiles, ranking, charts, what would change it and what it rests on;
 * columns A to I of an A4 portrait, QA_SUMMARY_PAGE_PIXELS wide. */
enum {
    VERDICT_ROW = 3,
    CERTAINTY_ROW,
    TILE_ROW = 6,
    RANK_HEADER = 9,
    VERDICT_CHARACTERS = 90,
    PAGE_CHARACTERS = 122,
    LAST_COLUMN = 8
};

/* Heights in points. */
enum {
    PAGE_POINTS = 850,
    TITLE_POINTS = 28,
    LINE_POINTS = 15,
    VERDICT_LINE_POINTS = 19,
    TEXT_LINE_POINTS = 13,
    TILE_POINTS = 60,
    HEADER_POINTS = 42,
    PLACE_POINTS = 27, /* two lines */
    LINKS_POINTS = 45,
    LEAST_CHART_PIXELS = 190,
    MOST_CHART_PIXELS = 340
};

static uint32_t rank_row(uint32_t place)
{
    return RANK_HEADER + place;
}

/* A sentence or more over the whole width. Returns the points it takes. */
static unsigned put_sentences(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row,
                              const char *text, const char *formula)
{
    unsigned points = TEXT_LINE_POINTS * qa_text_lines(text, PAGE_CHARACTERS) + 3;
    qa_note_error(&book->book, worksheet_merge_range(sheet->worksheet, row, 0, row, LAST_COLUMN, "",
                                                     book->book.styles[QA_STYLE_BODY]));
    qa_note_error(&book->book, worksheet_set_row(sheet->worksheet, row, points, NULL));
    if (formula != NULL) {
        qa_put_formula(sheet, row, 0, formula, QA_STYLE_BODY);
    } else {
        qa_put(sheet, row, 0, text, QA_STYLE_BODY);
    }
    return points;
}

/* ---- the verdict ---- */

static unsigned put_verdict(struct qa_vendor_book *book, struct qa_sheet *sheet)
{
    const char *formula = qa_verdict_formula(book);
    const char *text = qa_text_now(sheet, formula);
    unsigned points = VERDICT_LINE_POINTS * qa_text_lines(text, VERDICT_CHARACTERS) + 8;
    lxw_format *format = book->book.styles[QA_STYLE_VERDICT];
    qa_note_error(&book->book, worksheet_merge_range(sheet->worksheet, VERDICT_ROW, 0, VERDICT_ROW,
                                                     LAST_COLUMN, "", format));
    qa_note_error(&book->book, worksheet_set_row(sheet->worksheet, VERDICT_ROW, points, NULL));
    qa_put_formula(sheet, VERDICT_ROW, 0, formula, QA_STYLE_VERDICT);
    return points;
}

/* How sure it is, as computed: a spreadsheet cannot draw. */
static unsigned put_certainty(struct qa_vendor_book *book, struct qa_sheet *sheet)
{
    const char *certainty = qa_certainty_text(book);
    if (certainty[0] == '\0') {
        return LINE_POINTS;
    }
    return put_sentences(
        book, sheet, CERTAINTY_ROW, certainty,
        qa_arena_format(book->arena,
                        "=IF(AsDelivered=\"yes\",%s,\"Inputs were changed: how sure "
                        "the first place is was computed for the inputs as "
                        "delivered.\")",
                        qa_certainty_cell(book)));
}

/* ---- tiles ---- */

static void put_tile(struct qa_sheet *sheet, uint16_t column, const char *formula, const char *name)
{
    qa_put_formula(sheet, TILE_ROW, column, formula, QA_STYLE_TILE_VALUE);
    qa_put(sheet, TILE_ROW + 1, column, name, QA_STYLE_TILE_NAME);
}

/* What choosing the first instead of the current vendor saves at the volume. */
static void put_saving(struct qa_vendor_book *book, struct qa_sheet *sheet, uint16_t column,
                       size_t vendor)
{
    struct qa_arena *arena = book->arena;
    const char *own = qa_vendor_cell(book, vendor, QA_V_TOTAL);
    const char *order = qa_vendor_cell(book, vendor, QA_V_ORDER);
    const char *best = qa_at_place(book, QA_V_TOTAL, 1);
    put_tile(sheet, column,
             qa_arena_format(arena,
                             "=IF(NOT(ISNUMBER(%s)),\"n/a\",IF(%s=1,\"no change\",IF(AND("
                             "ISNUMBER(%s),ISNUMBER(%s)),%s-%s,\"n/a\")))",
                             qa_at_place(book, QA_V_RANK, 1), order, own, best, own, best),
             NULL);
    qa_put_formula(
        sheet, TILE_ROW + 1, column,
        qa_arena_format(arena, "=IF(%s=1,\"the current vendor is first\",\"%s saved against \"&%s)",
                        order, book->currency, qa_vendor_cell(book, vendor, QA_V_NAME)),
        QA_STYLE_TILE_NAME);
}

static void put_saving_tile(struct qa_vendor_book *book, struct qa_sheet *sheet, uint16_t column)
{
    const struct qa_scorecard *card = &book->evaluation->scorecard;
    const char *current = card->settings.current_vendor;
    for (size_t i = 0; current != NULL && i < book->n; i++) {
        if (strcmp(card->scores[i].facts->name, current) == 0) {
            put_saving(book, sheet, column, i);
            return;
        }
    }
    qa_put(sheet, TILE_ROW, column, "-", QA_STYLE_TILE_VALUE);
    qa_put(sheet, TILE_ROW + 1, column, "saving: no current vendor named", QA_STYLE_TILE_NAME);
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
    }
    qa_note_error(&book->book, worksheet_set_row(sheet->worksheet, TILE_ROW, 26, NULL));
    qa_note_error(&book->book, worksheet_set_row(sheet->worksheet, TILE_ROW + 1, 30, NULL));
    static const uint16_t ends[] = {0, 2, 4, 6, LAST_COLUMN + 1};
    for (size_t i = 0; i + 1 < sizeof ends / sizeof *ends; i++) {
        qa_note_error(&book->book,
                      worksheet_merge_range(sheet->worksheet, TILE_ROW + 1, ends[i], TILE_ROW + 1,
                                            (uint16_t)(ends[i + 1] - 1), "",
                                            book->book.styles[QA_STYLE_TILE_NAME]));
    }
    size_t n = qa_scorecard_candidates(card);
    qa_put_number(sheet, TILE_ROW, 0, (double)n, QA_STYLE_TILE_VALUE);
    qa_put(sheet, TILE_ROW + 1, 0, n == 1 ? "vendor" : "vendors", QA_STYLE_TILE_NAME);
    put_tile(sheet, 2,
             qa_arena_format(book->arena, "=SUM(%s)", qa_vendors_range(book, QA_V_AUDITED)),
             "labels checked");
    qa_put_number(sheet, TILE_ROW, 4, lowest_agreement(book), QA_STYLE_TILE_REAL);
    qa_put(sheet, TILE_ROW + 1, 4, "lowest agreement (alpha)", QA_STYLE_TILE_NAME);
    put_saving_tile(book, sheet, 6);
}

/* ---- the ranking ---- */

/* "clear" or not, by the p-value of the one ahead, for the vendors at two places. */
static const char *lead_formula(const struct qa_vendor_book *book, uint32_t place)
{
    struct qa_arena *arena = book->arena;
    uint32_t first = qa_pairs_first_row(book);
    const char *order = qa_vendors_range(book, QA_V_ORDER);
    const char *block =
        qa_arena_format(arena, "Vendors!%s:%s", qa_cell_name(arena, NULL, first, 1),
                        qa_cell_name(arena, NULL, first + book->n - 1, (uint16_t)book->n));
    const char *p = qa_arena_format(arena, "INDEX(%s,MATCH(%u,%s,0),MATCH(%u,%s,0))", block, place,
                                    order, place + 1, order);
    return qa_arena_format(
        arena,
        "=IF(AND(ISNUMBER(%s),ISNUMBER(%s)),IF(AsDelivered<>\"yes\",\"run labelqa again\",IF("
        "ISNUMBER(%s),IF(%s<1-Conf,\"clear\",\"within sampling error\"),\"not tested\")),\"\")",
        qa_at_place(book, QA_V_RANK, place), qa_at_place(book, QA_V_RANK, place + 1), p, p);
}

static void put_lookup(const struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t place,
                       uint16_t column, enum qa_vendor_figure of, enum qa_style style)
{
    qa_put_formula(sheet, rank_row(place), column,
                   qa_arena_format(book->arena, "=%s", qa_at_place(book, of, place)), style);
}

static void put_place(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t place)
{
    struct qa_arena *arena = book->arena;
    put_lookup(book, sheet, place, 0, QA_V_RANK, QA_STYLE_COUNT);
    put_lookup(book, sheet, place, 1, QA_V_NAME, QA_STYLE_ROW_NAME);
    put_lookup(book, sheet, place, 2, QA_V_GATE, QA_STYLE_ROW_TEXT);
    put_lookup(book, sheet, place, 3, QA_V_SCORE, QA_STYLE_REAL);
    const char *value = qa_at_place(book, QA_V_RATE, place);
    qa_put_formula(sheet, rank_row(place), 4,
                   qa_arena_format(arena,
                                   "=IF(ISNUMBER(%s),FIXED(100*%s,1,TRUE)&\" %% (\"&FIXED(100*%s,1,"
                                   "TRUE)&\" to \"&FIXED(100*%s,1,TRUE)&\")\",\"n/a\")",
                                   value, value, qa_at_place(book, QA_V_LOW, place),
                                   qa_at_place(book, QA_V_HIGH, place)),
                   QA_STYLE_ROW_TEXT);
    put_lookup(book, sheet, place, 5, QA_V_P90, QA_STYLE_HOURS);
    const char *cost = qa_at_place(book, QA_V_CORRECT, place);
    qa_put_formula(sheet, rank_row(place), 6,
                   qa_arena_format(arena, "=IF(ISNUMBER(%s),1000*%s,\"n/a\")", cost, cost),
                   QA_STYLE_MONEY);
    qa_put_formula(sheet, rank_row(place), 7,
                   qa_arena_format(arena, "=IF(AsDelivered=\"yes\",%s,\"\")",
                                   qa_at_place(book, QA_V_P_BEST, place)),
                   QA_STYLE_RATE);
    if (place < book->n) {
        qa_put_formula(sheet, rank_row(place), LAST_COLUMN, lead_formula(book, place),
                       QA_STYLE_ROW_TEXT);
    } else {
        qa_put(sheet, rank_row(place), LAST_COLUMN, NULL, QA_STYLE_ROW_TEXT);
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

/* ---- what would change it, and what it rests on ---- */

/* Rows below the charts, and the points they take; written after the charts' height is known. */
struct notes {
    const char *changes; /* sentences; "" */
    const struct qa_reason *basis;
    size_t n_basis;
    const char *errors; /* on the cost of errors; NULL */
    unsigned points;
};

static struct notes notes_of(const struct qa_vendor_book *book)
{
    enum { MOST_CAVEATS = 5, HEADING_POINTS = 24 };
    const struct qa_evaluation *evaluation = book->evaluation;
    const struct qa_scorecard *card = &evaluation->scorecard;
    struct notes notes = {.changes = qa_changes_text(book)};
    notes.basis = qa_verdict_of_kind(&evaluation->verdict, QA_REASON_BASIS, &notes.n_basis);
    notes.n_basis = notes.n_basis < MOST_CAVEATS ? notes.n_basis : (size_t)MOST_CAVEATS;
    notes.points =
        2 * HEADING_POINTS + TEXT_LINE_POINTS * qa_text_lines(notes.changes, PAGE_CHARACTERS);
    for (size_t i = 0; i < notes.n_basis; i++) {
        notes.points += TEXT_LINE_POINTS * qa_text_lines(notes.basis[i].text, PAGE_CHARACTERS) + 3;
    }
    if (card->settings.scenario.cost_per_error > 0) {
        notes.errors = "A wrong label that slips through costs more than its redoing: the column "
                       "expected cost of errors on Vendors says what, beside the total.";
        notes.points += 2 * TEXT_LINE_POINTS;
    }
    return notes;
}

static uint32_t put_notes(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row,
                          const struct notes *notes)
{
    if (notes->changes[0] != '\0') {
        qa_put(sheet, row++, 0, "What would change it", QA_STYLE_SUBTITLE);
        put_sentences(book, sheet, row++, notes->changes,
                      qa_arena_format(book->arena,
                                      "=IF(AsDelivered=\"yes\",%s,\"Inputs were changed: run "
                                      "labelqa again.\")",
                                      qa_changes_cell(book)));
    }
    if (notes->n_basis > 0 || notes->errors != NULL) {
        qa_put(sheet, row++, 0, "What it rests on", QA_STYLE_SUBTITLE);
    }
    if (notes->errors != NULL) {
        put_sentences(book, sheet, row++, notes->errors, NULL);
    }
    for (size_t i = 0; i < notes->n_basis; i++) {
        put_sentences(book, sheet, row++, notes->basis[i].text, NULL);
    }
    return row;
}

/* ---- the page ---- */

static void put_ranking(struct qa_vendor_book *book, struct qa_sheet *sheet)
{
    static const struct {
        const char *text;
        enum qa_style style;
    } headers[] = {{"rank", QA_STYLE_HEADER_NUMBER},
                   {"vendor", QA_STYLE_HEADER_TEXT},
                   {"gate", QA_STYLE_HEADER_TEXT},
                   {"score", QA_STYLE_HEADER_NUMBER},
                   {"error rate (interval)", QA_STYLE_HEADER_TEXT},
                   {"turn-around h, 9 of 10", QA_STYLE_HEADER_NUMBER},
                   {"cost per 1000 correct", QA_STYLE_HEADER_NUMBER},
                   {"chance of being best", QA_STYLE_HEADER_NUMBER},
                   {"lead over the next", QA_STYLE_HEADER_TEXT}};
    qa_note_error(&book->book,
                  worksheet_set_row(sheet->worksheet, RANK_HEADER, HEADER_POINTS, NULL));
    for (uint16_t c = 0; c <= (uint16_t)LAST_COLUMN; c++) {
        qa_put(sheet, RANK_HEADER, c, headers[c].text, headers[c].style);
    }
    for (uint32_t place = 1; place <= book->n; place++) {
        qa_note_error(&book->book,
                      worksheet_set_row(sheet->worksheet, rank_row(place), PLACE_POINTS, NULL));
        put_place(book, sheet, place);
    }
    qa_colour_gates(sheet, rank_row(1), rank_row(book->n), 2);
}

/* What the rest leaves of the page, so that it is filled and still one. */
static unsigned chart_pixels(const struct qa_vendor_book *book, unsigned points)
{
    unsigned rows = qa_summary_chart_rows(book);
    unsigned left =
        points < PAGE_POINTS ? (PAGE_POINTS - points) * 4 / 3 / (rows > 0 ? rows : 1) : 0;
    left = left < LEAST_CHART_PIXELS ? LEAST_CHART_PIXELS : left;
    left = left > MOST_CHART_PIXELS ? MOST_CHART_PIXELS : left;
    return left / QA_SUMMARY_ROW_PIXELS * QA_SUMMARY_ROW_PIXELS;
}

void qa_sheet_summary(struct qa_vendor_book *book, struct qa_sheet *sheet)
{
    static const double widths[LAST_COLUMN + 1] = {5, 14, 15, 7, 18.5, 9, 10, 8.5, 14};
    worksheet_set_portrait(sheet->worksheet);
    worksheet_fit_to_pages(sheet->worksheet, 1, 1);
    worksheet_center_horizontally(sheet->worksheet);
    worksheet_gridlines(sheet->worksheet, LXW_HIDE_ALL_GRIDLINES);
    qa_widths(sheet, widths, LAST_COLUMN + 1);
    put_heading(book, sheet);
    if (book->n == 0) {
        qa_put(sheet, VERDICT_ROW, 0, "There is no vendor to compare.", QA_STYLE_VERDICT);
        return;
    }
    const struct notes notes = notes_of(book);
    unsigned points = TITLE_POINTS + 6 * LINE_POINTS + TILE_POINTS + HEADER_POINTS + LINKS_POINTS +
                      PLACE_POINTS * book->n + notes.points;
    points += put_verdict(book, sheet);
    points += put_certainty(book, sheet);
    put_tiles(book, sheet);
    put_ranking(book, sheet);
    uint32_t row =
        qa_put_summary_charts(book, sheet, rank_row(book->n) + 2, chart_pixels(book, points));
    row = put_notes(book, sheet, row + 1, &notes);
    (void)qa_put_sheet_link_grid(sheet, row + 1);
    worksheet_activate(sheet->worksheet);
}
