/* Any report as a workbook: a sheet a table, and one of inputs and findings. */
#include "reports/table_cells.h"
#include "reports/workbook.h"

enum { LAST_ROW = 1048575, HEADER_ROW = 2 };

static void put_header(struct qa_sheet *sheet, const struct qa_table *table)
{
    const char *headers[256];
    uint16_t at = 0;
    for (size_t c = 0; c < table->n_columns; c++) {
        uint16_t next = (uint16_t)(at + qa_cells_of_kind(table->columns[c].kind));
        qa_note_error(sheet->book,
                      worksheet_set_column(sheet->worksheet, at, (uint16_t)(next - 1),
                                           qa_is_text(table->columns[c].kind) ? 22 : 12, NULL));
        at = next;
    }
    uint16_t n = qa_table_headers(table, headers, sheet->book->arena);
    qa_put_headers(sheet, HEADER_ROW, headers, n);
}

void qa_put_table_sheet(struct qa_book *book, const struct qa_table *table)
{
    struct qa_sheet sheet = qa_book_sheet_of(book, table->name);
    qa_put(&sheet, 0, 0, table->title, QA_STYLE_SUBTITLE);
    put_header(&sheet, table);
    uint32_t row = HEADER_ROW + 1;
    for (size_t r = 0; r < table->n_rows; r++) {
        if (row > LAST_ROW) {
            sheet = qa_book_sheet_of(book, table->name);
            qa_put(&sheet, 0, 0, "continued", QA_STYLE_SUBTITLE);
            put_header(&sheet, table);
            row = HEADER_ROW + 1;
        }
        uint16_t at = 0;
        for (size_t c = 0; c < table->n_columns; c++) {
            qa_put_table_cell(&sheet, row, at, &table->columns[c], qa_table_cell(table, r, c));
            at = (uint16_t)(at + qa_cells_of_kind(table->columns[c].kind));
        }
        row++;
    }
    for (size_t i = 0; i < table->n_notes && row + 1 < LAST_ROW; i++) {
        qa_put(&sheet, ++row, 0, table->notes[i], QA_STYLE_TEXT);
    }
}

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
