#ifndef QA_AUDIT_ERRORS_ANSWER_H
#define QA_AUDIT_ERRORS_ANSWER_H

/*
 * All that gold says of a delivery: errors and their trend, tracks, work in layers, what annotators
 * do to each class, gold that all of them speak against, rework that came back; and, without gold,
 * how consistent annotators are on hidden repeats.
 */

#include "qa/audit/errors.h"
#include "qa/base/lists.h"
#include "qa/base/records.h"

struct qa_errors_choice {
    struct qa_errors_request request; /* its comparison NULL: there is no gold; periods are made */
    const struct qa_batch *delivery;
    const struct qa_batch *gold; /* NULL: none, as the next */
    const struct qa_batch *prelabels;
    int annotators;               /* enum qa_annotators_choice */
    int by;                       /* 0: no trend; QA_GROUP_BY_BATCH or QA_GROUP_BY_WEEK */
    const char *cannot_say_times; /* why no answer may have a time, or "" */
    const char *stages;           /* "A,B,C", in their order; NULL: as layers.h finds it */
    const char *cannot_say_stages;
    const struct qa_records *reworked; /* the list of what was sent back; NULL */
    const struct qa_records *key;      /* of an order with hidden repeats; NULL */
};

/* Adds the tables; *out: the errors, when there is gold. E012 for a stage that no answer has, E014
 * where no answer has a period, or they have too many; failures of qa_errors, qa_rework_match and
 * qa_repeats_read. */
QA_NODISCARD enum qa_status qa_errors_answer(const struct qa_errors_choice *choice,
                                             struct qa_report *report, struct qa_errors_result *out,
                                             struct qa_error *err);

#endif
