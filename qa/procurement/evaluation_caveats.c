#include <string.h>

#include "qa/procurement/evaluation_parts.h"
#include "qa/procurement/figures.h"

struct sentences {
    struct qa_arena *arena;
    const char **list;
    size_t n;
    size_t capacity;
};

static void say(struct sentences *sentences, const char *text)
{
    sentences->list = qa_arena_grow(sentences->arena, sentences->list, &sentences->capacity,
                                    sentences->n + 1, sizeof *sentences->list);
    sentences->list[sentences->n++] = text;
}

/* Distinct items that are answered in the batch, and of them those that `also` answers. */
static uint64_t count_items(const struct qa_batch *batch, const struct qa_batch *also,
                            struct qa_arena *arena, uint64_t *in_both)
{
    uint32_t n_items = qa_strings_count(batch->names->items);
    bool *seen = QA_ARRAY(arena, bool, n_items);
    uint64_t n = 0;

    *in_both = 0;
    for (size_t i = 0; i < batch->n_answers; i++) {
        n += !seen[batch->item[i]];
        seen[batch->item[i]] = true;
    }
    for (size_t i = 0; also != NULL && i < also->n_answers; i++) {
        *in_both += seen[also->item[i]];
        seen[also->item[i]] = false;
    }
    return n;
}

static void say_what_gold_covers(const struct qa_evaluation_request *request,
                                 struct sentences *sentences)
{
    uint64_t covered;
    uint64_t delivered = count_items(request->delivery, request->gold, sentences->arena, &covered);

    if (request->gold == NULL) {
        say(sentences, "No gold was given: error rates are not known, and no vendor can pass.");
        return;
    }
    say(sentences, qa_arena_format(sentences->arena,
                                   "Gold covers %s of %s delivered items; the error rates hold for "
                                   "items like these.",
                                   qa_figure(sentences->arena, (double)covered, 0),
                                   qa_figure(sentences->arena, (double)delivered, 0)));
}

static void say_what_was_excluded(const struct qa_batch *batch, struct sentences *sentences)
{
    struct qa_arena *arena = sentences->arena;
    uint64_t by_reason[QA_N_EXCLUSION_REASONS] = {0};
    uint64_t read = 0;
    uint64_t excluded = 0;
    const char *reasons = "";

    for (size_t i = 0; i < batch->n_sources; i++) {
        read += batch->sources[i].rows_read;
        for (int r = 0; r < QA_N_EXCLUSION_REASONS; r++) {
            by_reason[r] += batch->sources[i].excluded[r];
            excluded += batch->sources[i].excluded[r];
        }
    }
    if (excluded == 0) {
        return;
    }
    for (int r = 0; r < QA_N_EXCLUSION_REASONS; r++) {
        if (by_reason[r] > 0) {
            reasons = qa_arena_format(arena, "%s%s%s %s", reasons, *reasons ? ", " : "",
                                      qa_figure(arena, (double)by_reason[r], 0),
                                      qa_exclusion_reason_name((enum qa_exclusion_reason)r));
        }
    }
    say(sentences, qa_arena_format(arena, "%s of %s delivered rows were left out: %s.",
                                   qa_figure(arena, (double)excluded, 0),
                                   qa_figure(arena, (double)read, 0), reasons));
}

static void say_what_overlap_assumed(const struct qa_overlap_result *overlap,
                                     struct sentences *sentences)
{
    struct qa_arena *arena = sentences->arena;

    if (overlap == NULL) {
        return;
    }
    if (overlap->comparison->items_assumed_empty > 0) {
        say(sentences,
            qa_arena_format(arena,
                            "A results list cannot tell \"nothing found\" from \"not delivered\": "
                            "%s missing from one counted as delivered empty.",
                            qa_figure_count(arena, (size_t)overlap->comparison->items_assumed_empty,
                                            "gold item")));
    }
    if (overlap->comparison->items_missed > 0) {
        say(sentences,
            qa_arena_format(
                arena, "%s without an answer counted as missed.",
                qa_figure_count(arena, (size_t)overlap->comparison->items_missed, "gold item")));
    }
    if (overlap->comparison->items_undelivered > 0) {
        say(sentences,
            qa_arena_format(arena, "%s without an answer took no part in the box measures.",
                            qa_figure_count(arena, (size_t)overlap->comparison->items_undelivered,
                                            "gold item")));
    }
}

static bool has_basis(const struct qa_quotes *quotes, enum qa_basis basis)
{
    for (size_t i = 0; quotes != NULL && i < quotes->n_charges; i++) {
        if (quotes->charges[i].basis == basis) {
            return true;
        }
    }
    return false;
}

static void say_what_costs_assume(const struct qa_evaluation *evaluation,
                                  struct sentences *sentences)
{
    struct qa_arena *arena = sentences->arena;
    const struct qa_scenario *scenario = &evaluation->scorecard.settings.scenario;

    if (has_basis(evaluation->quotes, QA_PER_OBJECT) && scenario->objects_per_item > 0.0) {
        say(sentences, qa_arena_format(arena, "Costs per object assume %s objects per item (%s).",
                                       qa_figure(arena, scenario->objects_per_item, 2),
                                       qa_scenario_source(scenario, QA_SC_OBJECTS)));
    }
    if (!has_basis(evaluation->quotes, QA_PER_HOUR)) {
        return;
    }
    if (scenario->seconds_per_item > 0.0) {
        say(sentences, qa_arena_format(arena, "Costs per hour assume %s seconds per item (stated).",
                                       qa_figure(arena, scenario->seconds_per_item, 1)));
    } else if (evaluation->seconds_measured) {
        say(sentences, "Costs per hour assume each vendor's own measured time per item.");
    }
}

static const struct qa_vendor_score *find_score(const struct qa_evaluation *evaluation,
                                                uint32_t vendor)
{
    const char *name =
        vendor == QA_NONE ? qa_unnamed_vendor : qa_strings_text(evaluation->names->vendors, vendor);

    for (size_t i = 0; i < evaluation->scorecard.n_scores; i++) {
        if (strcmp(evaluation->scorecard.scores[i].facts->name, name) == 0) {
            return &evaluation->scorecard.scores[i];
        }
    }
    return NULL;
}

/* A rate over all questions can hide a question that nobody would accept. */
static void say_where_a_pass_fails(const struct qa_evaluation *evaluation,
                                   struct sentences *sentences)
{
    struct qa_arena *arena = sentences->arena;
    double limit = evaluation->scorecard.settings.max_error;

    for (size_t i = 0; i < evaluation->n_rates; i++) {
        const struct qa_vendor_rate *row = &evaluation->rates[i];
        const struct qa_estimate *rate = &row->limits.rate;
        const struct qa_vendor_score *score = find_score(evaluation, row->vendor);

        if (row->question == QA_NONE || score == NULL || score->gate != QA_GATE_PASS ||
            !qa_is_defined(rate) || rate->low <= limit) {
            continue;
        }
        const char *text = qa_arena_format(
            arena, "%s passes over all questions but fails on '%s' alone: %s %s.",
            score->facts->name, qa_strings_text(evaluation->names->questions, row->question),
            row->name != NULL ? row->name : "error rate", qa_figure_rate_estimate(arena, rate));
        say(sentences, text);
        qa_findings_add(evaluation->findings, (struct qa_finding){.severity = QA_WARNING,
                                                                  .code = "W432",
                                                                  .vendor = score->facts->name,
                                                                  .text = text});
    }
}

void qa_evaluation_caveats(const struct qa_evaluation_request *request, struct qa_arena *arena,
                           struct qa_evaluation *evaluation)
{
    struct sentences sentences = {.arena = arena};

    say_what_gold_covers(request, &sentences);
    say_where_a_pass_fails(evaluation, &sentences);
    say_what_was_excluded(request->delivery, &sentences);
    say_what_overlap_assumed(evaluation->overlap, &sentences);
    say_what_costs_assume(evaluation, &sentences);
    for (size_t i = 0; i < evaluation->scorecard.n_notes; i++) {
        say(&sentences, evaluation->scorecard.notes[i]);
    }
    evaluation->caveats = sentences.list;
    evaluation->n_caveats = sentences.n;
}
