/* The sheet Vendors: a column a vendor, a row a figure by the rules of qa/procurement/rules.h. */
#include <math.h>
#include <string.h>

#include "qa/table/formula.h"
#include "reports/inputs_delivered.h"

/* One vendor's column being written. */
struct line {
    struct qa_vendor_book *book;
    struct qa_sheet *sheet;
    const struct qa_vendor_score *score;
    uint32_t vendor;
    uint16_t column;
};

/* ---- where figures stand ---- */

static bool starts_group(int figure)
{
    const char *group = qa_vendor_rule((enum qa_vendor_figure)figure)->group;
    return group != NULL && group[0] != '\0';
}

uint32_t qa_figure_row(enum qa_vendor_figure figure)
{
    uint32_t row = QA_VENDORS_HEADER;
    for (int f = 1; f <= (int)figure; f++) {
        row += starts_group(f) ? 2 : 1;
    }
    return row;
}

static uint16_t vendor_column(uint32_t vendor)
{
    return (uint16_t)(vendor + 1);
}

const char *qa_vendor_cell(const struct qa_vendor_book *book, size_t vendor,
                           enum qa_vendor_figure figure)
{
    return qa_cell_name(book->arena, "Vendors", qa_figure_row(figure),
                        vendor_column((uint32_t)vendor));
}

const char *qa_vendors_range(const struct qa_vendor_book *book, enum qa_vendor_figure figure)
{
    uint32_t row = qa_figure_row(figure);
    return qa_arena_format(
        book->arena, "Vendors!%s:%s", qa_cell_name(book->arena, NULL, row, 1),
        qa_cell_name(book->arena, NULL, row, vendor_column(book->n > 0 ? book->n - 1 : 0)));
}

static uint32_t first_row_below(void)
{
    return qa_figure_row(QA_N_VENDOR_FIGURES - 1) + 2;
}

uint32_t qa_pairs_first_row(const struct qa_vendor_book *book)
{
    (void)book;
    return first_row_below() + QA_N_CRITERIA + 4;
}

/* ---- rules as formulas ---- */

static const char *figure_in_place(const struct line *line, const char *name)
{
    enum qa_vendor_figure figure = qa_vendor_figure_named(name);
    return figure == QA_N_VENDOR_FIGURES
               ? NULL
               : qa_cell(line->book->arena, qa_figure_row(figure), line->column);
}

/* "$B$9:C9" of upto_NAME: the vendors up to this one. */
static const char *figures_up_to(const struct line *line, const char *name)
{
    enum qa_vendor_figure figure = qa_vendor_figure_named(name);
    return qa_arena_format(line->book->arena, "%s:%s",
                           qa_cell_name(line->book->arena, NULL, qa_figure_row(figure), 1),
                           figure_in_place(line, name));
}

static const char *name_in_place(void *context, const char *name)
{
    const struct line *line = context;
    struct qa_arena *arena = line->book->arena;
    if (strcmp(name, "include") == 0) {
        return qa_cell_name(arena, "Inputs", qa_include_row(line->book, line->vendor), 1);
    }
    if (strcmp(name, "quoted") == 0) {
        return line->book->evaluation->quotes == NULL
                   ? "\"n/a\""
                   : qa_cell_name(arena, "Quotes", qa_quotes_total_row(line->book, line->vendor),
                                  QA_Q_TOTAL_COLUMN);
    }
    if (strcmp(name, "n_vendors") == 0) {
        return qa_arena_format(arena, "%u", line->book->n);
    }
    if (strncmp(name, "all_", 4) == 0) {
        return strchr(qa_vendors_range(line->book, qa_vendor_figure_named(name + 4)), '!') + 1;
    }
    if (strncmp(name, "upto_", 5) == 0) {
        return figures_up_to(line, name + 5);
    }
    double constant;
    return qa_vendor_constant(line->score, name, &constant)
               ? qa_arena_format(arena, "%.15g", constant)
               : figure_in_place(line, name);
}

/* all_NAME of a rule of the card. */
static const char *name_of_all(void *context, const char *name)
{
    const struct qa_vendor_book *book = context;
    return strncmp(name, "all_", 4) == 0 ? qa_vendors_range(book, qa_vendor_figure_named(name + 4))
                                         : NULL;
}

const char *qa_card_formula(struct qa_vendor_book *book, enum qa_card_figure figure)
{
    const char *rule = qa_card_rule(figure, book->evaluation->scorecard.settings.values);
    return rule == NULL ? NULL
                        : qa_arena_format(book->arena, "=%s",
                                          qa_formula_renamed(rule, name_of_all, book, book->arena));
}

/* ---- the rows ---- */

static enum qa_style style_of(const struct qa_vendor_rule *rule)
{
    static const enum qa_style black[] = {
        [QA_FIGURE_TEXT] = QA_STYLE_TEXT,   [QA_FIGURE_WORD] = QA_STYLE_COUNT,
        [QA_FIGURE_COUNT] = QA_STYLE_COUNT, [QA_FIGURE_REAL] = QA_STYLE_REAL,
        [QA_FIGURE_RATE] = QA_STYLE_RATE,   [QA_FIGURE_HOURS] = QA_STYLE_HOURS,
        [QA_FIGURE_MONEY] = QA_STYLE_MONEY, [QA_FIGURE_UNIT_PRICE] = QA_STYLE_UNIT_PRICE};
    static const enum qa_style grey[] = {
        [QA_FIGURE_TEXT] = QA_STYLE_FIXED_TEXT,   [QA_FIGURE_WORD] = QA_STYLE_FIXED_COUNT,
        [QA_FIGURE_COUNT] = QA_STYLE_FIXED_COUNT, [QA_FIGURE_REAL] = QA_STYLE_FIXED_REAL,
        [QA_FIGURE_RATE] = QA_STYLE_FIXED_RATE,   [QA_FIGURE_HOURS] = QA_STYLE_FIXED_HOURS,
        [QA_FIGURE_MONEY] = QA_STYLE_FIXED_REAL,  [QA_FIGURE_UNIT_PRICE] = QA_STYLE_FIXED_REAL};
    return rule->formula != NULL ? black[rule->unit] : grey[rule->unit];
}

static void put_measured(const struct line *line, enum qa_vendor_figure figure, enum qa_style style)
{
    uint32_t row = qa_figure_row(figure);
    if (figure == QA_V_P_BEST) {
        const struct qa_decision_vendor *decided =
            &line->book->evaluation->decision.vendors[line->vendor];
        qa_put_computed(line->sheet, row, line->column,
                        decided->drawn ? decided->p_best : (double)NAN, style);
        return;
    }
    struct qa_formula_value value = qa_vendor_measured(line->score, figure);
    if (value.text != NULL) {
        qa_put(line->sheet, row, line->column, value.text,
               figure == QA_V_NAME ? QA_STYLE_HEADER_NUMBER : style);
    } else {
        qa_put_number(line->sheet, row, line->column, value.number, style);
    }
}

static void put_vendor(struct line *line)
{
    for (int f = 0; f < QA_N_VENDOR_FIGURES; f++) {
        enum qa_vendor_figure figure = (enum qa_vendor_figure)f;
        const struct qa_vendor_rule *rule = qa_vendor_rule(figure);
        if (rule->formula == NULL) {
            put_measured(line, figure, style_of(rule));
            continue;
        }
        const char *formula =
            qa_formula_renamed(rule->formula, name_in_place, line, line->book->arena);
        qa_put_formula(line->sheet, qa_figure_row(figure), line->column,
                       qa_arena_format(line->book->arena, "=%s", formula), style_of(rule));
    }
    qa_colour_gates(line->sheet, qa_figure_row(QA_V_GATE), qa_figure_row(QA_V_GATE), line->column);
    qa_colour_gates(line->sheet, qa_figure_row(QA_V_GATES),
                    qa_figure_row(QA_V_GATES + QA_N_GATES - 1), line->column);
}

static void put_headings(struct qa_sheet *sheet)
{
    for (int f = 0; f < QA_N_VENDOR_FIGURES; f++) {
        const struct qa_vendor_rule *rule = qa_vendor_rule((enum qa_vendor_figure)f);
        uint32_t row = qa_figure_row((enum qa_vendor_figure)f);
        if (starts_group(f)) {
            qa_put(sheet, row - 1, 0, rule->group, QA_STYLE_SUBTITLE);
        }
        qa_put(sheet, row, 0, rule->heading, f == QA_V_NAME ? QA_STYLE_HEADER : QA_STYLE_TEXT);
        qa_comment_heading(sheet, row, 0, rule->about);
    }
}

/* A figure of the card in the row: its rule, over the vendors' figures. */
static void put_card_figure(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row,
                            enum qa_card_figure figure, enum qa_style style)
{
    qa_put_formula(sheet, row, 1, qa_card_formula(book, figure), style);
    qa_define(&book->book, qa_card_figure_name(figure), "Vendors", row, 1);
}

static void put_used_weights(struct qa_vendor_book *book, struct qa_sheet *sheet)
{
    uint32_t row = first_row_below();
    for (int c = 0; c < QA_N_CRITERIA; c++, row++) {
        qa_put(sheet, row, 0,
               qa_arena_format(book->arena, "weight of %s in use",
                               qa_criterion_name((enum qa_criterion)c)),
               QA_STYLE_TEXT);
        put_card_figure(book, sheet, row, (enum qa_card_figure)(QA_CARD_WEIGHTS + c),
                        QA_STYLE_REAL);
    }
    qa_put(sheet, row, 0, "gates to run again", QA_STYLE_TEXT);
    put_card_figure(book, sheet, row, QA_CARD_RUN_AGAIN, QA_STYLE_COUNT);
}

/* Adjusted p-values of the differences in scores, both ways round, for the leads. */
static void put_pairs(struct qa_vendor_book *book, struct qa_sheet *sheet)
{
    const struct qa_scorecard *card = &book->evaluation->scorecard;
    uint32_t first = qa_pairs_first_row(book);
    qa_put(
        sheet, first - 2, 0,
        "p of the difference of scores, row ahead of column (draws, Holm over pairs; computed by "
        "labelqa, does not change with the inputs)",
        QA_STYLE_TEXT);
    for (uint32_t i = 0; i < book->n; i++) {
        qa_put(sheet, first - 1, (uint16_t)(i + 1), card->scores[i].facts->name, QA_STYLE_HEADER);
        qa_put(sheet, first + i, 0, card->scores[i].facts->name, QA_STYLE_TEXT);
    }
    for (size_t k = 0; k < card->n_pairs; k++) {
        const struct qa_vendor_pair *pair = &card->pairs[k];
        if (!pair->has_score) {
            continue;
        }
        size_t ahead = pair->a_is_better ? pair->a : pair->b;
        double p =
            ahead == book->evaluation->decision.leader ? pair->p_score : pair->p_score_adjusted;
        qa_put_number(sheet, first + (uint32_t)pair->a, (uint16_t)(pair->b + 1),
                      pair->a_is_better ? p : 1, QA_STYLE_FIXED_REAL);
        qa_put_number(sheet, first + (uint32_t)pair->b, (uint16_t)(pair->a + 1),
                      pair->a_is_better ? 1 : p, QA_STYLE_FIXED_REAL);
    }
}

/* One page: what only serves other formulas is folded away, and stays off paper. */
static void lay_out(const struct qa_vendor_book *book, struct qa_sheet *sheet)
{
    enum { MOST_UPRIGHT = 5 };
    uint16_t last = vendor_column(book->n > 0 ? book->n - 1 : 0);
    lxw_row_col_options folded = {.level = 1, .hidden = LXW_TRUE};
    qa_note_error(sheet->book, worksheet_set_column(sheet->worksheet, 0, 0, 28, NULL));
    qa_note_error(sheet->book, worksheet_set_column(sheet->worksheet, 1, last, 17, NULL));
    qa_note_error(sheet->book,
                  worksheet_set_column(sheet->worksheet, (uint16_t)(last + 1), 40, 11, NULL));
    for (uint32_t row = qa_figure_row(QA_V_AGREEMENT_WORD) - 1; row <= first_row_below() - 2;
         row++) {
        qa_note_error(sheet->book, worksheet_set_row_opt(sheet->worksheet, row, LXW_DEF_ROW_HEIGHT,
                                                         NULL, &folded));
    }
    if (book->n <= MOST_UPRIGHT) {
        worksheet_set_portrait(sheet->worksheet);
    }
    worksheet_fit_to_pages(sheet->worksheet, 1, 1);
    worksheet_freeze_panes(sheet->worksheet, QA_VENDORS_HEADER + 1, 1);
    qa_note_error(sheet->book, worksheet_print_area(sheet->worksheet, 0, 0,
                                                    qa_figure_row(QA_V_AGREEMENT_WORD - 1), last));
}

void qa_sheet_vendors(struct qa_vendor_book *book)
{
    const struct qa_scorecard *card = &book->evaluation->scorecard;
    struct qa_sheet sheet = qa_book_sheet(&book->book, "Vendors", QA_TAB_DECIDE);
    lay_out(book, &sheet);
    qa_put(&sheet, 0, 0, "Vendors side by side", QA_STYLE_TITLE);
    qa_put(&sheet, 1, 0, "Gate first, score second. Black follows Inputs; grey was measured.",
           QA_STYLE_TEXT);
    put_headings(&sheet);
    for (uint32_t v = 0; v < book->n; v++) {
        struct line line = {book, &sheet, &card->scores[v], v, vendor_column(v)};
        put_vendor(&line);
    }
    if (book->n > 0) {
        uint32_t total = qa_figure_row(QA_V_TOTAL);
        lxw_conditional_format bar = {.type = LXW_CONDITIONAL_DATA_BAR, .bar_color = 0x9CC3D5};
        qa_note_error(&book->book,
                      worksheet_conditional_format_range(sheet.worksheet, total, 1, total,
                                                         vendor_column(book->n - 1), &bar));
        put_used_weights(book, &sheet);
        put_pairs(book, &sheet);
        qa_put_chart_figures(book, &sheet);
    }
}
