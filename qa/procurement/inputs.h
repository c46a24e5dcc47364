#ifndef QA_PROCUREMENT_INPUTS_H
#define QA_PROCUREMENT_INPUTS_H

/*
 * The numbers that a buyer states and may change in the workbook: one row says the cell's name on
 * the sheet Inputs, which rules and formulas use, its label, unit, bounds, note and where its value
 * is. Options and keys of audit.yaml (qa/cli) point at their row and take the bounds from it, so
 * that the workbook allows what the command line does.
 */

#include "qa/procurement/scorecard.h"

enum qa_input_id {
    QA_IN_VOLUME,
    QA_IN_OBJECTS,
    QA_IN_SECONDS,
    QA_IN_MAX_ERR,
    QA_IN_MIN_AGREEMENT,
    QA_IN_MAX_HOURS,
    QA_IN_BUDGET,
    QA_IN_WEEKS,
    QA_IN_CONF,
    QA_IN_COST_PER_WRONG,
    QA_IN_AUDIT_COST,
    QA_N_LEADING_INPUTS, /* the rest stand in a block of their own */
    QA_IN_FRAMES = QA_N_LEADING_INPUTS,
    QA_IN_MINUTES,
    QA_IN_CHARACTERS,
    QA_IN_WORDS,
    QA_IN_ANSWERS,
    QA_IN_MONTHS,
    QA_IN_SEATS,
    QA_IN_SEAT_HOURS,
    QA_IN_RUSH,
    QA_IN_REVIEW,
    QA_IN_REWORK,
    QA_IN_FOUND,
    QA_IN_REJECTED,
    QA_IN_COST_PER_ERROR,
    QA_N_INPUTS
};

#define QA_MOST_WEIGHT 1e6

struct qa_input {
    const char *cell;  /* defined name on Inputs */
    const char *label; /* NULL: the heading of its scenario value, and so for the unit */
    const char *unit;  /* "money": the currency */
    bool is_rate;
    double least, most;
    const char *note;
    size_t offset; /* of the double in struct qa_score_settings */
    int scenario;  /* enum qa_scenario_value; QA_N_SCENARIO_VALUES: none */
};
extern const struct qa_input qa_inputs[QA_N_INPUTS];

/* The value in force: a cost of checking that nobody stated, and the 1 that stands for answers and
 * months, included. */
double qa_input_value(const struct qa_score_settings *settings, enum qa_input_id input);

/* The defined name of a scenario value's cell; "0" for one that has none. */
const char *qa_scenario_cell(enum qa_scenario_value value);

#endif
