/* One cell as people read it. */
#include <math.h>
#include <string.h>

#include "qa/base/number.h"
#include "qa/base/time.h"
#include "qa/base/utf8.h"
#include "qa/table/print_forms.h"

/* "1342" to "1,342": digits before the point in groups of three. */
static const char *grouped(struct qa_arena *arena, const char *number)
{
    size_t sign = number[0] == '-';
    size_t digits = strspn(number + sign, "0123456789");
    char *out = qa_arena_alloc(arena, strlen(number) + digits / 3 + 2);
    size_t used = sign;
    memcpy(out, number, sign);
    for (size_t i = 0; i < digits; i++) {
        if (i > 0 && (digits - i) % 3 == 0) {
            out[used++] = ',';
        }
        out[used++] = number[sign + i];
    }
    memcpy(out + used, number + sign + digits, strlen(number + sign + digits) + 1);
    return out;
}

static const char *fixed(struct qa_arena *arena, double value, int digits)
{
    /* A value that rounds to zero has no sign. */
    if (fabs(value) < 0.5 * pow(10, -digits)) {
        value = 0;
    }
    return grouped(arena, qa_arena_format(arena, "%.*f", digits, qa_half_up(value)));
}

/* p-values are told from zero only down to 0.001. */
static const char *p_value(struct qa_arena *arena, double p, int digits)
{
    if (digits < 0 && p < 0.001) {
        return "<0.001";
    }
    return fixed(arena, p, digits < 0 ? 3 : digits);
}

/* Per cent with one decimal; of less than one, with two digits that count. */
static const char *percent(struct qa_arena *arena, double percent, int digits)
{
    enum { MOST_DECIMALS = 4 };
    double size = fabs(percent);
    if (digits >= 0 || size >= 0.995 || size < 0.5 * pow(10, -MOST_DECIMALS)) {
        return fixed(arena, percent, digits < 0 ? 1 : digits);
    }
    int decimals = 1 - (int)floor(log10(size));
    decimals = decimals < MOST_DECIMALS ? decimals : MOST_DECIMALS;
    char *text = qa_arena_format(arena, "%.*f", decimals, percent);
    size_t length = strlen(text);
    while (text[length - 1] == '0' && text[length - 2] != '.') {
        text[--length] = '\0';
    }
    return text;
}

/* Coefficients have three decimals; averages of counts need fewer, whole numbers none. */
static int decimals_of(double value)
{
    double size = fabs(value);
    if (size >= 10 && size < 1e15 && size == floor(size)) {
        return 0;
    }
    return size >= 100 ? 1 : 3;
}

static const char *real(struct qa_arena *arena, enum qa_kind kind, double value, int digits)
{
    switch (kind) {
    case QA_RATE:
        return qa_arena_format(arena, "%s %%", percent(arena, value * 100, digits));
    case QA_MONEY:
        return fixed(arena, value, digits < 0 ? (fabs(value) < 1 && value != 0 ? 4 : 2) : digits);
    case QA_SECONDS:
    case QA_HOURS:
        return fixed(arena, value, digits < 0 ? 1 : digits);
    case QA_P:
        return p_value(arena, value, digits);
    default:
        break;
    }
    return fixed(arena, value, digits < 0 ? decimals_of(value) : digits);
}

static const char *estimate_text(struct qa_arena *arena, enum qa_kind kind,
                                 const struct qa_estimate *estimate, int digits)
{
    if (!qa_is_defined(estimate)) {
        return "undefined";
    }
    bool is_rate = kind == QA_ESTIMATE_RATE;
    double unit = is_rate ? 100 : 1;
    int money = fabs(estimate->value) < 1 ? 4 : 2;
    int shown = digits >= 0 ? digits : is_rate ? 1 : kind == QA_ESTIMATE_MONEY ? money : 3;
    const char *value = fixed(arena, estimate->value * unit, shown);
    const char *percent = is_rate ? " %" : "";
    if (!estimate->has_interval) {
        return qa_arena_format(arena, "%s%s", value, percent);
    }
    const char *low = fixed(arena, estimate->low * unit, shown);
    const char *high = fixed(arena, estimate->high * unit, shown);
    /* A dash between numbers that may be negative would read as a minus. */
    const char *to = estimate->low < 0 ? " to " : "\xe2\x80\x93";
    return qa_arena_format(arena, "%s%s (%s%s%s)", value, percent, low, to, high);
}

const char *qa_cell_text(struct qa_arena *arena, const struct qa_column *column,
                         const struct qa_table_cell *cell, int digits)
{
    if (!cell->present) {
        return "-";
    }
    switch (column->kind) {
    case QA_TEXT:
    case QA_WORD:
        return qa_utf8_clean(arena, cell->as.text, strlen(cell->as.text));
    case QA_COUNT:
        return grouped(arena, qa_arena_format(arena, "%llu", (unsigned long long)cell->as.count));
    case QA_TIME: {
        char *text = qa_arena_alloc(arena, QA_TIME_TEXT_MAX);
        qa_time_format(cell->as.time, text);
        return text;
    }
    case QA_ESTIMATE:
    case QA_ESTIMATE_RATE:
    case QA_ESTIMATE_MONEY:
        return estimate_text(arena, column->kind, cell->as.estimate, digits);
    default:
        return real(arena, column->kind, cell->as.real, digits);
    }
}

const char *qa_column_heading(struct qa_arena *arena, const struct qa_column *column)
{
    if (column->heading != NULL) {
        return column->heading;
    }
    char *text = qa_arena_text(arena, column->name);
    for (char *c = text; *c != '\0'; c++) {
        if (*c == '_') {
            *c = ' ';
        }
    }
    return text;
}
