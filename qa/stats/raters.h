#ifndef QA_STATS_RATERS_H
#define QA_STATS_RATERS_H

/*
 * Each annotator against the others, and coefficients without each annotator.
 *
 * All of it follows from how many items an annotator has of each pattern and own category, so it is
 * found in one pass over the ratings, then costs what the distinct patterns cost. In parallel; the
 * same whatever the order of the items.
 */

#include "qa/base/arena.h"
#include "qa/base/ratings.h"
#include "qa/stats/agreement.h"

/* One annotator, on the items that others rated too. */
struct qa_rater_standing {
    uint64_t n_items;  /* rated */
    uint64_t n_shared; /* with another rating */
    /* Mean over the shared items of the share of the other ratings that agree (leave-one-out);
     * linearised, t with n_shared - 1 degrees of freedom. */
    struct qa_estimate agreement;
    /* (agreement - chance) / (1 - chance), chance = sum of own share x share of the others' ratings
     * on these items: Cohen's kappa (1960) of the annotator with a random other one. */
    struct qa_estimate kappa;
    /* Shares of all categories on the shared items, n_categories long. */
    const double *own_share;
    const double *others_share;
    /* Items by the label that most of the others gave (row) and the own (column), n_categories
     * squared; items on which the others tie are left out. NULL where that would be too large. */
    const uint64_t *confusion;
    uint32_t favourite;   /* category chosen most, on all items; the first of equal ones */
    uint64_t n_favourite; /* items */
};

/* standing[rater], in the arena. */
struct qa_rater_standing *qa_rater_standings(const struct qa_ratings *ratings,
                                             const struct qa_patterns *patterns,
                                             const struct qa_inference *inference,
                                             struct qa_arena *arena);

/*
 * Coefficients with one annotator left out: value[rater x QA_N_COEFFICIENTS + coefficient] where
 * defined. Scratch and results in the arena. O(ratings + raters x q).
 */
struct qa_without_raters {
    double *value;
    bool *defined;
};
struct qa_without_raters qa_without_raters(const struct qa_ratings *ratings,
                                           const struct qa_agreement_basis *basis,
                                           struct qa_arena *arena);

/*
 * The estimate when the annotators are a sample too: their variance by the jackknife, (r - 1) / r
 * sum of (theta_-g - mean)^2, is added to that of the items (Gwet 2014, chapter 5), and t has
 * min(r, n) - 1 degrees of freedom; the interval begins at `lowest` or above. Of an estimate with
 * the matched score interval each side is widened likewise, by square-and-add. without: r values at
 * `stride`, defined likewise. Undefined with fewer than three annotators, or when one of them is
 * needed for a value.
 */
struct qa_estimate qa_with_sampled_raters(const struct qa_estimate *estimate, const double *without,
                                          const bool *defined, uint32_t n_raters, size_t stride,
                                          double lowest, const struct qa_inference *inference);

#endif
