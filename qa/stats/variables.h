#ifndef QA_STATS_VARIABLES_H
#define QA_STATS_VARIABLES_H

/*
 * Acceptance sampling by variables: a score such as IoU is measured on n units, and the lot is
 * accepted when mean - lower limit >= k s (k method, sigma unknown, one limit). The scores are
 * taken as normal; the rate is the share below the limit. Source: Lieberman and Resnikoff (1955),
 * JASA 50, 457; the operating characteristic by the noncentral t, without approximation.
 */

#include <stdint.h>

#include "qa/base/estimate.h"

struct qa_variables_plan {
    uint64_t n;
    double k;
    const char *undefined; /* why there is none, or NULL */
    double producer_risk;  /* true ones */
    double consumer_risk;
};

/* P(accept) of lots of which `rate` is below the limit; n >= 2, 0 < rate < 1. */
double qa_variables_accept(uint64_t n, double k, double rate);

/* The smallest n, with the k that uses up the consumer's risk; 0 < acceptable < rejectable < 1. */
struct qa_variables_plan qa_variables_single(double acceptable, double producer_risk,
                                             double rejectable, double consumer_risk);

/*
 * The share of a normal population below a limit that n scores show: quality = (mean - limit) / s,
 * divisor n - 1. The value is Phi(-quality); the ends are the rates at which a quality as good or
 * as bad as this one has probability (1 - confidence) / 2, by the noncentral t: exact for normal
 * scores. Undefined below two scores. Source: Owen and Hua (1977), Commun. Statist. B6, 285.
 */
struct qa_estimate qa_variables_rate(uint64_t n, double quality, double confidence);

#endif
