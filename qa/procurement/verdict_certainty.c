/* How sure the first place is, and what would change it, in words. */
#include <math.h>
#include <string.h>

#include "qa/procurement/decision_parts.h"
#include "qa/procurement/figures.h"
#include "qa/procurement/verdict_parts.h"

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

/* What to check more of, where more labels of the same annotators are no promise. */
static const char *more_annotators(const struct qa_scorecard *card,
                                   const struct qa_decision *decision)
{
    bool are_random =
        card->scores[decision->leader].facts->annotators_are_random ||
        (decision->rival != SIZE_MAX && card->scores[decision->rival].facts->annotators_are_random);

    return are_random ? "; labels of more annotators would tell more than more labels of these"
                      : "";
}

static const char *what_would_tell(const struct qa_scorecard *card,
                                   const struct qa_decision *decision, struct qa_arena *arena)
{
    const char *trials = trials_of(&card->scores[decision->leader]);

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
        return qa_arena_format(arena, "; they may be too close for any audit to decide%s",
                               more_annotators(card, decision));
    }
    return qa_arena_format(arena, "; %s more audited %s of each would decide 4 times in 5",
                           qa_figure(arena, decision->more_to_decide, 0), trials);
}

/* Over the one that is hardest to tell from it. */
static void say_lead(const struct qa_scorecard *card, const struct qa_decision *decision,
                     struct qa_reasons *reasons)
{
    struct qa_arena *arena = reasons->arena;
    size_t leader = decision->leader;
    const char *name = name_of(card, leader);

    if (decision->rival == SIZE_MAX) {
        if (decision->n_drawn == 1) {
            qa_reasons_add(reasons, QA_REASON_LEAD, "No other vendor is ranked.")->vendor = name;
        }
        return;
    }
    const char *rival = name_of(card, decision->rival);
    const char *scores = scores_of(card, decision, arena);
    const char *chance = chance_of(decision, leader, arena);
    bool is_clear = card->scores[leader].lead != NULL && decision->more_labels <= 0.0 &&
                    !decision->by_limits &&
                    (decision->settled || card->scores[leader].gate != QA_GATE_PASS);
    const char *rest =
        is_clear
            ? qa_arena_format(arena, "is clear of %s's (%s; %s).", rival, scores, chance)
            : qa_arena_format(arena, "is not distinguishable from %s with this sample (%s; %s)%s.",
                              rival, scores, chance, what_would_tell(card, decision, arena));
    struct qa_reason *reason =
        qa_reasons_add(reasons, QA_REASON_LEAD,
                       qa_arena_format(arena, "%s %s", is_clear ? "Its score" : "It", rest));
    reason->alone = qa_arena_format(arena, "%s%s %s", is_clear ? "The score of " : "", name, rest);
    reason->vendor = name;
    reason->other = rival;
    reason->figure = (struct qa_estimate){.value = decision->vendors[leader].p_best,
                                          .n = decision->settings.n_draws};
    reason->labels = is_clear ? 0.0 : decision->more_to_decide;
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

/* With the leader's name, or "it", as the subject. */
static const char *error_gate_words(const struct qa_scorecard *card,
                                    const struct qa_decision *decision, const char *whose,
                                    bool begins, struct qa_arena *arena)
{
    const char *trials = trials_of(&card->scores[decision->leader]);

    if (isinf(decision->more_for_gate)) {
        return qa_arena_format(arena,
                               "%s error rate may be too close to the limit for any audit to "
                               "decide its error gate%s.",
                               begins ? whose : "Its", more_annotators(card, decision));
    }
    return qa_arena_format(arena,
                           "About %s more of %s %s checked would decide its error gate 4 "
                           "times in 5.",
                           qa_figure(arena, decision->more_for_gate, 0), begins ? whose : "its",
                           trials);
}

static void say_error_gate(const struct qa_scorecard *card, const struct qa_decision *decision,
                           struct qa_reasons *reasons)
{
    const struct qa_vendor_score *leader = &card->scores[decision->leader];
    const struct qa_gate_check *check = &leader->gates[QA_GATE_ON_ERROR];
    const char *whose = qa_arena_format(reasons->arena, "%s's", leader->facts->name);
    struct qa_reason *reason = qa_reasons_add(
        reasons, QA_REASON_OPEN, error_gate_words(card, decision, whose, false, reasons->arena));

    reason->alone = error_gate_words(card, decision, whose, true, reasons->arena);
    reason->vendor = leader->facts->name;
    reason->gate = QA_GATE_ON_ERROR;
    reason->figure = check->value;
    reason->limit = check->limit;
    reason->labels = decision->more_for_gate;
}

/* What is open of the leader's gates, and what would close it. */
static void say_open_gates(const struct qa_scorecard *card, const struct qa_decision *decision,
                           struct qa_reasons *reasons)
{
    const struct qa_vendor_score *leader = &card->scores[decision->leader];
    struct qa_arena *arena = reasons->arena;
    const char *others = other_open_gates(leader, arena);

    if (decision->more_for_gate > 0.0) {
        say_error_gate(card, decision, reasons);
    }
    if (others[0] == '\0') {
        return;
    }
    bool several = strstr(others, " and ") != NULL;
    /* The cost follows the error rate, so a budget is nearer with each label. */
    bool by_labels = strstr(others, qa_gate_kind_name(QA_GATE_ON_BUDGET)) != NULL;
    const char *rest = qa_arena_format(arena, "gate%s on %s %s open%s.", several ? "s" : "", others,
                                       several ? "are" : "is",
                                       by_labels ? "" : ", which more audited labels do not close");
    struct qa_reason *reason =
        qa_reasons_add(reasons, QA_REASON_OPEN, qa_arena_format(arena, "Its %s", rest));
    reason->alone = qa_arena_format(arena, "%s's %s", leader->facts->name, rest);
    reason->vendor = leader->facts->name;
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

static const char *change_words(const struct qa_scorecard *card, const struct qa_flip *flip,
                                struct qa_arena *arena)
{
    return qa_arena_format(arena, "%s first once the %s %s %s.",
                           flip->winner == SIZE_MAX
                               ? "Nobody alone comes"
                               : qa_arena_format(arena, "%s comes", name_of(card, flip->winner)),
                           flip->what, flip->at > flip->now ? "rises above" : "falls below",
                           qa_flip_figure(flip, flip->at, arena));
}

static void say_changes(const struct qa_scorecard *card, const struct qa_decision *decision,
                        struct qa_reasons *reasons)
{
    enum { MOST = 3 };

    for (size_t i = 0; i < MOST; i++) {
        const struct qa_flip *flip = nth_flip(decision, i);

        if (flip != NULL) {
            struct qa_reason *reason =
                qa_reasons_add(reasons, QA_REASON_CHANGE, change_words(card, flip, reasons->arena));
            reason->vendor = flip->winner != SIZE_MAX ? name_of(card, flip->winner) : NULL;
            reason->criterion = flip->criterion;
            reason->figure = (struct qa_estimate){.value = flip->now};
            reason->limit = flip->at;
        } else if (i == 0 && decision->n_drawn > 1) {
            qa_reasons_add(reasons, QA_REASON_CHANGE,
                           "No change of one weight or limit makes another first.");
        }
    }
}

void qa_verdict_certainty(const struct qa_scorecard *card, const struct qa_decision *decision,
                          struct qa_reasons *reasons)
{
    if (decision->leader != SIZE_MAX) {
        say_lead(card, decision, reasons);
        say_open_gates(card, decision, reasons);
        say_changes(card, decision, reasons);
    }
}
