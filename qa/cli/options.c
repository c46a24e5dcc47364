#include "qa/cli/options.h"

#include <string.h>

#include "qa/base/notation.h"
#include "qa/base/number.h"
#include "qa/base/time.h"
#include "qa/base/utf8.h"
#include "qa/cli/kind_options.h"
#include "qa/procurement/inputs.h"

enum { HELP_WIDTH = 80, HELP_INDENT = 28, NAMES_MAX = 96 };

struct parser {
    const struct qa_option_group *groups;
    size_t n_groups;
    unsigned char *settings;
    struct qa_arena *arena;
    struct qa_error *err;
    const char *key;    /* of a file, for messages; NULL: an option */
    const void **given; /* members that were given several times or may still be */
    size_t n_given;
};

struct found {
    const struct qa_option *option;
    const struct qa_option_group *group;
};

const struct qa_option *qa_group_options(const struct qa_option_group *group, size_t *n)
{
    if (group->options == NULL) {
        return qa_kind_options(n);
    }
    *n = group->n_options;
    return group->options;
}

const char *qa_option_key(const struct qa_option_group *group, const struct qa_option *option,
                          struct qa_arena *arena)
{
    if (option->key != NULL || !group->is_in_file || option->name == NULL) {
        return option->key == NULL || option->key[0] == '\0' ? NULL : option->key;
    }
    char *key = qa_arena_text(arena, option->name);
    for (char *at = key; *at != '\0'; at++) {
        if (*at == '-') {
            *at = '_';
        }
    }
    return key;
}

static struct found find_long(const struct parser *parser, const char *name, size_t length)
{
    for (size_t g = 0; g < parser->n_groups; g++) {
        size_t n;
        const struct qa_option *options = qa_group_options(&parser->groups[g], &n);
        for (size_t i = 0; i < n; i++) {
            const struct qa_option *option = &options[i];
            if (option->name != NULL && strlen(option->name) == length &&
                memcmp(option->name, name, length) == 0) {
                return (struct found){option, &parser->groups[g]};
            }
        }
    }
    return (struct found){NULL, NULL};
}

static struct found find_letter(const struct parser *parser, char letter)
{
    for (size_t g = 0; g < parser->n_groups; g++) {
        size_t n;
        const struct qa_option *options = qa_group_options(&parser->groups[g], &n);
        for (size_t i = 0; i < n; i++) {
            if (letter != 0 && options[i].letter == letter) {
                return (struct found){&options[i], &parser->groups[g]};
            }
        }
    }
    return (struct found){NULL, NULL};
}

static enum qa_status unknown_option(const struct parser *parser, const char *name, size_t length)
{
    const char *names[NAMES_MAX];
    size_t n = 0;
    for (size_t g = 0; g < parser->n_groups; g++) {
        size_t n_options;
        const struct qa_option *options = qa_group_options(&parser->groups[g], &n_options);
        for (size_t i = 0; i < n_options && n < NAMES_MAX; i++) {
            if (options[i].name != NULL) {
                names[n++] = options[i].name;
            }
        }
    }
    char given[64];
    snprintf(given, sizeof given, "%.*s", (int)length, name);
    const char *nearest = qa_nearest_name(given, names, n);
    return qa_fail(parser->err, QA_USAGE, "E001", "unknown option '--%s'%s%s%s", given,
                   nearest ? " (did you mean '--" : "", nearest ? nearest : "",
                   nearest ? "'?)" : "");
}

static enum qa_status bad_value(const struct parser *parser, const struct qa_option *option,
                                const char *value, const char *expected)
{
    return qa_fail(parser->err, QA_USAGE, "E002", "%s%s: '%s' is not %s",
                   parser->key == NULL ? "--" : "",
                   parser->key == NULL ? option->name : parser->key, value, expected);
}

static enum qa_status store_choice(const struct parser *parser, const struct qa_option *option,
                                   const char *value, int *member)
{
    for (int i = 0; option->choices[i] != NULL; i++) {
        if (strcmp(option->choices[i], value) == 0) {
            *member = i;
            return QA_OK;
        }
    }
    return bad_value(parser, option, value,
                     qa_arena_format(parser->arena, "one of %s", option->argument));
}

/* The same name, written with '-' or '_'. */
static bool is_named(const char *text, const char *name)
{
    while (*text != '\0' && (*text == *name || (*text == '_' && *name == '-'))) {
        text++;
        name++;
    }
    return *text == *name;
}

static enum qa_status store_set(const struct parser *parser, const struct qa_option *option,
                                const char *value, unsigned *member)
{
    struct qa_texts parts = qa_split_list(parser->arena, value);
    const char *known = "";
    *member = 0;
    for (size_t i = 0; i < parts.n; i++) {
        unsigned bit = 0;
        while (option->choices[bit] != NULL && !is_named(parts.list[i], option->choices[bit])) {
            known = qa_arena_format(parser->arena, "%s%s%s", known, bit > 0 ? ", " : "",
                                    option->choices[bit]);
            bit++;
        }
        if (option->choices[bit] == NULL) {
            return bad_value(parser, option, parts.list[i],
                             qa_arena_format(parser->arena, "one of %s", known));
        }
        *member |= 1U << bit;
        known = "";
    }
    return QA_OK;
}

/* Numbers as people write them, where they have one reading; others stay for the parser to refuse.
 */
static enum qa_status read_notation(const struct parser *parser, const struct qa_option *option,
                                    const char *value, char out[QA_NUMBER_TEXT_MAX])
{
    struct qa_number_form form;
    out[0] = '\0';
    return qa_number_alone(value, strlen(value), out, &form) == QA_NUMBER_TWO_READINGS
               ? bad_value(parser, option, value,
                           qa_arena_format(parser->arena, "one number: it is %s or %s", form.point,
                                           form.comma))
               : QA_OK;
}

/* "50,500" is a list of two numbers, or one that is a thousand times as large. */
static enum qa_status refuse_thousands(const struct parser *parser, const struct qa_option *option,
                                       const char *value)
{
    struct qa_number_form form;
    bool is_one = strchr(value, ',') != NULL && strchr(value, ' ') == NULL &&
                  qa_number_scan(value, strlen(value), &form) && form.point[0] != '\0';
    return is_one ? bad_value(parser, option, value,
                              qa_arena_format(parser->arena,
                                              "clear: it is %s, or a list, which is written with a "
                                              "blank behind each comma",
                                              form.point))
                  : QA_OK;
}

static enum qa_status store_reals(const struct parser *parser, const struct qa_option *option,
                                  const char *value, struct qa_reals *member)
{
    struct qa_texts parts = qa_split_list(parser->arena, value);
    member->list = QA_ARRAY(parser->arena, double, parts.n);
    member->n = parts.n;
    QA_TRY(refuse_thousands(parser, option, value));
    for (size_t i = 0; i < parts.n; i++) {
        char text[QA_NUMBER_TEXT_MAX];
        QA_TRY(read_notation(parser, option, parts.list[i], text));
        if (!qa_parse_real(parts.list[i], strlen(parts.list[i]), &member->list[i])) {
            return bad_value(parser, option, parts.list[i], "a number");
        }
    }
    return parts.n > 0 ? QA_OK : bad_value(parser, option, value, "a list of numbers");
}

static enum qa_status check_bounds(const struct parser *parser, const struct qa_option *option,
                                   const char *value, double number)
{
    const struct qa_input *input = option->input;
    double least = input != NULL ? input->least : option->least;
    double most = input != NULL ? input->most : option->most;
    return most <= least || (number >= least && number <= most)
               ? QA_OK
               : bad_value(
                     parser, option, value,
                     qa_arena_format(parser->arena, "a number from %.15g to %.15g", least, most));
}

static enum qa_status store_real(const struct parser *parser, const struct qa_option *option,
                                 const char *value, const char *text, double *member)
{
    size_t length = strlen(text);
    bool is_read = qa_parse_real(text, length, member) ||
                   (option->kind == QA_OPTION_VALUE && qa_parse_rate(text, length, member));
    return is_read ? check_bounds(parser, option, value, *member)
                   : bad_value(parser, option, value,
                               option->kind == QA_OPTION_VALUE ? "a number or a rate" : "a number");
}

static enum qa_status check_count(const struct parser *parser, const struct qa_option *option,
                                  const char *value, uint64_t count)
{
    bool is_bounded = option->most > option->least;
    if ((double)count >= option->least && (!is_bounded || (double)count <= option->most)) {
        return QA_OK;
    }
    const char *to = is_bounded ? qa_arena_format(parser->arena, "to %.15g", option->most) : "on";
    return bad_value(
        parser, option, value,
        qa_arena_format(parser->arena, "a whole number from %.15g %s", option->least, to));
}

static enum qa_status store_number(const struct parser *parser, const struct qa_option *option,
                                   const char *value, void *member)
{
    char text[QA_NUMBER_TEXT_MAX];
    QA_TRY(read_notation(parser, option, value, text));
    size_t length = strlen(text);
    switch (option->kind) {
    case QA_OPTION_COUNT:
        return qa_parse_count(text, length, member)
                   ? check_count(parser, option, value, *(const uint64_t *)member)
                   : bad_value(parser, option, value, "a whole number");
    case QA_OPTION_RATE:
        return qa_parse_rate(text, length, member)
                   ? check_bounds(parser, option, value, *(const double *)member)
                   : bad_value(parser, option, value, "a rate; write 5% or 0.05");
    default:
        return store_real(parser, option, value, text, member);
    }
}

/* Without a value on the command line; a file says true or false. */
static enum qa_status store_flag(const struct parser *parser, const struct qa_option *option,
                                 const char *value, bool *member)
{
    *member = value == NULL || strcmp(value, "true") == 0 || strcmp(value, "yes") == 0;
    return *member || strcmp(value, "false") == 0 || strcmp(value, "no") == 0
               ? QA_OK
               : bad_value(parser, option, value, "true or false");
}

static enum qa_status store_date(const struct parser *parser, const struct qa_option *option,
                                 const char *value, int64_t *member)
{
    return qa_date_parse(value, strlen(value), member)
               ? QA_OK
               : bad_value(parser, option, value, "a date such as 2026-03-31");
}

static enum qa_status store(const struct parser *parser, struct found found, const char *value)
{
    const struct qa_option *option = found.option;
    void *member = parser->settings + found.group->base + option->offset;
    switch (option->kind) {
    case QA_OPTION_FLAG:
        return store_flag(parser, option, value, member);
    case QA_OPTION_TEXT:
    case QA_OPTION_PATH:
        *(const char **)member = value;
        return QA_OK;
    case QA_OPTION_TEXTS:
    case QA_OPTION_PATHS:
        qa_texts_add(member, value, parser->arena);
        return QA_OK;
    case QA_OPTION_LIST:
        *(struct qa_texts *)member = qa_split_list(parser->arena, value);
        return QA_OK;
    case QA_OPTION_DATE:
        return store_date(parser, option, value, member);
    case QA_OPTION_REALS:
        return store_reals(parser, option, value, member);
    case QA_OPTION_COUNT:
    case QA_OPTION_REAL:
    case QA_OPTION_RATE:
    case QA_OPTION_VALUE:
        return store_number(parser, option, value, member);
    case QA_OPTION_CHOICE:
        return store_choice(parser, option, value, member);
    case QA_OPTION_SET:
        return store_set(parser, option, value, member);
    }
    QA_BUG("option --%s has no kind", option->name);
}

/* Of options that may be given several times the first one replaces what was there: the command
 * line wins over a file. */
static void begin_list(struct parser *parser, struct found found)
{
    struct qa_texts *member = (void *)(parser->settings + found.group->base + found.option->offset);
    for (size_t i = 0; i < parser->n_given; i++) {
        if (parser->given[i] == member) {
            return;
        }
    }
    parser->given[parser->n_given++] = member;
    *member = (struct qa_texts){NULL, 0};
}

/* Parses argv[*at], and argv[*at + 1] when it is the option's value. */
static enum qa_status parse_option(struct parser *parser, int argc, char **argv, int *at)
{
    const char *word = argv[*at];
    bool is_long = word[1] == '-';
    const char *name = word + (is_long ? 2 : 1);
    size_t length = is_long ? strcspn(name, "=") : 1;
    struct found found = is_long ? find_long(parser, name, length) : find_letter(parser, name[0]);
    if (found.option == NULL) {
        if (is_long) {
            return unknown_option(parser, name, length);
        }
        return qa_fail(parser->err, QA_USAGE, "E001", "unknown option '-%c'", name[0]);
    }
    const char *value = NULL;
    if (is_long && name[length] == '=') {
        value = name + length + 1;
    } else if (!is_long && name[1] != '\0') {
        value = name + 1;
    }
    if (found.option->kind == QA_OPTION_FLAG) {
        return value == NULL ? store(parser, found, NULL)
                             : qa_fail(parser->err, QA_USAGE, "E002", "--%s takes no value",
                                       found.option->name);
    }
    if (value == NULL) {
        if (*at + 1 >= argc) {
            return qa_fail(parser->err, QA_USAGE, "E002", "--%s needs a value: %s",
                           found.option->name, found.option->argument);
        }
        value = argv[++*at];
    }
    if (found.option->kind == QA_OPTION_TEXTS || found.option->kind == QA_OPTION_PATHS) {
        begin_list(parser, found);
    }
    return store(parser, found, value);
}

enum qa_status qa_option_store(const struct qa_option_group *group, const struct qa_option *option,
                               const char *value, void *settings, struct qa_arena *arena,
                               struct qa_error *err)
{
    const struct parser parser = {.groups = group,
                                  .n_groups = 1,
                                  .settings = settings,
                                  .arena = arena,
                                  .err = err,
                                  .key = qa_option_key(group, option, arena)};
    return store(&parser, (struct found){option, group}, value);
}

enum qa_status qa_options_parse(const struct qa_option_groups *groups, struct qa_words words,
                                void *settings, struct qa_arena *arena, struct qa_parsed *parsed,
                                struct qa_error *err)
{
    struct parser parser = {.groups = groups->list,
                            .n_groups = groups->n,
                            .settings = settings,
                            .arena = arena,
                            .err = err,
                            .given = QA_ARRAY(arena, const void *, (size_t)words.n + 1)};
    *parsed = (struct qa_parsed){.operands = QA_ARRAY(arena, const char *, (size_t)words.n + 1)};
    bool only_operands = false;
    enum qa_status status = QA_OK;
    for (int i = 0; status == QA_OK && i < words.n; i++) {
        const char *word = words.list[i];
        if (only_operands || word[0] != '-' || word[1] == '\0') {
            parsed->operands[parsed->n_operands++] = word;
        } else if (strcmp(word, "--") == 0) {
            only_operands = true;
        } else if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) {
            parsed->help = true;
        } else {
            status = parse_option(&parser, words.n, words.list, &i);
        }
    }
    return status;
}

static size_t size_of_kind(enum qa_option_kind kind)
{
    static const size_t sizes[] = {[QA_OPTION_FLAG] = sizeof(bool),
                                   [QA_OPTION_TEXT] = sizeof(const char *),
                                   [QA_OPTION_TEXTS] = sizeof(struct qa_texts),
                                   [QA_OPTION_PATH] = sizeof(const char *),
                                   [QA_OPTION_PATHS] = sizeof(struct qa_texts),
                                   [QA_OPTION_LIST] = sizeof(struct qa_texts),
                                   [QA_OPTION_COUNT] = sizeof(uint64_t),
                                   [QA_OPTION_REAL] = sizeof(double),
                                   [QA_OPTION_REALS] = sizeof(struct qa_reals),
                                   [QA_OPTION_RATE] = sizeof(double),
                                   [QA_OPTION_VALUE] = sizeof(double),
                                   [QA_OPTION_DATE] = sizeof(int64_t),
                                   [QA_OPTION_CHOICE] = sizeof(int),
                                   [QA_OPTION_SET] = sizeof(unsigned)};
    return sizes[kind];
}

const char *qa_options_given(const struct qa_option_groups *groups, const char *names,
                             const void *settings, const void *defaults, struct qa_arena *arena)
{
    const struct parser parser = {.groups = groups->list, .n_groups = groups->n};
    struct qa_texts parts = qa_split_list(arena, names);
    for (size_t i = 0; i < parts.n; i++) {
        struct found found = find_long(&parser, parts.list[i], strlen(parts.list[i]));
        if (found.option == NULL) {
            QA_BUG("there is no option --%s", parts.list[i]);
        }
        size_t at = found.group->base + found.option->offset;
        if (memcmp((const char *)settings + at, (const char *)defaults + at,
                   size_of_kind(found.option->kind)) != 0) {
            return parts.list[i];
        }
    }
    return NULL;
}

void qa_wrap(FILE *stream, const char *text, unsigned width, unsigned indent)
{
    unsigned column = indent;
    while (*text != '\0') {
        size_t length = strcspn(text, " \n");
        unsigned word = (unsigned)length;
        if (column > indent && column + 1 + word > width) {
            fprintf(stream, "\n%*s", (int)indent, "");
            column = indent;
        } else if (column > indent) {
            fputc(' ', stream);
            column++;
        }
        fprintf(stream, "%.*s", (int)length, text);
        column += word;
        text += length;
        text += strspn(text, " \n");
    }
    fputc('\n', stream);
}

void qa_options_help(const struct qa_option_group *groups, size_t n_groups, FILE *stream)
{
    for (size_t g = 0; g < n_groups; g++) {
        fprintf(stream, "\n%s\n", groups[g].title);
        size_t n;
        const struct qa_option *options = qa_group_options(&groups[g], &n);
        for (size_t i = 0; i < n; i++) {
            const struct qa_option *option = &options[i];
            if (option->name == NULL) {
                continue;
            }
            char left[96];
            char letter[8] = "    ";
            if (option->letter != 0) {
                snprintf(letter, sizeof letter, "-%c, ", option->letter);
            }
            snprintf(left, sizeof left, "  %s--%s%s%s", letter, option->name,
                     option->argument ? " " : "", option->argument ? option->argument : "");
            fputs(left, stream);
            unsigned used = (unsigned)qa_utf8_width(left);
            if (used + 2 > HELP_INDENT) {
                fprintf(stream, "\n%*s", HELP_INDENT, "");
            } else {
                fprintf(stream, "%*s", (int)(HELP_INDENT - used), "");
            }
            qa_wrap(stream, option->help, HELP_WIDTH, HELP_INDENT);
        }
    }
}
