#include <string.h>

#include "qa/base/number.h"
#include "qa/base/time.h"
#include "qa/base/utf8.h"
#include "qa/table/print_forms.h"

static void put_string(const char *text, FILE *stream)
{
    size_t size = strlen(text);
    fputc('"', stream);
    for (size_t at = 0; at < size;) {
        size_t length;
        uint32_t c = qa_utf8_decode(text + at, size - at, &length);
        if (c == '"' || c == '\\') {
            fprintf(stream, "\\%c", (char)c);
        } else if (c == '\n') {
            fputs("\\n", stream);
        } else if (c == '\t') {
            fputs("\\t", stream);
        } else if (c < 0x20 || c == 0x7f) {
            fprintf(stream, "\\u%04x", (unsigned)c);
        } else {
            char encoded[4];
            fwrite(encoded, 1, qa_utf8_encode(c, encoded), stream);
        }
        at += length;
    }
    fputc('"', stream);
}

static void put_text_or_null(const char *text, FILE *stream)
{
    if (text == NULL) {
        fputs("null", stream);
    } else {
        put_string(text, stream);
    }
}

static void put_real(const char *before, double value, FILE *stream)
{
    char text[QA_REAL_TEXT_MAX];
    fprintf(stream, "%s%s", before, qa_real_text(value, text));
}

static void put_estimate(const struct qa_estimate *estimate, FILE *stream)
{
    unsigned long long n = estimate->n;
    if (!qa_is_defined(estimate)) {
        fputs("{\"value\": null, \"undefined\": ", stream);
        put_string(estimate->undefined, stream);
        fprintf(stream, ", \"n\": %llu}", n);
        return;
    }
    put_real("{\"value\": ", estimate->value, stream);
    if (estimate->has_interval) {
        put_real(", \"low\": ", estimate->low, stream);
        put_real(", \"high\": ", estimate->high, stream);
    }
    fprintf(stream, ", \"n\": %llu", n);
    if (estimate->has_se) {
        put_real(", \"se\": ", estimate->se, stream);
    }
    if (estimate->has_p_value) {
        put_real(", \"p_value\": ", estimate->p_value, stream);
    }
    if (estimate->method != NULL) {
        fputs(", \"method\": ", stream);
        put_string(estimate->method, stream);
    }
    if (!estimate->has_interval && estimate->no_interval != NULL) {
        fputs(", \"no_interval\": ", stream);
        put_string(estimate->no_interval, stream);
    }
    fputc('}', stream);
}

static void put_cell(const struct qa_column *column, const struct qa_table_cell *cell, FILE *stream)
{
    char time[QA_TIME_TEXT_MAX];
    if (!cell->present) {
        fputs("null", stream);
        return;
    }
    switch (column->kind) {
    case QA_TEXT:
    case QA_WORD:
        put_string(cell->as.text, stream);
        break;
    case QA_COUNT:
        fprintf(stream, "%llu", (unsigned long long)cell->as.count);
        break;
    case QA_TIME:
        qa_time_format(cell->as.time, time);
        put_string(time, stream);
        break;
    case QA_ESTIMATE:
    case QA_ESTIMATE_RATE:
    case QA_ESTIMATE_MONEY:
        put_estimate(cell->as.estimate, stream);
        break;
    default:
        put_real("", cell->as.real, stream);
    }
}

static void put_row(const struct qa_table *table, size_t row, FILE *stream)
{
    fputc('{', stream);
    for (size_t c = 0; c < table->n_columns; c++) {
        fprintf(stream, "%s\"%s\": ", c > 0 ? ", " : "", table->columns[c].name);
        put_cell(&table->columns[c], qa_table_cell(table, row, c), stream);
    }
    fputc('}', stream);
}

void qa_print_json_lines(const struct qa_table *table, FILE *stream)
{
    for (size_t r = 0; r < table->n_rows; r++) {
        put_row(table, r, stream);
        fputc('\n', stream);
    }
}

static void put_input(const struct qa_report_input *input, FILE *stream)
{
    fputs("{\"path\": ", stream);
    put_string(input->path, stream);
    fputs(", \"role\": ", stream);
    put_text_or_null(input->role, stream);
    fputs(", \"format\": ", stream);
    put_text_or_null(input->format, stream);
    fputs(", \"sha256\": ", stream);
    put_text_or_null(input->sha256, stream);
    fprintf(stream, ", \"rows_read\": %llu, \"rows_used\": %llu, \"rows_excluded\": %llu",
            (unsigned long long)input->rows_read, (unsigned long long)input->rows_used,
            (unsigned long long)(input->rows_read - input->rows_used));
    fputs(", \"excluded\": {", stream);
    for (size_t e = 0; e < input->n_exclusions; e++) {
        fputs(e > 0 ? ", " : "", stream);
        put_string(input->exclusions[e].reason, stream);
        fprintf(stream, ": %llu", (unsigned long long)input->exclusions[e].rows);
    }
    fputs("}}", stream);
}

static void put_provenance(const struct qa_report *report, FILE *stream)
{
    fprintf(stream, "{\n  \"schema_version\": %d,\n  \"tool\": ", QA_SCHEMA_VERSION);
    put_string(report->tool, stream);
    fputs(",\n  \"version\": ", stream);
    put_string(report->version, stream);
    fputs(",\n  \"command\": [", stream);
    for (size_t i = 0; i < report->n_command; i++) {
        fputs(i > 0 ? ", " : "", stream);
        put_string(report->command[i], stream);
    }
    fputs("],\n  \"inputs\": [", stream);
    for (size_t i = 0; i < report->n_inputs; i++) {
        fputs(i > 0 ? ",\n    " : "\n    ", stream);
        put_input(&report->inputs[i], stream);
    }
    fputs("],\n", stream);
    if (report->has_seed) {
        fprintf(stream, "  \"seed\": %llu,\n", (unsigned long long)report->seed);
    }
    if (report->confidence > 0) {
        put_real("  \"confidence\": ", report->confidence, stream);
        fputs(",\n", stream);
    }
}

static void put_table(const struct qa_table *table, FILE *stream)
{
    fprintf(stream, "    \"%s\": [", table->name);
    for (size_t r = 0; r < table->n_rows; r++) {
        fputs(r > 0 ? ",\n      " : "\n      ", stream);
        put_row(table, r, stream);
    }
    fputc(']', stream);
}

static void put_finding(const struct qa_finding *finding, FILE *stream)
{
    fprintf(stream, "{\"severity\": \"%s\", \"code\": \"%s\", \"where\": ",
            qa_severity_name(finding->severity), finding->code);
    if (finding->file == NULL) {
        fputs("null", stream);
    } else {
        /* The place is one string, file:line:column, as on the terminal. */
        char where[QA_ERROR_FILE_MAX + 48];
        int used = snprintf(where, sizeof where, "%.*s", QA_ERROR_FILE_MAX, finding->file);
        if (finding->line > 0) {
            used += snprintf(where + used, sizeof where - (size_t)used, ":%llu",
                             (unsigned long long)finding->line);
        }
        if (finding->column > 0) {
            snprintf(where + used, sizeof where - (size_t)used, ":%llu",
                     (unsigned long long)finding->column);
        }
        put_string(where, stream);
    }
    fputs(", \"vendor\": ", stream);
    put_text_or_null(finding->vendor, stream);
    fputs(", \"message\": ", stream);
    put_string(finding->text, stream);
    fputc('}', stream);
}

void qa_print_json(const struct qa_report *report, const char *only_table, FILE *stream)
{
    put_provenance(report, stream);
    fputs("  \"tables\": {", stream);
    bool first = true;
    for (size_t t = 0; t < report->n_tables; t++) {
        if (only_table == NULL || strcmp(report->tables[t]->name, only_table) == 0) {
            fputs(first ? "\n" : ",\n", stream);
            put_table(report->tables[t], stream);
            first = false;
        }
    }
    fputs("\n  },\n  \"findings\": [", stream);
    for (size_t f = 0; report->findings != NULL && f < report->findings->n; f++) {
        fputs(f > 0 ? ",\n    " : "\n    ", stream);
        put_finding(&report->findings->list[f], stream);
    }
    fputs("],\n  \"verdict\": ", stream);
    put_text_or_null(report->verdict, stream);
    fputs(",\n  \"summary\": [", stream);
    for (size_t i = 0; i < report->n_lines; i++) {
        fputs(i > 0 ? ", " : "", stream);
        put_text_or_null(report->lines[i], stream);
    }
    fputs("]\n}\n", stream);
}
