#include <math.h>
#include <string.h>

#include "qa/procurement/decision_parts.h"
#include "qa/procurement/figures.h"

static const char *name_of(const struct qa_scorecard *card, size_t index)
{
    return card->scores[index].facts->name;
}

/* "0.72 against 0.51" */
static const char *scores_of(const struct qa_scorecard *card, const struct qa_decision *decision,
                             struct qa_arena *arena)
{
    return qa_arena_format(arena, "%s against %s",
                           qa_figure(arena, card->scores[decision->leader].score, 2),
                           qa_figure(arena, card->scores[decision->rival].score, 2));
}

static const char *chance_of(const struct qa_decision *decision, size_t vendor,
                             struct qa_arena *arena)
{
    return qa_arena_format(arena, "best in %s of draws",
                           qa_figure_rate(arena, decision->vendors[vendor].p_best));
}

/* What more of would be checked. */
static const char *trials_of(const struct qa_vendor_score *score)
{
    return score->facts->trial_name != NULL ? score->facts->trial_name : "labels";
}

static const char *what_would_tell(const struct qa_scorecard *card,
                                   const struct qa_decision *decision, struct qa_arena *arena)
{
    const char *trials = trials_of(&card->scores[card->ranking[0]]);
    if (decision->by_limits) {
        return qa_arena_format(arena, "; its score is, but it breaks a limit in %s of draws",
                               qa_figure_rate(arena, decision->p_broken));
    }
    if (decision->more_labels <= 0.0) {
        return "";
    }
    if (isinf(decision->more_labels)) {
        return qa_arena_format(arena, "; more audited %s alone would not tell them apart", trials);
    }
    /* Nobody checks more labels than are ordered. */
    if (decision->more_to_decide > card->settings.scenario.volume) {
        return "; they may be too close for any audit to decide";
    }
    return qa_arena_format(arena, "; %s more audited %s of each would decide 4 times in 5",
                           qa_figure(arena, decision->more_to_decide, 0), trials);
}

static const char *lead_sentence(const struct qa_scorecard *card,
                                 const struct qa_decision *decision, struct qa_arena *arena)
{
    size_t leader = decision->leader;

    if (decision->rival == SIZE_MAX) {
        return decision->n_drawn == 1 ? " No other vendor is ranked." : "";
    }
    const char *rival = name_of(card, decision->rival);
    if (card->scores[leader].lead != NULL && decision->more_labels <= 0.0 && !decision->by_limits &&
        (decision->settled || card->scores[leader].gate != QA_GATE_PASS)) {
        return qa_arena_format(arena, " Its score is clear of %s's (%s; %s).", rival,
                               scores_of(card, decision, arena),
                               chance_of(decision, leader, arena));
    }
    return qa_arena_format(arena, " It is not distinguishable from %s with this sample (%s; %s)%s.",
                           rival, scores_of(card, decision, arena),
                           chance_of(decision, leader, arena),
                           what_would_tell(card, decision, arena));
}

/* "turnaround and compliance": gates that are open, but for that on errors; "": none. */
static const char *other_open_gates(const struct qa_vendor_score *score, struct qa_arena *arena)
{
    const char *list = "";
    size_t left = 0;

    for (int g = 0; g < QA_N_GATES; g++) {
        left += g != QA_GATE_ON_ERROR && score->gates[g].asked &&
                score->gates[g].verdict == QA_GATE_INCONCLUSIVE;
    }
    for (int g = 0; g < QA_N_GATES; g++) {
        if (g != QA_GATE_ON_ERROR && score->gates[g].asked &&
            score->gates[g].verdict == QA_GATE_INCONCLUSIVE) {
            left--;
            list = qa_arena_format(arena, "%s%s%s", list, qa_gate_kind_name((enum qa_gate_kind)g),
                                   left > 1    ? ", "
                                   : left == 1 ? " and "
                                               : "");
        }
    }
    return list;
}

static const char *error_gate_sentence(const struct qa_vendor_score *leader,
                                       const struct qa_decision *decision, struct qa_arena *arena)
{
    if (decision->more_for_gate <= 0.0) {
        return "";
    }
    if (isinf(decision->more_for_gate)) {
        return " Its error rate is so close to the limit that no sample decides its error gate.";
    }
    return qa_arena_format(arena,
                           " About %s more of its %s checked would decide its error gate 4 "
                           "times in 5, if the rate stays.",
                           qa_figure(arena, decision->more_for_gate, 0), trials_of(leader));
}

/* What is open of the leader's gates, and what would close it. */
static const char *gate_sentence(const struct qa_scorecard *card,
                                 const struct qa_decision *decision, struct qa_arena *arena)
{
    const struct qa_vendor_score *leader = &card->scores[decision->leader];
    const char *others = other_open_gates(leader, arena);

    if (others[0] == '\0') {
        return error_gate_sentence(leader, decision, arena);
    }
    bool several = strstr(others, " and ") != NULL;
    /* The cost follows the error rate, so a budget is nearer with each label. */
    bool by_labels = strstr(others, qa_gate_kind_name(QA_GATE_ON_BUDGET)) != NULL;
    return qa_arena_format(arena, "%s Its gate%s on %s %s open%s.",
                           error_gate_sentence(leader, decision, arena), several ? "s" : "", others,
                           several ? "are" : "is",
                           by_labels ? "" : ", which more audited labels do not close");
}

/* Relative to what the figure is now: a weight of 0.3 and a limit of 5 % are moved alike. */
static double relative_change(const struct qa_flip *flip)
{
    return fabs(flip->at - flip->now) / fmax(flip->now, 1e-9);
}

const char *qa_flip_figure(const struct qa_flip *flip, double value, struct qa_arena *arena)
{
    if (strcmp(flip->unit, "%") == 0) {
        return qa_figure_rate(arena, value);
    }
    const char *figure = qa_figure(arena, value, value < 10.0 ? 2 : 0);
    return flip->unit[0] == '\0' ? figure : qa_arena_format(arena, "%s %s", figure, flip->unit);
}

/* The nth by how little has to change, among equals the first; NULL: there are fewer. */
static const struct qa_flip *nth_flip(const struct qa_decision *decision, size_t nth)
{
    for (size_t i = 0; i < decision->n_flips; i++) {
        const struct qa_flip *flip = &decision->flips[i];
        size_t before = 0;

        for (size_t k = 0; k < decision->n_flips; k++) {
            double nearer = relative_change(&decision->flips[k]) - relative_change(flip);

            before += nearer < 0.0 || (!(nearer > 0.0) && k < i);
        }
        if (before == nth) {
            return flip;
        }
    }
    return NULL;
}

const char *qa_decision_change(const struct qa_scorecard *card, const struct qa_decision *decision,
                               size_t nth, struct qa_arena *arena)
{
    const struct qa_flip *flip = nth_flip(decision, nth);

    if (flip == NULL) {
        return nth == 0 && decision->leader != SIZE_MAX && decision->n_drawn > 1
                   ? "No change of one weight or limit makes another first."
                   : "";
    }
    return qa_arena_format(arena, "%s first once the %s %s %s.",
                           flip->winner == SIZE_MAX
                               ? "Nobody alone comes"
                               : qa_arena_format(arena, "%s comes", name_of(card, flip->winner)),
                           flip->what, flip->at > flip->now ? "rises above" : "falls below",
                           qa_flip_figure(flip, flip->at, arena));
}

const char *qa_decision_sentences(const struct qa_scorecard *card,
                                  const struct qa_decision *decision, struct qa_arena *arena)
{
    if (decision->leader == SIZE_MAX) {
        return "";
    }
    const char *change = qa_decision_change(card, decision, 0, arena);
    return qa_arena_format(arena, "%s%s%s%s", lead_sentence(card, decision, arena),
                           gate_sentence(card, decision, arena), change[0] != '\0' ? " " : "",
                           change);
}
