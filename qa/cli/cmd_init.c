#include "qa/base/output.h"
#include "qa/cli/commands.h"
#include "qa/formats/project.h"

struct settings {
    const char *path;
    bool force;
};

static const struct qa_option options[] = {
    {'o', "output", QA_OPTION_TEXT, offsetof(struct settings, path), "FILE",
     "where to (default audit.yaml in this folder)", NULL},
    {0, "force", QA_OPTION_FLAG, offsetof(struct settings, force), NULL, "replace an existing file",
     NULL},
};

static const struct qa_option_group groups[] = {
    {"Options", options, sizeof options / sizeof *options, 0},
};

static const struct settings defaults = {.path = "audit.yaml"};

static enum qa_status run(struct qa_session *session, const void *given)
{
    const struct settings *settings = given;
    struct qa_output file;
    QA_TRY(qa_output_open(&file, settings->path,
                          settings->force ? QA_REPLACE_EXISTING : QA_KEEP_EXISTING,
                          &session->error));
    fputs(qa_project_template(), file.stream);
    QA_TRY(qa_output_commit(&file, &session->error));
    fprintf(stderr, "labelqa: wrote %s; fill it in, then: labelqa audit -o vendors.xlsx\n",
            settings->path);
    return QA_OK;
}

const struct qa_command qa_command_init = {
    .group = "Start",
    .name = "init",
    .summary = "write a commented audit.yaml for this folder's deliveries",
    .synopsis = "[options]",
    .examples = "    labelqa init\n"
                "    labelqa init -o march/audit.yaml\n",
    .groups = groups,
    .n_groups = sizeof groups / sizeof *groups,
    .settings_size = sizeof defaults,
    .defaults = &defaults,
    .run = run,
};
