#include "qa/formats/yolo_names.h"

#include <string.h>
#include <strings.h>

#include "qa/base/fold.h"
#include "qa/base/number.h"
#include "qa/formats/image_header.h"
#include "qa/formats/lines.h"
#include "qa/formats/yaml.h"

enum { MOST_CLASSES = 1 << 16 };

/* ---- the lists of a run ---- */

struct known {
    const char *input;
    const char *folder; /* "a/b/", "" for the top */
    struct qa_yolo_names names;
    struct known *next;
};

struct lists {
    struct known *first;
};

static const char *folder_of(struct qa_sink *sink)
{
    const char *entry = qa_sink_entry(sink);
    const char *slash = strrchr(entry, '/');
    return slash == NULL ? ""
                         : qa_arena_text_n(qa_sink_arena(sink), entry, (size_t)(slash + 1 - entry));
}

const struct qa_yolo_names *qa_yolo_names_of(struct qa_sink *sink)
{
    struct lists *lists = qa_sink_shared(sink, "yolo-names", sizeof *lists);
    const char *entry = qa_sink_entry(sink);
    const struct known *best = NULL;
    size_t best_rank = 0;
    for (const struct known *known = lists->first; known != NULL; known = known->next) {
        /* A list that is given by itself is for all. */
        bool is_for_all = known->input[0] == '\0';
        bool is_above = strncmp(entry, known->folder, strlen(known->folder)) == 0;
        bool is_own = strcmp(known->input, qa_sink_input(sink)) == 0;
        size_t rank = is_own && is_above ? 3 + strlen(known->folder)
                      : is_own           ? 2
                      : is_for_all       ? 1
                                         : 0;
        if (rank > best_rank) {
            best = known;
            best_rank = rank;
        }
    }
    return best != NULL ? &best->names : NULL;
}

static bool same_names(const struct qa_yolo_names *a, const struct qa_yolo_names *b)
{
    bool is_same = a->n == b->n;
    for (size_t i = 0; is_same && i < a->n; i++) {
        is_same = a->list[i] != NULL && b->list[i] != NULL ? strcmp(a->list[i], b->list[i]) == 0
                                                           : a->list[i] == b->list[i];
    }
    return is_same;
}

static void keep(struct qa_sink *sink, const struct qa_yolo_names *names)
{
    struct lists *lists = qa_sink_shared(sink, "yolo-names", sizeof *lists);
    struct known new = {qa_sink_input(sink), folder_of(sink), *names, lists->first};
    for (struct known *known = lists->first; known != NULL; known = known->next) {
        if (strcmp(known->input, new.input) != 0 || strcmp(known->folder, new.folder) != 0) {
            continue;
        }
        if (!same_names(&known->names, names)) {
            qa_sink_finding(sink, QA_ERROR, "E184", QA_AT(1, 1),
                            "the classes have other names here than in '%.200s', which lies beside "
                            "it; deliver the list that the labels were made by",
                            known->names.path);
        }
        known->names.n_points += known->names.n_points == 0 ? names->n_points : 0;
        known->names.n_per_point += known->names.n_per_point == 0 ? names->n_per_point : 0;
        return;
    }
    lists->first = QA_NEW(qa_sink_arena(sink), struct known);
    *lists->first = new;
}

/* ---- lines ---- */

static void read_lines(const struct qa_bytes *bytes, struct qa_sink *sink,
                       struct qa_yolo_names *out)
{
    struct qa_arena *arena = qa_sink_arena(sink);
    struct qa_lines lines = qa_lines_of(bytes);
    struct qa_line line;
    const char **list = NULL;
    size_t capacity = 0;
    size_t n = 0;
    while (n < MOST_CLASSES && qa_lines_next(&lines, &line)) {
        const char *text = line.text;
        size_t length = line.n;
        (void)qa_trim_space(&text, &length);
        list = qa_arena_grow(arena, list, &capacity, n + 1, sizeof *list);
        list[n++] = length > 0 ? qa_arena_text_n(arena, text, length) : NULL;
    }
    while (n > 0 && list[n - 1] == NULL) {
        n--;
    }
    out->list = list;
    out->n = n;
}

/* ---- YAML ---- */

/* A line that begins a key of the root. */
static bool begins_key(const struct qa_line *line, const char *key)
{
    size_t n = strlen(key);
    return line->n > n && memcmp(line->text, key, n) == 0 && line->text[n] == ':';
}

/* The text with nothing but the keys that are read, on their lines: what else such files hold,
 * paths of Windows between quotes among it, is often no YAML. */
static char *cut(const struct qa_bytes *bytes, struct qa_arena *arena)
{
    char *text = qa_arena_text_n(arena, (const char *)bytes->data, bytes->size);
    struct qa_lines lines = qa_lines_of(bytes);
    struct qa_line line;
    bool is_wanted = false;
    while (qa_lines_next(&lines, &line)) {
        /* A list may stand at the margin below its key. */
        bool goes_on = line.n == 0 || strchr(" \t-#}]", line.text[0]) != NULL;
        is_wanted =
            goes_on ? is_wanted : begins_key(&line, "names") || begins_key(&line, "kpt_shape");
        if (!is_wanted) {
            memset(text + (line.text - (const char *)bytes->data), ' ', line.n);
        }
    }
    return text;
}

static bool bad_names(struct qa_sink *sink, const struct qa_yaml *at, const char *text)
{
    qa_sink_finding(sink, QA_ERROR, "E184", QA_AT(at->line, at->column), "%s", text);
    return false;
}

static bool read_list(struct qa_sink *sink, const struct qa_yaml *names, struct qa_yolo_names *out)
{
    const char **list = QA_ARRAY(qa_sink_arena(sink), const char *, names->n + 1);
    for (size_t i = 0; i < names->n; i++) {
        if (names->entries[i].kind != QA_YAML_TEXT) {
            return bad_names(sink, &names->entries[i], "the name of a class is no text");
        }
        list[i] = names->entries[i].text;
    }
    out->list = list;
    out->n = names->n;
    return true;
}

static bool read_mapping(struct qa_sink *sink, const struct qa_yaml *names,
                         struct qa_yolo_names *out)
{
    const char **list = NULL;
    size_t capacity = 0;
    size_t n = 0;
    for (size_t i = 0; i < names->n; i++) {
        const struct qa_yaml *entry = &names->entries[i];
        uint64_t number;
        if (!qa_parse_count(entry->key, strlen(entry->key), &number) || number >= MOST_CLASSES ||
            entry->kind != QA_YAML_TEXT) {
            return bad_names(sink, entry,
                             "names is no mapping of numbers to texts; expected 0: person");
        }
        list = qa_arena_grow(qa_sink_arena(sink), list, &capacity, number + 1, sizeof *list);
        list[number] = entry->text;
        n = number + 1 > n ? number + 1 : n;
    }
    out->list = list;
    out->n = n;
    return true;
}

static void read_points(const struct qa_yaml *shape, struct qa_yolo_names *out)
{
    uint64_t number[2] = {0, 0};
    for (size_t i = 0; i < 2 && i < shape->n; i++) {
        const char *text = shape->entries[i].text;
        if (shape->entries[i].kind != QA_YAML_TEXT ||
            !qa_parse_count(text, strlen(text), &number[i])) {
            return;
        }
    }
    if (number[0] > 0 && (number[1] == 2 || number[1] == 3)) {
        out->n_points = (size_t)number[0];
        out->n_per_point = (size_t)number[1];
    }
}

static enum qa_status read_yaml(struct qa_bytes *bytes, struct qa_sink *sink,
                                struct qa_yolo_names *out, struct qa_error *err)
{
    struct qa_bytes part;
    struct qa_yaml root;
    char *text = cut(bytes, qa_sink_arena(sink));
    QA_TRY(qa_bytes_of_memory(&part, text, bytes->size, bytes->path, err));
    enum qa_status status = qa_yaml_read(&part, qa_sink_arena(sink), &root, err);
    qa_bytes_close(&part);
    QA_TRY(status);
    for (size_t i = 0; i < root.n; i++) {
        const struct qa_yaml *entry = &root.entries[i];
        bool is_names = strcmp(entry->key, "names") == 0;
        if (is_names && entry->kind == QA_YAML_LIST) {
            (void)read_list(sink, entry, out);
        } else if (is_names && entry->kind == QA_YAML_MAP) {
            (void)read_mapping(sink, entry, out);
        } else if (is_names) {
            (void)bad_names(sink, entry, "names is neither a list nor a mapping");
        } else {
            read_points(entry, out);
        }
    }
    return QA_OK;
}

/* ---- which files ---- */

static bool ends_in(const char *name, const char *end)
{
    size_t n = strlen(name);
    size_t m = strlen(end);
    return n >= m && strcasecmp(name + n - m, end) == 0;
}

static bool is_yaml(const char *name)
{
    return ends_in(name, ".yaml") || ends_in(name, ".yml");
}

static bool has_key_names(const struct qa_bytes *bytes)
{
    struct qa_lines lines = qa_lines_of(bytes);
    struct qa_line line;
    while (qa_lines_next(&lines, &line)) {
        if (begins_key(&line, "names")) {
            return true;
        }
    }
    return false;
}

/* Lists of images (train.txt) lie with the labels too. */
static bool is_image_list(const struct qa_bytes *bytes)
{
    struct qa_lines lines = qa_lines_of(bytes);
    struct qa_line line;
    size_t n = 0;
    while (qa_lines_next(&lines, &line)) {
        char name[16] = "";
        const char *text = line.text;
        size_t length = line.n;
        (void)qa_trim_space(&text, &length);
        size_t tail = length < sizeof name - 1 ? length : sizeof name - 1;
        memcpy(name, text + length - tail, tail);
        if (length > 0 && !qa_is_image_name(name)) {
            return false;
        }
        n += length > 0;
    }
    return n > 0;
}

bool qa_is_yolo_names(const struct qa_bytes *bytes)
{
    const char *slash = strrchr(bytes->path, '/');
    const char *name = slash != NULL ? slash + 1 : bytes->path;
    if (is_yaml(name)) {
        return has_key_names(bytes);
    }
    return strcasecmp(name, "classes.txt") == 0 || strcasecmp(name, "obj_names.txt") == 0 ||
           ends_in(name, ".names");
}

static int sniff(const struct qa_bytes *bytes)
{
    return qa_is_yolo_names(bytes) || is_image_list(bytes) ? 99 : 0;
}

static enum qa_status read_file(struct qa_bytes *bytes, struct qa_sink *sink, struct qa_error *err)
{
    struct qa_yolo_names names = {.path = bytes->path};
    if (!qa_is_yolo_names(bytes)) {
        return QA_OK; /* of images, which is of no use here */
    }
    if (is_yaml(bytes->path)) {
        QA_TRY(read_yaml(bytes, sink, &names, err));
    } else {
        read_lines(bytes, sink, &names);
    }
    keep(sink, &names);
    return QA_OK;
}

const struct qa_reader qa_reader_yolo_names = {
    .name = "yolo-names",
    .description = "names of YOLO's classes (classes.txt, *.names, data.yaml), for the labels in "
                   "the same folder or archive",
    .pass = QA_PASS_FACTS,
    .suffixes = "names yaml yml",
    .reads_lines = true,
    .sniff = sniff,
    .read = read_file,
};
