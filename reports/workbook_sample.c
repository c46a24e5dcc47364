/* The auditor's work sheet. */
#include <string.h>

#include "reports/book.h"
#include "reports/workbook.h"

enum { HEADER_ROW = 4 };

/* Columns in the order of the CSV work sheet, which judge reads. */
static const char *const headers[] = {
    "order",        "id",      "lot",    "lot_size", "stratum",
    "stratum_size", "item",    "vendor", "question", "inclusion_probability",
    "given",        "verdict", "gold",   "severity", "comment"};
enum { C_GIVEN = 10, C_VERDICT = 11, C_GOLD = 12, C_SEVERITY = 13, C_COMMENT = 14, N_HEADERS = 15 };

/* The labels that the delivery uses for the question, by name; on a sheet of their own, since a
 * list inside a cell's rule may have 255 characters at most. */
static uint32_t put_labels(struct qa_sheet *sheet, const struct qa_sample *sample,
                           const struct qa_batch *delivery)
{
    struct qa_arena *arena = sheet->book->arena;
    const struct qa_strings *labels = delivery->names->labels;
    uint32_t n = qa_strings_count(labels);
    bool *used = QA_ARRAY(arena, bool, n + (size_t)1);
    uint32_t *order = QA_ARRAY(arena, uint32_t, n + (size_t)1);
    for (size_t a = 0; a < delivery->n_answers; a++) {
        uint64_t first = qa_first_object(delivery, a);
        for (uint64_t o = first; qa_answer_question(delivery, a) == sample->question &&
                                 o < first + qa_object_count(delivery, a);
             o++) {
            if (delivery->label[o] != QA_NONE) {
                used[delivery->label[o]] = true;
            }
        }
    }
    qa_strings_sorted(labels, order, NULL);
    uint32_t row = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (used[order[i]]) {
            qa_put(sheet, row++, 0, qa_strings_text(labels, order[i]), QA_STYLE_TEXT);
        }
    }
    return row;
}

static const char *given_text(const struct qa_batch *delivery, size_t answer,
                              struct qa_arena *arena)
{
    const char *text = "";
    uint64_t first = qa_first_object(delivery, answer);
    for (uint64_t o = first; o < first + qa_object_count(delivery, answer); o++) {
        text = qa_arena_format(arena, "%s%s%s", text, o > first ? ", " : "",
                               qa_strings_text(delivery->names->labels, delivery->label[o]));
    }
    return text;
}

static void put_unit(struct qa_sheet *sheet, uint32_t row, const struct qa_sample_unit *unit,
                     const struct qa_batch *delivery, bool show_answers)
{
    const struct qa_names *names = delivery->names;
    uint32_t vendor = qa_answer_vendor(delivery, unit->answer);
    qa_put_number(sheet, row, 0, (double)unit->order, QA_STYLE_COUNT);
    qa_put(sheet, row, 1, unit->id, QA_STYLE_FIXED_TEXT);
    qa_put(sheet, row, 2, unit->lot, QA_STYLE_FIXED_TEXT);
    qa_put_number(sheet, row, 3, (double)unit->lot_size, QA_STYLE_FIXED_COUNT);
    qa_put(sheet, row, 4, unit->stratum, QA_STYLE_FIXED_TEXT);
    qa_put_number(sheet, row, 5, (double)unit->stratum_size, QA_STYLE_FIXED_COUNT);
    qa_put(sheet, row, 6, qa_strings_text(names->items, delivery->item[unit->answer]),
           QA_STYLE_TEXT);
    qa_put(sheet, row, 7, vendor == QA_NONE ? NULL : qa_strings_text(names->vendors, vendor),
           QA_STYLE_TEXT);
    qa_put(sheet, row, 8,
           qa_strings_text(names->questions, qa_answer_question(delivery, unit->answer)),
           QA_STYLE_TEXT);
    qa_put_number(sheet, row, 9, unit->inclusion_probability, QA_STYLE_FIXED_REAL);
    qa_put(sheet, row, C_GIVEN,
           show_answers ? given_text(delivery, unit->answer, sheet->book->arena) : NULL,
           QA_STYLE_TEXT);
    for (uint16_t c = C_VERDICT; c <= (uint16_t)C_COMMENT; c++) {
        qa_put(sheet, row, c, NULL, QA_STYLE_INPUT_TEXT);
    }
}

static void add_choices(struct qa_sheet *sheet, uint32_t first, uint32_t last, uint32_t n_labels)
{
    char verdict_words[][8] = {"correct", "wrong", "unsure"};
    char severity_words[][9] = {"critical", "major", "minor"};
    char *verdicts[] = {verdict_words[0], verdict_words[1], verdict_words[2], NULL};
    char *severities[] = {severity_words[0], severity_words[1], severity_words[2], NULL};
    lxw_data_validation verdict = {.validate = LXW_VALIDATION_TYPE_LIST,
                                   .value_list = verdicts,
                                   .error_title = qa_library_text("Verdict"),
                                   .error_message = qa_library_text("correct, wrong or unsure")};
    lxw_data_validation severity = {.validate = LXW_VALIDATION_TYPE_LIST, .value_list = severities};
    struct qa_book *book = sheet->book;
    qa_note_error(book, worksheet_data_validation_range(sheet->worksheet, first, C_VERDICT, last,
                                                        C_VERDICT, &verdict));
    qa_note_error(book, worksheet_data_validation_range(sheet->worksheet, first, C_SEVERITY, last,
                                                        C_SEVERITY, &severity));
    if (n_labels > 0) {
        const char *list = qa_arena_format(
            book->arena, "=%s", qa_range_name(book->arena, "Labels", 0, n_labels - 1, 0));
        lxw_data_validation gold = {.validate = LXW_VALIDATION_TYPE_LIST_FORMULA,
                                    .value_formula = (char *)(uintptr_t)list,
                                    .error_type = LXW_VALIDATION_ERROR_TYPE_WARNING};
        qa_note_error(book, worksheet_data_validation_range(sheet->worksheet, first, C_GOLD, last,
                                                            C_GOLD, &gold));
    }
}

static void put_sheet(struct qa_book *book, const struct qa_sample *sample,
                      const struct qa_batch *delivery, bool show_answers)
{
    static const double widths[] = {7, 14, 12, 8, 16, 8, 26, 12, 10, 10, 14, 11, 14, 10, 30};
    struct qa_sheet sheet = qa_book_sheet(book, "Audit", 0x1F3A4D);
    struct qa_sheet labels = qa_book_sheet(book, "Labels", 0x6B6B6B);
    uint32_t n_labels = put_labels(&labels, sample, delivery);
    qa_widths(&sheet, widths, N_HEADERS);
    qa_put(&sheet, 0, 0, "Audit work sheet", QA_STYLE_TITLE);
    qa_put(&sheet, 1, 0,
           "Work the rows in order. Fill the yellow cells: a verdict (correct, wrong, unsure), or "
           "your own label under gold, which is then compared with the delivery.",
           QA_STYLE_TEXT);
    qa_put(&sheet, 2, 0,
           "Leave rows that you did not get to blank; they are counted as not done. Save as CSV "
           "for `labelqa judge`.",
           QA_STYLE_TEXT);
    const char *last_verdict =
        qa_cell_name(book->arena, NULL, HEADER_ROW + (uint32_t)sample->n_units, C_VERDICT);
    const char *last_gold =
        qa_cell_name(book->arena, NULL, HEADER_ROW + (uint32_t)sample->n_units, C_GOLD);
    qa_put(&sheet, 3, C_GIVEN, "done", QA_STYLE_SUBTITLE);
    qa_put_formula(&sheet, 3, C_VERDICT,
                   qa_arena_format(book->arena, "=SUMPRODUCT(1-($L$%d:%s=\"\")*($M$%d:%s=\"\"))",
                                   HEADER_ROW + 2, last_verdict, HEADER_ROW + 2, last_gold),
                   QA_NUMBER(0), QA_STYLE_COUNT);
    qa_put(&sheet, 3, C_GOLD, qa_arena_format(book->arena, "of %zu", sample->n_units),
           QA_STYLE_TEXT);
    qa_put_headers(&sheet, HEADER_ROW, headers, N_HEADERS);
    for (size_t i = 0; i < sample->n_units; i++) {
        put_unit(&sheet, HEADER_ROW + 1 + (uint32_t)i, &sample->units[i], delivery, show_answers);
    }
    if (sample->n_units > 0) {
        add_choices(&sheet, HEADER_ROW + 1, HEADER_ROW + (uint32_t)sample->n_units, n_labels);
    }
    if (!show_answers) {
        lxw_row_col_options hidden = {.hidden = LXW_TRUE};
        qa_note_error(
            book, worksheet_set_column_opt(sheet.worksheet, C_GIVEN, C_GIVEN, 12, NULL, &hidden));
    }
    worksheet_activate(sheet.worksheet);
}

enum qa_status qa_workbook_sample(const struct qa_sample *sample, const struct qa_batch *delivery,
                                  bool show_answers, const struct qa_report *report,
                                  const char *path, struct qa_error *err)
{
    struct qa_arena *arena = qa_arena_new();
    struct qa_book book;
    const char *footer = qa_arena_format(arena, "labelqa %s, seed %llu", report->version,
                                         (unsigned long long)sample->seed);
    enum qa_status status = qa_book_open(&book, path, "Audit work sheet", footer, arena, err);
    if (status == QA_OK) {
        put_sheet(&book, sample, delivery, show_answers);
        status = qa_book_close(&book, err);
    }
    qa_arena_free(arena);
    return status;
}
