#include "qa/cli/sample_lists.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "qa/audit/seeding.h"
#include "qa/audit/stream.h"
#include "qa/base/files.h"

/* An id longer than this is no id. */
enum { BLOCK = 1 << 20 };

/* ---- ids, in one pass ---- */

static void take_line(struct qa_id_stream *stream, const char *line, size_t length)
{
    length -= length > 0 && line[length - 1] == '\r';
    if (length > 0) {
        qa_id_stream_take(stream, line, length);
    }
}

/* The complete lines of the buffer; returns how many bytes they had. */
static size_t take_lines(struct qa_id_stream *stream, const char *buffer, size_t size)
{
    size_t at = 0;
    for (;;) {
        const char *end = memchr(buffer + at, '\n', size - at);
        if (end == NULL) {
            return at;
        }
        take_line(stream, buffer + at, (size_t)(end - buffer) - at);
        at = (size_t)(end - buffer) + 1;
    }
}

static enum qa_status read_ids(FILE *file, const char *path, char *buffer,
                               struct qa_id_stream *stream, struct qa_error *err)
{
    size_t kept = 0;
    for (;;) {
        size_t got = fread(buffer + kept, 1, BLOCK - kept, file);
        size_t size = kept + got;
        if (got == 0) {
            take_line(stream, buffer, size);
            break;
        }
        size_t used = take_lines(stream, buffer, size);
        kept = size - used;
        memmove(buffer, buffer + used, kept);
        if (kept == BLOCK) {
            return qa_fail_at(err, "E101", path, 0, 0, "a line is longer than a megabyte: no ids");
        }
    }
    return ferror(file) ? qa_fail_at(err, "E101", path, 0, 0, "%s", strerror(errno)) : QA_OK;
}

enum qa_status qa_sample_ids(struct qa_session *session, const struct qa_list_settings *settings,
                             const struct qa_list_draw *wanted, struct qa_draw *draw)
{
    bool is_stdin = strcmp(settings->ids, "-") == 0;
    FILE *file = is_stdin ? stdin : fopen(settings->ids, "rb");
    if (file == NULL) {
        return qa_fail_at(&session->error, "E101", settings->ids, 0, 0, "%s", strerror(errno));
    }
    struct stat status_of_file;
    if (fstat(fileno(file), &status_of_file) == 0) {
        qa_files_add(settings->ids, &status_of_file);
    }
    struct qa_id_stream *stream = qa_id_stream_new(wanted->n, wanted->seed);
    char *buffer = QA_ARRAY(session->arena, char, BLOCK);
    enum qa_status status = read_ids(file, settings->ids, buffer, stream, &session->error);
    if (status == QA_OK) {
        status =
            qa_id_stream_table(stream, wanted->commitment, session->report, draw, &session->error);
    }
    qa_id_stream_free(stream);
    if (!is_stdin) {
        fclose(file);
    }
    return status;
}

/* ---- orders ---- */

/* The key alone, so that it can never be sent with the order by mistake. */
static enum qa_status write_key(struct qa_session *session, struct qa_report *key,
                                const struct qa_list_settings *settings,
                                const struct qa_output_settings *output)
{
    struct qa_report *report = session->report;
    struct qa_output_settings to_key = *output;
    to_key.path = settings->key;
    to_key.format = QA_OUT_AUTO;
    to_key.table = NULL;
    to_key.is_private = true;
    session->report = key;
    enum qa_status status = qa_session_print(session, &to_key);
    session->report = report;
    return status;
}

enum qa_status qa_sample_order(struct qa_session *session, const struct qa_list_settings *settings,
                               const struct qa_output_settings *output, uint64_t n, uint64_t seed)
{
    if (settings->honeypots == NULL || settings->key == NULL) {
        return qa_fail(
            &session->error, QA_USAGE, "E304",
            "--order wants --honeypots (gold items to hide) and --key (a file of its own "
            "for what was hidden)");
    }
    struct qa_seeding_request request = {.n_gold = n,
                                         .n_repeats = settings->repeats,
                                         .n_annotators = settings->n_annotators,
                                         .seed = seed};
    struct qa_report *key = qa_report_new(session->arena, "sample");
    QA_TRY(qa_session_records(session, settings->order, "order", "item,item_id,task,image,id",
                              &request.order));
    QA_TRY(qa_session_records(session, settings->honeypots, "gold", "item,item_id,task,image,id",
                              &request.gold));
    QA_TRY(qa_seeding(&request, session->report, key, &session->error));
    return write_key(session, key, settings, output);
}
