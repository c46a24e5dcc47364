#ifndef QA_PROCUREMENT_SCORECARD_H
#define QA_PROCUREMENT_SCORECARD_H

/*
 * Vendors side by side: gate first, score second.
 *
 * Error rate p = errors / audited, with the score interval of Wilson (1927) at the effective number
 * of trials n = audited / design effect, a real number:
 *   centre = (p + z^2 / 2n) / (1 + z^2 / n)
 *   half   = z / (1 + z^2 / n) x sqrt(p (1 - p) / n + z^2 / 4n^2)
 * where z is the normal quantile of 1 - (1 - confidence) / 2. Plain doubles in this order, as in a
 * spreadsheet.
 *
 * Gate, by the interval of the error rate against the limit: PASS when all of it is at or below,
 * FAIL when all of it is above, INCONCLUSIVE otherwise. A limit on agreement or turnaround, when
 * one is set, fails a vendor whose estimate's whole interval (agreement; its value where it has no
 * interval) or 90th percentile (turnaround) breaks it. A vendor without an error rate is
 * INCONCLUSIVE.
 *
 * Score: weights times
 *   quality = max(0, 1 - error rate / limit)
 *   speed   = best eligible p90 turnaround / own
 *   cost    = best eligible cost per correct label / own
 * each in [0, 1]. Eligible is a vendor that does not FAIL. The weights are divided by their sum
 * over the parts that are known for every eligible vendor; a part unknown for one of them is
 * dropped for all, and a note says so. A failing vendor has a score too where its parts are known,
 * to show, but no rank. Rank: 1 + the number of eligible vendors with a greater score; equal scores
 * share one. Without any weight left there is no score and no rank.
 *
 * Lead over the next: "clear" when the two-proportion z test (pooled; real-valued effective counts)
 * on error rates, Holm-adjusted (1979) over all pairs of eligible vendors with an error rate, is
 * below 1 - confidence and favours the leader; else "within sampling error"; "not tested" when one
 * of the two has no error rate. The interval of a difference is Newcombe's (1998, method 10).
 *
 * Every figure here is also a live formula of the workbook; the two are tested to be equal.
 */

#include "qa/base/estimate.h"
#include "qa/procurement/compliance.h"
#include "qa/procurement/gate.h"
#include "qa/procurement/promises.h"
#include "qa/procurement/quote.h"
#include "qa/procurement/turnaround.h"
#include "qa/table/report.h"

struct qa_score_settings {
    struct qa_scenario scenario; /* seconds_per_item 0: each vendor's own measured time */
    double weight_quality, weight_speed, weight_cost;
    double max_error;
    double min_agreement;        /* 0: no gate */
    double max_turnaround_hours; /* 0: no gate */
    double confidence;
    const char *current_vendor; /* NULL */
};

/* What is known of a vendor. */
struct qa_vendor_facts {
    const char *name;
    uint64_t audited; /* trials checked against gold */
    uint64_t errors;
    double design_effect;         /* >= 1 */
    struct qa_estimate agreement; /* undefined when not measured */
    const char *agreement_name;   /* "krippendorff_alpha" */
    bool has_mean_iou;
    double mean_iou;
    uint64_t matched;                              /* pairs behind mean_iou */
    double seconds_per_item;                       /* measured; 0: not known */
    const struct qa_vendor_turnaround *turnaround; /* NULL */
    const struct qa_vendor_compliance *compliance; /* NULL: no request was answered by anybody */
    const struct qa_vendor_promises *promises;     /* NULL: none made */
};

struct qa_vendor_score {
    const struct qa_vendor_facts *facts;
    struct qa_estimate error_rate; /* Wilson at audited / design_effect */
    enum qa_gate gate;
    const char *gate_reason; /* in words */
    struct qa_cost cost;     /* at the volume; cost.undefined without a quote */
    double rework;           /* volume x error rate x cost per wrong label */
    double audit_cost;
    double rejected; /* charges x share thrown away */
    double total;    /* charges + rework + audit + rejected, see qa_quality_cost */
    struct qa_estimate cost_per_correct;
    bool has_total;
    double quality, speed, cost_score; /* sub-scores; meaningful as has_ says */
    bool has_quality, has_speed, has_cost;
    double score;
    bool has_score;
    unsigned rank; /* 0: none */
    /* Over the next in ranking: "clear", "within sampling error", "not tested"; NULL: last or none.
     */
    const char *lead;
};

struct qa_vendor_pair {
    size_t a, b;                  /* indices of scores */
    double difference, low, high; /* of error rates, a - b; Newcombe */
    double p_value, p_adjusted;   /* pooled z test; Holm over these pairs */
};

struct qa_scorecard {
    struct qa_score_settings settings;
    struct qa_vendor_score *scores; /* by vendor name */
    size_t n_scores;
    size_t *ranking; /* indices of scores: ranked first, by rank, then INCONCLUSIVE without a
                        score, then failing; by name within */
    struct qa_vendor_pair *pairs; /* of eligible vendors with an error rate, by a, then b */
    size_t n_pairs;
    /* Weights as used: they add up to 1, or are all 0 when there is no score. */
    double weight_quality, weight_speed, weight_cost;
    const char *currency;     /* of all amounts; "" without quotes */
    const char *const *notes; /* sentences: which part of the score was dropped, and for whom */
    size_t n_notes;
    const char *verdict; /* one sentence on who is best eligible, or why nobody is */
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

/* The normal quantile of a two-sided confidence, which the workbook's intervals start from. */
double qa_score_z(double confidence);

/* Tables vendors (as documented for compare, in order of ranking) and pairs. */
void qa_scorecard_tables(const struct qa_scorecard *scorecard, struct qa_report *report);

#endif
