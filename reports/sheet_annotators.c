#include <math.h>

#include "reports/sheets.h"

void qa_sheet_annotators(struct qa_vendor_book *book)
{
    static const char *const headers[] = {
        "vendor",     "annotator",      "question", "items", "labels checked",
        "errors",     "error rate",     "low",      "high",  "z against the others",
        "adjusted p", "median seconds", "flag"};
    static const double widths[] = {18, 18, 12, 8, 10, 8, 10, 10, 10, 12, 10, 10, 40};
    struct qa_sheet sheet = qa_book_sheet(&book->book, "Annotators", QA_TAB_MEASURE);
    const struct qa_errors_result *errors = book->evaluation->errors;
    qa_widths(&sheet, widths, 13);
    qa_put(&sheet, 0, 0, "Annotators", QA_STYLE_TITLE);
    if (errors == NULL) {
        qa_put(&sheet, 2, 0, "No gold was given, so annotators cannot be judged.", QA_STYLE_TEXT);
        return;
    }
    qa_put(&sheet, 1, 0,
           "Exact intervals (Clopper-Pearson). p: exact binomial test against the vendor's other "
           "annotators, Benjamini-Hochberg over the vendor's annotators. Names are withheld unless "
           "asked for.",
           QA_STYLE_TEXT);
    qa_put_headers(&sheet, 3, headers, 13);
    uint32_t row = 4;
    for (size_t i = 0; i < errors->n_annotators; i++, row++) {
        const struct qa_annotator_errors *one = &errors->annotators[i];
        qa_put(&sheet, row, 0, qa_vendor_text(book, one->vendor), QA_STYLE_TEXT);
        qa_put(&sheet, row, 1, qa_person(book, one->annotator), QA_STYLE_TEXT);
        qa_put(&sheet, row, 2, qa_question_text(book, one->question), QA_STYLE_TEXT);
        qa_put_number(&sheet, row, 3, (double)one->count.items, QA_STYLE_FIXED_COUNT);
        qa_put_number(&sheet, row, 4, (double)one->count.trials, QA_STYLE_FIXED_COUNT);
        qa_put_number(&sheet, row, 5, (double)one->count.errors, QA_STYLE_FIXED_COUNT);
        qa_put_estimate_cells(&sheet, row, 6, &one->count.rate, QA_STYLE_FIXED_RATE);
        qa_put_number(&sheet, row, 9, one->compared ? one->z : (double)NAN, QA_STYLE_FIXED_REAL);
        qa_put_number(&sheet, row, 10, one->compared ? one->p_adjusted : (double)NAN,
                      QA_STYLE_FIXED_REAL);
        qa_put_number(&sheet, row, 11, one->has_seconds ? one->median_seconds : (double)NAN,
                      QA_STYLE_FIXED_REAL);
        qa_put(&sheet, row, 12, one->flag, one->flag != NULL ? QA_STYLE_BAD : QA_STYLE_TEXT);
    }
    if (row > 4) {
        qa_note_error(&book->book, worksheet_autofilter(sheet.worksheet, 3, 0, row - 1, 12));
    }
}
