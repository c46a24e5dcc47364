#ifndef QA_AUDIT_WORDS_H
#define QA_AUDIT_WORDS_H

/*
 * Table words: which words of transcripts were substituted, deleted and inserted, how often and in
 * how many items, most frequent first, of each vendor. Words are those that are compared (after
 * --normalise and the like); of several best alignments one is taken by the rule of
 * annotation/edits_path.h, so that the counts add up to those of the word error rate.
 */

#include "qa/score/comparison.h"
#include "qa/table/report.h"

/* Adds the table where there are transcripts. comparison: of any kind; between annotators the one
 * whose name comes first stands for the reference. */
void qa_words_table(const struct qa_comparison *comparison, struct qa_report *report);

#endif
