#include <math.h>

#include "reports/sheets.h"

static uint32_t put_vendor_errors(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row)
{
    static const char *const headers[] = {
        "vendor", "question", "items",    "labels checked", "errors",        "error rate",   "low",
        "high",   "missed",   "spurious", "mis- labelled",  "poorly placed", "design effect"};
    const struct qa_errors_result *errors = book->evaluation->errors;
    qa_put_headers(sheet, row++, headers, 13);
    for (size_t i = 0; i < errors->n_vendors; i++, row++) {
        const struct qa_vendor_errors *vendor = &errors->vendors[i];
        const struct qa_error_count *count = &vendor->count;
        const uint64_t kinds[] = {count->missed, count->spurious, count->mislabelled, count->poor};
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

static void put_classes(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row)
{
    static const char *const headers[] = {"vendor",  "question",  "class", "gold", "delivered",
                                          "correct", "precision", "low",   "high", "recall",
                                          "low",     "high",      "F1"};
    const struct qa_errors_result *errors = book->evaluation->errors;
    for (uint16_t c = 0; c < 13; c++) {
        qa_put(sheet, row, c, headers[c], QA_STYLE_HEADER);
    }
    uint32_t first = ++row;
    for (size_t i = 0; i < errors->n_classes; i++, row++) {
        const struct qa_class_errors *one = &errors->classes[i];
        qa_put(sheet, row, 0, qa_vendor_text(book, one->vendor), QA_STYLE_TEXT);
        qa_put(sheet, row, 1, qa_question_text(book, one->question), QA_STYLE_TEXT);
        qa_put(sheet, row, 2, qa_strings_text(book->evaluation->names->labels, one->label),
               QA_STYLE_TEXT);
        qa_put_number(sheet, row, 3, (double)one->gold, QA_STYLE_FIXED_COUNT);
        qa_put_number(sheet, row, 4, (double)one->delivered, QA_STYLE_FIXED_COUNT);
        qa_put_number(sheet, row, 5, (double)one->correct, QA_STYLE_FIXED_COUNT);
        qa_put_estimate_cells(sheet, row, 6, &one->precision, QA_STYLE_FIXED_RATE);
        qa_put_estimate_cells(sheet, row, 9, &one->recall, QA_STYLE_FIXED_RATE);
        qa_put_number(sheet, row, 12, qa_is_defined(&one->f1) ? one->f1.value : (double)NAN,
                      QA_STYLE_FIXED_REAL);
    }
    if (row > first) {
        lxw_conditional_format scale = {
            .type = LXW_CONDITIONAL_2_COLOR_SCALE, .min_color = 0xF4D3CF, .max_color = 0xFFFFFF};
        qa_note_error(&book->book, worksheet_conditional_format_range(sheet->worksheet, first, 9,
                                                                      row - 1, 9, &scale));
    }
}

void qa_sheet_accuracy(struct qa_vendor_book *book)
{
    static const double widths[] = {20, 12, 16, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10};
    struct qa_sheet sheet = qa_book_sheet(&book->book, "Accuracy", QA_TAB_MEASURE);
    qa_widths(&sheet, widths, 13);
    qa_put(&sheet, 0, 0, "Errors against gold", QA_STYLE_TITLE);
    if (book->evaluation->errors == NULL) {
        qa_put(&sheet, 2, 0, "No gold was given, so errors cannot be counted.", QA_STYLE_TEXT);
        return;
    }
    qa_put(&sheet, 1, 0,
           "Computed by labelqa. Intervals: Wilson at the effective number of labels, which the "
           "design effect of errors that cluster in items reduces.",
           QA_STYLE_TEXT);
    uint32_t row = put_vendor_errors(book, &sheet, 3);
    qa_put(&sheet, row + 1, 0, "By class of the gold", QA_STYLE_SUBTITLE);
    put_classes(book, &sheet, row + 2);
}
