#ifndef QA_AUDIT_JUDGE_PARTS_H
#define QA_AUDIT_JUDGE_PARTS_H

/*
 * The stages of qa_judge: the rows of the work sheets become judged units with tallies of lots and
 * strata, and these become rates and verdicts. Private to the judge files.
 */

#include "qa/audit/judge.h"
#include "qa/base/strings.h"

enum qa_judged { QA_JUDGED_CORRECT, QA_JUDGED_WRONG, QA_JUDGED_UNSURE, QA_NOT_JUDGED };

static inline bool qa_has_verdict(enum qa_judged judged)
{
    return judged == QA_JUDGED_CORRECT || judged == QA_JUDGED_WRONG;
}

struct qa_judged_unit {
    uint32_t lot;
    uint32_t stratum;
    uint32_t cluster;   /* QA_NONE: none */
    double probability; /* 0: the sheet does not say */
    uint32_t draw;      /* 0: the first draw; top-ups follow */
    uint64_t order;     /* in which the auditor works through the draw */
    enum qa_judged judged;
    bool was_seen_twice; /* a second auditor has a row for it */
    bool was_twice;      /* and both came to a verdict */
    bool disagree;
    bool is_final; /* a third auditor settled it */
    const char *severity;
    const char *value[QA_N_JUDGE_FIELDS]; /* of the fields of enum qa_judge_field; NULL: unknown */
};

struct qa_stratum_tally {
    uint32_t lot; /* index of lots */
    const char *name;
    uint64_t size; /* 0: the sheet does not say */
    uint64_t rows, n, errors;
    const struct qa_records *sheet; /* the last file with rows of it, */
    double probability;             /* and what its first one said */
};

struct qa_lot_tally {
    const char *name;
    bool has_design;
    enum qa_sample_design design;
    uint64_t size;       /* 0: the sheet does not say */
    uint64_t n_clusters; /* the lot has */
    uint64_t rows, n, errors, unsure, unfinished;
};

/* Lots in the order of first appearance. */
struct qa_sheet_tally {
    struct qa_judged_unit *units;
    size_t n_units;
    struct qa_lot_tally *lots;
    size_t n_lots;
    struct qa_stratum_tally *strata;
    size_t n_strata;
    uint32_t n_clusters; /* distinct ids of clusters */
};

/* Reads every row. Failures as qa_judge has them. */
QA_NODISCARD enum qa_status qa_judge_read(const struct qa_judge_request *request,
                                          struct qa_arena *arena, struct qa_sheet_tally *out,
                                          struct qa_error *err);

/* The rate of lot l at the confidence, by its design and the interval asked for. */
struct qa_estimate qa_judge_rate(const struct qa_judge_request *request,
                                 const struct qa_sheet_tally *tally, size_t l, double confidence,
                                 struct qa_arena *arena);

/* The size of a lot: as stated, or the sum of its strata. */
uint64_t qa_judge_lot_size(const struct qa_sheet_tally *tally, size_t l);

/* By what a lot, or one class of its errors, is decided. */
struct qa_judge_rule {
    double limit;               /* rate; negative: none */
    const struct qa_plan *plan; /* decides when there is one */
};

/* E317: a plan, and a lot whose sample is not like a simple one. */
QA_NODISCARD enum qa_status qa_judge_check_plans(const struct qa_judge_request *request,
                                                 const struct qa_sheet_tally *tally,
                                                 struct qa_error *err);

/* Everything of lot l but auditors and posterior; without limit and plan verdict and reason mean
 * nothing. */
struct qa_lot_verdict qa_judge_lot(const struct qa_judge_request *request,
                                   const struct qa_judge_rule *rule,
                                   const struct qa_sheet_tally *tally, size_t l,
                                   struct qa_arena *arena);

/* What the plan says of lot l, and *words about its numbers. */
enum qa_verdict qa_judge_by_plan(const struct qa_plan *plan, const struct qa_sheet_tally *tally,
                                 size_t l, const char **words, struct qa_arena *arena);

/* "1,200". */
const char *qa_judge_count(struct qa_arena *arena, uint64_t count);

/* Verdict and reason of a lot whose rates and counts are known. */
void qa_judge_decide(const struct qa_judge_request *request, const struct qa_judge_rule *rule,
                     const struct qa_sheet_tally *tally, size_t l, struct qa_lot_verdict *lot,
                     struct qa_arena *arena);

/* Whether a lot of simple rows would be decided with n units at its rate. */
struct qa_estimate qa_judge_bounds_at(uint64_t errors, uint64_t n, uint64_t lot_size,
                                      double confidence);

/* Fills parts, rework and classes; lots are judged, in the order of the tally, and then put in that
 * of their names. */
void qa_judge_parts(const struct qa_judge_request *request, const struct qa_sheet_tally *tally,
                    struct qa_judgement *out, struct qa_arena *arena);

#endif
