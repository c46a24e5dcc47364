#include <string.h>
#include <unistd.h>

#include "qa/base/output.h"
#include "qa/cli/commands.h"
#include "qa/cli/look_around.h"
#include "qa/cli/naming.h"
#include "qa/cli/request_files.h"
#include "qa/cli/responses.h"
#include "qa/cli/secret_file.h"

static const char project_file[] = "audit.yaml";
static const enum qa_overwrite overwrite[] = {QA_KEEP_EXISTING, QA_REPLACE_EXISTING};

struct settings {
    const char *path;
    bool force;
    bool request;
    bool question_list;
    struct qa_project project;
    const char *config;
    struct qa_request asked; /* data, contact, due */
};

static const struct qa_option options[] = {
    {'o', "output", QA_OPTION_TEXT, offsetof(struct settings, path), "FILE",
     "where to (default audit.yaml, request.xlsx or questions.csv in this folder)"},
    {0, "force", QA_OPTION_FLAG, offsetof(struct settings, force), NULL,
     "replace an existing file"},
};

static const struct qa_option request_options[] = {
    {0, "request", QA_OPTION_FLAG, offsetof(struct settings, request), NULL,
     "write the request to send to vendors: a workbook, or with -o FOLDER or -o NAME.csv files"},
    {0, "question-list", QA_OPTION_FLAG, offsetof(struct settings, question_list), NULL,
     "write the list of questions, to be changed and given to --questions"},
    {'c', "config", QA_OPTION_TEXT, offsetof(struct settings, config), "FILE",
     "the project that the request is for (default audit.yaml, if it is there)"},
    {0, "questions", QA_OPTION_PATH, offsetof(struct settings, project.questions), "FILE",
     "your own list of questions: id, question, topic, requirement (must, should, may), wanted, "
     "proof, weight"},
    {0, "data", QA_OPTION_TEXT, offsetof(struct settings, asked.data), "TEXT",
     "what is to be labeled, such as \"street images, boxes of six classes\""},
    {0, "volume", QA_OPTION_REAL, offsetof(struct settings, project.volume), "N",
     "items, instead of the project's"},
    {0, "contact", QA_OPTION_TEXT, offsetof(struct settings, asked.contact), "TEXT",
     "who answers the vendors' questions"},
    {0, "due", QA_OPTION_DATE, offsetof(struct settings, asked.due), "DATE", "last day to answer"},
};

static const struct qa_option_group groups[] = {
    {"Options", options, sizeof options / sizeof *options, 0},
    {"Request", request_options, sizeof request_options / sizeof *request_options, 0},
};

static const struct settings defaults = {.project = QA_PROJECT_DEFAULTS,
                                         .asked = {.due = QA_NO_TIME}};

static enum qa_status write_project(struct qa_session *session, const struct settings *settings)
{
    struct qa_output file;
    const char *path = settings->path != NULL ? settings->path : project_file;
    const char *slash = strrchr(path, '/');
    const char *folder =
        slash != NULL ? qa_arena_text_n(session->arena, path, (size_t)(slash - path) + 1) : ".";
    /* Before the new file lies there too. */
    struct qa_found found = qa_look_around(folder, session->arena);
    QA_TRY(qa_output_open(&file, path, overwrite[settings->force], &session->error));
    fputs(qa_project_template(&found, session->arena), file.stream);
    QA_TRY(qa_output_commit(&file, &session->error));
    qa_found_say(&found, path);
    return qa_names_key_make(
        session,
        qa_arena_format(session->arena, "%s%s", slash != NULL ? folder : "", qa_names_key_file));
}

/* What the project file says, if there is one, and the options over it. */
static enum qa_status make_request(struct qa_session *session, const struct settings *settings,
                                   struct qa_request *request)
{
    struct settings all = defaults;
    const char *path = settings->config;
    all.project.name = "labeling";
    all.project.volume = 0;
    path = path == NULL && access(project_file, R_OK) == 0 ? project_file : path;
    if (path != NULL) {
        QA_TRY(qa_project_read(path, session->arena, &all.project, &session->error));
    }
    QA_TRY(qa_session_options(session, &all));
    *request = all.asked;
    qa_request_of_project(&all.project, session->arena, request);
    return qa_session_questionnaire(session, all.project.questions, &request->questionnaire);
}

static enum qa_status write_request(struct qa_session *session, const struct settings *settings)
{
    struct qa_request request;
    const char *path = settings->path != NULL ? settings->path : "request.xlsx";
    QA_TRY(make_request(session, settings, &request));
    QA_TRY(qa_request_write(session, &request, settings->force, &path));
    fprintf(stderr,
            "labelqa: wrote %s; send it to the vendors, then: labelqa quote and labelqa "
            "compliance with what comes back\n",
            path);
    return QA_OK;
}

static enum qa_status write_list(struct qa_session *session, const struct settings *settings)
{
    struct qa_request request;
    const char *path = settings->path != NULL ? settings->path : "questions.csv";
    QA_TRY(make_request(session, settings, &request));
    QA_TRY(qa_table_file_write(qa_request_list(request.questionnaire, session->arena), path,
                               overwrite[settings->force], session->arena, &session->error));
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
    return settings->question_list ? write_list(session, settings)
           : settings->request     ? write_request(session, settings)
                                   : write_project(session, settings);
}

const struct qa_command qa_command_init = {
    .group = "Start",
    .name = "init",
    .summary =
        "write an audit.yaml for this folder's deliveries, or the request that goes to vendors",
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
