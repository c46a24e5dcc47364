#include "qa/cli/written_files.h"

#include <string.h>

/* The folders within `folder` that a file's name has. */
static enum qa_status make_folders(struct qa_session *session, const char *folder, const char *name)
{
    for (const char *slash = strchr(name, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        const char *path =
            qa_arena_format(session->arena, "%s/%.*s", folder, (int)(slash - name), name);
        QA_TRY(qa_output_folder(path, &session->error));
    }
    return QA_OK;
}

static enum qa_status start_file(struct qa_session *session, const struct qa_written_file *file,
                                 const char *folder, bool force, struct qa_output *out)
{
    const char *path = qa_arena_format(session->arena, "%s/%s", folder, file->name);
    QA_TRY(make_folders(session, folder, file->name));
    QA_TRY(
        qa_output_open(out, path, force ? QA_REPLACE_EXISTING : QA_KEEP_EXISTING, &session->error));
    fwrite(file->text, 1, file->size, out->stream);
    return QA_OK;
}

/* Open files are few at a time: a folder may get many. */
static enum qa_status write_some(struct qa_session *session, const struct qa_written_file *files,
                                 size_t n, const char *folder, bool force)
{
    for (size_t i = 0; i < n; i++) {
        struct qa_output out = {0};
        enum qa_status status = start_file(session, &files[i], folder, force, &out);
        if (status != QA_OK) {
            qa_output_abandon(&out);
            return status;
        }
        QA_TRY(qa_output_commit(&out, &session->error));
    }
    return QA_OK;
}

enum qa_status qa_write_files(struct qa_session *session, const struct qa_written_file *files,
                              size_t n, const char *folder, bool force)
{
    QA_TRY(qa_output_folder(folder, &session->error));
    for (size_t i = 0; i < n && !force; i++) {
        const char *path = qa_arena_format(session->arena, "%s/%s", folder, files[i].name);
        FILE *there = fopen(path, "r");
        if (there != NULL) {
            fclose(there);
            return qa_fail(&session->error, QA_OUTPUT, "E502",
                           "'%s' exists already; --force replaces it", path);
        }
    }
    return write_some(session, files, n, folder, force);
}

static void put_file(void *context, FILE *stream)
{
    const struct qa_written_file *file = context;
    fwrite(file->text, 1, file->size, stream);
}

enum qa_status qa_write_form(struct qa_session *session, const struct qa_writer *writer,
                             const struct qa_canonical_request *request,
                             const struct qa_output_settings *output)
{
    size_t n;
    struct qa_canonical_answer *answers = qa_canonical_order(request, session->arena, &n);
    struct qa_writing writing =
        qa_write_answers(writer, answers, n, session->arena, &session->findings);
    QA_TRY(qa_session_stop_on_errors(session, output->max_errors));
    if (writing.n_files == 0) {
        return qa_fail(&session->error, QA_INPUT, "E267", "there is no answer that %s can hold",
                       writer->name);
    }
    if (writer->file != NULL) {
        return qa_session_write(session, output, put_file, &writing.files[0]);
    }
    if (output->path == NULL || strcmp(output->path, "-") == 0) {
        return qa_fail(&session->error, QA_USAGE, "E217", "%s is several files: -o FOLDER",
                       writer->name);
    }
    QA_TRY(qa_write_files(session, writing.files, writing.n_files, output->path, output->force));
    return qa_session_end(session, output);
}
