#include "qa/procurement/gates.h"

#include <math.h>

#include "qa/procurement/figures.h"
#include "qa/procurement/scorecard.h"

static const double HOURS_PER_WEEK = 168.0;

const char *qa_gate_name(enum qa_gate gate)
{
    static const char *const names[] = {"PASS", "FAIL", "INCONCLUSIVE", "REFERENCE"};

    return names[gate];
}

const char *qa_gate_kind_name(enum qa_gate_kind kind)
{
    static const char *const names[QA_N_GATES] = {"error",      "agreement", "turnaround",
                                                  "compliance", "budget",    "capacity"};

    return names[kind];
}

double qa_delivered_per_week(const struct qa_vendor_turnaround *turnaround)
{
    return HOURS_PER_WEEK * turnaround->items_per_hour.value;
}

/* A figure whose interval is at or below the limit passes. */
static enum qa_gate by_most(const struct qa_estimate *value, double limit)
{
    double low = value->has_interval ? value->low : value->value;
    double high = value->has_interval ? value->high : value->value;

    return high <= limit ? QA_GATE_PASS : low > limit ? QA_GATE_FAIL : QA_GATE_INCONCLUSIVE;
}

static enum qa_gate by_least(const struct qa_estimate *value, double limit)
{
    double low = value->has_interval ? value->low : value->value;
    double high = value->has_interval ? value->high : value->value;

    return low >= limit ? QA_GATE_PASS : high < limit ? QA_GATE_FAIL : QA_GATE_INCONCLUSIVE;
}

static struct qa_gate_check unknown(const struct qa_estimate *value, double limit, const char *what,
                                    struct qa_arena *arena)
{
    return (struct qa_gate_check){
        .asked = true,
        .verdict = QA_GATE_INCONCLUSIVE,
        .value = *value,
        .limit = limit,
        .reason = qa_arena_format(arena, "%s is not known: %s", what, value->undefined)};
}

static struct qa_gate_check check_error(const struct qa_vendor_score *score, double limit,
                                        struct qa_arena *arena)
{
    const struct qa_estimate *rate = &score->error_rate;
    struct qa_gate_check check = {.asked = true, .value = *rate, .limit = limit};

    if (!qa_is_defined(rate)) {
        return unknown(rate, limit, "the error rate", arena);
    }
    const char *const forms[] = {[QA_GATE_PASS] = " is within the limit of ",
                                 [QA_GATE_FAIL] = " is above the limit of ",
                                 [QA_GATE_INCONCLUSIVE] = ": the interval holds the limit of "};
    check.verdict = by_most(rate, limit);
    const char *name = score->facts->rate_name;
    check.reason = qa_arena_format(arena, "%s %s%s%s", name != NULL ? name : "error rate",
                                   qa_figure_rate_estimate(arena, rate), forms[check.verdict],
                                   qa_figure_rate(arena, limit));
    return check;
}

static struct qa_gate_check check_agreement(const struct qa_vendor_facts *facts, double limit,
                                            struct qa_arena *arena)
{
    const struct qa_estimate *agreement = &facts->agreement;
    struct qa_gate_check check = {.asked = limit > 0.0, .value = *agreement, .limit = limit};

    if (!check.asked) {
        return check;
    }
    if (!qa_is_defined(agreement)) {
        return unknown(agreement, limit, "the agreement", arena);
    }
    const char *value = qa_figure(arena, agreement->value, 2);
    const char *least = qa_figure(arena, limit, -1);
    const char *ends =
        agreement->has_interval
            ? qa_arena_format(arena, " (%s to %s)", qa_figure(arena, agreement->low, 2),
                              qa_figure(arena, agreement->high, 2))
            : "";
    const char *const forms[] = {[QA_GATE_PASS] = " reaches ",
                                 [QA_GATE_FAIL] = " is below ",
                                 [QA_GATE_INCONCLUSIVE] = ": the interval holds "};
    check.verdict = by_least(agreement, limit);
    if (!agreement->has_interval && agreement->no_interval != NULL) {
        check.verdict = QA_GATE_INCONCLUSIVE;
        check.reason = qa_arena_format(arena, "agreement %s, but no limits: %s", value,
                                       agreement->no_interval);
        return check;
    }
    check.reason =
        qa_arena_format(arena, "agreement %s%s%s%s", value, ends, forms[check.verdict], least);
    return check;
}

/* The deliveries that it takes before all of them being in time shows that 90 % are. */
static double deliveries_needed(double confidence)
{
    return ceil(log((1.0 - confidence) / 2.0) / log(0.9));
}

/* Why the limits of the percentile do not settle it. */
static const char *unsettled_turnaround(const struct qa_vendor_turnaround *time, double confidence,
                                        struct qa_arena *arena)
{
    const struct qa_time_quantile *p90 = &time->p90;
    uint64_t finished = time->deliveries - time->open;

    if (p90->has_high) {
        return qa_arena_format(arena, "(%s to %s)",
                               p90->has_low ? qa_figure(arena, p90->low, 1) : "0",
                               qa_figure(arena, p90->high, 1));
    }
    if (time->open == 0 || (double)finished < deliveries_needed(confidence)) {
        return qa_arena_format(arena, "or more: %llu finished, too few to say (at least %s needed)",
                               (unsigned long long)finished,
                               qa_figure(arena, deliveries_needed(confidence), 0));
    }
    return qa_arena_format(arena, "or more: %llu of %llu deliveries are open, too many to say",
                           (unsigned long long)time->open, (unsigned long long)time->deliveries);
}

static const char *turnaround_reason(const struct qa_vendor_turnaround *time, enum qa_gate verdict,
                                     double limit, double confidence, struct qa_arena *arena)
{
    const struct qa_time_quantile *p90 = &time->p90;
    const char *most = qa_figure(arena, limit, -1);

    if (p90->undefined != NULL) {
        return qa_arena_format(
            arena,
            "%llu of %llu deliveries are open, so how long 90 %% take is not known%s; the "
            "limit is %s h",
            (unsigned long long)time->open, (unsigned long long)time->deliveries,
            p90->has_low ? qa_arena_format(arena, ", %s h at least", qa_figure(arena, p90->low, 1))
                         : "",
            most);
    }
    const char *value = qa_figure(arena, p90->value, 1);
    if (verdict == QA_GATE_INCONCLUSIVE) {
        return qa_arena_format(arena, "90 %% of deliveries take up to %s h %s; the limit is %s h",
                               value, unsettled_turnaround(time, confidence, arena), most);
    }
    return qa_arena_format(arena, "90 %% of deliveries take up to %s h, %s %s h", value,
                           verdict == QA_GATE_PASS ? "within" : "the limit is", most);
}

static struct qa_gate_check check_turnaround(const struct qa_vendor_facts *facts,
                                             const struct qa_score_settings *settings,
                                             struct qa_arena *arena)
{
    const struct qa_vendor_turnaround *time = facts->turnaround;
    double limit = settings->max_turnaround_hours;
    struct qa_gate_check check = {.asked = limit > 0.0, .limit = limit};

    if (time == NULL || time->deliveries == 0) {
        check.value = qa_undefined(time == NULL ? "no delivery log" : "no delivery", 0);
        return check.asked ? unknown(&check.value, limit, "the turnaround", arena) : check;
    }
    const struct qa_time_quantile *p90 = &time->p90;
    check.value = p90->undefined != NULL
                      ? qa_undefined(p90->undefined, p90->n)
                      : (struct qa_estimate){.value = p90->value,
                                             .low = p90->low,
                                             .high = p90->high,
                                             .confidence = settings->confidence,
                                             .n = p90->n,
                                             .has_interval = p90->has_low && p90->has_high};
    if (check.asked) {
        check.verdict = p90->has_high && p90->high <= limit ? QA_GATE_PASS
                        : p90->has_low && p90->low > limit  ? QA_GATE_FAIL
                                                            : QA_GATE_INCONCLUSIVE;
        check.reason = turnaround_reason(time, check.verdict, limit, settings->confidence, arena);
    }
    return check;
}

static double total_at(const struct qa_vendor_score *score,
                       const struct qa_score_settings *settings, double rate)
{
    struct qa_scenario scenario = qa_vendor_scenario(score->facts, settings);
    const struct qa_estimate known = {.value = rate, .n = score->facts->audited};

    return qa_quality_cost(&score->cost, &known, &scenario).total;
}

static struct qa_estimate total_cost(const struct qa_vendor_score *score,
                                     const struct qa_score_settings *settings)
{
    const struct qa_estimate *rate = &score->error_rate;

    if (!score->has_total) {
        return qa_undefined(score->cost.undefined != NULL ? score->cost.undefined
                                                          : "the error rate is not known",
                            0);
    }
    struct qa_estimate total = {.value = score->total, .n = rate->n};
    if (qa_is_defined(rate)) {
        total.low = total_at(score, settings, rate->low);
        total.high = total_at(score, settings, rate->high);
        total.has_interval = total.high > total.low;
    }
    return total;
}

static struct qa_gate_check check_budget(const struct qa_vendor_score *score,
                                         const struct qa_score_settings *settings,
                                         struct qa_arena *arena)
{
    double budget = settings->budget;
    struct qa_gate_check check = {
        .asked = budget > 0.0, .value = total_cost(score, settings), .limit = budget};

    if (!check.asked) {
        return check;
    }
    if (!qa_is_defined(&check.value)) {
        return unknown(&check.value, budget, "the total cost", arena);
    }
    const char *const forms[] = {[QA_GATE_PASS] = " is within the budget of ",
                                 [QA_GATE_FAIL] = " is above the budget of ",
                                 [QA_GATE_INCONCLUSIVE] = ": its interval holds the budget of "};
    check.verdict = by_most(&check.value, budget);
    check.reason =
        qa_arena_format(arena, "total cost %s%s%s", qa_figure(arena, check.value.value, 0),
                        forms[check.verdict], qa_figure(arena, budget, 0));
    return check;
}

double qa_promised_per_week(const struct qa_vendor_promises *promises, double weeks)
{
    const struct qa_promise *capacity = qa_promise_find(promises, QA_PROMISE_CAPACITY, NULL);
    const struct qa_promise *ramp = qa_promise_find(promises, QA_PROMISE_RAMP_UP, NULL);

    if (capacity == NULL) {
        return 0.0;
    }
    if (ramp == NULL || ramp->value <= 0.0 || weeks <= 0.0) {
        return capacity->value;
    }
    double share =
        weeks >= ramp->value ? 1.0 - ramp->value / (2.0 * weeks) : weeks / (2.0 * ramp->value);
    return share * capacity->value;
}

static struct qa_estimate items_per_week(const struct qa_vendor_facts *facts, double weeks)
{
    double promised = qa_promised_per_week(facts->promises, weeks);

    if (promised > 0.0) {
        return (struct qa_estimate){.value = promised, .method = "promised"};
    }
    if (facts->turnaround == NULL || !qa_is_defined(&facts->turnaround->items_per_hour)) {
        return qa_undefined("no promise and no delivery log", 0);
    }
    return (struct qa_estimate){.value = qa_delivered_per_week(facts->turnaround),
                                .n = facts->turnaround->items,
                                .method = "measured"};
}

/* "promises 6,000 items a week (4,800 on average over 5 weeks, with the ramp-up)" */
static const char *capacity_words(const struct qa_vendor_facts *facts, double weeks, double average,
                                  struct qa_arena *arena)
{
    double full = qa_promised_per_week(facts->promises, 0.0);
    const char *figure = qa_figure(arena, average, 0);

    if (full <= 0.0) {
        return qa_arena_format(arena, "delivered %s items a week", figure);
    }
    if (average >= full) {
        return qa_arena_format(arena, "promises %s items a week", figure);
    }
    return qa_arena_format(arena,
                           "promises %s items a week, on average %s over %s weeks with the ramp-up",
                           qa_figure(arena, full, 0), figure, qa_figure(arena, weeks, -1));
}

static struct qa_gate_check check_capacity(const struct qa_vendor_facts *facts,
                                           const struct qa_score_settings *settings,
                                           struct qa_arena *arena)
{
    double needed = settings->weeks > 0.0 ? settings->scenario.volume / settings->weeks : 0.0;
    struct qa_gate_check check = {
        .asked = needed > 0.0, .value = items_per_week(facts, settings->weeks), .limit = needed};

    if (!check.asked) {
        return check;
    }
    if (!qa_is_defined(&check.value)) {
        return unknown(&check.value, needed, "the capacity", arena);
    }
    bool promised = qa_promised_per_week(facts->promises, settings->weeks) > 0.0;
    bool enough = check.value.value >= needed;
    check.verdict = enough ? QA_GATE_PASS : promised ? QA_GATE_FAIL : QA_GATE_INCONCLUSIVE;
    check.reason = qa_arena_format(arena, "%s%s %s are needed",
                                   capacity_words(facts, settings->weeks, check.value.value, arena),
                                   enough      ? ","
                                   : !promised ? ", which does not show that it could do more;"
                                               : ";",
                                   qa_figure(arena, needed, 0));
    return check;
}

/* Answers to the request; its own rule gives the word. */
static struct qa_gate_check check_compliance(const struct qa_vendor_compliance *compliance,
                                             struct qa_arena *arena)
{
    if (compliance == NULL) {
        return (struct qa_gate_check){.value = qa_undefined("no request was answered", 0)};
    }
    struct qa_estimate musts = qa_undefined("no question is a must", 0);
    if (compliance->n_musts > 0) {
        musts = (struct qa_estimate){.value = (double)compliance->n_musts_met /
                                              (double)compliance->n_musts,
                                     .n = compliance->n_musts};
    }
    return (struct qa_gate_check){.asked = true,
                                  .verdict = compliance->gate,
                                  .value = musts,
                                  .limit = 1.0,
                                  .reason =
                                      qa_arena_format(arena, "compliance: %s", compliance->reason)};
}

/* Joins the reasons of all gates that have this word. */
static const char *reasons_of(const struct qa_vendor_score *score, enum qa_gate word,
                              struct qa_arena *arena)
{
    const char *joined = "";

    for (int g = 0; g < QA_N_GATES; g++) {
        if (score->gates[g].asked && score->gates[g].verdict == word) {
            joined = qa_arena_format(arena, "%s%s%s", joined, joined[0] != '\0' ? "; " : "",
                                     score->gates[g].reason);
        }
    }
    return joined;
}

void qa_gates_check(struct qa_vendor_score *score, const struct qa_score_settings *settings,
                    struct qa_arena *arena)
{
    const struct qa_vendor_facts *facts = score->facts;
    struct qa_gate_check *gates = score->gates;

    if (facts->is_reference) {
        score->gate = QA_GATE_REFERENCE;
        score->gate_reason = "done in-house: its costs beside those of the vendors, no candidate";
        return;
    }
    gates[QA_GATE_ON_ERROR] = check_error(score, settings->max_error, arena);
    gates[QA_GATE_ON_AGREEMENT] = check_agreement(facts, settings->min_agreement, arena);
    gates[QA_GATE_ON_TURNAROUND] = check_turnaround(facts, settings, arena);
    gates[QA_GATE_ON_COMPLIANCE] = check_compliance(facts->compliance, arena);
    gates[QA_GATE_ON_BUDGET] = check_budget(score, settings, arena);
    gates[QA_GATE_ON_CAPACITY] = check_capacity(facts, settings, arena);
    score->gate = QA_GATE_PASS;
    for (int g = 0; g < QA_N_GATES; g++) {
        if (gates[g].asked && gates[g].verdict != QA_GATE_PASS && score->gate != QA_GATE_FAIL) {
            score->gate = gates[g].verdict;
        }
    }
    score->gate_reason = reasons_of(score, score->gate, arena);
}
