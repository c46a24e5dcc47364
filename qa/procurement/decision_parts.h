#ifndef QA_PROCUREMENT_DECISION_PARTS_H
#define QA_PROCUREMENT_DECISION_PARTS_H

/*
 * Private to the decision: the draws, and the changes that would turn it.
 */

#include "qa/base/random.h"
#include "qa/procurement/decision.h"

/* Total cost at an error rate p and charges k times what they are: k charges + fixed + per_rate p.
 */
struct qa_cost_line {
    bool known;
    double charges, fixed, per_rate;
};
struct qa_cost_line qa_cost_line_of(const struct qa_scorecard *card,
                                    const struct qa_vendor_score *score);

/* What is believed of the error rates: those of a beta distribution, of unknown mean and spread,
 * which all vendors that were checked show, also those that fail. */
struct qa_market;
struct qa_market *qa_market(const struct qa_scorecard *card, struct qa_arena *arena);

/* One mean and spread, as likely as what was found makes it. */
size_t qa_market_cell(const struct qa_market *market, struct qa_random *random);

/* A rate of the vendor at this index of scores, as one of such a market. */
struct qa_believed_rate {
    double rate;
    int variation; /* of its annotators (qa/stats/rate_future.h) */
};
struct qa_believed_rate qa_market_rate(const struct qa_market *market, size_t index, size_t cell,
                                       struct qa_random *random);

/* Row d holds the drawn vendors' scores in draw d; negative: not eligible in it. */
struct qa_decision_draws {
    size_t n_draws;
    size_t n;            /* vendors drawn */
    const size_t *index; /* of scores, in order of ranking */
    double *as_weighted; /* n_draws x n */
    double *believed;    /* the same with error rates of one market: n_draws x n */
    double *weighted;    /* likewise, by weights drawn: n_draws x n */
    double *scores;      /* by the stated weights, whatever the limits: n_draws x n */
    const struct qa_market *market;
    uint64_t seed;
    double *held; /* the same with the error rate as measured: what labels cannot shrink */
};
struct qa_decision_draws qa_decision_draw(const struct qa_scorecard *card,
                                          const struct qa_decision_settings *settings,
                                          struct qa_arena *arena);

/* Score scores of the pairs with their p-values, Holm-adjusted. */
void qa_decision_pairs(struct qa_scorecard *card, const struct qa_decision_draws *draws,
                       struct qa_arena *arena);

/* Where a vendor stands among the drawn, or SIZE_MAX. */
size_t qa_decision_place(const struct qa_decision_draws *draws, size_t index);

/* The members of qa_decision of these names (decision_advice.c); p: of the pair, by score. */
double qa_more_labels(const struct qa_scorecard *card, const struct qa_decision_draws *draws,
                      const struct qa_vendor_pair *pair, double p);

/* Labels more of each vendor, HUGE_VAL: none up to 1000 times the sample and the volume. */
struct qa_more {
    double to_decide;
    double for_gate; /* that the error gate of the first drawn is decided */
};

/* By the share of futures (decision_futures.c), 0.86 where 0.8 is promised. O(vendors x futures x
 * sizes). */
enum { MOST_FUTURE_VENDORS = 40 };
struct qa_more qa_more_to_decide(const struct qa_scorecard *card,
                                 const struct qa_decision_draws *draws, bool for_gate,
                                 struct qa_arena *arena);

void qa_decision_flips(const struct qa_scorecard *card, struct qa_decision *decision,
                       struct qa_arena *arena);
void qa_decision_negotiate(const struct qa_scorecard *card, struct qa_decision *decision,
                           struct qa_arena *arena);

#endif
