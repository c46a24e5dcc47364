#ifndef QA_PROCUREMENT_REQUEST_H
#define QA_PROCUREMENT_REQUEST_H

/*
 * The request that goes to vendors, so that their quotes come back comparable: the forms as tables
 * of text, which a workbook and CSV files render alike and qa/procurement/response.h reads back.
 *
 *   about      field, answer                  who answers
 *   charges    a row a charge, with examples  what it costs
 *   promises   a row a promise                when, how much, and what lateness costs the vendor
 *   questions  a row a question               everything else
 */

#include "qa/procurement/questionnaire.h"
#include "qa/table/report.h"

struct qa_request {
    const char *project;  /* title */
    const char *data;     /* "images: one label each"; NULL */
    const char *contact;  /* who answers questions; NULL */
    const char *currency; /* preferred; NULL */
    double volume;        /* items; 0: not stated */
    int64_t starts;       /* QA_NO_TIME: not stated */
    int64_t ends;
    int64_t due; /* last day to answer */
    const struct qa_questionnaire *questionnaire;
};

/* Words that a cell may hold, for drop-downs; at most 255 bytes with a comma after each. */
struct qa_choices {
    const char *const *words; /* NULL-terminated */
    size_t n;
};

enum qa_charge_column {
    QA_CHARGE_VENDOR,
    QA_CHARGE_NAME,
    QA_CHARGE_BASIS,
    QA_CHARGE_APPLIES_TO,
    QA_CHARGE_FROM,
    QA_CHARGE_TO,
    QA_CHARGE_TIERING,
    QA_CHARGE_PRICE,
    QA_CHARGE_CURRENCY,
    QA_CHARGE_CONDITION,
    QA_CHARGE_RECURRENCE,
    QA_CHARGE_VALID_UNTIL,
    QA_CHARGE_NOTE,
    QA_CHARGE_PER,
    QA_N_CHARGE_COLUMNS
};
/* What to write there, in a few words. */
const char *qa_charge_hint(enum qa_charge_column column);
/* None (n 0) where any text or number may stand. */
struct qa_choices qa_charge_choices(enum qa_charge_column column, struct qa_arena *arena);

enum qa_question_column {
    QA_ASKED_VENDOR,
    QA_ASKED_ID,
    QA_ASKED_TOPIC,
    QA_ASKED_TEXT,
    QA_ASKED_REQUIREMENT,
    QA_ASKED_FORM,
    QA_ASKED_PROOF,
    QA_ASKED_ANSWER,
    QA_ASKED_EVIDENCE,
    QA_ASKED_EXPIRES,
    QA_ASKED_NOTE,
    QA_N_ASKED_COLUMNS
};

enum qa_promised_column {
    QA_PROMISED_VENDOR,
    QA_PROMISED_PROMISE,
    QA_PROMISED_PRIORITY,
    QA_PROMISED_MEANING,
    QA_PROMISED_VALUE,
    QA_PROMISED_UNIT,
    QA_PROMISED_CLOCK,
    QA_PROMISED_NOTE,
    QA_N_PROMISED_COLUMNS
};

/* Tables charges (examples only, marked as such), promises and questions; the columns are those of
 * the enumerations. The vendor is left to fill in. */
struct qa_table *qa_request_charges(struct qa_arena *arena);
struct qa_table *qa_request_promises(struct qa_arena *arena);
struct qa_table *qa_request_questions(const struct qa_request *request, struct qa_arena *arena);

/* Table about: the fields of who answers. */
struct qa_table *qa_request_about(struct qa_arena *arena);

/* The list of questions as a buyer edits it: with the wanted answers and the weights. */
struct qa_table *qa_request_list(const struct qa_questionnaire *questionnaire,
                                 struct qa_arena *arena);

/* What the vendor is told of the project, as names and values one after the other. */
const char *const *qa_request_facts(const struct qa_request *request, size_t *n,
                                    struct qa_arena *arena);

/* How to fill the form: "Charges: one row for each price, ...", the first of them about the table
 * about. */
const char *const *qa_request_steps(size_t *n);

#endif
