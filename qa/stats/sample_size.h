#ifndef QA_STATS_SAMPLE_SIZE_H
#define QA_STATS_SAMPLE_SIZE_H

/* How many units an estimate, a comparison or a posterior needs. */

#include <stdint.h>

#include "qa/stats/interval.h"

/* ---- estimation ---- */

/*
 * The smallest n for which Wilson's interval at the expected rate is no wider than +- margin on
 * average of its two sides, with the finite population correction of a simple random sample of
 * `lot` (0: none). Unlike Cochran's (1977, eq. 4.2) normal formula it asks for enough at rates near
 * 0. n <= lot.
 */
uint64_t qa_size_for_margin(double expected, double margin, double confidence, uint64_t lot);

/* Half the width of that interval at n; for a lot checked whole 0. */
double qa_margin_of_size(double expected, uint64_t n, double confidence, uint64_t lot);

/* ---- comparison ---- */

/* Units of each of two vendors so that a two-sided test at 1 - confidence finds the difference of
 * their rates with probability `power` (Fleiss, Levin and Paik 2003, eq. 4.14). The rates differ.
 */
uint64_t qa_size_to_tell_apart(double rate_a, double rate_b, double confidence, double power);

/*
 * Further independent trials after which Wilson's interval no longer holds the limit, with
 * probability `power` if the rate is the one seen (no error seen counts as half a one): the
 * binomial distribution of the further errors, exactly. errors and trials may be effective numbers;
 * trials > 0. HUGE_VAL: not within ten million. O(log^2) binomial tails.
 */
double qa_more_to_leave_limit(double errors, double trials, double limit, double confidence,
                              double power);

/*
 * How many times the sample a difference asks for, to be found by a two-sided test at 1 -
 * confidence with probability `power`: its variance is sampled^2 / times + other^2, where only the
 * part `sampled` shrinks with the sample. Fleiss, Levin and Paik's eq. 4.14 with both variances
 * taken at the rates seen. HUGE_VAL when no sample is enough; below 1 when less would do.
 */
double qa_times_to_tell_apart(double difference, double se_sampled, double se_other,
                              double confidence, double power);

/* ---- a beta prior and what follows it ---- */

/* Beta distribution of the error rate: a and b count as errors and correct answers seen before. A
 * prior from past lots: qa_beta_prior_fit (shrink.h). */
struct qa_beta {
    double a, b;
};

/* After n checked with so many errors. */
struct qa_beta qa_beta_posterior(struct qa_beta prior, uint64_t errors, uint64_t n);

/* Mean and equal-tailed interval, method "beta posterior". */
struct qa_estimate qa_beta_mean(struct qa_beta posterior, double confidence);

/* P(rate <= limit). */
double qa_beta_below(struct qa_beta posterior, double limit);

/* The smallest n such that with `errors` among them P(rate <= limit) reaches the confidence; 0 when
 * the prior is enough already. limit above 0. */
uint64_t qa_size_for_posterior(struct qa_beta prior, uint64_t errors, double limit,
                               double confidence);

#endif
