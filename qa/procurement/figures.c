#include "qa/procurement/figures.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "qa/base/number.h"

enum { FIGURE_MAX = 400, MOST_DECIMALS = 6 };

/* Zeros after the point that carry nothing are cut, and then the point itself. */
static void cut_trailing_zeros(char *digits)
{
    size_t length = strlen(digits);

    while (length > 0 && digits[length - 1] == '0') {
        digits[--length] = '\0';
    }
    if (length > 0 && digits[length - 1] == '.') {
        digits[length - 1] = '\0';
    }
}

const char *qa_figure(struct qa_arena *arena, double value, int decimals)
{
    char digits[FIGURE_MAX];
    char *out = qa_arena_alloc(arena, 2 * FIGURE_MAX);
    size_t at = 0;

    snprintf(digits, sizeof digits, "%.*f", decimals < 0 ? MOST_DECIMALS : decimals,
             decimals < 0 ? fabs(value) : qa_half_up(fabs(value)));
    if (decimals < 0) {
        cut_trailing_zeros(digits);
    }
    if (value < 0.0 && strspn(digits, "0.") < strlen(digits)) {
        out[at++] = '-';
    }
    size_t whole = strcspn(digits, ".");
    for (size_t i = 0; digits[i] != '\0'; i++) {
        if (i > 0 && i < whole && (whole - i) % 3 == 0) {
            out[at++] = ',';
        }
        out[at++] = digits[i];
    }
    out[at] = '\0';
    return out;
}

const char *qa_figure_rate(struct qa_arena *arena, double rate)
{
    return qa_arena_format(arena, "%s %%", qa_figure(arena, 100.0 * rate, 1));
}

const char *qa_figure_rate_estimate(struct qa_arena *arena, const struct qa_estimate *rate)
{
    if (!rate->has_interval) {
        return qa_figure_rate(arena, rate->value);
    }
    return qa_arena_format(arena, "%s (%s-%s)", qa_figure_rate(arena, rate->value),
                           qa_figure(arena, 100.0 * rate->low, 1),
                           qa_figure_rate(arena, rate->high));
}

const char *qa_figure_count(struct qa_arena *arena, size_t n, const char *word)
{
    return qa_arena_format(arena, "%s %s%s", qa_figure(arena, (double)n, 0), word,
                           n == 1 ? "" : "s");
}
