#ifndef QA_PROCUREMENT_SPLIT_H
#define QA_PROCUREMENT_SPLIT_H

/*
 * The work divided between two vendors. Of every pair that no gate but capacity or budget fails,
 * all whole percents from 0 to 100 and the ends of price tiers are tried, within what each of the
 * two promises to do in the weeks there are and within the budget, and the one with the best score
 * is kept; so the result is the best of a stated, finite set.
 *
 * A share x goes to the first of the two: error rate, agreement and compliance are those of an item
 * taken at random, x a + (1 - x) b, the turnaround is the 90th percentile of a delivery taken at
 * random, from the mixture of both survival functions; costs are each vendor's own at
 * its own volume, so that tiers and minimums count, over the correct labels of both. Of two vendors
 * the same score at several shares is settled by the larger share of the one that ranks higher.
 */

#include "qa/procurement/scorecard.h"

struct qa_split {
    size_t a, b;    /* indices of scores; a ranks before b */
    double share_a; /* of the items */
    double volume_a, volume_b;
    double error_rate;
    bool has_p90;
    double p90;   /* hours */
    double total; /* both, with rework and audit */
    double cost_per_correct;
    double score;
    double gain;   /* over the better of the two alone; HUGE_VAL: neither can do it alone */
    bool possible; /* false: not even together, or the costs are not known */
};

struct qa_splits {
    struct qa_split *list; /* best score first, impossible ones last; by ranking within */
    size_t n;
};

/* quotes may be NULL: costs then play no part where they have no weight. O(pairs x 100) for the 12
 * first in ranking. */
struct qa_splits qa_splits_find(const struct qa_scorecard *card, const struct qa_quotes *quotes,
                                struct qa_arena *arena);

/* Of the best pair, when no vendor can be ranked but two together can do
 * the work; else empty. */
const char *qa_splits_sentence(const struct qa_splits *splits, const struct qa_scorecard *card,
                               struct qa_arena *arena);

/* Table split. */
void qa_splits_table(const struct qa_splits *splits, const struct qa_scorecard *card,
                     struct qa_report *report);

#endif
