#ifndef QA_AUDIT_TABLE_FORMS_H
#define QA_AUDIT_TABLE_FORMS_H

/* The tables of this room, each a constant of the file that fills it. */

#include "qa/table/table.h"

extern const struct qa_table_form qa_form_agreement_annotators;
extern const struct qa_table_form qa_form_agreement_benchmarks;
extern const struct qa_table_form qa_form_agreement_categories;
/* Its first columns, where no label is a set of tags. */
enum { QA_CATEGORIES_WITHOUT_TAGS = 8 };
extern const struct qa_table_form qa_form_agreement_coefficients;
extern const struct qa_table_form qa_form_agreement_differences;
extern const struct qa_table_form qa_form_agreement_flags;
extern const struct qa_table_form qa_form_agreement_items;
extern const struct qa_table_form qa_form_agreement_marginals;
extern const struct qa_table_form qa_form_agreement_pairs;
extern const struct qa_table_form qa_form_check_completeness;
extern const struct qa_table_form qa_form_check_objects;
extern const struct qa_table_form qa_form_check_problems;
extern const struct qa_table_form qa_form_errors_annotator_classes;
extern const struct qa_table_form qa_form_errors_annotators;
extern const struct qa_table_form qa_form_errors_changes;
extern const struct qa_table_form qa_form_errors_classes;
extern const struct qa_table_form qa_form_errors_confusion;
extern const struct qa_table_form qa_form_errors_consistency;
extern const struct qa_table_form qa_form_errors_prelabels;
extern const struct qa_table_form qa_form_errors_rework;
extern const struct qa_table_form qa_form_errors_rework_items;
extern const struct qa_table_form qa_form_errors_stages;
extern const struct qa_table_form qa_form_errors_track_cuts;
extern const struct qa_table_form qa_form_errors_track_jumps;
extern const struct qa_table_form qa_form_errors_track_switches;
extern const struct qa_table_form qa_form_errors_track_work;
extern const struct qa_table_form qa_form_errors_trend;
extern const struct qa_table_form qa_form_errors_trends;
extern const struct qa_table_form qa_form_errors_vendors;
extern const struct qa_table_form qa_form_errors_wrong_items;
extern const struct qa_table_form qa_form_examples;
extern const struct qa_table_form qa_form_examples_differences;
extern const struct qa_table_form qa_form_judge_auditors;
extern const struct qa_table_form qa_form_judge_posterior;
extern const struct qa_table_form qa_form_judge_parts;
extern const struct qa_table_form qa_form_judge_plan;
extern const struct qa_table_form qa_form_judge_rework;
extern const struct qa_table_form qa_form_judge_score_verdict;
extern const struct qa_table_form qa_form_judge_severities;
extern const struct qa_table_form qa_form_judge_verdicts;
extern const struct qa_table_form qa_form_overlap_histogram;
extern const struct qa_table_form qa_form_overlap_matches;
extern const struct qa_table_form qa_form_overlap_summary;
extern const struct qa_table_form qa_form_letters;
extern const struct qa_table_form qa_form_plan_apart;
extern const struct qa_table_form qa_form_plan_attributes;
extern const struct qa_table_form qa_form_plan_posterior;
extern const struct qa_table_form qa_form_plan_boundaries;
extern const struct qa_table_form qa_form_plan_curve;
extern const struct qa_table_form qa_form_plan_kappa;
extern const struct qa_table_form qa_form_plan_margin;
extern const struct qa_table_form qa_form_plan_scores;
extern const struct qa_table_form qa_form_plan_switching;
extern const struct qa_table_form qa_form_sample;
extern const struct qa_table_form qa_form_sample_differences;
extern const struct qa_table_form qa_form_sample_draw;
extern const struct qa_table_form qa_form_sample_key;
extern const struct qa_table_form qa_form_sample_of_ids;
extern const struct qa_table_form qa_form_sample_order;
extern const struct qa_table_form qa_form_sample_strata;
extern const struct qa_table_form qa_form_sheet_draw;
extern const struct qa_table_form qa_form_truth_annotators;
extern const struct qa_table_form qa_form_truth_check_gold;
extern const struct qa_table_form qa_form_truth_classes;
extern const struct qa_table_form qa_form_truth_confusion;
extern const struct qa_table_form qa_form_truth_labels;
extern const struct qa_table_form qa_form_truth_methods;
extern const struct qa_table_form qa_form_truth_posteriors;
extern const struct qa_table_form qa_form_words;

#endif
