#include <string.h>

#include "qa/table/print_forms.h"

static void put_escaped(const char *text, FILE *stream)
{
    for (; *text != '\0'; text++) {
        if (strchr("|\\`*<>", *text) != NULL) {
            fputc('\\', stream);
        }
        fputc(*text == '\n' ? ' ' : *text, stream);
    }
}

static void put_table(const struct qa_report *report, const struct qa_table *table, int digits,
                      FILE *stream)
{
    fprintf(stream, "## %s\n\n|", table->title);
    for (size_t c = 0; c < table->n_columns; c++) {
        fputc(' ', stream);
        put_escaped(qa_column_heading(report->arena, &table->columns[c]), stream);
        fputs(" |", stream);
    }
    fputs("\n|", stream);
    for (size_t c = 0; c < table->n_columns; c++) {
        fputs(table->columns[c].kind == QA_TEXT ? " --- |" : " ---: |", stream);
    }
    fputc('\n', stream);
    for (size_t r = 0; r < table->n_rows; r++) {
        fputc('|', stream);
        for (size_t c = 0; c < table->n_columns; c++) {
            fputc(' ', stream);
            put_escaped(
                qa_cell_text(report->arena, &table->columns[c], qa_table_cell(table, r, c), digits),
                stream);
            fputs(" |", stream);
        }
        fputc('\n', stream);
    }
    for (size_t i = 0; i < table->n_notes; i++) {
        fputs(i == 0 ? "\n" : "", stream);
        put_escaped(table->notes[i], stream);
        fputs("\n\n", stream);
    }
    fputc('\n', stream);
}

void qa_print_markdown(const struct qa_report *report, const struct qa_print_options *options,
                       FILE *stream)
{
    fprintf(stream, "# labelqa %s\n\n", report->tool);
    for (size_t i = 0; i < report->n_lines; i++) {
        put_escaped(report->lines[i], stream);
        fputs("\n\n", stream);
    }
    for (size_t t = 0; t < report->n_tables; t++) {
        if (options->table == NULL || strcmp(options->table, report->tables[t]->name) == 0) {
            put_table(report, report->tables[t], options->digits, stream);
        }
    }
    if (report->verdict != NULL) {
        fprintf(stream, "**%s**\n", report->verdict);
    }
}
