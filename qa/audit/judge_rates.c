/* The error rate of a lot by the design of its sample. */
#include <math.h>

#include "qa/audit/judge_parts.h"
#include "qa/stats/interval.h"
#include "qa/stats/special.h"

uint64_t qa_judge_lot_size(const struct qa_sheet_tally *tally, size_t l)
{
    uint64_t sum = 0;
    for (size_t s = 0; s < tally->n_strata; s++) {
        sum += tally->strata[s].lot == l ? tally->strata[s].size : 0;
    }
    return tally->lots[l].size > 0 ? tally->lots[l].size : sum;
}

/* ---- simple samples, by strata ---- */

/* Units in strata of which nothing was judged may be all right or all wrong. */
static struct qa_estimate allow_for_unseen(struct qa_estimate seen, double unseen_share)
{
    if (qa_is_defined(&seen) && unseen_share > 0) {
        seen.low *= 1 - unseen_share;
        seen.high = seen.high * (1 - unseen_share) + unseen_share;
        seen.has_se = false;
        seen.method = "stratified, unseen strata at their extremes";
    }
    return seen;
}

static struct qa_estimate around(struct qa_estimate estimate, double df)
{
    if (qa_is_defined(&estimate) && estimate.has_se && df >= 1) {
        double t = qa_t_quantile((1 + estimate.confidence) / 2, df);
        estimate.has_interval = estimate.se > 0;
        estimate.low = fmax(0, estimate.value - t * estimate.se);
        estimate.high = fmin(1, estimate.value + t * estimate.se);
        estimate.method = "design-based t";
    }
    return estimate;
}

static double finite_population(uint64_t n, uint64_t lot)
{
    return lot > 1 && n < lot ? (double)n * (double)(lot - 1) / (double)(lot - n) : (double)n;
}

static struct qa_estimate one_stratum(uint64_t errors, uint64_t n, uint64_t lot, double confidence,
                                      enum qa_judge_interval interval)
{
    struct qa_estimate exact = lot > 0 ? qa_proportion_hypergeometric(errors, n, lot, confidence)
                                       : qa_clopper_pearson(errors, n, confidence);
    double rate = (double)errors / (double)n;
    if (n == lot) {
        return exact;
    }
    double trials = finite_population(n, lot);
    switch (interval) {
    case QA_JUDGE_WILSON:
        exact = qa_wilson_effective(rate, trials, confidence);
        exact.n = n;
        return exact;
    case QA_JUDGE_JEFFREYS:
        return qa_jeffreys(errors, n, confidence);
    case QA_JUDGE_T:
        exact.se = n > 1 ? sqrt(rate * (1 - rate) / (double)(n - 1) *
                                (lot > 0 ? 1 - (double)n / (double)lot : 1))
                         : 0;
        exact.has_se = true;
        return around(exact, (double)n - 1);
    default:
        return exact;
    }
}

struct qa_estimate qa_judge_bounds_at(uint64_t errors, uint64_t n, uint64_t lot_size,
                                      double confidence)
{
    return one_stratum(errors, n, lot_size, 2 * confidence - 1, QA_JUDGE_EXACT);
}

static struct qa_estimate by_strata(const struct qa_judge_request *request,
                                    const struct qa_sheet_tally *tally, size_t l, double confidence,
                                    struct qa_arena *arena)
{
    const struct qa_lot_tally *lot = &tally->lots[l];
    struct qa_stratum *strata = QA_ARRAY(arena, struct qa_stratum, tally->n_strata);
    uint64_t lot_size = qa_judge_lot_size(tally, l);
    uint64_t unseen = lot_size;
    size_t n = 0;
    for (size_t s = 0; s < tally->n_strata; s++) {
        const struct qa_stratum_tally *stratum = &tally->strata[s];
        if (stratum->lot == l && stratum->n > 0) {
            uint64_t size = stratum->size > 0 ? stratum->size : lot_size;
            strata[n++] = (struct qa_stratum){size, stratum->n, stratum->errors};
            unseen -= size;
        }
    }
    if (lot_size == 0) {
        return one_stratum(lot->errors, lot->n, 0, confidence, request->interval);
    }
    struct qa_estimate seen =
        n == 1 ? one_stratum(lot->errors, lot->n, strata[0].lot, confidence, request->interval)
               : qa_proportion_stratified(strata, n, confidence);
    if (n > 1 && request->interval == QA_JUDGE_T) {
        seen = around(seen, (double)lot->n - (double)n);
    }
    return allow_for_unseen(seen, (double)unseen / (double)lot_size);
}

/* ---- the other designs ---- */

/* A cluster of which some units were not judged counts whole, at the rate of those that were. What
 * chance did inside such clusters shows in how they differ only when none is taken as known. */
static struct qa_estimate by_clusters(const struct qa_sheet_tally *tally, size_t l,
                                      double confidence, enum qa_design_interval interval,
                                      struct qa_arena *arena)
{
    size_t room = tally->n_clusters + (size_t)1;
    double *errors = QA_ARRAY(arena, double, room);
    double *units = QA_ARRAY(arena, double, room);
    double *judged = QA_ARRAY(arena, double, room);
    bool is_whole = true;
    size_t m = 0;
    for (size_t u = 0; u < tally->n_units; u++) {
        const struct qa_judged_unit *unit = &tally->units[u];
        if (unit->lot == l && unit->cluster != QA_NONE) {
            bool has_verdict = qa_has_verdict(unit->judged);
            errors[unit->cluster] += unit->judged == QA_JUDGED_WRONG;
            judged[unit->cluster] += has_verdict;
            units[unit->cluster]++;
            is_whole = is_whole && has_verdict;
        }
    }
    for (uint32_t c = 0; c < tally->n_clusters; c++) {
        if (judged[c] > 0) {
            errors[m] = errors[c] * (units[c] / judged[c]);
            units[m++] = units[c];
        }
    }
    struct qa_estimate rate = qa_survey_clusters(
        errors, units, m, is_whole ? tally->lots[l].n_clusters : 0, confidence, interval);
    rate.n = tally->lots[l].n;
    return rate;
}

static struct qa_estimate by_probabilities(const struct qa_sheet_tally *tally, size_t l,
                                           double confidence, enum qa_design_interval interval,
                                           struct qa_arena *arena)
{
    bool *is_error = QA_ARRAY(arena, bool, tally->n_units + 1);
    double *probability = QA_ARRAY(arena, double, tally->n_units + 1);
    size_t n = 0;
    for (size_t u = 0; u < tally->n_units; u++) {
        const struct qa_judged_unit *unit = &tally->units[u];
        if (unit->lot == l && qa_has_verdict(unit->judged)) {
            is_error[n] = unit->judged == QA_JUDGED_WRONG;
            probability[n++] = unit->probability;
        }
    }
    return qa_survey_unequal(is_error, probability, n, confidence, interval);
}

struct qa_estimate qa_judge_rate(const struct qa_judge_request *request,
                                 const struct qa_sheet_tally *tally, size_t l, double confidence,
                                 struct qa_arena *arena)
{
    const struct qa_lot_tally *lot = &tally->lots[l];
    enum qa_design_interval interval = request->interval == QA_JUDGE_T        ? QA_DESIGN_T
                                       : request->interval == QA_JUDGE_WILSON ? QA_DESIGN_WILSON
                                                                              : QA_DESIGN_EXACT;
    if (lot->n == 0) {
        return qa_undefined("nothing was judged", 0);
    }
    if (lot->design == QA_SAMPLE_CLUSTER) {
        return by_clusters(tally, l, confidence, interval, arena);
    }
    if (lot->design == QA_SAMPLE_PPS) {
        return by_probabilities(tally, l, confidence, interval, arena);
    }
    return by_strata(request, tally, l, confidence, arena);
}
