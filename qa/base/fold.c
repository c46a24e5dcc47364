#include "qa/base/fold.h"

#include <string.h>

#include "qa/base/error.h"
#include "qa/base/utf8.h"

#include <utf8proc.h>

/* Code points that stand alone: none is a mark, composes with the one before it or has another
 * form, so that a text of these is in form C as it is. Not all there are: those of which much is
 * written. */
static const struct range {
    uint32_t first;
    uint32_t last;
} alone[] = {
    {0x0000, 0x02ff}, /* Latin */
    {0x0388, 0x0482}, /* Greek, Cyrillic */
    {0x048a, 0x0590}, /* Cyrillic, Armenian */
    {0x05d0, 0x05ea}, /* Hebrew */
    {0x0620, 0x064a}, /* Arabic */
    {0x2010, 0x2027}, /* dashes, quotes */
    {0x3041, 0x3096}, /* Hiragana */
    {0x309b, 0x312f}, /* Katakana, Bopomofo */
    {0x3400, 0x9fff}, /* ideographs */
    {0xac00, 0xd7a3}, /* Hangul syllables */
};

static bool stands_alone(uint32_t c)
{
    for (size_t i = 0; i < sizeof alone / sizeof *alone && c >= alone[i].first; i++) {
        if (c <= alone[i].last) {
            return true;
        }
    }
    return false;
}

/* What a code point that stands alone folds to, at most `room` code points. False when that does
 * not stand alone. */
static bool fold_alone(uint32_t c, uint32_t *out, size_t room, size_t *n)
{
    int32_t folded[4];
    int boundary = 0;
    utf8proc_ssize_t length =
        utf8proc_decompose_char((int32_t)c, folded, 4, UTF8PROC_CASEFOLD, &boundary);
    if (length < 0 || (size_t)length > room) {
        return false;
    }
    for (utf8proc_ssize_t i = 0; i < length; i++) {
        out[i] = (uint32_t)folded[i];
        if (!stands_alone(out[i])) {
            return false;
        }
    }
    *n = (size_t)length;
    return true;
}

/* The text decoded, into as many places as it has bytes; false when it needs more than that. */
static bool decode(const char *text, size_t size, enum qa_letter_case letter_case, uint32_t *out,
                   size_t *n)
{
    size_t used = 0;
    for (size_t at = 0; at < size;) {
        uint32_t c = (unsigned char)text[at];
        if (c < 0x80) {
            bool is_capital = letter_case == QA_CASE_FOLD && c >= 'A' && c <= 'Z';
            out[used++] = is_capital ? c | 0x20 : c;
            at++;
            continue;
        }
        size_t length;
        size_t n_folded = 1;
        c = qa_utf8_decode(text + at, size - at, &length);
        out[used] = c;
        if (!stands_alone(c) ||
            (letter_case == QA_CASE_FOLD && !fold_alone(c, out + used, length, &n_folded))) {
            return false;
        }
        used += n_folded;
        at += length;
    }
    *n = used;
    return true;
}

/* Form D, in the arena. */
static int32_t *decompose(struct qa_arena *arena, const char *text, size_t size, size_t *n)
{
    const utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_DECOMPOSE;
    const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)text;
    utf8proc_ssize_t room = (utf8proc_ssize_t)size;
    for (;;) {
        int32_t *out = QA_ARRAY(arena, int32_t, (size_t)room);
        utf8proc_ssize_t used =
            utf8proc_decompose(bytes, (utf8proc_ssize_t)size, out, room, options);
        if (used < 0) {
            QA_BUG("utf8proc: %s", utf8proc_errmsg(used));
        }
        if (used <= room) {
            *n = (size_t)used;
            return out;
        }
        room = used;
    }
}

/* Each code point folded, and decomposed again: what it folds to may be composed. The marks stay in
 * order, since no mark but the last of all, the iota below, folds to anything else. */
static int32_t *fold(struct qa_arena *arena, const int32_t *text, size_t *n)
{
    enum { MOST = 8 }; /* of one code point; the standard has 3 */
    const utf8proc_option_t options = UTF8PROC_CASEFOLD | UTF8PROC_DECOMPOSE | UTF8PROC_STABLE;
    int32_t *out = NULL;
    size_t capacity = 0;
    size_t used = 0;
    for (size_t i = 0; i < *n; i++) {
        out = qa_arena_grow(arena, out, &capacity, used + MOST, sizeof *out);
        int boundary = 0;
        utf8proc_ssize_t length =
            utf8proc_decompose_char(text[i], out + used, MOST, options, &boundary);
        if (length < 0 || length > MOST) {
            QA_BUG("utf8proc: U+%04X folds to %td code points", (unsigned)text[i], length);
        }
        used += (size_t)length;
    }
    *n = used;
    return out;
}

uint32_t *qa_fold_text(struct qa_arena *arena, const char *text, size_t size,
                       enum qa_letter_case letter_case, size_t *n)
{
    uint32_t *plain = QA_ARRAY(arena, uint32_t, size);
    if (decode(text, size, letter_case, plain, n)) {
        return plain;
    }
    int32_t *out = decompose(arena, text, size, n);
    if (letter_case == QA_CASE_FOLD) {
        out = fold(arena, out, n);
    }
    utf8proc_ssize_t used =
        utf8proc_normalize_utf32(out, (utf8proc_ssize_t)*n, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    if (used < 0) {
        QA_BUG("utf8proc: %s", utf8proc_errmsg(used));
    }
    *n = (size_t)used;
    return (uint32_t *)out;
}

/* The length of the white space that begins at `at`, 0 for none. */
static size_t space_at(const char *text, size_t size, size_t at)
{
    size_t length;
    return qa_is_space(qa_utf8_decode(text + at, size - at, &length)) ? length : 0;
}

bool qa_trim_space(const char **text, size_t *size)
{
    size_t size_before = *size;
    size_t length;
    while (*size > 0 && (length = space_at(*text, *size, 0)) > 0) {
        *text += length;
        *size -= length;
    }
    while (*size > 0) {
        size_t at = *size - 1;
        while (at > 0 && *size - at < 4 && ((unsigned char)(*text)[at] & 0xc0) == 0x80) {
            at--;
        }
        if (space_at(*text, *size, at) != *size - at) {
            break;
        }
        *size = at;
    }
    return *size < size_before;
}

bool qa_is_punctuation(uint32_t c)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
    return category >= UTF8PROC_CATEGORY_PC && category <= UTF8PROC_CATEGORY_PO;
}

const char *qa_text_beginning(const char *text, size_t size, size_t columns, struct qa_arena *arena)
{
    enum { MOST_BYTES = 1024 }; /* a letter may carry marks without end */
    char *out = qa_arena_alloc(arena, MOST_BYTES + sizeof "…");
    size_t used = 0;
    size_t fits = 0; /* bytes that leave a column for the sign */
    size_t width = 0;
    for (size_t at = 0; at < size;) {
        size_t length;
        uint32_t c = qa_utf8_decode(text + at, size - at, &length);
        char one[5] = {0};
        size_t n = qa_utf8_encode(qa_is_space(c) ? ' ' : c, one);
        width += qa_utf8_width(one);
        if (width > columns || used + n > MOST_BYTES) {
            memcpy(out + fits, "…", sizeof "…");
            used = fits + sizeof "…" - 1;
            break;
        }
        memcpy(out + used, one, n);
        used += n;
        at += length;
        fits = width < columns ? used : fits;
    }
    return qa_utf8_clean(arena, out, used);
}
