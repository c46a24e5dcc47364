#include "qa/formats/sheet_rows.h"

#include <stdio.h>
#include <string.h>

#include "qa/base/number.h"

/* Columns of a form that a person fills in, not of a data base. */
enum { MOST_COLUMNS = 1000 };

/* ---- cells ---- */

const char *qa_sheet_number(struct qa_arena *arena, const char *text)
{
    double value;
    char shortest[QA_REAL_TEXT_MAX];
    return qa_parse_real(text, strlen(text), &value)
               ? qa_arena_text(arena, qa_real_text(value, shortest))
               : text;
}

const char *qa_sheet_percent(struct qa_arena *arena, const char *text)
{
    double value;
    double hundredfold;
    char shortest[QA_REAL_TEXT_MAX];
    char shifted[QA_REAL_TEXT_MAX + 8];
    if (!qa_parse_real(text, strlen(text), &value)) {
        return text;
    }
    /* The shortest decimal times 100, so that nothing is rounded twice. */
    (void)qa_real_text(value, shortest);
    (void)snprintf(shifted, sizeof shifted, "%s%s", shortest,
                   strchr(shortest, 'e') == NULL ? "e2" : "");
    if (!qa_parse_real(shifted, strlen(shifted), &hundredfold) || strchr(shortest, 'e') != NULL) {
        hundredfold = value * 100;
    }
    return qa_arena_format(arena, "%s%%", qa_real_text(hundredfold, shortest));
}

/* ---- forms ---- */

static bool has_text(const struct qa_cell *cells, size_t n)
{
    for (size_t c = 0; c < n; c++) {
        if (cells[c].text[0] != '\0') {
            return true;
        }
    }
    return false;
}

static bool has_name(const struct qa_cell *cells, size_t n, const char *name)
{
    for (size_t c = 0; c < n; c++) {
        if (qa_is_column_name(cells[c].text, name)) {
            return true;
        }
    }
    return false;
}

size_t qa_sheet_form_of(const struct qa_sheet_form *forms, size_t n_forms,
                        const struct qa_cell *cells, size_t n)
{
    for (size_t f = 0; f < n_forms && has_text(cells, n); f++) {
        size_t found = 0;
        if (forms[f].is_header != NULL) {
            if (forms[f].is_header(cells, n)) {
                return f;
            }
            continue;
        }
        for (size_t name = 0; name < forms[f].n_names; name++) {
            found += has_name(cells, n, forms[f].names[name]);
        }
        if (forms[f].needs_all ? found == forms[f].n_names : found > 0) {
            return f;
        }
    }
    return n_forms;
}

/* ---- rows ---- */

struct qa_sheet_rows qa_sheet_rows_begin(const char *path, const struct qa_sheet_form *forms,
                                         size_t n_forms, struct qa_arena *arena,
                                         struct qa_records *out, struct qa_error *err)
{
    for (size_t f = 0; f < n_forms; f++) {
        out[f] = (struct qa_records){.file = path};
    }
    return (struct qa_sheet_rows){.forms = forms,
                                  .n_forms = n_forms,
                                  .path = path,
                                  .arena = arena,
                                  .outs = out,
                                  .err = err,
                                  .capacities = QA_ARRAY(arena, size_t, n_forms)};
}

void qa_sheet_rows_sheet(struct qa_sheet_rows *rows, const char *name)
{
    rows->sheet = name;
    rows->form = rows->n_forms;
    rows->n_cells = 0;
    rows->n_above = 0;
}

void qa_sheet_rows_cell(struct qa_sheet_rows *rows, uint32_t column, const char *text,
                        bool is_typed)
{
    rows->cells = qa_arena_grow(rows->arena, rows->cells, &rows->cells_capacity, rows->n_cells + 1,
                                sizeof *rows->cells);
    rows->cells[rows->n_cells++] = (struct qa_cell){
        .text = text, .length = (uint32_t)strlen(text), .column = column, .is_typed = is_typed};
}

static void fail_row(struct qa_sheet_rows *rows, uint64_t row, const char *text)
{
    rows->status =
        qa_fail_at(rows->err, "E138", rows->path, row, 0, "sheet '%.60s': %s", rows->sheet, text);
}

/* The row's cells by column, from the header's first column on; "" where one is missing. */
static void lay_out(const struct qa_sheet_rows *rows, uint64_t row, size_t n, struct qa_cell *out)
{
    for (size_t c = 0; c < n; c++) {
        out[c] = (struct qa_cell){.text = "", .column = rows->first_column + (uint32_t)c};
    }
    for (size_t c = 0; c < rows->n_cells; c++) {
        uint32_t column = rows->cells[c].column;
        if (column >= rows->first_column && column - rows->first_column < n) {
            out[column - rows->first_column] = rows->cells[c];
        }
    }
    for (size_t c = 0; c < n; c++) {
        out[c].line = row;
    }
}

static void take_header(struct qa_sheet_rows *rows, uint64_t row)
{
    struct qa_records *out = &rows->outs[rows->form];
    uint32_t first = UINT32_MAX;
    uint32_t last = 0;
    for (size_t c = 0; c < rows->n_cells; c++) {
        if (rows->cells[c].text[0] != '\0') {
            uint32_t column = rows->cells[c].column;
            first = column < first ? column : first;
            last = column > last ? column : last;
        }
    }
    size_t n = (size_t)last - first + 1;
    if (n > MOST_COLUMNS) {
        fail_row(rows, row, "the header has more than 1,000 columns");
        return;
    }
    struct qa_cell *header = QA_ARRAY(rows->arena, struct qa_cell, n);
    rows->first_column = first;
    lay_out(rows, row, n, header);
    bool same = out->header == NULL || out->n_columns == n;
    for (size_t c = 0; out->header != NULL && same && c < n; c++) {
        same = strcmp(out->header[c].text, header[c].text) == 0;
    }
    if (!same) {
        fail_row(rows, row, "its columns differ from those of a sheet before");
    } else if (out->header == NULL) {
        out->header = header;
        out->n_columns = n;
        out->n_above = rows->n_above;
    }
}

static void take_record(struct qa_sheet_rows *rows, uint64_t row, bool is_hidden)
{
    struct qa_records *out = &rows->outs[rows->form];
    size_t n = out->n_columns;
    struct qa_cell *cells = (struct qa_cell *)(uintptr_t)out->cells;
    cells = qa_arena_grow(rows->arena, cells, &rows->capacities[rows->form],
                          (out->n_records + 1) * n, sizeof *cells);
    out->cells = cells;
    lay_out(rows, row, n, &cells[out->n_records * n]);
    if (!has_text(&cells[out->n_records * n], n)) {
        return;
    }
    out->n_records++;
    if (is_hidden && out->n_hidden++ == 0) {
        out->hidden = row;
    }
}

void qa_sheet_rows_row(struct qa_sheet_rows *rows, uint64_t row, bool is_hidden)
{
    if (rows->status == QA_OK && rows->form < rows->n_forms) {
        take_record(rows, row, is_hidden);
    } else if (rows->status == QA_OK) {
        rows->form = qa_sheet_form_of(rows->forms, rows->n_forms, rows->cells, rows->n_cells);
        if (rows->form < rows->n_forms) {
            take_header(rows, row);
        }
        rows->n_above += has_text(rows->cells, rows->n_cells);
    }
    rows->n_cells = 0;
}
