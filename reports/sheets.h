#ifndef REPORTS_SHEETS_H
#define REPORTS_SHEETS_H

/*
 * The sheets of the vendor workbook, one file each, and where the cells are that sheets refer to in
 * one another. A figure that depends on the sheet Inputs is a formula; grey figures are results
 * that a spreadsheet cannot redo.
 */

#include "qa/procurement/evaluation.h"
#include "qa/procurement/inputs.h"
#include "qa/procurement/rules.h"
#include "reports/book.h"
#include "reports/workbook.h"

struct qa_vendor_book {
    struct qa_book book;
    struct qa_arena *arena;
    const struct qa_evaluation *evaluation;
    const struct qa_report *report;
    const struct qa_workbook_options *options;
    uint32_t n; /* vendors */
    const char *currency;
    struct qa_names names; /* the evaluation's, with annotators as the book calls them */
    bool for_vendor;       /* goes to a vendor: nothing of the buyer's own */
};

/* Rows of a list that a sheet takes below its title and headings. */
enum { QA_ROWS_A_SHEET = 1048576 - 3 };

#define QA_TAB_DECIDE 0x1F3A4D
#define QA_TAB_MEASURE 0x2E7D6B
#define QA_TAB_TRACE 0x8A8A8A

/* Sheet Vendors: a column a vendor, in the order of the scorecard's scores, a row a figure. */
enum { QA_VENDORS_HEADER = 2 };
uint32_t qa_figure_row(enum qa_vendor_figure figure);
/* "Vendors!$B$7" of a vendor, and "Vendors!$B$7:$D$7" of all. */
const char *qa_vendor_cell(const struct qa_vendor_book *book, size_t vendor,
                           enum qa_vendor_figure figure);
const char *qa_vendors_range(const struct qa_vendor_book *book, enum qa_vendor_figure figure);

/* A figure of the card by its rule, as a formula of any sheet; NULL: stated. */
const char *qa_card_formula(struct qa_vendor_book *book, enum qa_card_figure figure);

/* Sheet Quotes: where each vendor's total at the volume stands. */
uint32_t qa_quotes_total_row(const struct qa_vendor_book *book, size_t vendor);
enum { QA_Q_TOTAL_COLUMN = 5 };

/* The vendor's p-value block on Vendors: row and column of vendor i against j. */
uint32_t qa_pairs_first_row(const struct qa_vendor_book *book);

/* The figures of Summary, below the rest on Vendors: a row a place, the last place first since
 * charts draw upwards; then two rows of the limit's line and one of a point that keeps room for
 * names. */
enum qa_place_column {
    QA_P_NAME,
    QA_P_LOW, /* of the error rate; -1, left of the axis, where there is none; likewise: */
    QA_P_RATE,
    QA_P_HIGH,
    QA_P_COST,   /* per 1000 correct labels */
    QA_P_CHANCE, /* of being best; 0 where there is none */
    QA_P_HEIGHT, /* in the chart of intervals, the first on top; once for each end and the rate */
    QA_P_FAILING = QA_P_HEIGHT + 3,
    QA_P_N_FAILING, /* the first three that fail, down to this place, and how many */
    QA_P_OPEN,
    QA_P_N_OPEN,
    QA_P_POINTS, /* of each criterion in the score */
    QA_P_COLUMNS = QA_P_POINTS + QA_N_CRITERIA
};
enum { QA_MOST_NAMED = 3 };
uint32_t qa_place_row(const struct qa_vendor_book *book, uint32_t place);
uint32_t qa_limit_row(const struct qa_vendor_book *book); /* and the next two */
const struct qa_vendor_score *qa_score_at(const struct qa_vendor_book *book, uint32_t place);
/* The figure of the vendor at a place. */
const char *qa_at_place(const struct qa_vendor_book *book, enum qa_vendor_figure figure,
                        uint32_t place);
void qa_put_chart_figures(struct qa_vendor_book *book, struct qa_sheet *sheet);

/* Inputs from its top: single values, scenarios of weights, ends of the value functions, exchange
 * rates, and a row a vendor that says whether it takes part. Others name all but the last two by
 * their defined names. */
enum { QA_INPUTS_FIRST = 4, QA_N_SCENARIOS = 4 };
enum { QA_SCENARIOS_FIRST = QA_INPUTS_FIRST + QA_N_LEADING_INPUTS + 5 };
enum { QA_ENDS_FIRST = QA_SCENARIOS_FIRST + QA_N_SCENARIOS + 4 };
enum { QA_FX_FIRST = QA_ENDS_FIRST + QA_N_CRITERIA + 3 };
uint32_t qa_include_row(const struct qa_vendor_book *book, size_t vendor);
const char *const *qa_fx_currencies(const struct qa_vendor_book *book, size_t *n);

void qa_sheet_summary(struct qa_vendor_book *book, struct qa_sheet *sheet);
void qa_sheet_inputs(struct qa_vendor_book *book);
void qa_sheet_vendors(struct qa_vendor_book *book);
void qa_sheet_quotes(struct qa_vendor_book *book);
void qa_sheet_sensitivity(struct qa_vendor_book *book);
void qa_sheet_compliance(struct qa_vendor_book *book); /* none without answers to a request */
void qa_sheet_accuracy(struct qa_vendor_book *book);
/* On Accuracy, from `row` on, of the first 12 vendors; returns the row after the last. */
uint32_t qa_put_error_maps(struct qa_vendor_book *book, struct qa_sheet *sheet, uint32_t row);
void qa_sheet_confusion(struct qa_vendor_book *book);
void qa_sheet_agreement(struct qa_vendor_book *book);
void qa_sheet_annotators(struct qa_vendor_book *book);
void qa_sheet_geometry(struct qa_vendor_book *book);
void qa_sheet_examples(struct qa_vendor_book *book); /* of kinds that have examples */
void qa_sheet_scores(struct qa_vendor_book *book);   /* none without gold */
void qa_sheet_turnaround(struct qa_vendor_book *book);
void qa_sheet_trend(struct qa_vendor_book *book);
void qa_sheet_problems(struct qa_vendor_book *book);
void qa_sheet_wrong_items(struct qa_vendor_book *book);
void qa_sheet_rows(struct qa_vendor_book *book);
void qa_sheet_audit_plan(struct qa_vendor_book *book);
void qa_sheet_method(struct qa_vendor_book *book);
/* The first page for a vendor; the sheet is there first, and filled last, for its links. */
void qa_sheet_report(struct qa_vendor_book *book, struct qa_sheet *sheet);

/* "annotator 3 of acme", or the name with --names; "(unsigned)" for QA_NONE. */
const char *qa_person(const struct qa_vendor_book *book, uint32_t annotator);
/* A file without its folders, which the sheet Problems says once. In a book for a vendor NULL
 * unless it is one of the inputs that the book names: a file of several vendors is none of theirs.
 */
const char *qa_shown_file(const struct qa_vendor_book *book, const char *path);
/* The files in a column of a table, or what begins with them, as they are shown. */
void qa_show_files(const struct qa_vendor_book *book, struct qa_table *table, const char *column);
const char *qa_vendor_text(const struct qa_vendor_book *book, uint32_t vendor);
const char *qa_question_text(const struct qa_vendor_book *book, uint32_t question);

#endif
