#ifndef QA_STATS_PAIRWISE_H
#define QA_STATS_PAIRWISE_H

/*
 * Every pair of annotators with common items: percent agreement and Cohen's kappa, plain and
 * weighted, on the items that both rated.
 *
 * The pairs of one annotator are found together, from the ratings of that annotator's items, so
 * memory is bounded by the busiest annotator and not by the square of their number; annotators are
 * worked in parallel. Tables hold only the categories that a pair used.
 * O(sum over items of ratings^2) time.
 */

#include "qa/base/arena.h"
#include "qa/base/estimate.h"
#include "qa/base/ratings.h"
#include "qa/stats/weights.h"

struct qa_rater_pair {
    uint32_t a; /* a < b */
    uint32_t b;
    uint64_t n_items;
    struct qa_estimate percent_agreement; /* Wilson */
    struct qa_estimate kappa[QA_N_WEIGHTS];
};

/* Pairs by (a, b), in the arena; weighted kappas use the ratings' scale. */
struct qa_rater_pair *qa_rater_pairs(const struct qa_ratings *ratings, double confidence,
                                     struct qa_arena *arena, size_t *n_pairs);

#endif
