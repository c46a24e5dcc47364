/* The canonical row as JSON Lines, read back: each line is a row of a table with all columns. */
#include <string.h>

#include "qa/formats/canonical_parts.h"
#include "qa/formats/json_cells.h"
#include "qa/formats/table_rows.h"

struct lines {
    struct qa_sink *sink;
    struct qa_canonical_columns columns;
    struct qa_table_rows *rows;
    struct qa_slice cells[QA_CANONICAL_COLUMNS_MAX];
    struct qa_strings *unknown; /* members that are no column */
    struct qa_place unknown_at;
    struct qa_arena *scratch; /* of one line */
};

static bool bad_member(struct lines *in, const struct qa_json_iterator *member,
                       const char *expected)
{
    qa_sink_finding(in->sink, QA_ERROR, "E216", QA_AT_JSON(member->value),
                    "'%.60s' is %s, expected %s", member->key.text,
                    qa_json_kind_name(qa_json_kind(member->value)), expected);
    return false;
}

/* A value as the text of a cell; NULL for what none can hold. */
static const char *cell_text(struct lines *in, const struct qa_json_iterator *member, size_t column,
                             size_t *n)
{
    const char *out = qa_json_cell(member->value, in->scratch, n);
    if (out == NULL && column == in->columns.of_field[QA_FIELD_LABEL]) {
        out = qa_json_tags(member->value, in->scratch);
        *n = out != NULL ? strlen(out) : 0;
    }
    return out;
}

/* False after a finding. */
static bool take_member(struct lines *in, const struct qa_json_iterator *member)
{
    if (qa_json_kind(member->value) == QA_JSON_NULL) {
        return true;
    }
    size_t column = qa_canonical_form_column(&in->columns, member->key.text);
    if (column == in->columns.n || strlen(in->columns.name[column]) != member->key.length) {
        if (qa_strings_count(in->unknown) == 0) {
            in->unknown_at = QA_AT_JSON(member->value);
            qa_json_place(member->value, &in->unknown_at.line, &in->unknown_at.column);
            in->unknown_at.json.document = NULL;
        }
        (void)qa_strings_intern(in->unknown, member->key.text, member->key.length);
        return true;
    }
    uint64_t line;
    uint64_t at;
    size_t n;
    const char *text = cell_text(in, member, column, &n);
    if (text == NULL || n > UINT32_MAX) {
        return bad_member(in, member, "a text or a number");
    }
    qa_json_place(member->value, &line, &at);
    in->cells[column] = (struct qa_slice){text, (uint32_t)n, (uint32_t)at, 0};
    return true;
}

static void read_line(struct lines *in, struct qa_json_value value)
{
    struct qa_json_iterator member = qa_json_iterate(value);
    uint64_t line;
    uint64_t at;
    bool is_good = true;
    if (qa_json_kind(value) != QA_JSON_OBJECT) {
        qa_sink_finding(in->sink, QA_ERROR, "E216", QA_AT_JSON(value),
                        "a line is %s, expected an object of columns and values",
                        qa_json_kind_name(qa_json_kind(value)));
        return;
    }
    for (size_t c = 0; c < in->columns.n; c++) {
        in->cells[c] = (struct qa_slice){.text = ""};
    }
    qa_json_place(value, &line, &at);
    while (qa_json_next(&member)) {
        is_good = take_member(in, &member) && is_good;
    }
    if (is_good) {
        qa_table_rows_take(in->rows, in->cells, line);
    }
}

static void say_unknown(const struct lines *in)
{
    uint32_t n = qa_strings_count(in->unknown);
    if (n > 0) {
        qa_sink_finding(in->sink, QA_WARNING, "W213", in->unknown_at,
                        "%u member%s of the lines %s no column of labelqa's and %s not read; the "
                        "first is '%.60s'",
                        n, n == 1 ? "" : "s", n == 1 ? "is" : "are", n == 1 ? "is" : "are",
                        qa_strings_text(in->unknown, 0));
    }
}

/* The columns as the header of a table. */
static struct qa_records header_of(const struct lines *in)
{
    struct qa_cell *cells = QA_ARRAY(qa_sink_arena(in->sink), struct qa_cell, in->columns.n);
    for (size_t c = 0; c < in->columns.n; c++) {
        const char *name = in->columns.name[c];
        cells[c] = (struct qa_cell){.text = name, .length = (uint32_t)strlen(name), .line = 1};
    }
    return (struct qa_records){
        .file = qa_sink_current_file(in->sink)->path, .n_columns = in->columns.n, .header = cells};
}

static enum qa_status read_lines(struct lines *in, struct qa_json *json, struct qa_error *err)
{
    const struct qa_records header = header_of(in);
    QA_TRY(qa_table_rows_begin(&header, in->sink, "labelqa-jsonl", &in->rows, err));
    struct qa_json_iterator iterator = qa_json_iterate(qa_json_root(json));
    while (qa_json_next(&iterator)) {
        struct qa_arena_mark mark = qa_arena_mark(in->scratch);
        read_line(in, iterator.value);
        qa_arena_reset(in->scratch, mark);
    }
    say_unknown(in);
    return qa_table_rows_end(in->rows, err);
}

static enum qa_status read_file(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_error *err)
{
    struct qa_json *json;
    QA_TRY(qa_json_parse_sequence(&json, bytes, err));
    struct lines *in = QA_NEW(qa_sink_arena(sink), struct lines);
    in->sink = sink;
    in->unknown = qa_strings_new(qa_sink_arena(sink));
    in->scratch = qa_arena_new();
    qa_canonical_columns(&in->columns);
    enum qa_status status = read_lines(in, json, err);
    qa_arena_free(in->scratch);
    qa_json_free(json);
    return status;
}

static int sniff(const struct qa_bytes *bytes)
{
    if (qa_first_byte(bytes) != '{' || !qa_has_member(bytes, "item") ||
        qa_first_object_of(bytes).n_objects != 1) {
        return 0;
    }
    bool is_plain = qa_has_member(bytes, "annotator") || qa_has_member(bytes, "type");
    return qa_has_member(bytes, "question") ? 90 : is_plain ? 65 : 0;
}

const struct qa_reader qa_reader_canonical = {
    .name = "labelqa-jsonl",
    .description = "labelqa's own JSON Lines, as `labelqa ingest` writes them: one object a line, "
                   "with the columns of a table as members",
    .gives = QA_GIVES_ALL,
    .pass = QA_PASS_DELIVERIES,
    .sniff = sniff,
    .read = read_file,
};
