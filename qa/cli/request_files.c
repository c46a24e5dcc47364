#include "qa/cli/request_files.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "qa/cli/options.h"
#include "qa/cli/version.h"
#include "qa/table/print.h"
#include "reports/workbook.h"

enum { N_TABLES = 3, N_FILES = N_TABLES + 1, TEXT_WIDTH = 80 };

static bool has_suffix(const char *path, const char *suffix)
{
    size_t length = strlen(path);
    size_t suffix_length = strlen(suffix);
    return length > suffix_length && strcmp(path + length - suffix_length, suffix) == 0;
}

static enum qa_status print_table(struct qa_table *table, FILE *stream, struct qa_arena *arena,
                                  struct qa_error *err)
{
    const struct qa_print_options options = {.format = QA_FORMAT_CSV};
    struct qa_report *report = qa_report_new(arena, "init");
    qa_report_add_table(report, table);
    return qa_report_print(report, &options, stream, err);
}

static void print_instructions(const struct qa_request *request, FILE *stream,
                               struct qa_arena *arena)
{
    size_t n;
    const char *const *texts = qa_request_facts(request, &n, arena);
    fputs("Request for a quote\n\n", stream);
    for (size_t i = 0; i < n; i += 2) {
        fprintf(stream, "%s: %s\n", texts[i], texts[i + 1]);
    }
    texts = qa_request_steps(&n);
    fputs("\nFill the files and send them back as they are. The first column of each is the name "
          "of\nyour company; below it, empty cells take the name above.\n",
          stream);
    /* The first is of a table that the files do without. */
    for (size_t i = 1; i < n; i++) {
        fputc('\n', stream);
        qa_wrap(stream, texts[i], TEXT_WIDTH, 0);
    }
}

/* "request.csv" and "charges": "request-charges.csv"; a folder: "folder/charges.csv". */
static const char *file_path(const char *path, const char *name, struct qa_arena *arena)
{
    static const char suffix[] = ".csv";
    size_t length = strlen(path);
    if (has_suffix(path, suffix)) {
        return qa_arena_format(arena, "%.*s-%s", (int)(length - (sizeof suffix - 1)), path, name);
    }
    return qa_arena_format(arena, "%s%s%s", path, path[length - 1] == '/' ? "" : "/", name);
}

static enum qa_status make_folder(const char *path, struct qa_error *err)
{
    if (has_suffix(path, ".csv") || mkdir(path, 0777) == 0 || errno == EEXIST) {
        return QA_OK;
    }
    return qa_fail(err, QA_OUTPUT, "E501", "cannot make the folder '%s': %s", path,
                   strerror(errno));
}

static enum qa_status write_opened(const struct qa_request *request, struct qa_output *files,
                                   struct qa_arena *arena, struct qa_error *err)
{
    struct qa_table *tables[N_TABLES] = {qa_request_charges(arena), qa_request_promises(arena),
                                         qa_request_questions(request, arena)};
    for (size_t t = 0; t < N_TABLES; t++) {
        QA_TRY(print_table(tables[t], files[t].stream, arena, err));
    }
    print_instructions(request, files[N_TABLES].stream, arena);
    for (size_t f = 0; f < N_FILES; f++) {
        QA_TRY(qa_output_commit(&files[f], err));
    }
    return QA_OK;
}

static enum qa_status write_files(const struct qa_request *request, const char *path,
                                  enum qa_overwrite overwrite, struct qa_arena *arena,
                                  const char **where, struct qa_error *err)
{
    static const char *const names[N_FILES] = {"charges.csv", "promises.csv", "questions.csv",
                                               "INSTRUCTIONS.txt"};
    struct qa_output files[N_FILES] = {{0}};
    enum qa_status status = make_folder(path, err);
    *where = "";
    for (size_t f = 0; status == QA_OK && f < N_FILES; f++) {
        const char *file = file_path(path, names[f], arena);
        *where = qa_arena_format(arena, "%s%s%s", *where, f > 0 ? ", " : "", file);
        status = qa_output_open(&files[f], file, overwrite, err);
    }
    if (status == QA_OK) {
        status = write_opened(request, files, arena, err);
    }
    for (size_t f = 0; f < N_FILES; f++) {
        qa_output_abandon(&files[f]);
    }
    return status;
}

enum qa_status qa_table_file_write(struct qa_table *table, const char *path,
                                   enum qa_overwrite overwrite, struct qa_arena *arena,
                                   struct qa_error *err)
{
    struct qa_output file;
    QA_TRY(qa_output_open(&file, path, overwrite, err));
    enum qa_status status = print_table(table, file.stream, arena, err);
    if (status == QA_OK) {
        return qa_output_commit(&file, err);
    }
    qa_output_abandon(&file);
    return status;
}

/* ---- of a project ---- */

/* "one label each (clear, rain, snow); boxes (car, truck)" of what the project declares. */
static const char *declared_data(const struct qa_reading *reading, struct qa_arena *arena)
{
    const char *text = NULL;
    if (reading->labels.n > 0) {
        text = qa_arena_format(arena, "one label each (%s)", qa_join_list(&reading->labels, arena));
    }
    if (reading->object_labels.n > 0) {
        text =
            qa_arena_format(arena, "%s%sboxes (%s)", text != NULL ? text : "",
                            text != NULL ? "; " : "", qa_join_list(&reading->object_labels, arena));
    }
    return text;
}

void qa_request_of_project(const struct qa_project *project, struct qa_arena *arena,
                           struct qa_request *request)
{
    request->project = project->name;
    request->currency = project->currency;
    request->volume = project->volume;
    request->starts = project->starts;
    request->ends = project->ends;
    if (request->data == NULL) {
        request->data = declared_data(&project->reading, arena);
    }
}

static enum qa_status write_book(void *context, const char *path, struct qa_error *err)
{
    const struct qa_request *request = context;
    return qa_workbook_request(request, QA_VERSION, path, err);
}

enum qa_status qa_request_write(struct qa_session *session, struct qa_request *request, bool force,
                                const char **path)
{
    const char *dot = strrchr(*path, '.');
    struct qa_output file = {0};
    if (dot == NULL || strcmp(dot, ".xlsx") != 0) {
        return write_files(request, *path, force ? QA_REPLACE_EXISTING : QA_KEEP_EXISTING,
                           session->arena, path, &session->error);
    }
    QA_TRY(qa_session_start_workbook(session, *path, force, write_book, request, &file));
    return qa_output_commit(&file, &session->error);
}
