/* What the items of a Label Studio export are called. */
#include <string.h>
#include <strings.h>

#include "qa/formats/label_studio_parts.h"

enum { MOST_KEYS = 16, LONGEST_PATH = 1024 };

static bool has_media_suffix(const char *text, size_t length)
{
    static const char *const suffixes[] = {"jpg",  "jpeg", "png",  "gif",  "bmp", "webp", "tif",
                                           "tiff", "svg",  "heic", "mp3",  "wav", "ogg",  "opus",
                                           "m4a",  "flac", "mp4",  "webm", "mov", "avi",  "mkv",
                                           "pdf",  "txt",  "html", NULL};
    size_t end = strcspn(text, "?#");
    end = end < length ? end : length;
    size_t start = end;
    while (start > 0 && text[start - 1] != '.' && text[start - 1] != '/') {
        start--;
    }
    for (size_t i = 0; start > 1 && text[start - 1] == '.' && suffixes[i] != NULL; i++) {
        if (strlen(suffixes[i]) == end - start &&
            strncasecmp(suffixes[i], text + start, end - start) == 0) {
            return true;
        }
    }
    return false;
}

bool qa_studio_names_file(const char *text, size_t length)
{
    if (length == 0 || length > LONGEST_PATH) {
        return false;
    }
    bool has_blank = strpbrk(text, " \t\r\n") != NULL;
    return (!has_blank && (text[0] == '/' || strstr(text, "://") != NULL)) ||
           (strpbrk(text, "\t\r\n") == NULL && has_media_suffix(text, length));
}

static bool names_file(struct qa_json_value value)
{
    struct qa_json_text text;
    return qa_json_string(value, &text) && qa_studio_names_file(text.text, text.length);
}

/* The keys that hold a file in every task so far. */
struct keys {
    const char *name[MOST_KEYS];
    size_t n;
    bool has_task;
};

static void first_keys(struct keys *keys, struct qa_json_value data)
{
    struct qa_json_iterator iterator = qa_json_iterate(data);
    while (iterator.is_object && keys->n < MOST_KEYS && qa_json_next(&iterator)) {
        if (names_file(iterator.value)) {
            keys->name[keys->n++] = iterator.key.text;
        }
    }
}

static void keep_keys(struct keys *keys, struct qa_json_value data)
{
    size_t n = 0;
    for (size_t i = 0; i < keys->n; i++) {
        struct qa_json_value value;
        if (qa_json_member(data, keys->name[i], &value) && names_file(value)) {
            keys->name[n++] = keys->name[i];
        }
    }
    keys->n = n;
}

/* The one that is called as people call the file to be labeled, else the only one. */
static const char *best_key(const struct keys *keys)
{
    static const char *const usual[] = {"image", "img", "audio", "video", "url", "file"};
    for (size_t u = 0; u < sizeof usual / sizeof *usual; u++) {
        for (size_t i = 0; i < keys->n; i++) {
            if (strcmp(keys->name[i], usual[u]) == 0) {
                return keys->name[i];
            }
        }
    }
    return keys->n == 1 ? keys->name[0] : NULL;
}

static bool data_of(struct qa_json_value task, struct qa_json_value *data)
{
    struct qa_json_value id;
    if (qa_json_member(task, "annotation_id", &id) && !qa_json_member(task, "data", data)) {
        *data = task; /* a record of JSON-MIN has its data beside it */
        return true;
    }
    return qa_json_member(task, "data", data) && qa_json_kind(*data) == QA_JSON_OBJECT;
}

static const char *id_text(struct qa_json_value task, struct qa_arena *arena)
{
    struct qa_json_value id;
    struct qa_json_text text;
    double number;
    if (qa_json_member(task, "id", &id) && qa_json_string(id, &text)) {
        return text.text;
    }
    return qa_json_member(task, "id", &id) && qa_json_real(id, &number)
               ? qa_arena_format(arena, "%.17g", number)
               : "";
}

/* Two tasks of one file may ask two things about it: then only their ids tell them apart. One task
 * that comes twice, with other annotations, is one item. */
static bool shares_file(struct qa_json_value tasks, const char *key, struct qa_sink *sink)
{
    struct qa_arena *arena = qa_arena_new();
    struct qa_strings *files = qa_strings_new(arena);
    const char **owner = NULL;
    size_t capacity = 0;
    bool is_shared = false;
    struct qa_json_iterator task = qa_json_iterate(tasks);
    while (!is_shared && qa_json_next(&task)) {
        struct qa_json_value data;
        struct qa_json_value value;
        struct qa_json_text text;
        if (!data_of(task.value, &data) || !qa_json_member(data, key, &value) ||
            !qa_json_string(value, &text)) {
            continue;
        }
        uint32_t n = qa_strings_count(files);
        uint32_t file = qa_strings_intern(files, text.text, text.length);
        const char *id = id_text(task.value, arena);
        owner = qa_arena_grow(arena, owner, &capacity, (size_t)file + 1, sizeof *owner);
        is_shared = file < n && strcmp(owner[file], id) != 0;
        if (is_shared) {
            qa_sink_finding(sink, QA_NOTE, "W130", QA_AT_JSON(value),
                            "tasks %.40s and %.40s have one %.40s; items are called by the tasks' "
                            "ids",
                            owner[file], id, key);
        }
        owner[file] = file < n ? owner[file] : id;
    }
    qa_arena_free(arena);
    return is_shared;
}

const char *qa_studio_item_key(struct qa_json_value tasks, struct qa_sink *sink)
{
    const struct qa_read_options *options = qa_sink_options(sink);
    for (size_t i = 0; i < options->n_map; i++) {
        if (strcmp(options->map[i].field, qa_field_name(QA_FIELD_ITEM)) == 0) {
            const char *key = options->map[i].column;
            return key[0] == '\0' || strcmp(key, "id") == 0 ? NULL : key;
        }
    }
    struct keys keys = {.n = 0};
    struct qa_json_iterator task = qa_json_iterate(tasks);
    while (qa_json_next(&task)) {
        struct qa_json_value data;
        if (!data_of(task.value, &data)) {
            return NULL;
        }
        if (!keys.has_task) {
            first_keys(&keys, data);
            keys.has_task = true;
        }
        keep_keys(&keys, data);
    }
    const char *key = best_key(&keys);
    return key != NULL && !shares_file(tasks, key, sink) ? key : NULL;
}

struct qa_json_value qa_studio_item(struct qa_json_value task, const char *key)
{
    struct qa_json_value data;
    struct qa_json_value item = {NULL, 0};
    if (key == NULL) {
        (void)qa_json_member(task, "id", &item);
    } else if (data_of(task, &data)) {
        (void)qa_json_member(data, key, &item);
    }
    return item;
}
