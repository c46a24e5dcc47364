#ifndef QA_PROCUREMENT_QUOTE_ROWS_H
#define QA_PROCUREMENT_QUOTE_ROWS_H

/*
 * Private to the quotes: rows as the parser holds them, and what is checked over all of them.
 */

#include "qa/procurement/quote.h"

/* A charge with the cells that later messages point at. */
struct qa_quote_row {
    struct qa_charge charge;
    const struct qa_cell *currency;
    const struct qa_cell *tiering; /* NULL: not named on this row */
    const struct qa_cell *from;    /* NULL: empty or no such column */
    const struct qa_cell *to;
    const struct qa_cell *note;
    const struct qa_cell *name;
};

/* Finds W411, E412, W413, W414 and W415 in rows that are sorted by vendor. O(n^2) within a
 * vendor. */
void qa_quote_check(const struct qa_quote_row *rows, size_t n_rows, struct qa_findings *findings);

/* The suspicious word of a note (see quote.h), as it stands in the list, or NULL. */
const char *qa_quote_hidden_fee(const char *note, const char *charge_name, enum qa_basis basis);

/* Sets each charge's currency and rate, and the target of `quotes`. */
QA_NODISCARD enum qa_status qa_quote_convert(struct qa_quote_row *rows, size_t n_rows,
                                             const struct qa_records *rates, const char *currency,
                                             struct qa_quotes *quotes, struct qa_error *err);

/* Text without the blanks around it, in capitals when asked: cells come as they were typed. */
enum qa_letters { QA_LETTERS_KEPT, QA_LETTERS_UPPER, QA_LETTERS_LOWER };
char *qa_quote_text(struct qa_arena *arena, const struct qa_cell *cell, enum qa_letters letters);

#endif
