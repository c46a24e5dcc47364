#include "qa/formats/span_text.h"

#include <string.h>

#include "qa/annotation/span.h"
#include "qa/base/fold.h"
#include "qa/base/utf8.h"

static const char *const unit_words[QA_N_OFFSET_UNITS] = {
    [QA_OFFSETS_CODEPOINT] = "characters",
    [QA_OFFSETS_UTF16] = "units of UTF-16",
    [QA_OFFSETS_BYTES] = "bytes",
};
static const char *const unit_names[QA_N_OFFSET_UNITS] = {
    [QA_OFFSETS_CODEPOINT] = "codepoint",
    [QA_OFFSETS_UTF16] = "utf16",
    [QA_OFFSETS_BYTES] = "bytes",
};

void qa_span_text_init(struct qa_span_text *out, struct qa_sink *sink, enum qa_offset_unit usual)
{
    enum qa_offset_unit asked = qa_sink_options(sink)->offsets;
    *out = (struct qa_span_text){.sink = sink,
                                 .unit = asked != QA_OFFSETS_OF_FORMAT ? asked : usual,
                                 .shape = {.arena = qa_sink_arena(sink)}};
}

/* Where each code point begins in bytes and in units of UTF-16. */
static void index_text(struct qa_span_text *spans)
{
    struct qa_arena *arena = qa_sink_arena(spans->sink);
    size_t utf16 = 0;
    size_t n = 0;
    if (spans->size + 1 > spans->capacity) {
        size_t capacity = 2 * (spans->size + 1);
        spans->byte_at = QA_ARRAY(arena, uint32_t, capacity);
        spans->utf16_at = QA_ARRAY(arena, uint32_t, capacity);
        spans->capacity = capacity;
    }
    for (size_t at = 0; at < spans->size; n++) {
        size_t length;
        uint32_t c = qa_utf8_decode(spans->text + at, spans->size - at, &length);
        spans->byte_at[n] = (uint32_t)at;
        spans->utf16_at[n] = (uint32_t)utf16;
        at += length;
        utf16 += c > 0xffff ? 2 : 1;
    }
    spans->byte_at[n] = (uint32_t)spans->size;
    spans->utf16_at[n] = (uint32_t)utf16;
    spans->n_points = n;
}

void qa_span_text_begin(struct qa_span_text *spans, const char *text, size_t size,
                        struct qa_place place)
{
    static const uint64_t high_bits = UINT64_C(0x8080808080808080);
    unsigned char all = 0;
    size_t at = 0;
    spans->text = text;
    spans->size = text != NULL ? size : 0;
    if (text == NULL) {
        return;
    }
    for (uint64_t word; at + sizeof word <= size; at += sizeof word) {
        memcpy(&word, text + at, sizeof word);
        all |= (word & high_bits) != 0 ? 0x80 : 0;
    }
    for (; at < size; at++) {
        all |= (unsigned char)text[at];
    }
    spans->is_ascii = all < 0x80;
    spans->n_points = size;
    if (!spans->is_ascii) {
        index_text(spans);
    }
    qa_sink_item_text(spans->sink, text, size, place);
}

/* ---- units ---- */

/* Index of the code point that begins at an offset; false where none does. */
static bool find_point(const uint32_t *at, size_t n, double offset, double *out)
{
    size_t low = 0;
    size_t high = n + 1;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if ((double)at[middle] < offset) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    *out = (double)low;
    return low <= n && (double)at[low] == offset;
}

static bool to_point(const struct qa_span_text *spans, enum qa_offset_unit unit, double offset,
                     double *out)
{
    if (spans->is_ascii || unit == QA_OFFSETS_CODEPOINT) {
        *out = offset;
        return offset >= 0 && offset <= (double)spans->n_points;
    }
    return find_point(unit == QA_OFFSETS_BYTES ? spans->byte_at : spans->utf16_at, spans->n_points,
                      offset, out);
}

/* The span in code points, into spans->shape; SIZE_MAX, or the number that is at fault. */
static size_t convert(struct qa_span_text *spans, enum qa_offset_unit unit,
                      const struct qa_shape *shape)
{
    spans->shape.n_numbers = 0;
    for (size_t i = 0; i < shape->n_numbers; i++) {
        double point = shape->number[i];
        if (spans->text != NULL && !to_point(spans, unit, shape->number[i], &point)) {
            return i;
        }
        qa_shape_add(&spans->shape, point);
    }
    return SIZE_MAX;
}

/* ---- quoted texts ---- */

static size_t byte_of(const struct qa_span_text *spans, double point)
{
    return spans->is_ascii ? (size_t)point : spans->byte_at[(size_t)point];
}

/* Whether two texts are the same but for the kind of white space; texts of a quote are compared
 * piece by piece, so *at is where the next begins. */
static bool is_prefix(const char *piece, size_t n, const char *quote, size_t n_quote, size_t *at)
{
    for (size_t i = 0; i < n;) {
        size_t one;
        size_t other;
        uint32_t a = qa_utf8_decode(piece + i, n - i, &one);
        if (*at >= n_quote) {
            return false;
        }
        uint32_t b = qa_utf8_decode(quote + *at, n_quote - *at, &other);
        if (a != b && !(qa_is_space(a) && qa_is_space(b))) {
            return false;
        }
        i += one;
        *at += other;
    }
    return true;
}

/* Whether the span of spans->shape is what is quoted: its fragments, with a blank between them. */
static bool is_quoted(const struct qa_span_text *spans, const struct qa_shape *quote)
{
    const double *number = spans->shape.number;
    size_t at = 0;
    for (size_t i = 0; i + 1 < spans->shape.n_numbers; i += 2) {
        if (!(number[i] >= 0 && number[i] < number[i + 1])) {
            return false;
        }
        size_t first = byte_of(spans, number[i]);
        size_t end = byte_of(spans, number[i + 1]);
        bool is_joined = i == 0 || is_prefix(" ", 1, quote->text, quote->n_text, &at);
        if (!is_joined ||
            !is_prefix(spans->text + first, end - first, quote->text, quote->n_text, &at)) {
            return false;
        }
    }
    return at == quote->n_text;
}

/* Another unit by which the quoted text stands at the offsets; QA_OFFSETS_OF_FORMAT: none. */
static enum qa_offset_unit fitting_unit(struct qa_span_text *spans, const struct qa_shape *shape)
{
    for (int unit = QA_OFFSETS_CODEPOINT; unit < QA_N_OFFSET_UNITS; unit++) {
        if (unit != (int)spans->unit && shape->n_text > 0 &&
            convert(spans, (enum qa_offset_unit)unit, shape) == SIZE_MAX &&
            is_quoted(spans, shape)) {
            return (enum qa_offset_unit)unit;
        }
    }
    return QA_OFFSETS_OF_FORMAT;
}

static const char *stands_there(const struct qa_span_text *spans, size_t columns)
{
    const double *number = spans->shape.number;
    size_t n = spans->shape.n_numbers;
    if (!(number[0] < number[n - 1])) {
        return "";
    }
    size_t first = byte_of(spans, number[0]);
    return qa_text_beginning(spans->text + first, byte_of(spans, number[n - 1]) - first, columns,
                             qa_sink_arena(spans->sink));
}

static const char *shown_quote(const struct qa_span_text *spans, const struct qa_shape *shape)
{
    enum { COLUMNS = 40 };
    return qa_text_beginning(shape->text, shape->n_text, COLUMNS, qa_sink_arena(spans->sink));
}

static bool say_unit(struct qa_span_text *spans, const struct qa_shape *shape,
                     enum qa_offset_unit fits, struct qa_place place)
{
    return qa_sink_bad(
        spans->sink, place, "E200",
        "the quoted text '%s' does not stand at %.0f-%.0f counted in %s, but it does "
        "in %s: say --offsets %s",
        shown_quote(spans, shape), shape->number[0], shape->number[shape->n_numbers - 1],
        unit_words[spans->unit], unit_words[fits], unit_names[fits]);
}

/* What is not in the text, or not what is quoted, once the units are known. */
static bool check(struct qa_span_text *spans, const struct qa_shape *shape, size_t fault,
                  struct qa_place place)
{
    enum { COLUMNS = 40 };
    bool is_right = fault == SIZE_MAX && (shape->n_text == 0 || is_quoted(spans, shape));
    if (is_right) {
        return true;
    }
    enum qa_offset_unit fits = fitting_unit(spans, shape);
    if (fits != QA_OFFSETS_OF_FORMAT) {
        return say_unit(spans, shape, fits, place);
    }
    if (fault != SIZE_MAX) {
        return qa_sink_bad(spans->sink, place, "E201",
                           "the offset %.0f is outside the text, or within a character, counted in "
                           "%s; the text has %zu characters",
                           shape->number[fault], unit_words[spans->unit], spans->n_points);
    }
    (void)convert(spans, spans->unit, shape);
    qa_sink_finding(spans->sink, QA_WARNING, "W203", place,
                    "the quoted text '%s' is not what stands at %.0f-%.0f ('%s'), in no unit of "
                    "offsets; the offsets count",
                    shown_quote(spans, shape), shape->number[0],
                    shape->number[shape->n_numbers - 1], stands_there(spans, COLUMNS));
    return true;
}

bool qa_span_text_convert(struct qa_span_text *spans, const struct qa_shape *shape,
                          struct qa_place place)
{
    if (spans->text == NULL && spans->unit > QA_OFFSETS_CODEPOINT &&
        qa_sink_options(spans->sink)->offsets != QA_OFFSETS_OF_FORMAT) {
        return qa_sink_bad(spans->sink, place, "E202",
                           "offsets in %s become characters by the text, which the file does not "
                           "have",
                           unit_words[spans->unit]);
    }
    size_t fault = convert(spans, spans->unit, shape);
    if (spans->text != NULL && shape->n_numbers > 0 && !check(spans, shape, fault, place)) {
        return false;
    }
    spans->shape.text = shape->text;
    spans->shape.n_text = shape->n_text;
    return true;
}

bool qa_span_text_give(struct qa_span_text *spans, const struct qa_shape *shape,
                       struct qa_place place)
{
    return qa_span_text_convert(spans, shape, place) &&
           qa_sink_object(spans->sink, &qa_type_span, &spans->shape, place);
}
