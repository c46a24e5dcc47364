#include "qa/procurement/scorecard_verdict.h"

#include "qa/procurement/figures.h"
#include "qa/procurement/rules.h"
#include "qa/procurement/scorecard_values.h"

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

/* " Cost is not known and takes no part." for each criterion that has a weight and no figure. */
static const char *dropped_sentence(const struct qa_scorecard *card, struct qa_arena *arena)
{
    static const char *const names[QA_N_CRITERIA] = {"Quality", "Speed", "Cost", "Agreement",
                                                     "Compliance"};
    const char *text = "";

    for (int c = 0; c < QA_N_CRITERIA; c++) {
        if (card->settings.weights[c] > 0.0 && !qa_scorecard_knows(card, (enum qa_criterion)c)) {
            text = qa_arena_format(arena, "%s %s is not known and takes no part.", text, names[c]);
        }
    }
    return text;
}

/* " Not ranked: b (cost not known), c (no delivery)." */
static const char *unranked_sentence(const struct qa_scorecard *card, struct qa_arena *arena)
{
    enum { MOST_NAMED = 3 };
    const char *list = "";
    size_t n = 0;

    for (size_t i = 0; i < card->n_scores; i++) {
        const struct qa_vendor_score *score = &card->scores[card->ranking[i]];

        if (score->unranked != NULL && n++ < MOST_NAMED) {
            list = qa_arena_format(arena, "%s%s%s (%s)", list, n > 1 ? ", " : "",
                                   score->facts->name, score->unranked);
        }
    }
    if (n == 0) {
        return "";
    }
    return n <= MOST_NAMED ? qa_arena_format(arena, " Not ranked: %s.", list)
                           : qa_arena_format(arena, " Not ranked: %s and %zu more.", list,
                                             n - (size_t)MOST_NAMED);
}

/* "all weights are zero" */
static const char *why_nobody(const struct qa_scorecard *card)
{
    double stated = 0.0;
    double used = 0.0;

    for (int c = 0; c < QA_N_CRITERIA; c++) {
        stated += card->settings.weights[c];
        used += card->weights[c];
    }
    return stated <= 0.0 ? "all weights are zero"
           : used <= 0.0 ? "no weighted part of the score is known of any eligible vendor"
                         : "each lacks a figure that the score needs";
}

static const char *unranked_verdict(const struct qa_scorecard *card, struct qa_arena *arena)
{
    size_t failing = count_gate(card, QA_GATE_FAIL);
    size_t candidates = qa_scorecard_candidates(card);
    size_t eligible = 0;

    for (size_t i = 0; i < card->n_scores; i++) {
        eligible += qa_score_is_eligible(&card->scores[i]);
    }
    if (candidates == 0) {
        return "There is no vendor to compare.";
    }
    if (failing == 1 && candidates == 1) {
        const struct qa_vendor_score *only = &card->scores[card->ranking[0]];
        return qa_arena_format(arena, "No vendor is eligible: %s fails; %s.", only->facts->name,
                               only->gate_reason);
    }
    if (eligible == 0) {
        return qa_arena_format(arena, "No vendor is eligible: %s%zu fail.%s",
                               failing == candidates ? "all " : "", failing,
                               unranked_sentence(card, arena));
    }
    return qa_arena_format(arena, "No vendor is ranked: %s.%s%s%s", why_nobody(card),
                           dropped_sentence(card, arena), others_sentence(card, arena),
                           unranked_sentence(card, arena));
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
    return qa_arena_format(arena, "%s%s%s%s%s%s", qa_verdict_sentence(card, arena),
                           tie_sentence(card, arena), dropped_sentence(card, arena), certainty,
                           others_sentence(card, arena), unranked_sentence(card, arena));
}
