#ifndef QA_STATS_RATE_FUTURE_H
#define QA_STATS_RATE_FUTURE_H

/*
 * What an audit would say if it went on: the limit of an error rate (monotone_rate.h) after more
 * labels of the same annotators, whose errors are drawn.
 *
 * Annotators of a sample differ by a standard deviation over mean c of a gamma distribution. c is
 * one of a few values that are as likely as each other before anything is seen; each one's
 * likelihood is that of the annotators' errors as gamma-Poisson counts, over the design effect
 * within items. Given c the rate of the vendor has the variance
 *   p (1 - p) d / n + c^2 p^2 sum n_g^2 / n^2,
 * of which more labels of the same annotators shrink the first part only.
 *
 * An audit that goes on finds errors of each annotator at its own rate, negative binomial with
 * variance over mean d; each time it is asked, the limit is worked anew from all sums, by the very
 * formulas of monotone_rate.c. New items are as large as those seen, labels fall to annotators as
 * before. d of the future: what was seen, with a gamma distribution that is the wider the fewer
 * items had errors.
 */

#include "qa/base/random.h"
#include "qa/stats/monotone_rate.h"

struct qa_annotator_part;

/* Of a sample, all that a future needs; n_annotators is 0 unless they are a sample. */
struct qa_rate_summary {
    struct qa_rate_sample sample; /* without items and shares */
    double errors, ee, en;        /* over items: of errors, squares and products with trials */
    double within;                /* design effect of items, by all errors and one more lump */
    double concentration, confidence;
    size_t wrong_items;
    const struct qa_annotator_part *people;
};

/* Copies what it keeps into the arena. The sample has trials. O(items + shares). */
struct qa_rate_summary *qa_rate_summary(const struct qa_rate_sample *sample, double concentration,
                                        enum qa_annotators_are annotators, double confidence,
                                        struct qa_arena *arena);

enum { QA_N_VARIATIONS = 6 };

/* How annotators may differ, and how many independent trials the sample then is worth. */
struct qa_rate_variations {
    double up_to[QA_N_VARIATIONS]; /* chance of this or one before; 1 at the last */
    double trials[QA_N_VARIATIONS];
};
struct qa_rate_variations qa_rate_variations(const struct qa_rate_summary *summary);
int qa_draw_variation(const struct qa_rate_variations *variations, struct qa_random *random);

/* Errors among so many trials: negative binomial with variance over mean d, above the binomial one;
 * from a mean of 30 on the normal distribution, rounded. */
double qa_draw_errors(struct qa_random *random, double trials, double rate, double d);

/* An audit as it may go on. */
struct qa_rate_future {
    const struct qa_rate_summary *summary;
    double d;                         /* within items */
    double *own;                      /* rates: of each annotator, or of all */
    struct qa_annotator_part *people; /* as found so far */
    double items, trials, squares, share_squares;
    double errors, ee, en;
};

/* Begins with what was found, under a true rate and one of the variations. */
struct qa_rate_future qa_rate_future(const struct qa_rate_summary *summary, double rate,
                                     int variation, struct qa_random *random,
                                     struct qa_arena *arena);

/* So many trials more, rounded to whole items. O(annotators). */
void qa_rate_future_add(struct qa_rate_future *future, double trials, struct qa_random *random);

/* rate with its upper limit, and the design effect, as qa_monotone_rate has them, but for parts of
 * the errors, of which only some are tried. O(annotators). */
struct qa_monotone_rate qa_rate_future_limit(const struct qa_rate_future *future);

#endif
