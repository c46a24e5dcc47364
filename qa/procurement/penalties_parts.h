#ifndef QA_PROCUREMENT_PENALTIES_PARTS_H
#define QA_PROCUREMENT_PENALTIES_PARTS_H

/* A rule of penalties.h as it was read. Private to the penalties files. */

#include "qa/base/records.h"
#include "qa/procurement/money.h"

struct qa_findings;

enum qa_penalty_unit {
    QA_PENALTY_PER_DELIVERY,
    QA_PENALTY_PER_ITEM,
    QA_PENALTY_PER_HOUR,
    QA_PENALTY_PER_DAY,
    QA_PENALTY_PER_WEEK
};

struct qa_penalty_rule {
    const char *vendor;   /* "": all */
    const char *priority; /* "": all */
    bool is_early;
    int64_t after; /* microseconds */
    enum qa_penalty_unit per;
    struct qa_amount amount; /* of money, or a share of the delivery's price */
    bool is_share;
    struct qa_amount cap;
    bool has_cap;
    bool cap_is_share;
    struct qa_amount unit_price;
    bool has_unit_price;
    const char *currency;
    uint64_t line, column; /* of the currency; 0: of a promise */
};

/* One rule for each record. E433, W823 as qa_penalties_apply. */
QA_NODISCARD enum qa_status qa_penalty_rules_read(const struct qa_records *records,
                                                  struct qa_arena *arena,
                                                  struct qa_findings *findings,
                                                  struct qa_penalty_rule **out,
                                                  struct qa_error *err);

#endif
