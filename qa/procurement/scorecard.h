#ifndef QA_PROCUREMENT_SCORECARD_H
#define QA_PROCUREMENT_SCORECARD_H

/*
 * Vendors side by side: gates first (gates.h), score second.
 *
 * Error rate p = errors / audited, with the score interval of Wilson (1927) at the effective number
 * of trials n = audited / design effect, a real number:
 *   centre = (p + z^2 / 2n) / (1 + z^2 / n)
 *   half   = z / (1 + z^2 / n) x sqrt(p (1 - p) / n + z^2 / 4n^2)
 * where z is the normal quantile of 1 - (1 - confidence) / 2. Plain doubles in this order, as in a
 * spreadsheet.
 *
 * Score: the sum of weight x value over the criteria (criteria.h). Ends of a value function that
 * are not stated:
 *
 *   quality     worst: the limit of the error rate; best: 0
 *   speed       worst: the limit of the turnaround; best: 0. Without a limit best is the least p90
 *               of the eligible vendors and worst twice that
 *   cost        worst: budget / volume; best: 0. Without a budget best is the least cost per
 * correct label of the eligible vendors and worst twice that agreement   worst: the limit of
 * agreement, or 0; best: 1 compliance  worst: 0; best: 1
 *
 * Ends taken from the vendors compared move when a vendor joins; a note says so. Of a criterion
 * with one end stated only, the other is derived as above, from the stated one where the vendors
 * decide.
 *
 * Eligible is a vendor with a delivery that does not FAIL; a name that only quotes, log or
 * requests know is none, nor is a reference. The weights are divided by their sum over the criteria
 * that are known of at least one eligible vendor; one that is known of none takes no part, and
 * verdict and notes say so. Where nobody is eligible the weights stay as stated. A vendor that
 * lacks a figure with a weight has no score and no rank: what it would score cannot be said, and
 * others do not lose the criterion for it. A failing vendor has a score where its values are known,
 * to show, but no rank. Rank: 1 + the number of eligible vendors with a greater score; equal scores
 * share one. Without any weight left there is no score and no rank.
 *
 * Pairs: the interval of a difference of error rates is Newcombe's (1998, method 10) at effective
 * counts, the test the pooled z test of two proportions, Holm-adjusted (1979) over all pairs of
 * eligible vendors with an error rate. What the ranking is worth in the light of chance:
 * decision.h.
 *
 * Every figure here is also a live formula of the workbook; the two are tested to be equal.
 */

#include "qa/base/estimate.h"
#include "qa/procurement/compliance.h"
#include "qa/procurement/criteria.h"
#include "qa/procurement/gates.h"
#include "qa/procurement/promises.h"
#include "qa/procurement/quote.h"
#include "qa/procurement/turnaround.h"
#include "qa/table/report.h"

struct qa_score_settings {
    struct qa_scenario scenario;   /* seconds_per_item 0: each vendor's own measured time */
    double weights[QA_N_CRITERIA]; /* not negative */
    struct qa_value_ends values[QA_N_CRITERIA]; /* as far as stated */
    double max_error;
    double min_agreement;        /* 0: no gate */
    double max_turnaround_hours; /* 0: no gate */
    double budget;               /* 0: no gate */
    double weeks;                /* for the volume; 0: no gate of capacity */
    double confidence;
    const char *current_vendor; /* NULL */
};

/* What is known of a vendor. */
struct qa_vendor_facts {
    const char *name;
    bool is_reference;          /* done in-house, nothing delivered: see gates.h */
    bool undelivered;           /* known by quotes, log or requests alone */
    const char *other_spelling; /* that half of what is known stands under: never ranked; or NULL */
    uint64_t audited;           /* trials checked against gold */
    uint64_t errors;
    const char *rate_name; /* "WER of 'transcript'"; NULL: the rate of labels, over all questions */
    const char *trial_name; /* what was checked: "words"; NULL: labels */
    double design_effect;   /* >= 1: Wilson's upper limit at audited over it has to keep the gate */
    /* Clopper and Pearson's lower limit at these effective numbers (qa/stats/monotone_rate.h); low
     * trials 0: Wilson's, at the design effect too. */
    double low_errors, low_trials;
    double spread;  /* variance of the rate over the binomial one, for draws; 0: design_effect */
    double between; /* part of design_effect that more labels of these annotators do not shrink */
    uint64_t n_annotators;        /* signed, of the audited trials */
    bool annotators_are_random;   /* the interval holds for others like them too */
    struct qa_estimate agreement; /* undefined when not measured */
    const char *agreement_name;   /* "krippendorff_alpha" */
    bool has_mean_iou;
    double mean_iou;
    uint64_t matched;                              /* pairs behind mean_iou */
    double seconds_per_item;                       /* measured; 0: not known */
    const struct qa_vendor_turnaround *turnaround; /* NULL */
    const struct qa_vendor_compliance *compliance; /* NULL: no request was answered by anybody */
    const struct qa_vendor_promises *promises;     /* NULL: none made */
    /* Deliveries, ascending, that turnaround's p90 is of; NULL: not known. An open one that is as
     * old as an ended one comes after it. */
    const double *hours;
    const bool *ended; /* NULL: all */
    size_t n_hours;
};

struct qa_vendor_score {
    const struct qa_vendor_facts *facts;
    struct qa_estimate error_rate; /* the interval that the gate goes by */
    struct qa_gate_check gates[QA_N_GATES];
    enum qa_gate gate;
    const char *gate_reason; /* in words */
    struct qa_cost cost;     /* at the volume; cost.undefined without a quote */
    bool unpriced;           /* a quote with a charge that could not be worked: never ranked */
    double rework;           /* volume x error rate x cost per wrong label */
    double audit_cost;
    double rejected; /* charges x share thrown away */
    double total;    /* charges + rework + audit + rejected, see qa_quality_cost */
    struct qa_estimate cost_per_correct;
    bool has_total;
    /* By criterion: what was measured, in the criterion's unit, and its value in [0, 1]; both only
     * where known. */
    bool known[QA_N_CRITERIA];
    double measured[QA_N_CRITERIA];
    double values[QA_N_CRITERIA];
    double score;
    bool has_score;
    unsigned rank; /* 0: none */
    /* Why a vendor that does not FAIL has no rank: "cost not known", "no delivery", "no price: "
     * and what could not be worked; else NULL. */
    const char *unranked;
    /* Over the next in ranking: "clear", "within sampling error", "not tested"; NULL: last or none.
     * Set by qa_decide. */
    const char *lead;
};

struct qa_vendor_pair {
    size_t a, b;                  /* indices of scores */
    double difference, low, high; /* of error rates, a - b; Newcombe */
    double p_value, p_adjusted;   /* pooled z test; Holm over these pairs */
    /* By qa_decide, of pairs that were drawn: */
    bool has_score;
    bool a_is_better;
    struct qa_estimate score_difference; /* a - b, over the draws */
    double p_score, p_score_adjusted;
};

struct qa_scorecard {
    struct qa_score_settings settings;
    struct qa_vendor_score *scores; /* by vendor name */
    size_t n_scores;
    size_t *ranking; /* indices of scores: ranked first, by rank, then other eligible ones, then
                        the rest, references last; by name within */
    struct qa_vendor_pair *pairs; /* of eligible vendors with an error rate, by a, then b */
    size_t n_pairs;
    /* Weights as used: they add up to 1, or are all 0 when there is no score. */
    double weights[QA_N_CRITERIA];
    struct qa_value_ends ends[QA_N_CRITERIA]; /* as used; has_ is false of a criterion nobody has */
    bool ends_from_vendors[QA_N_CRITERIA];    /* an end depends on who takes part */
    const char *currency;                     /* of all amounts; "" without quotes */
    int minor_digits;                         /* of the currency */
    /* Sentences: what references cost; which criterion was dropped, who has no rank. */
    const char *const *notes;
    size_t n_notes;
    const char *verdict; /* who is best eligible, or why nobody is; qa_decide completes it */
};

/* Facts in any order, names distinct; they are copied, what they point to is kept. quotes may be
 * NULL. O(vendors^2). At most 12 vendors are shown in a workbook; any number here. */
struct qa_scorecard qa_scorecard(const struct qa_vendor_facts *facts, size_t n_facts,
                                 const struct qa_quotes *quotes,
                                 const struct qa_score_settings *settings, struct qa_arena *arena);

/* The scenario that a vendor is priced at: its own measured time where none is stated, and the
 * terms of its own quote. */
struct qa_scenario qa_vendor_scenario(const struct qa_vendor_facts *facts,
                                      const struct qa_score_settings *settings);

/*
 * The card under other limits, weights, ends, budget or weeks: facts and costs are kept, so the
 * scenario and the confidence must be as they were. Without pairs and verdict.
 * O(vendors^2).
 */
struct qa_scorecard qa_scorecard_under(const struct qa_scorecard *card,
                                       const struct qa_score_settings *settings,
                                       struct qa_arena *arena);

bool qa_score_is_eligible(const struct qa_vendor_score *score);

/* How many vendors of the card are no reference. */
size_t qa_scorecard_candidates(const struct qa_scorecard *card);

/* The one vendor that ranks first, as an index of scores; SIZE_MAX when none or several do. */
size_t qa_scorecard_winner(const struct qa_scorecard *card);

/* audited / design effect. */
double qa_effective_trials(const struct qa_vendor_facts *facts);

/* Total cost and cost per correct label if the error rate were `rate` and the charges `factor`
 * times what they are; the costs are known. HUGE_VAL per correct label when none is correct. */
double qa_score_total_at(const struct qa_scorecard *card, const struct qa_vendor_score *score,
                         double rate, double factor);
double qa_score_cost_at(const struct qa_scorecard *card, const struct qa_vendor_score *score,
                        double rate, double factor);

/* Weights x values of these measurements, which are known where a weight is used. */
double qa_score_of(const struct qa_scorecard *card, const double *measured);

/* The normal quantile of a two-sided confidence, which the workbook's intervals start from. */
double qa_score_z(double confidence);

/* Tables vendors (as documented for compare, in order of ranking), gates, values,
 * scores and pairs. */
void qa_scorecard_tables(const struct qa_scorecard *scorecard, struct qa_report *report);

#endif
