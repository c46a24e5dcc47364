#ifndef QA_FORMATS_XML_H
#define QA_FORMATS_XML_H

/*
 * XML 1.0 through expat, front to back without a tree. The encoding is that of the XML declaration,
 * UTF-8 without one; UTF-16, ISO-8859-1 and Windows-1252 are known.
 *
 * Nothing is ever expanded or fetched: a document that declares entities or uses one that is not of
 * XML itself is refused, as is one nested deeper than QA_XML_DEEPEST or an element with more text
 * than QA_XML_LONGEST_TEXT. A document type without declarations of its own is passed over.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "qa/base/arena.h"
#include "qa/base/bytes.h"
#include "qa/base/error.h"

enum { QA_XML_DEEPEST = 128, QA_XML_LONGEST_TEXT = 1 << 28 };

struct qa_xml; /* a reading that is under way */

/* Names come without their prefix. Attributes are name, value, name, value ... NULL, as long as the
 * call. Any function may be NULL. */
struct qa_xml_handlers {
    void (*start)(void *context, struct qa_xml *xml, const char *name, const char **attributes);
    void (*end)(void *context, struct qa_xml *xml, const char *name);
    /* Text in pieces, as it comes; who wants that of small elements asks qa_xml_text. */
    void (*text)(void *context, const char *text, size_t length);
    void *context;
};

/* What is read. */
struct qa_xml_input {
    const void *data;
    size_t size;
    const char *path;   /* for messages */
    bool was_converted; /* it is UTF-8 now, whatever its declaration says */
    /* Of a part of a workbook, which may have no document type at all: its name, which messages
     * say in place of a column (E137). NULL: a document by itself. */
    const char *part;
};
struct qa_xml_input qa_xml_input_of(const struct qa_bytes *bytes);

/* E183 with line and column; of a part E137 with its line. O(size). */
QA_NODISCARD enum qa_status qa_xml_parse(const struct qa_xml_input *input,
                                         const struct qa_xml_handlers *handlers,
                                         struct qa_arena *arena, struct qa_error *err);

/* ---- within a handler ---- */

/* Of the tag that was come to, counted from 1, columns in bytes. O(1) amortised. */
void qa_xml_place(struct qa_xml *xml, uint64_t *line, uint64_t *column);

/* In `end`: the text of an element without elements in it, without the white space around it, until
 * the next handler; of others what stands behind the last of them. */
const char *qa_xml_text(const struct qa_xml *xml, size_t *length);

/* The name of the element around that many others: 0 is the element that begins or ends, 1 the one
 * it stands in. "" beyond the root. */
const char *qa_xml_ancestor(const struct qa_xml *xml, size_t up);

/* The parse fails with this, at the place of the tag, and no handler is called any more. */
void qa_xml_fail(struct qa_xml *xml, const char *code, const char *format, ...) QA_PRINTF(3, 4);

/* The attribute's value, or NULL. */
const char *qa_xml_attribute(const char **attributes, const char *name);

/* Text that is collected from pieces; NUL-terminated once there is any. */
struct qa_xml_buffer {
    char *text;
    size_t length;
    size_t capacity;
};
void qa_xml_append(struct qa_xml_buffer *buffer, const char *text, size_t length,
                   struct qa_arena *arena);

#endif
