#ifndef QA_STATS_COMPARE_H
#define QA_STATS_COMPARE_H

/* Two proportions against each other, and many p-values at once. */

#include <stddef.h>

#include "qa/base/arena.h"
#include "qa/base/estimate.h"

/*
 * rate1 - rate2 of two independent groups of n1 and n2 trials, which may be effective numbers. The
 * interval is the hybrid score interval of Newcombe (1998), method 10; p_value that of the pooled z
 * test without continuity correction, two-sided, 1 when neither group has an error or a success. n
 * is n1 + n2 rounded. Undefined when a group has no trials.
 */
struct qa_estimate qa_two_proportions_effective(double rate1, double n1, double rate2, double n2,
                                                double confidence);

/* Step-down adjustment of Holm (1979): adjusted[i] belongs to p[i]; at most 1. O(n log n). */
void qa_holm(const double *p, size_t n, double *adjusted, struct qa_arena *scratch);

/* Step-up adjustment of Benjamini and Hochberg (1995) for the false discovery rate. */
void qa_benjamini_hochberg(const double *p, size_t n, double *adjusted, struct qa_arena *scratch);

#endif
