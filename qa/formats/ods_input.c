/* Workbooks of OpenDocument 1.0 to 1.3 (ISO/IEC 26300): one part holds all sheets. */
#include <stdlib.h>
#include <string.h>

#include "qa/formats/archive.h"
#include "qa/formats/sheet_rows.h"
#include "qa/formats/xlsx_parts.h"

/* Equal rows and cells stand once with a count, which blank ones carry to the end of the sheet. */
enum { LAST_COLUMN = 16384, MOST_CELLS = 1 << 24 };

struct reading {
    struct qa_book_input *book; /* takes the sheets' names; NULL: their cells are read */
    struct qa_sheet_rows *rows;
    struct qa_arena *arena;
    size_t names_capacity;
    size_t wanted;  /* sheet, or QA_ALL_SHEETS */
    size_t sheet;   /* from 1; 0: before the first */
    size_t n_cells; /* of all rows, repeated ones too */
    /* the row */
    uint64_t row; /* the last that was read */
    uint64_t row_count;
    bool is_hidden;
    uint32_t column;
    /* the cell */
    bool in_cell;
    char kind; /* first letters of its type tell them apart: f c p d t b s */
    const char *value;
    uint32_t cell_count;
    int aside; /* within a comment or drawing, which are no text of the cell */
    bool in_paragraph;
    bool had_paragraph;
    struct qa_xml_buffer text;
};

static bool is_read(const struct reading *reading)
{
    return reading->rows != NULL && reading->rows->status == QA_OK &&
           (reading->wanted == QA_ALL_SHEETS || reading->wanted + 1 == reading->sheet);
}

/* A count of repetitions: 1 when it is not there or none. */
static uint64_t count_of(const char **attributes, const char *name)
{
    const char *text = qa_xml_attribute(attributes, name);
    uint64_t count = text != NULL ? strtoull(text, NULL, 10) : 1;
    return count > 0 ? count : 1;
}

static void start_sheet(struct reading *reading, const char **attributes)
{
    const char *name = qa_xml_attribute(attributes, "table:name");
    name = qa_arena_text(reading->arena, name != NULL ? name : "");
    reading->sheet++;
    reading->row = 0;
    if (reading->book != NULL) {
        struct qa_book_input *book = reading->book;
        book->names = qa_arena_grow(reading->arena, book->names, &reading->names_capacity,
                                    book->n_sheets + 1, sizeof *book->names);
        book->names[book->n_sheets++] = name;
    } else if (is_read(reading)) {
        qa_sheet_rows_sheet(reading->rows, name);
    }
}

static void start_row(struct reading *reading, const char **attributes)
{
    const char *shown = qa_xml_attribute(attributes, "table:visibility");
    reading->row_count = count_of(attributes, "table:number-rows-repeated");
    reading->is_hidden = shown != NULL && strcmp(shown, "visible") != 0;
    reading->column = 0;
}

static void start_cell(struct reading *reading, const char **attributes)
{
    static const struct {
        const char *type;
        const char *value;
    } types[] = {{"date", "office:date-value"},
                 {"boolean", "office:boolean-value"},
                 {"string", "office:string-value"}};
    const char *type = qa_xml_attribute(attributes, "office:value-type");
    const char *value = qa_xml_attribute(attributes, "office:value");
    for (size_t t = 0; type != NULL && t < sizeof types / sizeof *types; t++) {
        if (strcmp(type, types[t].type) == 0) {
            value = qa_xml_attribute(attributes, types[t].value);
        }
    }
    uint64_t count = count_of(attributes, "table:number-columns-repeated");
    reading->in_cell = true;
    reading->kind = 's';
    if (type != NULL) {
        reading->kind = type[0];
    }
    reading->value = value != NULL ? qa_arena_text(reading->arena, value) : NULL;
    reading->cell_count = count < LAST_COLUMN ? (uint32_t)count : LAST_COLUMN;
    reading->had_paragraph = false;
    reading->text.length = 0;
}

static void append(struct reading *reading, const char *text, uint64_t times)
{
    for (uint64_t t = 0; t < times && t < LAST_COLUMN; t++) {
        qa_xml_append(&reading->text, text, strlen(text), reading->arena);
    }
}

static bool is_aside(const char *name)
{
    static const char *const names[] = {"annotation",   "tracked-changes",
                                        "shapes",       "frame",
                                        "custom-shape", "g",
                                        "rect",         "line",
                                        "ellipse",      "path",
                                        "polyline",     "polygon",
                                        "control",      "caption"};
    for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
        if (strcmp(name, names[n]) == 0) {
            return true;
        }
    }
    return false;
}

/* What stands for blanks and line ends within a paragraph. */
static void start_within_text(struct reading *reading, const char *name, const char **attributes)
{
    if (strcmp(name, "s") == 0) {
        append(reading, " ", count_of(attributes, "text:c"));
    } else if (strcmp(name, "tab") == 0) {
        append(reading, "\t", 1);
    } else if (strcmp(name, "line-break") == 0) {
        append(reading, "\n", 1);
    }
}

static void start_element(void *context, struct qa_xml *xml, const char *name,
                          const char **attributes)
{
    struct reading *reading = context;
    (void)xml;
    reading->aside += is_aside(name);
    if (reading->aside > 0) {
        return;
    }
    if (strcmp(name, "table") == 0) {
        start_sheet(reading, attributes);
    } else if (!is_read(reading)) {
        return;
    } else if (strcmp(name, "table-row") == 0) {
        start_row(reading, attributes);
    } else if (strcmp(name, "table-cell") == 0 || strcmp(name, "covered-table-cell") == 0) {
        start_cell(reading, attributes);
    } else if (strcmp(name, "p") == 0 && reading->in_cell) {
        append(reading, "\n", reading->had_paragraph);
        reading->in_paragraph = true;
        reading->had_paragraph = true;
    } else if (reading->in_paragraph) {
        start_within_text(reading, name, attributes);
    }
}

static const char *cell_text(const struct reading *reading)
{
    const char *shown = reading->text.length > 0 ? reading->text.text : "";
    const char *value = reading->value;
    switch (value != NULL ? reading->kind : 't') {
    case 'f': /* float */
    case 'c': /* currency */
        return qa_sheet_number(reading->arena, value);
    case 'p': /* percentage */
        return qa_sheet_percent(reading->arena, value);
    case 'd': /* date */
        return value;
    case 'b': /* boolean */
        return strcmp(value, "true") == 0 ? "TRUE" : "FALSE";
    default:
        return qa_arena_text(reading->arena,
                             reading->had_paragraph || value == NULL ? shown : value);
    }
}

static void end_cell(struct reading *reading)
{
    const char *text = cell_text(reading);
    uint32_t end = reading->column + reading->cell_count;
    reading->in_cell = false;
    end = end < LAST_COLUMN ? end : LAST_COLUMN;
    for (uint32_t c = reading->column; c < end && text[0] != '\0'; c++) {
        qa_sheet_rows_cell(reading->rows, c + 1, text, strchr("fcpd", reading->kind) != NULL);
    }
    reading->column = end;
}

static void end_row(struct reading *reading)
{
    struct qa_sheet_rows *rows = reading->rows;
    size_t n = rows->n_cells;
    if (n == 0) {
        reading->row += reading->row_count;
        return;
    }
    if (reading->row_count > (MOST_CELLS - reading->n_cells) / n) {
        rows->status = qa_fail_at(rows->err, "E104", rows->path, reading->row + 1, 0,
                                  "the sheets repeat their rows to more than %d cells", MOST_CELLS);
        return;
    }
    reading->n_cells += n * reading->row_count;
    for (uint64_t r = 0; r < reading->row_count; r++) {
        /* The cells are still there, though the row before has used them. */
        rows->n_cells = n;
        qa_sheet_rows_row(rows, ++reading->row, reading->is_hidden);
    }
}

static void end_element(void *context, struct qa_xml *xml, const char *name)
{
    struct reading *reading = context;
    (void)xml;
    reading->aside -= is_aside(name);
    if (reading->aside > 0 || !is_read(reading)) {
        return;
    }
    if (strcmp(name, "p") == 0) {
        reading->in_paragraph = false;
    } else if (reading->in_cell &&
               (strcmp(name, "table-cell") == 0 || strcmp(name, "covered-table-cell") == 0)) {
        end_cell(reading);
    } else if (strcmp(name, "table-row") == 0) {
        end_row(reading);
    }
}

static void take_text(void *context, const char *text, size_t length)
{
    struct reading *reading = context;
    if (reading->in_paragraph && reading->aside == 0) {
        qa_xml_append(&reading->text, text, length, reading->arena);
    }
}

static enum qa_status parse(const struct qa_bytes *bytes, const struct qa_part *content,
                            struct reading *reading, struct qa_error *err)
{
    const struct qa_xml_handlers handlers = {start_element, end_element, take_text, reading};
    return qa_xlsx_parse(content, "content.xml", bytes, &handlers, reading->arena, err);
}

static enum qa_status read_sheets(const struct qa_book_input *book, size_t sheet,
                                  struct qa_sheet_rows *rows)
{
    struct reading reading = {.rows = rows, .arena = rows->arena, .wanted = sheet};
    QA_TRY(parse(book->bytes, book->parts, &reading, rows->err));
    return rows->status;
}

/* A password leaves the parts' list readable, and nothing else. */
static enum qa_status refuse_locked(const struct qa_bytes *bytes, struct qa_arena *arena,
                                    struct qa_error *err)
{
    struct qa_part manifest;
    QA_TRY(qa_archive_part(bytes, "META-INF/manifest.xml", QA_LARGEST_PART, arena, &manifest, err));
    return manifest.data == NULL || strstr(manifest.data, "encryption-data") == NULL
               ? QA_OK
               : qa_fail_at(err, "E137", bytes->path, 0, 0,
                            "the workbook has a password; save it without one");
}

enum qa_status qa_ods_open(const struct qa_bytes *bytes, struct qa_arena *arena,
                           struct qa_book_input *out, struct qa_error *err)
{
    struct qa_part kind;
    struct qa_part *content = QA_NEW(arena, struct qa_part);
    *out = (struct qa_book_input){.bytes = bytes, .parts = content, .read = read_sheets};
    QA_TRY(qa_archive_part(bytes, "mimetype", QA_LARGEST_PART, arena, &kind, err));
    if (kind.data == NULL || strstr(kind.data, ".spreadsheet") == NULL) {
        return qa_fail_at(err, "E137", bytes->path, 0, 0,
                          "an OpenDocument file that is no spreadsheet; save the table as .ods, "
                          ".xlsx or CSV");
    }
    QA_TRY(refuse_locked(bytes, arena, err));
    QA_TRY(qa_archive_part(bytes, "content.xml", QA_LARGEST_PART, arena, content, err));
    if (content->data == NULL) {
        return qa_fail_at(err, "E137", bytes->path, 0, 0, "the workbook has no part 'content.xml'");
    }
    struct reading reading = {.book = out, .arena = arena};
    return parse(bytes, content, &reading, err);
}
