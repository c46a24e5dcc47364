/* What labels that may be one have in common. */
#include "qa/batch/label_keys.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "qa/base/bytes.h"
#include "qa/base/fold.h"
#include "qa/base/number.h"
#include "qa/base/utf8.h"
#include "qa/batch/tag_set.h"

/* ---- numbers ---- */

const char *qa_label_number_key(const char *text, struct qa_arena *arena, size_t *size)
{
    double number;
    size_t length = strlen(text);
    if (!qa_parse_real(text, length, &number)) {
        return NULL;
    }
    char *digits = QA_ARRAY(arena, char, length + 1);
    const char *exponent = strpbrk(text, "eE");
    size_t n = 0;
    long long power = 0;
    bool after_point = false;
    for (const char *at = text; *at != '\0' && at != exponent; at++) {
        if (*at >= '0' && *at <= '9') {
            power -= after_point;
            n += n > 0 || *at != '0';
            digits[n > 0 ? n - 1 : 0] = *at;
        }
        after_point = after_point || *at == '.';
    }
    while (n > 0 && digits[n - 1] == '0') {
        n--;
        power++;
    }
    if (exponent != NULL) {
        /* Of a finite number that is not 0, and so not long. */
        double given;
        power +=
            qa_parse_real(exponent + 1, strlen(exponent + 1), &given) && given > -1e9 && given < 1e9
                ? (long long)given
                : 0;
    }
    const char *key = n == 0 ? "0"
                             : qa_arena_format(arena, "%s%.*se%lld", *text == '-' ? "-" : "",
                                               (int)n, digits, power);
    *size = strlen(key);
    return key;
}

static unsigned count_digits(const char *text)
{
    unsigned n = 0;
    for (; *text != '\0'; text++) {
        n += *text >= '0' && *text <= '9';
    }
    return n;
}

/* The number that a text may be when its commas are `comma` ('.', or '\0' for nothing) and a sign
 * of per cent counts; NULL: none. */
static const char *notation_key(const char *text, struct qa_arena *arena, char comma, size_t *size)
{
    char plain[40];
    size_t n = 0;
    double value;
    size_t length = strlen(text);
    bool is_share = length > 1 && text[length - 1] == '%';
    /* A double tells 15 digits apart. */
    if (length >= sizeof plain || count_digits(text) > 15) {
        return NULL;
    }
    length -= is_share;
    length -= is_share && length > 1 && text[length - 1] == ' ';
    for (size_t i = 0; i < length; i++) {
        if (text[i] != ',' || comma != '\0') {
            plain[n++] = text[i];
            if (text[i] == ',') {
                plain[n - 1] = comma;
            }
        }
    }
    plain[n] = '\0';
    if (!qa_parse_real(plain, n, &value)) {
        return NULL;
    }
    const char *key = qa_arena_format(arena, "%.12g", is_share ? value / 100 : value + 0.0);
    *size = strlen(key);
    return key;
}

const char *qa_label_comma_point_key(const char *text, struct qa_arena *arena, size_t *size)
{
    return notation_key(text, arena, '.', size);
}

const char *qa_label_no_comma_key(const char *text, struct qa_arena *arena, size_t *size)
{
    return notation_key(text, arena, '\0', size);
}

/* ---- letters ---- */

const char *qa_label_folded_key(const char *text, struct qa_arena *arena, size_t *size)
{
    size_t n;
    *size = strlen(text);
    if (qa_utf8_check(text, *size) != *size) {
        return text;
    }
    const uint32_t *folded = qa_fold_text(arena, text, *size, QA_CASE_FOLD, &n);
    *size = n * sizeof *folded;
    return (const char *)folded;
}

const char *qa_label_closed_up_key(const char *text, struct qa_arena *arena, size_t *size)
{
    uint32_t *folded;
    size_t n;
    size_t kept = 0;
    *size = strlen(text);
    if (qa_utf8_check(text, *size) != *size) {
        return text;
    }
    folded = qa_fold_text(arena, text, *size, QA_CASE_FOLD, &n);
    for (size_t i = 0; i < n; i++) {
        if (!qa_is_space(folded[i])) {
            folded[kept++] = folded[i];
        }
    }
    *size = kept * sizeof *folded;
    return (const char *)folded;
}

static bool is_quote(uint32_t c)
{
    return c == '"' || c == '\'' || c == '`' || (c >= 0x2018 && c <= 0x201f) || c == 0xab ||
           c == 0xbb;
}

/* Blanks, underscores and hyphens, which stand for one another between words. */
static bool is_joint(uint32_t c)
{
    return qa_is_space(c) || c == '_' || c == '-' || (c >= 0x2010 && c <= 0x2014);
}

/* Letters of other scripts that look like small Latin ones, and digits of full width. */
static uint32_t look_of(uint32_t c)
{
    enum { WIDE_FIRST = 0xff01, WIDE_LAST = 0xff5e, WIDE_BY = 0xfee0 };
    static const struct {
        uint32_t c;
        char latin;
    } twins[] = {{0x430, 'a'}, {0x435, 'e'}, {0x43e, 'o'}, {0x440, 'p'},
                 {0x441, 'c'}, {0x443, 'y'}, {0x445, 'x'}, {0x456, 'i'},
                 {0x455, 's'}, {0x458, 'j'}, {0x3bf, 'o'}, {0x3b1, 'a'}};
    for (size_t i = 0; i < sizeof twins / sizeof *twins; i++) {
        if (twins[i].c == c) {
            return (unsigned char)twins[i].latin;
        }
    }
    enum { MINUS = 0x2212 };
    c = c == MINUS ? '-' : c >= WIDE_FIRST && c <= WIDE_LAST ? c - WIDE_BY : c;
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

/* What surrounds a word and is hardly part of it; "+", "-", "*" and "#" are. */
static bool is_around(uint32_t c)
{
    return c < 0x80 && c != 0 && strchr(".:,;/|!()[]{}", (int)c) != NULL;
}

const char *qa_label_words_key(const char *text, struct qa_arena *arena, size_t *size)
{
    size_t n;
    size_t kept = 0;
    bool has_letter = false;
    *size = strlen(text);
    if (qa_utf8_check(text, *size) != *size) {
        return NULL;
    }
    uint32_t *folded = qa_fold_text(arena, text, *size, QA_CASE_FOLD, &n);
    for (size_t i = 0; i < n; i++) {
        uint32_t c = look_of(folded[i]);
        if (qa_is_invisible(c) || is_quote(c) || (kept == 0 && is_around(c))) {
            continue;
        }
        bool is_between = is_joint(c) && kept > 0 && i + 1 < n;
        if (is_between && folded[kept - 1] == ' ') {
            continue;
        }
        has_letter = has_letter || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c > 0x7f;
        folded[kept++] = is_between ? ' ' : c;
    }
    while (kept > 1 && is_around(folded[kept - 1])) {
        kept--;
    }
    *size = kept * sizeof *folded;
    return has_letter ? (const char *)folded : NULL;
}

/* ---- encodings ---- */

/* The byte that a character was read from as Windows-1252; -1: none. */
static int windows_byte(uint32_t c)
{
    enum { FIRST = 0x80, END = 0xa0 };
    if (c < FIRST || (c >= END && c <= 0xff)) {
        return (int)c;
    }
    for (int byte = FIRST; byte < END; byte++) {
        if (qa_windows_character((unsigned char)byte) == c) {
            return byte;
        }
    }
    return -1;
}

/* The UTF-8 whose bytes were taken for characters; the text itself where it is none. */
static const char *undo_windows(const char *text, struct qa_arena *arena)
{
    size_t length = strlen(text);
    char *bytes = qa_arena_alloc(arena, length + 1);
    size_t n = 0;
    size_t used;
    bool is_ascii = true;
    for (size_t at = 0; at < length; at += used) {
        int byte = windows_byte(qa_utf8_decode(text + at, length - at, &used));
        if (byte < 0) {
            return text;
        }
        is_ascii = is_ascii && byte < 0x80;
        bytes[n++] = (char)byte;
    }
    bytes[n] = '\0';
    return !is_ascii && qa_utf8_check(bytes, n) == n ? bytes : text;
}

/* The character of an entity that the text begins with, and its length; 0: it is none. */
static size_t entity_at(const char *text, uint32_t *c)
{
    static const struct {
        const char *name;
        char c;
    } names[] = {{"&amp;", '&'},  {"&lt;", '<'},    {"&gt;", '>'},
                 {"&quot;", '"'}, {"&apos;", '\''}, {"&nbsp;", ' '}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t n = strlen(names[i].name);
        if (strncasecmp(text, names[i].name, n) == 0) {
            *c = (unsigned char)names[i].c;
            return n;
        }
    }
    bool is_hexadecimal = text[0] == '&' && text[1] == '#' && (text[2] == 'x' || text[2] == 'X');
    const char *digits = text + (is_hexadecimal ? 3 : 2);
    char *end;
    if (text[0] != '&' || text[1] != '#' || !isxdigit((unsigned char)digits[0])) {
        return 0;
    }
    unsigned long value = strtoul(digits, &end, is_hexadecimal ? 16 : 10);
    *c = (uint32_t)value;
    bool is_character = value > 0 && value < 0x110000 && (value < 0xd800 || value > 0xdfff);
    return *end == ';' && is_character ? (size_t)(end - text) + 1 : 0;
}

static const char *undo_entities(const char *text, struct qa_arena *arena)
{
    char *out = qa_arena_alloc(arena, strlen(text) + 1);
    size_t n = 0;
    while (*text != '\0') {
        uint32_t c;
        size_t used = entity_at(text, &c);
        if (used > 0) {
            n += qa_utf8_encode(c, out + n);
            text += used;
        } else {
            out[n++] = *text++;
        }
    }
    out[n] = '\0';
    return out;
}

const char *qa_label_decoded_key(const char *text, struct qa_arena *arena, size_t *size)
{
    const char *key = undo_windows(undo_entities(text, arena), arena);
    *size = strlen(key);
    return key;
}

/* ---- words and what stands behind them ---- */

const char *qa_label_truth_key(const char *text, struct qa_arena *arena, size_t *size)
{
    enum { N = 12 };
    static const char *const words[2][N] = {
        {"no", "n", "false", "f", "0", "nein", "falsch", "non", "faux", "falso", "off", "nee"},
        {"yes", "y", "true", "t", "1", "ja", "wahr", "oui", "vrai", "verdadero", "on", "vero"}};
    (void)arena;
    for (size_t i = 0; i < sizeof words / sizeof *words[0]; i++) {
        if (strcasecmp(words[i / N][i % N], text) == 0) {
            *size = 2;
            return words[i / N][0];
        }
    }
    return NULL;
}

/* Where a score behind a label begins: "0.93", ".9", "93 %"; the end where there is none. */
static size_t score_start(const char *text, size_t end)
{
    bool is_percent = end > 0 && text[end - 1] == '%';
    size_t last = is_percent ? end - 1 : end;
    while (is_percent && last > 0 && text[last - 1] == ' ') {
        last--;
    }
    size_t start = last;
    while (start > 0 && (strchr(".,", text[start - 1]) != NULL ||
                         (text[start - 1] >= '0' && text[start - 1] <= '9'))) {
        start--;
    }
    double score;
    char number[QA_REAL_TEXT_MAX];
    if (last - start >= sizeof number || last == start) {
        return end;
    }
    memcpy(number, text + start, last - start);
    number[last - start] = '\0';
    char *comma = strchr(number, ',');
    if (comma != NULL) {
        *comma = '.';
    }
    bool is_share = strchr(number, '.') != NULL;
    return qa_parse_real(number, strlen(number), &score) && score <= (is_percent ? 100 : 1) &&
                   (is_percent || is_share)
               ? start
               : end;
}

const char *qa_label_unscored_key(const char *text, struct qa_arena *arena, size_t *size)
{
    static const char before[] = " :|=@([{/";
    size_t end = strlen(text);
    while (end > 0 && strchr(")]} ", text[end - 1]) != NULL) {
        end--;
    }
    size_t start = score_start(text, end);
    size_t stem = start;
    while (start < end && stem > 0 && strchr(before, text[stem - 1]) != NULL) {
        stem--;
    }
    (void)arena;
    *size = stem > 0 && stem < start ? stem : strlen(text);
    return text;
}

const char *qa_label_parts_key(const char *text, struct qa_arena *arena, size_t *size)
{
    static const char separators[] = "|;,";
    static const char open[] = "{[(";
    static const char close[] = "}])";
    if (strpbrk(text, separators) == NULL && strchr(open, text[0]) == NULL) {
        return NULL;
    }
    char *copy = qa_arena_text(arena, text);
    size_t n_copy = strlen(copy);
    const char *bracket = strchr(open, copy[0]);
    if (n_copy > 2 && bracket != NULL && copy[n_copy - 1] == close[bracket - open]) {
        copy[n_copy - 1] = '\0';
        copy++;
    }
    for (char *at = copy; (at = strpbrk(at, separators)) != NULL; at++) {
        *at = '|';
    }
    const char **tags;
    size_t n = qa_tag_set_read(copy, "|", arena, &tags);
    const char *key = qa_tag_set_text(tags, n, "|", arena);
    *size = strlen(key);
    return key;
}
