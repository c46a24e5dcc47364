#ifndef QA_STATS_PAIRWISE_H
#define QA_STATS_PAIRWISE_H

/*
 * Every pair of annotators with common items: percent agreement and Cohen's kappa, plain and
 * weighted, on the items that both rated; and Light's kappa, their mean.
 *
 * Where the tables of all pairs fit in a few megabytes they are counted in one pass over the items.
 * Else the pairs of one annotator are found together, from the ratings of that annotator's items,
 * so memory is bounded by the busiest annotator and not by the square of their number. Both ways
 * work in parallel and give the same. O(sum over items of ratings^2) time.
 */

#include "qa/base/arena.h"
#include "qa/base/estimate.h"
#include "qa/base/ratings.h"
#include "qa/stats/kappa.h"
#include "qa/stats/weights.h"

enum { QA_MOST_PAIR_WEIGHTS = 4 };

/* The weights that kappas are wanted with: matrices over all categories, NULL: identity. */
struct qa_pair_request {
    const double *weights[QA_MOST_PAIR_WEIGHTS];
    size_t n_weights;
    struct qa_inference inference;
    bool is_matched_score; /* intervals: agreement_score.h; else Wilson's and the analytic ones */
};

struct qa_rater_pair {
    uint32_t a; /* a < b */
    uint32_t b;
    uint64_t n_items;
    struct qa_estimate percent_agreement;           /* Wilson, or matched score */
    struct qa_estimate kappa[QA_MOST_PAIR_WEIGHTS]; /* as requested */
    struct qa_kappa_indices indices;                /* over all categories of the ratings */
};

/* Pairs by (a, b), in the arena. */
struct qa_rater_pair *qa_rater_pairs(const struct qa_ratings *ratings,
                                     const struct qa_pair_request *request, struct qa_arena *arena,
                                     size_t *n_pairs);

/*
 * Light's kappa (1971): the mean of the pairs' kappas, over the pairs with common items whose kappa
 * is defined; *n_used and *n_undefined say how many had one and had none. The standard error is
 * linearised over items: the influence of an item on the mean is the mean of those on the kappas of
 * the pairs that rated it. No interval where the tables of all pairs do not fit in memory (about 4
 * million cells), and none where a pair has fewer than QA_LIGHT_LEAST_ITEMS common items or fewer
 * than QA_LIGHT_LEAST_OUTSIDE of them outside the label that both gave most: kappas of small tables
 * are biased and some are undefined, so that the interval need not cover anything (1 to 94 % of the
 * time in tests/calibrate/flags.c and its like). influence: as in conger.h. Undefined: no pair with
 * a kappa.
 */
enum { QA_LIGHT_LEAST_ITEMS = 100, QA_LIGHT_LEAST_OUTSIDE = 30 };
struct qa_light_pairs {
    uint64_t n_used;
    uint64_t n_undefined;
    bool is_sparse; /* too few items of a pair for an interval */
};
struct qa_estimate qa_light_kappa(const struct qa_ratings *ratings, const double *weights,
                                  const struct qa_inference *inference, double *influence,
                                  struct qa_light_pairs *pairs, struct qa_arena *scratch);

#endif
