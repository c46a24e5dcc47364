#ifndef QA_AUDIT_JUDGE_H
#define QA_AUDIT_JUDGE_H

/*
 * Read filled work sheets and judge each lot: its error rate with an interval that suits the draw
 * and knows that the lot is finite, and ACCEPT, REJECT or UNDECIDED against a limit. The verdict
 * goes by one-sided bounds: ACCEPT when the upper one is at or below the limit, REJECT when the
 * lower one is above it; or, when a plan is given, by its acceptance numbers, stage by stage in the
 * auditor's working order. A lot that only its classes of errors have plans for is as good as the
 * worst of them.
 */

#include "qa/audit/sample.h"
#include "qa/base/error.h"
#include "qa/base/estimate.h"
#include "qa/base/finding.h"
#include "qa/base/records.h"
#include "qa/batch/batch.h"
#include "qa/stats/acceptance.h"
#include "qa/stats/sample_size.h"
#include "qa/stats/survey.h"
#include "qa/table/report.h"

enum qa_verdict { QA_ACCEPT, QA_REJECT, QA_VERDICT_UNDECIDED };
const char *qa_verdict_name(enum qa_verdict verdict);

enum qa_judge_interval {
    QA_JUDGE_AUTO, /* exact; for several strata Wilson's at the design's effective size */
    QA_JUDGE_EXACT,
    QA_JUDGE_WILSON,
    QA_JUDGE_JEFFREYS, /* takes the lot as without end */
    QA_JUDGE_T
};

/* A class of errors with a limit or a weight of its own. */
struct qa_error_class {
    const char *name; /* as in the column severity */
    double limit;     /* rate; negative: none */
    double weight;
    const struct qa_plan *plan; /* decides instead of the limit; NULL: none */
};

enum qa_judge_field {
    QA_JUDGE_BY_STRATUM = 1,
    QA_JUDGE_BY_CLASS = 2, /* the vendor's label; needs the delivery or a column `given` */
    QA_JUDGE_BY_ANNOTATOR = 4,
    QA_JUDGE_BY_BATCH = 8,
    QA_JUDGE_BY_AUDITOR = 16
};
enum { QA_N_JUDGE_FIELDS = 5 };
extern const char *const qa_judge_field_names[QA_N_JUDGE_FIELDS + 1]; /* NULL at the end */

struct qa_judge_request {
    const struct qa_records *const *sheets; /* of one sample, or of a sample and its top-ups */
    size_t n_sheets;
    const struct qa_batch *delivery; /* to compare the auditor's own labels with; NULL: none */
    uint64_t lot_size;               /* of a bare sheet without lot_size; 0: unknown */
    double limit;                    /* rate; negative: none, plans decide */
    double confidence;
    enum qa_judge_interval interval;
    const struct qa_plan *plan; /* decides instead of the limit's bounds; NULL: none */
    const struct qa_error_class *classes;
    size_t n_classes;
    const struct qa_beta *prior; /* NULL: none */
    unsigned by;                 /* enum qa_judge_field, or-ed */
};

struct qa_lot_verdict {
    const char *lot;
    bool has_design; /* the sheet says it; without, it is simple */
    enum qa_sample_design design;
    uint64_t lot_size; /* 0: unknown, the interval is binomial */
    uint64_t rows;     /* of the sheet, second checks not counted */
    uint64_t n;        /* judged */
    uint64_t errors;
    uint64_t unsure;
    uint64_t unfinished;
    size_t n_strata;
    struct qa_estimate error_rate; /* two-sided */
    struct qa_estimate bounds;     /* low and high are one-sided bounds */
    enum qa_verdict verdict;
    const char *reason; /* one sentence */
    uint64_t n_twice;   /* units that two auditors judged */
    uint64_t n_disagree;
    struct qa_checker_error checkers;
    struct qa_beta posterior; /* with a prior */
};

/* A part of a lot. */
struct qa_part_rate {
    size_t lot;
    const char *field; /* "stratum", "class", "annotator", "batch", "auditor" */
    const char *value;
    uint64_t size; /* 0: unknown */
    uint64_t n;
    uint64_t errors;
    struct qa_estimate rate;
};

/* What to send back, most errors per unit first: the rate of the lot when this part and those above
 * it come back without errors. */
struct qa_rework {
    size_t lot;
    const char *part; /* stratum or annotator */
    uint64_t size;
    struct qa_estimate rate; /* of the part, by weight */
    bool is_clear;           /* the whole interval is above the limit */
    double rate_after;
    bool is_enough; /* rate_after is at or below the limit from here on */
};

struct qa_class_rate {
    size_t lot;
    const char *name;
    uint64_t errors;
    struct qa_estimate rate;
    double limit;
    double weight;
    bool is_decided; /* it has a limit or a plan */
    enum qa_verdict verdict;
    const char *reason; /* one sentence, when it is decided */
};

struct qa_judgement {
    struct qa_lot_verdict *lots; /* by name */
    size_t n_lots;
    struct qa_part_rate *parts;
    size_t n_parts;
    struct qa_rework *rework;
    size_t n_rework;
    struct qa_class_rate *classes;
    size_t n_classes;
    double limit;
    double confidence;
    bool has_prior;
    bool by_plan;
    enum qa_verdict worst; /* REJECT before UNDECIDED before ACCEPT; over classes with limits too */
};

/*
 * Columns: item or id, and verdict (correct, wrong, unsure, blank = not done) or gold (the
 * auditor's label, compared with the delivery's; needs the delivery or a column `given`); optional
 * lot, lot_size, stratum, stratum_size, cluster, clusters, inclusion_probability, design, severity,
 * auditor, comment, sheet, check. Rows that are not done or unsure are counted, not guessed. A unit
 * that two auditors checked counts by the row whose double_audit is "first" or, where none says so,
 * the first one read; the second tells how often auditors disagree. A row that is "final" replaces
 * the verdict.
 * Failures name the cell: an unknown verdict word (E311), sizes or designs that contradict each
 * other (E312), one id twice (E313), an id that is not in the delivery (E314), a changed or foreign
 * row (E315), rows that are missing (E316), a plan for a sample that is not like a simple one
 * (E317).
 */
QA_NODISCARD enum qa_status qa_judge(const struct qa_judge_request *request, struct qa_arena *arena,
                                     struct qa_judgement *out, struct qa_error *err);

/* Tables verdicts (lot, n, errors, error_rate, limit, verdict, ...), parts, severities, rework,
 * auditors, belief (the posterior), where they apply. */
void qa_judge_tables(const struct qa_judgement *judgement, struct qa_report *report);

#endif
