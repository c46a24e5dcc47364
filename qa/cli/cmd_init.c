#include <string.h>
#include <unistd.h>

#include "qa/base/output.h"
#include "qa/base/time.h"
#include "qa/cli/commands.h"
#include "qa/cli/look_around.h"
#include "qa/cli/naming.h"
#include "qa/cli/project.h"
#include "qa/cli/request_files.h"
#include "qa/cli/responses.h"
#include "qa/cli/secret_file.h"
#include "qa/cli/version.h"
#include "reports/workbook.h"

static const char project_file[] = "audit.yaml";

struct settings {
    const char *path;
    bool force;
    bool request;
    bool question_list;
    struct qa_project project;
    const char *config;
    const char *data;
    const char *contact;
    int64_t due;
};

static const struct qa_option options[] = {
    {'o', "output", QA_OPTION_TEXT, offsetof(struct settings, path), "FILE",
     "where to (default audit.yaml, request.xlsx or questions.csv in this folder)", NULL},
    {0, "force", QA_OPTION_FLAG, offsetof(struct settings, force), NULL, "replace an existing file",
     NULL},
};

static const struct qa_option request_options[] = {
    {0, "request", QA_OPTION_FLAG, offsetof(struct settings, request), NULL,
     "write the request to send to vendors: a workbook, or with -o FOLDER or -o NAME.csv files",
     NULL},
    {0, "question-list", QA_OPTION_FLAG, offsetof(struct settings, question_list), NULL,
     "write the list of questions, to be changed and given to --questions", NULL},
    {'c', "config", QA_OPTION_TEXT, offsetof(struct settings, config), "FILE",
     "the project that the request is for (default audit.yaml, if it is there)", NULL},
    {0, "questions", QA_OPTION_PATH, offsetof(struct settings, project.questions), "FILE",
     "your own list of questions: id, question, topic, requirement (must, should, may), wanted, "
     "proof, weight",
     NULL},
    {0, "data", QA_OPTION_TEXT, offsetof(struct settings, data), "TEXT",
     "what is to be labeled, such as \"street images, boxes of six classes\"", NULL},
    {0, "volume", QA_OPTION_REAL, offsetof(struct settings, project.volume), "N",
     "items, instead of the project's", NULL},
    {0, "contact", QA_OPTION_TEXT, offsetof(struct settings, contact), "TEXT",
     "who answers the vendors' questions", NULL},
    {0, "due", QA_OPTION_DATE, offsetof(struct settings, due), "DATE", "last day to answer", NULL},
};

static const struct qa_option_group groups[] = {
    {"Options", options, sizeof options / sizeof *options, 0},
    {"Request", request_options, sizeof request_options / sizeof *request_options, 0},
};

static const struct settings defaults = {.project = QA_PROJECT_DEFAULTS, .due = QA_NO_TIME};

static enum qa_overwrite overwrite_of(const struct settings *settings)
{
    return settings->force ? QA_REPLACE_EXISTING : QA_KEEP_EXISTING;
}

static void say_what_was_found(const struct qa_found *found, const char *path)
{
    size_t n_files = 0;
    for (size_t d = 0; d < found->n_deliveries; d++) {
        n_files += found->deliveries[d].n_files;
    }
    if (n_files == 0) {
        fprintf(stderr, "labelqa: wrote %s; fill it in, then: labelqa audit -o vendors.xlsx\n",
                path);
        return;
    }
    fprintf(stderr, "labelqa: wrote %s with what is here: %zu file%s of %zu vendor%s", path,
            n_files, n_files == 1 ? "" : "s", found->n_deliveries,
            found->n_deliveries == 1 ? "" : "s");
    for (size_t k = 0; k < found->n_keys; k++) {
        fprintf(stderr, ", %s", found->keys[k].key);
    }
    if (found->n_unknown > 0) {
        fprintf(stderr, "; %zu file%s not taken", found->n_unknown,
                found->n_unknown == 1 ? "" : "s");
    }
    fprintf(stderr, "\nlabelqa: look through it, then: labelqa audit -o vendors.xlsx\n");
}

/* The key of annotators' pseudonyms, beside audit.yaml. One that is there stays, whatever --force
 * says: with another one everybody would have another name. */
static enum qa_status make_key(struct qa_session *session, const char *path)
{
    if (access(path, F_OK) == 0) {
        return QA_OK;
    }
    QA_TRY(qa_secret_write(path, &session->error));
    fprintf(stderr,
            "labelqa: wrote %s, the key of annotators' pseudonyms: keep it, and keep it secret\n",
            path);
    return QA_OK;
}

static enum qa_status write_project(struct qa_session *session, const struct settings *settings)
{
    struct qa_output file;
    const char *path = settings->path != NULL ? settings->path : project_file;
    const char *slash = strrchr(path, '/');
    const char *folder =
        slash != NULL ? qa_arena_text_n(session->arena, path, (size_t)(slash - path) + 1) : ".";
    /* Before the new file lies there too. */
    struct qa_found found = qa_look_around(folder, session->arena);
    QA_TRY(qa_output_open(&file, path, overwrite_of(settings), &session->error));
    fputs(qa_project_template(&found, session->arena), file.stream);
    QA_TRY(qa_output_commit(&file, &session->error));
    say_what_was_found(&found, path);
    return make_key(session, qa_arena_format(session->arena, "%s%s", slash != NULL ? folder : "",
                                             qa_names_key_file));
}

static const char *joined(const struct qa_texts *words, struct qa_arena *arena)
{
    const char *text = words->list[0];
    for (size_t i = 1; i < words->n; i++) {
        text = qa_arena_format(arena, "%s, %s", text, words->list[i]);
    }
    return text;
}

/* "one label each (clear, rain, snow); boxes (car, truck)" of what the project declares. */
static const char *declared_data(const struct qa_reading *reading, struct qa_arena *arena)
{
    const char *text = NULL;
    if (reading->labels.n > 0) {
        text = qa_arena_format(arena, "one label each (%s)", joined(&reading->labels, arena));
    }
    if (reading->object_labels.n > 0) {
        text = qa_arena_format(arena, "%s%sboxes (%s)", text != NULL ? text : "",
                               text != NULL ? "; " : "", joined(&reading->object_labels, arena));
    }
    return text;
}

/* What the project file says, if there is one, and the options over it. */
static enum qa_status make_request(struct qa_session *session, const struct settings *settings,
                                   struct qa_request *request)
{
    struct settings all = defaults;
    const struct qa_project *project = &all.project;
    const char *path = settings->config;
    all.project.name = "labeling";
    all.project.volume = 0;
    path = path == NULL && access(project_file, R_OK) == 0 ? project_file : path;
    if (path != NULL) {
        QA_TRY(qa_project_read(path, session->arena, &all.project, &session->error));
    }
    QA_TRY(qa_session_options(session, &all));
    *request = (struct qa_request){
        .project = project->name,
        .data = all.data != NULL ? all.data : declared_data(&project->reading, session->arena),
        .contact = all.contact,
        .currency = project->currency,
        .volume = project->volume,
        .starts = project->starts,
        .ends = project->ends,
        .due = all.due};
    return qa_session_questionnaire(session, project->questions, &request->questionnaire);
}

static enum qa_status write_workbook(struct qa_session *session, const struct qa_request *request,
                                     const char *path, enum qa_overwrite overwrite)
{
    struct qa_output file = {0};
    QA_TRY(qa_output_reserve(&file, path, overwrite, &session->error));
    enum qa_status status =
        qa_workbook_request(request, QA_VERSION, file.temporary, &session->error);
    if (status != QA_OK) {
        qa_output_abandon(&file);
        return status;
    }
    return qa_output_commit(&file, &session->error);
}

static enum qa_status write_request(struct qa_session *session, const struct settings *settings)
{
    struct qa_request request;
    const char *path = settings->path != NULL ? settings->path : "request.xlsx";
    const char *where = path;
    const char *dot = strrchr(path, '.');
    QA_TRY(make_request(session, settings, &request));
    if (dot != NULL && strcmp(dot, ".xlsx") == 0) {
        QA_TRY(write_workbook(session, &request, path, overwrite_of(settings)));
    } else {
        QA_TRY(qa_request_files_write(&request, path, overwrite_of(settings), session->arena,
                                      &where, &session->error));
    }
    fprintf(stderr,
            "labelqa: wrote %s; send it to the vendors, then: labelqa quote and labelqa "
            "compliance with what comes back\n",
            where);
    return QA_OK;
}

static enum qa_status write_list(struct qa_session *session, const struct settings *settings)
{
    struct qa_request request;
    const char *path = settings->path != NULL ? settings->path : "questions.csv";
    QA_TRY(make_request(session, settings, &request));
    QA_TRY(qa_table_file_write(qa_request_list(request.questionnaire, session->arena), path,
                               overwrite_of(settings), session->arena, &session->error));
    fprintf(stderr, "labelqa: wrote %s; change it, then: labelqa init --request --questions %s\n",
            path, path);
    return QA_OK;
}

static enum qa_status run(struct qa_session *session, const void *given)
{
    const struct settings *settings = given;
    if (session->n_operands > 0) {
        return qa_fail(&session->error, QA_USAGE, "E005",
                       "init takes no files; -o names the one to write");
    }
    if (settings->question_list) {
        return write_list(session, settings);
    }
    return settings->request ? write_request(session, settings) : write_project(session, settings);
}

const struct qa_command qa_command_init = {
    .group = "Start",
    .name = "init",
    .summary = "write an audit.yaml for this folder's deliveries, or the request that "
               "goes to vendors",
    .synopsis = "[--request | --question-list] [options]",
    .examples = "    labelqa init\n"
                "    labelqa init -o march/audit.yaml\n"
                "    labelqa init --request --due 2026-06-15 --contact buyer@example.com\n"
                "    labelqa init --question-list && $EDITOR questions.csv\n"
                "    labelqa init --request --questions questions.csv -o request/\n",
    .details = "The request has forms for charges, promises and questions, so that quotes come "
               "back comparable. Name, volume, period and labels are taken from audit.yaml. What "
               "the vendors send back is read by quote, compliance and, named under `responses` in "
               "audit.yaml, by audit.",
    QA_COMMAND_TABLES,
};
