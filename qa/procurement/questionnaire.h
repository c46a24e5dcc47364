#ifndef QA_PROCUREMENT_QUESTIONNAIRE_H
#define QA_PROCUREMENT_QUESTIONNAIRE_H

/*
 * What a buyer asks vendors before the contract: questions with how much each matters, which answer
 * is wanted and what proof must come with it. The default list covers the work, quality, data
 * protection, security, people and contract; a buyer's own list replaces it.
 *
 * A list is a CSV with the columns id, question, and perhaps topic, requirement (must, should, may;
 * required and optional are read as must and may; default should), wanted (yes, no, text; default
 * yes), proof (document, certificate, empty), weight (of the score; default 2 for should, 1 for
 * may). The filled form has the same columns and more, so that it can serve as the list.
 */

#include <stdbool.h>
#include <stddef.h>

#include "qa/base/error.h"
#include "qa/base/records.h"

enum qa_requirement { QA_MUST, QA_SHOULD, QA_MAY, QA_N_REQUIREMENTS };

/* QA_WANT_TEXT: any answer in words is good, none is not. */
enum qa_wanted_answer { QA_WANT_YES, QA_WANT_NO, QA_WANT_TEXT, QA_N_WANTED };

/* A certificate has a last day, a document has not. */
enum qa_proof { QA_PROOF_NONE, QA_PROOF_DOCUMENT, QA_PROOF_CERTIFICATE, QA_N_PROOFS };

struct qa_form_question {
    const char *id; /* "iso27001" */
    const char *topic;
    const char *text;
    enum qa_requirement requirement;
    enum qa_wanted_answer wanted;
    enum qa_proof proof;
    double weight; /* > 0; not used of a must, which is a gate */
};

struct qa_questionnaire {
    const struct qa_form_question *questions; /* in the order asked; ids are distinct */
    size_t n;
};

const char *qa_requirement_name(enum qa_requirement requirement); /* "must" */
const char *qa_wanted_name(enum qa_wanted_answer wanted);         /* "yes" */
const char *qa_proof_name(enum qa_proof proof);                   /* "certificate"; "" for none */

const struct qa_questionnaire *qa_questionnaire_default(void);

/* E446 with the place: a word that is none of those above, an id that is empty or comes twice, a
 * weight that is not above 0, no question at all. */
QA_NODISCARD enum qa_status qa_questionnaire_parse(const struct qa_records *records,
                                                   struct qa_arena *arena,
                                                   struct qa_questionnaire *out,
                                                   struct qa_error *err);

/* Index of the question, or SIZE_MAX. Ids are words as qa_cell_word makes them. */
size_t qa_questionnaire_find(const struct qa_questionnaire *questionnaire, const char *id);

#endif
