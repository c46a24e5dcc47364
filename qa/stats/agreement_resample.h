#ifndef QA_STATS_AGREEMENT_RESAMPLE_H
#define QA_STATS_AGREEMENT_RESAMPLE_H

/*
 * Jackknife and bootstrap (resample.h) of the agreement coefficients. Each function replaces the
 * intervals of estimates that were made analytically.
 */

#include "qa/stats/agreement.h"
#include "qa/stats/kappa.h"
#include "qa/stats/resample.h"

/* Coefficients of patterns: estimates[i] is that of which[i]. Units are the patterns. */
void qa_agreement_resample(const struct qa_agreement_basis *basis, const enum qa_coefficient *which,
                           size_t n, const struct qa_resampling *resampling,
                           const struct qa_inference *inference, struct qa_estimate *estimates);

/* Cohen's kappa; units are the cells of the table. */
void qa_cohen_resample(const uint64_t *table, uint32_t n_categories, const double *weights,
                       const struct qa_resampling *resampling, const struct qa_inference *inference,
                       struct qa_estimate *estimate);

/*
 * Coefficients that know who rated: Conger's and Light's kappa. Units are the distinct items. When
 * these are more than QA_MOST_DISTINCT_ITEMS, or the tables of all pairs have more cells than
 * QA_MOST_RESAMPLED_CELLS (Light), the estimate stays as it is; its method says which it is.
 */
enum { QA_MOST_DISTINCT_ITEMS = 100000, QA_MOST_RESAMPLED_CELLS = 200000 };
void qa_conger_resample(const struct qa_ratings *ratings, const double *weights,
                        const struct qa_resampling *resampling,
                        const struct qa_inference *inference, struct qa_estimate *estimate);
void qa_light_resample(const struct qa_ratings *ratings, const double *weights,
                       const struct qa_resampling *resampling, const struct qa_inference *inference,
                       struct qa_estimate *estimate);

#endif
