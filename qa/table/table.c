#include "qa/table/table.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "qa/base/error.h"
#include "qa/base/time.h"

struct qa_table *qa_table_new(struct qa_arena *arena, const struct qa_table_form *form)
{
    struct qa_table *table = QA_NEW(arena, struct qa_table);
    table->name = form->name;
    table->title = form->title;
    table->columns = form->columns;
    table->n_columns = form->n_columns;
    table->arena = arena;
    return table;
}

void qa_table_head(struct qa_table *table, const char *column, const char *heading)
{
    struct qa_column *columns = QA_ARRAY(table->arena, struct qa_column, table->n_columns);
    memcpy(columns, table->columns, table->n_columns * sizeof *columns);
    for (size_t c = 0; c < table->n_columns; c++) {
        if (strcmp(columns[c].name, column) == 0) {
            columns[c].heading = heading;
        }
    }
    table->columns = columns;
}

void qa_table_row(struct qa_table *table)
{
    if (table->next != table->n_rows * table->n_columns) {
        QA_BUG("table %s: row %zu is not complete", table->name, table->n_rows);
    }
    size_t needed = (table->n_rows + 1) * table->n_columns;
    table->cells =
        qa_arena_grow(table->arena, table->cells, &table->capacity, needed, sizeof *table->cells);
    table->n_rows++;
}

/* The next cell of the current row, which must be of a kind in the set `kinds` (bits). */
static struct qa_table_cell *next_cell(struct qa_table *table, unsigned kinds)
{
    if (table->next >= table->n_rows * table->n_columns) {
        QA_BUG("table %s: more cells than columns", table->name);
    }
    const struct qa_column *column = &table->columns[table->next % table->n_columns];
    if ((kinds & 1U << column->kind) == 0) {
        QA_BUG("table %s: a value of another kind for column %s", table->name, column->name);
    }
    struct qa_table_cell *cell = &table->cells[table->next++];
    cell->present = true;
    return cell;
}

void qa_put_text(struct qa_table *table, const char *text)
{
    struct qa_table_cell *cell = next_cell(table, 1U << QA_TEXT | 1U << QA_WORD);
    cell->present = text != NULL;
    cell->as.text = text != NULL ? qa_arena_text(table->arena, text) : NULL;
}

void qa_put_count(struct qa_table *table, uint64_t count)
{
    next_cell(table, 1U << QA_COUNT)->as.count = count;
}

void qa_put_real(struct qa_table *table, double value)
{
    unsigned kinds = 1U << QA_REAL | 1U << QA_P | 1U << QA_RATE | 1U << QA_MONEY |
                     1U << QA_SECONDS | 1U << QA_HOURS;
    struct qa_table_cell *cell = next_cell(table, kinds);
    cell->present = isfinite(value);
    cell->as.real = isfinite(value) ? value : 0;
}

void qa_put_time(struct qa_table *table, int64_t time)
{
    struct qa_table_cell *cell = next_cell(table, 1U << QA_TIME);
    cell->present = time != QA_NO_TIME;
    cell->as.time = time;
}

/* Sums of numbers near the end of what a double holds: no figure, and that is said. */
static struct qa_estimate finite_estimate(struct qa_estimate estimate)
{
    if (!qa_is_defined(&estimate)) {
        return estimate;
    }
    if (!isfinite(estimate.value)) {
        return qa_undefined("its numbers are too large to reckon with", estimate.n);
    }
    if (estimate.has_interval && !(isfinite(estimate.low) && isfinite(estimate.high))) {
        estimate.has_interval = false;
        estimate.no_interval = "its numbers are too large to reckon with";
    }
    estimate.has_se = estimate.has_se && isfinite(estimate.se);
    estimate.has_p_value = estimate.has_p_value && isfinite(estimate.p_value);
    return estimate;
}

void qa_put_estimate(struct qa_table *table, struct qa_estimate estimate)
{
    unsigned kinds = 1U << QA_ESTIMATE | 1U << QA_ESTIMATE_RATE | 1U << QA_ESTIMATE_MONEY;
    struct qa_estimate *copy = QA_NEW(table->arena, struct qa_estimate);
    *copy = finite_estimate(estimate);
    next_cell(table, kinds)->as.estimate = copy;
}

void qa_put_absent(struct qa_table *table)
{
    next_cell(table, ~0U)->present = false;
}

void qa_table_note(struct qa_table *table, const char *format, ...)
{
    char text[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    const char **notes = QA_ARRAY(table->arena, const char *, table->n_notes + 1);
    if (table->n_notes > 0) {
        memcpy(notes, table->notes, table->n_notes * sizeof *notes);
    }
    notes[table->n_notes++] = qa_arena_text(table->arena, text);
    table->notes = notes;
}

const struct qa_table_cell *qa_table_cell(const struct qa_table *table, size_t row, size_t column)
{
    return &table->cells[row * table->n_columns + column];
}

size_t qa_table_column(const struct qa_table *table, const char *name)
{
    for (size_t c = 0; c < table->n_columns; c++) {
        if (strcmp(table->columns[c].name, name) == 0) {
            return c;
        }
    }
    return SIZE_MAX;
}
