#ifndef QA_SCORE_SPANS_H
#define QA_SCORE_SPANS_H

/*
 * The family "spans": entities found, by the four ways of counting of MUC and SemEval-2013 (task
 * 9.1). C is the greatest number of pairs, each span in at most one, that an assignment of the
 * delivered spans to those of the reference gives:
 *
 *     strict   the same characters and the same class
 *     exact    the same characters, of whatever class
 *     type     the same class, and a character in common
 *     partial  of whatever class: 1 for the same characters, 1/2 for a character in common
 *
 *     precision = C / delivered, recall = C / reference, F1 = 2 C / (delivered + reference)
 *
 * C is that of the best assignment for each way by itself, so that no order of spans decides
 * (tools that pair spans as they come give `type` figures that depend on it). Ends are exclusive:
 * spans that touch have no character in common. Fragments that touch are one. Nested, overlapping
 * and discontinuous spans are spans like others, and equal ones count as often as they are there.
 *
 * A class counts spans of the reference by their own class and delivered ones by theirs, as in
 * detection.h. Where several best assignments give classes different shares, the one of the
 * canonical order of spans (by place, then name of the class) is taken.
 *
 * Items without spans on either side add nothing; with nothing delivered recall and F1 are 0 and
 * precision is undefined.
 * Sources: Chinchor and Sundheim 1993 (MUC-5 evaluation metrics); Segura-Bedmar, Martinez and
 * Herrero-Zazo 2013 (SemEval-2013 task 9, 9.1).
 * O(n log n + pairs of spans that overlap) for n spans of an item, and the assignment of qa_match.
 */

#include "qa/score/score.h"

enum qa_spans_part {
    QA_SPANS_REFERENCE,
    QA_SPANS_DELIVERED,
    QA_SPANS_STRICT,
    QA_SPANS_TYPE,
    QA_SPANS_EXACT, /* by the span of the reference, and by the delivered one */
    QA_SPANS_EXACT_DELIVERED,
    QA_SPANS_PARTIAL, /* credit, likewise */
    QA_SPANS_PARTIAL_DELIVERED,
    QA_N_SPANS_PARTS
};

extern const struct qa_score qa_score_spans;

#endif
