#ifndef QA_PROCUREMENT_RESPONSE_H
#define QA_PROCUREMENT_RESPONSE_H

/*
 * Requests as vendors send them back, one or several files each: the vendor's name, charges,
 * promises, answers. A row that begins with "EXAMPLE" shows how to fill the form and is not read.
 *
 * The vendor of a row is the one that the buyer gave for the file; else the row's own cell vendor;
 * else, of promises and answers, that of the row above; else the name filled in under `vendor` of
 * the table about (field, answer). A price is no one's by its place. Files of one vendor are read
 * together: what one leaves blank another may answer.
 */

#include "qa/base/finding.h"
#include "qa/procurement/promises.h"
#include "qa/procurement/questionnaire.h"

/* One file. Records without a header (header NULL): the file has no such sheet. */
/* The columns of answers, likewise. */
extern const struct qa_record_forms qa_reply_forms;

struct qa_response_file {
    const char *path;
    const char *vendor; /* as the buyer names it; NULL: as the file does */
    struct qa_records about;
    struct qa_records charges;
    struct qa_records promises;
    struct qa_records questions;
    size_t n_used; /* set by qa_responses_parse: rows that say something */
};

enum qa_reply_kind {
    QA_REPLY_MISSING,
    QA_REPLY_YES,
    QA_REPLY_NO,
    QA_REPLY_PARTLY,
    QA_REPLY_TEXT,   /* an answer in words, where one is wanted */
    QA_REPLY_UNCLEAR /* words where yes, no or partly was asked for */
};
const char *qa_reply_name(enum qa_reply_kind kind); /* "YES", "MISSING" */

struct qa_reply {
    enum qa_reply_kind kind;
    const char *text;     /* as written; "" */
    const char *evidence; /* "" */
    int64_t expires;      /* midnight UTC of the last day; QA_NO_TIME */
    const char *note;
    const char *file; /* NULL when missing */
    uint64_t line;
};

struct qa_response {
    struct qa_vendor_promises promises;
    struct qa_reply *replies; /* of each question */
    bool has_replies;         /* a sheet of questions came back, if blank */
};

struct qa_responses {
    const struct qa_questionnaire *questionnaire;
    struct qa_response *list; /* by vendor name */
    size_t n;
};

/*
 * Each row that cannot be read is an error finding with file:line:column, and the first of them is
 * the failure: E441 a row or file that names no vendor, E442 two different answers or promises,
 * E443 an unknown question (the nearest is suggested), E444 a last day that is no ISO date, E445 an
 * unreadable promise. Findings: W444 an answer that is not yes, no or partly where that was asked
 * for; W446 the same answer twice.
 */
QA_NODISCARD enum qa_status qa_responses_parse(struct qa_response_file *files, size_t n,
                                               const struct qa_questionnaire *questionnaire,
                                               struct qa_arena *arena, struct qa_findings *findings,
                                               struct qa_responses *out, struct qa_error *err);

/*
 * The charges of all files as one list of rows, with the columns of a quote; `also` when no file
 * has any. `also` (NULL: none) are quotes that came another way and stand first; a vendor with
 * charges in both is refused (E448): its price would be counted twice.
 */
QA_NODISCARD enum qa_status
qa_responses_charges(struct qa_response_file *files, size_t n, const struct qa_records *also,
                     struct qa_arena *arena, const struct qa_records **out, struct qa_error *err);

#endif
