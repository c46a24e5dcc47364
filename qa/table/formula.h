#ifndef QA_TABLE_FORMULA_H
#define QA_TABLE_FORMULA_H

/*
 * A figure that follows others as one expression with two readings: the text that a spreadsheet
 * program works, and its value here. The language is the part of spreadsheet formulas that Excel
 * and LibreOffice read alike (ECMA-376-1, section 18.17): numbers, "texts", TRUE and FALSE, the
 * operators + - * / ^ & = <> < <= > >=, cells (B7, $B$7, Sheet!B7, 'A sheet'!B7), areas of cells,
 * names, and the functions
 *
 *   ABS AND BETAINV COLUMN COUNT COUNTIF EXACT FIXED IF INDEX ISNUMBER MATCH MAX MIN MOD N NORMSINV
 * NOT OR ROUND ROUNDUP ROW SQRT SUM SUMIF SUMPRODUCT
 *
 * As there: texts are compared without regard to the case of letters; an empty cell is 0 and "";
 * numbers are less than texts, texts less than truth values; only the chosen arm of an IF is
 * worked; sums, extremes and counts pass over texts in areas; operators work on whole areas inside
 * SUMPRODUCT. INDEX of one number runs along a row or column; MATCH looks for the same (0 as its
 * third).
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qa/base/arena.h"

enum qa_formula_kind {
    QA_FORMULA_EMPTY,
    QA_FORMULA_NUMBER,
    QA_FORMULA_TEXT,
    QA_FORMULA_TRUTH, /* number is 0 or 1 */
    QA_FORMULA_ERROR  /* text says which: "#DIV/0!", "#VALUE!", "#NAME?", "#N/A", "#REF!" */
};

struct qa_formula_value {
    enum qa_formula_kind kind;
    double number;
    const char *text;
};

/* A number that is not finite becomes the text "n/a", as cells show it. */
struct qa_formula_value qa_formula_number(double number);
struct qa_formula_value qa_formula_text(const char *text);

/* Cells side by side. Rows and columns count from 0. */
struct qa_formula_area {
    const char *sheet; /* NULL: the formula's own */
    uint32_t row, column;
    uint32_t n_rows, n_columns;
};

/* Where cells and names get their values. */
struct qa_formula_world {
    void *context;
    /* sheet: NULL for the formula's own. NULL: there are no cells. */
    struct qa_formula_value (*cell)(void *context, const char *sheet, uint32_t row,
                                    uint32_t column);
    /* False: no such name. NULL: there are none. */
    bool (*name)(void *context, const char *name, struct qa_formula_value *value);
    /* Names that stand for areas, asked first. NULL: there are none. */
    bool (*area)(void *context, const char *name, struct qa_formula_area *area);
    /* What BETAINV and NORMSINV give; NULL: formulas have neither. */
    const struct qa_formula_quantiles *quantiles;
};

struct qa_formula_quantiles {
    double (*normal)(double p);
    double (*beta)(double p, double a, double b);
};

struct qa_formula;

/* text: with or without its '='. NULL with *why set (a constant) when it is none of the language.
 * O(length). */
const struct qa_formula *qa_formula_parse(const char *text, struct qa_arena *arena,
                                          const char **why);

/* arena holds what is worked on the way and texts of the result; reset it between values where
 * there are many. O(operators, cells of areas). */
struct qa_formula_value qa_formula_value(const struct qa_formula *formula,
                                         const struct qa_formula_world *world,
                                         struct qa_arena *arena);

/* The formula's text with names put in place: rename gives the cell or figure that stands for a
 * name, or NULL where the name stays. */
const char *qa_formula_renamed(const char *text,
                               const char *(*rename)(void *context, const char *name),
                               void *context, struct qa_arena *arena);

#endif
