/* What else comes from the rows of a project: the template of audit.yaml, the table of what is in
 * force, and the last word of the command line. */
#include <math.h>
#include <string.h>

#include "qa/base/time.h"
#include "qa/cli/choice_options.h"
#include "qa/cli/look_around.h"
#include "qa/cli/project.h"
#include "qa/cli/table_forms.h"

const struct qa_option_group qa_project_groups[QA_N_PROJECT_GROUPS] = {
    QA_PROJECT_GROUPS(struct qa_project, )};

/* ---- the template ---- */

static const char head[] =
    "# labelqa audit: what was delivered, what is right, what it costs. Paths are relative\n"
    "# to this file. Run `labelqa audit -o vendors.xlsx` in this folder. Take the # away before\n"
    "# what you set; `labelqa audit --print-config` shows what is in force.\n"
    "\n"
    "# One entry a vendor; any format labelqa reads (`labelqa help formats`).\n"
    "deliveries:\n";

static const char example_deliveries[] =
    "  - vendor: acme\n"
    "    files: [acme/labels.csv]\n"
    "    # batch: march          # when the files do not say it\n"
    "    # question: scene       # when the files do not say it\n"
    "  - vendor: zeta\n"
    "    files: [zeta/boxes.json, zeta/labels.csv]\n";

static const char returned[] =
    "\n"
    "# ---- Returned requests, own team ----\n"
    "\n"
    "# Requests (labelqa init --request) as the vendors sent them back: charges, promises,\n"
    "# answers; by file, or under your own names of the vendors.\n"
    "# responses: [returned/acme.xlsx, returned/zeta.xlsx]\n"
    "# responses:\n"
    "#   - {vendor: acme, files: [returned/acme-labeling-ltd.xlsx]}\n";

static const char own_team[] =
    "\n"
    "# Doing it yourself, as a reference beside the vendors.\n"
    "# in_house:\n"
    "#   wage_per_hour: 18\n"
    "#   overhead: 25%        # on wages\n"
    "#   hours_per_seat_month: 160\n"
    "#   productive_share: 80%\n"
    "#   seconds_per_item: 40 # also seats, supervisors_per_seat, supervisor_wage, setup,\n"
    "#   recruiting_per_seat: 1500 # training_hours, idle_months, tools_per_seat_month\n";

enum { WIDTH = 90 };

struct writing {
    struct qa_arena *arena;
    char *text;
    size_t n;
    size_t capacity;
    const char *last; /* key; "" at a group's beginning */
    const struct qa_found *found;
};

static void put(struct writing *writing, const char *text)
{
    size_t length = strlen(text);
    writing->text = qa_arena_grow(writing->arena, writing->text, &writing->capacity,
                                  writing->n + length + 1, 1);
    memcpy(writing->text + writing->n, text, length + 1);
    writing->n += length;
}

/* A sentence as comment lines, in capitals where it begins. */
static void put_comment(struct writing *writing, int indent, const char *sentence)
{
    char *text = qa_arena_text(writing->arena, sentence);
    size_t column = 0;
    if (text[0] >= 'a' && text[0] <= 'z') {
        text[0] = (char)(text[0] - 'a' + 'A');
    }
    for (const char *at = text; *at != '\0'; at += strspn(at, " ")) {
        size_t length = strcspn(at, " ");
        if (column > 0 && column + 1 + length > WIDTH) {
            put(writing, "\n");
            column = 0;
        }
        put(writing, column == 0 ? qa_arena_format(writing->arena, "# %*s%s", indent, "",
                                                   indent > 0 ? "# " : "")
                                 : " ");
        put(writing, qa_arena_text_n(writing->arena, at, length));
        column += length + (column == 0 ? 2 : 1);
        at += length;
    }
    put(writing, "\n");
}

/* A path as YAML takes it: between quotes where it has more than letters of any language, digits
 * and what paths are made of. */
static const char *quoted(const char *path, struct qa_arena *arena)
{
    const char *out = "'";
    bool is_plain = path[0] != '\0' && strchr("-. ", path[0]) == NULL;
    for (const char *at = path; *at != '\0'; at++) {
        bool is_safe = (*at >= '0' && *at <= '9') || (*at >= 'a' && *at <= 'z') ||
                       (*at >= 'A' && *at <= 'Z') || strchr("/._-", *at) != NULL ||
                       (unsigned char)*at >= 0x80;
        is_plain = is_plain && is_safe;
        out = qa_arena_format(arena, "%s%c%s", out, *at, *at == '\'' ? "'" : "");
    }
    return is_plain ? path : qa_arena_format(arena, "%s'", out);
}

/* "[a.csv, 'b c.json']". */
static const char *quoted_list(const struct qa_texts *files, struct qa_arena *arena)
{
    const char *out = "[";
    for (size_t i = 0; i < files->n; i++) {
        out =
            qa_arena_format(arena, "%s%s%s", out, i > 0 ? ", " : "", quoted(files->list[i], arena));
    }
    return qa_arena_format(arena, "%s]", out);
}

/* The files found for a key, as its value: all of them, or the first where it takes one. */
static const char *found_value(const struct writing *writing, const struct qa_option *option,
                               const char *key)
{
    const struct qa_texts *files =
        writing->found != NULL ? qa_found_files(writing->found, key) : NULL;
    if (files == NULL) {
        return NULL;
    }
    if (option->kind == QA_OPTION_PATHS) {
        return quoted_list(files, writing->arena);
    }
    const char *value = quoted(files->list[0], writing->arena);
    return files->n == 1 ? value
                         : qa_arena_format(writing->arena, "%s   # or %s", value,
                                           quoted(files->list[1], writing->arena));
}

/* A value that the option takes, for people to change. */
static const char *example_of(const struct qa_option *option, struct qa_arena *arena)
{
    if (option->example != NULL) {
        return option->example;
    }
    if (option->kind == QA_OPTION_FLAG) {
        return "true";
    }
    if (option->choices != NULL) {
        return option->choices[0];
    }
    return option->kind == QA_OPTION_LIST || option->kind == QA_OPTION_PATHS ||
                   option->kind == QA_OPTION_TEXTS
               ? qa_arena_format(arena, "[%s]", option->argument)
               : option->argument;
}

/* How many sections two keys have in common: "values.quality.worst" and "values.speed.best" one. */
static unsigned shared_sections(const char *one, const char *other)
{
    unsigned n = 0;
    for (size_t i = 0; one[i] != '\0' && one[i] == other[i]; i++) {
        n += one[i] == '.';
    }
    return n;
}

/* Were files found for a key of the section that the key's first bytes name? */
static bool is_found_in(const struct writing *writing, const char *key, size_t length)
{
    for (size_t i = 0; writing->found != NULL && i < writing->found->n_keys; i++) {
        const char *found = writing->found->keys[i].key;
        if (strncmp(found, key, length) == 0 && found[length] == '.') {
            return true;
        }
    }
    return false;
}

/* "# name: example", below the sections of its key that are new. */
static void put_key(struct writing *writing, const struct qa_option *option, const char *key)
{
    struct qa_arena *arena = writing->arena;
    unsigned shared = shared_sections(writing->last, key);
    const char *value = found_value(writing, option, key);
    const char *mark = value != NULL ? "" : "# ";
    unsigned depth = 0;
    const char *name = key;
    for (const char *dot = strchr(name, '.'); dot != NULL; dot = strchr(name, '.')) {
        if (depth >= shared) {
            put(writing, qa_arena_format(arena, "%s%*s%.*s:\n",
                                         is_found_in(writing, key, (size_t)(dot - key)) ? "" : "# ",
                                         (int)(2 * depth), "", (int)(dot - name), name));
        }
        name = dot + 1;
        depth++;
    }
    const char *line = qa_arena_format(arena, "%s%*s%s: %s", mark, (int)(2 * depth), "", name,
                                       value != NULL ? value : example_of(option, arena));
    bool is_short = strlen(line) <= 32 && strlen(option->help) <= WIDTH - 32;
    if (depth > 0 && !is_short) {
        put_comment(writing, (int)(2 * depth), option->help);
    }
    put(writing,
        depth > 0 && is_short ? qa_arena_format(arena, "%-32s # %s", line, option->help) : line);
    put(writing, "\n");
    writing->last = key;
}

static void put_group(struct writing *writing, const struct qa_option_group *group)
{
    size_t n;
    const struct qa_option *options = qa_group_options(group, &n);
    put(writing, qa_arena_format(writing->arena, "\n# ---- %s ----\n", group->title));
    writing->last = "";
    for (size_t i = 0; i < n; i++) {
        const char *key = qa_option_key(group, &options[i], writing->arena);
        if (key == NULL) {
            continue;
        }
        bool is_alone = strchr(key, '.') == NULL;
        if (is_alone || shared_sections(writing->last, key) == 0) {
            put(writing, "\n");
        }
        if (is_alone) {
            put_comment(writing, 0, options[i].help);
        }
        put_key(writing, &options[i], key);
    }
}

static void put_deliveries(struct writing *writing)
{
    const struct qa_found *found = writing->found;
    if (found == NULL || found->n_deliveries == 0) {
        put(writing, example_deliveries);
        return;
    }
    for (size_t d = 0; d < found->n_deliveries; d++) {
        const struct qa_project_delivery *delivery = &found->deliveries[d];
        const struct qa_texts files = {(const char **)(uintptr_t)delivery->files,
                                       delivery->n_files};
        put(writing, qa_arena_format(writing->arena, "  - vendor: %s\n    files: %s\n",
                                     quoted(delivery->vendor, writing->arena),
                                     quoted_list(&files, writing->arena)));
    }
    put(writing, "    # batch: march          # when the files do not say it\n"
                 "    # question: scene       # when the files do not say it\n");
}

static void put_responses(struct writing *writing)
{
    const struct qa_texts *files =
        writing->found != NULL ? qa_found_files(writing->found, "responses") : NULL;
    if (files != NULL) {
        put(writing,
            qa_arena_format(writing->arena, "responses: %s\n", quoted_list(files, writing->arena)));
    }
}

const char *qa_project_template(const struct qa_found *found, struct qa_arena *arena)
{
    /* What was delivered and how to read it, what it costs, what is decided by. */
    static const size_t order[QA_N_PROJECT_GROUPS] = {2, 5, 4, 1, 3, 0, 6};
    struct writing writing = {.arena = arena, .found = found};
    put(&writing, head);
    put_deliveries(&writing);
    for (size_t i = 0; i < QA_N_PROJECT_GROUPS; i++) {
        put_group(&writing, &qa_project_groups[order[i]]);
    }
    put(&writing, returned);
    put_responses(&writing);
    put(&writing, own_team);
    return writing.text;
}

/* ---- what is in force ---- */

static const struct qa_column columns[] = {
    {"setting", NULL, QA_TEXT, .is_key = true, .about = "Name of the setting in the project file."},
    {"value", NULL, QA_TEXT, .about = "Its value in force."},
    {"source", NULL, QA_TEXT,
     .about = "Where it comes from: default, file, or option of the command line."},
};
const struct qa_table_form qa_form_audit_settings =
    QA_TABLE_FORM("settings", "Settings in force", columns);

static const char *number_text(const struct qa_option *option, double number,
                               struct qa_arena *arena)
{
    bool is_absent = isnan(number) || number < 0;
    return is_absent                        ? NULL
           : option->kind == QA_OPTION_RATE ? qa_arena_format(arena, "%.10g%%", 100 * number)
                                            : qa_arena_format(arena, "%.10g", number);
}

/* The value as one would write it; NULL where none is given. */
static const char *value_text(const struct qa_option *option, const void *member,
                              struct qa_arena *arena)
{
    switch (option->kind) {
    case QA_OPTION_FLAG:
        return *(const bool *)member ? "true" : "false";
    case QA_OPTION_TEXT:
    case QA_OPTION_PATH:
        return *(const char *const *)member;
    case QA_OPTION_TEXTS:
    case QA_OPTION_PATHS:
    case QA_OPTION_LIST:
        return qa_join_list(member, arena);
    case QA_OPTION_COUNT:
        return qa_arena_format(arena, "%llu", *(const unsigned long long *)member);
    case QA_OPTION_REAL:
    case QA_OPTION_RATE:
    case QA_OPTION_VALUE:
        return number_text(option, *(const double *)member, arena);
    case QA_OPTION_DATE: {
        int64_t date = *(const int64_t *)member;
        char text[QA_TIME_TEXT_MAX];
        if (date == QA_NO_TIME) {
            return NULL;
        }
        qa_time_format(date, text);
        return qa_arena_text_n(arena, text, strlen("2026-03-31"));
    }
    case QA_OPTION_CHOICE:
        return option->choices[*(const int *)member];
    case QA_OPTION_REALS:
    case QA_OPTION_SET:
        break;
    }
    QA_BUG("a setting of a kind that files do not have: %s", option->key);
}

static bool is_same(const char *one, const char *other)
{
    return one == NULL || other == NULL ? one == other : strcmp(one, other) == 0;
}

static void put_setting(struct qa_table *table, const char *name, const char *value,
                        const char *source)
{
    qa_table_row(table);
    qa_put_text(table, name);
    qa_put_text(table, value);
    qa_put_text(table, source);
}

/* A value that the three do not differ in says nothing of its source but the weakest. */
static void put_option(struct qa_table *table, const struct qa_option_group *group,
                       const struct qa_option *option, const struct qa_project *const layers[3])
{
    static const char *const sources[] = {"option", "file", "default"};
    const char *text[3];
    const char *key = qa_option_key(group, option, table->arena);
    for (int l = 0; key != NULL && l < 3; l++) {
        text[l] = value_text(option, (const char *)layers[l] + group->base + option->offset,
                             table->arena);
    }
    if (key != NULL && text[0] != NULL) {
        int source =
            is_same(text[0], text[1]) + (is_same(text[0], text[1]) && is_same(text[1], text[2]));
        put_setting(table, key, text[0], sources[source]);
    }
}

struct qa_table *qa_project_table(const struct qa_project *project, const struct qa_project *file,
                                  struct qa_arena *arena)
{
    struct qa_project *defaults = QA_NEW(arena, struct qa_project);
    *defaults = (struct qa_project)QA_PROJECT_DEFAULTS;
    qa_kind_settings_init(&defaults->kinds);
    const struct qa_project *const layers[] = {project, file, defaults};
    struct qa_table *table = qa_table_new(arena, &qa_form_audit_settings);
    for (size_t d = 0; d < project->n_deliveries; d++) {
        const struct qa_project_delivery *delivery = &project->deliveries[d];
        for (size_t f = 0; f < delivery->n_files; f++) {
            put_setting(table, qa_arena_format(arena, "delivery of %s", delivery->vendor),
                        delivery->files[f], "file");
        }
    }
    for (size_t r = 0; r < project->n_responses; r++) {
        put_setting(table, "response", project->responses[r].path, "file");
    }
    for (size_t i = 0; i < project->in_house.n; i++) {
        const struct qa_project_field *field = &project->in_house.fields[i];
        put_setting(table, qa_arena_format(arena, "in_house.%s", field->key), field->text, "file");
    }
    for (size_t g = 0; g < QA_N_PROJECT_GROUPS; g++) {
        size_t n;
        const struct qa_option *options = qa_group_options(&qa_project_groups[g], &n);
        for (size_t i = 0; i < n; i++) {
            put_option(table, &qa_project_groups[g], &options[i], layers);
        }
    }
    return table;
}

/* ---- the last word of the command line ---- */

enum qa_status qa_project_settle(struct qa_session *session, struct qa_project *project)
{
    QA_TRY(qa_choice_options(session, project->weights_text, project->values_text, project));
    if (project->response_files.n > 0) {
        struct qa_project_response *list =
            QA_ARRAY(session->arena, struct qa_project_response, project->response_files.n);
        for (size_t i = 0; i < project->response_files.n; i++) {
            list[i].path = project->response_files.list[i];
        }
        project->responses = list;
        project->n_responses = project->response_files.n;
    }
    return QA_OK;
}
