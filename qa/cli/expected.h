#ifndef QA_CLI_EXPECTED_H
#define QA_CLI_EXPECTED_H

#include "qa/cli/session.h"

/* The ordered items of a file as ids in the session's names: the column item (or a synonym) of a
 * CSV, its only column when it has one. Names that the delivery writes in another way (without
 * folders or suffix) are joined as items of gold are, which is said (W140). path NULL: *ids = NULL,
 * which says "not known". */
QA_NODISCARD enum qa_status qa_expected_items(struct qa_session *session, const char *path,
                                              const uint32_t **ids, size_t *n);

#endif
