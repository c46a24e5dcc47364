#include "qa/cli/manual.h"

#include <string.h>

#include "qa/cli/citations.h"
#include "qa/cli/help_output.h"
#include "qa/cli/version.h"

/* ---- man pages ---- */

void qa_put_roff(FILE *stream, const char *text)
{
    bool at_start = true;
    for (const char *at = text; *at != '\0'; at++) {
        if (at_start && (*at == '.' || *at == '\'')) {
            fputs("\\&", stream);
        }
        if (*at == '\\') {
            fputs("\\e", stream);
        } else if (*at == '-') {
            fputs("\\-", stream);
        } else {
            fputc(*at, stream);
        }
        at_start = *at == '\n';
    }
}

static void put_option(FILE *stream, const struct qa_option *option)
{
    fputs(".TP\n\\fB", stream);
    if (option->letter != 0) {
        fprintf(stream, "\\-%c\\fR, \\fB", option->letter);
    }
    fputs("\\-\\-", stream);
    qa_put_roff(stream, option->name);
    fputs("\\fR", stream);
    if (option->argument != NULL) {
        fputs(" \\fI", stream);
        qa_put_roff(stream, option->argument);
        fputs("\\fR", stream);
    }
    fputc('\n', stream);
    qa_put_roff(stream, option->help);
    fputc('\n', stream);
}

/* "a,b" as "a, b": a line breaks at blanks alone. */
static void put_names(FILE *stream, const char *names)
{
    for (const char *at = names; *at != '\0'; at++) {
        const char one[] = {*at, '\0'};
        qa_put_roff(stream, one);
        fputs(*at == ',' ? " " : "", stream);
    }
}

static void put_references(FILE *stream, const char *command)
{
    bool first = true;
    for (size_t i = 0; i < qa_n_citations; i++) {
        if (command != NULL && !qa_citation_has(qa_citations[i].commands, command)) {
            continue;
        }
        fputs(first ? ".SH REFERENCES\n.TP\n" : ".TP\n", stream);
        put_names(stream, qa_citations[i].names);
        fputc('\n', stream);
        qa_put_roff(stream, qa_citations[i].what);
        fputs("\n", stream);
        qa_put_roff(stream, qa_citations[i].source);
        fputc('\n', stream);
        first = false;
    }
}

static void put_exit_status(FILE *stream)
{
    static const char *const meaning[] = {
        "done, and every requested limit held",
        "done, but a limit failed or a lot was rejected",
        "usage error",
        "an input is unreadable or invalid",
        "done, but undecided: the sample is too small for the limit asked",
        "an output could not be written",
        "internal error",
        "out of memory: more was needed than there is",
    };
    fputs(".SH EXIT STATUS\n", stream);
    for (size_t i = 0; i < sizeof meaning / sizeof *meaning; i++) {
        fprintf(stream, ".TP\n.B %zu\n%s\n", i, meaning[i]);
    }
}

static void put_command(const struct qa_command *command, FILE *stream)
{
    fputs(".SH NAME\nlabelqa\\-", stream);
    fprintf(stream, "%s \\- ", command->name);
    qa_put_roff(stream, command->summary);
    fprintf(stream, "\n.SH SYNOPSIS\n.B labelqa %s\n", command->name);
    qa_put_roff(stream, command->synopsis);
    fputs("\n.SH EXAMPLES\n.nf\n", stream);
    qa_put_roff(stream, command->examples);
    fputs(".fi\n", stream);
    if (command->details != NULL) {
        fputs(".SH DESCRIPTION\n", stream);
        qa_put_roff(stream, command->details);
    }
    fputs(".SH OPTIONS\n", stream);
    for (size_t g = 0; g < command->n_groups; g++) {
        fputs(".SS ", stream);
        qa_put_roff(stream, command->groups[g].title);
        fputc('\n', stream);
        size_t n;
        const struct qa_option *options = qa_group_options(&command->groups[g], &n);
        for (size_t o = 0; o < n; o++) {
            if (options[o].name != NULL) {
                put_option(stream, &options[o]);
            }
        }
    }
    qa_manual_output(command->name, stream);
    put_exit_status(stream);
    put_references(stream, command->name);
    fputs(".SH SEE ALSO\n.BR labelqa (1)\n", stream);
}

static void put_overview(FILE *stream)
{
    fputs(".SH NAME\nlabelqa \\- quality assurance and vendor audit of labeling deliveries\n"
          ".SH SYNOPSIS\n.B labelqa\n.I command\n[options] [files...]\n.SH COMMANDS\n",
          stream);
    for (size_t i = 0; i < qa_n_commands; i++) {
        fprintf(stream, ".TP\n.BR labelqa\\-%s (1)\n", qa_commands[i]->name);
        qa_put_roff(stream, qa_commands[i]->summary);
        fputc('\n', stream);
    }
    fputs(".SH ENVIRONMENT\n.TP\n.B NO_COLOR\nany value turns colour off\n"
          ".TP\n.B SOURCE_DATE_EPOCH\nthe time that reports carry\n",
          stream);
    put_exit_status(stream);
}

void qa_manual(const struct qa_command *command, FILE *stream)
{
    fprintf(stream, ".TH LABELQA%s%s 1 \"\" \"labelqa " QA_VERSION "\"\n",
            command != NULL ? "\\-" : "", command != NULL ? command->name : "");
    if (command != NULL) {
        put_command(command, stream);
    } else {
        put_overview(stream);
    }
}

/* ---- completion ---- */

/* All long options of a command between blanks. */
static void put_options(const struct qa_command *command, FILE *stream)
{
    for (size_t g = 0; g < command->n_groups; g++) {
        size_t n;
        const struct qa_option *options = qa_group_options(&command->groups[g], &n);
        for (size_t o = 0; o < n; o++) {
            if (options[o].name != NULL) {
                fprintf(stream, "--%s ", options[o].name);
            }
        }
    }
}

static void put_commands(FILE *stream)
{
    for (size_t i = 0; i < qa_n_commands; i++) {
        fprintf(stream, "%s ", qa_commands[i]->name);
    }
    fputs("help explain cite version", stream);
}

/* The choices of an option as a case of "command --option". */
static void put_choice(const char *command, const struct qa_option *option, FILE *stream)
{
    fprintf(stream, "    \"%s --%s\") words=\"", command, option->name);
    for (const char *const *choice = option->choices; *choice != NULL; choice++) {
        fprintf(stream, "%s ", *choice);
    }
    fputs("\" ;;\n", stream);
}

static void put_choices(const struct qa_command *command, FILE *stream)
{
    for (size_t g = 0; g < command->n_groups; g++) {
        size_t n;
        const struct qa_option *options = qa_group_options(&command->groups[g], &n);
        for (size_t o = 0; o < n; o++) {
            if (options[o].choices != NULL && options[o].name != NULL) {
                put_choice(command->name, &options[o], stream);
            }
        }
    }
}

static void put_bash(FILE *stream)
{
    fputs("# bash completion of labelqa\n"
          "_labelqa() {\n"
          "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} words=\n"
          "    local command=${COMP_WORDS[1]}\n"
          "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n        words=\"",
          stream);
    put_commands(stream);
    fputs("\"\n    elif [ \"${word#-}\" != \"$word\" ]; then\n        case $command in\n", stream);
    for (size_t i = 0; i < qa_n_commands; i++) {
        fprintf(stream, "        %s) words=\"", qa_commands[i]->name);
        put_options(qa_commands[i], stream);
        fputs("\" ;;\n", stream);
    }
    fputs("        esac\n    else\n        case \"$command $before\" in\n", stream);
    for (size_t i = 0; i < qa_n_commands; i++) {
        put_choices(qa_commands[i], stream);
    }
    fputs("        esac\n    fi\n"
          "    COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
          "}\n"
          "complete -o default -F _labelqa labelqa\n",
          stream);
}

static void put_zsh(FILE *stream)
{
    fputs("#compdef labelqa\n_labelqa() {\n    if (( CURRENT == 2 )); then\n        compadd -- ",
          stream);
    put_commands(stream);
    fputs("\n        return\n    fi\n    if [[ $words[CURRENT] == -* ]]; then\n"
          "        case $words[2] in\n",
          stream);
    for (size_t i = 0; i < qa_n_commands; i++) {
        fprintf(stream, "        %s) compadd -- ", qa_commands[i]->name);
        put_options(qa_commands[i], stream);
        fputs(";;\n", stream);
    }
    fputs("        esac\n    else\n        _files\n    fi\n}\n_labelqa \"$@\"\n", stream);
}

/* A sentence for fish, whose quotes are single. */
static void put_quoted(FILE *stream, const char *text)
{
    fputc('\'', stream);
    for (; *text != '\0'; text++) {
        fputs(*text == '\'' || *text == '\\' ? "\\" : "", stream);
        fputc(*text, stream);
    }
    fputs("'\n", stream);
}

static void put_fish_options(const char *command, const struct qa_option_group *group, FILE *stream)
{
    size_t n;
    const struct qa_option *options = qa_group_options(group, &n);
    for (size_t o = 0; o < n; o++) {
        const struct qa_option *option = &options[o];
        if (option->name != NULL) {
            fprintf(stream, "complete -c labelqa -n '__fish_seen_subcommand_from %s' -l %s%s -d ",
                    command, option->name, option->kind == QA_OPTION_FLAG ? "" : " -r");
            put_quoted(stream, option->help);
        }
    }
}

static void put_fish(FILE *stream)
{
    fputs("# fish completion of labelqa\n", stream);
    for (size_t i = 0; i < qa_n_commands; i++) {
        const struct qa_command *command = qa_commands[i];
        fprintf(stream, "complete -c labelqa -n __fish_use_subcommand -a %s -d ", command->name);
        put_quoted(stream, command->summary);
        for (size_t g = 0; g < command->n_groups; g++) {
            put_fish_options(command->name, &command->groups[g], stream);
        }
    }
}

bool qa_completion(const char *shell, FILE *stream)
{
    if (strcmp(shell, "bash") == 0) {
        put_bash(stream);
    } else if (strcmp(shell, "zsh") == 0) {
        put_zsh(stream);
    } else if (strcmp(shell, "fish") == 0) {
        put_fish(stream);
    } else {
        return false;
    }
    return true;
}
