#ifndef QA_CLI_SAMPLE_SEED_H
#define QA_CLI_SAMPLE_SEED_H

/*
 * Secret seeds of provable draws. The buyer makes a secret and publishes its SHA-256 before the
 * delivery; afterwards the secret shows that the draw was not picked. A secret is a file of 16
 * bytes or more (E307): fewer could be found by trying.
 */

#include "qa/cli/session.h"

/* Makes the file with 256 random bits, for its owner alone, unless it is there; adds the table
 * commitment with the SHA-256 of its bytes. */
QA_NODISCARD enum qa_status qa_seed_commit(struct qa_session *session, const char *path);

/* The seed of the secret's bytes and of the SHA-256 of the delivered files in order, so that
 * neither side can choose it alone; *commitment is the SHA-256 of the secret. */
QA_NODISCARD enum qa_status qa_seed_of_delivery(struct qa_session *session, const char *path,
                                                uint64_t *seed, const char **commitment);

/* The seed of the secret alone, for lists that are read once. */
QA_NODISCARD enum qa_status qa_seed_of_list(struct qa_session *session, const char *path,
                                            uint64_t *seed, const char **commitment);

#endif
