#ifndef QA_FORMATS_TABLE_COLUMNS_H
#define QA_FORMATS_TABLE_COLUMNS_H

/*
 * Which column of a table of rows is which field, and in which of their forms (type.h) the kinds
 * stand in it.
 */

#include "qa/base/records.h"
#include "qa/formats/sink.h"
#include "qa/formats/table_wide.h"

enum { QA_TABLE_FORMS_MAX = 2 * QA_TYPES_MAX };

/* A form of a kind that the table has the columns of. */
struct qa_table_form {
    const struct qa_type *type;
    const struct qa_type_form *form;
    size_t n_columns;
    const char *name[QA_FORM_COLUMNS_MAX]; /* "x": of each column, without its synonyms */
    uint32_t column[QA_FORM_COLUMNS_MAX];  /* QA_NONE: not in the table, where that may be */
    bool may_be_blank[QA_FORM_COLUMNS_MAX];
    bool is_only_named; /* a row must name the kind: cells alone do not show it */
};

struct qa_table_columns {
    uint32_t field[QA_N_FIELDS];                    /* QA_NONE: not in the table */
    struct qa_table_form forms[QA_TABLE_FORMS_MAX]; /* the richest kind first */
    size_t n_forms;
    struct qa_wide_columns wide; /* form QA_WIDE_NOT: an answer or object a row */
    /* Columns item, question and type: the canonical row (canonical.h), in which gold is true or
     * blank, and who is unknown is blank. */
    bool is_canonical;
    const char *unsigned_text; /* what is wrong if answers stay unsigned; NULL: nothing */
};

/* A table that lacks a label may be a wide one (table_wide.h); --map wide=annotators, items, counts
 * or no says so.
 *
 * The columns of a header: by --map first, then by name and synonyms in any case. E112 a required
 * column is missing, E113 two columns could be one field, E114 --map names a field or column that
 * does not exist. */
QA_NODISCARD enum qa_status qa_table_columns_find(const struct qa_records *header,
                                                  struct qa_sink *sink,
                                                  struct qa_table_columns *columns,
                                                  struct qa_error *err);

/* Every name and synonym of a column that may tell a header row, ended by NULL; in the arena. */
const char *const *qa_table_column_names(struct qa_arena *arena, size_t *n);

#endif
