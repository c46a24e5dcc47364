#include "qa/base/utf8.h"

#include <stdbool.h>
#include <string.h>

/* Length of the valid sequence at text[0], or 0. */
static size_t sequence(const unsigned char *text, size_t size)
{
    unsigned char lead = text[0];
    if (lead < 0x80) {
        return 1;
    }
    size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || size < length) {
        return 0;
    }
    /* The second byte excludes overlong forms, surrogates and what lies above U+10FFFF. */
    unsigned char low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    unsigned char high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (text[1] < low || text[1] > high) {
        return 0;
    }
    for (size_t i = 2; i < length; i++) {
        if ((text[i] & 0xc0) != 0x80) {
            return 0;
        }
    }
    return length;
}

size_t qa_utf8_check(const void *text, size_t size)
{
    const unsigned char *bytes = text;
    size_t at = 0;
    while (at < size) {
        uint64_t words[2];
        while (at + sizeof words <= size) {
            memcpy(words, bytes + at, sizeof words);
            if (((words[0] | words[1]) & UINT64_C(0x8080808080808080)) != 0) {
                break;
            }
            at += sizeof words;
        }
        size_t end = at + sizeof words < size ? at + sizeof words : size;
        while (at < end) {
            size_t length = sequence(bytes + at, size - at);
            if (length == 0) {
                return at;
            }
            at += length;
        }
    }
    return size;
}

uint32_t qa_utf8_decode(const char *text, size_t size, size_t *length)
{
    const unsigned char *bytes = (const unsigned char *)text;
    *length = sequence(bytes, size);
    switch (*length) {
    case 1:
        return bytes[0];
    case 2:
        return (uint32_t)(bytes[0] & 0x1f) << 6 | (bytes[1] & 0x3f);
    case 3:
        return (uint32_t)(bytes[0] & 0x0f) << 12 | (uint32_t)(bytes[1] & 0x3f) << 6 |
               (bytes[2] & 0x3f);
    case 4:
        return (uint32_t)(bytes[0] & 0x07) << 18 | (uint32_t)(bytes[1] & 0x3f) << 12 |
               (uint32_t)(bytes[2] & 0x3f) << 6 | (bytes[3] & 0x3f);
    default:
        *length = 1;
        return 0xfffd;
    }
}

size_t qa_utf8_encode(uint32_t code_point, char out[4])
{
    if (code_point < 0x80) {
        out[0] = (char)code_point;
        return 1;
    }
    if (code_point < 0x800) {
        out[0] = (char)(0xc0 | code_point >> 6);
        out[1] = (char)(0x80 | (code_point & 0x3f));
        return 2;
    }
    if (code_point < 0x10000) {
        out[0] = (char)(0xe0 | code_point >> 12);
        out[1] = (char)(0x80 | (code_point >> 6 & 0x3f));
        out[2] = (char)(0x80 | (code_point & 0x3f));
        return 3;
    }
    out[0] = (char)(0xf0 | code_point >> 18);
    out[1] = (char)(0x80 | (code_point >> 12 & 0x3f));
    out[2] = (char)(0x80 | (code_point >> 6 & 0x3f));
    out[3] = (char)(0x80 | (code_point & 0x3f));
    return 4;
}

struct range {
    uint32_t first;
    uint32_t last;
};

static bool in_ranges(uint32_t c, const struct range *ranges, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (c >= ranges[i].first && c <= ranges[i].last) {
            return true;
        }
    }
    return false;
}

static size_t character_width(uint32_t c)
{
    static const struct range marks[] = {
        {0x0300, 0x036f}, {0x0483, 0x0489}, {0x0591, 0x05bd}, {0x064b, 0x065f},
        {0x200b, 0x200f}, {0x20d0, 0x20f0}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f},
    };
    static const struct range wide[] = {
        {0x1100, 0x115f},   {0x2e80, 0x303e},   {0x3041, 0x33ff},   {0x3400, 0x4dbf},
        {0x4e00, 0x9fff},   {0xa000, 0xa4cf},   {0xac00, 0xd7a3},   {0xf900, 0xfaff},
        {0xfe30, 0xfe6f},   {0xff00, 0xff60},   {0xffe0, 0xffe6},   {0x1f300, 0x1f64f},
        {0x1f680, 0x1f6ff}, {0x1f900, 0x1f9ff}, {0x20000, 0x3fffd},
    };
    if (c < 0x300) {
        return 1;
    }
    if (in_ranges(c, marks, sizeof marks / sizeof *marks)) {
        return 0;
    }
    return in_ranges(c, wide, sizeof wide / sizeof *wide) ? 2 : 1;
}

size_t qa_utf8_width(const char *text)
{
    size_t size = strlen(text);
    size_t width = 0;
    for (size_t at = 0; at < size;) {
        size_t length;
        width += character_width(qa_utf8_decode(text + at, size - at, &length));
        at += length;
    }
    return width;
}

/* Control characters; what Unicode keeps from interchange, which XML cannot hold; line and
 * paragraph separators; and what turns the direction of all that follows. */
static bool is_unfit(uint32_t c)
{
    static const struct range ranges[] = {
        {0x00, 0x1f}, {0x7f, 0x9f}, {0x2028, 0x202e}, {0x2066, 0x2069}, {0xfdd0, 0xfdef}};
    return (c & 0xfffe) == 0xfffe || in_ranges(c, ranges, sizeof ranges / sizeof *ranges);
}

char *qa_utf8_clean(struct qa_arena *arena, const char *text, size_t size)
{
    /* A bad byte becomes three. */
    char *out = qa_arena_array(arena, size * 3 + 1, 1);
    size_t used = 0;
    for (size_t at = 0; at < size;) {
        size_t length;
        uint32_t c = qa_utf8_decode(text + at, size - at, &length);
        used += qa_utf8_encode(is_unfit(c) ? 0xfffd : c, out + used);
        at += length;
    }
    out[used] = '\0';
    return out;
}

size_t qa_utf16_length(const char *text, size_t size)
{
    size_t units = 0;
    for (size_t at = 0; at < size;) {
        size_t length;
        units += qa_utf8_decode(text + at, size - at, &length) > 0xffff ? 2 : 1;
        at += length;
    }
    return units;
}
