#ifndef QA_STATS_INCLUSION_H
#define QA_STATS_INCLUSION_H

/*
 * Who is among the k of n when it is known that k are: the inclusion probabilities of the
 * conditional Bernoulli distribution (Chen, Dempster and Liu 1994, section 2). With the raters'
 * odds of an error as weights it is Rasch's (1960) conditional model: given how many raters of an
 * item erred, who did does not depend on how difficult the item is.
 */

#include <stddef.h>

#include "qa/base/arena.h"

/*
 * p[i]: probability that i is among the k; they sum to k. weight[i] > 0; k <= n. Up to 48 exactly,
 * from elementary symmetric functions, O(n k); beyond, by independent trials with odds theta
 * weight[i] whose expected number is k, O(n).
 */
void qa_inclusion_probabilities(const double *weight, size_t n, size_t k, double *p,
                                struct qa_arena *scratch);

#endif
