#include "qa/audit/judge.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "qa/audit/judge_parts.h"

/* Beyond this, how many more to check is not worth a search. */
#define MOST_SEARCHED UINT64_C(200000)

const char *qa_verdict_name(enum qa_verdict verdict)
{
    static const char *const names[] = {
        [QA_ACCEPT] = "ACCEPT", [QA_REJECT] = "REJECT", [QA_VERDICT_UNDECIDED] = "UNDECIDED"};
    return names[verdict];
}

enum qa_verdict qa_judge_decide(const struct qa_estimate *bounds, double limit)
{
    if (!qa_is_defined(bounds) || (bounds->high > limit && bounds->low <= limit)) {
        return QA_VERDICT_UNDECIDED;
    }
    return bounds->high <= limit ? QA_ACCEPT : QA_REJECT;
}

/* ---- a plan's numbers ---- */

/* The last stage that is complete; n_stages when none is. */
static size_t stage_reached(const struct qa_plan *plan, uint64_t n)
{
    uint64_t wanted = 0;
    size_t reached = plan->n_stages;
    for (size_t s = 0; s < plan->n_stages; s++) {
        wanted += plan->stages[s].n;
        if (n >= wanted) {
            reached = s;
        }
    }
    return reached;
}

static enum qa_verdict decide_by_plan(const struct qa_plan *plan, const struct qa_lot_verdict *lot)
{
    size_t s = stage_reached(plan, lot->n);
    if (s == plan->n_stages) {
        /* Too many errors stay too many, whatever else is found. */
        return lot->errors >= plan->stages[0].reject ? QA_REJECT : QA_VERDICT_UNDECIDED;
    }
    const struct qa_plan_stage *stage = &plan->stages[s];
    if (stage->accept >= 0 && lot->errors <= (uint64_t)stage->accept) {
        return QA_ACCEPT;
    }
    if (lot->errors >= stage->reject) {
        return QA_REJECT;
    }
    return s + 1 == plan->n_stages ? QA_ACCEPT : QA_VERDICT_UNDECIDED;
}

/* ---- the sentence ---- */

static const char *grouped(struct qa_arena *arena, uint64_t count)
{
    return count < 1000 ? qa_arena_format(arena, "%llu", (unsigned long long)count)
                        : qa_arena_format(arena, "%s,%03llu", grouped(arena, count / 1000),
                                          (unsigned long long)(count % 1000));
}

/* A rate in per cent with the decimals that it needs, two at most: "5", "2.5". */
static const char *percent(struct qa_arena *arena, double rate)
{
    return qa_arena_format(arena, "%.4g", round(rate * 10000) / 100);
}

static bool would_decide(const struct qa_lot_verdict *lot, uint64_t n, double limit,
                         double confidence)
{
    uint64_t errors = (uint64_t)llround(lot->error_rate.value * (double)n);
    struct qa_estimate bounds = qa_judge_bounds_at(errors, n, lot->lot_size, confidence);
    return qa_judge_decide(&bounds, limit) != QA_VERDICT_UNDECIDED;
}

/* The sample that would decide at the rate seen, 0 when none up to the bound does. Deciding is not
 * quite monotone in n, since errors are whole: the answer is about right, and is said so. */
static uint64_t deciding_n(const struct qa_lot_verdict *lot, double limit, double confidence)
{
    uint64_t most =
        lot->lot_size > 0 && lot->lot_size < MOST_SEARCHED ? lot->lot_size : MOST_SEARCHED;
    uint64_t low = lot->n;
    uint64_t high = low;
    do {
        low = high;
        high = high > most / 2 ? most : 2 * high;
    } while (high < most && !would_decide(lot, high, limit, confidence));
    if (!would_decide(lot, high, limit, confidence)) {
        return 0;
    }
    while (high - low > 1) {
        uint64_t middle = low + (high - low) / 2;
        if (would_decide(lot, middle, limit, confidence)) {
            high = middle;
        } else {
            low = middle;
        }
    }
    return high;
}

static const char *what_would_decide(const struct qa_lot_verdict *lot, double limit,
                                     double confidence, struct qa_arena *arena)
{
    uint64_t n = deciding_n(lot, limit, confidence);
    if (n == 0) {
        return qa_arena_format(arena, "; more than %s in all would have to be checked to decide",
                               grouped(arena, MOST_SEARCHED));
    }
    if (n == lot->lot_size) {
        return "; at this rate only checking the whole lot would decide";
    }
    return n > lot->n ? qa_arena_format(arena, "; about %s more at this rate would decide",
                                        grouped(arena, n - lot->n))
                      : "";
}

static const char *not_judged(const struct qa_lot_verdict *lot, struct qa_arena *arena)
{
    if (lot->unsure + lot->unfinished == 0) {
        return "";
    }
    return qa_arena_format(arena, "; %s unsure and %s not done are left out",
                           grouped(arena, lot->unsure), grouped(arena, lot->unfinished));
}

static const char *plan_words(const struct qa_plan *plan, const struct qa_lot_verdict *lot,
                              struct qa_arena *arena)
{
    size_t s = stage_reached(plan, lot->n);
    if (s == plan->n_stages) {
        return lot->verdict == QA_REJECT ? qa_arena_format(arena, "the plan rejects at %s already",
                                                           grouped(arena, plan->stages[0].reject))
                                         : qa_arena_format(arena, "the plan wants %s checked",
                                                           grouped(arena, plan->stages[0].n));
    }
    const struct qa_plan_stage *stage = &plan->stages[s];
    const char *accept = stage->accept >= 0
                             ? qa_arena_format(arena, "accepts up to %s and ",
                                               grouped(arena, (uint64_t)stage->accept))
                             : "";
    const char *next =
        lot->verdict == QA_VERDICT_UNDECIDED
            ? qa_arena_format(arena, "; draw the next %s", grouped(arena, plan->stages[s + 1].n))
            : "";
    return qa_arena_format(arena, "the plan %srejects from %s on%s", accept,
                           grouped(arena, stage->reject), next);
}

const char *qa_judge_reason(const struct qa_judge_request *request,
                            const struct qa_lot_verdict *lot, struct qa_arena *arena)
{
    static const char *const words[] = {
        [QA_ACCEPT] = "accepted", [QA_REJECT] = "rejected", [QA_VERDICT_UNDECIDED] = "undecided"};
    if (!qa_is_defined(&lot->error_rate)) {
        return qa_arena_format(arena, "undecided: %s%s", lot->error_rate.undefined,
                               not_judged(lot, arena));
    }
    const char *of_lot =
        lot->lot_size > 0 ? qa_arena_format(arena, " of %s", grouped(arena, lot->lot_size)) : "";
    const char *found = qa_arena_format(arena, "%s error%s in %s checked%s: %.1f %% (%.1f-%.1f %%)",
                                        grouped(arena, lot->errors), lot->errors == 1 ? "" : "s",
                                        grouped(arena, lot->n), of_lot, 100 * lot->error_rate.value,
                                        100 * lot->error_rate.low, 100 * lot->error_rate.high);
    if (request->plan != NULL) {
        return qa_arena_format(arena, "%s; %s: %s%s", found, plan_words(request->plan, lot, arena),
                               words[lot->verdict], not_judged(lot, arena));
    }
    const char *why = lot->verdict == QA_ACCEPT
                          ? qa_arena_format(arena, "no more than %.2f %%", 100 * lot->bounds.high)
                      : lot->verdict == QA_REJECT
                          ? qa_arena_format(arena, "no less than %.2f %%", 100 * lot->bounds.low)
                          : qa_arena_format(arena, "no less than %.2f and no more than %.2f %%",
                                            100 * lot->bounds.low, 100 * lot->bounds.high);
    const char *more = lot->verdict == QA_VERDICT_UNDECIDED
                           ? what_would_decide(lot, request->limit, request->confidence, arena)
                           : "";
    return qa_arena_format(arena, "%s; with %g %% confidence %s, against a limit of %s %%: %s%s%s",
                           found, 100 * request->confidence, why, percent(arena, request->limit),
                           words[lot->verdict], more, not_judged(lot, arena));
}

/* ---- all together ---- */

/* REJECT before UNDECIDED before ACCEPT. */
static enum qa_verdict worse(enum qa_verdict a, enum qa_verdict b)
{
    static const int badness[] = {[QA_ACCEPT] = 0, [QA_REJECT] = 2, [QA_VERDICT_UNDECIDED] = 1};
    return badness[a] > badness[b] ? a : b;
}

static void count_auditors(const struct qa_sheet_tally *tally, size_t l, struct qa_lot_verdict *lot,
                           double confidence)
{
    for (size_t u = 0; u < tally->n_units; u++) {
        const struct qa_judged_unit *unit = &tally->units[u];
        lot->n_twice += unit->lot == l && unit->was_twice;
        lot->n_disagree += unit->lot == l && unit->disagree;
    }
    lot->checkers = qa_survey_correct(&lot->error_rate, lot->n_twice, lot->n_disagree, confidence);
}

static struct qa_lot_verdict judge_lot(const struct qa_judge_request *request,
                                       const struct qa_sheet_tally *tally, size_t l,
                                       struct qa_arena *arena)
{
    const struct qa_lot_tally *counts = &tally->lots[l];
    struct qa_lot_verdict lot = {.lot = counts->name,
                                 .design = counts->design,
                                 .lot_size = qa_judge_lot_size(tally, l),
                                 .rows = counts->rows,
                                 .n = counts->n,
                                 .errors = counts->errors,
                                 .unsure = counts->unsure,
                                 .unfinished = counts->unfinished};
    for (size_t s = 0; s < tally->n_strata; s++) {
        lot.n_strata += tally->strata[s].lot == l;
    }
    lot.error_rate = qa_judge_rate(request, tally, l, request->confidence, arena);
    /* The ends of the two-sided interval at 2 c - 1 are one-sided bounds at c. */
    lot.bounds = qa_judge_rate(request, tally, l, 2 * request->confidence - 1, arena);
    lot.verdict = request->plan != NULL ? decide_by_plan(request->plan, &lot)
                                        : qa_judge_decide(&lot.bounds, request->limit);
    lot.reason = qa_judge_reason(request, &lot, arena);
    count_auditors(tally, l, &lot, request->confidence);
    if (request->prior != NULL) {
        lot.belief = qa_belief_after(*request->prior, lot.errors, lot.n);
    }
    return lot;
}

enum qa_status qa_judge(const struct qa_judge_request *request, struct qa_arena *arena,
                        struct qa_judgement *out, struct qa_error *err)
{
    struct qa_sheet_tally tally;
    QA_TRY(qa_judge_read(request, arena, &tally, err));
    *out = (struct qa_judgement){.lots = QA_ARRAY(arena, struct qa_lot_verdict, tally.n_lots),
                                 .n_lots = tally.n_lots,
                                 .limit = request->limit,
                                 .confidence = request->confidence,
                                 .has_prior = request->prior != NULL,
                                 .by_plan = request->plan != NULL,
                                 .worst = QA_ACCEPT};
    for (size_t l = 0; l < tally.n_lots; l++) {
        out->lots[l] = judge_lot(request, &tally, l, arena);
        out->worst = worse(out->worst, out->lots[l].verdict);
    }
    qa_judge_parts(request, &tally, out, arena);
    for (size_t c = 0; c < out->n_classes; c++) {
        if (out->classes[c].limit >= 0) {
            out->worst = worse(out->worst, out->classes[c].verdict);
        }
    }
    return QA_OK;
}
