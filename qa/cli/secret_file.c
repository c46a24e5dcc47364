#include "qa/cli/secret_file.h"

#include <stdio.h>
#include <sys/random.h>

#include "qa/base/output.h"

enum { LEAST_BYTES = 16 };

enum qa_status qa_secret_open(struct qa_bytes *bytes, const char *path, const char *code,
                              struct qa_error *err)
{
    QA_TRY(qa_bytes_open(bytes, path, 0, err));
    qa_bytes_hash(bytes);
    if (bytes->size >= LEAST_BYTES) {
        return QA_OK;
    }
    enum qa_status status = qa_fail_at(err, code, path, 0, 0,
                                       "a secret of %zu bytes could be found by trying: %d or more",
                                       bytes->size, LEAST_BYTES);
    qa_bytes_close(bytes);
    return status;
}

enum qa_status qa_secret_write(const char *path, struct qa_error *err)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char random[32];
    char hex[2 * sizeof random + 2];
    struct qa_output file;
    if (getrandom(random, sizeof random, 0) != (ssize_t)sizeof random) {
        QA_BUG("the system gave no random bytes");
    }
    for (size_t i = 0; i < sizeof random; i++) {
        hex[2 * i] = digits[random[i] >> 4];
        hex[2 * i + 1] = digits[random[i] & 15];
    }
    hex[2 * sizeof random] = '\n';
    hex[2 * sizeof random + 1] = '\0';
    QA_TRY(qa_output_open(&file, path, QA_KEEP_EXISTING, err));
    enum qa_status status = qa_output_make_private(file.temporary, err);
    if (status != QA_OK) {
        qa_output_abandon(&file);
        return status;
    }
    fputs(hex, file.stream);
    return qa_output_commit(&file, err);
}
