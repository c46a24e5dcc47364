#include "qa/formats/xml.h"

#include <expat.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "qa/base/fold.h"

struct qa_xml {
    const struct qa_xml_input *input;
    const struct qa_xml_handlers *handlers;
    struct qa_arena *arena;
    struct qa_error *err;
    XML_Parser parser;
    enum qa_status status;      /* of qa_xml_fail and of what is refused */
    struct qa_xml_buffer text;  /* since the last start tag */
    struct qa_xml_buffer names; /* of the open elements, one behind the other */
    size_t name_at[QA_XML_DEEPEST + 1];
    size_t depth;
    size_t counted; /* bytes that were looked through for line ends */
    size_t line_at; /* where the line of the last place begins */
};

struct qa_xml_input qa_xml_input_of(const struct qa_bytes *bytes)
{
    return (struct qa_xml_input){.data = bytes->data,
                                 .size = bytes->size,
                                 .path = bytes->path,
                                 .was_converted = bytes->was_utf16 || bytes->was_windows};
}

/* ---- places and failures ---- */

static void place_of_byte(struct qa_xml *xml, size_t at, uint64_t *line, uint64_t *column)
{
    const char *data = xml->input->data;
    at = at < xml->input->size ? at : xml->input->size;
    if (at < xml->counted) {
        xml->counted = xml->line_at = 0;
    }
    for (; xml->counted < at; xml->counted++) {
        if (data[xml->counted] == '\n') {
            xml->line_at = xml->counted + 1;
        }
    }
    *line = XML_GetCurrentLineNumber(xml->parser);
    *column = at - xml->line_at + 1;
}

void qa_xml_place(struct qa_xml *xml, uint64_t *line, uint64_t *column)
{
    XML_Index at = XML_GetCurrentByteIndex(xml->parser);
    place_of_byte(xml, at > 0 ? (size_t)at : 0, line, column);
}

static enum qa_status fail_here(struct qa_xml *xml, const char *code, const char *text)
{
    const struct qa_xml_input *input = xml->input;
    uint64_t line;
    uint64_t column;
    qa_xml_place(xml, &line, &column);
    if (input->part != NULL) {
        return qa_fail_at(xml->err, "E137", input->path, 0, 0, "part '%s', line %llu: %s",
                          input->part, (unsigned long long)line, text);
    }
    return qa_fail_at(xml->err, code, input->path, line, column, "%s", text);
}

static void stop(struct qa_xml *xml, const char *code, const char *text)
{
    if (xml->status == QA_OK) {
        xml->status = fail_here(xml, code, text);
        XML_StopParser(xml->parser, XML_FALSE);
    }
}

void qa_xml_fail(struct qa_xml *xml, const char *code, const char *format, ...)
{
    char text[QA_ERROR_TEXT_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    stop(xml, code, text);
}

/* ---- what expat calls ---- */

static const char *without_prefix(const char *name)
{
    const char *colon = strrchr(name, ':');
    return colon != NULL ? colon + 1 : name;
}

static void XMLCALL on_start(void *data, const XML_Char *name, const XML_Char **attributes)
{
    struct qa_xml *xml = data;
    name = without_prefix(name);
    if (xml->status != QA_OK) {
        return;
    }
    if (xml->depth == QA_XML_DEEPEST) {
        stop(xml, "E183", "elements are nested too deep");
        return;
    }
    xml->name_at[xml->depth++] = xml->names.length;
    qa_xml_append(&xml->names, name, strlen(name) + 1, xml->arena);
    xml->text.length = 0;
    if (xml->handlers->start != NULL) {
        xml->handlers->start(xml->handlers->context, xml, name, attributes);
    }
}

static void XMLCALL on_end(void *data, const XML_Char *name)
{
    struct qa_xml *xml = data;
    if (xml->status != QA_OK) {
        return; /* expat ends an empty element that it was stopped in */
    }
    if (xml->handlers->end != NULL) {
        xml->handlers->end(xml->handlers->context, xml, without_prefix(name));
    }
    xml->text.length = 0;
    xml->names.length = xml->name_at[--xml->depth];
}

static void XMLCALL on_text(void *data, const XML_Char *text, int length)
{
    struct qa_xml *xml = data;
    size_t n = (size_t)length;
    if (xml->status != QA_OK) {
        return;
    }
    if (xml->text.length + n > QA_XML_LONGEST_TEXT) {
        stop(xml, "E183", "the text of an element is too long");
        return;
    }
    qa_xml_append(&xml->text, text, n, xml->arena);
    if (xml->handlers->text != NULL) {
        xml->handlers->text(xml->handlers->context, text, n);
    }
}

/* Office programs declare no document type; one that does means to expand something. */
static void XMLCALL on_document_type(void *data, const XML_Char *name, const XML_Char *system_id,
                                     const XML_Char *public_id, int has_declarations)
{
    struct qa_xml *xml = data;
    (void)name;
    (void)system_id;
    (void)public_id;
    if (xml->input->part != NULL || has_declarations != 0) {
        stop(xml, "E183", "a document type is not accepted");
    }
}

/* With an external document type, which is not read, expat would leave out what that defines. */
static void XMLCALL on_skipped_entity(void *data, const XML_Char *name, int is_parameter)
{
    (void)is_parameter;
    qa_xml_fail(data, "E183", "the entity '%.60s' is not known", name);
}

/* Windows-1252 by the names that people give it; expat knows the ISO encodings. */
static int XMLCALL on_encoding(void *data, const XML_Char *name, XML_Encoding *encoding)
{
    static const uint16_t upper[32] = {
        0x20AC, 0xFFFF, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
        0x2039, 0x0152, 0xFFFF, 0x017D, 0xFFFF, 0xFFFF, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFF, 0x017E, 0x0178};
    enum { FIRST = 0x80, LAST = 0x9F, NONE = 0xFFFF, N_BYTES = 256 };
    (void)data;
    if (strcasecmp(name, "windows-1252") != 0 && strcasecmp(name, "cp1252") != 0) {
        return XML_STATUS_ERROR;
    }
    for (int byte = 0; byte < N_BYTES; byte++) {
        int point = byte >= FIRST && byte <= LAST ? upper[byte - FIRST] : byte;
        encoding->map[byte] = point == NONE ? -1 : point;
    }
    encoding->data = NULL;
    encoding->convert = NULL;
    encoding->release = NULL;
    return XML_STATUS_OK;
}

/* ---- the parse ---- */

static enum qa_status say_broken(struct qa_xml *xml)
{
    char text[QA_XML_DEEPEST];
    enum XML_Error code = XML_GetErrorCode(xml->parser);
    if (code == XML_ERROR_NO_ELEMENTS && xml->depth > 0 && xml->input->part == NULL) {
        snprintf(text, sizeof text, "the file ends inside of <%.60s>: it is not whole",
                 qa_xml_ancestor(xml, 0));
        return fail_here(xml, "E183", text);
    }
    if (xml->input->part != NULL) {
        return fail_here(xml, "E137", XML_ErrorString(code));
    }
    snprintf(text, sizeof text, "no well-formed XML: %s", XML_ErrorString(code));
    return fail_here(xml, "E183", text);
}

/* In pieces, since expat counts in int. */
static enum qa_status feed(struct qa_xml *xml)
{
    static const size_t piece = (size_t)1 << 20;
    const char *data = xml->input->data;
    size_t left = xml->input->size;
    do {
        size_t n = left < piece ? left : piece;
        if (XML_Parse(xml->parser, data, (int)n, n == left) != XML_STATUS_OK) {
            return xml->status != QA_OK ? xml->status : say_broken(xml);
        }
        data += n;
        left -= n;
    } while (left > 0);
    return QA_OK;
}

enum qa_status qa_xml_parse(const struct qa_xml_input *input,
                            const struct qa_xml_handlers *handlers, struct qa_arena *arena,
                            struct qa_error *err)
{
    struct qa_xml xml = {.input = input, .handlers = handlers, .arena = arena, .err = err};
    xml.parser = XML_ParserCreate(input->was_converted ? "UTF-8" : NULL);
    if (xml.parser == NULL) {
        QA_BUG("no memory for an XML parser");
    }
    XML_SetUserData(xml.parser, &xml);
    XML_SetElementHandler(xml.parser, on_start, on_end);
    XML_SetCharacterDataHandler(xml.parser, on_text);
    XML_SetStartDoctypeDeclHandler(xml.parser, on_document_type);
    XML_SetSkippedEntityHandler(xml.parser, on_skipped_entity);
    XML_SetUnknownEncodingHandler(xml.parser, on_encoding, NULL);
    enum qa_status status = feed(&xml);
    XML_ParserFree(xml.parser);
    return status;
}

/* ---- what handlers ask ---- */

const char *qa_xml_text(const struct qa_xml *xml, size_t *length)
{
    const char *text = xml->text.length > 0 ? xml->text.text : "";
    *length = xml->text.length;
    (void)qa_trim_space(&text, length);
    return text;
}

const char *qa_xml_ancestor(const struct qa_xml *xml, size_t up)
{
    return up < xml->depth ? xml->names.text + xml->name_at[xml->depth - 1 - up] : "";
}

const char *qa_xml_attribute(const char **attributes, const char *name)
{
    for (; attributes[0] != NULL; attributes += 2) {
        if (strcmp(attributes[0], name) == 0) {
            return attributes[1];
        }
    }
    return NULL;
}

void qa_xml_append(struct qa_xml_buffer *buffer, const char *text, size_t length,
                   struct qa_arena *arena)
{
    buffer->text =
        qa_arena_grow(arena, buffer->text, &buffer->capacity, buffer->length + length + 1, 1);
    memcpy(buffer->text + buffer->length, text, length);
    buffer->length += length;
    buffer->text[buffer->length] = '\0';
}
