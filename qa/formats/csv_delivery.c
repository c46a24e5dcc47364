#include "qa/formats/csv_delivery.h"

#include <string.h>

#include "qa/formats/csv_bulk.h"
#include "qa/formats/table_columns.h"
#include "qa/formats/table_head.h"
#include "qa/formats/table_rows.h"

/* The header as records without rows, which is what columns are looked up in. */
static struct qa_records header_of(const struct qa_csv *csv, const char *path,
                                   struct qa_arena *arena)
{
    size_t n = qa_csv_columns(csv);
    const struct qa_slice *slices = qa_csv_header(csv);
    struct qa_cell *cells = QA_ARRAY(arena, struct qa_cell, n);
    for (size_t c = 0; c < n; c++) {
        cells[c] = (struct qa_cell){.text = slices[c].text,
                                    .length = slices[c].length,
                                    .column = slices[c].column,
                                    .line = 1};
    }
    return (struct qa_records){.file = path, .n_columns = n, .header = cells};
}

/* Below what people set above a table. */
static enum qa_status open_table(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_csv **csv,
                                 struct qa_text_head *head, struct qa_error *err)
{
    const struct qa_read_options *options = qa_sink_options(sink);
    qa_bytes_decode_windows(bytes);
    *head = options->header == NULL ? qa_text_head(bytes) : (struct qa_text_head){0, 1};
    return head->offset > 0
               ? qa_csv_open_below(csv, bytes, head->offset, head->line, qa_sink_arena(sink), err)
               : qa_csv_open(csv, bytes, options->header, options->n_header, qa_sink_arena(sink),
                             err);
}

/* Looks at the first rows for the decimal sign of their numbers. */
static void look_at_head(const struct qa_bytes *bytes, struct qa_sink *sink,
                         struct qa_table_rows *rows)
{
    enum { LONGEST_HEAD = 1 << 18 };
    struct qa_bytes head = *bytes;
    struct qa_text_head above;
    struct qa_error ignored;
    const struct qa_slice *cells;
    uint64_t line;
    struct qa_csv *csv;
    head.size = head.size < LONGEST_HEAD ? head.size : LONGEST_HEAD;
    while (head.size < bytes->size && head.size > 0 && head.data[head.size - 1] != '\n') {
        head.size--;
    }
    if (open_table(&head, sink, &csv, &above, &ignored) != QA_OK) {
        return;
    }
    qa_csv_allow_short(csv, qa_table_rows_width(rows));
    while (qa_csv_next(csv, &cells, &line, &ignored) == QA_CSV_RECORD &&
           !qa_table_rows_look(rows, cells, line)) {
    }
}

/* bulk: NULL where rows are more than labels. */
static enum qa_status read_rows(struct qa_csv *csv, struct qa_csv_bulk *bulk, struct qa_sink *sink,
                                struct qa_table_rows *rows, struct qa_error *err)
{
    const struct qa_slice *cells;
    uint64_t line;
    enum qa_csv_result result;
    for (;;) {
        if (bulk != NULL) {
            qa_csv_bulk_take(bulk);
        }
        result = qa_csv_next(csv, &cells, &line, err);
        if (result == QA_CSV_END) {
            return QA_OK;
        }
        if (result == QA_CSV_RECORD) {
            qa_table_rows_take(rows, cells, line);
            continue;
        }
        if (strcmp(err->code, "E110") != 0) {
            return QA_INPUT;
        }
        qa_sink_finding(sink, QA_ERROR, err->code, QA_AT(err->line, err->column), "%s", err->text);
        *err = (struct qa_error){.status = QA_OK};
    }
}

static void say_short(const struct qa_csv *csv, struct qa_sink *sink)
{
    size_t given = qa_csv_given(csv);
    if (given > 0 && given < qa_csv_columns(csv)) {
        qa_sink_finding(sink, QA_NOTE, "W163", QA_AT(1, qa_csv_header(csv)[given].column),
                        "%zu column%s from '%.80s' on exist%s in the header only, and %s blank",
                        qa_csv_columns(csv) - given, qa_csv_columns(csv) - given == 1 ? "" : "s",
                        qa_csv_header(csv)[given].text, qa_csv_columns(csv) - given == 1 ? "s" : "",
                        qa_csv_columns(csv) - given == 1 ? "is" : "are");
    }
}

static enum qa_status read_csv(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_error *err)
{
    struct qa_arena *arena = qa_sink_arena(sink);
    struct qa_csv *csv;
    struct qa_table_rows *rows;
    struct qa_text_head head;
    QA_TRY(open_table(bytes, sink, &csv, &head, err));
    struct qa_records header = header_of(csv, qa_sink_current_file(sink)->path, arena);
    QA_TRY(qa_table_rows_begin(&header, sink, "csv", &rows, err));
    if (head.offset > 0) {
        qa_say_titles(sink, head.line - 1, head.line);
    }
    look_at_head(bytes, sink, rows);
    qa_sink_reserve(sink, qa_csv_record_estimate(csv));
    qa_csv_allow_short(csv, qa_table_rows_width(rows));
    size_t column[QA_N_PLAIN];
    struct qa_csv_bulk *bulk =
        qa_table_rows_are_plain(rows, column) ? qa_csv_bulk_new(csv, bytes, column, sink) : NULL;
    enum qa_status status = read_rows(csv, bulk, sink, rows, err);
    qa_csv_bulk_free(bulk);
    QA_TRY(status);
    say_short(csv, sink);
    return qa_table_rows_end(rows, err);
}

/* Text whose first line has a delimiter; JSON and XML are left to their readers. A NUL byte is for
 * the reader to name with its place. */
static int sniff(const struct qa_bytes *bytes)
{
    size_t limit = bytes->size < 65536 ? bytes->size : 65536;
    unsigned char first = qa_first_byte(bytes);
    size_t start = 0;
    while (start < limit && bytes->data[start] != first) {
        start++;
    }
    if (first == 0 || first == '{' || first == '[' || first == '<') {
        return 0;
    }
    for (size_t i = start; i < limit && bytes->data[i] != '\n' && bytes->data[i] != '\r'; i++) {
        if (bytes->data[i] == 0) {
            return 0;
        }
        if (strchr(",;\t|", bytes->data[i]) != NULL) {
            return 50;
        }
    }
    return qa_text_head(bytes).offset > 0 ? 40 : 0;
}

const struct qa_reader qa_reader_csv = {
    .name = "csv",
    .description =
        "CSV, TSV and relatives in long form, one object a row: item, annotator, label, "
        "optional vendor, batch, question, stage, started_at, submitted_at, seconds, status, "
        "value, gold, and the columns of the kinds below; the usual synonyms, or --map; exports "
        "of MTurk, Toloka and Appen",
    .gives = QA_GIVES_ALL,
    .is_loose_text = true,
    .pass = QA_PASS_DELIVERIES,
    .sniff = sniff,
    .read = read_csv,
};
