#ifndef QA_STATS_TRUTH_H
#define QA_STATS_TRUTH_H

/*
 * The right label of each item from the annotators' labels alone.
 *
 *   majority     the share of the votes
 *   dawid_skene  each annotator has a confusion matrix p(given | true) (Dawid and Skene 1979)
 *   one_coin     each annotator has one accuracy; wrong labels fall evenly on the other categories.
 *                Few parameters, so it often serves better on few labels an annotator
 *   mace         each annotator either knows the label or guesses from habits of his own (Hovy,
 *                Berg-Kirkpatrick, Vaswani and Hovy 2013), here with maximum a posteriori EM
 *
 * The three models are fitted by expectation-maximisation from the majority vote's shares. They
 * share the step from parameters to posteriors: only p(given | true) and its update differ. Steps
 * go on until the logarithm of likelihood times prior rises by less than `tolerance` of itself;
 * each step raises it, also where an annotator labels an item more than once.
 *
 * Expected counts are summed in fixed point (2^-40), so results are the same to the last bit on any
 * number of threads and for any order of the items.
 */

#include <stdbool.h>

#include "qa/base/arena.h"
#include "qa/base/ratings.h"

enum qa_truth_method { QA_TRUTH_MAJORITY, QA_TRUTH_DAWID_SKENE, QA_TRUTH_ONE_COIN, QA_TRUTH_MACE };

struct qa_truth_request {
    enum qa_truth_method method;
    /* Pseudo-count of each cell of a confusion matrix, of right and wrong, of knowing and guessing
     * and of each habit: 0 is maximum likelihood and lets probabilities become 0. */
    double smoothing;
    double tolerance;        /* relative rise at which to stop */
    uint64_t max_iterations; /* > 0 */
};

struct qa_truth {
    const char *undefined; /* why there is none, or NULL */
    double *posterior;     /* n_items x n_categories */
    uint32_t *label;       /* n_items: the most likely category, the first of equal ones */
    bool *tie;             /* n_items: another category is as likely */
    double *prior;         /* n_categories: shares of the true labels; mace: even */
    double *confusion;     /* n_raters x true x given; NULL for majority */
    double *accuracy;      /* n_raters: expected share of right labels; NULL for majority */
    double log_likelihood; /* of the ratings at the end; no meaning for majority */
    uint64_t n_iterations;
    bool converged;
};

/*
 * As in ratings.h, but a rater may have several ratings of an item. Items without a rating have
 * even posteriors and tie. Undefined: fewer than two categories (majority still stands); tables of
 * more than 2^27 cells. O(iterations x ratings x n_categories).
 */
struct qa_truth qa_truth(const struct qa_ratings *ratings, const struct qa_truth_request *request,
                         struct qa_arena *arena);

#endif
