#ifndef QA_AUDIT_AGREEMENT_ANSWER_H
#define QA_AUDIT_AGREEMENT_ANSWER_H

/*
 * All that a delivery says of how far its annotators agree: of labels coefficients and a review of
 * each annotator, of other kinds how alike their answers are.
 */

#include "qa/audit/agreement.h"
#include "qa/base/finding.h"

struct qa_agreement_choice {
    struct qa_agreement_request request; /* views and by are made; scale and method from below */
    const struct qa_batch *gold;         /* NULL: none */
    int scale;                           /* enum qa_scale */
    int interval;                        /* enum qa_interval_method */
    int annotators;                      /* enum qa_annotators_are */
    int by;                              /* enum qa_group_field */
    const char *cannot_say;              /* why no answer may have a value of the field, or "" */
    double idle_cap;                     /* of annotators.h, as the next */
    double min_seconds;
};

/* E002 for numbers out of their range. */
QA_NODISCARD enum qa_status qa_agreement_check(const struct qa_agreement_choice *choice,
                                               struct qa_error *err);

/* The tables of qa_agreement and qa_annotators, of qa_scores and of unitizing, as the kinds of the
 * questions have them. E010 where no answer has a value of the field, E011 for a coefficient that
 * there is not, E002 for a population of fewer items than there are. */
QA_NODISCARD enum qa_status qa_agreement_answer(const struct qa_agreement_choice *choice,
                                                struct qa_report *report,
                                                struct qa_findings *findings, struct qa_error *err);

#endif
