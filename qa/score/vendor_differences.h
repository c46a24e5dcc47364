#ifndef QA_SCORE_VENDOR_DIFFERENCES_H
#define QA_SCORE_VENDOR_DIFFERENCES_H

/*
 * Two vendors by the error rate of the kind (error_rate.h) on the items of a question that both
 * answered. Each item's errors of the two are set against each other, so that what makes an item
 * hard for both falls away.
 *
 *   d = A1 / B1 - A2 / B2, sums over the items that both have
 *   z_i = (a1_i - p1 b1_i) / B1 - (a2_i - p2 b2_i) / B2
 *   Var = m / (m - 1) x sum z_i^2
 *
 * (Cochran 1977, section 6.14, of two ratios on one sample); the interval is Student's t with m - 1
 * degrees of freedom, p that of no difference, Holm's over the pairs of a question.
 */

#include "qa/score/error_rate.h"

struct qa_vendor_difference {
    uint32_t question;  /* of the delivery */
    const char *figure; /* "WER" */
    uint32_t vendor_a, vendor_b;
    uint64_t items;            /* that both answered */
    struct qa_estimate rate_a; /* of these items, without limits */
    struct qa_estimate rate_b;
    struct qa_estimate difference; /* a - b; no limits below 5 items */
    double p_adjusted;             /* NAN: no p */
};
struct qa_vendor_differences {
    struct qa_vendor_difference *list; /* by the names of question and vendors */
    size_t n;
};

/* Of questions of a kind with an error figure that several named vendors answered; the comparison
 * is against a reference. An item that was not delivered and counts as missed is an answer.
 * O(pairs of answers), each compared once more, and O(items x vendors^2). */
struct qa_vendor_differences qa_vendor_differences(const struct qa_comparison *comparison,
                                                   double confidence, struct qa_arena *arena);

/* Table vendor_differences; nothing is added when there are none. */
extern const struct qa_table_form qa_form_vendor_differences;
void qa_vendor_differences_table(const struct qa_vendor_differences *differences,
                                 const struct qa_names *names, struct qa_report *report);

#endif
