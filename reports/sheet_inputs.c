#include <math.h>
#include <string.h>

#include "qa/procurement/figures.h"
#include "reports/inputs_delivered.h"

enum { LAST_COLUMN = 6 };

/* "0.01 %" of a rate, "1,000,000" of others. */
static const char *bound_text(struct qa_arena *arena, double bound, bool is_rate)
{
    return qa_arena_format(arena, "%s%s", qa_figure(arena, is_rate ? 100 * bound : bound, -1),
                           is_rate ? " %" : "");
}

static void allow_between(struct qa_sheet *sheet, uint32_t row, uint16_t column, double least,
                          double most, const char *unit)
{
    struct qa_arena *arena = sheet->book->arena;
    bool is_rate = strcmp(unit, "rate") == 0 || strcmp(unit, "share") == 0;
    const char *range =
        qa_arena_format(arena, "From %s to %s%s%s.", bound_text(arena, least, is_rate),
                        bound_text(arena, most, is_rate), unit[0] != '\0' && !is_rate ? " " : "",
                        is_rate ? "" : unit);
    lxw_data_validation rule = {.validate = LXW_VALIDATION_TYPE_DECIMAL,
                                .criteria = LXW_VALIDATION_CRITERIA_BETWEEN,
                                .minimum_number = least,
                                .maximum_number = most,
                                .input_message = qa_library_text(range),
                                .error_title = qa_library_text("Out of range"),
                                .error_message = qa_library_text(range)};
    qa_note_error(sheet->book,
                  worksheet_data_validation_cell(sheet->worksheet, row, column, &rule));
}

/* A row of the table of inputs. */
static void put_input(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row,
                      enum qa_input_id id)
{
    const struct qa_input *input = &qa_inputs[id];
    const struct qa_score_settings *settings = &book->evaluation->scorecard.settings;
    bool has_own = input->scenario == QA_N_SCENARIO_VALUES;
    const struct qa_scenario_name *name =
        qa_scenario_name(has_own ? QA_SC_VOLUME : (enum qa_scenario_value)input->scenario);
    const char *unit = input->unit != NULL ? input->unit : name->unit;
    if (strcmp(unit, "money") == 0 && book->currency[0] != '\0') {
        unit = book->currency;
    }
    qa_put(sheet, row, 0, input->label != NULL ? input->label : name->heading, QA_STYLE_TEXT);
    qa_put_number(sheet, row, 1, qa_input_value(settings, id),
                  input->is_rate ? QA_STYLE_INPUT_RATE : QA_STYLE_INPUT_REAL);
    qa_keep_delivered(sheet, row, 1);
    qa_put(sheet, row, 2, unit, QA_STYLE_ROW_TEXT);
    qa_put(sheet, row, 3,
           input->note != NULL
               ? input->note
               : qa_scenario_source(&settings->scenario, (enum qa_scenario_value)input->scenario),
           QA_STYLE_TEXT);
    qa_define(sheet->book, input->cell, "Inputs", row, 1);
    allow_between(sheet, row, 1, input->least, input->most, unit);
}

/* ---- exchange rates ---- */

const char *const *qa_fx_currencies(const struct qa_vendor_book *book, size_t *n)
{
    const struct qa_quotes *quotes = book->evaluation->quotes;
    *n = 0;
    if (quotes == NULL) {
        return NULL;
    }
    const char **list = QA_ARRAY(book->arena, const char *, quotes->n_charges + 1);
    for (size_t i = 0; i < quotes->n_charges; i++) {
        size_t at = 0;
        while (at < *n && strcmp(list[at], quotes->charges[i].currency) != 0) {
            at++;
        }
        if (at == *n && quotes->charges[i].basis != QA_PERCENT) {
            list[(*n)++] = quotes->charges[i].currency;
        }
    }
    return list;
}

static double rate_of(const struct qa_quotes *quotes, const char *currency)
{
    for (size_t i = 0; i < quotes->n_charges; i++) {
        if (strcmp(quotes->charges[i].currency, currency) == 0) {
            return qa_amount_real(quotes->charges[i].rate);
        }
    }
    return 1;
}

static void put_rates(struct qa_vendor_book *book, struct qa_sheet *sheet)
{
    size_t n;
    const char *const *currencies = qa_fx_currencies(book, &n);
    qa_put(sheet, QA_FX_FIRST - 2, 0, "Exchange rates", QA_STYLE_SUBTITLE);
    qa_put(sheet, QA_FX_FIRST - 1, 0, "currency", QA_STYLE_HEADER);
    qa_put(sheet, QA_FX_FIRST - 1, 1,
           qa_arena_format(book->arena, "one unit in %s", book->currency), QA_STYLE_HEADER);
    for (size_t i = 0; i < n; i++) {
        uint32_t row = QA_FX_FIRST + (uint32_t)i;
        qa_put(sheet, row, 0, currencies[i], QA_STYLE_TEXT);
        double rate = rate_of(book->evaluation->quotes, currencies[i]);
        qa_put_number(sheet, row, 1, rate, QA_STYLE_INPUT_REAL);
        qa_keep_delivered(sheet, row, 1);
    }
}

/* ---- weights, by scenario ---- */

static const char *const weight_names[QA_N_CRITERIA] = {"W_quality", "W_speed", "W_cost",
                                                        "W_agreement", "W_compliance"};

static const struct {
    const char *name;
    double weights[QA_N_CRITERIA]; /* of the first: as stated */
} scenarios[QA_N_SCENARIOS] = {
    {"Base", {0}},
    {"Quality first", {0.70, 0.15, 0.15, 0, 0}},
    {"Cost first", {0.20, 0.10, 0.70, 0, 0}},
    {"Fast first", {0.25, 0.60, 0.15, 0, 0}},
};

static void put_choice(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row)
{
    const char *list[QA_N_SCENARIOS + 1] = {NULL};
    for (int s = 0; s < QA_N_SCENARIOS; s++) {
        list[s] = scenarios[s].name;
    }
    qa_put(sheet, row, 0, "Scenario: which row of weights counts", QA_STYLE_TEXT);
    qa_put(sheet, row, 1, scenarios[0].name, QA_STYLE_INPUT_TEXT);
    qa_keep_delivered(sheet, row, 1);
    qa_define(&book->book, "Scenario", "Inputs", row, 1);
    lxw_data_validation rule = {.validate = LXW_VALIDATION_TYPE_LIST,
                                .value_list = (char **)(uintptr_t)list,
                                .input_message = qa_library_text("One of the rows below."),
                                .error_title = qa_library_text("No such scenario"),
                                .error_message = qa_library_text("Choose a row of the table.")};
    qa_note_error(&book->book, worksheet_data_validation_cell(sheet->worksheet, row, 1, &rule));
}

static void put_scenario_table(struct qa_vendor_book *book, struct qa_sheet *sheet)
{
    const struct qa_score_settings *set = &book->evaluation->scorecard.settings;
    qa_put(sheet, QA_SCENARIOS_FIRST - 1, 0, "weights (divided by their sum)", QA_STYLE_HEADER);
    for (int c = 0; c < QA_N_CRITERIA; c++) {
        qa_put(sheet, QA_SCENARIOS_FIRST - 1, (uint16_t)(c + 1),
               qa_criterion_name((enum qa_criterion)c), QA_STYLE_HEADER);
    }
    for (uint32_t s = 0; s < QA_N_SCENARIOS; s++) {
        uint32_t row = QA_SCENARIOS_FIRST + s;
        qa_put(sheet, row, 0, scenarios[s].name, QA_STYLE_TEXT);
        for (int c = 0; c < QA_N_CRITERIA; c++) {
            double value = s == 0 ? set->weights[c] : scenarios[s].weights[c];
            qa_put_number(sheet, row, (uint16_t)(c + 1), value, QA_STYLE_INPUT_REAL);
            allow_between(sheet, row, (uint16_t)(c + 1), 0, QA_MOST_WEIGHT, "");
        }
    }
}

static void put_weights_in_force(struct qa_vendor_book *book, struct qa_sheet *sheet)
{
    struct qa_arena *arena = book->arena;
    uint32_t last = QA_SCENARIOS_FIRST + QA_N_SCENARIOS - 1;
    uint32_t row = last + 1;
    const char *names = qa_range_name(arena, "Inputs", QA_SCENARIOS_FIRST, last, 0);
    qa_put(sheet, row, 0, "in force", QA_STYLE_SUBTITLE);
    for (int c = 0; c < QA_N_CRITERIA; c++) {
        uint16_t column = (uint16_t)(c + 1);
        const char *weights = qa_range_name(arena, "Inputs", QA_SCENARIOS_FIRST, last, column);
        qa_put_formula(sheet, row, column,
                       qa_arena_format(arena, "=INDEX(%s,MATCH(Scenario,%s,0))", weights, names),
                       QA_STYLE_REAL);
        qa_define(&book->book, weight_names[c], "Inputs", row, column);
        qa_keep_delivered(sheet, row, column);
    }
    lxw_conditional_format no_weight = {
        .type = LXW_CONDITIONAL_TYPE_FORMULA,
        .value_string = qa_library_text("=W_quality+W_speed+W_cost+W_agreement+W_compliance=0"),
        .format = book->book.styles[QA_STYLE_BAD]};
    qa_note_error(&book->book, worksheet_conditional_format_range(sheet->worksheet, row, 1, row,
                                                                  QA_N_CRITERIA, &no_weight));
}

/* ---- ends of the value functions ---- */

/* An end as stated, or as a formula that typing over replaces. */
static void put_end(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row,
                    uint16_t column, enum qa_card_figure figure)
{
    bool is_rate = row == QA_ENDS_FIRST + QA_CRITERION_QUALITY ||
                   row == QA_ENDS_FIRST + QA_CRITERION_COMPLIANCE;
    enum qa_style style = is_rate ? QA_STYLE_INPUT_RATE : QA_STYLE_INPUT_REAL;
    const struct qa_score_settings *settings = &book->evaluation->scorecard.settings;
    const char *formula = qa_card_formula(book, figure);
    if (formula == NULL) {
        qa_put_number(sheet, row, column, qa_card_stated(figure, settings->values), style);
    } else {
        qa_put_formula(sheet, row, column, formula, style);
    }
    qa_keep_delivered(sheet, row, column);
    qa_define(&book->book, qa_card_figure_name(figure), "Inputs", row, column);
}

static void put_ends(struct qa_vendor_book *book, struct qa_sheet *sheet)
{
    static const char *const helps[QA_N_CRITERIA] = {
        "error rate: from the limit to none", "hours, nine deliveries in ten",
        "per correct label: from budget per item, or twice the best eligible",
        "of annotators: from the limit to 1", "share of the questionnaire's points"};
    qa_put(sheet, QA_ENDS_FIRST - 1, 0, "what is worth 0 and what 1", QA_STYLE_HEADER);
    qa_put(sheet, QA_ENDS_FIRST - 1, 1, "worst", QA_STYLE_HEADER);
    qa_put(sheet, QA_ENDS_FIRST - 1, 2, "best", QA_STYLE_HEADER);
    for (int c = 0; c < QA_N_CRITERIA; c++) {
        uint32_t row = QA_ENDS_FIRST + (uint32_t)c;
        qa_put(sheet, row, 0, qa_criterion_name((enum qa_criterion)c), QA_STYLE_TEXT);
        put_end(book, sheet, row, 1, (enum qa_card_figure)(QA_CARD_WORST + c));
        put_end(book, sheet, row, 2, (enum qa_card_figure)(QA_CARD_BEST + c));
        qa_put(sheet, row, 3, helps[c], QA_STYLE_SOURCE);
    }
}

/* ---- who takes part ---- */

uint32_t qa_include_row(const struct qa_vendor_book *book, size_t vendor)
{
    size_t n;
    qa_fx_currencies(book, &n);
    return QA_FX_FIRST + (uint32_t)n + 3 + (uint32_t)vendor;
}

static void put_includes(struct qa_vendor_book *book, struct qa_sheet *sheet)
{
    static const char *const yes_no[] = {"Y", "N", NULL};
    lxw_data_validation rule = {.validate = LXW_VALIDATION_TYPE_LIST,
                                .value_list = (char **)(uintptr_t)yes_no,
                                .error_title = qa_library_text("Y or N"),
                                .error_message = qa_library_text("Y: takes part; N: is left out.")};
    uint32_t header = qa_include_row(book, 0) - 1;
    qa_put(sheet, header, 0, "vendor", QA_STYLE_HEADER);
    qa_put(sheet, header, 1, "takes part?", QA_STYLE_HEADER);
    for (uint32_t i = 0; i < book->n; i++) {
        uint32_t row = qa_include_row(book, i);
        qa_put(sheet, row, 0, book->evaluation->scorecard.scores[i].facts->name, QA_STYLE_TEXT);
        qa_put(sheet, row, 1, "Y", QA_STYLE_INPUT_TEXT);
        qa_keep_delivered(sheet, row, 1);
        qa_keep_charges(book, sheet, row, i);
        qa_note_error(&book->book, worksheet_data_validation_cell(sheet->worksheet, row, 1, &rule));
    }
}

/* ---- the sheet ---- */

static void put_values(struct qa_vendor_book *book, struct qa_sheet *sheet)
{
    for (uint32_t i = 0; i < QA_N_LEADING_INPUTS; i++) {
        put_input(book, sheet, QA_INPUTS_FIRST + i, (enum qa_input_id)i);
    }
    qa_define_delivered(sheet, qa_inputs[QA_IN_CONF].cell, QA_INPUTS_FIRST + QA_IN_CONF);
    uint32_t row = QA_INPUTS_FIRST + QA_N_LEADING_INPUTS;
    qa_put(sheet, row, 0, "z of the confidence", QA_STYLE_TEXT);
    qa_put_formula(sheet, row, 1, qa_card_formula(book, QA_CARD_Z), QA_STYLE_REAL);
    qa_define(&book->book, qa_card_figure_name(QA_CARD_Z), "Inputs", row, 1);
}

/* The other values of the scenario; returns the last row. */
static uint32_t put_scenario(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row)
{
    qa_put(sheet, row, 0, "Scenario of the quotes", QA_STYLE_SUBTITLE);
    for (int i = QA_N_LEADING_INPUTS; i < QA_N_INPUTS; i++) {
        put_input(book, sheet, ++row, (enum qa_input_id)i);
    }
    return row;
}

void qa_sheet_inputs(struct qa_vendor_book *book)
{
    static const double widths[LAST_COLUMN + 1] = {40, 15, 12, 12, 12, 12, 26};
    struct qa_sheet sheet = qa_book_sheet(&book->book, "Inputs", QA_TAB_DECIDE);
    qa_widths(&sheet, widths, LAST_COLUMN + 1);
    qa_put(&sheet, 0, 0, "Inputs", QA_STYLE_TITLE);
    qa_put(&sheet, 1, 0,
           "Change the yellow cells: costs, gates, scores, ranks and the verdict follow.",
           QA_STYLE_TEXT);
    qa_put(&sheet, 2, 0,
           "A yellow cell with a formula follows the limit or the vendors until a number is typed "
           "over it.",
           QA_STYLE_TEXT);
    put_values(book, &sheet);
    put_choice(book, &sheet, QA_SCENARIOS_FIRST - 3);
    put_scenario_table(book, &sheet);
    put_weights_in_force(book, &sheet);
    put_ends(book, &sheet);
    if (book->evaluation->quotes != NULL) {
        put_rates(book, &sheet);
    }
    put_includes(book, &sheet);
    uint32_t last = put_scenario(book, &sheet, qa_include_row(book, book->n) + 1);
    qa_put_as_delivered(book, &sheet, last);
    qa_print_upright(&sheet, last);
    lxw_protection protection = {.format_cells = 1, .format_columns = 1, .format_rows = 1};
    worksheet_protect(sheet.worksheet, NULL, &protection);
}
