#ifndef QA_BATCH_BUILDER_ROWS_H
#define QA_BATCH_BUILDER_ROWS_H

/*
 * The builder's rows as columns, shared by the file that appends them and the one that groups them
 * to answers. Private to this room. A column that no row has used yet is NULL and stands for its
 * absent value.
 */

#include "qa/batch/builder.h"

struct qa_u32_column {
    uint32_t *list;
    size_t capacity;
};

struct qa_i64_column {
    int64_t *list;
    size_t capacity;
};

struct qa_real_column {
    double *list;
    size_t capacity;
};

struct qa_u8_column {
    uint8_t *list;
    size_t capacity;
};

struct qa_builder {
    struct qa_arena *arena;
    struct qa_names *names;
    size_t n_rows;
    struct qa_u32_column item, annotator, label, line;
    struct qa_u32_column question, vendor, batch;      /* absent: QA_NONE */
    struct qa_u32_column stage;                        /* absent: QA_NONE */
    struct qa_i64_column started, submitted, duration; /* absent: QA_NO_TIME */
    struct qa_u8_column kind;                          /* absent: QA_ROW_LABEL */
    struct qa_u8_column crowd;                         /* absent: 0 */
    struct qa_real_column x, y, width, height;         /* absent: no boxes */
    struct qa_real_column score, value;                /* absent: NAN */
    bool has_optional;                                 /* some row used an optional column */
    struct qa_source *sources;
    size_t n_sources;
    size_t sources_capacity;
    size_t *source_first_row; /* n_sources: the rows of a source follow one another */
    size_t source_first_capacity;
};

/* The source that a row came from, as an index. O(log sources). */
uint32_t qa_builder_source_of(const struct qa_builder *builder, size_t row);

static inline enum qa_row_kind qa_row_kind(const struct qa_builder *builder, size_t row)
{
    return builder->kind.list != NULL ? (enum qa_row_kind)builder->kind.list[row] : QA_ROW_LABEL;
}

#endif
