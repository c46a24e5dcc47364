#ifndef QA_AUDIT_PLAN_READ_H
#define QA_AUDIT_PLAN_READ_H

/*
 * A plan from its file: a table of `labelqa plan` as CSV or workbook. What it may hold:
 *
 *   n, accept, reject           a row a stage, n of the stage; an empty accept: too few are checked
 *                               to accept
 *   the same, plan sequential   with slope, accept_line, reject_line: a stage a unit up to n;
 *                               without: the table boundaries, numbers that hold from n on, where
 *                               an empty reject is none
 *   n, k, lower_limit           a plan for scores
 *   n                           a sample size alone, as for an estimate
 *
 * and lot, class (the rows of one class are its plan, in their order), and letter and level of a
 * plan of the standard.
 */

#include "qa/audit/judge_scores.h"
#include "qa/base/records.h"
#include "qa/stats/acceptance.h"
#include "qa/stats/standard.h"

enum qa_plan_file_kind { QA_FILE_OF_ERRORS, QA_FILE_OF_SCORES, QA_FILE_OF_SIZE };

/* The plan of one class of errors. */
struct qa_plan_part {
    const char *name; /* of the class; "": errors of all classes */
    struct qa_plan plan;
    const char *letter; /* of the standard; NULL: none is stated */
};

struct qa_plan_file {
    enum qa_plan_file_kind kind;
    const struct qa_plan_part *parts; /* of errors: at least one; names distinct */
    size_t n_parts;
    struct qa_score_plan scores;    /* lower_limit NAN: the file has none */
    uint64_t lot;                   /* the size that the plan was made for; 0: none is stated */
    enum qa_inspection_level level; /* QA_N_LEVELS: none is stated */
    uint64_t
        n; /* to draw first: the most that a part's first stage wants, of a sequential plan all */
};

/* E304 with file:line:column: no row, a number that is none or cannot be, lots that differ. Plans
 * unit by unit end after a million. */
QA_NODISCARD enum qa_status qa_plan_read(const struct qa_records *records, struct qa_arena *arena,
                                         struct qa_plan_file *out, struct qa_error *err);

#endif
