#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "qa/audit/seeding.h"
#include "qa/audit/stream.h"
#include "qa/base/files.h"
#include "qa/cli/sample_modes.h"

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

static enum qa_status stream_ids(const char *path, struct qa_arena *arena,
                                 struct qa_id_stream *stream, struct qa_error *err)
{
    bool is_stdin = strcmp(path, "-") == 0;
    FILE *file = is_stdin ? stdin : fopen(path, "rb");
    if (file == NULL) {
        return qa_fail_at(err, "E101", path, 0, 0, "%s", strerror(errno));
    }
    struct stat status_of_file;
    if (fstat(fileno(file), &status_of_file) == 0) {
        qa_files_add(path, &status_of_file);
    }
    enum qa_status status = read_ids(file, path, QA_ARRAY(arena, char, BLOCK), stream, err);
    if (!is_stdin) {
        fclose(file);
    }
    return status;
}

static enum qa_status sample_ids(struct qa_session *session,
                                 const struct qa_sample_settings *settings)
{
    const struct qa_sample_request *wanted = &settings->choice.request;
    uint64_t seed = wanted->seed;
    const char *commitment = NULL;
    struct qa_draw draw;
    QA_TRY(qa_sample_hides_nothing(session, settings));
    if (settings->seed_file != NULL) {
        QA_TRY(qa_seed_of_list(session, settings->seed_file, &seed, &commitment));
    }
    session->report->has_seed = commitment == NULL;
    session->report->seed = seed;
    struct qa_report *drawn =
        settings->verify != NULL ? qa_report_new(session->arena, "sample") : session->report;
    struct qa_id_stream *stream = qa_id_stream_new(wanted->n, seed);
    enum qa_status status =
        stream_ids(settings->lists.ids, session->arena, stream, &session->error);
    if (status == QA_OK) {
        status = qa_id_stream_table(stream, commitment, drawn, &draw, &session->error);
    }
    qa_id_stream_free(stream);
    QA_TRY(status);
    if (settings->verify != NULL) {
        return qa_sample_proof(session, settings, drawn, &draw);
    }
    QA_TRY(qa_session_print(session, &settings->output));
    qa_sample_say_draw(session, &settings->output, &draw);
    return QA_OK;
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

static enum qa_status sample_order(struct qa_session *session,
                                   const struct qa_sample_settings *settings)
{
    const struct qa_list_settings *lists = &settings->lists;
    const struct qa_sample_request *wanted = &settings->choice.request;
    QA_TRY(qa_session_leave_out(session, settings, false, "verify,seed-file",
                                "an order is no sample"));
    if (lists->honeypots == NULL || lists->key == NULL) {
        return qa_fail(
            &session->error, QA_USAGE, "E304",
            "--order wants --honeypots (gold items to hide) and --key (a file of its own "
            "for what was hidden)");
    }
    session->report->has_seed = true;
    session->report->seed = wanted->seed;
    struct qa_seeding_request request = {.n_gold = wanted->n,
                                         .n_repeats = lists->repeats,
                                         .n_annotators = lists->n_annotators,
                                         .seed = wanted->seed};
    struct qa_report *key = qa_report_new(session->arena, "sample");
    QA_TRY(qa_session_records(session, lists->order, "order", "item,item_id,task,image,id",
                              &request.order));
    QA_TRY(qa_session_records(session, lists->honeypots, "gold", "item,item_id,task,image,id",
                              &request.gold));
    QA_TRY(qa_seeding(&request, session->report, key, &session->error));
    QA_TRY(write_key(session, key, lists, &settings->output));
    return qa_session_print(session, &settings->output);
}

/* ---- both ---- */

enum qa_status qa_sample_hides_nothing(struct qa_session *session,
                                       const struct qa_sample_settings *settings)
{
    return qa_session_leave_out(session, settings, false, "order,honeypots,repeats,key,annotators",
                                settings->lists.ids != NULL
                                    ? "a list of ids hides nothing"
                                    : "what is hidden is hidden in an --order");
}

enum qa_status qa_sample_list(struct qa_session *session, const struct qa_sample_settings *settings)
{
    /* What speaks of deliveries says nothing of a list. */
    QA_TRY(qa_session_leave_out(
        session, settings, session->n_operands + settings->reading.vendors.n > 0,
        "plan,question,stratify,uncertain,allocation,power,min-per-stratum,rates,systematic,pps,"
        "cluster,earlier,show-answers,auditors,overlap,images",
        "lists are drawn by --n and a seed"));
    return settings->lists.ids != NULL ? sample_ids(session, settings)
                                       : sample_order(session, settings);
}
