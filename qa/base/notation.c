#include "qa/base/notation.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "qa/base/number.h"
#include "qa/base/utf8.h"

/* ---- characters ---- */

/* Currency signs, each folded to one byte that no text has. */
static const struct {
    uint32_t code_point;
    char byte;
    const char *text;
    const char *currencies;
} marks[] = {
    {0x20ac, 1, "€", "EUR"},
    {0xa3, 2, "£", "GBP"},
    {0xa5, 3, "¥", "JPY CNY"},
    {0x20b9, 4, "₹", "INR"},
    {'$', 5, "$", "USD AUD CAD NZD SGD HKD MXN TWD BRL CLP COP ARS"},
};
enum { N_MARKS = sizeof marks / sizeof *marks };

/* The byte that stands for a character; 0 for one that no number has. */
static char fold(uint32_t c)
{
    for (size_t m = 0; m < N_MARKS; m++) {
        if (marks[m].code_point == c) {
            return marks[m].byte;
        }
    }
    switch (c) {
    case ' ':
    case '\t':
    case 0xa0:   /* no-break */
    case 0x2007: /* as wide as a digit */
    case 0x2009: /* thin */
    case 0x202f: /* narrow, no-break */
        return ' ';
    case 0x2019: /* a typographic apostrophe, as in Switzerland */
        return '\'';
    case 0x2212:
        return '-';
    default:
        return (char)(c > ' ' && c < 0x7f ? c : 0);
    }
}

static size_t fold_text(const char *text, size_t length, char out[QA_NUMBER_TEXT_MAX])
{
    size_t n = 0;
    for (size_t at = 0; at < length;) {
        size_t used;
        char c = fold(qa_utf8_decode(text + at, length - at, &used));
        if (c == 0 || n + 8 > QA_NUMBER_TEXT_MAX) {
            return 0;
        }
        out[n++] = c;
        at += used;
    }
    return n;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* ---- what stands around the digits ---- */

struct stripped {
    const char *at;
    size_t n;
    bool has_sign;
    bool negative;
    bool percent;
    char mark[QA_MARK_MAX];
};

static const char *mark_of_byte(char c)
{
    for (size_t m = 0; m < N_MARKS; m++) {
        if (marks[m].byte == c) {
            return marks[m].text;
        }
    }
    return NULL;
}

static bool set_mark(struct stripped *stripped, const char *text, size_t n)
{
    if (stripped->mark[0] != '\0') {
        return false;
    }
    memcpy(stripped->mark, text, n);
    stripped->mark[n] = '\0';
    return true;
}

/* Takes one thing off the front; false when it is a digit or nothing that is known. */
static bool strip_front(struct stripped *stripped)
{
    enum { CODE = 3 };
    char c = *stripped->at;
    const char *mark = mark_of_byte(c);
    size_t used = 1;
    bool good = c == ' ';
    if ((c == '+' || c == '-') && !stripped->has_sign) {
        stripped->has_sign = good = true;
        stripped->negative = c == '-';
    } else if (mark != NULL) {
        good = set_mark(stripped, mark, strlen(mark));
    } else if (stripped->n > CODE && is_capital(c) && is_capital(stripped->at[1]) &&
               is_capital(stripped->at[2]) && !is_capital(stripped->at[CODE])) {
        good = set_mark(stripped, stripped->at, CODE);
        used = CODE;
    }
    stripped->at += good ? used : 0;
    stripped->n -= good ? used : 0;
    return good;
}

static bool strip_back(struct stripped *stripped)
{
    enum { CODE = 3 };
    const char *end = stripped->at + stripped->n;
    char c = end[-1];
    const char *mark = mark_of_byte(c);
    size_t used = 1;
    bool good = c == ' ';
    if (c == '-' && !stripped->has_sign) {
        stripped->has_sign = stripped->negative = good = true;
    } else if (c == '%' && !stripped->percent) {
        stripped->percent = good = true;
    } else if (mark != NULL) {
        good = set_mark(stripped, mark, strlen(mark));
    } else if (stripped->n > CODE && is_capital(c) && is_capital(end[-2]) && is_capital(end[-3]) &&
               !is_capital(end[-4])) {
        good = set_mark(stripped, end - CODE, CODE);
        used = CODE;
    }
    stripped->n -= good ? used : 0;
    return good;
}

/* ---- the digits ---- */

/* Whether the text is groups of digits between equal separators; a group of zeros alone does not
 * begin a number of thousands. */
static bool is_grouped(const char *text, size_t n, char decimal)
{
    size_t lengths[QA_NUMBER_TEXT_MAX];
    size_t groups = 0;
    char separator = '\0';
    size_t start = 0;
    for (size_t i = 0; i <= n; i++) {
        if (i < n && is_digit(text[i])) {
            continue;
        }
        if (i < n && (text[i] == decimal || strchr(" '.,", text[i]) == NULL ||
                      (separator != '\0' && separator != text[i]))) {
            return false;
        }
        separator = (char)(i < n ? text[i] : separator);
        lengths[groups++] = i - start;
        start = i + 1;
    }
    if (text[0] == '0' || lengths[0] < 1 || lengths[groups - 1] != 3) {
        return false;
    }
    /* As in India, where all but the last group have two digits. */
    size_t size = separator == ',' && groups > 2 && lengths[1] == 2 ? 2 : 3;
    for (size_t g = 1; g + 1 < groups; g++) {
        if (lengths[g] != size) {
            return false;
        }
    }
    return lengths[0] <= size;
}

static bool is_exponent(const char *text, size_t n)
{
    size_t i = n > 1 && (text[1] == '+' || text[1] == '-') ? 2 : 1;
    size_t first = i;
    while (i < n && is_digit(text[i])) {
        i++;
    }
    return n == 0 || (i == n && i > first);
}

static size_t digits_in(const char *text, size_t n)
{
    size_t i = 0;
    while (i < n && is_digit(text[i])) {
        i++;
    }
    return i;
}

/* The number as it reads with that decimal sign; false when it does not. */
static bool write_reading(const struct stripped *number, char decimal, char *out)
{
    const char *text = number->at;
    size_t mantissa = 0;
    while (mantissa < number->n && text[mantissa] != 'e' && text[mantissa] != 'E') {
        mantissa++;
    }
    const char *sign = memchr(text, decimal, mantissa);
    size_t whole = sign != NULL ? (size_t)(sign - text) : mantissa;
    size_t fraction = sign != NULL ? mantissa - whole - 1 : 0;
    bool plain = digits_in(text, whole) == whole;
    if (whole + fraction == 0 || (sign != NULL && digits_in(sign + 1, fraction) != fraction) ||
        (!plain && (!is_grouped(text, whole, decimal) || mantissa < number->n)) ||
        !is_exponent(text + mantissa, number->n - mantissa)) {
        return false;
    }
    size_t n = 0;
    if (number->negative) {
        out[n++] = '-';
    }
    for (size_t i = 0; i < number->n; i++) {
        if (i >= mantissa || is_digit(text[i])) {
            out[n++] = text[i];
        } else if (text + i == sign) {
            out[n++] = '.';
        }
    }
    if (number->percent) {
        out[n++] = '%';
    }
    out[n] = '\0';
    return true;
}

bool qa_number_scan(const char *text, size_t length, struct qa_number_form *out)
{
    char folded[QA_NUMBER_TEXT_MAX];
    struct stripped number = {.at = folded};
    *out = (struct qa_number_form){.point = ""};
    number.n = fold_text(text, length, folded);
    while (number.n > 0 && strip_front(&number)) {
    }
    while (number.n > 0 && strip_back(&number)) {
    }
    if (number.n == 0 || (number.percent && number.mark[0] != '\0')) {
        return false;
    }
    memcpy(out->mark, number.mark, sizeof out->mark);
    bool point = write_reading(&number, '.', out->point);
    bool comma = write_reading(&number, ',', out->comma);
    if (!point) {
        out->point[0] = '\0';
    }
    if (!comma) {
        out->comma[0] = '\0';
    }
    return point || comma;
}

bool qa_mark_fits(const char *mark, const char *currency)
{
    for (size_t m = 0; m < N_MARKS; m++) {
        if (strcmp(marks[m].text, mark) == 0) {
            return strlen(currency) == 3 && strstr(marks[m].currencies, currency) != NULL;
        }
    }
    return strcmp(mark, currency) == 0;
}

const char *qa_currency_code(const char *text)
{
    static const struct {
        const char *word;
        const char *code;
    } words[] = {{"€", "EUR"},
                 {"EUR", "EUR"},
                 {"euro", "EUR"},
                 {"euros", "EUR"},
                 {"£", "GBP"},
                 {"GBP", "GBP"},
                 {"pound sterling", "GBP"},
                 {"pounds sterling", "GBP"},
                 {"₹", "INR"},
                 {"INR", "INR"},
                 {"USD", "USD"},
                 {"US$", "USD"},
                 {"USD$", "USD"},
                 {"US dollar", "USD"},
                 {"US dollars", "USD"},
                 {"CHF", "CHF"},
                 {"SFr.", "CHF"},
                 {"A$", "AUD"},
                 {"AU$", "AUD"},
                 {"CA$", "CAD"},
                 {"NZ$", "NZD"},
                 {"S$", "SGD"},
                 {"HK$", "HKD"},
                 {"R$", "BRL"},
                 {"zł", "PLN"},
                 {"₽", "RUB"},
                 {"₺", "TRY"},
                 {"₩", "KRW"},
                 {"₪", "ILS"},
                 {"฿", "THB"},
                 {"₫", "VND"},
                 {"₱", "PHP"}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcasecmp(words[i].word, text) == 0) {
            return words[i].code;
        }
    }
    return NULL;
}

/* Nobody writes a fraction of thousandths with a 0 behind it but for thousands: 50.000. */
static bool may_be_thousands(const char *text, size_t length)
{
    const char *last = text + length;
    while (last > text && !isdigit((unsigned char)last[-1])) {
        last--;
    }
    return memchr(text, ',', length) != NULL || (last > text && last[-1] == '0');
}

enum qa_number_problem qa_number_alone(const char *text, size_t length,
                                       char out[QA_NUMBER_TEXT_MAX], struct qa_number_form *form)
{
    if (!qa_number_scan(text, length, form) || form->mark[0] != '\0') {
        return QA_NUMBER_UNREADABLE;
    }
    bool point = form->point[0] != '\0';
    bool two = point && form->comma[0] != '\0' && strcmp(form->point, form->comma) != 0;
    if (two && may_be_thousands(text, length)) {
        return QA_NUMBER_TWO_READINGS;
    }
    memcpy(out, point ? form->point : form->comma, QA_NUMBER_TEXT_MAX);
    return QA_NUMBER_OK;
}
