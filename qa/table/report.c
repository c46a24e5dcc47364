#include "qa/table/report.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct qa_report *qa_report_new(struct qa_arena *arena, const char *tool)
{
    struct qa_report *report = QA_NEW(arena, struct qa_report);
    report->arena = arena;
    report->tool = tool;
    report->version = "";
    return report;
}

/* A report holds a dozen of anything: copying the list for one more is simplest. */
static void *with_room(struct qa_arena *arena, const void *list, size_t n, size_t size)
{
    void *out = qa_arena_array(arena, n + 1, size);
    if (n > 0) {
        memcpy(out, list, n * size);
    }
    return out;
}

void qa_report_add_table(struct qa_report *report, struct qa_table *table)
{
    report->tables =
        with_room(report->arena, (void *)report->tables, report->n_tables, sizeof *report->tables);
    report->tables[report->n_tables++] = table;
}

void qa_report_add_input(struct qa_report *report, struct qa_report_input input)
{
    report->inputs =
        with_room(report->arena, report->inputs, report->n_inputs, sizeof *report->inputs);
    report->inputs[report->n_inputs++] = input;
}

void qa_report_line(struct qa_report *report, const char *format, ...)
{
    char text[1024];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    report->lines =
        with_room(report->arena, (void *)report->lines, report->n_lines, sizeof *report->lines);
    report->lines[report->n_lines++] = qa_arena_text(report->arena, text);
}

const struct qa_table *qa_report_table(const struct qa_report *report, const char *name)
{
    for (size_t t = 0; t < report->n_tables; t++) {
        if (strcmp(report->tables[t]->name, name) == 0) {
            return report->tables[t];
        }
    }
    return NULL;
}
