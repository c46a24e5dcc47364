#ifndef QA_FORMATS_CANONICAL_PARTS_H
#define QA_FORMATS_CANONICAL_PARTS_H

/* Private to the canonical row: its columns, and answers as cells. */

#include "qa/formats/canonical.h"
#include "qa/formats/sink.h"

enum { QA_CANONICAL_COLUMNS_MAX = 64, QA_CANONICAL_NAME_MAX = 32 };

/* The columns of all rows that there may be: those of fields, and those of the kinds' forms. */
struct qa_canonical_columns {
    char name[QA_CANONICAL_COLUMNS_MAX][QA_CANONICAL_NAME_MAX];
    bool is_used[QA_CANONICAL_COLUMNS_MAX];
    size_t n;
    size_t of_field[QA_N_FIELDS];
};
void qa_canonical_columns(struct qa_canonical_columns *columns);
/* The column of a form's own, "?angle,rotation"; columns->n for none. */
size_t qa_canonical_form_column(const struct qa_canonical_columns *columns, const char *names);

struct qa_canonical_row {
    struct qa_written_cell cell[QA_CANONICAL_COLUMNS_MAX];
    const char *const *tags; /* of a label that is a set; NULL: it is none */
    size_t n_tags;
};

/* An answer of one of the two batches. */
struct qa_canonical_answer {
    const struct qa_batch *batch;
    bool is_gold;
    size_t answer;
};

/* What one row holds of an answer. */
struct qa_canonical_part {
    uint64_t object;
    size_t part;               /* of the object, from 0 */
    const char *tag_separator; /* of the request */
};

/* All answers of both batches in the order of their rows; *n of them. */
struct qa_canonical_answer *qa_canonical_order(const struct qa_canonical_request *request,
                                               struct qa_arena *arena, size_t *n);

/* The objects of an answer in their order; *n of them. In the arena. */
uint64_t *qa_canonical_objects(const struct qa_canonical_answer *answer, struct qa_arena *arena,
                               size_t *n);

/* The rows that an object takes: one for each of its parts. */
size_t qa_canonical_parts(const struct qa_canonical_answer *answer, uint64_t object);

/* The cells that all rows of an answer share; then those of a part of an object. */
void qa_canonical_answer_cells(const struct qa_canonical_columns *columns,
                               const struct qa_canonical_answer *answer, struct qa_arena *arena,
                               struct qa_canonical_row *row);
void qa_canonical_object_cells(const struct qa_canonical_columns *columns,
                               const struct qa_canonical_answer *answer,
                               const struct qa_canonical_part *part, struct qa_arena *arena,
                               struct qa_canonical_row *row);

/* A cell of CSV. A blank before or after it is its own, so quotes guard it. */
void qa_put_csv_text(const char *text, size_t n, FILE *stream);

#endif
