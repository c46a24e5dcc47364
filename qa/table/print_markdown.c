/* A report as a document: what was found, then its tables, then where it comes from. */
#include <string.h>

#include "qa/table/print_forms.h"

/* A document is read; long lists are for the machine formats. */
enum { MOST_ROWS = 100, CONTENTS_FROM = 5 };

struct document {
    const struct qa_report *report;
    const struct qa_print_options *options;
    FILE *stream;
};

static void put_escaped(const char *text, FILE *stream)
{
    for (; *text != '\0'; text++) {
        if (strchr("|\\`*<>_[]", *text) != NULL) {
            fputc('\\', stream);
        }
        fputc(*text == '\n' || *text == '\r' ? ' ' : *text, stream);
    }
}

/* ---- tables ---- */

static size_t rows_shown(const struct document *document, const struct qa_table *table)
{
    size_t most = table->rows_shown > 0 ? table->rows_shown : MOST_ROWS;
    bool all = document->options->table != NULL || table->n_rows <= most;
    return all ? table->n_rows : most;
}

/* A column in which every shown cell is absent says nothing to people. */
static bool is_shown(const struct qa_table *table, size_t column, size_t n_rows)
{
    for (size_t r = 0; r < n_rows; r++) {
        if (qa_table_cell(table, r, column)->present) {
            return true;
        }
    }
    return n_rows == 0;
}

static void put_heading_row(const struct document *document, const struct qa_table *table,
                            const bool *shown)
{
    FILE *stream = document->stream;
    fputc('|', stream);
    for (size_t c = 0; c < table->n_columns; c++) {
        if (shown[c]) {
            fputc(' ', stream);
            put_escaped(qa_column_heading(document->report->arena, &table->columns[c]), stream);
            fputs(" |", stream);
        }
    }
    fputs("\n|", stream);
    for (size_t c = 0; c < table->n_columns; c++) {
        if (shown[c]) {
            fputs(qa_is_text(table->columns[c].kind) ? " --- |" : " ---: |", stream);
        }
    }
    fputc('\n', stream);
}

static void put_rows(const struct document *document, const struct qa_table *table, size_t n_rows)
{
    struct qa_arena *arena = document->report->arena;
    bool *shown = QA_ARRAY(arena, bool, table->n_columns + 1);
    for (size_t c = 0; c < table->n_columns; c++) {
        shown[c] = is_shown(table, c, n_rows);
    }
    put_heading_row(document, table, shown);
    for (size_t r = 0; r < n_rows; r++) {
        fputc('|', document->stream);
        for (size_t c = 0; c < table->n_columns; c++) {
            if (shown[c]) {
                fputc(' ', document->stream);
                put_escaped(qa_cell_text(arena, &table->columns[c], qa_table_cell(table, r, c),
                                         document->options->digits),
                            document->stream);
                fputs(" |", document->stream);
            }
        }
        fputc('\n', document->stream);
    }
}

static void put_table(const struct document *document, const struct qa_table *table)
{
    FILE *stream = document->stream;
    size_t n_rows = rows_shown(document, table);
    fputs("## ", stream);
    put_escaped(table->title, stream);
    fputs("\n\n", stream);
    if (table->n_rows == 0) {
        fputs("None.\n", stream);
    } else {
        put_rows(document, table, n_rows);
    }
    if (n_rows < table->n_rows) {
        fprintf(stream, "\nThe first %zu of %zu rows; all of them: `--table %s`.\n", n_rows,
                table->n_rows, table->name);
    }
    for (size_t i = 0; i < table->n_notes; i++) {
        fputc('\n', stream);
        put_escaped(table->notes[i], stream);
        fputc('\n', stream);
    }
    fputc('\n', stream);
}

/* ---- the document around them ---- */

/* As the usual renderers make anchors: letters and digits in lower case, blanks to hyphens. */
static void put_anchor(const char *title, FILE *stream)
{
    for (; *title != '\0'; title++) {
        unsigned char c = (unsigned char)*title;
        bool letter =
            (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80 || c == '-' || c == '_';
        if (c >= 'A' && c <= 'Z') {
            fputc(c - 'A' + 'a', stream);
        } else if (c == ' ') {
            fputc('-', stream);
        } else if (letter) {
            fputc(c, stream);
        }
    }
}

static void put_contents(const struct document *document)
{
    const struct qa_report *report = document->report;
    if (document->options->table != NULL || report->n_tables < CONTENTS_FROM) {
        return;
    }
    for (size_t t = 0; t < report->n_tables; t++) {
        fputs("- [", document->stream);
        put_escaped(report->tables[t]->title, document->stream);
        fputs("](#", document->stream);
        put_anchor(report->tables[t]->title, document->stream);
        fputs(")\n", document->stream);
    }
    fputs("\n", document->stream);
}

static void put_opening(const struct document *document)
{
    const struct qa_report *report = document->report;
    fputs("# ", document->stream);
    if (report->title != NULL) {
        put_escaped(report->title, document->stream);
    } else {
        fprintf(document->stream, "labelqa %s", report->tool);
    }
    fputs("\n\n", document->stream);
    if (report->verdict != NULL) {
        fprintf(document->stream, "**%s**\n\n", report->verdict);
    }
    for (size_t i = 0; i < report->n_lines; i++) {
        const char *mark = i == 0 && report->verdict == NULL ? "**" : "";
        fputs(mark, document->stream);
        put_escaped(report->lines[i], document->stream);
        fprintf(document->stream, "%s\n\n", mark);
    }
}

static void put_inputs(const struct document *document)
{
    const struct qa_report *report = document->report;
    FILE *stream = document->stream;
    fputs("| file | role | format | rows read | used | excluded | SHA-256 |\n"
          "| --- | --- | --- | ---: | ---: | ---: | --- |\n",
          stream);
    for (size_t i = 0; i < report->n_inputs; i++) {
        const struct qa_report_input *input = &report->inputs[i];
        fputs("| ", stream);
        put_escaped(input->path, stream);
        fprintf(stream, " | %s | %s | %llu | %llu | %llu | %s |\n",
                input->role != NULL ? input->role : "", input->format != NULL ? input->format : "",
                (unsigned long long)input->rows_read, (unsigned long long)input->rows_used,
                (unsigned long long)(input->rows_read - input->rows_used),
                input->sha256 != NULL ? input->sha256 : "");
    }
    fputc('\n', stream);
}

static void put_provenance(const struct document *document)
{
    const struct qa_report *report = document->report;
    FILE *stream = document->stream;
    if (document->options->table != NULL || report->n_inputs == 0) {
        return;
    }
    fputs("## Where this comes from\n\n", stream);
    put_inputs(document);
    fprintf(stream, "labelqa %s", report->version);
    if (report->has_seed) {
        fprintf(stream, ", seed %llu", (unsigned long long)report->seed);
    }
    if (report->confidence > 0) {
        fprintf(stream, ", intervals at %g %% confidence", 100 * report->confidence);
    }
    fputs(". Command:", stream);
    for (size_t i = 0; i < report->n_command; i++) {
        fputc(' ', stream);
        put_escaped(report->command[i], stream);
    }
    fputc('\n', stream);
}

void qa_print_markdown(const struct qa_report *report, const struct qa_print_options *options,
                       FILE *stream)
{
    const struct document document = {report, options, stream};
    put_opening(&document);
    put_contents(&document);
    for (size_t t = 0; t < report->n_tables; t++) {
        if (options->table == NULL || strcmp(options->table, report->tables[t]->name) == 0) {
            put_table(&document, report->tables[t]);
        }
    }
    put_provenance(&document);
}
