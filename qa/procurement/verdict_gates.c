/* A gate, and why a vendor has no rank, in words. */
#include <math.h>

#include "qa/procurement/figures.h"
#include "qa/procurement/verdict_parts.h"

/* "error rate 3.0 % (1.7-5.2 %) is within the limit of 5.0 %" */
static const char *beside_limit(const struct qa_gate_check *check, const char *figure,
                                const char *limit, const char *const forms[3],
                                struct qa_arena *arena)
{
    return qa_arena_format(arena, "%s%s%s", figure, forms[check->verdict], limit);
}

static const char *error_words(const struct qa_gate_check *check, const char *name,
                               struct qa_arena *arena)
{
    static const char *const forms[] = {[QA_GATE_PASS] = " is within the limit of ",
                                        [QA_GATE_FAIL] = " is above the limit of ",
                                        [QA_GATE_INCONCLUSIVE] =
                                            ": the interval holds the limit of "};
    const char *rate = qa_figure_rate_estimate(arena, &check->value);

    return beside_limit(check,
                        qa_arena_format(arena, "%s %s", name != NULL ? name : "error rate", rate),
                        qa_figure_rate(arena, check->limit), forms, arena);
}

static const char *agreement_words(const struct qa_gate_check *check, struct qa_arena *arena)
{
    static const char *const forms[] = {[QA_GATE_PASS] = " reaches ",
                                        [QA_GATE_FAIL] = " is below ",
                                        [QA_GATE_INCONCLUSIVE] = ": the interval holds "};
    const struct qa_estimate *agreement = &check->value;
    const char *value = qa_figure(arena, agreement->value, 2);

    if (!agreement->has_interval && agreement->no_interval != NULL) {
        return qa_arena_format(arena, "agreement %s, but no limits: %s", value,
                               agreement->no_interval);
    }
    const char *ends =
        agreement->has_interval
            ? qa_arena_format(arena, " (%s to %s)", qa_figure(arena, agreement->low, 2),
                              qa_figure(arena, agreement->high, 2))
            : "";
    return beside_limit(check, qa_arena_format(arena, "agreement %s%s", value, ends),
                        qa_figure(arena, check->limit, -1), forms, arena);
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

static const char *turnaround_words(const struct qa_vendor_turnaround *time,
                                    const struct qa_gate_check *check, double confidence,
                                    struct qa_arena *arena)
{
    const struct qa_time_quantile *p90 = &time->p90;
    const char *most = qa_figure(arena, check->limit, -1);

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
    if (check->verdict == QA_GATE_INCONCLUSIVE) {
        return qa_arena_format(arena, "90 %% of deliveries take up to %s h %s; the limit is %s h",
                               value, unsettled_turnaround(time, confidence, arena), most);
    }
    return qa_arena_format(arena, "90 %% of deliveries take up to %s h, %s %s h", value,
                           check->verdict == QA_GATE_PASS ? "within" : "the limit is", most);
}

static const char *budget_words(const struct qa_gate_check *check, struct qa_arena *arena)
{
    static const char *const forms[] = {[QA_GATE_PASS] = " is within the budget of ",
                                        [QA_GATE_FAIL] = " is above the budget of ",
                                        [QA_GATE_INCONCLUSIVE] =
                                            ": its interval holds the budget of "};
    const char *total = qa_figure(arena, check->value.value, 0);

    return beside_limit(check, qa_arena_format(arena, "total cost %s", total),
                        qa_figure(arena, check->limit, 0), forms, arena);
}

/* "promises 6,000 items a week (4,800 on average over 5 weeks, with the ramp-up)" */
static const char *promise_words(const struct qa_vendor_facts *facts, double weeks, double average,
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

static const char *capacity_words(const struct qa_vendor_facts *facts,
                                  const struct qa_gate_check *check, double weeks,
                                  struct qa_arena *arena)
{
    static const char *const forms[] = {[QA_GATE_PASS] = ", ",
                                        [QA_GATE_FAIL] = "; ",
                                        [QA_GATE_INCONCLUSIVE] =
                                            ", which does not show that it could do more; "};
    const char *needed = qa_figure(arena, check->limit, 0);

    return qa_arena_format(arena, "%s are needed",
                           beside_limit(check,
                                        promise_words(facts, weeks, check->value.value, arena),
                                        needed, forms, arena));
}

static const char *words_of(const struct qa_vendor_score *score, enum qa_gate_kind kind,
                            const struct qa_score_settings *settings, struct qa_arena *arena)
{
    static const char *const what[QA_N_GATES] = {"the error rate", "the agreement",
                                                 "the turnaround", NULL,
                                                 "the total cost", "the capacity"};
    const struct qa_vendor_facts *facts = score->facts;
    const struct qa_gate_check *check = &score->gates[kind];
    bool is_timed = kind == QA_GATE_ON_TURNAROUND && facts->turnaround != NULL &&
                    facts->turnaround->deliveries > 0;

    if (kind == QA_GATE_ON_COMPLIANCE) {
        return qa_arena_format(arena, "compliance: %s", facts->compliance->reason);
    }
    if (is_timed) {
        return turnaround_words(facts->turnaround, check, settings->confidence, arena);
    }
    if (!qa_is_defined(&check->value)) {
        return qa_arena_format(arena, "%s is not known: %s", what[kind], check->value.undefined);
    }
    switch (kind) {
    case QA_GATE_ON_ERROR:
        return error_words(check, facts->rate_name, arena);
    case QA_GATE_ON_AGREEMENT:
        return agreement_words(check, arena);
    case QA_GATE_ON_BUDGET:
        return budget_words(check, arena);
    default:
        return capacity_words(facts, check, settings->weeks, arena);
    }
}

void qa_verdict_gates(struct qa_vendor_score *score, const struct qa_score_settings *settings,
                      struct qa_arena *arena)
{
    score->gate_reason = "";
    if (score->facts->is_reference) {
        score->gate_reason = "done in-house: its costs beside those of the vendors, no candidate";
        return;
    }
    for (int g = 0; g < QA_N_GATES; g++) {
        struct qa_gate_check *check = &score->gates[g];

        if (!check->asked) {
            continue;
        }
        check->reason = words_of(score, (enum qa_gate_kind)g, settings, arena);
        if (check->verdict == score->gate) {
            score->gate_reason =
                qa_arena_format(arena, "%s%s%s", score->gate_reason,
                                score->gate_reason[0] != '\0' ? "; " : "", check->reason);
        }
    }
}

/* "cost not known", "speed and cost not known". */
const char *qa_verdict_unranked(const struct qa_scorecard *card,
                                const struct qa_vendor_score *score, struct qa_arena *arena)
{
    const char *missing = NULL;

    if (score->gate == QA_GATE_FAIL || score->facts->is_reference) {
        return NULL;
    }
    if (score->facts->undelivered) {
        return "no delivery";
    }
    if (score->facts->other_spelling != NULL) {
        return qa_arena_format(arena, "also spelt '%s'", score->facts->other_spelling);
    }
    if (score->unpriced) {
        return qa_arena_format(arena, "no price: %s", score->cost.undefined);
    }
    for (int c = 0; c < QA_N_CRITERIA; c++) {
        const char *name = qa_criterion_name((enum qa_criterion)c);

        if (card->weights[c] > 0.0 && !score->known[c]) {
            missing = missing == NULL ? name : qa_arena_format(arena, "%s and %s", missing, name);
        }
    }
    return missing == NULL ? NULL : qa_arena_format(arena, "%s not known", missing);
}
