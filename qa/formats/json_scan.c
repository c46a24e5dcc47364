#include "qa/formats/json_scan.h"

#include <string.h>

#include "qa/base/utf8.h"

enum { DEEPEST = 1024 };

void qa_json_scan_init(struct qa_json_scan *scan, const unsigned char *data, size_t size)
{
    *scan = (struct qa_json_scan){.data = data, .size = size, .line = 1};
}

static void skip_blanks(struct qa_json_scan *scan)
{
    while (scan->offset < scan->size) {
        unsigned char c = scan->data[scan->offset];
        if (c == '\n') {
            scan->line++;
            scan->line_start = scan->offset + 1;
        } else if (c != ' ' && c != '\t' && c != '\r') {
            return;
        }
        scan->offset++;
    }
}

static bool is_hex(unsigned char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* Length of the escape at data[0] == '\\', or 0 when it is none. */
static size_t escape_length(const unsigned char *data, size_t size)
{
    if (size >= 2 && data[1] != '\0' && strchr("\"\\/bfnrt", data[1]) != NULL) {
        return 2;
    }
    if (size < 6 || data[1] != 'u') {
        return 0;
    }
    return is_hex(data[2]) && is_hex(data[3]) && is_hex(data[4]) && is_hex(data[5]) ? 6 : 0;
}

static bool take_string(struct qa_json_scan *scan)
{
    scan->offset++;
    while (scan->offset < scan->size) {
        unsigned char c = scan->data[scan->offset];
        size_t step = 1;
        if (c == '"') {
            scan->offset++;
            return true;
        }
        if (c == '\\') {
            step = escape_length(scan->data + scan->offset, scan->size - scan->offset);
        } else if (c >= 0x80) {
            size_t length;
            uint32_t point = qa_utf8_decode((const char *)scan->data + scan->offset,
                                            scan->size - scan->offset, &length);
            step = point == 0xfffd && length == 1 ? 0 : length;
        }
        if (step == 0 || c < 0x20) {
            return false;
        }
        scan->offset += step;
    }
    return false;
}

static size_t digits(const struct qa_json_scan *scan, size_t at)
{
    size_t n = 0;
    while (at + n < scan->size && scan->data[at + n] >= '0' && scan->data[at + n] <= '9') {
        n++;
    }
    return n;
}

static bool take_number(struct qa_json_scan *scan)
{
    size_t at = scan->offset + (scan->data[scan->offset] == '-');
    size_t whole = digits(scan, at);
    if (whole == 0 || (whole > 1 && scan->data[at] == '0')) {
        return false;
    }
    at += whole;
    if (at < scan->size && scan->data[at] == '.') {
        size_t fraction = digits(scan, ++at);
        if (fraction == 0) {
            return false;
        }
        at += fraction;
    }
    if (at < scan->size && (scan->data[at] | 0x20) == 'e') {
        at++;
        at += at < scan->size && (scan->data[at] == '+' || scan->data[at] == '-');
        size_t exponent = digits(scan, at);
        if (exponent == 0) {
            return false;
        }
        at += exponent;
    }
    scan->offset = at;
    return true;
}

static bool take_word(struct qa_json_scan *scan, const char *word)
{
    size_t length = strlen(word);
    if (scan->size - scan->offset < length ||
        memcmp(scan->data + scan->offset, word, length) != 0) {
        return false;
    }
    scan->offset += length;
    return true;
}

bool qa_json_scan_next(struct qa_json_scan *scan, unsigned char *first, size_t *at, bool *good)
{
    skip_blanks(scan);
    if (scan->offset >= scan->size) {
        return false;
    }
    *at = scan->offset;
    *first = scan->data[scan->offset];
    switch (*first) {
    case '{':
    case '}':
    case '[':
    case ']':
    case ',':
    case ':':
        scan->offset++;
        *good = true;
        break;
    case '"':
        *good = take_string(scan);
        break;
    case 't':
        *good = take_word(scan, "true");
        break;
    case 'f':
        *good = take_word(scan, "false");
        break;
    case 'n':
        *good = take_word(scan, "null");
        break;
    default:
        *good = (*first == '-' || (*first >= '0' && *first <= '9')) && take_number(scan);
    }
    return true;
}

/* What may come next. */
enum expected { VALUE, VALUE_OR_END, KEY, KEY_OR_END, COLON, COMMA_OR_END, NOTHING };

struct walk {
    unsigned char open[DEEPEST]; /* '{' or '[' for each level */
    size_t depth;
    enum expected expected;
};

static enum expected after_value(const struct walk *walk)
{
    return walk->depth > 0 ? COMMA_OR_END : NOTHING;
}

static bool open_level(struct walk *walk, unsigned char c)
{
    if (walk->depth == DEEPEST) {
        return false;
    }
    walk->open[walk->depth++] = c;
    walk->expected = c == '{' ? KEY_OR_END : VALUE_OR_END;
    return true;
}

static bool close_level(struct walk *walk, unsigned char c)
{
    bool may_end = walk->expected == COMMA_OR_END || walk->expected == KEY_OR_END ||
                   walk->expected == VALUE_OR_END;
    if (!may_end || walk->depth == 0 || walk->open[walk->depth - 1] != (c == '}' ? '{' : '[')) {
        return false;
    }
    walk->depth--;
    walk->expected = after_value(walk);
    return true;
}

static bool step(struct walk *walk, unsigned char c)
{
    bool wants_value = walk->expected == VALUE || walk->expected == VALUE_OR_END;
    bool wants_key = walk->expected == KEY || walk->expected == KEY_OR_END;
    switch (c) {
    case '{':
    case '[':
        return wants_value && open_level(walk, c);
    case '}':
    case ']':
        return close_level(walk, c);
    case ',':
        if (walk->expected != COMMA_OR_END) {
            return false;
        }
        walk->expected = walk->open[walk->depth - 1] == '{' ? KEY : VALUE;
        return true;
    case ':':
        if (walk->expected != COLON) {
            return false;
        }
        walk->expected = VALUE;
        return true;
    default:
        if (wants_key && c == '"') {
            walk->expected = COLON;
            return true;
        }
        if (wants_value) {
            walk->expected = after_value(walk);
        }
        return wants_value;
    }
}

static const char *expectation(const struct walk *walk)
{
    static const char *const texts[] = {
        [VALUE] = "expected a value",       [VALUE_OR_END] = "expected a value or ']'",
        [KEY] = "expected a member's name", [KEY_OR_END] = "expected a member's name or '}'",
        [COLON] = "expected ':'",           [COMMA_OR_END] = "expected ',' or the end of the list",
        [NOTHING] = "expected nothing more"};
    return walk->depth == DEEPEST ? "nested too deeply" : texts[walk->expected];
}

/* What other programs write for a number that is none. */
static const char *foreign_value(const unsigned char *at, size_t left)
{
    static const struct {
        const char *word, *what;
    } words[] = {{"NaN", "NaN is no JSON number; expected a number, or null where there is none"},
                 {"nan", "nan is no JSON number; expected a number, or null where there is none"},
                 {"Infinity", "Infinity is no JSON number"},
                 {"-Infinity", "-Infinity is no JSON number"},
                 {"None", "None is no JSON value; expected null"},
                 {"True", "True is no JSON value; expected true"},
                 {"False", "False is no JSON value; expected false"}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t length = strlen(words[i].word);
        if (length <= left && memcmp(at, words[i].word, length) == 0) {
            return words[i].what;
        }
    }
    return "expected a value, found something else";
}

size_t qa_json_find_fault(const unsigned char *data, size_t size, const char **what)
{
    struct qa_json_scan scan;
    struct walk walk = {.expected = VALUE};
    qa_json_scan_init(&scan, data, size);
    unsigned char first;
    size_t at;
    bool good;
    while (qa_json_scan_next(&scan, &first, &at, &good)) {
        if (!good) {
            *what = first == '"' ? "a string that is not well-formed"
                                 : foreign_value(data + at, size - at);
            return first == '"' ? scan.offset : at;
        }
        if (!step(&walk, first)) {
            *what = expectation(&walk);
            return at;
        }
    }
    *what = walk.expected == NOTHING ? "not valid" : "the text ends too early";
    return size;
}
