#ifndef QA_PROCUREMENT_VERDICT_PARTS_H
#define QA_PROCUREMENT_VERDICT_PARTS_H

/*
 * Private to the verdict: its wording, by subject.
 */

#include "qa/procurement/verdict.h"

/* "Quality", ... */
extern const char *const qa_verdict_criteria[QA_N_CRITERIA];

/* The words of a card: reasons of gates, notes, and why vendors have no rank. */
void qa_verdict_explain(struct qa_scorecard *card, struct qa_arena *arena);
void qa_verdict_gates(struct qa_vendor_score *score, const struct qa_score_settings *settings,
                      struct qa_arena *arena);
void qa_verdict_notes(struct qa_scorecard *card, struct qa_arena *arena);
const char *qa_verdict_unranked(const struct qa_scorecard *card,
                                const struct qa_vendor_score *score, struct qa_arena *arena);

struct qa_reasons {
    struct qa_arena *arena;
    struct qa_reason *list;
    size_t n, capacity;
};

/* A reason of this kind at the end, with nothing said yet but its sentence. */
struct qa_reason *qa_reasons_add(struct qa_reasons *reasons, enum qa_reason_kind kind,
                                 const char *text);

/* How sure the first place is and what would change it. */
void qa_verdict_certainty(const struct qa_scorecard *card, const struct qa_decision *decision,
                          struct qa_reasons *reasons);

#endif
