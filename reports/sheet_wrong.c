/* What to send back for rework: sheets Wrong items, Wrong items (2) ... */
#include "reports/sheets.h"
#include "reports/table_page.h"

static const struct qa_page_block blocks[] = {
    {.table = "wrong_items", .without = "given_id,gold_id", .linked = "item"},
};

static struct qa_table *rows_of(const void *context, size_t first, size_t end,
                                struct qa_arena *arena)
{
    const struct qa_vendor_book *book = context;
    struct qa_table *table = qa_errors_wrong_rows(book->evaluation->errors, &book->names,
                                                  (struct qa_rows_of){first, end}, arena);
    qa_show_files(book, table, "file");
    return table;
}

void qa_sheet_wrong_items(struct qa_vendor_book *book)
{
    const struct qa_errors_result *errors = book->evaluation->errors;
    const struct qa_page page = {.name = "Wrong items",
                                 .title = "Wrong items, to be sent back for rework",
                                 .sentence = errors == NULL ? "No gold was given."
                                                            : "No wrong items were found.",
                                 .images = book->options->images,
                                 .tab_colour = QA_TAB_TRACE,
                                 QA_PAGE_BLOCKS(blocks)};
    const struct qa_list_rows rows = {.rows = rows_of,
                                      .context = book,
                                      .n = errors != NULL ? errors->n_wrong : 0,
                                      .order = "by question, vendor and item"};
    qa_list_sheets(&book->book, &page, &rows);
}
