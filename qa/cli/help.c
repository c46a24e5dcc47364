#include "qa/cli/help.h"

#include <stdio.h>
#include <string.h>

#include "qa/base/number.h"
#include "qa/cli/command.h"
#include "qa/cli/version.h"
#include "qa/formats/reader.h"

enum { WIDTH = 80, SUMMARY_COLUMN = 25 };

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

static void summary_line(FILE *stream, const char *group, const char *name, const char *summary)
{
    int used = fprintf(stream, "%-14s %-9s ", group, name);
    if (used < SUMMARY_COLUMN) {
        fprintf(stream, "%*s", SUMMARY_COLUMN - used, "");
    }
    qa_wrap(stream, summary, WIDTH, SUMMARY_COLUMN);
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
    summary_line(stream, "Help", "help", "<command>, formats, explain <code>, cite, version");
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

static void print_formats(void)
{
    fputs("Formats that labelqa reads, found by content or named by --input-format:\n\n", stdout);
    for (size_t i = 0; i < qa_n_readers; i++) {
        printf("  %-14s ", qa_readers[i]->name);
        qa_wrap(stdout, qa_readers[i]->description, WIDTH, 17);
    }
    fputs(
        "\nAny of them may be gzipped; text may be UTF-8 or UTF-16, lines end in LF, CRLF or CR.\n",
        stdout);
}

static void print_cite(void)
{
    static const char *const sources[] = {
        "Percent agreement, category shares with missing ratings, linearised variances: Gwet, K. "
        "L. "
        "(2014), Handbook of Inter-Rater Reliability, 4th ed.",
        "Cohen's kappa: Cohen, J. (1960), A coefficient of agreement for nominal scales. Weighted: "
        "Cohen, J. (1968). Standard errors: Fleiss, J. L., Cohen, J., Everitt, B. S. (1969).",
        "Fleiss' kappa: Fleiss, J. L. (1971), Measuring nominal scale agreement among many raters.",
        "Krippendorff's alpha: Krippendorff, K. (2011), Computing Krippendorff's "
        "alpha-reliability.",
        "Exact interval of a proportion: Clopper, C. J., Pearson, E. S. (1934).",
        "Wilson interval: Wilson, E. B. (1927). Difference of two: Newcombe, R. G. (1998), method "
        "10.",
        "Design effect of clustered errors: Kish, L. (1965), Survey Sampling.",
        "Stratified estimates: Cochran, W. G. (1977), Sampling Techniques, 3rd ed.",
        "Adjusting many tests: Holm, S. (1979); Benjamini, Y., Hochberg, Y. (1995).",
        "Optimal matching: Kuhn, H. W. (1955); Munkres, J. (1957); Jonker, R., Volgenant, A. "
        "(1987).",
        "Kinds of box errors: Bolya, D. et al. (2020), TIDE. Size classes: Lin, T.-Y. et al. "
        "(2014), COCO.",
        "Quantiles: type 7 of Hyndman, R. J., Fan, Y. (1996).",
        "Random streams: Blackman, D., Vigna, S. (2021), xoshiro256**.",
    };
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        fputs("- ", stdout);
        qa_wrap(stdout, sources[i], WIDTH, 2);
    }
}

static void list_code(void *context, const char *code, const char *title)
{
    (void)context;
    printf("  %s  %s\n", code, title);
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
    printf("%s: ", code);
    qa_wrap(stdout, page, WIDTH, 0);
    return QA_OK;
}

static enum qa_status help_on(const char *topic)
{
    const struct qa_command *command = topic != NULL ? qa_command_find(topic) : NULL;
    if (topic == NULL) {
        qa_overview(stdout);
    } else if (command != NULL) {
        qa_command_help(command, stdout);
    } else if (strcmp(topic, "formats") == 0) {
        print_formats();
    } else if (strcmp(topic, "explain") == 0) {
        return explain(NULL);
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
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 || strcmp(word, "help") == 0) {
        *status = help_on(topic);
    } else if (strcmp(word, "formats") == 0) {
        print_formats();
    } else if (strcmp(word, "explain") == 0) {
        *status = explain(topic);
    } else if (strcmp(word, "cite") == 0) {
        print_cite();
    } else if (strcmp(word, "version") == 0 || strcmp(word, "--version") == 0) {
        puts("labelqa " QA_VERSION);
        puts("Copyright 2026 the labelqa authors. Licence GPL-3.0-or-later, without warranty.");
    } else {
        return false;
    }
    return true;
}
