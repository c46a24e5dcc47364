#ifndef QA_CLI_COMPARING_H
#define QA_CLI_COMPARING_H

/* What all commands that compare objects ask for. */

#include "qa/cli/kind_options.h"
#include "qa/cli/session.h"

struct qa_comparing {
    struct qa_kind_settings kinds;
    double threshold; /* least similarity of two objects that are the same; NAN: of each kind */
    bool class_agnostic;
    const char *consensus; /* see QA_CONSENSUS_OPTION */
};

/* Deliveries and gold as qa_session_read has them, by those settings; E002 for a threshold that is
 * none. */
QA_NODISCARD enum qa_status qa_session_read_compared(struct qa_session *session,
                                                     const struct qa_reading *reading,
                                                     const struct qa_output_settings *output,
                                                     const struct qa_comparing *comparing);

#endif
