#ifndef QA_PROCUREMENT_COMPLIANCE_H
#define QA_PROCUREMENT_COMPLIANCE_H

/*
 * Answers to a request, judged.
 *
 * A question is fulfilled by the wanted answer (yes, no, or words), half by "partly", and not by
 * the opposite or by none. An answer whose proof was asked for and is missing, or whose certificate
 * ended before the project begins, is unproven and counts half.
 *
 * Gate: FAIL when a must is answered partly, otherwise than wanted, or not at all; else
 * INCONCLUSIVE when a must is unproven; else PASS. Score: the weighted mean of the questions that
 * are no must, in [0, 1]; a question without an answer counts 0.
 *
 * A certificate is held against the project's days: EXPIRED when its last day is before the first
 * (or before the day of the audit), EXPIRING when it is before the last. A day itself is still
 * good. Without any date of the project nothing is said, and a note says that.
 */

#include "qa/procurement/gate.h"
#include "qa/procurement/response.h"
#include "qa/table/report.h"

/* Midnights UTC; QA_NO_TIME: not stated. */
struct qa_project_days {
    int64_t starts;
    int64_t ends;
    int64_t as_of;
};

enum qa_expiry {
    QA_EXPIRY_NONE,     /* no certificate, or no date to hold it against */
    QA_EXPIRY_GOOD,     /* beyond the project's end */
    QA_EXPIRY_EXPIRING, /* within it */
    QA_EXPIRY_EXPIRED   /* before it */
};

struct qa_judged_reply {
    const struct qa_form_question *question;
    const struct qa_reply *reply;
    double fulfilled; /* 0, 0.5 or 1 */
    bool unproven;    /* fulfilled as far as words go */
    bool needs_date;  /* a certificate without its last day */
    enum qa_expiry expiry;
    const char *ask; /* what to ask again, in words; NULL: nothing */
};

struct qa_vendor_compliance {
    const char *vendor;
    bool responded;
    enum qa_gate gate;
    const char *reason;                    /* of the gate, in words */
    const struct qa_judged_reply *replies; /* of each question */
    size_t n_replies;
    size_t n_musts, n_musts_met; /* met: fulfilled and proven */
    size_t n_answered, n_unanswered;
    size_t n_expiring; /* certificates that end before the project does */
    size_t n_ask;
    bool has_score; /* there is a question that is no must */
    double score;
};

struct qa_compliance {
    const struct qa_questionnaire *questionnaire;
    struct qa_project_days days;
    struct qa_vendor_compliance *vendors; /* by name */
    size_t n;
    const struct qa_responses *responses;
};

/* Findings: W441 proof that is asked for and missing, W442 a certificate that ends within the
 * project, W443 one that ended before it. O(vendors x questions). */
struct qa_compliance qa_compliance(const struct qa_responses *responses,
                                   const struct qa_project_days *days, struct qa_arena *arena,
                                   struct qa_findings *findings);

/* NULL when the vendor sent nothing back. */
const struct qa_vendor_compliance *qa_compliance_find(const struct qa_compliance *compliance,
                                                      const char *vendor);

/* Of a vendor that sent nothing back: every question missing. */
const struct qa_vendor_compliance *qa_compliance_absent(const struct qa_compliance *compliance,
                                                        const char *vendor, struct qa_arena *arena);

/* Tables compliance (a row a vendor), answers, ask_again and promises. */
void qa_compliance_tables(const struct qa_compliance *compliance, struct qa_report *report);

#endif
