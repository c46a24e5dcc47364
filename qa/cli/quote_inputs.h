#ifndef QA_CLI_QUOTE_INPUTS_H
#define QA_CLI_QUOTE_INPUTS_H

/* The files that quotes come from: plain quotes and requests sent back, offers, rates, and the day
 * on which they are looked at. */

#include "qa/cli/project.h"
#include "qa/procurement/quote.h"

/* The day on which rates, validity and certificates are looked at. */
struct qa_quote_day {
    int64_t as_of;      /* QA_NO_TIME: the latest date of the inputs */
    const char *source; /* "stated", "SOURCE_DATE_EPOCH"; NULL with QA_NO_TIME */
    bool is_stated;
};

/* Of the project, else SOURCE_DATE_EPOCH; never of the clock. */
struct qa_quote_day qa_quote_day(const struct qa_project *project);

/* The mapping in_house of a project as the rows of an offer; NULL: none. */
const struct qa_records *qa_project_offer(const struct qa_project *project, struct qa_arena *arena);

struct qa_quote_files {
    const struct qa_project *project; /* its quotes, models, rates, currency and day; never NULL */
    const struct qa_texts *vendors;   /* NAME=FILES */
};

/* The operands of the session and the files of vendors, or without any the project's quotes, as one
 * list of charges. */
QA_NODISCARD enum qa_status qa_session_quotes(struct qa_session *session,
                                              const struct qa_quote_files *files,
                                              struct qa_quotes *out);

#endif
