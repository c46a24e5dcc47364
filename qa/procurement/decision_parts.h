#ifndef QA_PROCUREMENT_DECISION_PARTS_H
#define QA_PROCUREMENT_DECISION_PARTS_H

/*
 * Private to the decision: the draws, and the changes that would turn it.
 */

#include "qa/procurement/decision.h"

/* Total cost at an error rate p and charges k times what they are: k charges + fixed + per_rate p.
 */
struct qa_cost_line {
    bool known;
    double charges, fixed, per_rate;
};
struct qa_cost_line qa_cost_line_of(const struct qa_scorecard *card,
                                    const struct qa_vendor_score *score);

/* Row d holds the drawn vendors' scores in draw d; negative: not eligible in it. */
struct qa_decision_draws {
    size_t n_draws;
    size_t n;            /* vendors drawn */
    const size_t *index; /* of scores, in order of ranking */
    double *as_weighted; /* n_draws x n */
    double *believed;    /* the same with error rates of one market: n_draws x n */
    double *weighted;    /* likewise, by weights drawn: n_draws x n */
    double *scores;      /* by the stated weights, whatever the limits: n_draws x n */
    double *held;        /* the same with the error rate as measured: what labels cannot shrink */
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
double qa_more_for_gate(const struct qa_scorecard *card, const struct qa_vendor_score *leader);

/* O(vendors^2 x draws). */
double qa_more_to_decide(const struct qa_scorecard *card, const struct qa_decision_draws *draws,
                         struct qa_arena *arena);

void qa_decision_flips(const struct qa_scorecard *card, struct qa_decision *decision,
                       struct qa_arena *arena);
void qa_decision_negotiate(const struct qa_scorecard *card, struct qa_decision *decision,
                           struct qa_arena *arena);

#endif
