#include "qa/formats/sheet_delivery.h"

#include <string.h>

#include "qa/formats/sheet_input.h"
#include "qa/formats/table_head.h"
#include "qa/formats/table_rows.h"

/* Rows and sheets that are not what a person sees. */
static void say_unseen(const struct qa_bytes *bytes, const struct qa_records *records,
                       struct qa_sink *sink)
{
    const char *twin = qa_sink_options(sink)->sheet == NULL
                           ? qa_book_twin(bytes, records, qa_sink_arena(sink))
                           : NULL;
    if (records->n_above > 0) {
        qa_say_titles(sink, records->n_above, records->header[0].line);
    }
    if (records->n_hidden > 0) {
        qa_sink_finding(sink, QA_WARNING, "W742", QA_AT(records->hidden, 0),
                        "%zu hidden row%s of the sheet count%s like the others; take out what is "
                        "not meant",
                        records->n_hidden, records->n_hidden == 1 ? "" : "s",
                        records->n_hidden == 1 ? "s" : "");
    }
    if (twin != NULL) {
        qa_sink_finding(sink, QA_WARNING, "W743", QA_AT(1, 0),
                        "the first sheet is read, and sheet '%.60s', with the same columns, is "
                        "not; --sheet '%.60s' reads it instead",
                        twin, twin);
    }
}

static const struct qa_slice *slices_of(const struct qa_records *records, size_t r,
                                        struct qa_slice *cells)
{
    const struct qa_cell *row = &records->cells[r * records->n_columns];
    for (size_t c = 0; c < records->n_columns; c++) {
        cells[c] = (struct qa_slice){row[c].text, row[c].length, row[c].column, 0};
    }
    return cells;
}

static uint64_t line_of(const struct qa_records *records, size_t r)
{
    return records->cells[r * records->n_columns].line;
}

static enum qa_status read_sheet(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_error *err)
{
    enum { FIRST_ROWS = 1000 };
    struct qa_arena *arena = qa_sink_arena(sink);
    struct qa_records records;
    struct qa_table_rows *rows;
    QA_TRY(
        qa_book_table(bytes, qa_sink_options(sink)->sheet, qa_is_table_head, arena, &records, err));
    say_unseen(bytes, &records, sink);
    QA_TRY(qa_table_rows_begin(&records, sink, qa_sheet_format(bytes), &rows, err));
    struct qa_slice *cells = QA_ARRAY(arena, struct qa_slice, records.n_columns);
    qa_sink_reserve(sink, records.n_records);
    for (size_t r = 0; r < records.n_records && r < FIRST_ROWS; r++) {
        if (qa_table_rows_look(rows, slices_of(&records, r, cells), line_of(&records, r))) {
            break;
        }
    }
    for (size_t r = 0; r < records.n_records; r++) {
        qa_table_rows_take(rows, slices_of(&records, r, cells), line_of(&records, r));
    }
    return qa_table_rows_end(rows, err);
}

static int sniff_xlsx(const struct qa_bytes *bytes)
{
    return strcmp(qa_sheet_format(bytes), "xlsx") == 0 ? 60 : 0;
}

static int sniff_ods(const struct qa_bytes *bytes)
{
    return strcmp(qa_sheet_format(bytes), "ods") == 0 ? 60 : 0;
}

const struct qa_reader qa_reader_xlsx = {
    .name = "xlsx",
    .description = "Excel workbook: one sheet, the first or --sheet NAME, with the columns that a "
                   "CSV has; its first row that is not empty names them",
    .gives = QA_GIVES_ALL,
    .pass = QA_PASS_DELIVERIES,
    .sniff = sniff_xlsx,
    .read = read_sheet,
};

const struct qa_reader qa_reader_ods = {
    .name = "ods",
    .description =
        "OpenDocument spreadsheet, as LibreOffice saves it: read as an Excel workbook is",
    .gives = QA_GIVES_ALL,
    .pass = QA_PASS_DELIVERIES,
    .sniff = sniff_ods,
    .read = read_sheet,
};
