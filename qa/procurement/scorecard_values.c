#include "qa/procurement/scorecard_values.h"

#include <math.h>

#include "qa/procurement/figures.h"

/* Of a criterion whose ends the vendors decide, this many times the best is worth nothing. */
static const double WORST_OF_BEST = 2.0;

static void measure(struct qa_vendor_score *score, enum qa_criterion criterion, bool known,
                    double value)
{
    score->known[criterion] = known;
    score->measured[criterion] = known ? value : 0.0;
}

void qa_scorecard_measure(struct qa_vendor_score *score)
{
    const struct qa_vendor_facts *facts = score->facts;
    bool timed = facts->turnaround != NULL && facts->turnaround->p90.undefined == NULL;

    measure(score, QA_CRITERION_QUALITY, qa_is_defined(&score->error_rate),
            score->error_rate.value);
    measure(score, QA_CRITERION_SPEED, timed, timed ? facts->turnaround->p90.value : 0.0);
    measure(score, QA_CRITERION_COST, qa_is_defined(&score->cost_per_correct),
            score->cost_per_correct.value);
    measure(score, QA_CRITERION_AGREEMENT, qa_is_defined(&facts->agreement),
            facts->agreement.value);
    bool judged = facts->compliance != NULL && facts->compliance->has_score;
    measure(score, QA_CRITERION_COMPLIANCE, judged, judged ? facts->compliance->score : 0.0);
}

/* The least measurement among the eligible, or HUGE_VAL when none has one. */
static double least_eligible(const struct qa_scorecard *card, enum qa_criterion criterion)
{
    double least = HUGE_VAL;

    for (size_t i = 0; i < card->n_scores; i++) {
        const struct qa_vendor_score *score = &card->scores[i];

        if (qa_score_is_eligible(score) && score->known[criterion]) {
            least = fmin(least, score->measured[criterion]);
        }
    }
    return least;
}

/* Worst at a limit and best at 0; else, without a limit, as the vendors have it. */
static void derive_less_is_better(struct qa_scorecard *card, enum qa_criterion criterion,
                                  double limit)
{
    struct qa_value_ends *ends = &card->ends[criterion];
    double least = least_eligible(card, criterion);

    if (!ends->has_worst && limit > 0.0) {
        ends->worst = limit;
        ends->has_worst = true;
    }
    if (ends->has_worst && !ends->has_best) {
        ends->best = 0.0;
        ends->has_best = true;
    }
    if (ends->has_worst || isinf(least)) {
        return;
    }
    card->ends_from_vendors[criterion] = !ends->has_best;
    ends->best = ends->has_best ? ends->best : least;
    ends->worst = WORST_OF_BEST * ends->best;
    ends->has_worst = ends->has_best = true;
}

static void derive_more_is_better(struct qa_value_ends *ends, double limit)
{
    ends->worst = ends->has_worst ? ends->worst : limit;
    ends->best = ends->has_best ? ends->best : 1.0;
    ends->has_worst = ends->has_best = true;
}

static void set_ends(struct qa_scorecard *card)
{
    const struct qa_score_settings *settings = &card->settings;

    for (int c = 0; c < QA_N_CRITERIA; c++) {
        card->ends[c] = settings->values[c];
        card->ends_from_vendors[c] = false;
    }
    derive_less_is_better(card, QA_CRITERION_QUALITY, settings->max_error);
    derive_less_is_better(card, QA_CRITERION_SPEED, settings->max_turnaround_hours);
    derive_less_is_better(card, QA_CRITERION_COST, settings->budget / settings->scenario.volume);
    derive_more_is_better(&card->ends[QA_CRITERION_AGREEMENT], settings->min_agreement);
    derive_more_is_better(&card->ends[QA_CRITERION_COMPLIANCE], 0.0);
}

static void set_values(struct qa_scorecard *card)
{
    for (size_t i = 0; i < card->n_scores; i++) {
        struct qa_vendor_score *score = &card->scores[i];

        for (int c = 0; c < QA_N_CRITERIA; c++) {
            score->known[c] = score->known[c] && card->ends[c].has_worst;
            score->values[c] =
                score->known[c] ? qa_value((enum qa_criterion)c, &card->ends[c], score->measured[c])
                                : 0.0;
        }
    }
}

/* ---- weights in use and who can be scored by them ---- */

static const char *const needs[QA_N_CRITERIA] = {"the error rate", "the turnaround",
                                                 "the cost per correct label", "the agreement",
                                                 "the compliance"};

bool qa_scorecard_knows(const struct qa_scorecard *card, enum qa_criterion criterion)
{
    bool nobody_is_eligible = true;

    for (size_t i = 0; i < card->n_scores; i++) {
        bool eligible = qa_score_is_eligible(&card->scores[i]);

        if (eligible && card->scores[i].known[criterion]) {
            return true;
        }
        nobody_is_eligible = nobody_is_eligible && !eligible;
    }
    return nobody_is_eligible;
}

/* What work done in-house costs, which is all that is known of it. */
static const char *reference_note(const struct qa_scorecard *card, const struct qa_cost *cost,
                                  struct qa_arena *arena)
{
    if (cost->undefined != NULL) {
        return qa_arena_format(arena,
                               "%s is a reference, not a candidate, and its charges are not known: "
                               "%s.",
                               cost->vendor, cost->undefined);
    }
    return qa_arena_format(arena,
                           "%s is a reference, not a candidate: charges of %s %s at volume %s, %s "
                           "an item; its errors are not known.",
                           cost->vendor, qa_figure(arena, cost->total, card->minor_digits),
                           card->currency, qa_figure(arena, cost->volume, -1),
                           qa_figure(arena, cost->unit_cost, card->minor_digits + 2));
}

static void note_references(struct qa_scorecard *card, const char **notes, struct qa_arena *arena)
{
    for (size_t i = 0; i < card->n_scores; i++) {
        if (card->scores[i].facts->is_reference) {
            notes[card->n_notes++] = reference_note(card, &card->scores[i].cost, arena);
        }
    }
}

static void set_weights(struct qa_scorecard *card)
{
    double sum = 0.0;

    for (int c = 0; c < QA_N_CRITERIA; c++) {
        bool known = qa_scorecard_knows(card, (enum qa_criterion)c);

        card->weights[c] = known ? card->settings.weights[c] : 0.0;
        sum += card->weights[c];
    }
    for (int c = 0; c < QA_N_CRITERIA; c++) {
        card->weights[c] = sum > 0.0 ? card->weights[c] / sum : 0.0;
    }
}

/* "a, b and 3 others": the eligible vendors that lack a criterion; NULL: none does. */
static const char *lacking(const struct qa_scorecard *card, int criterion, size_t *n,
                           struct qa_arena *arena)
{
    enum { MOST_NAMED = 3 };
    const char *names = NULL;

    *n = 0;
    for (size_t i = 0; i < card->n_scores; i++) {
        const struct qa_vendor_score *score = &card->scores[i];

        if (!qa_score_is_eligible(score) || score->known[criterion]) {
            continue;
        }
        if ((*n)++ < MOST_NAMED) {
            names = names == NULL ? score->facts->name
                                  : qa_arena_format(arena, "%s, %s", names, score->facts->name);
        }
    }
    return *n <= MOST_NAMED
               ? names
               : qa_arena_format(arena, "%s and %zu more", names, *n - (size_t)MOST_NAMED);
}

static void set_notes(struct qa_scorecard *card, struct qa_arena *arena)
{
    static const char *const names[QA_N_CRITERIA] = {"Quality", "Speed", "Cost", "Agreement",
                                                     "Compliance"};
    const char **notes = QA_ARRAY(arena, const char *, 2 * QA_N_CRITERIA + card->n_scores);

    card->notes = notes;
    card->n_notes = 0;
    note_references(card, notes, arena);
    for (int c = 0; c < QA_N_CRITERIA; c++) {
        size_t n;
        const char *without = lacking(card, c, &n, arena);

        if (card->settings.weights[c] <= 0.0) {
            continue;
        }
        if (card->weights[c] <= 0.0) {
            notes[card->n_notes++] = qa_arena_format(
                arena, "%s takes no part in the score: %s of no eligible vendor is known.",
                names[c], needs[c]);
            continue;
        }
        if (without != NULL) {
            notes[card->n_notes++] = qa_arena_format(arena, "%s %s not ranked: %s is not known.",
                                                     without, n == 1 ? "is" : "are", needs[c]);
        }
        if (card->ends_from_vendors[c]) {
            notes[card->n_notes++] = qa_arena_format(
                arena,
                "%s is valued against the best eligible vendor, so a vendor that joins can change "
                "the order of others; stating the ends of its value prevents that.",
                names[c]);
        }
    }
}

/* "cost not known", "speed and cost not known". */
static const char *why_unranked(const struct qa_scorecard *card,
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

static void set_score(const struct qa_scorecard *card, struct qa_vendor_score *score)
{
    bool weighted = false;

    score->has_score = true;
    score->score = 0.0;
    for (int c = 0; c < QA_N_CRITERIA; c++) {
        if (card->weights[c] > 0.0) {
            weighted = true;
            score->has_score = score->has_score && score->known[c];
            score->score += card->weights[c] * score->values[c];
        }
    }
    score->has_score =
        score->has_score && weighted && !score->unpriced && score->facts->other_spelling == NULL;
    if (!score->has_score) {
        score->score = 0.0;
    }
}

double qa_score_of(const struct qa_scorecard *card, const double *measured)
{
    double sum = 0.0;

    for (int c = 0; c < QA_N_CRITERIA; c++) {
        if (card->weights[c] > 0.0) {
            sum += card->weights[c] * qa_value((enum qa_criterion)c, &card->ends[c], measured[c]);
        }
    }
    return sum;
}

void qa_scorecard_value(struct qa_scorecard *card)
{
    set_ends(card);
    set_values(card);
    set_weights(card);
    for (size_t i = 0; i < card->n_scores; i++) {
        set_score(card, &card->scores[i]);
    }
}

void qa_scorecard_explain(struct qa_scorecard *card, struct qa_arena *arena)
{
    set_notes(card, arena);
    for (size_t i = 0; i < card->n_scores; i++) {
        card->scores[i].unranked = why_unranked(card, &card->scores[i], arena);
    }
}
