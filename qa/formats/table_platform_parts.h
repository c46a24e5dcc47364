#ifndef QA_FORMATS_TABLE_PLATFORM_PARTS_H
#define QA_FORMATS_TABLE_PLATFORM_PARTS_H

/* Private to tables of platforms: what their columns are, and rows on their way to answers. */

#include "qa/formats/table_platform.h"

enum { QA_PLATFORM_FIELDS_MAX = 8, QA_PLATFORM_QUESTIONS_MAX = 64 };

struct qa_platform {
    const char *name;
    const char *tells[3]; /* columns that are all in its tables; NULL: fewer */
    struct {
        enum qa_field field;
        const char *column;
    } fields[QA_PLATFORM_FIELDS_MAX]; /* ended by column NULL; of two for one field the first that
                                         is there */
    const char *before; /* a question's column: what stands before its name; NULL: see gold */
    const char *copied; /* inputs, whose names among the answers are copies */
    const char *only;   /* names an item where there is just one such column */
    const char *gold_before, *gold_behind; /* of a column of right answers; NULL: none */
    const char *tainted;                   /* true: its worker was not trusted */
    const char *page;                      /* tasks of one page, whose time is shared; NULL */
    char between;                          /* several choices of a cell */
};

struct qa_platform_question {
    const char *name; /* "" for one that the user mapped: the usual question of labels */
    uint32_t column;  /* of the answer */
    uint32_t gold;    /* QA_NONE: none */
    const char
        *choice; /* the column says whether this choice was taken; NULL: it holds the label */
};

struct qa_platform_row {
    struct qa_slice *cells;
    uint64_t line;
};

struct qa_platform_rows {
    const struct qa_platform *platform;
    const struct qa_records *header;
    struct qa_sink *sink;
    struct qa_arena *arena;
    uint32_t field[QA_N_FIELDS];
    struct qa_platform_question questions[QA_PLATFORM_QUESTIONS_MAX];
    size_t n_questions;
    uint32_t tainted, page;
    const char
        *left_out; /* columns of answers that are remarks or times, for the line on columns */
    uint64_t n_tainted, n_alternatives;
    struct qa_place alternatives_at;
    /* Rows wait until all are known where pages share their time. */
    struct qa_platform_row *rows;
    size_t n_rows, capacity;
    struct qa_source *source;
    struct qa_strings *pages;
    uint64_t *on_page;
    size_t page_capacity;
    /* the row that is read */
    const struct qa_slice *cells;
    uint64_t line;
    const struct qa_platform_question *asked;
    bool is_timed; /* its time was given already */
};

/* A row's answers. */
void qa_platform_read_row(struct qa_platform_rows *rows, const struct qa_slice *cells,
                          uint64_t line);

#endif
