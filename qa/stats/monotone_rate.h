#ifndef QA_STATS_MONOTONE_RATE_H
#define QA_STATS_MONOTONE_RATE_H

/*
 * The interval of an error rate that somebody has to keep below a limit. Errors come in lumps, of
 * items or of annotators, and the interval must allow for it; but one more error found must never
 * move a limit of it down. Intervals that learn from how far errors spread (cluster_ratio.h) are
 * not so: errors found in ever more items tell that they do not lump.
 *
 * Upper limit. Wilson's (1927) at the trials over a design effect (Kish 1965). The design effect is
 * that of the errors seen, of A errors in all, and of one more lump of w errors that was not seen,
 *
 *   D = (A d + w v) / (A + w),  w = 1 + (m - 1) r,  v = 1 + (m - 1) max(0, (r - p) / (1 - p)),
 *
 * d = max(1, sum (a - p b)^2 / (A (1 - p))) over items with a errors in b trials, p = A / sum b,
 * m = sum b^2 / sum b, r the concentration: the rate of the other trials of an item in which one
 * failed. r begins at one half and is raised by whatever items of the whole run failed together,
 * never lowered: it is the greatest that any part of the errors found shows. And of the limits by
 * parts of the errors the greatest stands: no errors, those of the items with the most (or with the
 * most beyond the rate of all). So the limit goes up with every error, whoever made it. Simulated
 * steps that fell: none in 2,000 at rates up to a tenth, one in some thousands above, by a few
 * thousandths.
 *
 * Lower limit. Clopper and Pearson's (1934) at the effective numbers A / D and (sum b) / D, with
 * r = 1/2, where no more than s errors of an item count; of all s the greatest limit, each of which
 * holds by itself, since fewer errors were counted than there are.
 *
 * D grows by (t / z)^2 for few items, t with 2 (n - 1) degrees of freedom.
 *
 * Annotators as a sample (Cameron, Gelbach and Miller 2011): D also has, over A + w,
 * (g / (g - 1) x sum over g annotators - sum over their shares of items) of (a - p b)^2 / (1 - p),
 * where that is above 0, times (t / z)^2, t with g - 1 degrees of freedom. So that no error of
 * somebody who makes few brings a limit down, the upper limit is also the greatest over A = all
 * errors and fewer (300 at most) of that with the most squares that A of the errors can have, of
 * items and of annotators apart: the fractional knapsack (Dantzig 1957) in which each error is
 * worth an even part of its item's, or its annotator's, squares. One more error leaves all that
 * could be chosen before, so this limit does not fall (of 5,000 steps at rates of a tenth to four
 * tenths 2 did, by two ten-thousandths: trials of an annotator's items differ). The lower limit is
 * the greatest over caps of annotators' rates, 0.93^c, beside those of items; it was seen to fall
 * by a few ten-thousandths in 2 of 1,000 steps. Neither is ever nearer than that of annotators as
 * they are.
 *
 * The combination, the constants 1/2 and 10 and the w are empirical, chosen by simulation;
 * tests/calibrate/limits.c measures the coverage. That limits never fall is a property test.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qa/base/arena.h"
#include "qa/base/estimate.h"

/* An item with errors. */
struct qa_item_errors {
    uint32_t errors; /* 1 .. trials */
    uint32_t trials;
};

/* One annotator's part of an item. */
struct qa_item_share {
    uint32_t item;      /* index of items */
    uint32_t annotator; /* index of annotators */
    uint32_t errors;    /* 1 .. trials */
    uint32_t trials;
};

struct qa_rate_sample {
    uint64_t n; /* items with trials */
    uint64_t trials;
    double squares; /* sum of trials^2 over the n items */
    const struct qa_item_errors *items;
    size_t n_items; /* with errors */
    /* Annotators that are known; their trials may be fewer than all. */
    const struct qa_item_share *shares; /* with errors, by item */
    size_t n_shares;
    const uint64_t *annotator_trials; /* n_annotators */
    size_t n_annotators;
    double share_squares; /* sum over items and annotators of trials^2 */
};

/* Whether others could as well have labeled: annotators are then drawn, as items are. */
enum qa_annotators_are { QA_ANNOTATORS_FIXED, QA_ANNOTATORS_RANDOM };

/* Annotators from whom on they pass for a sample. */
enum { QA_ANNOTATORS_TO_GENERALISE = 5 };

/* The concentration r of a run, from the items of all who were checked, each with errors; squares
 * and trials over all items of the run. 1/2 .. 1, never less for one more error. O(items x steps),
 * a handful of steps. */
double qa_error_concentration(const struct qa_item_errors *items, size_t n, double squares,
                              uint64_t trials);

struct qa_monotone_rate {
    struct qa_estimate rate; /* n: trials. Undefined without one */
    double spread;        /* the variance of the rate over the binomial one, by all errors and the
                           * lump, without allowance for few items and annotators; >= 1 */
    double design_effect; /* Wilson's upper limit at trials over it is rate.high; >= 1, and of one
                           * item so large that nothing is known */
    double low_errors;    /* Clopper and Pearson's lower limit at these effective numbers is */
    double low_trials;    /* rate.low */
    double between;       /* of the design effect of all errors the part between annotators, with
                           * the allowance for few of them; 0 unless random */
};

/* RANDOM with less than two annotators is FIXED. O(items log items + shares); RANDOM: 300 (items +
 * annotators) and 90 most (shares + annotators), most: errors of an item. */
struct qa_monotone_rate qa_monotone_rate(const struct qa_rate_sample *sample, double concentration,
                                         enum qa_annotators_are annotators, double confidence,
                                         struct qa_arena *scratch);

#endif
