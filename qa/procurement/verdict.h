#ifndef QA_PROCUREMENT_VERDICT_H
#define QA_PROCUREMENT_VERDICT_H

/*
 * The verdict on a market of vendors: who is first, how sure that is, what would change it, who is
 * out and why, and what it all rests on; each reason as data with its one wording. Terminal,
 * Markdown, JSON (table reasons) and the workbook's first page take what they show from here.
 */

#include "qa/procurement/decision.h"
#include "qa/procurement/split.h"

/* In the order of the verdict; from QA_REASON_GATE on reasons stand beside it. */
enum qa_reason_kind {
    QA_REASON_FIRST,    /* who is first, or why nobody is */
    QA_REASON_TIE,      /* who shares the first place */
    QA_REASON_DROPPED,  /* a criterion that nobody's figures are known of */
    QA_REASON_LEAD,     /* over the one that is hardest to tell from the first */
    QA_REASON_OPEN,     /* gates of the first that are undecided */
    QA_REASON_CHANGE,   /* of one weight or limit that makes another first: the nearest three */
    QA_REASON_OTHERS,   /* how many fail or are undecided */
    QA_REASON_UNRANKED, /* who has no rank, and why */
    QA_REASON_TOGETHER, /* two that can do what nobody can alone */
    QA_REASON_GATE,     /* a gate that a vendor does not pass */
    QA_REASON_BASIS,    /* what the figures rest on and leave out */
    QA_N_REASON_KINDS
};
const char *qa_reason_kind_name(enum qa_reason_kind kind); /* "first", "tie", ... */

enum { QA_NO_GATE = -1, QA_NO_CRITERION = -1 };

struct qa_reason {
    enum qa_reason_kind kind;
    const char *vendor;        /* of whom; NULL: of nobody alone */
    const char *other;         /* the second that it names; NULL */
    int gate;                  /* enum qa_gate_kind */
    int criterion;             /* enum qa_criterion */
    struct qa_estimate figure; /* in the unit of the gate or criterion; undefined where none */
    double limit;              /* NAN: none */
    /* Labels checked more that would settle it 4 times in 5. HUGE_VAL: no number would; 0: it takes
     * something else, or nothing, or it is a gate of another than the first. */
    double labels;
    const char *settled_by; /* what would settle it, in words; NULL */
    const char *text;       /* a sentence, behind those before it */
    const char *alone;      /* the same without them: names where text says "it" */
};

struct qa_market_verdict {
    const struct qa_reason *reasons; /* by kind */
    size_t n;
    const char *text; /* what a terminal says last: NULL for a vendor's own share */
};

/* decision and splits may be NULL. O(vendors^2). */
struct qa_market_verdict qa_market_verdict(const struct qa_scorecard *card,
                                           const struct qa_decision *decision,
                                           const struct qa_splits *splits, struct qa_arena *arena);

/* Adds sentences on what it rests on. */
void qa_verdict_add_basis(struct qa_market_verdict *verdict, const char *const *sentences, size_t n,
                          struct qa_arena *arena);

/* The reasons of one kind, *n of them. */
const struct qa_reason *qa_verdict_of_kind(const struct qa_market_verdict *verdict,
                                           enum qa_reason_kind kind, size_t *n);

/* Reasons from one kind to another, as they stand alone; "" where there are none. */
const char *qa_verdict_words(const struct qa_market_verdict *verdict, enum qa_reason_kind from,
                             enum qa_reason_kind to, struct qa_arena *arena);

/* Table reasons. */
void qa_verdict_table(const struct qa_market_verdict *verdict, struct qa_report *report);

#endif
