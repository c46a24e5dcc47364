#include "qa/formats/xlsx_parts.h"

#include <stdlib.h>
#include <string.h>

/* Of attributes whose prefix a program chose. */
static const char *without_prefix(const char *name)
{
    const char *colon = strrchr(name, ':');
    return colon != NULL ? colon + 1 : name;
}

/* ---- shared parts ---- */

struct reading {
    struct qa_xlsx_book *book;
    struct qa_arena *arena;
    /* shared texts */
    struct qa_xml_buffer text;
    bool in_text;
    int in_phonetic;
    /* styles */
    struct {
        long id;
        enum qa_xlsx_style style;
    } * formats;
    size_t n_formats;
    size_t formats_capacity;
    size_t styles_capacity;
    bool in_cell_formats;
};

static void start_workbook(void *context, struct qa_xml *xml, const char *name,
                           const char **attributes)
{
    struct reading *reading = context;
    (void)xml;
    struct qa_xlsx_book *book = reading->book;
    if (strcmp(name, "workbookPr") == 0) {
        const char *value = qa_xml_attribute(attributes, "date1904");
        book->counts_from_1904 =
            value != NULL && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0);
    }
    if (strcmp(name, "sheet") == 0) {
        const char *title = qa_xml_attribute(attributes, "name");
        const char *relation = qa_xml_attribute(attributes, "r:id");
        for (const char **a = attributes; relation == NULL && a[0] != NULL; a += 2) {
            relation = strcmp(without_prefix(a[0]), "id") == 0 ? a[1] : NULL;
        }
        book->sheets = qa_arena_grow(reading->arena, book->sheets, &book->capacity,
                                     book->n_sheets + 1, sizeof *book->sheets);
        book->sheets[book->n_sheets++] = (struct qa_xlsx_sheet_name){
            qa_arena_text(reading->arena, title != NULL ? title : ""),
            qa_arena_text(reading->arena, relation != NULL ? relation : ""), NULL};
    }
}

static void start_relation(void *context, struct qa_xml *xml, const char *name,
                           const char **attributes)
{
    struct reading *reading = context;
    (void)xml;
    const char *id = qa_xml_attribute(attributes, "Id");
    const char *target = qa_xml_attribute(attributes, "Target");
    if (strcmp(name, "Relationship") != 0 || id == NULL || target == NULL) {
        return;
    }
    for (size_t s = 0; s < reading->book->n_sheets; s++) {
        struct qa_xlsx_sheet_name *sheet = &reading->book->sheets[s];
        if (strcmp(sheet->relation, id) == 0) {
            /* Targets are relative to xl/, or absolute from the archive's root. */
            sheet->part = target[0] == '/' ? qa_arena_text(reading->arena, target + 1)
                                           : qa_arena_format(reading->arena, "xl/%s", target);
        }
    }
}

static void start_shared(void *context, struct qa_xml *xml, const char *name,
                         const char **attributes)
{
    struct reading *reading = context;
    (void)xml;
    (void)attributes;
    if (strcmp(name, "si") == 0) {
        reading->text.length = 0;
    }
    reading->in_phonetic += strcmp(name, "rPh") == 0;
    reading->in_text = reading->in_text || strcmp(name, "t") == 0;
}

static void end_shared(void *context, struct qa_xml *xml, const char *name)
{
    struct reading *reading = context;
    (void)xml;
    struct qa_xlsx_texts *shared = &reading->book->shared;
    if (strcmp(name, "t") == 0) {
        reading->in_text = false;
    }
    reading->in_phonetic -= strcmp(name, "rPh") == 0;
    if (strcmp(name, "si") == 0) {
        shared->list = qa_arena_grow(reading->arena, shared->list, &shared->capacity, shared->n + 1,
                                     sizeof *shared->list);
        shared->list[shared->n++] =
            qa_arena_text_n(reading->arena, reading->text.length > 0 ? reading->text.text : "",
                            reading->text.length);
    }
}

static void text_shared(void *context, const char *text, size_t length)
{
    struct reading *reading = context;
    if (reading->in_text && reading->in_phonetic == 0) {
        qa_xml_append(&reading->text, text, length, reading->arena);
    }
}

/* By the first letter of a day, month, year or hour, or a percent sign, outside of quotes, brackets
 * and escapes. */
static enum qa_xlsx_style style_of_code(const char *code)
{
    char closing = '\0';
    for (; *code != '\0'; code++) {
        if (closing != '\0') {
            if (*code == closing) {
                closing = '\0';
            }
        } else if (*code == '"') {
            closing = '"';
        } else if (*code == '[') {
            closing = ']';
        } else if (*code == '\\' || *code == '_' || *code == '*') {
            code += code[1] != '\0';
        } else if (strchr("dDmMyYhH", *code) != NULL) {
            return QA_STYLE_DATE;
        } else if (*code == '%') {
            return QA_STYLE_PERCENT;
        }
    }
    return QA_STYLE_NUMBER;
}

static enum qa_xlsx_style style_of_format(const struct reading *reading, long id)
{
    if ((id >= 14 && id <= 22) || (id >= 45 && id <= 47)) {
        return QA_STYLE_DATE;
    }
    if (id == 9 || id == 10) {
        return QA_STYLE_PERCENT;
    }
    for (size_t f = 0; f < reading->n_formats; f++) {
        if (reading->formats[f].id == id) {
            return reading->formats[f].style;
        }
    }
    return QA_STYLE_NUMBER;
}

static void start_styles(void *context, struct qa_xml *xml, const char *name,
                         const char **attributes)
{
    struct reading *reading = context;
    (void)xml;
    struct qa_xlsx_book *book = reading->book;
    const char *id = qa_xml_attribute(attributes, "numFmtId");
    const char *code = qa_xml_attribute(attributes, "formatCode");
    if (strcmp(name, "numFmt") == 0 && id != NULL && code != NULL) {
        reading->formats =
            qa_arena_grow(reading->arena, reading->formats, &reading->formats_capacity,
                          reading->n_formats + 1, sizeof *reading->formats);
        reading->formats[reading->n_formats].id = strtol(id, NULL, 10);
        reading->formats[reading->n_formats++].style = style_of_code(code);
    }
    if (strcmp(name, "cellXfs") == 0) {
        reading->in_cell_formats = true;
    }
    if (strcmp(name, "xf") == 0 && reading->in_cell_formats) {
        book->styles = qa_arena_grow(reading->arena, book->styles, &reading->styles_capacity,
                                     book->n_styles + 1, sizeof *book->styles);
        book->styles[book->n_styles++] =
            id != NULL ? style_of_format(reading, strtol(id, NULL, 10)) : QA_STYLE_NUMBER;
    }
}

static void end_styles(void *context, struct qa_xml *xml, const char *name)
{
    struct reading *reading = context;
    (void)xml;
    if (strcmp(name, "cellXfs") == 0) {
        reading->in_cell_formats = false;
    }
}

enum qa_status qa_xlsx_parse(const struct qa_part *part, const char *part_name,
                             const struct qa_bytes *bytes, const struct qa_xml_handlers *handlers,
                             struct qa_arena *arena, struct qa_error *err)
{
    const struct qa_xml_input input = {
        .data = part->data, .size = part->size, .path = bytes->path, .part = part_name};
    return qa_xml_parse(&input, handlers, arena, err);
}

struct part_reader {
    const char *name;
    bool required;
    struct qa_xml_handlers handlers;
};

static enum qa_status read_part(const struct qa_bytes *bytes, const struct part_reader *reader,
                                struct qa_arena *arena, struct qa_error *err)
{
    struct qa_part part;
    QA_TRY(qa_archive_part(bytes, reader->name, QA_LARGEST_PART, arena, &part, err));
    if (part.data == NULL) {
        return reader->required
                   ? qa_fail_at(err, "E137", bytes->path, 0, 0,
                                "the archive is no workbook: it has no part '%s'", reader->name)
                   : QA_OK;
    }
    return qa_xlsx_parse(&part, reader->name, bytes, &reader->handlers, arena, err);
}

enum qa_status qa_xlsx_book_read(const struct qa_bytes *bytes, struct qa_arena *arena,
                                 struct qa_xlsx_book *out, struct qa_error *err)
{
    *out = (struct qa_xlsx_book){0};
    struct reading reading = {.book = out, .arena = arena};
    const struct part_reader readers[] = {
        {"xl/workbook.xml", true, {start_workbook, NULL, NULL, &reading}},
        {"xl/_rels/workbook.xml.rels", true, {start_relation, NULL, NULL, &reading}},
        {"xl/sharedStrings.xml", false, {start_shared, end_shared, text_shared, &reading}},
        {"xl/styles.xml", false, {start_styles, end_styles, NULL, &reading}}};
    for (size_t r = 0; r < sizeof readers / sizeof *readers; r++) {
        QA_TRY(read_part(bytes, &readers[r], arena, err));
    }
    return QA_OK;
}
