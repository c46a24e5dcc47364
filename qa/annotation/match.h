#ifndef QA_ANNOTATION_MATCH_H
#define QA_ANNOTATION_MATCH_H

/*
 * Which objects of two annotators on one item pair, by one of several rules.
 *
 * Optimal one-to-one matching of the objects of two annotators on one item: among the pairs
 * whose similarity reaches the threshold, the assignment with the greatest sum of similarity
 * (Kuhn 1955, Munkres 1957; shortest augmenting paths after Jonker and Volgenant 1987).
 *
 * The matrix is split into connected components first; most are single pairs, and an item of
 * thousands of objects costs what its largest crowd costs.
 *
 * Greedy: the pair of the greatest similarity first, again and again; equal ones by row, then
 * column. Ranked: columns by falling rank, each with the free row of the greatest similarity, of
 * equal ones the last, as COCO's evaluation does by score.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qa/base/arena.h"

/* How the objects of two answers pair: "optimal", "greedy", "coco", "cvat". */
enum qa_pairing {
    QA_PAIRING_OPTIMAL, /* the greatest sum of similarity */
    QA_PAIRING_GREEDY,  /* the greatest similarity first */
    QA_PAIRING_COCO,    /* delivered objects by falling score, and COCO's rule of regions */
    QA_PAIRING_CVAT,    /* equal labels first, then the rest, whether or not classes matter */
    QA_N_PAIRINGS
};
const char *qa_pairing_name(enum qa_pairing pairing);

struct qa_match_input {
    size_t n_rows;
    size_t n_columns;
    const double *similarity;     /* n_rows x n_columns, row by row */
    const uint32_t *row_label;    /* n_rows; NULL: any row may match any column */
    const uint32_t *column_label; /* n_columns; pairs need equal labels */
    const bool *row_out;          /* rows that take no part; NULL: none */
    const bool *column_out;
    double threshold; /* pairs below it never match; > 0 */
};

/*
 * column[r] = matched column of row r or SIZE_MAX. Returns the number of pairs. Of several
 * assignments with the same greatest sum one is returned, the same for the same input; callers that
 * must not depend on the order of objects sort them first. scratch is marked and reset inside.
 * O(k^3) for the largest component of k objects, O(n_rows * n_columns) otherwise.
 */
size_t qa_match(const struct qa_match_input *input, struct qa_arena *scratch, size_t *column);

/* The same by the two other rules. O(k log k) for k pairs at the threshold. rank: of each column,
 * NAN behind all numbers; equal ones in the order of the columns. */
size_t qa_match_greedy(const struct qa_match_input *input, struct qa_arena *scratch,
                       size_t *column);
size_t qa_match_ranked(const struct qa_match_input *input, const double *rank,
                       struct qa_arena *scratch, size_t *column);

#endif
