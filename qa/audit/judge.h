#ifndef QA_AUDIT_JUDGE_H
#define QA_AUDIT_JUDGE_H

/*
 * Read a filled work sheet and judge each lot: its error rate with an interval that knows that the
 * lot is finite (hypergeometric; for strata their weights), and ACCEPT, REJECT or UNDECIDED
 * against a limit: ACCEPT when the whole interval is at or below the limit, REJECT when all of it
 * is above, UNDECIDED otherwise.
 */

#include "qa/base/error.h"
#include "qa/base/estimate.h"
#include "qa/base/finding.h"
#include "qa/base/records.h"
#include "qa/batch/batch.h"
#include "qa/table/report.h"

enum qa_verdict { QA_ACCEPT, QA_REJECT, QA_VERDICT_UNDECIDED };
const char *qa_verdict_name(enum qa_verdict verdict);

struct qa_judge_request {
    const struct qa_records *sheet;
    const struct qa_batch *delivery; /* to compare the auditor's own labels with; NULL: none */
    uint64_t lot_size;               /* of a bare sheet without lot_size; 0: unknown */
    double limit;                    /* rate */
    double confidence;
};

struct qa_lot_verdict {
    const char *lot;
    uint64_t lot_size; /* 0: unknown, the interval is binomial */
    uint64_t rows;     /* of the sheet */
    uint64_t n;        /* judged */
    uint64_t errors;
    uint64_t unsure;
    uint64_t unfinished;
    size_t n_strata;
    struct qa_estimate error_rate;
    enum qa_verdict verdict;
    const char *reason; /* one sentence */
};

struct qa_judgement {
    struct qa_lot_verdict *lots; /* by name */
    size_t n_lots;
    double limit;
    double confidence;
    enum qa_verdict worst; /* REJECT before UNDECIDED before ACCEPT */
};

/*
 * Columns: item or id, and verdict (correct, wrong, unsure, blank = not done) or gold (the
 * auditor's label, compared with the delivery's; needs the delivery or a column `given`); optional
 * lot, lot_size, stratum, stratum_size, severity, auditor, comment. Rows that are not done or
 * unsure are counted, not guessed. Failures name the cell: an unknown verdict word (E311), sizes
 * that contradict each other (E312), one id twice (E313), an id that is not in the delivery (E314).
 */
QA_NODISCARD enum qa_status qa_judge(const struct qa_judge_request *request, struct qa_arena *arena,
                                     struct qa_judgement *out, struct qa_error *err);

/* The table verdicts: lot, n, errors, error_rate, limit, verdict, lot_size, unsure, unfinished,
 * reason. */
void qa_judge_tables(const struct qa_judgement *judgement, struct qa_report *report);

#endif
