#ifndef QA_FORMATS_TABLE_COLUMNS_PARTS_H
#define QA_FORMATS_TABLE_COLUMNS_PARTS_H

/* Private to the search for the columns of a table. */

#include "qa/formats/table_columns.h"

/* The fields of the sink, and behind them the columns of the kinds' forms. */
enum { QA_WANTED_MAX = QA_N_FIELDS + 64 };

/* What may be looked for, in the order of the fields, then of the kinds. */
struct qa_wanted {
    struct qa_column_spec spec[QA_WANTED_MAX];
    uint32_t column[QA_WANTED_MAX];
    bool is_mapped[QA_WANTED_MAX]; /* the user said */
    size_t n;
    enum qa_wide_form wide;      /* by --map wide=...; QA_WIDE_OPEN: not said */
    const struct qa_type *shape; /* the kind that is read where there are several */
};

/* The place of a name in what is wanted; wanted->n: it is none, or NULL. */
size_t qa_wanted_index(const struct qa_wanted *wanted, const char *name);

/* What the user mapped; *taken marks the columns that the search by name leaves alone. After a
 * failure the others are mapped too, for a proposal. */
enum qa_status qa_wanted_map(const struct qa_records *header, const struct qa_read_options *options,
                             struct qa_wanted *wanted, bool *taken, struct qa_arena *arena,
                             struct qa_error *err);

#endif
