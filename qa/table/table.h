#ifndef QA_TABLE_TABLE_H
#define QA_TABLE_TABLE_H

/*
 * A result as a table of typed columns. Every tool answers with tables and every surface
 * (terminal, CSV, JSON, Markdown, workbook) renders them; no tool prints a number on its own.
 *
 * A table is built row by row, left to right: qa_table_row, then one qa_put_ call per column.
 * A call that does not fit the column's kind, or a row left unfinished, is a bug (QA_BUG).
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qa/base/arena.h"
#include "qa/base/estimate.h"

enum qa_kind {
    QA_TEXT,
    QA_WORD,          /* a verdict, flag or severity: coloured by what it means, qa_word_tone */
    QA_COUNT,         /* whole number */
    QA_REAL,          /* number without a unit: a coefficient, an IoU */
    QA_P,             /* a p-value: to people "<0.001" when it is */
    QA_RATE,          /* share in [0, 1], shown to people as per cent */
    QA_MONEY,         /* amount; its currency is a column or the heading */
    QA_SECONDS,       /* duration in seconds */
    QA_HOURS,         /* duration in hours */
    QA_TIME,          /* microseconds UTC, see qa/base/time.h */
    QA_ESTIMATE,      /* struct qa_estimate without a unit */
    QA_ESTIMATE_RATE, /* of a rate */
    QA_ESTIMATE_MONEY /* of an amount */
};

/* What every surface says of a column. */
struct qa_column {
    const char *name;    /* stable, for machines: "error_rate" */
    const char *heading; /* for people: "error rate"; NULL: the name with '_' as blanks */
    enum qa_kind kind;
    bool is_key;    /* rows are found again by their keys; repeated in each block of a table */
    bool is_detail; /* for machines and workbooks, not for terminals */
    /* A text with marks, [-missing-], [+too much+], [~another~], [=right=]; in letters of one
     * width. */
    bool is_marked;
    const char *about; /* one sentence: help, man page, JSON schema, comment in a workbook */
};

/* What a table is before it has rows: a constant of the file that fills it, listed in the
 * table_forms.h of its room. */
struct qa_table_form {
    const char *name;  /* stable: "annotators" */
    const char *title; /* for people: "Error rate per annotator" */
    const struct qa_column *columns;
    size_t n_columns;
};
#define QA_TABLE_FORM(name, title, columns)                                                        \
    {                                                                                              \
        name, title, columns, sizeof(columns) / sizeof *(columns)                                  \
    }

struct qa_table_cell {
    bool present;
    union {
        const char *text;
        uint64_t count;
        double real;
        int64_t time;
        const struct qa_estimate *estimate;
    } as;
};

struct qa_table {
    const char *name;  /* stable: "annotators" */
    const char *title; /* for people: "Error rate per annotator" */
    const struct qa_column *columns;
    size_t n_columns;
    size_t n_rows;
    struct qa_table_cell *cells; /* row r, column c at r * n_columns + c */
    const char **notes;          /* sentences below the table: conventions, what was left out */
    size_t n_notes;
    /* People see at most this many rows on a terminal, machines all; 0: no limit. */
    size_t rows_shown;
    /* The columns people see on a terminal, by name, comma-separated; NULL: all that are no detail.
     * Machines see all. */
    const char *shown;
    /* Private to the builder. */
    struct qa_arena *arena;
    size_t capacity;
    size_t next;
};

/* A table without rows. What the form points to is kept, not copied; the title may be replaced. */
struct qa_table *qa_table_new(struct qa_arena *arena, const struct qa_table_form *form);

/* Another heading for a column of this table, by its name; kept, not copied. */
void qa_table_head(struct qa_table *table, const char *column, const char *heading);

void qa_table_row(struct qa_table *table);
/* For text and word; copied; NULL: absent. */
void qa_put_text(struct qa_table *table, const char *text);
void qa_put_count(struct qa_table *table, uint64_t count);
/* For real, p, rate, money, seconds and hours. What is not finite is absent. */
void qa_put_real(struct qa_table *table, double value);
void qa_put_time(struct qa_table *table, int64_t time); /* QA_NO_TIME: absent */
void qa_put_estimate(
    struct qa_table *table,
    struct qa_estimate estimate); /* copied; what is not finite is undefined and says so */
void qa_put_absent(struct qa_table *table);
void qa_table_note(struct qa_table *table, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

const struct qa_table_cell *qa_table_cell(const struct qa_table *table, size_t row, size_t column);

/* The column's heading for people, in the arena. */
const char *qa_column_heading(struct qa_arena *arena, const struct qa_column *column);

static inline bool qa_is_text(enum qa_kind kind)
{
    return kind == QA_TEXT || kind == QA_WORD;
}

static inline bool qa_is_estimate(enum qa_kind kind)
{
    return kind == QA_ESTIMATE || kind == QA_ESTIMATE_RATE || kind == QA_ESTIMATE_MONEY;
}

/* How a word of a QA_WORD column is to be coloured. */
enum qa_tone { QA_TONE_NONE, QA_TONE_GOOD, QA_TONE_BAD, QA_TONE_OPEN };
enum qa_tone qa_word_tone(const char *word);

/* Column index by name, or SIZE_MAX. */
size_t qa_table_column(const struct qa_table *table, const char *name);

#endif
