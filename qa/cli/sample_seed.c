#include "qa/cli/sample_seed.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "qa/base/bytes.h"
#include "qa/base/hash.h"
#include "qa/cli/secret_file.h"
#include "qa/cli/table_forms.h"

static const struct qa_column columns[] = {
    {"seed_file", "seed file", QA_TEXT, .about = "File that holds the secret seed."},
    {"sha256", NULL, QA_TEXT, .about = "Its SHA-256, to be sent to the vendor before the draw."},
};
const struct qa_table_form qa_form_sample_commitment =
    QA_TABLE_FORM("commitment", "Commitment", columns);

enum qa_status qa_seed_commit(struct qa_session *session, const char *path)
{
    struct qa_bytes bytes;
    bool is_new = access(path, F_OK) != 0;
    if (is_new) {
        QA_TRY(qa_secret_write(path, &session->error));
    }
    QA_TRY(qa_secret_open(&bytes, path, "E307", &session->error));
    struct qa_table *table = qa_table_new(session->arena, &qa_form_sample_commitment);
    qa_table_row(table);
    qa_put_text(table, path);
    qa_put_text(table, qa_arena_text(session->arena, bytes.sha256));
    qa_table_note(table,
                  "%s. Send the SHA-256 to the vendor now and keep the file secret until "
                  "the sample is drawn; with the file anybody can check the draw.",
                  is_new ? "A new seed of 256 random bits was written"
                         : "The seed was there already");
    qa_report_add_table(session->report, table);
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
