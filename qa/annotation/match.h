#ifndef QA_ANNOTATION_MATCH_H
#define QA_ANNOTATION_MATCH_H

/*
 * Optimal one-to-one matching of the objects of two annotators on one item: among the pairs
 * whose similarity reaches the threshold, the assignment with the greatest sum of similarity
 * (Kuhn 1955, Munkres 1957; shortest augmenting paths after Jonker and Volgenant 1987).
 *
 * The matrix is split into connected components first; most are single pairs, and an item of
 * thousands of objects costs what its largest crowd costs.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qa/base/arena.h"

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

#endif
