#include "qa/cli/naming.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "qa/batch/hidden_paths.h"
#include "qa/cli/secret_file.h"

const char qa_names_key_file[] = "labelqa.key";

/* What the buyer sees on the terminal stays in the house, what is written or piped may not. */
static bool are_shown(const struct qa_reading *reading, const struct qa_output_settings *output)
{
    bool is_terminal = output->path == NULL && isatty(STDOUT_FILENO) && isatty(STDERR_FILENO);
    return reading->names || reading->naming == QA_NAMES_GIVEN ||
           (is_terminal && reading->naming == QA_NAMES_BY_TERMINAL);
}

/* NULL: there is none. */
static const char *key_path(const struct qa_reading *reading, struct qa_arena *arena)
{
    if (reading->names_key != NULL) {
        return reading->names_key;
    }
    const char *folder = reading->project_folder != NULL ? reading->project_folder : "";
    const char *path = qa_arena_format(arena, "%s%s", folder, qa_names_key_file);
    return access(path, F_OK) == 0 ? path : NULL;
}

static void say_readable(struct qa_session *session, const char *path)
{
    struct stat status;
    if (stat(path, &status) == 0 && (status.st_mode & (S_IRGRP | S_IROTH)) != 0) {
        qa_findings_addf(&session->findings, QA_WARNING, "W290", path, 0, 0,
                         "the key of annotators' names can be read by others: chmod 600");
    }
}

enum qa_status qa_session_names(struct qa_session *session, const struct qa_reading *reading,
                                const struct qa_output_settings *output,
                                struct qa_delivery_request *request)
{
    const char *path = key_path(reading, session->arena);
    struct qa_bytes bytes;
    request->hides_annotators = !are_shown(reading, output);
    if (path == NULL) {
        return QA_OK;
    }
    QA_TRY(qa_secret_open(&bytes, path, "E290", &session->error));
    size_t n = bytes.size; /* editors put an end of line behind it, or take it away */
    while (n > 0 && isspace((unsigned char)bytes.data[n - 1])) {
        n--;
    }
    request->names_key = qa_arena_text_n(session->arena, (const char *)bytes.data, n);
    request->names_key_size = n;
    qa_bytes_close(&bytes);
    say_readable(session, path);
    return QA_OK;
}

void qa_session_hide_command(struct qa_session *session)
{
    struct qa_report *report = session->report;
    const char **words = QA_ARRAY(session->arena, const char *, report->n_command + 1);
    for (size_t i = 0; i < report->n_command; i++) {
        words[i] =
            qa_hidden_path(session->deliveries.names, report->command[i], true, session->arena);
    }
    report->command = words;
}

void qa_session_say_open_names(const struct qa_session *session)
{
    const struct qa_names *names = session->deliveries.names;
    if (names != NULL && names->hides_annotators && !names->has_key &&
        qa_pseudonyms_were_shown(names->pseudonyms)) {
        fprintf(stderr, "labelqa: annotators' names were made without a key: who has a list of "
                        "their ids can tell who is who; `labelqa init` makes a key, --names shows "
                        "the ids\n");
    }
}

enum qa_status qa_names_key_make(struct qa_session *session, const char *path)
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
