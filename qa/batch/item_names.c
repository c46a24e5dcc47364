#include "qa/batch/item_names.h"

#include <string.h>

#include "qa/base/fold.h"
#include "qa/base/utf8.h"

const char *qa_item_reading_name(enum qa_item_reading reading)
{
    static const char *const names[QA_N_ITEM_READINGS] = {
        "auto", "as-is", "base", "stem", "path", "upload", "caseless", "decoded", "unpadded"};
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
        "by their file names without folders, in any letter case",
        "by their file names without folders, %20 and the like read as what they stand for",
        "by their file names without folders and without zeros before numbers"};
    return words[reading];
}

static bool is_plain(const char *text)
{
    const char *at = text;
    while (*at != '\0' && (unsigned char)*at < 0x80) {
        at++;
    }
    return *at == '\0' && (at == text || (!qa_is_space((unsigned char)text[0]) &&
                                          !qa_is_space((unsigned char)at[-1])));
}

static bool is_seen(uint32_t c)
{
    return !qa_is_space(c) && !qa_is_invisible(c);
}

/* Moves *points past what cannot be seen at either end; all of it where nothing can. */
static size_t trim_points(const uint32_t **points, size_t n)
{
    size_t first = 0;
    size_t end = n;
    while (first < n && !is_seen((*points)[first])) {
        first++;
    }
    if (first == n) {
        return n;
    }
    while (!is_seen((*points)[end - 1])) {
        end--;
    }
    *points += first;
    return end - first;
}

static const char *normal_form(const char *name, enum qa_letter_case letter_case,
                               struct qa_arena *arena)
{
    if (letter_case == QA_CASE_KEEP && is_plain(name)) {
        return name;
    }
    size_t n;
    const uint32_t *points = qa_fold_text(arena, name, strlen(name), letter_case, &n);
    n = trim_points(&points, n);
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

static int hex_digit(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* The byte of "%C3"; -1: it is none, or ends the text. */
static int escaped_byte(const char *at)
{
    int high = at[0] == '%' ? hex_digit(at[1]) : -1;
    int low = high < 0 ? -1 : hex_digit(at[2]);
    return low < 0 || high + low == 0 ? -1 : 16 * high + low;
}

/* The name itself where it has no escapes, or such as are no text. */
static const char *decoded(const char *name, struct qa_arena *arena)
{
    char *out = qa_arena_text(arena, name);
    size_t n = 0;
    bool has_escape = false;
    for (const char *at = name; *at != '\0'; at++) {
        has_escape = has_escape || escaped_byte(at) >= 0;
    }
    for (const char *at = name; has_escape && *at != '\0'; at++) {
        int byte = escaped_byte(at);
        if (byte >= 0) {
            out[n++] = (char)byte;
            at += 2;
            continue;
        }
        out[n++] = *at;
        if (*at == '+') {
            out[n - 1] = ' ';
        }
    }
    if (!has_escape || qa_utf8_check(out, n) != n) {
        return name;
    }
    out[n] = '\0';
    return normal_form(out, QA_CASE_KEEP, arena);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* "img007.jpg" -> "img7.jpg", "000" -> "0". */
static void cut_zeros(char *base)
{
    char *out = base;
    bool in_number = false;
    for (const char *at = base; *at != '\0'; at++) {
        bool is_padding = *at == '0' && !in_number && is_digit(at[1]);
        if (!is_padding) {
            *out++ = *at;
            in_number = is_digit(*at);
        }
    }
    *out = '\0';
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
    if (reading == QA_ITEMS_DECODED) {
        path = as_path(decoded(path, arena), arena);
    }
    const char *key = last_parts(path, reading == QA_ITEMS_PATH ? folders : 0);
    if (reading == QA_ITEMS_STEM) {
        cut_suffix(path + (key - path));
    } else if (reading == QA_ITEMS_UNPADDED) {
        cut_zeros(path + (key - path));
    } else if (reading == QA_ITEMS_UPLOAD) {
        key = without_upload(key);
    }
    return *key != '\0' ? key : normal;
}

const char *qa_item_loose_key(const char *name, struct qa_arena *arena)
{
    static const enum qa_item_reading readings[] = {
        QA_ITEMS_DECODED, QA_ITEMS_CASELESS, QA_ITEMS_UPLOAD, QA_ITEMS_STEM, QA_ITEMS_UNPADDED};
    for (size_t i = 0; i < sizeof readings / sizeof *readings; i++) {
        name = qa_item_key(name, readings[i], 0, arena);
    }
    return name;
}

enum qa_item_reading qa_item_reading_that_joins(const char *a, const char *b,
                                                struct qa_arena *arena)
{
    for (int r = QA_ITEMS_BASE; r < QA_N_ITEM_READINGS; r++) {
        enum qa_item_reading reading = (enum qa_item_reading)r;
        if (reading != QA_ITEMS_PATH &&
            strcmp(qa_item_key(a, reading, 0, arena), qa_item_key(b, reading, 0, arena)) == 0) {
            return reading;
        }
    }
    return QA_ITEMS_AUTO;
}

static size_t folder_length(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? (size_t)(slash - path) : 0;
}

bool qa_item_folders_fit(const char *a, const char *b, struct qa_arena *arena)
{
    const char *path[2] = {a, b};
    size_t n[2];
    for (int i = 0; i < 2; i++) {
        path[i] = qa_item_key(path[i], QA_ITEMS_PATH, QA_ITEM_FOLDERS_MAX, arena);
        n[i] = folder_length(path[i]);
    }
    return n[0] == 0 || n[1] == 0 || (n[0] == n[1] && memcmp(path[0], path[1], n[0]) == 0);
}
