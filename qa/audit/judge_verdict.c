/* What a lot, or one class of its errors, comes to under a limit or a plan, and the sentence about
 * it. */
#include <math.h>

#include "qa/audit/judge_parts.h"
#include "qa/audit/sample.h"

/* Beyond this, how many more to check is not worth a search. */
#define MOST_SEARCHED UINT64_C(200000)

static enum qa_verdict decide_by_bounds(const struct qa_estimate *bounds, double limit)
{
    if (!qa_is_defined(bounds) || !bounds->has_interval ||
        (bounds->high > limit && bounds->low <= limit)) {
        return QA_VERDICT_UNDECIDED;
    }
    return bounds->high <= limit ? QA_ACCEPT : QA_REJECT;
}

const char *qa_judge_count(struct qa_arena *arena, uint64_t count)
{
    return count < 1000 ? qa_arena_format(arena, "%llu", (unsigned long long)count)
                        : qa_arena_format(arena, "%s,%03llu", qa_judge_count(arena, count / 1000),
                                          (unsigned long long)(count % 1000));
}

/* A rate in per cent with the decimals that it needs, two at most: "5", "2.5". */
static const char *percent(struct qa_arena *arena, double rate)
{
    return qa_arena_format(arena, "%.4g", round(rate * 10000) / 100);
}

/* A sample of n decides, at the rate seen, in four cases of five: the number of errors that one in
 * five goes beyond, on the side of the limit, decides still. Of the n those checked are known. */
static bool would_decide(const struct qa_lot_verdict *lot, uint64_t n, double limit,
                         double confidence)
{
    const double four_in_five = 0.8416; /* of a standard normal deviate */
    double rate = lot->error_rate.value;
    double more = (double)(n - lot->n);
    double left = (double)lot->lot_size - (double)lot->n;
    double finite = lot->lot_size > 0 && left > 0 ? fmax(0, 1 - more / left) : 1;
    double expected = rate * (double)n;
    double off = four_in_five * sqrt(more * rate * (1 - rate) * finite);
    double errors = rate <= limit ? ceil(expected + off) : floor(expected - off);
    errors = fmin(fmax(errors, 0), (double)n);
    struct qa_estimate bounds = qa_judge_bounds_at((uint64_t)errors, n, lot->lot_size, confidence);
    return decide_by_bounds(&bounds, limit) == (rate <= limit ? QA_ACCEPT : QA_REJECT);
}

/* How many more units of this design a simple one saves; 1 where the sample does not tell. */
static double design_effect(const struct qa_lot_verdict *lot)
{
    const struct qa_estimate *rate = &lot->error_rate;
    double binomial = rate->value * (1 - rate->value) / (double)lot->n;
    double unchecked = lot->lot_size > 0 ? 1 - (double)lot->n / (double)lot->lot_size : 1;
    double effect = rate->has_se && binomial > 0 && unchecked > 0
                        ? rate->se * rate->se / (binomial * unchecked)
                        : 1;
    return fmin(fmax(effect, 1), 100);
}

/* The simple sample that would decide at the rate seen, 0 when none up to the bound does. Deciding
 * is not quite monotone in n: the answer is about right, and is said so. */
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
    if (lot->design == QA_SAMPLE_CLUSTER) {
        return "; more clusters would have to be checked to decide";
    }
    uint64_t n = deciding_n(lot, limit, confidence);
    n = n > lot->n ? lot->n + (uint64_t)ceil((double)(n - lot->n) * design_effect(lot)) : n;
    if (n == 0) {
        return qa_arena_format(arena, "; more than %s in all would have to be checked to decide",
                               qa_judge_count(arena, MOST_SEARCHED));
    }
    if (lot->lot_size > 0 && n >= lot->lot_size) {
        return "; at this rate only checking the whole lot would decide";
    }
    return n > lot->n
               ? qa_arena_format(arena, "; about %s more at this rate would decide 4 times in 5",
                                 qa_judge_count(arena, n - lot->n))
               : "";
}

/* ---- what was left out ---- */

/* An accepted lot may owe it to what was not judged. */
static const char *if_all_were_wrong(const struct qa_judge_request *request,
                                     const struct qa_judge_rule *rule,
                                     const struct qa_lot_verdict *lot, uint64_t left)
{
    if (lot->verdict != QA_ACCEPT || rule->plan != NULL) {
        return "";
    }
    struct qa_estimate bounds =
        qa_judge_bounds_at(lot->errors + left, lot->n + left, lot->lot_size, request->confidence);
    return decide_by_bounds(&bounds, rule->limit) == QA_ACCEPT
               ? ""
               : ", and were they all wrong it would not be";
}

static const char *not_judged(const struct qa_judge_request *request,
                              const struct qa_judge_rule *rule, const struct qa_lot_verdict *lot,
                              struct qa_arena *arena)
{
    uint64_t left = lot->unsure + lot->unfinished;
    if (left == 0) {
        return "";
    }
    return qa_arena_format(
        arena, "; %s unsure and %s not done are left out%s", qa_judge_count(arena, lot->unsure),
        qa_judge_count(arena, lot->unfinished), if_all_were_wrong(request, rule, lot, left));
}

/* ---- together ---- */

static const char *bounds_words(const struct qa_lot_verdict *lot, struct qa_arena *arena)
{
    switch (lot->verdict) {
    case QA_ACCEPT:
        return qa_arena_format(arena, "no more than %.2f %%", 100 * lot->bounds.high);
    case QA_REJECT:
        return qa_arena_format(arena, "no less than %.2f %%", 100 * lot->bounds.low);
    default:
        return qa_arena_format(arena, "no less than %.2f and no more than %.2f %%",
                               100 * lot->bounds.low, 100 * lot->bounds.high);
    }
}

static const char *found_words(const struct qa_lot_verdict *lot, struct qa_arena *arena)
{
    const char *of_lot =
        lot->lot_size > 0 ? qa_arena_format(arena, " of %s", qa_judge_count(arena, lot->lot_size))
                          : "";
    const char *found =
        qa_arena_format(arena, "%s error%s in %s checked%s: %.1f %%",
                        qa_judge_count(arena, lot->errors), lot->errors == 1 ? "" : "s",
                        qa_judge_count(arena, lot->n), of_lot, 100 * lot->error_rate.value);
    return lot->error_rate.has_interval
               ? qa_arena_format(arena, "%s (%.1f-%.1f %%)", found, 100 * lot->error_rate.low,
                                 100 * lot->error_rate.high)
               : found;
}

void qa_judge_decide(const struct qa_judge_request *request, const struct qa_judge_rule *rule,
                     const struct qa_sheet_tally *tally, size_t l, struct qa_lot_verdict *lot,
                     struct qa_arena *arena)
{
    static const char *const words[] = {
        [QA_ACCEPT] = "accepted", [QA_REJECT] = "rejected", [QA_VERDICT_UNDECIDED] = "undecided"};
    if (!qa_is_defined(&lot->error_rate)) {
        lot->verdict = QA_VERDICT_UNDECIDED;
        lot->reason = qa_arena_format(arena, "undecided: %s%s", lot->error_rate.undefined,
                                      not_judged(request, rule, lot, arena));
        return;
    }
    const char *found = found_words(lot, arena);
    if (rule->plan != NULL) {
        const char *numbers;
        lot->verdict = qa_judge_by_plan(rule->plan, tally, l, &numbers, arena);
        lot->reason = qa_arena_format(arena, "%s; %s: %s%s", found, numbers, words[lot->verdict],
                                      not_judged(request, rule, lot, arena));
        return;
    }
    lot->verdict = decide_by_bounds(&lot->bounds, rule->limit);
    const char *more = lot->verdict == QA_VERDICT_UNDECIDED
                           ? what_would_decide(lot, rule->limit, request->confidence, arena)
                           : "";
    lot->reason = qa_arena_format(
        arena, "%s; with %g %% confidence %s, against a limit of %s %%: %s%s%s", found,
        100 * request->confidence, bounds_words(lot, arena), percent(arena, rule->limit),
        words[lot->verdict], more, not_judged(request, rule, lot, arena));
}
