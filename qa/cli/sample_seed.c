#include "qa/cli/sample_seed.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "qa/base/bytes.h"
#include "qa/base/hash.h"
#include "qa/cli/secret_file.h"

enum qa_status qa_seed_commit(const char *path, bool *made, char commitment[65],
                              struct qa_error *err)
{
    struct qa_bytes bytes;
    *made = access(path, F_OK) != 0;
    if (*made) {
        QA_TRY(qa_secret_write(path, err));
    }
    QA_TRY(qa_secret_open(&bytes, path, "E307", err));
    memcpy(commitment, bytes.sha256, 65);
    qa_bytes_close(&bytes);
    return QA_OK;
}

/* ---- drawing by one ---- */

/* The first 64 bits of the SHA-256 of the secret and then of what was delivered. */
static enum qa_status seed_with(struct qa_session *session, const char *path, const char *delivered,
                                uint64_t *seed, const char **commitment)
{
    struct qa_bytes bytes;
    char hex[65];
    QA_TRY(qa_secret_open(&bytes, path, "E307", &session->error));
    char *all = QA_ARRAY(session->arena, char, bytes.size + strlen(delivered) + 1);
    memcpy(all, bytes.data, bytes.size);
    memcpy(all + bytes.size, delivered, strlen(delivered) + 1);
    qa_sha256_hex(all, bytes.size + strlen(delivered), hex);
    hex[16] = '\0';
    *seed = strtoull(hex, NULL, 16);
    *commitment = qa_arena_text(session->arena, bytes.sha256);
    qa_bytes_close(&bytes);
    return QA_OK;
}

static int compare_hashes(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

enum qa_status qa_seed_of_delivery(struct qa_session *session, const char *path, uint64_t *seed,
                                   const char **commitment)
{
    const struct qa_batch *batch = session->deliveries.delivery;
    const char **hashes = QA_ARRAY(session->arena, const char *, batch->n_sources + 1);
    const char *delivered = "";
    for (size_t i = 0; i < batch->n_sources; i++) {
        hashes[i] = batch->sources[i].sha256;
    }
    qsort(hashes, batch->n_sources, sizeof *hashes, compare_hashes);
    for (size_t i = 0; i < batch->n_sources; i++) {
        delivered = qa_arena_format(session->arena, "%s %s", delivered, hashes[i]);
    }
    return seed_with(session, path, delivered, seed, commitment);
}

enum qa_status qa_seed_of_list(struct qa_session *session, const char *path, uint64_t *seed,
                               const char **commitment)
{
    return seed_with(session, path, " list of ids", seed, commitment);
}
