/* What is to be known of a score, in words: what references cost, which criterion was dropped, who
 * lacks a figure, which ends the vendors set. */
#include "qa/procurement/figures.h"
#include "qa/procurement/verdict_parts.h"

const char *const qa_verdict_criteria[QA_N_CRITERIA] = {"Quality", "Speed", "Cost", "Agreement",
                                                        "Compliance"};

static const char *const needs[QA_N_CRITERIA] = {"the error rate", "the turnaround",
                                                 "the cost per correct label", "the agreement",
                                                 "the compliance"};

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

void qa_verdict_notes(struct qa_scorecard *card, struct qa_arena *arena)
{
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
                qa_verdict_criteria[c], needs[c]);
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
                qa_verdict_criteria[c]);
        }
    }
}
