#include "reports/request_sheets.h"

#include <string.h>

#include "qa/base/number.h"

/* A cell of an example as what it is: programs mark numbers that are texts. */
static void put_example(struct qa_sheet *sheet, uint32_t row, uint16_t column, const char *text)
{
    double number;
    if (qa_parse_real(text, strlen(text), &number)) {
        qa_put_number(sheet, row, column, number, QA_STYLE_FIXED_TEXT);
    } else {
        qa_put(sheet, row, column, text, QA_STYLE_FIXED_TEXT);
    }
}

/* As the library counts columns. */
static const uint16_t n_charge_columns = QA_N_CHARGE_COLUMNS;
static const uint16_t n_promised_columns = QA_N_PROMISED_COLUMNS;
static const uint16_t n_asked_columns = QA_N_ASKED_COLUMNS;
static const uint16_t answer_column = QA_ASKED_ANSWER;

/* ---- Charges ---- */

enum { CHARGE_HINTS = 3, CHARGE_HEADER, CHARGE_ROWS = 40 };

/* Bounds, prices and dates; what anybody may type into the others is checked on reading. */
static void add_number_rules(struct qa_sheet *sheet, uint32_t first, uint32_t last)
{
    lxw_data_validation whole = {
        .validate = LXW_VALIDATION_TYPE_INTEGER,
        .criteria = LXW_VALIDATION_CRITERIA_GREATER_THAN_OR_EQUAL_TO,
        .value_number = 1,
        .error_title = qa_library_text("A whole number"),
        .error_message = qa_library_text("Whole units, from 1; leave the last tier's end empty.")};
    lxw_data_validation number = {.validate = LXW_VALIDATION_TYPE_DECIMAL,
                                  .criteria = LXW_VALIDATION_CRITERIA_BETWEEN,
                                  .minimum_number = -1e12,
                                  .maximum_number = 1e12,
                                  .error_title = qa_library_text("A number"),
                                  .error_message =
                                      qa_library_text("A number without a currency sign.")};
    struct qa_book *book = sheet->book;
    qa_note_error(book, worksheet_data_validation_range(sheet->worksheet, first, QA_CHARGE_FROM,
                                                        last, QA_CHARGE_TO, &whole));
    qa_note_error(book, worksheet_data_validation_range(sheet->worksheet, first, QA_CHARGE_PRICE,
                                                        last, QA_CHARGE_PRICE, &number));
    qa_request_dates(sheet, first, last, QA_CHARGE_VALID_UNTIL);
}

static void put_charge_row(struct qa_sheet *sheet, uint32_t row)
{
    struct qa_arena *arena = sheet->book->arena;
    const char *name = qa_cell(arena, row, QA_CHARGE_NAME);
    const char *formula = qa_arena_format(
        arena, "=IF(OR(%s=\"\"," QA_REQUEST_VENDOR "=\"\"),\"\"," QA_REQUEST_VENDOR ")", name);
    qa_put_formula(sheet, row, QA_CHARGE_VENDOR, formula, QA_STYLE_FIXED_TEXT);
    for (uint16_t c = QA_CHARGE_NAME; c < n_charge_columns; c++) {
        qa_put(sheet, row, c, NULL,
               c == QA_CHARGE_VALID_UNTIL ? QA_STYLE_INPUT_DATE
               : c == QA_CHARGE_NOTE      ? QA_STYLE_INPUT_WRAPPED
                                          : QA_STYLE_INPUT_TEXT);
    }
}

static void put_charge_heads(struct qa_sheet *sheet, const struct qa_table *charges)
{
    const char *headers[QA_N_CHARGE_COLUMNS];
    for (uint16_t c = 0; c < n_charge_columns; c++) {
        headers[c] = charges->columns[c].name;
        qa_put(sheet, CHARGE_HINTS, c, qa_charge_hint((enum qa_charge_column)c), QA_STYLE_NOTE);
    }
    qa_note_error(sheet->book, worksheet_set_row(sheet->worksheet, CHARGE_HINTS, 64, NULL));
    qa_put_headers(sheet, CHARGE_HEADER, headers, QA_N_CHARGE_COLUMNS);
    qa_fit_row(sheet, CHARGE_HEADER, 1);
}

void qa_request_sheet_charges(struct qa_book *book, const struct qa_request *request)
{
    static const double widths[QA_N_CHARGE_COLUMNS] = {16, 22, 15, 16, 12, 12, 12,
                                                       11, 10, 11, 11, 12, 34};
    struct qa_sheet sheet = qa_book_sheet(book, "Charges", 0x2E7D6B);
    const struct qa_table *charges = qa_request_charges(book->arena);
    qa_widths(&sheet, widths, QA_N_CHARGE_COLUMNS);
    qa_put(&sheet, 0, 0, "Charges", QA_STYLE_TITLE);
    qa_put(&sheet, 1, 0,
           qa_arena_format(book->arena,
                           "One row a price, in the order in which they are worked. All prices "
                           "net%s%s.",
                           request->currency != NULL ? "; preferred currency " : "",
                           request->currency != NULL ? request->currency : ""),
           QA_STYLE_TEXT);
    put_charge_heads(&sheet, charges);
    uint32_t row = CHARGE_HEADER + 1;
    for (size_t e = 0; e < charges->n_rows; e++, row++) {
        for (uint16_t c = 0; c < n_charge_columns; c++) {
            put_example(&sheet, row, c, qa_request_text(charges, e, c));
        }
    }
    uint32_t last = row + CHARGE_ROWS - 1;
    add_number_rules(&sheet, row, last);
    for (uint16_t c = 0; c < n_charge_columns; c++) {
        struct qa_choices choices = qa_charge_choices((enum qa_charge_column)c, book->arena);
        if (choices.n > 0) {
            qa_request_choices(&sheet, row, last, c, &choices,
                               "Choose one of the list; what fits none of them goes into the note "
                               "of a row of its own.");
        }
    }
    for (; row <= last; row++) {
        put_charge_row(&sheet, row);
    }
    qa_request_protect(&sheet);
}

/* ---- Promises ---- */

enum { PROMISE_HEADER = 3, MORE_PRIORITIES = 3 };

/* Promises as their kind has them: a promise of a rate is typed as per cent. */
static void put_promise(struct qa_sheet *sheet, uint32_t row, const struct qa_table *promises,
                        size_t of)
{
    static const char *const clock_words[] = {"calendar", "business", NULL};
    static const struct qa_choices clocks = {clock_words, 2};
    const char *unit = qa_request_text(promises, of, QA_PROMISED_UNIT);
    bool is_rate = strncmp(unit, "rate", 4) == 0;
    bool has_clock = strcmp(unit, "hours") == 0;
    lxw_data_validation rule = {
        .validate = LXW_VALIDATION_TYPE_DECIMAL,
        .criteria = LXW_VALIDATION_CRITERIA_BETWEEN,
        .minimum_number = 0,
        .maximum_number = is_rate ? 1 : 1e12,
        .error_title = qa_library_text(unit),
        .error_message = qa_library_text(is_rate ? "From 0 % to 100 %." : "A number from 0.")};
    for (uint16_t c = QA_PROMISED_PROMISE; c < n_promised_columns; c++) {
        qa_put(sheet, row, (uint16_t)(c - 1), qa_request_text(promises, of, c),
               c == QA_PROMISED_MEANING ? QA_STYLE_NOTE : QA_STYLE_TEXT);
    }
    qa_put(sheet, row, QA_PROMISED_VALUE - 1, NULL,
           is_rate ? QA_STYLE_INPUT_RATE : QA_STYLE_INPUT_TEXT);
    qa_note_error(sheet->book, worksheet_data_validation_cell(sheet->worksheet, row,
                                                              QA_PROMISED_VALUE - 1, &rule));
    qa_put(sheet, row, QA_PROMISED_NOTE - 1, NULL, QA_STYLE_INPUT_WRAPPED);
    if (has_clock) {
        qa_put(sheet, row, QA_PROMISED_CLOCK - 1, NULL, QA_STYLE_INPUT_TEXT);
        qa_request_choices(sheet, row, row, QA_PROMISED_CLOCK - 1, &clocks,
                           "calendar: all hours count; business: only working hours do.");
    }
}

void qa_request_sheet_promises(struct qa_book *book)
{
    static const double widths[] = {16, 14, 52, 12, 13, 12, 40};
    struct qa_sheet sheet = qa_book_sheet(book, "Promises", 0x2E7D6B);
    const struct qa_table *promises = qa_request_promises(book->arena);
    const char *headers[QA_N_PROMISED_COLUMNS];
    qa_widths(&sheet, widths, QA_N_PROMISED_COLUMNS - 1);
    qa_put(&sheet, 0, 0, "Promises", QA_STYLE_TITLE);
    qa_put(&sheet, 1, 0, "Fill the value in the unit given; leave empty what you do not promise.",
           QA_STYLE_TEXT);
    for (uint16_t c = QA_PROMISED_PROMISE; c < n_promised_columns; c++) {
        headers[c - 1] = promises->columns[c].name;
    }
    qa_put_headers(&sheet, PROMISE_HEADER, headers, QA_N_PROMISED_COLUMNS - 1);
    qa_fit_row(&sheet, PROMISE_HEADER, 1);
    uint32_t row = PROMISE_HEADER + 1;
    for (size_t r = 0; r < promises->n_rows; r++) {
        put_promise(&sheet, row++, promises, r);
    }
    /* Further priorities: rows like the first, whose priority is typed. */
    for (int i = 0; i < MORE_PRIORITIES; i++) {
        put_promise(&sheet, row, promises, 0);
        qa_put(&sheet, row, QA_PROMISED_PRIORITY - 1, NULL, QA_STYLE_INPUT_TEXT);
        qa_put(&sheet, row++, QA_PROMISED_MEANING - 1, "of a further priority of yours",
               QA_STYLE_NOTE);
    }
    qa_request_protect(&sheet);
}

/* ---- Questions ---- */

enum { ASKED_HEADER = 4, ANSWERS_AT = QA_ASKED_ANSWER - 1 };

static const double asked_widths[] = {20, 15, 52, 12, 12, 11, 24, 24, 12, 30};

static void put_question(struct qa_sheet *sheet, uint32_t row, const struct qa_table *questions,
                         size_t of)
{
    static const char *const answer_words[] = {"yes", "no", "partly", NULL};
    static const struct qa_choices answers = {answer_words, 3};
    static const enum qa_style inputs[] = {QA_STYLE_INPUT_WRAPPED, QA_STYLE_INPUT_WRAPPED,
                                           QA_STYLE_INPUT_DATE, QA_STYLE_INPUT_WRAPPED};
    for (uint16_t c = QA_ASKED_ID; c < answer_column; c++) {
        qa_put(sheet, row, (uint16_t)(c - 1), qa_request_text(questions, of, c),
               c == QA_ASKED_ID || c == QA_ASKED_PROOF ? QA_STYLE_TEXT : QA_STYLE_WRAPPED);
    }
    for (uint16_t c = 0; c < 4; c++) {
        qa_put(sheet, row, (uint16_t)(ANSWERS_AT + c), NULL, inputs[c]);
    }
    if (strcmp(qa_request_text(questions, of, QA_ASKED_FORM), "words") != 0) {
        qa_request_choices(sheet, row, row, ANSWERS_AT, &answers,
                           "yes, no or partly; what needs words goes into the note.");
    }
    qa_fit_row(sheet, row,
               (double)strlen(qa_request_text(questions, of, QA_ASKED_TEXT)) /
                   asked_widths[QA_ASKED_TEXT - 1]);
}

/* The questions without which the offer cannot be chosen: a count, and a colour until answered. */
static void mark_musts(struct qa_sheet *sheet, uint32_t first, uint32_t last)
{
    struct qa_arena *arena = sheet->book->arena;
    const char *need = qa_cell(arena, first, QA_ASKED_REQUIREMENT - 1);
    const char *answer = qa_cell(arena, first, ANSWERS_AT);
    const char *formula = qa_arena_format(arena, "=SUMPRODUCT((%s:%s=\"must\")*(%s:%s=\"\"))", need,
                                          qa_cell(arena, last, QA_ASKED_REQUIREMENT - 1), answer,
                                          qa_cell(arena, last, ANSWERS_AT));
    lxw_conditional_format rule = {.type = LXW_CONDITIONAL_TYPE_FORMULA,
                                   .value_string = qa_library_text(qa_arena_format(
                                       arena, "=AND($%s=\"must\",$%s=\"\")", need, answer)),
                                   .format = sheet->book->styles[QA_STYLE_OPEN]};
    qa_put(sheet, 2, 0, "Musts without an answer", QA_STYLE_SUBTITLE);
    qa_put_formula(sheet, 2, 2, formula, QA_STYLE_TEXT);
    qa_note_error(sheet->book, worksheet_conditional_format_range(sheet->worksheet, first,
                                                                  QA_ASKED_REQUIREMENT - 1, last,
                                                                  QA_ASKED_REQUIREMENT - 1, &rule));
}

void qa_request_sheet_questions(struct qa_book *book, const struct qa_request *request)
{
    struct qa_sheet sheet = qa_book_sheet(book, "Questions", 0x2E7D6B);
    const struct qa_table *questions = qa_request_questions(request, book->arena);
    const char *headers[QA_N_ASKED_COLUMNS];
    qa_widths(&sheet, asked_widths, QA_N_ASKED_COLUMNS - 1);
    qa_put(&sheet, 0, 0, "Questions", QA_STYLE_TITLE);
    qa_put(&sheet, 1, 0,
           "Answer each. must: required; should and may: counted. Proof: name the file that you "
           "attach, and the last day of a certificate.",
           QA_STYLE_TEXT);
    for (uint16_t c = QA_ASKED_ID; c < n_asked_columns; c++) {
        headers[c - 1] = questions->columns[c].name;
    }
    qa_put_headers(&sheet, ASKED_HEADER, headers, QA_N_ASKED_COLUMNS - 1);
    qa_fit_row(&sheet, ASKED_HEADER, 1);
    uint32_t first = ASKED_HEADER + 1;
    uint32_t last = ASKED_HEADER + (uint32_t)questions->n_rows;
    for (size_t q = 0; q < questions->n_rows; q++) {
        put_question(&sheet, first + (uint32_t)q, questions, q);
    }
    qa_request_dates(&sheet, first, last, QA_ASKED_EXPIRES - 1);
    mark_musts(&sheet, first, last);
    qa_request_protect(&sheet);
}
