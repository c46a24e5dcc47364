#ifndef QA_CLI_OPTIONS_H
#define QA_CLI_OPTIONS_H

/*
 * Declarative settings: tables from which parsing, the help, the spelling suggestions, the keys of
 * audit.yaml with its template and `audit --print-config` all come. A command's settings are a
 * plain struct; an option names the member it fills by its offset. Blocks of options that several
 * commands share are groups with their own base offset.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "qa/base/arena.h"
#include "qa/base/error.h"
#include "qa/base/lists.h"

/* The type of the member behind `offset`. */
enum qa_option_kind {
    QA_OPTION_FLAG,   /* bool */
    QA_OPTION_TEXT,   /* const char *; the last one given counts */
    QA_OPTION_TEXTS,  /* struct qa_texts; may be given several times */
    QA_OPTION_PATH,   /* const char *; in a file relative to its folder */
    QA_OPTION_PATHS,  /* struct qa_texts; may be given several times */
    QA_OPTION_LIST,   /* struct qa_texts; comma-separated, in a file a list */
    QA_OPTION_COUNT,  /* uint64_t */
    QA_OPTION_REAL,   /* double */
    QA_OPTION_REALS,  /* struct qa_reals; comma-separated */
    QA_OPTION_RATE,   /* double in [0, 1], written 5% or 0.05 */
    QA_OPTION_VALUE,  /* double: a number or a rate */
    QA_OPTION_DATE,   /* int64_t, midnight UTC; QA_NO_TIME: not given */
    QA_OPTION_CHOICE, /* int, index into choices */
    QA_OPTION_SET     /* unsigned, a bit for each index into choices; comma-separated */
};

struct qa_input;

struct qa_option {
    char letter;      /* 0: none */
    const char *name; /* without the dashes; NULL: in files alone */
    enum qa_option_kind kind;
    size_t offset;              /* in the settings, from the group's base */
    const char *argument;       /* "FILE", "a|b|c"; NULL for flags */
    const char *help;           /* one sentence or two; the default is part of it */
    const char *const *choices; /* of a choice or set: NULL-terminated */
    const char *key;     /* in audit.yaml, "limits.error"; NULL: as qa_option_key says; "": none */
    const char *example; /* what the template shows; NULL: made from the argument */
    double least;        /* of numbers, when most > least: from least to most; of counts alone, from
                            least on */
    double most;
    const struct qa_input *input; /* whose bounds count; NULL: those above */
};

struct qa_option_group {
    const char *title;               /* "Reading" */
    const struct qa_option *options; /* NULL: those of the kinds */
    size_t n_options;
    size_t base; /* of this group's struct in the command's settings */
    /* Options without a key of their own are in audit.yaml under their name: item_names. */
    bool is_in_file;
};

/* The group's options, *n of them; a group without a list is that of the kinds (kind_options.h). */
const struct qa_option *qa_group_options(const struct qa_option_group *group, size_t *n);

/* The option's key in audit.yaml, in the arena where it is made from the name; NULL: none. */
const char *qa_option_key(const struct qa_option_group *group, const struct qa_option *option,
                          struct qa_arena *arena);

struct qa_option_groups {
    const struct qa_option_group *list;
    size_t n;
};

/* The words of a command line behind the command's name. */
struct qa_words {
    char **list;
    int n;
};

struct qa_parsed {
    const char **operands; /* what is not an option, in order */
    size_t n_operands;
    bool help; /* --help was given */
};

/* One value of an option into the settings, as if it had been written behind it. Of options that
 * may be given several times the value joins those that are there. QA_USAGE, E002. */
QA_NODISCARD enum qa_status qa_option_store(const struct qa_option_group *group,
                                            const struct qa_option *option, const char *value,
                                            void *settings, struct qa_arena *arena,
                                            struct qa_error *err);

/*
 * Long options with '=' or a blank before the value, letters with the value attached or next, "--"
 * ends the options, "-" is an operand. What the settings hold already is replaced. Failures
 * (QA_USAGE, E001) name the option and the nearest known one, or what value was expected.
 */
QA_NODISCARD enum qa_status qa_options_parse(const struct qa_option_groups *groups,
                                             struct qa_words words, void *settings,
                                             struct qa_arena *arena, struct qa_parsed *parsed,
                                             struct qa_error *err);

/* The first of the options, named in a list with commas, that is not what the defaults say; NULL:
 * all are. A name that no group has is a bug. */
const char *qa_options_given(const struct qa_option_groups *groups, const char *names,
                             const void *settings, const void *defaults, struct qa_arena *arena);

/* The options of all groups, wrapped to 80 columns. */
void qa_options_help(const struct qa_option_group *groups, size_t n_groups, FILE *stream);

/* Wrap text to `width` columns, every line but the first indented. */
void qa_wrap(FILE *stream, const char *text, unsigned width, unsigned indent);

#endif
