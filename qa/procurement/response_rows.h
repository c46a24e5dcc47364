#ifndef QA_PROCUREMENT_RESPONSE_ROWS_H
#define QA_PROCUREMENT_RESPONSE_ROWS_H

/* Private to the responses: whose a row is, and whether it is one. */

#include "qa/procurement/response.h"

struct qa_row_vendors {
    const struct qa_response_file *file;
    const struct qa_records *records;
    struct qa_arena *arena;
    uint32_t column;   /* of the vendor, or QA_NONE */
    const char *form;  /* the name that the form gives for all its rows; NULL */
    bool carries;      /* an empty cell takes the name above it */
    const char *above; /* of the last row that had one; NULL */
    bool is_nameless;  /* a row without a name was refused */
};

QA_NODISCARD enum qa_status qa_row_vendors_init(struct qa_row_vendors *vendors,
                                                const struct qa_response_file *file,
                                                const struct qa_records *records,
                                                struct qa_arena *arena, struct qa_error *err);

/* Rows in order. E441 when nothing names the vendor, at the first such row; *vendor is NULL at
 * those behind it. */
QA_NODISCARD enum qa_status qa_row_vendor(struct qa_row_vendors *vendors, size_t row,
                                          const char **vendor, struct qa_error *err);

/* A row that shows how to fill the form: its first text is EXAMPLE. */
bool qa_row_is_example(const struct qa_records *records, size_t row);

#endif
