/* audit.yaml into a project: each leaf of the tree is a value of the option with its key. */
#include <string.h>

#include "qa/base/bytes.h"
#include "qa/base/notation.h"
#include "qa/base/number.h"
#include "qa/cli/project.h"
#include "qa/formats/yaml.h"

enum { NAMES_MAX = 160 };

struct filling {
    struct qa_arena *arena;
    struct qa_project *project;
    const char *path;
    const char *folder; /* of the file, with its '/'; "" for the working folder */
    struct qa_error *err;
};

static enum qa_status refuse(const struct filling *filling, const struct qa_yaml *node,
                             const char *text)
{
    return qa_fail_at(filling->err, "E140", filling->path, node->line, node->column, "%s", text);
}

static enum qa_status refuse_kind(const struct filling *filling, const struct qa_yaml *node,
                                  const char *key, enum qa_yaml_kind expected)
{
    return refuse(filling, node,
                  qa_arena_format(filling->arena, "%s is %s, expected %s", key,
                                  qa_yaml_kind_name(node->kind), qa_yaml_kind_name(expected)));
}

static const char *joined_path(const struct filling *filling, const char *path)
{
    return path[0] == '\0' || path[0] == '/'
               ? path
               : qa_arena_format(filling->arena, "%s%s", filling->folder, path);
}

/* ---- keys ---- */

struct place {
    const struct qa_option_group *group;
    const struct qa_option *option;
};

static struct place find_key(const char *key, struct qa_arena *arena)
{
    for (size_t g = 0; g < QA_N_PROJECT_GROUPS; g++) {
        size_t n;
        const struct qa_option *options = qa_group_options(&qa_project_groups[g], &n);
        for (size_t i = 0; i < n; i++) {
            const char *own = qa_option_key(&qa_project_groups[g], &options[i], arena);
            if (own != NULL && strcmp(own, key) == 0) {
                return (struct place){&qa_project_groups[g], &options[i]};
            }
        }
    }
    return (struct place){NULL, NULL};
}

/* Is there a key below this one: "limits" for "limits.error"? */
static bool is_section(const char *key)
{
    size_t length = strlen(key);
    for (size_t g = 0; g < QA_N_PROJECT_GROUPS; g++) {
        size_t n;
        const struct qa_option *options = qa_group_options(&qa_project_groups[g], &n);
        for (size_t i = 0; i < n; i++) {
            const char *own = options[i].key;
            if (own != NULL && strncmp(own, key, length) == 0 && own[length] == '.') {
                return true;
            }
        }
    }
    return false;
}

/* All keys, and the sections that they stand in. */
static enum qa_status refuse_key(const struct filling *filling, const struct qa_yaml *node,
                                 const char *key)
{
    const char *names[NAMES_MAX] = {"deliveries", "responses", "in_house"};
    size_t count = 3;
    for (size_t g = 0; g < QA_N_PROJECT_GROUPS; g++) {
        size_t n;
        const struct qa_option *options = qa_group_options(&qa_project_groups[g], &n);
        for (size_t i = 0; i < n && count + 1 < NAMES_MAX; i++) {
            const char *own = qa_option_key(&qa_project_groups[g], &options[i], filling->arena);
            const char *dot = own != NULL ? strchr(own, '.') : NULL;
            if (own != NULL) {
                names[count++] = own;
            }
            if (dot != NULL) {
                names[count++] = qa_arena_text_n(filling->arena, own, (size_t)(dot - own));
            }
        }
    }
    const char *nearest = qa_nearest_name(key, names, count);
    return refuse(filling, node,
                  qa_arena_format(filling->arena, "there is no key '%s'%s%s%s", key,
                                  nearest ? " (did you mean '" : "", nearest ? nearest : "",
                                  nearest ? "'?)" : ""));
}

/* ---- values ---- */

static enum qa_status store(const struct filling *filling, struct place place,
                            const struct qa_yaml *node, const char *text)
{
    bool is_path = place.option->kind == QA_OPTION_PATH || place.option->kind == QA_OPTION_PATHS;
    const char *value = is_path ? joined_path(filling, text) : text;
    struct qa_error why = {.code = NULL};
    if (qa_option_store(place.group, place.option, value, filling->project, filling->arena, &why) ==
        QA_OK) {
        return QA_OK;
    }
    return refuse(filling, node, why.text);
}

/* The entries of a list, whose number the option does not bound. */
static enum qa_status store_list(const struct filling *filling, struct place place,
                                 const struct qa_yaml *node, const char *key)
{
    struct qa_texts *member =
        (void *)((char *)filling->project + place.group->base + place.option->offset);
    bool is_path = place.option->kind == QA_OPTION_PATHS;
    const char **list = QA_ARRAY(filling->arena, const char *, node->n + 1);
    for (size_t i = 0; i < node->n; i++) {
        if (node->entries[i].kind != QA_YAML_TEXT) {
            return refuse_kind(filling, &node->entries[i],
                               qa_arena_format(filling->arena, "an entry of %s", key),
                               QA_YAML_TEXT);
        }
        list[i] = is_path ? joined_path(filling, node->entries[i].text) : node->entries[i].text;
    }
    *member = (struct qa_texts){list, node->n};
    return QA_OK;
}

static enum qa_status fill_value(const struct filling *filling, const struct qa_yaml *node,
                                 const char *key)
{
    struct place place = find_key(key, filling->arena);
    if (place.option == NULL) {
        return is_section(key) ? refuse_kind(filling, node, key, QA_YAML_MAP)
                               : refuse_key(filling, node, key);
    }
    bool is_list = place.option->kind == QA_OPTION_TEXTS || place.option->kind == QA_OPTION_PATHS ||
                   place.option->kind == QA_OPTION_LIST;
    bool is_text =
        is_list || place.option->kind == QA_OPTION_TEXT || place.option->kind == QA_OPTION_PATH;
    if (node->kind == QA_YAML_NONE) {
        return is_text ? QA_OK
                       : refuse(filling, node,
                                qa_arena_format(filling->arena,
                                                "%s says nothing; give it a value, "
                                                "or put a # before it",
                                                key));
    }
    if (node->kind == QA_YAML_LIST && is_list) {
        return store_list(filling, place, node, key);
    }
    return node->kind == QA_YAML_TEXT
               ? store(filling, place, node, node->text)
               : refuse_kind(filling, node, key, is_list ? QA_YAML_LIST : QA_YAML_TEXT);
}

/* A value, or the values of a section and of the sections in it. */
static enum qa_status fill(const struct filling *filling, const struct qa_yaml *node,
                           const char *key)
{
    if (node->kind != QA_YAML_MAP || find_key(key, filling->arena).option != NULL) {
        return fill_value(filling, node, key);
    }
    if (!is_section(key)) {
        return refuse_key(filling, node, key);
    }
    for (size_t i = 0; i < node->n; i++) {
        const struct qa_yaml *entry = &node->entries[i];
        QA_TRY(fill(filling, entry, qa_arena_format(filling->arena, "%s.%s", key, entry->key)));
    }
    return QA_OK;
}

/* ---- lists of mappings ---- */

/* A text of an entry; NULL where it has none. */
static enum qa_status take_text(const struct filling *filling, const struct qa_yaml *node,
                                const char **out)
{
    if (node->kind == QA_YAML_TEXT) {
        *out = node->text[0] != '\0' ? node->text : NULL;
        return QA_OK;
    }
    return node->kind == QA_YAML_NONE ? QA_OK : refuse_kind(filling, node, node->key, QA_YAML_TEXT);
}

/* One file or several. */
static enum qa_status take_files(const struct filling *filling, const struct qa_yaml *node,
                                 const char *const **out, size_t *n)
{
    bool is_one = node->kind == QA_YAML_TEXT;
    size_t count = is_one ? 1 : node->n;
    const char **list = QA_ARRAY(filling->arena, const char *, count + 1);
    if (!is_one && (node->kind != QA_YAML_LIST || node->n == 0)) {
        return refuse(filling, node, "files is to name a file, or a list of them");
    }
    for (size_t i = 0; i < count; i++) {
        const struct qa_yaml *entry = is_one ? node : &node->entries[i];
        if (entry->kind != QA_YAML_TEXT) {
            return refuse_kind(filling, entry, "an entry of files", QA_YAML_TEXT);
        }
        list[i] = joined_path(filling, entry->text);
    }
    *out = list;
    *n = count;
    return QA_OK;
}

static enum qa_status take_member(const struct filling *filling, const struct qa_yaml *entry,
                                  const char *list, bool is_delivery,
                                  struct qa_project_delivery *out)
{
    if (strcmp(entry->key, "vendor") == 0) {
        return take_text(filling, entry, &out->vendor);
    }
    if (strcmp(entry->key, "files") == 0) {
        return take_files(filling, entry, &out->files, &out->n_files);
    }
    if (is_delivery && strcmp(entry->key, "batch") == 0) {
        return take_text(filling, entry, &out->batch);
    }
    if (is_delivery && strcmp(entry->key, "question") == 0) {
        return take_text(filling, entry, &out->question);
    }
    return refuse(filling, entry,
                  qa_arena_format(filling->arena,
                                  "an entry of %s has no key '%s'; it has vendor%s and files", list,
                                  entry->key, is_delivery ? ", batch, question" : ""));
}

/* The mapping {vendor, batch, question, files}; the two in the middle only of deliveries. */
static enum qa_status take_entry(const struct filling *filling, const struct qa_yaml *node,
                                 const char *list, bool is_delivery,
                                 struct qa_project_delivery *out)
{
    *out = (struct qa_project_delivery){.vendor = NULL};
    if (node->kind != QA_YAML_MAP) {
        return refuse_kind(filling, node, qa_arena_format(filling->arena, "an entry of %s", list),
                           QA_YAML_MAP);
    }
    for (size_t i = 0; i < node->n; i++) {
        QA_TRY(take_member(filling, &node->entries[i], list, is_delivery, out));
    }
    return out->n_files > 0
               ? QA_OK
               : refuse(filling, node,
                        qa_arena_format(filling->arena, "an entry of %s without files", list));
}

static enum qa_status fill_deliveries(const struct filling *filling, const struct qa_yaml *node)
{
    struct qa_project_delivery *list =
        QA_ARRAY(filling->arena, struct qa_project_delivery, node->n + 1);
    if (node->kind != QA_YAML_LIST || node->n == 0) {
        return refuse(filling, node, "deliveries is to be a list of vendors with their files");
    }
    for (size_t i = 0; i < node->n; i++) {
        QA_TRY(take_entry(filling, &node->entries[i], "deliveries", true, &list[i]));
        if (list[i].vendor == NULL) {
            return refuse(filling, &node->entries[i], "an entry of deliveries without a vendor");
        }
    }
    filling->project->deliveries = list;
    filling->project->n_deliveries = node->n;
    return QA_OK;
}

/* Files, or mappings of a vendor and its files; not both, since the one is likely a slip. */
static enum qa_status fill_responses(const struct filling *filling, const struct qa_yaml *node)
{
    struct qa_project_response *list = NULL;
    size_t capacity = 0;
    size_t n = 0;
    if (node->kind != QA_YAML_LIST) {
        return refuse_kind(filling, node, "responses", QA_YAML_LIST);
    }
    for (size_t i = 0; i < node->n; i++) {
        const struct qa_yaml *entry = &node->entries[i];
        struct qa_project_delivery files = {.vendor = NULL};
        if (entry->kind != node->entries[0].kind) {
            return refuse_kind(filling, entry, "an entry of responses", node->entries[0].kind);
        }
        QA_TRY(entry->kind == QA_YAML_TEXT
                   ? take_files(filling, entry, &files.files, &files.n_files)
                   : take_entry(filling, entry, "responses", false, &files));
        list = qa_arena_grow(filling->arena, list, &capacity, n + files.n_files, sizeof *list);
        for (size_t f = 0; f < files.n_files; f++) {
            list[n++] = (struct qa_project_response){files.files[f], files.vendor};
        }
    }
    filling->project->responses = list;
    filling->project->n_responses = n;
    return QA_OK;
}

/* A number as the one reading of numbers leaves it. */
static enum qa_status take_number(const struct filling *filling, const struct qa_yaml *node,
                                  const char **text)
{
    char number[QA_NUMBER_TEXT_MAX];
    struct qa_number_form form;
    switch (qa_number_alone(*text, strlen(*text), number, &form)) {
    case QA_NUMBER_OK:
        *text = qa_arena_text(filling->arena, number);
        return QA_OK;
    case QA_NUMBER_TWO_READINGS:
        return refuse(filling, node,
                      qa_arena_format(filling->arena, "in_house.%s is '%s', which is %s or %s",
                                      node->key, *text, form.point, form.comma));
    default:
        return refuse(filling, node,
                      qa_arena_format(filling->arena, "in_house.%s is '%s', expected a number",
                                      node->key, *text));
    }
}

static enum qa_status take_field(const struct filling *filling, const struct qa_yaml *entry,
                                 struct qa_project_field *fields, struct qa_project_in_house *own)
{
    const char *text = NULL;
    QA_TRY(take_text(filling, entry, &text));
    if (strcmp(entry->key, "vendor") == 0) {
        own->vendor = text;
        return QA_OK;
    }
    if (strcmp(entry->key, "currency") == 0) {
        own->currency = text;
        return QA_OK;
    }
    if (text != NULL) {
        QA_TRY(take_number(filling, entry, &text));
        fields[own->n++] = (struct qa_project_field){entry->key, text, entry->line, entry->column};
    }
    return QA_OK;
}

/* Fields of the model in_house keep their places: what they mean is known where offers are read. */
static enum qa_status fill_in_house(const struct filling *filling, const struct qa_yaml *node)
{
    struct qa_project_in_house *own = &filling->project->in_house;
    struct qa_project_field *list = QA_ARRAY(filling->arena, struct qa_project_field, node->n + 1);
    if (node->kind != QA_YAML_MAP) {
        return node->kind == QA_YAML_NONE ? QA_OK
                                          : refuse_kind(filling, node, "in_house", QA_YAML_MAP);
    }
    *own = (struct qa_project_in_house){.fields = list};
    for (size_t i = 0; i < node->n; i++) {
        QA_TRY(take_field(filling, &node->entries[i], list, own));
    }
    return QA_OK;
}

static enum qa_status check_days(const struct filling *filling, const struct qa_yaml *root)
{
    const struct qa_project *project = filling->project;
    for (size_t i = 0; i < root->n; i++) {
        if (strcmp(root->entries[i].key, "ends") == 0 && project->starts != QA_NO_TIME &&
            project->ends != QA_NO_TIME && project->ends < project->starts) {
            return refuse(filling, &root->entries[i], "the project ends before it starts");
        }
    }
    return QA_OK;
}

static enum qa_status fill_entry(const struct filling *filling, const struct qa_yaml *entry)
{
    if (strcmp(entry->key, "deliveries") == 0) {
        return fill_deliveries(filling, entry);
    }
    if (strcmp(entry->key, "responses") == 0) {
        return fill_responses(filling, entry);
    }
    return strcmp(entry->key, "in_house") == 0 ? fill_in_house(filling, entry)
                                               : fill(filling, entry, entry->key);
}

static enum qa_status fill_all(const struct filling *filling, const struct qa_yaml *root)
{
    if (root->kind != QA_YAML_MAP) {
        return root->kind == QA_YAML_NONE
                   ? refuse(filling, root,
                            "the file says nothing; `labelqa init` writes one to start from")
                   : refuse_kind(filling, root, "the file", QA_YAML_MAP);
    }
    for (size_t i = 0; i < root->n; i++) {
        QA_TRY(fill_entry(filling, &root->entries[i]));
    }
    QA_TRY(check_days(filling, root));
    return filling->project->n_deliveries > 0
               ? QA_OK
               : refuse(filling, root, "there is no key deliveries, a list of vendors with files");
}

static const char *folder_of(const char *path, struct qa_arena *arena)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? "" : qa_arena_text_n(arena, path, (size_t)(slash - path) + 1);
}

enum qa_status qa_project_read(const char *path, struct qa_arena *arena, struct qa_project *project,
                               struct qa_error *err)
{
    enum { LARGEST = 1 << 24 };
    struct qa_bytes bytes;
    struct qa_yaml root;
    QA_TRY(qa_bytes_open(&bytes, path, LARGEST, err));
    enum qa_status status = qa_yaml_read(&bytes, arena, &root, err);
    if (status == QA_OK) {
        const struct filling filling = {arena, project, path, folder_of(path, arena), err};
        project->path = path;
        project->reading.project_folder = filling.folder;
        status = fill_all(&filling, &root);
    }
    qa_bytes_close(&bytes);
    return status;
}
