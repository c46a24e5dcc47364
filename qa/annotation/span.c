#include "qa/annotation/span.h"

#include <math.h>
#include <string.h>

#include "qa/annotation/period.h"
#include "qa/annotation/uem.h"
#include "qa/base/fold.h"
#include "qa/base/number.h"
#include "qa/base/utf8.h"

enum { QUOTED_COLUMNS = 40, SHOWN_FRAGMENTS = 8 };

double qa_span_length(const double *fragments, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i + 1 < n; i += 2) {
        sum += fragments[i + 1] - fragments[i];
    }
    return sum;
}

double qa_span_shared(const double *a, size_t n_a, const double *b, size_t n_b)
{
    double sum = 0;
    for (size_t i = 0, j = 0; i + 1 < n_a && j + 1 < n_b;) {
        double low = a[i] > b[j] ? a[i] : b[j];
        double high = a[i + 1] < b[j + 1] ? a[i + 1] : b[j + 1];
        sum += high > low ? high - low : 0;
        if (a[i + 1] < b[j + 1]) {
            i += 2;
        } else {
            j += 2;
        }
    }
    return sum;
}

bool qa_span_equal(const double *a, size_t n_a, const double *b, size_t n_b)
{
    double shared = qa_span_shared(a, n_a, b, n_b);
    return shared == qa_span_length(a, n_a) && shared == qa_span_length(b, n_b);
}

/* ---- the kind ---- */

static bool valid(const struct qa_objects *objects, size_t i, const char **why)
{
    size_t n;
    size_t n_text;
    const double *number = qa_object_numbers(objects, i, &n);
    const char *text = qa_object_text(objects, i, &n_text);
    *why = NULL;
    if (n == 0 || n % 2 != 0) {
        *why = "the span has no start and end";
    }
    for (size_t k = 0; *why == NULL && k < n; k++) {
        bool is_offset = number[k] >= 0 && number[k] <= QA_SPAN_OFFSET_MAX;
        if (!is_offset || number[k] != floor(number[k])) {
            *why = "an offset of the span is not a whole number from 0 to 2147483647";
        } else if (k % 2 == 1 && number[k] <= number[k - 1]) {
            *why = "the span does not end after it starts";
        } else if (k % 2 == 0 && k > 0 && number[k] < number[k - 1]) {
            *why = "the fragments of the span are not in ascending order, or overlap";
        }
    }
    if (*why == NULL && qa_utf8_check(text, n_text) != n_text) {
        *why = "the quoted text is not valid UTF-8";
    }
    return *why == NULL;
}

static void extent(const struct qa_objects *objects, size_t i, double *low, double *high)
{
    size_t n;
    const double *number = qa_object_numbers(objects, i, &n);
    *low = number[0];
    *high = number[n - 1];
}

static double similarity_of(const struct qa_objects *a, size_t i, const struct qa_objects *b,
                            size_t j)
{
    size_t n_a;
    size_t n_b;
    const double *one = qa_object_numbers(a, i, &n_a);
    const double *other = qa_object_numbers(b, j, &n_b);
    double shared = qa_span_shared(one, n_a, other, n_b);
    return shared > 0 ? shared / (qa_span_length(one, n_a) + qa_span_length(other, n_b) - shared)
                      : 0;
}

static void compare(const struct qa_sides *sides, double *similarity)
{
    for (size_t i = 0; i < sides->a->n; i++) {
        for (size_t j = 0; j < sides->b->n; j++) {
            similarity[i * sides->b->n + j] = similarity_of(sides->a, i, sides->b, j);
        }
    }
}

/* 4-9 "Paris"; 0-3;8-12. */
static const char *describe(const struct qa_objects *objects, size_t i, struct qa_arena *arena)
{
    size_t n;
    size_t n_text;
    const double *number = qa_object_numbers(objects, i, &n);
    const char *text = qa_object_text(objects, i, &n_text);
    const char *out = "";
    for (size_t k = 0; k + 1 < n && k < 2 * SHOWN_FRAGMENTS; k += 2) {
        out = qa_arena_format(arena, "%s%s%.0f-%.0f", out, k > 0 ? ";" : "", number[k],
                              number[k + 1]);
    }
    if (n > 2 * SHOWN_FRAGMENTS) {
        out = qa_arena_format(arena, "%s;...", out);
    }
    return n_text > 0 ? qa_arena_format(arena, "%s \"%s\"", out,
                                        qa_text_beginning(text, n_text, QUOTED_COLUMNS, arena))
                      : out;
}

/* ---- as columns of a table ---- */

static bool read_offset(const struct qa_text_cell *cell, double *out)
{
    uint64_t number;
    if (!qa_parse_count(cell->text, cell->length, &number)) {
        return false;
    }
    *out = (double)number;
    return true;
}

/* cells: start, end and the quoted text. */
static bool read_ends(const struct qa_text_cell *cells, struct qa_shape *out, size_t *column,
                      const char **why)
{
    double number[2];
    for (size_t i = 0; i < 2; i++) {
        if (!read_offset(&cells[i], &number[i])) {
            *column = i;
            *why = "a whole number of characters";
            return false;
        }
    }
    if (number[1] <= number[0]) {
        *column = 1;
        *why = "an end after the start";
        return false;
    }
    qa_shape_add(out, number[0]);
    qa_shape_add(out, number[1]);
    out->text = cells[2].text;
    out->n_text = cells[2].length;
    return true;
}

static size_t skip_blanks(const char *text, size_t n, size_t at)
{
    while (at < n && text[at] == ' ') {
        at++;
    }
    return at;
}

/* Digits from *at on; false without any, or too many. */
static bool take_offset(const char *text, size_t n, size_t *at, double *out)
{
    enum { MOST_DIGITS = 10 };
    size_t first = *at;
    *out = 0;
    for (; *at < n && *at - first <= MOST_DIGITS && text[*at] >= '0' && text[*at] <= '9'; ++*at) {
        *out = 10 * *out + (text[*at] - '0');
    }
    return *at > first && *at - first <= MOST_DIGITS;
}

bool qa_span_parse(const char *text, size_t n, struct qa_shape *out, const char **why)
{
    *why = "fragments such as 0-3;8-12";
    size_t at = skip_blanks(text, n, 0);
    for (;;) {
        double start;
        double end;
        if (!take_offset(text, n, &at, &start) || at >= n || (text[at] != '-' && text[at] != ' ')) {
            return false;
        }
        at = skip_blanks(text, n, at + 1);
        if (!take_offset(text, n, &at, &end)) {
            return false;
        }
        qa_shape_add(out, start);
        qa_shape_add(out, end);
        at = skip_blanks(text, n, at);
        if (at == n) {
            return true;
        }
        if (text[at] != ';' && text[at] != ',') {
            return false;
        }
        at = skip_blanks(text, n, at + 1);
    }
}

/* cells: fragments and the quoted text. */
static bool read_fragments(const struct qa_text_cell *cells, struct qa_shape *out, size_t *column,
                           const char **why)
{
    *column = 0;
    out->text = cells[1].text;
    out->n_text = cells[1].length;
    return qa_span_parse(cells[0].text, cells[0].length, out, why);
}

static void write_quoted(const struct qa_objects *objects, size_t i, struct qa_written_cell *cell)
{
    size_t n;
    const char *text = qa_object_text(objects, i, &n);
    if (n > 0) {
        *cell = (struct qa_written_cell){.text = text, .length = n};
    }
}

static bool write_ends(const struct qa_objects *objects, size_t i, struct qa_arena *arena,
                       struct qa_written_cell *cells)
{
    size_t n;
    const double *number = qa_object_numbers(objects, i, &n);
    if (n != 2) {
        return false;
    }
    qa_write_real(&cells[0], number[0], arena);
    qa_write_real(&cells[1], number[1], arena);
    write_quoted(objects, i, &cells[2]);
    return true;
}

static bool write_fragments(const struct qa_objects *objects, size_t i, struct qa_arena *arena,
                            struct qa_written_cell *cells)
{
    size_t n;
    const double *number = qa_object_numbers(objects, i, &n);
    const char *out = "";
    for (size_t k = 0; k + 1 < n; k += 2) {
        out = qa_arena_format(arena, "%s%s%.0f-%.0f", out, k > 0 ? ";" : "", number[k],
                              number[k + 1]);
    }
    qa_write_text(&cells[0], out);
    write_quoted(objects, i, &cells[1]);
    return true;
}

#define QUOTED "?text,quoted_text,surface,mention"

static const struct qa_type_form forms[] = {
    {.columns =
         (const char *const[]){"start,begin,start_offset", "end,stop,end_offset", QUOTED, NULL},
     .read = read_ends,
     .write = write_ends,
     .is_named = true,
     .texts = 1 << 2},
    {.columns = (const char *const[]){"fragments", QUOTED, NULL},
     .read = read_fragments,
     .write = write_fragments,
     .texts = 1 << 0 | 1 << 1},
};

static const struct qa_type_setting settings[QA_N_SPAN_SETTINGS] = {
    [QA_SPAN_UNIT] = {"unit",
                      "What token_kappa of spans counts: tokens, which stand between white space "
                      "of the text, or characters.",
                      .choices = (const char *const[]){"token", "character", NULL}},
    [QA_SPAN_UEM] = QA_PERIOD_UEM_SETTING,
};

const struct qa_type qa_type_span = {
    .name = "span",
    .plural = "spans",
    .question = "spans",
    .similarity = "IoU",
    .matching = QA_MATCH_ASSIGN,
    .error_figure = "span_f1_strict",
    .error_trial = "spans of both sides",
    .threshold = 1,
    .localisation = 1e-9, /* any character in common */
    .pairs_both_wrong = true,
    .detail = 1,
    .forms = forms,
    .n_forms = sizeof forms / sizeof *forms,
    .settings = settings,
    .n_settings = QA_N_SPAN_SETTINGS,
    .valid = valid,
    .extent = extent,
    .compare = compare,
    .describe = describe,
};
