#include "qa/formats/label_studio_table.h"

#include <string.h>

#include "qa/base/number.h"
#include "qa/formats/label_studio_parts.h"

enum { LONGEST_CHOICE = 64, FIRST_ID = 0 };

struct row {
    const char **cells; /* n_columns */
    const struct qa_slice *places;
    uint64_t line;
};

enum use { DATA, FIELD, CONTROL, CANDIDATE };

struct column {
    const char *name;
    enum use use;
    bool has_values; /* a cell is JSON as controls write it */
    bool differs;    /* among the annotations of one task */
    bool is_short;   /* all cells could be choices */
    size_t n_filled;
    struct qa_strings *texts; /* the different cells */
};

struct qa_studio_table {
    struct qa_sink *sink;
    struct qa_arena *arena;
    size_t n_columns;
    struct column *columns;
    size_t id; /* column */
    struct row *rows;
    size_t n_rows, capacity;
    struct qa_strings *tasks;
    size_t *first_row; /* of each task */
    size_t tasks_capacity;
    uint64_t n_broken;
};

static bool find_column(const struct qa_records *header, const char *name, size_t *out)
{
    for (size_t c = 0; c < header->n_columns; c++) {
        if (strcmp(header->header[c].text, name) == 0) {
            *out = c;
            return true;
        }
    }
    return false;
}

struct qa_studio_table *qa_studio_table_begin(const struct qa_records *header, struct qa_sink *sink)
{
    static const char *const tells[] = {"id", "annotator", "annotation_id", "created_at",
                                        "lead_time"};
    size_t found[5];
    for (size_t i = 0; i < 5; i++) {
        if (!find_column(header, tells[i], &found[i])) {
            return NULL;
        }
    }
    struct qa_arena *arena = qa_sink_arena(sink);
    struct qa_studio_table *table = QA_NEW(arena, struct qa_studio_table);
    *table = (struct qa_studio_table){.sink = sink,
                                      .arena = arena,
                                      .n_columns = header->n_columns,
                                      .id = found[FIRST_ID],
                                      .tasks = qa_strings_new(arena)};
    table->columns = QA_ARRAY(arena, struct column, header->n_columns);
    for (size_t c = 0; c < header->n_columns; c++) {
        const char *name = qa_arena_text(arena, header->header[c].text);
        table->columns[c] = (struct column){.name = name,
                                            .use = qa_studio_min_is_field(name) ? FIELD : DATA,
                                            .is_short = true,
                                            .texts = qa_strings_new(arena)};
    }
    return table;
}

/* ---- what a column holds ---- */

static bool looks_like_json(const char *cell)
{
    return cell[0] == '[' || cell[0] == '{';
}

/* The cell is JSON: false with the problem. *is_value: as controls write it. */
static bool read_json(const char *cell, bool *is_value, struct qa_error *problem)
{
    struct qa_bytes bytes;
    struct qa_json *json;
    if (qa_bytes_of_memory(&bytes, cell, strlen(cell), "a cell", problem) != QA_OK) {
        return false;
    }
    bool is_good = qa_json_parse(&json, &bytes, problem) == QA_OK;
    if (is_good) {
        *is_value = qa_studio_min_is_value(qa_json_root(json));
        qa_json_free(json);
    }
    qa_bytes_close(&bytes);
    return is_good;
}

static void note_cell(struct qa_studio_table *table, size_t c, size_t row, size_t first)
{
    struct column *column = &table->columns[c];
    const char *cell = table->rows[row].cells[c];
    struct qa_error problem = {.text = ""};
    bool is_value = false;
    column->differs = column->differs || strcmp(cell, table->rows[first].cells[c]) != 0;
    if (cell[0] == '\0') {
        return;
    }
    column->n_filled++;
    (void)qa_strings_intern_text(column->texts, cell);
    column->is_short = column->is_short && strlen(cell) <= LONGEST_CHOICE &&
                       strchr(cell, '\n') == NULL && strchr(cell, '/') == NULL;
    if (column->use == DATA && looks_like_json(cell) && !column->has_values) {
        column->has_values = read_json(cell, &is_value, &problem) && is_value;
    }
}

void qa_studio_table_take(struct qa_studio_table *table, const struct qa_slice *cells,
                          uint64_t line)
{
    struct row row = {QA_ARRAY(table->arena, const char *, table->n_columns), NULL, line};
    struct qa_slice *places = QA_ARRAY(table->arena, struct qa_slice, table->n_columns);
    memcpy(places, cells, table->n_columns * sizeof *places);
    row.places = places;
    for (size_t c = 0; c < table->n_columns; c++) {
        row.cells[c] = qa_arena_text_n(table->arena, cells[c].text, cells[c].length);
    }
    table->rows = qa_arena_grow(table->arena, table->rows, &table->capacity, table->n_rows + 1,
                                sizeof *table->rows);
    table->rows[table->n_rows++] = row;
    uint32_t n_tasks = qa_strings_count(table->tasks);
    uint32_t task = qa_strings_intern_text(table->tasks, row.cells[table->id]);
    table->first_row = qa_arena_grow(table->arena, table->first_row, &table->tasks_capacity,
                                     (size_t)task + 1, sizeof *table->first_row);
    if (task == n_tasks) {
        table->first_row[task] = table->n_rows - 1;
    }
    for (size_t c = 0; c < table->n_columns; c++) {
        note_cell(table, c, table->n_rows - 1, table->first_row[task]);
    }
}

/* ---- which columns are of controls ---- */

static bool is_mapped(const struct qa_studio_table *table, const char *name, bool *any)
{
    const struct qa_read_options *options = qa_sink_options(table->sink);
    bool is_it = false;
    for (size_t i = 0; i < options->n_map; i++) {
        bool is_answer = strcmp(options->map[i].field, "label") == 0 ||
                         strcmp(options->map[i].field, "text") == 0;
        *any = *any || is_answer;
        is_it = is_it || (is_answer && strcmp(options->map[i].column, name) == 0);
    }
    return is_it;
}

static bool is_data_by_name(const char *name)
{
    return strncmp(name, "_data_", 6) == 0;
}

/* What may be choices: texts that come again and again. */
static bool may_be_choices(const struct column *column)
{
    return column->is_short && column->n_filled > 0 &&
           2 * (size_t)qa_strings_count(column->texts) <= column->n_filled;
}

static size_t find_controls(struct qa_studio_table *table, size_t *n_candidates)
{
    size_t n = 0;
    *n_candidates = 0;
    for (size_t c = 0; c < table->n_columns; c++) {
        struct column *column = &table->columns[c];
        bool any = false;
        bool mapped = is_mapped(table, column->name, &any);
        bool is_open = column->use == DATA && !is_data_by_name(column->name);
        if (mapped || (is_open && !any && (column->has_values || column->differs))) {
            column->use = CONTROL;
            n++;
        } else if (is_open && !any && may_be_choices(column)) {
            column->use = CANDIDATE;
            (*n_candidates)++;
        }
    }
    return n;
}

/* "'a', 'b'": the columns of that use. */
static const char *names_of(const struct qa_studio_table *table, enum use use)
{
    const char *out = "";
    for (size_t c = 0; c < table->n_columns; c++) {
        if (table->columns[c].use == use) {
            out = qa_arena_format(table->arena, "%s%s'%.40s'", out, out[0] != '\0' ? ", " : "",
                                  table->columns[c].name);
        }
    }
    return out;
}

static void take_candidate(struct qa_studio_table *table)
{
    for (size_t c = 0; c < table->n_columns; c++) {
        if (table->columns[c].use == CANDIDATE) {
            table->columns[c].use = CONTROL;
        }
    }
}

static enum qa_status decide(struct qa_studio_table *table, struct qa_error *err)
{
    size_t n_candidates;
    size_t n = find_controls(table, &n_candidates);
    if (n == 0 && n_candidates == 1) {
        take_candidate(table);
        n_candidates = 0;
        n = 1;
    }
    if (n == 0) {
        return qa_fail_at(err, "E262", qa_sink_current_file(table->sink)->path, 1, 0,
                          "Label Studio's table, and nothing tells which columns are answers%s%s; "
                          "--map label=COLUMN does",
                          n_candidates > 0 ? ": it may be " : "", names_of(table, CANDIDATE));
    }
    qa_sink_finding(table->sink, QA_WARNING, "W264", QA_AT(1, 0),
                    "Label Studio's table: %.300s %s read as what was answered%s%.300s%s; --map "
                    "label=COLUMN says another",
                    names_of(table, CONTROL), n == 1 ? "is" : "are",
                    n_candidates > 0 ? ", and not " : "", names_of(table, CANDIDATE),
                    n_candidates > 0 ? ", the same in all annotations of a task" : "");
    return QA_OK;
}

/* ---- as JSON-MIN ---- */

struct writing {
    struct qa_arena *arena;
    char *text;
    size_t n;
    size_t capacity;
};

static void put_n(struct writing *out, const char *text, size_t n)
{
    out->text = qa_arena_grow(out->arena, out->text, &out->capacity, out->n + n + 1, 1);
    memcpy(out->text + out->n, text, n);
    out->n += n;
}

static void put(struct writing *out, const char *text)
{
    put_n(out, text, strlen(text));
}

static void put_string(struct writing *out, const char *text)
{
    put(out, "\"");
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;
        if (c < ' ') {
            put(out, qa_arena_format(out->arena, "\\u%04x", c));
        } else {
            put_n(out, "\\", c == '"' || c == '\\');
            put_n(out, text, 1);
        }
    }
    put(out, "\"");
}

static void put_key(struct writing *out, const char *name)
{
    size_t skipped = is_data_by_name(name) ? strlen("_data_") : 0;
    put(out, out->text[out->n - 1] == '{' ? "" : ", ");
    put_string(out, name + skipped);
    put(out, ": ");
}

/* A control's cell: JSON that is none is an error of that cell. */
static void put_control(struct qa_studio_table *table, struct writing *out, const struct row *row,
                        size_t c)
{
    struct qa_error problem = {.text = ""};
    bool is_value = false;
    const char *cell = row->cells[c];
    if (!table->columns[c].has_values || !looks_like_json(cell)) {
        put_string(out, cell);
    } else if (read_json(cell, &is_value, &problem)) {
        put(out, cell);
    } else {
        table->n_broken++;
        put(out, "null");
        qa_sink_finding(table->sink, QA_ERROR, "E261",
                        QA_AT(row->line + row->places[c].down, row->places[c].column),
                        "the cell of '%.40s' is no JSON: %.120s", table->columns[c].name,
                        problem.text);
    }
}

static void put_cell(struct qa_studio_table *table, struct writing *out, const struct row *row,
                     size_t c)
{
    const char *cell = row->cells[c];
    double number;
    if (cell[0] == '\0') {
        return;
    }
    put_key(out, table->columns[c].name);
    if (table->columns[c].use == CONTROL) {
        put_control(table, out, row, c);
    } else if (strcmp(table->columns[c].name, "lead_time") == 0 &&
               qa_parse_real(cell, strlen(cell), &number)) {
        struct qa_written_cell written;
        qa_write_real(&written, number, table->arena);
        put(out, written.text);
    } else {
        put_string(out, cell);
    }
}

/* Data, id, what controls gave, and the other fields. */
static void put_row(struct qa_studio_table *table, struct writing *out, const struct row *row)
{
    put(out, out->n > 1 ? ",\n{" : "{");
    for (size_t c = 0; c < table->n_columns; c++) {
        if (table->columns[c].use == DATA || table->columns[c].use == CANDIDATE) {
            put_cell(table, out, row, c);
        }
    }
    put_cell(table, out, row, table->id);
    for (size_t c = 0; c < table->n_columns; c++) {
        if (table->columns[c].use == CONTROL) {
            put_cell(table, out, row, c);
        }
    }
    for (size_t c = 0; c < table->n_columns; c++) {
        if (table->columns[c].use == FIELD && c != table->id) {
            put_cell(table, out, row, c);
        }
    }
    put(out, "}");
}

enum qa_status qa_studio_table_end(struct qa_studio_table *table, struct qa_error *err)
{
    struct writing out = {.arena = table->arena};
    struct qa_bytes bytes;
    struct qa_json *json;
    uint64_t *lines = QA_ARRAY(table->arena, uint64_t, table->n_rows + 1);
    QA_TRY(decide(table, err));
    put(&out, "[");
    for (size_t r = 0; r < table->n_rows; r++) {
        lines[r] = table->rows[r].line;
        put_row(table, &out, &table->rows[r]);
    }
    put(&out, "]");
    QA_TRY(
        qa_bytes_of_memory(&bytes, out.text, out.n, qa_sink_current_file(table->sink)->path, err));
    enum qa_status status = qa_json_parse(&json, &bytes, err);
    if (status == QA_OK) {
        status = qa_studio_read_json(json, true, lines, table->sink, err);
        qa_json_free(json);
    }
    qa_bytes_close(&bytes);
    return status;
}
