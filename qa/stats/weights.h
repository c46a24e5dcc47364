#ifndef QA_STATS_WEIGHTS_H
#define QA_STATS_WEIGHTS_H

/*
 * Agreement weights: how near two categories are, 1 for the same. Weighted coefficients count a
 * near miss as a part of an agreement (Cohen 1968).
 *
 *   identity   1 or 0
 *   linear     1 - |a - b| / range         (Cicchetti and Allison 1971)
 *   quadratic  1 - (a - b)^2 / range^2     (Fleiss and Cohen 1973)
 *
 * a and b are places on the scale, range the distance of its ends.
 */

#include <stddef.h>
#include <stdint.h>

#include "qa/base/arena.h"

enum qa_weights { QA_WEIGHTS_IDENTITY, QA_WEIGHTS_LINEAR, QA_WEIGHTS_QUADRATIC, QA_N_WEIGHTS };

/* The n x n matrix, row by row, symmetric; NULL for identity, which every function takes as such.
 * score: the places, ascending, n of them; NULL: 0, 1, 2 ... */
const double *qa_weight_matrix(enum qa_weights weights, const double *score, uint32_t n,
                               struct qa_arena *arena);

/* "", "_linear", "_quadratic": what a coefficient's name ends in. */
const char *qa_weights_suffix(enum qa_weights weights);

#endif
