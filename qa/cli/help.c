#include "qa/cli/help.h"

#include <stdio.h>
#include <string.h>

#include "qa/base/number.h"
#include "qa/cli/citations.h"
#include "qa/cli/command.h"
#include "qa/cli/formats_list.h"
#include "qa/cli/help_output.h"
#include "qa/cli/manual.h"
#include "qa/cli/version.h"

enum { WIDTH = 80, SUMMARY_COLUMN = 26 };

const struct qa_command *qa_command_find(const char *name)
{
    for (size_t i = 0; i < qa_n_commands; i++) {
        if (strcmp(qa_commands[i]->name, name) == 0) {
            return qa_commands[i];
        }
    }
    return NULL;
}

void qa_unknown_command(const char *name, struct qa_error *err)
{
    const char *names[64];
    size_t n = 0;
    for (size_t i = 0; i < qa_n_commands && n < 64; i++) {
        names[n++] = qa_commands[i]->name;
    }
    const char *nearest = qa_nearest_name(name, names, n);
    (void)qa_fail(err, QA_USAGE, "E001", "'%s' is not a command%s%s%s", name,
                  nearest ? " (did you mean '" : "", nearest ? nearest : "", nearest ? "'?)" : "");
}

/* What comes first in a summary and fits on one line: up to a colon or semicolon, else to the last
 * comma before the end of the line. */
static int first_part(const char *summary)
{
    const int room = WIDTH - SUMMARY_COLUMN;
    int length = (int)strcspn(summary, ":;");
    int end = length;
    for (int i = 0; length > room && i < room; i++) {
        end = summary[i] == ',' ? i : end;
    }
    return end;
}

static void summary_line(FILE *stream, const char *group, const char *name, const char *summary)
{
    char first[2 * WIDTH];
    int used = fprintf(stream, "%-13s %-11s ", group, name);
    if (used < SUMMARY_COLUMN) {
        fprintf(stream, "%*s", SUMMARY_COLUMN - used, "");
    }
    snprintf(first, sizeof first, "%.*s", first_part(summary), summary);
    qa_wrap(stream, first, WIDTH, SUMMARY_COLUMN);
}

void qa_overview(FILE *stream)
{
    fputs("labelqa " QA_VERSION ": quality assurance and vendor audit of labeling deliveries\n\n"
          "    labelqa <command> [options] [files...]\n\n",
          stream);
    const char *group = "";
    for (size_t i = 0; i < qa_n_commands; i++) {
        const struct qa_command *command = qa_commands[i];
        bool first = strcmp(group, command->group) != 0;
        group = command->group;
        summary_line(stream, first ? group : "", command->name, command->summary);
    }
    summary_line(stream, "Help", "help", "<command>, output, explain <code>, cite");
    fputs("\nA first look: labelqa agree labels.csv\n"
          "A vendor audit: labelqa init, fill in audit.yaml, labelqa audit\n",
          stream);
}

void qa_command_help(const struct qa_command *command, FILE *stream)
{
    fprintf(stream, "labelqa %s %s\n\n", command->name, command->synopsis);
    fputs("    ", stream);
    qa_wrap(stream, command->summary, WIDTH, 4);
    fprintf(stream, "\nExamples\n%s", command->examples);
    if (command->details != NULL) {
        fputc('\n', stream);
        qa_wrap(stream, command->details, WIDTH, 0);
    }
    qa_options_help(command->groups, command->n_groups, stream);
}

static enum qa_status cite(const char *name)
{
    if (qa_cite(name)) {
        return QA_OK;
    }
    struct qa_error err = {0};
    (void)qa_fail(&err, QA_USAGE, "E001",
                  "nothing is called '%s'; `labelqa cite` lists the sources of all figures", name);
    qa_print_error(&err);
    return QA_USAGE;
}

/* `labelqa help --man [COMMAND]` and `labelqa help --completion SHELL`. */
static enum qa_status write_manual(const char *what, const char *name)
{
    struct qa_error err = {0};
    const struct qa_command *command = name != NULL ? qa_command_find(name) : NULL;
    if (strcmp(what, "--completion") == 0) {
        if (name != NULL && qa_completion(name, stdout)) {
            return QA_OK;
        }
        (void)qa_fail(&err, QA_USAGE, "E002", "--completion takes bash, zsh or fish");
    } else if (name != NULL && command == NULL) {
        qa_unknown_command(name, &err);
    } else {
        qa_manual(command, stdout);
        return QA_OK;
    }
    qa_print_error(&err);
    return QA_USAGE;
}

static void list_code(void *context, const char *code, const char *title)
{
    (void)context;
    printf("  %s  %s\n", code, title);
}

static void put_capitals(const char *text)
{
    for (; *text != '\0'; text++) {
        putchar(*text >= 'a' && *text <= 'z' ? *text - 'a' + 'A' : *text);
    }
}

static enum qa_status explain(const char *code)
{
    if (code == NULL) {
        fputs("labelqa explain CODE\n\n", stdout);
        qa_code_pages(list_code, NULL);
        return QA_OK;
    }
    const char *page = qa_code_page(code);
    if (page == NULL) {
        struct qa_error err = {0};
        (void)qa_fail(&err, QA_USAGE, "E001", "'%s' is not a code; `labelqa explain` lists them",
                      code);
        qa_print_error(&err);
        return QA_USAGE;
    }
    put_capitals(code);
    fputs(": ", stdout);
    qa_wrap(stdout, page, WIDTH, 0);
    return QA_OK;
}

static enum qa_status explain_output(const char *name)
{
    struct qa_error err = {0};
    enum qa_status status = QA_OK;
    if (name != NULL && strcmp(name, "--json-schema") == 0) {
        qa_output_schema(stdout);
    } else {
        status = qa_help_output(name, stdout, &err);
    }
    if (status != QA_OK) {
        qa_print_error(&err);
    }
    return status;
}

static void print_help_topics(void)
{
    fputs("labelqa help                     all commands\n"
          "labelqa help COMMAND             one of them: examples and options\n"
          "labelqa help formats             what files may be, and the kinds of annotations\n"
          "labelqa help output [TABLE]      the tables of all commands, column by column\n"
          "labelqa help output --json-schema\n"
          "labelqa explain [CODE]           what a message means and what to do, such as E203\n"
          "labelqa cite [NAME]              where a figure comes from\n"
          "labelqa help --man [COMMAND]     a manual page\n"
          "labelqa help --completion SHELL  for bash, zsh or fish\n",
          stdout);
}

static enum qa_status help_on(const char *topic, const char *name)
{
    const struct qa_command *command = topic != NULL ? qa_command_find(topic) : NULL;
    if (topic == NULL) {
        qa_overview(stdout);
    } else if (strcmp(topic, "formats") == 0) {
        qa_formats_list(stdout);
    } else if (command != NULL) {
        qa_command_help(command, stdout);
    } else if (strcmp(topic, "output") == 0) {
        return explain_output(name);
    } else if (strcmp(topic, "explain") == 0 || qa_code_page(topic) != NULL) {
        return explain(strcmp(topic, "explain") == 0 ? name : topic);
    } else if (strcmp(topic, "cite") == 0) {
        return cite(name);
    } else if (strcmp(topic, "help") == 0) {
        print_help_topics();
    } else {
        struct qa_error err = {0};
        qa_unknown_command(topic, &err);
        qa_print_error(&err);
        return QA_USAGE;
    }
    return QA_OK;
}

bool qa_help_topic(int argc, char **argv, enum qa_status *status)
{
    const char *word = argv[1];
    const char *topic = argc > 2 ? argv[2] : NULL;
    bool writes =
        topic != NULL && (strcmp(topic, "--man") == 0 || strcmp(topic, "--completion") == 0);
    if (strcmp(word, "help") == 0 && writes) {
        *status = write_manual(topic, argc > 3 ? argv[3] : NULL);
    } else if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 ||
               strcmp(word, "help") == 0) {
        *status = help_on(topic, argc > 3 ? argv[3] : NULL);
    } else if (strcmp(word, "explain") == 0) {
        *status = explain(topic);
    } else if (strcmp(word, "cite") == 0) {
        *status = cite(topic);
    } else if (strcmp(word, "version") == 0 || strcmp(word, "--version") == 0) {
        puts("labelqa " QA_VERSION);
        puts("Copyright 2026 the labelqa authors. Licence GPL-3.0-or-later, without warranty.");
    } else {
        return false;
    }
    return true;
}
