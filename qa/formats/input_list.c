#include "qa/formats/input_list.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "qa/base/utf8.h"

/* Room for every byte to become %XX. */
enum { ESCAPED = 3 };

static bool is_slash(char c, bool is_foreign)
{
    return c == '/' || (is_foreign && c == '\\');
}

/* Appends what a person can read of the component; returns its end. */
static char *append_component(char *out, const char *text, size_t size)
{
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0; i < size;) {
        size_t length;
        uint32_t c = qa_utf8_decode(text + i, size - i, &length);
        bool is_good = c >= ' ' && c != 0x7f && qa_utf8_check(text + i, length) == length;
        for (size_t k = i; k < i + length; k++) {
            if (is_good) {
                *out++ = text[k];
            } else {
                unsigned char byte = (unsigned char)text[k];
                *out++ = '%';
                *out++ = digits[byte >> 4];
                *out++ = digits[byte & 15];
            }
        }
        i += length;
    }
    return out;
}

static bool is_drive(const char *name)
{
    char letter = (char)(name[0] | 0x20);
    return letter >= 'a' && letter <= 'z' && name[1] == ':' && is_slash(name[2], true);
}

/* Takes the last component away. */
static char *step_up(char *start, char *end)
{
    while (end > start) {
        end--;
        if (*end == '/') {
            break;
        }
    }
    return end;
}

/* The name as its readers see it, until the next call. Nothing is ever unpacked to a path, so a
 * name that leads upwards is odd and not dangerous: the archive is taken to be the topmost folder.
 */
static const char *clean_name(struct qa_entries *entries, const char *name, bool is_foreign)
{
    entries->clean = qa_arena_grow(entries->arena, entries->clean, &entries->clean_capacity,
                                   ESCAPED * strlen(name) + 1, 1);
    char *end = entries->clean;
    const char *at = is_foreign && is_drive(name) ? name + 2 : name;
    while (*at != '\0') {
        const char *start = at;
        while (*at != '\0' && !is_slash(*at, is_foreign)) {
            at++;
        }
        size_t length = (size_t)(at - start);
        if (length == 2 && memcmp(start, "..", 2) == 0) {
            end = step_up(entries->clean, end);
        } else if (length > 0 && !(length == 1 && *start == '.')) {
            if (end > entries->clean) {
                *end++ = '/';
            }
            end = append_component(end, start, length);
        }
        at += *at != '\0';
    }
    *end = '\0';
    return entries->clean;
}

static bool is_component(const char *component, size_t length, const char *name)
{
    return length == strlen(name) && strncasecmp(component, name, length) == 0;
}

bool qa_name_is_hidden(const char *name)
{
    for (;;) {
        size_t length = strcspn(name, "/");
        if (name[0] == '.' || is_component(name, length, "__MACOSX") ||
            is_component(name, length, "Thumbs.db") || is_component(name, length, "desktop.ini")) {
            return true;
        }
        if (name[length] == '\0') {
            return false;
        }
        name += length + 1;
    }
}

/* Bytes of the name before the suffix of a compressed file. */
static size_t length_without_suffix(const char *name)
{
    static const char *const suffixes[] = {".gz", ".xz", ".zst", ".bz2"};
    size_t length = strlen(name);
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        size_t suffix = strlen(suffixes[i]);
        if (length > suffix && name[length - suffix - 1] != '/' &&
            strcasecmp(name + length - suffix, suffixes[i]) == 0) {
            return length - suffix;
        }
    }
    return length;
}

static size_t depth_of(const char *name)
{
    size_t depth = 0;
    for (; *name != '\0'; name++) {
        depth += *name == '/';
    }
    return depth;
}

static struct qa_entry *append(struct qa_entries *entries, const struct qa_entry *entry)
{
    entries->list = qa_arena_grow(entries->arena, entries->list, &entries->capacity, entries->n + 1,
                                  sizeof *entries->list);
    entries->list[entries->n] = *entry;
    return &entries->list[entries->n++];
}

static enum qa_status check_limits(const struct qa_entries *entries, const char *name,
                                   struct qa_error *err)
{
    const struct qa_input_limits *limits = &entries->limits;
    if (entries->n_seen > limits->max_entries) {
        return qa_fail_at(err, "E144", entries->root, 0, 0, "more than %zu entries",
                          limits->max_entries);
    }
    if (strlen(name) > limits->max_name) {
        return qa_fail_at(err, "E144", entries->root, 0, 0,
                          "a name of more than %zu bytes: '%.80s...'", limits->max_name, name);
    }
    if (depth_of(name) > limits->max_depth) {
        return qa_fail_at(err, "E144", entries->root, 0, 0, "'%s' is more than %zu folders deep",
                          name, limits->max_depth);
    }
    return QA_OK;
}

/* NULL: it is an entry. */
static struct qa_input_skipped *reason_to_skip(struct qa_entries *entries,
                                               const struct qa_found *found, const char *name)
{
    if (name[0] == '\0') {
        return &entries->left_out.special;
    }
    if (qa_name_is_hidden(name)) {
        return &entries->left_out.hidden;
    }
    return found->kind == QA_FOUND_LINK      ? &entries->left_out.links
           : found->kind == QA_FOUND_SPECIAL ? &entries->left_out.special
                                             : NULL;
}

enum qa_status qa_entries_add(struct qa_entries *entries, const struct qa_found *found,
                              struct qa_error *err)
{
    struct qa_arena *arena = entries->arena;
    entries->n_seen++;
    QA_TRY(check_limits(entries, found->name, err));
    if (found->kind == QA_FOUND_FOLDER) {
        return QA_OK;
    }
    const char *name = clean_name(entries, found->name, found->file == NULL);
    struct qa_input_skipped *skipped = reason_to_skip(entries, found, name);
    if (skipped != NULL) {
        if (skipped->n++ == 0) {
            skipped->first = qa_arena_text(arena, name);
        }
        return QA_OK;
    }
    size_t length = length_without_suffix(name);
    bool is_as_written = found->file != NULL && strcmp(name, found->name) == 0;
    const char *path =
        is_as_written ? found->file : qa_arena_format(arena, "%s/%s", entries->root, name);
    struct qa_entry entry = {
        .path = path, .file = found->file, .size = found->size, .ordinal = entries->n_seen - 1};
    entry.name = name[length] == '\0' ? path + strlen(entries->root) + 1
                                      : qa_arena_text_n(arena, name, length);
    append(entries, &entry);
    return QA_OK;
}

struct qa_entry *qa_entries_add_file(struct qa_entries *entries, const char *path, uint64_t size,
                                     bool is_compressed)
{
    const char *slash = strrchr(path, '/');
    const char *name = clean_name(entries, slash != NULL ? slash + 1 : path, false);
    size_t length = is_compressed ? length_without_suffix(name) : strlen(name);
    struct qa_entry entry = {.path = path, .size = size};
    entry.name = qa_arena_text_n(entries->arena, name, length);
    return append(entries, &entry);
}

/* '/' comes before every other byte, so that the files of a folder stay together: "a/b" stands
 * before "a-b". */
static int weight(unsigned char c)
{
    return c == '\0' ? 0 : c == '/' ? 1 : c + 1;
}

static int compare_names(const void *a, const void *b)
{
    const char *left = ((const struct qa_entry *)a)->name;
    const char *right = ((const struct qa_entry *)b)->name;
    while (*left != '\0' && *left == *right) {
        left++;
        right++;
    }
    return weight((unsigned char)*left) - weight((unsigned char)*right);
}

enum qa_status qa_entries_sort(struct qa_entries *entries, struct qa_error *err)
{
    if (entries->n > 0) {
        qsort(entries->list, entries->n, sizeof *entries->list, compare_names);
    }
    for (size_t i = 1; i < entries->n; i++) {
        const struct qa_entry *a = &entries->list[i - 1];
        const struct qa_entry *b = &entries->list[i];
        if (strcmp(a->name, b->name) != 0) {
            continue;
        }
        if (strcmp(a->path, b->path) == 0) {
            return qa_fail_at(err, "E146", entries->root, 0, 0, "'%s' is there twice", a->name);
        }
        /* Which of the two comes first is left to the sort. */
        bool is_swapped = strcmp(a->path, b->path) > 0;
        return qa_fail_at(err, "E146", entries->root, 0, 0,
                          "'%s' and '%s' are one file, compressed and not",
                          is_swapped ? b->path : a->path, is_swapped ? a->path : b->path);
    }
    return QA_OK;
}
