#include "qa/procurement/scorecard_verdict.h"

#include "qa/procurement/figures.h"

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
    size_t candidates = qa_scorecard_candidates(card);
    bool weightless = true;

    for (int c = 0; c < QA_N_CRITERIA; c++) {
        weightless = weightless && settings->weights[c] <= 0.0;
    }

    if (candidates == 0) {
        return "There is no vendor to compare.";
    }
    if (failing == 1 && candidates == 1) {
        const struct qa_vendor_score *only = &card->scores[card->ranking[0]];
        return qa_arena_format(arena, "No vendor is eligible: %s fails; %s.", only->facts->name,
                               only->gate_reason);
    }
    if (failing == candidates) {
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
                                struct qa_arena *arena)
{
    const char *error = "error rate not known";

    if (qa_is_defined(&best->error_rate)) {
        error =
            qa_arena_format(arena, "error %s", qa_figure_rate_estimate(arena, &best->error_rate));
    }
    if (!qa_is_defined(&best->cost_per_correct)) {
        return error;
    }
    return qa_arena_format(
        arena, "%s, %s %s per 1,000 correct labels at volume %s", error,
        qa_figure(arena, 1000.0 * best->cost_per_correct.value, card->minor_digits), card->currency,
        qa_figure(arena, card->settings.scenario.volume, -1));
}

static const char *tie_sentence(const struct qa_scorecard *card, struct qa_arena *arena)
{
    if (card->n_scores < 2 || card->scores[card->ranking[1]].rank != 1) {
        return "";
    }
    return qa_arena_format(arena, " %s has the same score.",
                           card->scores[card->ranking[1]].facts->name);
}

const char *qa_scorecard_verdict(const struct qa_scorecard *card, const char *certainty,
                                 struct qa_arena *arena)
{
    if (card->n_scores == 0 || card->scores[card->ranking[0]].rank == 0) {
        return unranked_verdict(card, arena);
    }
    const struct qa_vendor_score *best = &card->scores[card->ranking[0]];
    bool open = best->gate == QA_GATE_INCONCLUSIVE;

    return qa_arena_format(arena, "%s is the best eligible vendor%s: %s.%s%s%s", best->facts->name,
                           open ? ", but inconclusive" : "", best_figures(card, best, arena),
                           tie_sentence(card, arena), certainty, others_sentence(card, arena));
}
