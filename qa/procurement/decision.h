#ifndef QA_PROCUREMENT_DECISION_H
#define QA_PROCUREMENT_DECISION_H

/*
 * How sure the first place of a scorecard is, and what would change it.
 *
 * Draws. In each of n_draws draws every vendor that does not FAIL gets an error rate from the beta
 * posterior of its counts at their effective number, which knows how errors lump and how few the
 * annotators are: one under the prior of Jeffreys, by which pairs are told apart, and one as a
 * vendor of this market, by which chances, ranks and regret go (decision_market.c: beta
 * distributions whose mean and spread are learnt from all vendors that were checked, also those
 * that fail; Gelman 2006; annotators of a sample differ by as much as they are seen to; Robbins
 * 1956). Without the second the vendor that luck favours looks surer than it is. Also a 90th
 * percentile of the turnaround from the bootstrap of its deliveries, an agreement from the normal
 * distribution of its standard error, and charges that are kept or, as told, varied by a relative
 * standard deviation. Ends of the value functions stay where they are. A vendor whose drawn figures
 * break a limit is not eligible in that draw. Its score is taken twice: by the weights as stated,
 * which leaves nothing but the sample's chance, and by weights drawn around them from a Dirichlet
 * distribution (Butler, Jia and Dyer 1997), which adds the doubt about the weights.
 *
 * Pairs. Of two vendors a draw is won by the one that is eligible and scores more by the stated
 * weights; p = 2 (1 + draws that the better one does not win) / (1 + draws), at most 1, two-sided,
 * Holm-adjusted over all pairs drawn.
 *
 * Rule. The first in rank is *settled* when p of its pairs with all others is below 1 - confidence
 * in its favour and no gate of it is undecided; else the answer is that it cannot be told from the
 * others with this sample. Promise: a vendor that is not the best is settled on in at most
 * 1 - confidence of audits, whatever the rates and however many the vendors. That the first beats
 * each of the others is enough for that, without adjustment (Gutmann and Maymin 1987); a two-sided
 * p leaves room for counts being whole numbers. tests/calibration-decisions.md holds it against
 * simulated markets. Leads further down the ranking go by the adjusted p.
 *
 * Draw b uses the stream b of the seed, so results are the same on any number of threads.
 */

#include "qa/procurement/scorecard.h"

struct qa_decision_settings {
    uint64_t seed;
    size_t n_draws;       /* 0: 10,000 */
    double weight_spread; /* standard deviation of a weight of one half; 0: as stated */
    double price_spread;  /* relative standard deviation of charges; 0: kept */
    bool without_advice;  /* more_to_decide and more_for_gate are not worked out, and 0 */
};

struct qa_decision_vendor {
    bool drawn;                   /* eligible, with a score, and among the first 40 */
    double p_best;                /* weights drawn; vendors that share the first place share it */
    double p_best_as_weighted;    /* weights as stated */
    double p_eligible;            /* of draws that keep the limits */
    unsigned rank_low, rank_high; /* central interval at the confidence; not eligible: last */
    double expected_regret;       /* mean of best score - own; own is 0 when not eligible */
};

/* A change of one weight or limit, all else as it is, at which another vendor becomes first. */
struct qa_flip {
    const char *what; /* "weight of cost", "limit of the error rate", ... */
    int criterion;    /* of a weight; -1 */
    const char *unit; /* "%" of a rate, which is a share here; "h", "weeks", the currency; "" */
    double now;
    double at;
    size_t winner; /* beyond `at`; SIZE_MAX: nobody, or several */
};

/* What a vendor would have to offer to draw level with the first, whose offer stays as it is; the
 * card is valued again, so ends of values that the vendors set move with the offer. */
struct qa_negotiation {
    size_t vendor;
    double gap;            /* of scores */
    bool by_price;         /* some price would do */
    double price_off;      /* share of its charges */
    double off_per_item;   /* money */
    double charges_needed; /* at the volume */
    bool by_errors;
    double rate_now, rate_needed;
    const char *why_not; /* in words, where one of the two cannot do: "no quote"; NULL: both can */
};

struct qa_decision {
    struct qa_decision_settings settings; /* with defaults filled in */
    struct qa_decision_vendor *vendors;   /* of each score */
    size_t n_drawn;
    double p_none; /* of draws in which no vendor keeps the limits */
    size_t leader; /* first in rank; SIZE_MAX: none, or several */
    size_t rival;  /* hardest to tell from it; SIZE_MAX: nobody else is drawn */
    bool settled;
    /* Where not settled: audited labels more, of each of the two, that would tell them apart with a
     * probability of 0.8, rates staying: qa_times_to_tell_apart with the binomial variances of the
     * rates seen, which shrink, and that of all else drawn, which does not; where those variances
     * call the two clear already, the one that the draws imply. HUGE_VAL: none would. 0 with
     * by_limits. */
    double more_labels;
    /* Where not settled: audited labels more of each vendor, of the same annotators, by which
     * somebody is settled on with a probability of 0.8, whatever the rates are. The audit goes on
     * in 240 futures (qa/stats/rate_future.h), each with rates, differences between annotators and
     * lumps drawn as what was found leaves them open, and the rule above is asked again, until 0.8
     * of them are settled. tests/calibration-chances.md has how often it holds. HUGE_VAL: none up
     * to the volume and 1000 times the sample. 0 with by_limits. */
    double more_to_decide;
    /* Not settled, but clear by score: what is open is whether the leader keeps its limits. */
    bool by_limits;
    double p_broken; /* share of draws in which the leader breaks a limit */
    /* Where the leader's error gate is undecided: labels more that would decide it, of the same
     * futures, of which 0.86 are asked for. */
    double more_for_gate;
    struct qa_flip *flips; /* weights in order of criteria, then limits; up before down */
    size_t n_flips;
    struct qa_negotiation *negotiations; /* in order of ranking, 100 at most */
    size_t n_negotiations;
};

/* Fills the leads and the score part of the pairs of the card. O(draws x vendors^2)
 * for the 40 first in rank; others are not drawn. */
struct qa_decision qa_decide(struct qa_scorecard *card, const struct qa_decision_settings *settings,
                             struct qa_arena *arena);

/* "11.8 %", "68 h", "0.42": now or at in the flip's unit. */
const char *qa_flip_figure(const struct qa_flip *flip, double value, struct qa_arena *arena);

/* Tables decision, flips and negotiation. */
void qa_decision_tables(const struct qa_decision *decision, const struct qa_scorecard *card,
                        struct qa_report *report);

#endif
