#ifndef QA_TABLE_REPORT_H
#define QA_TABLE_REPORT_H

/*
 * Everything one run has to say: where it came from (version, command, inputs with their hashes
 * and row counts, seed), its tables, its findings and its verdict. The renderers take a report.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qa/base/arena.h"
#include "qa/base/finding.h"
#include "qa/table/table.h"

enum { QA_SCHEMA_VERSION = 1 };

struct qa_exclusion {
    const char *reason; /* "blank label" */
    uint64_t rows;
};

/* rows_read == rows_used + the sum over exclusions, always. */
struct qa_report_input {
    const char *path;
    const char *format;
    const char *sha256;
    const char *role; /* "delivery", "gold", "quotes", "log", "rates", "work sheet" */
    uint64_t rows_read;
    uint64_t rows_used;
    const struct qa_exclusion *exclusions;
    size_t n_exclusions;
};

struct qa_report {
    struct qa_arena *arena;
    const char *tool;           /* "agree" */
    const char *title;          /* of the whole for people; NULL: the tool's name */
    const char *version;        /* of labelqa */
    const char *const *command; /* argv, n_command long */
    size_t n_command;
    struct qa_report_input *inputs;
    size_t n_inputs;
    bool has_seed;
    uint64_t seed;
    double confidence;        /* 0: the tool gives no interval */
    struct qa_table **tables; /* in the order they are shown */
    size_t n_tables;
    struct qa_findings *findings; /* may be NULL */
    const char *verdict;          /* NULL: none */
    const char **lines;           /* sentences shown first to people */
    size_t n_lines;
};

struct qa_report *qa_report_new(struct qa_arena *arena, const char *tool);
void qa_report_add_table(struct qa_report *report, struct qa_table *table);
void qa_report_add_input(struct qa_report *report, struct qa_report_input input);
void qa_report_line(struct qa_report *report, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
const struct qa_table *qa_report_table(const struct qa_report *report, const char *name);

#endif
