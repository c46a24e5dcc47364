#ifndef QA_CLI_SECRET_FILE_H
#define QA_CLI_SECRET_FILE_H

/* Files that hold a secret: 256 random bits as hex digits, which their owner alone may read. */

#include "qa/base/bytes.h"
#include "qa/base/error.h"

/* Writes a new one (mode 0600). Fails when there is a file of that name. */
QA_NODISCARD enum qa_status qa_secret_write(const char *path, struct qa_error *err);

/* Opens one, whatever it holds, and hashes it; fails with the code when it is shorter than 16 bytes.
 */
QA_NODISCARD enum qa_status qa_secret_open(struct qa_bytes *bytes, const char *path,
                                           const char *code, struct qa_error *err);

#endif
