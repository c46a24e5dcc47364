/* Any report as a workbook: a sheet a table, and one of inputs and findings. */
#include <math.h>

#include "qa/base/time.h"
#include "reports/book.h"
#include "reports/workbook.h"

enum { LAST_ROW = 1048575, HEADER_ROW = 2 };

static uint16_t cells_of(enum qa_kind kind)
{
    return kind == QA_ESTIMATE || kind == QA_ESTIMATE_RATE || kind == QA_ESTIMATE_MONEY ? 4 : 1;
}

static enum qa_style style_of(enum qa_kind kind)
{
    switch (kind) {
    case QA_COUNT:
        return QA_STYLE_COUNT;
    case QA_RATE:
    case QA_ESTIMATE_RATE:
        return QA_STYLE_RATE;
    case QA_MONEY:
    case QA_ESTIMATE_MONEY:
        return QA_STYLE_MONEY;
    case QA_SECONDS:
    case QA_HOURS:
        return QA_STYLE_HOURS;
    case QA_REAL:
    case QA_ESTIMATE:
        return QA_STYLE_REAL;
    default:
        return QA_STYLE_TEXT;
    }
}

static void put_cell(struct qa_sheet *sheet, uint32_t row, uint16_t at,
                     const struct qa_column *column, const struct qa_table_cell *cell)
{
    char time[QA_TIME_TEXT_MAX];
    enum qa_style style = style_of(column->kind);
    if (!cell->present) {
        qa_put(sheet, row, at, NULL, style);
        return;
    }
    switch (column->kind) {
    case QA_TEXT:
        qa_put(sheet, row, at, cell->as.text, style);
        break;
    case QA_COUNT:
        qa_put_number(sheet, row, at, (double)cell->as.count, style);
        break;
    case QA_TIME:
        qa_time_format(cell->as.time, time);
        qa_put(sheet, row, at, time, style);
        break;
    case QA_ESTIMATE:
    case QA_ESTIMATE_RATE:
    case QA_ESTIMATE_MONEY:
        qa_put_estimate_cells(sheet, row, at, cell->as.estimate, style);
        qa_put_number(sheet, row, (uint16_t)(at + 3), (double)cell->as.estimate->n, QA_STYLE_COUNT);
        break;
    default:
        qa_put_number(sheet, row, at, cell->as.real, style);
    }
}

static void put_header(struct qa_sheet *sheet, const struct qa_table *table)
{
    static const char *const parts[] = {"", " low", " high", " n"};
    const char *headers[256];
    uint16_t n = 0;
    struct qa_arena *arena = sheet->book->arena;
    for (size_t c = 0; c < table->n_columns; c++) {
        uint16_t width = cells_of(table->columns[c].kind);
        for (uint16_t i = 0; i < width && n < 256; i++) {
            headers[n] = qa_arena_format(arena, "%s%s", table->columns[c].name, parts[i]);
            qa_note_error(sheet->book,
                          worksheet_set_column(sheet->worksheet, n, n,
                                               table->columns[c].kind == QA_TEXT ? 22 : 12, NULL));
            n++;
        }
    }
    qa_put_headers(sheet, HEADER_ROW, headers, n);
}

static void put_table(struct qa_book *book, const struct qa_table *table)
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
            put_cell(&sheet, row, at, &table->columns[c], qa_table_cell(table, r, c));
            at = (uint16_t)(at + cells_of(table->columns[c].kind));
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
            put_table(&book, report->tables[t]);
        }
        if (report->n_tables == 0) {
            (void)qa_book_sheet_of(&book, "Empty");
        }
        status = qa_book_close(&book, err);
    }
    qa_arena_free(arena);
    return status;
}
