#include "qa/base/filename.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "qa/base/utf8.h"

static bool is_plain(unsigned char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' ||
           c == '-' || c == '_' || c >= 0x80;
}

/* Names that Windows gives to devices, whatever follows a dot. */
static bool is_device(const char *name)
{
    static const char *const plain[] = {"con", "prn", "aux", "nul"};
    size_t length = strcspn(name, ".");
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        if (length == 3 && strncasecmp(name, plain[i], 3) == 0) {
            return true;
        }
    }
    bool numbered = strncasecmp(name, "com", 3) == 0 || strncasecmp(name, "lpt", 3) == 0;
    return numbered && length == 4 && name[3] >= '1' && name[3] <= '9';
}

const char *qa_file_name(struct qa_arena *arena, const char *text)
{
    char *name = qa_utf8_clean(arena, text, strlen(text));
    size_t used = 0;
    while (name[used] != '\0') {
        size_t length;
        (void)qa_utf8_decode(name + used, strlen(name + used), &length);
        if (used + length > QA_LONGEST_FILE_NAME) {
            break;
        }
        if (!is_plain((unsigned char)name[used])) {
            name[used] = '_';
        }
        used += length;
    }
    name[used] = '\0';
    if (used == 0) {
        return "_";
    }
    if (name[0] == '.' || name[0] == '-') {
        name[0] = '_';
    }
    if (name[used - 1] == '.') {
        name[used - 1] = '_';
    }
    return is_device(name) ? qa_arena_format(arena, "_%s", name) : name;
}

static bool is_taken(const char *name, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (strcasecmp(name, names[i]) == 0) {
            return true;
        }
    }
    return false;
}

const char *qa_file_name_unlike(struct qa_arena *arena, const char *text, const char *const *names,
                                size_t n)
{
    const char *base = qa_file_name(arena, text);
    const char *name = base;
    for (unsigned i = 2; is_taken(name, names, n); i++) {
        name = qa_arena_format(arena, "%s-%u", base, i);
    }
    return name;
}
