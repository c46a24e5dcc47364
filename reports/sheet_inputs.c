#include <string.h>

#include "reports/sheets.h"

enum { FIRST_ROW = 4 };

/* One input cell. */
struct input {
    const char *name; /* defined name */
    const char *text;
    const char *unit;
    double value;
    enum qa_style style;
    double lowest;
    double highest;
    const char *help;
};

static void put_input(struct qa_sheet *sheet, uint32_t row, const struct input *input)
{
    qa_put(sheet, row, 0, input->text, QA_STYLE_TEXT);
    qa_put_number(sheet, row, 1, input->value, input->style);
    qa_put(sheet, row, 2, input->unit, QA_STYLE_NOTE);
    qa_put(sheet, row, 3, input->help, QA_STYLE_NOTE);
    qa_define(sheet->book, input->name, "Inputs", row, 1);
    lxw_data_validation rule = {.validate = LXW_VALIDATION_TYPE_DECIMAL,
                                .criteria = LXW_VALIDATION_CRITERIA_BETWEEN,
                                .minimum_number = input->lowest,
                                .maximum_number = input->highest,
                                .error_title = qa_library_text("Out of range"),
                                .error_message =
                                    qa_library_text("This value is outside the allowed range.")};
    qa_note_error(sheet->book, worksheet_data_validation_cell(sheet->worksheet, row, 1, &rule));
}

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
        qa_put_number(sheet, row, 1, rate_of(book->evaluation->quotes, currencies[i]),
                      QA_STYLE_INPUT_REAL);
    }
}

void qa_sheet_inputs(struct qa_vendor_book *book)
{
    const struct qa_score_settings *set = &book->evaluation->scorecard.settings;
    const struct qa_scenario *scenario = &set->scenario;
    const char *money = book->currency[0] != '\0' ? book->currency : "money";
    const struct input inputs[] = {
        {"Volume", "Volume", "items", scenario->volume, QA_STYLE_INPUT_REAL, 1, 1e12,
         "Items to be labeled; all costs follow it."},
        {"ObjectsPerItem", "Objects per item", "objects", scenario->objects_per_item,
         QA_STYLE_INPUT_REAL, 0, 1e6, qa_scenario_source(scenario, QA_SC_OBJECTS)},
        {"SecondsPerItem", "Seconds per item", "seconds", scenario->seconds_per_item,
         QA_STYLE_INPUT_REAL, 0, 1e7, "0: each vendor's own measured time (Vendors)."},
        {"MaxErr", "Highest acceptable error rate", "rate", set->max_error, QA_STYLE_INPUT_RATE, 0,
         1, "The gate: the interval of the error rate decides."},
        {"MinAgreement", "Lowest acceptable agreement", "alpha", set->min_agreement,
         QA_STYLE_INPUT_REAL, 0, 1, "0: no gate."},
        {"MaxTAT_h", "Longest acceptable turnaround (p90)", "hours", set->max_turnaround_hours,
         QA_STYLE_INPUT_REAL, 0, 1e6, "0: no gate."},
        {"Conf", "Confidence of intervals", "rate", set->confidence, QA_STYLE_INPUT_RATE, 0.5,
         0.9999, "Of error rates and their gates."},
        {"W_quality", "Weight of quality", "", set->weight_quality, QA_STYLE_INPUT_REAL, 0, 1000,
         "Weights are divided by their sum."},
        {"W_speed", "Weight of speed", "", set->weight_speed, QA_STYLE_INPUT_REAL, 0, 1000, ""},
        {"W_cost", "Weight of cost", "", set->weight_cost, QA_STYLE_INPUT_REAL, 0, 1000, ""},
        {"CostPerWrong", "Cost of redoing a wrong label", money, scenario->cost_per_wrong,
         QA_STYLE_INPUT_REAL, 0, 1e9, "What the buyer pays for each."},
        {"AuditCostPerItem", "Cost of checking, per item", money, qa_scenario_audit_cost(scenario),
         QA_STYLE_INPUT_REAL, 0, 1e9, "Spread over the items ordered."},
    };
    static const double widths[] = {36, 16, 10, 60};
    struct qa_sheet sheet = qa_book_sheet(&book->book, "Inputs", QA_TAB_DECIDE);
    uint32_t n = sizeof inputs / sizeof *inputs;
    qa_widths(&sheet, widths, 4);
    qa_put(&sheet, 0, 0, "Inputs", QA_STYLE_TITLE);
    qa_put(&sheet, 1, 0,
           "Change the yellow cells: costs, gates, scores, ranks and the verdict follow.",
           QA_STYLE_TEXT);
    for (uint32_t i = 0; i < n; i++) {
        put_input(&sheet, FIRST_ROW + i, &inputs[i]);
    }
    uint32_t row = FIRST_ROW + n;
    double z = qa_score_z(set->confidence);
    qa_put(&sheet, row, 0, "z of the confidence", QA_STYLE_TEXT);
    qa_put_formula(&sheet, row, 1, "=NORMSINV(1-(1-Conf)/2)", QA_NUMBER(z), QA_STYLE_REAL);
    qa_define(&book->book, "Z_conf", "Inputs", row, 1);
    lxw_conditional_format no_weight = {.type = LXW_CONDITIONAL_TYPE_FORMULA,
                                        .value_string =
                                            qa_library_text("=W_quality+W_speed+W_cost=0"),
                                        .format = book->book.styles[QA_STYLE_BAD]};
    qa_note_error(&book->book, worksheet_conditional_format_range(sheet.worksheet, FIRST_ROW + 7, 1,
                                                                  FIRST_ROW + 9, 1, &no_weight));
    if (book->evaluation->quotes != NULL) {
        put_rates(book, &sheet);
    }
    size_t n_rates;
    (void)qa_fx_currencies(book, &n_rates);
    qa_put_scenario_inputs(book, &sheet, QA_FX_FIRST + (uint32_t)n_rates + 1);
    lxw_protection protection = {.format_cells = 1, .format_columns = 1, .format_rows = 1};
    worksheet_protect(sheet.worksheet, NULL, &protection);
}
