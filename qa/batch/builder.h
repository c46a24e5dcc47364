#ifndef QA_BATCH_BUILDER_H
#define QA_BATCH_BUILDER_H

/*
 * Turns rows, in whatever order a file has them, into a batch. Readers append one object a row;
 * rows of one annotator, item and question become one answer. Every row handed over is counted
 * used or excluded with its reason.
 */

#include "qa/batch/batch.h"

enum qa_duplicates {
    QA_DUPLICATES_ERROR,
    QA_DUPLICATES_FIRST,
    QA_DUPLICATES_LAST,
    QA_DUPLICATES_KEEP /* every one is an answer: hidden repeats are data */
};

/* One row of a delivery: zero (QA_ROW_EMPTY) or one object of an answer. */
enum qa_row_kind { QA_ROW_LABEL, QA_ROW_BOX, QA_ROW_EMPTY };

struct qa_row {
    enum qa_row_kind kind;
    uint32_t item;      /* ids of the shared names */
    uint32_t annotator; /* QA_NONE: unknown */
    uint32_t question;  /* QA_NONE: the default of the kind, "label" or "boxes" */
    uint32_t vendor;    /* QA_NONE */
    uint32_t batch;     /* QA_NONE */
    uint32_t stage;     /* QA_NONE */
    uint32_t label;     /* QA_NONE: a box without a class */
    uint32_t line;
    int64_t started; /* QA_NO_TIME */
    int64_t submitted;
    int64_t duration;
    double x, y, width, height; /* QA_ROW_BOX */
    double score;               /* NAN: none */
    double value;               /* NAN: none */
    bool crowd;
};

struct qa_builder;

/* The builder and the finished batch live in the arena. */
struct qa_builder *qa_builder_new(struct qa_arena *arena, struct qa_names *names);

/* Rows appended from now on come from this file. Returns the source, to be filled with what the
 * reader knows; rows_read and the counts are kept by the functions below. */
struct qa_source *qa_builder_source(struct qa_builder *builder, const char *path,
                                    const char *format);

/* The source that was added last, or NULL before the first. */
struct qa_source *qa_builder_last_source(struct qa_builder *builder);

/* Room for n more rows. */
void qa_builder_reserve(struct qa_builder *builder, size_t n_rows);

/* A row read and to be used: amortised O(1). A row with all optional members absent costs only the
 * columns item, annotator, label and line. */
void qa_builder_append(struct qa_builder *builder, const struct qa_row *row);

/* The same of a label that has nothing but its item, annotator, label and line: the rows of bulk
 * deliveries, for which filling and looking through a whole struct qa_row would be half the work.
 */
void qa_builder_append_label(struct qa_builder *builder, uint32_t item, uint32_t annotator,
                             uint32_t label, uint32_t line);

/* A row read and not to be used. */
void qa_builder_exclude(struct qa_builder *builder, enum qa_exclusion_reason reason);

/*
 * Group the rows to answers and close the builder. Two label rows of one annotator, item and
 * question are a repetition when the labels are equal (the first is kept); when they differ the
 * policy decides, and QA_DUPLICATES_ERROR adds one error finding a case (E131), naming both lines.
 * QA_DUPLICATES_KEEP keeps equal ones too, as answers of their own, in the order of the files.
 * Two vendors for one answer of an unknown annotator stay two answers.
 * O(rows + items), and O(rows log rows) only within an item.
 */
const struct qa_batch *qa_builder_finish(struct qa_builder *builder, enum qa_duplicates duplicates,
                                         struct qa_findings *findings);

#endif
