#ifndef QA_SCORE_ERROR_RATE_H
#define QA_SCORE_ERROR_RATE_H

/*
 * The error rate of a kind, where the field has one: the ratio above / below of the figure that the
 * kind names (type.h). Of a figure that is a complement (F1) that is 1 - F1, of others the figure
 * (WER, DER). And two vendors by it on the items that both answered.
 */

#include "qa/score/scores.h"

struct qa_error_figure {
    const struct qa_score *score;
    size_t figure;     /* of the family */
    const char *name;  /* "WER", "1 - F1, strict" */
    const char *trial; /* "words" */
};

/* False: the kind has none. */
bool qa_error_figure(const struct qa_type *type, struct qa_error_figure *out,
                     struct qa_arena *arena);

/* The error rate of a row of the figure's family, with the interval of the figure. */
struct qa_estimate qa_error_rate_of(const struct qa_score_row *row,
                                    const struct qa_error_figure *figure, double confidence);

/* Errors and trials of parts of the figure's family: of one pair, an item, or all. */
void qa_error_sums(const struct qa_error_figure *figure, const double *parts, double *errors,
                   double *trials);

/*
 * Errors and trials as whole numbers: words, spans; of figures whose errors do not come whole, such
 * as seconds, thousandths. No more errors than trials: a rate above 1 is cut to it, and *is_cut
 * says so.
 */
struct qa_error_trials {
    uint64_t errors;
    uint64_t trials;
    bool is_cut;
};
struct qa_error_trials qa_error_trials_of(const struct qa_score_row *row,
                                          const struct qa_error_figure *figure);

/*
 * Effective numbers of trials whose textbook intervals have the ends of the rate's own, for what
 * goes on from counts (scorecard.h): Wilson's (1927) upper end U at
 *
 *   high_trials = z^2 U (1 - U) / (U - p)^2,
 *
 * which is Wilson's equation solved for n, and Clopper and Pearson's (1934) lower end, by
 * bisection. Without an interval both are the number of items: as if each failed as a whole. p and
 * its interval in [0, 1]; an upper end of 1 is taken for 0.9999.
 */
struct qa_effective_trials {
    double high_trials;
    double low_trials;
};
struct qa_effective_trials qa_error_effective_trials(const struct qa_estimate *rate,
                                                     double confidence);

#endif
