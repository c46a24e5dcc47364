#ifndef QA_AUDIT_REWORK_H
#define QA_AUDIT_REWORK_H

/*
 * Wrong items on their way back to the vendor, and how they came back. What is sent is listed, a
 * row for each vendor, question and item of which something is wrong; the rework is a delivery
 * like any other, compared with the same gold, and each item of the list then is
 *
 *     right          all answers of the vendor to it are right now
 *     wrong          one of them has errors
 *     not returned   the vendor has no answer to it
 *     without gold   it came back, and the gold of this run does not have it
 *
 * Items are found by their names, else by their file's name without folders and suffix where that
 * is one item's; a question by its name, else where the rework answers only one.
 */

#include "qa/audit/errors.h"
#include "qa/base/records.h"

struct qa_rework_item {
    uint32_t vendor; /* QA_NONE: not named */
    uint32_t question;
    uint32_t item;
    uint64_t errors;        /* wrong objects, or answers */
    const char *annotators; /* who erred, "; " between; "" where nobody is named */
};

/* What is to be sent, by question, vendor and item name. *n of them, in the arena. O(errors). */
struct qa_rework_item *qa_rework_items(const struct qa_errors_result *result,
                                       struct qa_arena *arena, size_t *n);

enum qa_rework_state {
    QA_REWORK_RIGHT,
    QA_REWORK_WRONG,
    QA_REWORK_NOT_RETURNED,
    QA_REWORK_WITHOUT_GOLD,
    QA_N_REWORK_STATES
};

struct qa_returned_item {
    const char *vendor, *question, *item; /* as the list has them */
    uint64_t errors_before;
    uint64_t errors_now;
    enum qa_rework_state state;
};

struct qa_rework_result {
    struct qa_returned_item *items; /* in the order of the list */
    size_t n_items;
    uint64_t n_not_sent; /* items of the rework that the list does not have */
};

/* list: columns item, and question, vendor, errors where there are any. result: of the rework. E112
 * without item, E268 for an item that is listed twice. O(answers + errors + list). */
QA_NODISCARD enum qa_status qa_rework_match(const struct qa_records *list,
                                            const struct qa_errors_result *result,
                                            struct qa_arena *arena, struct qa_rework_result *out,
                                            struct qa_error *err);

/* Tables rework (vendor, question, sent, right, wrong, not_returned, without_gold) and rework_items
 * (vendor, question, item, errors_before, state, errors_now). */
void qa_rework_tables(const struct qa_rework_result *result, struct qa_report *report);

#endif
