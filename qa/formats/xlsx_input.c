/* Workbooks of Office Open XML: the parts of the ZIP by minizip, their XML by expat. */
#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "qa/base/number.h"
#include "qa/base/time.h"
#include "qa/base/utf8.h"
#include "qa/formats/sheet_rows.h"
#include "qa/formats/xlsx_parts.h"

struct sheet_reading {
    const struct qa_xlsx_book *book;
    struct qa_arena *arena;
    struct qa_sheet_rows *rows;
    /* the row and cell being read */
    uint64_t row;
    bool is_hidden;
    uint32_t column;
    char kind; /* first letter of the cell's type: s shared, i inline, b, e, n */
    size_t style;
    bool in_value;
    int in_phonetic;
    struct qa_xml_buffer text;
};

/* ---- one cell ---- */

/* "BC12": the column, from 1; 0 when it is none. */
static uint32_t column_of(const char *reference)
{
    uint32_t column = 0;
    for (; isupper((unsigned char)*reference) && column < 100000; reference++) {
        column = 26 * column + (uint32_t)(*reference - 'A' + 1);
    }
    return column;
}

static const char *date_text(const struct sheet_reading *reading, double serial)
{
    /* Days from 1899-12-30 (or 1904-01-01) to 1970-01-01. */
    double epoch = reading->book->counts_from_1904 ? 24107 : 25569;
    double seconds = round((serial - epoch) * 86400);
    char text[QA_TIME_TEXT_MAX];
    qa_time_format((int64_t)seconds * 1000000, text);
    /* A date without a time of day is a date. */
    if (fmod(seconds, 86400) == 0) {
        text[10] = '\0';
    } else {
        /* The sheet does not know its zone. */
        size_t length = strlen(text);
        if (length > 0 && text[length - 1] == 'Z') {
            text[length - 1] = '\0';
        }
    }
    return qa_arena_text(reading->arena, text);
}

static const char *number_text(const struct sheet_reading *reading, const char *text)
{
    double value;
    if (!qa_parse_real(text, strlen(text), &value)) {
        return text;
    }
    enum qa_xlsx_style style = reading->style < reading->book->n_styles
                                   ? reading->book->styles[reading->style]
                                   : QA_STYLE_NUMBER;
    if (style == QA_STYLE_DATE && value >= 1 && value < 2958466) {
        return date_text(reading, value);
    }
    return style == QA_STYLE_PERCENT ? qa_sheet_percent(reading->arena, text)
                                     : qa_sheet_number(reading->arena, text);
}

static int hex_digit(char c)
{
    const char *digits = "0123456789abcdef";
    const char *found = c != '\0' ? strchr(digits, tolower((unsigned char)c)) : NULL;
    return found != NULL ? (int)(found - digits) : -1;
}

/* The code of "_xHHHH_", in which workbooks write characters that XML has not; -1 for other text.
 */
static int escaped_code(const char *text)
{
    int code = 0;
    if (text[0] != '_' || text[1] != 'x') {
        return -1;
    }
    for (int i = 2; i < 6; i++) {
        int digit = hex_digit(text[i]);
        if (digit < 0) {
            return -1;
        }
        code = 16 * code + digit;
    }
    return text[6] == '_' ? code : -1;
}

static const char *unescaped(const struct sheet_reading *reading, const char *text)
{
    enum { ESCAPE = 7 };
    if (strstr(text, "_x") == NULL) {
        return text;
    }
    /* An escape is longer than any character in UTF-8. */
    char *out = QA_ARRAY(reading->arena, char, strlen(text) + 1);
    size_t n = 0;
    while (*text != '\0') {
        int code = escaped_code(text);
        if (code > 0) {
            n += qa_utf8_encode((uint32_t)code, out + n);
            text += ESCAPE;
        } else {
            out[n++] = *text++;
        }
    }
    out[n] = '\0';
    return out;
}

static const char *cell_value(const struct sheet_reading *reading)
{
    const char *text = reading->text.length > 0 ? reading->text.text : "";
    size_t number;
    switch (reading->kind) {
    case 's':
        number = (size_t)strtoull(text, NULL, 10);
        return number < reading->book->shared.n
                   ? unescaped(reading, reading->book->shared.list[number])
                   : "";
    case 'b':
        return strcmp(text, "1") == 0 ? "TRUE" : "FALSE";
    case 'n':
        return text[0] != '\0' ? number_text(reading, text) : "";
    default:
        return unescaped(reading, text);
    }
}

/* ---- the sheet's XML ---- */

static void start_row(struct sheet_reading *reading, const char **attributes)
{
    const char *number = qa_xml_attribute(attributes, "r");
    reading->row = number != NULL ? strtoull(number, NULL, 10) : reading->row + 1;
    const char *hidden = qa_xml_attribute(attributes, "hidden");
    reading->is_hidden =
        hidden != NULL && (strcmp(hidden, "1") == 0 || strcmp(hidden, "true") == 0);
    reading->column = 0;
}

static void start_cell(struct sheet_reading *reading, const char **attributes)
{
    const char *reference = qa_xml_attribute(attributes, "r");
    const char *type = qa_xml_attribute(attributes, "t");
    const char *style = qa_xml_attribute(attributes, "s");
    uint32_t column = reference != NULL ? column_of(reference) : 0;
    reading->column = column > 0 ? column : reading->column + 1;
    /* "s" is a shared text, "str" a formula's. */
    reading->kind = 'n';
    if (type != NULL) {
        reading->kind = type[0];
    }
    if (type != NULL && strcmp(type, "str") == 0) {
        reading->kind = 't';
    }
    reading->style = style != NULL ? (size_t)strtoull(style, NULL, 10) : 0;
    reading->text.length = 0;
}

static void start_element(void *context, struct qa_xml *xml, const char *name,
                          const char **attributes)
{
    struct sheet_reading *reading = context;
    (void)xml;
    if (strcmp(name, "row") == 0) {
        start_row(reading, attributes);
    } else if (strcmp(name, "c") == 0) {
        start_cell(reading, attributes);
    } else if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0) {
        reading->in_value = true;
    } else if (strcmp(name, "rPh") == 0) {
        reading->in_phonetic++;
    }
}

static void end_element(void *context, struct qa_xml *xml, const char *name)
{
    struct sheet_reading *reading = context;
    (void)xml;
    if (strcmp(name, "v") == 0 || strcmp(name, "t") == 0) {
        reading->in_value = false;
    } else if (strcmp(name, "rPh") == 0) {
        reading->in_phonetic--;
    } else if (strcmp(name, "c") == 0) {
        const char *text = cell_value(reading);
        /* The buffer is used again for the next cell. */
        text = text == reading->text.text ? qa_arena_text(reading->arena, text) : text;
        qa_sheet_rows_cell(reading->rows, reading->column, text,
                           reading->kind == 'n' && text[0] != '\0');
    } else if (strcmp(name, "row") == 0) {
        qa_sheet_rows_row(reading->rows, reading->row, reading->is_hidden);
    }
}

static void take_text(void *context, const char *text, size_t length)
{
    struct sheet_reading *reading = context;
    if (reading->in_value && reading->in_phonetic == 0) {
        qa_xml_append(&reading->text, text, length, reading->arena);
    }
}

static enum qa_status read_sheet(const struct qa_book_input *input, size_t sheet,
                                 struct qa_sheet_rows *rows)
{
    const struct qa_xlsx_book *book = input->parts;
    const char *part_name = book->sheets[sheet].part;
    struct sheet_reading reading = {.book = book, .arena = rows->arena, .rows = rows};
    const struct qa_xml_handlers handlers = {start_element, end_element, take_text, &reading};
    struct qa_part part;
    qa_sheet_rows_sheet(rows, book->sheets[sheet].name);
    QA_TRY(
        qa_archive_part(input->bytes, part_name, QA_LARGEST_PART, rows->arena, &part, rows->err));
    if (part.data == NULL) {
        return qa_fail_at(rows->err, "E137", rows->path, 0, 0, "the workbook has no part '%s'",
                          part_name);
    }
    QA_TRY(qa_xlsx_parse(&part, part_name, input->bytes, &handlers, rows->arena, rows->err));
    return rows->status;
}

static enum qa_status read_sheets(const struct qa_book_input *input, size_t sheet,
                                  struct qa_sheet_rows *rows)
{
    if (sheet != QA_ALL_SHEETS) {
        return read_sheet(input, sheet, rows);
    }
    for (size_t s = 0; s < input->n_sheets; s++) {
        QA_TRY(read_sheet(input, s, rows));
    }
    return QA_OK;
}

/* Charts may stand on sheets of their own. */
static void keep_worksheets(struct qa_xlsx_book *book)
{
    size_t n = 0;
    for (size_t s = 0; s < book->n_sheets; s++) {
        const char *part = book->sheets[s].part;
        if (part != NULL && strstr(part, "worksheets/") != NULL) {
            book->sheets[n++] = book->sheets[s];
        }
    }
    book->n_sheets = n;
}

enum qa_status qa_xlsx_open(const struct qa_bytes *bytes, struct qa_arena *arena,
                            struct qa_book_input *out, struct qa_error *err)
{
    struct qa_xlsx_book *book = QA_NEW(arena, struct qa_xlsx_book);
    QA_TRY(qa_xlsx_book_read(bytes, arena, book, err));
    keep_worksheets(book);
    *out = (struct qa_book_input){
        .bytes = bytes, .n_sheets = book->n_sheets, .parts = book, .read = read_sheets};
    out->names = QA_ARRAY(arena, const char *, book->n_sheets + 1);
    for (size_t s = 0; s < book->n_sheets; s++) {
        out->names[s] = book->sheets[s].name;
    }
    return QA_OK;
}
