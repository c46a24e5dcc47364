#ifndef QA_PROCUREMENT_TABLE_FORMS_H
#define QA_PROCUREMENT_TABLE_FORMS_H

/* The tables of this room, each a constant of the file that fills it. */

#include "qa/table/table.h"

extern const struct qa_table_form qa_form_compliance_answers;
extern const struct qa_table_form qa_form_compliance_ask_again;
extern const struct qa_table_form qa_form_compliance_vendors;
extern const struct qa_table_form qa_form_decision_flips;
extern const struct qa_table_form qa_form_decision_negotiation;
extern const struct qa_table_form qa_form_decision_vendors;
extern const struct qa_table_form qa_form_evaluation_caveats;
extern const struct qa_table_form qa_form_verdict_reasons;
extern const struct qa_table_form qa_form_evaluation_types;
extern const struct qa_table_form qa_form_penalties_deliveries;
extern const struct qa_table_form qa_form_penalties_vendors;
extern const struct qa_table_form qa_form_promises;
extern const struct qa_table_form qa_form_promises_kept;
extern const struct qa_table_form qa_form_quote_bases;
extern const struct qa_table_form qa_form_quote_breakeven;
extern const struct qa_table_form qa_form_quote_charges;
extern const struct qa_table_form qa_form_quote_costs;
extern const struct qa_table_form qa_form_quote_crossings;
extern const struct qa_table_form qa_form_quote_curve;
extern const struct qa_table_form qa_form_quote_quoted;
extern const struct qa_table_form qa_form_quote_rates;
extern const struct qa_table_form qa_form_quote_rules;
extern const struct qa_table_form qa_form_quote_scenario;
extern const struct qa_table_form qa_form_quote_teams;
extern const struct qa_table_form qa_form_quote_totals;
extern const struct qa_table_form qa_form_request_about;
extern const struct qa_table_form qa_form_request_charges;
extern const struct qa_table_form qa_form_request_list;
extern const struct qa_table_form qa_form_request_promises;
extern const struct qa_table_form qa_form_request_questions;
extern const struct qa_table_form qa_form_scorecard_gates;
extern const struct qa_table_form qa_form_scorecard_pairs;
extern const struct qa_table_form qa_form_scorecard_scores;
extern const struct qa_table_form qa_form_scorecard_values;
extern const struct qa_table_form qa_form_scorecard_vendors;
extern const struct qa_table_form qa_form_split;
extern const struct qa_table_form qa_form_turnaround_acceptance;
extern const struct qa_table_form qa_form_turnaround_changes;
extern const struct qa_table_form qa_form_turnaround_deliveries;
extern const struct qa_table_form qa_form_turnaround_priorities;
extern const struct qa_table_form qa_form_turnaround_quantiles;
extern const struct qa_table_form qa_form_turnaround_rounds;
extern const struct qa_table_form qa_form_turnaround_survival;
extern const struct qa_table_form qa_form_turnaround_tests;
extern const struct qa_table_form qa_form_turnaround_vendors;
extern const struct qa_table_form qa_form_turnaround_weeks;

#endif
