#ifndef QA_FORMATS_TABLE_WIDE_H
#define QA_FORMATS_TABLE_WIDE_H

/*
 * Wide tables: items in rows and a column for each annotator; annotators in rows and a column for
 * each item; or items in rows and a column for each label that counts how often it was given. They
 * are told by what their cells hold, or by --map wide=annotators, items or counts.
 *
 * Rows are kept until the last, since a table of numbers may be either:
 *   counts       whole numbers, a 0 among them, the same sum of 2 or more in every row, in columns
 *                that are not called like annotators (rater1, coder A, r1)
 *   annotators   columns that are called so, or cells of which four of five, and some in three
 *                columns of four, are labels of other columns too
 * Numbers that may be both are refused with both readings (E164). What was taken is said (W166).
 *
 * Counts have no annotators: answers are signed by a number in brackets that stands for nobody,
 * and their source says so (W167).
 */

#include "qa/base/records.h"
#include "qa/formats/csv_input.h"
#include "qa/formats/sink.h"

enum qa_wide_form {
    QA_WIDE_NOT,
    QA_WIDE_ANNOTATORS, /* in columns */
    QA_WIDE_ITEMS,      /* in columns */
    QA_WIDE_COUNTS,
    QA_WIDE_OPEN /* annotators or counts: cells tell */
};

struct qa_wide_columns {
    enum qa_wide_form form;
    bool is_said;      /* by --map */
    uint32_t name;     /* of the item, or of the annotator; QA_NONE: the number of the row */
    uint32_t *columns; /* of annotators, items or labels */
    size_t n_columns;
    const char *otherwise; /* the message, were the table not wide; NULL: there is none */
};

/* "rater1", "coder A", "annotator_2", "r1". */
bool qa_is_called_annotator(const char *name);

struct qa_wide;
/* source: of the file, which learns whether it holds counts. */
struct qa_wide *qa_wide_new(const struct qa_wide_columns *columns, const struct qa_records *header,
                            struct qa_sink *sink, struct qa_source *source);
void qa_wide_take(struct qa_wide *wide, const struct qa_slice *cells, uint64_t line);

/* Decides, says so, and hands the answers to the sink. E112 when the table is not wide after all,
 * E164 when it may be two things. */
QA_NODISCARD enum qa_status qa_wide_end(struct qa_wide *wide, struct qa_error *err);

#endif
