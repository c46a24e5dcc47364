#ifndef QA_CLI_NEEDS_H
#define QA_CLI_NEEDS_H

/* What a command needs to know of answers, and what is said where no answer tells it: which command
 * it is for, whether the format could have told, and how to give it. */

#include "qa/cli/session.h"

/* " (voc cannot say)" where no file of the delivery is of a format that gives the fact (enum
 * qa_gives), "" else. In the arena. */
const char *qa_cannot_say(const struct qa_session *session, unsigned fact);

/* Fails (E128) where the delivery has answers, none of them has an annotator, and no two are to one
 * question about one item: nothing compares. */
QA_NODISCARD enum qa_status qa_session_need_annotators(struct qa_session *session);
/* The same where there is no gold to compare with. */
QA_NODISCARD enum qa_status qa_session_need_pairs(struct qa_session *session);
/* Fails (E167) where there are answers, and those of no question, gold's included, are objects. */
QA_NODISCARD enum qa_status qa_session_need_objects(struct qa_session *session,
                                                    const struct qa_comparison *comparison);

#endif
