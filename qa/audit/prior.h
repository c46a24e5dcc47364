#ifndef QA_AUDIT_PRIOR_H
#define QA_AUDIT_PRIOR_H

/* Beta priors of an error rate, as buyers state them. */

#include "qa/base/error.h"
#include "qa/base/lists.h"
#include "qa/base/records.h"
#include "qa/stats/sample_size.h"

/* --prior: errors and correct answers seen before, two numbers above 0 (E002); of an empty list
 * *out stays as it is. */
QA_NODISCARD enum qa_status qa_prior_given(const struct qa_reals *given, struct qa_beta *out,
                                           struct qa_error *err);

/*
 * Of past lots, columns errors and n: the beta distribution of their rates (qa/stats/shrink.h), as
 * strong as all of them together where they do not differ. E304 with its place for a cell that is
 * no whole number, or more errors than n; E002 for lots that say nothing of how rates differ: fewer
 * than three, none with an error or one with nothing else.
 */
QA_NODISCARD enum qa_status qa_prior_of_past(const struct qa_records *past, struct qa_arena *arena,
                                             struct qa_beta *out, struct qa_error *err);

#endif
