#ifndef QA_AUDIT_JUDGE_SCORES_H
#define QA_AUDIT_JUDGE_SCORES_H

/*
 * Judge a lot by scores such as IoU that were measured on a sample of it: a plan for scores accepts
 * when (mean - lower limit) / s is at least k (qa/stats/variables.h).
 */

#include "qa/audit/judge.h"
#include "qa/base/records.h"

struct qa_score_plan {
    uint64_t n;
    double k;
    double lower_limit; /* scores below are errors */
};

struct qa_score_verdict {
    uint64_t n;
    uint64_t unfinished; /* rows without a score: counted, not guessed */
    uint64_t below;      /* scores below the limit */
    double mean;
    double s;                /* divisor n - 1; NAN below two scores */
    double quality;          /* (mean - lower limit) / s; NAN where s is 0 or not known */
    struct qa_estimate rate; /* share below the limit, if scores are normal */
    enum qa_verdict verdict; /* UNDECIDED while there are fewer scores than the plan wants; scores
                              * all alike are accepted at the limit or above */
    const char *reason;      /* one sentence */
};

/* Columns of a list: item (or id) and score (iou, value); E313 for an item twice, E318 for a cell
 * that is no number or no score at all. */
QA_NODISCARD enum qa_status qa_judge_scores(const struct qa_records *const *lists, size_t n_lists,
                                            const struct qa_score_plan *plan, double confidence,
                                            struct qa_arena *arena, struct qa_score_verdict *out,
                                            struct qa_error *err);

/* The table verdicts and the reason as a sentence. */
void qa_judge_scores_table(const struct qa_score_verdict *verdict, const struct qa_score_plan *plan,
                           struct qa_report *report);

#endif
