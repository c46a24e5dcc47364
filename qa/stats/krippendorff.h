#ifndef QA_STATS_KRIPPENDORFF_H
#define QA_STATS_KRIPPENDORFF_H

/*
 * Krippendorff's alpha with the ordinal metric, which depends on how often each category was
 * chosen: with n_g the ratings of category g among items with two or more,
 *
 *   delta(c, k) = (n_c + ... + n_k - (n_c + n_k) / 2)^2      (Krippendorff 2011, section 5)
 *
 * the squared distance of the categories' mid-ranks. The metric moves with the data, so the
 * standard error is that of the jackknife over items. Alphas of the other metrics are weighted
 * coefficients (agreement.h): nominal identity, interval quadratic, ratio ratio weights.
 */

#include "qa/stats/patterns.h"
#include "qa/stats/resample.h"

/*
 * resampling: how the interval is made; NULL or analytic: by the jackknife. Categories are in their
 * order on the scale. Above QA_MOST_ORDINAL categories there is no interval. n: items with two
 * ratings or more. Undefined as in agreement.h. O(patterns x q^2).
 */
enum { QA_MOST_ORDINAL = 400 };
struct qa_estimate qa_krippendorff_ordinal(const struct qa_patterns *patterns,
                                           const struct qa_resampling *resampling,
                                           const struct qa_inference *inference,
                                           struct qa_arena *scratch);

/* The matched score interval (agreement_score.h) with the metric held at the items' own mid-ranks,
 * in which ordinal alpha is interval alpha. */
void qa_krippendorff_ordinal_score(const struct qa_patterns *patterns,
                                   const struct qa_inference *inference,
                                   struct qa_estimate *estimate, struct qa_arena *scratch);

#endif
