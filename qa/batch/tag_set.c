#include "qa/batch/tag_set.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "qa/base/fold.h"
#include "qa/base/number.h"
#include "qa/base/strings.h"
#include "qa/base/utf8.h"

/* A list that is read; tags NULL: it is only looked at. */
struct list {
    const char *at;
    struct qa_arena *arena;
    const char **tags;
    size_t n;
    size_t capacity;
    char *text; /* room for the tag that is read */
};

static void add(struct list *list, const char *text, size_t n)
{
    (void)qa_trim_space(&text, &n);
    if (n > 0 && list->arena != NULL) {
        list->tags = qa_arena_grow(list->arena, list->tags, &list->capacity, list->n + 1,
                                   sizeof *list->tags);
        list->tags[list->n++] = qa_arena_text_n(list->arena, text, n);
    }
}

static void skip_space(struct list *list)
{
    list->at += strspn(list->at, " \t\r\n");
}

static bool hex4(const char *text, uint32_t *out)
{
    *out = 0;
    for (size_t i = 0; i < 4; i++) {
        const char *digits = "0123456789abcdef";
        char c = (char)(text[i] >= 'A' && text[i] <= 'F' ? text[i] | 0x20 : text[i]);
        const char *found = c != '\0' ? strchr(digits, c) : NULL;
        if (found == NULL) {
            return false;
        }
        *out = 16 * *out + (uint32_t)(found - digits);
    }
    return true;
}

/* What stands behind \u, two of them for code points beyond U+FFFF. */
static bool unicode_escape(const char **at, char out[4], size_t *n)
{
    uint32_t c;
    uint32_t low;
    if (!hex4(*at, &c)) {
        return false;
    }
    *at += 4;
    if (c >= 0xd800 && c < 0xdc00 && (*at)[0] == '\\' && (*at)[1] == 'u' && hex4(*at + 2, &low) &&
        low >= 0xdc00 && low < 0xe000) {
        c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
        *at += 6;
    }
    if (c == 0 || (c >= 0xd800 && c < 0xe000)) {
        return false;
    }
    *n = qa_utf8_encode(c, out);
    return true;
}

/* The character behind a backslash. */
static bool escape(const char **at, char out[4], size_t *n)
{
    static const char names[] = "\"\\/'bfnrt";
    static const char means[] = "\"\\/'\b\f\n\r\t";
    char c = **at;
    const char *found = c != '\0' ? strchr(names, c) : NULL;
    if (found == NULL && c != 'u') {
        return false;
    }
    ++*at;
    if (c == 'u') {
        return unicode_escape(at, out, n);
    }
    out[0] = means[found - names];
    *n = 1;
    return true;
}

static bool read_quoted(struct list *list)
{
    char quote = *list->at++;
    size_t n = 0;
    while (*list->at != quote) {
        char bytes[4] = {*list->at};
        size_t length = 1;
        if (*list->at == '\0') {
            return false;
        }
        list->at++;
        if (bytes[0] == '\\' && !escape(&list->at, bytes, &length)) {
            return false;
        }
        if (list->text != NULL) {
            memcpy(list->text + n, bytes, length);
        }
        n += length;
    }
    list->at++;
    if (list->text != NULL) {
        add(list, list->text, n);
    }
    return true;
}

static bool read_element(struct list *list)
{
    if (*list->at == '"' || *list->at == '\'') {
        return read_quoted(list);
    }
    size_t n = strcspn(list->at, " \t\r\n,]");
    double number;
    if (!qa_parse_real(list->at, n, &number)) {
        return false;
    }
    add(list, list->at, n);
    list->at += n;
    return true;
}

static bool read_list(struct list *list)
{
    if (*list->at++ != '[') {
        return false;
    }
    skip_space(list);
    while (*list->at != ']') {
        if (!read_element(list)) {
            return false;
        }
        skip_space(list);
        if (*list->at == ',') {
            list->at++;
            skip_space(list);
        } else if (*list->at != ']') {
            return false;
        }
    }
    return list->at[1] == '\0';
}

bool qa_is_tag_list(const char *label)
{
    struct list list = {.at = label};
    return label[0] == '[' && read_list(&list);
}

static int compare(const void *a, const void *b)
{
    return qa_text_compare(*(const char *const *)a, *(const char *const *)b);
}

size_t qa_tag_set_sort(const char **tags, size_t n)
{
    size_t kept = 0;
    if (n > 1) {
        qsort(tags, n, sizeof *tags, compare);
    }
    for (size_t i = 0; i < n; i++) {
        if (kept == 0 || strcmp(tags[kept - 1], tags[i]) != 0) {
            tags[kept++] = tags[i];
        }
    }
    return kept;
}

static void split(struct list *list, const char *separator)
{
    const char *end;
    while ((end = strstr(list->at, separator)) != NULL) {
        add(list, list->at, (size_t)(end - list->at));
        list->at = end + strlen(separator);
    }
    add(list, list->at, strlen(list->at));
}

size_t qa_tag_set_read(const char *label, const char *separator, struct qa_arena *arena,
                       const char ***tags)
{
    struct list list = {.at = label, .arena = arena};
    if (qa_is_tag_list(label)) {
        list.text = QA_ARRAY(arena, char, strlen(label));
        (void)read_list(&list);
    } else if (separator != NULL && separator[0] != '\0') {
        split(&list, separator);
    } else {
        add(&list, label, strlen(label));
    }
    *tags = list.tags;
    return qa_tag_set_sort(list.tags, list.n);
}

/* The tag between quotes. Returns the end of what was written. */
static char *quote(char *out, const char *tag)
{
    *out++ = '"';
    for (; *tag != '\0'; tag++) {
        if (*tag == '"' || *tag == '\\') {
            *out++ = '\\';
        }
        *out++ = (char)((unsigned char)*tag < ' ' ? ' ' : *tag);
    }
    *out++ = '"';
    return out;
}

const char *qa_tag_set_text(const char *const *tags, size_t n, const char *separator,
                            struct qa_arena *arena)
{
    size_t divider = separator != NULL ? strlen(separator) : 1;
    size_t size = divider + 3;
    for (size_t i = 0; i < n; i++) {
        size += 2 * strlen(tags[i]) + 2 + divider;
    }
    char *text = QA_ARRAY(arena, char, size);
    char *out = text;
    if (separator == NULL) {
        *out++ = '[';
    }
    for (size_t i = 0; i < n; i++) {
        size_t length = strlen(tags[i]);
        if (i > 0) {
            memcpy(out, separator != NULL ? separator : ",", divider);
            out += divider;
        }
        if (separator == NULL) {
            out = quote(out, tags[i]);
        } else {
            memcpy(out, tags[i], length);
            out += length;
        }
    }
    if (separator == NULL) {
        *out++ = ']';
    } else if (n == 0) {
        memcpy(out, separator, divider + 1); /* a set of nothing is a label too */
    }
    return text;
}
