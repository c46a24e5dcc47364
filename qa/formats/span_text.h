#ifndef QA_FORMATS_SPAN_TEXT_H
#define QA_FORMATS_SPAN_TEXT_H

/*
 * Spans of one item's text on their way into the sink. Offsets of files count characters, units of
 * UTF-16 or bytes (--offsets); inside they are code points. What a file quotes of a span must be
 * what stands at its offsets, white space of any kind being one: when it is not, and another unit
 * fits, the span is an error that names the unit (E200); when none fits, it is said (W203). Offsets
 * outside the text or within a character are E201; units that cannot be converted because the file
 * has no text, E202.
 */

#include "qa/formats/sink.h"

struct qa_span_text {
    struct qa_sink *sink;
    const char *text; /* NULL: not known */
    size_t size;
    enum qa_offset_unit unit;
    bool is_ascii;      /* all units are the same */
    uint32_t *byte_at;  /* by code point, n_points + 1 */
    uint32_t *utf16_at; /* likewise */
    size_t n_points;
    size_t capacity;
    struct qa_shape shape; /* scratch of qa_span_text_give */
};

/* usual: the unit of the format, where nobody asks. One for a whole file. */
void qa_span_text_init(struct qa_span_text *out, struct qa_sink *sink, enum qa_offset_unit usual);

/* The text of the answer's item, UTF-8; kept by the caller until the next. NULL: not known. The
 * item has been given to the sink; its text is told to the names. O(size). */
void qa_span_text_begin(struct qa_span_text *spans, const char *text, size_t size,
                        struct qa_place place);

/* The first half of qa_span_text_give: the span in code points with what is quoted, in
 * spans->shape. */
bool qa_span_text_convert(struct qa_span_text *spans, const struct qa_shape *shape,
                          struct qa_place place);

/* A span: pairs of start and end in the file's unit, `shape`'s text being what the file quotes. The
 * label and other fields of the object have been given. False after a finding that is an error.
 * O(fragments x log size). */
bool qa_span_text_give(struct qa_span_text *spans, const struct qa_shape *shape,
                       struct qa_place place);

#endif
