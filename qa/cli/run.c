#include "qa/cli/run.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "qa/base/files.h"
#include "qa/base/output.h"
#include "qa/base/progress.h"
#include "qa/base/utf8.h"
#include "qa/cli/command.h"
#include "qa/cli/help.h"
#include "qa/cli/kind_options.h"
#include "qa/cli/version.h"

static enum qa_status usage_failure(struct qa_error *err)
{
    qa_print_error(err);
    fputs("Try `labelqa --help`.\n", stderr);
    return QA_USAGE;
}

static bool is_reader_gone(const struct qa_error *err)
{
    return strcmp(err->code, QA_CODE_READER_GONE) == 0;
}

/* As other tools end when the reader of a pipe has gone, now that nothing is left to clean up. */
static void end_as_by_signal(void)
{
    signal(SIGPIPE, SIG_DFL);
    raise(SIGPIPE);
}

/* What can be told to be wrong before anything is read. */
static enum qa_status check_output(const struct qa_command *command, const void *settings,
                                   struct qa_error *err)
{
    for (size_t g = 0; g < command->n_groups; g++) {
        const struct qa_option_group *group = &command->groups[g];
        if (group->options == qa_output_options) {
            const void *output = (const char *)settings + group->base;
            enum qa_status status = qa_output_limit_memory(output, err);
            return status == QA_OK ? qa_output_check(output, err) : status;
        }
    }
    return QA_OK;
}

/* A word as a shell reads it back. */
static void print_word(const char *text, struct qa_arena *arena)
{
    const char *word = qa_utf8_clean(arena, text, strlen(text));
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                "_-./=,:%@+";
    bool is_plain = *word != '\0' && strspn(word, plain) == strlen(word);
    if (is_plain) {
        fprintf(stderr, " %s", word);
        return;
    }
    fputs(" '", stderr);
    for (; *word != '\0'; word++) {
        fputs(*word == '\'' ? "'\\''" : (const char[]){*word, '\0'}, stderr);
    }
    fputc('\'', stderr);
}

/* A message that ends in a mapping of columns is followed by the command with it. */
static void say_try(const struct qa_command *command, const struct qa_error *err,
                    struct qa_words words, struct qa_arena *arena)
{
    static const char sign[] = "; try: --map '";
    const char *map = strstr(err->text, sign);
    const char *end = map != NULL ? strstr(map + sizeof sign - 1, "'") : NULL;
    if (end == NULL || strcmp(command->name, "audit") == 0) {
        return;
    }
    map += sizeof sign - 1;
    fprintf(stderr, "Try: labelqa %s", command->name);
    for (int i = 0; i < words.n; i++) {
        if (strcmp(words.list[i], "--map") == 0) {
            i++;
        } else if (strncmp(words.list[i], "--map=", 6) != 0) {
            print_word(words.list[i], arena);
        }
    }
    fprintf(stderr, " --map '%s'\n", qa_utf8_clean(arena, map, (size_t)(end - map)));
}

/* One line that is written over. */
static void show_progress(const char *what, unsigned seconds)
{
    enum { LONGEST = 60 };
    fputs("\r\033[K", stderr);
    if (what != NULL) {
        fprintf(stderr, "labelqa: %.*s, %u s", LONGEST, what, seconds);
    }
}

static void watch_progress(void)
{
    const char *term = getenv("TERM");
    if (isatty(STDERR_FILENO) && (term == NULL || strcmp(term, "dumb") != 0)) {
        qa_progress_start(show_progress);
    }
}

static enum qa_status run_command(const struct qa_command *command, int argc, char **argv)
{
    struct qa_arena *arena = qa_arena_new();
    void *settings = qa_arena_alloc(arena, command->settings_size);
    memcpy(settings, command->defaults, command->settings_size);
    for (size_t g = 0; g < command->n_groups; g++) {
        if (command->groups[g].options == NULL) {
            qa_kind_settings_init((void *)((char *)settings + command->groups[g].base));
        }
    }

    struct qa_parsed parsed;
    const struct qa_option_groups groups = {command->groups, command->n_groups};
    const struct qa_words words = {argv + 2, argc - 2};
    struct qa_session session = {
        .arena = arena, .options = &groups, .defaults = command->defaults, .words = words};
    qa_findings_init(&session.findings, arena);
    enum qa_status status =
        qa_options_parse(&groups, words, settings, arena, &parsed, &session.error);
    if (status != QA_OK) {
        qa_print_error(&session.error);
        fprintf(stderr, "Try `labelqa help %s`.\n", command->name);
    } else if (parsed.help) {
        qa_command_help(command, stdout);
    } else {
        session.operands = parsed.operands;
        session.n_operands = parsed.n_operands;
        session.report = qa_report_new(arena, command->name);
        session.report->version = QA_VERSION;
        session.report->command = (const char *const *)argv;
        session.report->n_command = (size_t)argc;
        session.report->findings = &session.findings;
        status = check_output(command, settings, &session.error);
        watch_progress();
        status = status == QA_OK ? command->run(&session, settings) : status;
        qa_progress_stop();
        if (status == QA_INPUT && qa_files_check(&session.error) != QA_OK) {
            status = QA_INPUT; /* and that is why */
        }
        if (session.error.code != NULL && !is_reader_gone(&session.error)) {
            qa_print_error(&session.error);
            say_try(command, &session.error, words, arena);
        }
    }
    bool ends_quietly = session.error.code != NULL && is_reader_gone(&session.error);
    qa_arena_free(arena);
    if (ends_quietly) {
        end_as_by_signal();
    }
    return status;
}

int qa_run(int argc, char **argv)
{
    if (argc < 2) {
        qa_overview(stderr);
        return QA_USAGE;
    }
    const char *name = argv[1];
    enum qa_status status = QA_OK;
    if (qa_help_topic(argc, argv, &status)) {
        return (int)status;
    }
    const struct qa_command *command = qa_command_find(name);
    if (command != NULL) {
        return (int)run_command(command, argc, argv);
    }
    struct qa_error err = {0};
    qa_unknown_command(name, &err);
    return (int)usage_failure(&err);
}
