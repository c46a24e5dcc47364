#include "reports/sheets.h"
#include "reports/table_page.h"

static const struct qa_page_block blocks[] = {
    {.table = "vendors",
     .without = "error_rate_exact,error_rate_limits,error_rate_wilson",
     .is_untitled = true},
    {.table = "classes", .title = "By vendor and class", .has_filter = true},
};

void qa_sheet_accuracy(struct qa_vendor_book *book)
{
    static const double least[] = {26, 14, 0}; /* of the maps */
    const struct qa_errors_result *errors = book->evaluation->errors;
    const struct qa_page page = {
        .name = "Accuracy",
        .title = "Errors against gold",
        .sentence = errors != NULL
                        ? "Computed by labelqa. Intervals: exact where each item has one trial, "
                          "else of items whose trials may fail together."
                        : "No gold was given, so errors cannot be counted.",
        .tab_colour = QA_TAB_MEASURE,
        .least = least,
        QA_PAGE_BLOCKS(blocks)};
    struct qa_report *tables = qa_report_new(book->arena, "accuracy");
    if (errors != NULL) {
        qa_errors_rates_tables(errors, &book->names, tables);
    }
    uint32_t end;
    struct qa_sheet sheet = qa_page_sheet(&book->book, &page, tables, &end);
    if (errors != NULL) {
        qa_print_upright(&sheet, qa_put_error_maps(book, &sheet, end));
    }
}
