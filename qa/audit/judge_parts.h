#ifndef QA_AUDIT_JUDGE_PARTS_H
#define QA_AUDIT_JUDGE_PARTS_H

/*
 * The stages of qa_judge: the rows of a work sheet become tallies of lots and strata, and these
 * become verdicts. Private to the judge files.
 */

#include "qa/audit/judge.h"
#include "qa/base/strings.h"

enum qa_judged { QA_JUDGED_CORRECT, QA_JUDGED_WRONG, QA_JUDGED_UNSURE, QA_NOT_JUDGED };

struct qa_stratum_tally {
    uint32_t lot;  /* index of lots */
    uint64_t size; /* 0: the sheet does not say */
    uint64_t rows, n, errors;
};

struct qa_lot_tally {
    const char *name;
    uint64_t size; /* 0: the sheet does not say */
    uint64_t rows, n, errors, unsure, unfinished;
};

/* Lots in the order of first appearance. */
struct qa_sheet_tally {
    struct qa_lot_tally *lots;
    size_t n_lots;
    struct qa_stratum_tally *strata;
    size_t n_strata;
};

/* Reads every row. Failures as qa_judge has them. */
QA_NODISCARD enum qa_status qa_judge_read(const struct qa_judge_request *request,
                                          struct qa_arena *arena, struct qa_sheet_tally *out,
                                          struct qa_error *err);

#endif
