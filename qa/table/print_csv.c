#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "qa/base/number.h"
#include "qa/base/records.h"
#include "qa/base/time.h"
#include "qa/table/print_forms.h"

static void put_cell_text(const char *text, char delimiter, FILE *stream)
{
    if (delimiter == '\t') {
        /* TSV has no quotes: what would break a row is escaped. */
        for (; *text != '\0'; text++) {
            switch (*text) {
            case '\t':
                fputs("\\t", stream);
                break;
            case '\n':
                fputs("\\n", stream);
                break;
            case '\r':
                fputs("\\r", stream);
                break;
            case '\\':
                fputs("\\\\", stream);
                break;
            default:
                fputc(*text, stream);
            }
        }
        return;
    }
    bool quoted = strpbrk(text, ",\"\r\n") != NULL || text[0] == ' ' ||
                  (text[0] != '\0' && text[strlen(text) - 1] == ' ');
    if (!quoted) {
        fputs(text, stream);
        return;
    }
    fputc('"', stream);
    for (; *text != '\0'; text++) {
        if (*text == '"') {
            fputc('"', stream);
        }
        fputc(*text, stream);
    }
    fputc('"', stream);
}

static void put_real(FILE *stream, double value)
{
    char text[QA_REAL_TEXT_MAX];
    fputs(qa_real_text(value, text), stream);
}

static void put_estimate(const struct qa_table_cell *cell, char delimiter, FILE *stream)
{
    const struct qa_estimate *estimate = cell->present ? cell->as.estimate : NULL;
    if (estimate == NULL) {
        fprintf(stream, "%c%c%c", delimiter, delimiter, delimiter);
        return;
    }
    if (qa_is_defined(estimate)) {
        put_real(stream, estimate->value);
    }
    fputc(delimiter, stream);
    bool has_interval = qa_is_defined(estimate) && estimate->has_interval;
    if (has_interval) {
        put_real(stream, estimate->low);
    }
    fputc(delimiter, stream);
    if (has_interval) {
        put_real(stream, estimate->high);
    }
    fprintf(stream, "%c%llu", delimiter, (unsigned long long)estimate->n);
}

/* With an apostrophe before what a spreadsheet program would take for a formula. */
static void put_guarded(const char *text, char delimiter, FILE *stream)
{
    size_t size = strlen(text) + 2;
    char *guarded = malloc(size);
    if (guarded == NULL) {
        qa_out_of_memory(size);
    }
    snprintf(guarded, size, "'%s", text);
    put_cell_text(guarded, delimiter, stream);
    free(guarded);
}

struct delimited {
    const struct qa_table *table;
    FILE *stream;
    char delimiter;
    bool is_raw;
};

static void put_text(const struct delimited *out, const char *text)
{
    if (!out->is_raw && qa_is_like_formula(text)) {
        put_guarded(text, out->delimiter, out->stream);
    } else {
        put_cell_text(text, out->delimiter, out->stream);
    }
}

static void put_cell(const struct delimited *out, size_t r, size_t c)
{
    const struct qa_table *table = out->table;
    FILE *stream = out->stream;
    const struct qa_column *column = &table->columns[c];
    const struct qa_table_cell *cell = qa_table_cell(table, r, c);
    char time[QA_TIME_TEXT_MAX];
    if (qa_is_estimate(column->kind)) {
        put_estimate(cell, out->delimiter, stream);
        return;
    }
    if (!cell->present) {
        return;
    }
    switch (column->kind) {
    case QA_TEXT:
    case QA_WORD:
        put_text(out, cell->as.text);
        break;
    case QA_COUNT:
        fprintf(stream, "%llu", (unsigned long long)cell->as.count);
        break;
    case QA_TIME:
        qa_time_format(cell->as.time, time);
        fputs(time, stream);
        break;
    default:
        put_real(stream, cell->as.real);
    }
}

void qa_print_delimited(const struct qa_table *table, const struct qa_print_options *options,
                        FILE *stream)
{
    const char delimiter = options->format == QA_FORMAT_TSV ? '\t' : ',';
    const struct delimited out = {table, stream, delimiter, options->raw};
    for (size_t c = 0; c < table->n_columns; c++) {
        const char *name = table->columns[c].name;
        if (c > 0) {
            fputc(delimiter, stream);
        }
        fputs(name, stream);
        if (qa_is_estimate(table->columns[c].kind)) {
            fprintf(stream, "%c%s_low%c%s_high%c%s_n", delimiter, name, delimiter, name, delimiter,
                    name);
        }
    }
    fputc('\n', stream);
    for (size_t r = 0; r < table->n_rows; r++) {
        for (size_t c = 0; c < table->n_columns; c++) {
            if (c > 0) {
                fputc(delimiter, stream);
            }
            put_cell(&out, r, c);
        }
        fputc('\n', stream);
    }
}
