#include "qa/base/number.h"

#include <ctype.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_NUMBER = 400, LONGEST_NAME = 64 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void trim(const char **text, size_t *length)
{
    while (*length > 0 && (**text == ' ' || **text == '\t')) {
        ++*text;
        --*length;
    }
    while (*length > 0 && ((*text)[*length - 1] == ' ' || (*text)[*length - 1] == '\t')) {
        --*length;
    }
}

/*
 * The decimal grammar: sign? digits* (. digits*)? (e sign? digits+)?, with a digit before the
 * exponent. Gathers what the fast path needs: up to 19 significant digits and the power of ten.
 */
struct decimal {
    uint64_t digits;
    int n_digits; /* significant ones */
    long exponent;
    bool negative;
};

static bool scan_exponent(const char *text, size_t length, size_t *at, long *exponent)
{
    bool negative = false;
    if (*at < length && (text[*at] == '+' || text[*at] == '-')) {
        negative = text[*at] == '-';
        ++*at;
    }
    long value = 0;
    size_t start = *at;
    while (*at < length && is_digit(text[*at])) {
        value = value < 100000 ? value * 10 + (text[*at] - '0') : value;
        ++*at;
    }
    *exponent += negative ? -value : value;
    return *at > start;
}

static bool scan_decimal(const char *text, size_t length, struct decimal *out)
{
    *out = (struct decimal){0};
    size_t at = 0;
    if (at < length && (text[at] == '+' || text[at] == '-')) {
        out->negative = text[at++] == '-';
    }
    size_t n_seen = 0;
    bool after_point = false;
    for (; at < length && (is_digit(text[at]) || (text[at] == '.' && !after_point)); at++) {
        if (text[at] == '.') {
            after_point = true;
            continue;
        }
        n_seen++;
        if (out->n_digits < 19) {
            out->digits = out->digits * 10 + (uint64_t)(text[at] - '0');
            out->n_digits += out->digits != 0;
            out->exponent -= after_point;
        } else {
            out->n_digits++;
            out->exponent += !after_point;
        }
    }
    if (n_seen == 0) {
        return false;
    }
    if (at < length && (text[at] == 'e' || text[at] == 'E')) {
        at++;
        if (!scan_exponent(text, length, &at, &out->exponent)) {
            return false;
        }
    }
    return at == length;
}

/* Exact when digits and power are both exactly representable (Clinger 1990): one rounding. */
static bool fast_value(const struct decimal *decimal, double *out)
{
    static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                    1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    if (decimal->n_digits > 15 || decimal->exponent < -22 || decimal->exponent > 22) {
        return false;
    }
    double value = (double)decimal->digits;
    value = decimal->exponent < 0 ? value / powers[-decimal->exponent]
                                  : value * powers[decimal->exponent];
    *out = decimal->negative ? -value : value;
    return true;
}

bool qa_parse_real(const char *text, size_t length, double *out)
{
    trim(&text, &length);
    struct decimal decimal;
    if (length == 0 || length > LONGEST_NUMBER || !scan_decimal(text, length, &decimal)) {
        return false;
    }
    if (fast_value(&decimal, out)) {
        return true;
    }
    /* The program never leaves the "C" locale, so strtod reads a point. */
    char copy[LONGEST_NUMBER + 1];
    memcpy(copy, text, length);
    copy[length] = '\0';
    *out = strtod(copy, NULL);
    return isfinite(*out);
}

bool qa_parse_count(const char *text, size_t length, uint64_t *out)
{
    double value;
    if (!qa_parse_real(text, length, &value) || value < 0 || value > 9007199254740992.0 ||
        value != floor(value)) {
        return false;
    }
    *out = (uint64_t)value;
    return true;
}

/* The number divided by 100 in one rounding: 12.3% is 0.123. */
static bool parse_percent(const char *text, size_t length, double *out)
{
    char copy[LONGEST_NUMBER + 8];
    trim(&text, &length);
    if (length == 0 || length > LONGEST_NUMBER || !qa_parse_real(text, length, out)) {
        return false;
    }
    if (memchr(text, 'e', length) != NULL || memchr(text, 'E', length) != NULL) {
        *out /= 100;
        return true;
    }
    memcpy(copy, text, length);
    memcpy(copy + length, "e-2", sizeof "e-2");
    return qa_parse_real(copy, length + 3, out);
}

bool qa_parse_rate(const char *text, size_t length, double *out)
{
    trim(&text, &length);
    double value;
    if (length > 0 && text[length - 1] == '%') {
        if (!parse_percent(text, length - 1, &value)) {
            return false;
        }
    } else if (!qa_parse_real(text, length, &value) ||
               (value >= 1 && memchr(text, '.', length) == NULL)) {
        return false;
    }
    *out = value;
    return value >= 0 && value <= 1;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Rows of the table of distances between the beginnings of two texts; three are in use at a time.
 */
struct distances {
    size_t rows[3][LONGEST_NAME + 1];
};

/* Distance of a's first i characters from b's first j: edits and swaps of neighbours cost 1. */
static size_t distance_at(const struct distances *distances, const char *a, const char *b, size_t i,
                          size_t j)
{
    const size_t *row = distances->rows[i % 3];
    const size_t *above = distances->rows[(i + 2) % 3];
    const size_t *two_above = distances->rows[(i + 1) % 3];
    bool same = tolower((unsigned char)a[i - 1]) == tolower((unsigned char)b[j - 1]);
    size_t best = least(above[j - 1] + !same, least(above[j], row[j - 1]) + 1);
    bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
    return swapped ? least(best, two_above[j - 2] + 1) : best;
}

/* Optimal string alignment, without regard to case. */
static size_t edit_distance(const char *a, const char *b)
{
    size_t n = strlen(a);
    size_t m = strlen(b);
    if (n > LONGEST_NAME || m > LONGEST_NAME) {
        return SIZE_MAX;
    }
    struct distances distances;
    for (size_t j = 0; j <= m; j++) {
        distances.rows[0][j] = j;
    }
    for (size_t i = 1; i <= n; i++) {
        distances.rows[i % 3][0] = i;
        for (size_t j = 1; j <= m; j++) {
            distances.rows[i % 3][j] = distance_at(&distances, a, b, i, j);
        }
    }
    return distances.rows[n % 3][m];
}

/* The candidate that begins the text, or that the text begins: "conf" for "confidence"; of several
 * the longest, and of those the first. NULL below four characters. */
static const char *longest_common(const char *text, const char *const *candidates, size_t n)
{
    enum { FEWEST = 4 };
    const char *longest = NULL;
    size_t most = FEWEST - 1;
    for (size_t i = 0; i < n; i++) {
        const char *other = candidates[i];
        size_t shared = 0;
        while (text[shared] != '\0' && text[shared] == other[shared]) {
            shared++;
        }
        if (shared > most && (text[shared] == '\0' || other[shared] == '\0')) {
            longest = other;
            most = shared;
        }
    }
    return longest;
}

const char *qa_nearest_name(const char *text, const char *const *candidates, size_t n)
{
    size_t limit = strlen(text) / 3 > 1 ? strlen(text) / 3 : 1;
    const char *nearest = NULL;
    for (size_t i = 0; i < n; i++) {
        size_t distance = edit_distance(text, candidates[i]);
        if (distance < limit || (distance == limit && nearest == NULL)) {
            nearest = candidates[i];
            limit = distance;
        }
    }
    return nearest != NULL ? nearest : longest_common(text, candidates, n);
}

double qa_half_up(double value)
{
    return value * (1 + DBL_EPSILON);
}

const char *qa_real_text(double value, char out[QA_REAL_TEXT_MAX])
{
    /* Fifteen digits are always kept by a double, seventeen always tell it from its neighbours. */
    for (int digits = 15; digits <= 17; digits++) {
        (void)snprintf(out, QA_REAL_TEXT_MAX, "%.*g", digits, value);
        if (strtod(out, NULL) == value) {
            break;
        }
    }
    return out;
}
