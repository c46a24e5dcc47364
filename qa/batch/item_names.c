#include "qa/batch/item_names.h"

#include <string.h>

#include "qa/base/fold.h"
#include "qa/base/utf8.h"

const char *qa_item_reading_name(enum qa_item_reading reading)
{
    static const char *const names[QA_N_ITEM_READINGS] = {"auto", "as-is",  "base",    "stem",
                                                          "path", "upload", "caseless"};
    return names[reading];
}

const char *qa_item_reading_words(enum qa_item_reading reading)
{
    static const char *const words[QA_N_ITEM_READINGS] = {
        "as they stand",
        "as they stand",
        "by their file names without folders",
        "by their file names without folders and suffix",
        "by their file names with as many folders as tell them apart",
        "by their file names without folders and without Label Studio's digits",
        "by their file names without folders, in any letter case"};
    return words[reading];
}

static bool is_ascii(const char *text)
{
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text >= 0x80) {
            return false;
        }
    }
    return true;
}

static const char *normal_form(const char *name, enum qa_letter_case letter_case,
                               struct qa_arena *arena)
{
    if (letter_case == QA_CASE_KEEP && is_ascii(name)) {
        return name;
    }
    size_t n;
    const uint32_t *points = qa_fold_text(arena, name, strlen(name), letter_case, &n);
    char *out = qa_arena_alloc(arena, 4 * n + 1);
    size_t used = 0;
    for (size_t i = 0; i < n; i++) {
        used += qa_utf8_encode(points[i], out + used);
    }
    return out;
}

/* Slashes alone, and of an address nothing behind the file. */
static char *as_path(const char *name, struct qa_arena *arena)
{
    char *path = qa_arena_text(arena, name);
    for (char *c = path; *c != '\0'; c++) {
        if (*c == '\\') {
            *c = '/';
        }
    }
    if (strstr(path, "://") != NULL) {
        path[strcspn(path, "?#")] = '\0';
    }
    return path;
}

/* The last folders + 1 parts of a path. */
static const char *last_parts(const char *path, unsigned folders)
{
    const char *at = path + strlen(path);
    for (; at > path; at--) {
        if (at[-1] == '/' && folders-- == 0) {
            break;
        }
    }
    return at;
}

static bool is_alphanumeric(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* ".jpg": a dot, not the first, and one to five letters or digits. */
static void cut_suffix(char *base)
{
    enum { LONGEST_SUFFIX = 5 };
    char *dot = strrchr(base, '.');
    size_t n = 0;
    while (dot != NULL && is_alphanumeric(dot[1 + n])) {
        n++;
    }
    if (dot != NULL && dot > base && n > 0 && n <= LONGEST_SUFFIX && dot[1 + n] == '\0') {
        *dot = '\0';
    }
}

/* "cb0618f6-a.jpg" -> "a.jpg". */
static const char *without_upload(const char *base)
{
    enum { DIGITS = 8 };
    size_t n = strspn(base, "0123456789abcdef");
    return n == DIGITS && base[n] == '-' && base[n + 1] != '\0' ? base + n + 1 : base;
}

const char *qa_item_key(const char *name, enum qa_item_reading reading, unsigned folders,
                        struct qa_arena *arena)
{
    const char *normal =
        normal_form(name, reading == QA_ITEMS_CASELESS ? QA_CASE_FOLD : QA_CASE_KEEP, arena);
    if (reading <= QA_ITEMS_AS_IS) {
        return normal;
    }
    char *path = as_path(normal, arena);
    const char *key = last_parts(path, reading == QA_ITEMS_PATH ? folders : 0);
    if (reading == QA_ITEMS_STEM) {
        cut_suffix(path + (key - path));
    } else if (reading == QA_ITEMS_UPLOAD) {
        key = without_upload(key);
    }
    return *key != '\0' ? key : normal;
}
