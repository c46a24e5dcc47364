/* Any report as a workbook: a sheet a table. */
#include "reports/table_block.h"
#include "reports/workbook.h"

enum qa_status qa_workbook_tables(const struct qa_report *report, const char *path,
                                  struct qa_error *err)
{
    struct qa_arena *arena = qa_arena_new();
    struct qa_book book;
    const char *footer = qa_arena_format(arena, "labelqa %s", report->version);
    enum qa_status status = qa_book_open(&book, path, report->tool, footer, arena, err);
    if (status == QA_OK) {
        for (size_t t = 0; t < report->n_tables; t++) {
            qa_put_table_sheet(&book, report->tables[t]);
        }
        if (report->n_tables == 0) {
            (void)qa_book_sheet_of(&book, "Empty");
        }
        status = qa_book_close(&book, err);
    }
    qa_arena_free(arena);
    return status;
}
