#ifndef QA_STATS_ACCEPTANCE_H
#define QA_STATS_ACCEPTANCE_H

/*
 * Acceptance sampling by attributes: what a plan does to lots of a given error rate, and the
 * smallest plans for two risks.
 *
 * The model says how errors fall into a sample:
 *   hypergeometric  n drawn without replacement from a lot of N that holds round(rate N) errors
 *   binomial        n from a steady process (or a lot so large that it does not matter)
 *   poisson         errors per unit may be several: nonconformities, mean n rate
 *
 * Sources: Schilling and Neubauer (2009), Acceptance Sampling in Quality Control, 2nd ed.; Wald
 * (1947), Sequential Analysis.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qa/base/arena.h"

enum qa_lot_model { QA_HYPERGEOMETRIC, QA_BINOMIAL, QA_POISSON };
extern const char *const qa_lot_model_names[];

/* No number of errors so small that the stage accepts. */
#define QA_NEVER_ACCEPT (-1)

/* After n more units: accept when the errors so far are at most `accept`, reject when they are at
 * least `reject`, else go on to the next stage. */
struct qa_plan_stage {
    uint64_t n;
    int64_t accept;
    uint64_t reject;
};

/* At the last stage every number of errors decides: numbers between accept and reject, as the
 * standard's reduced plans have them, accept. */
struct qa_plan {
    const struct qa_plan_stage *stages;
    size_t n_stages;
};

struct qa_plan_model {
    enum qa_lot_model model;
    uint64_t lot; /* 0: none is stated; needed by hypergeometric */
};

/* What a plan does to lots of one error rate. */
struct qa_plan_point {
    double rate;
    double p_accept;      /* operating characteristic */
    double sample_number; /* average; no stage is cut short */
    double outgoing;      /* average outgoing rate when rejected lots are checked whole and what is
                           * found wrong is put right; needs a lot */
    double total_inspection; /* average, the same way; needs a lot */
};

/* rate in [0, 1] (poisson: any, not negative). The stages together fit into the lot. O(n_stages x
 * errors of the last stage squared). */
struct qa_plan_point qa_plan_evaluate(const struct qa_plan *plan, const struct qa_plan_model *model,
                                      double rate);

/* The largest average outgoing rate and the rate of lots at which it arises, by a search that is
 * fine to 1e-6 of the rate. Needs a lot. */
struct qa_plan_point qa_plan_outgoing_limit(const struct qa_plan *plan,
                                            const struct qa_plan_model *model);

/* ---- plans for two risks ---- */

/*
 * Lots of the acceptable rate are rejected with probability producer_risk at most, lots of the
 * rejectable rate accepted with consumer_risk at most. For a finite lot the acceptable number of
 * errors is floor(acceptable N) and the rejectable ceil(rejectable N): the plan keeps its promise
 * for every lot that is within the one or beyond the other.
 */
struct qa_two_points {
    struct qa_plan_model model;
    double acceptable;
    double producer_risk;
    double rejectable;
    double consumer_risk;
};

struct qa_plan_result {
    struct qa_plan plan;
    const char *undefined; /* why there is none, or NULL */
    double producer_risk;  /* the plan's true risks, by its operating characteristic */
    double consumer_risk;
};

/* The rates at which the risks are counted: of whole errors in a finite lot. */
double qa_acceptable_rate(const struct qa_two_points *points);
double qa_rejectable_rate(const struct qa_two_points *points);

/* The smallest n, with its c. O(c log N) evaluations. */
struct qa_plan_result qa_plan_single(const struct qa_two_points *points, struct qa_arena *arena);

/* The smallest n with c = 0 for the consumer's risk alone. */
struct qa_plan_result qa_plan_zero(const struct qa_two_points *points, struct qa_arena *arena);

/* Two samples of equal size, with the smallest average sample number at the acceptable rate of all
 * n, c1 and c2. None is searched for where the single plan accepts more than 80 errors. */
struct qa_plan_result qa_plan_double(const struct qa_two_points *points, struct qa_arena *arena);

/* n_stages samples of equal size, bounded by Wald's lines: of the sizes that keep both risks the
 * one of the smallest average sample number; 2 to 20 stages. Sizes are tried one by one, those of
 * large plans in even steps; none where the single plan accepts more than 1,000 errors. */
struct qa_plan_result qa_plan_multiple(const struct qa_two_points *points, size_t n_stages,
                                       struct qa_arena *arena);

/*
 * Wald's sequential probability ratio test, unit by unit, cut off at half as much again as the
 * single plan needs: accept at or below -h1 + s n, reject at or above h2 + s n. At the cut-off the
 * lot is accepted when its errors are at most floor(s n). For a finite lot the lines are the
 * binomial ones and the risks are worked out for the lot. Wald's approximations and the cut-off
 * cost some of the risk: where the true risks miss the promise, the cut-off moves out, and then the
 * lines are made for smaller risks.
 */
struct qa_sequential {
    double h1, h2, slope;
    uint64_t cut_off;
    struct qa_plan_result result; /* a stage a unit */
};
struct qa_sequential qa_plan_sequential(const struct qa_two_points *points, struct qa_arena *arena);

/* The plan between given lines (h1, h2, slope) up to their cut-off. */
struct qa_plan qa_plan_between_lines(const struct qa_sequential *sequential,
                                     struct qa_arena *arena);

#endif
