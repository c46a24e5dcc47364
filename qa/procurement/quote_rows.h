#ifndef QA_PROCUREMENT_QUOTE_ROWS_H
#define QA_PROCUREMENT_QUOTE_ROWS_H

/*
 * Private to the quotes: rows as the parser holds them, how their cells are read, and what is
 * checked over all of them.
 */

#include <math.h>

#include "qa/base/time.h"
#include "qa/procurement/quote.h"

/* The columns of a quote: vendor, charge, basis, applies_to, from_quantity, to_quantity, tiering,
 * price, currency, condition, recurrence, valid_until, note, per. */
enum { QA_N_QUOTE_COLUMNS = 14 };
extern const struct qa_column_spec qa_quote_columns[QA_N_QUOTE_COLUMNS];

/* What a minimum's own words say that it is the least of: the sum of what it looks at, or each unit
 * of it. */
enum qa_least { QA_LEAST_UNSAID, QA_LEAST_OF_ALL, QA_LEAST_OF_EACH };

/* A charge with the cells that later messages point at. */
struct qa_quote_row {
    struct qa_charge charge;
    const struct qa_cell *currency;
    const struct qa_cell *tiering;    /* NULL: not named on this row */
    const struct qa_cell *applies_to; /* NULL: empty or no such column; likewise: */
    const struct qa_cell *from;
    const struct qa_cell *to;
    const struct qa_cell *valid_until;
    const struct qa_cell *note;
    const struct qa_cell *name;
    const struct qa_cell *basis; /* NULL: the row is of a model */
    const struct qa_cell *price; /* likewise */
    const struct qa_cell *per;   /* NULL: not given */
    enum qa_least least;
    size_t place; /* among the rows as they were read, of however many files */
};

/* Where a cell stands, and where what is read from it goes. */
struct qa_cell_source {
    const char *file;
    struct qa_arena *arena;
    struct qa_error *err;
};

/* Text without the blanks around it, in capitals when asked: cells come as they were typed. */
enum qa_letters { QA_LETTERS_KEPT, QA_LETTERS_UPPER, QA_LETTERS_LOWER };
char *qa_quote_text(struct qa_arena *arena, const struct qa_cell *cell, enum qa_letters letters);

/* The basis of a word, with or without its "per_"; QA_N_BASES when it is none. */
enum qa_basis qa_word_basis(const char *word);

/* "Per Item", "per-item" and "item" as QA_PER_ITEM; "min. fee per answer" as the least for each.
 * Sets basis and least, and recurrence where the word says monthly. E401, with the nearest name. */
QA_NODISCARD enum qa_status qa_cell_basis(const struct qa_cell_source *source,
                                          const struct qa_cell *cell, struct qa_quote_row *row);

/* A cell's text in small letters with '_' for blanks and '-'. */
char *qa_quote_keyword(struct qa_arena *arena, const struct qa_cell *cell);

/* The words of the other columns; a NULL cell leaves *out as it is. E402. */
QA_NODISCARD enum qa_status qa_cell_tiering(const struct qa_cell_source *source,
                                            const struct qa_cell *cell, enum qa_tiering *out);
QA_NODISCARD enum qa_status qa_cell_condition(const struct qa_cell_source *source,
                                              const struct qa_cell *cell, enum qa_condition *out);
QA_NODISCARD enum qa_status qa_cell_recurrence(const struct qa_cell_source *source,
                                               const struct qa_cell *cell, enum qa_recurrence *out);

/* Of a percent also "15 %" and negative. E403. */
QA_NODISCARD enum qa_status qa_cell_price(const struct qa_cell_source *source,
                                          const struct qa_cell *cell, enum qa_basis basis,
                                          struct qa_amount *price);

/* A day; QA_NO_TIME for a NULL cell. E408. */
QA_NODISCARD enum qa_status qa_cell_date(const struct qa_cell_source *source,
                                         const struct qa_cell *cell, int64_t *date);

/* "2026-03-31" of a day. */
const char *qa_date_text(struct qa_arena *arena, int64_t date);

/* Finds W411, E412, W413 to W416 and W824 in rows that are sorted by vendor. O(n^2) within a
 * vendor. */
void qa_quote_check(const struct qa_quote_row *rows, size_t n_rows, int64_t as_of,
                    struct qa_findings *findings);

/* Finds W732 to W736 and W825 in the row at `at` of one vendor's n: tiers without a tiering, sums
 * among the charges, per cents with the other sign or as shares, taxes, words that name another
 * unit than the basis, minimums and per cents that stand above what they are of. O(n). */
void qa_quote_doubt(const struct qa_quote_row *rows, size_t n, size_t at,
                    struct qa_findings *findings);

/* What a file of offers comes to. */
struct qa_quote_models {
    struct qa_quote_row *rows; /* whose currency is NULL: the target's */
    size_t n_rows;
    struct qa_vendor_term *terms;
    size_t n_terms;
    struct qa_vendor_model *kinds;
    size_t n_kinds;
};
/* The offers of several lists, each NULL or columns vendor, model, field, value, currency. E409. */
QA_NODISCARD enum qa_status qa_quote_models(const struct qa_records *const *lists, size_t n_lists,
                                            const struct qa_cell_source *source,
                                            struct qa_quote_models *out);
#define QA_NO_BOUND HUGE_VAL

/* Fills the lists of charges that percents and minimums name. Rows are sorted by vendor. E407. */
QA_NODISCARD enum qa_status qa_quote_applies(struct qa_quote_row *rows, size_t n_rows,
                                             const struct qa_cell_source *source);

/* Whether minimums are the least of each unit or of all, and how flat fees go by tiers: what rows
 * leave open is settled by the rows around them. Rows are sorted by vendor, with applies_to, rates
 * and tierings. E415; finds W159 and W160. O(n^2) within a vendor. */
QA_NODISCARD enum qa_status qa_quote_settle(struct qa_quote_row *rows, size_t n_rows,
                                            const struct qa_cell_source *source,
                                            struct qa_findings *findings);

/* Sets each charge's currency and rate, and the target, the day and the rates of `quotes`. */
QA_NODISCARD enum qa_status qa_quote_convert(struct qa_quote_row *rows, size_t n_rows,
                                             const struct qa_quote_input *input,
                                             struct qa_quotes *quotes, struct qa_error *err);

/* Fails (E166) for a vendor in two spellings, which would have half of its charges in each, and for
 * charges of one vendor that would be tiers of one but for the spelling of their names. O(n^2) up
 * to 2,000 charges; of more only vendors are looked at. */
QA_NODISCARD enum qa_status qa_quotes_refuse_respelt(const struct qa_quotes *quotes,
                                                     struct qa_error *err);

#endif
