#include "qa/formats/xlsx_input.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "qa/base/number.h"
#include "qa/base/time.h"
#include "qa/base/utf8.h"
#include "qa/formats/xlsx_parts.h"

/* Columns of a form that a person fills in, not of a data base. */
enum { MOST_COLUMNS = 1000 };

struct cell_text {
    uint32_t column; /* from 1 */
    const char *text;
    bool is_typed; /* a number or date of the workbook's */
};

struct sheet_reading {
    const struct qa_xlsx_book *book;
    const struct qa_bytes *bytes;
    const char *sheet;
    const struct qa_sheet_form *forms;
    size_t n_forms;
    struct qa_arena *arena;
    struct qa_error *err;
    enum qa_status status;   /* the first failure */
    struct qa_records *outs; /* of each form */
    size_t *capacities;
    size_t form;           /* of this sheet; n_forms: its header has not come yet */
    uint32_t first_column; /* of the header's first name */
    /* the row and cell being read */
    uint64_t row;
    bool is_hidden;
    struct cell_text *cells;
    size_t n_cells;
    size_t cells_capacity;
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

/* A number that the sheet shows in per cent, as it shows it: 0.05 is "5%". */
static const char *percent_text(const struct sheet_reading *reading, double value)
{
    char text[QA_REAL_TEXT_MAX];
    char shifted[QA_REAL_TEXT_MAX + 8];
    /* The shortest decimal times 100, so that nothing is rounded twice. */
    (void)qa_real_text(value, text);
    double hundredfold;
    (void)snprintf(shifted, sizeof shifted, "%s%s", text, strchr(text, 'e') == NULL ? "e2" : "");
    if (!qa_parse_real(shifted, strlen(shifted), &hundredfold) || strchr(text, 'e') != NULL) {
        hundredfold = value * 100;
    }
    return qa_arena_format(reading->arena, "%s%%", qa_real_text(hundredfold, text));
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
    if (style == QA_STYLE_PERCENT) {
        return percent_text(reading, value);
    }
    char shortest[QA_REAL_TEXT_MAX];
    return qa_arena_text(reading->arena, qa_real_text(value, shortest));
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

/* ---- one row ---- */

static int folded(char c)
{
    return c == ' ' || c == '-' ? '_' : tolower((unsigned char)c);
}

static bool same_name(const char *cell, const char *name)
{
    while (*cell != '\0' && folded(*cell) == *name) {
        cell++;
        name++;
    }
    return *cell == '\0' && *name == '\0';
}

static bool has_name(const struct sheet_reading *reading, const char *name)
{
    for (size_t c = 0; c < reading->n_cells; c++) {
        if (same_name(reading->cells[c].text, name)) {
            return true;
        }
    }
    return false;
}

static bool has_text(const struct sheet_reading *reading)
{
    for (size_t c = 0; c < reading->n_cells; c++) {
        if (reading->cells[c].text[0] != '\0') {
            return true;
        }
    }
    return false;
}

/* The first form whose header this row is, or n_forms. */
static size_t form_of(const struct sheet_reading *reading)
{
    for (size_t f = 0; f < reading->n_forms && has_text(reading); f++) {
        const struct qa_sheet_form *form = &reading->forms[f];
        size_t found = 0;
        for (size_t n = 0; n < form->n_names; n++) {
            found += has_name(reading, form->names[n]);
        }
        if (form->needs_all ? found == form->n_names : found > 0) {
            return f;
        }
    }
    return reading->n_forms;
}

static void fail_row(struct sheet_reading *reading, const char *code, const char *text)
{
    if (reading->status == QA_OK) {
        reading->status = qa_fail_at(reading->err, code, reading->bytes->path, reading->row, 0,
                                     "sheet '%.60s': %s", reading->sheet, text);
    }
}

/* The cells of a row by column, from the header's first column on; "" where one is missing. */
static const struct cell_text *row_cells(const struct sheet_reading *reading, uint32_t first,
                                         size_t n)
{
    struct cell_text *cells = QA_ARRAY(reading->arena, struct cell_text, n + 1);
    for (size_t c = 0; c < n; c++) {
        cells[c].text = "";
    }
    for (size_t c = 0; c < reading->n_cells; c++) {
        uint32_t column = reading->cells[c].column;
        if (column >= first && column < first + n) {
            cells[column - first] = reading->cells[c];
        }
    }
    return cells;
}

static struct qa_cell make_cell(const struct sheet_reading *reading, const struct cell_text *cell,
                                size_t c)
{
    return (struct qa_cell){.text = cell->text,
                            .length = (uint32_t)strlen(cell->text),
                            .column = reading->first_column + (uint32_t)c,
                            .line = reading->row,
                            .is_typed = cell->is_typed};
}

static void take_header(struct sheet_reading *reading)
{
    struct qa_records *out = &reading->outs[reading->form];
    uint32_t first = UINT32_MAX;
    uint32_t last = 0;
    for (size_t c = 0; c < reading->n_cells; c++) {
        if (reading->cells[c].text[0] != '\0') {
            uint32_t column = reading->cells[c].column;
            first = column < first ? column : first;
            last = column > last ? column : last;
        }
    }
    size_t n = (size_t)last - first + 1;
    if (n > MOST_COLUMNS) {
        fail_row(reading, "E138", "the header has more than 1,000 columns");
        return;
    }
    const struct cell_text *cells = row_cells(reading, first, n);
    reading->first_column = first;
    if (out->header != NULL) {
        bool same = out->n_columns == n;
        for (size_t c = 0; same && c < n; c++) {
            same = strcmp(out->header[c].text, cells[c].text) == 0;
        }
        if (!same) {
            fail_row(reading, "E138", "its columns differ from those of a sheet before");
        }
        return;
    }
    struct qa_cell *header = QA_ARRAY(reading->arena, struct qa_cell, n);
    for (size_t c = 0; c < n; c++) {
        header[c] = make_cell(reading, &cells[c], c);
    }
    out->header = header;
    out->n_columns = n;
}

static void take_record(struct sheet_reading *reading)
{
    struct qa_records *out = &reading->outs[reading->form];
    size_t n = out->n_columns;
    const struct cell_text *row = row_cells(reading, reading->first_column, n);
    bool any = false;
    for (size_t c = 0; c < n; c++) {
        any = any || row[c].text[0] != '\0';
    }
    if (!any) {
        return;
    }
    struct qa_cell *cells = (struct qa_cell *)(uintptr_t)out->cells;
    cells = qa_arena_grow(reading->arena, cells, &reading->capacities[reading->form],
                          (out->n_records + 1) * n, sizeof *cells);
    for (size_t c = 0; c < n; c++) {
        cells[out->n_records * n + c] = make_cell(reading, &row[c], c);
    }
    out->cells = cells;
    out->n_records++;
    if (reading->is_hidden && out->n_hidden++ == 0) {
        out->hidden = reading->row;
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
    reading->n_cells = 0;
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
        reading->cells = qa_arena_grow(reading->arena, reading->cells, &reading->cells_capacity,
                                       reading->n_cells + 1, sizeof *reading->cells);
        reading->cells[reading->n_cells++] =
            (struct cell_text){reading->column, text, reading->kind == 'n' && text[0] != '\0'};
    } else if (strcmp(name, "row") == 0 && reading->status == QA_OK) {
        if (reading->form < reading->n_forms) {
            take_record(reading);
            return;
        }
        reading->form = form_of(reading);
        if (reading->form < reading->n_forms) {
            take_header(reading);
        }
    }
}

static void take_text(void *context, const char *text, size_t length)
{
    struct sheet_reading *reading = context;
    if (reading->in_value && reading->in_phonetic == 0) {
        qa_xml_append(&reading->text, text, length, reading->arena);
    }
}

static enum qa_status read_sheet(struct sheet_reading *reading,
                                 const struct qa_xlsx_sheet_name *sheet)
{
    struct qa_part part;
    const char *part_name = sheet->part;
    /* Charts may stand on sheets of their own. */
    if (part_name == NULL || strstr(part_name, "worksheets/") == NULL) {
        return QA_OK;
    }
    reading->sheet = sheet->name;
    const struct qa_xml_handlers handlers = {start_element, end_element, take_text, reading};
    reading->form = reading->n_forms;
    reading->row = 0;
    QA_TRY(qa_archive_part(reading->bytes, part_name, QA_LARGEST_PART, reading->arena, &part,
                           reading->err));
    if (part.data == NULL) {
        return qa_fail_at(reading->err, "E137", reading->bytes->path, 0, 0,
                          "the workbook has no part '%s'", part_name);
    }
    QA_TRY(
        qa_xlsx_parse(&part, part_name, reading->bytes, &handlers, reading->arena, reading->err));
    return reading->status;
}

static struct sheet_reading begin(const struct qa_xlsx_book *book, const struct qa_bytes *bytes,
                                  const struct qa_sheet_form *forms, size_t n_forms,
                                  struct qa_arena *arena, struct qa_records *out,
                                  struct qa_error *err)
{
    for (size_t f = 0; f < n_forms; f++) {
        out[f] = (struct qa_records){.file = bytes->path};
    }
    return (struct sheet_reading){.book = book,
                                  .bytes = bytes,
                                  .forms = forms,
                                  .n_forms = n_forms,
                                  .arena = arena,
                                  .err = err,
                                  .outs = out,
                                  .capacities = QA_ARRAY(arena, size_t, n_forms)};
}

enum qa_status qa_xlsx_sheets(const struct qa_bytes *bytes, const struct qa_sheet_form *forms,
                              size_t n_forms, struct qa_arena *arena, struct qa_records *out,
                              struct qa_error *err)
{
    struct qa_xlsx_book book;
    QA_TRY(qa_xlsx_book_read(bytes, arena, &book, err));
    struct sheet_reading reading = begin(&book, bytes, forms, n_forms, arena, out, err);
    for (size_t s = 0; s < book.n_sheets; s++) {
        QA_TRY(read_sheet(&reading, &book.sheets[s]));
    }
    return QA_OK;
}

enum qa_status qa_xlsx_records(const struct qa_bytes *bytes, const char *const *names,
                               size_t n_names, struct qa_arena *arena, struct qa_records *out,
                               struct qa_error *err)
{
    const struct qa_sheet_form form = {names, n_names, false};
    QA_TRY(qa_xlsx_sheets(bytes, &form, 1, arena, out, err));
    if (out->header == NULL) {
        const char *list = "";
        for (size_t n = 0; n < n_names; n++) {
            list = qa_arena_format(arena, "%s%s%s", list, n > 0 ? " or " : "", names[n]);
        }
        return qa_fail_at(err, "E139", bytes->path, 0, 0, "no sheet has a row with a cell '%s'",
                          list);
    }
    return QA_OK;
}

static bool is_worksheet(const struct qa_xlsx_sheet_name *sheet)
{
    return sheet->part != NULL && strstr(sheet->part, "worksheets/") != NULL;
}

/* The worksheet of the name, or the first; NULL: none, and *list names those that there are. */
static const struct qa_xlsx_sheet_name *find_sheet(const struct qa_xlsx_book *book,
                                                   const char *sheet, struct qa_arena *arena,
                                                   const char **list)
{
    *list = "";
    for (size_t s = 0; s < book->n_sheets; s++) {
        const struct qa_xlsx_sheet_name *here = &book->sheets[s];
        if (!is_worksheet(here)) {
            continue;
        }
        if (sheet == NULL || strcasecmp(sheet, here->name) == 0) {
            return here;
        }
        *list = qa_arena_format(arena, "%s%s'%.40s'", *list, (*list)[0] != '\0' ? ", " : "",
                                here->name);
    }
    return NULL;
}

enum qa_status qa_xlsx_table(const struct qa_bytes *bytes, const char *sheet,
                             struct qa_arena *arena, struct qa_records *out, struct qa_error *err)
{
    static const struct qa_sheet_form any = {NULL, 0, true};
    struct qa_xlsx_book book;
    const char *list;
    QA_TRY(qa_xlsx_book_read(bytes, arena, &book, err));
    struct sheet_reading reading = begin(&book, bytes, &any, 1, arena, out, err);
    const struct qa_xlsx_sheet_name *found = find_sheet(&book, sheet, arena, &list);
    if (found == NULL) {
        return qa_fail_at(err, "E138", bytes->path, 0, 0,
                          "no sheet '%.60s'; the workbook has %.300s", sheet != NULL ? sheet : "",
                          list[0] != '\0' ? list : "none");
    }
    QA_TRY(read_sheet(&reading, found));
    return out->header != NULL
               ? QA_OK
               : qa_fail_at(err, "E138", bytes->path, 0, 0, "sheet '%.60s' is empty", found->name);
}

static bool has_columns(const struct qa_records *table, const struct qa_records *wanted)
{
    size_t c = 0;
    bool found = table->header != NULL;
    for (; found && c < wanted->n_columns; c++) {
        found = false;
        for (size_t i = 0; !found && i < table->n_columns; i++) {
            found = strcasecmp(table->header[i].text, wanted->header[c].text) == 0;
        }
    }
    return found && table->n_records > 0;
}

const char *qa_xlsx_twin(const struct qa_bytes *bytes, const struct qa_records *first,
                         struct qa_arena *arena)
{
    static const struct qa_sheet_form any = {NULL, 0, true};
    struct qa_xlsx_book book;
    struct qa_error ignored;
    bool is_first = true;
    if (qa_xlsx_book_read(bytes, arena, &book, &ignored) != QA_OK) {
        return NULL;
    }
    for (size_t s = 0; s < book.n_sheets; s++) {
        struct qa_records table = {0};
        struct sheet_reading reading = begin(&book, bytes, &any, 1, arena, &table, &ignored);
        if (!is_worksheet(&book.sheets[s])) {
            continue;
        }
        if (!is_first && read_sheet(&reading, &book.sheets[s]) == QA_OK &&
            has_columns(&table, first)) {
            return book.sheets[s].name;
        }
        is_first = false;
    }
    return NULL;
}
