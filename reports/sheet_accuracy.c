#include <math.h>

#include "reports/sheets.h"

enum { N_VENDOR_COLUMNS = 13, N_CLASS_COLUMNS = 18 };

/* ---- vendors ---- */

static uint32_t put_vendors(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row)
{
    static const char *const headers[N_VENDOR_COLUMNS] = {
        "vendor", "question", "items",    "labels checked", "errors",        "error rate",   "low",
        "high",   "missed",   "spurious", "mis- labelled",  "poorly placed", "design effect"};
    static const char *const comments[N_VENDOR_COLUMNS] = {
        [3] = "Answers to items with gold; of boxes, reference objects and spurious ones.",
        [5] = "Errors over labels checked.",
        [6] = "Wilson's interval at labels checked over the design effect.",
        [8] = "In gold, not delivered.",
        [9] = "Delivered, not in gold.",
        [10] = "Placed right, another class.",
        [11] = "The right class, too little overlap.",
        [12] = "How much more errors vary between items than if each label erred on its own."};
    const struct qa_errors_result *errors = book->evaluation->errors;
    qa_put_subheaders(sheet, row, headers, N_VENDOR_COLUMNS);
    qa_row_of_lines(sheet, row, 2);
    qa_comment_headers(sheet, row++, comments, N_VENDOR_COLUMNS);
    for (size_t i = 0; i < errors->n_vendors; i++, row++) {
        const struct qa_vendor_errors *vendor = &errors->vendors[i];
        const struct qa_error_count *count = &vendor->count;
        const uint64_t kinds[] = {count->missed, count->spurious, count->mislabelled,
                                  count->localisation};
        qa_put(sheet, row, 0, qa_vendor_text(book, vendor->vendor), QA_STYLE_TEXT);
        qa_put(sheet, row, 1, qa_question_text(book, vendor->question), QA_STYLE_TEXT);
        qa_put_number(sheet, row, 2, (double)count->items, QA_STYLE_FIXED_COUNT);
        qa_put_number(sheet, row, 3, (double)count->trials, QA_STYLE_FIXED_COUNT);
        qa_put_number(sheet, row, 4, (double)count->errors, QA_STYLE_FIXED_COUNT);
        qa_put_estimate_cells(sheet, row, 5, &count->rate_wilson, QA_STYLE_FIXED_RATE);
        for (uint16_t k = 0; k < 4; k++) {
            qa_put_number(sheet, row, (uint16_t)(8 + k), (double)kinds[k], QA_STYLE_FIXED_COUNT);
        }
        qa_put_number(sheet, row, 12, count->design_effect, QA_STYLE_FIXED_REAL);
    }
    return row;
}

/* ---- classes ---- */

static void put_class(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row,
                      const struct qa_class_errors *one)
{
    const uint64_t counts[] = {one->gold, one->delivered, one->correct};
    qa_put(sheet, row, 0, qa_vendor_text(book, one->vendor), QA_STYLE_TEXT);
    qa_put(sheet, row, 1, qa_question_text(book, one->question), QA_STYLE_TEXT);
    qa_put(sheet, row, 2, qa_strings_text(book->evaluation->names->labels, one->label),
           QA_STYLE_TEXT);
    qa_put_number(sheet, row, 3, (double)one->count.trials, QA_STYLE_FIXED_COUNT);
    qa_put_number(sheet, row, 4, (double)one->count.errors, QA_STYLE_FIXED_COUNT);
    qa_put_estimate_cells(sheet, row, 5, &one->count.rate_wilson, QA_STYLE_FIXED_RATE);
    for (uint16_t c = 0; c < 3; c++) {
        qa_put_number(sheet, row, (uint16_t)(8 + c), (double)counts[c], QA_STYLE_FIXED_COUNT);
    }
    qa_put_estimate_cells(sheet, row, 11, &one->precision, QA_STYLE_FIXED_RATE);
    qa_put_estimate_cells(sheet, row, 14, &one->recall, QA_STYLE_FIXED_RATE);
    qa_put_number(sheet, row, 17, qa_is_defined(&one->f1) ? one->f1.value : (double)NAN,
                  QA_STYLE_FIXED_REAL);
}

static uint32_t put_classes(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row)
{
    static const char *const headers[N_CLASS_COLUMNS] = {
        "vendor",     "question",  "class", "labels checked", "errors",
        "error rate", "low",       "high",  "gold",           "delivered",
        "correct",    "precision", "low",   "high",           "recall",
        "low",        "high",      "F1"};
    static const char *const comments[N_CLASS_COLUMNS] = {
        [3] = "Labels of which gold says this class.",
        [8] = "Answers or objects that gold says are of this class.",
        [9] = "Answers or objects that were given this class.",
        [11] = "Correct over delivered: how much of what was given as this class is it.",
        [14] = "Correct over gold: how much of this class was found.",
        [17] = "2 x correct / (delivered + gold)."};
    const struct qa_errors_result *errors = book->evaluation->errors;
    qa_put(sheet, row++, 0, "By vendor and class", QA_STYLE_SUBTITLE);
    qa_put_subheaders(sheet, row, headers, N_CLASS_COLUMNS);
    qa_row_of_lines(sheet, row, 2);
    qa_note_error(&book->book, worksheet_repeat_rows(sheet->worksheet, row, row));
    qa_comment_headers(sheet, row, comments, N_CLASS_COLUMNS);
    uint32_t first = ++row;
    for (size_t i = 0; i < errors->n_classes; i++, row++) {
        put_class(book, sheet, row, &errors->classes[i]);
    }
    if (row > first) {
        qa_note_error(&book->book, worksheet_autofilter(sheet->worksheet, first - 1, 0, row - 1,
                                                        N_CLASS_COLUMNS - 1));
    }
    return row;
}

void qa_sheet_accuracy(struct qa_vendor_book *book)
{
    static const double widths[N_CLASS_COLUMNS] = {22, 14, 14, 11, 10, 10, 10, 10, 10,
                                                   10, 10, 10, 10, 10, 10, 10, 10, 10};
    const struct qa_errors_result *errors = book->evaluation->errors;
    struct qa_sheet sheet = qa_book_sheet(&book->book, "Accuracy", QA_TAB_MEASURE);
    qa_widths(&sheet, widths, N_CLASS_COLUMNS);
    qa_put(&sheet, 0, 0, "Errors against gold", QA_STYLE_TITLE);
    if (errors == NULL) {
        qa_put(&sheet, 2, 0, "No gold was given, so errors cannot be counted.", QA_STYLE_TEXT);
        return;
    }
    qa_put(&sheet, 1, 0,
           "Computed by labelqa. Intervals: Wilson at the effective number of labels, which the "
           "design effect of errors that cluster in items reduces.",
           QA_STYLE_TEXT);
    worksheet_freeze_panes(sheet.worksheet, 0, 1);
    uint32_t row = put_vendors(book, &sheet, 3);
    row = qa_put_error_maps(book, &sheet, row + 1);
    row = put_classes(book, &sheet, row + 1);
    qa_print_upright(&sheet, row);
}
