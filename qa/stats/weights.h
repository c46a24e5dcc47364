#ifndef QA_STATS_WEIGHTS_H
#define QA_STATS_WEIGHTS_H

/*
 * Agreement weights: how near two categories are, 1 for the same and 0 for the farthest. Weighted
 * coefficients count a near miss as a part of an agreement (Cohen 1968). With d = |a - b|, the
 * places a and b on the scale, its ends min and max and its n categories (Gwet 2014, chapter 3):
 *
 *   identity   1 or 0
 *   linear     1 - d / (max - min)                          (Cicchetti and Allison 1971)
 *   quadratic  1 - d^2 / (max - min)^2                      (Fleiss and Cohen 1973)
 *   radical    1 - sqrt(d) / sqrt(max - min)
 *   ratio      1 - (d / (a + b))^2 / ((max - min) / (max + min))^2
 *   circular   1 - s / max of s,  s = sin^2(pi d / (max - min + 1))
 *   bipolar    1 - s / max of s,  s = d^2 / ((a + b - 2 min) (2 max - a - b))
 *   ordinal    1 - m (m - 1) / (n (n - 1)),  m = categories from a to b, both counted
 *
 * Quadratic weights make Krippendorff's interval metric; Gwet's ordinal weights are not
 * Krippendorff's ordinal metric (krippendorff.h), which depends on the data.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qa/base/arena.h"

enum qa_weights {
    QA_WEIGHTS_IDENTITY,
    QA_WEIGHTS_LINEAR,
    QA_WEIGHTS_QUADRATIC,
    QA_WEIGHTS_ORDINAL,
    QA_WEIGHTS_RADICAL,
    QA_WEIGHTS_RATIO,
    QA_WEIGHTS_CIRCULAR,
    QA_WEIGHTS_BIPOLAR,
    QA_N_WEIGHTS
};

/* "linear"; "identity" for identity. */
const char *qa_weights_name(enum qa_weights weights);
bool qa_weights_by_name(const char *name, enum qa_weights *weights);

/* The n x n matrix, row by row, symmetric; NULL for identity, which every function takes as such.
 * score: the places, ascending, n of them; NULL: 1, 2, 3 ... Ratio weights need places above 0 or
 * all at or above 0; where a + b is 0 the two are the same. O(n^2) time and memory. */
const double *qa_weight_matrix(enum qa_weights weights, const double *score, uint32_t n,
                               struct qa_arena *arena);

/*
 * Weights between sets of tags: 1 - distance. members: n_sets x n_tags, row by row, true when the
 * tag is in the set.
 *   Jaccard (1901)     |A and B| / |A or B|
 *   MASI (Passonneau 2006)  Jaccard times 1 when equal, 2/3 when one holds the other, 1/3 when
 *                      they overlap, 0 when disjoint
 * Two empty sets are the same: weight 1. O(n_sets^2 n_tags).
 */
enum qa_set_distance { QA_SETS_JACCARD, QA_SETS_MASI };
const double *qa_set_weights(enum qa_set_distance distance, const bool *members, uint32_t n_sets,
                             uint32_t n_tags, struct qa_arena *arena);

#endif
