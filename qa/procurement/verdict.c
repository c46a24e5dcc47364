#include "qa/procurement/verdict.h"

#include <math.h>

#include "qa/procurement/decision_parts.h"
#include "qa/procurement/figures.h"
#include "qa/procurement/rules.h"
#include "qa/procurement/table_forms.h"
#include "qa/procurement/verdict_parts.h"

const char *qa_reason_kind_name(enum qa_reason_kind kind)
{
    static const char *const names[QA_N_REASON_KINDS] = {
        "first",  "tie",      "dropped",  "lead", "open gate", "change",
        "others", "unranked", "together", "gate", "basis"};

    return names[kind];
}

struct qa_reason *qa_reasons_add(struct qa_reasons *reasons, enum qa_reason_kind kind,
                                 const char *text)
{
    reasons->list = qa_arena_grow(reasons->arena, reasons->list, &reasons->capacity, reasons->n + 1,
                                  sizeof *reasons->list);
    struct qa_reason *reason = &reasons->list[reasons->n++];

    *reason = (struct qa_reason){.kind = kind,
                                 .gate = QA_NO_GATE,
                                 .criterion = QA_NO_CRITERION,
                                 .figure = qa_undefined("no figure", 0),
                                 .limit = (double)NAN,
                                 .text = text,
                                 .alone = text};
    return reason;
}

/* ---- who is first ---- */

static size_t count_gate(const struct qa_scorecard *card, enum qa_gate gate)
{
    size_t n = 0;

    for (size_t i = 0; i < card->n_scores; i++) {
        n += card->scores[i].gate == gate;
    }
    return n;
}

/* "1 vendor fails, 1 is inconclusive."; "": neither. */
static const char *others_sentence(const struct qa_scorecard *card, struct qa_arena *arena)
{
    size_t failing = count_gate(card, QA_GATE_FAIL);
    size_t open = count_gate(card, QA_GATE_INCONCLUSIVE);

    if (failing == 0 && open == 0) {
        return "";
    }
    if (open == 0) {
        return qa_arena_format(arena, "%s %s.", qa_figure_count(arena, failing, "vendor"),
                               failing == 1 ? "fails" : "fail");
    }
    const char *is = open == 1 ? "is" : "are";
    if (failing == 0) {
        return qa_arena_format(arena, "%s %s inconclusive.", qa_figure_count(arena, open, "vendor"),
                               is);
    }
    return qa_arena_format(arena, "%s %s, %zu %s inconclusive.",
                           qa_figure_count(arena, failing, "vendor"),
                           failing == 1 ? "fails" : "fail", open, is);
}

/* "Not ranked: b (cost not known), c (no delivery)." */
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
    return n <= MOST_NAMED ? qa_arena_format(arena, "Not ranked: %s.", list)
                           : qa_arena_format(arena, "Not ranked: %s and %zu more.", list,
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

static const char *nobody_words(const struct qa_scorecard *card, size_t failing,
                                struct qa_arena *arena)
{
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
    return eligible == 0 ? qa_arena_format(arena, "No vendor is eligible: %s%zu fail.",
                                           failing == candidates ? "all " : "", failing)
                         : qa_arena_format(arena, "No vendor is ranked: %s.", why_nobody(card));
}

static void say_first(const struct qa_scorecard *card, struct qa_reasons *reasons)
{
    const struct qa_vendor_score *first = &card->scores[card->ranking[0]];
    struct qa_reason *reason =
        qa_reasons_add(reasons, QA_REASON_FIRST, qa_verdict_sentence(card->reckoning));

    reason->vendor = first->facts->name;
    reason->figure = first->error_rate;
    reason->limit = card->settings.max_error;
    if (card->n_scores > 1 && card->scores[card->ranking[1]].rank == 1) {
        const char *other = card->scores[card->ranking[1]].facts->name;

        reason = qa_reasons_add(reasons, QA_REASON_TIE,
                                qa_arena_format(reasons->arena, "%s has the same score.", other));
        reason->vendor = other;
        reason->other = first->facts->name;
    }
}

/* "Cost is not known and takes no part." for each criterion that has a weight and no figure. */
static void say_dropped(const struct qa_scorecard *card, struct qa_reasons *reasons)
{
    for (int c = 0; c < QA_N_CRITERIA; c++) {
        if (card->settings.weights[c] > 0.0 && card->weights[c] <= 0.0) {
            qa_reasons_add(reasons, QA_REASON_DROPPED,
                           qa_arena_format(reasons->arena, "%s is not known and takes no part.",
                                           qa_verdict_criteria[c]))
                ->criterion = c;
        }
    }
}

static void say_if(struct qa_reasons *reasons, enum qa_reason_kind kind, const char *text)
{
    if (text[0] != '\0') {
        qa_reasons_add(reasons, kind, text);
    }
}

/* The verdict in the order in which it is said. Where nobody is eligible, or nobody takes part,
 * there is little more to say. */
static void say_all(const struct qa_scorecard *card, const struct qa_decision *decision,
                    const struct qa_splits *splits, struct qa_reasons *reasons)
{
    struct qa_arena *arena = reasons->arena;
    size_t failing = count_gate(card, QA_GATE_FAIL);
    bool is_ranked = card->n_scores > 0 && card->scores[card->ranking[0]].rank > 0;
    bool any_eligible = is_ranked;

    for (size_t i = 0; i < card->n_scores; i++) {
        any_eligible = any_eligible || qa_score_is_eligible(&card->scores[i]);
    }
    if (is_ranked) {
        say_first(card, reasons);
    } else {
        qa_reasons_add(reasons, QA_REASON_FIRST, nobody_words(card, failing, arena));
    }
    if (any_eligible) {
        say_dropped(card, reasons);
        if (decision != NULL) {
            qa_verdict_certainty(card, decision, reasons);
        }
        say_if(reasons, QA_REASON_OTHERS, others_sentence(card, arena));
    }
    bool only_fails = failing == 1 && qa_scorecard_candidates(card) == 1;
    if (!only_fails && qa_scorecard_candidates(card) > 0) {
        say_if(reasons, QA_REASON_UNRANKED, unranked_sentence(card, arena));
    }
    if (splits != NULL) {
        say_if(reasons, QA_REASON_TOGETHER, qa_splits_sentence(splits, card, arena));
    }
}

/* ---- gates ---- */

/* What would tell where a gate is open or its figure is not known. */
static const char *settled_by(enum qa_gate_kind gate, const struct qa_gate_check *check)
{
    static const char *const unknown[QA_N_GATES] = {"labels checked against gold",
                                                    "items that several annotators label",
                                                    "a delivery log",
                                                    "answers to the request",
                                                    "a quote",
                                                    "a promise of items a week"};
    static const char *const open[QA_N_GATES] = {
        "more labels checked",      "more items that several annotators label",
        "more finished deliveries", "proof of what is open",
        "more labels checked",      "a promise of items a week"};

    return check->verdict != QA_GATE_INCONCLUSIVE ? NULL
           : qa_is_defined(&check->value)         ? open[gate]
                                                  : unknown[gate];
}

/* more: labels that would decide the error gate, of the leader's alone. */
static void say_gates(const struct qa_vendor_score *score, double more, struct qa_reasons *reasons)
{
    for (int g = 0; g < QA_N_GATES; g++) {
        const struct qa_gate_check *check = &score->gates[g];

        if (!check->asked || check->verdict == QA_GATE_PASS) {
            continue;
        }
        struct qa_reason *reason =
            qa_reasons_add(reasons, QA_REASON_GATE,
                           qa_arena_format(reasons->arena, "%s, %s: %s.", score->facts->name,
                                           qa_gate_name(check->verdict), check->reason));
        reason->vendor = score->facts->name;
        reason->gate = g;
        reason->figure = check->value;
        reason->limit = check->limit;
        reason->settled_by = settled_by((enum qa_gate_kind)g, check);
        reason->labels = g == QA_GATE_ON_ERROR ? more : 0.0;
    }
}

void qa_verdict_explain(struct qa_scorecard *card, struct qa_arena *arena)
{
    qa_verdict_notes(card, arena);
    for (size_t i = 0; i < card->n_scores; i++) {
        struct qa_vendor_score *score = &card->scores[i];

        qa_verdict_gates(score, &card->settings, arena);
        score->unranked = qa_verdict_unranked(card, score, arena);
    }
}

/* ---- the whole ---- */

static const char *joined(const struct qa_market_verdict *verdict, enum qa_reason_kind from,
                          enum qa_reason_kind to, bool is_alone, struct qa_arena *arena)
{
    const char *text = "";
    size_t changes = 0;

    for (size_t i = 0; i < verdict->n; i++) {
        const struct qa_reason *reason = &verdict->reasons[i];

        changes += reason->kind == QA_REASON_CHANGE;
        /* Among the rest of the verdict the nearest change is enough. */
        bool is_more = !is_alone && reason->kind == QA_REASON_CHANGE && changes > 1;
        if (reason->kind >= from && reason->kind <= to && !is_more) {
            text = qa_arena_format(arena, "%s%s%s", text, text[0] != '\0' ? " " : "",
                                   is_alone ? reason->alone : reason->text);
        }
    }
    return text;
}

const char *qa_verdict_words(const struct qa_market_verdict *verdict, enum qa_reason_kind from,
                             enum qa_reason_kind to, struct qa_arena *arena)
{
    return joined(verdict, from, to, true, arena);
}

const struct qa_reason *qa_verdict_of_kind(const struct qa_market_verdict *verdict,
                                           enum qa_reason_kind kind, size_t *n)
{
    size_t first = 0;

    while (first < verdict->n && verdict->reasons[first].kind < kind) {
        first++;
    }
    *n = 0;
    while (first + *n < verdict->n && verdict->reasons[first + *n].kind == kind) {
        (*n)++;
    }
    return verdict->reasons + first;
}

struct qa_market_verdict qa_market_verdict(const struct qa_scorecard *card,
                                           const struct qa_decision *decision,
                                           const struct qa_splits *splits, struct qa_arena *arena)
{
    struct qa_reasons reasons = {.arena = arena};

    say_all(card, decision, splits, &reasons);
    for (size_t i = 0; i < card->n_scores; i++) {
        bool leads = decision != NULL && card->ranking[i] == decision->leader;

        say_gates(&card->scores[card->ranking[i]], leads ? decision->more_for_gate : 0.0, &reasons);
    }
    struct qa_market_verdict verdict = {.reasons = reasons.list, .n = reasons.n};
    verdict.text = joined(&verdict, QA_REASON_FIRST, QA_REASON_TOGETHER, false, arena);
    return verdict;
}

void qa_verdict_add_basis(struct qa_market_verdict *verdict, const char *const *sentences, size_t n,
                          struct qa_arena *arena)
{
    struct qa_reasons reasons = {.arena = arena};

    for (size_t i = 0; i < verdict->n; i++) {
        *qa_reasons_add(&reasons, QA_REASON_BASIS, "") = verdict->reasons[i];
    }
    for (size_t i = 0; i < n; i++) {
        qa_reasons_add(&reasons, QA_REASON_BASIS, sentences[i]);
    }
    verdict->reasons = reasons.list;
    verdict->n = reasons.n;
}

/* ---- the table ---- */

static const struct qa_column columns[] = {
    {"reason", NULL, QA_TEXT, .is_key = true,
     .about = "What it speaks of: first, tie, dropped, lead, open gate, change, others, unranked, "
              "together, gate, basis."},
    {"vendor", NULL, QA_TEXT, .is_key = true, .about = "The vendor that it is about."},
    {"other", "against", QA_TEXT, .about = "The second vendor that it names."},
    {"gate", NULL, QA_TEXT, .is_key = true, .about = "The gate."},
    {"criterion", NULL, QA_TEXT, .is_key = true, .about = "The criterion."},
    {"figure", NULL, QA_ESTIMATE,
     .about = "The figure that decides, in the unit of its gate; of a lead the chance of being "
              "best, of a change the weight or limit now."},
    {"limit", NULL, QA_REAL, .about = "What it is held against; of a change where it turns."},
    {"labels", "labels to settle it", QA_REAL,
     .about = "Labels checked more that would settle it 4 times in 5; empty where none would."},
    {"settled_by", "what would settle it", QA_TEXT, .about = "What would settle it, in words."},
    {"text", "in words", QA_TEXT, .about = "The sentence."},
};
const struct qa_table_form qa_form_verdict_reasons =
    QA_TABLE_FORM("reasons", "The verdict's reasons", columns);

static void put_real_if(struct qa_table *table, bool known, double value)
{
    if (known) {
        qa_put_real(table, value);
    } else {
        qa_put_absent(table);
    }
}

void qa_verdict_table(const struct qa_market_verdict *verdict, struct qa_report *report)
{
    struct qa_table *table = qa_table_new(report->arena, &qa_form_verdict_reasons);

    for (size_t i = 0; i < verdict->n; i++) {
        const struct qa_reason *reason = &verdict->reasons[i];
        bool has_criterion = reason->criterion != QA_NO_CRITERION;

        qa_table_row(table);
        qa_put_text(table, qa_reason_kind_name(reason->kind));
        qa_put_text(table, reason->vendor);
        qa_put_text(table, reason->other);
        qa_put_text(table, reason->gate != QA_NO_GATE
                               ? qa_gate_kind_name((enum qa_gate_kind)reason->gate)
                               : NULL);
        qa_put_text(table,
                    has_criterion ? qa_criterion_name((enum qa_criterion)reason->criterion) : NULL);
        qa_put_estimate(table, reason->figure);
        put_real_if(table, !isnan(reason->limit), reason->limit);
        put_real_if(table, reason->labels > 0.0 && !isinf(reason->labels), reason->labels);
        qa_put_text(table, reason->settled_by);
        qa_put_text(table, reason->alone);
    }
    qa_report_add_table(report, table);
}
