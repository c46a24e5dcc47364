#include "qa/procurement/scorecard_verdict.h"

#include "qa/procurement/figures.h"

/* One limit a vendor breaks more is one clause more. */
static void fail(struct qa_vendor_score *score, const char *clause, struct qa_arena *arena)
{
    score->gate_reason = score->gate == QA_GATE_FAIL
                             ? qa_arena_format(arena, "%s; %s", score->gate_reason, clause)
                             : clause;
    score->gate = QA_GATE_FAIL;
}

static void gate_error_rate(struct qa_vendor_score *score, double limit, struct qa_arena *arena)
{
    const struct qa_estimate *rate = &score->error_rate;

    if (!qa_is_defined(rate)) {
        score->gate = QA_GATE_INCONCLUSIVE;
        score->gate_reason =
            qa_arena_format(arena, "the error rate is not known: %s", rate->undefined);
        return;
    }
    const char *limit_text = qa_figure_rate(arena, limit);
    const char *rate_text = qa_figure_rate_estimate(arena, rate);
    if (rate->high <= limit) {
        score->gate = QA_GATE_PASS;
        score->gate_reason = qa_arena_format(arena, "error rate %s is within the limit of %s",
                                             rate_text, limit_text);
    } else if (rate->low > limit) {
        fail(
            score,
            qa_arena_format(arena, "error rate %s is above the limit of %s", rate_text, limit_text),
            arena);
    } else {
        score->gate = QA_GATE_INCONCLUSIVE;
        score->gate_reason = qa_arena_format(
            arena, "error rate %s: the interval holds the limit of %s", rate_text, limit_text);
    }
}

/* What is not shown is not passed; what failed elsewhere stays failed. */
static void gate_compliance(struct qa_vendor_score *score, struct qa_arena *arena)
{
    const struct qa_vendor_compliance *compliance = score->facts->compliance;

    if (compliance == NULL || compliance->gate == QA_GATE_PASS) {
        return;
    }
    const char *clause = qa_arena_format(arena, "compliance: %s", compliance->reason);
    if (compliance->gate == QA_GATE_FAIL) {
        fail(score, clause, arena);
    } else if (score->gate != QA_GATE_FAIL) {
        score->gate_reason = qa_arena_format(arena, "%s; %s", score->gate_reason, clause);
        score->gate = QA_GATE_INCONCLUSIVE;
    }
}

void qa_scorecard_gate(struct qa_vendor_score *score, const struct qa_score_settings *settings,
                       struct qa_arena *arena)
{
    const struct qa_vendor_facts *facts = score->facts;
    const struct qa_estimate *agreement = &facts->agreement;

    score->gate = QA_GATE_INCONCLUSIVE;
    gate_error_rate(score, settings->max_error, arena);
    if (settings->min_agreement > 0.0 && qa_is_defined(agreement)) {
        double most = agreement->has_interval ? agreement->high : agreement->value;

        if (most < settings->min_agreement) {
            fail(score,
                 qa_arena_format(arena, "agreement %s is below %s even at the upper end (%s)",
                                 qa_figure(arena, agreement->value, 2),
                                 qa_figure(arena, settings->min_agreement, -1),
                                 qa_figure(arena, most, 2)),
                 arena);
        }
    }
    if (settings->max_turnaround_hours > 0.0 && facts->turnaround != NULL &&
        facts->turnaround->has_quantiles &&
        facts->turnaround->p90_hours > settings->max_turnaround_hours) {
        fail(score,
             qa_arena_format(arena, "90 %% of deliveries take up to %s h, the limit is %s h",
                             qa_figure(arena, facts->turnaround->p90_hours, 1),
                             qa_figure(arena, settings->max_turnaround_hours, -1)),
             arena);
    }
    gate_compliance(score, arena);
}

static size_t count_gate(const struct qa_scorecard *card, enum qa_gate gate)
{
    size_t n = 0;

    for (size_t i = 0; i < card->n_scores; i++) {
        n += card->scores[i].gate == gate;
    }
    return n;
}

/* "1 vendor fails, 1 is inconclusive." with a blank before it, or nothing. */
static const char *others_sentence(const struct qa_scorecard *card, struct qa_arena *arena)
{
    size_t failing = count_gate(card, QA_GATE_FAIL);
    size_t open = count_gate(card, QA_GATE_INCONCLUSIVE);

    if (failing == 0 && open == 0) {
        return "";
    }
    if (open == 0) {
        return qa_arena_format(arena, " %s %s.", qa_figure_count(arena, failing, "vendor"),
                               failing == 1 ? "fails" : "fail");
    }
    const char *is = open == 1 ? "is" : "are";
    if (failing == 0) {
        return qa_arena_format(arena, " %s %s inconclusive.",
                               qa_figure_count(arena, open, "vendor"), is);
    }
    return qa_arena_format(arena, " %s %s, %zu %s inconclusive.",
                           qa_figure_count(arena, failing, "vendor"),
                           failing == 1 ? "fails" : "fail", open, is);
}

static const char *unranked_verdict(const struct qa_scorecard *card, struct qa_arena *arena)
{
    const struct qa_score_settings *settings = &card->settings;
    size_t failing = count_gate(card, QA_GATE_FAIL);
    bool weightless = settings->weight_quality <= 0.0 && settings->weight_speed <= 0.0 &&
                      settings->weight_cost <= 0.0;

    if (card->n_scores == 0) {
        return "There is no vendor to compare.";
    }
    if (failing == 1 && card->n_scores == 1) {
        return qa_arena_format(arena, "No vendor is eligible: %s fails; %s.",
                               card->scores[0].facts->name, card->scores[0].gate_reason);
    }
    if (failing == card->n_scores) {
        return qa_arena_format(arena, "No vendor is eligible: all %zu fail.", failing);
    }
    return qa_arena_format(arena, "No vendor is ranked: %s.%s",
                           weightless ? "all weights are zero"
                                      : "no weighted part of the score is known for every "
                                        "eligible vendor",
                           others_sentence(card, arena));
}

/* "error 3.0 % (1.7-5.2 %), 81.20 EUR per 1,000 correct labels at volume 100,000" */
static const char *best_figures(const struct qa_scorecard *card, const struct qa_vendor_score *best,
                                int minor_digits, struct qa_arena *arena)
{
    const char *error = "error rate not known";

    if (qa_is_defined(&best->error_rate)) {
        error =
            qa_arena_format(arena, "error %s", qa_figure_rate_estimate(arena, &best->error_rate));
    }
    if (!qa_is_defined(&best->cost_per_correct)) {
        return error;
    }
    return qa_arena_format(arena, "%s, %s %s per 1,000 correct labels at volume %s", error,
                           qa_figure(arena, 1000.0 * best->cost_per_correct.value, minor_digits),
                           card->currency, qa_figure(arena, card->settings.scenario.volume, -1));
}

/* What the reader must know of the second in rank before trusting the first. */
static const char *lead_sentence(const struct qa_scorecard *card, struct qa_arena *arena)
{
    const struct qa_vendor_score *best = &card->scores[card->ranking[0]];

    if (best->lead == NULL) {
        return "";
    }
    const struct qa_vendor_score *next = &card->scores[card->ranking[1]];
    if (next->rank == best->rank) {
        return qa_arena_format(arena, " %s has the same score.", next->facts->name);
    }
    return qa_arena_format(arena, " Its lead over %s is %s.", next->facts->name, best->lead);
}

const char *qa_scorecard_verdict(const struct qa_scorecard *card, int minor_digits,
                                 struct qa_arena *arena)
{
    if (card->n_scores == 0 || card->scores[card->ranking[0]].rank == 0) {
        return unranked_verdict(card, arena);
    }
    const struct qa_vendor_score *best = &card->scores[card->ranking[0]];
    bool open = best->gate == QA_GATE_INCONCLUSIVE;

    return qa_arena_format(arena, "%s is the best eligible vendor%s: %s%s.%s%s", best->facts->name,
                           open ? ", but inconclusive" : "",
                           best_figures(card, best, minor_digits, arena),
                           open ? "; check more of its items before deciding" : "",
                           lead_sentence(card, arena), others_sentence(card, arena));
}
