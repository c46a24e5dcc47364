#ifndef QA_CLI_QUOTE_INPUTS_H
#define QA_CLI_QUOTE_INPUTS_H

/* The files that quotes come from: plain quotes and requests sent back, offers, rates, and the day
 * on which they are looked at. */

#include "qa/cli/session.h"
#include "qa/formats/project.h"
#include "qa/procurement/quote.h"

/* The day on which rates, validity and certificates are looked at. */
struct qa_quote_day {
    int64_t as_of;      /* QA_NO_TIME: the latest date of the inputs */
    const char *source; /* "stated", "SOURCE_DATE_EPOCH"; NULL with QA_NO_TIME */
    bool is_stated;
};

/* Of the option `text` (NULL: not given), else the project, else SOURCE_DATE_EPOCH; never of the
 * clock. E002 for a text that is no date. */
QA_NODISCARD enum qa_status qa_quote_day_settle(const struct qa_project *project, const char *text,
                                                struct qa_quote_day *day, struct qa_error *err);

/* The mapping in_house of a project as the rows of an offer; NULL: none. */
const struct qa_records *qa_project_offer(const struct qa_project *project, struct qa_arena *arena);

struct qa_quote_files {
    const struct qa_project *project; /* its quotes, models, rates, currency and day; never NULL */
    const struct qa_texts *vendors;   /* NAME=FILES */
    const char *as_of;                /* instead of the project's; NULL */
};

/* The operands of the session and the files of vendors, or without any the project's quotes, as one
 * list of charges. */
QA_NODISCARD enum qa_status qa_session_quotes(struct qa_session *session,
                                              const struct qa_quote_files *files,
                                              struct qa_quotes *out);

#endif
