#ifndef QA_BASE_NOTATION_H
#define QA_BASE_NOTATION_H

/*
 * Numbers and dates as people and spreadsheet programs write them: decimal commas, signs between
 * thousands, currencies, percent signs, a minus behind, days before months. A text is brought to
 * the one form that number.h and time.h read ("1.234,50 €" to "1234.50"), and only where it can be
 * nothing else: what has two readings is named with both of them.
 *
 * A file has one decimal sign: it is found from all its numbers, and what could be read two ways
 * alone (1.250) is read by it. The same holds for the order of day and month in a column.
 */

#include "qa/base/finding.h"
#include "qa/base/records.h"
#include "qa/base/time.h"

enum qa_decimal { QA_DECIMAL_UNKNOWN, QA_DECIMAL_POINT, QA_DECIMAL_COMMA };

/* What a person said of their files; 0: found from what the files hold. */
struct qa_notation {
    enum qa_decimal decimal;
    enum qa_date_order dates;
};

enum { QA_NUMBER_TEXT_MAX = 96, QA_MARK_MAX = 8 };

/* A text as number.h reads it, with a percent sign where it has one: under each decimal sign, ""
 * where it is no number so. The two are equal where the sign decides nothing. */
struct qa_number_form {
    char point[QA_NUMBER_TEXT_MAX];
    char comma[QA_NUMBER_TEXT_MAX];
    char mark[QA_MARK_MAX]; /* "€", "$", "GBP"; "" without one */
};

/*
 * Blanks of all widths and apostrophes may stand between thousands, and whichever of point and
 * comma is not the decimal sign: groups of three digits, with commas also of two before the last
 * three (12,34,567). A currency and a sign may stand before or behind. False when the text is no
 * number in either way.
 */
bool qa_number_scan(const char *text, size_t length, struct qa_number_form *out);

/* Whether a sign or code of a number may stand for a currency: "$" for USD and the other dollars.
 */
bool qa_mark_fits(const char *mark, const char *currency);

/* The code of a currency by a sign or word that names one alone: "EUR" of "€", "Euro" and "eur",
 * "USD" of "US$"; NULL where none is known, as of "$". */
const char *qa_currency_code(const char *text);

enum qa_number_problem { QA_NUMBER_OK, QA_NUMBER_UNREADABLE, QA_NUMBER_TWO_READINGS };

/*
 * One number by itself, of an option or a setting, where the decimal sign is a point unless the
 * text can only have a comma: "0.5", "0,5" and "1,234.50" are read; "50,000" is 50000 or 50.
 * "50.000" is 50 or 50000,
 * but "23.976" is read, since only thousands end in a 0. No currencies. out: for number.h; form:
 * the readings.
 */
enum qa_number_problem qa_number_alone(const char *text, size_t length,
                                       char out[QA_NUMBER_TEXT_MAX], struct qa_number_form *form);

/* ---- files ---- */

/* What the cells of a column hold. */
enum qa_cell_form {
    QA_CELL_TEXT,
    QA_CELL_REAL,     /* a number, perhaps in per cent */
    QA_CELL_COUNT,    /* a whole number */
    QA_CELL_LEAST,    /* the same, perhaps with a '+' behind: and more */
    QA_CELL_MONEY,    /* a number, perhaps with a currency or in per cent */
    QA_CELL_CURRENCY, /* of the row's money */
    QA_CELL_TIME      /* a date, perhaps with a time of day */
};

/* The columns of a reader, each with its form. */
struct qa_record_forms {
    const struct qa_column_spec *specs;
    const enum qa_cell_form *forms;
    size_t n;
};

/*
 * Brings the cells of numbers and times to the form that number.h and time.h read; texts that are
 * neither stay as they are, for their reader to refuse. Cells that a workbook holds as numbers or
 * dates are right already. The file's decimal sign is what is stated, else what its numbers show,
 * else, for numbers that are no counts, the point in a file with commas between its cells. Failures
 * with file:line:column: E170 a number with two readings and nothing to settle it, E171 one that
 * the stated sign does not allow, E172 a currency other than its row's, E173 a date with two
 * readings, E174 one that the stated order does not allow. Findings: W150 the decimal sign, where
 * it is a comma or settled a doubt; W151 both signs in one file; W153 the order of dates, where it
 * settled a doubt.
 */
QA_NODISCARD enum qa_status qa_records_settle(struct qa_records *records,
                                              const struct qa_record_forms *forms,
                                              const struct qa_notation *stated,
                                              struct qa_arena *arena, struct qa_findings *findings,
                                              struct qa_error *err);

#endif
