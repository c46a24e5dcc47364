#ifndef REPORTS_QUOTE_CELLS_H
#define REPORTS_QUOTE_CELLS_H

/*
 * A row of a quote as cells of a spreadsheet: the formulas of its quantity, of the units that it
 * prices and of its amount at a volume, and what they come to when nothing was changed. The values
 * are doubles computed in the order of the formulas, also for quotes that have no total.
 */

#include "reports/sheets.h"

/* Columns of the charges on the sheet Quotes. Each of the volumes of the cost table has three
 * columns to the right: quantity, units, amount. */
enum qa_quotes_column {
    QA_Q_VENDOR,
    QA_Q_CHARGE,
    QA_Q_BASIS,
    QA_Q_APPLIES,
    QA_Q_CONDITION,
    QA_Q_TAKEN,
    QA_Q_RECURRENCE,
    QA_Q_TIERING,
    QA_Q_FROM,
    QA_Q_TO,
    QA_Q_PRICE,
    QA_Q_CURRENCY,
    QA_Q_RATE,
    QA_Q_QUANTITY,
    QA_Q_UNITS,
    QA_Q_AMOUNT,
    QA_Q_KIND,
    QA_Q_VALID,
    QA_Q_NOTE,
    QA_Q_SOURCE,
    QA_Q_VOLUMES
};

/* The charges of one vendor and where they stand. */
struct qa_quote_block {
    const struct qa_vendor_book *book;
    const struct qa_charge *charges;
    size_t n;
    uint32_t first_row;
    const char *seconds;         /* formula of the seconds per item; 0 when not known */
    struct qa_scenario scenario; /* of the vendor */
};

/* Where a triple of columns is and which cell holds its volume. */
struct qa_quote_place {
    uint16_t quantity; /* units and amount are the two columns after it */
    const char *volume;
};

/* Formulas of charge `at`, with their '='. */
const char *qa_quote_quantity_formula(const struct qa_quote_block *block, size_t at,
                                      const struct qa_quote_place *place);
const char *qa_quote_units_formula(const struct qa_quote_block *block, size_t at,
                                   const struct qa_quote_place *place);
const char *qa_quote_amount_formula(const struct qa_quote_block *block, size_t at,
                                    const struct qa_quote_place *place);

/* The largest volume of the curves, over that of Inputs. */
#define QA_Q_MOST_VOLUMES 20.0

/* The volumes at which two vendors change places, at most three a pair, from a row on; returns the
 * row after the last. */
uint32_t qa_put_crossings(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row);

/* "usage", "fee", "percent" or "minimum". */
const char *qa_quote_kind_word(enum qa_basis basis);

#endif
