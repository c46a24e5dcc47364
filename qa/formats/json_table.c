#include "qa/formats/json_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "qa/formats/json_cells.h"
#include "qa/formats/table_names.h"
#include "qa/formats/table_rows.h"

enum { LEAST_CELLS = 100000 };

struct table {
    struct qa_sink *sink;
    struct qa_arena *arena;
    struct qa_strings *names; /* of the columns */
    struct qa_cell *cells;    /* of the rows so far, as many as there were columns then */
    size_t *first_cell;       /* of each row */
    size_t *width;
    size_t n_rows, n_cells, rows_capacity, widths_capacity, cells_capacity;
    size_t most_cells;  /* of a file of its size */
    uint64_t n_objects; /* values that are none of a cell */
    struct qa_place object_at;
    const char *object_name;
    bool is_too_wide;
};

/* ---- cells ---- */

/* A list that is no set of tags, as it would stand in a cell. */
static void put_list(struct qa_json_value list, struct qa_arena *scratch, FILE *stream)
{
    struct qa_json_iterator iterator = qa_json_iterate(list);
    const char *before = "";
    size_t n;
    fputc('[', stream);
    while (qa_json_next(&iterator)) {
        struct qa_arena_mark mark = qa_arena_mark(scratch);
        const char *cell = qa_json_cell(iterator.value, scratch, &n);
        fputs(before, stream);
        before = ",";
        if (cell != NULL) {
            fwrite(cell, 1, n, stream);
        } else if (qa_json_kind(iterator.value) == QA_JSON_ARRAY) {
            put_list(iterator.value, scratch, stream);
        } else {
            fputs("{}", stream);
        }
        qa_arena_reset(scratch, mark);
    }
    fputc(']', stream);
}

static const char *list_text(struct qa_json_value list, struct qa_arena *arena)
{
    char *text = NULL;
    size_t n = 0;
    struct qa_arena *scratch = qa_arena_new();
    FILE *stream = open_memstream(&text, &n);
    if (stream == NULL) {
        qa_arena_free(scratch);
        return "[]";
    }
    put_list(list, scratch, stream);
    const char *out = fclose(stream) == 0 ? qa_arena_text(arena, text) : "[]";
    free(text);
    qa_arena_free(scratch);
    return out;
}

static void put(struct table *table, size_t column, const char *name, struct qa_json_value value)
{
    struct qa_cell *cell = &table->cells[table->first_cell[table->n_rows - 1] + column];
    uint64_t line;
    uint64_t at;
    size_t n;
    const char *text = qa_json_cell(value, table->arena, &n);
    if (cell->column > 0) {
        qa_sink_finding(table->sink, QA_ERROR, "E216", QA_AT_JSON(value),
                        "'%.60s' is there twice in one row, expected once", name);
        return;
    }
    if (text == NULL && qa_json_kind(value) == QA_JSON_ARRAY) {
        text = qa_json_tags(value, table->arena);
        text = text != NULL ? text : list_text(value, table->arena);
        n = strlen(text);
    }
    if (text == NULL) {
        if (table->n_objects++ == 0) {
            table->object_at = QA_AT_JSON(value);
            qa_json_place(value, &table->object_at.line, &table->object_at.column);
            table->object_at.json.document = NULL;
            table->object_name = qa_arena_text(table->arena, name);
        }
        return;
    }
    if (n > UINT32_MAX) {
        return;
    }
    qa_json_place(value, &line, &at);
    char *copy = qa_arena_alloc(table->arena, n + 1);
    memcpy(copy, text, n);
    copy[n] = '\0';
    *cell =
        (struct qa_cell){.text = copy, .length = (uint32_t)n, .column = (uint32_t)at, .line = line};
}

/* False where rows and columns would be far more than the file has values: every row has its own.
 */
static bool begin_row(struct table *table, size_t width, uint64_t line)
{
    size_t end = table->n_cells + width;
    if (end > table->most_cells) {
        table->is_too_wide = true;
        return false;
    }
    table->first_cell = qa_arena_grow(table->arena, table->first_cell, &table->rows_capacity,
                                      table->n_rows + 1, sizeof *table->first_cell);
    table->width = qa_arena_grow(table->arena, table->width, &table->widths_capacity,
                                 table->n_rows + 1, sizeof *table->width);
    table->cells = qa_arena_grow(table->arena, table->cells, &table->cells_capacity, end,
                                 sizeof *table->cells);
    for (size_t c = table->n_cells; c < end; c++) {
        table->cells[c] = (struct qa_cell){.text = "", .line = line};
    }
    table->first_cell[table->n_rows] = table->n_cells;
    table->width[table->n_rows++] = width;
    table->n_cells = end;
    return true;
}

static uint64_t line_of(struct qa_json_value value)
{
    uint64_t line;
    uint64_t column;
    qa_json_place(value, &line, &column);
    return line;
}

static void bad_row(const struct table *table, struct qa_json_value row, const char *expected)
{
    qa_sink_finding(table->sink, QA_ERROR, "E216", QA_AT_JSON(row), "a row is %s, expected %s",
                    qa_json_kind_name(qa_json_kind(row)), expected);
}

/* ---- forms ---- */

/* first: a column before the members, "" for none; its text. */
static void take_object(struct table *table, struct qa_json_value row, const char *first)
{
    struct qa_json_iterator names = qa_json_iterate(row);
    if (qa_json_kind(row) != QA_JSON_OBJECT) {
        bad_row(table, row, "an object of columns and values");
        return;
    }
    while (qa_json_next(&names)) {
        (void)qa_strings_intern(table->names, names.key.text, names.key.length);
    }
    if (!begin_row(table, qa_strings_count(table->names), line_of(row))) {
        return;
    }
    if (first != NULL) {
        struct qa_cell *cell = &table->cells[table->first_cell[table->n_rows - 1]];
        cell->text = qa_arena_text(table->arena, first);
        cell->length = (uint32_t)strlen(first);
    }
    struct qa_json_iterator member = qa_json_iterate(row);
    while (qa_json_next(&member)) {
        size_t column = qa_strings_find(table->names, member.key.text, member.key.length);
        put(table, column, member.key.text, member.value);
    }
}

static void take_objects(struct table *table, struct qa_json_value rows)
{
    struct qa_json_iterator row = qa_json_iterate(rows);
    while (qa_json_next(&row)) {
        take_object(table, row.value, NULL);
    }
}

/* pandas, orient "split". */
static void take_split(struct table *table, struct qa_json_value columns, struct qa_json_value rows)
{
    struct qa_json_iterator name = qa_json_iterate(columns);
    struct qa_json_iterator row = qa_json_iterate(rows);
    size_t n;
    while (qa_json_next(&name)) {
        const char *text = qa_json_cell(name.value, table->arena, &n);
        (void)qa_strings_intern_text(table->names, text != NULL ? text : "");
    }
    size_t width = qa_strings_count(table->names);
    while (qa_json_next(&row)) {
        if (qa_json_kind(row.value) != QA_JSON_ARRAY || qa_json_count(row.value) > width) {
            bad_row(table, row.value, "a list of as many values as there are columns");
            continue;
        }
        if (!begin_row(table, width, line_of(row.value))) {
            return;
        }
        struct qa_json_iterator value = qa_json_iterate(row.value);
        for (size_t c = 0; qa_json_next(&value); c++) {
            put(table, c, qa_strings_text(table->names, (uint32_t)c), value.value);
        }
    }
}

/* pandas, orient "columns": the rows are those of the first column. */
static void take_columns(struct table *table, struct qa_json_value root)
{
    struct qa_json_iterator column = qa_json_iterate(root);
    struct qa_strings *rows = qa_strings_new(table->arena);
    size_t width = qa_json_count(root);
    for (size_t c = 0; qa_json_next(&column); c++) {
        struct qa_json_iterator value = qa_json_iterate(column.value);
        (void)qa_strings_intern(table->names, column.key.text, column.key.length);
        while (c < qa_strings_count(table->names) && qa_json_next(&value)) {
            uint32_t n = qa_strings_count(rows);
            uint32_t row = qa_strings_intern(rows, value.key.text, value.key.length);
            if (row == n && !begin_row(table, width, line_of(value.value))) {
                return;
            }
            size_t n_rows = table->n_rows;
            table->n_rows = (size_t)row + 1;
            put(table, c, column.key.text, value.value);
            table->n_rows = n_rows;
        }
    }
}

/* pandas, orient "index", or a map by item. */
static void take_index(struct table *table, struct qa_json_value root)
{
    struct qa_json_iterator row = qa_json_iterate(root);
    (void)qa_strings_intern_text(table->names, "item");
    while (qa_json_next(&row)) {
        take_object(table, row.value, row.key.text);
    }
}

static bool has_columns(struct qa_json_value root)
{
    static const enum qa_field fields[] = {QA_FIELD_ITEM, QA_FIELD_LABEL, QA_FIELD_ANNOTATOR};
    struct qa_json_iterator member = qa_json_iterate(root);
    bool any = false;
    while (qa_json_next(&member)) {
        for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
            any = any || qa_looks_like(member.key.text, fields[i]);
        }
    }
    return any;
}

static bool are_all(struct qa_json_value list, enum qa_json_kind kind)
{
    struct qa_json_iterator iterator = qa_json_iterate(list);
    bool all = qa_json_count(list) > 0;
    while (all && qa_json_next(&iterator)) {
        all = qa_json_kind(iterator.value) == kind;
    }
    return all;
}

static void take_root(struct table *table, struct qa_json_value root)
{
    static const char *const lists[] = {"data", "rows", "records", "results", "items", NULL};
    struct qa_json_value columns;
    struct qa_json_value rows = {NULL, 0};
    if (qa_json_kind(root) != QA_JSON_OBJECT) {
        take_objects(table, root);
        return;
    }
    for (size_t i = 0; lists[i] != NULL && !qa_json_is_there(rows); i++) {
        if (qa_json_member(root, lists[i], &rows) && qa_json_kind(rows) != QA_JSON_ARRAY) {
            rows = (struct qa_json_value){NULL, 0};
        }
    }
    if (qa_json_is_there(rows) && qa_json_member(root, "columns", &columns)) {
        take_split(table, columns, rows);
    } else if (qa_json_is_there(rows)) {
        take_objects(table, rows);
    } else if (!are_all(root, QA_JSON_OBJECT)) {
        take_object(table, root, NULL);
    } else if (has_columns(root)) {
        take_columns(table, root);
    } else {
        take_index(table, root);
    }
}

/* ---- the file ---- */

static struct qa_records header_of(const struct table *table)
{
    uint32_t n = qa_strings_count(table->names);
    struct qa_cell *cells = QA_ARRAY(table->arena, struct qa_cell, (size_t)n + 1);
    for (uint32_t c = 0; c < n; c++) {
        cells[c] = (struct qa_cell){.text = qa_strings_text(table->names, c),
                                    .length = (uint32_t)qa_strings_length(table->names, c),
                                    .line = 1};
    }
    return (struct qa_records){
        .file = qa_sink_current_file(table->sink)->path, .n_columns = n, .header = cells};
}

static const struct qa_slice *slices_of(const struct table *table, size_t r, struct qa_slice *out)
{
    size_t n = qa_strings_count(table->names);
    for (size_t c = 0; c < n; c++) {
        const struct qa_cell *cell =
            c < table->width[r] ? &table->cells[table->first_cell[r] + c] : NULL;
        out[c] = cell != NULL ? (struct qa_slice){cell->text, cell->length, cell->column, 0}
                              : (struct qa_slice){.text = ""};
    }
    return out;
}

static uint64_t line_of_row(const struct table *table, size_t r)
{
    return table->width[r] > 0 ? table->cells[table->first_cell[r]].line : 0;
}

static enum qa_status give_rows(const struct table *table, struct qa_error *err)
{
    enum { FIRST_ROWS = 1000 };
    const struct qa_records header = header_of(table);
    struct qa_table_rows *rows;
    QA_TRY(qa_table_rows_begin(&header, table->sink, "json-table", &rows, err));
    struct qa_slice *cells = QA_ARRAY(table->arena, struct qa_slice, header.n_columns + 1);
    qa_sink_reserve(table->sink, table->n_rows);
    for (size_t r = 0; r < table->n_rows && r < FIRST_ROWS; r++) {
        if (qa_table_rows_look(rows, slices_of(table, r, cells), line_of_row(table, r))) {
            break;
        }
    }
    for (size_t r = 0; r < table->n_rows; r++) {
        qa_table_rows_take(rows, slices_of(table, r, cells), line_of_row(table, r));
    }
    if (table->n_objects > 0) {
        qa_sink_finding(table->sink, QA_WARNING, "W815", table->object_at,
                        "%llu value%s objects, which no cell of a table holds, and not read; the "
                        "first is '%.60s'",
                        (unsigned long long)table->n_objects,
                        table->n_objects == 1 ? " is" : "s are", table->object_name);
    }
    return qa_table_rows_end(rows, err);
}

static enum qa_status read_file(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_error *err)
{
    struct qa_json *json;
    QA_TRY(qa_json_parse_sequence(&json, bytes, err));
    struct qa_arena *arena = qa_sink_arena(sink);
    struct table table = {.sink = sink, .arena = arena, .names = qa_strings_new(arena)};
    table.most_cells = bytes->size + LEAST_CELLS;
    struct qa_json_value root = qa_json_root(json);
    struct qa_json_iterator only = qa_json_iterate(root);
    bool is_one = qa_json_count(root) == 1 && qa_json_next(&only);
    take_root(&table, is_one ? only.value : root);
    enum qa_status status =
        table.is_too_wide ? qa_fail_at(err, "E216", bytes->path, 0, 0,
                                       "no table: %u different members, and hardly any in two rows",
                                       qa_strings_count(table.names))
                          : give_rows(&table, err);
    qa_json_free(json);
    return status;
}

/* ---- the look at a file ---- */

/* Of last resort: any other reader of JSON is surer of what is its own. */
static int sniff(const struct qa_bytes *bytes)
{
    enum { DEEPEST = 4 };
    struct qa_first_object first = qa_first_object_of(bytes);
    return first.depth > 0 && first.depth <= DEEPEST && first.n_members > 1 ? 5 : 0;
}

const struct qa_reader qa_reader_json_table = {
    .name = "json-table",
    .description = "JSON of a table's rows: a list of flat objects, or an object a line, with the "
                   "columns that a CSV has; also as pandas writes frames",
    .gives = QA_GIVES_ALL,
    .pass = QA_PASS_DELIVERIES,
    .sniff = sniff,
    .read = read_file,
};
